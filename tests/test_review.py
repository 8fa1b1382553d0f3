"""A contract that came back: each thing that was done to it is found, with its clause and its requirement, and nothing else."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from commands import run, unusable
from conftest import EXAMPLES
from faults import on_tree, paragraphs, q, remove, unzipped, zipped
from lxml import etree
from review_faults import (
    AUTHOR,
    CASES,
    Fault,
    bookmarks_stripped,
    commented,
    controls_stripped,
    deletion,
    everywhere,
    hidden,
    move,
    new_paragraph,
    paragraph_in,
    paragraph_removed,
    paragraph_with,
    provenance_lost,
    retyped,
    rewording,
    row_removed,
    text_of,
    together,
    tracked_deletion,
    tracked_move,
    tracked_rewording,
)
from revision_specimens import file, p, t

from contractgen import Answers, build
from contractgen.answers import read_answers
from contractgen.errors import ReturnedFileError
from contractgen.model import Library, Questionnaire
from contractgen.results import Pack
from contractgen.review import review
from contractgen.review_document import review_document
from contractgen.review_report import review_as_json, review_as_text
from contractgen.reviewed import Review
from contractgen.word.embedded import read_base
from contractgen.word.opening import open_package
from contractgen.word.read import read_document
from contractgen.word.write import write

DOSSIER = EXAMPLES / "pme-compta-paie.yaml"


@pytest.fixture(scope="module")
def contract(sme_pack: Pack) -> bytes:
    return next(one.content for one in sme_pack.lots[0].documents if one.id == "contrat")


@pytest.fixture
def reviewed(contract: bytes, library: Library, questionnaire: Questionnaire) -> Any:
    """The review of the contract after a fault."""

    def of(fault: Fault, dossier: bool = False) -> Review:
        answers = read_answers(DOSSIER) if dossier else None
        return review(zipped(fault(unzipped(contract))), library, questionnaire, answers)

    return of


def statuses(found: Review) -> dict[str, str]:
    return {clause.id: clause.status for clause in found.clauses if clause.status != "unchanged"}


def codes(found: Review) -> set[str]:
    return {finding.code for finding in found.findings}


# ---------------------------------------------------------------- the untouched file


def test_nothing_is_found_in_an_untouched_file(contract: bytes, library: Library, questionnaire: Questionnaire) -> None:
    found = review(contract, library, questionnaire)
    assert (found.findings, found.answers, found.comments, found.frames) == ((), (), (), ())
    assert {clause.status for clause in found.clauses} == {"unchanged"}
    assert len(found.clauses) > 80
    assert all(clause.base == clause.accepted == clause.rejected for clause in found.clauses)


def test_nothing_is_found_in_the_other_example(
    micro_pack: Pack, library: Library, questionnaire: Questionnaire
) -> None:
    for document in micro_pack.lots[0].documents:
        found = review(document.content, library, questionnaire)
        assert (found.findings, statuses(found)) == ((), {})


@pytest.mark.parametrize(
    "fault",
    [
        controls_stripped,
        together(controls_stripped, bookmarks_stripped),
        everywhere("\u00a0", " "),
        everywhere("’", "'"),
        everywhere("«\u00a0", "“"),
    ],
)
def test_what_a_word_processor_does_to_the_layout_is_no_change(fault: Fault, reviewed: Any) -> None:
    found = reviewed(fault)
    assert statuses(found) == {}
    assert codes(found) <= {"anchors-lost"}


# ---------------------------------------------------------------- each kind of change


@pytest.mark.parametrize("code", sorted(CASES))
def test_a_fault_is_found_at_its_place(code: str, reviewed: Any) -> None:
    fault, where = CASES[code]
    assert where in [finding.where for finding in reviewed(fault).findings if finding.code == code]


@pytest.mark.parametrize("code", sorted(CASES))
def test_another_fault_does_not_trip_it(code: str, reviewed: Any) -> None:
    other = "clause-moved" if code != "clause-moved" else "text-new"
    assert code not in codes(reviewed(CASES[other][0]))


@pytest.mark.parametrize(("fault", "silent"), [(deletion("assurances"), True), (tracked_deletion("assurances"), False)])
def test_a_clause_removed_is_deleted_with_the_requirement_that_it_satisfied(
    fault: Fault, silent: bool, reviewed: Any
) -> None:
    found = reviewed(fault)
    assert statuses(found) == {"assurances": "deleted"}
    clause = next(one for one in found.clauses if one.id == "assurances")
    assert (clause.silent, clause.accepted) == (silent, "")
    assert "PROF-04" in {one.id for one in found.accepted.missing}
    assert ("PROF-04" in {one.id for one in found.rejected.missing}) is silent
    assert found.lost == ("PROF-04",)


def test_a_requirement_is_lost_with_its_very_paragraph(reviewed: Any) -> None:
    found = reviewed(paragraph_removed("dpa-violations", "notifie au Client toute violation"))
    assert statuses(found) == {"dpa-violations": "reworded"}
    assert [one.id for one in found.accepted.missing] == ["RGPD-22"]


@pytest.mark.parametrize("way", [lambda parts: parts, controls_stripped])
def test_whatever_mandatory_paragraph_is_removed_it_is_reported(
    way: Fault, contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    base = read_base(unzipped(contract))
    assert base is not None
    tied = [(entry.id, line) for entry in base.entries for line in entry.lines if line.ties]
    assert len(tied) > 100
    for clause, line in tied[::9]:
        gone = on_tree(
            lambda root, c=clause, t=line.text: remove(next(p for p in paragraphs(root, c) if text_of(p) == t))
        )
        found = review(zipped(way(gone(unzipped(contract)))), library, questionnaire)
        told = {one.id for one in (*found.accepted.missing, *found.accepted.doubtful)}
        assert set(line.ties) <= told, (clause, line.text)


def test_a_requirement_is_lost_with_the_list_that_its_paragraph_announces(reviewed: Any) -> None:
    items = (
        "la nature de la",
        "les catégories et le",
        "le délégué ou",
        "les conséquences probables",
        "les mesures prises",
    )
    gone = [paragraph_removed("dpa-violations", item) for item in items]
    assert "RGPD-23" in {one.id for one in reviewed(together(*gone)).accepted.missing}
    one_less = reviewed(gone[0])
    assert [one.id for one in one_less.accepted.missing] == []
    assert "RGPD-23" in {one.id for one in one_less.accepted.doubtful}


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        ("aide le Client, par des mesures", "n’aide pas le Client par des mesures", True),
        ("aide le Client, par des mesures", "assiste le Client, par des mesures", False),
        ("par des mesures techniques et organisationnelles appropriées, à répondre aux demandes par lesquelles les personnes", "comme il peut, pour les gens", True),
    ],
)  # fmt: skip
def test_a_reworded_passage_is_lost_when_denied_or_gutted_else_to_be_read(
    old: str, new: str, lost: bool, reviewed: Any
) -> None:
    found = reviewed(rewording("dpa-droits-personnes", old, new))
    assert statuses(found) == {"dpa-droits-personnes": "reworded"}
    assert ("RGPD-16" in {one.id for one in found.accepted.missing}) is lost
    assert ("RGPD-16" in {one.id for one in found.accepted.doubtful}) is not lost


@pytest.mark.parametrize("tracked", [False, True])
def test_a_figure_changed_is_a_proposed_answer(tracked: bool, reviewed: Any) -> None:
    fault = (tracked_rewording if tracked else rewording)("duree-reconduction", "trois (3) mois", "un (1) mois")
    found = reviewed(fault)
    (answer,) = found.answers
    assert (answer.id, answer.base, answer.proposed, answer.confidence) == ("preavis_mois", 3, 1, "sûr")
    finding = next(one for one in found.findings if one.code == "answer-changed")
    assert "trois (3) mois → un (1) mois" in finding.message.replace("\u00a0", " ")
    assert ("sans suivi" in finding.message) is not tracked
    assert found.authors == (() if not tracked else found.authors)
    assert [author.name for author in found.authors] == ([AUTHOR] if tracked else [])


@pytest.mark.parametrize(
    ("new", "proposed"),
    [
        ("cinq (5) mois", 5),
        ("5 mois", 5),
        ("cinq mois", 5),
        ("cinq (6) mois", None),
        ("dix (10) jours", None),
        ("un certain temps", None),
    ],
)
def test_a_value_is_taken_for_what_it_says_or_not_at_all(new: str, proposed: int | None, reviewed: Any) -> None:
    (answer,) = reviewed(rewording("duree-reconduction", "trois (3) mois", new)).answers
    assert (answer.id, answer.proposed) == ("preavis_mois", proposed)
    assert (answer.confidence == "à vérifier") is (proposed is None)


def test_a_blank_that_was_filled_in_is_a_proposed_answer(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    asked = {name: value for name, value in sme_answers.items() if name != "preavis_mois"}
    typed = {**asked, "prestataire.raison_sociale": "à désigner"}
    pack = build(library, questionnaire, Answers(typed), draft=True)
    sent = next(one.content for one in pack.lots[0].documents if one.id == "contrat")
    back = zipped(everywhere("à désigner", "Cabinet Morel")(unzipped(sent)))
    answers = {one.id: (one.base, one.proposed) for one in review(back, library, questionnaire).answers}
    assert answers["prestataire.raison_sociale"][1] == "Cabinet Morel"


def test_a_changed_value_is_tried_by_the_rules(reviewed: Any) -> None:
    kept = reviewed(rewording("duree-reconduction", "trois (3) mois", "quatre (4) mois"))
    assert kept.accepted.rules == frozenset()
    assert reviewed(CASES["rule-broken"][0]).accepted.rules >= {"COH-11"}


def test_a_rule_that_reads_what_the_file_does_not_print_is_decided_with_the_dossier(reviewed: Any) -> None:
    fault = everywhere("trente (30) jours", "quatre-vingt-dix (90) jours")
    assert "COH-15" not in reviewed(fault).accepted.rules
    found = reviewed(fault, dossier=True)
    assert "COH-15" in found.accepted.rules
    assert "COM-01" in found.lost


def test_a_row_that_is_gone_breaks_the_rule_of_its_table(reviewed: Any) -> None:
    found = reviewed(row_removed("CPT-01"))
    assert "COH-58" in found.accepted.rules
    assert "BP-04" in found.lost


def test_a_moved_clause_is_moved_and_no_other(reviewed: Any) -> None:
    assert statuses(reviewed(move("force-majeure", "reversibilite"))) == {"force-majeure": "moved"}
    assert statuses(reviewed(move("reversibilite", "assurances"))) == {"reversibilite": "moved"}


def test_a_tracked_move_is_a_move_if_it_is_accepted(reviewed: Any) -> None:
    found = reviewed(tracked_move("force-majeure", "La Partie empêchée", "reversibilite"))
    clause = next(one for one in found.clauses if one.id == "force-majeure")
    assert (clause.silent, clause.rejected == clause.base) == (False, True)
    assert found.accepted.missing == found.rejected.missing == ()


def test_a_moved_clause_renumbers_the_others_and_that_is_no_change(reviewed: Any) -> None:
    """Word counts anew and updates references: an article less before article 43 makes it article 42."""
    fault = together(deletion("force-majeure"), everywhere("Article\u00a043", "Article\u00a042"))
    assert statuses(reviewed(fault)) == {"force-majeure": "deleted"}


def test_a_reference_led_elsewhere_is_a_change(reviewed: Any) -> None:
    found = reviewed(everywhere("Article\u00a043", "Article\u00a042"))
    assert "duree-reconduction" in statuses(found)


def test_text_is_new_outside_clauses_and_added_inside(reviewed: Any) -> None:
    outside = reviewed(new_paragraph("force-majeure", "Par dérogation, le Prestataire ne répond de rien."))
    assert statuses(outside) == {"nouveau-1": "new"}
    (clause,) = [one for one in outside.clauses if one.status == "new"]
    assert (clause.after, clause.silent) == ("force-majeure", True)
    assert "l'emporter" in next(one.message for one in outside.findings if one.code == "text-new")
    inside = reviewed(paragraph_in("force-majeure", "Elles en conviennent par écrit."))
    assert statuses(inside) == {"force-majeure": "reworded"}


def test_comments_are_listed_with_their_clause(reviewed: Any) -> None:
    found = reviewed(commented("force-majeure", "La Partie empêchée", "Trop large ?"))
    assert statuses(found) == {}
    (comment,) = found.comments
    assert (comment.author, comment.clause, comment.text) == (AUTHOR, "force-majeure", "Trop large ?")
    assert codes(found) == set()


def test_a_figure_of_the_library_changed_in_a_passage_is_told_apart(reviewed: Any) -> None:
    found = reviewed(rewording("dpa-audit", "les dix (10) Jours", "les vingt (20) Jours"))
    (doubt,) = [one for one in found.accepted.doubtful if one.id == "RGPD-19"]
    assert "un chiffre y a changé" in doubt.reason


def test_hidden_text_is_told(reviewed: Any) -> None:
    assert "not-compared" in codes(reviewed(hidden("force-majeure")))


def test_a_paragraph_cut_in_two_or_joined_to_another_loses_nothing(contract: bytes, reviewed: Any) -> None:
    def cut(root: Any) -> None:
        paragraph = paragraph_with(root, "dpa-violations", "notifie au Client toute violation")
        second = etree.fromstring(etree.tostring(paragraph))
        paragraph.addnext(second)
        runs, copies = paragraph.findall(q("r")), second.findall(q("r"))
        for one in runs[2:]:
            paragraph.remove(one)
        for one in copies[:2]:
            second.remove(one)

    found = reviewed(on_tree(cut))
    assert found.accepted.missing == ()


# ---------------------------------------------------------------- what gets lost on the way


HARM = together(deletion("assurances"), rewording("duree-reconduction", "trois (3) mois", "un (1) mois"))


@pytest.mark.parametrize("way", [controls_stripped, together(controls_stripped, bookmarks_stripped)])
def test_stripped_controls_hide_nothing(way: Fault, reviewed: Any) -> None:
    found = reviewed(together(HARM, new_paragraph("force-majeure", "Les Parties se voient."), way))
    assert statuses(found) == {"duree-reconduction": "reworded", "assurances": "deleted", "nouveau-1": "new"}
    assert [answer.id for answer in found.answers] == ["preavis_mois"]
    assert found.lost == ("PROF-04",)


def test_a_converted_file_with_typed_numbers_and_no_style_is_read_as_the_contract(reviewed: Any) -> None:
    intact = reviewed(retyped)
    assert (statuses(intact), codes(intact), intact.answers) == ({}, {"anchors-lost"}, ())
    touched = reviewed(together(HARM, paragraph_removed("dpa-violations", "notifie au Client toute"), retyped))
    assert statuses(touched) == {
        "duree-reconduction": "reworded", "assurances": "deleted", "dpa-violations": "reworded",
    }  # fmt: skip
    assert set(touched.lost) == {"PROF-04", "RGPD-22"}


def test_without_provenance_the_dossier_gives_the_base_text(reviewed: Any) -> None:
    fault = together(HARM, controls_stripped, provenance_lost)
    with pytest.raises(ReturnedFileError, match="--dossier"):
        reviewed(fault)
    found = reviewed(fault, dossier=True)
    assert statuses(found) == {"duree-reconduction": "reworded", "assurances": "deleted"}
    assert found.known.rebuilt
    assert {clause.confidence for clause in found.clauses if clause.status != "unchanged"} == {"probable"}
    assert "base-rebuilt" in codes(found)
    assert statuses(reviewed(provenance_lost, dossier=True)) == {}


def test_a_touched_provenance_is_rebuilt_from_the_dossier(reviewed: Any) -> None:
    fault = CASES["provenance-altered"][0]
    assert not reviewed(fault).known.rebuilt
    found = reviewed(fault, dossier=True)
    assert (found.known.rebuilt, statuses(found)) == (True, {})


def test_a_file_that_resembles_its_dossier_little_is_told(library: Library, questionnaire: Questionnaire) -> None:
    answers = read_answers(EXAMPLES / "association-rh.yaml")
    pack = build(library, questionnaire, answers)
    other = zipped(provenance_lost(unzipped(pack.lots[0].documents[1].content)))
    mine = review(other, library, questionnaire, answers)
    assert (statuses(mine), mine.findings[0].severity) == ({}, "warning")
    found = review(other, library, questionnaire, read_answers(DOSSIER))
    assert ("base-rebuilt", "error") in {(finding.code, finding.severity) for finding in found.findings}


def test_a_file_that_is_not_of_the_dossier_is_refused(library: Library, questionnaire: Questionnaire) -> None:
    other = file(
        p(t("Entre les soussignés, il a été convenu de la location d’un véhicule.")) + p(t("Le loyer est payé le 5."))
    )
    with pytest.raises(ReturnedFileError, match="ne ressemble à ce fichier : vérifiez --dossier"):
        review(other, library, questionnaire, read_answers(DOSSIER))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not there")
def test_a_round_trip_through_libreoffice_changes_nothing_and_hides_nothing(
    contract: bytes, tmp_path: Path, library: Library, questionnaire: Questionnaire
) -> None:
    (tmp_path / "intact.docx").write_bytes(contract)
    (tmp_path / "touched.docx").write_bytes(zipped(HARM(unzipped(contract))))
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", "docx:Office Open XML Text",
         "--outdir", str(tmp_path / "out"), str(tmp_path / "intact.docx"), str(tmp_path / "touched.docx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    intact = review((tmp_path / "out" / "intact.docx").read_bytes(), library, questionnaire)
    assert (statuses(intact), codes(intact)) == ({}, {"anchors-lost"})
    touched = review((tmp_path / "out" / "touched.docx").read_bytes(), library, questionnaire)
    assert statuses(touched) == {"duree-reconduction": "reworded", "assurances": "deleted"}
    assert touched.lost == ("PROF-04",)


# ---------------------------------------------------------------- how it is told


def test_the_json_has_the_agreed_shape(reviewed: Any) -> None:
    data = json.loads(review_as_json(reviewed(HARM)))
    assert {"clauses", "answers", "requirements", "comments", "findings"} <= set(data)
    assert {"id", "version", "status", "base", "accepted", "rejected"} <= set(data["clauses"][0])
    assert {"code", "severity", "where", "message", "advice"} <= set(data["findings"][0])
    assert data["requirements"]["accepted"]["missing"] == data["requirements"]["rejected"]["missing"]
    assert [(one["id"], one["base"], one["proposed"]) for one in data["answers"]] == [("preavis_mois", 3, 1)]


def test_the_worst_is_told_first(reviewed: Any) -> None:
    found = reviewed(together(HARM, tracked_deletion("force-majeure")))
    order = [("error", "warning", "info").index(finding.severity) for finding in found.findings]
    assert order == sorted(order)
    assert "1 exigence obligatoire perdue" in review_as_text(found, "contrat.docx")


def test_the_report_in_word_says_it_all_and_is_internal(reviewed: Any, library: Library, tmp_path: Path) -> None:
    from openxml_audit import FileFormat, OpenXmlValidator

    found = reviewed(together(HARM, commented("force-majeure", "La Partie empêchée", "Trop large ?")))
    document = review_document(found, library, "contrat.docx")
    content = write(document, None, library.house)
    assert document.internal
    text = "\n".join(line.text for line in read_document(open_package(content)).lines)
    for said in ("PROF-04", "Préavis de non-reconduction", "SANS SUIVI", "Trop large", "Assurances"):
        assert said in text
    (tmp_path / "rapport.docx").write_bytes(content)
    audit = OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(str(tmp_path / "rapport.docx"))
    assert [str(error) for error in audit.errors] == []
    assert content == write(review_document(found, library, "contrat.docx"), None, library.house)


def test_the_command_refuses_what_loses_a_mandatory_requirement(
    contract: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("recu.docx").write_bytes(zipped(HARM(unzipped(contract))))
    Path("envoye.docx").write_bytes(contract)
    ran = run("review", "recu.docx", "--out", "rapport.docx")
    assert (ran.code, ran.err) == (1, "")
    assert "PROF-04" in ran.out
    assert open_package(Path("rapport.docx").read_bytes())
    assert run("review", "envoye.docx").code == 0
    assert "--out" in unusable(run("review", "envoye.docx", "--out", "envoye.docx"))
    assert Path("envoye.docx").read_bytes() == contract
    assert json.loads(run("review", "envoye.docx", "--json").out)["findings"] == []


def test_a_file_that_cannot_be_reviewed_is_one_clear_line(
    contract: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("nu.docx").write_bytes(zipped(provenance_lost(unzipped(contract))))
    Path("autre.docx").write_bytes(b"PK")
    assert "--dossier" in unusable(run("review", "nu.docx"))
    assert "autre.docx" in unusable(run("review", "autre.docx"))
    assert "introuvable" in unusable(run("review", "absent.docx"))
    assert "--dossier" in unusable(run("review", "nu.docx", "--apply"))


def test_a_long_contract_is_reviewed_within_a_second(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    fault = together(HARM, move("reversibilite", "parties"), everywhere("Client", "client"), controls_stripped)
    data = zipped(fault(unzipped(contract)))
    start = time.perf_counter()
    found = review(data, library, questionnaire)
    assert time.perf_counter() - start < 3  # a second on a machine of its own
    assert statuses(found)["assurances"] == "deleted"
    assert io.BytesIO(data).getvalue() == data
