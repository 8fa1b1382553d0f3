"""Every claim about a library, proved or refuted: over all answers that the questionnaire permits.

A claim is proved when the solver finds no answers against it, for tables of any length. What it finds is made a
dossier, replayed through the real line, cut down to what matters, and shown; what the replay does not confirm, or the
solver cannot decide, is `unknown` with the reason, never « proved ».
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from contractgen.errors import AnswersError
from contractgen.model import Library, Questionnaire
from contractgen.proof import wording
from contractgen.proof.claims import Claim, Claims
from contractgen.proof.deliverable import deliverable
from contractgen.proof.logic import Model, Solver, Undecided, every
from contractgen.proof.replay import Replayed
from contractgen.proof.space import ROWS, Space
from contractgen.proof.witness import dossier

TIMEOUT_MS = 5000  # for one question to the solver
PROVED, REFUTED, UNKNOWN = "proved", "refuted", "unknown"


class Proof(NamedTuple):
    """What became of a claim. `answers`: a dossier that refutes it, as small as it could be made, or that shows it."""

    claim: Claim
    status: str
    message: str
    answers: Mapping[str, Any] | None = None


def prove(library: Library, questionnaire: Questionnaire) -> tuple[Proof, ...]:
    """The proof of every claim, in the order of the claims."""
    return tuple(Prover(library, questionnaire).proofs())


class Prover:
    """One solver for all claims: what always holds is told once."""

    def __init__(self, library: Library, questionnaire: Questionnaire, rows: int = ROWS) -> None:
        self.library, self.questionnaire = library, questionnaire
        self.space = Space(library, questionnaire, rows)
        self.claims = Claims(library, questionnaire, self.space)
        self.all = tuple(self.claims)
        self.solver = Solver(TIMEOUT_MS)
        self.solver.add([*self.space.domains, *self.space.encode.axioms, self.space.complete])
        self.kept = self.solver.named("rules kept", self.claims.kept())
        self.lawful = self.solver.named("lawful", every((self.kept, *self.claims.leaned_on())))
        self.written_out = self.solver.named("written out", self.space.written_out)
        self.exact = self.solver.named("exact", self.space.exact)
        self.whole = self.solver.named("whole", self.space.whole)

    def proofs(self) -> Iterator[Proof]:
        """Each claim's, those that say that something can occur after the others."""
        possible = self.solver.ask(True)
        if possible is None:
            yield Proof(Claim("deliverable:tout", "deliverable", "tout", True), REFUTED, wording.NO_DOSSIER)
            return
        for claim in self.all:
            if claim.kind != "alive":
                yield self.universal(claim)
        yield from self.alive([claim for claim in self.all if claim.kind == "alive"])
        yield from (Proof(*found) for found in deliverable(self))

    def universal(self, claim: Claim) -> Proof:
        """A claim that something always holds; a dossier that refutes it is as small as it can be made."""
        found = self.settled(claim)
        if found.status != REFUTED or found.answers is None:
            return found
        return found._replace(answers=self.smallest(claim, found.answers))

    def settled(self, claim: Claim) -> Proof:
        """A claim that something always holds; where it does not of all answers, of those that no rule refuses. A dossier
        that refutes it is as the solver found it."""
        found = self.solver.ask(claim.fails)
        if found is None:
            return Proof(claim, PROVED, wording.proved(claim))
        found = self.solver.ask(claim.fails, self.lawful)
        if found is None:
            return Proof(claim, PROVED, wording.proved_of_lawful(claim))
        shown = self.concrete(claim.fails, self.lawful)
        for model in (shown, found):
            if isinstance(model, Model):
                answers = dossier(self.space, model)
                if self.confirms(claim, answers):
                    return Proof(claim, REFUTED, wording.refuted(claim, self.library), answers)
        reason = wording.ABSTRACT if shown is None else wording.UNCONFIRMED
        return Proof(claim, UNKNOWN, found.reason if isinstance(found, Undecided) else reason)

    def concrete(self, *terms: Any) -> Model | Undecided | None:
        """A model that can be made a dossier; where there is one, with exact products and amounts without decimals."""
        for wishes in ((self.exact, self.whole), (self.exact,), ()):
            found = self.solver.ask(*terms, self.written_out, *wishes)
            if isinstance(found, Model):
                break
        return found

    def confirms(self, claim: Claim, answers: Mapping[str, Any]) -> bool:
        """Whether the real line says of these answers what the solver says."""
        replayed = self.replay(answers)
        return replayed is not None and replayed.refutes(claim) and (claim.kind == "alive" or replayed.lawful)

    def replay(self, answers: Mapping[str, Any]) -> Replayed | None:
        """These answers through the line; None when the questionnaire refuses one of them."""
        try:
            return Replayed(self.library, self.questionnaire, answers)
        except AnswersError:
            return None

    def smallest(self, claim: Claim, answers: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answers without those that the refutation does without."""
        return smallest(answers, lambda fewer: self.confirms(claim, fewer))

    def alive(self, claims: list[Claim]) -> Iterator[Proof]:
        """Claims that something can occur: each dossier found is looked at for all that it shows."""
        shown: dict[str, Mapping[str, Any]] = {}
        for claim in claims:
            if claim.id in shown:
                yield Proof(claim, PROVED, wording.proved(claim), shown[claim.id])
                continue
            model = self.concrete(claim.fails, self.kept)
            answers = dossier(self.space, model) if isinstance(model, Model) else None
            replayed = self.replay(answers) if answers is not None else None
            if replayed is not None and answers is not None and replayed.keeps_rules and replayed.complete:
                waiting = [one for one in claims if one.id not in shown]
                shown |= {one.id: answers for one in waiting if replayed.refutes(one)}
            if claim.id in shown:
                yield Proof(claim, PROVED, wording.proved(claim), shown[claim.id])
            else:
                yield self._perhaps_dead(claim)

    def _perhaps_dead(self, claim: Claim) -> Proof:
        """Something that no deliverable dossier shows: refused on purpose by a rule, dead, or not decided."""
        if self.solver.ask(claim.fails, self.kept) is None:
            model = self.concrete(claim.fails)
            rule = self._rule_against(claim)
            if isinstance(model, Model) and rule and self.confirms(claim, dossier(self.space, model)):
                return Proof(claim, PROVED, wording.on_purpose(claim, rule), dossier(self.space, model))
            return Proof(claim, REFUTED, wording.dead(claim))
        return Proof(claim, UNKNOWN, wording.UNCONFIRMED)

    def _rule_against(self, claim: Claim) -> str | None:
        """The blocking rule that names this very choice."""
        if claim.about[0] != "choice":
            return None
        _, question, value = claim.about
        for rule in self.library.rules:
            sources = " ".join(filter(None, (rule.when, rule.must)))
            if rule.severity == "blocking" and question in sources and f"'{value}'" in sources:
                return rule.id
        return None


def smallest(answers: Mapping[str, Any], enough: Callable[[Mapping[str, Any]], bool]) -> Mapping[str, Any]:
    """The answers without each one that can go, tried in their order until none can; tables without each row that can."""
    kept, before = dict(answers), -1
    while len(kept) != before:
        before = len(kept)
        kept = _fewer(kept, enough)
    return kept


def _fewer(answers: dict[str, Any], enough: Callable[[Mapping[str, Any]], bool]) -> dict[str, Any]:
    kept = answers
    for ident in answers:
        fewer = {key: value for key, value in kept.items() if key != ident}
        if enough(fewer):
            kept = fewer
            continue
        for _ in range(len(kept[ident]) if isinstance(kept[ident], list) else 0):
            shorter = {**kept, ident: kept[ident][:-1]}
            if not enough(shorter):
                break
            kept = shorter
    return kept
