"""What a reader of whole short contracts found: protections that the shorter text had lost, plurals, things said of no one."""

from __future__ import annotations

from typing import Any

import pytest
from dossiers import Dossier, row
from test_content_tasks import clause

from contractgen import build
from contractgen.model import Library, Questionnaire
from contractgen.results import LotResult

MICRO = "micro-assistanat"
UNITS = {
    "modele_prix": "unites_oeuvre",
    "prix_unitaires": [{"fonction": "assistanat", "unite": "appel", "prix_ht": 1}],
}
LAWYER = {
    "fonctions": ["juridique"],
    "taches_juridiques": ["consultation", "relecture_contrats"],
    "role_rgpd": "responsable_distinct",
    "prestataire.profession": "avocat",
    "prestataire.numero_inscription": "2011-0457",
}


@pytest.fixture
def short(library: Library, questionnaire: Questionnaire) -> Any:
    def make(changes: dict[str, Any] | None = None) -> LotResult:
        return build(library, questionnaire, Dossier(MICRO, changes or {}).answers()).lots[0]

    return make


def test_a_late_client_bears_what_its_delay_causes_also_for_a_legal_date(short: Any) -> None:
    text = clause(short(), "collaboration-client")
    assert "sauf échéance légale" in text
    assert "décharge le Prestataire du dommage qu'il cause" in text


def test_only_the_tasks_of_another_nature_are_named(short: Any) -> None:
    """The list says what differs from the sentence before it, and who proves what."""
    text = clause(short({**LAWYER}), "engagements-prestataire")
    assert "consultation et contentieux : moyens." in text
    assert "échéances légales : " not in text
    assert "le Client prouve la faute" in text
    assert "le Client prouve la faute" not in clause(short(), "engagements-prestataire")


def test_who_is_controller_keeps_its_own_data(short: Any) -> None:
    assert "responsable de traitement" in clause(short({**LAWYER}), "effets-fin-contrat")
    assert "responsable de traitement" not in clause(short(), "effets-fin-contrat")
    assert "attestation signée dans les cinq" in clause(short(), "effets-fin-contrat")


def test_a_peak_is_a_volume_that_the_provider_treats(short: Any) -> None:
    assert "pic mensuel à traiter : 180" in clause(short(), "annexe-volumes-prix")


def test_the_price_of_help_is_looked_for_where_prices_are(short: Any) -> None:
    text = clause(short(UNITS), "annexe-volumes-prix")
    assert "suit le tableau des prix unitaires" in text
    assert "une unité sans prix au tableau n'est ni facturée ni déduite" in text
    assert "suit le tarif de l'offre jointe" in clause(short(), "annexe-volumes-prix")


def test_the_fallback_starts_before_the_limit_is_passed(short: Any) -> None:
    text = clause(short(), "continuite-repli")
    assert "menace de dépasser le maximum" in text
    assert "n'est pas dû pendant une interruption qui lui est imputable" in text
    assert "sous-traitant ne libère pas le Prestataire" in clause(short(), "annexe-repli-continuite")


def test_a_shared_process_says_who_does_what(short: Any) -> None:
    shared = short({"processus": row(0, responsable="partage")})
    assert "le Client fournit les entrées et décide" in clause(shared, "annexe-perimetre-processus")
    assert "fournit les entrées et décide" not in clause(short(), "annexe-perimetre-processus")


def test_a_provider_of_elsewhere_gives_the_papers_of_elsewhere(short: Any) -> None:
    abroad = {"prestataire.etabli_france": False, "prestataire.pays": "BE", "prestataire.siren": None}
    assert "D. 8222-7" in clause(short(abroad), "duree-reconduction")
    assert "8222-5" not in clause(short(abroad), "duree-reconduction")
    assert "8222-5" in clause(short(), "duree-reconduction")


@pytest.mark.parametrize("party", ["client", "prestataire"])
def test_a_form_that_is_not_known_is_not_said_to_have_no_capital(party: str, short: Any) -> None:
    changes = {f"{party}.forme": "autre", f"{party}.capital": None}
    assert "s'il en a un" in clause(short(changes), "parties")
    assert "Sans capital social" in clause(
        short({f"{party}.forme": "association", f"{party}.capital": None}), "parties"
    )


def test_silence_about_a_new_subcontractor_leads_to_one_written_acceptance(short: Any) -> None:
    general = {
        "sous_traitance_ulterieure": True,
        "autorisation_st": "generale",
        "delai_opposition_st_jours": 30,
        "sous_traitants": [{"nom": "Paylog", "tache": "hébergement", "pays": "FR", "donnees": "messages"}],
    }
    text = clause(short(general), "sous-traitance")
    assert "Sans opposition dans ce délai, le Client accepte" in text
    assert "chaque sous-traitant de la liste suivante" in text


def test_a_volume_that_is_not_answered_is_told_and_breaks_nothing(short: Any) -> None:
    for lacking in ("volumes", "prix_unitaires"):
        assert short({**UNITS, lacking: None}).documents
