"""An avenant: the signed contract and the operations make the consolidated contract, in a row, whatever the answers change."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from commands import run, unusable
from conftest import EXAMPLES
from faults import unzipped, zipped
from review_faults import paragraph_removed, rewording, together, tracked_rewording

from contractgen import build, read_answers
from contractgen.amending import Amended, amended
from contractgen.amendment import INSERT, LINES, WORDS, AmendmentError, Operation, applied
from contractgen.amendment_base import Entry, read_signed
from contractgen.amendment_wording import sentence
from contractgen.errors import ReturnedFileError
from contractgen.inspection import inspect_file
from contractgen.merging import Line, merge, merged_words
from contractgen.model import Answers, Library, Questionnaire
from contractgen.word.opening import open_package
from contractgen.word.read import read_document

Changes = dict[str, Any]
HOUSES = sorted((EXAMPLES / "house").glob("*.docx"))


def answers_of(name: str, **changes: Any) -> Answers:
    answers = read_answers(EXAMPLES / f"{name}.yaml")
    return answers._replace(values={**answers.values, **changes})


def contract(library: Library, questionnaire: Questionnaire, answers: Answers) -> bytes:
    pack = build(library, questionnaire, answers)
    assert pack.status == "delivered"
    return next(one.content for one in pack.lots[0].documents if one.id == "contrat")


def row_changed(name: str) -> Changes:
    rows = [dict(row) for row in read_answers(EXAMPLES / f"{name}.yaml").values["acces"]]
    rows[0]["mode_reprise"] = "nouveau mot de passe"
    return {"acces": rows}


def without_payroll() -> Changes:
    """The answers of the larger example for bookkeeping alone."""
    values = read_answers(EXAMPLES / f"{SME}.yaml").values
    found: Changes = {
        name: [row for row in rows if not (isinstance(row, dict) and row.get("fonction") == "paie")]
        for name, rows in values.items()
        if isinstance(rows, list)
    }
    known = {row["id"] for row in found["indicateurs"]}
    reports = [{**row, "indicateurs": [one for one in row["indicateurs"] if one in known]} for row in found["rapports"]]
    return {**found, "fonctions": ["comptabilite"], "rapports": [row for row in reports if row["indicateurs"]]}


SME, MICRO = "pme-compta-paie", "micro-assistanat"
CASES: dict[str, tuple[str, Changes, Changes]] = {
    "micro, price": (MICRO, {}, {"montant_annuel_ht": 4800}),
    "micro, notice": (MICRO, {}, {"preavis_mois": 2}),
    "micro, no personal data": (MICRO, {}, {"donnees_personnelles": False}),
    "micro, personal data come": (MICRO, {"donnees_personnelles": False}, {}),
    "micro, a row of a table": (MICRO, {}, row_changed(MICRO)),
    "sme, price": (SME, {}, {"montant_annuel_ht": 81500}),
    "sme, notice and reversibility": (SME, {}, {"preavis_mois": 6, "reversibilite_mois": 4}),
    "sme, penalties switched off": (SME, {}, {"penalites": False}),
    "sme, penalties switched on": (SME, {"penalites": False}, {}),
    "sme, a row of a table": (SME, {}, row_changed(SME)),
    "sme, a function more": (SME, without_payroll(), {}),
    "accounting, no personal data": ("paiement-comptabilite", {}, {"donnees_personnelles": False}),
}


def law(found: Amended) -> None:
    """Signed and avenant make the consolidated contract, in the values and in the files, and the avenant says it all."""
    assert found.amendment is not None
    amendment = found.amendment
    wanted = [(one.id, one.lines) for one in amendment.consolidated]
    assert applied(amendment.signed.entries, amendment.operations) == wanted
    assert [(one.id, one.lines) for one in read_signed(found.files["contrat-consolide.docx"]).entries] == wanted
    assert not inspect_file(found.files["contrat-consolide.docx"]).differences
    page = [line.text for line in read_document(open_package(found.files["avenant.docx"])).lines]
    text = "\n".join(page).replace("« ", "").replace("\u00a0»", "").replace("«\u00a0", "")
    for one in amendment.operations:
        for quoted in (
            one.old,
            one.new.removeprefix(one.old),
            *(line.text for line in (one.made.lines if one.made else one.lines)),
        ):
            last = quoted.rpartition(" (supprimé")[0] if one.kind == "delete" else quoted.strip()
            assert one.kind == "delete" or last.replace("\u00a0»", "").replace("«\u00a0", "") in text


@pytest.mark.parametrize("case", CASES)
def test_signed_and_avenant_make_the_consolidated_contract_and_the_way_back_too(
    case: str, library: Library, questionnaire: Questionnaire
) -> None:
    name, before, after = CASES[case]
    old, new = answers_of(name, **before), answers_of(name, **after)
    signed = contract(library, questionnaire, old)
    first = amended(signed, library, questionnaire, new)
    assert first.amendment
    assert first.amendment.number == 1
    assert first.amendment.operations
    law(first)
    again = amended(first.files["contrat-consolide.docx"], library, questionnaire, new)
    assert not again.files
    second = amended(first.files["contrat-consolide.docx"], library, questionnaire, old)
    assert second.amendment
    assert second.amendment.number == 2
    law(second)
    assert not amended(second.files["contrat-consolide.docx"], library, questionnaire, old).files


def test_no_change_gives_no_avenant(library: Library, questionnaire: Questionnaire) -> None:
    answers = answers_of(SME)
    found = amended(contract(library, questionnaire, answers), library, questionnaire, answers)
    assert not found.files
    assert found.amendment
    assert found.amendment.operations == ()


def test_articles_keep_their_numbers_and_new_ones_are_bis(library: Library, questionnaire: Questionnaire) -> None:
    signed = contract(library, questionnaire, answers_of(SME, penalites=False))
    found = amended(signed, library, questionnaire, answers_of(SME))
    assert found.amendment
    old = {one.id: one.number for one in found.amendment.signed.entries}
    new = {one.id: one.number for one in found.amendment.consolidated}
    assert old.items() <= new.items()
    assert {one: new[one] for one in new.keys() - old.keys()} == {
        "penalites-performance": "Article\u00a017 bis",
        "annexe-penalites": "Annexe\u00a09 bis",
    }


def test_it_is_drafted_in_french_with_the_numbers_of_the_signed_file(
    library: Library, questionnaire: Questionnaire
) -> None:
    signed = contract(library, questionnaire, answers_of(MICRO))
    found = amended(
        signed, library, questionnaire, answers_of(MICRO, preavis_mois=2, **row_changed(MICRO)), 3, date(2027, 6, 1)
    )
    assert found.amendment
    entries = {one.id: one for one in found.amendment.signed.entries}
    told = [sentence(one, entries, entries).replace("\u00a0", " ") for one in found.amendment.operations]
    assert told[0] == (
        "Au premier alinéa de l’article 4, les mots « un (1) mois » sont remplacés par les mots « deux (2) mois »."
    )
    assert any(one.startswith("Le tableau ") and one.endswith("est remplacé par le tableau suivant :") for one in told)
    page = "\n".join(line.text for line in read_document(open_package(found.files["avenant.docx"])).lines)
    page = page.replace("\u00a0", " ")
    for words in (
        "Avenant n° 3 au contrat de prestation",
        "1er juin 2027",
        "demeurent inchangées",
        "Pour le Prestataire",
    ):
        assert words in page


def test_what_was_negotiated_before_the_signature_stays(library: Library, questionnaire: Questionnaire) -> None:
    negotiated = together(
        rewording("confidentialite", "qui en ont besoin", "qui en ont strictement besoin"),
        rewording("duree-reconduction", "Le préavis est donné", "Le préavis de rupture est donné"),
    )
    signed = zipped(negotiated(unzipped(contract(library, questionnaire, answers_of(SME)))))
    found = amended(signed, library, questionnaire, answers_of(SME, preavis_mois=6))
    law(found)
    assert found.amendment
    text = "\n".join(line.text for one in found.amendment.consolidated for line in one.lines)
    assert "strictement besoin" in text
    assert "préavis de rupture" in text
    assert not any(one.entry == "confidentialite" for one in found.amendment.operations)


def test_a_negotiated_value_that_the_answers_change_again_is_kept_and_told(
    library: Library, questionnaire: Questionnaire
) -> None:
    signed = zipped(
        rewording("duree-reconduction", "trois (3) mois", "quatre (4) mois")(
            unzipped(contract(library, questionnaire, answers_of(SME)))
        )
    )
    found = amended(signed, library, questionnaire, answers_of(SME, preavis_mois=6))
    assert found.amendment
    assert any("texte négocié" in notice and "quatre" in notice for notice in found.notices)
    text = "\n".join(line.text for one in found.amendment.consolidated for line in one.lines)
    assert "quatre\u00a0(4) mois" in text or "quatre (4)" in text.replace("\u00a0", " ")


def test_a_file_that_cannot_be_amended_is_refused(library: Library, questionnaire: Questionnaire) -> None:
    signed = unzipped(contract(library, questionnaire, answers_of(SME)))
    tracked = zipped(tracked_rewording("duree-reconduction", "trois (3) mois", "deux (2) mois")(dict(signed)))
    bare = build(library, questionnaire, answers_of(SME), bare=True).lots[0].documents
    for data in (tracked, next(one.content for one in bare if one.id == "contrat")):
        with pytest.raises(ReturnedFileError):
            amended(data, library, questionnaire, answers_of(SME))


def test_the_answers_of_another_dossier_are_refused(library: Library, questionnaire: Questionnaire) -> None:
    signed = contract(library, questionnaire, answers_of(MICRO))
    for other in (
        answers_of(SME),
        answers_of(MICRO, prestataire={**answers_of(MICRO).values["prestataire"], "siren": "999999097"}),
    ):
        with pytest.raises(ReturnedFileError, match="999999006"):
            amended(signed, library, questionnaire, other)


def test_a_contract_of_several_lots_is_amended_with_its_own(library: Library, questionnaire: Questionnaire) -> None:
    lots = read_answers(EXAMPLES / "centre-medical-trois-lots.yaml")
    first = lots.lots[0]
    pack = build(library, questionnaire, lots)
    assert pack.status == "delivered"
    signed = next(one.content for one in pack.lots[0].documents if one.id == "contrat")
    later = lots._replace(lots=({**first, "preavis_mois": 5}, *lots.lots[1:]))
    found = amended(signed, library, questionnaire, later, lot=pack.lots[0].id)
    assert set(found.files) == {"avenant.docx", "contrat-consolide.docx"}
    with pytest.raises(ReturnedFileError, match="--lot"):
        amended(signed, library, questionnaire, later, lot=pack.lots[1].id)


def test_refused_answers_give_no_avenant(library: Library, questionnaire: Questionnaire) -> None:
    signed = contract(library, questionnaire, answers_of(SME))
    found = amended(signed, library, questionnaire, answers_of(SME, delai_paiement_jours=90))
    assert found.findings
    assert not found.files


def test_an_operation_that_points_at_two_places_is_not_applied() -> None:
    entries = [Entry("a", "1.0.0", "Article\u00a01", False, (Line("article1", "Titre"), Line("body", "mois et mois")))]
    with pytest.raises(AmendmentError):
        applied(entries, [Operation(WORDS, "a", 1, 2, old="mois", new="jours")])
    assert applied(entries, [Operation(LINES, "a", 1, 2)]) == [("a", (Line("article1", "Titre"),))]
    assert applied(entries, [Operation(INSERT, "b", after="a", made=entries[0]._replace(id="b"))])[1][0] == "b"


def test_two_changes_of_a_paragraph_meet_or_conflict() -> None:
    base = "Le délai est de trois mois, par lettre simple, au siège."
    one, other = base.replace("trois", "quatre"), base.replace("simple", "recommandée")
    assert merged_words(base, one, other) == base.replace("trois", "quatre").replace("simple", "recommandée")
    assert merged_words(base, one, base.replace("trois", "six")) is None
    lines = [Line("body", text) for text in ("a b c d", "e f g h", "i j k l")]
    found = merge(lines, [lines[0], Line("body", "ajout négocié")], lines[:2])
    assert [step.line.text for step in found if step.line] == ["a b c d", "ajout négocié"]


def test_the_command_writes_both_files(tmp_path: Path, library: Library, questionnaire: Questionnaire) -> None:
    file, out = tmp_path / "signe.docx", tmp_path / "avenant"
    file.write_bytes(contract(library, questionnaire, answers_of(MICRO)))
    answers = tmp_path / "r.yaml"
    text = (
        (EXAMPLES / f"{MICRO}.yaml")
        .read_text(encoding="utf-8")
        .replace("montant_annuel_ht: 4200", "montant_annuel_ht: 4800")
    )
    answers.write_text(text, encoding="utf-8")
    done = run("amend", file, answers, "--out", out, "--date", "2027-06-01")
    assert done.code == 0, done.err
    assert sorted(one.name for one in out.iterdir() if one.suffix == ".docx") == [
        "avenant.docx",
        "contrat-consolide.docx",
    ]
    assert "contrat signé + avenant = contrat consolidé" in done.out
    assert "demain" in unusable(run("amend", file, answers, "--out", out, "--date", "demain"))


def test_a_clause_negotiated_out_is_not_brought_back(library: Library, questionnaire: Questionnaire) -> None:
    signed = zipped(
        paragraph_removed("confidentialite", "Chaque Partie réserve")(
            unzipped(contract(library, questionnaire, answers_of(SME)))
        )
    )
    found = amended(signed, library, questionnaire, answers_of(SME, preavis_mois=6))
    law(found)
    assert found.amendment
    text = "\n".join(line.text for one in found.amendment.consolidated for line in one.lines)
    assert "Chaque Partie réserve" not in text


def test_the_files_are_sound_and_the_same_each_time(
    tmp_path: Path, library: Library, questionnaire: Questionnaire
) -> None:
    from openxml_audit import FileFormat, OpenXmlValidator

    signed = contract(library, questionnaire, answers_of(SME, penalites=False))
    files = amended(signed, library, questionnaire, answers_of(SME)).files
    assert files == amended(signed, library, questionnaire, answers_of(SME)).files
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        result = OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(str(tmp_path / name))
        assert not result.errors, result.errors[:3]


@pytest.mark.parametrize("house", [None, *HOUSES])
def test_an_article_added_between_two_has_a_title_as_theirs(
    house: Path | None, library: Library, questionnaire: Questionnaire
) -> None:
    """Its number is written in it: the style is that of the others, out of the list, and nothing follows it elsewhere."""
    shown = library if house is None else library._replace(house=house.read_bytes())
    signed = contract(shown, questionnaire, answers_of(SME))
    found = amended(signed, shown, questionnaire, answers_of(SME, non_sollicitation=True))
    made = next(content for name, content in found.files.items() if "consolid" in name)
    lines = read_document(open_package(made)).lines
    (title,) = [line for line in lines if line.text.startswith("Article\u00a031 bis – ")]
    assert title.style == "Titre1Ecrit"
    styles = open_package(made)["word/styles.xml"].decode()
    assert re.search(r'w:styleId="Titre1Ecrit">.*?<w:basedOn w:val="Titre1"/>.*?<w:numId w:val="0"/>', styles, re.S)
    again = amended(made, shown, questionnaire, answers_of(SME, non_sollicitation=True, preavis_mois=5))
    assert [one.kind for one in again.amendment.operations] == ["words"] if again.amendment else False


def test_the_avenant_names_the_parties_as_a_contract_does(library: Library, questionnaire: Questionnaire) -> None:
    found = amended(
        contract(library, questionnaire, answers_of(SME)), library, questionnaire, answers_of(SME, preavis_mois=5)
    )
    text = "\n".join(line.text for line in read_document(open_package(found.files["avenant.docx"])).lines)
    said = "Cabinet Orval & Lamy, société par actions simplifiée (SAS) au capital de 50\u202f000\u00a0€, dont le siège est situé 7 quai de la Filature"
    assert said in text
    assert "Nom et qualité\u00a0: Éloi Orval, président" in text
    micro = answers_of(MICRO, preavis_mois=2)
    found = amended(contract(library, questionnaire, answers_of(MICRO)), library, questionnaire, micro)
    text = "\n".join(line.text for line in read_document(open_package(found.files["avenant.docx"])).lines)
    assert "Solène Kerdraon, secrétariat, entrepreneur individuel (EI), dont le siège est situé" in text
    assert "\x1fSolène Kerdraon, secrétariat" in text
    assert "Atelier Bréval, SARL à associé unique (EURL)" in text
    assert re.search(r"SIREN \d{3}\u00a0\d{3}\u00a0\d{3},", text)
