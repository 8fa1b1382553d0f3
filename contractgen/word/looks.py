"""How the letters of a .docx look, by their own properties and all styles above them: its parts in, a look for each run out.

It shares no code with the writer.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from functools import reduce
from typing import Any, NamedTuple

from contractgen.word.colors import Colors
from contractgen.word.inheritance import descent, styles_of
from contractgen.word.opening import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _CELL, _TABLE, _SHADING = f"{_W}p", f"{_W}tc", f"{_W}tbl", f"{_W}shd"
_STYLES = "word/styles.xml"
_HIGHEST = 8  # half-points
_PALE = 0xE0  # of each of red, green and blue
UNKNOWN_GROUND = "table"


class Look(NamedTuple):
    """How letters look, as far as it is said: colour, ground, highlight, size in half-points, width in per cent, struck or
    not, the space between them in twentieths of a point, raised or lowered, their font, hidden or not."""

    color: str = ""
    ground: str = ""
    marked: str = ""
    size: str = ""
    scale: str = ""
    struck: str = ""
    spacing: str = ""
    raised: str = ""
    font: str = ""
    hidden: str = ""

    def over(self, base: Look) -> Look:
        """This look, and that of `base` where this one says nothing."""
        return Look(*(own or other for own, other in zip(self, base, strict=True)))


class Looks:
    """The looks of the styles of a file, each with what it is based on, and those of the runs that have them."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._colors = Colors(parts)
        elements = styles_of(parts)
        own = {ident: self._own(one.find(f"{_W}rPr"), one.find(f"{_W}pPr")) for ident, one in elements.items()}
        own |= {ident: _of_table(own[ident], one) for ident, one in elements.items() if _kind(one) == "table"}
        dark = {ident for ident, one in elements.items() if any(map(self._is_dark, one.iter(_SHADING)))}
        self._default, self._looks, self._dark = "", {}, set()
        self._together: dict[tuple[str, ...], Look] = {}
        self._placed: dict[tuple[str, str], Mapping[str, str]] = {}
        self._elements, self._lines = elements, descent(elements)
        for ident, line in self._lines.items():
            self._looks[ident] = reduce(Look.over, [own[one] for one in line])
            if _kind(elements[ident]) == "table" and not dark.isdisjoint(line):
                self._dark.add(ident)
            if _kind(elements[ident]) == "paragraph" and elements[ident].get(f"{_W}default") in ("1", "true", "on"):
                self._default = ident
        root = parse_xml(parts[_STYLES], _STYLES) if _STYLES in parts else None
        held = root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr") if root is not None else None
        self._base = self._own(held, None)

    def of(self, run: Any) -> Look:
        """The look of a run: its own properties and those of its paragraph, then their styles, then the table's."""
        paragraph = next(run.iterancestors(_PARAGRAPH), None)
        above = paragraph.find(f"{_W}pPr") if paragraph is not None else None
        own = run.find(f"{_W}rPr")
        direct = self._own(own, above)
        if direct.struck:
            direct = direct._replace(struck="off")  # told among what is not compared, with the colours of marks
        if direct.hidden:
            direct = direct._replace(hidden="off")  # the same
        table = next(run.iterancestors(_TABLE), None)
        named = value(table.find(f"{_W}tblPr"), "tblStyle") if table is not None else ""
        look = direct.over(self._below(value(own, "rStyle"), value(above, "pStyle") or self._default, named))
        return look._replace(ground=look.ground or self._behind(paragraph))

    def _below(self, *styles: str) -> Look:
        """The look that a character, a paragraph and a table style make together."""
        if styles not in self._together:
            *above, table = (self._looks.get(ident, Look()) for ident in styles)
            self._together[styles] = reduce(Look.over, [*above, table._replace(ground=""), self._base])
        return self._together[styles]

    def placing(self, paragraph: Any, name: str) -> Mapping[str, str]:
        """What the properties of a paragraph, then those of its style, say under a name (« ind », « spacing », « framePr »)."""
        properties = paragraph.find(f"{_W}pPr")
        style = value(properties, "pStyle") or self._default
        if (style, name) not in self._placed:
            line = self._lines.get(style, ())
            held = [_attributes(self._elements[ident].find(f"{_W}pPr"), name) for ident in line]
            self._placed[style, name] = dict(ChainMap(*held))
        own = _attributes(properties, name)
        return {**self._placed[style, name], **own} if own else self._placed[style, name]

    def _own(self, properties: Any, above: Any) -> Look:
        """What the properties of letters say, and the ground that those of their paragraph give them."""
        if properties is None:
            return Look(ground=self._ground(above))
        size, scale, spacing = (value(properties, name) for name in ("sz", "w", "spacing"))
        strikes = [switch(properties, name) for name in ("strike", "dstrike")]
        struck = "on" if "on" in strikes else next(filter(None, strikes), "")
        color, ground = self._colors.of_letters(properties), self._ground(properties) or self._ground(above)
        marked = self._colors.of_highlight(properties)
        return Look(
            color, ground, marked, size, scale, struck, spacing, _raised(properties), _font(properties),
            switch(properties, "vanish"),
        )  # fmt: skip

    def _ground(self, properties: Any) -> str:
        shading = properties.find(_SHADING) if properties is not None else None
        return "" if shading is None else self._colors.of_shading(shading)

    def _behind(self, paragraph: Any) -> str:
        """The colour of the cell that a paragraph is in, UNKNOWN_GROUND when the style of its table has dark ones."""
        cell = next(paragraph.iterancestors(_CELL), None) if paragraph is not None else None
        if cell is None:
            return ""
        style = value(next(cell.iterancestors(_TABLE)).find(f"{_W}tblPr"), "tblStyle")
        return self._ground(cell.find(f"{_W}tcPr")) or (UNKNOWN_GROUND if style in self._dark else "")

    def _is_dark(self, shading: Any) -> bool:
        color = self._colors.of_shading(shading)
        return bool(color) and min(bytes.fromhex(color)) < _PALE


def _attributes(properties: Any, name: str) -> dict[str, str]:
    element = properties.find(f"{_W}{name}") if properties is not None else None
    return {} if element is None else {str(key).rpartition("}")[2]: str(said) for key, said in element.attrib.items()}


def value(properties: Any, name: str) -> str:
    """The value of a property, « » when it is not there."""
    element = properties.find(f"{_W}{name}") if properties is not None else None
    return str(element.get(f"{_W}val", "")) if element is not None else ""


def switch(properties: Any, name: str) -> str:
    """Whether a switch is « on » or « off », « » when it is not there (ECMA-376 17.17.4)."""
    element = properties.find(f"{_W}{name}") if properties is not None else None
    if element is None:
        return ""
    return "off" if element.get(f"{_W}val") in ("0", "false", "off") else "on"


def _kind(style: Any) -> str:
    return str(style.get(f"{_W}type", ""))


def _of_table(look: Look, style: Any) -> Look:
    """The look of a table style, hidden when it hides any of its rows or columns."""
    parts = [switch(one.find(f"{_W}rPr"), "vanish") for one in style.iter(f"{_W}tblStylePr")]
    return look._replace(hidden="on") if "on" in parts else look


def _raised(properties: Any) -> str:
    """Whether letters stand « on » another line than the rest, « off » when it is said that they do not."""
    place, shift = value(properties, "vertAlign"), value(properties, "position").lstrip("-")
    if place in ("superscript", "subscript") or (shift.isdigit() and int(shift) >= _HIGHEST):
        return "on"
    return "off" if place or shift else ""


def _font(properties: Any) -> str:
    fonts = properties.find(f"{_W}rFonts") if properties is not None else None
    return str(fonts.get(f"{_W}ascii", "") or fonts.get(f"{_W}hAnsi", "")) if fonts is not None else ""
