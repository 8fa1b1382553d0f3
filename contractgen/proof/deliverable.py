"""Each function, alone and with another, has a dossier that is delivered: found by the solver, built by the line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

from contractgen.model import Answers
from contractgen.pipeline import build
from contractgen.proof import wording
from contractgen.proof.claims import Claim
from contractgen.proof.logic import Model, every, implies, negation
from contractgen.proof.presence import undecided
from contractgen.proof.symbols import known
from contractgen.proof.witness import dossier
from contractgen.view import FUNCTIONS

if TYPE_CHECKING:
    from contractgen.proof.prover import Prover

_ATTEMPTS = 8
_Found = tuple[Claim, str, str, Mapping[str, Any] | None]


def deliverable(prover: Prover) -> Iterator[_Found]:
    """The claim of each function and of each two, with its status, message and dossier."""
    question = prover.questionnaire.questions.get(FUNCTIONS)
    if question is None:
        return
    functions = [choice.value for choice in question.choices]
    lawful = prover.solver.named("sound", sound(prover))
    for chosen in (*combinations(functions, 1), *combinations(functions, 2)):
        subject = "+".join(chosen)
        claim = Claim(f"deliverable:{subject}", "deliverable", subject, True, chosen)
        yield claim, *_delivered(prover, chosen, lawful)


def sound(prover: Prover) -> Any:
    """The term for a dossier with no broken rule, no undecided clause, and no blank among the values that are printed."""
    space, claims = prover.space, prover.claims
    blanks = (
        implies(held.printed, known(space.value(held.subject)))
        for slug in claims.planned
        for held in claims.held[slug]
        if held.kind == "value" and held.subject in prover.questionnaire.questions
    )
    needed = (
        implies(claims.applies(ident), known(space.value(name)))
        for ident, requirement in prover.library.requirements.items()
        for name in requirement.answers
    )
    rules = {rule.id: rule for rule in prover.library.rules}
    leaned_on = (
        implies(claims.applies(ident), claims.keeps(rules[rule]))
        for ident, requirement in prover.library.requirements.items()
        for rule in requirement.rules
    )
    clauses = (negation(undecided(clause, space)) for clause in prover.library.clauses.values())
    return every((prover.kept, space.filled_in, *clauses, *blanks, *needed, *leaned_on))


def _delivered(prover: Prover, chosen: tuple[str, ...], lawful: Any) -> tuple[str, str, Mapping[str, Any] | None]:
    """A dossier that the line delivers; what it refuses for lack of an answer is asked again with that answer."""
    space = prover.space
    functions = space.value(FUNCTIONS)
    wanted = [guard if item in chosen else negation(guard) for guard, item in functions.data.items]
    more: list[Any] = []
    blocked: tuple[str, ...] = ()
    for _ in range(_ATTEMPTS):
        model = prover.concrete(lawful, known(functions), *wanted, *more)
        if not isinstance(model, Model):
            break
        answers = dossier(space, model)
        pack = build(prover.library, prover.questionnaire, Answers(answers))
        errors = [finding for finding in pack.findings if finding.severity == "error"]
        if pack.status == "delivered":
            return "proved", wording.delivered(chosen), answers
        blocked = tuple(dict.fromkeys(finding.message for finding in errors))[:3]
        lacking = {name for finding in errors for name in finding.lacking if name in space.given}
        more += [space.given[name] for name in lacking] or [negation(every(_same(prover, model)))]
    if not blocked:
        return "refuted", wording.no_dossier(chosen), None
    return "unknown", wording.not_delivered(chosen, blocked), None


def _same(prover: Prover, model: Model) -> Iterator[Any]:
    for given in prover.space.given.values():
        yield given if model.truth(given) else negation(given)
