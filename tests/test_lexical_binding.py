"""Whom a passage binds, and whether it binds anybody: the parties by whatever name, conditions, recitals, and what the provider
does for itself."""

from __future__ import annotations

import pytest
from test_third_party import EVIDENCE, docx

from contractgen.errors import ContentError
from contractgen.lexical.case import ANNEX_MISSING, DOUBTFUL, FOUND, NOT_FOUND
from contractgen.lexical.evidence import Evidence, folded
from contractgen.lexical.evidence_file import evidence_of
from contractgen.lexical.judging import judge
from contractgen.lexical.parties import named
from contractgen.lexical.passages import passages_of
from contractgen.model import Library

# Few words a requirement: here it is the sentence that is judged.
WORDS = """
evidence:
  - {requirement: BP-08, all: [[incident], [signal], [heure], [telephone]], duty: provider}
  - {requirement: BP-10, all: [[retient], [donnee], [impaye], [ne]], duty: provider}
  - {requirement: BP-12, all: [[plan de reversib], [a jour], [test]], duty: provider}
  - {requirement: BP-24, all: [[changement de controle], [informe], [resili]], duty: provider, right: client}
  - {requirement: BP-29, all: [[assurance], [responsabilite], [attestation]], duty: provider}
  - {requirement: RGPD-04, all: [[finalite], [traitement]], states: true}
  - {requirement: RGPD-05, all: [[donnees traitees], [nom]], states: true}
  - {requirement: RGPD-10, all: [[personnel], [confidenti], [tenu]], duty: provider}
  - {requirement: RGPD-11, all: [[mesures techniques], [appropriees]], processor: true, duty: provider}
  - {requirement: RGPD-13, all: [[oppos], [sous-trait], [informe]], duty: provider}
  - {requirement: RGPD-15, all: [[sous-traitants ulterieurs], [pleinement responsable], [manquement]], duty: provider}
  - {requirement: RGPD-18, all: [[terme], [restitu], [effac], [choix]], duty: provider}
  - {requirement: RGPD-19, all: [[demontr], [respect], [disposition]], duty: provider}
  - {requirement: RGPD-20, all: [[audit], [client], [permet, proced, facilit]], duty: provider, right: client}
  - {requirement: RGPD-22, all: [[violation], [notifi], [heure]], processor: true, duty: provider}
  - {requirement: PROF-14, all: [[comptab], [dix ans, 10 ans], [conserv]], processor: true}
  - {requirement: DACT-18, all: [[frais de changement], [avant la signature], [tarif]]}
"""


@pytest.fixture(scope="module")
def evidence(library: Library) -> dict[str, Evidence]:
    return dict(evidence_of(WORDS.encode(), library))


@pytest.fixture(scope="module")
def shipped(library: Library) -> dict[str, Evidence]:
    return dict(evidence_of(EVIDENCE, library))


def judged(ident: str, text: str, evidence: dict[str, Evidence], library: Library) -> str:
    (one,) = judge(
        passages_of(docx(text)), evidence, library._replace(requirements={ident: library.requirements[ident]})
    )
    return one.status


def as_sides(*texts: str) -> tuple[str, ...]:
    return named(texts, [folded(text) for text in texts])


UNDEFINED = (
    "Le Client confie ses sauvegardes à VOLTANE.",
    "VOLTANE assure la supervision des serveurs du Client.",
    "VOLTANE s'engage à intervenir sous quatre heures.",
    "En cas de panne, VOLTANE informe le Client.",
)


def test_a_party_that_nothing_defines_is_told_by_what_it_does_beside_the_client() -> None:
    assert as_sides(*UNDEFINED)[1:] == (
        "le prestataire assure la supervision des serveurs du client.",
        "le prestataire s'engage a intervenir sous quatre heures.",
        "en cas de panne, le prestataire informe le client.",
    )
    assert as_sides(*UNDEFINED)[0] == "le client confie ses sauvegardes au prestataire."


def test_a_role_that_is_none_of_those_known_is_told_in_the_same_way() -> None:
    texts = (
        "Le Client confie le site au Développeur.",
        "Le Développeur livre le site ; le Développeur assure la recette. Le Développeur met le code à disposition.",
        "Le Client paie les honoraires du Développeur.",
    )
    assert as_sides(*texts)[2] == "le client paie les honoraires du prestataire."


def test_a_third_party_that_acts_beside_both_is_taken_for_neither() -> None:
    texts = (*UNDEFINED, "Le Prestataire exécute la mission que le Client commande.")
    assert as_sides(*texts) == tuple(folded(text) for text in texts)


def test_two_that_act_as_often_are_taken_for_neither() -> None:
    texts = (*UNDEFINED, "NORDIA assure le transport. NORDIA s'engage sur les délais et NORDIA informe le Client.")
    assert as_sides(*texts) == tuple(folded(text) for text in texts)


def test_a_provider_s_word_by_which_the_client_is_called_is_the_client() -> None:
    texts = (
        "Le service est souscrit par le client (ci-après le « Cabinet » ou le « Client ») auprès de l'Éditeur.",
        "Le Cabinet sauvegarde ses données ; l'accès d'un autre cabinet est exclu.",
    )
    assert as_sides(*texts)[1] == "le client sauvegarde ses donnees ; l'acces d'un autre cabinet est exclu."
    assert as_sides("Le Cabinet tient la comptabilité du client.") == ("le cabinet tient la comptabilite du client.",)


def test_a_name_followed_by_its_role_in_brackets_is_of_that_role() -> None:
    texts = (
        "Accord entre Lumide (« Sous-traitant ») et le client (« Responsable du traitement »).",
        "Lumide notifie les violations.",
    )
    assert as_sides(*texts)[1] == "le prestataire notifie les violations."


INCIDENT = "signale au Client tout incident par téléphone dans les deux heures"
PLAN = "tient à jour et teste chaque année le plan de réversibilité"
BINDS = [
    ("BP-08", f"Le Prestataire {INCIDENT}."),
    ("BP-08", "Nous vous signalons tout incident par téléphone dans les deux heures."),
    ("BP-08", "Le Titulaire signale tout incident au Donneur d'ordre par téléphone dans les deux heures."),
    ("BP-08", f"Entre ALPHA (ci-après « le Freelance ») et BETA (ci-après « le Client »).\nLe Freelance {INCIDENT}."),
    ("BP-08", "Vous recevez de nous une alerte : nous vous signalons tout incident par téléphone dans l'heure."),
    ("BP-12", f"Le Prestataire {PLAN}."),
    ("BP-12", f"Le Prestataire {PLAN}. Selon la formule souscrite, il fournit aussi des rapports."),
    ("BP-24", "Chaque partie informe l'autre de tout changement de contrôle ; celle-ci peut alors résilier le contrat."),
    ("BP-29", "Chaque partie souscrit une assurance de responsabilité et en justifie chaque année par une attestation."),
    ("RGPD-19", "Le Sous-traitant met à disposition du Responsable de quoi démontrer le respect du présent accord et permet la réalisation d'audits, dans des conditions convenues entre les parties."),
    ("RGPD-15", "Le Responsable accorde une autorisation générale de recourir à des sous-traitants ultérieurs. Le Sous-traitant reste pleinement responsable de leurs manquements."),
    ("PROF-14", "Le Prestataire conserve dix ans les pièces comptables du Client, conformément aux obligations légales."),
    ("RGPD-11", "Le Prestataire met en œuvre les mesures techniques et organisationnelles appropriées de sécurité."),
    ("DACT-18", "Le Client reconnaît avoir reçu, avant la signature, le tarif des frais de changement de fournisseur."),
]  # fmt: skip


@pytest.mark.parametrize(("ident", "text"), BINDS)
def test_what_binds_the_provider_is_found(
    ident: str, text: str, evidence: dict[str, Evidence], library: Library
) -> None:
    assert judged(ident, text, evidence, library) == FOUND


LESS = [
    ("BP-08", f"Le Prestataire {INCIDENT}, dans la mesure de ses disponibilités."),
    ("BP-08", "Le Prestataire fait son possible pour signaler au Client tout incident par téléphone dans les deux heures."),
    ("BP-08", "Le Prestataire signale tout incident par téléphone dans les deux heures aux clients Premium uniquement."),
    ("BP-08", f"Selon la formule souscrite, le Prestataire {INCIDENT}."),
    ("BP-08", f"Le Prestataire {INCIDENT}, lorsque cela est techniquement possible."),
    ("BP-08", "Vous nous signalez tout incident par téléphone dans les deux heures."),
    ("BP-08", "L'Annonceur signale à l'Agence tout incident par téléphone dans les deux heures."),
    ("BP-08", "Le Client est tenu d'un devoir d'alerte : tout incident est signalé par téléphone, l'heure notée."),
    ("BP-08", "L'Entreprise Cliente signale tout incident par téléphone dans les deux heures."),
    ("BP-08", "Il est demandé au Client de signaler tout incident par téléphone dans les deux heures."),
    ("BP-08", "Tout incident sera signalé par téléphone au Prestataire dans les deux heures."),
    ("BP-08", "Entre ALPHA (ci-après « le Freelance ») et BETA (ci-après « le Client »).\nBETA signale tout incident par téléphone dans les deux heures."),
    ("BP-12", "Le plan de réversibilité, sous réserve d'acceptation par le Prestataire, est tenu à jour et testé."),
    ("BP-12", "Un plan de réversibilité tenu à jour et testé est fourni moyennant une facturation complémentaire."),
    ("BP-12", "Le plan de réversibilité, tenu à jour et testé, reste à définir."),
    ("BP-12", "Le plan de réversibilité est tenu à jour et testé ; il est fourni en option."),
    ("BP-12", "Le Prestataire tient à jour et teste le plan de réversibilité. Ce point doit être tranché avant la signature."),
    ("BP-12", "Les candidats détaillent dans leur offre :\n- le plan de réversibilité, tenu à jour et testé ;\n- son prix."),
    ("BP-12", "« Plan de réversibilité » : le document tenu à jour et testé que le Prestataire établit."),
    ("BP-12", "Article 1 - Définitions\nPlan de réversibilité : document tenu à jour et testé par le Prestataire."),
    ("BP-12", "Préambule\nLe Prestataire tient à jour et teste un plan de réversibilité."),
    ("BP-12", "Le Client déclare avoir reçu le plan de réversibilité, tenu à jour et testé."),
    ("BP-10", "Le Client ne retient aucune donnée, même en cas d'impayé."),
    ("BP-29", "Le Client a souscrit une assurance de responsabilité dont il remet l'attestation."),
    ("RGPD-10", "Le personnel du Client est tenu à la confidentialité des données personnelles."),
    ("RGPD-18", "Au terme du contrat, les données sont restituées ou effacées au choix du Prestataire."),
    ("RGPD-20", "Le Client ne pourra réaliser d'audit, que le Prestataire facilite, sans l'accord de celui-ci."),
    ("RGPD-20", "Le Prestataire procède à des audits chez le Client, qui les facilite."),
    ("RGPD-20", "Le Sous-traitant permet la réalisation d'audits par le Client, dans des conditions convenues entre les parties."),
    ("RGPD-13", "Le Prestataire informe le Client de ses nouveaux sous-traitants, qui ne peut s'y opposer."),
    ("RGPD-04", "Le Client doit limiter les données aux finalités du traitement, qu'il détermine."),
    ("RGPD-11", "Article 9 - Vie privée\nLe Client dispose d'un droit d'accès, de rectification et d'opposition.\nLe Prestataire met en œuvre les mesures techniques et organisationnelles appropriées de sécurité."),
    ("RGPD-22", "Toute violation de données est notifiée sous 72 heures à la CNIL par l'Éditeur, responsable de traitement."),
    ("PROF-14", "Conformément aux obligations légales, sont conservées après la résiliation les pièces comptables : 10 ans."),
]  # fmt: skip


@pytest.mark.parametrize(("ident", "text"), LESS)
def test_what_binds_less_or_another_is_doubtful(
    ident: str, text: str, evidence: dict[str, Evidence], library: Library
) -> None:
    assert judged(ident, text, evidence, library) == DOUBTFUL


def test_a_subcontracting_clause_is_of_data_only_in_a_contract_that_speaks_of_them(
    shipped: dict[str, Evidence], library: Library
) -> None:
    text = "Le Prestataire ne sous-traite {} sans l'accord préalable et écrit du Client."
    assert judged("RGPD-12", text.format("pas la mission"), shipped, library) == NOT_FOUND
    data = "Le Prestataire traite des données pour le compte du Client.\n"
    assert judged("RGPD-12", data + text.format("aucun traitement de données"), shipped, library) == FOUND


def test_the_provider_s_own_sale_is_no_sale_of_the_client_s(shipped: dict[str, Evidence], library: Library) -> None:
    text = "Si l'activité du Prestataire est cédée, le contrat est transféré ; l'acquéreur, à qui le Prestataire cède le contrat, en informe le Client."
    assert judged("BP-22", text, shipped, library) != FOUND


def test_what_a_contract_states_in_an_annex_that_is_not_there_is_told_so(
    evidence: dict[str, Evidence], library: Library
) -> None:
    text = "Les données traitées (annexe A) comprennent le nom et l'adresse des personnes concernées."
    assert judged("RGPD-05", text, evidence, library) == ANNEX_MISSING
    assert judged("RGPD-05", f"{text}\nAnnexe A\nVoir le portail.", evidence, library) == FOUND


def test_an_annex_that_another_sentence_leads_to_takes_nothing_from_one_that_says_all(
    evidence: dict[str, Evidence], library: Library
) -> None:
    text = "Le Prestataire recourt aux entreprises listées à l'annexe C. Le Prestataire informe le Client de tout sous-traitant nouveau, auquel le Client peut s'opposer.{}"
    assert judged("RGPD-13", text.format(""), evidence, library) == FOUND
    assert judged("RGPD-13", text.format(" Les modalités figurent à l'annexe D."), evidence, library) == ANNEX_MISSING


def test_a_table_of_treatments_of_data_lays_no_other_duty(evidence: dict[str, Evidence], library: Library) -> None:
    text = "{} | Détail\nSecours | plan de réversibilité à jour, testé"
    assert judged("BP-12", text.format("Finalité"), evidence, library) == DOUBTFUL
    assert judged("BP-12", text.format("Engagement"), evidence, library) == FOUND


def test_an_item_that_is_optional_gives_nothing_to_its_list(shipped: dict[str, Evidence], library: Library) -> None:
    said = ["Double authentification", "Comptes nominatifs", "Chiffrement des disques", "Sauvegarde quotidienne", "Journalisation des accès"]  # fmt: skip
    text = "\n".join(("Article 7 - Sécurité", *(f"- {one}" for one in said)))
    assert judged("BP-17", text, shipped, library) == FOUND
    assert judged("BP-17", text.replace("des disques", "des disques, sur devis"), shipped, library) == DOUBTFUL


def test_what_requirements_share_is_each_one_s_and_their_own_prevails(library: Library) -> None:
    data = b"shared:\n  - {of: [BP, COM-01], matter: [paie], mild: true}\nevidence:\n"
    data += b"  - {requirement: BP-11, all: [[un]], matter: [bulletin]}\n  - {requirement: BP-12, all: [[un]]}\n"
    data += b"  - {requirement: COM-01, all: [[un]]}\n  - {requirement: COM-10, all: [[un]]}"
    found = evidence_of(data, library)
    assert [found[one].matter for one in ("BP-11", "BP-12", "COM-01", "COM-10")] == [
        ("bulletin",),
        ("paie",),
        ("paie",),
        (),
    ]
    assert [found[one].mild for one in ("BP-11", "COM-10")] == [True, False]


@pytest.mark.parametrize("shared", [b"[{matter: [paie]}]", b"[{of: [BP], all: [[un]]}]", b"oui", b"[{of: BP}]"])
def test_what_is_shared_in_a_wrong_way_is_told_with_its_line(shared: bytes, library: Library) -> None:
    data = b"shared: " + shared + b"\nevidence:\n  - {requirement: BP-11, all: [[un]]}"
    with pytest.raises(ContentError, match=r"evidence\.yaml:1: « shared »"):
        evidence_of(data, library)


@pytest.mark.parametrize(
    ("delay", "status"),
    [("30 jours", FOUND), ("[__ jours]", DOUBTFUL), ("____ jours, à défaut de 30 jours", DOUBTFUL),
     ("[à compléter : 30 jours]", DOUBTFUL), ("[préciser, ex. : 30 jours]", DOUBTFUL), ("[…] 30 jours", DOUBTFUL)],
)  # fmt: skip
def test_what_is_left_blank_is_not_agreed(
    delay: str, status: str, shipped: dict[str, Evidence], library: Library
) -> None:
    text = f"Le Client paie chaque facture dans un délai de {delay} à compter de sa date d'émission."
    assert judged("COM-01", text, shipped, library) == status
