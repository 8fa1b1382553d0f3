"""Text that is in a file and that its page does not show as it is read: told, and what is only dressed otherwise is not."""

from __future__ import annotations

from typing import Any

import pytest
from faults import W, on_tree, q, unzipped, zipped
from lxml import etree
from review_faults import Fault, dressed, paragraph_with

from contractgen.model import Library, Questionnaire
from contractgen.results import Pack
from contractgen.review import review
from contractgen.review_report import summary

CLAUSE = "responsabilite-plafond"


@pytest.fixture(scope="module")
def contract(sme_pack: Pack) -> bytes:
    return next(one.content for one in sme_pack.lots[0].documents if one.id == "contrat")


def in_style(properties: str, placing: str = "") -> Fault:
    """The properties given to the style of plain text, and what sets its paragraphs."""

    def fault(root: Any) -> None:
        style = next(one for one in root.iter(q("style")) if one.get(q("styleId")) == "Corps")
        held = style.find(q("rPr"))
        if held is not None:
            style.remove(held)
        style.append(etree.fromstring(f'<w:rPr xmlns:w="{W}">{properties}</w:rPr>'))
        for one in etree.fromstring(f'<w:pPr xmlns:w="{W}">{placing}</w:pPr>'):
            for old in style.find(q("pPr")).findall(one.tag):
                style.find(q("pPr")).remove(old)
            style.find(q("pPr")).append(one)

    return on_tree(fault, "word/styles.xml")


def placed(properties: str) -> Fault:
    """The properties given to a paragraph of plain text."""
    return on_tree(
        lambda root: plain(root).find(q("pPr")).extend(etree.fromstring(f'<w:pPr xmlns:w="{W}">{properties}</w:pPr>'))
    )


def plain(root: Any) -> Any:
    return paragraph_with(root, CLAUSE, "plafond")


def of_table(properties: str) -> Fault:
    return on_tree(
        lambda root: next(root.iter(q("tblPr"))).extend(
            etree.fromstring(f'<w:tblPr xmlns:w="{W}">{properties}</w:tblPr>')
        )
    )


def swallowed(root: Any) -> None:
    """The runs of a paragraph made the code of a field that shows nothing."""
    marks = [
        etree.fromstring(f'<w:r xmlns:w="{W}"><w:fldChar w:fldCharType="{kind}"/></w:r>')
        for kind in ("begin", "separate", "end")
    ]
    plain(root).find(q("r")).addprevious(marks[0])
    plain(root).extend(marks[1:])


def made_variant(root: Any) -> None:
    """A paragraph for programs other than Word, which shows the empty choice."""
    name = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
    paragraph, both = plain(root), etree.Element(f"{name}AlternateContent")
    paragraph.addprevious(both)
    etree.SubElement(both, f"{name}Choice", Requires="w15")
    etree.SubElement(both, f"{name}Fallback").append(paragraph)


def white_heads(parts: dict[str, bytes]) -> dict[str, bytes]:
    """A house with white letters, by their style, on table heads whose dark ground is that of the style of tables."""
    dark = f'<w:tblStylePr xmlns:w="{W}" w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr></w:tblStylePr>'
    white = f'<w:rPr xmlns:w="{W}"><w:color w:val="FFFFFF"/></w:rPr>'
    root = etree.fromstring(parts["word/styles.xml"])
    by_id = {style.get(q("styleId")): style for style in root.iter(q("style"))}
    by_id["Grille"].append(etree.fromstring(dark))
    for held in by_id["CelluleTete"].findall(q("rPr")):
        by_id["CelluleTete"].remove(held)
    by_id["CelluleTete"].append(etree.fromstring(white))
    return {**parts, "word/styles.xml": etree.tostring(root)}


def in_row(properties: str) -> Fault:
    def fault(root: Any) -> None:
        row = list(next(root.iter(q("tbl"))).iter(q("tr")))[1]
        held = row.find(q("trPr"))
        if held is None:
            held = etree.Element(q("trPr"))
            row.insert(0, held)
        held.append(etree.fromstring(f'<w:{properties} xmlns:w="{W}"/>'))

    return on_tree(fault)


def number_saying(words: str) -> Fault:
    def fault(parts: dict[str, bytes]) -> dict[str, bytes]:
        numbering = parts["word/numbering.xml"]
        assert b'"%1.%2"' in numbering
        return {**parts, "word/numbering.xml": numbering.replace(b'"%1.%2"', f'"%1.%2 {words}"'.encode(), 1)}

    return fault


def filled(inner: str) -> str:
    return f'<w14:textFill xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">{inner}</w14:textFill>'


def hiding_tables(parts: dict[str, bytes]) -> dict[str, bytes]:
    root = etree.fromstring(parts["word/styles.xml"])
    style = next(one for one in root.iter(q("style")) if one.get(q("styleId")) == "Grille")
    style.append(etree.fromstring(
        f'<w:tblStylePr xmlns:w="{W}" w:type="firstRow"><w:rPr><w:vanish/></w:rPr></w:tblStylePr>'
    ))  # fmt: skip
    return {**parts, "word/styles.xml": etree.tostring(root)}


def covered(root: Any, above: str) -> None:
    """The second cell of the third row goes on with the one above it, which is merged so, or not."""
    rows = next(root.iter(q("tbl"))).findall(q("tr"))
    for row, merge in ((rows[1], above), (rows[2], "continue")):
        cell = row.findall(q("tc"))[1]
        held = cell.find(q("tcPr"))
        if held is None:
            held = etree.Element(q("tcPr"))
            cell.insert(0, held)
        if merge:
            held.append(etree.fromstring(f'<w:vMerge xmlns:w="{W}" w:val="{merge}"/>'))


CONCEALED: dict[str, tuple[Fault, str]] = {
    "paper": (dressed(CLAUSE, "", '<w:color w:val="FEFEFE"/>'), "couleur du fond"),
    "ground": (dressed(CLAUSE, "", '<w:color w:val="333333"/><w:shd w:val="clear" w:fill="333333"/>'), "couleur du fond"),
    "tiny": (dressed(CLAUSE, "", '<w:sz w:val="2"/>'), "trop petites"),
    "narrow": (dressed(CLAUSE, "", '<w:w w:val="1"/>'), "resserrées"),
    "paper of the theme": (dressed(CLAUSE, "", '<w:color w:val="auto" w:themeColor="background1"/>'), "couleur du fond"),
    "theme over what is written": (
        dressed(CLAUSE, "", '<w:color w:val="000000" w:themeColor="background1"/>'), "couleur du fond"
    ),
    "theme, made lighter": (
        dressed(CLAUSE, "", '<w:color w:val="000000" w:themeColor="text1" w:themeTint="08"/>'), "couleur du fond"
    ),
    "theme, ground": (
        dressed(CLAUSE, "", '<w:color w:val="1F3864"/><w:shd w:val="clear" w:fill="auto" w:themeFill="text2"/>'), "couleur du fond"
    ),
    "no fill": (dressed(CLAUSE, "", filled("<w14:noFill/>")), "couleur du fond"),
    "white fill": (dressed(CLAUSE, "", filled('<w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill>')), "couleur du fond"),
    "transparent": (
        dressed(CLAUSE, "", filled('<w14:solidFill><w14:srgbClr w14:val="000000"><w14:alpha w14:val="100000"/></w14:srgbClr></w14:solidFill>')),
        "couleur du fond",
    ),
    "highlight": (dressed(CLAUSE, "", '<w:color w:val="auto"/><w:highlight w:val="black"/>'), "couleur du fond"),
    "pattern": (
        dressed(CLAUSE, "", '<w:color w:val="000000"/><w:shd w:val="solid" w:color="000000" w:fill="FFFFFF"/>'), "couleur du fond"
    ),
    "near the ground": (
        dressed(CLAUSE, "", '<w:color w:val="1F3864"/><w:shd w:val="clear" w:fill="203A66"/>'), "couleur du fond"
    ),
    "hidden by a style": (in_style("<w:vanish/>"), "masqué par un style"),
    "hidden by the style of tables": (hiding_tables, "masqué par un style"),
    "under another cell": (on_tree(lambda root: covered(root, "restart")), "cellule fusionnée"),
    "far to the left": (placed('<w:ind w:left="-20000"/>'), "hors de la page"),
    "first line": (placed('<w:ind w:firstLine="20000"/>'), "hors de la page"),
    "frame without height": (placed('<w:framePr w:w="1" w:h="1" w:hRule="exact"/>'), "sans hauteur"),
    "style, off the page": (in_style("<w:b/>", '<w:ind w:left="20000"/>'), "hors de la page"),
    "style, without height": (in_style("<w:b/>", '<w:spacing w:line="1" w:lineRule="exact"/>'), "sans hauteur"),
    "made to fit": (dressed(CLAUSE, "", '<w:fitText w:val="1"/>'), "resserrées"),
    "table beside the page": (of_table('<w:tblInd w:w="20000" w:type="dxa"/>'), "hors de la page"),
    "floating table": (of_table('<w:tblpPr w:tblpX="20000" w:tblpY="1"/>'), "hors de la page"),
    "code of a field": (on_tree(swallowed), "code d'un champ"),
    "variant": (on_tree(made_variant), "variante"),
    "style, paper": (in_style('<w:color w:val="FFFFFF"/>'), "couleur du fond"),
    "style, struck": (in_style("<w:strike/>"), "barré par un style"),
    "hidden row": (in_row("hidden"), "ligne de tableau masquée"),
    "flat row": (in_row('trHeight w:val="1" w:hRule="exact"'), "sans hauteur"),
    "number": (number_saying("sauf avis contraire du Prestataire"), "numérotation"),
}  # fmt: skip


@pytest.mark.parametrize("name", CONCEALED)
def test_what_the_page_does_not_show_is_told(
    name: str, contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    fault, how = CONCEALED[name]
    found = review(zipped(fault(unzipped(contract))), library, questionnaire)
    told = [finding.message for finding in found.findings if finding.code == "text-concealed"]
    assert told
    assert all(how in message for message in told)
    assert "Rien n'a changé" not in summary(found)


@pytest.mark.parametrize("properties", ['<w:color w:val="C00000"/>', '<w:sz w:val="16"/>',
                                        '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>',
                                        '<w:color w:val="auto" w:themeColor="text2"/>',
                                        '<w:color w:val="auto"/><w:shd w:val="clear" w:fill="000000"/>',
                                        '<w:color w:val="auto"/><w:highlight w:val="yellow"/>'])  # fmt: skip
def test_what_is_only_dressed_otherwise_is_seen(
    properties: str, contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    found = review(zipped(dressed(CLAUSE, "", properties)(unzipped(contract))), library, questionnaire)
    assert not found.concealed


def test_a_cell_under_one_that_is_not_merged_is_seen(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    parts = on_tree(lambda root: covered(root, ""))(unzipped(contract))
    assert not review(zipped(parts), library, questionnaire).concealed


def test_a_table_that_is_not_seen_is_told_once(contract: bytes, library: Library, questionnaire: Questionnaire) -> None:
    parts = of_table('<w:tblInd w:w="20000" w:type="dxa"/>')(unzipped(contract))
    assert len(review(zipped(parts), library, questionnaire).concealed) == 1


def test_white_heads_of_tables_are_seen(contract: bytes, library: Library, questionnaire: Questionnaire) -> None:
    assert not review(zipped(white_heads(unzipped(contract))), library, questionnaire).concealed


def test_a_run_shows_its_own_colour_over_that_of_its_style(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    pale = in_style('<w:color w:val="FFFFFF"/>')(unzipped(contract))
    dark = dressed(CLAUSE, "200", '<w:color w:val="333333"/>')(pale)
    hidden, shown = (
        [one.text for one in review(zipped(parts), library, questionnaire).concealed] for parts in (pale, dark)
    )
    assert len(shown) == len(hidden) - 1
