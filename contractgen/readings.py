"""What the clauses of a document read of a dossier: answers, the places of clauses, tables made on the way; each noted.

A value that is the same as in the last dossier is that very value again, so that what was made of it is found.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contractgen.kept import Latest
from contractgen.model import View

ANSWER, PLACE, TABLE = "answer", "place", "table"
Name = tuple[str, str]  # what is read: its kind and its name
_latest = Latest()


class Readings:
    """What is read for one document; `of` notes it, since the last `begin`.

    `places`: for each clause that is in, the words before its number in a reference, and the number; `tables`: the tables
    made on the way.
    """

    def __init__(self, view: View, places: Mapping[str, tuple[str, str]], tables: dict[str, Any]) -> None:
        self._view, self._places, self._tables = view, places, tables
        self._values: dict[Name, Any] = {}
        self._noted: dict[Name, Any] = {}

    def begin(self) -> None:
        """Nothing noted yet."""
        self._noted = {}

    def noted(self) -> tuple[tuple[Name, Any], ...]:
        """All that was read, with its value."""
        return tuple(self._noted.items())

    def of(self, kind: str, key: str) -> Any:
        """An answer, the place of a clause or a table made on the way (None without it), noted."""
        name = (kind, key)
        if name not in self._values:
            value = self._view(key) if kind == ANSWER else (self._places if kind == PLACE else self._tables).get(key)
            self._values[name] = _latest.of(name, value)
        self._noted[name] = self._values[name]
        return self._values[name]

    def add_table(self, name: str, rows: tuple[Any, ...]) -> None:
        """One more table made on the way, for what is read from now on."""
        self._tables[name] = rows
        self._values.pop((TABLE, name), None)
