"""What scenarios reach: each clause in and out, each block printed or not, each condition true and false."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from contractgen.condition import parse
from contractgen.model import Library, Questionnaire
from contractgen.proof.replay import Replayed
from contractgen.scenarios.conditions import Place, places
from contractgen.view import settled

Reach = frozenset[tuple[str, str, bool]]  # kind of place, its file and line or its owner, the outcome


class Coverage(NamedTuple):
    """For each condition, which outcomes were reached, out of two."""

    places: tuple[Place, ...]
    reached: Reach

    def of(self, place: Place) -> tuple[bool, bool]:
        """Whether a condition was true, and was false, in a scenario that reaches it."""
        return (key(place, True) in self.reached, key(place, False) in self.reached)


def reached(replayed: Replayed) -> Reach:
    """The conditions that a dossier reaches, each with its outcome there. A block is reached when those around it are
    printed."""
    found = set()
    for place in places(replayed.library, replayed.questionnaire):
        value = _value(place, replayed)
        if value is not None:
            found.add(key(place, value))
    return frozenset(found)


def _value(place: Place, replayed: Replayed) -> bool | None:
    """The outcome of a condition in a dossier; None where it is not reached: a rule that does not apply, or one whose
    condition matters only if what must hold does not."""
    if place.kind == "block":
        if not replayed.selection.has(place.owner) or not all(at in replayed.blocks for at in place.around):
            return None
        return place.at in replayed.blocks
    value = settled(parse(place.source)(replayed.view.lookup)) is True
    other = [settled(parse(source)(replayed.view.lookup)) is True for source in place.around]
    if place.kind == "rule" and not all(other):
        return None  # it does not apply
    return None if place.kind == "rule when" and not value and all(other) else value


def key(place: Place, value: bool) -> tuple[str, str, bool]:
    """What stands for an outcome of a condition."""
    return place.kind, f"{place.owner} {place.at} {place.source}", value


def coverage(library: Library, questionnaire: Questionnaire, dossiers: Iterable[Replayed]) -> Coverage:
    """What these dossiers reach together."""
    return Coverage(places(library, questionnaire), frozenset().union(*map(reached, dossiers)))
