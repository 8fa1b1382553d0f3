"""Dossiers at the edge of the law: what an honest client is not refused, what an impossible dossier is."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import pytest
from dossiers import Dossier, row
from plain_text import text_of

from contractgen import build
from contractgen.model import Library, Questionnaire
from contractgen.results import LotResult

PME, MICRO, ROOFERS, CARE = "pme-compta-paie", "micro-assistanat", "batiment-paie", "association-rh"
THREE, LAWYER, PAYMENTS = "centre-medical-trois-lots", "logiciel-juridique", "paiement-comptabilite"
ABROAD = {"prestataire.etabli_france": False, "prestataire.siren": None}


class Refused(NamedTuple):
    """A change of an example, and the rule that it breaks."""

    example: str
    rule: str
    changes: dict[str, Any]
    lot: str = ""


REFUSED = {
    "a provider in Morocco to whom nothing is said to be transferred": Refused(
        PME, "COH-29", {**ABROAD, "prestataire.pays": "MA"}
    ),
    "a provider in India under the adequacy of Switzerland": Refused(CARE, "COH-28", {
        **ABROAD, "prestataire.pays": "IN", "mecanisme_transfert": "adequation", "pays_transfert": ["CH"],
        "lieux_traitement": [{"lieu": "Genève", "pays": "CH", "usages": ["service"]}],
    }),
    "payroll without the data of anyone": Refused(PME, "COH-70", {"donnees_personnelles": False}),
    "health data with a host whose certificate has run out": Refused(THREE, "COH-40", {
        "hebergeur_hds": row(0, validite=date(2026, 1, 31)),
    }, "secretariat"),
    "a court for a company of liberal practice that did not say whether it trades": Refused(MICRO, "COH-49", {
        "client.forme": "SELARL", "tribunal": "tribunal de commerce de Vannes",
        "prestataire.forme": "SARL", "prestataire.independant": False,
    }),
    "variables two days before the salaries, in the same month": Refused(
        ROOFERS, "COH-35", {"decalage_paie": True, "date_cloture_variables": 6, "date_paiement_salaires": 8}
    ),
    "a works council consulted once the contract runs": Refused(
        PME, "COH-23", {"client.date_consultation_cse": date(2029, 1, 8)}
    ),
}  # fmt: skip
ADMITTED: dict[str, Dossier] = {
    "variables at the end of the month, salaries on the fifth of the next": Dossier(
        ROOFERS, {"decalage_paie": True, "date_cloture_variables": 28, "date_paiement_salaires": 5}
    ),
    "management control by a provider on no roll": Dossier(
        PME,
        {
            "prestataire.profession": "aucun",
            "prestataire.numero_inscription": None,
            "taches_comptables": ["controle_gestion"],
        },
    ),
    "the accounts of an association outside the scope of VAT, without a platform": Dossier(
        PME,
        {
            "regime_tva": "non_assujetti",
            "plateforme_agreee": None,
            "client.forme": "association",
            "client.capital": None,
            "tribunal": None,
        },
    ),
    "a mission of two months, without a word of notice": Dossier(
        MICRO,
        {
            "duree_initiale_mois": 2,
            "reconduction": "aucune",
            "duree_reconduction_mois": None,
            "preavis_mois": None,
        },
    ),
    "a court chosen by an association and a Belgian provider (Brussels I bis, art. 25)": Dossier(
        CARE, {**ABROAD, "prestataire.pays": "BE", "tribunal": "tribunal judiciaire de Rennes"}
    ),
    "a Belgian provider to whom nothing leaves the area": Dossier(ROOFERS, {**ABROAD, "prestataire.pays": "BE"}),
}


def rules_broken(dossier: Dossier, library: Library, questionnaire: Questionnaire) -> set[str]:
    pack = build(library, questionnaire, dossier.answers())
    return {finding.rule for lot in pack.lots for finding in lot.findings if finding.rule}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_law_forbids_is_refused(name: str, library: Library, questionnaire: Questionnaire) -> None:
    one = REFUSED[name]
    assert one.rule in rules_broken(Dossier(one.example, one.changes, one.lot), library, questionnaire)


@pytest.mark.parametrize("name", ADMITTED)
def test_what_the_law_admits_is_delivered(name: str, library: Library, questionnaire: Questionnaire) -> None:
    assert not rules_broken(ADMITTED[name], library, questionnaire)
    assert build(library, questionnaire, ADMITTED[name].answers()).status == "delivered"


def test_an_accountant_for_payroll_alone_signs_a_letter_of_engagement(
    library: Library, questionnaire: Questionnaire
) -> None:
    dossier = Dossier(ROOFERS, {"prestataire.profession": "expert_comptable", "prestataire.numero_inscription": "1234"})
    (lot,) = build(library, questionnaire, dossier.answers()).lots
    assert {state(lot, ident) for ident in ("PROF-03", "PROF-04")} == {"satisfied"}
    assert "pour les Fonctions confiées : paie" in plain(lot, "annexe-lettre-mission")
    assert "comptes annuels" not in plain(lot, "annexe-lettre-mission")


@pytest.mark.parametrize("role", ["responsable_distinct", "responsable_conjoint"])
@pytest.mark.parametrize("basis", ["adequation", "cct", "bcr"])
def test_a_transfer_to_a_controller_names_its_country_and_its_basis(
    role: str, basis: str, library: Library, questionnaire: Questionnaire
) -> None:
    dossier = Dossier(LAWYER, {
        **ABROAD, "prestataire.pays": "CH", "role_rgpd": role, "transfert_hors_ue": True, "pays_transfert": ["CH"],
        "mecanisme_transfert": basis, "lieux_traitement": [{"lieu": "Genève", "pays": "CH", "usages": ["service"]}],
    })  # fmt: skip
    (lot,) = build(library, questionnaire, dossier.answers()).lots
    assert state(lot, "RGPD-25") == "satisfied"
    assert state(lot, "RGPD-26") == ("satisfied" if basis == "cct" else "not_applicable")
    assert "Suisse" in plain(lot, "donnees-personnelles").split("repose sur un mécanisme identifié")[1]


APPLIES = {
    "a dedicated team may follow the activity when it goes back": (PME, "TRAV-10", {"equipe_dediee": True}, True),
    "a team that serves others stays where it is": (PME, "TRAV-10", {"equipe_dediee": False}, False),
    "the audit of a small client is delegated where there is one": (
        PAYMENTS, "DORA-23", {"client.microentreprise": True, "client.effectif": 8}, True,
    ),
    "no audit of DORA 30(3)(e), nothing to delegate": (
        PAYMENTS, "DORA-23", {"client.microentreprise": True, "client.effectif": 8, "fonction_critique": False}, False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", APPLIES)
def test_a_requirement_applies_where_its_text_does(name: str, library: Library, questionnaire: Questionnaire) -> None:
    example, ident, changes, applies = APPLIES[name]
    (lot,) = build(library, questionnaire, Dossier(example, changes).answers()).lots
    assert state(lot, ident) == ("satisfied" if applies else "not_applicable")


SAYS = {
    "the fees of a lawyer are agreed in the contract itself": (
        LAWYER, "", "juridique-limites", "fixés par la convention écrite que forment l’Article 5 et l’Annexe 2",
    ),
    "health data are among the types of data of a practice": (
        THREE, "secretariat", "dpa-donnees-personnes", "s’ajoutent les données de santé",
    ),
    "the employer keeps the payslips": (PME, "", "conservation-archivage", "Le Client, employeur, conserve un double"),
}  # fmt: skip


@pytest.mark.parametrize("name", SAYS)
def test_a_paragraph_says_who_does_what(name: str, library: Library, questionnaire: Questionnaire) -> None:
    example, ident, slug, words = SAYS[name]
    lots = build(library, questionnaire, Dossier(example).answers()).lots
    assert words in plain(next(lot for lot in lots if ident in ("", lot.id)), slug)


def state(lot: LotResult, ident: str) -> str:
    return next(status.status for status in lot.requirements if status.id == ident)


def plain(lot: LotResult, slug: str) -> str:
    """The text of a clause, with plain spaces."""
    found = "".join(text_of((one,)) for document in lot.documents for one in document.clauses if one.id == slug)
    return found.replace("\u00a0", " ").replace("\u202f", " ")
