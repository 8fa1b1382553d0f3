"""The passages of prose of clauses and definitions, as they are written in the files, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TIE = re.compile(r"(?<![ \t])[ \t]*\{(?:satisfies=\"[^\"]*\"|#[^{}]*)\}[ \t]*")
_DELIMITER = re.compile(r"\|[\s|:-]+\|?\s*\Z")
_MARK = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+|#+\s+")


class Passage(NamedTuple):
    """A paragraph, item, title or row of a table, whose text begins at a line and column of a file. `kind`: paragraph,
    item, heading, row or caption; `lead`: the paragraph that announces the list of an item."""

    path: str
    line: int
    column: int
    kind: str
    text: str
    lead: str = ""

    def at(self, offset: int) -> tuple[int, int]:
        """The line and column of a character of the text."""
        before = self.text[:offset]
        if "\n" in before:
            return self.line + before.count("\n"), offset - before.rfind("\n")
        return self.line, self.column + offset


def passages(path: str, text: str) -> Iterator[Passage]:
    """Those of a clause or definition, in their order."""
    lead = ""
    for passage in _written(path, text):
        if passage.kind != "item":
            lead = passage.text if passage.text.endswith(":") else ""
        yield passage._replace(lead=lead if passage.kind == "item" else "")


def _written(path: str, text: str) -> Iterator[Passage]:
    """Those of a clause or definition; ties to requirements, fences and front matter left out."""
    lines = text.removeprefix("\ufeff").replace("\r", "").split("\n")
    waiting: list[str] = []
    first = 0
    for number, line in enumerate([*lines[_body(lines) :], ""], _body(lines) + 1):
        alone = not line.strip() or line.lstrip().startswith((":::", "|")) or _MARK.match(line) is not None
        if waiting and alone:
            yield _passage(path, first, waiting)
            waiting = []
        if not line.strip() or line.lstrip().startswith(":::") or _DELIMITER.match(line.strip()):
            continue
        if not waiting:
            first = number
        waiting.append(line)
        if line.lstrip().startswith("|"):
            yield _passage(path, first, waiting)
            waiting = []


def _body(lines: list[str]) -> int:
    """The index of the first line after the front matter."""
    return next((index + 1 for index, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), len(lines))


def _passage(path: str, line: int, lines: list[str]) -> Passage:
    text = "\n".join(lines)
    mark = _MARK.match(text)
    start = mark.end() if mark else len(text) - len(text.lstrip())
    body = _TIE.sub("", text[start:]).rstrip()
    return Passage(path, line, start + 1, _kind(text.lstrip(), mark is not None), body)


def _kind(text: str, marked: bool) -> str:
    if text.startswith("|"):
        return "row"
    if text.startswith("Table:"):
        return "caption"
    if text.startswith("#"):
        return "heading"
    return "item" if marked else "paragraph"
