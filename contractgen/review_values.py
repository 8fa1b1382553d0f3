"""A printed value read back: the text that stands where an answer was printed in, the typed value that it says out.

It is the inverse of `values`, and it is tried by it: a value is sure when printing it gives the text again. What says
something else than a value of its question (another unit, words and figures that disagree) is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, NamedTuple

from contractgen import french
from contractgen.model import Column, Question
from contractgen.review_text import normal
from contractgen.typed_values import type_value
from contractgen.values import FORMATS, printed, suits

_FIGURES = re.compile(r"-?\d+(?: \d{3})*(?:[.,]\d+)?")
_NUMBERS = ("integer", "decimal", "money", "percent")
_MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
           "novembre", "décembre")  # fmt: skip
_DAY = re.compile(rf"(\d{{1,2}})(?:er)? ({'|'.join(_MONTHS)}) (\d{{4}})|(\d{{1,2}})[/.](\d{{1,2}})[/.](\d{{4}})")
_MOST_IN_WORDS = 400
_LESS_THAN_ONE = {
    Decimal("0.5"): re.compile(r"\bune? demi-"), Decimal("0.25"): re.compile(r"\bun quart d"),
    Decimal("0.75"): re.compile(r"\btrois quarts d"),
}  # fmt: skip  # fractions whose words hold those of a whole number


class Read(NamedTuple):
    """A value read back. `value`: typed, None when the text says none; `exact`: printing it gives the text again;
    `problem`: why it is not sure, in French."""

    value: Any
    exact: bool
    problem: str = ""


def read_value(text: str, column: Question | Column, like: str = "") -> Read:
    """The value of the type of the question or column that a text says. `like`: how the answer was printed there: a
    number must be printed the same way, in the same unit."""
    described = column if isinstance(column, Column) else Column(
        column.id, column.label, column.type, column.required, column.unit, column.choices
    )  # fmt: skip
    if not text.strip():
        return Read(None, False, "valeur effacée")
    if described.type == "table":
        return Read(None, False, "tableau")
    value, problem = _parsed(text, described)
    if value is None:
        return Read(None, False, problem or "ce texte ne dit pas une valeur de cette question")
    if isinstance(column, Question):
        typed = type_value(column, value)
        if typed.refusals:
            return Read(None, False, typed.refusals[0].message)
        value = typed.value
    names = _formats(described, like)
    if _loose(text) in set(_printings(value, described, names)):
        return Read(value, True, problem)
    if described.type in _NUMBERS and not problem:
        problem = _other_words(text, value, described, names)
    return Read(None if problem else value, False, problem)


def _parsed(text: str, column: Column) -> tuple[Any, str]:
    if column.type in _NUMBERS:
        return _number(text, column.type)
    if column.type == "date":
        return _date(text), ""
    if column.type == "boolean":
        return {"oui": True, "non": False}.get(_loose(text)), ""
    if column.type == "choice":
        return _choice(text, column), ""
    if column.type == "choices":
        return _choices(text, column), ""
    if column.type == "list":
        return re.split(r", | et ", _typed(text)), ""
    return _typed(text), ""


def _number(text: str, kind: str) -> tuple[Any, str]:
    """The number said in figures, or in words, and what is wrong when both are there and differ."""
    spaced = " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())
    figures = _FIGURES.findall(spaced)
    in_words = _in_words(_FIGURES.sub(" ", spaced))
    if len(figures) > 1:
        return None, "plusieurs nombres dans ce texte"
    if not figures:
        return in_words, ""
    try:
        value = Decimal(figures[0].replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None, ""
    fraction = _LESS_THAN_ONE.get(value)
    if in_words is not None and in_words != int(value) and not (fraction and fraction.search(spaced)):
        return None, f"les lettres disent {in_words}, les chiffres {figures[0]}"
    return int(value) if kind == "integer" and value == value.to_integral_value() else value, ""


@lru_cache(maxsize=1)
def _cardinals() -> dict[str, int]:
    found = {french.cardinal(number): number for number in range(_MOST_IN_WORDS)}
    found |= {french.cardinal(number * 100): number * 100 for number in range(4, 1000)}
    return found | {f"{words}e": number for words, number in found.items() if re.search(r"\bun\Z", words)}


def _in_words(text: str) -> int | None:
    """The longest number in words that a text holds."""
    said = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.casefold())
    for size in range(len(said), 0, -1):
        for start in range(len(said) - size + 1):
            number = _cardinals().get(" ".join(said[start : start + size]))
            if number is not None:
                return number
    return None


def _date(text: str) -> date | None:
    found = _DAY.search(normal(text).casefold())
    if found is None:
        return None
    try:
        if found[2]:
            return date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))
        return date(int(found[6]), int(found[5]), int(found[4]))
    except ValueError:
        return None


def _choice(text: str, column: Column) -> str | None:
    return next(
        (c.value for c in column.choices if _loose(text) in set(_printings(c.value, column._replace(type="choice")))),
        None,
    )


def _choices(text: str, column: Column) -> list[str] | None:
    found = [_choice(part, column) for part in re.split(r", | et ", text)]
    return [value for value in found if value is not None] if None not in found else None


def _typed(text: str) -> str:
    """What a user would have typed: ordinary spaces and apostrophes."""
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'").strip()


def _loose(text: str) -> str:
    return normal(text).casefold()


def _formats(column: Column, like: str) -> tuple[str, ...]:
    """The formats that suit the column; of a number, those in which the text `like` is printed."""
    names = ("", *(name for name in FORMATS if suits(name, column)))
    said = _number(like, column.type)[0] if like and column.type in _NUMBERS else None
    if said is None:
        return names
    return tuple(name for name in names if _loose(printed(said, column, name)) == _loose(like)) or names


def _printings(value: Any, column: Column, names: tuple[str, ...] = ()) -> Iterator[str]:
    """The value in each of the formats, or in each that suits it."""
    for name in names or _formats(column, ""):
        yield _loose(printed(value, column, name))
    if column.type == "text":
        yield _loose(f"d’{value}")


def _other_words(text: str, value: Any, column: Column, names: tuple[str, ...]) -> str:
    """Why a text around a number is not how a value of this question is printed there: the unit, above all."""
    around = _unit(text)
    known = {_unit(one) for one in _printings(value, column, names)}
    return "" if not around or around in known else f"unité ou texte autre : « {text.strip()} »"


def _unit(text: str) -> str:
    left = re.sub(r"[\d(),.]+", " ", _loose(text))
    return " ".join(word.rstrip("s") for word in left.split() if word not in _cardinals())
