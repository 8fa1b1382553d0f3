"""The answers file to fill in, for those who prefer an editor: a questionnaire in, commented YAML out.

A line « #question: value » is an answer to come: it counts once its « # » is taken away. Lines that begin with « # » and
a space explain. As it stands the file answers nothing.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import repeat
from typing import Any

from contractgen.model import Column, Library, Question, Questionnaire, Section
from contractgen.view import CROSS_CUTTING, FUNCTIONS, view_of

TO_FILL = "À COMPLÉTER"
_WIDTH = 118
_PLAIN = re.compile(r"[A-Za-zÀ-ÿ][\w À-ÿ'’./()-]*[\wÀ-ÿ).]|[A-Za-zÀ-ÿ]")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "oui", "non"})
_KINDS = {
    "text": "texte", "long_text": "texte, sur plusieurs lignes s'il le faut", "email": "adresse de courriel",
    "siren": "neuf chiffres, entre apostrophes", "integer": "nombre entier", "decimal": "nombre, point décimal",
    "money": "montant, point décimal", "percent": "pourcentage, sans « % »", "boolean": "true ou false",
    "date": "date AAAA-MM-JJ", "choice": "un choix", "choices": "liste de choix", "list": "liste de textes",
    "table": "tableau : une ligne « - {…} » par rang",
}  # fmt: skip
_HEAD = """\
# yaml-language-server: $schema={schema}
#
# Réponses – {title}
#
# Pour répondre, retirez le « # » collé au début d'une ligne « #question: valeur », et mettez votre valeur.
# Pour un tableau, retirez-le aussi devant ses lignes « #  - ». Les lignes « # » suivies d'une espace expliquent.
# La valeur déjà écrite est celle par défaut : la laisser en commentaire revient à l'accepter.
# Plusieurs prestataires : « lots: », une liste de lots, chacun avec son « id » et ses réponses propres (« - id: paie »).
#
"""


def askable(library: Library, questionnaire: Questionnaire, functions: tuple[str, ...]) -> frozenset[str]:
    """The questions that some answers could get asked for a lot of these functions."""
    undecided = {ident: question._replace(default=None) for ident, question in questionnaire.questions.items()}
    view = view_of(library, questionnaire._replace(questions=undecided), "lot", {FUNCTIONS: functions})
    return frozenset(ident for ident, entry in view.entries.items() if entry.state not in ("not_asked", "parked"))


def template(
    questionnaire: Questionnaire,
    schema: str,
    asked: frozenset[str] | None = None,
    functions: tuple[str, ...] = (),
) -> str:
    """The text of the file. `schema`: the name of its JSON Schema for editors; `asked`: the questions to keep, all when
    None; `functions`: those of the dossier, when they are known."""
    kept = [q for ident, q in questionnaire.questions.items() if asked is None or ident in asked]
    lines = _HEAD.format(schema=schema, title=questionnaire.title).splitlines()
    lines += _index(kept, questionnaire)
    for section in questionnaire.sections.values():
        questions = [question for question in kept if question.section == section.id]
        if questions:
            lines += _section(section, questions, functions)
    return "\n".join(lines) + "\n"


def _index(questions: list[Question], questionnaire: Questionnaire) -> Iterator[str]:
    """What has to be answered whatever the other answers."""
    always = [q.id for q in questions if _open(q) and not q.when and not questionnaire.sections[q.section].when]
    yield from _prose(f"{TO_FILL} dans tous les cas : {', '.join(always)}.")
    others = sum(_open(question) for question in questions) - len(always)
    if others:
        yield from _prose(f"{TO_FILL} selon les autres réponses : {others} questions, marquées de même.")


def _open(question: Question) -> bool:
    return question.required and question.default is None


def _section(section: Section, questions: list[Question], functions: tuple[str, ...]) -> Iterator[str]:
    yield ""
    yield "# " + "-" * (_WIDTH - 2)
    yield from _prose(section.title + (" (une réponse par lot)" if section.scope == "lot" else ""))
    if section.when:
        yield from _prose(f"Section posée si : {section.when}")
    for question in questions:
        yield ""
        yield from _explained(question)
        yield from _answer(question, functions)


def _explained(question: Question) -> Iterator[str]:
    mark = f"{TO_FILL} – " if _open(question) else "" if question.required else "Facultatif – "
    kind = ", ".join(filter(None, (_KINDS[question.type], question.unit, _bounds(question))))
    yield from _prose(f"{mark}{question.label} [{kind}]")
    if question.when:
        yield from _prose(f"Posée si : {question.when}")
    for note in filter(None, (question.help, question.why)):
        yield from _prose(note)
    for other in question.default_when:
        value = f"sans {', '.join(other.without)}" if other.without else scalar(other.value)
        yield from _prose(f"Par défaut, {value} si : {other.when}")
    for choice in question.choices:
        yield from _prose(f"  {scalar(choice.value)} : {choice.label}")
    for column in question.columns:
        yield from _prose(f"  {_column(column)}")


def _bounds(question: Question) -> str:
    low, high = question.minimum, question.maximum
    if low is not None and high is not None:
        return f"de {low} à {high}"
    return f"{low} au moins" if low is not None else f"{high} au plus" if high is not None else ""


def _column(column: Column) -> str:
    kind = ", ".join(filter(None, (_KINDS[column.type], column.unit, "obligatoire" if column.required else "")))
    choices = ", ".join(f"{scalar(choice.value)} = {choice.label}" for choice in column.choices)
    return f"{column.id} : {column.label} [{kind}]" + (f" : {choices}" if choices else "")


def _prose(text: str) -> Iterator[str]:
    """The text as lines of explanation."""
    for line in text.splitlines():
        indent = " " * (len(line) - len(line.lstrip()))
        yield from textwrap.wrap(
            line, _WIDTH, initial_indent="# ", subsequent_indent=f"#   {indent}", break_long_words=False
        )


def _answer(question: Question, functions: tuple[str, ...]) -> Iterator[str]:
    """The line, or for a table the lines, that answer once they are no comments."""
    if question.id == FUNCTIONS and functions:
        yield f"#{question.id}: {scalar(functions)}"
    elif question.type != "table":
        yield f"#{question.id}: {'' if question.default is None else scalar(question.default)}".rstrip()
    else:
        conditional = zip(question.default or (), question.row_whens or repeat(None), strict=False)
        rows = [(row, when) for row, when in conditional if _wanted(row, functions)]
        if not rows and question.default is not None:
            yield from _prose("Par défaut : aucune ligne. Une ligne à compléter :")
        if rows and not functions and any(column.id == "fonction" for column in question.columns):
            yield from _prose("Ne gardez que les lignes de vos fonctions, comme le fait la valeur par défaut.")
        yield f"#{question.id}:"
        for row, when in rows:
            yield f"#  - {scalar(row)}" + (f"  # par défaut si : {when}" if when else "")
        if not rows:
            yield f"#  - {{{', '.join(_blank(column, functions) for column in question.columns)}}}"


def _wanted(row: Mapping[str, Any], functions: tuple[str, ...]) -> bool:
    return not functions or row.get("fonction", CROSS_CUTTING) in (*functions, CROSS_CUTTING)


def _blank(column: Column, functions: tuple[str, ...]) -> str:
    """A cell of the example row: a choice to be changed, else nothing, so that nothing invented gets into a contract."""
    values = [
        choice.value
        for choice in column.choices
        if not functions or column.id != "fonction" or choice.value in functions
    ]
    if not values:
        return f"{column.id}: "
    return f"{column.id}: {scalar((values[0],) if column.type == 'choices' else values[0])}"


def scalar(value: Any) -> str:
    """A value as YAML on one line: a text in quotes unless no reader could take it for something else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {scalar(item)}" for key, item in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(scalar, value)) + "]"
    if isinstance(value, (int, Decimal)):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return str(value)
    return json.dumps(value, ensure_ascii=False)
