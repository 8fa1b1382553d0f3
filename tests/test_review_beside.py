"""What stands beside the text, before it or inside its words: read where it is text, told where it is not."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest
from faults import Parts, W, first_table, on_tree, paragraphs, q, unzipped, zipped
from lxml import etree
from review_faults import Fault, dressed, retyped

from contractgen.model import Library, Questionnaire
from contractgen.results import Pack
from contractgen.review import review
from contractgen.review_document import review_document
from contractgen.review_report import review_as_json, summary
from contractgen.reviewed import Review
from contractgen.word.write import write

CLAUSE = "responsabilite-plafond"
SAID = "Par dérogation, le plafond est de 10 %."
NAMES = (
    f'xmlns:w="{W}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
INSIDE = f"<w:txbxContent><w:p><w:r><w:t>{SAID}</w:t></w:r></w:p></w:txbxContent>"
VML = f"<w:pict><v:shape><v:textbox>{INSIDE}</v:textbox></v:shape></w:pict>"
SHAPE = f'<w:drawing><wp:inline><a:graphic><a:graphicData uri="urn:x"><wps:wsp><wps:txbx>{INSIDE}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>'
BOTH = f'<mc:AlternateContent><mc:Choice Requires="wps">{SHAPE}</mc:Choice><mc:Fallback>{VML}</mc:Fallback></mc:AlternateContent>'


@pytest.fixture(scope="module")
def contract(sme_pack: Pack) -> bytes:
    return next(one.content for one in sme_pack.lots[0].documents if one.id == "contrat")


@pytest.fixture
def reviewed(contract: bytes, library: Library, questionnaire: Questionnaire) -> Any:
    return lambda fault: review(zipped(fault(unzipped(contract))), library, questionnaire)


def body(root: Any) -> Any:
    """A paragraph of plain text of the clause."""
    own = paragraphs(root, CLAUSE)
    return [one for one in own if one.find(f"{q('pPr')}/{q('pStyle')}").get(q("val")) == "Corps"][1]


def with_end(inner: str) -> Fault:
    """Content at the end of the paragraph."""
    return on_tree(lambda root: body(root).extend(etree.fromstring(f"<w:p {NAMES}>{inner}</w:p>")))


def in_words(place: int, characters: str) -> Fault:
    def fault(root: Any) -> None:
        piece = next(body(root).iter(q("t")))
        piece.text = f"{piece.text[:place]}{characters}{piece.text[place:]}"

    return on_tree(fault)


def figure(properties: str = "", instead: str = "") -> Fault:
    """The second figure of the first number of the clause set otherwise, or something else in its place."""

    def fault(root: Any) -> None:
        piece = next(one for one in body(root).getparent().iter(q("t")) if re.search(r"\d\d", one.text or ""))
        run, at = piece.getparent(), re.search(r"\d\d", piece.text).start() + 1  # type: ignore[union-attr]
        texts = (piece.text[:at], piece.text[at], piece.text[at + 1 :])
        for text in texts:
            fresh = copy.deepcopy(run)
            next(fresh.iter(q("t"))).text = text
            if text is texts[1] and properties:
                fresh.insert(0, etree.fromstring(f"<w:rPr {NAMES}>{properties}</w:rPr>"))
            put = etree.fromstring(f"<w:p {NAMES}>{instead}</w:p>") if text is texts[1] and instead else [fresh]
            for one in list(put):
                run.addprevious(one)
        run.getparent().remove(run)

    return on_tree(fault)


def setting(inner: str) -> Fault:
    def fault(parts: Parts) -> Parts:
        at = b"<w:defaultTabStop"
        return {**parts, "word/settings.xml": parts["word/settings.xml"].replace(at, inner.encode() + at)}

    return fault


def notes(text: str) -> Fault:
    """The part of notes that Word writes in each file, with a note if there is a text."""

    def fault(parts: Parts) -> Parts:
        note = f'<w:footnote w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>' if text else ""
        parted = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        part = {"word/footnotes.xml": f"<w:footnotes {NAMES}>{parted}{note}</w:footnotes>".encode()}
        reference = with_end('<w:r><w:footnoteReference w:id="2"/></w:r>') if text else None
        return {**(reference(parts) if reference else parts), **part}

    return fault


def parted_by(text: str) -> Fault:
    """What stands above the notes of a page has words."""
    words = f'<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
    return lambda parts: {
        **notes("Note.")(parts),
        "word/footnotes.xml": f"<w:footnotes {NAMES}>{words}</w:footnotes>".encode(),
    }


def statuses(found: Review) -> dict[str, str]:
    return {clause.id: clause.status for clause in found.clauses if clause.status != "unchanged"}


# ---------------------------------------------------------------- before the text


@pytest.mark.parametrize("typed", ["0. ", "- ", "– ", "(a) ", "12.4 "])
def test_a_number_typed_before_a_paragraph_of_no_list_is_told(typed: str, reviewed: Any) -> None:
    assert statuses(reviewed(in_words(0, typed))) == {CLAUSE: "reworded"}


def test_a_dash_typed_before_the_first_cell_of_a_row_is_told(reviewed: Any) -> None:
    def fault(root: Any) -> None:
        piece = next(list(first_table(root, "annexe-volumes-prix").iter(q("tr")))[1].iter(q("t")))
        piece.text = f"- {piece.text}"

    assert statuses(reviewed(on_tree(fault))) == {"annexe-volumes-prix": "reworded"}


def test_the_numbers_that_a_converter_types_are_no_change(reviewed: Any) -> None:
    assert statuses(reviewed(retyped)) == {}


# ---------------------------------------------------------------- inside the words


@pytest.mark.parametrize(
    "properties",
    ['<w:vertAlign w:val="superscript"/>', '<w:position w:val="12"/>', '<w:rFonts w:ascii="Wingdings"/>',
     '<w:spacing w:val="-100"/>'],
)  # fmt: skip
def test_a_figure_set_so_that_it_reads_otherwise_is_told(properties: str, reviewed: Any) -> None:
    found = reviewed(figure(properties))
    assert [one.code for one in found.findings] == ["text-concealed"]


@pytest.mark.parametrize(("before", "raised"), [("1", "er"), ("2", "e"), ("m", "2"), ("n", "o")])
def test_an_ordinal_or_a_unit_is_raised_as_it_should_be(before: str, raised: str, reviewed: Any) -> None:
    run = f'<w:r><w:t> {before}</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{raised}</w:t></w:r>'
    assert not reviewed(with_end(run)).concealed


@pytest.mark.parametrize("properties", ['<w:ind w:left="20000"/>', '<w:framePr w:x="-20000" w:y="1"/>'])
def test_a_paragraph_off_the_page_is_told(properties: str, reviewed: Any) -> None:
    def fault(root: Any) -> None:
        held = body(root).find(q("pPr"))
        held.extend(etree.fromstring(f"<w:p {NAMES}>{properties}</w:p>"))

    assert "hors de la page" in {one.how for one in reviewed(on_tree(fault)).concealed}


@pytest.mark.parametrize("character", ["\u200b", "\u00ad", "\u2060", "\ufeff"])
def test_a_character_that_is_not_seen_is_told_and_changes_no_word(character: str, reviewed: Any) -> None:
    found = reviewed(in_words(4, character))
    assert statuses(found) == {}
    (told,) = found.problems
    assert f"U+{ord(character):04X}" in told
    assert "Rien n'a changé" not in summary(found)


@pytest.mark.parametrize(
    ("characters", "told"), [("\u202e", "renverse"), ("\u0430", "cyrillique"), ("\u2070", "exposants")]
)
def test_a_character_that_passes_for_another_is_told_and_never_shown_raw(
    characters: str, told: str, reviewed: Any, library: Library
) -> None:
    found = reviewed(in_words(4, characters))
    assert statuses(found) == {CLAUSE: "reworded"}
    assert any(told in one.message for one in found.findings if one.code == "clause-reworded")
    assert not any("\u202e" in one.message for one in found.findings)
    assert "\\u202e" not in json.dumps(json.loads(review_as_json(found))["findings"])
    assert write(review_document(found, library, "contrat.docx"), None, library.house)


def test_mathematics_are_read_where_they_stand(reviewed: Any) -> None:
    found = reviewed(figure(instead="<m:oMath><m:r><m:t>9</m:t></m:r></m:oMath>"))
    assert statuses(found) == {CLAUSE: "reworded"}
    assert "un chiffre y a changé" in found.findings[0].message


def test_a_simple_field_is_read_where_it_stands_and_its_code_is_told(reviewed: Any) -> None:
    shown = '<w:fldSimple w:instr="{}"><w:r><w:t>9</w:t></w:r></w:fldSimple>'
    found = reviewed(figure(instead=shown.format(" =3*3 ")))
    assert statuses(found) == {CLAUSE: "reworded"}
    assert any("champs inattendus (=3*3)" in one for one in found.problems)
    assert not reviewed(figure(instead=shown.format(" NUMPAGES "))).problems


# ---------------------------------------------------------------- beside the text


@pytest.mark.parametrize("shape", [SHAPE, VML, BOTH])
def test_the_text_of_a_box_is_a_new_text(shape: str, reviewed: Any, library: Library) -> None:
    found = reviewed(with_end(f"<w:r>{shape}</w:r>"))
    assert statuses(found) == {"nouveau-1": "new"}
    (clause,) = [one for one in found.clauses if one.status == "new"]
    assert (clause.holder, clause.after, clause.silent) == ("zone de texte", CLAUSE, True)
    (finding,) = found.findings
    assert SAID in finding.message
    assert "l'emporter" in finding.message


def test_a_box_that_is_tracked_is_not_silent(reviewed: Any) -> None:
    mark = 'w:id="9401" w:author="A" w:date="2026-11-20T10:00:00Z"'
    (clause,) = [one for one in reviewed(with_end(f"<w:ins {mark}><w:r>{SHAPE}</w:r></w:ins>")).clauses if one.holder]
    assert (clause.silent, clause.accepted, clause.rejected) == (False, SAID, "")


def test_a_note_is_a_new_text_and_the_part_that_word_writes_is_none(reviewed: Any) -> None:
    found = reviewed(notes("Ce plafond ne s’applique pas."))
    assert [(one.holder, one.after) for one in found.clauses if one.status == "new"] == [
        ("note de bas de page", CLAUSE)
    ]
    assert reviewed(notes("")).findings == ()


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        ('<w:r><w:drawing><a:blip xmlns:a="urn:a"/></w:drawing></w:r>', "dont aucun texte n'est lu"),
        ('<w:r><w:pict><v:shape><v:textpath string="SANS VALEUR"/></v:shape></w:pict></w:r>', "SANS VALEUR"),
        ('<w:permStart w:id="1" w:edGrp="everyone"/>', "seules certaines personnes"),
        (
            '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{1}"/></w:sdtPr><w:sdtContent/></w:sdt>',
            "que Word remplace à l'ouverture",
        ),
    ],
)
def test_what_cannot_be_read_is_told(inner: str, told: str, reviewed: Any) -> None:
    assert any(told in one for one in reviewed(with_end(inner)).problems)


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        ('<w:documentProtection w:edit="readOnly" w:enforcement="1"/>', "lecture seule"),
        ('<w:documentProtection w:edit="forms" w:enforcement="1"/>', "formulaire"),
        ('<w:writeProtection w:recommended="1"/>', "lecture seule demandée"),
        ('<w:revisionView w:insDel="0"/>', "masqués à l'ouverture"),
        ('<w:documentProtection w:edit="readOnly" w:enforcement="0"/>', ""),
    ],
)
def test_a_protection_is_told_when_it_is_in_force(inner: str, told: str, reviewed: Any) -> None:
    found = reviewed(setting(inner))
    assert bool(found.problems) is bool(told)
    assert all(told in one for one in found.problems)


def test_a_font_that_comes_with_the_file_is_told(reviewed: Any) -> None:
    def fault(parts: Parts) -> Parts:
        font = f'<w:fonts {NAMES}><w:font w:name="Faux"><w:embedRegular/></w:font></w:fonts>'
        return {**parts, "word/fontTable.xml": font.encode()}

    assert any("polices jointes" in one and "Faux" in one for one in reviewed(fault).problems)


def test_letters_that_are_only_dressed_are_no_matter(reviewed: Any) -> None:
    assert not reviewed(dressed(CLAUSE, "", '<w:rFonts w:ascii="Arial"/><w:position w:val="0"/>')).concealed


def test_the_field_that_libreoffice_puts_around_a_title_is_no_matter(reviewed: Any) -> None:
    begin, code, middle, end = (f"<w:r>{one}</w:r>" for one in (
        '<w:fldChar w:fldCharType="begin"/>', '<w:instrText> FILLIN "{}"</w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>', '<w:fldChar w:fldCharType="end"/>',
    ))  # fmt: skip
    assert not reviewed(with_end(begin + code.format("") + middle + end)).problems
    assert reviewed(with_end(begin + code.format("Montant ?") + middle + end)).problems


def test_a_figure_read_backwards_is_told(reviewed: Any) -> None:
    def fault(root: Any) -> None:
        run = next(body(root).iter(q("r")))
        turned = etree.Element(q("bdo"), {q("val"): "rtl"})
        run.addprevious(turned)
        turned.append(run)

    (found,) = reviewed(on_tree(fault)).concealed
    assert found.how == "sens de lecture renversé"


@pytest.mark.parametrize(
    ("name", "told"), [("vanish", "texte masqué : « "), ("strike", "suivi des modifications : « ")]
)
def test_words_hidden_or_struck_by_hand_are_cited(name: str, told: str, reviewed: Any) -> None:
    (problem,) = reviewed(figure(f"<w:{name}/>")).problems
    assert told in problem


def test_what_is_not_read_is_named_in_french(reviewed: Any) -> None:
    assert reviewed(with_end('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>')).problems == (
        "contenu hors du texte (symboles)",
    )


def test_words_in_what_parts_notes_from_the_page_are_told(reviewed: Any) -> None:
    assert any(one.code == "text-new" and SAID in one.message for one in reviewed(parted_by(SAID)).findings)
