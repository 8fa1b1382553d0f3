"""Sentences of contracts that others wrote: who bears the duty, what is left for later, and which words count together."""

from __future__ import annotations

import pytest
from test_third_party import EVIDENCE, docx, in_its_kind, judged

from contractgen.lexical.case import ANNEX_MISSING, DOUBTFUL, FOUND, NOT_FOUND
from contractgen.lexical.contradictions import contradictions
from contractgen.lexical.evidence import Evidence
from contractgen.lexical.evidence_file import evidence_of
from contractgen.lexical.judging import judge
from contractgen.lexical.passages import Passage, passages_of
from contractgen.model import Library


@pytest.fixture(scope="module")
def evidence(library: Library) -> dict[str, Evidence]:
    return dict(evidence_of(EVIDENCE, library))


SAID = [
    ("BP-08", "Le Prestataire signale au Client tout incident dans les deux heures."),
    ("BP-08", "Tout incident est signalé au Client dans les quatre heures de sa découverte."),
    (
        "BP-11",
        "En fin de contrat, le Prestataire restitue pendant un mois les données en CSV et assiste le repreneur, au prix convenu, selon deux jalons et jusqu’à la recette.",
    ),
    ("RGPD-22", "Le Sous-traitant notifie au Responsable toute violation de données sous 24 heures."),
    (
        "RGPD-11",
        "Le Sous-traitant met en œuvre les mesures techniques et organisationnelles de sécurité adaptées au risque.",
    ),
    ("BP-29", "Le Prestataire souscrit une assurance de responsabilité et remet chaque année une attestation."),
    ("BP-09", "Le Client est propriétaire de ses données et y accède à tout moment."),
    ("BP-30", "Le Prestataire garde confidentielles les informations du Client pendant le contrat et dix ans après."),
    (
        "COM-12",
        "La responsabilité du Prestataire est plafonnée au prix annuel, sauf faute lourde, dol ou dommage corporel.",
    ),
    (
        "BP-24",
        "Le Prestataire informe le Client de tout changement de contrôle ; le Client peut alors résilier le contrat.",
    ),
    (
        "RGPD-20",
        "Le Sous-traitant permet au Responsable ou à son mandataire de réaliser des audits et des inspections, et y contribue.",
    ),
    (
        "COM-13",
        "Chaque partie peut résilier le contrat trente jours après une mise en demeure restée sans effet en cas de manquement de l’autre.",
    ),
    ("BP-13", "En cas d’absence de l’intervenant, le Prestataire le remplace par son suppléant dans la journée."),
    (
        "BP-16",
        "Le Client dispose toujours d’un compte d’administration ; aucun accès n’est détenu par le Prestataire seul.",
    ),
    ("RGPD-15", "Le Prestataire répond pleinement des manquements de ses sous-traitants ultérieurs."),
    (
        "RGPD-18",
        "Au terme du contrat, le Prestataire efface ou restitue les données, au choix du Client, et détruit les copies.",
    ),
    ("BP-10", "Le Prestataire ne retient aucune donnée, même en cas d’impayé."),
    ("BP-07", "Le Prestataire remet un rapport mensuel au Client le 5 de chaque mois."),
    (
        "PROF-04",
        "Le cabinet est couvert par une assurance de responsabilité civile professionnelle dont l’attestation est jointe.",
    ),
    (
        "COM-18",
        "Le contrat se poursuit en cas de redressement judiciaire ; aucune résiliation ne résulte du seul fait de la procédure collective.",
    ),
    (
        "COM-16",
        "Aucune des parties ne sera tenue responsable d’un cas de force majeure au sens de l’article 1218 du Code civil ; au-delà de trente jours, chacune peut résilier le contrat.",
    ),
    (
        "COM-13",
        "Si, passé ce délai, la partie en défaut n’a pas remédié au manquement, l’autre peut résilier le contrat trente jours après la mise en demeure.",
    ),
    (
        "TRAV-11",
        "Aucun lien de subordination ne lie les parties ; le Prestataire travaille en toute autonomie, aussi pour d’autres clients.",
    ),
    (
        "COM-04",
        "Tout retard entraîne une indemnité de recouvrement de 40 euros, sans qu’aucune mise en demeure ne soit nécessaire.",
    ),
    (
        "RGPD-09",
        "À moins que la loi ne l’exige, auquel cas il prévient le Client avant le traitement, le Prestataire n’agit que sur instruction.",
    ),
    ("COM-14", "Le contrat se renouvelle automatiquement d’année en année, sauf lettre envoyée deux mois avant."),
    ("RGPD-11", "Le Sous-traitant prend des mesures de sécurité appropriées."),
    ("RGPD-05", "Données traitées : nom, prénom, adresse, numéro de téléphone."),
    ("COM-04", "Indemnité forfaitaire de recouvrement : 40 €"),
]
LESS = [
    ("BP-08", "Le Client signale tout incident au Prestataire sans délai, au plus tard sous deux heures."),
    (
        "BP-11",
        "Le Prestataire pourra assister le nouveau prestataire et restituer les données dans un délai de deux mois.",
    ),
    (
        "BP-11",
        "La réversibilité fera l’objet d’un devis : restitution des données, délai de deux mois, assistance au repreneur.",
    ),
    (
        "BP-11",
        "Le Client assure lui-même la réversibilité : il exporte ses données dans le mois et assiste le repreneur.",
    ),
    ("RGPD-22", "Le Client notifie au Prestataire toute violation de données sous 24 heures."),
    ("RGPD-11", "Les mesures techniques et organisationnelles de sécurité seront précisées ultérieurement."),
    ("BP-29", "Le Client souscrit une assurance de responsabilité et remet chaque année une attestation."),
    ("BP-17", "Ni la double authentification, ni le chiffrement, ni la sauvegarde, ni le journal ne sont assurés."),
    ("BP-09", "Les données appartiennent au Prestataire, le Client y accède à tout moment."),
    ("BP-30", "Le Client garde confidentielles les informations du Prestataire pendant cinq ans après la fin."),
    ("COM-12", "La responsabilité est plafonnée au prix annuel, y compris en cas de faute lourde ou de dol."),
    (
        "BP-24",
        "Le Client informe le Prestataire de tout changement de contrôle ; le Prestataire peut alors résilier le contrat.",
    ),
    ("RGPD-20", "Le Client autorise le Prestataire à réaliser des audits de ses installations."),
    ("RGPD-20", "Le Sous-traitant permet au Responsable de réaliser des audits et des inspections."),
    (
        "COM-13",
        "Le Prestataire peut résilier le contrat trente jours après mise en demeure en cas de manquement du Client.",
    ),
    ("COM-10", "Le contrat est résilié sans préavis."),
    ("COM-03", "Des pénalités de retard au taux légal sont exigibles."),
    ("RGPD-15", "Le Prestataire ne répond pas des manquements de ses sous-traitants ultérieurs."),
    ("RGPD-12", "Le Prestataire recourt librement à d’autres sous-traitants, sans autorisation du Client."),
    ("RGPD-18", "Au terme du contrat, le Prestataire conserve les données pendant dix ans."),
    ("BP-10", "En cas d’impayé, le Prestataire pourra retenir les données jusqu’au paiement."),
    ("BP-10", "En cas d’impayé, le Prestataire conserve les données et documents jusqu’à complet paiement."),
    ("BP-07", "Un rapport mensuel d’activité pourra être remis au Client."),
    ("BP-07", "Le Prestataire envisage de remettre un rapport mensuel."),
    ("BP-12", "À l’avenir, un plan de réversibilité pourrait être mis à jour."),
    ("HDS-03", "Le Client répond des sites web et des fichiers qu’il a hébergés."),
    ("RGPD-19", "Les parties se communiquent tout document utile à leurs obligations respectives."),
    ("COM-01", "Le paiement des pénalités ne dépasse pas 30 % de la facture du mois."),
    ("BP-06", "Les pénalités sont calculées par rapport à l’indicateur, sans délai."),
    ("RGPD-10", "Le Prestataire s’engage à protéger les données personnelles et confidentielles."),
    ("BP-27", "Le Client est tenu de ne pas copier la documentation mise à sa disposition."),
    ("RGPD-01", "Le Prestataire est responsable de ses sous-traitants au titre du contrat."),
    ("TRAV-11", "Le personnel du Prestataire reste sous la subordination exclusive du Prestataire."),
    ("COM-17", "Les informations transmises au titre du contrat le sont avec l’accord écrit du Client."),
    (
        "BP-30",
        "Le Prestataire garde confidentielles les informations du Client pendant la durée du contrat et deux ans après son terme.",
    ),
    ("RGPD-05", "Les catégories de données personnelles sont spécifiées par le Responsable."),
    (
        "COM-24",
        "Toute contestation d’une facture est faite dans un délai d’un mois ; passé ce délai, le Client reste obligé de la régler.",
    ),
    ("COM-25", "Les pénalités sont une indemnité forfaitaire et définitive, sans autre dommages-intérêts."),
    (
        "BP-08",
        "La responsabilité du Prestataire ne saurait être engagée dans les cas suivants : - incident signalé au Client plus de deux heures après ; - panne.",
    ),
    ("COM-18", "En cas de liquidation, le contrat ne comprend pas la sauvegarde des fichiers ; il peut être résilié."),
    ("RGPD-16", "Le Prestataire est déchargé de toute aide à l’exercice des droits des personnes."),
    ("RGPD-22", "Le Prestataire ne saurait être tenu de notifier au Client une violation de données sous 24 heures."),
    ("BP-13", "Pas de moyen de secours en cas d’absence du Prestataire."),
    ("BP-10", "Le Prestataire ne retient aucun document, sauf en cas d’impayé."),
    (
        "BP-11",
        "La réversibilité, avec restitution des données sous un mois et assistance au repreneur, n’est due que si le Client est à jour.",
    ),
    (
        "RGPD-22",
        "Le Prestataire informe le Client d’une violation de données dans les meilleurs délais, s’il l’estime utile.",
    ),
    ("BP-12", "« Plan de réversibilité » : désigne le document, mis à jour et testé, qui la décrit."),
    ("BP-14", "La durée maximale d’interruption et la perte de données admise, en heures, sont à compléter."),
    ("BP-11", "En fin de contrat, le Prestataire restitue les données sous un mois et assiste le repreneur."),
    ("TRAV-11", "Aucun lien de subordination ne lie les parties ; le Prestataire travaille en toute autonomie."),
    ("BP-03", "Le nombre de bulletins par mois et l’écart toléré seront arrêtés plus tard."),
    ("COM-10", "Le contrat peut être résilié à tout moment, sans préavis de jours ni de mois."),
    ("COM-10", "Le contrat peut être résilié à tout moment avec un préavis de trois mois."),
    ("COM-03", "Des pénalités de retard au taux de trois fois le taux légal sont exigibles."),
    ("COM-19", "Tout litige relève de la compétence exclusive du tribunal de commerce de Paris."),
    ("COM-17", "Aucune des parties ne peut céder le contrat sans l’accord préalable et écrit de l’autre."),
    ("COM-10", "Chaque partie peut mettre fin au contrat par lettre envoyée trois mois avant son échéance."),
]


@pytest.mark.parametrize(("ident", "text"), SAID)
def test_what_is_said_is_found(ident: str, text: str, evidence: dict[str, Evidence], library: Library) -> None:
    assert judged(in_its_kind(ident, text), evidence, library)[ident].status == FOUND


@pytest.mark.parametrize(("ident", "text"), LESS)
def test_what_is_less_than_the_protection_is_not_found(
    ident: str, text: str, evidence: dict[str, Evidence], library: Library
) -> None:
    assert judged(in_its_kind(ident, text), evidence, library)[ident].status in (DOUBTFUL, NOT_FOUND)


REASONS = {
    "le client": ("RGPD-22", "Le Client notifie au Prestataire toute violation de données sous 24 heures."),
    "peut, non qu'il doit": ("BP-07", "Un rapport mensuel d’activité pourra être remis au Client le 5 du mois."),
    "plus tard": (
        "RGPD-11",
        "Les mesures techniques et organisationnelles de sécurité seront précisées ultérieurement.",
    ),
    "qu'au prestataire": (
        "COM-13",
        "Le Prestataire peut résilier le contrat trente jours après mise en demeure en cas de manquement du Client.",
    ),
}


@pytest.mark.parametrize("reason", REASONS)
def test_the_doubt_says_its_reason(reason: str, evidence: dict[str, Evidence], library: Library) -> None:
    ident, text = REASONS[reason]
    assert reason in judged(in_its_kind(ident, text), evidence, library)[ident].sure


def test_words_far_apart_in_one_paragraph_are_doubtful(evidence: dict[str, Evidence], library: Library) -> None:
    first, last = "Tout incident est signalé au Client par courriel.", "Le support ouvre à neuf heures."
    between = "Le site est fermé. Les clés sont à l’accueil. Le gardien les garde. La porte est blindée."
    assert judged(f"{first} {last}", evidence, library)["BP-08"].status == FOUND
    assert judged(f"{first} {between} {last}", evidence, library)["BP-08"].status == DOUBTFUL


def test_one_item_of_a_list_says_nothing_of_another(evidence: dict[str, Evidence], library: Library) -> None:
    items = ["Le Prestataire s’engage à :", "- signaler au Client tout incident ;", "- répondre aux appels sous deux heures ;",
             "- tenir un registre."]  # fmt: skip
    assert judged("\n".join(items), evidence, library)["BP-08"].status == DOUBTFUL
    items[1] = "- signaler au Client tout incident sous deux heures ;"
    assert judged("\n".join(items), evidence, library)["BP-08"].status == FOUND


def test_a_list_without_punctuation_is_one_sentence(evidence: dict[str, Evidence], library: Library) -> None:
    lines = ["La force majeure est celle de l’article 1218 du Code civil.", "En sont des cas :", "- les inondations", "- les incendies", "- les grèves",
             "Au-delà de trente jours de force majeure, chaque partie peut résilier le contrat."]  # fmt: skip
    assert judged("\n".join(lines), evidence, library)["COM-16"].status == FOUND


def test_the_law_s_own_mild_words_are_firm(evidence: dict[str, Evidence], library: Library) -> None:
    """Article 28, 3, e of the GDPR asks for help as far as possible."""
    text = "Dans la mesure du possible, le Sous-traitant aide le Responsable à répondre à l’exercice des droits des personnes."
    assert judged(text, evidence, library)["RGPD-16"].status == FOUND


def test_the_title_of_an_article_gives_its_subject_to_its_rows(evidence: dict[str, Evidence], library: Library) -> None:
    rows = ["Article 2 — Description du traitement", "Nature | Hébergement et sauvegarde des dossiers confiés par le Responsable.",
            "Finalité | Tenue du service souscrit par le Responsable et par ses agents.",
            "Durée | Durée de l’abonnement, puis un mois pour la suppression des données."]  # fmt: skip
    assert judged("\n".join(rows), evidence, library)["RGPD-03"].status == FOUND


def test_a_title_of_word_s_outline_says_nothing(evidence: dict[str, Evidence], library: Library) -> None:
    text = "Plan de réversibilité, remise au démarrage, mise à jour chaque année et test par les Parties"
    for title, status in ((True, NOT_FOUND), (False, FOUND)):
        passages = (
            Passage(f"{text}{'' if title else '.'}", "p1", title),
            Passage("Le présent article est réservé.", "p2"),
        )
        found = {one.requirement: one for one in judge(passages, evidence, library)}
        assert found["BP-12"].status == status


def test_the_quote_begins_with_the_sentence_that_says_it(evidence: dict[str, Evidence], library: Library) -> None:
    before = (
        "Les informations confidentielles sont celles que les Parties échangent, sous quelque forme que ce soit. " * 3
    )
    said = "Les Parties gardent ces informations secrètes pendant cinq ans après la fin du contrat."
    found = judged(before + said, evidence, library)["BP-30"]
    assert found.status == FOUND
    assert found.quote.startswith("…Les Parties gardent ces informations secrètes")


def test_an_annex_beside_a_word_of_the_subject_is_no_evidence(evidence: dict[str, Evidence], library: Library) -> None:
    text = "Le contrat a pour objet une application de gestion de stock, selon le cahier des charges (Annexe A)."
    found = judged(text, evidence, library)
    assert {found[ident].status for ident in ("RGPD-02", "HDS-03", "DACT-05")} == {NOT_FOUND}
    text = "Les niveaux de service sont définis en annexe 9."
    assert judged(text, evidence, library)["BP-04"].status == ANNEX_MISSING


TWICE = {
    "Le contrat est conclu pour une durée de 3 ans.|La durée du contrat est de 24 mois.": ("3 ans", "24 mois"),
    "Le contrat peut être résilié avec un préavis de 3 mois.|La résiliation suppose un préavis de 30 jours.": ("3 mois", "30 jours"),
    "Les factures sont payables sous trente (30) jours.|Le délai de paiement est de 45 jours.": ("30 jours", "45 jours"),
    "Toute violation est notifiée sous 24 heures.|Le Prestataire notifie la violation de données au plus tard 72 heures après.": ("24 heures", "72 heures"),
    "Le contrat peut être résilié avec un préavis de 3 mois.|Les prix changent avec un préavis de 2 mois.": (),
    "Le contrat est résilié avec un préavis de 3 mois.|La résiliation suppose un préavis de 90 jours.": (),
    "Le Client peut résilier avec un préavis de 2 mois et le Prestataire avec un préavis de 6 mois.": (),
    "Le contrat est conclu pour une durée initiale de trois ans.|Il est reconduit pour une durée d’un an.": (),
}  # fmt: skip


@pytest.mark.parametrize("said", TWICE)
def test_two_figures_contradict_when_they_are_of_one_thing(said: str) -> None:
    found = [one.figures for one in contradictions(tuple(Passage(text, "") for text in said.split("|")))]
    assert found == ([TWICE[said]] if TWICE[said] else [])


def test_a_passage_without_end_is_read_in_stretches_and_whole() -> None:
    words = [f"aucune mot{rank}" for rank in range(9_000)]
    found = passages_of(docx(" ".join(words)))
    assert max(len(one.text) for one in found) <= 6_000
    assert {one.place for one in found} == {"paragraphe 1"}
    assert " ".join(one.text for one in found) == " ".join(words)
