"""The JSON Schema (draft 2020-12) of an answers file, for completion and checks in an editor: a questionnaire in, a dict out.

It admits what `lots` and `typed_values` admit, as far as a schema can tell: dotted ids may be nested or not, null is no
answer. It cannot tell the key of a SIREN, nor which questions are asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from contractgen.answers import DEVIATION_KEYS, DEVIATIONS, OPEN_POINTS, POINT_KEYS, RELEASE
from contractgen.model import Choice, Column, Question, Questionnaire

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_EMAIL = r'^[^@\s<>"]+@[^@\s<>"]+\.[^@\s<>".]+$'
_SIREN = "^([ .\u00a0\u202f]*[0-9]){9}[ .\u00a0\u202f]*$"
_TEXT = {"type": ["string", "number", "null"]}
_KINDS: Mapping[str, Mapping[str, Any]] = {
    "text": _TEXT,
    "long_text": _TEXT,
    "email": {"type": ["string", "null"], "pattern": _EMAIL},
    "siren": {"type": ["string", "integer", "null"], "pattern": _SIREN},
    "integer": {"type": ["integer", "null"]},
    "decimal": {"type": ["number", "null"]},
    "money": {"type": ["number", "null"]},
    "percent": {"type": ["number", "null"]},
    "boolean": {"enum": [True, False, "oui", "non", "Oui", "Non", None]},
    "date": {"type": ["string", "null"], "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
}

_RELEASE = {
    "title": "Version publiée de la bibliothèque",
    "description": "Le dossier est produit avec elle, et non avec la bibliothèque courante.",
    "type": ["string", "null"],
    "pattern": r"^\d+\.\d+\.\d+$",
}
_OPEN_POINTS = {
    "type": "array",
    "description": "Questions auxquelles quelqu’un doit encore répondre : qui, et pour quand.",
    "items": {
        "type": "object",
        "properties": {key: {"type": "string"} for key in POINT_KEYS},
        "required": ["question"],
        "additionalProperties": False,
    },
}

_DEVIATIONS = {
    "type": "array",
    "description": "Textes négociés, qui remplacent dans ce dossier celui d’une clause ; « review --apply » les écrit.",
    "items": {
        "type": "object",
        "properties": {
            **{key: {"type": "string"} for key in DEVIATION_KEYS},
            "texte": {
                "type": ["array", "null"],
                "items": {"type": ["string", "array"], "items": {"type": ["string", "null"]}},
            },
        },
        "required": ["clause", "texte"],
        "additionalProperties": False,
    },
}


def schema(questionnaire: Questionnaire) -> dict[str, Any]:
    """The schema of the answers to a questionnaire; each question is a definition, used in the common part and in lots."""
    questions = questionnaire.questions.values()
    of_lot = _properties(question for question in questions if question.scope == "lot")
    ident = {"type": ["string", "integer"], "maxLength": 60, "title": "Identifiant du lot"}
    lot = {**_object({"id": ident, **of_lot}), "required": ["id"]}
    lots = {
        "title": "Lots",
        "description": "Un lot par prestataire : les réponses communes, complétées ou remplacées par les siennes.",
        "type": ["array", "null"],
        "minItems": 1,
        "items": lot,
    }
    return {
        "$schema": DIALECT,
        "title": f"Réponses – {questionnaire.title}",
        **_object(
            {
                **_properties(questions),
                "lots": lots,
                OPEN_POINTS: _OPEN_POINTS,
                DEVIATIONS: _DEVIATIONS,
                RELEASE: _RELEASE,
            }
        ),
        "$defs": {question.id: _question(question) for question in questions},
    }


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": dict(properties)}


def _properties(questions: Iterable[Question]) -> dict[str, Any]:
    """Each question by its id; those with a dotted id also nested, at the place of the first."""
    found: dict[str, Any] = {}
    for question in questions:
        reference = {"$ref": f"#/$defs/{question.id}"}
        prefix, _, inner = question.id.partition(".")
        if inner:
            nested = found.setdefault(prefix, {**_object({}), "type": ["object", "null"]})
            nested["properties"][inner] = reference
        found[question.id] = reference
    return found


def _question(question: Question) -> dict[str, Any]:
    found = _shape(question)
    bounds = (("minimum", question.minimum), ("maximum", question.maximum))
    found.update({key: _plain(bound) for key, bound in bounds if bound is not None})
    if question.pattern is not None:
        (found["items"] if question.type == "list" else found)["pattern"] = question.pattern
    if question.default is not None:
        found["default"] = _plain(question.default)
    return {**_described(question, question.help, question.why), **found}


def _shape(question: Question | Column) -> dict[str, Any]:
    if question.type == "choice":
        return _choice(question.choices)
    if question.type == "choices":
        return {"type": ["array", "null"], "items": _choice(question.choices)}
    if question.type == "list":
        return {"type": ["array", "null"], "items": dict(_TEXT)}
    if isinstance(question, Question) and question.type == "table":
        return {"type": ["array", "null"], "items": _row(question.columns)}
    return dict(_KINDS[question.type])


def _row(columns: tuple[Column, ...]) -> dict[str, Any]:
    row = _object({column.id: {**_described(column), **_shape(column)} for column in columns})
    return {**row, "required": [column.id for column in columns if column.required]}


def _choice(choices: tuple[Choice, ...]) -> dict[str, Any]:
    """The values with their labels; one of digits may also be written as a number."""
    numbers = [(int(choice.value), choice.label) for choice in choices if _is_number(choice.value)]
    values = [*((choice.value, choice.label) for choice in choices), *numbers, (None, "pas de réponse")]
    labels = [label for _, label in values]
    return {"enum": [value for value, _ in values], "enumDescriptions": labels, "markdownEnumDescriptions": labels}


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and str(int(value)) == value


def _described(question: Question | Column, *notes: str) -> dict[str, Any]:
    """The title, and a description: unit, whether it is required, choices, help and legal reason."""
    parts = [question.label + (f" ({question.unit})" if question.unit else "")]
    parts += ["Obligatoire." if question.required else "Facultatif.", *filter(None, notes)]
    choices = [f"`{choice.value}` : {choice.label}" for choice in question.choices]
    return {
        "title": question.label,
        "description": "\n".join((*parts, *(choice.replace("`", "") for choice in choices))),
        "markdownDescription": "\n\n".join((*parts, *(f"- {choice}" for choice in choices))),
    }


def _plain(value: Any) -> Any:
    """A typed value as JSON holds it."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value
