"""The styles that each style is based on: the styles part of a .docx in, lines of descent out (ECMA-376 17.7.4.3).

It shares no code with the writer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contractgen.word.opening import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES = "word/styles.xml"


def styles_of(parts: Mapping[str, bytes]) -> dict[str, Any]:
    """The style elements of a file by their id; none when it has no styles part."""
    root = parse_xml(parts[_STYLES], _STYLES) if _STYLES in parts else ()
    return {style.get(f"{_W}styleId", ""): style for style in root if style.tag == f"{_W}style"}


def descent(styles: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Of each style, itself and those it is based on, nearest first; a circle ends where it closes."""
    found = {}
    for ident in styles:
        line: list[str] = []
        holder = ident
        while holder in styles and holder not in line:
            line.append(holder)
            base = styles[holder].find(f"{_W}basedOn")
            holder = base.get(f"{_W}val", "") if base is not None else ""
        found[ident] = tuple(line)
    return found
