"""What was agreed taken back into the dossier: a review and the answers file in, the answers file as agreed out.

Values that the text says without doubt become answers. Then the contract is built again from these answers: whatever still
differs from the agreed text (the view with all changes accepted) is recorded as a text agreed for this dossier, clause by
clause. What can be neither is told. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from contractgen.answers import answers_from, rewritten
from contractgen.errors import AnswersError
from contractgen.model import Answers, Library, Questionnaire
from contractgen.pipeline import build
from contractgen.review_agreed import Deviations, Signed
from contractgen.review_answers import AnswerChange
from contractgen.review_matching import DOUBTFUL, places_of, without_contents
from contractgen.review_text import normal
from contractgen.review_view import LAYOUT, RENUMBERED, SAME, view_of_lines
from contractgen.reviewed import Review
from contractgen.word.embedded import Base, read_base
from contractgen.word.opening import open_package
from contractgen.word.origins import Origin, read_origins
from contractgen.word.read import Line, read_document
from contractgen.word.revisions import accept_all


class Applied(NamedTuple):
    """`content`: the answers file as agreed, or as it was when `refused` says why nothing can be taken; `answers`: the
    ids whose value changed; `clauses`: those whose text is now agreed; `left`: what was not taken, a French line each;
    `passed`: the questions and clauses that differ and were not chosen."""

    content: bytes
    answers: tuple[str, ...]
    clauses: tuple[str, ...]
    left: tuple[str, ...]
    refused: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()


def apply(
    data: bytes, review: Review, text: str, library: Library, questionnaire: Questionnaire, signed: Signed,
    only: frozenset[str] | None = None,
) -> Applied:  # fmt: skip
    """The answers file of that text with what the reviewed file agrees. `only`: the questions and clauses to take, all
    without it; a clause is taken as received, a question wherever it is printed. Raises AnswersError when the answers
    cannot be rewritten, or when `only` names what has not changed."""
    choice = _Choice.of(only, review)
    dossier = answers_from(text.encode(), "réponses")
    values, left = _values(review, questionnaire, dossier, choice)
    changes = _by_lot(values, review.known.lot, questionnaire, dossier)
    content = rewritten(text, changes) if values else text.encode()
    lines = without_contents(review.base, read_document(open_package(accept_all(data))).lines)
    built = _built(content, review, library, questionnaire)
    if built is None:
        return Applied(text.encode(), (), (), left, _refusals(content, library, questionnaire))
    made = Deviations(*built, lines, review.known.lot if dossier.lots is not None else "", signed)
    differing = list(made.all())
    deviations = [one for one in differing if choice.takes(one["clause"])]
    content = rewritten(content.decode(), {}, deviations) if deviations else content
    beside = (
        f"Texte d'une {one.holder}, reportez-le à la main : « {one.accepted} »." for one in review.clauses if one.holder
    )
    left = (*left, *_not_printed(content, lines, review, library, questionnaire, choice), *beside)
    clauses = tuple(one["clause"] for one in deviations)
    differ = (*(one.id for one in review.answers), *(one["clause"] for one in differing))
    passed = tuple(name for name in dict.fromkeys(differ) if not choice.takes(name))
    return Applied(content, tuple(values), clauses, left, (), passed)


class _Choice(NamedTuple):
    """What is taken of a review: all, or the questions and clauses named."""

    only: frozenset[str] | None

    @classmethod
    def of(cls, only: frozenset[str] | None, review: Review) -> _Choice:
        clauses = [
            one.after if one.status == "new" else one.id
            for one in review.clauses
            if one.status != "unchanged" or one.changes
        ]
        known = tuple(dict.fromkeys([*(one.id for one in review.answers), *filter(None, clauses)]))
        unknown = sorted((only or frozenset()) - {*known, *(name.partition("[")[0] for name in known)})
        if unknown:
            raise AnswersError(
                f"--only : « {unknown[0]} » n'a pas changé dans ce fichier ; ont changé : {', '.join(known) or 'rien'}."
            )
        return cls(only)

    def takes(self, name: str) -> bool:
        """Whether a question, a cell or a row of one, or a clause is taken."""
        return self.only is None or name in self.only or name.partition("[")[0] in self.only


def _values(
    review: Review, questionnaire: Questionnaire, dossier: Answers, choice: _Choice
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The chosen values that the text says everywhere and without doubt, and a line for each other."""
    taken: dict[str, Any] = {}
    left = []
    for one in review.answers:
        if not choice.takes(one.id):
            continue
        why = _doubt(one) or ("" if one.id in questionnaire.questions or _written_row(one.id, dossier) else _NO_ROW)
        if why:
            left.append(f"{one.label} ({one.id}) : « {one.proposed_text} » n'est pas repris comme réponse : {why}.")
        else:
            taken[one.id] = one.proposed
    removed = sorted((one for one in taken if one.endswith("]")), key=lambda one: -int(one.rpartition("[")[2][:-1]))
    return {**{one: taken[one] for one in taken if one not in removed}, **dict.fromkeys(removed)}, tuple(left)


def _doubt(one: AnswerChange) -> str:
    if one.removed:
        return ""
    if one.proposed is None:
        return one.problem or "ce n'est pas une valeur de cette question"
    if one.elsewhere:
        return "une autre valeur est imprimée ailleurs"
    return "le passage est trop réécrit" if one.confidence == DOUBTFUL else ""


_NO_ROW = "ligne de tableau qui n'est pas dans les réponses"


def _written_row(ident: str, dossier: Answers) -> bool:
    """Whether the answers file holds the row of a cell, or the value of a list, as it was written; it does not for one
    lot of several, whose tables may be those of all."""
    table, _, rest = ident.partition("[")
    rank = rest.partition("]")[0]
    found: Any = dossier.values
    for key in [table] if table in dossier.values else table.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    kind = dict if "." in rest else (dict, str)
    whole = isinstance(found, list) and all(isinstance(row, kind) for row in found)
    return dossier.lots is None and whole and rank.isdigit() and 0 < int(rank) <= len(found)


def _by_lot(
    values: Mapping[str, Any], lot: str, questionnaire: Questionnaire, dossier: Answers
) -> dict[int | None, dict[str, Any]]:
    """The values by the part of the file to which they go: an answer of a lot to its lot, the others to all."""
    ranks = [str(one.get("id")) for one in dossier.lots or ()]
    found: dict[int | None, dict[str, Any]] = {}
    for ident, value in values.items():
        question = questionnaire.questions.get(ident)
        own = lot in ranks and question is not None and question.scope == "lot"
        found.setdefault(ranks.index(lot) if own else None, {})[ident] = value
    return found


def _built(
    content: bytes, review: Review, library: Library, questionnaire: Questionnaire
) -> tuple[Base, dict[str, tuple[tuple[Origin, ...], ...]]] | None:
    """The base text that these answers give now, None when no contract can be built of them."""
    answers = answers_from(content, "réponses")
    for draft in (False, True):
        for lot in build(library, questionnaire, answers, draft=draft).lots:
            for document in lot.documents:
                if document.id == review.base.document and document.content and review.known.lot in ("", lot.id):
                    parts = open_package(document.content)
                    base = read_base(parts)
                    return (base, read_origins(parts)) if base else None
    return None


def _refusals(content: bytes, library: Library, questionnaire: Questionnaire) -> tuple[str, ...]:
    pack = build(library, questionnaire, answers_from(content, "réponses"), draft=True)
    return tuple(finding.message for finding in pack.findings if finding.severity == "error" and not finding.lacking)


def _not_printed(
    content: bytes,
    lines: Sequence[Line],
    review: Review,
    library: Library,
    questionnaire: Questionnaire,
    choice: _Choice,
) -> Iterator[str]:
    """The chosen clauses that a build of the agreed answers would not print as the agreed text says."""
    built = _built(content, review, library, questionnaire)
    if built is None:
        why = next(iter(_refusals(content, library, questionnaire)), "« contractgen build » dit pourquoi.")
        yield f"Le contrat ne peut pas être reconstruit de ces réponses : {why}"
        return
    base, origins = built
    places = places_of(base, origins)
    view = view_of_lines(base, places, tuple(lines))
    titles = {entry.id: f"{normal(entry.number)} – {entry.title}".strip(" –") for entry in base.entries}
    differing = [
        place.entry
        for place, state, shape in zip(places, view.states, view.shapes, strict=True)
        if shape or state not in (SAME, LAYOUT, RENUMBERED)
    ]
    differing += [one.entry or one.after for one in view.added]
    for entry in filter(choice.takes, dict.fromkeys(differing)):
        yield f"{titles.get(entry, entry) or 'Début du document'} : le texte reçu ne peut pas être repris tel quel, reportez-le à la main."
    for entry in filter(choice.takes, sorted(view.moved)):
        yield f"{titles.get(entry, entry)} : l'ordre de la bibliothèque est gardé."
