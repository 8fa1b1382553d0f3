"""One value typed by its question: text, number, date, choice, list or table; or why it is refused.

In: what an answers file or a default holds (texts, mappings, lists). Out: str, int, Decimal, bool, date, a
tuple of texts, or a tuple of rows (dict by column id). Never a float. Refusals are `Refusal` values with
the path inside the value, so that the caller can give file, line and column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, NamedTuple

from contractgen.model import Choice, Column, Question
from contractgen.reading import boolean, day, decimal, integer
from contractgen.text import RefusedTextError, admit

TYPES = ("text", "long_text", "email", "siren", "integer", "decimal", "money", "percent", "boolean",
         "date", "choice", "choices", "list", "table")  # fmt: skip
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+\Z")


class Refusal(NamedTuple):
    """Why a value is refused; `path` holds keys and row numbers inside the value."""

    path: tuple[str | int, ...]
    message: str


class Notice(NamedTuple):
    """What the text gate changed, and where inside the value."""

    path: tuple[str | int, ...]
    changes: tuple[str, ...]


class Typed(NamedTuple):
    """A typed value (None: no answer), with refusals and notices."""

    value: Any
    refusals: tuple[Refusal, ...]
    notices: tuple[Notice, ...]


def type_value(question: Question, raw: Any) -> Typed:
    """`raw` typed by `question`; an empty text or null is no answer."""
    typist = _Typist()
    value = typist.value(question, raw, ())
    if value is not None and not typist.refusals:
        typist.bounds(question, value)
    return Typed(None if typist.refusals else value, tuple(typist.refusals), tuple(typist.notices))


def is_siren(digits: str) -> bool:
    """Nine digits whose key is right (Luhn's, ISO/IEC 7812-1 annex B). A library for it would double the imports."""
    if not re.fullmatch(r"[0-9]{9}", digits):
        return False
    doubled = "0246813579"  # the digit's double, its own digits added
    return sum(int(doubled[int(d)]) if rank % 2 else int(d) for rank, d in enumerate(digits)) % 10 == 0


class _Typist:
    def __init__(self) -> None:
        self.refusals: list[Refusal] = []
        self.notices: list[Notice] = []

    def value(self, question: Question | Column, raw: Any, path: tuple[str | int, ...]) -> Any:
        if raw is None:
            return None
        kind = question.type
        if kind in ("list", "choices", "table"):
            return self._several(question, raw, path)
        if isinstance(raw, (list, tuple, Mapping)):
            return self._refuse(path, f"{_WANTED[kind]} est attendu, non une liste")
        if kind in ("text", "long_text", "email", "siren"):
            return self._text(kind, raw, path)
        if kind == "choice":
            return self._choice(question.choices, raw, path)
        if isinstance(raw, float):
            return self._refuse(
                path, f"« {raw} » : {_WANTED[kind]} est attendu ; un flottant n'est pas exact, donnez un Decimal"
            )
        value = _SCALARS[kind](raw)
        return self._refuse(path, f"« {raw} » : {_WANTED[kind]} est attendu") if value is None else value

    def _refuse(self, path: tuple[str | int, ...], message: str) -> Any:
        """Notes the refusal; the value is then None."""
        self.refusals.append(Refusal(path, message))
        return None

    def _text(self, kind: str, raw: Any, path: tuple[str | int, ...]) -> Any:
        if not isinstance(raw, (str, int)) or isinstance(raw, bool):
            return self._refuse(path, "un texte est attendu")
        try:
            text, changes = admit(str(raw))
        except RefusedTextError as error:
            return self._refuse(path, str(error))
        if changes:
            self.notices.append(Notice(path, changes))
        if not text:
            return None
        if kind == "email" and not _EMAIL.match(text):
            return self._refuse(path, f"« {text} » n'est pas une adresse de courriel")
        return self._siren(text, path) if kind == "siren" else text

    def _siren(self, text: str, path: tuple[str | int, ...]) -> Any:
        digits = re.sub(r"[ \u00a0\u202f.]", "", text)
        if not is_siren(digits):
            return self._refuse(path, f"« {text} » n'est pas un SIREN : neuf chiffres dont la clé doit être juste")
        return digits

    def _choice(self, choices: tuple[Choice, ...], raw: Any, path: tuple[str | int, ...]) -> Any:
        values = [choice.value for choice in choices]
        text = str(raw) if isinstance(raw, (str, int)) and not isinstance(raw, bool) else ""
        if text in values:
            return text
        near = get_close_matches(text, values, 1)
        hint = f" ; vouliez-vous « {near[0]} » ?" if near else ""
        return self._refuse(path, f"« {raw} » n'est pas un choix admis ({', '.join(values)}){hint}")

    def _several(self, question: Question | Column, raw: Any, path: tuple[str | int, ...]) -> Any:
        if not isinstance(raw, (list, tuple)):
            return self._refuse(path, "une liste est attendue")
        values = []
        for index, item in enumerate(raw):
            if item is None:
                continue
            place = (*path, index)
            value: Any
            if question.type == "table":
                value = self._row(question, item, place)
            elif question.type == "choices":
                value = self._choice(question.choices, item, place)
            elif isinstance(item, (list, tuple, Mapping)):
                value = self._refuse(place, "un texte est attendu")
            else:
                value = self._text("text", item, place)
            if value is not None:
                values.append(value)
        return tuple(dict.fromkeys(values)) if question.type == "choices" else tuple(values)

    def _row(self, question: Question | Column, raw: Any, path: tuple[str | int, ...]) -> Any:
        columns = {column.id: column for column in getattr(question, "columns", ())}
        if not isinstance(raw, Mapping):
            return self._refuse(path, "une ligne « colonne: valeur » est attendue")
        row: dict[str, Any] = {}
        for key, item in raw.items():
            if key not in columns:
                near = get_close_matches(str(key), columns, 1)
                hint = f" ; vouliez-vous « {near[0]} » ?" if near else ""
                self._refuse((*path, key), f"colonne « {key} » inconnue (colonnes : {', '.join(columns)}){hint}")
                continue
            value = self.value(columns[key], item, (*path, key))
            if value is not None:
                row[key] = value
        return row or None

    def bounds(self, question: Question, value: Any) -> None:
        low, high = question.minimum, question.maximum
        if low is not None and value < low:
            self._refuse((), f"« {value} » est inférieur au minimum {low}")
        if high is not None and value > high:
            self._refuse((), f"« {value} » est supérieur au maximum {high}")
        if question.pattern is None:
            return
        for index, text in enumerate(value if isinstance(value, tuple) else (value,)):
            if not re.search(question.pattern, text, re.ASCII):
                path = (index,) if isinstance(value, tuple) else ()
                self._refuse(path, f"« {text} » n'a pas la forme attendue. {question.help}".strip())


_SCALARS: dict[str, Callable[[Any], int | object | date | None]] = {
    "integer": integer,
    "decimal": decimal,
    "money": decimal,
    "percent": decimal,
    "boolean": boolean,
    "date": day,
}
_WANTED = {
    "integer": "un nombre entier, sans espace ni virgule,",
    "decimal": "un nombre (point décimal, sans espace)",
    "money": "un montant en euros (point décimal, sans espace ni « € »)",
    "percent": "un pourcentage (point décimal, sans « % »)",
    "boolean": "true ou false",
    "date": "une date AAAA-MM-JJ",
    "choice": "un choix",
    "text": "un texte",
    "long_text": "un texte",
    "email": "une adresse de courriel",
    "siren": "un SIREN",
}
