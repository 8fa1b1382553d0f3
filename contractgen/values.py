"""Values as they are printed: a closed list of formats, each for given types.

In: a typed value and the description of its question or column. Out: text. What a user wrote is printed as
`french.dressed` leaves it; numbers, dates and labels follow `french`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from contractgen import french
from contractgen.model import Column, Fact, Parameter, Question

_NUMBERS = ("integer", "decimal", "money", "percent")
_TEXTS = ("text", "long_text", "email", "choice")
_UNIT_NAMES = {
    "pct": "%", "jours": "jours", "jours_ouvres": "jours ouvrés", "heures": "heures", "heures_ouvrees": "heures ouvrées",
    "nombre": "nombre", "mois": "mois", "ans": "ans", "semaines": "semaines",
}  # fmt: skip
_PLACEHOLDER = re.compile(r"(à (désigner|définir|compléter|préciser|déterminer)|tbd|xxx+)\b", re.IGNORECASE)


class Format(NamedTuple):
    """A format: the types of value it prints, and how. `print` takes the value, its description, and whether
    the defined terms of a contract (« Jour ouvré ») are capitalised."""

    types: tuple[str, ...]
    print: Callable[[Any, Column, bool], str]


def describe(name: str, source: Question | Fact | Parameter) -> Column:
    """The description of a question, fact or parameter, as of a table's column."""
    if isinstance(source, Question):
        return Column(name, source.label, source.type, source.required, source.unit, source.choices)
    if isinstance(source, Fact):
        return Column(name, source.label, "boolean", True)
    value = source.values[-1].value
    by_unit = {"EUR": "money", "EUR HT": "money", "pct": "percent", "date": "date"}
    kind = "list" if isinstance(value, tuple) else by_unit.get(source.unit, "decimal")
    return Column(name, name, kind, True, source.unit)


def label(column: Column, value: str) -> str:
    """The label of a choice, else the value, as it is printed."""
    found = next((choice.label for choice in column.choices if choice.value == value), None)
    return french.dressed(value) if found is None else french.typography(found)


def is_placeholder(text: Any) -> bool:
    """Whether a text stands for an answer that is still to come: « à désigner »."""
    return isinstance(text, str) and _PLACEHOLDER.match(text) is not None


def to_fill(label: str) -> str:
    """The blank that stands for an answer that is lacking."""
    return f"[à compléter{french.NBSP}: {french.typography(label.rstrip(' ?'))}]"


def plain(value: Any, column: Column) -> str:
    """The value in the manner of its type."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, tuple):
        return french.enumeration(tuple(label(column, item) for item in value))
    if column.type == "choice":
        return label(column, value)
    printer = _BY_TYPE.get(column.type)
    if printer is None:
        return french.number(value) if isinstance(value, (int, Decimal)) else french.dressed(str(value))
    return printer(value)


def printed(value: Any, column: Column, name: str = "", capital: bool = True) -> str:
    """The value in the format of that name; the format suits the type (the library's loader saw to it)."""
    return FORMATS[name].print(value, column, capital) if name else plain(value, column)


def suits(name: str, column: Column) -> bool:
    """Whether the format exists and prints that type of value."""
    return not name or (name in FORMATS and column.type in FORMATS[name].types)


def _siren(value: str) -> str:
    return f"{value[:3]}{french.NBSP}{value[3:6]}{french.NBSP}{value[6:]}"


_BY_TYPE: dict[str, Callable[[Any], str]] = {
    "integer": french.number,
    "decimal": french.number,
    "money": french.euros,
    "percent": french.percent,
    "date": french.day,
    "siren": _siren,
}


def _duration(unit: str) -> Format:
    return Format(_NUMBERS, lambda value, column, capital: french.duration(value, unit, capital))


def _figures(unit: str, singular: str) -> Format:
    def text(value: Any, column: Column, capital: bool) -> str:
        return f"{french.number(value)}{french.NBSP}{unit if abs(value) >= 2 else singular}"

    return Format(_NUMBERS, text)


def _simple(types: tuple[str, ...], function: Callable[[Any], str]) -> Format:
    return Format(types, lambda value, column, capital: function(value))


FORMATS: dict[str, Format] = {
    **{unit: _duration(unit) for unit in french.DURATIONS},
    "h": _figures("h", "h"),
    "j": _figures("jours", "jour"),
    "montant": _simple(_NUMBERS, french.amount),
    "euros": _simple(_NUMBERS, french.euros),
    "euros_lettres": _simple(_NUMBERS, french.euros_in_words),
    "pct": _simple(_NUMBERS, french.percent),
    "nombre": _simple(_NUMBERS, french.number),
    "rang": _simple(("integer",), french.rank),
    "date": _simple(("date",), french.day),
    "minuscule": Format((*_TEXTS, "choices", "list"), lambda value, column, capital: _lowered(value, column)),
    "jour_mois": _simple(("text",), french.day_of_year),
    "unite": _simple(("text",), lambda value: _UNIT_NAMES.get(value, value)),
    "de": Format(_TEXTS, lambda value, column, capital: french.elided(plain(value, column))),
    "pays": Format(("text", "list"), lambda value, column, capital: _countries(value)),
    "tiret": Format(
        (*_TEXTS, *_NUMBERS, "date", "list", "choices", "siren"), lambda v, column, capital: plain(v, column)
    ),
}
DASH = "—"


def _countries(value: str | Sequence[str]) -> str:
    """The names of countries given by their codes (ISO 3166-1); what is no code is printed as it stands."""
    from contractgen.countries import COUNTRIES

    codes = (value,) if isinstance(value, str) else value
    return french.enumeration(tuple(COUNTRIES.get(code.upper()) or french.dressed(code) for code in codes))


def _lowered(value: Any, column: Column) -> str:
    if isinstance(value, tuple):
        return french.enumeration(tuple(french.lowered(label(column, item)) for item in value))
    return french.lowered(plain(value, column))
