"""The variants of a passage: blocks side by side that carry the same requirement, of which one is to be printed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

from contractgen.model import Block, Clause, Rows, When
from contractgen.proof.logic import every, negation, some
from contractgen.proof.presence import presence
from contractgen.proof.space import Space
from contractgen.proof.symbols import holds


class Variants(NamedTuple):
    """Blocks of a clause that carry one requirement; `parent`: the place of the block around them, empty without one;
    `places`: theirs; `two`, `none`: the terms for two of them, and none, being printed where the parent is."""

    clause: str
    requirement: str
    parent: str
    places: tuple[str, ...]
    two: Any
    none: Any


def variants_of(clause: Clause, space: Space) -> Iterator[Variants]:
    """The variants of a clause, each group once a requirement."""
    yield from _within(clause, clause.blocks, presence(clause, space), "", space)


def _within(clause: Clause, blocks: tuple[Block, ...], here: Any, parent: str, space: Space) -> Iterator[Variants]:
    whens = [block for block in blocks if isinstance(block, When)]
    terms = {when.line: holds(space.encode(when.condition)) for when in whens}
    carrying: dict[str, list[int]] = {}
    for when in whens:
        for tie in dict.fromkeys(_ties(when.blocks)):
            carrying.setdefault(tie, []).append(when.line)
    for tie, lines in carrying.items():
        if len(lines) > 1:
            two = some(every((terms[first], terms[second])) for first, second in combinations(lines, 2))
            none = negation(some(terms[line] for line in lines))
            places = tuple(f"{clause.path}:{line}" for line in lines)
            yield Variants(clause.id, tie, parent, places, every((here, two)), every((here, none)))
    for when in whens:
        inner = every((here, terms[when.line]))
        yield from _within(clause, when.blocks, inner, f"{clause.path}:{when.line}", space)


def _ties(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, (When, Rows)):
            yield from _ties(block.blocks)
        else:
            yield from getattr(block, "ties", ())
