"""The new contract in the numbers of the signed one: its articles in, the entries of the consolidated contract out.

The rule: an article of the signed contract keeps its number, also when it is deleted; a new one takes the number of the
one before it with bis, ter, quater…, or the next number when nothing of its kind follows. So do tables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from contractgen.amendment_base import SUFFIXES, Entry
from contractgen.errors import ReturnedFileError
from contractgen.french import NBSP
from contractgen.headings import own_number
from contractgen.merging import Line
from contractgen.model import ANCHOR_MARK, TABLE_TARGET, AssembledClause, Cell, Paragraph, Plan, Printed, Run, Table

_CAPTION = re.compile(rf"(Tableau{NBSP})(\S+(?: (?:{'|'.join(SUFFIXES)}))?)( – .*)", re.S)
_FAMILY = re.compile(rf"(?:(Article|Annexe){NBSP}(\d+)|(A\d+(?: \w+)?)\.(\d+))(?: \w+)?\Z")


class Numbered(NamedTuple):
    """An entry of the consolidated contract, and the blocks that print it, when it is of the new contract."""

    entry: Entry
    blocks: tuple[Printed, ...]


def sequence_of(plan: Plan, clauses: Mapping[str, AssembledClause]) -> list[str]:
    """The ids of the new contract in order, with those of the titles of its parts."""
    found = []
    for part in plan.parts:
        inside = [slug for slug in part.clauses if slug in clauses]
        found += [*([f"partie-{part.id}"] if inside and part.heading else []), *inside]
    return found


def in_signed_numbers(
    plan: Plan, clauses: Sequence[AssembledClause], signed: Sequence[Entry]
) -> tuple[list[str], dict[str, Numbered]]:
    """The order of all entries, old and new, and the new contract by id, with the numbers that it takes."""
    new = {clause.id: clause for clause in clauses}
    order, numbers = _numbers(plan, new, signed)
    tables = _tables(new, signed)
    found = {}
    for slug, clause in new.items():
        number, literal = numbers[slug]
        renumber = _Renumbering(clause, new, numbers, tables)
        blocks = renumber.blocks()
        if literal:
            blocks = _written_number(blocks, number)
        found[slug] = Numbered(Entry(slug, clause.version, number, literal, lines_of_blocks(blocks)), blocks)
    for part in plan.parts:
        ident, title = f"partie-{part.id}", Paragraph("part", part.title, (Run(part.title),))
        if ident in order:
            found[ident] = Numbered(Entry(ident, "", "", False, (Line("part", part.title),)), (title,))
    return order, found


def lines_of_blocks(blocks: Sequence[Printed]) -> tuple[Line, ...]:
    """The lines of printed blocks, a row being one."""
    found: list[Line] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(Line(block.style, block.text))
        else:
            found += [Line("row", "\x1f".join(cell.text for cell in row)) for row in (block.header, *block.rows)]
    return tuple(found)


# ---------------------------------------------------------------- numbers of articles and annexes


def _numbers(
    plan: Plan, new: Mapping[str, AssembledClause], signed: Sequence[Entry]
) -> tuple[list[str], dict[str, tuple[str, bool]]]:
    order = [entry.id for entry in signed]
    numbers = {entry.id: (entry.number, entry.literal) for entry in signed}
    before = ""
    annex = ""
    for ident in sequence_of(plan, new):
        if ident not in numbers:
            order.insert(order.index(before) + 1 if before else 0, ident)
            numbers[ident] = ("", False)
            if ident in new:
                numbers[ident] = _taken(new[ident], ident, order, numbers, annex)
        before = ident
        if ident in new and new[ident].kind == "annex":
            annex = numbers[ident][0]
    return order, numbers


def _taken(
    clause: AssembledClause, ident: str, order: list[str], numbers: Mapping[str, tuple[str, bool]], annex: str
) -> tuple[str, bool]:
    """The number that a new clause takes, and whether it must be written out."""
    inner = clause.level == 2
    family = f"A{annex.partition(NBSP)[2]}" if inner else clause.number.partition(NBSP)[0]
    stem = f"{family}." if inner else f"{family}{NBSP}"
    at = order.index(ident)
    before = [numbers[one][0] for one in order[:at] if _family(numbers[one][0]) == family]
    after = [one for one in order[at + 1 :] if _family(numbers[one][0]) == family]
    last = _count(before[-1]) if before else 0
    if not after:
        return f"{stem}{last + 1}", inner and " " in annex
    used = {number for number, _ in numbers.values()}
    for suffix in SUFFIXES:
        if (number := f"{stem}{last} {suffix}") not in used:
            return number, True
    raise ReturnedFileError(f"plus de neuf articles nouveaux après le {stem}{last} : établissez un nouveau contrat.")


def _family(number: str) -> str:
    found = _FAMILY.match(number)
    return (found[1] or found[3]) if found else ""


def _count(number: str) -> int:
    found = _FAMILY.match(number)
    return int(found[2] or found[4]) if found else 0


def _written_number(blocks: tuple[Printed, ...], number: str) -> tuple[Printed, ...]:
    """The blocks of an article whose number Word cannot count: it is in the title; no title inside it is counted."""
    title, *rest = blocks
    text = f"{number} – {title.text}" if isinstance(title, Paragraph) else number
    kinds = {"Article": "article1_written", "Annexe": "annex1_written"}
    style = kinds.get(number.partition(NBSP)[0], "annex2_written")
    found: list[Printed] = [Paragraph(style, text, (Run(text),))]
    for block in rest:
        if isinstance(block, Paragraph) and block.style in ("article2", "article3", "annex2", "annex3"):
            block = Paragraph("lead", block.text, (Run(block.text, strong=True),))
        found.append(block)
    return tuple(found)


# ---------------------------------------------------------------- numbers of tables, and references


def _tables(new: Mapping[str, AssembledClause], signed: Sequence[Entry]) -> dict[str, str]:
    """The number that each table of the new contract takes, by the number it has there."""
    known: dict[tuple[str, str], str] = {}
    used: set[str] = set()
    for entry in signed:
        for line in entry.lines:
            if line.style == "caption" and (caption := _CAPTION.fullmatch(line.text)):
                known[entry.id, caption[3]] = caption[2]
                used.add(caption[2])
    found: dict[str, str] = {}
    last = "0"
    for clause in new.values():
        for block in clause.blocks:
            if isinstance(block, Paragraph) and block.style == "caption":
                _, number, text = (run.text for run in block.runs)
                last = known.get((clause.id, text)) or _next_table(last, used)
                used.add(last)
                found[number] = last
    return found


def _next_table(last: str, used: set[str]) -> str:
    plain = last.split(" ", maxsplit=1)[0]
    highest = max((int(one) for one in used if one.isdecimal()), default=0)
    if int(plain) >= highest:
        return str(highest + 1)
    return next((f"{plain} {one}" for one in SUFFIXES if f"{plain} {one}" not in used), str(highest + 1))


class _Renumbering:
    """The blocks of a clause with the numbers of the consolidated contract in its references and captions."""

    def __init__(
        self, clause: AssembledClause, new: Mapping[str, AssembledClause],
        numbers: Mapping[str, tuple[str, bool]], tables: Mapping[str, str],
    ) -> None:  # fmt: skip
        self.clause, self.new, self.numbers, self.tables = clause, new, numbers, tables
        self.listed = {(one.number, one.title): numbers[slug][0] for slug, one in new.items()}

    def blocks(self) -> tuple[Printed, ...]:
        return tuple(map(self._block, self.clause.blocks))

    def _block(self, block: Printed) -> Printed:
        if isinstance(block, Paragraph):
            runs = tuple(map(self._run, block.runs))
            return block._replace(text="".join(run.text for run in runs), runs=runs)
        rows = tuple(tuple(self._cell(row, rank) for rank in range(len(row))) for row in block.rows)
        return block._replace(rows=rows)

    def _cell(self, row: tuple[Cell, ...], rank: int) -> Cell:
        cell = row[rank]
        following = row[rank + 1].text if rank + 1 < len(row) else ""
        if (cell.text, following) in self.listed:
            text = self.listed[cell.text, following]
            return Cell(text, (Run(text),))
        runs = tuple(map(self._run, cell.runs))
        return Cell("".join(run.text for run in runs), runs)

    def _run(self, run: Run) -> Run:
        if run.kind == "sequence":
            return run._replace(text=self.tables.get(run.text, run.text))
        if run.kind != "reference":
            return run
        if run.source.startswith(TABLE_TARGET):
            return run._replace(text=self.tables.get(run.text, run.text))
        slug, _, anchor = run.source.partition(ANCHOR_MARK)
        number, literal = self.numbers[slug]
        if anchor:  # no title is counted in an article whose number is written out: the reference is to the whole
            of = self.new[slug]
            own, inside = own_number(of._replace(number=number)), run.text.removeprefix(own_number(of))
            return Run(own) if literal else run._replace(text=own + inside)
        return Run(number) if literal else run._replace(text=number)


def blocks_of(lines: Sequence[Line], donors: Sequence[Printed]) -> tuple[Printed, ...]:
    """Printed blocks for these lines; a block of `donors` with the same text lends its runs, columns and look."""
    paragraphs = {(one.style, one.text): one for one in donors if isinstance(one, Paragraph)}
    tables = {tuple(cell.text for cell in one.header): one for one in donors if isinstance(one, Table)}
    found: list[Printed] = []
    rows: list[tuple[str, ...]] = []
    for line in (*lines, Line("", "")):
        cells = tuple(line.text.split("\x1f"))
        if line.style == "row" and (not rows or len(cells) == len(rows[0])):
            rows.append(cells)
            continue
        if rows:
            found.append(_table(rows, tables.get(rows[0]), found))
            rows = []
        if line.style == "row":
            rows = [cells]
        elif line.style:
            found.append(paragraphs.get((line.style, line.text)) or _paragraph(line, found))
    return tuple(found)


def _paragraph(line: Line, before: Sequence[Printed]) -> Paragraph:
    caption = _CAPTION.fullmatch(line.text) if line.style == "caption" else None
    if line.style == "caption":
        runs = tuple(map(Run, caption.groups())) if caption else (Run(line.text), Run(""), Run(""))
        return Paragraph("caption", line.text, runs)
    last = before[-1] if before else None
    first = line.style == "item" and not (isinstance(last, Paragraph) and last.style in ("item", "item2", "bullet2"))
    return Paragraph(line.style, line.text, (Run(line.text),), (), False, first)


def _table(rows: list[tuple[str, ...]], donor: Table | None, before: Sequence[Printed]) -> Table:
    cells = [tuple(Cell(text, (Run(text),)) for text in row) for row in rows]
    if donor is not None:
        known = {tuple(cell.text for cell in row): row for row in donor.rows}
        return donor._replace(
            rows=tuple(known.get(text, row) for text, row in zip(rows[1:], cells[1:], strict=True)), fixed=False
        )
    last = before[-1] if before else None
    captioned = isinstance(last, Paragraph) and last.style == "caption"
    caption = _CAPTION.fullmatch(last.text) if captioned and isinstance(last, Paragraph) else None
    title = caption[3].removeprefix(" – ") if caption else ""
    return Table(
        cells[0], tuple(cells[1:]), ("left",) * len(cells[0]), False, "table" if captioned else "signature", title
    )
