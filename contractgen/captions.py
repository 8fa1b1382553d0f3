"""The tables of a document numbered: a caption before each, and its number in each reference to it.

In: the clauses of a document, in its order, as they were filled. Out: the same with « Tableau 3 – Volumes mensuels »
before each table, the references to tables with their numbers, and a finding for each that leads nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from typing import NamedTuple

from contractgen.french import NBSP
from contractgen.model import TABLE_TARGET, AssembledClause, Cell, Finding, Library, Paragraph, Printed, Run, Table

_LABEL = Run(f"Tableau{NBSP}")


class Captioned(NamedTuple):
    clauses: dict[str, AssembledClause]
    findings: tuple[Finding, ...]


def caption(number: int, table: Table, source: str = "") -> Paragraph:
    """The caption of a table; `source`: the clause to whose first table it leads."""
    runs = (_LABEL, Run(str(number), "sequence", source), Run(f" – {table.caption}"))
    return Paragraph("caption", "".join([run.text for run in runs]), runs)


def captioned(
    clauses: Mapping[str, AssembledClause], library: Library, referring: Set[str], empty: Mapping[tuple[str, str], str]
) -> Captioned:
    """The clauses with their tables numbered from one, whatever the clause. `referring`: those that refer to a table;
    `empty`: by clause and caption, the question that would give its rows to a table that has none.
    Findings: table-lacking, reference-dangling."""
    found = dict(clauses)
    numbers: dict[str, str] = {}
    count = 0
    for slug, clause in clauses.items():
        blocks: list[Printed] = []
        for block in clause.blocks if library.clauses[slug].tables else ():
            if isinstance(block, Table):
                count += 1
                named = block.caption == library.clauses[slug].tables[0] and TABLE_TARGET + slug not in numbers
                if named:
                    numbers[TABLE_TARGET + slug] = str(count)
                blocks.append(caption(count, block, slug if named else ""))
            blocks.append(block)
        if len(blocks) > len(clause.blocks):
            found[slug] = clause._replace(blocks=tuple(blocks))
    lacking = {
        TABLE_TARGET + slug: name for (slug, title), name in empty.items() if title == library.clauses[slug].tables[0]
    }
    findings: list[Finding] = []
    for slug in sorted(referring):
        number = _Numbering(numbers, lacking, found[slug], findings)
        found[slug] = found[slug]._replace(blocks=tuple([_referring(block, number) for block in found[slug].blocks]))
    return Captioned(found, tuple(findings))


class _Numbering:
    """Gives the run of a reference to a table its number; what leads nowhere is blank, and found."""

    def __init__(
        self, numbers: Mapping[str, str], lacking: Mapping[str, str], clause: AssembledClause, findings: list[Finding]
    ) -> None:
        self.numbers, self.lacking, self.clause, self.findings = numbers, lacking, clause, findings

    def __call__(self, run: Run) -> Run:
        if run.kind != "reference" or not run.source.startswith(TABLE_TARGET):
            return run
        if run.source in self.numbers:
            return run._replace(text=self.numbers[run.source])
        slug = run.source.removeprefix(TABLE_TARGET)
        question = self.lacking.get(run.source)
        message = f"La clause « {self.clause.title} » renvoie au tableau de « {slug} », qui n'est pas imprimé."
        if question:
            found = Finding("table-lacking", "error", question, message, "Remplissez ce tableau.", lacking=(question,))
        else:
            found = Finding("reference-dangling", "error", self.clause.id, message, "Retirez le renvoi.")
        self.findings.append(found)
        return Run(f"[renvoi sans objet : {slug}]", "blank", question or run.source)


def _referring(block: Printed, number: Callable[[Run], Run]) -> Printed:
    if block.fixed:
        return block
    if isinstance(block, Paragraph):
        runs = tuple(map(number, block.runs))
        if runs == block.runs:
            return block
        return block._replace(text="".join([run.text for run in runs]), runs=runs)
    if not any(run.kind == "reference" for row in block.rows for cell in row for run in cell.runs):
        return block
    return block._replace(rows=tuple(tuple(_cell(cell, number) for cell in row) for row in block.rows))


def _cell(cell: Cell, number: Callable[[Run], Run]) -> Cell:
    runs = tuple(map(number, cell.runs))
    return Cell("".join([run.text for run in runs]), runs)
