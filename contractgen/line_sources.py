"""The lines of a text that was negotiated beside the paragraphs it was made of: both in, which paragraphs each line comes from out.

A paragraph may have been reworded, cut in several lines, or joined to another in one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from contractgen.review_matching import Match, Place, match
from contractgen.word.read import Line


class Together(NamedTuple):
    """Paragraphs, and the lines that are made of them; both by rank, in order. One of each when neither was cut nor joined."""

    paragraphs: tuple[int, ...]
    lines: tuple[int, ...]

    @property
    def recut(self) -> bool:
        """Whether paragraphs were cut or joined."""
        return len(self.paragraphs) > 1 or len(self.lines) > 1


def together(paragraphs: Sequence[tuple[str, str]], lines: Sequence[str | None]) -> dict[int, Together]:
    """For each line that comes from paragraphs, those and all the lines that they are now. `paragraphs`: the style and
    the text of each; `lines`: the text of each, None for a row of a table."""
    places = [Place("", "", rank + 1, style, text, (), ()) for rank, (style, text) in enumerate(paragraphs)]
    read = [Line("", "row" if text is None else "", text or "") for text in lines]
    matches = match(places, read)
    holders: dict[int, set[int]] = {}
    for rank, one in enumerate(matches):
        for line in one.lines:
            holders.setdefault(line, set()).add(rank)
    found: dict[int, Together] = {}
    for line in holders:
        own, rows = _all_of(line, holders, matches)
        found[line] = Together(tuple(sorted(own)), tuple(sorted(rows)))
    return found


def _all_of(line: int, holders: dict[int, set[int]], matches: Sequence[Match]) -> tuple[set[int], set[int]]:
    """The paragraphs of a line, with those of their other lines, and these lines."""
    own, rows = set(holders[line]), {line}
    while more := {other for rank in own for other in matches[rank].lines} - rows:
        rows |= more
        own |= {rank for other in more for rank in holders[other]}
    return own, rows
