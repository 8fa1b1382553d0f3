"""What a change of the library does to contracts, found by the solver with an example, over all answers.

Both editions are asked about the same answers: those that both questionnaires permit. An effect counts only when the
line of each edition, given the example, says so too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from contractgen.condition import parse
from contractgen.errors import AnswersError
from contractgen.evolution.edition import Edition
from contractgen.proof.claims import Claims
from contractgen.proof.logic import Model, Solver, every, negation
from contractgen.proof.prover import TIMEOUT_MS, smallest
from contractgen.proof.replay import Replayed
from contractgen.proof.space import Space
from contractgen.proof.symbols import Codes
from contractgen.proof.witness import dossier, plain

_TEXTS = {
    "in": "La clause « {} » est désormais retenue si {}",
    "out": "La clause « {} » n'est plus retenue si {}",
    "required": "L'exigence {} est désormais exigée si {}",
    "waived": "L'exigence {} n'est plus exigée si {}",
    "incomplete": "Un dossier complet jusqu'ici ne l'est plus : {}{}",
}


class Effect(NamedTuple):
    """`kind`: in, out (a clause), required, waived (a requirement), incomplete; `example`: answers that show it, those
    that matter; `dossier`: all of them."""

    kind: str
    subject: str
    message: str
    example: Mapping[str, Any]
    dossier: Mapping[str, Any]


class _Sides(NamedTuple):
    old: Edition
    new: Edition
    claims_old: Claims
    claims_new: Claims
    solver: Solver
    concrete: Any


def effects(old: Edition, new: Edition) -> tuple[Effect, ...]:
    """The effects on selection, on requirements and on the answers needed."""
    codes = Codes()
    spaces = Space(old.library, old.questionnaire, codes=codes), Space(new.library, new.questionnaire, codes=codes)
    claims = Claims(old.library, old.questionnaire, spaces[0]), Claims(new.library, new.questionnaire, spaces[1])
    solver = Solver(TIMEOUT_MS)
    for space in spaces:
        solver.add([*space.domains, *space.encode.axioms])
    concrete = solver.named(
        "concrete", every(term for space in spaces for term in (space.written_out, space.exact, space.whole))
    )
    sides = _Sides(old, new, *claims, solver, concrete)
    return (*_clauses(sides), *_requirements(sides), *_complete(sides))


def _clauses(sides: _Sides) -> Iterator[Effect]:
    before, after = sides.claims_old.present, sides.claims_new.present
    for slug in after:
        if slug in before:
            whens = (sides.old.library.clauses[slug].when, sides.new.library.clauses[slug].when)
            seen = partial(_selected, slug)
            yield from _effect(sides, "in", slug, every((negation(before[slug]), after[slug])), partial(_gained, seen), whens)  # fmt: skip
            yield from _effect(sides, "out", slug, every((before[slug], negation(after[slug]))), partial(_lost, seen), whens)  # fmt: skip


def _requirements(sides: _Sides) -> Iterator[Effect]:
    old, new = sides.old.library.requirements, sides.new.library.requirements
    for ident in new:
        here = sides.claims_old.applies(ident) if ident in old else False
        there = sides.claims_new.applies(ident)
        whens = (old[ident].when if ident in old else None, new[ident].when)
        seen = partial(_applies, ident)
        yield from _effect(sides, "required", ident, every((negation(here), there)), partial(_gained, seen), whens)
        yield from _effect(sides, "waived", ident, every((here, negation(there))), partial(_lost, seen), whens)


def _gained(seen: Callable[[Replayed], bool], old: Replayed, new: Replayed) -> bool:
    return seen(new) and not seen(old)


def _lost(seen: Callable[[Replayed], bool], old: Replayed, new: Replayed) -> bool:
    return seen(old) and not seen(new)


def _no_longer_complete(old: Replayed, new: Replayed) -> bool:
    return old.complete and not new.complete


def _selected(slug: str, replayed: Replayed) -> bool:
    return replayed.selection.has(slug)


def _applies(ident: str, replayed: Replayed) -> bool:
    return ident in replayed.library.requirements and replayed.applies(ident)


def _complete(sides: _Sides) -> Iterator[Effect]:
    """A dossier that lacked nothing, and now lacks an answer."""
    old, new = sides.claims_old.space, sides.claims_new.space
    term = every((old.complete, negation(new.complete)))
    needed = [ident for ident, question in sides.new.questionnaire.questions.items() if question.required]
    model = sides.solver.ask(term, sides.concrete)
    if isinstance(model, Model):
        found = _replayed(sides, dossier(old, model))
        lacking = [ident for ident in needed if found and found[1].view.entries[ident].state == "unanswered"]
        if lacking:
            yield from _effect(sides, "incomplete", ", ".join(lacking), term, _no_longer_complete, ())


def _effect(
    sides: _Sides,
    kind: str,
    subject: str,
    term: Any,
    seen: Callable[[Replayed, Replayed], bool],
    conditions: tuple[str | None, ...],
) -> Iterator[Effect]:
    """The effect with its example, if both lines confirm it. The old dossier is complete; the new one may lack answers."""
    space = sides.claims_old.space
    model = sides.solver.ask(term, space.complete, sides.concrete)
    if not isinstance(model, Model):
        return
    answers = dossier(space, model)

    def enough(some: Mapping[str, Any]) -> bool:
        found = _replayed(sides, some)
        return found is not None and found[0].complete and seen(*found)

    if enough(answers):
        shortest = smallest(answers, enough)
        example = _that_matter(shortest, sides, conditions)
        told = ", ".join(f"{name} = {value}" for name, value in plain(example).items()) or "dans tout dossier"
        yield Effect(
            kind, subject, _TEXTS[kind].format(subject, "" if kind == "incomplete" else told), example, shortest
        )


def _replayed(sides: _Sides, answers: Mapping[str, Any]) -> tuple[Replayed, Replayed] | None:
    try:
        known = {name: value for name, value in answers.items() if name in sides.new.questionnaire.questions}
        return (
            Replayed(sides.old.library, sides.old.questionnaire, answers),
            Replayed(sides.new.library, sides.new.questionnaire, known),
        )
    except AnswersError:
        return None


def _that_matter(answers: Mapping[str, Any], sides: _Sides, conditions: tuple[str | None, ...]) -> dict[str, Any]:
    """The answers that these conditions read, through the facts that they name."""
    names: set[str] = set()
    waiting = [name for condition in conditions if condition for name in parse(condition).names]
    while waiting:
        name = waiting.pop()
        if name not in names:
            names.add(name)
            facts = [edition.library.facts.get(name) for edition in (sides.old, sides.new)]
            waiting += [other for fact in facts if fact for other in parse(fact.condition).names]
    return {name: value for name, value in answers.items() if name in names}
