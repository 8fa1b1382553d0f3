"""`--json`: one object of a fixed shape and nothing else; what it says of the files is so."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from commands import BROKEN, INCOMPLETE, MICRO, Ran, answers, run
from conftest import EXAMPLES
from faults import unzipped
from mishaps import contents


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test in a folder of its own."""
    monkeypatch.chdir(tmp_path)


def shape(data: Any) -> Any:
    """The keys and kinds of a JSON value; of a list, those that its items have."""
    if isinstance(data, dict):
        return {key: shape(value) for key, value in data.items()}
    return [shape(item) for item in data][:1] if isinstance(data, list) else type(data).__name__


def report(ran: Ran, code: int) -> Any:
    """The one object that was printed, its shape checked against the design."""
    assert (ran.code, ran.err) == (code, "")
    data = json.loads(ran.out)
    assert list(data) == ["status", "library", "lots"]
    assert shape(data["library"]) == {"name": "str", "version": "str", "digest": "str"}
    kinds = {"satisfied", "missing", "not_applicable", "unknown"}
    for lot in data["lots"]:
        assert set(lot) == {"id", "documents", "requirements", "findings"}
        for document in lot["documents"]:
            assert set(document) == {"id", "path", "sha256", "clauses"}
            assert all(set(clause) == {"id", "version", "number", "because"} for clause in document["clauses"])
        for requirement in lot["requirements"]:
            assert set(requirement) == {"id", "severity", "status", "by", "lacking"}
            assert requirement["status"] in kinds
        for finding in lot["findings"]:
            assert set(finding) == {"code", "severity", "where", "message", "advice", "rule"}
            assert finding["severity"] in {"error", "warning", "info"}
    return data


def test_build_prints_one_object_whose_paths_and_sums_are_those_of_the_files() -> None:
    data = report(run("build", MICRO, "--out", "out", "--json"), 0)
    assert data["status"] == "delivered"
    (lot,) = data["lots"]
    assert lot["id"] == "lot"
    paths = {document["path"]: document["sha256"] for document in lot["documents"]}
    assert paths == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in Path("out").glob("*.docx")}
    assert len(paths) == 3
    assert all(clause["because"] for document in lot["documents"] for clause in document["clauses"])


def test_check_prints_what_build_prints_and_writes_nothing() -> None:
    built = report(run("build", MICRO, "--out", "out", "--json"), 0)
    before = contents(Path())
    assert report(run("check", MICRO, "--json"), 0) == built
    assert contents(Path()) == before


@pytest.mark.parametrize("text", [INCOMPLETE, BROKEN, "profil: complet\n", ""])
def test_a_refused_build_has_no_path_and_no_sum_and_writes_nothing(text: str) -> None:
    data = report(run("build", answers(text), "--out", "out", "--json"), 1)
    assert data["status"] == "refused"
    documents = [document for lot in data["lots"] for document in lot["documents"]]
    assert documents
    assert all(document["path"] is None and document["sha256"] is None for document in documents)
    assert any(finding["severity"] == "error" for lot in data["lots"] for finding in lot["findings"])
    assert set(contents(Path())) == {"reponses.yaml"}


def test_a_refused_build_leaves_the_old_pack() -> None:
    run("build", MICRO, "--out", "out")
    before = contents(Path("out"))
    assert run("build", answers(INCOMPLETE), "--out", "out").code == 1
    assert contents(Path("out")) == before


def test_a_draft_says_so_and_is_marked_in_the_header_of_each_file() -> None:
    data = report(run("build", answers(INCOMPLETE), "--out", "out", "--draft", "--json"), 0)
    assert data["status"] == "draft"
    documents = data["lots"][0]["documents"]
    assert len(documents) == 3
    for document in documents:
        headers = [
            xml for name, xml in unzipped(Path("out", document["path"]).read_bytes()).items() if "/header" in name
        ]
        assert headers
        assert all("PROJET" in header.decode() for header in headers)
        inside = "PROJET – Document interne au client – ne pas transmettre"
        assert any(inside in header.decode() for header in headers) == (document["id"] == "tableau-des-clauses")


def test_a_draft_may_not_break_a_rule() -> None:
    assert report(run("build", answers(BROKEN), "--out", "out", "--draft", "--json"), 1)["status"] == "refused"


def test_each_lot_has_its_own_folder() -> None:
    """Named by its rank: the name of a lot is no path."""
    two = (EXAMPLES / "pme-compta-paie.yaml").read_text(encoding="utf-8") + (
        "prestataires: [{nom: Un, fonctions: [comptabilite]}, {nom: Deux, fonctions: [paie]}]\n"
        "lots: [{id: comptabilite}, {id: 'C:/../secret', duree_initiale_mois: 36}]\n"
    )
    two = two.replace("nb_prestataires: 1", "nb_prestataires: 2")
    data = report(run("build", answers(two), "--out", "out", "--json"), 0)
    assert [lot["id"] for lot in data["lots"]] == ["comptabilite", "C:/../secret"]
    paths = {document["path"] for lot in data["lots"] for document in lot["documents"]}
    assert paths == {name for name in contents(Path("out")) if name.endswith(".docx")}
    assert {path.partition("/")[0] for path in paths} == {"lot-1", "lot-2"}
