"""How the letters and paragraphs of a document read, whatever they are written with: properties in, what a reader sees out.

Of letters: bold, italic, underlined, struck, hidden, capitals, raised, highlighted, of the colour of paper, said by the
run or by its styles (ECMA-376 part 1, 17.7.2). Of a paragraph: its style, by name, and the list it is in, by its numbers. Two programs write
the same page with other properties; of a reader's page these are what changes what is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from lxml import etree

from contractgen.word.inheritance import descent, styles_of
from contractgen.word.redline_imports import tree
from contractgen.word.resolving import PPR, ROW, RPR, TABLE, P, W

_VAL = f"{W}val"
_SWITCHES = tuple(f"{W}{name}" for name in ("b", "i", "caps", "smallCaps", "strike", "dstrike", "vanish"))
_COLOR, _PALE = f"{W}color", re.compile(r"(?i)([ef][0-9a-f]){3}")  # of which letters are hardly seen on paper
_VALUED = {_COLOR: "auto", f"{W}highlight": "none", f"{W}u": "none", f"{W}vertAlign": "baseline"}
SEEN = (*_SWITCHES, *_VALUED)
_OFF = ("0", "false", "off")
_ORDER = tuple(
    f"{W}{name}"
    for name in (
        "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow",
        "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern", "position",
        "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign",
    )
)  # fmt: skip  # 17.3.2.28: the order that a reader of the schema asks for
Marks = Mapping[str, str]


class Page:
    """How the paragraphs and letters of one document read."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._styles = styles_of(parts)
        self._lines = descent(self._styles)
        self._lists = tree(dict(parts), "word/numbering.xml", "numbering")
        self._said: dict[str, dict[str, str]] = {}
        kinds = ((one.get(f"{W}type"), ident) for ident, one in self._styles.items() if one.get(f"{W}default") in ("1", "true"))  # fmt: skip
        self._default = dict(kinds)

    def letters(self, run: Any) -> dict[str, str]:
        """What marks the letters of a run, by the name of the property; nothing for what is off."""
        properties = run.find(RPR)
        direct = _marks(properties)
        paragraph = next(run.iterancestors(P), None)
        above = self._of_style(_style(paragraph.find(PPR) if paragraph is not None else None) or self._default.get("paragraph", ""))  # fmt: skip
        own = self._of_style(_style(properties, "rStyle"))
        around = self._around(paragraph)
        found = {}
        for name in SEEN:
            if name in direct:
                value = direct[name]
            elif name in _VALUED:
                value = own.get(name) or above.get(name) or around.get(name, "")
            else:
                said = (own.get(name, ""), above.get(name, ""))
                value = "on" if said.count("on") == 1 else "" if any(said) else around.get(name, "")
            if value not in ("", "off"):
                found[name] = value
        return found

    def paragraph(self, properties: Any) -> tuple[str, str]:
        """The name of the style of a paragraph, and how the list that it is in numbers it, « » for none."""
        style = _style(properties) or self._default.get("paragraph", "")
        names = [self._styles[style].find(f"{W}name")] if style in self._styles else []
        name = names[0].get(_VAL, "").lower() if names and names[0] is not None else style
        return name, self._label(properties, style)

    def turned(self, properties: Any) -> bool:
        """Whether a paragraph begins a page."""
        style = _style(properties) or self._default.get("paragraph", "")
        said = (properties, *(self._styles[one].find(PPR) for one in self._lines.get(style, ())))
        found = (one.find(f"{W}pageBreakBefore") for one in said if one is not None)
        first = next((one for one in found if one is not None), None)
        return first is not None and first.get(_VAL) not in _OFF

    # ------------------------------------------------------------ styles and lists

    def _of_style(self, ident: str) -> dict[str, str]:
        if ident not in self._said:
            found: dict[str, str] = {}
            for one in reversed(self._lines.get(ident, ())):
                found |= _marks(self._styles[one].find(RPR))
            self._said[ident] = found
        return self._said[ident]

    def _around(self, paragraph: Any) -> dict[str, str]:
        """What the style of the table says of the letters in it, and of those of its first row."""
        row = next(paragraph.iterancestors(ROW), None) if paragraph is not None else None
        table = next(row.iterancestors(TABLE), None) if row is not None else None
        style = _style(table.find(f"{W}tblPr"), "tblStyle") if table is not None else ""
        found = dict(self._of_style(style))
        if table is not None and table.find(ROW) is row:
            for one in reversed(self._lines.get(style, ())):
                for part in self._styles[one].findall(f"{W}tblStylePr"):
                    found |= _marks(part.find(RPR)) if part.get(f"{W}type") == "firstRow" else {}
        return found

    def _label(self, properties: Any, style: str) -> str:
        chain = [self._styles[one].find(PPR) for one in self._lines.get(style, ())]
        said = [one.find(f"{W}numPr") for one in (properties, *chain) if one is not None]
        numbers = [one for one in said if one is not None and one.find(f"{W}numId") is not None]
        if not numbers:
            return ""
        number = numbers[0].find(f"{W}numId").get(_VAL, "")
        abstract = self._abstract(number)
        levels = [one.find(f"{W}ilvl") for one in said if one is not None]
        level = next((one.get(_VAL, "0") for one in levels if one is not None), "0")
        for one in abstract.findall(f"{W}lvl") if abstract is not None else ():
            tied = one.find(f"{W}pStyle")
            by_style = numbers[0].getparent() is not properties and tied is not None and tied.get(_VAL) == style
            if by_style or one.get(f"{W}ilvl") == level:
                kind, text = (_value(one, name) for name in ("numFmt", "lvlText"))
                return kind if kind in ("bullet", "none") else f"{kind} {text}"
        return ""

    def _abstract(self, number: str) -> Any:
        num = next((one for one in self._lists.iter(f"{W}num") if one.get(f"{W}numId") == number), None)
        ident = _value(num, "abstractNumId") if num is not None else None
        found = (one for one in self._lists.iter(f"{W}abstractNum") if one.get(f"{W}abstractNumId") == ident)
        return next(found, None)


def marked_as(properties: Any, seen: Marks, wanted: Marks) -> Any:
    """A copy of the properties of letters that read as `seen`, so that they read as `wanted`; None for none."""
    changed = [name for name in SEEN if seen.get(name) != wanted.get(name)]
    if properties is None and not changed:
        return None
    copy = etree.Element(RPR) if properties is None else deepcopy(properties)
    for name in changed:
        for old in copy.findall(name):
            copy.remove(old)
        value = wanted.get(name, _VALUED.get(name, "0"))
        mark = etree.Element(name) if value == "on" else etree.Element(name, {_VAL: value})
        later = [one for one in copy if one.tag not in _ORDER or _ORDER.index(one.tag) > _ORDER.index(name)]
        copy.insert(list(copy).index(later[0]) if later else len(copy), mark)
    return copy


def plain(properties: Any) -> Any:
    """A copy of the properties of letters with nothing but what is seen and their style; None for none."""
    if properties is None:
        return None
    copy = etree.Element(RPR)
    copy.extend(deepcopy(one) for one in properties if one.tag in (*SEEN, f"{W}rStyle"))
    return copy if len(copy) else None


def _marks(properties: Any) -> dict[str, str]:
    """What properties say of letters: « on », « off » or a value."""
    found = {}
    for one in properties if properties is not None else ():
        value = one.get(_VAL)
        if one.tag in _SWITCHES:
            found[one.tag] = "off" if value in _OFF else "on"
        elif one.tag == _COLOR:
            found[one.tag] = value if _PALE.fullmatch(value or "") else "off"
        elif one.tag in _VALUED:
            found[one.tag] = "off" if value == _VALUED[one.tag] else value or "off"
    return found


def _style(properties: Any, name: str = "pStyle") -> str:
    return _value(properties, name) if properties is not None else ""


def _value(owner: Any, name: str) -> str:
    element = owner.find(f"{W}{name}")
    return "" if element is None else str(element.get(_VAL, ""))
