"""The tables of a document numbered: a caption before each; and the references to tables and to titles in clauses.

In: the clauses of a document, in its order, as they were filled. Out: the same with « Tableau 3 – Volumes mensuels »
before each table, these references with their numbers, and a finding for each that leads nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from functools import partial
from typing import NamedTuple

from contractgen.french import NBSP
from contractgen.headings import anchored_numbers
from contractgen.kept import Kept
from contractgen.model import (
    ANCHOR_MARK,
    TABLE_TARGET,
    AssembledClause,
    Cell,
    Finding,
    Library,
    Paragraph,
    Printed,
    Run,
    Table,
)

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
    """The clauses with their tables numbered from one, whatever the clause. `referring`: those that refer to a table or to a title in a clause;
    `empty`: by clause and caption, the question that would give its rows to a table that has none.
    Findings: table-lacking, reference-dangling."""
    found = dict(clauses)
    numbers: dict[str, str] = {}
    count = 0
    for slug, clause in clauses.items():
        captions = library.clauses[slug].tables
        if captions:
            made = _kept_captions.made(
                slug, (clause,), partial(_numbered, clause, captions[0], count), (captions, count)
            )
            found[slug], count = made.clause, made.last
            numbers |= {TABLE_TARGET + slug: made.named} if made.named else {}
        if library.clauses[slug].anchors:
            numbers |= anchored_numbers(clause)
    lacking = {
        TABLE_TARGET + slug: name for (slug, title), name in empty.items() if title == library.clauses[slug].tables[0]
    }
    findings: list[Finding] = []
    for slug in sorted(referring):
        number = _Numbering(numbers, lacking, found[slug], findings)
        wanted = tuple(numbers.get(run.source, "") for run in _counted(found[slug]))
        make = partial(_referred, found[slug], number)
        found[slug] = _kept_references.made(slug, (found[slug],), make, wanted) if all(wanted) else make()
    return Captioned(found, tuple(findings))


class _Numbered(NamedTuple):
    """A clause with its captions; `last`: the number of its last table; `named`: that of the table references lead to."""

    clause: AssembledClause
    last: int
    named: str


def _numbered(clause: AssembledClause, first: str, count: int) -> _Numbered:
    blocks: list[Printed] = []
    named = ""
    for block in clause.blocks:
        if isinstance(block, Table) and block.look != "signature":
            count += 1
            leads = block.caption == first and not named
            named = str(count) if leads else named
            blocks.append(caption(count, block, clause.id if leads else ""))
        blocks.append(block)
    return _Numbered(
        clause._replace(blocks=tuple(blocks)) if len(blocks) > len(clause.blocks) else clause, count, named
    )


def _is_counted(run: Run) -> bool:
    """Whether it refers to what is numbered once all clauses are filled: a table, or a title in a clause."""
    return run.kind == "reference" and (run.source.startswith(TABLE_TARGET) or ANCHOR_MARK in run.source)


def _counted(clause: AssembledClause) -> Iterator[Run]:
    """The references of a clause to tables and to titles in clauses."""
    for block in clause.blocks:
        if not block.fixed:
            runs = (
                block.runs if isinstance(block, Paragraph) else (r for row in block.rows for c in row for r in c.runs)
            )
            yield from filter(_is_counted, runs)


def _referred(clause: AssembledClause, number: Callable[[Run], Run]) -> AssembledClause:
    return clause._replace(blocks=tuple([_referring(block, number) for block in clause.blocks]))


_kept_captions: Kept[_Numbered] = Kept()
_kept_references: Kept[AssembledClause] = Kept()


class _Numbering:
    """Gives the run of a reference to a table or title its number; what leads nowhere is blank, and found."""

    def __init__(
        self, numbers: Mapping[str, str], lacking: Mapping[str, str], clause: AssembledClause, findings: list[Finding]
    ) -> None:
        self.numbers, self.lacking, self.clause, self.findings = numbers, lacking, clause, findings

    def __call__(self, run: Run) -> Run:
        if not _is_counted(run):
            return run
        if run.source in self.numbers:
            return run._replace(text=self.numbers[run.source])
        slug = run.source.removeprefix(TABLE_TARGET)
        question = self.lacking.get(run.source)
        what = f"au titre « {slug} »" if ANCHOR_MARK in slug else f"au tableau de « {slug} »"
        message = f"La clause « {self.clause.title} » renvoie {what}, qui n'est pas imprimé."
        if question:
            found = Finding("table-lacking", "error", question, message, "Remplissez ce tableau.", lacking=(question,))
        else:
            found = Finding("reference-dangling", "error", self.clause.id, message, "Retirez le renvoi.")
        self.findings.append(found)
        return Run(f"[renvoi sans objet{NBSP}: {slug}]", "blank", question or run.source)


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
