"""Why each clause is in, why not, and which answer would change it; as text.

For a clause with a condition, each question that its condition depends on is tried with other values: yes or no, each
choice, and for a number those around the numbers that the condition reads, within the question's bounds; of these the
nearest that turns the decision is named. Texts, dates, lists and tables are not tried, which is said. Nothing is written.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from decimal import Decimal
from difflib import get_close_matches
from itertools import islice
from typing import Any

from contractgen.condition import parse, syntax
from contractgen.errors import InputError
from contractgen.lots import LotAnswers, typed_lots
from contractgen.model import Answers, Decision, Library, Question, Questionnaire, Selection, Unknown, View
from contractgen.names import Printing, printing_of
from contractgen.selection import select, shown
from contractgen.view import settled, view_of

_SIGNS = {"in": "+", "out": "-", "undecided": "?"}
_STATES = {"in": "présente", "out": "absente", "undecided": "indécise"}
_NUMBERS = ("integer", "decimal", "money", "percent")
_TRIED = (*_NUMBERS, "boolean", "choice", "choices")


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
        if lot.deviations:
            from contractgen.deviations import selected

            self.selection = selected(self.selection, lot.deviations)

    def all(self) -> Iterator[str]:
        for plan in self.library.plans:
            yield f"\n{plan.title}"
            for part in plan.parts:
                for slug in part.clauses:
                    decision = self.selection.decisions[slug]
                    yield f"  {_SIGNS[decision.state]} {slug} – {decision.reason}"

    def one(self, slug: str) -> Iterator[str]:
        clause, decision = self.library.clauses[slug], self.selection.decisions[slug]
        yield f"{clause.title} ({slug}, version {clause.version}) : {_STATES[decision.state]}"
        yield f"  Pourquoi : {decision.reason}"
        if clause.when:
            yield f"  Condition : {clause.when}"
            for name, text in decision.answers:
                yield f"    {name} = {text}"
            yield from self._changes(decision)
        for ident in clause.satisfies:
            yield self._requirement(ident)
        if clause.note:
            yield f"  Note : {clause.note}"

    def _requirement(self, ident: str) -> str:
        requirement = self.library.requirements[ident]
        applies = settled(parse(requirement.when)(self.view.lookup)) if requirement.when else True
        word = "s'applique" if applies is True else "indécise" if isinstance(applies, Unknown) else "ne s'applique pas"
        return f"  Exigence {ident} ({word}) : {requirement.text} [{requirement.source}]"

    def _changes(self, decision: Decision) -> Iterator[str]:
        conditions, names = self._read_by(decision.condition or "")
        questions = [self.questionnaire.questions[name] for name in names if name in self.questionnaire.questions]
        found = [line for question in questions for line in self._flips(decision, question, self._limits(conditions))]
        yield "  Ce qui le changerait :" if found else "  Aucune des réponses essayées ne le changerait à elle seule."
        yield from found
        left = [f"« {question.label} » ({question.id})" for question in questions if question.type not in _TRIED]
        if left:
            yield f"  Non essayées, et qui peuvent le changer : {', '.join(left)}"

    def _read_by(self, condition: str) -> tuple[list[str], list[str]]:
        """The conditions that decide, those of facts too, and the names that they read."""
        conditions, names = [condition], list(parse(condition).names)
        for name in names:  # it grows as facts are met
            if name in self.library.facts:
                inner = self.library.facts[name].condition
                conditions.append(inner)
                names += [new for new in parse(inner).names if new not in names]
        return conditions, names

    def _limits(self, conditions: Iterable[str]) -> set[Decimal]:
        """The numbers that conditions compare with: written in them, or the value of a parameter."""
        written = [node.value for one in conditions for node in ast.walk(syntax(one)) if isinstance(node, ast.Constant)]
        names = {name for one in conditions for name in parse(one).names if name in self.library.parameters}
        values = [*written, *(self.view(name) for name in names)]
        return {Decimal(str(value)) for value in values if isinstance(value, (int, float, Decimal))}

    def _flips(self, decision: Decision, question: Question, limits: set[Decimal]) -> Iterator[str]:
        """The values of a question that would turn the decision; of a number, the nearest only."""
        current = self.view.values.get(question.id)
        numeric = question.type in _NUMBERS
        values = _numbers(question, current, limits) if numeric else _alternatives(question, current)
        states = ((value, self._state(decision, question.id, value)) for value in values)
        flips = ((value, state) for value, state in states if state not in (None, decision.state))
        for value, state in islice(flips, 1 if numeric else None):
            if numeric and not isinstance(current, Unknown):
                value = self._nearest(decision, question, current, value, state)
            yield f"    « {question.label} » ({question.id}) = {shown(value, question.id, self.printing)} : {_STATES[str(state)]}"

    def _nearest(self, decision: Decision, question: Question, current: Any, value: Any, state: str | None) -> Any:
        """By halves from a number that turns the decision towards the current one: the last that still turns it."""
        stays, turns, step = Decimal(current), Decimal(value), _step(question)
        while True:
            middle = ((stays + turns) / 2).quantize(step)
            if middle in (stays, turns):
                return _typed(question, turns)
            if self._state(decision, question.id, _typed(question, middle)) == state:
                turns = middle
            else:
                stays = middle

    def _state(self, decision: Decision, name: str, value: Any) -> str | None:
        """What the decision would be with another answer; None when the question is not asked then."""
        view = view_of(self.library, self.questionnaire, self.lot.id, {**self.lot.values, name: value})
        if view.entries[name].state != "given":
            return None
        result = settled(parse(decision.condition or "")(view.lookup))
        return "undecided" if isinstance(result, Unknown) else "in" if result else "out"


def _alternatives(question: Question, current: Any) -> list[Any]:
    """Other values worth trying: yes or no, each choice, one choice more or less."""
    if question.type == "boolean":
        return [value for value in (True, False) if value != current]
    values = [choice.value for choice in question.choices]
    if question.type == "choice":
        return [value for value in values if value != current]
    if question.type == "choices":
        have = () if isinstance(current, Unknown) or current is None else current
        return [tuple(v for v in values if (v in have) != (v == changed)) for changed in values]
    return []


def _numbers(question: Question, current: Any, limits: set[Decimal]) -> list[Any]:
    """Other numbers worth trying, the nearest first: around the limits, and multiples; below 0 only if a minimum is."""
    known = Decimal(0) if isinstance(current, Unknown) or current is None else Decimal(current)
    step = _step(question)
    tried = {limit + change for limit in limits for change in (-step, 0, step)} | {Decimal(0), step}
    tried |= {(known * factor).quantize(step) for factor in (Decimal("0.5"), 2, 10, 100)}
    low = Decimal(0) if question.minimum is None else question.minimum
    high = question.maximum
    kept = [n for n in tried if n >= low and (high is None or n <= high) and n == n.quantize(step) and n != current]
    return [_typed(question, number) for number in sorted(kept, key=lambda number: (abs(number - known), number))]


def _step(question: Question) -> Decimal:
    return Decimal(1) if question.type == "integer" else Decimal("0.01")


def _typed(question: Question, number: Decimal) -> Any:
    return int(number) if question.type == "integer" else number
