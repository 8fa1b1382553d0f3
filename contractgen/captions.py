"""The tables of a document numbered: a caption before each, and its number in each reference to it.

In: the clauses of a document, in its order, as they were filled. Out: the same with « Tableau 3 – Volumes mensuels »
before each table, the references to tables with their numbers, and a finding for each that leads nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from contractgen.french import NBSP
from contractgen.model import TABLE_TARGET, AssembledClause, Cell, Finding, Library, Paragraph, Printed, Run, Table

_LABEL = Run(f"Tableau{NBSP}")


class Captioned(NamedTuple):
    clauses: dict[str, AssembledClause]
    findings: tuple[Finding, ...]


def caption(number: int, table: Table, source: str = "") -> Paragraph:
    """The caption of a table; `source`: the clause whose first table it is."""
    runs = (_LABEL, Run(str(number), "sequence", source), Run(f" – {table.caption}"))
    return Paragraph("caption", "".join([run.text for run in runs]), runs)


def captioned(clauses: Mapping[str, AssembledClause], library: Library) -> Captioned:
    """The clauses with their tables numbered from one, whatever the clause. Finding: reference-dangling."""
    found: dict[str, AssembledClause] = {}
    numbers: dict[str, str] = {}
    count = 0
    for slug, clause in clauses.items():
        if any([isinstance(block, Table) for block in clause.blocks]):
            blocks: list[Printed] = []
            for block in clause.blocks:
                if isinstance(block, Table):
                    count += 1
                    first = numbers.setdefault(TABLE_TARGET + slug, str(count)) == str(count)
                    blocks.append(caption(count, block, slug if first else ""))
                blocks.append(block)
            clause = clause._replace(blocks=tuple(blocks))
        found[slug] = clause
    findings: list[Finding] = []
    for slug, clause in found.items():
        if any(target.startswith(TABLE_TARGET) for target in library.clauses[slug].links):
            number = _Numbering(numbers, clause, findings)
            found[slug] = clause._replace(blocks=tuple([_referring(block, number) for block in clause.blocks]))
    return Captioned(found, tuple(findings))


class _Numbering:
    """Gives the run of a reference to a table its number; what leads nowhere is blank, and found."""

    def __init__(self, numbers: Mapping[str, str], clause: AssembledClause, findings: list[Finding]) -> None:
        self.numbers, self.clause, self.findings = numbers, clause, findings

    def __call__(self, run: Run) -> Run:
        if run.kind != "reference" or not run.source.startswith(TABLE_TARGET):
            return run
        if run.source in self.numbers:
            return run._replace(text=self.numbers[run.source])
        slug = run.source.removeprefix(TABLE_TARGET)
        message = f"La clause « {self.clause.title} » renvoie au tableau de « {slug} », qui n'en imprime aucun."
        advice = "Remplissez ce tableau, ou retirez le renvoi."
        self.findings.append(Finding("reference-dangling", "error", self.clause.id, message, advice))
        return Run(f"[renvoi sans objet : {slug}]", "blank", run.source)


def _referring(block: Printed, number: Callable[[Run], Run]) -> Printed:
    if block.fixed:
        return block
    if isinstance(block, Paragraph):
        runs = tuple(map(number, block.runs))
        return block._replace(text="".join([run.text for run in runs]), runs=runs)
    return block._replace(rows=tuple(tuple(_cell(cell, number) for cell in row) for row in block.rows))


def _cell(cell: Cell, number: Callable[[Run], Run]) -> Cell:
    runs = tuple(map(number, cell.runs))
    return Cell("".join([run.text for run in runs]), runs)
