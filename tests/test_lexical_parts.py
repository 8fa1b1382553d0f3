"""Requirements made of several parts, each asked for: what a contract says in two places, what it says of one part only, and
what is of another kind of contract."""

from __future__ import annotations

import pytest
from test_third_party import EVIDENCE, in_its_kind, judged

from contractgen.errors import ContentError
from contractgen.lexical.case import ANNEX_MISSING, DOUBTFUL, FOUND, NOT_FOUND
from contractgen.lexical.evidence import Evidence
from contractgen.lexical.evidence_file import evidence_of
from contractgen.model import Library


@pytest.fixture(scope="module")
def evidence(library: Library) -> dict[str, Evidence]:
    return dict(evidence_of(EVIDENCE, library))


INSTRUCTED = (
    "Article 1 – Instructions\nLe Sous-traitant ne traite les données que sur instruction documentée du Client.\n"
)
ERASED = (
    "Article 1 – Fin\nAu terme du contrat, le Prestataire restitue ou efface les données, au choix du Client.\n"
    "Article 2 – Suites\n"
)


@pytest.mark.parametrize(
    ("text", "ident", "status"),
    [
        (f"{INSTRUCTED}Article 2 – Divers\nAucun transfert vers un pays tiers n’a lieu.", "RGPD-08", FOUND),
        (f"{INSTRUCTED}Article 2 – Divers\nUn transfert hors de l’Union suppose une instruction du Client.", "RGPD-08", FOUND),
        (f"{INSTRUCTED}Article 2 – Divers\nLes instructions de transfert ne lient pas le Sous-traitant.", "RGPD-08", DOUBTFUL),
        (f"{INSTRUCTED}Article 2 – Divers\nRien dans le présent accord ne transfère la propriété des données.", "RGPD-08", DOUBTFUL),
        (f"{ERASED}Le Prestataire détruit toutes les copies existantes.", "RGPD-18", FOUND),
        (f"{ERASED}Le Prestataire pourra détruire les copies existantes.", "RGPD-18", DOUBTFUL),
        (f"{ERASED}Le Client détruit toutes les copies existantes.", "RGPD-18", DOUBTFUL),
        (f"{ERASED}Le siège est à Lyon.", "RGPD-18", DOUBTFUL),
    ],
)  # fmt: skip
def test_a_part_that_is_firmly_said_elsewhere_counts(
    text: str, ident: str, status: str, evidence: dict[str, Evidence], library: Library
) -> None:
    assert judged(text, evidence, library)[ident].status == status


@pytest.mark.parametrize(
    ("ident", "text"),
    [
        ("RGPD-17", "L’Éditeur aide l’Abonné à réaliser ses analyses d’impact."),
        ("RGPD-18", "À la fin du contrat, les données sont effacées."),
        ("RGPD-20", "L’Éditeur permet des audits, aux conditions que les parties conviennent."),
        ("RGPD-24", "Mesures de sécurité : chiffrement des disques."),
        ("RGPD-28", "Sous-traitants ultérieurs autorisés : Alpha, Bêta."),
        ("DORA-12", "L’objectif quantitatif de performance est de 99 %."),
    ],
)
def test_what_says_the_first_part_only_is_doubtful_not_absent(
    ident: str, text: str, evidence: dict[str, Evidence], library: Library
) -> None:
    assert judged(in_its_kind(ident, text), evidence, library)[ident].status == DOUBTFUL


@pytest.mark.parametrize(
    "more", ["elsewhere: [[b], [c]]", "elsewhere: b", "elsewhere: [b]", "elsewhere: [[$rien]]", "core: deux"]
)
def test_parts_that_are_wrong_are_told_with_their_line(more: str, library: Library) -> None:
    with pytest.raises(ContentError, match=r"evidence\.yaml:2: "):
        evidence_of(f"evidence:\n  - {{requirement: BP-11, all: [[a]], {more}}}".encode(), library)


def test_a_sentence_that_says_all_needs_no_annex_named_beside(evidence: dict[str, Evidence], library: Library) -> None:
    left = "Le Sous-traitant recourt aux sous-traitants ultérieurs listés à l’annexe 3."
    said = "Chaque sous-traitant ultérieur est tenu par contrat aux mêmes obligations."
    assert judged(f"{left} {said}", evidence, library)["RGPD-14"].status == FOUND
    left = "Les mêmes obligations, que tout sous-traitant ultérieur a par contrat, sont décrites à l’annexe 3."
    assert judged(left, evidence, library)["RGPD-14"].status == ANNEX_MISSING


@pytest.mark.parametrize(
    ("ident", "text"),
    [
        ("RGPD-15", "Le Prestataire reste responsable de ses sous-traitants ultérieurs ; le recours à ceux-ci ne le libère pas de ses obligations."),
        ("DORA-09", "Le Prestataire coopère sans réserve avec les autorités de résolution."),
        ("RGPD-08", "Le Client est responsable du traitement ; le Prestataire, sous-traitant, ne traite les données et ne les transfère que sur ses instructions écrites."),
    ],
)  # fmt: skip
def test_a_negation_that_strengthens_and_a_role_that_is_named_take_nothing_away(
    ident: str, text: str, evidence: dict[str, Evidence], library: Library
) -> None:
    assert judged(in_its_kind(ident, text), evidence, library)[ident].status == FOUND


OWN = "Le Prestataire collecte les coordonnées du Client pour sa facturation. Il {}."


@pytest.mark.parametrize(
    ("ident", "text"),
    [
        ("RGPD-11", OWN.format("met en œuvre les mesures techniques et organisationnelles appropriées pour protéger ces données")),
        ("RGPD-12", "Le Prestataire ne peut sous-traiter sa mission sans l’accord préalable et écrit du Client."),
        ("RGPD-19", "Le Prestataire fournit les documents justifiant de sa conformité (SIRET, vigilance)."),
        ("DORA-04", "Le Prestataire prévient le Client avant tout changement du lieu où les données sont hébergées."),
        ("DORA-08", "En cas d’incident, le Prestataire assiste le Client sans frais."),
        ("NIS-01", "Le Client impose au Prestataire des exigences de sécurité pour sa chaîne d’approvisionnement."),
        ("IA-05", "Aucune décision qui touche une personne ne dépend d’un seul salarié."),
        ("DACT-15", "Le Vendeur n’oppose aucun obstacle au changement de prestataire."),
    ],
)  # fmt: skip
def test_what_belongs_to_another_kind_of_contract_is_not_found(
    ident: str, text: str, evidence: dict[str, Evidence], library: Library
) -> None:
    assert judged(text, evidence, library)[ident].status == NOT_FOUND


@pytest.mark.parametrize(
    ("ident", "text"),
    [
        ("RGPD-30", "Entre Alpha, ci-après « le Responsable de traitement », et Bêta, ci-après « le Sous-traitant »."),
        ("RGPD-10", "Chaque partie veille à ce que son personnel garde secrètes les informations confidentielles."),
        ("RGPD-02", "« Sous-traitant » désigne celui qui traite des données personnelles pour le compte d’un autre."),
        ("RGPD-05", "Fonctions : gestion des contacts, des adresses, des courriels et des données des clients."),
    ],
)
def test_a_line_that_names_the_subject_gives_nothing_of_it(
    ident: str, text: str, evidence: dict[str, Evidence], library: Library
) -> None:
    assert judged(in_its_kind(ident, text), evidence, library)[ident].status in (DOUBTFUL, NOT_FOUND)
