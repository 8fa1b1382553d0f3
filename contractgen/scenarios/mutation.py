"""Mutants of the library: each condition dropped, then negated; and which of them no recorded dossier notices.

A mutant is caught when what is recorded of a dossier would differ: a clause more or less, another number of paragraphs,
another requirement that applies, another rule violated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from contractgen.condition import parse
from contractgen.model import Block, Library, Questionnaire, Rows, When
from contractgen.proof.replay import Replayed, paragraphs_of
from contractgen.scenarios.conditions import Place, places
from contractgen.view import settled


class Mutant(NamedTuple):
    """A condition changed: `change` is « retirée » or « inversée »."""

    place: Place
    change: str


def survivors(
    library: Library, questionnaire: Questionnaire, dossiers: Iterable[Replayed]
) -> tuple[tuple[Mutant, ...], int]:
    """The mutants that nothing catches, and how many there were. Questions are left to the proof."""
    dossiers = tuple(dossiers)
    made = [
        Mutant(place, change)
        for place in places(library, questionnaire)
        if place.kind in ("clause", "block", "requirement", "rule", "rule when")
        for change in ("retirée", "inversée")
    ]
    return tuple(one for one in made if not any(_notices(one, dossier) for dossier in dossiers)), len(made)


def _notices(mutant: Mutant, dossier: Replayed) -> bool:
    place = mutant.place
    if place.kind == "block":
        return dossier.selection.has(place.owner) and _block_notices(mutant, dossier)
    if place.kind != "requirement" and place.kind != "clause":
        return _rule_notices(mutant, dossier)
    was = settled(parse(place.source)(dossier.view.lookup)) is True
    return was != (mutant.change == "retirée" or not was)


def _rule_notices(mutant: Mutant, dossier: Replayed) -> bool:
    """Whether the rule is violated with its condition changed and not without, or the other way round."""
    rule = next(one for one in dossier.library.rules if one.id == mutant.place.owner)
    when, must = rule.when, rule.must or "True"
    changed = (_changed(mutant), must) if mutant.place.kind == "rule when" else (when, _changed(mutant))
    return dossier.violates(*changed) != dossier.violates(when, must)


def _changed(mutant: Mutant) -> str:
    return "True" if mutant.change == "retirée" else f"not ({mutant.place.source})"


def _block_notices(mutant: Mutant, dossier: Replayed) -> bool:
    clause = dossier.library.clauses[mutant.place.owner]
    line = int(mutant.place.at.rpartition(":")[2])
    other = clause._replace(blocks=tuple(_mutated(clause.blocks, line, _changed(mutant))))
    return paragraphs_of(other, dossier.view) != dossier.paragraphs(clause.id)


def _mutated(blocks: tuple[Block, ...], line: int, source: str) -> Iterator[Any]:
    for block in blocks:
        if isinstance(block, When):
            condition = source if block.line == line else block.condition
            yield block._replace(condition=condition, blocks=tuple(_mutated(block.blocks, line, source)))
        elif isinstance(block, Rows):
            yield block._replace(blocks=tuple(_mutated(block.blocks, line, source)))
        else:
            yield block
