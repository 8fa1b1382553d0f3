"""A workbook from outside, opened safely: the bytes of an .xlsx in, the grid of one sheet out. The only door to openpyxl.

Values only, as Excel cached them: no formula is computed, no link followed, nothing drawn. Numbers come as int or Decimal
with the fifteen digits that Excel keeps, days as dates; what a number format shows as a percentage or with leading
zeros comes as that text.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from contractgen.errors import InputError

MAX_FILE = 10_000_000
MAX_INFLATED = 60_000_000
MAX_CELLS = 1_000_000
_MAX_MEMBERS = 2_000
_MAX_ROWS = 1_048_576  # Excel's
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_UNREADABLE = "Ce fichier n'est pas un classeur .xlsx lisible ; enregistrez-le de nouveau, ou en CSV."


def sheet_grid(data: bytes, sheet: str | None = None) -> list[list[Any]]:
    """The cells of the first sheet, or of the one of that name, from row 1: str, int, Decimal, bool, date or None.

    Raises InputError when the bytes are no .xlsx, are not safe to open, are too large, or have no such sheet.
    """
    _check(data)
    try:
        import openpyxl

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on extensions of Excel that are not read
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            try:
                return _grid(_sheet(book, sheet))
            finally:
                book.close()
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part leads it to
        raise InputError(_UNREADABLE) from error


def workbook(title: str, rows: Iterable[Sequence[str]]) -> bytes:
    """An .xlsx of one sheet whose cells are texts, never formulas nor numbers; its bytes hold the time of its making."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, text)
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _check(data: bytes) -> None:
    """No more than was announced, a bounded whole, and no document type declaration that could define entities."""
    if len(data) > MAX_FILE:
        raise InputError(f"Classeur de plus de {MAX_FILE // 1_000_000} Mo, refusé.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > MAX_INFLATED:
                raise InputError(f"Classeur refusé : plus de {MAX_INFLATED // 1_000_000} Mo une fois ouvert.")
            for member in members:
                if member.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _check_part(archive.read(member))
    except InputError:
        raise
    except Exception as error:  # as does zipfile
        raise InputError(_UNREADABLE) from error


def _check_part(content: bytes) -> None:
    if _DECLARED.search(content) or b"\0" in content[:200]:  # UTF-16 would hide a declaration
        raise InputError("Classeur refusé : une de ses parties déclare un type de document.")


def _sheet(book: Any, name: str | None) -> Any:
    sheets = book.worksheets
    if not sheets:
        raise InputError("Ce classeur n'a pas de feuille de calcul.")
    if name is None:
        return sheets[0]
    for sheet in sheets:
        if sheet.title == name:
            return sheet
    titles = ", ".join(f"« {sheet.title} »" for sheet in sheets)
    raise InputError(f"Feuille « {name} » absente de ce classeur (feuilles : {titles}).")


def _grid(sheet: Any) -> list[list[Any]]:
    sheet.reset_dimensions()  # what the file announces may be wrong
    rows: list[list[Any]] = []
    cells = 0
    for row in sheet.iter_rows():
        cells += len(row)
        if cells > MAX_CELLS or len(rows) >= _MAX_ROWS:
            raise InputError(f"Feuille trop grande : plus de {MAX_CELLS} cases.")
        rows.append([_value(cell) for cell in row])
    while rows and all(value is None for value in rows[-1]):
        rows.pop()
    return rows


def _value(cell: Any) -> Any:
    value = cell.value
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else f"{value:%d/%m/%Y %H:%M:%S}"
    if value is None or isinstance(value, (str, bool, date)):
        return value
    if isinstance(value, (int, float)):
        return _number(value, cell.number_format or "")
    return str(value)


def _number(value: int | float, shape: str) -> Any:
    number = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
    if "%" in shape:
        return f"{f'{number * 100:f}'.rstrip('0').rstrip('.')} %".replace(".", ",") if number else "0 %"
    if not number.is_finite() or number != number.to_integral_value():
        return number
    if re.fullmatch(r"0{2,20}", shape) and number >= 0:
        return f"{int(number):0{len(shape)}d}"
    return int(number)
