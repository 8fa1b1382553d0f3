"""The numbers that Word prints before titles: counted from the numbering part, as Word counts (ECMA-376 17.9).

In: the parts of a file and the styles of its lines. Out: the printed number of each numbered line. It shares no code
with the writer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from contractgen.word.opening import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{_W}val"


class _Level(NamedTuple):
    """A level of a list tied to a paragraph style."""

    list_id: str
    depth: int
    text: str


def printed_numbers(parts: Mapping[str, bytes], styles: Sequence[str]) -> dict[int, str]:
    """The number printed before each line whose style is tied to a level of a decimal list, by rank of the line."""
    levels = _levels(parts)
    counters: dict[str, list[int]] = {}
    found: dict[int, str] = {}
    for rank, style in enumerate(styles):
        level = levels.get(style)
        if level is None:
            continue
        counts = counters.setdefault(level.list_id, [0] * 9)
        counts[level.depth] += 1
        counts[level.depth + 1 :] = [0] * (8 - level.depth)
        found[rank] = _printed(level.text, counts)
    return found


def _printed(text: str, counts: list[int]) -> str:
    return re.sub(r"%(\d)", lambda found: str(counts[int(found[1]) - 1]), text)


def _levels(parts: Mapping[str, bytes]) -> dict[str, _Level]:
    if "word/numbering.xml" not in parts:
        return {}
    root = parse_xml(parts["word/numbering.xml"], "word/numbering.xml")
    return {
        _value(level, "pStyle"): _Level(
            abstract.get(f"{_W}abstractNumId"), int(level.get(f"{_W}ilvl", "0")), _value(level, "lvlText")
        )
        for abstract in root.iter(f"{_W}abstractNum")
        for level in abstract.iter(f"{_W}lvl")
        if _value(level, "numFmt") == "decimal" and _value(level, "pStyle")
    }


def _value(level: Any, name: str) -> str:
    element = level.find(f"{_W}{name}")
    return element.get(_VAL, "") if element is not None else ""
