"""The references of one clause, checked when a library is loaded: conditions, values with their formats, links, ties."""

from __future__ import annotations

import re
from collections.abc import Mapping

from contractgen.condition import ConditionError, parse
from contractgen.condition_types import check, name_type
from contractgen.model import (
    Block,
    Clause,
    Column,
    Library,
    Link,
    Paragraph,
    ParagraphTemplate,
    Rows,
    Run,
    Slot,
    Span,
    Table,
    TableTemplate,
    Type,
    When,
)
from contractgen.names import Names, row_type
from contractgen.reading import Problems
from contractgen.values import FORMATS, suits

_TEMPLATE = re.compile(r"\{\{|\}\}|\{%|%\}|\[\[|\]\]|\[\s*\]|\bXXX+\b")


def check_condition(
    source: str, names: Names, place: str, problems: Problems, bound: Mapping[str, Type] | None = None
) -> None:
    """A condition that is not in the language, or whose types do not fit, goes to the problems of its place."""
    try:
        check(source, names.types, bound)
        parse(source, tuple(bound or ()))
    except ConditionError as error:
        message = f"condition « {source} », caractère {error.column} : {problems.said(error)}"
        problems.at(place, message, source, error.column - 1)


class ClauseChecker:
    """The references of one clause: conditions, values with their formats, links, ties."""

    def __init__(self, library: Library, names: Names, clause: Clause, problems: Problems) -> None:
        self.library, self.names, self.clause, self.problems = library, names, clause, problems
        plan = next((p for p in library.plans if any(clause.id in part.clauses for part in p.parts)), None)
        self.siblings = {slug for part in plan.parts for slug in part.clauses} if plan else set()

    def run(self) -> None:
        clause = self.clause
        if clause.when:
            check_condition(clause.when, self.names, self._place(1), self.problems)
        for ident in clause.satisfies:
            if ident not in self.library.requirements:
                self._problem(1, f"exigence « {ident} » inconnue", ident)
            elif ident not in clause.ties:
                self._problem(1, f"exigence « {ident} » annoncée, mais liée à aucun paragraphe", ident)
        for ident in clause.ties:
            if ident not in clause.satisfies:
                self._problem(1, f"exigence « {ident} » liée à un paragraphe, absente de « satisfies »", ident)
        self._blocks(clause.blocks, {})

    def _problem(self, line: int, message: str, about: str = "") -> None:
        self.problems.add(self.clause.path, line, message, about)

    def _place(self, line: int) -> str:
        return f"{self.clause.path}:{line}"

    def _blocks(self, blocks: tuple[Block, ...], bound: dict[str, Mapping[str, Column]]) -> None:
        before: Block | None = None
        for block in blocks:
            if isinstance(block, (Table, TableTemplate)) and isinstance(before, (Table, TableTemplate)):
                self._problem(getattr(block, "line", 1), "deux tableaux à la suite : mettez une phrase entre eux")
            before = block
            if isinstance(block, When):
                self._condition(block.condition, block.line, bound)
                self._blocks(block.blocks, bound)
            elif isinstance(block, Rows):
                self._rows(block, bound)
            elif isinstance(block, ParagraphTemplate):
                self._spans(block.spans, block.line, bound)
            elif isinstance(block, TableTemplate):
                self._table(block, bound)
            elif isinstance(block, Paragraph):
                self._text(block.text, 1)
            else:
                for row in (block.header, *block.rows):
                    self._spans(tuple(run for cell in row for run in cell.runs), 1, bound)

    def _text(self, text: str, line: int) -> None:
        trace = _TEMPLATE.search(text)
        if trace:
            self._problem(line, f"trace de gabarit « {trace.group()} » dans le texte", trace.group())

    def _condition(self, source: str, line: int, bound: dict[str, Mapping[str, Column]]) -> None:
        types = {variable: row_type(columns) for variable, columns in bound.items()}
        check_condition(source, self.names, self._place(line), self.problems, types)

    def _rows(self, block: Rows, bound: dict[str, Mapping[str, Column]]) -> None:
        columns = self.names.tables.get(block.table)
        if columns is None:
            self._problem(block.line, f"« {block.table} » n'est ni un tableau ni une liste", block.table)
            return
        if block.variable in self.names.types or block.variable in bound:
            self._problem(block.line, f"la variable « {block.variable} » cache un autre nom", block.variable)
        inner = {**bound, block.variable: columns}
        if block.condition:
            self._condition(block.condition, block.line, inner)
        if not block.blocks or (
            len(block.blocks) > 1 and any(isinstance(b, (Table, TableTemplate)) for b in block.blocks)
        ):
            self._problem(block.line, "un bloc « rows » contient un tableau seul, ou des paragraphes")
        self._blocks(block.blocks, inner)

    def _table(self, block: TableTemplate, bound: dict[str, Mapping[str, Column]]) -> None:
        for row in (block.header, *block.rows):
            if len(row) != len(block.header):
                self._problem(block.line, "les lignes du tableau n'ont pas toutes le même nombre de cellules")
            for cell in row:
                self._spans(cell, block.line, bound)

    def _spans(self, spans: tuple[Span, ...], line: int, bound: dict[str, Mapping[str, Column]]) -> None:
        for span in spans:
            if isinstance(span, Run):
                self._text(span.text, line)
            elif isinstance(span, Slot):
                self._slot(span, line, bound)
            elif isinstance(span, Link) and span.slug not in self.siblings:
                self._problem(line, f"renvoi [[{span.target}]] : aucune clause de ce nom dans ce document", span.target)
            elif isinstance(span, Link) and span.table and not self._has_table(span.slug):
                self._problem(line, f"renvoi [[{span.target}]] : cette clause n'a pas de tableau", span.target)
            elif isinstance(span, Link) and span.anchor and not self._has_title(span):
                message = f"renvoi [[{span.target}]] : cette clause n'a pas de titre {{#{span.anchor}}}"
                self._problem(line, message, span.target)

    def _has_table(self, slug: str) -> bool:
        clause = self.library.clauses.get(slug)  # one that is not written is told by its plan
        return clause is None or clause.tables != ()

    def _has_title(self, link: Link) -> bool:
        clause = self.library.clauses.get(link.slug)
        return clause is None or link.anchor in clause.anchors

    def _slot(self, slot: Slot, line: int, bound: dict[str, Mapping[str, Column]]) -> None:
        column = described(slot.name, self.names, bound)
        if column is None:
            types = {variable: row_type(columns) for variable, columns in bound.items()}
            try:
                name_type(slot.name, self.names.types, types)
                message = f"« {slot.name} » est un tableau : écrire « ::: rows {slot.name} as x »"
                self._problem(line, message, slot.name)
            except ConditionError as error:
                self._problem(line, f"valeur {{{{ {slot.name} }}}} : {self.problems.said(error)}", slot.name)
        elif not suits(slot.format, column):
            known = "" if slot.format in FORMATS else f" (formats : {', '.join(FORMATS)})"
            self._problem(
                line, f"le format « {slot.format} » ne convient pas à « {slot.name} »{known}", slot.format or slot.name
            )


def described(name: str, names: Names, bound: Mapping[str, Mapping[str, Column]]) -> Column | None:
    """The description of a name in a clause, loop variables first; None for a table or an unknown name."""
    variable, _, column = name.partition(".")
    if variable in bound:
        return bound[variable].get(column)
    found = names.descriptions.get(name)
    return None if found is None or found.type == "table" else found
