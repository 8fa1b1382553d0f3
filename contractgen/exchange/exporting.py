"""A clause as a Word file that a lawyer edits: its text as its author writes it, titles, lists and tables made real."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contractgen.evolution.edition import Edition
from contractgen.frames import plain_paragraph, with_end
from contractgen.model import Cell, Document, Frame, Paragraph, Printed, Run, Table
from contractgen.word.write import write

_RULE = re.compile(r"\|[\s:|-]+\|\s*\Z")
_CELL = re.compile(r"(?<!\\)\|(?![^{]*\}\})")
_STYLES = ((re.compile(r"#+ "), "part"), (re.compile(r"- "), "bullet"), (re.compile(r"\d+\. "), "item"))


def export(slug: str, edition: Edition) -> bytes:
    """The bytes of the Word file of a clause of the library; values and references stay written as in its file."""
    clause = edition.library.clauses[slug]
    title = Frame("titre", (Paragraph("title", clause.title, (Run(clause.title),)),))
    body = Frame(slug, tuple(_blocks(edition.body(clause.path))))
    name = f"{slug} {clause.version}"
    document = Document(
        "clause",
        clause.title,
        edition.library.name,
        "section",
        name,
        name,
        False,
        True,
        with_end((title, body), "Fin du document"),
    )
    return write(document, None, edition.library.house)


def _blocks(text: str) -> Iterator[Printed]:
    rows: list[list[str]] = []
    first = True
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            if not _RULE.match(line):
                rows.append([cell.strip() for cell in _CELL.split(line.strip().strip("|"))])
            continue
        if rows:
            yield _table(rows)
            rows = []
        if line.strip():
            style, words = _styled(line)
            paragraph = plain_paragraph(style, words)
            yield paragraph._replace(first=style == "item" and first)
            first = style != "item"


def _styled(line: str) -> tuple[str, str]:
    for pattern, style in _STYLES:
        if pattern.match(line):
            return style, pattern.sub("", line, count=1)
    return "body", line


def _table(rows: list[list[str]]) -> Table:
    width = max(map(len, rows))
    cells = [tuple(Cell(text, (Run(text),)) for text in (*row, *[""] * (width - len(row)))) for row in rows]
    return Table(cells[0], tuple(cells[1:]), ("left",) * width, caption="Tableau")
