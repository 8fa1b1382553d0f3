"""The cells of a table that stand under others: a cell in, whether Word shows what it holds out (ECMA-376 17.4.22, 17.4.84).

It shares no code with the writer.
"""

from __future__ import annotations

from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROW, _CELL, _VAL = f"{_W}tr", f"{_W}tc", f"{_W}val"


def is_covered(cell: Any) -> bool:
    """Whether a cell goes on with the one above it or before it, which is shown in its place."""
    if _merge(cell, "hMerge") == "continue":
        before = next(cell.itersiblings(_CELL, preceding=True), None)
        return before is not None and bool(_merge(before, "hMerge"))
    if _merge(cell, "vMerge") != "continue":
        return False
    row = next(cell.iterancestors(_ROW))
    above = next(row.itersiblings(_ROW, preceding=True), None)
    column = _column(cell)
    over = [one for one in above.findall(_CELL) if _column(one) == column] if above is not None else []
    return bool(over) and bool(_merge(over[0], "vMerge"))


def _merge(cell: Any, name: str) -> str:
    """« restart », « continue », or « » for a cell that is not merged."""
    element = cell.find(f"{_W}tcPr/{_W}{name}")
    return "" if element is None else element.get(_VAL, "continue")


def _column(cell: Any) -> int:
    """The column of the grid in which a cell starts."""
    row = next(cell.iterancestors(_ROW))
    before = row.find(f"{_W}trPr/{_W}gridBefore")
    start = int(before.get(_VAL, "0")) if before is not None and before.get(_VAL, "").isdigit() else 0
    return start + sum(_span(one) for one in cell.itersiblings(_CELL, preceding=True))


def _span(cell: Any) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    return int(span.get(_VAL, "1")) if span is not None and span.get(_VAL, "").isdigit() else 1
