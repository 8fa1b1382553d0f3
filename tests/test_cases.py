"""Whole cases: answers in, texts out, compared as text; and what a lawyer expects of each case.

Each folder of `cases` is the case of the example of the same name. `python tests/plain_text.py` writes the expected
texts anew; read the difference before you commit it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from plain_text import CASES, pack_of, texts

from contractgen.model import Pack

NAMES = sorted(path.name for path in CASES.iterdir())


@pytest.fixture(scope="module", params=NAMES)
def case(request: pytest.FixtureRequest) -> tuple[Path, Pack]:
    return CASES / request.param, pack_of(request.param)


def expected_of(folder: Path) -> dict[str, Any]:
    return yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))


def test_there_are_cases() -> None:
    assert len(NAMES) >= 2


def test_a_case_is_delivered(case: tuple[Path, Pack]) -> None:
    _, pack = case
    assert pack.status == "delivered"
    assert [document.id for document in pack.lots[0].documents] == [
        "cahier-des-charges",
        "contrat",
        "tableau-des-clauses",
    ]


def test_a_case_has_the_clauses_that_a_lawyer_expects(case: tuple[Path, Pack]) -> None:
    folder, pack = case
    present = {clause.id for document in pack.lots[0].documents for clause in document.clauses}
    expected = expected_of(folder)
    assert set(expected["clauses_present"]) - present == set()
    assert set(expected["clauses_absent"]) & present == set()


def test_a_case_has_the_requirements_that_a_lawyer_expects(case: tuple[Path, Pack]) -> None:
    folder, pack = case
    statuses = {status.id: status.status for status in pack.lots[0].requirements}
    expected = expected_of(folder)
    assert [i for i in expected["requirements_applicable"] if statuses[i] in ("not_applicable", "unknown")] == []
    assert [i for i in expected["requirements_not_applicable"] if statuses[i] != "not_applicable"] == []
    assert [i for i, status in statuses.items() if status in ("missing", "unknown")] == expected[
        "requirements_unsatisfied"
    ]


def test_a_case_breaks_exactly_the_rules_that_a_lawyer_expects(case: tuple[Path, Pack]) -> None:
    folder, pack = case
    broken = sorted({finding.rule for finding in pack.findings if finding.rule})
    assert broken == sorted(expected_of(folder)["rules_violated"])


def test_the_texts_of_a_case_are_those_expected(case: tuple[Path, Pack]) -> None:
    folder, pack = case
    for name, text in texts(pack.lots[0]).items():
        assert text == (folder / "expected" / name).read_text(encoding="utf-8"), f"{folder.name}/{name}"
