"""The fonts that a .docx takes for its text: its parts in, their names out. It shares no code with the writer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from contractgen.word.inheritance import descent, styles_of
from contractgen.word.opening import parse_xml
from contractgen.word.read import read_document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_STYLES = "word/styles.xml"
_LETTER = re.compile("[A-Za-z]")  # what any font for text has


def fonts_in_use(parts: Mapping[str, bytes]) -> frozenset[str]:
    """The font of each paragraph style in which a letter stands, its own, of a style it is based on, or the default one.

    A table's rows, whose style may have a font too, are left out. Raises ReturnedFileError for a part not well formed.
    """
    styles, theme = styles_of(parts), dict(_theme_fonts(parts))
    own = {ident: _font(style.find(f"{_W}rPr/{_W}rFonts"), theme) for ident, style in styles.items()}
    of_style = {ident: next((own[one] for one in line if own[one]), "") for ident, line in descent(styles).items()}
    default = _default(parts, theme)
    used = {line.style for line in read_document(parts).lines if line.style != "row" and _LETTER.search(line.text)}
    return frozenset({of_style.get(style, "") or default for style in used} - {""})


def _default(parts: Mapping[str, bytes], theme: Mapping[str, str]) -> str:
    """The font of the document's defaults (ECMA-376 17.7.5.1)."""
    if _STYLES not in parts:
        return ""
    root: Any = parse_xml(parts[_STYLES], _STYLES)
    return _font(root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr/{_W}rFonts"), theme)


def _font(fonts: Any, theme: Mapping[str, str]) -> str:
    """The font for Latin letters; that of the theme goes first (ECMA-376 17.3.2.26: « minorHAnsi », « majorAscii »)."""
    if fonts is None:
        return ""
    of_theme = fonts.get(f"{_W}asciiTheme", "")[:5]
    return theme.get(of_theme, "") if of_theme else fonts.get(f"{_W}ascii", "")


def _theme_fonts(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """The Latin fonts of the theme, by « major » and « minor » (ECMA-376 20.1.4.1.24 and 25)."""
    name = next((part for part in sorted(parts) if part.startswith("word/theme/") and part.endswith(".xml")), None)
    if name is None:
        return
    root: Any = parse_xml(parts[name], name)
    for kind in ("major", "minor"):
        latin = root.find(f".//{_A}{kind}Font/{_A}latin")
        if latin is not None:
            yield kind, latin.get("typeface", "")
