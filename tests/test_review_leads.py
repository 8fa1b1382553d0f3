"""What changes where a contract leads, or what its paragraphs are, without changing a word: links, references, levels."""

from __future__ import annotations

import re
from typing import Any

import pytest
from faults import Parts, W, on_tree, paragraphs, q, unzipped, zipped
from lxml import etree
from review_faults import Fault, together

from contractgen.model import Library, Questionnaire
from contractgen.results import Pack
from contractgen.review import review

CLAUSE = "force-majeure"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TERMS = "https://prestataire.example/cgv"


@pytest.fixture(scope="module")
def contract(sme_pack: Pack) -> bytes:
    return next(one.content for one in sme_pack.lots[0].documents if one.id == "contrat")


@pytest.fixture
def told(contract: bytes, library: Library, questionnaire: Questionnaire) -> Any:
    def of(fault: Fault) -> list[str]:
        found = review(zipped(fault(unzipped(contract))), library, questionnaire).findings
        return [one.message for one in found if one.code in ("not-compared", "reference-redirected")]

    return of


# ---------------------------------------------------------------- links out of the file


def linked(address: str, words: str = "") -> Fault:
    """The first run of a passage made a link; `words`: put in it instead of its own."""

    def fault(root: Any) -> None:
        run = paragraphs(root, CLAUSE)[1].find(q("r"))
        link = etree.fromstring(f'<w:hyperlink xmlns:w="{W}" xmlns:r="{RELATIONS}" r:id="rIdTerms"/>')
        run.addprevious(link)
        link.append(run)
        if words:
            run.find(q("t")).text = words

    def relation(parts: Parts) -> Parts:
        name = "word/_rels/document.xml.rels"
        own = f'<Relationship Id="rIdTerms" Type="{RELATIONS}/hyperlink" Target="{address}" TargetMode="External"/>'
        return {**parts, name: parts[name].replace(b"</Relationships>", own.encode() + b"</Relationships>")}

    return together(on_tree(fault), relation)


def test_a_link_out_of_the_file_is_told_with_its_words_and_address(told: Any) -> None:
    messages = told(linked(TERMS))
    assert len(messages) == 1
    assert re.search(rf"liens vers l'extérieur \(1\) : « Il y a force majeure[^»]*» mène à « {TERMS} »", messages[0])


def test_a_link_of_a_field_is_told(told: Any) -> None:
    field = "".join(
        f'<w:r>{one}</w:r>' for one in ('<w:fldChar w:fldCharType="begin"/>', f'<w:instrText> HYPERLINK "{TERMS}" </w:instrText>',
                                        '<w:fldChar w:fldCharType="separate"/>', '<w:fldChar w:fldCharType="end"/>')
    )  # fmt: skip
    inner = etree.fromstring(f'<w:p xmlns:w="{W}">{field}</w:p>')
    messages = told(on_tree(lambda root: paragraphs(root, CLAUSE)[1].extend(inner)))
    assert any(f"mène à « {TERMS} »" in one for one in messages)


@pytest.mark.parametrize("address", ["mailto:contact@prestataire.example", "https://prestataire.example/"])
def test_a_link_that_shows_its_address_is_none(address: str, told: Any) -> None:
    shown = address.removeprefix("mailto:").removeprefix("https://").rstrip("/")
    assert not told(linked(address, f"Voir {shown}."))


# ---------------------------------------------------------------- references of the other side


def referring(shown: str, held: str) -> Fault:
    """A reference that shows some words, to a bookmark put around others."""

    def fault(root: Any) -> None:
        field = f'<w:fldSimple xmlns:w="{W}" w:instr=" REF Autre \\h "><w:r><w:t>{shown}</w:t></w:r></w:fldSimple>'
        paragraphs(root, CLAUSE)[1].append(etree.fromstring(field))
        target = paragraphs(root, "imprevision")[1]
        for xml in (
            f'<w:bookmarkStart xmlns:w="{W}" w:id="9001" w:name="Autre"/>',
            f'<w:r xmlns:w="{W}"><w:t>{held}</w:t></w:r>',
            f'<w:bookmarkEnd xmlns:w="{W}" w:id="9001"/>',
        ):
            target.append(etree.fromstring(xml))

    return on_tree(fault)


def test_a_reference_that_shows_other_words_than_its_bookmark_holds_is_told(told: Any) -> None:
    messages = told(referring(" trente jours", " quatre-vingt-dix jours"))
    assert any("Un renvoi affiche « trente jours » et mène à « quatre-vingt-dix jours »" in one for one in messages)


def test_a_reference_that_shows_what_its_bookmark_holds_is_none(told: Any) -> None:
    assert not told(referring(" trente jours", " trente jours"))


# ---------------------------------------------------------------- styles and levels


def item(root: Any) -> Any:
    """A point of a lettered list that comes after another one."""
    return next(
        one for one in root.iter(q("p"))
        if one.find(f"{q('pPr')}/{q('numPr')}") is not None and one.getprevious().find(f"{q('pPr')}/{q('numPr')}") is not None
    )  # fmt: skip


def deeper(root: Any) -> None:
    level = item(root).find(f"{q('pPr')}/{q('numPr')}/{q('ilvl')}")
    level.set(q("val"), str(int(level.get(q("val"))) + 1))


def out_of_the_list(root: Any) -> None:
    item(root).find(f"{q('pPr')}/{q('numPr')}/{q('numId')}").set(q("val"), "0")


def title_made_text(root: Any) -> None:
    paragraphs(root, CLAUSE)[0].find(f"{q('pPr')}/{q('pStyle')}").set(q("val"), "Corps")


@pytest.mark.parametrize("fault", [deeper, out_of_the_list, title_made_text])
def test_a_paragraph_that_is_no_longer_what_its_like_are_is_told(fault: Any, told: Any) -> None:
    assert any("style ou niveau de liste changé (1)" in one for one in told(on_tree(fault)))


def test_styles_that_a_converter_names_otherwise_say_nothing(told: Any) -> None:
    def fault(root: Any) -> None:
        for style in root.iter(q("pStyle")):
            style.set(q("val"), f"{style.get(q('val'))}Bis")

    assert not any("niveau de liste" in one for one in told(on_tree(fault)))
