"""What stands in a body, a cell or a header, one after the other: its paragraphs and tables, out of their content controls.

Elements in, leaves out, and the leaves of two stories aligned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from contractgen.differences import aligned
from contractgen.word.redline_atoms import Atom, atoms, halves, shown, text_of
from contractgen.word.resolving import (
    CELL,
    CUSTOM_XML,
    DEL,
    MOVE_FROM,
    ROW,
    SDT,
    SDT_CONTENT,
    TABLE,
    P,
    W,
    following,
    mark_of,
)

Pair = tuple[int | None, int | None]


class Leaf(NamedTuple):
    """A paragraph (or several, when the marks of all but the last were deleted before) or a table; `controls`: the
    content controls around it, outermost first; `marks`: the bookmarks that begin or end between it and the leaf before."""

    elements: tuple[Any, ...]
    controls: tuple[Any, ...]
    text: str
    atoms: tuple[Atom, ...] = ()
    marks: tuple[Any, ...] = ()

    @property
    def is_table(self) -> bool:
        return bool(self.elements[0].tag == TABLE)


def leaves(root: Any, relations: Mapping[str, str], cut: bool = True) -> list[Leaf]:
    """The leaves of a story, in order; without those that earlier changes take out whole. Not `cut`: with texts whole."""
    found: list[Leaf] = []
    joined: list[Any] = []
    marks: list[Any] = []
    for element, controls in _blocks(root, ()):
        if element.tag == P:
            joined.append(element)
            gone = mark_of(element, DEL, MOVE_FROM) is not None
            if not (gone and _goes_on(element)):
                text = atoms(tuple(joined), relations, cut)
                if gone and not shown(text) and following(element) is not None:
                    joined = []
                    continue
                found.append(Leaf(tuple(joined), controls, text_of(text), tuple(text), tuple(marks)))
                joined, marks = [], []
        elif element.tag == TABLE and not rows(element):
            continue
        elif element.tag == TABLE:
            found.append(Leaf((element,), controls, table_text(element), marks=tuple(marks)))
            marks = []
        else:
            marks.append(element)
    return found


def _blocks(root: Any, controls: tuple[Any, ...]) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    for child in root:
        if child.tag in (P, TABLE, f"{W}bookmarkStart", f"{W}bookmarkEnd"):
            yield child, controls
        elif child.tag in (SDT, CUSTOM_XML):
            content = child.find(SDT_CONTENT) if child.tag == SDT else child
            yield from _blocks(content, (*controls, child)) if content is not None else ()


def _goes_on(paragraph: Any) -> bool:
    after = paragraph.getnext()
    return after is not None and after.tag == P


def table_text(element: Any) -> str:
    """The text of a table or a row, as accepted: cells and rows on their lines."""
    owners = [mark.getparent() for mark in element.iter(DEL, f"{W}cellDel")]
    gone = {owner.getparent() for owner in owners if owner.tag in (f"{W}trPr", f"{W}tcPr")} | set(
        element.iter(MOVE_FROM)
    )
    pieces = []
    for one in element.iter(f"{W}t", CELL, P):
        if gone and not gone.isdisjoint((one, *one.iterancestors())):
            continue
        pieces.append("\n" if one.tag != f"{W}t" else one.text or "")
    return "".join(pieces)


def columns(table: Any) -> int:
    """The number of columns of a table."""
    return len(table.findall(f"{W}tblGrid/{W}gridCol"))


def rows(table: Any) -> list[Any]:
    """The rows of a table that no earlier change deletes."""
    return [row for row in table.findall(ROW) if row.find(f"{W}trPr/{DEL}") is None]


def paired(a: list[Leaf], b: list[Leaf]) -> list[Pair]:
    """The leaves of two stories aligned; the last paragraphs of both are one when neither has another, since the mark
    that ends a story cannot go."""
    keys_a, keys_b = [_key(leaf) for leaf in a], [_key(leaf) for leaf in b]
    halves_a, halves_b = _halves(a), _halves(b)
    same_fields = list(halves_a.values()) == list(halves_b.values())
    fixed = list(zip(halves_a, halves_b, strict=True)) if same_fields else []

    def may_pair(i: int, j: int) -> bool:
        one, other = a[i], b[j]
        if one.is_table and other.is_table:
            return columns(one.elements[0]) == columns(other.elements[0])
        return one.is_table == other.is_table and halves_a.get(i) == halves_b.get(j)

    pairs = aligned(keys_a, keys_b, may_pair, fixed)
    last_a, last_b = len(a) - 1, len(b) - 1
    free = (last_a, None) in pairs and (None, last_b) in pairs
    if free and not a[-1].is_table and not b[-1].is_table:
        pairs = [pair for pair in pairs if pair not in ((last_a, None), (None, last_b))] + [(last_a, last_b)]
    return pairs


def _key(leaf: Leaf) -> str:
    return f"tbl {leaf.text}" if leaf.is_table else leaf.text


def _halves(story: list[Leaf]) -> dict[int, tuple[str, ...]]:
    return {rank: found for rank, leaf in enumerate(story) if (found := halves(list(leaf.atoms)))}
