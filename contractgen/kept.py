"""What was made of the last value of each name, so that nothing is made twice of the same value.

Most clauses of a dossier print the same as in the one before: only what changed is worked on again. What is kept is
found by the identity of frozen values, never by a name alone; it is bounded, and dropping it changes no result.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from decimal import Decimal
from operator import is_
from typing import Any, Generic, TypeVar

_MOST = 2_000  # names: a few libraries of the largest kind
_T = TypeVar("_T")


class Kept(Generic[_T]):
    """For each name, what was made of its last value."""

    def __init__(self) -> None:
        self._last: dict[Hashable, tuple[tuple[Any, ...], tuple[Any, ...], _T]] = {}

    def made(self, name: Hashable, of: tuple[Any, ...], make: Callable[[], _T], under: tuple[Any, ...] = ()) -> _T:
        """What `make` gives, or gave last time under that name if it was of the very same values `of`, all frozen, and
        `under` equal circumstances."""
        last = self._last.get(name)
        if last is not None and last[1] == under and len(last[0]) == len(of) and all(map(is_, last[0], of)):
            return last[2]
        made = make()
        self.keep(name, of, made, under)
        return made

    def keep(self, name: Hashable, of: tuple[Any, ...], made: _T, under: tuple[Any, ...] = ()) -> None:
        if len(self._last) >= _MOST:
            self._last.clear()
        self._last[name] = (of, under, made)

    def last(self, name: Hashable) -> _T | None:
        """What was made last under that name, whatever it was made of."""
        found = self._last.get(name)
        return found[2] if found is not None else None


class Latest:
    """The last value of each name: a value that is the same to the last digit is that very value again."""

    def __init__(self) -> None:
        self._values: dict[Hashable, Any] = {}

    def of(self, name: Hashable, value: Any) -> Any:
        last: Any = self._values.get(name)
        if last is value or same(last, value):
            return last
        if len(self._values) >= _MOST:
            self._values.clear()
        self._values[name] = value
        return value


def same(one: Any, other: Any) -> bool:
    """Whether two typed values print the same: 1.5 and 1.50 do not, nor do 1 and true."""
    if type(one) is not type(other):
        return False
    if isinstance(one, Decimal):
        return bool(one.as_tuple() == other.as_tuple())
    if isinstance(one, (tuple, list)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(map(same, one.values(), other.values()))
    return bool(one == other)
