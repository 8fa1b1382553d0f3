"""Every condition of a library and its questionnaire, with its place: what scenarios are to reach, and mutants change."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from contractgen.condition import dotted, literal, parse, syntax
from contractgen.model import Block, Library, Questionnaire, Rows, When


class Place(NamedTuple):
    """A condition and where it stands. `kind`: clause, block, requirement, rule (what must hold), rule when,
    question or section; `owner`: its clause, requirement, rule or question; `at`: file and line; `around`: of a block,
    the places of those around it, outermost first; of a rule, its other condition; `bound`: it reads the rows of a table, so its value is not one for the whole dossier."""

    kind: str
    owner: str
    at: str
    source: str
    around: tuple[str, ...] = ()
    bound: bool = False


def places(library: Library, questionnaire: Questionnaire) -> tuple[Place, ...]:
    """All conditions, in the order of the library."""
    return (*_of_library(library), *_of_questionnaire(questionnaire))


def _of_library(library: Library) -> Iterator[Place]:
    for clause in library.clauses.values():
        if clause.when:
            yield Place("clause", clause.id, f"{clause.path}:1", clause.when)
        yield from _blocks(clause.id, clause.path, clause.blocks, (), False)
    for requirement in library.requirements.values():
        if requirement.when:
            yield Place("requirement", requirement.id, requirement.path, requirement.when)
    for rule in library.rules:
        around = (rule.when,) if rule.when else ()
        if rule.must:
            yield Place("rule", rule.id, rule.path, rule.must, around)
        if rule.when and rule.must:
            yield Place("rule when", rule.id, rule.path, rule.when, (rule.must,))


def _blocks(slug: str, path: str, blocks: tuple[Block, ...], around: tuple[str, ...], bound: bool) -> Iterator[Place]:
    for block in blocks:
        if isinstance(block, When):
            at = f"{path}:{block.line}"
            yield Place("block", slug, at, block.condition, around, bound)
            yield from _blocks(slug, path, block.blocks, (*around, at), bound)
        elif isinstance(block, Rows):
            yield from _blocks(slug, path, block.blocks, (*around, f"{path}:{block.line}"), True)


def _of_questionnaire(questionnaire: Questionnaire) -> Iterator[Place]:
    for section in questionnaire.sections.values():
        if section.when:
            yield Place("section", section.id, f"{questionnaire.path}:{section.line}", section.when)
    for question in questionnaire.questions.values():
        if question.when:
            yield Place("question", question.id, f"{questionnaire.path}:{question.line}", question.when)


def names_read(source: str, library: Library) -> frozenset[str]:
    """The questions and parameters that a condition reads, through the facts that it names."""
    found: set[str] = set()
    waiting = list(parse(source, ("_",)).names)
    while waiting:
        name = waiting.pop()
        if name in library.facts:
            waiting += parse(library.facts[name].condition).names
        else:
            found.add(name)
    return frozenset(found)


def thresholds(sources: Iterator[str]) -> Iterator[tuple[str, str | int]]:
    """Each comparison of a name with a whole number, or with another name: (name, number or name)."""
    for source in sources:
        for node in ast.walk(syntax(source)):
            if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq)):
                left, right = dotted(node.left), node.comparators[0]
                if left is None:
                    continue
                other = dotted(right)
                if other is not None:
                    yield left, other
                elif isinstance(right, ast.Constant) and type(right.value) is int:
                    yield left, literal(right)
