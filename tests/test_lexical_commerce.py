"""Requirements of commerce and of regulated professions, element by element: a text that gives all is found, in whatever
manner; one that lacks an element is doubtful; the contrary is not found."""

from __future__ import annotations

import io

import pytest
from docx import Document
from test_lexical_paraphrases import lines
from test_third_party import EVIDENCE, docx

from contractgen.lexical.case import DOUBTFUL, FOUND, NOT_FOUND
from contractgen.lexical.evidence import Evidence
from contractgen.lexical.evidence_file import evidence_of
from contractgen.lexical.judging import Judged, judge
from contractgen.lexical.passages import passages_of
from contractgen.model import Library
from contractgen.results import Pack

SENTENCES = [line.split(" ", 2) for line in lines("elements-commerce.txt")]
MEANT = {"+": (FOUND,), "~": (DOUBTFUL,), "-": (DOUBTFUL, NOT_FOUND)}


@pytest.fixture(scope="module")
def evidence(library: Library) -> dict[str, Evidence]:
    return dict(evidence_of(EVIDENCE, library))


def read(data: bytes, ident: str, evidence: dict[str, Evidence], library: Library) -> Judged:
    (one,) = judge(passages_of(data), evidence, library._replace(requirements={ident: library.requirements[ident]}))
    return one


@pytest.mark.parametrize(("sign", "ident", "text"), SENTENCES)
def test_each_element_is_asked(
    sign: str, ident: str, text: str, evidence: dict[str, Evidence], library: Library
) -> None:
    assert read(docx(text.replace(" ¶ ", "\n")), ident, evidence, library).status in MEANT[sign]


def test_there_are_sentences_of_each_kind() -> None:
    assert min(sum(sign == kind for sign, _, _ in SENTENCES) for kind in MEANT) > 30


JURISDICTION = "Tout litige est soumis au tribunal de commerce de Nantes."


@pytest.mark.parametrize("bold", ["run", "style", "off", ""])
def test_a_clause_that_the_law_wants_to_stand_out_is_found_in_bold(
    bold: str, evidence: dict[str, Evidence], library: Library
) -> None:
    document, stream = Document(), io.BytesIO()
    document.add_paragraph("Le contrat est conclu.")
    style = document.styles["Quote"] if bold in ("style", "off") else None
    if style is not None:
        style.font.bold = True
    run = document.add_paragraph(style=style).add_run(JURISDICTION)
    run.bold = {"run": True, "off": False}.get(bold)
    document.save(stream)
    found = read(stream.getvalue(), "COM-19", evidence, library)
    assert found.status == (FOUND if bold in ("run", "style") else DOUBTFUL)
    assert ("gras" in found.sure) is (bold in ("off", ""))


ARTICLE = [
    "{}",
    "13.1 Est un tel cas tout événement irrésistible, au sens de l'article 1218 du code civil.",
    "13.2 L'exécution est suspendue et chaque partie en informe l'autre.",
    "13.3 Au-delà de soixante jours, chaque partie peut résilier le contrat.",
]


def test_paragraphs_of_one_article_are_read_together_where_its_title_names_the_subject(
    evidence: dict[str, Evidence], library: Library
) -> None:
    for title, status in (("13. Force majeure", FOUND), ("13. Événements", NOT_FOUND)):
        assert read(docx("\n".join(ARTICLE).format(title)), "COM-16", evidence, library).status == status
    without = "\n".join(ARTICLE[:-1]).format("13. Force majeure")
    assert read(docx(without), "COM-16", evidence, library).status == DOUBTFUL


def test_what_only_the_title_names_is_doubtful_when_a_part_lacks(
    evidence: dict[str, Evidence], library: Library
) -> None:
    found = read(docx("15.5 Intérêts moratoires\nTaux BCE + 10 points."), "COM-03", evidence, library)
    assert (found.status, found.quote) == (DOUBTFUL, "Taux BCE + 10 points.")


def test_the_passage_on_the_subject_is_quoted_and_not_one_with_more_words(
    evidence: dict[str, Evidence], library: Library
) -> None:
    text = "Le contrat, d'une durée d'un an, est renouvelable tacitement.\nLe préavis est de trois mois avant la fin de l'année, pour une durée de douze mois."
    found = read(
        docx("Article 2 - Durée\n" + text.replace("\n", "\nArticle 3 - Congés\n")), "COM-14", evidence, library
    )
    assert (found.status, found.quote) == (DOUBTFUL, text.splitlines()[0])


CONDITIONS = [
    ("COM-13", "Dans le cas où l'une des parties ne remplit pas ses obligations, l'autre peut résilier le contrat quinze jours après une mise en demeure."),
    ("COM-13", "La partie qui n'est pas en défaut peut résilier le contrat quinze jours après une mise en demeure visant le manquement de l'autre."),
    ("COM-19", "SI, AU BOUT D'UN MOIS, LES PARTIES NE PARVIENNENT PAS À UN ACCORD, LE LITIGE EST PORTÉ DEVANT LE TRIBUNAL DE COMMERCE DE BREST."),
    ("COM-18", "Le contrat se poursuit, sous réserve de l'option de l'administrateur, malgré l'ouverture d'une procédure collective, qui n'entraîne pas sa résiliation."),
]  # fmt: skip


@pytest.mark.parametrize(("ident", "text"), CONDITIONS)
def test_what_a_condition_supposes_denies_nothing(
    ident: str, text: str, evidence: dict[str, Evidence], library: Library
) -> None:
    assert read(docx(text), ident, evidence, library).status == FOUND


def test_the_library_s_own_contract_is_read_as_giving_what_it_gives(
    sme_pack: Pack, evidence: dict[str, Evidence], library: Library
) -> None:
    wanted = {ident: one for ident, one in library.requirements.items() if ident.startswith(("COM", "PROF"))}
    data = next(data for name, data in sme_pack.files().items() if name == "contrat.docx")
    judged = judge(passages_of(data), evidence, library._replace(requirements=wanted))
    assert {one.requirement for one in judged if one.status == FOUND} >= set(OWN.split())


OWN = (
    "COM-01 COM-03 COM-04 COM-05 COM-06 COM-07 COM-08 COM-10 COM-11 COM-12 COM-13 COM-14 COM-15 COM-16 COM-17 COM-18"
    " COM-20 COM-21 COM-22 COM-23 COM-24 COM-25 PROF-01 PROF-03 PROF-04 PROF-05 PROF-08 PROF-09 PROF-10 PROF-11 PROF-12"
    " PROF-13 PROF-14 PROF-15 PROF-16 PROF-17 PROF-19 PROF-21"
)
