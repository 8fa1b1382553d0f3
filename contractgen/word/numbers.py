"""The numbers that Word prints before titles: counted from the numbering part, as Word counts (ECMA-376 17.9).

In: the parts of a file and the styles of its lines. Out: the printed number of each numbered line. It shares no code
with the writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from contractgen.word.opening import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{_W}val"


_STYLES = "word/styles.xml"
_LIST_STYLE = re.compile(r"list|paragraphedeliste", re.IGNORECASE)
_DEPTHS = 9
_LEVEL_NAMES = frozenset("012345678")


DECIMAL = frozenset({"decimal"})
TITLES = frozenset({"decimal", "decimalZero", "upperRoman", "upperLetter"})
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


class _Level(NamedTuple):
    """A level of a list tied to a paragraph style."""

    list_id: str
    depth: int
    text: str
    start: int
    format: str


def printed_numbers(
    parts: Mapping[str, bytes], styles: Sequence[str], formats: frozenset[str] = DECIMAL
) -> dict[int, str]:
    """The number printed before each line whose style is tied to a level of a list in one of these formats, by rank of the
    line."""
    levels = _levels(parts, formats)
    shapes = {(level.list_id, level.depth): level.format for level in levels.values()}
    counters: dict[str, list[int]] = {}
    found: dict[int, str] = {}
    for rank, style in [(rank, style) for rank, style in enumerate(styles) if style in levels]:
        level = levels[style]
        counts = counters.setdefault(level.list_id, [0] * _DEPTHS)
        counts[level.depth] = counts[level.depth] + 1 if counts[level.depth] else level.start
        counts[level.depth + 1 :] = [0] * (_DEPTHS - 1 - level.depth)
        found[rank] = _printed(
            level.text, [_shaped(n, shapes.get((level.list_id, i), "")) for i, n in enumerate(counts)]
        )
    return found


def list_styles(parts: Mapping[str, bytes]) -> frozenset[str]:
    """The paragraph styles that Word prints as items of a list: by their numbering, or by the name that Word gives them."""
    if _STYLES not in parts:
        return frozenset()
    styles = parse_xml(parts[_STYLES], _STYLES).iterfind(f"{_W}style")
    return frozenset(
        ident
        for style in styles
        if _LIST_STYLE.match(ident := style.get(f"{_W}styleId", ""))
        or style.find(f"{_W}pPr/{_W}numPr/{_W}numId") is not None
    )


def sequence_numbers(fields: Iterable[tuple[str, int, str]]) -> dict[int, str]:
    """The number that each SEQ field will show, by rank of its line: each sequence counts by itself, from one
    (ECMA-376 17.16.5.56). A field is the name of its sequence, the rank of its line, and the number it shows now."""
    counts: dict[str, int] = {}
    found: dict[int, str] = {}
    for name, line, _ in fields:
        counts[name] = counts.get(name, 0) + 1
        found[line] = str(counts[name])
    return found


def _printed(text: str, counts: list[str]) -> str:
    return re.sub(r"%([1-9])", lambda found: counts[int(found[1]) - 1], text)


def _shaped(count: int, shape: str) -> str:
    """A number as a format prints it (ECMA-376 17.18.59)."""
    if shape == "decimalZero":
        return f"{count:02}"
    if shape == "upperLetter" and count:
        return chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)
    if shape == "upperRoman" and count < 4_000:
        signs = ""
        for worth, sign in _ROMAN:
            signs += sign * (count // worth)
            count %= worth
        return signs
    return str(count)


def _levels(parts: Mapping[str, bytes], formats: frozenset[str]) -> dict[str, _Level]:
    """The level to which each paragraph style is tied; what is out of bounds is no level."""
    if "word/numbering.xml" not in parts:
        return {}
    root = parse_xml(parts["word/numbering.xml"], "word/numbering.xml")
    found: dict[str, _Level] = {}
    anew = _begun_anew(parts, root)
    for abstract in root.iter(f"{_W}abstractNum"):
        for level in abstract.iter(f"{_W}lvl"):
            depth, start, style = level.get(f"{_W}ilvl", "0"), _value(level, "start") or "1", _value(level, "pStyle")
            shape, start = _value(level, "numFmt"), anew.get((style, depth), start)
            if style and shape in formats and depth in _LEVEL_NAMES and re.fullmatch(r"\d{1,6}", start):
                ident = abstract.get(f"{_W}abstractNumId", "")
                found[style] = _Level(ident, int(depth), _value(level, "lvlText"), int(start), shape)
    return found


def _begun_anew(parts: Mapping[str, bytes], numbering: Any) -> dict[tuple[str, str], str]:
    """The number at which the list of a paragraph style begins at a level, where it is not that of the level itself."""
    starts: dict[str, list[tuple[str, str]]] = {}
    for one in numbering.iter(f"{_W}startOverride"):
        over, number = one.getparent(), one.getparent().getparent()
        starts.setdefault(number.get(f"{_W}numId", ""), []).append((over.get(f"{_W}ilvl", ""), one.get(_VAL, "")))
    if not starts or _STYLES not in parts:
        return {}
    found = {}
    for style in parse_xml(parts[_STYLES], _STYLES).iterfind(f"{_W}style"):
        held = style.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        for depth, start in starts.get(held.get(_VAL, ""), ()) if held is not None else ():
            found[(style.get(f"{_W}styleId", ""), depth)] = start
    return found


def _value(level: Any, name: str) -> str:
    element = level.find(f"{_W}{name}")
    return element.get(_VAL, "") if element is not None else ""
