"""A requirement before a text: the passages with its words in, those that say most of it together out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from contractgen.lexical.binding import is_loose
from contractgen.lexical.evidence import Evidence
from contractgen.lexical.outline import Text

FOUND, DOUBTFUL, ANNEX_MISSING, NOT_FOUND = "found", "doubtful", "annex_missing", "not_found"
_MOST_LOOKED_AT = 400  # passages with words of a requirement, those with most first
AROUND = 2  # passages before and after, read together
Verdict = tuple[str, str, int] | None  # status, how sure, passage


class Case(NamedTuple):
    """A requirement before a text. `held`: the passages with a word of each group; `alone` and `near`: the passage with most
    groups, by itself and with those around it; `most` and `wide`: how many; `own`: how many the passage has itself."""

    text: Text
    evidence: Evidence
    held: tuple[frozenset[int], ...]
    alone: int | None
    most: int
    near: int | None
    wide: int
    own: int

    @property
    def needed(self) -> int:
        return len(self.evidence.groups)


def best(
    held: Sequence[frozenset[int]], around: int, text: Text, among: Set[int] | None = None
) -> tuple[int | None, int, int]:
    """The passage with most groups, itself or with those around it; how many there, and how many its own. A title, or a
    line of a table of contents, says nothing: it only helps those beside it. `among`: of these passages only."""
    best: tuple[int, int, int] | None = None
    owned = Counter(rank for group in held for rank in group - text.titles if among is None or rank in among)
    if owned and not around:
        rank = min(owned, key=lambda one: (-owned[one], one))
        return rank, owned[rank], owned[rank]
    for rank in sorted(owned, key=lambda one: (-owned[one], one))[:_MOST_LOOKED_AT]:
        window = text.around(rank, around)
        count = len(held) - sum(map(frozenset(window).isdisjoint, held))
        own = owned[rank]
        if all(rank in group or group.intersection(text.heads[rank][-1:]) for group in held):
            own = count  # the title right above says the rest
        if best is None or (count, own, -rank) > best:
            best = (count, own, -rank)
    return (None, 0, 0) if best is None else (-best[2], best[0], best[1])


def run_of(held: Sequence[frozenset[int]], text: Text, lacking: int = 0) -> list[int]:
    """The rows of a table, or the items of a list, that hold all words between them, or all but `lacking`, with the title
    above: those that hold some."""
    for run in text.runs:
        given = [rank for rank in run if lacking or not is_loose(text.folds[rank])]  # « en option » gives nothing
        near = {*given, *text.heads[run[0]][-1:]}
        if near & held[0] and sum(not near.isdisjoint(group) for group in held) >= len(held) - lacking:
            return [rank for rank in given if any(rank in group for group in held)]
    return []


def articles_on(case: Case, fewest: int) -> Iterator[list[int]]:
    """Of each article whose title names the subject and that says as many words, this among them, the passages that say some:
    the one with most first."""
    text, held = case.text, case.held
    for _, under in text.articles_on(held[0] & text.titles) if case.evidence.article else ():
        said = [group.intersection(under) - text.titles for group in held]
        if any(said) and 1 + sum(map(bool, said[1:])) >= fewest:
            counted = Counter(rank for group in said for rank in group)
            yield sorted(counted, key=lambda one: (-counted[one], one))
