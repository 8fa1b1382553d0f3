"""The requirements and rules of a contract evaluated again on what came back: a view and its values in, what is lost out.

A requirement was satisfied by paragraphs, which the provenance names. It is lost when all of them are gone, denied, or
have lost most of their words, when a rule that it needs is now broken, or an answer that it needs is erased. A paragraph
that was only reworded leaves it to be read again: no program says whether it still holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from contractgen.condition import parse
from contractgen.model import Library, Questionnaire, Section, Unknown
from contractgen.review_matching import Place
from contractgen.review_text import judge, normal
from contractgen.review_view import GONE, REWORDED, View
from contractgen.view import settled, view_of
from contractgen.word.embedded import Base

_LISTED = (
    "row", "Puce", "Puce2", "Legende",
    "Lettre", "LettreAnnonce", "Lettre2", "LettreAnnexe", "LettreAnnexeAnnonce", "Lettre2Annexe",
)  # fmt: skip


class Weakened(NamedTuple):
    """A requirement in a view. `lost`: else it is to be read again; `entry`: the clause that satisfied it;
    `reason`: in French; `base` and `found`: the passage, then and now; `risky`: its new wording may say less."""

    id: str
    lost: bool
    entry: str
    reason: str
    base: str
    found: str
    risky: bool = False


def weakened(base: Base, places: Sequence[Place], view: View) -> tuple[Weakened, ...]:
    """The requirements that a passage of the file satisfied and that no unaltered passage satisfies now, or fewer do."""
    requirements = base.requirements
    names = {entry.id: " – ".join(filter(None, (normal(entry.number), entry.title))) for entry in base.entries}
    tied: dict[str, list[int]] = {}
    for index, place in enumerate(places):
        for tie in place.ties:
            tied.setdefault(tie, []).append(index)
    found = []
    for ident in dict.fromkeys((*requirements, *tied)):
        passages = [_passage(ident, index, places, view) for index in tied.get(ident, ())]
        told = [passage for passage in passages if passage is not None]
        lost = [passage for passage in told if passage.lost]
        standing = [places[i].entry for i, one in zip(tied.get(ident, ()), passages, strict=True) if one is None]
        if told and not standing:
            found.append(next((passage for passage in told if not passage.lost), told[0]))
        elif lost:
            found.append(
                lost[0]._replace(
                    lost=False, reason=f"{lost[0].reason}, elle ne tient plus que par {_named(standing, names)}"
                )
            )
        elif risky := [passage for passage in told if passage.risky]:
            found.append(risky[0]._replace(reason=f"{risky[0].reason}, elle tient aussi par {_named(standing, names)}"))
    return tuple(found)


def _named(entries: Sequence[str], names: Mapping[str, str]) -> str:
    return ", ".join(f"« {names.get(entry) or entry} »" for entry in dict.fromkeys(entries))


def _passage(ident: str, index: int, places: Sequence[Place], view: View) -> Weakened | None:
    """What is wrong with a passage that satisfied a requirement, None when it stands."""
    place, state, text = places[index], view.states[index], view.texts[index]
    if state == GONE:
        return Weakened(ident, True, place.entry, "le passage qui la portait est supprimé", place.text, "")
    announced = _announced(index, places, view)
    if announced and all(state == GONE for state in announced):
        return Weakened(ident, True, place.entry, "ce que le passage annonçait est supprimé", place.text, text or "")
    if state != REWORDED:
        if not any(state in (GONE, REWORDED) for state in announced):
            return None
        return Weakened(ident, False, place.entry, "la liste que le passage annonce a changé", place.text, text or "")
    judgement = judge(place.text, text or "")
    if judgement.lost:
        return Weakened(
            ident,
            True,
            place.entry,
            f"le passage qui la portait est réécrit : {judgement.lost}",
            place.text,
            text or "",
        )
    reason = f" ({' ; '.join(judgement.risks)})" if judgement.risks else ""
    told = f"le passage qui la porte est reformulé{reason}"
    return Weakened(ident, False, place.entry, told, place.text, text or "", bool(judgement.risks))


def _announced(index: int, places: Sequence[Place], view: View) -> list[str]:
    """What became of the list or table that a paragraph announces, line by line; empty when it announces none."""
    found: list[str] = []
    if not places[index].text.rstrip().endswith(":"):
        return found
    for after in range(index + 1, len(places)):
        if places[after].entry != places[index].entry or places[after].style not in _LISTED:
            break
        found.append(view.states[after])
    return found


# ---------------------------------------------------------------- rules


def broken_rules(
    library: Library, questionnaire: Questionnaire, values: Mapping[str, Any], whole: bool
) -> frozenset[str]:
    """The rules that these typed answers break. `whole`: they are those of a dossier; else only those that a file
    prints, the others are unknown, and a rule that reads one is not decided."""
    asked = questionnaire if whole else _without_defaults(questionnaire, values)
    lookup = view_of(library, asked, "lot", values).lookup
    found = set()
    for rule in library.rules:
        if rule.must is None:
            continue
        applies = settled(parse(rule.when)(lookup)) if rule.when else True
        if applies is True and _false(parse(rule.must)(lookup)):
            found.add(rule.id)
    return frozenset(found)


def _false(value: Any) -> bool:
    return not isinstance(value, Unknown) and not value


def _without_defaults(questionnaire: Questionnaire, values: Mapping[str, Any]) -> Questionnaire:
    """The questionnaire where nothing is guessed: no default, and what has a value was asked."""
    printed = "imprimées"
    section = Section(printed, printed, "dossier", tuple(values))
    questions = {ident: question._replace(default=None) for ident, question in questionnaire.questions.items()}
    questions |= {ident: questions[ident]._replace(when=None, section=printed) for ident in values}
    return questionnaire._replace(questions=questions, sections={**questionnaire.sections, printed: section})
