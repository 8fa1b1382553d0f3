"""Dossiers generated from the questionnaire: each value, each two values that a condition reads together, each number
at, below and above what it is compared with; found by the solver, so that each is complete and keeps the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import combinations
from typing import Any, NamedTuple

from contractgen.model import Library, Question
from contractgen.proof import logic
from contractgen.proof.deliverable import sound
from contractgen.proof.logic import Model, every, negation
from contractgen.proof.prover import Prover
from contractgen.proof.replay import Replayed
from contractgen.proof.symbols import holds, known
from contractgen.proof.witness import dossier
from contractgen.scenarios.conditions import Place, names_read, places, thresholds


class Value(NamedTuple):
    """A question with one value: a truth value, a choice (of several: whether it is among them), or a number."""

    question: str
    value: Any
    among: bool | None = None


Target = tuple[Value, ...]  # one value, or two together


class Generated(NamedTuple):
    """The dossiers, each with what it was made for; and what no lawful dossier can hold."""

    dossiers: tuple[tuple[str, Mapping[str, Any]], ...]
    targets: int
    impossible: tuple[Target, ...]


def generate(prover: Prover) -> Generated:
    """Dossiers that cover every target that a complete dossier which keeps the rules can."""
    targets = tuple(dict.fromkeys(_targets(prover)))
    lawful = prover.solver.named("generated", sound(prover))
    covered: set[Target] = set()
    impossible: list[Target] = []
    found: list[tuple[str, Mapping[str, Any]]] = []
    for target in targets:
        if target in covered:
            continue
        terms = [_term(prover, value) for value in target]
        model = prover.concrete(lawful, *terms)
        if not isinstance(model, Model):
            model = prover.concrete(prover.kept, *terms)
        answers = dossier(prover.space, model) if isinstance(model, Model) else None
        replayed = prover.replay(answers) if answers is not None else None
        if answers is None or replayed is None or not all(_holds(replayed, value) for value in target):
            impossible.append(target)
            continue
        found.append((" et ".join(map(told, target)), answers))
        covered |= {one for one in targets if one not in covered and all(_holds(replayed, value) for value in one)}
    return Generated(tuple(found), len(targets), tuple(impossible))


def outcomes(prover: Prover) -> Iterator[tuple[Place, bool, Any]]:
    """Each condition with each of its outcomes, and the term for a dossier that reaches it so."""
    encode, found = prover.space.encode, places(prover.library, prover.questionnaire)
    conditions = {place.at: place.source for place in found if place.kind == "block"}
    for place in found:
        if place.bound or any(at not in conditions for at in place.around if place.kind == "block"):
            continue
        here = holds(encode(place.source))
        around = [conditions[at] for at in place.around] if place.kind == "block" else list(place.around)
        outside = [holds(encode(source)) for source in around]
        if place.kind == "block":
            outside.append(prover.claims.present[place.owner])
        yield place, True, every((here, *(outside if place.kind != "rule when" else ())))
        yield place, False, every((negation(here), *(map(negation, outside) if place.kind == "rule when" else outside)))


def told(value: Value) -> str:
    """A value as the name of a dossier shows it."""
    said = {True: "oui", False: "non"}.get(value.value, value.value) if isinstance(value.value, bool) else value.value
    return f"{value.question} {'=' if value.among is None else 'avec' if value.among else 'sans'} {said}"


def _targets(prover: Prover) -> Iterator[Target]:
    library, questions = prover.library, prover.questionnaire.questions
    sources = [place.source for place in places(library, prover.questionnaire) if not place.bound]
    sources += [fact.condition for fact in library.facts.values()]
    for name in questions:
        yield from ((value,) for value in _values(questions[name]))
    yield from ((value,) for value in _boundaries(sources, library, questions))
    for source in dict.fromkeys(sources):
        read = sorted(name for name in names_read(source, library) if name in questions)
        for first, second in combinations(read, 2):
            yield from ((one, other) for one in _values(questions[first]) for other in _values(questions[second]))


def _values(question: Question) -> tuple[Value, ...]:
    if question.type == "boolean":
        return Value(question.id, True), Value(question.id, False)
    if question.type == "choice":
        return tuple(Value(question.id, choice.value) for choice in question.choices)
    if question.type == "choices":
        return tuple(Value(question.id, one.value, among) for one in question.choices for among in (True, False))
    return ()


def _boundaries(sources: list[str], library: Library, questions: Mapping[str, Question]) -> Iterator[Value]:
    """A number at, just below and just above each threshold; and at its least and greatest value."""
    for name, other in thresholds(iter(sources)):
        if name not in questions or questions[name].type not in ("integer", "money", "decimal", "percent"):
            continue
        at = other if isinstance(other, int) else _parameter(library, other)
        if at is not None:
            yield from (Value(name, number) for number in (at - 1, at, at + 1) if _admits(questions[name], number))
    for name, question in questions.items():
        if question.type in ("integer", "money", "decimal", "percent"):
            yield from (Value(name, int(end)) for end in (question.minimum, question.maximum) if end is not None)


def _parameter(library: Library, name: str) -> int | None:
    parameter = library.parameters.get(name)
    value = parameter.values[-1].value if parameter else None
    return int(value) if isinstance(value, (int, Decimal)) else None


def _admits(question: Question, number: int) -> bool:
    return (question.minimum is None or number >= question.minimum) and (
        question.maximum is None or number <= question.maximum
    )


def _term(prover: Prover, value: Value) -> Any:
    symbol = prover.space.value(value.question)
    if value.among is not None:
        guard = logic.some(guard for guard, item in symbol.data.items if item == value.value)
        return every((known(symbol), guard if value.among else negation(guard)))
    return prover.space.equals(value.question, value.value)


def _holds(replayed: Replayed, value: Value) -> bool:
    found = replayed.view(value.question)
    if value.among is not None:
        return isinstance(found, tuple) and not hasattr(found, "lacking") and (value.value in found) is value.among
    return not isinstance(found, tuple) and bool(found == value.value)
