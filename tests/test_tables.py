"""Tables as a reader of the page has them: numbered captions that references lead to, columns that hold their words."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from faults import W, unzipped
from lxml import etree
from test_findings import TABLE, written

from contractgen import Answers, build
from contractgen.body_names import every_block
from contractgen.model import Library, Paragraph, Questionnaire, Table, TableTemplate
from contractgen.results import Pack, WrittenDocument
from contractgen.word.columns import column_widths
from contractgen.word.opening import open_package
from contractgen.word.read import read_document

TEXT_WIDTH = 9070  # twentieths of a point: A4 less the margins of the shipped house style


def q(name: str) -> str:
    return f"{{{W}}}{name}"


@pytest.fixture(scope="module")
def documents(sme_pack: Pack, micro_pack: Pack) -> tuple[WrittenDocument, ...]:
    return (*sme_pack.lots[0].documents, *micro_pack.lots[0].documents)


def tables_of(document: WrittenDocument) -> list[Any]:
    return list(etree.fromstring(unzipped(document.content)["word/document.xml"]).iter(q("tbl")))


def document_of(pack: Pack, ident: str) -> WrittenDocument:
    return next(document for document in pack.lots[0].documents if document.id == ident)


def test_every_table_of_the_library_has_a_short_caption(library: Library) -> None:
    captions = [
        block.caption
        for clause in library.clauses.values()
        for block in every_block(clause.blocks)
        if isinstance(block, (Table, TableTemplate)) and block.look == "table"
    ]
    assert len(captions) > 80
    assert [text for text in captions if not 5 <= len(text) <= 60 or text.endswith(".")] == []


def test_every_table_stands_under_its_caption_numbered_in_order(documents: tuple[WrittenDocument, ...]) -> None:
    for document in documents:
        captioned = [
            table for table in tables_of(document) if table.find(f".//{q('tblStyle')}").get(q("val")) == "Grille"
        ]
        for number, table in enumerate(captioned, 1):
            caption = table.getprevious()
            assert caption.find(f"{q('pPr')}/{q('pStyle')}").get(q("val")) == "Legende"
            assert "".join(caption.itertext(q("instrText"))) == " SEQ Tableau \\* ARABIC "
            text = "".join(caption.itertext(q("t")))
            assert text.startswith(f"Tableau\u00a0{number} – ")
            properties = table.find(q("tblPr"))
            assert text.endswith(f" – {properties.find(q('tblCaption')).get(q('val'))}")
            head = ", ".join("".join(cell.itertext(q("t"))) for cell in table.find(q("tr")).iter(q("tc")))
            assert properties.find(q("tblDescription")).get(q("val")).endswith(f", colonnes : {head}")


def test_the_style_of_captions_keeps_them_with_their_table(documents: tuple[WrittenDocument, ...]) -> None:
    styles = etree.fromstring(unzipped(documents[0].content)["word/styles.xml"])
    (caption,) = [style for style in styles if style.get(q("styleId")) == "Legende"]
    assert caption.find(q("name")).get(q("val")) == "caption"
    assert caption.find(f"{q('pPr')}/{q('keepNext')}") is not None


def test_references_show_the_number_of_the_table_they_lead_to(documents: tuple[WrittenDocument, ...]) -> None:
    seen = 0
    for document in documents:
        reading = read_document(open_package(document.content))
        for reference in reading.references:
            if reference.bookmark.startswith("_Tab_"):
                seen += 1
                caption = reading.lines[reading.bookmarks[reference.bookmark]]
                assert caption.style == "Legende"
                assert caption.text.startswith(f"Tableau\u00a0{reference.text} – ")
    assert seen > 20


def test_a_table_without_rows_has_no_caption_and_what_refers_to_it_is_found(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    pack = build(library, questionnaire, Answers({**sme_answers, "volumes": []}), draft=True)
    captions = [
        block.text
        for document in pack.lots[0].documents
        for clause in document.clauses
        for block in clause.blocks
        if isinstance(block, Paragraph) and block.style == "caption"
    ]
    assert captions
    assert not [text for text in captions if "Volumes mensuels" in text]
    found = [finding for finding in pack.findings if "renvoie au tableau de « cdc-volumes »" in finding.message]
    assert {(finding.code, finding.where, finding.lacking) for finding in found} == {
        ("table-lacking", "volumes", ("volumes",))
    }


def test_a_reference_to_a_table_left_out_dangles(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    make = written(f"::: when not penalites\n\n{TABLE}\n:::\n\nVoir le [[tableau:force-majeure]].")
    pack = make(library, questionnaire, sme_answers)
    assert [f.where for f in pack.findings if f.code == "reference-dangling"] == ["force-majeure"]


# ---------------------------------------------------------------- columns


def test_columns_fill_the_page_and_a_date_or_amount_is_never_cut() -> None:
    columns = [
        ["N°", "CPT-01"],
        ["Échéance", "14 septembre 2027"],
        ["Montant (€ HT)", "123\u202f456\u202f789,50"],
        ["Texte", "Responsable comptabilité fournisseurs " * 12],
        ["Source", "CSS R.133-14"],
    ]
    widths = column_widths(columns, TEXT_WIDTH)
    assert sum(widths) == TEXT_WIDTH
    assert widths[1] > 216 + 17 * 80
    assert widths[3] == max(widths)


def test_when_all_cannot_fit_the_longest_word_is_the_one_that_is_cut() -> None:
    columns = [["A", "x" * 90], *[["Colonne", "comptabilité"] for _ in range(8)]]
    widths = column_widths(columns, TEXT_WIDTH)
    assert sum(widths) == TEXT_WIDTH
    assert widths[0] == max(widths) < 260 + 90 * 80
    assert min(widths[1:]) >= 216 + 9 * 70


def test_a_column_to_fill_in_has_room() -> None:
    assert column_widths([["N°", "a"], ["Exigence", "Texte long " * 30], ["Réponse", ""]], TEXT_WIDTH)[2] > 1500


def _rows(count: int) -> dict[str, list[dict[str, Any]]]:
    names = ("Marie-Christine de La Rochefoucauld", "Jean Dupont")
    contacts = [
        {
            "partie": ("client", "prestataire")[rank % 2],
            "role": "Responsable comptabilité fournisseurs",
            "nom": names[rank % 2],
            "suppleant": names[(rank + 1) % 2],
            "courriel": f"responsable.comptabilite{rank}@cabinet.example",
            "telephone": "+33 1 23 45 67 89",
        }
        for rank in range(count)
    ]
    accesses = [
        {
            "fonction": "comptabilite",
            "systeme": f"Portail déclaratif n° {rank}",
            "compte": "administration-comptable",
            "niveau": "preparation",
            "titulaire_client": "Responsable administratif et financier",
            "mode_reprise": "Réinitialisation par le titulaire",
        }
        for rank in range(count)
    ]
    return {"contacts": contacts, "acces": accesses}


@pytest.fixture(scope="module", params=[1, 5, 30])
def words(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    library: Library,
    questionnaire: Questionnaire,
    sme_answers: dict[str, Any],
) -> list[tuple[float, float, str]]:
    """The words of the contract on its pages: left and right end in points, and text."""
    office, reader = shutil.which("soffice"), shutil.which("pdftotext")
    assert office, "LibreOffice est nécessaire : apt-get install libreoffice-writer"
    assert reader, "pdftotext est nécessaire : apt-get install poppler-utils"
    pack = build(library, questionnaire, Answers({**sme_answers, **_rows(request.param)}), draft=True)
    folder: Path = tmp_path_factory.mktemp("tables")
    (folder / "contrat.docx").write_bytes(document_of(pack, "contrat").content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / "contrat.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    shown = subprocess.run([reader, "-bbox", str(folder / "contrat.pdf"), "-"], check=True, capture_output=True)
    return list(_words(shown.stdout.decode()))


def _words(text: str) -> Iterator[tuple[float, float, str]]:
    for found in re.finditer(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</word>', text):
        yield float(found[1]), float(found[2]), found[3]


def test_no_word_leaves_the_page_or_is_cut_whatever_the_number_of_rows(words: list[tuple[float, float, str]]) -> None:
    left, right = 1418 / 20, (11906 - 1418) / 20
    assert [word for word in words if word[0] < left - 1 or word[1] > right + 1] == []
    texts = {text for _, _, text in words}
    whole = {
        "Responsable",
        "comptabilité",
        "fournisseurs",
        "Rochefoucauld",
        "administratif",
        "Réinitialisation",
        "déclaratif",
    }
    assert whole - texts == set()
    assert "responsable.comptabilite0@cabinet.example" in texts
