"""Where each lettered list of a document stands: on the levels of letters of its titles' list, or on a list alone.

In: the blocks of an entry and the title that comes after it. Out: the place of each of its lists, in order. Counting a
level that stands above others not used yet counts those too (ECMA-376 17.9; Word and LibreOffice alike): after letters
just under « Article 3 », a title « 3.1 » would print 3.2. Such letters, and those under a title that Word does not
count, stand on a list alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from contractgen.model import AssembledClause, Frame, Paragraph, Printed

Lists = tuple[str, ...]  # article, annex or alone, for each list
_WRITTEN = "_written"


class Title(NamedTuple):
    """The family of a title that Word counts, article or annex, and its level."""

    family: str
    level: int


_TITLES = {f"{family}{level}": Title(family, level) for family in ("article", "annex") for level in (1, 2, 3)}


def first_title(blocks: Sequence[Printed]) -> Title | None:
    """The first of some blocks that is a title which Word counts."""
    return next((_TITLES[one.style] for one in blocks if isinstance(one, Paragraph) and one.style in _TITLES), None)


def places(blocks: Sequence[Printed], after: Title | None) -> Lists:
    """The place of each lettered list of an entry; `after`: the first title after the entry."""
    found: list[str] = []
    title: Title | None = None
    for rank, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            continue
        if block.style in _TITLES or block.style.endswith(_WRITTEN):
            title = _TITLES.get(block.style)
        elif block.first:
            found.append(_place(title, first_title(blocks[rank:]) or after))
    return tuple(found)


def _place(title: Title | None, following: Title | None) -> str:
    if title is None or (following and following.family == title.family and following.level > title.level):
        return "alone"
    return title.family


def in_annex(entry: Frame | AssembledClause) -> bool:
    """Whether the items of an entry are those of an annex."""
    return bool(entry.blocks) and isinstance(entry.blocks[0], Paragraph) and entry.blocks[0].style.startswith("annex")
