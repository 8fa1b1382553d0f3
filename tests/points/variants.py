"""The packs that are looked at: both examples, each function alone, all five, long tables, hard names, lots, drafts, signatures.

Every variant is made of the examples' answers with some replaced; nothing here is random.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from contractgen import Answers, read_answers

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
FUNCTIONS = ("comptabilite", "paie", "assistanat", "rh", "juridique")
_OF_FUNCTIONS = (
    "processus", "volumes", "indicateurs", "acces", "interruption_max", "plan_b", "rapports", "traitements", "echeances",
)  # fmt: skip


class Variant(NamedTuple):
    """A dossier: its answers, whether it is built as a draft, and what some checks need to know of it."""

    answers: Callable[[], Answers]
    draft: bool = False
    electronic: bool = True


def _example(name: str) -> dict[str, Any]:
    """The answers of an example by dotted id."""
    found: dict[str, Any] = {}
    for key, value in read_answers(EXAMPLES / f"{name}.yaml").values.items():
        found.update({f"{key}.{inner}": v for inner, v in value.items()} if isinstance(value, dict) else {key: value})
    return found


def _sme(**changes: Any) -> Answers:
    return Answers(_with(_example("pme-compta-paie"), **changes))


def _with(answers: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The answers with some replaced; `a__b` stands for the dotted id a.b, None removes one."""
    renamed = {key.replace("__", "."): value for key, value in changes.items()}
    return {key: value for key, value in {**answers, **renamed}.items() if value is not None}


# ---------------------------------------------------------------- functions

_OWN: dict[str, dict[str, Any]] = {
    "comptabilite": {},
    "paie": {},
    "assistanat": {"canaux": ["telephone", "courriel"], "appels_jour": 25},
    "rh": {"taches_rh": ["administration_personnel", "recrutement", "formation", "registre"], "embauches_an": 12},
    "juridique": {
        "taches_juridiques": ["secretariat_societes", "contratheque", "echeancier", "veille_documentaire"],
        "nb_contrats_an": 40,
    },
}
_VOLUMES = {
    "comptabilite": ("pièce", 1400), "paie": ("bulletin", 70), "assistanat": ("appel", 500), "rh": ("dossier", 12),
    "juridique": ("contrat", 4),
}  # fmt: skip


def functions(*names: str) -> Answers:
    """The larger example with other functions, whose tables are those of the questionnaire by default."""
    answers = {key: value for key, value in _example("pme-compta-paie").items() if key not in _OF_FUNCTIONS}
    for name in names:
        answers.update(_OWN[name])
    rows = [
        {"fonction": name, "unite_oeuvre": unit, "volume_mensuel": count, "pic": count * 2, "bande_pct": 15}
        for name, (unit, count) in _VOLUMES.items()
        if name in names
    ]
    plans = [
        {"fonction": name, "type": "second_prestataire", "repreneur": "Relais Bertin SARL", "delai_activation_h": 4}
        for name in names
    ]
    answers.update(fonctions=list(names), volumes=rows, plan_b=plans)
    if not {"comptabilite", "paie"} & set(names):
        answers.update({"acces_bancaire": None, "plafond_ordre": None, "double_validation": None})
    return Answers({key: value for key, value in answers.items() if value is not None})


# ---------------------------------------------------------------- long tables

_SYSTEMS = (
    "Logiciel de comptabilité générale et analytique hébergé (instance de production du groupe)",
    "Portail déclaratif net-entreprises – déclarations sociales nominatives et prélèvement à la source",
    "Gestion électronique des documents\u00a0: coffre des factures d’achat et des relevés bancaires",
    "Messagerie partagée comptabilite@mecanique-du-vercors.example",
    "ERP",
)
_TASKS = ("contrôler la concordance des pièces avec les bons de réception", "relancer les fournisseurs",
          "enregistrer", "transmettre au responsable administratif et financier")  # fmt: skip


def long_tables() -> Answers:
    """Thirty rows of long, real-looking data in each table that prints one line a row."""
    two = ("comptabilite", "paie")
    return _sme(
        processus=[
            {"fonction": two[i % 2], "processus": f"Processus {i + 1}\u00a0: traitement des factures d’immobilisations et de frais généraux",
             "declencheur": "réception de la pièce validée par le service acheteur", "entrees": ["factures", "bons de réception signés"],
             "taches": list(_TASKS[: 1 + i % 4]), "sorties": ["écriture passée", "pièce archivée"], "responsable": "prestataire",
             "delai": f"{i % 5 + 2}\u00a0jours ouvrés après la réception"}
            for i in range(30)
        ],
        volumes=[
            {"fonction": two[i % 2], "unite_oeuvre": f"pièce de la catégorie {i + 1} (saisie, contrôle et archivage compris)",
             "volume_mensuel": 1234 * (i + 1), "pic": 2500 * (i + 1), "bande_pct": 10 + i % 3}
            for i in range(30)
        ],
        indicateurs=[
            {"id": f"{('CPT', 'PAI')[i % 2]}-{i + 1:02}", "fonction": two[i % 2], "nom": f"Taux de traitement dans les délais, catégorie {i + 1}",
             "formule": "pièces traitées dans le délai convenu / pièces reçues dans le mois × 100", "unite": "pct", "cible": 99,
             "sens": "min", "frequence": "mensuelle", "source": "journal horodaté de l’outil de gestion électronique",
             "penalite": "0,5\u00a0% par point manquant"}
            for i in range(30)
        ],
        acces=[
            {"fonction": two[i % 2], "systeme": f"{_SYSTEMS[i % 5]} n°\u00a0{i + 1}", "compte": f"delegation.orval-et-lamy.{i + 1:02}@mecanique-du-vercors.example",
             "niveau": "preparation", "titulaire_client": "Directrice administrative et financière",
             "mode_reprise": "réinitialisation par l’administrateur du Client"}
            for i in range(30)
        ],
        rapports=[
            {"nom": f"rapport {i + 1} de pilotage", "fonction": two[i % 2], "frequence": "mensuelle", "jour_remise": 5,
             "destinataires": ["direction administrative et financière", "contrôle interne"],
             "indicateurs": [f"{('CPT', 'PAI')[i % 2]}-{i + 1:02}"]}
            for i in range(30)
        ],
        sous_traitants=[
            {"nom": f"Orval Services {i + 1} SARL", "tache": "numérisation, saisie et contrôle des pièces", "pays": "FR",
             "donnees": "factures, relevés bancaires, variables de paie"}
            for i in range(30)
        ],
    )  # fmt: skip


# ---------------------------------------------------------------- hard names


def hard_names() -> Answers:
    """Names with apostrophes, ampersands, hyphens, angle brackets, a vowel or an h first, and of great length."""
    return _sme(
        client__raison_sociale="Établissements Hélène d’Aubigné-L’Hospitalier & Fils – Ateliers de l’Île-d’Yeu, d’Oléron et d’Aix-en-Othe",
        client__representant="Ève-Aurélie d’Ornano-O’Brien, directrice générale déléguée à l’administration et aux finances",
        client__siege="1 bis, allée de l’Hôtel-d’Assézat, bâtiment «\u00a0Œuvres\u00a0», 31000 Toulouse",
        prestataire__raison_sociale="Expertise & Audit <Île-de-France> de l’Yonne, d’Eure-et-Loir et associés",
        sous_traitants=[
            {"nom": "A&B d’Œuvre", "tache": "numérisation", "pays": "FR", "donnees": "factures"},
            {"nom": "Hôtel des Données", "tache": "hébergement", "pays": "FR", "donnees": "paie"},
        ],
    )  # fmt: skip


# ---------------------------------------------------------------- lots


def three_lots() -> Answers:
    """Three providers, each with its functions."""
    common = functions("comptabilite", "paie", "assistanat").values
    own = ("fonctions", "volumes", "plan_b", "acces_bancaire", "plafond_ordre", "double_validation")
    lots = []
    for ident, names, provider in (
        ("comptabilite", ("comptabilite",), "Cabinet Orval & Lamy"),
        ("paie", ("paie",), "Paie d’Occitanie SARL"),
        ("accueil", ("assistanat",), "Hémisphère Accueil SAS"),
    ):
        values = {key: value for key, value in functions(*names).values.items() if key in own}
        lots.append({"id": ident, **values, "prestataire.raison_sociale": provider})
    kept = {key: value for key, value in common.items() if key not in own and key != "prestataire.raison_sociale"}
    table = [{"nom": lot["prestataire.raison_sociale"], "fonctions": lot["fonctions"]} for lot in lots]
    return Answers({**kept, "nb_prestataires": 3, "prestataires": table}, lots=tuple(lots))


# ---------------------------------------------------------------- the rest of the questionnaire


def singular() -> Answers:
    """Every duration and number one, where the questionnaire lets it be."""
    return _sme(
        duree_initiale_mois=12, duree_reconduction_mois=1, preavis_mois=1, preavis_convenance_mois=1, reversibilite_mois=1,
        reversibilite_test_mois=1, delai_paiement_jours=1, delai_info_controle_jours=1, periodicite_revision_mois=12,
        delai_alerte_incident_heures=1, revue_frequence_mois=1, audit_frequence=1, audit_preavis_jours=1, mediation_jours=15,
        delai_notification_violation_heures=1, delai_effacement_jours=1, delai_opposition_st_jours=1, duree_confidentialite_ans=3,
        securite__sauvegarde_test_mois=1, test_repli_frequence_mois=1, seuil_resiliation_penalites_mois=1, date_effet="2027-01-01",
        date_cloture_variables=1, date_paiement_salaires=28, plafond_responsabilite_mode="montant", plafond_responsabilite_pct=None,
        plafond_responsabilite_montant=1000001, montant_annuel_ht="80121.50", assurance_rcp_montant=2000000, nb_bulletins_mois=1,
        prix_unitaires=[{"fonction": "comptabilite", "unite": "pièce", "prix_ht": "1.5"}, {"fonction": "paie", "unite": "bulletin", "prix_ht": 22}],
    )  # fmt: skip


def everything() -> Answers:
    """Most of what the questionnaire lets be asked: transfers, health data, cloud, artificial intelligence, staff, finance."""
    return _sme(
        transfert_hors_ue=True, pays_transfert=["MA", "US"], mecanisme_transfert="cct", donnees_sensibles=True, donnees_sante=True,
        hebergeur_hds=[{"nom": "Hébergia", "certificat": "HDS-2026-14", "validite": "2029-06-30", "lieux": ["Lyon", "Lille"]}],
        lieux_traitement=[{"lieu": "Casablanca", "pays": "MA", "usages": ["acces_distant", "support"]}, {"lieu": "Lyon", "pays": "FR", "usages": ["stockage"]}],
        service_cloud=True, usage_ia=True, ia_usages=["lecture automatique des factures", "tri des messages"], dpo_prestataire="dpo@orval.example",
        personnel_sur_site=True, transfert_personnel=True, effectif_transfere=3, non_sollicitation=True, client__entite_financiere=True,
        client__categorie_financiere="paiement", fonction_critique=True, services_tic=True, client__nis2=True, client__capital=150000,
        autorisation_st="specifique", delai_opposition_st_jours=None, securite__certifications=["ISO27001", "HDS", "SecNumCloud"],
        tribunal="tribunal des activités économiques de Grenoble", prestataire__commercant=True, reversibilite_prix_mode="inclus", intervention_7j7=True,
        donnees_exportables=["écritures", "bulletins"], activites_hds=["1", "5"], maj_documentation_mois=1, clause_rse=True, clause_reference=True,
        derogations=["le délai de l’audit est porté à vingt jours"], facture_recapitulative=True, mode_delai_paiement="fin_de_mois",
        signataires=[{"nom": "Anaïs Perrot", "qualite": "présidente", "partie": "client"}, {"nom": "Éloi Orval", "qualite": "gérant", "partie": "prestataire"}],
        contacts=[{"partie": "client", "role": "responsable du contrat", "nom": "Inès Hamel", "suppleant": "Luc Obry", "courriel": "i.hamel@mecanique.example"}],
    )  # fmt: skip


VARIANTS: dict[str, Variant] = {
    "pme": Variant(_sme),
    "micro": Variant(lambda: Answers(_example("micro-assistanat"))),
    "longs": Variant(long_tables),
    "noms": Variant(hard_names),
    **{name: Variant(lambda name=name: functions(name)) for name in FUNCTIONS},  # type: ignore[misc]
    "cinq": Variant(lambda: functions(*FUNCTIONS)),
    "projet": Variant(
        lambda: _sme(preavis_mois=None, penalites=None, reversibilite_mois=None, client__siege=None), draft=True
    ),
    "manuscrite": Variant(lambda: _sme(mode_signature="manuscrite", niveau_signature=None), electronic=False),
    "noms-projet": Variant(hard_names, draft=True),
    "lots": Variant(three_lots),
    "uns": Variant(singular),
    "tout": Variant(everything),
}
