"""The stories of a redline (a body, a cell, a header): two of them in, the first one changed in place.

What is the same in both is left as it is, element for element. A story ends with a mark that no change can take away
(17.13.5.15): when its last paragraphs go, or others come after it, the mark before them bears the change.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lxml import etree

from contractgen.word.redline_atoms import canonical
from contractgen.word.redline_leaves import Leaf, Pair, leaves, paired
from contractgen.word.redline_moves import Moves, moves_of
from contractgen.word.redline_moves import ranged as ranged_move
from contractgen.word.redline_places import Place, ranged
from contractgen.word.redline_tables import added_rows, can_be_compared, redline_table, struck_table
from contractgen.word.redline_targets import renamed
from contractgen.word.redline_texts import (
    Work,
    added,
    brought_bookmark,
    brought_properties,
    changed,
    changes,
    look,
    number_of,
    struck,
    unchanged,
    with_change,
    with_mark,
)
from contractgen.word.resolving import DEL, INS, MOVE_FROM, MOVE_TO, PPR, W, resolve


def redline_story(root: Any, other: Any, work: Work) -> None:
    """Makes of a body, cell, header or footer what it is with the changes that lead to the other one."""
    a = leaves(root, work.imports.relations(work.part).leads)
    b = leaves(other, work.other.leads)
    pairs = paired(a, b)
    for i, j in pairs:
        if i is not None and j is not None and not a[i].is_table:
            work.imports.learn(number_of(a[i].elements[-1]), number_of(b[j].elements[-1]))
    moves = moves_of(a, b, pairs, work.pen)
    if root.tag == f"{W}body" and renamed(a, b, pairs, root, other, work):
        b = leaves(other, work.other.leads)
    _Story(root, a, b, pairs, moves, work).write()


class _Story:
    """One story while it is written. `ending`: the rank of the pair whose mark bears what comes after it, if any."""

    def __init__(
        self, root: Any, a: list[Leaf], b: list[Leaf], pairs: list[Pair], moves: Moves, work: Work
    ) -> None:  # fmt: skip
        self.a, self.b, self.pairs, self.moves, self.work = a, b, pairs, moves, work
        self.place = Place(root, a, b, pairs, work.pen)
        self.ending = _ending(a, b, pairs)
        self.ranges: dict[str, str] = {}  # the ranges of moves that were begun: their numbers

    def write(self) -> None:
        following = _following(self.a, self.pairs)
        gone = self.place.gone()
        for rank, (i, j) in enumerate(self.pairs):
            last = self.ending is not None and rank == len(self.pairs) - 1
            if i is not None and j is not None:
                self.place.replace(self.a[i].elements, self._both(self.a[i], self.b[j], rank == self.ending))
            elif i is not None:
                self.place.replace(self.a[i].elements, self._struck(i, last))
            elif j is not None:
                self._add(j, following[rank], last)
        for control in gone:
            ranged(control, "customXmlDel", self.work.pen)
        for control in self.place.added():
            ranged(control, "customXmlIns", self.work.pen)

    def _struck(self, i: int, last: bool) -> list[Any]:
        work, leaf = self.work, self.a[i]
        if leaf.is_table and i in self.moves.gone:
            moved = struck_table(leaf.elements[0], work, "gone")
            return ranged_move(moved, i, self.moves.gone[i], "moveFrom", work.pen, self.ranges)
        if leaf.is_table:
            work.count["tables_deleted"] += 1
            return [struck_table(leaf.elements[0], work)]
        own = leaf.elements[-1].find(PPR)
        if i in self.moves.gone:
            (moved,) = struck(leaf.atoms, with_mark(own, MOVE_FROM, work), work, "gone")
            return ranged_move(moved, i, self.moves.gone[i], "moveFrom", work.pen, self.ranges)
        work.count["deleted"] += 1
        if last:
            _, j = self.pairs[self.ending or 0]
            properties = with_change(deepcopy(own), self._brought(self.b[j or 0]), work)
        else:
            properties = with_mark(own, DEL, work)
        return struck(leaf.atoms, properties, work)

    def _add(self, j: int, after: Any, last: bool) -> None:
        work, leaf = self.work, self.b[j]
        rest: list[Any] = []
        if j in self.moves.come:
            work.count["moved"] += 1
            moved = self._come(leaf)
            element, *rest = ranged_move(moved, j, self.moves.come[j], "moveTo", work.pen, self.ranges)
        elif leaf.is_table:
            work.count["tables_inserted"] += 1
            element = added_rows(leaf.elements[0], work)
        else:
            work.count["inserted"] += 1
            properties = self._brought(leaf)
            if last:
                i, _ = self.pairs[self.ending or 0]
                properties = with_change(deepcopy(self.a[i or 0].elements[-1].find(PPR)), properties, work)
            else:
                properties = with_mark(properties, INS, work)
            element = added(leaf.atoms, properties, work)
        marks = [mark for one in leaf.marks if (mark := brought_bookmark(one, work)) is not None]
        self.place.add([*marks, element, *rest], leaf.controls, after)

    def _come(self, leaf: Leaf) -> Any:
        """What has come from elsewhere."""
        if leaf.is_table:
            return added_rows(leaf.elements[0], self.work, "come")
        return added(leaf.atoms, with_mark(self._brought(leaf), MOVE_TO, self.work), self.work, "come")

    def _both(self, one: Leaf, other: Leaf, ending: bool) -> list[Any]:
        work = self.work
        if one.is_table:
            return self._tables(one.elements[0], other.elements[0])
        entries = changes(one.atoms, other.atoms, work)
        own, new = one.elements[-1].find(PPR), self._brought(other)
        restyled = look(own) != look(new)
        if entries is None and not restyled and not ending:
            return list(one.elements)
        work.count["changed"] += bool(entries or restyled)
        properties = with_change(deepcopy(own), new, work)
        if ending:
            struck_after = self.pairs[-1][1] is None
            properties = with_mark(properties, DEL if struck_after else INS, work)
        return changed(entries or unchanged(one.atoms), properties, work)

    def _tables(self, one: Any, other: Any) -> list[Any]:
        if can_be_compared(one) and can_be_compared(other):
            redline_table(one, other, self.work, redline_story)
            return [one]
        if self._accepted_look(one) == canonical(other, self.work.other.leads):
            return [one]
        self.work.count["tables_deleted"] += 1
        self.work.count["tables_inserted"] += 1
        return [struck_table(one, self.work), added_rows(other, self.work)]

    def _accepted_look(self, table: Any) -> str:
        """What a table looks like without its earlier changes."""
        body = etree.Element(f"{W}body")
        body.append(deepcopy(table))
        resolve(body, accepted=True)
        return "".join(canonical(one, self.work.imports.relations(self.work.part).leads) for one in body)

    def _brought(self, leaf: Leaf) -> Any:
        return brought_properties(leaf.elements[-1].find(PPR), self.work)


def _following(a: list[Leaf], pairs: list[Pair]) -> list[Any]:
    """For each pair, the first element of the next leaf of the first story."""
    found: list[Any] = []
    after = None
    for i, _ in reversed(pairs):
        found.append(after)
        after = a[i].elements[0] if i is not None else after
    return found[::-1]


def _ending(a: list[Leaf], b: list[Leaf], pairs: list[Pair]) -> int | None:
    """The rank of the last pair, when only deletions or only additions come after it, in the same content control."""
    rank = next((r for r in range(len(pairs) - 1, -1, -1) if None not in pairs[r]), None)
    if rank is None or rank == len(pairs) - 1:
        return None
    tail = pairs[rank:]
    story, ranks = (a, [i for i, _ in tail]) if pairs[-1][1] is None else (b, [j for _, j in tail])
    members = [story[one] for one in ranks if one is not None]
    if len(members) < len(tail) or members[0].is_table or members[-1].is_table:
        return None
    return rank if members[0].controls == members[-1].controls else None
