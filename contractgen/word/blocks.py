"""Paragraphs, runs and tables as WordprocessingML: printed values in, XML text out. It counts and remembers nothing."""

from __future__ import annotations

import re

from contractgen.model import ANCHOR_MARK, TABLE_TARGET, AssembledClause, Cell, Frame, Paragraph, Run, Table
from contractgen.word.columns import column_widths
from contractgen.word.decimals import SUFFIXES, lacking, suffix_of
from contractgen.word.escaping import escape, quoted
from contractgen.word.house import STYLES
from contractgen.word.lettering import in_annex

BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
SEPARATE = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
OPEN = {name: f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>' for name, style in STYLES.items()}
_SHORT_NUMBERS = [f"cell_number{suffix}{followed}" for suffix in SUFFIXES for followed in ("", "_followed")]
_PROPERTIES = {name: f'<w:rPr><w:rStyle w:val="{STYLES[name]}"/></w:rPr>' for name in ("strong", "blank")}
_MARKS = _PROPERTIES | {name: OPEN[name] for name in _SHORT_NUMBERS}


def styles_used(entry: Frame | AssembledClause, xml: str) -> frozenset[str]:
    """The styles (keys of STYLES) of an entry; `xml` is what was written of it, where runs are looked for."""
    used = {name for name, mark in _MARKS.items() if mark in xml}
    annexed = in_annex(entry)
    for block in entry.blocks:
        if isinstance(block, Paragraph):
            used.add(item_style(block, annexed))
        elif block.look == "signature":
            used |= _OF_SIGNATURES
        else:
            used |= _OF_TABLES if "right" in block.align else _OF_PLAIN_TABLES
            if len(block.rows) > 1 or block.stays:
                used |= {f"{_cell_style(False, align)}_followed" for align in block.align}
    return frozenset(used)


def item_style(block: Paragraph, annexed: bool) -> str:
    """The style of a paragraph; of a lettered item, that of annexes in these, and which announces the list in it, one
    that keeps it with that list."""
    if block.style not in ITEMS:
        return block.style
    style = f"{block.style}_annex" if annexed else block.style
    return f"{style}_followed" if block.style == "item" and block.text.endswith(":") else style


ITEMS = ("item", "item2")  # lettered items, and those of the list in one


_OF_PLAIN_TABLES = frozenset({"table", "cell", "cell_head"})
_OF_SIGNATURES = frozenset({"signature_table", "signature_head", "signature_line"})
_OF_TABLES = _OF_PLAIN_TABLES | {"cell_number", "cell_head_number"}


def runs_xml(runs: tuple[Run, ...], text: str) -> str:
    """The runs of a paragraph whose whole text is `text`: one, unless something in it is not plain."""
    if not text:
        return ""
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
    if kind not in _FIELDS:
        return f"<w:r>{piece}</w:r>"
    code = f'<w:r><w:instrText xml:space="preserve"> {_field_code(kind, source)} </w:instrText></w:r>'
    return f"{BEGIN}{code}{SEPARATE}<w:r>{piece}</w:r>{END}"


_FIELDS = ("reference", "sequence")


def _field_code(kind: str, source: str) -> str:
    """The field of a number: of a table, counted (ECMA-376 17.16.5.56) or referred to, or of a clause."""
    if kind == "sequence":
        return "SEQ Tableau \\* ARABIC"
    if source.startswith(TABLE_TARGET):
        return f"REF _Tab_{source.removeprefix(TABLE_TARGET)} \\h".replace("-", "_")
    if ANCHOR_MARK in source:  # the number of its level alone, which holds those above: « 12.3 » (17.16.5.51)
        return f"REF _Ref_{source.replace(ANCHOR_MARK, '__')} \\n \\h".replace("-", "_")
    return f"REF _Ref_{source} \\r \\h".replace("-", "_")


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
    signing = table.look == "signature"
    short = {} if signing else _short_numbers(table)
    columns = _columns(table, short)
    widths = _halves(text_width) if signing and len(table.header) == 2 else column_widths(columns, text_width)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    properties = (
        f'<w:tblPr><w:tblStyle w:val="{STYLES["signature_table" if signing else "table"]}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>{_alternative_text(table)}</w:tblPr>'
    )
    heads = [_CELL_OPEN[_head_style(signing, align)] for align in table.align]
    cells = [_CELL_OPEN[_cell_style(signing, align)] for align in table.align]
    first = _row(table.header, heads, "<w:cantSplit/><w:tblHeader/>")
    if signing:
        heights = _heights(table)
        rows = "".join([_row(row, cells, _properties(height)) for row, height in zip(table.rows, heights, strict=True)])
    else:
        followed = [_CELL_OPEN[f"{_cell_style(False, align)}_followed"] for align in table.align]
        stay = _followed(len(table.rows)) | ({len(table.rows) - 1} if table.stays else set())
        rows = "".join(
            [
                _row(row, _opens(followed if rank in stay else cells, short, rank, rank in stay), _WHOLE_ROW)
                for rank, row in enumerate(table.rows)
            ]
        )
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{first}{rows}</w:tbl>"


def _columns(table: Table, short: _Short) -> list[list[str]]:
    """The texts of each column, with the decimals that its numbers lack, for which they keep room."""
    texts = [[row[index].text for row in (table.header, *table.rows)] for index in range(len(table.header))]
    for index, zeros in short.items():
        texts[index][1:] = [text + more for text, more in zip(texts[index][1:], zeros, strict=True)]
    return texts


_Short = dict[int, list[str]]  # the decimals that the numbers of a column lack


def _short_numbers(table: Table) -> _Short:
    """The columns of numbers that have not all as many decimals, by rank."""
    found = {
        index: lacking([row[index].text for row in table.rows])
        for index, align in enumerate(table.align)
        if align == "right"
    }
    return {index: zeros for index, zeros in found.items() if any(zeros)}


def _opens(opens: list[str], short: _Short, rank: int, stays: bool) -> list[str]:
    """How the cells of a row begin, of which some numbers lack decimals."""
    if not short:
        return opens
    own = list(opens)
    for index, zeros in short.items():
        if zeros[rank]:
            own[index] = _CELL_OPEN[f"cell_number{suffix_of(zeros[rank])}{'_followed' if stays else ''}"]
    return own


def _halves(width: int) -> tuple[int, int]:
    """The columns of a frame of signatures: the same room for each party, or for a name and its signature."""
    return width - width // 2, width // 2


def _alternative_text(table: Table) -> str:
    """What a screen reader says of the table (ECMA-376 17.4, tblCaption and tblDescription); all of it is printed too."""
    count = len(table.rows)
    columns = ", ".join([cell.text for cell in table.header])
    description = f"Tableau de {count} ligne{'s' if count > 1 else ''}, colonnes : {columns}"
    caption = table.caption or "Signatures"
    return f'<w:tblCaption w:val="{quoted(caption)}"/><w:tblDescription w:val="{quoted(description)}"/>'


_CELL_OPEN = {
    name: f"<w:tc>{OPEN[name]}"
    for name in (
        "cell", "cell_number", "cell_followed", "cell_number_followed", "cell_head", "cell_head_number",
        "signature_head", "signature_line",
        *_SHORT_NUMBERS,
    )
}  # fmt: skip
_WHOLE_ROW = "<w:cantSplit/>"
_SHORT = 4  # rows of a table that is not cut by the end of a page


def _followed(count: int) -> frozenset[int]:
    """The ranks of the rows that stay with the next one: of a short table all but the last; else the first, so that it is
    not alone under the header at the foot of a page, and the last but one, so that the last is not alone on a page."""
    return frozenset(range(count - 1) if count <= _SHORT else (0, count - 2))


_ROOM, _STAMP = 1500, 900  # twentieths of a point: the height of the row in which one signs by hand, or electronically


def _cell_style(signing: bool, align: str) -> str:
    return "signature_line" if signing else "cell_number" if align == "right" else "cell"


def _head_style(signing: bool, align: str) -> str:
    return "signature_head" if signing else "cell_head_number" if align == "right" else "cell_head"


def _heights(table: Table) -> list[int]:
    """For each row of a frame of signatures, the height it needs at least: that to sign where it says so, or in all rows
    where none does."""
    said = [row[0].text if row[0].text.startswith("Signature") else "" for row in table.rows]
    if not any(said):
        return [_ROOM] * len(said)
    return [(_STAMP if "électronique" in text else _ROOM) if text else 0 for text in said]


def _properties(height: int) -> str:
    return f'{_WHOLE_ROW}<w:trHeight w:val="{height}"/>' if height else _WHOLE_ROW


def _row(row: tuple[Cell, ...], opens: list[str], properties: str) -> str:
    """A row; the width of its cells is that of the grid, the layout being fixed."""
    cells = "".join(
        [f"{start}{runs_xml(cell.runs, cell.text)}</w:p></w:tc>" for start, cell in zip(opens, row, strict=True)]
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"
