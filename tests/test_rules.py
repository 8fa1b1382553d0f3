"""Each coherence rule: the smallest change of an example that breaks it, and the example itself, which does not."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import pytest
import yaml
from conftest import ROOT
from dossiers import Dossier, row, without

from contractgen import build, load_library, load_questionnaire, pipeline
from contractgen.markup import parse_body
from contractgen.model import Finding, Library, Questionnaire, Run
from contractgen.results import Pack

RULES = {rule["id"]: rule for rule in yaml.safe_load((ROOT / "clause_library/rules.yaml").read_text("utf-8"))["rules"]}
PME, MICRO, ROOFERS, CARE = "pme-compta-paie", "micro-assistanat", "batiment-paie", "association-rh"
LAWYER, PAYMENTS, THREE = "logiciel-juridique", "paiement-comptabilite", "centre-medical-trois-lots"


class Case(NamedTuple):
    """What breaks a rule. `example` and `lot` say of what it is a change; `also`: the rules that this breaks besides;
    `told`: what the finding names for the reader to change, the label of the first answer changed if empty."""

    example: str
    changes: dict[str, Any]
    also: tuple[str, ...] = ()
    told: str = ""
    lot: str = ""


CASES = {
    "COH-01": Case(PME, {"delais_par_gravite": row(2, prise_en_compte_h=30)}),
    "COH-02": Case(PME, {"delais_par_gravite": row(0, resolution_h=30)}),
    "COH-03": Case(PAYMENTS, {"astreinte": False}),
    "COH-04": Case(PME, {"processus": without(1)}),
    "COH-05": Case(PME, {"rapports": row(0, indicateurs=["CPT-01", "CPT-02", "PAI-01"])}),
    "COH-06": Case(PME, {"rapports": row(0, frequence="trimestrielle")}),
    "COH-07": Case(PME, {"indicateurs": row(0, source=None)}),
    "COH-08": Case(PME, {"plafond_penalites_pct": 31}),
    "COH-09": Case(PME, {"plafond_responsabilite_pct": 14}),
    "COH-10": Case(PME, {"penalite_liberatoire": True, "plafond_penalites_pct": 3}),
    "COH-11": Case(MICRO, {"preavis_mois": 12}, also=("COH-69",)),
    "COH-12": Case(MICRO, {"reversibilite_mois": "0.5"}),
    "COH-13": Case(PME, {"duree_reconduction_mois": 36}),
    "COH-14": Case(ROOFERS, {"duree_initiale_mois": 72}),
    "COH-15": Case(PME, {"delai_paiement_jours": 61}),
    "COH-16": Case(ROOFERS, {"delai_paiement_jours": 46}),
    "COH-17": Case(CARE, {"delai_paiement_jours": 46}),
    "COH-19": Case(PME, {"indexation": "smic"}),
    "COH-20": Case(PME, {"indexation": "autre"}, told="Lien de l'indice avec l'activité", also=("COH-55",)),
    "COH-21": Case(PME, {"periodicite_revision_mois": 18}),
    "COH-23": Case(PME, {"client.date_consultation_cse": None}),
    "COH-24": Case(PME, {"niveau_equilibre": "prestataire"}, told="5 clauses en variante prestataire"),
    "COH-25": Case(PME, {"sous_traitants": []}),
    "COH-26": Case(PME, {"autorisation_st": "interdite"}),
    "COH-27": Case(CARE, {"pays_transfert": []}, also=("COH-55",)),
    "COH-28": Case(CARE, {"mecanisme_transfert": "adequation"}),
    "COH-29": Case(ROOFERS, {"outils": row(0, pays_hebergement="MA")}),
    "COH-30": Case(PME, {"delai_notification_violation_heures": 49}),
    "COH-31": Case(PAYMENTS, {"delai_alerte_incident_heures": 25}),
    "COH-32": Case(PME, {"delai_effacement_jours": 5}),
    "COH-33": Case(PME, {"durees_conservation": row(0, duree_ans=9)}),
    "COH-34": Case(PME, {"echeance_dsn": "15"}),
    "COH-35": Case(PME, {"date_cloture_variables": 26}),
    "COH-36": Case(PME, {"mandat_dsn": False}),
    "COH-37": Case(PME, {"prestataire.profession": "aucun"}, told="expert-comptable"),
    "COH-38": Case(LAWYER, {"prestataire.profession": "aucun"}),
    "COH-39": Case(LAWYER, {"role_rgpd": "sous_traitant"}),
    "COH-40": Case(THREE, {"securite.certifications": ["ISO27001"]}, lot="secretariat"),
    "COH-41": Case(THREE, {
        "transfert_hors_ue": True, "pays_transfert": ["MA"], "mecanisme_transfert": "cct",
        "lieux_traitement": [{"lieu": "Angers", "pays": "FR", "usages": ["stockage"]}],
    }, told="Lieux de service", lot="secretariat"),
    "COH-42": Case(PAYMENTS, {"preavis_changement_mois": 3}),
    "COH-43": Case(PAYMENTS, {"frais_changement": 500}),
    "COH-44": Case(PAYMENTS, {"lieux_traitement": []}),
    "COH-45": Case(PAYMENTS, {"test_repli_frequence_mois": 18}),
    "COH-46": Case(PME, {"acces": row(0, titulaire_client=None)}),
    "COH-47": Case(PME, {"delai_transfert_acces_heures": 25}),
    "COH-48": Case(PME, {"plan_b": row(1, delai_activation_h=25)}),
    "COH-49": Case(CARE, {"tribunal": "tribunal de commerce de Rennes"}),
    "COH-50": Case(PME, {"niveau_signature": "simple"}),
    "COH-51": Case(CARE, {"duree_conservation_cv_mois": 36, "durees_conservation": row(0, duree_ans=3)}),
    "COH-52": Case(PME, {"profil": "simplifie"}),
    "COH-54": Case(PME, {"definitions": [{"terme": "Exercice décalé", "sens": "un exercice clos en cours d'année"}]}, told="« Exercice décalé » défini sans être employé"),
    "COH-55": Case(PME, {"prestataire.raison_sociale": "à désigner"}, told="« à désigner »"),
    "COH-57": Case(MICRO, {"traitements": row(0, fonction="paie")}),
    "COH-58": Case(MICRO, {"indicateurs": without(1), "rapports": row(0, indicateurs=["ASS-01"])}),
    "COH-59": Case(PME, {"securite.mfa": False}),
    "COH-60": Case(PME, {"formats_restitution": ["XLSX", "natif"]}),
    "COH-61": Case(ROOFERS, {"criteres_choix": row(0, poids_pct=50)}),
    "COH-62": Case(PME, {"volumes": row(0, bande_pct=60)}),
    "COH-63": Case(PME, {"periodicite_vigilance_mois": 12}),
    "COH-64": Case(THREE, {"nb_prestataires": 4}, told="3 lots pour 4 prestataires annoncés"),
    "COH-65": Case(PME, {"volumes": without(1)}),
    "COH-66": Case(PME, {"indicateurs": lambda rows: rows[:2], "rapports": row(0, indicateurs=["CPT-01", "CPT-02"])}),
    "COH-67": Case(PME, {"interruption_max": without(1)}),
    "COH-69": Case(MICRO, {"duree_reconduction_mois": 1}),
    "COH-70": Case(CARE, {"donnees_personnelles": False}),
    "COH-71": Case(CARE, {"mecanisme_transfert": "derogation"}),
    "COH-72": Case(MICRO, {"telesecretariat_medical": True}),
    "COH-73": Case(PME, {"acces": lambda rows: [{**row, "niveau": "edition"} for row in rows]}),
    "COH-68": Case(ROOFERS, {"plafond_responsabilite_montant": 100}, also=("COH-74",)),
    "COH-74": Case(ROOFERS, {"plafond_responsabilite_montant": 1000, "plafond_penalites_pct": 1}),
    "COH-76": Case(PME, {"mediation_jours": 14}),
    "COH-77": Case(PME, {"duree_confidentialite_ans": 2}),
    "COH-78": Case(MICRO, {"preavis_convenance_mois": 12}),
    "COH-79": Case(ROOFERS, {"prix_unitaires": row(0, unite="heure"), "volumes": row(0, unite_oeuvre="heure")}, told="Un prix unitaire se compte en heures"),
    "COH-80": Case(PAYMENTS, {"client.categorie_financiere": "assurance", "services_tic": False}),
    "COH-81": Case(CARE, {"durees_conservation": row(0, duree_ans=1)}),
    "COH-82": Case(ROOFERS, {"montant_annuel_ht": 20000}, told="20 000 € au montant annuel"),
    "COH-75": Case(ROOFERS, {"prix_unitaires": row(0, unite="fiche de paie")}),
}  # fmt: skip

# what no answer of the shipped questionnaire can break: it guards the library, the questionnaire or the program
GUARDS = ("COH-18", "COH-22", "COH-53", "COH-56")


@cache
def kept(example: str) -> Pack:
    questionnaire = load_questionnaire()
    return build(load_library(questionnaire=questionnaire), questionnaire, Dossier(example).answers())


def broken(pack: Pack, lot: str = "") -> dict[str, Finding]:
    """The rules that are broken in a lot, in any when none is named."""
    lots = [one for one in pack.lots if lot in ("", one.id)]
    return {finding.rule: finding for one in lots for finding in one.findings if finding.rule}


def test_every_rule_has_a_case(library: Library) -> None:
    assert {rule.id for rule in library.rules} == set(RULES)
    assert set(CASES) | set(GUARDS) == set(RULES)
    assert not set(CASES) & set(GUARDS)


@pytest.mark.parametrize("ident", CASES)
def test_the_smallest_change_breaks_the_rule_and_no_other(
    ident: str, library: Library, questionnaire: Questionnaire
) -> None:
    case = CASES[ident]
    pack = build(library, questionnaire, Dossier(case.example, case.changes, case.lot).answers())
    found = broken(pack, case.lot)
    assert sorted(found) == sorted({ident, *case.also})
    told(found[ident], case.told or questionnaire.questions[next(iter(case.changes))].label.rstrip(" ?"))
    assert not any(f"« {name} »" in found[ident].advice for name in library.parameters)  # no user can change them
    assert found[ident].severity == {"blocking": "error", "warning": "warning"}[RULES[ident]["severity"]]
    assert pack.status == "refused" or RULES[ident]["severity"] == "warning"


@pytest.mark.parametrize("ident", CASES)
def test_the_example_itself_keeps_the_rule(ident: str) -> None:
    pack = kept(CASES[ident].example)
    assert pack.status == "delivered"
    assert ident not in broken(pack)


def told(finding: Finding, what: str) -> None:
    """The finding names its rule, and what is to be changed."""
    assert finding.message.startswith(f"{finding.where} : ")
    assert undressed(what) in undressed(f"{finding.message} {finding.advice}")


def undressed(text: str) -> str:
    return text.translate({0xA0: " ", 0x202F: " ", ord("’"): "'"})


Break = Callable[[Library, Questionnaire, pytest.MonkeyPatch], Pack]


def no_rate(library: Library, questionnaire: Questionnaire, _: pytest.MonkeyPatch) -> Pack:
    """COH-18: a questionnaire whose rate of late interest has no default any more."""
    question = questionnaire.questions["taux_penalites_retard"]._replace(default=None)
    questions = {**questionnaire.questions, "taux_penalites_retard": question}
    answers = Dossier(PME, {"taux_penalites_retard": None}).answers()
    return build(library, questionnaire._replace(questions=questions), answers)


def no_vigilance(library: Library, questionnaire: Questionnaire, _: pytest.MonkeyPatch) -> Pack:
    """COH-22: a library whose annex of vigilance is never taken."""
    annex = library.clauses["annexe-vigilance"]._replace(when="client.effectif < 0")
    clauses = {**library.clauses, "annexe-vigilance": annex}
    return build(library._replace(clauses=clauses), questionnaire, Dossier(PME).answers())


def led_nowhere(library: Library, questionnaire: Questionnaire, _: pytest.MonkeyPatch) -> Pack:
    """COH-53: a clause that refers to one that is not in the contract."""
    parsed = parse_body("Voir [[non-sollicitation]].")
    clause = library.clauses["force-majeure"]
    added = clause._replace(blocks=(*clause.blocks, *parsed.blocks))
    return build(library._replace(clauses={**library.clauses, clause.id: added}), questionnaire, Dossier(PME).answers())


def two_values(library: Library, questionnaire: Questionnaire, monkeypatch: pytest.MonkeyPatch) -> Pack:
    """COH-56: a program that prints an answer in two ways."""
    real = pipeline.traced_runs

    def altered(document: Any) -> tuple[Run, ...]:
        other = Run("Mécanique du Verdon SAS", "answer", "client.raison_sociale")
        return (*real(document), other)

    monkeypatch.setattr(pipeline, "traced_runs", altered)
    return build(library, questionnaire, Dossier(PME).answers())


BREAKS: dict[str, tuple[Break, str]] = {
    "COH-18": (no_rate, "Taux de retard"),
    "COH-22": (no_vigilance, "annexe-vigilance"),
    "COH-53": (led_nowhere, "non-sollicitation"),
    "COH-56": (two_values, "« Raison sociale » imprimé « Mécanique du Verdon SAS »"),
}


@pytest.mark.parametrize("ident", GUARDS)
def test_what_no_answer_breaks_is_broken_by_a_fault_of_ours(
    ident: str, library: Library, questionnaire: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, what = BREAKS[ident]
    assert ident not in broken(kept(PME))  # first: what is kept must be built without the fault
    pack = make(library, questionnaire, monkeypatch)
    told(broken(pack)[ident], what)
    assert pack.status == "refused"


@pytest.mark.parametrize(
    ("functions", "tasks", "breaks"),
    [
        (["juridique"], ["consultation"], True),  # nothing that it would be accessory to
        (["juridique"], ["redaction_actes"], True),
        (["juridique"], ["secretariat_societes"], False),
        (["juridique", "comptabilite"], ["consultation", "redaction_actes"], False),
        (["juridique", "comptabilite"], ["contentieux"], True),
    ],
)
def test_an_accountant_advises_only_beside_his_accounts_and_never_pleads(
    functions: list[str], tasks: list[str], breaks: bool, library: Library, questionnaire: Questionnaire
) -> None:
    """Articles 4, 54 and 59 of law 71-1130."""
    changes = {"prestataire.profession": "expert_comptable", "fonctions": functions, "taches_juridiques": tasks}
    pack = build(library, questionnaire, Dossier(LAWYER, changes).answers(), draft=True)
    assert ("COH-38" in broken(pack)) is breaks
