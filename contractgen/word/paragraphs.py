"""What a paragraph of a .docx says of itself: its style and its level in a list. It shares no code with the writer."""

from __future__ import annotations

from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PROPERTIES, _STYLE, _NUMBERED, _VAL = f"{_W}pPr", f"{_W}pStyle", f"{_W}numPr", f"{_W}val"


def style_of(paragraph: Any) -> str:
    """The id of a paragraph's style, « » for the default one."""
    properties = paragraph[0] if len(paragraph) else None
    if properties is None or properties.tag != _PROPERTIES:
        return ""
    style = properties[0] if len(properties) and properties[0].tag == _STYLE else properties.find(_STYLE)
    return style.get(_VAL, "") if style is not None else ""


def level_of(paragraph: Any) -> str:
    """The level of a list that a paragraph has by itself."""
    properties = paragraph[0] if len(paragraph) else None
    own = properties.find(_NUMBERED) if properties is not None and properties.tag == _PROPERTIES else None
    if own is None:
        return ""
    if (ident := own.find(f"{_W}numId")) is not None and ident.get(_VAL) == "0":
        return "out"
    depth = own.find(f"{_W}ilvl")
    return "0" if depth is None else depth.get(_VAL, "0")
