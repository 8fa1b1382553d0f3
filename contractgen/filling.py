"""The body of one clause filled for one lot: conditions decided, rows repeated, values and references printed.

In: a clause of the library and the view of a lot. Out: printed paragraphs and tables, with the origin of each
value. A value that is lacking becomes a visible blank and a finding; nothing is left out in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from contractgen import blanks
from contractgen.cells import EMPTY, given
from contractgen.condition import parse
from contractgen.french import NBSP
from contractgen.kept import Kept
from contractgen.lists import listed
from contractgen.model import (
    Block,
    Cell,
    Clause,
    Column,
    Finding,
    Link,
    Paragraph,
    ParagraphTemplate,
    Printed,
    Rows,
    Run,
    Slot,
    Span,
    Table,
    TableTemplate,
    Unknown,
    When,
)
from contractgen.names import COMPLETED, Printing
from contractgen.readings import ANSWER, PLACE, TABLE, Name, Readings
from contractgen.values import is_placeholder, printed, to_fill
from contractgen.view import settled

_TABLE_WORD = Run(f"tableau{NBSP}")
_ARTICLE = f"Article{NBSP}"


class Filling(NamedTuple):
    """The printed blocks of a clause and the requirements tied to them."""

    blocks: tuple[Printed, ...]
    ties: tuple[str, ...]


class _Bound(NamedTuple):
    """A loop variable: its value, the description of its columns, and the origin of its row."""

    value: Any
    columns: Mapping[str, Column]
    origin: str


_Variables = dict[str, _Bound]


class _Filled(NamedTuple):
    """A filling, and all that it was made from: nothing else was read."""

    clause: Clause
    printing: Printing
    reads: tuple[tuple[Name, Any], ...]
    filling: Filling
    findings: tuple[Finding, ...]
    referring: bool
    empty: Mapping[tuple[str, str], str]


_filled: Kept[_Filled] = Kept()


class Filler:
    """Fills clauses; `findings` grows by what is lacking, `referring` by the clauses that refer to tables or to titles in clauses,
    `empty` by the tables without rows: their clause and caption, and the question that would give the rows.

    `readings`: what the clauses read; `strict`: a placeholder such as « à désigner » counts as a blank.
    """

    def __init__(self, readings: Readings, printing: Printing, strict: bool) -> None:
        self.readings, self.printing, self.strict = readings, printing, strict
        self.findings: list[Finding] = []
        self.referring: set[str] = set()
        self.empty: dict[tuple[str, str], str] = {}
        self._clause = self._title = ""
        self._awaited: tuple[Printed | None, frozenset[str]] = (None, frozenset())  # the last blank of a passage

    def fill(self, clause: Clause) -> Filling:
        """The clause for this lot; the filling of the last dossier if all that it read then is the same now."""
        name = (clause.id, self.strict)
        known = _filled.last(name)
        if (
            known is not None
            and known.clause is clause
            and known.printing is self.printing
            and all(self.readings.of(*name) is value for name, value in known.reads)
        ):
            self.findings += known.findings
            self.referring |= {clause.id} if known.referring else set()
            self.empty |= known.empty
            return known.filling
        self.readings.begin()
        before = len(self.findings)
        filling = self._fill(clause)
        empty = {place: question for place, question in self.empty.items() if place[0] == clause.id}
        _filled.keep(
            name, (), _Filled(clause, self.printing, self.readings.noted(), filling, tuple(self.findings[before:]),
                              clause.id in self.referring, empty),
        )  # fmt: skip
        return filling

    def _answer(self, name: str) -> Any:
        return self.readings.of(ANSWER, name)

    def _fill(self, clause: Clause) -> Filling:
        self._clause, self._title = clause.id, clause.title
        blocks: list[Printed] = []
        self._blocks(clause.blocks, {}, blocks)
        ties = tuple(sorted({tie for block in blocks if isinstance(block, Paragraph) for tie in block.ties}))
        if any(isinstance(a, Table) and isinstance(b, Table) for a, b in pairwise(blocks)):
            self._find("tables-adjacent", clause.id, f"La clause « {clause.title} » imprime deux tableaux à la suite, sans un mot entre eux.",
                       "Signalez-le au mainteneur : il faut une phrase entre eux.")  # fmt: skip
        if not blocks:
            self._find("clause-empty", clause.id, f"La clause « {clause.title} » n'a aucun texte pour ces réponses.",
                       "Signalez-le au mainteneur de la bibliothèque.")  # fmt: skip
        return Filling(listed(blocks), ties)

    def _find(self, code: str, where: str, message: str, advice: str, lacking: tuple[str, ...] = ()) -> None:
        self.findings.append(Finding(code, "error", where, message, advice, lacking=lacking))

    # ------------------------------------------------ blocks

    def _blocks(self, blocks: tuple[Block, ...], bound: _Variables, out: list[Printed]) -> None:
        for block in blocks:
            if isinstance(block, (Paragraph, Table)):
                out.append(block)
            elif isinstance(block, ParagraphTemplate):
                text, runs = self._runs(block.spans, bound)
                out.append(Paragraph(block.style, text, runs, block.ties, anchor=block.anchor))
            elif isinstance(block, When):
                held = self._holds(block.condition, bound)
                if isinstance(held, Unknown):
                    self._await(block.blocks, held.lacking, out)
                elif held:
                    self._blocks(block.blocks, bound, out)
            elif isinstance(block, Rows):
                self._repeated(block, bound, out)
            else:
                out.append(self._table(block, [(bound, row) for row in block.rows], bound))

    def _holds(self, condition: str, bound: _Variables) -> bool | Unknown:
        value = settled(parse(condition, tuple(bound))(self._answer, {name: b.value for name, b in bound.items()}))
        if isinstance(value, Unknown):
            lacking = tuple(sorted(value.lacking))
            labels = ", ".join(f"« {label} »" for label in self._labels(lacking))
            self._find("block-undecided", self._clause, f"Un passage de la clause « {self._title} » dépend de {labels}, sans réponse.",
                       "Répondez pour que le passage soit retenu ou écarté.", lacking)  # fmt: skip
            return value
        return bool(value)

    def _await(self, blocks: tuple[Block, ...], lacking: frozenset[str], out: list[Printed]) -> None:
        """A blank in place of a passage that is neither kept nor left out; none just after another that waits for one of
        the same answers, which says it."""
        if out and out[-1] is self._awaited[0] and self._awaited[1] & lacking:
            return
        names = sorted(lacking)
        out.append(blanks.passage(blocks, self._labels(names), names[0]))
        self._awaited = (out[-1], lacking)

    def _labels(self, names: Iterable[str]) -> list[str]:
        return [self._label(name) for name in names]

    def _label(self, name: str) -> str:
        found = self.printing.descriptions.get("indicateurs" if name == COMPLETED else name)
        return found.label if found else name

    def _repeated(self, block: Rows, bound: _Variables, out: list[Printed]) -> None:
        """The block once for each row; a table (alone in its block) is one table, its row repeated."""
        found = self._turns(block, bound)
        table = block.blocks[0]
        if found is None:
            self._blank_rows(block, bound, out)
            return
        turns, lacking = found
        if not turns and not lacking and isinstance(table, (Table, TableTemplate)):
            self.empty[self._clause, table.caption] = block.table
        if isinstance(table, TableTemplate):
            rows = [(turn, row) for turn in turns for row in table.rows]
            if rows or lacking:
                names = sorted(lacking)
                last = [blanks.row_awaited(self._labels(names), names[0], len(table.header))] if names else []
                out.append(self._table(table, rows, bound, last))
            return
        if isinstance(table, Table):
            out += [table] if turns else []
        else:
            for turn in turns:
                self._blocks(block.blocks, turn, out)
        if lacking and not (turns and isinstance(table, Table)):
            self._await(block.blocks, lacking, out)

    def _blank_rows(self, block: Rows, bound: _Variables, out: list[Printed]) -> None:
        """What is printed of rows that nobody gave: the table with one row to fill in, or one blank paragraph."""
        first, label = block.blocks[0], self._label(block.table)
        if isinstance(first, TableTemplate) and block.condition is None:
            header = tuple(Cell(*self._runs(cell, bound)) for cell in first.header)
            row = blanks.row(label, block.table, len(header))
            out.append(Table(header, (row,), first.align, look=first.look, caption=first.caption))
            return
        blank = blanks.rows(block.blocks, label, block.table)  # nobody knows whether a table has rows
        if not out or out[-1] != blank:
            out.append(blank)

    def _turns(self, block: Rows, bound: _Variables) -> tuple[list[_Variables], frozenset[str]] | None:
        """What each row is for the block, and the answers without which it is not known of some rows whether they are
        printed; None if the rows are lacking."""
        table = self.readings.of(TABLE, block.table)
        if table is None:
            table = self._answer(block.table)
        if isinstance(table, Unknown) and not table.lacking:
            return [], frozenset()  # a question that is not asked has no rows
        if isinstance(table, Unknown):
            self._find("table-lacking", block.table, f"Le tableau « {self._label(block.table)} », imprimé par la clause « {self._title} », est vide.",
                       "Répondez à cette question.", tuple(sorted(table.lacking)))  # fmt: skip
            return None
        columns = self.printing.tables[block.table]
        turns, lacking = [], frozenset[str]()
        for index, row in enumerate(table):
            inner = {**bound, block.variable: _Bound(row, columns, f"{block.table}[{index + 1}]")}
            held = True if block.condition is None else self._holds(block.condition, inner)
            if isinstance(held, Unknown):
                lacking |= held.lacking
            elif held:
                turns.append(inner)
        return turns, lacking

    def _table(
        self, block: TableTemplate, rows: list[tuple[_Variables, tuple[tuple[Span, ...], ...]]], bound: _Variables,
        last: Sequence[tuple[Cell, ...]] = (),
    ) -> Table:  # fmt: skip
        """The table of these rows, then of those that are printed already."""
        header = tuple(Cell(*self._runs(cell, bound)) for cell in block.header)
        body = (*(tuple(given(*self._runs(cell, turn)) for cell in row) for turn, row in rows), *last)
        kept = [i for i in range(len(header)) if not all(row[i].runs == (EMPTY,) for row in body)]
        if len(kept) < len(header):  # an optional column that nobody filled in
            body = tuple(tuple(row[i] for i in kept) for row in body)
            header = tuple(header[i] for i in kept)
        return Table(header, body, tuple(block.align[i] for i in kept), look=block.look, caption=block.caption)

    # ------------------------------------------------ spans

    def _runs(self, spans: tuple[Span, ...], bound: _Variables) -> tuple[str, tuple[Run, ...]]:
        runs: list[Run] = []
        for span in spans:
            if isinstance(span, Run):
                runs.append(span)
            elif isinstance(span, Slot):
                value = self._value(span, bound)
                if runs and runs[-1].text.endswith(" de ") and value.text.startswith(("un ", "une ")):
                    runs[-1] = Run(f"{runs[-1].text[:-2]}’", "plain", "", runs[-1].strong)
                runs.append(value)
            else:
                runs += self._reference(span)
        return "".join([run.text for run in runs]), tuple(runs)

    def _reference(self, link: Link) -> list[Run]:
        place = self.readings.of(PLACE, link.slug)
        if place is None:
            self._find("reference-dangling", self._clause, f"La clause « {self._title} » renvoie à « {link.slug} », absente du dossier.",
                       "Ajoutez-la au plan ou retirez le renvoi.")  # fmt: skip
            return [Run(f"[renvoi sans objet{NBSP}: {link.slug}]", "blank", link.slug)]
        if link.table:
            self.referring.add(self._clause)  # tables are numbered when all clauses are filled
            return [_TABLE_WORD, Run("", "reference", link.target)]
        word, number = place
        if link.anchor:  # so are the titles in a clause
            self.referring.add(self._clause)
            own = _ARTICLE if number.startswith(_ARTICLE) else _ARTICLE.lower()
            return [Run(word or own), Run("", "reference", link.target)]
        reference = Run(number, "reference", link.slug)
        return [Run(word), reference] if word else [reference]

    def _value(self, slot: Slot, bound: _Variables) -> Run:
        name, _, column_name = slot.name.partition(".")
        if name in bound:
            row = bound[name]
            column = row.columns[column_name]
            source = f"{row.origin}.{column_name}" if column_name else row.origin
            value = row.value.get(column_name) if column_name else row.value
            if value is None:
                return self._empty_cell(slot, column, source)
        else:
            column, source, value = self.printing.descriptions[slot.name], slot.name, self._answer(slot.name)
            if isinstance(value, Unknown):
                return self._blank(slot, column, source, value)
        text = printed(value, column, slot.format, self.strict)
        if self.strict and is_placeholder(value):
            self._find("blank", source, f"« {column.label} » vaut « {value} » : c'est un blanc, non une réponse.",
                       "Donnez la réponse avant la signature.", (source.partition("[")[0],))  # fmt: skip
            return Run(text, "blank", source, slot.strong)
        if not text:
            return self._blank(slot, column, source, Unknown(frozenset({source})))
        return Run(text, "answer", source, slot.strong)

    def _empty_cell(self, slot: Slot, column: Column, source: str) -> Run:
        """An optional cell prints a dash; a required one is a blank."""
        if not column.required:
            return EMPTY
        return self._blank(slot, column, source, Unknown(frozenset({source.partition("[")[0]})))

    def _blank(self, slot: Slot, column: Column, source: str, value: Unknown) -> Run:
        if value.lacking:
            self._find("blank", source, f"« {column.label} » est sans réponse, et la clause « {self._title} » l'imprime.",
                       "Répondez à la question.", tuple(sorted(value.lacking)))  # fmt: skip
        else:
            self._find("value-not-asked", source, f"La clause « {self._title} » imprime « {column.label} », question qui n'est pas posée dans ce dossier.",
                       "Signalez-le au mainteneur de la bibliothèque.")  # fmt: skip
        return Run(to_fill(column.label), "blank", source, slot.strong)
