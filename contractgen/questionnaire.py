"""The questionnaire: a YAML file in, a frozen `Questionnaire` out, every error with file and line.

It asks nothing and evaluates nothing; which questions are asked in a lot is the business of `view`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from contractgen.errors import ContentError, reason
from contractgen.model import Choice, Column, DefaultWhen, Question, Questionnaire, Section, Type
from contractgen.reading import Problems, Reader
from contractgen.strict_yaml import MAX_CONTENT, Node, YamlError, read
from contractgen.typed_values import TYPES, type_value

SCOPES = ("dossier", "lot")
COLUMN_TYPES = tuple(kind for kind in TYPES if kind != "table")
_NUMBERS = ("integer", "decimal", "money", "percent")
_PATTERNED = ("text", "long_text", "email", "list")
_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?\Z")
_RESERVED = frozenset({"lots", "library", "release", "id", "points_ouverts", "derogations_negociees"})


def load_questionnaire(path: str | Path | None = None) -> Questionnaire:
    """The questionnaire of a YAML file (the one shipped when `path` is None).

    Raises ContentError with one line a problem (file:line) when a key, type, choice or default is wrong.
    """
    import hashlib

    from contractgen import cache
    from contractgen.content import shipped

    file = Path(path) if path is not None else shipped("questionnaires") / "externalisation.yaml"
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ContentError(f"Questionnaire « {file} » illisible : {reason(error)}.") from error
    key = f"questionnaire:{hashlib.sha256(data).hexdigest()}:{file.name}"
    return cache.through(key, Questionnaire, lambda: questionnaire_from(data, file.name))


def questionnaire_from(data: bytes, path: str) -> Questionnaire:
    """The questionnaire of the bytes of a file; `path` is for messages."""
    problems = Problems()
    questionnaire = read_questionnaire(data, path, problems)
    problems.raise_if_any()
    return questionnaire


def read_questionnaire(data: bytes, path: str, problems: Problems) -> Questionnaire:
    """What can be read of it, each problem added to those given."""
    try:
        return _questionnaire(Reader(read(data, MAX_CONTENT), path, problems), path)
    except YamlError as error:
        problems.unreadable(path, error)
        return Questionnaire("", "", "", (), {}, {}, path)


def _questionnaire(reader: Reader, path: str) -> Questionnaire:
    sections: dict[str, Section] = {}
    questions: dict[str, Question] = {}
    for entry in reader.readers("sections"):
        section = _section(entry, questions)
        if section.id in sections:
            entry.problem(f"section « {section.id} » en double", about=section.id)
        sections[section.id] = section
    informational = reader.texts("informational")
    for name in informational:
        if name not in questions:
            reader.problem(f"« informational » cite la question inconnue « {name} »", about=name)
    result = Questionnaire(
        reader.text("id"), reader.text("version"), reader.text("title"), informational, sections, questions, path
    )
    reader.close()
    if not questions:
        reader.problem("aucune question")
    return result


def _section(reader: Reader, questions: dict[str, Question]) -> Section:
    ident, scope = reader.text("id"), reader.one_of("scope", SCOPES)
    asked = []
    for entry in reader.readers("questions"):
        question = _question(entry, ident, scope)
        if question.id in questions:
            entry.problem(f"question « {question.id} » en double", about=question.id)
        questions[question.id] = question
        asked.append(question.id)
    title, when, level = reader.text("title"), reader.optional("when"), reader.text("level", "")
    return Section(ident, title, scope, tuple(asked), when, level, reader.line)


def _question(reader: Reader, section: str, scope: str) -> Question:
    ident = reader.text("id")
    if not _ID.match(ident) or ident in _RESERVED:
        message = f"id de question « {ident} » : lettres minuscules, chiffres, « _ », un point au plus"
        reader.problem(message, about=ident)
    default = reader.take("default")
    question = Question(
        id=ident,
        label=reader.text("label"),
        type=reader.one_of("type", TYPES),
        required=reader.flag("required"),
        section=section,
        scope=scope,
        line=reader.line,
        unit=reader.text("unit", ""),
        choices=_choices(reader),
        columns=_columns(reader, ident),
        when=reader.optional("when"),
        help=reader.text("help", ""),
        why=reader.text("why", ""),
        minimum=reader.number("min"),
        maximum=reader.number("max"),
        pattern=_pattern(reader),
    )
    _check_shape(reader, question)
    default, row_whens = _conditional_rows(reader, question, default)
    question = question._replace(default=_default(reader, question, default), row_whens=row_whens)
    others = tuple(_default_when(entry, question) for entry in reader.readers("default_when"))
    return question._replace(default_when=others)


def _columns(reader: Reader, question: str) -> tuple[Column, ...]:
    found: dict[str, Column] = {}
    for entry in reader.readers("columns"):
        column = _column(entry)
        if column.id in found:
            entry.problem(f"question « {question} » : colonne « {column.id} » en double", about=column.id)
        found[column.id] = column
    return tuple(found.values())


def _column(reader: Reader) -> Column:
    column = Column(
        reader.text("id"),
        reader.text("label"),
        reader.one_of("type", COLUMN_TYPES),
        reader.flag("required"),
        reader.text("unit", ""),
        _choices(reader),
    )
    if column.type in ("choice", "choices") and not column.choices:
        reader.problem(f"colonne « {column.id} » sans choix")
    return column


def _choices(reader: Reader) -> tuple[Choice, ...]:
    return tuple(Choice(entry.text("value"), entry.text("label")) for entry in reader.readers("choices"))


def _pattern(reader: Reader) -> str | None:
    pattern = reader.optional("pattern")
    if pattern is not None:
        try:
            re.compile(pattern)
        except re.error:
            reader.problem(f"« pattern » n'est pas une expression régulière : {pattern}", about="pattern")
            return None
    return pattern


def _check_shape(reader: Reader, question: Question) -> None:
    if question.type in ("choice", "choices") and not question.choices:
        reader.problem(f"question « {question.id} » sans choix")
    if (question.type == "table") != bool(question.columns):
        reader.problem(f"question « {question.id} » : un tableau a des colonnes, et lui seul")
    if question.type not in _NUMBERS and (question.minimum, question.maximum) != (None, None):
        reader.problem(f"question « {question.id} » : « min » et « max » ne bornent qu'un nombre")
    if question.type not in _PATTERNED and question.pattern is not None:
        reader.problem(
            f"question « {question.id} » : « pattern » ne vaut que pour un texte ou une liste de textes",
            about="pattern",
        )


def _default(reader: Reader, question: Question, node: Node | None) -> Any:
    """The typed default; an empty text or list is a default too."""
    if node is None or question.type not in TYPES or any(c.type not in COLUMN_TYPES for c in question.columns):
        return None  # a type that is none was told already
    raw = plain(node)
    typed = type_value(question, raw)
    for refusal in typed.refusals:
        reader.wrong(f"valeur par défaut de « {question.id} » : {refusal.message}", node)
    return "" if raw == "" else typed.value


def _conditional_rows(
    reader: Reader, question: Question, node: Node | None
) -> tuple[Node | None, tuple[str | None, ...]]:
    """The rows by default without their « when », and the condition of each; no condition at all when none has one."""
    if node is None or question.type != "table" or not isinstance(node.value, list):
        return node, ()
    rows = [row.value if isinstance(row.value, dict) else {} for row in node.value]
    found = [row.get("when") for row in rows]
    if not any(found):
        return node, ()
    for row, when in zip(node.value, found, strict=True):
        if when is not None and (not isinstance(when.value, str) or len(row.value) == 1):
            reader.wrong(
                f"ligne par défaut de « {question.id} » : « when » est la condition d'une ligne non vide", when
            )
            return None, ()
    kept = [
        row._replace(value={key: cell for key, cell in row.value.items() if key != "when"}) if when else row
        for row, when in zip(node.value, found, strict=True)
    ]
    return node._replace(value=kept), tuple(None if when is None else when.value for when in found)


def default_conditions(question: Question) -> tuple[str, ...]:
    """The conditions on which the default of a question depends."""
    return (*(other.when for other in question.default_when), *filter(None, question.row_whens))


def _default_when(reader: Reader, question: Question) -> DefaultWhen:
    """A default under a condition: a value of the question, or the rows by default without some columns."""
    when, without, node = reader.text("when"), reader.texts("without"), reader.take("value")
    if (node is None) != bool(without):
        reader.problem(f"« default_when » de « {question.id} » : « value » ou « without », l'un des deux")
    if without and not question.default:
        reader.problem(f"« without » de « {question.id} » : sans valeur par défaut, il n'y a aucune colonne à retirer")
    needed = {column.id: column.required for column in question.columns}
    for name in without:
        if needed.get(name, True):
            reader.problem(
                f"« without » de « {question.id} » : « {name} » n'est pas une colonne facultative", about=name
            )
    return DefaultWhen(when, _default(reader, question, node), without)


def plain(node: Node) -> Any:
    """A node as plain texts, lists and dicts."""
    if isinstance(node.value, dict):
        return {key: plain(value) for key, value in node.value.items()}
    if isinstance(node.value, list):
        return [plain(item) for item in node.value]
    return node.value


# ---------------------------------------------------------------- types for conditions

_KINDS = {"boolean": "boolean", "date": "date", "choice": "choice"}


def question_type(question: Question | Column) -> Type:
    """The type of a question or column in conditions."""
    domain = tuple(choice.value for choice in question.choices)
    if question.type in ("integer", "decimal", "money", "percent"):
        return Type("number")
    if question.type == "list":
        return Type("list", item=Type("text"))
    if question.type == "choices":
        return Type("list", item=Type("choice", domain))
    if isinstance(question, Question) and question.type == "table":
        columns = {column.id: question_type(column) for column in question.columns}
        return Type("table", item=Type("row", columns=columns))
    return Type(_KINDS.get(question.type, "text"), domain if question.type == "choice" else ())
