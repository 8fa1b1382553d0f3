"""Where text stands on the page: a paragraph of a .docx and the looks of its styles in, what keeps it off the page out.

Lines without height, indents and frames that leave the page, tables set beside it, rows that are hidden, cells under
others. It shares no code with the writer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contractgen.word.covered import is_covered
from contractgen.word.looks import Looks, switch

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CELL, _ROW, _TABLE = f"{_W}tc", f"{_W}tr", f"{_W}tbl"
_LEAST, _FARTHEST, _MARGIN = 80, 9_000, 1_700  # twentieths of a point


def misplaced(paragraph: Any, looks: Looks) -> str:
    """How a paragraph is kept from being seen, in French, « » when it is not."""
    if _is_flat(looks.placing(paragraph, "spacing"), looks.placing(paragraph, "framePr")):
        return "lignes sans hauteur"
    if _is_away(looks.placing(paragraph, "ind"), looks.placing(paragraph, "framePr")):
        return "hors de la page"
    cell = next(paragraph.iterancestors(_CELL), None)
    if cell is None:
        return ""
    if is_covered(cell):
        return "cellule fusionnée, dont Word ne montre pas le texte"
    row = next(cell.iterancestors(_ROW))
    return _row(row.find(f"{_W}trPr")) or ("hors de la page" if _is_set_away(next(row.iterancestors(_TABLE))) else "")


def _is_flat(spacing: Mapping[str, str], frame: Mapping[str, str]) -> bool:
    lines = spacing.get("lineRule") == "exact" and _most(spacing.get("line", ""), _LEAST)
    return lines or (frame.get("hRule") == "exact" and _most(frame.get("h", ""), _LEAST))


def _is_away(indent: Mapping[str, str], frame: Mapping[str, str]) -> bool:
    """Whether a paragraph, or its first line, is set so far that the page ends before it, or begins after it."""
    left = _number(indent.get("left") or indent.get("start"))
    right = _number(indent.get("right") or indent.get("end"))
    first = left + _number(indent.get("firstLine"))
    if "left" in indent or "start" in indent:  # else they are those of its list
        first -= _number(indent.get("hanging"))
    beside = any(not -_MARGIN < one < _FARTHEST for one in (left, right, first))
    return beside or any(abs(_number(frame.get(axis))) >= _FARTHEST for axis in ("x", "y"))


def _is_set_away(table: Any) -> bool:
    properties = table.find(f"{_W}tblPr")
    indent = properties.find(f"{_W}tblInd") if properties is not None else None
    floating = properties.find(f"{_W}tblpPr") if properties is not None else None
    far = [indent.get(f"{_W}w")] if indent is not None and indent.get(f"{_W}type", "dxa") == "dxa" else []
    far += [floating.get(f"{_W}tblp{axis}") for axis in "XY"] if floating is not None else []
    return any(abs(_number(one)) >= _FARTHEST for one in far)


def _row(properties: Any) -> str:
    if properties is None:
        return ""
    height = properties.find(f"{_W}trHeight")
    if switch(properties, "hidden") == "on":
        return "ligne de tableau masquée"
    if height is not None and height.get(f"{_W}hRule") == "exact" and _most(height.get(f"{_W}val", ""), _LEAST):
        return "ligne de tableau sans hauteur"
    return ""


def _number(text: str | None) -> int:
    return int(text) if text and text.removeprefix("-").isdigit() else 0


def _most(text: str, most: int) -> bool:
    return text.isdigit() and int(text) <= most
