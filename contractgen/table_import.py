"""Rows for a table question out of a spreadsheet: pasted text or CSV to a grid, a grid to typed rows, with every problem.

A grid holds what the cells hold: texts, or the numbers, dates and booleans of a workbook (`spreadsheet`). Cells as French
spreadsheets show them become what an answers file holds; `typed_values` types them, the same way as any answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from contractgen.errors import InputError
from contractgen.model import Question
from contractgen.spreadsheet_cells import answer_of, expected, fold, shown
from contractgen.typed_values import type_value

Value = str | int | Decimal | bool | date | None
Grid = Sequence[Sequence[Value]]

MAX_BYTES = 4_000_000
MAX_ROWS = 5_000
MAX_COLUMNS = 200
_TITLE_ROWS = 10  # a header is looked for below so many rows of titles
_ERRORS = frozenset({"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#VALEUR!", "#NAME?", "#NOM?", "#NUM!", "#NOMBRE!", "#NULL!",
                     "#NUL!"})  # fmt: skip


class CellProblem(NamedTuple):
    """What is wrong at a place of the source, in French. `row`: 1-based, 0 for the whole; `column`: the id of the table's
    column, the header's text when it is none of them, or empty for the row; `text`: what the cell shows."""

    row: int
    column: str
    text: str
    message: str


class Preview(NamedTuple):
    """What an import would give. `columns`: for each column of the source, the id that it is read as, or an empty text;
    `rows`: the typed rows that are whole; each other row that is not blank is named by a problem; `notices`: what the
    text gate changed in the cells."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    problems: tuple[CellProblem, ...]
    notices: tuple[CellProblem, ...] = ()


def pasted_grid(text: str) -> Grid:
    """The cells of a text copied from a spreadsheet: tab-separated, quoted where a cell holds line ends or tabs.

    Raises InputError beyond 4 MB.
    """
    if len(text) > MAX_BYTES:
        raise InputError(f"Texte collé de plus de {MAX_BYTES // 1_000_000} Mo.")
    return _cells(text.removeprefix("\ufeff"), "\t")


def csv_grid(question: Question, data: bytes) -> Grid:
    """The cells of a CSV file: UTF-8, UTF-16 with its mark, or Windows' cp1252; between « ; », tabs or « , ».

    The delimiter is the one by which the first row names most columns of `question`, else has as many cells as it has
    columns. Raises InputError beyond 4 MB, or for bytes that are no text.
    """
    if len(data) > MAX_BYTES:
        raise InputError(f"Fichier CSV de plus de {MAX_BYTES // 1_000_000} Mo.")
    text = _decoded(data)

    def fitness(delimiter: str) -> tuple[int, bool, bool]:
        first = next((row for row in _cells(text, delimiter, 1 + _TITLE_ROWS) if not _blank(row)), [])
        known = sum(ident != "" for ident in _named(question, first))
        return known, len(first) == len(question.columns), len(first) > 1

    return _cells(text, max((";", "\t", ","), key=fitness))


def preview(question: Question, grid: Grid, header: bool | None = None) -> Preview:
    """The rows of a table question that a grid gives.

    `header`: whether the first row that is not blank names the columns; None to see for oneself. Columns are matched by id
    or label, whatever their case, accents and spaces; without a header, by position. Raises InputError when the question
    is no table, or the grid is larger than 5 000 rows or 200 columns.
    """
    if question.type != "table":
        raise InputError(f"La question « {question.label} » n'est pas un tableau.")
    filled = [(number, row) for number, row in enumerate(grid, 1) if not _blank(row)]
    if len(filled) > MAX_ROWS or any(len(_trimmed(row)) > MAX_COLUMNS for _, row in filled):
        raise InputError(f"Tableau de plus de {MAX_ROWS} lignes ou {MAX_COLUMNS} colonnes.")
    at = _header(question, [row for _, row in filled]) if header is None else 0 if header and filled else None
    reading = _Import(question)
    if at is None:
        reading.by_position(filled)
    else:
        reading.above(filled[:at])
        reading.by_header(*filled[at])
    reading.data(filled if at is None else filled[at + 1 :])
    return Preview(tuple(reading.columns), tuple(reading.rows), tuple(reading.problems), tuple(reading.notices))


# ---------------------------------------------------------------- cells


def _decoded(data: bytes) -> str:
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError("Ce fichier n'est pas un texte CSV lisible ; enregistrez-le en « CSV UTF-8 ».")


def _cells(text: str, delimiter: str, limit: int = -1) -> list[list[Value]]:
    """The records (RFC 4180). A quote that does not close a whole cell is a character like another: nothing is lost."""
    cell = re.compile(
        rf'(?:"((?:[^"]++|"")*+)"|([^{delimiter}\r\n]*+))({delimiter}|\r\n|\r|\n|\Z)',
    )
    rows: list[list[Value]] = [[]]
    place = 0
    while place <= len(text):
        found = cell.match(text, place)
        if found is None:  # the second form matches everywhere
            break
        rows[-1].append(found[2] if found[1] is None else found[1].replace('""', '"'))
        place = found.end()
        if found[3] == "":
            break
        if found[3] != delimiter:
            if len(rows) == limit:
                break
            rows.append([])
    return rows


def _blank(row: Sequence[Value]) -> bool:
    return all(_empty(value) for value in row)


def _empty(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _trimmed(row: Sequence[Value]) -> Sequence[Value]:
    """The row without the empty cells at its end."""
    end = max((index for index, value in enumerate(row, 1) if not _empty(value)), default=0)
    return row[:end]


# ---------------------------------------------------------------- columns


def _names(question: Question) -> dict[str, str]:
    """Column ids by the folded names they go by: id, label, and the label without what is in brackets if that is clear."""
    names: dict[str, str] = {}
    for column in question.columns:
        names[fold(column.label)] = column.id
    names.update({fold(column.id): column.id for column in question.columns})
    bare = [fold(_bare(column.label)) for column in question.columns]
    for name, column in zip(bare, question.columns, strict=True):
        if bare.count(name) == 1:
            names.setdefault(name, column.id)
    return names


def _bare(label: str) -> str:
    return re.sub(r"\([^)]*\)", "", label)


def _named(question: Question, row: Sequence[Value]) -> list[str]:
    """The column id that each cell names; an empty text for none."""
    names = _names(question)
    texts = [shown(value) for value in row]
    return [names.get(fold(text)) or names.get(fold(_bare(text))) or "" for text in texts]


def _header(question: Question, rows: list[Sequence[Value]]) -> int | None:
    """The index of the header: the first row half of whose cells name columns, two at least unless it is the very first."""
    for index, row in enumerate(rows[: _TITLE_ROWS + 1]):
        known = sum(ident != "" for ident in _named(question, row))
        filled = sum(not _empty(value) for value in row)
        if known and 2 * known >= filled and (known > 1 or (index == 0 and known == filled)):
            return index
    return None


# ---------------------------------------------------------------- rows


class _Import:
    """One import under way: the columns, then each row."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.by_id = {column.id: column for column in question.columns}
        self.columns: list[str] = []
        self.rows: list[Mapping[str, Any]] = []
        self.problems: list[CellProblem] = []
        self.notices: list[CellProblem] = []
        self.absent: frozenset[str] = frozenset()

    def above(self, rows: Sequence[tuple[int, Sequence[Value]]]) -> None:
        for number, row in rows:
            self._row_problem(number, row, "ligne au-dessus des titres de colonnes, non reprise")

    def by_header(self, number: int, row: Sequence[Value]) -> None:
        named = _named(self.question, row)
        self.columns = ["" if ident in named[:index] else ident for index, ident in enumerate(named)]
        labels = ", ".join(column.label for column in self.question.columns)
        for ident, value in zip(self.columns, row, strict=True):
            if not ident and not _empty(value):
                text = shown(value)
                self.problems.append(
                    CellProblem(number, text, text, f"colonne inconnue ou en double, non reprise (colonnes : {labels})")
                )
        self._missing(number)

    def by_position(self, rows: Sequence[tuple[int, Sequence[Value]]]) -> None:
        width = max((len(_trimmed(row)) for _, row in rows), default=0)
        self.columns = list(self.by_id)[:width]
        if rows:
            self._missing(0)

    def _missing(self, number: int) -> None:
        """A required column that the source has not: told once; the rows can be used, and are to be completed."""
        self.absent = frozenset(self.by_id) - frozenset(self.columns)
        for ident in self.by_id:
            if ident in self.absent and self.by_id[ident].required:
                message = f"colonne obligatoire « {self.by_id[ident].label} » absente : à compléter pour chaque ligne"
                self.problems.append(CellProblem(number, ident, "", message))

    def data(self, rows: Sequence[tuple[int, Sequence[Value]]]) -> None:
        for number, row in rows:
            before = len(self.problems)
            typed = self._row(number, row)
            if typed and len(self.problems) == before:
                self.rows.append(typed)

    def _row(self, number: int, row: Sequence[Value]) -> Mapping[str, Any]:
        cells = {ident: value for ident, value in zip(self.columns, row, strict=False) if ident and not _empty(value)}
        if not cells:
            self._row_problem(number, row, "rien dans les colonnes du tableau, ligne non reprise")
            return {}
        for index, value in enumerate(row[len(self.columns) :], len(self.columns) + 1):
            if not _empty(value):
                self.problems.append(CellProblem(number, "", shown(value), f"case en trop, en colonne {index}"))
        self._required(number, cells)
        raw: dict[str, Any] = {}
        for ident, value in cells.items():
            if isinstance(value, str) and value.strip() in _ERRORS:
                self.problems.append(CellProblem(number, ident, value, "erreur de calcul du tableur"))
            else:
                raw[ident] = answer_of(self.by_id[ident], value)
        typed = type_value(self.question, [raw])
        for refusal in typed.refusals:
            ident = str(refusal.path[1])
            item = raw[ident][refusal.path[2]] if len(refusal.path) > 2 else shown(cells[ident])
            message = expected(self.by_id[ident], item) or refusal.message
            self.problems.append(CellProblem(number, ident, shown(cells[ident]), message))
        for notice in typed.notices:
            ident = str(notice.path[1])
            self.notices.append(CellProblem(number, ident, shown(cells[ident]), ", ".join(notice.changes)))
        return typed.value[0] if typed.value else {}

    def _required(self, number: int, cells: Mapping[str, Value]) -> None:
        """A required cell that is empty; a row with one cell only is told as what it looks like."""
        empty = [c for c in self.question.columns if c.required and c.id not in cells and c.id not in self.absent]
        if len(cells) == 1 and len(empty) > 1:
            self._row_problem(number, tuple(cells.values()), "une seule case remplie (titre, cellules fusionnées ?)")
            return
        for column in empty:
            self.problems.append(CellProblem(number, column.id, "", f"« {column.label} » est obligatoire"))

    def _row_problem(self, number: int, row: Sequence[Value], message: str) -> None:
        text = " | ".join(shown(value) for value in row if not _empty(value))
        self.problems.append(CellProblem(number, "", text, message))
