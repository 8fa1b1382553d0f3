"""Numbers of a column stand one above the other by their decimal mark, and each keeps the text of its answer."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from conftest import EXAMPLES, ROOT
from faults import unzipped

from contractgen.model import Cell, Document, Frame, Paragraph, Run, Table
from contractgen.pdf import convert, find_office
from contractgen.word.decimals import lacking
from contractgen.word.write import write

HOUSES = [ROOT / "clause_library/house.docx", *sorted((EXAMPLES / "house").glob("*.docx"))]
NUMBERS = ("99,5", "95", "1\u202f200", "8,75", "12,5", "—")


@pytest.mark.parametrize(
    ("column", "lacks"),
    [
        (("99,5", "95"), ["", ",0"]),
        (NUMBERS, ["0", ",00", ",00", "", "0", ""]),
        (("95", "2"), ["", ""]),
        (("99,5", "5 à 7"), ["", ""]),
        (("99,5\u00a0%", "95\u00a0%"), ["", ""]),
        (("0,125", "95"), ["", ""]),
        (("99,5", "[à compléter]", "-2"), ["", "", ",0"]),
        ((), []),
    ],
)
def test_what_each_number_lacks_to_have_as_many_decimals_as_the_others(
    column: tuple[str, ...], lacks: list[str]
) -> None:
    assert lacking(column) == lacks


def _document(house: Path) -> bytes:
    cells = tuple((Cell(text, (Run(text),)), Cell("x", (Run("x"),))) for text in NUMBERS)
    heads = tuple(Cell(text, (Run(text),)) for text in ("Prix", "Unité"))
    line = "Tableau 1 – Prix"
    body = Frame("x", (
        Paragraph("title", "Essai", (Run("Essai"),)),
        Paragraph("caption", line, (Run("Tableau "), Run("1"), Run(" – Prix"))),
        Table(heads, cells, ("right", "left"), caption="Prix"),
    ))  # fmt: skip
    return write(Document("x", "Essai", "Nom", "section", "", "", False, True, (body,)), None, house.read_bytes())


def test_the_text_of_each_number_is_that_of_its_answer_in_a_style_of_its_own() -> None:
    parts = unzipped(_document(HOUSES[0]))
    cells = re.findall(
        r'<w:pStyle w:val="(CelluleNombre\w*)"/></w:pPr><w:r><w:t>([^<]*)', parts["word/document.xml"].decode()
    )
    assert [text for _, text in cells] == list(NUMBERS)
    assert [style.removesuffix("Suivi").removesuffix("Suivie") for style, _ in cells] == [
        "CelluleNombreDixieme", "CelluleNombreEntier2", "CelluleNombreEntier2", "CelluleNombre", "CelluleNombreDixieme",
        "CelluleNombre",
    ]  # fmt: skip


@pytest.mark.parametrize("house", HOUSES, ids=lambda path: path.stem)
def test_marks_stand_in_one_line_on_the_page(house: Path, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(*convert(find_office(), [_document(house)]))
    shown = subprocess.run(
        ["pdftotext", "-bbox", str(tmp_path / "x.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    ends = {text: float(right) for right, text in re.findall(r'xMax="([\d.]+)"[^>]*>(\d+(?:,\d+)?)</word>', shown)}
    assert {"99,5", "8,75", "12,5", "95"} <= set(ends)
    assert max(ends["99,5"], ends["12,5"]) - min(ends["99,5"], ends["12,5"]) < 0.1
    room = ends["8,75"] - ends["95"]  # of « ,75 »
    tenth = ends["8,75"] - ends["99,5"]  # of « 5 »
    assert 10 < room < 14
    assert 4 < tenth < 6
