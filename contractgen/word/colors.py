"""The colours of a .docx: what its elements say of the colour of letters and of their ground in, RRGGBB out.

A colour may be named by the theme (ECMA-376 17.18.97), which then stands over the one that is written; letters may be
filled by Word's own extension, with no colour at all. It shares no code with the writer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from contractgen.word.opening import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SETTINGS = "word/settings.xml"
NO_COLOR, AUTOMATIC = "none", "auto"  # letters filled with nothing; as Word sees fit
_SEE_THROUGH = 85_000  # thousandths of a per cent of transparency
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_MARKED = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
_NAMES = {
    "dark1": "dk1",
    "light1": "lt1",
    "dark2": "dk2",
    "light2": "lt2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}
_MAPPED = {
    "background1": ("bg1", "light1"), "text1": ("t1", "dark1"), "background2": ("bg2", "light2"), "text2": ("t2", "dark2"),
    "bg1": ("bg1", "light1"), "tx1": ("t1", "dark1"), "bg2": ("bg2", "light2"), "tx2": ("t2", "dark2"),
}  # fmt: skip


class Colors:
    """The colours that the theme of a file names."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._theme = _theme(parts)
        settings = parse_xml(parts[_SETTINGS], _SETTINGS) if _SETTINGS in parts else None
        mapping = settings.find(f"{_W}clrSchemeMapping") if settings is not None else None
        self._mapping: Mapping[str, str] = {} if mapping is None else {
            name.rpartition("}")[2]: value for name, value in mapping.attrib.items()
        }  # fmt: skip

    def of_letters(self, properties: Any) -> str:
        """The colour that properties give to letters, NO_COLOR or AUTOMATIC; « » when they give none."""
        if properties is None:
            return ""
        fill = properties.find(f"{_W14}textFill")
        if fill is not None and (found := self._filled(fill)):
            return found
        color = properties.find(f"{_W}color")
        return "" if color is None else self._said(color, "val", "theme", "Color") or AUTOMATIC

    def of_highlight(self, properties: Any) -> str:
        """The colour of a highlight, « » for none."""
        marked = properties.find(f"{_W}highlight") if properties is not None else None
        return _MARKED.get(marked.get(f"{_W}val", ""), "") if marked is not None else ""

    def of_shading(self, shading: Any) -> str:
        """The colour of a shading: of its pattern when that covers it whole."""
        if shading.get(f"{_W}val") == "solid":
            return self._said(shading, "color", "theme", "Color") or "000000"
        return self._said(shading, "fill", "themeFill", "")

    def _said(self, element: Any, name: str, theme: str, end: str) -> str:
        """A colour by its attributes: the theme's when that is named, made lighter or darker as it is said."""
        named = self._named(element.get(f"{_W}{theme}{end}", ""))
        if named:
            tint, shade = (_share(element.get(f"{_W}{theme}{kind}", "")) for kind in ("Tint", "Shade"))
            return _mixed(_mixed(named, tint, 255), shade, 0)
        written = element.get(f"{_W}{name}", "")
        return written.upper() if _HEX.fullmatch(written) else ""

    def _named(self, name: str) -> str:
        key, usual = _MAPPED.get(name, ("", name))
        slot = self._mapping.get(key, usual)
        return self._theme.get(_NAMES.get(slot, slot), "")

    def _filled(self, fill: Any) -> str:
        """The colour of w14:textFill, of the palest stop of a gradient; « » when it is not understood."""
        if fill.find(f"{_W14}noFill") is not None:
            return NO_COLOR
        colors = list(fill.iter(f"{_W14}srgbClr", f"{_W14}schemeClr"))
        clear = [int(one.get(f"{_W14}val", "0") or 0) for one in fill.iter(f"{_W14}alpha")]
        if colors and len(clear) >= len(colors) and min(clear) >= _SEE_THROUGH:
            return NO_COLOR
        found = [_hex(one) or self._named(one.get(f"{_W14}val", "")) for one in colors]
        return min(found, key=lambda one: sum(bytes.fromhex(one))) if found and all(found) else ""


def alike(one: str, other: str, least: int) -> bool:
    """Whether two colours differ by less than `least` in each of red, green and blue."""
    return all(abs(a - b) < least for a, b in zip(bytes.fromhex(one), bytes.fromhex(other), strict=True))


def _hex(color: Any) -> str:
    value = color.get(f"{_W14}val", "")
    return value.upper() if color.tag == f"{_W14}srgbClr" and _HEX.fullmatch(value) else ""


def _share(text: str) -> float:
    """What is left of a colour, of 1: two hexadecimal figures."""
    return int(text, 16) / 255 if re.fullmatch(r"[0-9A-Fa-f]{2}", text) else 1.0


def _mixed(color: str, share: float, other: int) -> str:
    return "".join(f"{round(one * share + other * (1 - share)):02X}" for one in bytes.fromhex(color))


def _theme(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The colours of the theme by their name in it."""
    name = next((part for part in sorted(parts) if re.fullmatch(r"word/theme/theme\d*\.xml", part)), "")
    scheme = parse_xml(parts[name], name).find(f".//{_A}clrScheme") if name else None
    found = {}
    for slot in scheme if scheme is not None else ():
        held = slot[0] if len(slot) else None
        value = held.get("lastClr" if held.tag == f"{_A}sysClr" else "val", "") if held is not None else ""
        if _HEX.fullmatch(value):
            found[slot.tag.rpartition("}")[2]] = value.upper()
    return found
