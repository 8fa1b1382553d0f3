"""Sentences written from the texts of the requirements, and fragments that contradict themselves: how many are read as their
author meant. Half of each was never looked at when the words were chosen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from test_third_party import EVIDENCE, KINDS, docx

from contractgen.lexical.case import ANNEX_MISSING, DOUBTFUL, FOUND, NOT_FOUND
from contractgen.lexical.contradictions import contradictions
from contractgen.lexical.evidence import Evidence
from contractgen.lexical.evidence_file import evidence_of
from contractgen.lexical.judging import judge
from contractgen.lexical.passages import Passage, passages_of
from contractgen.model import Library

TEXTS = Path(__file__).parent / "third_party"
BEFORE = (
    Passage("CONTRAT DE PRESTATION DE SERVICES", "", title=True),
    Passage("Article 1 - Objet", "", title=True),
    Passage("Le Client confie au Prestataire, qui l'accepte, l'exécution des prestations décrites au présent contrat.", ""),
)  # fmt: skip
OF_KIND = {**KINDS, "HDS": "Le contrat porte sur l'hébergement de données de santé."}
TITLE = (Passage("Article 2 - Stipulations particulières", "", title=True),)
AFTER = (Passage("Article 3 - Divers", "", title=True), Passage("Les titres n'ont qu'une valeur de commodité.", ""))


def lines(name: str) -> list[str]:
    return [line for line in (TEXTS / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


@pytest.fixture(scope="module")
def evidence(library: Library) -> dict[str, Evidence]:
    return dict(evidence_of(EVIDENCE, library))


@pytest.fixture(scope="module")
def read(evidence: dict[str, Evidence], library: Library) -> list[tuple[str, str, str]]:
    """Each sentence's sign, requirement and status."""
    told = []
    for line in lines("paraphrases.txt"):
        sign, ident, text = line.split(" ", 2)
        kind = [Passage(said, "") for said in (OF_KIND.get(ident.split("-")[0]),) if said]
        passages = (*BEFORE, *kind, *TITLE, *(Passage(row, "") for row in rows(text)), *AFTER)
        (one,) = judge(passages, evidence, library._replace(requirements={ident: library.requirements[ident]}))
        told.append((sign, ident, one.status))
    return told


def rows(text: str) -> Iterator[str]:
    """A sentence, or the rows of the table that it stands for: « Gravité | Délai : P1 | 1 h ; P2 | 4 h »."""
    head, _, rest = text.partition(" : ")
    cells = rest.split(" ; ")
    table = " | " in head and all(cell.count(" | ") == head.count(" | ") for cell in cells)
    yield from (head, *cells) if table else (text,)


def test_every_requirement_has_its_sentences(read: list[tuple[str, str, str]], library: Library) -> None:
    for ident in library.requirements:
        assert [sign for sign, one, _ in read if one == ident] == ["+", "+", "~", "+", "+", "~"]


def test_most_of_what_lawyers_write_is_found_and_little_is_missed(read: list[tuple[str, str, str]]) -> None:
    said = [status for sign, _, status in read if sign == "+"]
    assert said.count(FOUND) >= 0.87 * len(said)
    assert said.count(NOT_FOUND) <= 0.06 * len(said)


def test_what_only_resembles_is_seldom_found(read: list[tuple[str, str, str]]) -> None:
    near = [status for sign, _, status in read if sign == "~"]
    assert near.count(FOUND) <= 0.04 * len(near)


@pytest.mark.parametrize("line", lines("said-twice.txt"))
def test_what_is_said_twice_is_told_and_what_only_looks_so_is_not(line: str) -> None:
    sign, text = line.split(" ", 1)
    assert bool(list(contradictions(tuple(Passage(one, "") for one in text.split(" ¶ "))))) is (sign == "+")


def judged(text: str, ident: str, evidence: dict[str, Evidence], library: Library) -> str:
    (one,) = judge(
        passages_of(docx(text)), evidence, library._replace(requirements={ident: library.requirements[ident]})
    )
    return one.status


LEFT = [
    "Les niveaux de service figurent à l'annexe « Qualité de service ».",
    "Les niveaux de service sont définis dans l'annexe Exploitation.",
    "Les niveaux de service garantis sont décrits dans le document publié sur le site du Prestataire.",
    "Les niveaux de service et leurs objectifs figurent dans la charte de qualité du Prestataire.",
    "Niveaux de service et objectifs : voir la convention de service disponible à l'adresse https://prestataire.example/sla.",
]


@pytest.mark.parametrize("text", LEFT)
def test_what_is_left_to_a_document_by_its_title_or_a_link_is_told(
    text: str, evidence: dict[str, Evidence], library: Library
) -> None:
    assert judged(text, "BP-04", evidence, library) == ANNEX_MISSING


def test_an_annex_named_by_its_title_that_is_in_the_file_is_not_missing(
    evidence: dict[str, Evidence], library: Library
) -> None:
    text = "Les niveaux de service sont définis dans l'annexe Exploitation.\nAnnexe Exploitation\nRéservée."
    assert judged(text, "BP-04", evidence, library) != ANNEX_MISSING


def test_bullets_under_a_title_and_rows_of_a_table_are_read_together(
    evidence: dict[str, Evidence], library: Library
) -> None:
    said = ["Double authentification", "Comptes nominatifs", "Chiffrement des disques", "Sauvegarde quotidienne", "Journalisation des accès"]  # fmt: skip
    bullets = "\n".join(("Article 7 - Sécurité", *(f"- {one}" for one in said)))
    table = "\n".join(("Mesure | Périmètre", *(f"{one} | Tous les postes" for one in said)))
    for text in (bullets, table):
        assert judged(text, "BP-17", evidence, library) == FOUND
    assert judged(bullets.rpartition("\n")[0], "BP-17", evidence, library) == DOUBTFUL


def test_what_is_of_a_kind_of_contract_is_not_found_in_another(evidence: dict[str, Evidence], library: Library) -> None:
    text = (
        "Le Prestataire justifie d'une assurance de responsabilité civile professionnelle par une attestation jointe."
    )
    assert judged(text, "PROF-04", evidence, library) == NOT_FOUND
    assert judged(f"{text}\nIl est expert-comptable.", "PROF-04", evidence, library) == FOUND


def test_what_the_provider_does_with_data_for_itself_is_doubtful(
    evidence: dict[str, Evidence], library: Library
) -> None:
    text = "Le Prestataire {} traitement.\nLes données traitées sont les suivantes : nom, adresse, courriel."
    own = text.format("est responsable du")
    assert judged(own, "RGPD-05", evidence, library) == DOUBTFUL
    assert judged(text.format("est sous-traitant du responsable de"), "RGPD-05", evidence, library) == FOUND


def test_one_item_of_a_list_that_nothing_announces_does_not_complete_another(
    evidence: dict[str, Evidence], library: Library
) -> None:
    text = "Article 9 - Suivi\n- Revue annuelle : bilan\n- Prix, volumes et périmètre"
    assert judged(text, "BP-21", evidence, library) == DOUBTFUL
    assert judged(text.replace(" : bilan\n- ", " : bilan, "), "BP-21", evidence, library) == FOUND


NOT_LEFT = [
    ("COM-01", "Chaque facture a les mentions de l'annexe II au code général des impôts. Le Client la paie à trente jours."),
    ("BP-30", "Les contacts recueillis sont traités pendant cinq ans selon la politique de confidentialité, disponible sur son site."),
]  # fmt: skip


@pytest.mark.parametrize(("ident", "text"), NOT_LEFT)
def test_an_annex_of_a_law_and_a_policy_by_its_name_are_no_missing_annex(
    ident: str, text: str, evidence: dict[str, Evidence], library: Library
) -> None:
    assert judged(text, ident, evidence, library) != ANNEX_MISSING
