"""The cross-references of a library, checked when it is loaded: every problem with file and line.

In: the parsed library and the questionnaire. Out: lines of problems. A clause that is cited but not written,
a value that no question gives, a condition of the wrong type, a requirement that does not exist: all are found
here, none while a contract is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from contractgen.checks.programmed import PROGRAMMED
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
    Questionnaire,
    Rows,
    Run,
    Slot,
    Span,
    Table,
    TableTemplate,
    Type,
    When,
)
from contractgen.names import Names, names_of, row_type
from contractgen.reading import Problems
from contractgen.values import FORMATS, suits

_TEMPLATE = re.compile(r"\{\{|\}\}|\{%|%\}|\[\[|\]\]|\[\s*\]|\bXXX+\b")


def check_library(library: Library, questionnaire: Questionnaire) -> None:
    """Raises ContentError with every broken cross-reference of the library and of the questionnaire."""
    library_problems(library, questionnaire).raise_if_any()


def library_problems(library: Library, questionnaire: Questionnaire) -> Problems:
    """Every broken cross-reference of the library and of the questionnaire."""
    problems = Problems()
    names = names_of(questionnaire, library.facts, library.parameters)
    for place, message in names.problems:
        problems.at(place, message)
    _check_names(library, questionnaire, problems)
    _check_questions(questionnaire, names, problems)
    _check_circles(library, questionnaire, problems)
    _check_requirements(library, questionnaire, names, problems)
    _check_rules(library, names, problems)
    _check_plans(library, names, problems)
    _check_definitions(library, problems)
    for clause in library.clauses.values():
        _ClauseChecker(library, names, clause, problems).run()
    return problems


def _condition(
    source: str, names: Names, place: str, problems: Problems, bound: Mapping[str, Type] | None = None
) -> None:
    try:
        check(source, names.types, bound)
        parse(source, tuple(bound or ()))
    except ConditionError as error:
        message = f"condition « {source} », caractère {error.column} : {error}"
        problems.at(place, message, source, error.column - 1)


def _check_names(library: Library, questionnaire: Questionnaire, problems: Problems) -> None:
    """A name has one meaning: question, fact or parameter."""
    for fact in library.facts.values():
        if fact.id in questionnaire.questions or fact.id in library.parameters:
            message = f"fait « {fact.id} » : ce nom est pris par une question ou un paramètre"
            problems.at(fact.path, message, fact.id)
    for ident in library.parameters:
        if ident in questionnaire.questions:
            problems.add("parameters.yaml", 1, f"paramètre « {ident} » : ce nom est pris par une question", ident)


def _check_questions(questionnaire: Questionnaire, names: Names, problems: Problems) -> None:
    for section in questionnaire.sections.values():
        if section.when:
            _condition(section.when, names, f"{questionnaire.path}:{section.line}", problems)
    for question in questionnaire.questions.values():
        for when in filter(None, (question.when, *(other.when for other in question.default_when))):
            _condition(when, names, f"{questionnaire.path}:{question.line}", problems)


def dependencies(library: Library, questionnaire: Questionnaire) -> dict[str, tuple[str, ...]]:
    """For each question and fact, the names that its asking or its value depends on."""
    found: dict[str, tuple[str, ...]] = {}
    for ident, question in questionnaire.questions.items():
        whens = [w for w in (questionnaire.sections[question.section].when, question.when) if w]
        whens += [other.when for other in question.default_when]
        by_function = any(column.id == "fonction" for column in question.columns) and question.default
        found[ident] = (*_names_in(whens), *(("fonctions",) if by_function else ()))
    found.update({ident: _names_in([fact.condition]) for ident, fact in library.facts.items()})
    return found


def _names_in(sources: Iterable[str]) -> tuple[str, ...]:
    names: list[str] = []
    for source in sources:
        try:
            names += parse(source).names
        except ConditionError:
            continue
    return tuple(dict.fromkeys(names))


def _check_circles(library: Library, questionnaire: Questionnaire, problems: Problems) -> None:
    graph = dependencies(library, questionnaire)
    done: set[str] = set()
    for start in graph:
        stack: list[tuple[str, list[str]]] = [(start, [start])]
        while stack:
            name, trail = stack.pop()
            if name in done:
                continue
            for after in graph.get(name, ()):
                if after in trail:
                    circle = " → ".join([*trail[trail.index(after) :], after])
                    fact, question = library.facts.get(after), questionnaire.questions.get(after)
                    place = fact.path if fact else f"{questionnaire.path}:{question.line if question else 1}"
                    problems.at(place, f"conditions en cercle : {circle}")
                    return
                stack.append((after, [*trail, after]))
        done.add(start)


def _check_requirements(library: Library, questionnaire: Questionnaire, names: Names, problems: Problems) -> None:
    rules = {rule.id for rule in library.rules}
    satisfied = {ident for clause in library.clauses.values() for ident in clause.satisfies}
    for requirement in library.requirements.values():
        if requirement.when:
            _condition(requirement.when, names, requirement.path, problems)
        for ident in requirement.answers:
            if ident not in questionnaire.questions:
                problems.at(requirement.path, f"réponse « {ident} » inconnue du questionnaire", ident)
        for ident in requirement.rules:
            if ident not in rules:
                problems.at(requirement.path, f"règle « {ident} » absente de rules.yaml", ident)
        if requirement.severity == "mandatory" and requirement.id not in satisfied:
            message = f"aucune clause ne satisfait l'exigence {requirement.id}"
            problems.at(requirement.path, message, requirement.id)


def _check_rules(library: Library, names: Names, problems: Problems) -> None:
    seen: set[str] = set()
    for rule in library.rules:
        if rule.id in seen:
            problems.at(rule.path, f"règle « {rule.id} » en double", rule.id)
        seen.add(rule.id)
        for source in filter(None, (rule.when, rule.must)):
            _condition(source, names, rule.path, problems)
        if rule.check and not rule.must and rule.id not in PROGRAMMED:
            message = f"règle « {rule.id} » : aucun contrôle programmé ne porte ce nom ({', '.join(PROGRAMMED)}) ; écrivez-la avec « must »"
            problems.at(rule.path, message, rule.id)


def _check_plans(library: Library, names: Names, problems: Problems) -> None:
    places: dict[str, str] = {}
    for plan in library.plans:
        if plan.compact:
            _condition(plan.compact, names, plan.parts[0].path if plan.parts else plan.id, problems)
        for part in plan.parts:
            for slug in part.clauses:
                if slug not in library.clauses:
                    problems.at(part.path, f"clause « {slug} » citée au plan et non écrite{_near(slug, library)}", slug)
                if slug in places:
                    problems.at(part.path, f"clause « {slug} » déjà au plan {places[slug]}", slug)
                places[slug] = plan.id
    for clause in library.clauses.values():
        if clause.id not in places:
            problems.add(clause.path, 1, "la clause n'est dans aucun plan de document", clause.id)


def _near(slug: str, library: Library) -> str:
    near = get_close_matches(slug, library.clauses, 1)
    return f" (« {near[0]} » ?)" if near else ""


def _check_definitions(library: Library, problems: Problems) -> None:
    owners: dict[str, str] = {}
    for definition in library.definitions:
        for form in definition.forms:
            if form in owners:
                message = f"« {form} » déjà défini par {owners[form]}"
                problems.add(f"definitions/{definition.id}.md", 1, message, form)
            owners[form] = definition.id


class _ClauseChecker:
    """The references of one clause: conditions, values with their formats, links, ties."""

    def __init__(self, library: Library, names: Names, clause: Clause, problems: Problems) -> None:
        self.library, self.names, self.clause, self.problems = library, names, clause, problems
        plan = next((p for p in library.plans if any(clause.id in part.clauses for part in p.parts)), None)
        self.siblings = {slug for part in plan.parts for slug in part.clauses} if plan else set()

    def run(self) -> None:
        clause = self.clause
        if clause.when:
            _condition(clause.when, self.names, self._place(1), self.problems)
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
        _condition(source, self.names, self._place(line), self.problems, types)

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
                self._problem(line, f"valeur {{{{ {slot.name} }}}} : {error}", slot.name)
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
