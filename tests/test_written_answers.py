"""Answers written back to their file: what was given is read again, and all else in the file stays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES

from contractgen.answers import read_answers, write_answers
from contractgen.errors import AnswersError, DeliveryError

SME = EXAMPLES / "pme-compta-paie.yaml"


def test_answers_are_written_back_as_they_were_given(tmp_path: Path) -> None:
    file = tmp_path / "reponses.yaml"
    file.write_text("# dossier\nclient:\n  forme: SAS  # à vérifier\nvide:\n", encoding="utf-8")
    given: dict[str, Any] = {
        "montant": Decimal("-2.50"), "precis": Decimal("123456789012345.123456"), "rond": Decimal("1E+3"), "n": 3,
        "oui": True, "jour": date(2027, 1, 4), "texte": "oui", "code": "01000", "lignes": " a: b\n# c\u0085d ",
        "client.siege": "Vannes", "vide.a": "x", "table": [{"a": Decimal("1.5"), "b": ("x", "y")}],
    }  # fmt: skip
    write_answers(file, given)
    found = read_answers(file).values
    assert found["client"] == {"forme": "SAS", "siege": "Vannes"}
    assert found["vide"] == {"a": "x"}
    assert found["table"] == [{"a": "1.5", "b": ["x", "y"]}]
    read = {"montant": "-2.50", "precis": "123456789012345.123456", "rond": "1000", "n": "3", "oui": "true",
            "jour": "2027-01-04", "texte": "oui", "code": "01000", "lignes": given["lignes"]}  # fmt: skip
    assert {key: found[key] for key in read} == read
    assert "# dossier\n" in file.read_text(encoding="utf-8")
    assert "SAS  # à vérifier" in file.read_text(encoding="utf-8")


def test_an_answer_is_removed_and_the_others_stay(tmp_path: Path) -> None:
    file = tmp_path / "reponses.yaml"
    file.write_bytes(SME.read_bytes())
    before = dict(read_answers(file).values)
    write_answers(file, {"profil": None, "client.siren": None, "absente": None, "absente.aussi": None})
    del before["profil"]
    before["client"] = {key: value for key, value in before["client"].items() if key != "siren"}
    assert read_answers(file).values == before


def test_a_file_that_is_no_answers_file_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "reponses.yaml"
    for content in (b"a: [", b"- a\n", b"a: 1\na: 2\n", "é".encode("latin-1")):
        file.write_bytes(content)
        with pytest.raises(AnswersError):
            write_answers(file, {"b": "x"})
        assert file.read_bytes() == content
    with pytest.raises(DeliveryError):
        write_answers(tmp_path / "absent" / "reponses.yaml", {"b": "x"})
