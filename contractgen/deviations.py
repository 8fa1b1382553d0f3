"""The texts agreed for one dossier, in place of the library's: a clause and its agreed text in, the clause as agreed out.

An agreed text is a list of paragraphs and of rows of tables. In it « {{ answer }} » and « [[clause]] » stand for a value
and a reference that the agreement left alone: they follow the answers and the numbering of later builds. A paragraph that is
the library's is the library's, with its requirements. One that was reworded keeps those that it can still be taken to
satisfy (`review_text.judge`); one that was cut in several gives them to each, several that were joined all theirs; one
that is gone satisfies nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from contractgen.french import NBSP
from contractgen.line_sources import Together, together
from contractgen.lists import begun
from contractgen.model import (
    AssembledClause,
    Cell,
    Decision,
    Finding,
    Library,
    Paragraph,
    Printed,
    Run,
    Selection,
    Table,
)
from contractgen.review_text import judge, likeness, normal

MARK = "+derogation"  # of the version of a clause whose text was agreed (SemVer 2.0.0, 10: build metadata)
PREFIXES = {"## ": "article2", "- ": "bullet", "a) ": "item", "¶ ": "body"}
_MARKS = re.compile(r"(\{\{[^{}]+\}\}|\[\[[^\[\]]+\]\])")
_LIKE = 0.4
_LEFT = (Run("—"),)


def pattern(runs: Sequence[Run]) -> str:
    """A printed text as an agreed text writes it: its values and references by their origin."""
    return "".join(_MARKED.get(run.kind, "{1}").format(run.source, run.text) for run in runs)


_MARKED = {"answer": "{{{{{0}}}}}", "blank": "{{{{{0}}}}}", "reference": "[[{0}]]"}


def selected(selection: Selection, deviations: Sequence[Mapping[str, Any]]) -> Selection:
    """The selection without the clauses that were taken out by agreement; the reason of the others says theirs."""
    decisions = dict(selection.decisions)
    for one in deviations:
        slug = one["clause"]
        if not selection.has(slug):
            continue
        if one["texte"]:
            reason = f"{decisions[slug].reason} Texte négocié{_agreed(one)}."
            decisions[slug] = decisions[slug]._replace(reason=reason)
        else:
            decisions[slug] = Decision(slug, "out", f"Retirée par accord{_agreed(one)}.", None)
    return selection._replace(decisions=decisions)


def _agreed(one: Mapping[str, Any]) -> str:
    told = ", ".join(filter(None, (one.get("par", ""), one.get("le", ""))))
    return f" ({told})" if told else ""


class Agreed(NamedTuple):
    """A clause with its agreed text, and the requirements whose passage was reworded and is to be read again."""

    clause: AssembledClause
    doubtful: tuple[str, ...]


def agreed_clause(clause: AssembledClause, deviation: Mapping[str, Any], numbers: Mapping[str, str]) -> Agreed:
    """The clause as it was agreed; `numbers`: the printed number of each clause of its document."""
    title = next(block for block in clause.blocks if isinstance(block, Paragraph))
    text = deviation.get("titre") or clause.title
    head = title if text == clause.title else title._replace(text=text, runs=(Run(text),), fixed=False)
    writer = _Writer(clause, numbers)
    blocks = begun(writer.blocks(deviation["texte"]))
    ties = tuple(sorted({tie for block in blocks if isinstance(block, Paragraph) for tie in block.ties}))
    found = clause._replace(version=clause.version + MARK, title=text, blocks=(head, *blocks), ties=ties)
    return Agreed(found, tuple(dict.fromkeys(writer.doubtful)))


class _Read(NamedTuple):
    """A line of an agreed text: as written, its mark of style, what it prints."""

    text: str
    prefix: str
    runs: tuple[Run, ...]
    printed: str


class _Writer:
    """Turns the lines of an agreed text into blocks, after the blocks of the library's clause."""

    def __init__(self, clause: AssembledClause, numbers: Mapping[str, str]) -> None:
        self.numbers = numbers
        self.paragraphs = [block for block in clause.blocks[1:] if isinstance(block, Paragraph)]
        self.tables = [block for block in clause.blocks if isinstance(block, Table)]
        self.known = {normal(pattern(paragraph.runs)): paragraph for paragraph in reversed(self.paragraphs)}
        self.answers = {run.source: run for run in _runs_of(clause) if run.kind in ("answer", "blank")}
        self.references = {run.source: run for run in _runs_of(clause) if run.kind == "reference"}
        self.doubtful: list[str] = []
        self.used: set[int] = set()
        self.beside: dict[int, Together] = {}
        self.read: dict[int, _Read] = {}

    def blocks(self, lines: Sequence[Any]) -> list[Printed]:
        self.read = {rank: self._read(line) for rank, line in enumerate(lines) if not isinstance(line, list)}
        self.used |= {id(same) for one in self.read.values() if (same := self.known.get(normal(one.text)))}
        self.beside = together(
            [(paragraph.style, paragraph.text) for paragraph in self.paragraphs],
            [self.read[rank].printed if rank in self.read else None for rank in range(len(lines))],
        )
        found: list[Printed] = []
        rows: list[list[str]] = []
        for rank, line in enumerate((*lines, None)):
            if isinstance(line, list):
                rows.append([cell or "" for cell in line])
                continue
            if rows:
                found.append(self._table(rows))
                rows = []
            if line is not None:
                found.append(self._paragraph(rank))
        return found

    def _read(self, text: str) -> _Read:
        prefix = next((one for one in PREFIXES if text.startswith(one)), "")
        runs = self._runs(text.removeprefix(prefix))
        return _Read(text, prefix, runs, "".join(run.text for run in runs))

    def _paragraph(self, rank: int) -> Paragraph:
        line = self.read[rank]
        same = self.known.get(normal(line.text))
        if same is not None:
            return same
        near, bases, now = self._sources(rank)
        style = PREFIXES[line.prefix] if line.prefix else near
        return Paragraph(style, line.printed, line.runs, self._ties(bases, now))

    def _sources(self, rank: int) -> tuple[str, Sequence[Paragraph], str]:
        """The style of a line that says none, the paragraphs of the library that it comes from, and their text now."""
        found, printed = self.beside.get(rank), self.read[rank].printed
        bases = [self.paragraphs[one] for one in found.paragraphs] if found else []
        if found is None or any(id(base) in self.used for base in bases):
            near = self._nearest(printed)
            return (near.style, [near], printed) if near else ("body", [], printed)
        if rank == found.lines[-1]:
            self.used.update(map(id, bases))
        if not found.recut:
            return bases[0].style, bases, printed
        styles = {"body" if base.style == "lead" else base.style for base in bases}
        style = styles.pop() if len(styles) == 1 else "body"
        return style, bases, " ".join(self.read[one].printed for one in found.lines)

    def _nearest(self, text: str) -> Paragraph | None:
        """The paragraph of the library, out of its place, that was reworded into this one."""
        left = [paragraph for paragraph in self.paragraphs if id(paragraph) not in self.used]
        best = max(left, key=lambda paragraph: likeness(paragraph.text, text), default=None)
        if best is None or likeness(best.text, text) < _LIKE:
            return None
        self.used.add(id(best))
        return best

    def _ties(self, bases: Sequence[Paragraph], text: str) -> tuple[str, ...]:
        """The requirements of the paragraphs that a text comes from, if it can still be taken to satisfy them."""
        base = " ".join(one.text for one in bases)
        ties = tuple(dict.fromkeys(tie for one in bases for tie in one.ties))
        if not ties or judge(base, text).lost:
            return ()
        self.doubtful += ties if normal(base) != normal(text) else ()
        return ties

    def _runs(self, text: str) -> tuple[Run, ...]:
        return tuple(self._run(piece) for piece in _MARKS.split(text) if piece)

    def _run(self, piece: str) -> Run:
        """The text, or the value or reference of a mark; a mark that leads nowhere is a blank, which is found."""
        if not _MARKS.fullmatch(piece):
            return Run(piece)
        source = piece[2:-2].strip()
        if piece.startswith("{{"):
            return self.answers.get(source) or Run(f"[à compléter : {source}]", "blank", source)
        if source in self.references or source in self.numbers:
            return self.references.get(source) or Run(self.numbers[source], "reference", source)
        return Run(f"[renvoi sans objet{NBSP}: {source}]", "blank", source)

    def _table(self, rows: list[list[str]]) -> Table:
        """The rows as a table like the one of the library that has the most of its rows; a row that is the library's is
        the library's. A row of other cells than the first (merged, or cut in two) is made as wide: no cell is lost."""
        rows = [_fitted(row, len(rows[0])) for row in rows]
        cells = [tuple(self._cell(text) for text in row) for row in rows]
        like = max(self.tables, key=lambda table: _shared(table, rows), default=None)
        if like is None or len(like.header) != len(cells[0]):
            return Table(cells[0], tuple(cells[1:]), ("left",) * len(cells[0]), caption=like.caption if like else "")
        known = {_row_pattern(row): row for row in (like.header, *like.rows)}
        kept = [known.get(tuple(map(normal, row)), made) for row, made in zip(rows, cells, strict=True)]
        return like._replace(header=kept[0], rows=tuple(kept[1:]), fixed=False)

    def _cell(self, text: str) -> Cell:
        runs = self._runs(text) or _LEFT
        return Cell("".join(run.text for run in runs), runs)


def _fitted(row: list[str], width: int) -> list[str]:
    """The cells of a row in so many: what is too much in the last, what lacks empty."""
    if len(row) > width:
        return [*row[: width - 1], " ".join(filter(None, row[width - 1 :]))]
    return row + [""] * (width - len(row))


def _row_pattern(row: tuple[Cell, ...]) -> tuple[str, ...]:
    return tuple(normal(pattern(cell.runs)) for cell in row)


def _shared(table: Table, rows: list[list[str]]) -> int:
    known = {_row_pattern(row) for row in (table.header, *table.rows)}
    return sum(tuple(map(normal, row)) in known for row in rows)


def _runs_of(clause: AssembledClause) -> Iterator[Run]:
    for block in clause.blocks:
        if isinstance(block, Paragraph):
            yield from block.runs
        else:
            yield from (run for row in (block.header, *block.rows) for cell in row for run in cell.runs)


# ---------------------------------------------------------------- findings


def deviation_findings(
    library: Library,
    selection: Selection,
    deviations: Sequence[Mapping[str, Any]],
    clauses: Mapping[str, AssembledClause],
    doubtful: Mapping[str, tuple[str, ...]],
) -> Iterator[Finding]:
    """deviation, deviation-core, deviation-outdated and deviation-unused. `clauses`: those of the documents, as agreed."""
    for one in deviations:
        slug, told = one["clause"], _agreed(one)
        clause = library.clauses.get(slug)
        if clause is None or (slug not in clauses and one["texte"]):
            yield Finding("deviation-unused", "warning", slug, f"Texte négocié{told} de « {slug} », clause absente de ce dossier : il est gardé, sans effet.",
                          "Retirez-le, ou reportez-le dans une autre clause.")  # fmt: skip
            continue
        if not one["texte"]:
            what = f"Clause « {clause.title} » retirée par accord{told}."
            if clause.core and slug in selection.decisions:
                yield Finding("deviation-core", "error", slug, f"{what} C'est une clause du socle : elle ne peut pas l'être.",
                              "Rétablissez-la dans la négociation, et retirez cette dérogation des réponses.")  # fmt: skip
        else:
            again = f" Exigences à relire dans ce texte : {', '.join(doubtful[slug])}." if doubtful.get(slug) else ""
            what = f"Clause « {clause.title} » : texte négocié{told} au lieu de celui de la bibliothèque.{again}"
        yield Finding("deviation", "warning", slug, what, "Relisez-la à chaque version nouvelle du contrat.")
        if one.get("version", clause.version) != clause.version:
            yield Finding("deviation-outdated", "warning", slug, f"Texte négocié de « {clause.title} » : il partait de la version {one['version']}, la bibliothèque est à la {clause.version}.",
                          "Comparez-le au nouveau texte de la bibliothèque.")  # fmt: skip
