"""What earlier readers of whole contracts found: limits, prices, roles, guarantees that said two things or nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from conftest import ROOT
from dossiers import Dossier, row
from test_content_tasks import clause

from contractgen import build
from contractgen.model import Library, Questionnaire
from contractgen.results import LotResult, Pack
from contractgen.view import view_of

PME, MICRO, ROOFERS, CARE = "pme-compta-paie", "micro-assistanat", "batiment-paie", "association-rh"
THREE, LAWYER, PAYMENTS = "centre-medical-trois-lots", "logiciel-juridique", "paiement-comptabilite"


@pytest.fixture
def made(library: Library, questionnaire: Questionnaire) -> Any:
    def make(example: str, lot: str = "", **changes: Any) -> LotResult:
        answers = Dossier(example, {key.replace("__", "."): value for key, value in changes.items()}, lot).answers()
        return next(one for one in build(library, questionnaire, answers).lots if lot in ("", one.id))

    return make


@pytest.fixture
def packed(library: Library, questionnaire: Questionnaire) -> Any:
    def make(example: str, **changes: Any) -> Pack:
        named = {key.replace("__", "."): value for key, value in changes.items()}
        return build(library, questionnaire, Dossier(example, named).answers())

    return make


def broken(pack: Pack) -> set[str]:
    return {finding.rule for finding in pack.findings if finding.rule}


def applicable(lot: LotResult, ident: str) -> bool:
    return next(one.status for one in lot.requirements if one.id == ident) != "not_applicable"


# ---------------------------------------------------------------- tables


def test_no_text_explains_a_dash(library: Library) -> None:
    """A sentence says what holds when a cell is empty, so that it is true of a full table too."""
    from contractgen.source import read_source

    files = read_source(ROOT / "clause_library").files
    bodies = {path: data.decode().split("---", 2)[2] for path, data in files.items() if path.endswith(".md")}
    assert len(bodies) > 100
    assert [path for path, body in bodies.items() if re.search(r"\btirets?\b(?! *\}\})", body)] == []


@pytest.mark.parametrize(
    ("courriel", "telephone", "expected"),
    [
        ("a@b.example", "01 02 03 04 05", "a@b.example – 01 02 03 04 05"),
        ("a@b.example", None, "a@b.example"),
        (None, "01 02 03 04 05", "01 02 03 04 05"),
        (None, None, "—"),
    ],
)
def test_a_contact_prints_the_details_given(
    courriel: str | None, telephone: str | None, expected: str, made: Any
) -> None:
    text = clause(made(ROOFERS, contacts=row(0, courriel=courriel, telephone=telephone)), "interlocuteurs")
    first = next(line for line in text.splitlines() if line.startswith("| Client"))
    assert first.split(" | ")[-1].rstrip(" |") == expected


def test_contacts_without_details_have_no_column_for_them(made: Any) -> None:
    contacts = [{"partie": "client", "role": "responsable du contrat", "nom": "Léa Roux"}]
    text = clause(made(PME, contacts=contacts), "interlocuteurs")
    assert "Léa Roux" in text
    assert "Coordonnées" not in text
    assert "— – —" not in text


def test_a_certificate_prints_the_date_of_its_delivery_when_it_is_given(made: Any) -> None:
    plain = clause(made(THREE, "secretariat"), "donnees-sante-hds")
    assert "| Date de délivrance" not in plain
    dated = clause(made(THREE, "secretariat", hebergeur_hds=row(0, delivrance="2025-03-04")), "donnees-sante-hds")
    assert "| Date de délivrance | Fin de validité |" in dated
    assert "4 mars 2025" in dated


# ---------------------------------------------------------------- delays


def test_a_notice_of_exit_by_default_is_shorter_than_the_contract(
    library: Library, questionnaire: Questionnaire
) -> None:
    for months in range(1, 121):
        view = view_of(library, questionnaire, "lot", {"duree_initiale_mois": months})
        assert view("preavis_convenance_mois") < months or months == 0


def test_a_court_mission_reminds_of_its_end_in_time(made: Any) -> None:
    short = made(PME, niveau_equilibre="client", duree_initiale_mois=2, preavis_mois=1, duree_reconduction_mois=2)
    assert "sept (7) jours au moins avant cette date" in clause(short, "duree-reconduction")
    assert "trois (3) mois au plus" not in clause(short, "duree-reconduction")
    long = clause(made(PME, niveau_equilibre="client"), "duree-reconduction")
    assert ("trois (3) mois au plus" in long) == ("tacitement" in long)


def test_confidentiality_has_one_duration(made: Any) -> None:
    assert "jamais moins" not in clause(made(PME), "confidentialite")


# ---------------------------------------------------------------- who does what


def test_reserved_acts_are_excluded_where_law_is_near(library: Library, questionnaire: Questionnaire) -> None:
    for function in ("comptabilite", "assistanat", "paie", "rh", "juridique"):
        excluded = view_of(library, questionnaire, "lot", {"fonctions": (function,)})("hors_perimetre")
        assert any("juridique" in one for one in excluded) == (function in ("paie", "rh", "juridique"))


def test_a_price_by_the_hour_is_told_and_said_to_lend_nobody(made: Any, packed: Any) -> None:
    hourly = {"prix_unitaires": row(0, unite="heure"), "volumes": row(0, unite_oeuvre="heure")}
    assert "COH-79" in broken(packed(ROOFERS, **hourly))
    assert "ne met aucun salarié à la disposition du Client" in clause(made(ROOFERS, **hourly), "prix-facturation")
    assert "comptée en heures" not in clause(made(ROOFERS), "prix-facturation")
    lawyer = {
        "modele_prix": "unites_oeuvre",
        "prix_unitaires": [{"fonction": "juridique", "unite": "heure", "prix_ht": 220}],
    }
    assert "COH-79" not in broken(packed(LAWYER, **lawyer))  # fmt: skip


def test_recruitment_binds_only_where_it_is_entrusted(made: Any, packed: Any) -> None:
    without = {"taches_rh": ["administration_personnel", "registre"], "duree_conservation_cv_mois": 36}
    assert applicable(made(CARE), "PROF-20")
    lot = made(CARE, **without)
    assert not applicable(lot, "PROF-20")
    assert "COH-51" not in broken(packed(CARE, **without))
    for slug in ("annexe-perimetre-processus", "dpa-donnees-personnes", "conservation-archivage"):
        assert "candidature non retenue" not in clause(lot, slug), slug
        assert "Candidatures" not in clause(lot, slug), slug
    assert "COH-51" in broken(packed(CARE, duree_conservation_cv_mois=36))


def test_a_machine_that_talks_says_so_whatever_the_function(made: Any) -> None:
    words = "échange directement avec un système d'IA"
    assert applicable(made(CARE, ia_dialogue=True), "IA-02")
    assert words in clause(made(CARE, ia_dialogue=True), "intelligence-artificielle")
    assert not applicable(made(CARE), "IA-02")
    assert words not in clause(made(CARE), "intelligence-artificielle")
    talking = {"usage_ia": True, "ia_usages": ["transcription"]}
    assert applicable(made(MICRO, **talking), "IA-02")
    assert not applicable(made(MICRO, **talking, ia_dialogue=False), "IA-02")


def test_ai_for_staff_papers_alone_is_no_high_risk(made: Any) -> None:
    assert applicable(made(CARE), "IA-03")
    assert not applicable(made(CARE, taches_rh=["administration_personnel"]), "IA-03")


def test_standard_clauses_are_announced_once_by_role(made: Any) -> None:
    mixed = {
        "transfert_hors_ue": True, "pays_transfert": ["MA"], "mecanisme_transfert": "cct",
        "fonctions_responsable_distinct": ["comptabilite"],
        "lieux_traitement": [{"lieu": "Rabat", "pays": "MA", "usages": ["service"]}],
    }  # fmt: skip
    lot = made(PME, **mixed)
    said = [
        slug
        for slug in ("donnees-personnelles", "dpa-transferts")
        if "Aucun transfert ne précède leur signature" in clause(lot, slug)
    ]
    assert said == ["dpa-transferts"]
    assert "régit les autres" in clause(lot, "donnees-personnelles")
    alone = made(LAWYER, **{**mixed, "fonctions_responsable_distinct": None})
    assert "Aucun transfert ne précède leur signature" in clause(alone, "donnees-personnelles")


# ---------------------------------------------------------------- money


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Aucune indemnité n'est due"),
        ({"indemnite_sortie": "montant", "indemnite_sortie_montant": "3000"}, "indemnité de sortie de trois mille euros (3 000 €)"),
        ({"indemnite_sortie": "mois", "indemnite_sortie_mois": 2}, "égale à deux (2) mois de prix hors taxes"),
    ],
)  # fmt: skip
def test_an_exit_has_one_price(changes: dict[str, Any], words: str, made: Any) -> None:
    text = clause(made(PME, resiliation_convenance=True, **changes), "sortie-sans-motif")
    assert words in text
    assert ("Aucune indemnité n'est due" in text) == (not changes)


def test_penalties_are_held_to_the_ceiling_of_the_year(packed: Any) -> None:
    """The ceiling of liability is annual: so is what it is compared with."""
    year = {"montant_annuel_ht": 12000, "plafond_penalites_pct": 20}
    assert "COH-68" in broken(packed(ROOFERS, **year, plafond_responsabilite_montant=2399))
    assert "COH-68" not in broken(packed(ROOFERS, **year, plafond_responsabilite_montant=2400))


def test_one_indicator_and_none_are_two_rules(packed: Any) -> None:
    one = packed(PME, indicateurs=lambda rows: [*rows[:2], rows[2]], rapports=row(0, indicateurs=["CPT-01", "CPT-02"]))
    none = packed(PME, indicateurs=lambda rows: rows[:2], rapports=row(0, indicateurs=["CPT-01", "CPT-02"]))
    assert "COH-66" in broken(none)
    assert "COH-58" not in broken(none)
    assert {"COH-58", "COH-66"} & broken(one) == {"COH-58"}


def test_a_guarantee_that_a_claim_triggers_outlives_the_contract(made: Any) -> None:
    text = clause(made(PME), "assurances")
    assert "n'est pas inférieur à cinq (5) ans" in text
    assert "L. 124-5" in text


def test_an_insurer_is_told_that_no_text_is_meant_for_its_critical_function(packed: Any) -> None:
    insurer = {"client__categorie_financiere": "assurance", "services_tic": False}
    assert "COH-80" in broken(packed(PAYMENTS, **insurer))
    assert "COH-80" not in broken(packed(PAYMENTS, **insurer, fonction_critique=False))
    assert "COH-80" not in broken(packed(PAYMENTS))


# ---------------------------------------------------------------- what eight dossiers by other hands showed


def test_a_minimum_counts_the_months_of_a_short_contract(made: Any) -> None:
    text = clause(made(ROOFERS, niveau_equilibre="prestataire", duree_initiale_mois=4), "prix-facturation")
    assert "si le Contrat dure moins longtemps, sur sa durée" in text
    assert "douze fois" not in text


def test_a_short_contract_has_short_notices_and_a_short_start(library: Library, questionnaire: Questionnaire) -> None:
    for months, notice, weeks in ((6, 1, 2), (7, 3, 6)):
        view = view_of(library, questionnaire, "lot", {"duree_initiale_mois": months, "profil": "complet"})
        assert (view("preavis_mois"), view("preavis_convenance_mois")) == (notice, notice)
        assert view("transition_semaines") == weeks


def test_an_application_is_kept_for_one_duration(packed: Any, made: Any) -> None:
    one_year = {"duree_conservation_cv_mois": 12, "taches_rh": ["recrutement"]}
    lot = made(CARE, **one_year, durees_conservation=None, traitements=None)
    text = "".join(
        clause(lot, slug) for slug in ("conservation-archivage", "annexe-perimetre-processus", "dpa-donnees-personnes")
    )
    assert "douze (12) mois après le dernier contact" in text
    assert "Candidatures non retenues | 2" not in text
    assert "24 mois" not in text
    assert "COH-81" in broken(packed(CARE, **one_year))
    assert "COH-81" not in broken(packed(CARE, **one_year, durees_conservation=row(0, duree_ans=1)))


def test_a_machine_that_answers_is_checked_afterwards(made: Any) -> None:
    words = "n'est pas contrôlée avant son envoi"
    assert words in clause(made(CARE, ia_dialogue=True), "intelligence-artificielle")
    assert words not in clause(made(CARE), "intelligence-artificielle")


def test_a_recruiter_has_no_access_to_the_files_of_the_staff(library: Library, questionnaire: Questionnaire) -> None:
    def systems(*tasks: str) -> set[str]:
        rows = view_of(library, questionnaire, "lot", {"fonctions": ("rh",), "taches_rh": tasks})("acces")
        return {row["systeme"] for row in rows}

    assert systems("recrutement") == {"dossier des candidatures"}
    assert systems("registre") == {"dossier du personnel"}
    assert systems("recrutement", "registre") == {"dossier des candidatures", "dossier du personnel"}


def test_each_measure_that_reports_carry_is_defined(made: Any) -> None:
    lot = made(PME)
    assert "La part des délais tenus, le taux d'erreur et la disponibilité" in clause(
        lot, "annexe-gouvernance-rapports"
    )
    for measure in ("La part des délais tenus est", "Le taux d'erreur est", "La disponibilité est"):
        assert measure in clause(lot, "annexe-sla")


def test_a_lawyer_is_not_told_to_send_back_what_is_entrusted(made: Any) -> None:
    text = clause(made(LAWYER), "annexe-perimetre-processus")
    assert "S'il ne l'est pas, il renvoie la demande" in text


def test_patients_are_the_persons_of_a_medical_secretariat(library: Library, questionnaire: Questionnaire) -> None:
    def persons(medical: bool) -> tuple[str, ...]:
        values = {"fonctions": ("assistanat",), "telesecretariat_medical": medical}
        (found,) = view_of(library, questionnaire, "lot", values)("traitements")
        return found["personnes"]

    assert "patients" in persons(True)
    assert "patients" not in persons(False)
    assert "prospects" not in persons(True)


def test_a_file_of_entries_is_due_where_entries_are_made(made: Any) -> None:
    gathered = {
        "prestataire.profession": "aucun", "prestataire.numero_inscription": None,
        "taches_comptables": ["collecte", "relances"],
    }  # fmt: skip
    assert applicable(made(PME), "PROF-16")
    assert "fichier des écritures comptables" in clause(made(PME), "annexe-reversibilite")
    lot = made(PME, **gathered)
    assert not applicable(lot, "PROF-16")
    assert "fichier des écritures comptables, au format" not in clause(lot, "annexe-reversibilite")


@pytest.mark.parametrize(("amount", "wrong"), [(15120, False), (16600, False), (17000, True), (13000, True)])
def test_the_amount_of_the_year_is_that_of_its_units(amount: int, wrong: bool, packed: Any) -> None:
    assert ("COH-82" in broken(packed(ROOFERS, montant_annuel_ht=amount))) == wrong


def test_an_amount_is_not_compared_while_a_unit_has_no_price(packed: Any) -> None:
    assert "COH-82" not in broken(packed(ROOFERS, montant_annuel_ht=99999, prix_unitaires=None))
    assert "COH-82" not in broken(packed(ROOFERS, montant_annuel_ht=99999, modele_prix="mixte"))


def test_a_start_is_accepted_within_its_own_weeks(library: Library, questionnaire: Questionnaire) -> None:
    """Two cycles of a month do not fit in six weeks, nor one in two."""
    for months, words in ((24, "un cycle complet"), (4, "premières sorties acceptées")):
        view = view_of(library, questionnaire, "lot", {"profil": "complet", "duree_initiale_mois": months})
        assert view("transition_criteres")[0].startswith(words)


def test_a_contract_of_work_is_spoken_of_where_it_is_filled_in(made: Any) -> None:
    words = "contrat de travail ou un avenant"
    for slug in ("cdc-perimetre", "annexe-perimetre-processus"):
        assert words in clause(made(CARE), slug)
        assert words not in clause(made(CARE, taches_rh=["recrutement"]), slug)


def test_calls_are_spoken_of_where_the_telephone_is_answered(made: Any) -> None:
    silent = {"canaux": ["courrier", "agenda"], "indicateurs": None, "rapports": None, "processus": None}
    for profile in ("simplifie", "complet"):
        lot = made(MICRO, **silent, profil=profile)
        text = "".join(clause(lot, s) for s in ("niveaux-service", "annexe-sla", "annexe-perimetre-processus"))
        assert "décroché" not in text
        assert "aucun appel" not in text
    assert "n'enregistre aucun appel" in clause(made(MICRO), "annexe-perimetre-processus")


def test_an_hour_is_no_loan_of_a_person_in_a_short_contract_either(made: Any) -> None:
    hourly = {
        "modele_prix": "unites_oeuvre", "montant_annuel_ht": 6720,
        "prix_unitaires": [{"fonction": "assistanat", "unite": "heure", "prix_ht": 28}],
        "volumes": [{"fonction": "assistanat", "unite_oeuvre": "heure", "volume_mensuel": 20, "bande_pct": 10}],
    }  # fmt: skip
    assert "que le Prestataire dirige seul" in clause(made(MICRO, **hourly), "prix-facturation")
    assert "que le Prestataire dirige seul" not in clause(made(MICRO), "prix-facturation")
