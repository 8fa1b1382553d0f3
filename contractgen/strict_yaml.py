"""YAML read strictly: every scalar a text with its place, no duplicate key, no alias, bounded depth.

In: the bytes of a file. Out: a tree of `Node`, typed by nobody yet (the schema of the reader types the
scalars, so `no`, `01000` and `1.10` stay what was written). Errors are `YamlError` with line and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_BYTES = 4_000_000
MAX_CONTENT = 300_000  # of a file of a library: three times the longest that is shipped
_MAX_DEPTH = 40
_NULLS = ("", "~", "null", "Null", "NULL")
# YAML refuses the control characters that Word pastes; they pass as non-characters, for `text.admit` to judge.
_SHIELD = {code: 0xFDD0 + code for code in (0x07, 0x0B, 0x0C, 0x1E, 0x1F)}
_UNSHIELD = {private: code for code, private in _SHIELD.items()}
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class YamlError(ValueError):
    """A file that is not the YAML we admit; `line` and `column` are 1-based."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.line, self.column = line, column


class Node(NamedTuple):
    """A place in a file and what stands there: a text, None, a dict of nodes by key, or a list of nodes."""

    value: Any
    line: int
    column: int

    def items(self) -> Iterator[tuple[str, Node]]:
        """The keys and nodes of a mapping (none when it is no mapping)."""
        return iter(self.value.items()) if isinstance(self.value, dict) else iter(())


def read(data: bytes, most: int = MAX_BYTES) -> Node:
    """The tree of a YAML file.

    Raises YamlError (message in French, line, column) for bad YAML or UTF-8, a duplicate key, an anchor or
    alias, a tag, several documents, more than 40 levels or `most` bytes.
    """
    if len(data) > most:
        raise YamlError(
            f"fichier de plus de {f'{most // 1_000_000} Mo' if most >= 1_000_000 else f'{most // 1000} Ko'}"
        )
    text = _decoded(data)
    try:
        return _Tree(yaml.parse(text, Loader=_Loader)).root()
    except yaml.YAMLError as error:
        raise _syntax_error(error, text) from error


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig").translate(_SHIELD)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise YamlError(
            "texte qui n'est pas en UTF-8", line, error.start - data.rfind(b"\n", 0, error.start)
        ) from error


def _syntax_error(error: yaml.YAMLError, text: str) -> YamlError:
    mark = getattr(error, "problem_mark", None)
    if mark:
        return _at(mark, "YAML illisible : vérifiez ici l'indentation, les deux-points, les guillemets et les crochets")
    found = _UNREADABLE.search(text)
    start = found.start() if found else 0
    character = f" U+{ord(found.group()):04X}" if found else ""
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return YamlError(f"caractère interdit{character}", line, column)


def _at(mark: Any, message: str) -> YamlError:
    return YamlError(message, mark.line + 1, mark.column + 1)


class _Tree:
    """Nodes from the events of the parser, which does not recurse: no file is too deep for it, only for us."""

    def __init__(self, events: Iterator[Any]) -> None:
        self.events = events

    def root(self) -> Node:
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return Node({}, 1, 1)
        root = self._node(next(self.events), 1)
        next(self.events)  # the end of the document
        after = next(self.events)
        if isinstance(after, yaml.DocumentStartEvent):
            raise _at(after.start_mark, "un seul document YAML par fichier : retirez « --- »")
        return root

    def _node(self, event: Any, depth: int) -> Node:
        _admissible(event)
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, yaml.ScalarEvent):
            empty = not event.style and event.value in _NULLS
            return Node(None if empty else event.value.translate(_UNSHIELD), line, column)
        if depth > _MAX_DEPTH:
            raise _at(event.start_mark, f"plus de {_MAX_DEPTH} niveaux imbriqués")
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(self._sequence(depth), line, column)
        return Node(self._mapping(depth), line, column)

    def _sequence(self, depth: int) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return items

    def _mapping(self, depth: int) -> dict[str, Node]:
        found: dict[str, Node] = {}
        while not isinstance(key := next(self.events), yaml.MappingEndEvent):
            _admissible(key)
            if not isinstance(key, yaml.ScalarEvent):
                raise _at(key.start_mark, "une clé doit être un texte")
            if key.value in found:
                raise _at(key.start_mark, f"clé « {key.value} » en double")
            found[key.value] = self._node(next(self.events), depth + 1)
        return found


def _admissible(event: Any) -> None:
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        message = "les ancres et alias YAML (& et *) ne sont pas admis ; mettez le texte entre guillemets"
        raise _at(event.start_mark, message)
    if event.tag:
        raise _at(event.start_mark, "les étiquettes YAML (!) ne sont pas admises ; mettez le texte entre guillemets")
