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
_MAX_DEPTH = 40
_NULLS = ("", "~", "null", "Null", "NULL")
_TAGS = ("str", "map", "seq", "null", "int", "float", "bool", "timestamp", "merge", "value")
# YAML refuses the control characters that Word pastes; they pass as private characters, for `text.admit` to judge.
_SHIELD = {code: 0xF7A0 + code for code in (0x07, 0x0B, 0x0C, 0x1E, 0x1F)}
_UNSHIELD = {private: code for code, private in _SHIELD.items()}


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


def read(data: bytes) -> Node:
    """The tree of a YAML file.

    Raises YamlError (message in French, line, column) for bad YAML or UTF-8, a duplicate key, an anchor or
    alias, a tag, several documents, more than 40 levels or 4 MB.
    """
    if len(data) > MAX_BYTES:
        raise YamlError(f"fichier de plus de {MAX_BYTES // 1_000_000} Mo")
    text = _decoded(data)
    try:
        root = _composed(text)
    except yaml.YAMLError as error:
        raise _syntax_error(error) from error
    return _node(root, 0) if root is not None else Node({}, 1, 1)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig").translate(_SHIELD)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise YamlError(
            "texte qui n'est pas en UTF-8", line, error.start - data.rfind(b"\n", 0, error.start)
        ) from error


def _composed(text: str) -> Any:
    """The one document of the text, after its events were checked for depth, anchors and aliases."""
    if re.search(r"[\[{&*]|^(?:\s*- ){8}|^ {80}", text, re.MULTILINE):
        _check_events(text)
    loader = _Loader(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


def _check_events(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _at(
                event.start_mark,
                "les ancres et alias YAML (& et *) ne sont pas admis ; mettez le texte entre guillemets",
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _MAX_DEPTH:
                raise _at(event.start_mark, f"plus de {_MAX_DEPTH} niveaux imbriqués")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _at(mark: Any, message: str) -> YamlError:
    return YamlError(message, mark.line + 1, mark.column + 1)


def _syntax_error(error: yaml.YAMLError) -> YamlError:
    mark = getattr(error, "problem_mark", None)
    message = "YAML illisible : vérifiez ici l'indentation, les deux-points, les guillemets et les crochets"
    return _at(mark, message) if mark else YamlError(message)


def _node(node: Any, depth: int) -> Node:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    if node.tag and node.tag.removeprefix("tag:yaml.org,2002:") not in _TAGS:
        raise YamlError("les étiquettes YAML (!) ne sont pas admises", line, column)
    if isinstance(node, yaml.ScalarNode):
        plain = not node.style
        return Node(None if plain and node.value in _NULLS else node.value.translate(_UNSHIELD), line, column)
    if isinstance(node, yaml.SequenceNode):
        return Node([_node(item, depth + 1) for item in node.value], line, column)
    mapping: dict[str, Node] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _at(key.start_mark, "une clé doit être un texte")
        if key.value in mapping:
            raise _at(key.start_mark, f"clé « {key.value} » en double")
        mapping[key.value] = _node(value, depth + 1)
    return Node(mapping, line, column)
