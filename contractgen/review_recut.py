"""Paragraphs that were cut in several, or joined, with their words as they were or nearly: texts in, which make which out.

Pure functions on texts. A cut and a join change no word, and are told as such: neither as words that went nor as words
that came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from contractgen.differences import Stretch, same_stretches, words
from contractgen.review_text import key, normal

SPLIT, JOINED = "split", "joined"
_WORDS = 3  # fewer may be made by chance of what stands around
Group = tuple[tuple[int, ...], tuple[int, ...]]


def recut(was: Mapping[int, str], now: Mapping[int, str]) -> Iterator[Group]:
    """The texts, by rank, that others make word for word: one that became several in a row, or several in a row that
    became one. Each rank is given once; ranks of blank texts in between do not count."""
    keys, seen = ({rank: key(text) for rank, text in side.items()} for side in (was, now))
    left = dict(now)
    for one, parts in _made_of(was, keys, left, seen):
        yield (one,), parts
        left = {rank: text for rank, text in left.items() if rank not in parts}
        was = {rank: text for rank, text in was.items() if rank != one}
    for one, parts in _made_of(left, seen, was, keys):
        yield parts, (one,)


def _made_of(
    wholes: Mapping[int, str], keys: Mapping[int, str], pieces: Mapping[int, str], seen: Mapping[int, str]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each whole that pieces in a row make, with them."""
    starting: dict[str, list[int]] = defaultdict(list)
    for rank in pieces:
        starting[seen[rank].partition(" ")[0]].append(rank)
    taken: set[int] = set()
    for one, whole in keys.items():
        if one not in wholes or len(whole.split()) < _WORDS:
            continue
        for first in starting.get(whole.partition(" ")[0], ()):
            parts = _run(whole, first, pieces) if first not in taken else ()
            if len(parts) > 1 and taken.isdisjoint(parts):
                taken.update(parts)
                yield one, parts
                break


def _run(whole: str, first: int, pieces: Mapping[int, str]) -> tuple[int, ...]:
    """The pieces in a row, from the first, that make the whole; none when they do not."""
    parts, text, rank = [first], pieces[first], first
    while whole.startswith(key(text)):
        if key(text) == whole:
            return tuple(parts)
        rank += 1
        if rank not in pieces:
            break
        if pieces[rank].strip():
            parts.append(rank)
            text = f"{text} {pieces[rank]}"
    return ()


def shares(bases: Sequence[str], found: str) -> list[str]:
    """What, of a text that joins several, is now of each; words that came between two are of the first."""
    if len(bases) == 1:
        return [found]
    old: list[str] = []
    ends: list[int] = []
    for base in bases:
        old += words(f"{base} ")
        ends.append(len(old))
    new = words(found)
    cuts = [0, *bounds(old, new, ends[:-1]), len(new)]
    return ["".join(new[start:end]).strip() for start, end in pairwise(cuts)]


def bounds(old: Sequence[str], new: Sequence[str], ends: Sequence[int]) -> list[int]:
    """Where, among new words, the places before these ranks of the old ones now are."""
    stretches = same_stretches([*map(_alike, old)], [*map(_alike, new)])
    return [_followed(end, stretches) for end in ends]


def _followed(end: int, stretches: Sequence[Stretch]) -> int:
    """Where a place among old words is among the new ones; after those that came right there."""
    at = next(
        (one for one in reversed(stretches) if one.a1 <= end <= one.a2 and (one.a1 < end or one.a1 == one.a2)), None
    )
    if at is None:
        return 0
    if at.same or at.a2 == end:
        return at.b2 - (at.a2 - end)
    return at.b1 + round((at.b2 - at.b1) * (end - at.a1) / (at.a2 - at.a1))


def _alike(word: str) -> str:
    return " " if word.isspace() else normal(word).casefold() or word
