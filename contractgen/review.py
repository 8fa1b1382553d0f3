"""A contract that came back, reviewed: bytes of a .docx in, what the other side changed and what that leaves unsatisfied out.

The file is enough: its base text is in it. Without it the base text is built again from the dossier. Two views are
compared with the base, all tracked changes accepted and all rejected: what differs in the second was changed without
being tracked. Nothing here decides for a lawyer: each match says how sure it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from contractgen.model import Answers, Finding, Library, Questionnaire
from contractgen.review_answers import AnswerChange, changed_answers, mentions, values_said
from contractgen.review_base import Known, known_base
from contractgen.review_findings import findings_of
from contractgen.review_matching import DOUBTFUL, LIKELY, SURE, Place, places_of
from contractgen.review_requirements import Weakened, broken_rules, weakened
from contractgen.review_tables import tables_said
from contractgen.review_text import normal
from contractgen.review_view import GONE, RENUMBERED, REWORDED, View, readable, view_of_lines
from contractgen.word.annotations import read_annotations
from contractgen.word.embedded import Base
from contractgen.word.opening import open_package
from contractgen.word.problems import unread
from contractgen.word.read import Reading, read_document
from contractgen.word.revisions import accept_all, reject_all, revisions

_RANKS = {SURE: 0, LIKELY: 1, DOUBTFUL: 2}


class Change(NamedTuple):
    """One paragraph or row that differs. `kind`: reworded, deleted or added; `tracked`: it is a tracked change, else it
    was made in silence; `ties`: the requirements that the paragraph satisfied."""

    kind: str
    tracked: bool
    base: str
    found: str
    confidence: str
    ties: tuple[str, ...] = ()


class ReviewedClause(NamedTuple):
    """A clause, or a new text. `status`: unchanged, reworded, moved, deleted or new; `base`, `accepted` and `rejected`:
    its text, then and in the two views; `silent`: something in it was changed without being tracked."""

    id: str
    version: str
    number: str
    title: str
    status: str
    base: str
    accepted: str
    rejected: str
    confidence: str
    silent: bool
    moved: bool
    after: str
    changes: tuple[Change, ...]


class ReviewedComment(NamedTuple):
    """A comment, the clause in which it stands (« » outside any) and the text that it stands on."""

    author: str
    clause: str
    anchor: str
    text: str


class Author(NamedTuple):
    """Who made tracked changes: how many, and when the last one (as the file says)."""

    name: str
    changes: int
    last: str


class Losses(NamedTuple):
    """What a view does to the requirements: those missing, and those to be read again. `rules`: newly broken."""

    missing: tuple[Weakened, ...]
    doubtful: tuple[Weakened, ...]
    rules: frozenset[str]


class Review(NamedTuple):
    """What is said of the file. `clauses`: in the order of the base, then the new texts; `frames`: the cover and the
    titles of parts, when they changed; `dangling`: for each deleted clause, the clauses that still refer to it;
    `problems`: what the file holds that was not compared."""

    base: Base
    known: Known
    clauses: tuple[ReviewedClause, ...]
    frames: tuple[ReviewedClause, ...]
    answers: tuple[AnswerChange, ...]
    accepted: Losses
    rejected: Losses
    comments: tuple[ReviewedComment, ...]
    authors: tuple[Author, ...]
    dangling: Mapping[str, tuple[str, ...]]
    problems: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def lost(self) -> tuple[str, ...]:
        """The mandatory requirements that are lost in either view."""
        return tuple(
            finding.where
            for finding in self.findings
            if finding.code == "requirement-lost" and finding.severity == "error"
        )


class _Side(NamedTuple):
    """A view and what it comes to."""

    view: View
    answers: tuple[AnswerChange, ...]
    losses: Losses


def review(data: bytes, library: Library, questionnaire: Questionnaire, dossier: Answers | None = None) -> Review:
    """The review of a .docx. `dossier`: its answers, when they are at hand: they give the base text of a file that lost
    its own, and the answers that it does not print.

    Raises ReturnedFileError when the file cannot safely be read, or has no base text and no dossier gives one.
    """
    parts = open_package(data)
    as_is = read_document(parts)
    accepted = read_document(open_package(accept_all(data)))
    rejected = read_document(open_package(reject_all(data)))
    known = known_base(parts, rejected, library, questionnaire, dossier)
    places = places_of(known.base, known.origins)
    old = _side(known, places, rejected, library, questionnaire)
    new = old if rejected.lines == accepted.lines else _side(known, places, accepted, library, questionnaire)
    clauses, frames = _clauses(known.base, places, old.view, new.view)
    comments = _comments(parts, as_is, places, new.view)
    tracked = revisions(data)
    found = Review(
        known.base, known, clauses, frames, new.answers, new.losses, old.losses, comments, _authors(tracked.changes),
        _dangling(clauses, places, new.view), (*unread(accepted.problems, parts), *tracked.unhandled), (),
    )  # fmt: skip
    return found._replace(findings=findings_of(found, old.answers, library))


def _side(
    known: Known, places: tuple[Place, ...], reading: Reading, library: Library, questionnaire: Questionnaire
) -> _Side:
    view = view_of_lines(known.base, places, reading.lines)
    said = mentions(places, view.matches, view.texts)
    answers = changed_answers(questionnaire, said, known.values)
    rules = _new_breaches(known, said, answers, library, questionnaire)
    found = weakened(known.base.requirements, places, view)
    lost = {one.id: one for one in found if one.lost}
    for one in _by_values(library, answers, rules, known.base):
        lost.setdefault(one.id, one)
    doubtful = tuple(one for one in found if not one.lost and one.id not in lost)
    return _Side(view, answers, Losses(tuple(lost.values()), doubtful, rules))


def _new_breaches(
    known: Known, said: Sequence[Any], answers: tuple[AnswerChange, ...], library: Library, questionnaire: Questionnaire
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


# ---------------------------------------------------------------- clauses


def _clauses(
    base: Base, places: Sequence[Place], old: View, new: View
) -> tuple[tuple[ReviewedClause, ...], tuple[ReviewedClause, ...]]:
    """The clauses with the new texts; the frames that changed."""
    of_entry: dict[str, list[int]] = {}
    for index, place in enumerate(places):
        of_entry.setdefault(place.entry, []).append(index)
    reviewed = [
        (entry, _clause(entry, of_entry[entry.id], places, old, new)) for entry in base.entries if entry.id in of_entry
    ]
    clauses = [clause for entry, clause in reviewed if entry.tag]
    frames = [clause for entry, clause in reviewed if not entry.tag and clause.status != "unchanged"]
    return (*clauses, *_new_texts(old, new)), tuple(frames)


def _clause(entry: Any, indexes: list[int], places: Sequence[Place], old: View, new: View) -> ReviewedClause:
    changes = [change for index in indexes for change in _changes(index, places, old, new)]
    changes += _additions(entry.id, old, new)
    moved = entry.id in new.moved or (entry.id in old.moved and old.moved == new.moved)
    status = _status(indexes, places, old, new, bool(changes), moved)
    confidence = max([change.confidence for change in changes], key=_RANKS.__getitem__, default=SURE)
    silent = any(not change.tracked for change in changes) or (moved and entry.id in old.moved)
    text = readable("\n".join(places[index].text for index in indexes))
    return ReviewedClause(
        entry.id, entry.version, normal(entry.number), entry.title, status, text, readable(new.text_of(entry.id)),
        readable(old.text_of(entry.id)), confidence, silent, moved, "", tuple(changes),
    )  # fmt: skip


def _status(indexes: list[int], places: Sequence[Place], old: View, new: View, changed: bool, moved: bool) -> str:
    body = [index for index in indexes if places[index].rank or not places[index].tag] or indexes
    if any(all(view.states[index] == GONE for index in body) for view in (new, old)):
        return "deleted"
    return "reworded" if changed else "moved" if moved else "unchanged"


def _changes(index: int, places: Sequence[Place], old: View, new: View) -> list[Change]:
    """What happened to a paragraph: in silence (base to the rejected view), then tracked (from there to the accepted)."""
    place, found = places[index], []
    if old.states[index] in (REWORDED, GONE):
        found.append(_change(place, old, index, place.text, tracked=False))
    before, after = old.texts[index], new.texts[index]
    if normal(before or "") != normal(after or "") and new.states[index] != RENUMBERED:
        found.append(_change(place, new, index, before or "", tracked=True))
    return found


def _change(place: Place, view: View, index: int, base: str, *, tracked: bool) -> Change:
    text = view.texts[index]
    kind = "deleted" if text is None else "reworded" if base else "added"
    return Change(kind, tracked, readable(base), readable(text or ""), view.matches[index].confidence, place.ties)


def _additions(entry: str, old: View, new: View) -> list[Change]:
    silent = [one.text for one in old.added if one.entry == entry]
    kept = {normal(line) for text in silent for line in text.split("\n")}
    found = [Change("added", False, "", readable(text), SURE) for text in silent]
    for one in new.added if new is not old else ():
        if one.entry == entry and not all(normal(line) in kept for line in one.text.split("\n")):
            found.append(Change("added", True, "", readable(one.text), SURE))
    return found


def _new_texts(old: View, new: View) -> list[ReviewedClause]:
    """The texts outside any clause, in the order of the accepted view, then those that it takes out."""
    silent = {normal(one.text) for one in old.added if not one.entry}
    accepted = [one for one in new.added if not one.entry]
    here = {normal(one.text) for one in accepted}
    gone = [one for one in old.added if not one.entry and normal(one.text) not in here]
    found = []
    for number, one in enumerate((*accepted, *gone), 1):
        text, tracked = readable(one.text), normal(one.text) not in silent
        change = Change("added", tracked, "", text, SURE)
        found.append(ReviewedClause(
            f"nouveau-{number}", "", "", text.split("\n")[0][:80], "new", "", text if one in accepted else "",
            "" if tracked else text, SURE, not tracked, False, one.after, (change,),
        ))  # fmt: skip
    return found


# ---------------------------------------------------------------- comments, and what was not compared


def _comments(
    parts: Mapping[str, bytes], as_is: Reading, places: Sequence[Place], view: View
) -> tuple[ReviewedComment, ...]:
    """The comments, each in the clause where the accepted view has its paragraph."""
    owners: dict[str, str] = {}
    for entry, lines in view.ordered.items():
        for line in lines:
            owners.setdefault(normal(view.lines[line].text), entry)
    tags = {place.tag: place.entry for place in places if place.tag}
    found = []
    for note in read_annotations(parts).found:
        at = as_is.lines[note.line] if 0 <= note.line < len(as_is.lines) else None
        clause = (tags.get(at.owner) or owners.get(normal(at.text), "")) if at else ""
        found.append(ReviewedComment(note.author, clause, note.anchor, "\n".join(note.paragraphs)))
    return tuple(found)


def _authors(changes: Sequence[Any]) -> tuple[Author, ...]:
    found: dict[str, list[str]] = {}
    for change in changes:
        found.setdefault(change.author, []).append(change.date)
    return tuple(Author(name, len(dates), max(dates)) for name, dates in found.items())


def _dangling(clauses: Sequence[ReviewedClause], places: Sequence[Place], view: View) -> dict[str, tuple[str, ...]]:
    """The clauses that still refer to one that is deleted."""
    found: dict[str, list[str]] = {clause.id: [] for clause in clauses if clause.status == "deleted"}
    for place, state in zip(places, view.states, strict=True) if found else ():
        for origin in place.origins:
            if origin.kind == "reference" and origin.source in found and state != GONE:
                found[origin.source].append(place.entry)
    return {clause: tuple(dict.fromkeys(entries)) for clause, entries in found.items() if entries}
