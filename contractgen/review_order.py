"""Which clauses of a contract that came back stand elsewhere, in whole or in part: the places of its base and their matches
in, those clauses out. Content controls help when they are still there; nothing needs them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from contractgen.review_matching import Match, Place
from contractgen.word.read import Line

_TITLE = 1_000  # what a title weighs against passages: it is they that moved around it


def out_of_order(places: Sequence[Place], matches: Sequence[Match], lines: Sequence[Line]) -> frozenset[str]:
    """The clauses that stand elsewhere, or whose passages do."""
    return _moved(_positions(places, matches)) | _disordered(places, matches, lines)


def _positions(places: Sequence[Place], matches: Sequence[Match]) -> list[tuple[str, int, int]]:
    """Each clause with the middle of its lines and their number, in the order of the base."""
    found: dict[str, list[int]] = {}
    for place, matched in zip(places, matches, strict=True):
        if place.tag and matched.lines:
            found.setdefault(place.entry, []).append(matched.lines[0])
    return [(entry, sorted(lines)[len(lines) // 2], len(lines)) for entry, lines in found.items()]


def _moved(positions: list[tuple[str, int, int]]) -> frozenset[str]:
    """The clauses outside the heaviest sequence that is still in order."""
    if all(one[1] < other[1] for one, other in pairwise(positions)):
        return frozenset()
    weights: list[int] = []
    before: list[int] = []
    for index, (_, line, size) in enumerate(positions):
        best = max((j for j in range(index) if positions[j][1] < line), key=lambda j: weights[j], default=-1)
        weights.append(size + (weights[best] if best >= 0 else 0))
        before.append(best)
    kept = set()
    at = max(range(len(weights)), key=weights.__getitem__)
    while at >= 0:
        kept.add(positions[at][0])
        at = before[at]
    return frozenset(entry for entry, _, _ in positions if entry not in kept)


def _disordered(places: Sequence[Place], matches: Sequence[Match], lines: Sequence[Line]) -> frozenset[str]:
    """The clauses of which a passage stands before one that it followed, or inside or beyond another clause."""
    found = {places[index].entry for index in _astray(places, matches)}
    last: dict[str, int] = {}
    for place, matched in zip(places, matches, strict=True):
        if place.tag and matched.lines:
            at = matched.lines[0]
            owner = lines[at].owner.partition("@")[0]
            if at < last.get(place.entry, -1) or owner not in ("", place.tag.partition("@")[0]):
                found.add(place.entry)
            last[place.entry] = at
    return frozenset(found)


def _astray(places: Sequence[Place], matches: Sequence[Match]) -> list[int]:
    """The places of clauses that are not in the heaviest sequence that is still in order."""
    found = [(i, matched.lines[0]) for i, matched in enumerate(matches) if matched.lines and places[i].tag]
    if all(one[1] <= other[1] for one, other in pairwise(found)):
        return []
    ends: list[int] = []  # lines where a sequence ends, each of those heavier than all that end before it
    best: list[tuple[int, int]] = []  # the weight of that sequence, and the rank in `found` of its last place
    before: list[int] = []
    for rank, (index, line) in enumerate(found):
        at = bisect_right(ends, line)
        weight, last = best[at - 1] if at else (0, -1)
        before.append(last)
        weight += 1 if places[index].rank else _TITLE
        at = bisect_left(ends, line)
        past = at
        while past < len(ends) and best[past][0] <= weight:
            past += 1
        ends[at:past], best[at:past] = [line], [(weight, rank)]
    kept, rank = set(), best[-1][1]
    while rank >= 0:
        kept.add(rank)
        rank = before[rank]
    return [index for rank, (index, _) in enumerate(found) if rank not in kept]
