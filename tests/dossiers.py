"""The examples and small changes of them: the dossiers that tests of the content are run on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from conftest import EXAMPLES

from contractgen import Answers, read_answers

EXAMPLE_NAMES = tuple(sorted(path.stem for path in EXAMPLES.glob("*.yaml")))
Rows = list[dict[str, Any]]


class Dossier(NamedTuple):
    """An example with some answers changed, by dotted id: a value, None to take the answer out, or a function of the
    rows that are there. In a dossier of several lots, `lot` is the one that is changed, the common answers when empty."""

    example: str
    changes: Mapping[str, Any] = {}
    lot: str = ""

    def answers(self) -> Answers:
        values, lots = _read(self.example)
        if self.lot:
            changed = [_changed(lot, self.changes) if lot["id"] == self.lot else lot for lot in lots or ()]
            return Answers(values, tuple(changed))
        return Answers(_changed(values, self.changes), lots)


def row(index: int, **cells: Any) -> Callable[[Rows], Rows]:
    """Some cells of one row changed; None empties a cell."""

    def change(rows: Rows) -> Rows:
        new = {name: cell for name, cell in {**rows[index], **cells}.items() if cell is not None}
        return [*rows[:index], new, *rows[index + 1 :]]

    return change


def without(index: int) -> Callable[[Rows], Rows]:
    """One row taken out."""
    return lambda rows: [*rows[:index], *rows[index + 1 :]]


@cache
def _read(example: str) -> tuple[dict[str, Any], tuple[dict[str, Any], ...] | None]:
    answers = read_answers(EXAMPLES / f"{example}.yaml")
    lots = None if answers.lots is None else tuple(_flat(lot) for lot in answers.lots)
    return _flat(answers.values), lots


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        found |= {f"{name}.{inner}": v for inner, v in value.items()} if isinstance(value, dict) else {name: value}
    return found


def _changed(values: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    new = {name: change(values[name]) if callable(change) else change for name, change in changes.items()}
    return {name: value for name, value in {**values, **new}.items() if value is not None}
