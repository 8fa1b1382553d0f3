"""A contract that came back, reviewed: bytes of a .docx in, what the other side changed and what that leaves unsatisfied out.

The file is enough: its base text is in it. Without it the base text is built again from the dossier. Two views are
compared with the base, all tracked changes accepted and all rejected: what differs in the second was changed without
being tracked. Nothing here decides for a lawyer: each match says how sure it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from contractgen.model import Answers, Library, Questionnaire
from contractgen.review_answers import AnswerChange, Mention, changed_answers, mentions, values_said
from contractgen.review_base import Known, known_base
from contractgen.review_beside import new_beside, unseen_beside
from contractgen.review_characters import invisible
from contractgen.review_clauses import dangling, reviewed_clauses
from contractgen.review_findings import findings_of
from contractgen.review_levels import displaced, told_of
from contractgen.review_matching import LIKELY, SURE, Place, places_of
from contractgen.review_problems import leading_out, problems_of
from contractgen.review_references import misnumbered, redirected
from contractgen.review_requirements import Weakened, broken_rules, weakened
from contractgen.review_tables import rows_removed, tables_said
from contractgen.review_text import normal
from contractgen.review_view import View, view_of_lines
from contractgen.reviewed import Author, Losses, Review, ReviewedClause, ReviewedComment
from contractgen.word.annotations import read_annotations
from contractgen.word.concealed import concealed
from contractgen.word.embedded import Base
from contractgen.word.guarded import guarded
from contractgen.word.marked import comments_of
from contractgen.word.opening import open_package
from contractgen.word.problems import unread
from contractgen.word.read import Reading, read_document
from contractgen.word.revisions import Change as TrackedChange
from contractgen.word.revisions import Revisions, accept_all, reject_all, revisions


class _Side(NamedTuple):
    """A view and what it comes to."""

    view: View
    answers: tuple[AnswerChange, ...]
    losses: Losses
    legal: tuple[Mention, ...]


def review(data: bytes, library: Library, questionnaire: Questionnaire, dossier: Answers | None = None) -> Review:
    """The review of a .docx. `dossier`: its answers, when they are at hand: they give the base text of a file that lost
    its own, and the answers that it does not print.

    Raises ReturnedFileError when the file cannot safely be read, or has no base text and no dossier gives one.
    """
    parts = open_package(data)
    as_is = read_document(parts)
    shown = open_package(accept_all(data))
    accepted = read_document(shown)
    refused = open_package(reject_all(data))
    rejected = read_document(refused)
    known = known_base(parts, rejected, library, questionnaire, dossier)
    places = places_of(known.base, known.origins)
    old, new = _sides(known, places, (rejected, accepted), library, questionnaire)
    clauses, frames = reviewed_clauses(known.base, places, old.view, new.view)
    if known.rebuilt:
        clauses = tuple(map(_less_sure, clauses))
    number = sum(clause.status == "new" for clause in clauses) + 1
    clauses = (*clauses, *new_beside(shown, refused, places, new.view, number))
    tracked = revisions(data)
    found = Review(
        base=known.base,
        known=known,
        clauses=clauses,
        frames=frames,
        answers=new.answers,
        accepted=new.losses,
        rejected=old.losses,
        legal=tuple(dict.fromkeys((*new.legal, *old.legal))),
        comments=_comments(data, parts, as_is, places, new.view),
        authors=_authors(tracked.changes),
        dangling=dangling(clauses, places, new.view),
        problems=_of_the_file(known, parts, shown, accepted, places, new.view, tracked),
        concealed=concealed(shown, [entry.number for entry in known.base.entries]),
        redirected=redirected(accepted, shown, places, new.view),
        findings=(),
    )
    return found._replace(findings=findings_of(found, old.answers, library))


def _sides(
    known: Known,
    places: tuple[Place, ...],
    readings: tuple[Reading, Reading],
    library: Library,
    questionnaire: Questionnaire,
) -> tuple[_Side, _Side]:
    """All refused, and all accepted. References may show the numbers of the other view, so each is read with these."""
    rejected, accepted = readings
    new = _side(known, places, accepted, library, questionnaire)
    if rejected.lines == accepted.lines:
        return new, new
    old = _side(known, places, rejected, library, questionnaire, new.view.numbers)
    if old.view.numbers != new.view.numbers:
        new = _side(known, places, accepted, library, questionnaire, old.view.numbers)
    return old, new


def _of_the_file(
    known: Known,
    parts: Mapping[str, bytes],
    shown: Mapping[str, bytes],
    accepted: Reading,
    places: tuple[Place, ...],
    view: View,
    tracked: Revisions,
) -> tuple[str, ...]:
    """What is to be seen in the file itself: what no clause holds, in French."""
    return (
        *unread(accepted.problems, parts),
        *tracked.unhandled,
        *problems_of(known, parts, view, misnumbered(accepted, shown, places, view), tracked.changes),
        *told_of(displaced(places, view, accepted.levels)),
        *leading_out(shown),
        *unseen_beside(shown),
        *invisible((place.text for place in places), (line.text for line in accepted.lines)),
        *guarded(parts),
    )


def _side(
    known: Known,
    places: tuple[Place, ...],
    reading: Reading,
    library: Library,
    questionnaire: Questionnaire,
    also: Mapping[str, str] = MappingProxyType({}),
) -> _Side:
    view = view_of_lines(known.base, places, reading.lines, also)
    said = mentions(places, view)
    answers = (*changed_answers(questionnaire, said, known.values), *rows_removed(questionnaire, said))
    rules = _new_breaches(known, said, answers, library, questionnaire)
    found = weakened(known.base, places, view)
    lost = {one.id: one for one in found if one.lost}
    for one in _by_values(library, answers, rules, known.base):
        lost.setdefault(one.id, one)
    doubtful = tuple(one for one in found if not one.lost and one.id not in lost)
    legal = tuple(one for one in said if one.answer in library.parameters and one.found not in (None, one.base))
    return _Side(view, answers, Losses(tuple(lost.values()), doubtful, rules), legal)


def _new_breaches(
    known: Known,
    said: Sequence[Mention],
    answers: tuple[AnswerChange, ...],
    library: Library,
    questionnaire: Questionnaire,
) -> frozenset[str]:
    """The rules that the values now in the text break, and that those of the base did not."""
    changed = {
        one.id: one.proposed for one in answers if one.proposed is not None and one.id in questionnaire.questions
    }
    tables_before, tables_now = tables_said(questionnaire, said, known.values)
    if not changed and not tables_now:
        return frozenset()
    whole = bool(known.values)
    before = {**(known.values or values_said(questionnaire, said, now=False)), **tables_before}
    after = {**before, **tables_now, **changed}
    return broken_rules(library, questionnaire, after, whole) - broken_rules(library, questionnaire, before, whole)


def _by_values(
    library: Library, answers: tuple[AnswerChange, ...], rules: frozenset[str], base: Base
) -> list[Weakened]:
    """The applicable requirements that a broken rule or an erased answer leaves unsatisfied."""
    erased = {one.id for one in answers if not one.proposed_text}
    found = []
    for ident in base.requirements:
        requirement = library.requirements.get(ident)
        broken = [rule for rule in requirement.rules if rule in rules] if requirement else []
        lacking = [name for name in requirement.answers if name in erased] if requirement else []
        if broken:
            found.append(
                Weakened(ident, True, "", f"règle enfreinte par une valeur changée : {', '.join(broken)}", "", "")
            )
        elif lacking:
            found.append(Weakened(ident, True, "", f"valeur effacée : {', '.join(lacking)}", "", ""))
    return found


# ---------------------------------------------------------------- comments and authors


def _comments(
    data: bytes, parts: Mapping[str, bytes], as_is: Reading, places: Sequence[Place], view: View
) -> tuple[ReviewedComment, ...]:
    """The comments, each in the clause where the accepted view has its paragraph."""
    owners: dict[str, str] = {}
    for entry, lines in view.ordered.items():
        for line in lines:
            owners.setdefault(normal(view.lines[line].text), entry)
    tags = {place.tag: place.entry for place in places if place.tag}
    found = []
    threads = {one.id: one for one in comments_of(data)}
    for note in read_annotations(parts).found:
        at = as_is.lines[note.line] if 0 <= note.line < len(as_is.lines) else None
        clause = (tags.get(at.owner) or owners.get(normal(at.text), "")) if at else ""
        told = threads.get(note.ident)
        first = threads.get(told.answers) if told else None
        found.append(ReviewedComment(
            note.author, clause, note.anchor or (first.anchor if first else ""), "\n".join(note.paragraphs),
            (first.author or "quelqu’un") if first else "", told is not None and told.settled,
        ))  # fmt: skip
    return tuple(found)


def _less_sure(clause: ReviewedClause) -> ReviewedClause:
    """A change against a base text that was built again is likely at most."""
    return clause._replace(confidence=LIKELY) if clause.changes and clause.confidence == SURE else clause


def _authors(changes: Sequence[TrackedChange]) -> tuple[Author, ...]:
    found: dict[str, list[str]] = {}
    for change in changes:
        found.setdefault(change.author, []).append(change.date)
    return tuple(Author(name, len(dates), max(dates)) for name, dates in found.items())
