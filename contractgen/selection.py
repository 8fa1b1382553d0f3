"""Which clauses are in a lot's documents, and why, and why not.

In: the library and the view of a lot. Out: a `Selection` with one decision a clause. An unknown condition is
not guessed: the clause is undecided, and what is lacking is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from contractgen.condition import parse
from contractgen.model import Block, Clause, Column, Decision, Library, Rows, Selection, Unknown, View, When
from contractgen.names import Printing
from contractgen.positions import GENERAL, chosen_alone, position_of
from contractgen.values import plain
from contractgen.view import settled


def select(library: Library, view: View, printing: Printing) -> Selection:
    """A decision for each clause of each document plan, in the plans' order."""
    slugs = [slug for plan in library.plans for part in plan.parts for slug in part.clauses]
    return Selection(
        view.lot,
        {slug: _with_position(_decision(library.clauses[slug], view, printing), view, printing) for slug in slugs},
    )


def _decision(clause: Clause, view: View, printing: Printing) -> Decision:
    if clause.when is None:
        reason = "Toujours présente (clause du socle)." if clause.core else "Toujours présente."
        return Decision(clause.id, "in", reason, None)
    condition = parse(clause.when)
    value = settled(condition(view.lookup))
    answers = tuple((name, shown(view(name), name, printing)) for name in condition.names)
    told = ", ".join(f"{_label(name, printing)} : {text}" for name, text in answers)
    if isinstance(value, Unknown):
        lacking = tuple(sorted(value.lacking))
        names = ", ".join(_label(name, printing) for name in lacking)
        return Decision(clause.id, "undecided", f"Indécise ; il manque : {names}.", clause.when, answers, lacking)
    if value:
        return Decision(clause.id, "in", f"Présente : {told}.", clause.when, answers)
    return Decision(clause.id, "out", f"Absente : {told}.", clause.when, answers)


def _with_position(decision: Decision, view: View, printing: Printing) -> Decision:
    """The decision, whose reason also tells which of its texts a clause takes."""
    position = position_of(decision.clause, view)
    if position is None or decision.state != "in":
        return decision
    alone = ", choisie pour cette clause" if chosen_alone(decision.clause, view) else ""
    told = f"{_label(GENERAL, printing)} : {shown(position, GENERAL, printing)}{alone}."
    return decision._replace(reason=f"{decision.reason} {told}")


def _label(name: str, printing: Printing) -> str:
    found = printing.descriptions.get(name)
    return found.label.rstrip(" ?") if found else name


def shown(value: Any, name: str, printing: Printing) -> str:
    """A value as a reason prints it; a table by its number of rows."""
    if isinstance(value, Unknown):
        return "sans réponse" if value.lacking else "question non posée"
    if isinstance(value, tuple) and value and isinstance(value[0], dict):
        return f"{len(value)} ligne{'s' if len(value) > 1 else ''}"
    return plain(value, printing.descriptions.get(name) or Column(name, name, "text", True)) or "aucun"


def ties_in(clause: Clause, view: View) -> frozenset[str]:
    """The requirements tied to paragraphs of a clause that its conditions let through."""
    return frozenset(_ties(clause.blocks, view, {}))


def _ties(blocks: tuple[Block, ...], view: View, bound: dict[str, Any]) -> Iterable[str]:
    for block in blocks:
        if isinstance(block, When):
            if settled(parse(block.condition, tuple(bound))(view.lookup, bound)) is True:
                yield from _ties(block.blocks, view, bound)
        elif isinstance(block, Rows):
            table = view(block.table) if block.table in view.values else ({},)  # made tables: as if of one row
            for inner in rows_of(block, table, view, bound):
                yield from _ties(block.blocks, view, inner)
        else:
            yield from getattr(block, "ties", ())


def rows_of(block: Rows, table: Any, view: View, bound: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """The variables of each turn of a repeated block: those around it and its own."""
    for row in () if isinstance(table, Unknown) else table:
        inner = {**bound, block.variable: row}
        if block.condition is None or settled(parse(block.condition, tuple(inner))(view.lookup, inner)) is True:
            yield inner
