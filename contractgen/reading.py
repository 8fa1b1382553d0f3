"""Reading content files by their schema: typed access to YAML nodes, every problem with file and line.

In: a `Node` tree and the path of its file. Out: Python values. Problems are collected, never the first
only; `Problems.raise_if_any` raises them together as one `ContentError`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, NamedTuple

from contractgen.errors import ContentError
from contractgen.strict_yaml import Node, YamlError

_INTEGER = re.compile(r"-?\d{1,15}\Z")
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,6})?\Z")
MOST_NEAR = 50  # unknown keys of a mapping that are told one by one, and letters of a key that are compared
_TRUE, _FALSE = ("true", "True", "oui", "Oui"), ("false", "False", "non", "Non")


class Problem(NamedTuple):
    """What is wrong in a content file, in the entry that begins at `line`. `column`: its place in that line, 0 when that is
    not known; `about`: the words at fault, to be looked for in the entry; `offset`: where the fault begins in them."""

    path: str
    line: int
    message: str
    column: int = 0
    about: str = ""
    offset: int = 0


class Problems:
    """The problems found so far."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    @property
    def lines(self) -> list[str]:
        """Each as « file:line: message »."""
        return [f"{one.path}:{one.line}: {one.message}" for one in self.found]

    def add(self, path: str, line: int, message: str, about: str = "", offset: int = 0) -> None:
        self.found.append(Problem(path, line, message, 0, about, offset))

    def at(self, place: str, message: str, about: str = "", offset: int = 0) -> None:
        """The same, of a place « file:line »."""
        path, _, line = place.rpartition(":")
        self.add(path, int(line), message, about, offset)

    def unreadable(self, path: str, error: YamlError) -> None:
        """A file that is not the YAML we admit."""
        self.found.append(Problem(path, error.line, str(error), error.column))

    def said(self, error: Exception) -> str:
        """An error as text; after many problems without what is slow to find (`UnknownNameError`)."""
        return str(error) if len(self.found) < MOST_NEAR else str(error.args[0])

    def raise_if_any(self) -> None:
        if self.found:
            raise ContentError(*self.lines)


class Reader:
    """One mapping of a content file: each key is asked for once, a key that is left over is a problem."""

    def __init__(self, node: Node, path: str, problems: Problems) -> None:
        self.path, self.line, self.problems = path, node.line, problems
        self._left: dict[str, Node] = dict(node.value) if isinstance(node.value, dict) else {}
        self._asked: list[str] = []
        if not isinstance(node.value, dict):
            self.problem("un tableau de clés et de valeurs est attendu ici")

    def problem(self, message: str, line: int | None = None, about: str = "") -> None:
        """One of the whole mapping, or of `line`; `about`: the words at fault, which stand in it."""
        self.problems.add(self.path, line or self.line, message, about)

    def wrong(self, message: str, node: Node) -> None:
        """One of the value of a key."""
        self.problems.found.append(Problem(self.path, node.line, message, node.column))

    def take(self, key: str) -> Node | None:
        """The node of a key, or None when it is absent or empty."""
        self._asked.append(key)
        node = self._left.pop(key, None)
        return None if node is None or node.value is None else node

    def text(self, key: str, default: str | None = None) -> str:
        """The text of a key; without `default` it must be there."""
        node = self.take(key)
        if node is None:
            if default is None:
                self.problem(f"clé « {key} » absente")
            return default or ""
        if not isinstance(node.value, str):
            self.problem(f"« {key} » doit être un texte", node.line, key)
            return default or ""
        return node.value

    def optional(self, key: str) -> str | None:
        return self.text(key, "") or None

    def one_of(self, key: str, values: tuple[str, ...], default: str | None = None) -> str:
        node = self._left.get(key)
        text = self.text(key, default)
        if text not in values:
            message = f"« {key} » vaut « {text} » ; valeurs admises : {', '.join(values)}"
            self.wrong(message, node) if node and node.value else self.problem(message)
        return text

    def flag(self, key: str, default: bool = False) -> bool:
        node = self.take(key)
        if node is None:
            return default
        value = boolean(node.value)
        if value is None:
            self.wrong(f"« {key} » doit valoir true ou false", node)
        return bool(value)

    def number(self, key: str) -> Decimal | None:
        node = self.take(key)
        if node is None:
            return None
        value = decimal(node.value)
        if value is None:
            self.wrong(f"« {key} » doit être un nombre", node)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts (none when the key is absent)."""
        values = tuple(node.value for node in self.nodes(key))
        if not all(isinstance(value, str) for value in values):
            self.problem(f"« {key} » doit être une liste de textes", about=key)
            return ()
        return values

    def nodes(self, key: str) -> list[Node]:
        node = self.take(key)
        if node is None:
            return []
        if not isinstance(node.value, list):
            self.wrong(f"« {key} » doit être une liste", node)
            return []
        return node.value

    def readers(self, key: str) -> Iterator[Reader]:
        """A reader for each mapping of a list; each is closed after its turn."""
        for node in self.nodes(key):
            reader = Reader(node, self.path, self.problems)
            yield reader
            reader.close()

    def close(self) -> None:
        """A misspelt key is refused, with the nearest key that was asked for."""
        for key, node in list(self._left.items())[:MOST_NEAR]:
            near = get_close_matches(key[:MOST_NEAR], self._asked, 1)
            self.problem(f"clé « {key} » inconnue" + (f" (« {near[0]} » ?)" if near else ""), node.line, key)
        if len(self._left) > MOST_NEAR:
            self.problem(f"{len(self._left) - MOST_NEAR} autres clés inconnues")
        self._left = {}


def boolean(value: Any) -> bool | None:
    """A boolean of YAML or of Python, else None."""
    if isinstance(value, bool):
        return value
    return True if value in _TRUE else False if value in _FALSE else None


def integer(value: Any) -> int | None:
    """An integer, else None; `1_000`, `1.0` and booleans are none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, str) and _INTEGER.match(value) and value.isascii() else None


def decimal(value: Any) -> Decimal | None:
    """A decimal with at most six decimals, else None; a float is none."""
    if isinstance(value, Decimal):
        return value if value.is_finite() and value.copy_abs() < 10**15 and value == round(value, 6) else None
    if isinstance(value, str):
        return Decimal(value) if _DECIMAL.match(value) and value.isascii() else None
    whole = integer(value)
    return None if whole is None else Decimal(whole)


def day(value: Any) -> date | None:
    """A date written YYYY-MM-DD, else None; a moment of a day is none."""
    if isinstance(value, date):
        return None if isinstance(value, datetime) else value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return None
