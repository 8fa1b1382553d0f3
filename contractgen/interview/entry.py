"""What is typed at the keyboard, and what is shown of an answer: French text on one side, typed values on the other."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from contractgen import french
from contractgen.model import Column, Question, Unknown
from contractgen.typed_values import Typed, type_value
from contractgen.values import plain

_NUMBERS = ("integer", "decimal", "money", "percent")
_DAY = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})\Z")
_UNITS = {"jours": "jours", "jours_ouvres": "jours ouvrés", "heures": "heures", "heures_ouvrees": "heures ouvrées",
          "mois": "mois", "ans": "ans", "jour_du_mois": "jour du mois", "jour_ouvre": "jour ouvré", "par_an": "par an", "pieces": "pièces",
          "salaries": "salariés", "unites": "unités", "note_1_5": "note de 1 à 5", "pct": "%", "EUR HT": "€ HT", "EUR": "€"}  # fmt: skip


def typed(question: Question, text: str) -> Typed:
    """The text typed for a question (not a table): « 1 234,50 € », « 01/02/2027 », items of a list between « ; »."""
    return type_value(question, raw_of(question, text))


def raw_of(question: Question | Column, text: str) -> Any:
    """The text as an answers file would hold it."""
    text = text.strip()
    if question.type in _NUMBERS:
        return re.sub(r"[\s\u00a0\u202f€%]", "", text).replace(",", ".") or None
    if question.type == "date":
        found = _DAY.match(text)
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text or None
    if question.type in ("list", "choices"):
        return [item.strip() for item in text.split(";") if item.strip()]
    return text or None


def shown(question: Question | Column, value: Any) -> str:
    """An answer as a person reads it; a table by its number of rows."""
    if isinstance(value, Unknown) or value is None:
        return "sans réponse"
    if isinstance(value, tuple) and (question.type == "table" or (value and isinstance(value[0], dict))):
        return "aucune ligne" if not value else f"{len(value)} ligne{'s' if len(value) > 1 else ''}"
    if value == ():
        return "aucun"
    column = question if isinstance(question, Column) else _column(question)
    return plain(value, column)


def editable(question: Question | Column, value: Any) -> str:
    """An answer as it would be typed again; « » without one."""
    if isinstance(value, Unknown) or value is None:
        return ""
    if isinstance(value, tuple):
        return " ; ".join(str(item) for item in value)
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year}"
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    return str(value)


def unit(question: Question | Column) -> str:
    """The unit to show beside a label, « » without one."""
    if question.type == "percent":
        return "%"
    if question.type == "money":
        return _UNITS.get(question.unit, "€")
    return _UNITS.get(question.unit, question.unit)


def _column(question: Question) -> Column:
    return Column(question.id, question.label, question.type, question.required, question.unit, question.choices)


def day(value: date) -> str:
    """A date as it is shown."""
    return french.day(value)
