"""What is claimed of a library, one value a claim: its hypothesis, and what must then hold.

A claim of kind `alive` says that something can occur; every other says that something always holds, in each dossier
whose required answers are all there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from contractgen.model import ANCHOR_MARK, TABLE_TARGET, Clause, Library, Questionnaire, Rule
from contractgen.proof.logic import every, implies, negation, some
from contractgen.proof.presence import Held, held_by, presence, undecided
from contractgen.proof.space import Space
from contractgen.proof.symbols import holds, known
from contractgen.proof.terms import terms_used
from contractgen.proof.variants import variants_of

KINDS = {
    "requirement": "chaque exigence impérative qui s'applique est portée par un passage du dossier",
    "needed-answer": "chaque réponse qu'une exigence demande est posée quand elle s'applique",
    "value": "chaque valeur imprimée vient d'une question posée",
    "reference": "chaque renvoi mène à un texte présent",
    "called": "chaque annexe présente est appelée par un autre texte",
    "term": "chaque terme défini que le texte emploie est défini dans le même document",
    "variant": "des variantes d'un passage, une et une seule est imprimée",
    "text": "chaque clause retenue imprime un texte",
    "core": "ce qu'une clause du socle porte, une clause du socle le porte dès qu'il s'applique ; celle qui ne porte rien est toujours là",
    "decided": "aucune clause ne reste indécise quand les réponses obligatoires sont là",
    "once": "aucune clause n'est deux fois dans les documents",
    "alive": "chaque clause, bloc, question et choix peut servir",
    "deliverable": "chaque fonction, seule ou avec une autre, a un dossier livrable",
}


class Claim(NamedTuple):
    """`id` is `kind:subject`; `fails`: the term for a dossier that refutes it (of `alive`: for one that shows it)."""

    id: str
    kind: str
    subject: str
    fails: Any
    about: tuple[str, ...] = ()


def claim(kind: str, subject: str, fails: Any, *about: str) -> Claim:
    """A claim with its identifier."""
    return Claim(f"{kind}:{subject}", kind, subject, fails, about or (subject,))


class Claims:
    """The claims about a library, made from what its clauses hold."""

    def __init__(self, library: Library, questionnaire: Questionnaire, space: Space) -> None:
        self.library, self.questionnaire, self.space = library, questionnaire, space
        self.present = {slug: presence(clause, space) for slug, clause in library.clauses.items()}
        self.held = {slug: held_by(clause, space) for slug, clause in library.clauses.items()}
        self.planned = [slug for plan in library.plans for part in plan.parts for slug in part.clauses]

    def __iter__(self) -> Iterator[Claim]:
        for kind in (self._requirements, self._needed, self._values, self._references, self._called, self._terms, self._variants,
                     self._texts, self._core, self._decided, self._once, self._alive):  # fmt: skip
            yield from kind()

    def applies(self, ident: str) -> Any:
        """The term for « this requirement applies »."""
        when = self.library.requirements[ident].when
        return holds(self.space.encode(when)) if when else True

    def _of(self, kind: str) -> Iterator[tuple[str, Held]]:
        for slug in self.planned:
            for held in self.held.get(slug, ()):
                if held.kind == kind:
                    yield slug, held

    def _requirements(self) -> Iterator[Claim]:
        ties: dict[str, list[Any]] = {}
        for _, held in self._of("tie"):
            ties.setdefault(held.subject, []).append(held.printed)
        for ident, requirement in self.library.requirements.items():
            if requirement.severity == "mandatory":
                tied = some(ties.get(ident, ()))
                yield claim("requirement", ident, every((self.applies(ident), negation(tied))))

    def _needed(self) -> Iterator[Claim]:
        for ident, requirement in self.library.requirements.items():
            for name in requirement.answers:
                asked = self.space.reached[name]
                yield claim("needed-answer", f"{ident}:{name}", every((self.applies(ident), negation(asked))), ident, name)  # fmt: skip

    def _values(self) -> Iterator[Claim]:
        for slug, held in self._of("value"):
            name = held.subject
            if name in self.questionnaire.questions:
                there = self.space.reached[name]
            elif name in self.library.facts:
                there = negation(every((self.space.value(name).unknown, negation(self.space.value(name).lacking))))
            else:
                continue
            yield claim("value", f"{slug}:{name}", every((held.printed, negation(there))), slug, name)

    def _references(self) -> Iterator[Claim]:
        for slug, held in self._of("link"):
            target, _, anchor = held.subject.removeprefix(TABLE_TARGET).partition(ANCHOR_MARK)
            if target == held.subject:
                there = self.present.get(target, False)
            else:
                there = self._inside(target, "title" if anchor else "table", anchor or target)
            yield claim("reference", f"{slug}:{held.subject}", every((held.printed, negation(there))), slug, held.subject)  # fmt: skip

    def _called(self) -> Iterator[Claim]:
        """An annex that no other text leads to is one that no obligation gives force."""
        calls: dict[str, list[Any]] = {}
        for slug, held in self._of("link"):
            target = held.subject.removeprefix(TABLE_TARGET).partition(ANCHOR_MARK)[0]
            if target != slug:
                calls.setdefault(target, []).append(held.printed)
        for slug in self.planned:
            if self.library.clauses[slug].kind == "annex":
                called = some(calls.get(slug, ()))
                yield claim("called", slug, every((self.present[slug], negation(called))))

    def _inside(self, slug: str, kind: str, subject: str) -> Any:
        return some(one.printed for one in self.held.get(slug, ()) if (one.kind, one.subject) == (kind, subject))

    def _terms(self) -> Iterator[Claim]:
        """A term that a clause uses is printed with its meaning by a clause of the same document."""
        for slug, terms in terms_used(self.library).items():
            for term, printing in terms:
                there = some(self.present[one] for one in printing)
                yield claim("term", f"{slug}:{term}", every((self.present[slug], negation(there))), slug, term, *printing)  # fmt: skip

    def _variants(self) -> Iterator[Claim]:
        for slug in dict.fromkeys(self.planned):
            for found in variants_of(self.library.clauses[slug], self.space):
                fails = some((found.two, every((self.applies(found.requirement), found.none))))
                subject = f"{slug}:{found.places[0].rpartition(':')[2]}:{found.requirement}"
                yield claim("variant", subject, fails, slug, found.requirement, found.parent, *found.places)

    def _texts(self) -> Iterator[Claim]:
        printed = {slug: [held.printed for held in self.held[slug] if held.kind == "text"] for slug in self.planned}
        for slug in self.planned:
            yield claim("text", slug, every((self.present[slug], negation(some(printed[slug])))))

    def _core(self) -> Iterator[Claim]:
        """Whenever what only a clause of the core satisfies applies (all that it satisfies, when others share it all), that
        clause is there, or another of the core that satisfies it; a clause that satisfies nothing is always there."""
        carriers: Counter[str] = Counter(one for clause in self.library.clauses.values() for one in clause.satisfies)
        core = [clause for clause in self.library.clauses.values() if clause.core]
        for clause in core:
            own = [ident for ident in clause.satisfies if carriers[ident] == 1] or clause.satisfies
            lost = [every((self.applies(ident), self._none_of(one for one in core if ident in one.satisfies))) for ident in own]  # fmt: skip
            yield claim("core", clause.id, some(lost) if own else self._none_of((clause,)))

    def _none_of(self, clauses: Iterable[Clause]) -> Any:
        """The term for « none of these clauses is there »."""
        return negation(some(self.present[one.id] for one in clauses if one.id in self.planned))

    def _decided(self) -> Iterator[Claim]:
        for slug in self.planned:
            yield claim("decided", slug, undecided(self.library.clauses[slug], self.space))

    def _once(self) -> Iterator[Claim]:
        for slug in dict.fromkeys(self.planned):
            yield claim("once", slug, self.planned.count(slug) > 1)

    def _alive(self) -> Iterator[Claim]:
        for slug in self.planned:
            yield claim("alive", f"clause:{slug}", self.present[slug], "clause", slug)
            for held in self.held[slug]:
                if held.kind == "block":
                    yield claim("alive", f"bloc:{held.subject}", held.printed, "block", held.subject)
        for ident, question in self.questionnaire.questions.items():
            asked = self.space.reached[ident]
            yield claim("alive", f"question:{ident}", asked, "question", ident)
            for choice in question.choices:
                yield claim("alive", f"choix:{ident}={choice.value}", self._chosen(ident, choice.value), "choice", ident, choice.value)  # fmt: skip

    def _chosen(self, ident: str, value: str) -> Any:
        if self.questionnaire.questions[ident].type == "choice":
            return self.space.equals(ident, value)
        symbol = self.space.value(ident)
        return every((known(symbol), some(guard for guard, item in symbol.data.items if item == value)))

    def kept(self) -> Any:
        """The term for « no blocking rule that is written as a condition is violated »."""
        return every(self.keeps(rule) for rule in self.library.rules if rule.severity == "blocking")

    def leaned_on(self) -> Iterator[Any]:
        """The terms for « what a mandatory requirement that applies leans on is not violated », warnings too: the line
        refuses a dossier without it."""
        rules = {rule.id: rule for rule in self.library.rules}
        for ident, requirement in self.library.requirements.items():
            if requirement.severity == "mandatory":
                yield from (implies(self.applies(ident), self.keeps(rules[rule])) for rule in requirement.rules)

    def keeps(self, rule: Rule) -> Any:
        """The term for « this rule is not violated »; of one that is programmed, nothing is said."""
        return self._kept(rule.when, rule.must) if rule.must else True

    def _kept(self, when: str | None, must: str | None) -> Any:
        applies = holds(self.space.encode(when)) if when else True
        found = self.space.encode(must or "True")
        return implies(applies, some((every((found.unknown, negation(found.lacking))), holds(found))))
