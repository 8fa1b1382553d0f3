"""What the library and the questionnaire hold and nothing uses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from contractgen.condition import ConditionError, parse
from contractgen.definitions import forms_in
from contractgen.library_checks import dependencies
from contractgen.lint.placing import placed
from contractgen.model import Block, Clause, Finding, Library, Questionnaire, Rows, When
from contractgen.positions import POSITIONS
from contractgen.proof.terms import texts_of
from contractgen.reading import Problem


def idle(library: Library, questionnaire: Questionnaire, texts: Mapping[str, str]) -> Iterator[Finding]:
    """Definitions, facts, parameters, questions and recommended requirements that nothing uses; blocks without a text."""
    yield from _definitions(library)
    used = _names_used(library, questionnaire)
    for ident, fact in library.facts.items():
        if ident not in used:
            yield _idle(f"{fact.path}:1", f"le fait « {ident} »")
    for ident in library.parameters:
        if ident not in used:
            yield _idle(of_parameter(ident, texts), f"le paramètre « {ident} »")
    for ident, question in questionnaire.questions.items():
        if ident not in used and ident not in questionnaire.informational:
            yield _idle(f"{questionnaire.path}:{question.line}:1", f"la question « {ident} »")
    for clause in library.clauses.values():
        yield from _empty(clause, clause.blocks)
    satisfied = {ident for clause in library.clauses.values() for ident in clause.satisfies}
    for ident, requirement in library.requirements.items():
        if ident not in satisfied and requirement.severity == "recommended":
            yield _idle(f"{requirement.path}:1", f"l'exigence {ident}, recommandée : aucun paragraphe n'y est lié")


def of_parameter(ident: str, texts: Mapping[str, str]) -> str:
    """Where the first value of a parameter stands."""
    line, _ = placed(Problem("parameters.yaml", 1, "", about=f"id: {ident}", offset=4), texts["parameters.yaml"])
    return f"parameters.yaml:{line}:1"


def _idle(where: str, what: str) -> Finding:
    return Finding("idle", "warning", where, f"rien n'emploie {what}", "Retirez-le, ou employez-le.")


def _definitions(library: Library) -> Iterator[Finding]:
    texts = "\n".join(text for clause in library.clauses.values() for text in (clause.title, *texts_of(clause.blocks)))
    meanings = {one.id: one.meaning for one in library.definitions}
    for definition in library.definitions:
        others = "\n".join(meaning for ident, meaning in meanings.items() if ident != definition.id)
        if not forms_in(f"{texts}\n{others}", definition.forms):
            yield _idle(f"definitions/{definition.id}.md:1:1", f"le terme « {definition.term} »")


def _names_used(library: Library, questionnaire: Questionnaire) -> set[str]:
    """Every name that a clause, a requirement, a rule, a fact or another question reads, columns by their table."""
    used = {name for names in dependencies(library, questionnaire).values() for name in names}
    used |= {name for clause in library.clauses.values() for name in clause.names}
    sources = [one.when for one in library.requirements.values()]
    sources += [source for rule in library.rules for source in (rule.when, rule.must)]
    sources += [plan.compact for plan in library.plans]
    for source in filter(None, sources):
        try:
            used |= set(parse(source).names)
        except ConditionError:
            continue
    for requirement in library.requirements.values():
        used |= set(requirement.answers)
    used |= {f"position_{one}_{slug.replace('-', '_')}" for slug in library.clauses for one in POSITIONS}
    return used | {word for rule in library.rules for word in re.findall(r"[a-z][a-z0-9_.]*", rule.check)} | _PROGRAM


# Read by the program itself: cover, parties, programmed rules, lots.
_PROGRAM = {"client.raison_sociale", "client.siren", "prestataire.raison_sociale", "prestataire.siren", "date_effet", "fonctions",
            "indicateurs", "nb_prestataires", "plan_b", "reconduction", "vigilance_due"}  # fmt: skip


def _empty(clause: Clause, blocks: tuple[Block, ...]) -> Iterator[Finding]:
    """Conditional blocks without a text."""
    for block in blocks:
        if isinstance(block, When) and not block.blocks:
            yield _idle(f"{clause.path}:{block.line}:1", "ce bloc, qui n'a aucun texte")
        elif isinstance(block, (When, Rows)):
            yield from _empty(clause, block.blocks)
