"""Where clauses stand in a view: the matches of the places of a base in, the clauses that are elsewhere out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from contractgen.review_matching import Match, Place
from contractgen.word.read import Line


def moved(places: Sequence[Place], matches: Sequence[Match]) -> frozenset[str]:
    """The clauses outside the heaviest sequence that is still in order."""
    positions = _positions(places, matches)
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


def disordered(places: Sequence[Place], matches: Sequence[Match], lines: Sequence[Line]) -> frozenset[str]:
    """The clauses of which a passage stands before one that it followed, or inside another clause."""
    found: set[str] = set()
    last: dict[str, int] = {}
    for place, matched in zip(places, matches, strict=True):
        if place.tag and matched.lines:
            at = matched.lines[0]
            owner = lines[at].owner.partition("@")[0]
            if at < last.get(place.entry, -1) or owner not in ("", place.tag.partition("@")[0]):
                found.add(place.entry)
            last[place.entry] = at
    return frozenset(found)


def _positions(places: Sequence[Place], matches: Sequence[Match]) -> list[tuple[str, int, int]]:
    """Each clause with the middle of its lines and their number, in the order of the base."""
    found: dict[str, list[int]] = {}
    for place, matched in zip(places, matches, strict=True):
        if place.tag and matched.lines:
            found.setdefault(place.entry, []).append(matched.lines[0])
    return [(entry, sorted(lines)[len(lines) // 2], len(lines)) for entry, lines in found.items()]
