"""Which numbers Word may count in a consolidated contract: its entries in order in, the same with fields only where they hold.

A caption is a field when Word would count the number that it has; a reference to a table is one when its caption is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from contractgen.model import TABLE_TARGET, AssembledClause, Cell, Frame, Paragraph, Printed, Run

_Entry = Frame | AssembledClause


def with_fields(body: Sequence[_Entry]) -> list[_Entry]:
    """The entries with the numbers of tables as fields where they can be, and as text elsewhere."""
    counted: set[str] = set()
    count = 0
    found: list[_Entry] = []
    for entry in body:
        blocks: list[Printed] = []
        for block in entry.blocks:
            if isinstance(block, Paragraph) and block.style == "caption":
                label, number, text = block.runs
                natural = number.text == str(count + 1)
                count += natural
                counted |= {TABLE_TARGET + number.source} if natural and number.source else set()
                number = number._replace(kind="sequence") if natural else Run(number.text)
                block = block._replace(runs=(label, number, text), fixed=False)
            blocks.append(block)
        found.append(entry._replace(blocks=tuple(blocks)))

    def kept(run: Run) -> Run:
        lost = run.kind == "reference" and run.source.startswith(TABLE_TARGET) and run.source not in counted
        return Run(run.text) if lost else run

    return [entry._replace(blocks=tuple(with_runs(block, kept) for block in entry.blocks)) for entry in found]


def with_runs(block: Printed, change: Callable[[Run], Run]) -> Printed:
    """A block with each of its runs changed; the very same when none is."""
    if isinstance(block, Paragraph):
        runs = tuple(map(change, block.runs))
        return block if runs == block.runs else block._replace(runs=runs, fixed=False)
    rows = tuple(tuple(Cell(cell.text, tuple(map(change, cell.runs))) for cell in row) for row in block.rows)
    return block if rows == block.rows else block._replace(rows=rows, fixed=False)
