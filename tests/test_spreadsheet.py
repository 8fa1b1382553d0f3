"""A workbook from outside: values with their types, or refused in a line."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from contractgen.errors import InputError
from contractgen.model import Column, Question
from contractgen.spreadsheet import sheet_grid
from contractgen.table_import import preview

QUESTION = Question("t", "Tableau", "table", True, "s", "lot", 1, columns=(
    Column("nom", "Nom", "text", True), Column("prix", "Prix", "money", False), Column("taux", "Taux", "percent", False),
    Column("jour", "Jour", "date", False), Column("rang", "Rang", "integer", False), Column("pret", "Prêt", "boolean", False),
))  # fmt: skip


def workbook(*rows: tuple[Any, ...], more: Callable[[Workbook], None] = lambda book: None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    more(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rezipped(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_values_keep_their_types() -> None:
    day = datetime(2027, 2, 1)
    data = workbook(
        ("Nom", "Prix", "Jour", "Rang", "Prêt"),
        ("A", 1234.5, day, 3.0, True),
        ("B", 0.1 + 0.2, date(2027, 3, 1), 4, False),
    )
    found = preview(QUESTION, sheet_grid(data))
    assert found.problems == ()
    assert found.rows == (
        {"nom": "A", "prix": Decimal("1234.5"), "jour": date(2027, 2, 1), "rang": 3, "pret": True},
        {"nom": "B", "prix": Decimal("0.3"), "jour": date(2027, 3, 1), "rang": 4, "pret": False},
    )


def test_what_a_number_format_shows_is_what_is_read() -> None:
    def shapes(book: Workbook) -> None:
        book.active["B2"].number_format = "0%"
        book.active["A2"].number_format = "0000"

    grid = sheet_grid(workbook(("Nom", "Taux"), (44, 0.125), more=shapes))
    assert grid[1] == ["0044", "12,5 %"]
    assert preview(QUESTION, grid).rows == ({"nom": "0044", "taux": Decimal("12.5")},)


def test_a_number_in_a_column_of_texts_is_written_as_french_does() -> None:
    found = preview(QUESTION, sheet_grid(workbook(("Nom", "Rang"), (12.5, 1), (7, 2), (datetime(2027, 2, 1), 3))))
    assert [row["nom"] for row in found.rows] == ["12,5", "7", "01/02/2027"]


def test_a_moment_or_an_hour_is_no_day() -> None:
    found = preview(
        QUESTION, sheet_grid(workbook(("Nom", "Jour"), ("A", datetime(2027, 2, 1, 8, 30)), ("B", time(8, 30))))
    )
    assert [problem.row for problem in found.problems] == [2, 3]
    assert found.rows == ()


def test_titles_merged_cells_and_blank_rows_are_no_rows() -> None:
    def merged(book: Workbook) -> None:
        book.active.merge_cells("A1:C1")
        book.active.merge_cells("A4:B5")

    rows = (("Nos prix",), (), ("Nom", "Prix"), ("A", 1), (), (), ("B", 2))
    grid = sheet_grid(workbook(*rows, more=merged))
    found = preview(QUESTION, grid)
    assert [row["nom"] for row in found.rows] == ["A", "B"]
    assert [(problem.row, problem.text) for problem in found.problems] == [(1, "Nos prix")]


def test_formulas_give_their_cached_values_and_errors_are_told() -> None:
    data = workbook(("Nom", "Prix"), ("A", 1), ("B", "#N/A"))
    typed, computed = b'<c r="B2" t="n"><v>1</v></c>', b'<c r="B2"><f>1+1</f><v>2</v></c>'
    cached = rezipped(data, SHEET, lambda part: part.replace(typed, computed))
    found = preview(QUESTION, sheet_grid(cached))
    assert found.rows == ({"nom": "A", "prix": 2},)
    assert [(problem.row, problem.text) for problem in found.problems] == [(3, "#N/A")]


def test_a_sheet_by_its_name_or_the_names_there_are() -> None:
    def second(book: Workbook) -> None:
        book.create_sheet("Paie").append(("là",))

    data = workbook(("ici",), more=second)
    assert sheet_grid(data) == [["ici"]]
    assert sheet_grid(data, "Paie") == [["là"]]
    with pytest.raises(InputError, match="feuilles : « Sheet », « Paie »"):
        sheet_grid(data, "paye")


def _far(part: bytes) -> bytes:
    row = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>fin</t></is></c></row>'
    return part.replace(b"</sheetData>", row + b"</sheetData>")


def test_a_cell_at_the_far_end_is_read_in_no_time() -> None:
    grid = sheet_grid(rezipped(workbook(("A",)), SHEET, _far))
    assert (len(grid), grid[-1]) == (1_048_576, ["fin"])


def _wide(part: bytes) -> bytes:
    return re.sub(
        rb"<sheetData>.*</sheetData>", b"<sheetData>" + b'<row><c r="XFD1"/></row>' * 100 + b"</sheetData>", part
    )


def _bomb(part: bytes) -> bytes:
    return part.replace(b"<worksheet", b'<!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet', 1)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "pas un classeur"),
        (b"PK\x03\x04 nothing", "pas un classeur"),
        (workbook(("A",))[:-40], "pas un classeur"),
        (rezipped(workbook(("A",)), SHEET, lambda part: part[:60]), "pas un classeur"),
        (rezipped(workbook(("A",)), SHEET, _bomb), "type de document"),
        (rezipped(workbook(("A",)), SHEET, lambda part: part.decode().encode("utf-16")), "type de document"),
        (rezipped(workbook(("A",)), SHEET, lambda part: part + b" " * 60_000_000), "une fois ouvert"),
        (rezipped(workbook(("A",)), SHEET, _wide), "trop grande"),
        (b"x" * 10_000_001, "10 Mo"),
    ],
    ids=["empty", "no zip", "cut", "cut part", "entities", "utf-16", "zip bomb", "wide", "large"],
)
def test_what_is_not_safe_or_no_workbook_is_refused_in_a_line(data: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told) as refused:
        sheet_grid(data)
    assert len(refused.value.lines) == 1
