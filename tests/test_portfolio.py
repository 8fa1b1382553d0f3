"""A folder of contracts: each told from its own provenance, whatever else lies in the folder."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from commands import run, unusable
from conftest import EXAMPLES
from docx import Document
from faults import unzipped, zipped
from review_faults import deletion, everywhere, rewording, tracked_deletion

from contractgen.model import Library
from contractgen.portfolio import UNKNOWN, Contract, _dates, contract_of, touched
from contractgen.portfolio_files import as_csv, as_xlsx
from contractgen.results import Pack


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("contrats")
    assert run("build", EXAMPLES / "micro-assistanat.yaml", "--out", root / "micro").code == 0
    assert run("build", EXAMPLES / "pme-compta-paie.yaml", "--out", root / "pme").code == 0
    for path in root.rglob("*.docx"):
        if path.name != "contrat.docx":
            path.unlink()
    Document().save(str(root / "ailleurs.docx"))
    (root / "faux.docx").write_bytes(b"non")
    (root / "~$contrat.docx").write_bytes(b"verrou")
    return root


def test_each_contract_is_told_with_its_dates(folder: Path) -> None:
    told = {one["file"]: one for one in json.loads(run("portfolio", folder, "--json").out)["contracts"]}
    micro = told["micro/contrat.docx"]
    assert (micro["client"], micro["state"], micro["changed"]) == ("Atelier Bréval", "ours", 0)
    assert (micro["begins"], micro["ends"], micro["notice_by"]) == ("2027-01-04", "2028-01-03", "2027-12-03")
    assert micro["clauses"]["reversibilite"].count(".") == 2
    assert told["ailleurs.docx"]["state"] == "foreign"
    assert told["faux.docx"]["state"] == "unreadable"
    assert len(told) == 4


def test_who_is_touched_by_a_clause_its_version_or_a_requirement(folder: Path, library: Library) -> None:
    def files(*arguments: str) -> list[str]:
        return [one["file"] for one in json.loads(run("portfolio", folder, "--json", *arguments).out)["contracts"]]

    version = library.clauses["paie-mandat-dsn"].version
    assert files("--clause", "paie-mandat-dsn") == ["pme/contrat.docx"]
    assert files("--clause", f"paie-mandat-dsn@{version}") == ["pme/contrat.docx"]
    assert files("--clause", "paie-mandat-dsn@0.0.1") == []
    assert files("--requirement", "PROF-09") == ["pme/contrat.docx"]
    assert len(files("--requirement", "BP-11")) == 2


def test_a_changed_paragraph_is_counted(sme_pack: Pack) -> None:
    content = next(one.content for one in sme_pack.lots[0].documents if one.id == "contrat")
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(
                name, data.replace(b"Le Prestataire", b"Un tiers", 1) if name == "word/document.xml" else data
            )
    assert contract_of("x", stream.getvalue()).changed > 0
    assert contract_of("x", content).changed == 0


def test_a_clause_taken_out_is_no_longer_held(sme_pack: Pack) -> None:
    sent = next(one.content for one in sme_pack.lots[0].documents if one.id == "contrat")
    for fault in (deletion("force-majeure"), tracked_deletion("force-majeure")):
        row = contract_of("contrat.docx", zipped(fault(unzipped(sent))))
        assert "force-majeure" not in row.clauses
        assert touched((row,), "force-majeure", None) == ()
        assert touched((row,), "reversibilite", None) == (row,)


def test_dates_are_those_that_the_contract_now_says(sme_pack: Pack) -> None:
    content = next(one.content for one in sme_pack.lots[0].documents if one.id == "contrat")
    delivered = contract_of("x", content)
    one_year = everywhere("vingt-quatre (24) mois", "douze (12) mois")(unzipped(content))
    changed = contract_of("x", zipped(one_year))
    assert (delivered.ends, changed.begins) == ("2029-01-31", delivered.begins)
    assert (changed.ends, changed.changed > 0) == ("2028-01-31", True)
    notice = rewording("duree-reconduction", "trois (3) mois", "six (6) mois")(unzipped(content))
    assert (delivered.notice_by, contract_of("x", zipped(notice)).notice_by) == ("2028-10-31", "2028-07-31")


def test_a_date_said_in_two_ways_is_unknown() -> None:
    two = {"date_effet": ("1er mars 2027",), "duree_initiale_mois": ("douze (12) mois", "dix (10) mois")}
    assert _dates(two) == ("2027-03-01", UNKNOWN, UNKNOWN)


@pytest.mark.parametrize(
    ("values", "dates"),
    [({"date_effet": "31 janvier 2027", "duree_initiale_mois": "un (1) mois", "preavis_mois": "zéro (0) mois"}, ("2027-01-31", "2027-02-27", "2027-02-27")),
     ({"date_effet": "1er mars 2027", "duree_initiale_mois": "douze (12) mois"}, ("2027-03-01", "2028-02-29", UNKNOWN)),
     ({"date_effet": "1er mars 2027"}, ("2027-03-01", UNKNOWN, UNKNOWN)),
     ({"date_effet": "bientôt", "duree_initiale_mois": "12"}, (UNKNOWN, UNKNOWN, UNKNOWN)), ({}, (UNKNOWN, UNKNOWN, UNKNOWN))],
)  # fmt: skip
def test_dates_are_computed_from_what_is_printed_and_never_guessed(
    values: dict[str, str], dates: tuple[str, str, str]
) -> None:
    assert _dates({answer: (text,) for answer, text in values.items()}) == dates
    assert all(one == UNKNOWN or date.fromisoformat(one) for one in dates)


def test_no_cell_is_computed_by_a_spreadsheet(folder: Path) -> None:
    evil = Contract("=1+1.docx", "ours", client='=HYPERLINK("http://x")', provider="@SUM(A1)", begins="-1")
    rows = list(csv.reader(io.StringIO(as_csv((evil,)).decode("utf-8-sig")), delimiter=";"))
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx((evil,)))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert sheet["A2"].value == "=1+1.docx"


def test_the_tables_are_written(folder: Path, tmp_path: Path) -> None:
    ran = run("portfolio", folder, "--csv", tmp_path / "t.csv", "--xlsx", tmp_path / "t.xlsx")
    assert ran.code == 0
    assert "Atelier Bréval" in ran.out
    assert (tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (tmp_path / "t.xlsx").read_bytes().startswith(b"PK")


def test_all_are_touched_without_a_question() -> None:
    one = Contract("a", "ours")
    assert touched((one,), None, None) == (one,)


def test_what_is_no_folder_is_told_in_one_line() -> None:
    assert "absent" in unusable(run("portfolio", "absent"))
