"""What changes where a contract leads, or what its paragraphs are, without changing a word: links, references, levels."""

from __future__ import annotations

import re
from typing import Any

import pytest
from faults import Parts, W, control_of, on_tree, paragraphs, q, unzipped, zipped
from lxml import etree
from review_faults import Fault, dressed, paragraph_in, rewording, together, tracked_deletion

from contractgen.model import Answers, Library, Questionnaire
from contractgen.pipeline import build
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


def test_a_reference_to_a_deleted_clause_is_told_as_such_only(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    """Deleted with tracked changes, and numbers moved by an article that was put before it in silence."""
    title = f'<w:p xmlns:w="{W}"><w:pPr><w:pStyle w:val="Titre1"/></w:pPr><w:r><w:t>Divers</w:t></w:r></w:p>'
    before = on_tree(lambda root: control_of(root, "duree-reconduction").addnext(etree.fromstring(title)))
    fault = together(before, tracked_deletion("assurances"))
    found = review(zipped(fault(unzipped(contract))), library, questionnaire).findings
    codes = {one.code for one in found}
    assert "reference-lost" in codes
    assert "reference-redirected" not in codes


# ---------------------------------------------------------------- parts, and how they are written


def test_parts_that_do_not_have_the_name_that_word_gives_them_are_told(told: Any) -> None:
    def fault(parts: Parts) -> Parts:
        name = "word/_rels/document.xml.rels"
        return {
            **parts,
            "word/styles2.xml": parts["word/styles.xml"],
            name: parts[name].replace(b'"styles.xml"', b'"styles2.xml"'),
        }

    assert any("styles2.xml" in one and "rien n'a été lu" in one for one in told(fault))


def written(old: bytes, new: bytes) -> Fault:
    def fault(parts: Parts) -> Parts:
        assert old in parts["word/document.xml"]
        return {**parts, "word/document.xml": parts["word/document.xml"].replace(old, new)}

    return fault


def with_another_prefix(parts: Parts) -> Parts:
    text = re.sub(r"(</?)w:", r"\1q:", parts["word/document.xml"].decode())
    text = re.sub(r' w:(\w+=")', r" q:\1", text).replace("xmlns:w=", "xmlns:q=")
    return {**parts, "word/document.xml": text.encode()}


@pytest.mark.parametrize(("properties", "how"), [("vanish", "texte masqué"), ("strike", "texte barré")])
@pytest.mark.parametrize("writing", [with_another_prefix, "quotes"])
def test_what_hides_text_is_told_however_it_is_written(properties: str, how: str, writing: Any, told: Any) -> None:
    hidden = dressed(CLAUSE, "Il y a force majeure", f'<w:{properties} w:val="1"/>')
    if writing == "quotes":
        writing = written(f'<w:{properties} w:val="1"/>'.encode(), f"<w:{properties} w:val = '1' />".encode())
    assert any(how in one and "Il y a force majeure" in one for one in told(together(hidden, writing)))


@pytest.mark.parametrize("inside", ["<!-- -->", "<?a b?>"])
def test_what_stands_after_a_comment_of_the_xml_is_read(
    inside: str, contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    words = b"Il y a force majeure"
    fault = written(words, words + inside.encode() + b" ou toute autre cause,")
    found = review(zipped(fault(unzipped(contract))), library, questionnaire)
    assert any(one.where == CLAUSE and "ou toute autre cause" in one.message for one in found.findings)


# ---------------------------------------------------------------- numbers


def in_numbering(old: str, new: str) -> Fault:
    def fault(parts: Parts) -> Parts:
        text = parts["word/numbering.xml"].decode()
        changed = re.sub(old, new, text, count=1)
        assert changed != text
        return {**parts, "word/numbering.xml": changed.encode()}

    return fault


@pytest.mark.parametrize(
    ("fault", "printed"),
    [
        (in_numbering('(<w:num w:numId="1">.*?)</w:num>', r'\1<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'), "Article 7"),
        (in_numbering('<w:numFmt w:val="decimal"/>(?=<w:pStyle w:val="Titre1")', '<w:numFmt w:val="upperRoman"/>'), "Article I"),
    ],
)  # fmt: skip
def test_articles_that_are_numbered_otherwise_are_told(fault: Fault, printed: str, told: Any) -> None:
    assert any(f"« Article 1 » s'imprime « {printed} »" in one for one in told(fault))


# ---------------------------------------------------------------- terms defined again


@pytest.mark.parametrize(
    "words", ["Pour le présent article, « Jour ouvré » désigne tout jour.", "Jour ouvré\u00a0: tout jour."]
)
def test_a_term_that_is_defined_a_second_time_is_told(
    words: str, contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    found = review(zipped(paragraph_in(CLAUSE, words)(unzipped(contract))), library, questionnaire)
    said = [one.message for one in found.findings if one.code == "definition-changed"]
    assert len(said) == 1
    assert "« Jour ouvré » est défini ici une seconde fois" in said[0]


def test_a_sentence_that_only_uses_a_term_defines_none(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    words = "Le Prestataire répond le premier Jour ouvré : ce délai désigne sa limite."
    found = review(zipped(paragraph_in(CLAUSE, words)(unzipped(contract))), library, questionnaire)
    assert not [one for one in found.findings if one.code == "definition-changed"]


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


def strict(parts: Parts) -> Parts:
    """The parts as Word writes them in its « strict » format."""
    name = rb"http://schemas\.openxmlformats\.org/(wordprocessingml|officeDocument|drawingml)/2006/"
    return {
        one: re.sub(name, rb"http://purl.oclc.org/ooxml/\1/", part) if one.endswith((".xml", ".rels")) and "customXml" not in one else part
        for one, part in parts.items()
    }  # fmt: skip


def test_a_file_in_the_strict_format_is_read_as_any_other(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    assert b"purl.oclc.org" in strict(unzipped(contract))["word/document.xml"]
    assert not review(zipped(strict(unzipped(contract))), library, questionnaire).findings
    fault = together(rewording(CLAUSE, "trente (30) jours", "dix (10) jours"), strict)
    found = review(zipped(fault(unzipped(contract))), library, questionnaire)
    assert any(one.where == CLAUSE and "dix (10)" in one.message for one in found.findings)


# ---------------------------------------------------------------- a base text written anew, with its sums


def test_a_base_text_that_is_not_the_one_of_the_dossier_is_told(
    contract: bytes, sme_answers: dict[str, Any], library: Library, questionnaire: Questionnaire
) -> None:
    """The file of other answers: text, base text and sums agree with each other, and not with the dossier."""
    other = build(library, questionnaire, Answers({**sme_answers, "preavis_mois": 2}))
    file = next(one.content for one in other.lots[0].documents if one.id == "contrat")
    found = review(file, library, questionnaire, Answers(sme_answers)).findings
    said = [one for one in found if one.code == "provenance-altered"]
    assert [one.severity for one in said] == ["warning"]
    assert "Article 4" in said[0].message
    assert not review(contract, library, questionnaire, Answers(sme_answers)).findings
