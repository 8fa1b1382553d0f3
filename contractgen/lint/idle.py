"""What the library and the questionnaire hold and nothing uses, or nothing can reach."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from contractgen.condition import ConditionError, dotted, parse, syntax
from contractgen.definitions import forms_in
from contractgen.library_checks import dependencies
from contractgen.model import Block, Clause, Finding, Library, Questionnaire, Rows, When
from contractgen.positions import POSITIONS
from contractgen.proof.terms import texts_of


def idle(library: Library, questionnaire: Questionnaire) -> Iterator[Finding]:
    """Definitions, facts, parameters, indicators and questions that nothing uses; blocks that nothing reaches."""
    yield from _definitions(library)
    used = _names_used(library, questionnaire)
    for ident, fact in library.facts.items():
        if ident not in used:
            yield _idle(f"{fact.path}:1", f"le fait « {ident} »")
    for ident in library.parameters:
        if ident not in used:
            yield _idle("parameters.yaml:1:1", f"le paramètre « {ident} »")
    for ident, question in questionnaire.questions.items():
        if ident not in used and ident not in questionnaire.informational:
            yield _idle(f"{questionnaire.path}:{question.line}:1", f"la question « {ident} »")
    for clause in library.clauses.values():
        yield from _unreachable(clause, clause.blocks, tuple(_conjuncts(clause.when or "True")))


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


def _unreachable(clause: Clause, blocks: tuple[Block, ...], around: tuple[str, ...]) -> Iterator[Finding]:
    """Blocks whose condition contradicts, word for word, one around them or itself; the proof finds the others."""
    for block in blocks:
        if isinstance(block, When):
            inside = (*around, *_conjuncts(block.condition))
            if _contradict(inside):
                yield Finding("unreachable", "warning", f"{clause.path}:{block.line}:1", f"rien n'atteint ce bloc : « {block.condition} » contredit ce qui l'entoure",
                              "Retirez le bloc, ou corrigez sa condition.")  # fmt: skip
            elif not block.blocks:
                yield _idle(f"{clause.path}:{block.line}:1", "ce bloc, qui n'a aucun texte")
            else:
                yield from _unreachable(clause, block.blocks, inside)
        elif isinstance(block, Rows):
            yield from _unreachable(clause, block.blocks, around)


def _conjuncts(source: str) -> Iterator[str]:
    try:
        node = syntax(source)
    except ConditionError:
        return
    parts = node.values if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) else [node]
    yield from (ast.unparse(part) for part in parts)


def _contradict(conjuncts: tuple[str, ...]) -> bool:
    told = set(conjuncts)
    if any(ast.unparse(ast.UnaryOp(ast.Not(), syntax(one))) in told for one in told):
        return True
    equal: dict[str, str] = {}
    for one in told:
        node = syntax(one)
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
            name, value = dotted(node.left), ast.unparse(node.comparators[0])
            if name and isinstance(node.ops[0], ast.Eq) and equal.setdefault(name, value) != value:
                return True
            if name and isinstance(node.ops[0], ast.NotEq) and f"{name} == {value}" in told:
                return True
    return False
