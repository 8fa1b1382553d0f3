"""Tables: rows, widths, alternative text, captions, alignment, cells."""

from __future__ import annotations

import re

from points.reading import NS, Docx, Element, style_of, text_of, w

_FIGURE = re.compile(r"[-−]?\d{1,3}(?:\u202f\d{3})*(?:,\d+)?(?:[\u00a0 ](?:€|%|h|jours?|mois|ans?|Jours? ouvrés?))?")
_LEGEND = "Legende"


def _rows(table: Element) -> list[Element]:
    return table.findall("w:tr", NS)


def _grid(table: Element) -> list[list[str]]:
    return [[text_of(cell) for cell in row.findall("w:tc", NS)] for row in _rows(table)]


def _name(table: Element) -> str:
    rows = _grid(table)
    return " | ".join(rows[0])[:60] if rows else "table without rows"


def is_layout(table: Element) -> bool:
    """A frame to sign in: it holds no data."""
    style = table.find("w:tblPr/w:tblStyle", NS)
    return style is not None and style.get(w("val")) == "Signatures"


def header_rows(docx: Docx) -> list[str]:
    faults = []
    for table in docx.tables:
        rows = _rows(table)
        marked = [row.find("w:trPr/w:tblHeader", NS) is not None for row in rows]
        if not marked or not marked[0] or any(marked[1:]):
            faults.append(f"the first row, and it alone, is not repeated: {_name(table)}")
        if any(row.find("w:trPr/w:cantSplit", NS) is None for row in rows):
            faults.append(f"a row may break over two pages: {_name(table)}")
        if len(rows) < 2:
            faults.append(f"no row under the header: {_name(table)}")
    return faults


def widths(docx: Docx) -> list[str]:
    """The width and the columns of a table fit between the margins, and each row has a cell a column."""
    section = next(docx.body.iter(w("sectPr")))
    size, margin = section.find("w:pgSz", NS), section.find("w:pgMar", NS)
    assert size is not None
    assert margin is not None
    room = int(size.get(w("w"), "0")) - int(margin.get(w("left"), "0")) - int(margin.get(w("right"), "0"))
    faults = []
    for table in docx.tables:
        columns = [int(one.get(w("w"), "0")) for one in table.findall("w:tblGrid/w:gridCol", NS)]
        width = table.find("w:tblPr/w:tblW", NS)
        if (
            width is None
            or (width.get(w("type")) == "dxa" and int(width.get(w("w"), "0")) > room)
            or sum(columns) > room
        ):
            faults.append(f"wider than the text: {_name(table)}")
        if min(columns, default=0) < 400:
            faults.append(f"a column narrower than 7 mm: {_name(table)} {columns}")
        for row in _rows(table):
            spans = [one.find("w:tcPr/w:gridSpan", NS) for one in row.findall("w:tc", NS)]
            if sum(1 if one is None else int(one.get(w("val"), "1")) for one in spans) != len(columns):
                faults.append(f"a row has not a cell a column: {_name(table)}")
    return faults


_CHARACTER, _PADDING = 78, 216  # twentieths of a point: an average letter at 9 points, and the margins of a cell


def balance(docx: Docx) -> list[str]:
    """No column breaks its cells over three lines while a seventh of the table is spare in others."""
    faults = []
    for table in docx.tables:
        columns = [int(one.get(w("w"), "0")) for one in table.findall("w:tblGrid/w:gridCol", NS)]
        cells = list(zip(*_grid(table), strict=False))
        needs = [max(map(len, column)) * _CHARACTER + _PADDING for column in cells]
        spare = sum(max(0, width - need) for width, need in zip(columns, needs, strict=False))
        tight = [column[0] for width, need, column in zip(columns, needs, cells, strict=False) if need > 2 * width]
        if tight and spare > sum(columns) * 3 // 20:
            faults.append(f"{spare} twentieths of a point are spare while {tight[0]} is tight: {_name(table)}")
    return faults


def alternative_text(docx: Docx) -> list[str]:
    faults = []
    for table in docx.tables:
        for kind in ("tblCaption", "tblDescription"):
            found = table.find(f"w:tblPr/w:{kind}", NS)
            if found is None or not found.get(w("val"), "").strip():
                faults.append(f"no {kind}: {_name(table)}")
    return faults


def captions(docx: Docx) -> list[str]:
    """Each table of data has a caption with its SEQ field just before or after it, numbered from 1."""
    by_element = {p.element: p for p in docx.paragraphs}
    faults, numbers = [], []
    for table in docx.tables:
        if is_layout(table):
            continue
        near = [
            by_element[one] for one in (table.getprevious(), table.getnext()) if one is not None and one in by_element
        ]
        found = [p for p in near if p.style == _LEGEND]
        codes = [f for p in found for f in p.fields if f.code.startswith("SEQ")]
        if not codes:
            faults.append(f"no caption: {_name(table)}")
        numbers += [field.result for field in codes[:1]]
    wanted = [str(rank) for rank in range(1, len(numbers) + 1)]
    return faults + ([] if numbers == wanted else [f"captions are numbered {numbers}"])


def figures_right(docx: Docx) -> list[str]:
    """A column of figures is aligned to the right, header included or not; one of words is not."""
    faults = []
    for table in docx.tables:
        rows = _rows(table)[1:]
        columns = list(zip(*(row.findall("w:tc", NS) for row in rows), strict=False))
        for index, column in enumerate(columns):
            texts = [text_of(cell) for cell in column]
            said = [one for one in texts if one not in ("—", "")]
            paragraph = column[0].find("w:p", NS)
            assert paragraph is not None
            right = docx.inherited(style_of(paragraph), "w:pPr/w:jc")
            is_right = right is not None and right.get(w("val")) in ("right", "end")
            if len(said) > 1 and all(_FIGURE.fullmatch(one) for one in said) and not is_right and not _is_rank(said):
                faults.append(f"figures to the left: {_grid(table)[0][index]} in {_name(table)}: {said[:4]}")
            if said and not any(re.search(r"\d", one) for one in said) and is_right:
                faults.append(f"words to the right: {_grid(table)[0][index]} in {_name(table)}")
    return faults


def _is_rank(texts: list[str]) -> bool:
    """1, 2, 3: the number of a line, no quantity."""
    return texts == [str(rank) for rank in range(1, len(texts) + 1)]


def empty_cells(docx: Docx) -> list[str]:
    """A dash says that there is nothing; only a column that the other party fills in is left empty, and whole."""
    faults = []
    for table in docx.tables:
        if is_layout(table):
            continue
        header, *rows = _grid(table)
        for index, title in enumerate(header):
            column = [row[index].strip() if index < len(row) else "" for row in rows]
            if not title.strip():
                faults.append(f"a column without a title: {_name(table)}")
            if any(column) and not all(column):
                faults.append(f"empty cell under {title}: {_name(table)}")
    return faults


def units_in_header(docx: Docx) -> list[str]:
    """A unit that is the same in every row is said once, in the header."""
    faults = []
    for table in docx.tables:
        header, *rows = _grid(table)
        for index, title in enumerate(header):
            units = {_unit(row[index]) for row in rows if index < len(row) and row[index] != "—"}
            if len(rows) > 1 and len(units) == 1 and "" not in units:
                faults.append(f"{units.pop()} in each cell of {title}: {_name(table)}")
    return faults


def _unit(text: str) -> str:
    found = re.fullmatch(r"[\d\u202f,]+[\u00a0 ](€|%|h|jours?|mois|ans?)", text)
    return found[1] if found else ""


def dead_columns(docx: Docx) -> list[str]:
    """A column of dashes only says nothing and takes the room of the others."""
    faults = []
    for table in docx.tables:
        header, *rows = _grid(table)
        for index, title in enumerate(header):
            if rows and all(index < len(row) and row[index] == "—" for row in rows):
                faults.append(f"only dashes under {title}: {_name(table)}")
    return faults


def cell_capitals(docx: Docx) -> list[str]:
    """The cells of a column begin alike, all with a capital or none."""
    faults = []
    for table in docx.tables:
        header, *rows = _grid(table)
        for index, title in enumerate(header):
            firsts = [
                row[index][0]
                for row in rows
                if index < len(row) and row[index][:1].isalpha() and row[index][1:2].islower()
            ]
            if len({one.isupper() for one in firsts}) == 2:
                faults.append(f"some capitals under {title}: {_name(table)}")
    return faults
