"""The Word files themselves: no schema error, real Word structures with right cached results, and LibreOffice reads them."""

from __future__ import annotations

import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from faults import W, unzipped
from lxml import etree

from contractgen.results import Pack
from contractgen.word.numbers import printed_numbers, sequence_numbers
from contractgen.word.opening import open_package
from contractgen.word.read import read_document


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, sme_pack: Pack, micro_pack: Pack) -> Path:
    path = tmp_path_factory.mktemp("documents")
    for name, pack in (("sme", sme_pack), ("micro", micro_pack)):
        for document in pack.lots[0].documents:
            (path / f"{name}-{document.id}.docx").write_bytes(document.content)
    return path


def test_no_produced_file_has_a_schema_error(folder: Path) -> None:
    from openxml_audit import FileFormat, OpenXmlValidator

    files = sorted(folder.glob("*.docx"))
    assert len(files) == 6
    validator = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=20)
    for file in files:
        assert [str(error) for error in validator.validate(str(file)).errors] == [], file.name


def test_libreoffice_opens_and_converts_every_file(folder: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice est nécessaire : apt-get install libreoffice-writer"
    files = sorted(folder.glob("*.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "--outdir",
        str(tmp_path),
        *map(str, files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for file in files:
        text = (tmp_path / f"{file.stem}.txt").read_text(encoding="utf-8")
        lines = read_document(open_package(file.read_bytes())).lines
        shown = [piece for line in lines for piece in line.text.split("\x1f") if len(piece) > 60]
        assert len(shown) > 20
        lost = [line for line in shown if re.sub(r"\s+", " ", line) not in re.sub(r"\s+", " ", text)]
        assert lost == [], file.name


@pytest.fixture(scope="module")
def contract(sme_pack: Pack) -> bytes:
    return next(document.content for document in sme_pack.lots[0].documents if document.id == "contrat")


def test_the_contents_show_each_title_with_the_number_that_word_prints(contract: bytes) -> None:
    parts = open_package(contract)
    reading = read_document(parts)
    numbers = printed_numbers(parts, [line.style for line in reading.lines])
    titles = {
        f"{numbers[rank]}\t{line.text}" if rank in numbers else line.text
        for rank, line in enumerate(reading.lines)
        if line.style in ("TitrePartie", "Titre1", "TitreAnnexe")
    }
    entries = [line.text for line in reading.lines if line.style in ("TM1", "TM2")]
    assert len(entries) >= 75
    assert set(entries) == titles


def test_each_reference_is_a_field_that_shows_the_number_of_its_target(contract: bytes) -> None:
    parts = open_package(contract)
    reading = read_document(parts)
    numbers = printed_numbers(parts, [line.style for line in reading.lines]) | sequence_numbers(reading.sequences)
    assert len(reading.references) > 100
    for reference in reading.references:
        assert numbers[reading.bookmarks[reference.bookmark]] == reference.text


def test_lettered_lists_begin_anew(contract: bytes) -> None:
    root = etree.fromstring(unzipped(contract)["word/document.xml"])
    used = [number.get(f"{{{W}}}val") for number in root.iter(f"{{{W}}}numId")]
    ends = [a for a, b in pairwise(used) if a != b]
    assert len(set(used)) > 3
    assert len(ends) == len(set(used)) - 1


def test_each_table_repeats_its_header_and_fits_the_page(contract: bytes) -> None:
    root = etree.fromstring(unzipped(contract)["word/document.xml"])
    tables = list(root.iter(f"{{{W}}}tbl"))
    assert len(tables) > 20
    for table in tables:
        rows = table.findall(f"{{{W}}}tr")
        assert rows[0].find(f"{{{W}}}trPr/{{{W}}}tblHeader") is not None
        assert all(row.find(f"{{{W}}}trPr/{{{W}}}cantSplit") is not None for row in rows)
        assert sum(int(column.get(f"{{{W}}}w")) for column in table.iter(f"{{{W}}}gridCol")) <= 9070


def test_answers_that_look_like_fields_templates_or_markup_stay_text(contract: bytes) -> None:
    parts = unzipped(contract)
    root = etree.fromstring(parts["word/document.xml"])
    codes = {"".join(code.itertext()).split()[0] for code in root.iter(f"{{{W}}}instrText")}
    assert codes == {"TOC", "REF", "SEQ"}
