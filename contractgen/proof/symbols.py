"""Three-valued values over all answers at once: what `condition` computes for one dossier, as terms for every dossier.

Each `Symbol` mirrors what a name or a condition evaluates to: a value, or Unknown with or without lacking answers.
The unknown of the program stays unknown here; it is never taken for false.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from contractgen.proof import logic
from contractgen.proof.logic import Bool, every, negation, some


class Symbol(NamedTuple):
    """A value that may be unknown. `data`: a truth value, a number (a date is its ordinal), a text known or coded, a
    `Choice`, a `Collection` or a `Row`; it means nothing where `unknown` holds. `lacking`: the unknown lacks answers;
    `undecided`: as in `model.Unknown`."""

    data: Any
    unknown: Bool = False
    lacking: Bool = False
    undecided: Bool = False


class Choice(NamedTuple):
    """One of several texts: each with the term that holds when it is the one."""

    guards: Mapping[str, Bool]


class Text(NamedTuple):
    """A text of which only the code is known: two texts are equal when their codes are."""

    code: Any


class Row(NamedTuple):
    """A row of a table; a cell that is absent is empty."""

    cells: Mapping[str, Symbol]
    name: str


class Collection(NamedTuple):
    """A table or list: items, each with the term that holds when it is there; `more`: there are others, of which
    nothing is known. `name` tells it apart."""

    items: tuple[tuple[Bool, Any], ...]
    more: Bool
    name: str


EMPTY = Symbol(False, True)  # an empty cell: unknown, and lacking no answer


class Codes:
    """A number for each text that the library or the questionnaire names, negative; other texts have other numbers, and
    the empty text has 0."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {"": 0}

    def of(self, text: str) -> int:
        return self._codes.setdefault(text, -len(self._codes))

    def text(self, code: int) -> str | None:
        """The text of a code, None for one that nothing names."""
        return next((text for text, known in self._codes.items() if known == code), None)


def holds(symbol: Symbol) -> Bool:
    """The term for « known and true », as `settled(…) is True`."""
    return every((negation(symbol.unknown), symbol.data))


def open_(symbol: Symbol) -> Bool:
    """The term for « unknown, lacking answers »."""
    return every((symbol.unknown, symbol.lacking))


def known(symbol: Symbol) -> Bool:
    return negation(symbol.unknown)


def union(symbols: Iterable[Symbol]) -> tuple[Bool, Bool]:
    """Unknown and lacking of what is computed from several values."""
    symbols = tuple(symbols)
    return some(one.unknown for one in symbols), some(every((one.unknown, one.lacking)) for one in symbols)


def equal(first: Any, second: Any, codes: Codes) -> Bool:
    """The term for two data being the same."""
    if isinstance(first, Choice):
        return some(
            every((guard, equal(value, second, codes))) for value, guard in first.guards.items() if guard is not False
        )
    if isinstance(second, Choice):
        return equal(second, first, codes)
    if isinstance(first, (str, Text)) and isinstance(second, (str, Text)):
        if isinstance(first, str) and isinstance(second, str):
            return first == second
        left, right = (codes.of(one) if isinstance(one, str) else one.code for one in (first, second))
        return logic.compared("==", left, right)
    if isinstance(first, bool) or isinstance(second, bool) or _is_truth(first):
        return logic.same(first, second)
    return logic.compared("==", first, second)


def _is_truth(data: Any) -> bool:
    return not logic.is_known(data) and not isinstance(data, (int, Decimal)) and data.sort().name() == "Bool"


def size(collection: Collection, extra: Any) -> Any:
    """The number of items; `extra` is that of the others, where there are more."""
    total: Any = 0
    for guard, _ in collection.items:
        total = logic.computed("+", total, logic.either(guard, 1, 0))
    return total if collection.more is False else logic.computed("+", total, logic.either(collection.more, extra, 0))


def is_empty(collection: Collection) -> Bool:
    return negation(some((collection.more, *(guard for guard, _ in collection.items))))
