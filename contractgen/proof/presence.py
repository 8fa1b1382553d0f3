"""What each clause holds, and when: its ties, values, references and blocks, each with the term for its being printed.

It mirrors `selection`: a clause is in when its condition is true, a block when the conditions around it are; a repeated
block when one of its rows is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from contractgen.body_names import spans_of
from contractgen.model import (
    Block,
    Clause,
    Link,
    Paragraph,
    ParagraphTemplate,
    Rows,
    Slot,
    Table,
    TableTemplate,
    When,
)
from contractgen.names import COMPLETED
from contractgen.proof import logic
from contractgen.proof.logic import every, some
from contractgen.proof.space import Space
from contractgen.proof.symbols import EMPTY, Collection, Row, Symbol, Text, holds, known

NOTHING: tuple[Any, ...] = ()
FROM_CATALOGUE = ("nom", "formule", "unite", "sens", "source")  # as assembly completes the indicators


class Held(NamedTuple):
    """Something that a clause holds. `kind`: text (a paragraph or table), table, title (that references may lead to), tie, value, link or
    block; `subject`: the requirement, name, target, mark or place; `printed`: the term for its being in the document."""

    kind: str
    subject: str
    printed: Any


def presence(clause: Clause, space: Space) -> Any:
    """The term for « this clause is selected »."""
    return True if clause.when is None else holds(space.encode(clause.when))


def undecided(clause: Clause, space: Space) -> Any:
    """The term for « this clause can be neither taken nor left »."""
    if clause.when is None:
        return False
    found = space.encode(clause.when)
    return every((found.unknown, found.lacking))


def held_by(clause: Clause, space: Space) -> tuple[Held, ...]:
    """All that a clause holds; what occurs several times is there once, printed when one of them is."""
    found: dict[tuple[str, str], list[Any]] = {}
    for kind, subject, printed in _Walk(clause, space).blocks(clause.blocks, presence(clause, space), {}, True):
        found.setdefault((kind, subject), []).append(printed)
    return tuple(Held(kind, subject, some(terms)) for (kind, subject), terms in found.items())


class _Walk:
    def __init__(self, clause: Clause, space: Space) -> None:
        self.clause, self.space = clause, space

    def blocks(self, blocks: tuple[Block, ...], here: Any, bound: dict[str, Any], top: bool) -> Iterator[Held]:
        for block in blocks:
            if isinstance(block, When):
                inner = every((here, holds(self.space.encode(block.condition, bound))))
                yield Held("block", f"{self.clause.path}:{block.line}", inner)
                yield from self.blocks(block.blocks, inner, bound, False)
            elif isinstance(block, Rows):
                yield from self._rows(block, here, bound)
            else:
                yield Held("text", self.clause.id, here)
                if isinstance(block, (Table, TableTemplate)):
                    yield Held("table", self.clause.id, here)
                if isinstance(block, (Paragraph, ParagraphTemplate)) and block.anchor:
                    yield Held("title", block.anchor, here)
                yield from self._texts(block, here, bound)

    def _rows(self, block: Rows, here: Any, bound: dict[str, Any]) -> Iterator[Held]:
        """Each row that is written out, and one that stands for all the others."""
        place = f"{self.clause.path}:{block.line}"
        name = "indicateurs" if block.table == COMPLETED else block.table
        if name not in self.space.questionnaire.questions:  # a table computed on the way: as if of one row
            yield from self._turn(block, here, {**bound, block.variable: Row({}, place)}, place)
            return
        table = self.space.value(name)
        if isinstance(table.data, Collection):
            turns = [(guard, _completed(item) if name != block.table else item) for guard, item in table.data.items]
            if table.data.more is not False:
                turns.append((table.data.more, Row({}, f"{place} …")))
            for guard, item in turns:
                turn = every((here, known(table), guard))
                if turn is not False:
                    yield from self._turn(block, turn, {**bound, block.variable: item}, place)

    def _turn(self, block: Rows, here: Any, bound: dict[str, Any], place: str) -> Iterator[Held]:
        item = bound[block.variable]
        if isinstance(item, Row) and not item.cells and block.condition:
            here = every((here, logic.boolean(f"{block.condition} in {item.name}")))
        elif block.condition:
            here = every((here, holds(self.space.encode(block.condition, bound))))
        yield Held("block", place, here)
        yield from self.blocks(block.blocks, here, bound, False)

    def _texts(self, block: Block, here: Any, bound: dict[str, Any]) -> Iterator[Held]:
        for tie in getattr(block, "ties", NOTHING):
            yield Held("tie", tie, here)
        for span in spans_of(block):
            if isinstance(span, Slot) and span.name.partition(".")[0] not in bound:
                yield Held("value", span.name, here)
            elif isinstance(span, Link):
                yield Held("link", span.target, here)


def _completed(row: Row) -> Row:
    """A row of indicators, where the catalogue may fill what is empty."""
    cells = dict(row.cells)
    for column in FROM_CATALOGUE:
        cell = cells.get(column, EMPTY)
        if cell.unknown is not False:
            data = cell.data if cell.data is not False else Text(logic.integer(f"{row.name}.{column} du catalogue"))
            lacking = logic.boolean(f"{row.name}.{column} absent du catalogue")
            cells[column] = Symbol(data, every((cell.unknown, lacking)))
    return Row(cells, row.name)
