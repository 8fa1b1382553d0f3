"""Where the text of each delivered paragraph came from: the parts of a .docx in, the spans of its base text out.

A span is a stretch of a paragraph that an answer printed, that was left blank, or that refers to a clause. They are read
from the same custom XML part as the base text (`embedded`), only when a file is reviewed; it shares no code with the writer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from contractgen.word.opening import parse_xml

_N = "{urn:contractgen:provenance:1}"
_ENTRIES = (f"{_N}clause", f"{_N}frame")
_KINDS = {f"{_N}a": "answer", f"{_N}blank": "blank", f"{_N}ref": "reference"}


class Origin(NamedTuple):
    """A stretch of a line, from `start` to `end` in characters. `kind`: answer, blank or reference; `source`: the id of
    the answer (« indicateurs[2].cible » in a table), or of the clause referred to."""

    start: int
    end: int
    kind: str
    source: str


def read_origins(parts: Mapping[str, bytes]) -> dict[str, tuple[tuple[Origin, ...], ...]]:
    """For each clause and frame of the provenance, the spans of each of its lines; empty without provenance."""
    for name, content in sorted(parts.items()):
        if name.startswith("customXml/item") and b"urn:contractgen:provenance:" in content and b"<contract" in content:
            contract = parse_xml(content, name).find(f"{_N}contract")
            entries = [child for child in contract if child.tag in _ENTRIES] if contract is not None else []
            return {entry.get("id", ""): tuple(_lines(entry)) for entry in entries}
    return {}


def _lines(entry: Any) -> Iterator[tuple[Origin, ...]]:
    for block in entry:
        if block.tag == f"{_N}p":
            yield tuple(_spans(block, 0))
        else:
            for row in block:
                found: list[Origin] = []
                start = 0
                for cell in row:
                    found += _spans(cell, start)
                    start += len("".join(cell.itertext())) + 1  # the cells of a line are parted by one character
                yield tuple(found)


def _spans(holder: Any, start: int) -> Iterator[Origin]:
    at = start + len(holder.text or "")
    for child in holder:
        end = at + len(child.text or "")
        if child.tag in _KINDS:
            yield Origin(at, end, _KINDS[child.tag], child.get("id", ""))
        at = end + len(child.tail or "")
