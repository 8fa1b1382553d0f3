"""Paragraphs, runs and tables as WordprocessingML: printed values in, XML text out. It counts and remembers nothing."""

from __future__ import annotations

import re

from contractgen.model import Cell, Document, Paragraph, Run, Table
from contractgen.word.escaping import escape
from contractgen.word.house import STYLES

BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
SEPARATE = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
OPEN = {name: f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>' for name, style in STYLES.items()}
_PROPERTIES = {name: f'<w:rPr><w:rStyle w:val="{STYLES[name]}"/></w:rPr>' for name in ("strong", "blank")}


def styles_used(document: Document, body: bytes) -> frozenset[str]:
    """The styles (keys of STYLES) of a document; `body` is what was written of it, where runs are looked for."""
    used = {name for name, mark in _MARKS.items() if mark in body}
    for entry in document.body:
        for block in entry.blocks:
            if isinstance(block, Paragraph):
                used.add(block.style)
            else:
                used.update(_OF_TABLES if "right" in block.align else _OF_PLAIN_TABLES)
    return frozenset(used)


_MARKS = {name: properties.encode() for name, properties in _PROPERTIES.items()}
_OF_PLAIN_TABLES = frozenset({"table", "cell", "cell_head"})
_OF_TABLES = _OF_PLAIN_TABLES | {"cell_number"}


def runs_xml(runs: tuple[Run, ...], text: str) -> str:
    """The runs of a paragraph whose whole text is `text`: one, unless something in it is not plain."""
    for run in runs:
        if run.strong or run.kind in _MARKED:
            return "".join([run_xml(run) for run in _together(runs)])
    return f"<w:r>{_plain(text) if _SPECIAL(text) is None else _text(text)}</w:r>"


_MARKED = ("reference", "blank")


def _together(runs: tuple[Run, ...]) -> list[Run]:
    """Neighbours of the same appearance joined, as one would type them."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if last and last.strong == run.strong and last.kind not in _MARKED and run.kind not in _MARKED:
            found[-1] = Run(last.text + run.text, "plain", "", run.strong)
        else:
            found.append(run)
    return found


def run_xml(run: Run) -> str:
    text, kind, source, strong = run
    piece = _plain(text) if _SPECIAL(text) is None else _text(text)
    if kind == "blank" or strong:
        return f"<w:r>{_PROPERTIES['blank' if kind == 'blank' else 'strong']}{piece}</w:r>"
    if kind != "reference":
        return f"<w:r>{piece}</w:r>"
    name = f"_Ref_{source}".replace("-", "_")
    code = f'<w:r><w:instrText xml:space="preserve"> REF {name} \\r \\h </w:instrText></w:r>'
    return f"{BEGIN}{code}{SEPARATE}<w:r>{piece}</w:r>{END}"


_SPECIAL = re.compile("[&<>\n\t]").search


def _plain(text: str) -> str:
    if text[:1] == " " or text[-1:] == " ":
        return f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:t>{text}</w:t>"


def _text(text: str) -> str:
    """The text of a run; a line end is a break and a tab a tab, as Word has them (ECMA-376 17.3.3)."""
    return "<w:br/>".join(
        "<w:tab/>".join(_plain(cell) if cell else "" for cell in line.split("\t")) for line in escape(text).split("\n")
    )


def table_xml(table: Table, text_width: int) -> str:
    """A table as wide as the text, `text_width` in twentieths of a point."""
    widths = _widths(table, text_width)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    properties = (
        f'<w:tblPr><w:tblStyle w:val="{STYLES["table"]}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr>'
    )
    cells = [_CELL_OPEN["cell_number" if align == "right" else "cell"] for align in table.align]
    first = _row(table.header, [_CELL_OPEN["cell_head"]] * len(cells), "<w:cantSplit/><w:tblHeader/>")
    rows = "".join([_row(row, cells, "<w:cantSplit/>") for row in table.rows])
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{first}{rows}</w:tbl>"


_CELL_OPEN = {name: f"<w:tc>{OPEN[name]}" for name in ("cell", "cell_number", "cell_head")}


def _row(row: tuple[Cell, ...], opens: list[str], properties: str) -> str:
    """A row; the width of its cells is that of the grid, the layout being fixed."""
    cells = "".join(
        [f"{start}{runs_xml(cell.runs, cell.text)}</w:p></w:tc>" for start, cell in zip(opens, row, strict=True)]
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


def _widths(table: Table, text_width: int) -> tuple[int, ...]:
    """Columns by what they hold: the longest word must fit, the rest is shared by the square root of the length."""
    columns = [[row[index].text for row in (table.header, *table.rows)] for index in range(len(table.header))]
    least = [min(2600, 260 + 105 * max(map(_longest_word, column))) for column in columns]
    wanted = [max(4, *map(len, column)) ** 0.5 for column in columns]
    if sum(least) > text_width:
        least = [text_width * width // sum(least) for width in least]
    free = text_width - sum(least)
    widths = [width + int(free * share / sum(wanted)) for width, share in zip(least, wanted, strict=True)]
    widths[-1] += text_width - sum(widths)
    return tuple(widths)


def _longest_word(text: str) -> int:
    return len(text) if " " not in text else max(map(len, text.split(" ")))
