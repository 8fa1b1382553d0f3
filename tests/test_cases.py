"""Whole cases: answers in, texts out, compared as text; and what a lawyer expects of each lot of each case.

Each folder of `cases` is the case of the example of the same name. `python tests/plain_text.py` writes the expected
texts anew; read the difference before you commit it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
import yaml
from conftest import EXAMPLES
from plain_text import CASES, NOTED, pack_of, pack_texts

from contractgen.results import LotResult

NAMES = sorted(path.name for path in CASES.iterdir())
EXPECTED = {name: yaml.safe_load((CASES / name / "expected.yaml").read_text(encoding="utf-8")) for name in NAMES}
LOTS = [(name, lot) for name in NAMES for lot in EXPECTED[name].get("lots", ("lot",))]
FUNCTIONS = {"comptabilite", "assistanat", "paie", "rh", "juridique"}

pack = cache(pack_of)


@pytest.fixture(params=LOTS, ids="/".join)
def case(request: pytest.FixtureRequest) -> tuple[dict[str, Any], LotResult]:
    """What a lawyer expects of a lot, and the lot."""
    name, ident = request.param
    (lot,) = (lot for lot in pack(name).lots if lot.id == ident)
    return EXPECTED[name].get("lots", {ident: EXPECTED[name]})[ident], lot


def test_each_example_is_a_case() -> None:
    assert [path.stem for path in sorted(EXAMPLES.glob("*.yaml"))] == NAMES


def test_the_examples_hold_each_function_and_a_dossier_of_three_lots() -> None:
    functions: set[str] = set()
    for path in EXAMPLES.glob("*.yaml"):
        answers = yaml.safe_load(path.read_text(encoding="utf-8"))
        functions |= {f for part in (answers, *answers.get("lots", ())) for f in part.get("fonctions", ())}
    assert functions == FUNCTIONS
    assert 3 in [len(pack(name).lots) for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_a_case_is_delivered_lot_by_lot(name: str) -> None:
    assert pack(name).status == "delivered"
    assert [lot.id for lot in pack(name).lots] == list(EXPECTED[name].get("lots", ("lot",)))
    for lot in pack(name).lots:
        found = [document.id for document in lot.documents]
        assert found == ["cahier-des-charges", "contrat", "tableau-des-clauses"]


def test_a_case_has_the_clauses_that_a_lawyer_expects(case: tuple[dict[str, Any], LotResult]) -> None:
    expected, lot = case
    present = {clause.id for document in lot.documents for clause in document.clauses}
    assert set(expected["clauses_present"]) - present == set()
    assert set(expected["clauses_absent"]) & present == set()
    assert set(expected["clauses_absent"]) <= set(lot.selection.decisions)


def test_a_case_has_the_requirements_that_a_lawyer_expects(case: tuple[dict[str, Any], LotResult]) -> None:
    expected, lot = case
    statuses = {status.id: status.status for status in lot.requirements}
    assert [i for i in expected["requirements_applicable"] if statuses[i] in ("not_applicable", "unknown")] == []
    assert [i for i in expected["requirements_not_applicable"] if statuses[i] != "not_applicable"] == []
    assert [i for i, status in statuses.items() if status in ("missing", "unknown")] == expected[
        "requirements_unsatisfied"
    ]


def test_a_case_breaks_exactly_the_rules_that_a_lawyer_expects(case: tuple[dict[str, Any], LotResult]) -> None:
    expected, lot = case
    assert sorted({finding.rule for finding in lot.findings if finding.rule}) == sorted(expected["rules_violated"])


@pytest.mark.parametrize("name", NAMES)
def test_warnings_are_those_that_the_answers_file_announces(name: str) -> None:
    """The comments at the head of an example say « Avertissement voulu », or « Aucun avertissement attendu »."""
    head = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8").split("profil:")[0]
    warned = any(finding.severity == "warning" for finding in pack(name).findings)
    assert ("avertissement à afficher" in head or "Avertissement voulu" in head) == warned
    assert not any(finding.severity == "error" for finding in pack(name).findings)


@pytest.mark.parametrize("name", NAMES)
def test_the_texts_of_a_case_are_those_expected(name: str) -> None:
    folder = CASES / name / "expected"
    found = pack_texts(pack(name))
    for file, text in found.items():
        assert text == (folder / file).read_text(encoding="utf-8"), f"{name}/{file}"
    kept = {str(path.relative_to(folder)) for path in folder.rglob("*.txt") if not path.name.endswith(".notes.txt")}
    assert kept == set(found)
    assert name == NOTED or not list(folder.rglob("*.notes.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_a_country_is_printed_by_its_name(name: str) -> None:
    """A cell of two capitals alone is the code of a country, which the reader of a contract does not read."""
    cells = {
        cell.strip()
        for text in pack_texts(pack(name)).values()
        for line in text.splitlines()
        for cell in line.split("|")
    }
    assert not [cell for cell in cells if re.fullmatch("[A-Z]{2}", cell)]


def test_each_lot_has_its_own_contract_facts_and_requirements() -> None:
    """One contract a provider: its name and no other provider's; the common answers in all."""
    lots = pack("centre-medical-trois-lots").lots
    names = {
        "secretariat": "Voix Santé",
        "comptabilite-paie": "Rivault Expertise",
        "juridique": "Cénomane Avocats, SELARL",
    }
    contracts = {
        file.split("/")[0]: text
        for file, text in pack_texts(pack("centre-medical-trois-lots")).items()
        if file.endswith("/contrat.txt")
    }
    assert set(contracts) == set(names)
    for ident, text in contracts.items():
        parties = text.split("\n===")[0].replace("\u00a0", " ")
        assert {name for name in names.values() if name in parties} == {names[ident]}
        coordination = text.split("[coordination-prestataires")[1].split("\n===")[0]
        assert "directrice administrative du centre" in coordination.replace("\u00a0", " ")
        assert "Centre médical des Quatre" in text
    paths = [document.path for lot in lots for document in lot.documents]
    assert len(set(paths)) == len(paths) == 9
    applicable = [{s.id for s in lot.requirements if s.status == "satisfied"} for lot in lots]
    assert applicable[0] - applicable[1] >= {"HDS-01"}
    assert applicable[1] - applicable[2] >= {"PROF-01"}
    assert applicable[2] - applicable[0] >= {"RGPD-32"}
    assert set.intersection(*applicable) >= {"BP-28", "BP-09", "COM-04"}
