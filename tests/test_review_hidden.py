"""Changes that hide: text beside joined paragraphs, passages out of their order or clause, text in the style of contents."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from commands import run, unusable
from conftest import EXAMPLES
from faults import on_tree, paragraphs, q, unzipped, zipped
from lxml import etree
from review_faults import Fault, new_paragraph, paragraph_in, paragraph_with, text_of

from contractgen import read_answers
from contractgen.amending import amended
from contractgen.model import Library, Questionnaire
from contractgen.results import Pack
from contractgen.review import review
from contractgen.reviewed import Review
from contractgen.upgrading import upgraded
from contractgen.word.opening import open_package
from contractgen.word.read import read_document

CLAUSE, OTHER, PENALTIES = "responsabilite-plafond", "confidentialite", "penalites-performance"
LAST = "dpa-obligations-responsable"
HIDDEN = "Toutefois, aucune somme n’est due la première année."


@pytest.fixture(scope="module")
def contract(sme_pack: Pack) -> bytes:
    return next(one.content for one in sme_pack.lots[0].documents if one.id == "contrat")


def statuses(found: Review) -> dict[str, str]:
    return {one.id: one.status for one in found.clauses if one.status != "unchanged"}


def bodies(root: Any, clause: str) -> list[Any]:
    """The paragraphs of a clause that are plain text."""
    return [one for one in paragraphs(root, clause) if one.find(f"{q('pPr')}/{q('pStyle')}").get(q("val")) == "Corps"]


def joined(before: str, between: str, after: str) -> Fault:
    """Two paragraphs made one, in silence, with more words."""

    def fault(root: Any) -> None:
        first = paragraph_with(root, PENALTIES, "Les pénalités sont forfaitaires")
        second = paragraph_with(root, PENALTIES, "La pénalité n’est pas libératoire")
        text = f"{before}{text_of(first)} {between}{text_of(second)}{after}"
        for child in [child for child in first if child.tag != q("pPr")]:
            first.remove(child)
        etree.SubElement(etree.SubElement(first, q("r")), q("t")).text = text
        second.getparent().remove(second)

    return on_tree(fault)


@pytest.mark.parametrize("words", [("", f"{HIDDEN} ", ""), (f"{HIDDEN} ", "", ""), ("", "", f" {HIDDEN}")])
def test_text_added_where_paragraphs_are_joined_is_told(
    words: tuple[str, str, str], contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    found = review(zipped(joined(*words)(unzipped(contract))), library, questionnaire)
    assert statuses(found) == {PENALTIES: "reworded"}


def test_paragraphs_that_were_only_joined_are_unchanged(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    assert statuses(review(zipped(joined("", "", "")(unzipped(contract))), library, questionnaire)) == {}


def exchanged(root: Any) -> None:
    first, second = bodies(root, CLAUSE)[:2]
    second.addnext(first)


def elsewhere(root: Any) -> None:
    paragraphs(root, OTHER)[-1].addnext(bodies(root, CLAUSE)[-1])


@pytest.mark.parametrize("change", [exchanged, elsewhere])
def test_a_passage_out_of_its_place_is_told(
    change: Any, contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    found = review(zipped(on_tree(change)(unzipped(contract))), library, questionnaire)
    assert statuses(found)[CLAUSE] == "moved"
    assert "clause-moved" in {finding.code for finding in found.findings}


def test_text_in_the_style_of_the_contents_is_told_inside_a_clause(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    def styled(root: Any) -> None:
        added = paragraphs(root, CLAUSE)[-1]
        properties = etree.Element(q("pPr"))
        etree.SubElement(properties, q("pStyle")).set(q("val"), "TM1")
        added.insert(0, properties)

    parts = on_tree(styled)(paragraph_in(CLAUSE, HIDDEN)(unzipped(contract)))
    assert statuses(review(zipped(parts), library, questionnaire)) == {CLAUSE: "reworded"}


def test_a_paragraph_after_the_last_clause_is_amended_and_upgraded(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    data = zipped(new_paragraph(LAST, HIDDEN)(unzipped(contract)))
    answers = read_answers(EXAMPLES / "pme-compta-paie.yaml")
    values = {**answers.values, "preavis_mois": 4}
    assert amended(data, library, questionnaire, answers._replace(values=values)).files
    kept = read_document(open_package(upgraded(data, library, questionnaire, answers).content)).lines
    assert HIDDEN in [line.text for line in kept]


def test_a_pipe_and_a_document_of_too_many_paragraphs_are_one_line(
    contract: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("tube.docx")
    assert "fichier ordinaire" in unusable(run("review", "tube.docx"))
    assert "illisible" in unusable(run("review", f"{'long' * 100}.docx"))
    parts = unzipped(contract)
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:sectPr", b"<w:p/>" * 60_000 + b"<w:sectPr", 1)
    Path("long.docx").write_bytes(zipped(parts))
    for command in (("review", "long.docx"), ("compare", "long.docx", "long.docx", "--out", "r.docx")):
        assert "50 000 paragraphes" in unusable(run(*command))
