"""The body of one clause filled for one lot: conditions decided, rows repeated, values and references printed.

In: a clause of the library and the view of a lot. Out: printed paragraphs and tables, with the origin of each
value. A value that is lacking becomes a visible blank and a finding; nothing is left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from contractgen.cells import EMPTY, given
from contractgen.condition import parse
from contractgen.french import NBSP
from contractgen.kept import Kept, Latest
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
    View,
    When,
)
from contractgen.names import Printing
from contractgen.values import printed, to_fill
from contractgen.view import settled

_PLACEHOLDER = re.compile(r"(à (désigner|définir|compléter|préciser|déterminer)|tbd|xxx+)\b", re.IGNORECASE)
_TABLE_WORD = Run(f"tableau{NBSP}")
_ARTICLE = f"Article{NBSP}"


def is_placeholder(text: Any) -> bool:
    """Whether a text stands for an answer that is still to come: « à désigner »."""
    return isinstance(text, str) and _PLACEHOLDER.match(text) is not None


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
_Name = tuple[str, str]  # kind and name of what is read
_ANSWER, _PLACE, _TABLE = "answer", "place", "table"


class _Filled(NamedTuple):
    """A filling, and all that it was made from: nothing else was read."""

    clause: Clause
    printing: Printing
    reads: tuple[tuple[_Name, Any], ...]
    filling: Filling
    findings: tuple[Finding, ...]
    referring: bool
    empty: Mapping[tuple[str, str], str]


_filled: Kept[_Filled] = Kept()
_latest = Latest()


class Filler:
    """Fills clauses; `findings` grows by what is lacking, `referring` by the clauses that refer to tables or to titles in clauses,
    `empty` by the tables without rows: their clause and caption, and the question that would give the rows.

    `places`: for each clause that is in, the words before its number in a reference, and the number;
    `tables`: the tables made on the way; `strict`: a placeholder such as « à désigner » counts as a blank.
    """

    def __init__(
        self,
        view: View,
        printing: Printing,
        places: Mapping[str, tuple[str, str]],
        tables: dict[str, Any],
        strict: bool,
    ) -> None:
        self.view, self.printing, self.places, self.tables, self.strict = view, printing, places, tables, strict
        self.findings: list[Finding] = []
        self.referring: set[str] = set()
        self.empty: dict[tuple[str, str], str] = {}
        self._clause = self._title = ""
        self._values: dict[_Name, Any] = {}
        self._reads: dict[_Name, Any] = {}

    def fill(self, clause: Clause) -> Filling:
        """The clause for this lot; the filling of the last dossier if all that it read then is the same now."""
        name = (clause.id, self.strict)
        known = _filled.last(name)
        if (
            known is not None
            and known.clause is clause
            and known.printing is self.printing
            and all(self._read(read) is value for read, value in known.reads)
        ):
            self.findings += known.findings
            self.referring |= {clause.id} if known.referring else set()
            self.empty |= known.empty
            return known.filling
        self._reads = {}
        before = len(self.findings)
        filling = self._fill(clause)
        empty = {place: question for place, question in self.empty.items() if place[0] == clause.id}
        _filled.keep(
            name, (), _Filled(clause, self.printing, tuple(self._reads.items()), filling, tuple(self.findings[before:]),
                              clause.id in self.referring, empty),
        )  # fmt: skip
        return filling

    def _read(self, name: _Name) -> Any:
        """An answer, the place of a clause or a table made on the way (None without it), noted as read."""
        if name not in self._values:
            kind, key = name
            value = self.view(key) if kind == _ANSWER else (self.places if kind == _PLACE else self.tables).get(key)
            self._values[name] = _latest.of(name, value)
        self._reads[name] = self._values[name]
        return self._values[name]

    def add_table(self, name: str, rows: tuple[Any, ...]) -> None:
        """One more table made on the way, for the clauses filled from now on."""
        self.tables[name] = rows
        self._values.pop((_TABLE, name), None)

    def _answer(self, name: str) -> Any:
        return self._read((_ANSWER, name))

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
                if self._holds(block.condition, bound):
                    self._blocks(block.blocks, bound, out)
            elif isinstance(block, Rows):
                self._repeated(block, bound, out)
            else:
                out.append(self._table(block, [(bound, row) for row in block.rows], bound))

    def _holds(self, condition: str, bound: _Variables) -> bool:
        value = settled(parse(condition, tuple(bound))(self._answer, {name: b.value for name, b in bound.items()}))
        if isinstance(value, Unknown):
            lacking = tuple(sorted(value.lacking))
            labels = ", ".join(f"« {self._label(name)} »" for name in lacking)
            self._find("block-undecided", self._clause, f"Un passage de la clause « {self._title} » dépend de {labels}, sans réponse.",
                       "Répondez pour que le passage soit retenu ou écarté.", lacking)  # fmt: skip
            return False
        return bool(value)

    def _label(self, name: str) -> str:
        found = self.printing.descriptions.get(name)
        return found.label if found else name

    def _repeated(self, block: Rows, bound: _Variables, out: list[Printed]) -> None:
        """The block once for each row; a table (alone in its block) is one table, its row repeated."""
        turns = self._turns(block, bound)
        table = block.blocks[0]
        if turns is None:
            out += self._blank_rows(block, bound)
            return
        if not turns and isinstance(table, (Table, TableTemplate)):
            self.empty[self._clause, table.caption] = block.table
        if isinstance(table, Table):
            out += [table] if turns else []
            return
        if isinstance(table, TableTemplate):
            rows = [(turn, row) for turn in turns for row in table.rows]
            if rows:
                out.append(self._table(table, rows, bound))
            return
        for turn in turns:
            self._blocks(block.blocks, turn, out)

    def _blank_rows(self, block: Rows, bound: _Variables) -> list[Printed]:
        """What is printed of rows that nobody gave: the table with one row to fill in, or one blank paragraph."""
        first, (more, what) = block.blocks[0], ("[à compléter]", to_fill(self._label(block.table)))
        if isinstance(first, ParagraphTemplate):
            return [Paragraph(first.style, what, (Run(what, "blank", block.table),))]
        if not isinstance(first, TableTemplate) or block.condition is not None:  # nobody knows whether it has rows
            return []
        header = tuple(Cell(*self._runs(cell, bound)) for cell in first.header)
        row = tuple(Cell(text, (Run(text, "blank", block.table),)) for text in (what, *[more] * (len(header) - 1)))
        return [Table(header, (row,), first.align, look=first.look, caption=first.caption)]

    def _turns(self, block: Rows, bound: _Variables) -> list[_Variables] | None:
        """What each row is for the block; None if the rows are lacking."""
        table = self._read((_TABLE, block.table))
        if table is None:
            table = self._answer(block.table)
        if isinstance(table, Unknown) and not table.lacking:
            return []  # a question that is not asked has no rows
        if isinstance(table, Unknown):
            self._find("table-lacking", block.table, f"Le tableau « {self._label(block.table)} », imprimé par la clause « {self._title} », est vide.",
                       "Répondez à cette question.", tuple(sorted(table.lacking)))  # fmt: skip
            return None
        columns = self.printing.tables[block.table]
        turns = []
        for index, row in enumerate(table):
            inner = {**bound, block.variable: _Bound(row, columns, f"{block.table}[{index + 1}]")}
            if block.condition is None or self._holds(block.condition, inner):
                turns.append(inner)
        return turns

    def _table(
        self, block: TableTemplate, rows: list[tuple[_Variables, tuple[tuple[Span, ...], ...]]], bound: _Variables
    ) -> Table:
        header = tuple(Cell(*self._runs(cell, bound)) for cell in block.header)
        body = tuple(tuple(given(*self._runs(cell, turn)) for cell in row) for turn, row in rows)
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
        place = self._read((_PLACE, link.slug))
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
