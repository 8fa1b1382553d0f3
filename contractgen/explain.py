"""Why each clause is in, why not, and which answer would change it; as text.

For a clause with a condition, each question that its condition depends on is tried with its other values (choices,
yes or no); those that would turn the decision are named. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from contractgen.condition import parse
from contractgen.errors import InputError
from contractgen.lots import LotAnswers, typed_lots
from contractgen.model import Answers, Decision, Library, Question, Questionnaire, Selection, Unknown, View
from contractgen.names import Printing, printing_of
from contractgen.selection import select, shown
from contractgen.view import settled, view_of

_SIGNS = {"in": "+", "out": "-", "undecided": "?"}


def explain(library: Library, questionnaire: Questionnaire, answers: Answers, slug: str | None = None) -> str:
    """The explanation of every clause, or of one. Raises InputError when no clause has that id."""
    if slug is not None and slug not in library.clauses:
        near = get_close_matches(slug, library.clauses, 1)
        raise InputError(f"Aucune clause « {slug} »" + (f" ; vouliez-vous « {near[0]} » ?" if near else "."))
    printing = printing_of(questionnaire, library)
    lots = typed_lots(questionnaire, answers)
    lines: list[str] = []
    for lot in lots:
        if len(lots) > 1:
            lines.append(f"Lot {lot.id}")
        explainer = _Explainer(library, questionnaire, printing, lot)
        lines += list(explainer.one(slug) if slug else explainer.all())
    return "\n".join(lines)


class _Explainer:
    def __init__(self, library: Library, questionnaire: Questionnaire, printing: Printing, lot: LotAnswers) -> None:
        self.library, self.questionnaire, self.printing, self.lot = library, questionnaire, printing, lot
        self.view: View = view_of(library, questionnaire, lot.id, lot.values)
        self.selection: Selection = select(library, self.view, printing)

    def all(self) -> Iterator[str]:
        for plan in self.library.plans:
            yield f"\n{plan.title}"
            for part in plan.parts:
                for slug in part.clauses:
                    decision = self.selection.decisions[slug]
                    yield f"  {_SIGNS[decision.state]} {slug} – {decision.reason}"

    def one(self, slug: str) -> Iterator[str]:
        clause, decision = self.library.clauses[slug], self.selection.decisions[slug]
        state = {"in": "présente", "out": "absente", "undecided": "indécise"}[decision.state]
        yield f"{clause.title} ({slug}, version {clause.version}) : {state}"
        yield f"  Pourquoi : {decision.reason}"
        if clause.when:
            yield f"  Condition : {clause.when}"
            for name, text in decision.answers:
                yield f"    {name} = {text}"
            yield from self._changes(decision)
        for ident in clause.satisfies:
            requirement = self.library.requirements[ident]
            applies = settled(parse(requirement.when)(self.view.lookup)) if requirement.when else True
            word = (
                "s'applique" if applies is True else "indécise" if isinstance(applies, Unknown) else "ne s'applique pas"
            )
            yield f"  Exigence {ident} ({word}) : {requirement.text} [{requirement.source}]"
        if clause.note:
            yield f"  Note : {clause.note}"

    def _changes(self, decision: Decision) -> Iterator[str]:
        found = [line for name in self._questions(decision) for line in self._flips(decision, name)]
        yield "  Ce qui le changerait :" if found else "  Aucune réponse seule ne le changerait."
        yield from found

    def _questions(self, decision: Decision) -> list[str]:
        """The questions that the condition reads, through facts too."""
        waiting, seen, found = list(parse(decision.condition or "").names), set[str](), list[str]()
        while waiting:
            name = waiting.pop(0)
            if name in seen:
                continue
            seen.add(name)
            if name in self.library.facts:
                waiting += parse(self.library.facts[name].condition).names
            elif name in self.questionnaire.questions:
                found.append(name)
        return found

    def _flips(self, decision: Decision, name: str) -> Iterator[str]:
        question = self.questionnaire.questions[name]
        for value in _alternatives(question, self.view.values.get(name)):
            view = view_of(self.library, self.questionnaire, self.lot.id, {**self.lot.values, name: value})
            if view.entries[name].state != "given":
                continue
            result = settled(parse(decision.condition or "")(view.lookup))
            state = "undecided" if isinstance(result, Unknown) else "in" if result else "out"
            if state != decision.state:
                becomes = {"in": "présente", "out": "absente", "undecided": "indécise"}[state]
                yield f"    « {question.label} » ({name}) = {shown(value, name, self.printing)} : {becomes}"


def _alternatives(question: Question, current: Any) -> list[Any]:
    """Other values worth trying: yes or no, each choice, one choice more or less; bounds of the other types are open."""
    if question.type == "boolean":
        return [value for value in (True, False) if value != current]
    values = [choice.value for choice in question.choices]
    if question.type == "choice":
        return [value for value in values if value != current]
    if question.type == "choices":
        have = () if isinstance(current, Unknown) or current is None else current
        return [tuple(v for v in values if (v in have) != (v == changed)) for changed in values]
    if question.type in ("integer", "decimal", "money", "percent") and not isinstance(current, Unknown) and current:
        return [current * factor for factor in (2, 10, 100)] + [
            current / 2 if question.type != "integer" else current // 2
        ]
    return []
