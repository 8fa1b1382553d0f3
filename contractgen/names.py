"""The names that conditions and clauses may use: questions, facts, parameters, and tables made on the way.

In: a questionnaire and a library's facts and parameters. Out: the type of each name for conditions, and its
description for printing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from contractgen.condition import ConditionError, parse
from contractgen.condition_types import check
from contractgen.model import Column, Fact, Library, Parameter, Question, Questionnaire, Type
from contractgen.questionnaire import question_type
from contractgen.values import describe

# Tables that no one answers: they are computed from the selection, the library and the answers.
MADE_TABLES: dict[str, tuple[Column, ...]] = {
    "annexes": (Column("numero", "Numéro", "text", True), Column("titre", "Titre", "text", True)),
    "annexes_par_deux": (
        Column("numero", "Numéro", "text", True),
        Column("titre", "Titre", "text", True),
        Column("numero_suivant", "Numéro suivant", "text", False),
        Column("titre_suivant", "Titre suivant", "text", False),
    ),
    "exigences": (
        Column("id", "Exigence", "text", True),
        Column("texte", "Texte", "text", True),
        Column("source", "Source", "text", True),
    ),
    "definitions_retenues": (Column("terme", "Terme", "text", True), Column("sens", "Sens", "text", True)),
}
COMPLETED = "indicateurs_complets"  # the table « indicateurs », completed from the catalogue


class Names(NamedTuple):
    """Types by name for conditions; tables by name with their columns; descriptions by name for printing;
    `problems`: facts whose condition is wrong."""

    types: Mapping[str, Type]
    tables: Mapping[str, Mapping[str, Column]]
    descriptions: Mapping[str, Column]
    problems: tuple[tuple[Fact, ConditionError], ...] = ()


def names_of(questionnaire: Questionnaire, facts: Mapping[str, Fact], parameters: Mapping[str, Parameter]) -> Names:
    """All the names; a fact is typed after the facts it reads."""
    types = {ident: question_type(question) for ident, question in questionnaire.questions.items()}
    types |= {ident: _parameter_type(parameter) for ident, parameter in parameters.items()}
    problems = _type_facts(facts, types)
    descriptions = {ident: describe(ident, question) for ident, question in questionnaire.questions.items()}
    descriptions |= {ident: describe(ident, parameter) for ident, parameter in parameters.items()}
    descriptions |= {
        ident: describe(ident, fact)._replace(type="boolean" if types[ident].kind == "boolean" else "decimal")
        for ident, fact in facts.items()
        if ident in types
    }
    return Names(types, _tables(questionnaire), descriptions, tuple(problems))


class Printing(NamedTuple):
    """What assembly needs of the names: columns of each table, description of each name."""

    tables: Mapping[str, Mapping[str, Column]]
    descriptions: Mapping[str, Column]


_recent: list[tuple[Questionnaire, Library, Printing]] = []


def printing_of(questionnaire: Questionnaire, library: Library) -> Printing:
    """The descriptions for printing; kept for the last few libraries, since they depend on nothing else."""
    for known, of_library, printing in _recent:
        if known is questionnaire and of_library is library:
            return printing
    sources: dict[str, Question | Fact | Parameter] = {**questionnaire.questions, **library.facts, **library.parameters}
    printing = Printing(_tables(questionnaire), {ident: describe(ident, source) for ident, source in sources.items()})
    _recent[:] = [(questionnaire, library, printing), *_recent[:3]]
    return printing


def _tables(questionnaire: Questionnaire) -> dict[str, Mapping[str, Column]]:
    tables: dict[str, Mapping[str, Column]] = {
        ident: {column.id: column for column in columns} for ident, columns in MADE_TABLES.items()
    }
    for ident, question in questionnaire.questions.items():
        if question.type == "table":
            tables[ident] = {column.id: column for column in question.columns}
        elif question.type in ("list", "choices"):
            tables[ident] = {"": _item(question)}
    if "indicateurs" in tables:
        tables[COMPLETED] = tables["indicateurs"]
    return tables


def _item(question: Question) -> Column:
    """The description of one value of a list or of several choices."""
    kind = "choice" if question.type == "choices" else "text"
    return Column(question.id, question.label, kind, True, question.unit, question.choices)


def _parameter_type(parameter: Parameter) -> Type:
    if isinstance(parameter.values[-1].value, tuple):
        return Type("list", item=Type("text"))
    return Type("date" if parameter.unit == "date" else "number")


def row_type(columns: Mapping[str, Column]) -> Type:
    """The type of a loop variable over a table (or over a list, whose only column has no name)."""
    if "" in columns:
        return question_type(columns[""])
    return Type("row", columns={ident: question_type(column) for ident, column in columns.items()})


def _type_facts(facts: Mapping[str, Fact], types: dict[str, Type]) -> list[tuple[Fact, ConditionError]]:
    """Types each fact once those it reads are typed; what is wrong. What waits for that, or in a circle, stays untyped."""
    waiting = {ident: {name for name in _names_in(fact.condition) if name in facts} for ident, fact in facts.items()}
    readers: dict[str, list[str]] = {ident: [] for ident in facts}
    for ident, names in waiting.items():
        for name in names:
            readers[name].append(ident)
    ready = [ident for ident, names in waiting.items() if not names]
    errors: dict[str, ConditionError] = {}
    while ready:
        ident = ready.pop()
        try:
            types[ident] = check(facts[ident].condition, types, expected=None)
        except ConditionError as error:
            errors[ident] = error
            continue
        for reader in readers[ident]:
            waiting[reader].discard(ident)
            if not waiting[reader]:
                ready.append(reader)
    return [(fact, errors[ident]) for ident, fact in facts.items() if ident in errors]


def _names_in(source: str) -> tuple[str, ...]:
    try:
        return parse(source).names
    except ConditionError:
        return ()
