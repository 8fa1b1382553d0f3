"""The card of an entry of the library: what it is, and all that it has to do with. For `library show`, `where` and `site`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from contractgen.condition import parse
from contractgen.definitions import forms_in
from contractgen.evolution.edition import Edition
from contractgen.model import TABLE_TARGET, Clause, Library
from contractgen.proof.terms import texts_of
from contractgen.scenarios.conditions import places


class Line(NamedTuple):
    """A line of a card: its label, and the entries that it names, each (kind, id, words)."""

    label: str
    entries: tuple[tuple[str, str, str], ...]


class Card(NamedTuple):
    """`facts`: label and value; `body`: the text as written, empty without one."""

    kind: str
    id: str
    title: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    body: str = ""


def clause_card(slug: str, edition: Edition) -> Card:
    """The card of a clause, section or annex."""
    library, clause = edition.library, edition.library.clauses[slug]
    kinds = {"clause": "clause", "annex": "annexe", "section": "section"}
    plans = [f"{plan.title}, {part.title}" for plan in library.plans for part in plan.parts if slug in part.clauses]
    facts = (
        ("Version", clause.version),
        ("Documents", " ; ".join(plans)),
        ("Socle", "oui" if clause.core else "non"),
        ("Présente", clause.when or "toujours"),
        ("Fondements", " ; ".join(clause.basis) or "—"),
        ("Vérifiée", "oui" if clause.verified else "non : à faire confirmer par un juriste"),
        ("Note", clause.note or "—"),
    )
    lines = (
        Line(
            "Porte les exigences", tuple(("exigence", one, library.requirements[one].text) for one in clause.satisfies)
        ),
        Line("Lit", tuple(_name(name, edition) for name in clause.names)),
        Line("Renvoie à", tuple(_clause(target.removeprefix(TABLE_TARGET), library) for target in clause.links)),
        Line("Citée par", tuple(_clause(other, library) for other in _citing(slug, library))),
        Line(
            "Emploie les termes",
            tuple(("définition", one.id, one.term) for one in library.definitions if _uses(clause, one.forms)),
        ),
        Line(
            "Conditions de ses blocs",
            tuple(
                ("condition", place.at, place.source)
                for place in places(library, edition.questionnaire)
                if place.kind == "block" and place.owner == slug
            ),
        ),
    )
    return Card(kinds[clause.kind], slug, clause.title, facts, lines, edition.body(clause.path))


def requirement_card(ident: str, edition: Edition) -> Card:
    """The card of a requirement."""
    library, one = edition.library, edition.library.requirements[ident]
    facts = (
        ("Source", one.source),
        ("Gravité", "impérative" if one.severity == "mandatory" else "recommandée"),
        ("S'applique", one.when or "toujours"),
        ("Vérifiée", "oui" if one.verified else "non : à faire confirmer par un juriste"),
    )
    carrying = [slug for slug, clause in library.clauses.items() if ident in clause.satisfies]
    lines = (
        Line("Portée par", tuple(_clause(slug, library) for slug in carrying)),
        Line("Demande les réponses", tuple(_name(name, edition) for name in one.answers)),
        Line(
            "S'appuie sur les règles",
            tuple(("règle", rule.id, rule.message) for rule in library.rules if rule.id in one.rules),
        ),
    )
    return Card("exigence", ident, one.text, facts, lines)


def answer_card(name: str, edition: Edition) -> Card:
    """The card of a question, fact or parameter: all that reads it, through facts too."""
    library, questions = edition.library, edition.questionnaire.questions
    label = _name(name, edition)[2]
    readers = {name, *(fact for fact in library.facts if name in _through(library.facts[fact].condition, library))}
    reading = [slug for slug, clause in library.clauses.items() if readers & set(clause.names)]
    required = [
        one
        for one in library.requirements.values()
        if name in one.answers or (one.when and name in _through(one.when, library))
    ]
    ruling = [
        rule
        for rule in library.rules
        if any(name in _through(source, library) for source in (rule.when, rule.must) if source)
    ]
    asked = [one for one in questions.values() if one.when and name in _through(one.when, library)]
    lines = (
        Line("Lue par les clauses", tuple(_clause(slug, library) for slug in reading)),
        Line("Exigences", tuple(("exigence", one.id, one.text) for one in required)),
        Line("Règles", tuple(("règle", one.id, one.message) for one in ruling)),
        Line(
            "Faits",
            tuple(("fait", one, library.facts[one].label) for one in readers if one in library.facts and one != name),
        ),
        Line("Questions posées selon elle", tuple(("question", one.id, one.label) for one in asked)),
    )
    return Card("réponse", name, label, _answer_facts(name, edition), lines)


def term_card(ident: str, edition: Edition) -> Card:
    """The card of a definition."""
    library = edition.library
    one = next(one for one in library.definitions if one.id == ident)
    using = [slug for slug, clause in library.clauses.items() if _uses(clause, one.forms)]
    facts = (("Version", one.version), ("Formes", ", ".join(one.forms)))
    return Card(
        "définition",
        ident,
        one.term,
        facts,
        (Line("Employé par", tuple(_clause(slug, library) for slug in using)),),
        one.meaning,
    )


def _answer_facts(name: str, edition: Edition) -> tuple[tuple[str, str], ...]:
    question = edition.questionnaire.questions.get(name)
    if question is not None:
        return (
            ("Type", question.type),
            ("Obligatoire", "oui" if question.required else "non"),
            ("Posée", question.when or "toujours"),
        )
    fact = edition.library.facts.get(name)
    return (("Calculé", fact.condition),) if fact else ()


def _citing(slug: str, library: Library) -> Iterator[str]:
    for other, clause in library.clauses.items():
        if any(target.removeprefix(TABLE_TARGET) == slug for target in clause.links):
            yield other


def _uses(clause: Clause, forms: tuple[str, ...]) -> bool:
    return bool(forms_in("\n".join(texts_of(clause.blocks)), forms))


def _clause(slug: str, library: Library) -> tuple[str, str, str]:
    return "clause", slug, library.clauses[slug].title if slug in library.clauses else ""


def _name(name: str, edition: Edition) -> tuple[str, str, str]:
    sources: tuple[tuple[str, Any], ...] = (
        ("question", edition.questionnaire.questions),
        ("fait", edition.library.facts),
        ("paramètre", edition.library.parameters),
    )
    for kind, entries in sources:
        if name in entries:
            return kind, name, getattr(entries[name], "label", "")
    return "tableau", name, ""


def _through(source: str, library: Library) -> set[str]:
    """The names that a condition reads, those of its facts too."""
    found: set[str] = set()
    waiting = list(parse(source).names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            if name in library.facts:
                waiting += parse(library.facts[name].condition).names
    return found
