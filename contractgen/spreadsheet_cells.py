"""A cell as French spreadsheets show it, and the answer it stands for; what cannot be read stays as it is, to be refused.

In: a text, or the number, date or boolean of a workbook. Out: what an answers file holds (« 1 234,5 » → "1234.5",
« 01/02/2027 » → "2027-02-01", a label of a choice → its value). Nothing is typed here.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from contractgen.model import Choice, Column

_SPACE = "[ \u00a0\u202f\u2009]"
_NUMBER = re.compile(
    rf"(?P<sign>[-\u2212]?){_SPACE}?(?P<whole>[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+|[0-9]+)(?:[.,](?P<part>[0-9]+))?"
)
_SUFFIX = {"money": re.compile(rf"{_SPACE}*(?:€|EUR|euros?)\Z", re.IGNORECASE), "percent": re.compile(rf"{_SPACE}*%\Z")}
_DATE = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_YES, _NO = ("oui", "o", "x", "✓", "✔", "vrai", "true", "1"), ("non", "n", "faux", "false", "0")
_EXPECTED = {
    "integer": "un nombre entier est attendu, comme « 1 200 »",
    "decimal": "un nombre est attendu, comme « 1 234,5 » (six décimales au plus)",
    "money": "un montant en euros est attendu, comme « 1 200,50 € »",
    "percent": "un pourcentage est attendu, comme « 12,5 % »",
    "boolean": "« oui » ou « non » est attendu",
    "date": "une date est attendue, comme « 01/02/2027 »",
}


def fold(text: str) -> str:
    """A name without case, accents, spaces and punctuation: « Unité d'œuvre » and « unite_oeuvre » differ by one letter only."""
    plain = text.casefold().replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if c.isalnum())


def shown(value: Any) -> str:
    """A cell as a French spreadsheet shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def answer_of(column: Column, value: Any) -> Any:
    """What an answers file would hold for the cell; a list for a list."""
    kind = column.type
    if kind in ("list", "choices"):
        items = [item.strip() for item in re.split(r"[;\r\n]+", shown(value)) if item.strip()]
        return [_choice(column.choices, item) for item in items] if kind == "choices" else items
    if kind == "choice":
        return _choice(column.choices, shown(value))
    if kind in ("integer", "decimal", "money", "percent"):
        return _number(kind, value)
    if kind == "boolean":
        return _boolean(value)
    if kind == "date":
        return _day(value) if isinstance(value, str) else value
    return value if isinstance(value, str) else shown(value)


def expected(column: Column, text: str) -> str:
    """What the column wants instead of a text, in French; empty for a column of texts."""
    if column.type in ("choice", "choices"):
        labels = [choice.label for choice in column.choices]
        near = get_close_matches(text, labels, 1)
        hint = f" ; vouliez-vous « {near[0]} » ?" if near else ""
        return f"« {text} » n'est pas un choix admis ({', '.join(labels)}){hint}"
    wanted = _EXPECTED.get(column.type)
    return f"« {text} » : {wanted}" if wanted else ""


def _choice(choices: tuple[Choice, ...], text: str) -> str:
    """The value of the choice that a text names, by value or else by label; the text when none or several do."""
    text = text.strip()
    if any(choice.value == text for choice in choices):
        return text
    named = {choice.value for choice in choices if fold(text) in (fold(choice.value), fold(choice.label))}
    return named.pop() if len(named) == 1 else text


def _number(kind: str, value: Any) -> Any:
    """The number with a decimal point and no spaces, an integer without its « ,00 »."""
    if isinstance(value, Decimal) and value.is_finite() and kind == "integer" and value == value.to_integral_value():
        return int(value)
    if not isinstance(value, str):
        return value
    text = value.strip()
    if kind in _SUFFIX:
        text = _SUFFIX[kind].sub("", text)
    found = _NUMBER.fullmatch(text)
    if found is None:
        return value
    part = (found["part"] or "").rstrip("0")
    whole = re.sub(_SPACE, "", found["whole"])
    return ("-" if found["sign"] else "") + whole + ("." + part if part else "")


def _boolean(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    text = shown(value).strip().casefold()
    return True if text in _YES else False if text in _NO else value


def _day(text: str) -> str:
    found = _DATE.fullmatch(text.strip())
    return f"{found[4]}-{int(found[3]):02}-{int(found[1]):02}" if found else text.strip()
