"""Templates for docxtpl made from the very documents that contractgen writes, and the contexts that fill them.

The template of a document has the same body, in which each run that comes from an answer, or whose text is not the
same with other answers, is a Jinja tag. A long table of answers is one row in a loop, as its author would write it.
The header and the core properties are tags too; the provenance is left out, since docxtpl writes none.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeGuard

from benchmarks.samples import Written
from contractgen.model import Cell, Document, Paragraph, Printed, Run, Table
from contractgen.word.write import write

_LONG = 100  # rows from which a table of answers is a loop
_OF_ROW = re.compile(r"\[\d+\]")


class Template(NamedTuple):
    """A .docx with tags; `varying`: the ranks of the runs that are tags."""

    content: bytes
    varying: frozenset[int]

    def context(self, document: Document) -> dict[str, Any]:
        """The values of the tags for a document of the same structure."""
        found: dict[str, Any] = {"header": document.header, "author": document.author}
        rank = 0
        for number, block in enumerate(_blocks(document)):
            if _is_loop(block):
                found[f"rows{number}"] = [[cell.text for cell in row] for row in block.rows]
                rank += sum(len(cell.runs) for cell in block.header)
                continue
            for run in _runs(block):
                if rank in self.varying:
                    found[f"v{rank}"] = run.text
                rank += 1
        return found


def template_of(written: Written, probe: Written, house: bytes) -> Template:
    """The template of a document; `probe` is the same document for other answers."""
    varying = frozenset(
        rank
        for rank, (run, other) in enumerate(zip(_all(written.document), _all(probe.document), strict=True))
        if run.kind == "answer" or run.text != other.text
    )
    tagged = _tagged(written.document, varying)
    return Template(_without_provenance(write(tagged, written.provenance, house)), varying)


def varied(document: Document, change: Callable[[Run], Run]) -> Document:
    """The document with its answers changed. As a build does, it makes anew all that the library does not own."""

    def run(one: Run) -> Run:
        return change(one) if one.kind == "answer" else one if one.kind == "text" else Run(*one)

    return _mapped(document, lambda _, block: block if block.fixed else _with_runs(block, run))


# ---------------------------------------------------------------- walking a document


def _blocks(document: Document) -> Iterator[Printed]:
    return (block for entry in document.body for block in entry.blocks)


def _is_loop(block: Printed) -> TypeGuard[Table]:
    if not isinstance(block, Table) or len(block.rows) < _LONG:
        return False
    return any(_OF_ROW.search(run.source) for cell in block.rows[0] for run in cell.runs)


def _runs(block: Printed) -> Iterator[Run]:
    """The runs of a block in order; of a loop, those of its header only."""
    if isinstance(block, Paragraph):
        yield from block.runs
        return
    for row in (block.header,) if _is_loop(block) else (block.header, *block.rows):
        for cell in row:
            yield from cell.runs


def _all(document: Document) -> Iterator[Run]:
    return (run for block in _blocks(document) for run in _runs(block))


def _mapped(document: Document, change: Callable[[int, Printed], Printed]) -> Document:
    """The document with each block changed; `change` is given its rank too."""
    number = -1
    body: list[Any] = []
    for entry in document.body:
        blocks = []
        for block in entry.blocks:
            number += 1
            blocks.append(change(number, block))
        body.append(entry._replace(blocks=tuple(blocks)))
    return document._replace(body=tuple(body))


def _with_runs(block: Printed, change: Callable[[Run], Run]) -> Printed:
    if isinstance(block, Paragraph):
        runs = tuple(map(change, block.runs))
        return block._replace(text="".join(run.text for run in runs), runs=runs)
    header, *rows = (tuple(_cell(cell, change) for cell in row) for row in (block.header, *block.rows))
    return block._replace(header=header, rows=tuple(rows))


def _cell(cell: Cell, change: Callable[[Run], Run]) -> Cell:
    runs = tuple(map(change, cell.runs))
    return Cell("".join(run.text for run in runs), runs)


# ---------------------------------------------------------------- tags


def _tagged(document: Document, varying: frozenset[int]) -> Document:
    ranks = iter(range(1_000_000_000))

    def tag(run: Run) -> Run:
        rank = next(ranks)
        return run._replace(text=f"{{{{ v{rank} }}}}") if rank in varying else run

    def change(number: int, block: Printed) -> Printed:
        if _is_loop(block):
            header = tuple(_cell(cell, tag) for cell in block.header)
            return Table(header, _loop(f"rows{number}", len(block.align)), block.align)
        return _with_runs(block, tag)._replace(fixed=False)

    tagged = _mapped(document, change)
    return tagged._replace(header="{{ header }}", author="{{ author }}")


def _loop(name: str, width: int) -> tuple[tuple[Cell, ...], ...]:
    """Three rows: the loop, the row it repeats, its end."""

    def row(first: str, others: list[str]) -> tuple[Cell, ...]:
        return tuple(Cell(text, (Run(text),)) for text in (first, *others))

    cells = [f"{{{{ r[{index}] }}}}" for index in range(width)]
    empty = [""] * (width - 1)
    return row(f"{{%tr for r in {name} %}}", empty), row(cells[0], cells[1:]), row("{%tr endfor %}", empty)


def _without_provenance(content: bytes) -> bytes:
    """The file without its custom XML part and what points to it."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in archive.namelist():
            if not name.startswith("customXml/"):
                text = archive.read(name).decode()
                if name.endswith(".rels") or name == "[Content_Types].xml":
                    text = re.sub(r"<(?:Relationship|Override) [^>]*customXml/[^>]*/>", "", text)
                out.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return target.getvalue()
