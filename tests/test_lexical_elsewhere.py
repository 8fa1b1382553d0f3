"""What a contract leaves to another document: told of what its sentence or the title of the document is about, and of nothing
else; the document is not missing when the file holds it, or is the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_third_party import EVIDENCE, docx

from contractgen.errors import ContentError
from contractgen.lexical.case import ANNEX_MISSING, FOUND, NOT_FOUND
from contractgen.lexical.evidence import Evidence
from contractgen.lexical.evidence_file import evidence_of
from contractgen.lexical.judging import Judged, judge
from contractgen.lexical.passages import passages_of
from contractgen.model import Library

TEXTS = Path(__file__).parent / "third_party" / "left-elsewhere.txt"
LINES = [line for line in TEXTS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


@pytest.fixture(scope="module")
def evidence(library: Library) -> dict[str, Evidence]:
    return dict(evidence_of(EVIDENCE, library))


def judged(text: str, evidence: dict[str, Evidence], library: Library) -> dict[str, Judged]:
    return {one.requirement: one for one in judge(passages_of(docx(text)), evidence, library)}


@pytest.mark.parametrize("line", LINES)
def test_what_is_left_to_a_document_out_of_the_file_is_told_and_nothing_else(
    line: str, evidence: dict[str, Evidence], library: Library
) -> None:
    labels, _, text = line.partition(" | ")
    left, _, others = labels.partition("!")
    found = judged(text.replace(" ¶ ", "\n"), evidence, library)
    assert {ident: found[ident].status for ident in left.split()} == dict.fromkeys(left.split(), ANNEX_MISSING)
    assert ANNEX_MISSING not in {found[ident].status for ident in others.split()}


LISTED = "Annexe 1 : Prestations\nAnnexe 2 : SLA\nArticle 3 - Durée\nLe contrat est conclu pour un an."


def test_a_listed_annex_has_what_its_title_says_where_nothing_else_says_it(
    evidence: dict[str, Evidence], library: Library
) -> None:
    found = judged(f"Le contrat comprend :\n{LISTED}", evidence, library)
    assert {found[ident].status for ident in ("BP-04", "BP-05", "COM-11")} == {ANNEX_MISSING}
    assert found["BP-04"].quote.endswith("Annexe 2 : SLA")
    assert found["COM-12"].status == NOT_FOUND
    held = "\nAnnexe 2 : SLA\nLes engagements de service sont tenus.\nAnnexe 1 : Prestations\nLes prestations sont rendues."
    assert judged(LISTED + held, evidence, library)["COM-11"].status == NOT_FOUND
    said = "Les pénalités sont forfaitaires et dues de plein droit ; le juge peut les réduire, après mise en demeure."
    assert judged(f"{said}\n{LISTED}", evidence, library)["COM-11"].status == FOUND


@pytest.mark.parametrize("below", ["", "[à compléter]", "Néant.", "(Document séparé joint à la consultation)"])
def test_an_annex_without_a_text_holds_nothing(below: str, evidence: dict[str, Evidence], library: Library) -> None:
    text = f"Les pénalités sont fixées en annexe 3.\nAnnexe 3 : Pénalités\n{below}"
    assert judged(text, evidence, library)["COM-11"].status == ANNEX_MISSING


def test_an_annex_named_in_another_sentence_takes_nothing_from_what_is_said(
    evidence: dict[str, Evidence], library: Library
) -> None:
    said = (
        "Le Prestataire informe le Client de tout nouveau sous-traitant ; le Client peut s'y opposer sous trente jours."
    )
    text = f"Les sous-traitants actuels figurent à l'annexe 3. {said}"
    assert judged(text, evidence, library)["RGPD-13"].status == FOUND


def test_a_table_of_documents_that_is_wrong_is_told_with_its_line(library: Library) -> None:
    for wrong in (
        "{titled: [sla]}",
        "{titled: [sla], hold: [XX-99]}",
        "{titled: sla, hold: [BP-04]}",
        "{hold: [BP-04]}",
    ):
        data = f"documents:\n  - {wrong}\nevidence:\n  - {{requirement: BP-11, all: [[reversib]]}}".encode()
        with pytest.raises(ContentError, match=r"evidence\.yaml:2: "):
            evidence_of(data, library)
