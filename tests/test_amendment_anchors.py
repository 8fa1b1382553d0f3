"""`amend` on a signed file that lost its content controls: amended as the delivered one would be, or refused with what to do."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from commands import run, unusable
from conftest import EXAMPLES
from faults import on_tree, paragraphs, remove, unzipped, zipped
from review_faults import Fault, deletion, move, paragraph_in, paragraph_removed, retyped, rewording, together
from test_amendment import MICRO, SME, answers_of, contract, law

from contractgen.amending import amended
from contractgen.amendment_base import read_signed
from contractgen.errors import ReturnedFileError
from contractgen.model import Library, Questionnaire
from contractgen.upgrading import upgraded
from contractgen.word.opening import open_package
from contractgen.word.read import read_document
from contractgen.word.revisions import accept_all, reject_all, revisions

ADDED = "Les Parties se réunissent chaque année pour en parler."
LATER: dict[str, Any] = {"preavis_mois": 6, "reversibilite_mois": 4}
NEGOTIATED: dict[str, Fault] = {
    "nothing": lambda parts: parts,
    "other words": rewording("confidentialite", "qui en ont besoin", "qui en ont strictement besoin"),
    "a paragraph less": paragraph_removed("confidentialite", "Chaque Partie réserve"),
    "a paragraph more": paragraph_in("force-majeure", ADDED),
}


def title_removed(clause: str) -> Fault:
    return on_tree(lambda root: remove(paragraphs(root, clause)[0]))


def passage(clause: str, after: str) -> Fault:
    """A passage of a clause in another one."""
    return on_tree(lambda root: paragraphs(root, after)[0].addnext(paragraphs(root, clause)[2]))


@pytest.fixture(scope="module")
def delivered(library: Library, questionnaire: Questionnaire) -> bytes:
    return contract(library, questionnaire, answers_of(SME))


def converted(data: bytes, fault: Fault) -> bytes:
    return zipped(together(fault, retyped)(unzipped(data)))


def without_base(data: bytes) -> bytes:
    """The file without the part that holds its base text, as Google Docs leaves it."""
    return zipped({name: part for name, part in unzipped(data).items() if "customXml/" not in name})


@pytest.mark.parametrize("name", NEGOTIATED)
def test_a_converted_file_is_amended_as_the_one_that_was_not(
    name: str, delivered: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    fault, new = NEGOTIATED[name], answers_of(SME, **LATER)
    plain = amended(zipped(fault(unzipped(delivered))), library, questionnaire, new)
    found = amended(converted(delivered, fault), library, questionnaire, new)
    law(found)
    assert found.amendment
    assert plain.amendment
    assert found.amendment.operations == plain.amendment.operations
    assert found.files == plain.files
    assert any("retrouvés par leur texte" in notice for notice in found.notices)


def test_a_file_without_its_base_text_needs_the_answers_that_gave_it(
    delivered: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    data, new = without_base(converted(delivered, NEGOTIATED["other words"])), answers_of(SME, **LATER)
    with pytest.raises(ReturnedFileError, match="--dossier"):
        amended(data, library, questionnaire, new)
    found = amended(data, library, questionnaire, new, before=answers_of(SME))
    law(found)
    text = "\n".join(line.text for one in found.amendment.consolidated for line in one.lines) if found.amendment else ""
    assert "strictement besoin" in text
    with pytest.raises(ReturnedFileError, match=r"ressemble|retrouvé sûrement"):
        amended(data, library, questionnaire, new, before=answers_of(MICRO))


def test_an_article_taken_out_before_the_signature_stays_out_and_those_after_it_are_counted_anew(
    delivered: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    fault, new = deletion("force-majeure"), answers_of(SME, **LATER)
    plain = amended(zipped(fault(unzipped(delivered))), library, questionnaire, new)
    found = amended(converted(delivered, fault), library, questionnaire, new)
    law(found)
    assert plain.amendment is not None
    assert found.amendment is not None
    assert found.amendment.operations == plain.amendment.operations
    assert any("retiré avant la signature" in notice for notice in found.notices)
    assert "force-majeure" not in {one.id for one in found.amendment.consolidated}
    kept = upgraded(converted(delivered, fault), library, questionnaire, new)
    assert any("retiré par la négociation" in notice for notice in kept.notices)


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (title_removed("force-majeure"), "titre ne s'y trouve plus"),
        (
            together(move("confidentialite", "reversibilite"), passage("confidentialite", "objet-fonctions")),
            "ni dans l'ordre",
        ),
        (rewording("force-majeure", "Force majeure", "Cas de force majeure"), "avec doute (« Force majeure »)"),
    ],
)
def test_what_cannot_be_found_surely_is_refused_with_what_to_do(
    fault: Fault, why: str, delivered: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    with pytest.raises(ReturnedFileError, match=re.escape(why)) as raised:
        amended(converted(delivered, fault), library, questionnaire, answers_of(SME, **LATER))
    assert re.search("« (Force majeure|Confidentialité.*) » \\(Article\u00a0\\d\\d\\)", str(raised.value))
    assert "Partez du fichier livré" in str(raised.value)


@pytest.mark.parametrize("name", NEGOTIATED)
def test_a_converted_file_is_upgraded_in_place(
    name: str, delivered: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    """The same steps as for the delivered file; its lines in other words, its rows too, and what is added beside them."""
    fault, new = NEGOTIATED[name], answers_of(SME, **LATER, astreinte=True, non_sollicitation=True)
    data = converted(delivered, fault)
    plain = upgraded(zipped(fault(unzipped(delivered))), library, questionnaire, new)
    found = upgraded(data, library, questionnaire, new)
    assert [(one.clause, one.merge.line) for one in found.steps] == [
        (one.clause, one.merge.line) for one in plain.steps
    ]
    assert found.steps
    assert not [one for one in found.notices if "à la main" in one]
    before, accepted, rejected = (_texts(one) for one in (data, accept_all(found.content), reject_all(found.content)))
    assert rejected == before
    for step in found.steps:
        assert step.merge.line is None or any(text.endswith(step.merge.line.text) for text in accepted)
    touched = {one.merge.theirs.text for one in found.steps if one.merge.theirs}
    kept = [text for text in before if not any(text.endswith(one) for one in touched)]
    assert [text for text in accepted if text in set(kept)] == kept


def _texts(data: bytes) -> list[str]:
    return [line.text for line in read_document(open_package(data)).lines]


MOVES = {
    "an article": ("force-majeure", "reversibilite"),
    "an article with tables": ("annexe-securite", "annexe-sla"),
    "an article to the start": ("confidentialite", "objet-fonctions"),
}


@pytest.mark.parametrize("name", MOVES)
def test_an_article_moved_whole_keeps_its_place_in_the_signed_file(
    name: str, delivered: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    fault, new = move(*MOVES[name]), answers_of(SME, **LATER)
    plain = amended(zipped(fault(unzipped(delivered))), library, questionnaire, new)
    found = amended(converted(delivered, fault), library, questionnaire, new)
    law(found)
    assert found.amendment is not None
    assert plain.amendment is not None
    assert found.amendment.operations == plain.amendment.operations
    assert found.files == plain.files
    order = [one.id for one in found.amendment.consolidated]
    assert order.index(MOVES[name][0]) == order.index(MOVES[name][1]) + 1
    assert any("Déplacé depuis l'envoi" in notice for notice in found.notices)
    up, own = (upgraded(data, library, questionnaire, new) for data in (converted(delivered, fault), zipped(fault(unzipped(delivered)))))  # fmt: skip
    assert [(one.clause, one.merge.line) for one in up.steps] == [(one.clause, one.merge.line) for one in own.steps]
    assert _texts(reject_all(up.content)) == _texts(converted(delivered, fault))


@pytest.mark.parametrize("fault", [title_removed("force-majeure"), passage("force-majeure", "objet-fonctions")])
def test_an_upgrade_refuses_what_cannot_be_found_surely(
    fault: Fault, delivered: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    with pytest.raises(ReturnedFileError, match="retrouvé sûrement"):
        upgraded(converted(delivered, fault), library, questionnaire, answers_of(SME))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not there")
def test_a_file_saved_by_libreoffice_is_amended(
    delivered: bytes, tmp_path: Path, library: Library, questionnaire: Questionnaire
) -> None:
    (tmp_path / "signe.docx").write_bytes(delivered)
    moved = zipped(move("confidentialite", "objet-fonctions")(unzipped(delivered)))
    (tmp_path / "deplace.docx").write_bytes(moved)
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", "docx:Office Open XML Text",
         "--outdir", str(tmp_path / "out"), str(tmp_path / "signe.docx"), str(tmp_path / "deplace.docx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    data = (tmp_path / "out" / "signe.docx").read_bytes()
    again, own = read_signed(data), read_signed(delivered)
    assert again.entries == own.entries
    assert "tous « sûrs »" in again.told
    there = read_signed((tmp_path / "out" / "deplace.docx").read_bytes())
    assert [one.id for one in there.entries] == [one.id for one in read_signed(moved).entries]
    assert {one.number for one in there.entries} == {one.number for one in own.entries}
    assert "Déplacé depuis l'envoi" in there.told
    new = answers_of(SME, **LATER)
    assert amended(data, library, questionnaire, new).files == amended(delivered, library, questionnaire, new).files
    found = upgraded(data, library, questionnaire, new)
    assert _texts(reject_all(found.content)) == _texts(data)
    assert len(revisions(found.content).changes) == len(
        revisions(upgraded(delivered, library, questionnaire, new).content).changes
    )


def test_the_command_takes_the_answers_of_the_signed_contract(delivered: bytes, tmp_path: Path) -> None:
    file, new = tmp_path / "signe.docx", tmp_path / "nouvelles.yaml"
    file.write_bytes(without_base(converted(delivered, NEGOTIATED["nothing"])))
    old = EXAMPLES / f"{SME}.yaml"
    new.write_text(old.read_text(encoding="utf-8").replace("preavis_mois: 3", "preavis_mois: 6"), encoding="utf-8")
    assert "--dossier" in unusable(run("amend", file, new, "--out", tmp_path / "a"))
    done = run("amend", file, new, "--out", tmp_path / "a", "--dossier", old)
    assert (done.code, done.err) == (0, "")
    assert "retrouvés par leur texte" in done.out
