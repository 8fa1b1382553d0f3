"""Scenarios of the library: those shipped hold, each thing expected can fail, recorded dossiers notice changed conditions."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from commands import run, unusable
from conftest import ROOT

from contractgen.library import load_library
from contractgen.model import Library, Questionnaire
from contractgen.proof.prover import Prover
from contractgen.proof.replay import Replayed
from contractgen.scenarios.conditions import places
from contractgen.scenarios.coverage import coverage
from contractgen.scenarios.generated import generate
from contractgen.scenarios.mutation import survivors
from contractgen.scenarios.recorded import Recorded, differences, read_record

RECORD = ROOT / "clause_library" / "scenarios" / "enregistrement.json"
BASE = "name: essai\nfrom: micro-assistanat\n"


@pytest.fixture(scope="module")
def recorded() -> tuple[Recorded, ...]:
    return read_record(RECORD.read_bytes())


@pytest.fixture(scope="module")
def dossiers(recorded: tuple[Recorded, ...], library: Library, questionnaire: Questionnaire) -> tuple[Replayed, ...]:
    return tuple(Replayed(library, questionnaire, one.answers) for one in recorded)


def test_the_shipped_scenarios_hold() -> None:
    ran = run("library", "test", "--json")
    told = json.loads(ran.out)
    assert (ran.code, told["problems"]) == (0, [])
    assert told["scenarios"] >= 3
    assert told["recorded"] > 80


def test_every_clause_block_requirement_and_question_is_reached_both_ways(
    dossiers: tuple[Replayed, ...], library: Library, questionnaire: Questionnaire
) -> None:
    found = coverage(library, questionnaire, dossiers)
    missed = [place for place in found.places if found.of(place) != (True, True) and not place.kind.startswith("rule")]
    assert missed == []


def test_nearly_every_mutant_is_caught(
    dossiers: tuple[Replayed, ...], library: Library, questionnaire: Questionnaire
) -> None:
    left, made = survivors(library, questionnaire, dossiers)
    assert made > 1500
    assert {mutant.place.kind for mutant in left} <= {"rule", "rule when"}  # rules that repeat what is asked anyway
    assert len(left) < made / 50


def test_a_mutant_that_nothing_reaches_survives(library: Library, questionnaire: Questionnaire) -> None:
    left, made = survivors(library, questionnaire, ())
    assert len(left) == made


def test_generated_dossiers_cover_values_that_conditions_read_together(prover: Prover) -> None:
    found = generate(prover)
    assert len(found.dossiers) > 200
    assert found.targets > 1200
    assert len(found.impossible) < found.targets / 6
    names = "\n".join(name for name, _ in found.dossiers)
    assert "penalites" in names
    assert any(" et " in name for name, _ in found.dossiers)


@pytest.fixture(scope="module")
def prover(library: Library, questionnaire: Questionnaire) -> Prover:
    return Prover(library, questionnaire)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [("clauses/contrat/annexe-penalites.md", 'when: "penalites"', 'when: "penalites and usage_ia"', "n'est plus retenue"),
     ("clauses/contrat/references-commerciales.md", 'when: "clause_reference"\n', "", "désormais retenue"),
     ("clauses/contrat/delai-paiement.md", "mode_delai_paiement == 'jours_nets'", "mode_delai_paiement == 'fin_de_mois'", "paragraphes"),
     ("requirements/data_act.yaml", "when: service_cloud", "when: service_cloud or usage_ia", "exigences"),
     ("rules.yaml", "must: preavis_mois < duree_initiale_mois", "must: preavis_mois > 0", "règles enfreintes")],
)  # fmt: skip
def test_recorded_dossiers_notice(
    file: str,
    old: str,
    new: str,
    told: str,
    tmp_path: Path,
    recorded: tuple[Recorded, ...],
    questionnaire: Questionnaire,
) -> None:
    shutil.copytree(ROOT / "clause_library", tmp_path / "library")
    text = (tmp_path / "library" / file).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "library" / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    changed = load_library(tmp_path / "library", None, questionnaire)
    found = [line for one in recorded for line in differences(one, changed, questionnaire)]
    assert any(told in line for line in found), found[:3]


def tried(tmp_path: Path, text: str) -> tuple[int, str]:
    (tmp_path / "un.yaml").write_text(text, encoding="utf-8")
    ran = run("library", "test", "--scenarios", tmp_path)
    return ran.code, ran.out


@pytest.mark.parametrize(
    ("expect", "told"),
    [("status: refused", "statut delivered"), ("clauses: [annexe-penalites]", "« annexe-penalites » manque"),
     ("absent: [reversibilite]", "« reversibilite » est là"), ('texts: ["jamais écrit nulle part"]', "jamais écrit"),
     ("requirements: {BP-11: missing}", "exigence BP-11 : satisfied"), ("findings: [rule-violated]", "aucun constat")],
)  # fmt: skip
def test_what_is_expected_and_does_not_come_is_told(expect: str, told: str, tmp_path: Path) -> None:
    code, out = tried(tmp_path, f"{BASE}expect: {{{expect}}}\n")
    assert code == 1
    assert told in out


@pytest.mark.parametrize(
    "expect",
    ["status: delivered", "clauses: [reversibilite]", "absent: [annexe-penalites]", 'texts: ["Solène Kerdraon, secrétariat"]',
     "requirements: {BP-11: satisfied}", "findings: [default-applied]"],
)  # fmt: skip
def test_what_is_expected_and_comes_is_conform(expect: str, tmp_path: Path) -> None:
    code, out = tried(tmp_path, f"{BASE}expect: {{{expect}}}\n")
    assert (code, "conforme" in out) == (0, True)


@pytest.mark.parametrize(
    "text",
    ["", "name: x", f"{BASE}", f"{BASE}expect: {{}}", f"{BASE}expect: {{inconnu: 1}}", f"{BASE}autre: 1\nexpect: {{status: refused}}",
     "name: x\nfrom: absent\nexpect: {status: refused}", "name: [", "name: x\nfrom: ../secret\nexpect: {status: x}"],
)  # fmt: skip
def test_a_scenario_that_cannot_be_read_is_told_in_one_line(text: str, tmp_path: Path) -> None:
    (tmp_path / "un.yaml").write_text(text, encoding="utf-8")
    assert "un.yaml" in unusable(run("library", "test", "--scenarios", tmp_path))


def test_answers_that_the_questionnaire_refuses_are_told(tmp_path: Path) -> None:
    code, out = tried(tmp_path, f"{BASE}answers: {{preavis_mois: zéro}}\nexpect: {{status: delivered}}\n")
    assert code == 1
    assert "preavis_mois" in out


def test_a_damaged_record_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "enregistrement.json").write_text('[{"name": 1}]', encoding="utf-8")
    assert "--record" in unusable(run("library", "test", "--scenarios", tmp_path))


def test_the_page_shows_each_condition_and_escapes_it(
    tmp_path: Path, library: Library, questionnaire: Questionnaire
) -> None:
    page = tmp_path / "page.html"
    assert run("library", "test", "--scenarios", tmp_path, "--html", page).code == 0
    text = page.read_text(encoding="utf-8")
    assert text.count("<tr><td>") == len(places(library, questionnaire))
    assert "&lt;" in text
    assert "jamais" in text
