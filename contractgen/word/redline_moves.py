"""What moved from one place of a story to another: its aligned leaves in, the paragraphs to be tracked as moved out.

A paragraph with enough words, struck here and added there word for word, has moved, and so have those next to it that go
and come with it, whatever their length: the title of an article with its text. They are one range (17.13.5.21 to .28).
A table is struck and added: Word has no move of rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any, NamedTuple

from lxml import etree

from contractgen.word.redline_atoms import atoms, canonical, halves
from contractgen.word.redline_leaves import Leaf, Pair
from contractgen.word.redline_paragraphs import Pen
from contractgen.word.redline_tables import can_be_compared
from contractgen.word.resolving import CELL_MARKS, DEL, INS, MOVE_FROM, MOVE_TO, PPR, P, W, mark_of

_WORDS = 6  # fewer are found by chance in two places
_ID = f"{W}id"


class Move(NamedTuple):
    """A range that moved: its name, and the ranks of its first and last leaves."""

    name: str
    first: int
    last: int


class Moves(NamedTuple):
    """The leaves that moved: of each, by its rank in the first story, or in the second, its range."""

    gone: dict[int, Move]
    come: dict[int, Move]


def moves_of(a: Sequence[Leaf], b: Sequence[Leaf], pairs: Sequence[Pair], pen: Pen) -> Moves:
    """What moved. The last pair never does: the mark that ends a story stays."""
    inside = pairs[:-1]
    gone = {i for i, j in inside if i is not None and j is None and _can_move(a[i])}
    come = {j for i, j in inside if i is None and j is not None and _can_move(b[j])}
    moved = dict(_grown(dict(_seeds(a, b, gone, come)), a, b, gone, come))
    found = Moves({}, {})
    for members in _ranges(sorted(moved.items()), a, b):
        name = f"deplacement{pen.number()}"
        (i, j), (k, m) = members[0], members[-1]
        found.gone.update(dict.fromkeys((one for one, _ in members), Move(name, i, k)))
        found.come.update(dict.fromkeys((one for _, one in members), Move(name, j, m)))
    return found


def _can_move(leaf: Leaf) -> bool:
    """Whether a leaf is a paragraph or a table without earlier changes, half fields, nor the page of a section."""
    if len(leaf.elements) > 1:
        return False
    one = leaf.elements[0]
    if next(one.iter(INS, DEL, MOVE_FROM, MOVE_TO, *CELL_MARKS, f"{W}sectPr"), None) is not None:
        return False
    if leaf.is_table:
        return can_be_compared(one) and not any(halves(atoms((inner,), {})) for inner in one.iter(P))
    return not halves(list(leaf.atoms))


def _seeds(a: Sequence[Leaf], b: Sequence[Leaf], gone: set[int], come: set[int]) -> Iterator[tuple[int, int]]:
    """The paragraphs with enough words that stand once among what goes, and once among what comes."""
    counts = Counter(a[i].text for i in gone), Counter(b[j].text for j in come)
    there = {b[j].text: j for j in come}
    for i in sorted(gone):
        text = a[i].text
        if len(text.split()) >= _WORDS and all(count[text] == 1 for count in counts) and _same(a[i], b[there[text]]):
            yield i, there[text]


def _grown(
    seeds: dict[int, int], a: Sequence[Leaf], b: Sequence[Leaf], gone: set[int], come: set[int]
) -> Iterator[tuple[int, int]]:
    """The paragraphs that moved, with those next to them that are the same in both places."""
    found, taken = dict(seeds), set(seeds.values())
    for step in (1, -1):
        for i, j in sorted(seeds.items()):
            at, to = i + step, j + step
            while at in gone and to in come and at not in found and to not in taken and _same(a[at], b[to]):
                found[at] = to
                taken.add(to)
                at, to = at + step, to + step
    yield from found.items()


def _same(one: Leaf, other: Leaf) -> bool:
    if one.is_table or other.is_table:
        return one.is_table and other.is_table and bool(one.text.strip()) and _look(one) == _look(other)
    keys = [[(atom.key, atom.formatted) for atom in leaf.atoms if atom.key] for leaf in (one, other)]
    return keys[0] == keys[1] and bool(one.text)


def _look(table: Leaf) -> str:
    """What of a table is compared: all of it, less its bookmarks."""
    copy = deepcopy(table.elements[0])
    etree.strip_elements(copy, f"{W}bookmarkStart", f"{W}bookmarkEnd", with_tail=False)
    return canonical(copy, {})


def _ranges(moved: list[tuple[int, int]], a: Sequence[Leaf], b: Sequence[Leaf]) -> Iterator[list[tuple[int, int]]]:
    """The paragraphs that moved, those that stand one after the other in both places together."""
    members: list[tuple[int, int]] = []
    for i, j in moved:
        if members and (i - 1, j - 1) == members[-1] and _together(a[i - 1], a[i]) and _together(b[j - 1], b[j]):
            members.append((i, j))
            continue
        if members:
            yield members
        members = [(i, j)]
    if members:
        yield members


def _together(one: Leaf, other: Leaf) -> bool:
    return one.controls == other.controls and not other.marks


def ranged(element: Any, rank: int, move: Move, kind: str, pen: Pen, open_ranges: dict[str, str]) -> list[Any]:
    """The paragraph or table that moved with the start of its range in it, or before it, if it is the first of it, and
    the end of the range after it, if it is the last. `kind`: moveFrom or moveTo; `open_ranges`: the numbers of the ranges
    begun."""
    found = [element]
    if rank == move.first:
        start = pen.change(f"{W}{kind}RangeStart")
        start.set(f"{W}name", move.name)
        open_ranges[f"{kind} {move.name}"] = start.get(_ID, "")
        if element.tag == P:
            element.insert(1 if len(element) and element[0].tag == PPR else 0, start)
        else:
            found = [start, element]
    if rank != move.last:
        return found
    return [*found, etree.Element(f"{W}{kind}RangeEnd", {_ID: open_ranges[f"{kind} {move.name}"]})]


def left_behind(root: Any) -> int:
    """How many references of a redline lead to a bookmark of what moved: it stays in the place that was left."""
    gone = [one for one in root.iter(P) if mark_of(one, MOVE_FROM) is not None]
    names = {mark.get(f"{W}name", "") for one in gone for mark in one.iter(f"{W}bookmarkStart")}
    staying = (code for code in root.iter(f"{W}instrText") if next(code.iterancestors(MOVE_FROM), None) is None)
    codes = [(code.text or "").split() for code in staying]
    return sum(code[:1] == ["REF"] and code[1:2] != [] and code[1] in names for code in codes)
