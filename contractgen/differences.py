"""Two texts, or two lists of texts, compared: what is the same, what goes, what comes. It knows no file format.

A text is compared by words, spaces (each no-break space is one of its own) and punctuation marks. A list is aligned by
the texts that stand once in both, then between them by those that are the same or most alike, without crossing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Operation = Literal["equal", "delete", "insert"]
_WORDS = re.compile(r"\w+|\s|[^\w\s]")
_ISLAND = 3  # letters that stay between two changes, and are read better within one
_LARGE = 1_000_000  # comparisons of a stretch without one text that stands once: taken as replaced
_WEIGHED = 20_000  # pairs whose likeness is weighed, in one stretch
_ALIKE = 0.4


class Stretch(NamedTuple):
    """A stretch of two lists, `a[a1:a2]` and `b[b1:b2]`, that is the same in both, or not."""

    same: bool
    a1: int
    a2: int
    b1: int
    b2: int


def words(text: str) -> list[str]:
    """A text cut at words, spaces and punctuation; joined again they are the text."""
    return _WORDS.findall(text)


def word_diff(a: str, b: str) -> tuple[tuple[Operation, str], ...]:
    """What makes `b` of `a`, in order: (« equal » | « delete » | « insert », text); no text is empty."""
    one, other = words(a), words(b)
    found: list[tuple[Operation, str]] = []
    for stretch in word_stretches(one, other):
        gone, come = "".join(one[stretch.a1 : stretch.a2]), "".join(other[stretch.b1 : stretch.b2])
        if stretch.same:
            found.append(("equal", gone))
        else:
            found += [(kind, text) for kind, text in (("delete", gone), ("insert", come)) if text]  # type: ignore[misc]
    return tuple(found)


def word_stretches(a: Sequence[str], b: Sequence[str]) -> list[Stretch]:
    """The stretches of two lists of words; a few letters that stay between two changes are taken into them."""
    found: list[Stretch] = []
    stretches = same_stretches(a, b)
    for rank, stretch in enumerate(stretches):
        between = 0 < rank < len(stretches) - 1
        island = between and sum(map(len, filter(str.isalnum, a[stretch.a1 : stretch.a2]))) <= _ISLAND
        same = stretch.same and not island
        if found and not same and not found[-1].same:
            found[-1] = found[-1]._replace(a2=stretch.a2, b2=stretch.b2)
        else:
            found.append(stretch._replace(same=same))
    return found


def same_stretches(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[Stretch]:
    """The stretches of two lists, alternately the same and not."""
    found: list[Stretch] = []
    at_a = at_b = 0
    for i, j in [*_matches(a, b), (len(a), len(b))]:
        if (i, j) != (at_a, at_b):
            found.append(Stretch(False, at_a, i, at_b, j))
        if i < len(a):
            last = found[-1] if found else None
            if last is not None and last.same:
                found[-1] = last._replace(a2=i + 1, b2=j + 1)
            else:
                found.append(Stretch(True, i, i + 1, j, j + 1))
        at_a, at_b = i + 1, j + 1
    return found


def aligned(
    a: Sequence[str], b: Sequence[str], may_pair: Callable[[int, int], bool], fixed: Sequence[tuple[int, int]] = ()
) -> list[tuple[int | None, int | None]]:
    """Each text of two lists once, in order: (rank in `a`, rank in `b`) for a pair, None on the side that lacks it.

    `may_pair`: whether two ranks may be one pair; `fixed`: pairs that must be, in order.
    """
    pairs: list[tuple[int, int]] = []
    counts_a, counts_b = _counts(a), _counts(b)
    at_a = at_b = 0
    for i, j in [*fixed, (len(a), len(b))]:
        matches = [(at_a + x, at_b + y) for x, y in _matches(a[at_a:i], b[at_b:j]) if may_pair(at_a + x, at_b + y)]
        here = (at_a, at_b)
        for x, y in [*matches, (i, j)]:
            pairs += _alike(range(here[0], x), range(here[1], y), counts_a, counts_b, may_pair)
            if x < len(a):
                pairs.append((x, y))
            here = (x + 1, y + 1)
        at_a, at_b = i + 1, j + 1
    return list(_with_the_rest(pairs, len(a), len(b)))


def _with_the_rest(pairs: list[tuple[int, int]], end_a: int, end_b: int) -> Iterator[tuple[int | None, int | None]]:
    at_a = at_b = 0
    for i, j in [*pairs, (end_a, end_b)]:
        yield from ((rank, None) for rank in range(at_a, i))
        yield from ((None, rank) for rank in range(at_b, j))
        if i < end_a:
            yield i, j
        at_a, at_b = i + 1, j + 1


# ---------------------------------------------------------------- the same


def _matches(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Pairs of ranks of equal things, both growing."""
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    found = [(rank, rank) for rank in range(start)]
    at = (start, start)
    for i, j in [*_single(a, b, start, end), (len(a) - end, len(b) - end)]:
        found += _longest(a, b, at, (i, j))
        if i < len(a) - end:
            found.append((i, j))
        at = (i + 1, j + 1)
    found += [(len(a) - rank, len(b) - rank) for rank in range(end, 0, -1)]
    return found


def _single(a: Sequence[Hashable], b: Sequence[Hashable], start: int, end: int) -> list[tuple[int, int]]:
    """The longest growing list of pairs of things that stand once in both (patience)."""
    inside_a, inside_b = a[start : len(a) - end], b[start : len(b) - end]
    once_a = {thing for thing, number in Counter(inside_a).items() if number == 1}
    once_b = {thing for thing, number in Counter(inside_b).items() if number == 1}
    place = {thing: rank for rank, thing in enumerate(inside_b, start) if thing in once_b}
    tails: list[int] = []
    ends: list[tuple[int, int, int]] = []  # rank in a, rank in b, rank in `chain` of the one before
    chain: list[tuple[int, int, int]] = []
    for rank, thing in enumerate(inside_a, start):
        if thing in once_a and thing in place:
            at = bisect_left(tails, place[thing])
            link = (rank, place[thing], ends[at - 1][2] if at else -1)
            chain.append(link)
            tails[at:] = [place[thing], *tails[at + 1 :]]
            ends[at:] = [(link[0], link[1], len(chain) - 1), *ends[at + 1 :]]
    found = []
    index = ends[-1][2] if ends else -1
    while index >= 0:
        rank, other, index = chain[index]
        found.append((rank, other))
    return found[::-1]


def _longest(
    a: Sequence[Hashable], b: Sequence[Hashable], first: tuple[int, int], last: tuple[int, int]
) -> list[tuple[int, int]]:
    inside_a, inside_b = a[first[0] : last[0]], b[first[1] : last[1]]
    if not inside_a or not inside_b or len(inside_a) * len(inside_b) > _LARGE:
        return []
    blocks = SequenceMatcher(None, inside_a, inside_b, autojunk=False).get_matching_blocks()
    return [(first[0] + m.a + k, first[1] + m.b + k) for m in blocks for k in range(m.size)]


# ---------------------------------------------------------------- the alike


class _Count(NamedTuple):
    number: int
    words: Mapping[str, int]


def _counts(texts: Sequence[str]) -> list[_Count]:
    found = [Counter(word for word in words(text) if word.isalnum()) for text in texts]
    return [_Count(sum(count.values()), count) for count in found]


def _alike(
    a: range, b: range, counts_a: list[_Count], counts_b: list[_Count], may_pair: Callable[[int, int], bool]
) -> list[tuple[int, int]]:
    """The pairs, without crossing, whose likeness adds up to the most."""
    if not a or not b or len(a) * len(b) > _WEIGHED:
        return []
    best = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    weights: dict[tuple[int, int], float] = {}
    for x in range(len(a) - 1, -1, -1):
        for y in range(len(b) - 1, -1, -1):
            weight = _likeness(counts_a[a[x]], counts_b[b[y]])
            best[x][y] = max(best[x + 1][y], best[x][y + 1])
            if weight >= _ALIKE and may_pair(a[x], b[y]):
                weights[x, y] = weight
                best[x][y] = max(best[x][y], best[x + 1][y + 1] + weight)
    found = []
    x = y = 0
    while x < len(a) and y < len(b):
        if (x, y) in weights and best[x][y] == best[x + 1][y + 1] + weights[x, y]:
            found.append((a[x], b[y]))
            x, y = x + 1, y + 1
        elif best[x][y] == best[x + 1][y]:
            x += 1
        else:
            y += 1
    return found


def _likeness(a: _Count, b: _Count) -> float:
    """How many of their words two texts share, from 0 to 1."""
    few, many = (a, b) if a.number <= b.number else (b, a)
    if not few.number or few.number * 4 < many.number:
        return 0.0
    shared = sum(min(number, many.words.get(word, 0)) for word, number in few.words.items())
    return 2 * shared / (a.number + b.number)
