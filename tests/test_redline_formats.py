"""A file that another program saved is compared for what is read in it: its words, and what marks them."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import run
from faults import DOCUMENT, add_paragraph_after, on_tree, paragraphs, q, remove, set_text, unzipped, zipped
from libreoffice_views import saved
from lxml import etree
from revision_specimens import file, p, row, t, table
from test_redline import read

from contractgen.results import Pack
from contractgen.word.redline import redline
from contractgen.word.revisions import accept_all, reject_all, revisions

Edit = Callable[[Any], None]


@pytest.fixture(scope="module")
def contract(micro_pack: Pack) -> bytes:
    return next(one.content for one in micro_pack.lots[0].documents if one.id == "contrat")


def altered(data: bytes, *edits: Edit) -> bytes:
    parts = unzipped(data)
    for edit in edits:
        parts = on_tree(edit)(parts)
    return zipped(parts)


def word_changed(root: Any) -> None:
    set_text(paragraphs(root, "force-majeure")[1], lambda text: f"{text} Sauf refus.")


def paragraph_gone(root: Any) -> None:
    remove(paragraphs(root, "confidentialite")[1])


def paragraph_come(root: Any) -> None:
    add_paragraph_after(paragraphs(root, "force-majeure")[1], "Le Client renonce à tout recours.")


def row_gone(root: Any) -> None:
    tables = [one for one in root.iter(q("tbl")) if len(one.findall(q("tr"))) > 3]
    remove(tables[-1].findall(q("tr"))[2])


EDITS: dict[str, tuple[Edit, ...]] = {
    "nothing": (),
    "words": (word_changed,),
    "paragraphs": (paragraph_gone, paragraph_come),
    "row": (row_gone,),
}


@pytest.fixture(scope="module")
def returned(contract: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The contract after each edit, saved by LibreOffice."""
    folder = tmp_path_factory.mktemp("returned")
    for name, edits in EDITS.items():
        (folder / f"{name}.docx").write_bytes(altered(contract, *edits))
    return saved(folder, folder / "profile")


def said(data: bytes) -> list[str]:
    """The texts of a document, by the reader that delivered files are read with; a page break is no text."""
    return [text.strip() for _, text in read(data)]


@pytest.mark.parametrize("name", EDITS)
def test_a_file_saved_by_libreoffice_has_the_changes_of_its_words_and_no_other(
    name: str, contract: bytes, returned: dict[str, bytes]
) -> None:
    made = redline(contract, returned[name], formats="auto")
    native = redline(contract, altered(contract, *EDITS[name]))
    assert made.notices == ()
    assert made.counted == native.counted
    assert made.unshown > 300
    assert [(one.kind, one.text) for one in revisions(made.content).changes] == [
        (one.kind, one.text) for one in revisions(native.content).changes
    ]
    assert read(reject_all(made.content)) == read(contract)
    assert said(accept_all(made.content)) == said(returned[name])
    known = set(re.findall(rb"<w:p[ >].*?</w:p>", unzipped(contract)[DOCUMENT], re.DOTALL))
    for paragraph in re.findall(rb"<w:p[ >].*?</w:p>", unzipped(made.content)[DOCUMENT], re.DOTALL):
        assert paragraph in known or re.search(rb"<w:(ins|del)\b", paragraph)


def test_all_its_formats_are_shown_when_that_is_asked(contract: bytes, returned: dict[str, bytes]) -> None:
    made = redline(contract, returned["words"], formats="all")
    assert made.counted["changed"] > 150  # of a short contract
    assert made.unshown == 0


def test_such_a_redline_has_no_schema_error(contract: bytes, returned: dict[str, bytes], tmp_path: Path) -> None:
    from openxml_audit import FileFormat, OpenXmlValidator

    validator = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=500)
    for name, data in returned.items():
        (tmp_path / f"{name}.docx").write_bytes(redline(contract, data, formats="auto").content)
        assert [str(one) for one in validator.validate(str(tmp_path / f"{name}.docx")).errors] == [], name


# ---------------------------------------------------------------- what is seen of letters


def rewritten(root: Any) -> None:
    """Properties on every paragraph and every run, as another program writes them."""
    for paragraph in root.iter(q("p")):
        properties = paragraph.find(q("pPr"))
        if properties is None:
            properties = etree.Element(q("pPr"))
            paragraph.insert(0, properties)
        etree.SubElement(properties, q("spacing")).set(q("before"), "57")
        etree.SubElement(properties, q("jc")).set(q("val"), "both")
    for one in root.iter(q("r")):
        if one.find(q("rPr")) is None:
            one.insert(0, etree.Element(q("rPr")))
        etree.SubElement(one.find(q("rPr")), q("kern")).set(q("val"), "0")


def dressed(inner: str) -> Edit:
    def edit(root: Any) -> None:
        for one in paragraphs(root, "force-majeure")[1].iter(q("r")):
            properties = one.find(q("rPr"))
            if properties is None:
                properties = etree.Element(q("rPr"))
                one.insert(0, properties)
            properties.append(etree.fromstring(f'<w:{inner} xmlns:w="{q("")[1:-1]}"/>'))

    return edit


SEEN = ("b", "i", 'u w:val="single"', "strike", "vanish", "caps", 'vertAlign w:val="superscript"',
        'highlight w:val="yellow"', 'color w:val="FFFFFF"')  # fmt: skip


@pytest.mark.parametrize("inner", SEEN)
def test_what_marks_letters_is_shown_among_formats_that_are_not(inner: str, contract: bytes) -> None:
    made = redline(contract, altered(contract, dressed(inner), rewritten), formats="auto")
    kinds = {one.kind for one in revisions(made.content).changes}
    assert kinds == {"format_rPr"}
    assert made.counted == {"changed": 1}
    assert made.notices == ()
    found = etree.fromstring(unzipped(accept_all(made.content))[DOCUMENT])
    name = inner.split(maxsplit=1)[0]
    runs = list(paragraphs(found, "force-majeure")[1].iter(q("r")))
    assert all(one.find(f"{q('rPr')}/{q(name)}") is not None for one in runs)


@pytest.mark.parametrize("inner", ['sz w:val="23"', 'color w:val="1A1A1A"', 'b w:val="0"', 'u w:val="none"'])
def test_what_marks_nothing_is_counted(inner: str, contract: bytes) -> None:
    made = redline(contract, altered(contract, dressed(inner), rewritten), formats="auto")
    assert made.counted == {}
    assert made.unshown > 300


def test_a_style_that_changed_is_shown_among_formats_that_are_not(contract: bytes) -> None:
    def restyled(root: Any) -> None:
        paragraphs(root, "force-majeure")[1].find(f"{q('pPr')}/{q('pStyle')}").set(q("val"), "Puce")

    made = redline(contract, altered(contract, restyled, rewritten), formats="auto")
    assert [one.kind for one in revisions(made.content).changes] == ["format_pPr"]
    assert made.notices == ()


def test_half_a_paragraph_made_bold_is_half_a_change(contract: bytes) -> None:
    def halved(root: Any) -> None:
        one = next(paragraphs(root, "force-majeure")[1].iter(q("r")))
        rest = copy.deepcopy(one)
        text = one.find(q("t")).text
        one.find(q("t")).text, rest.find(q("t")).text = text[:20], text[20:]
        rest.insert(0, etree.fromstring(f'<w:rPr xmlns:w="{q("")[1:-1]}"><w:b/></w:rPr>'))
        one.addnext(rest)

    whole = paragraphs(etree.fromstring(unzipped(contract)[DOCUMENT]), "force-majeure")[1]
    text = next(whole.iter(q("t"))).text
    made = redline(contract, altered(contract, halved, rewritten), formats="auto")
    assert [(one.kind, one.text) for one in revisions(made.content).changes] == [("format_rPr", text[20:])]


def test_a_few_formats_changed_by_hand_are_all_shown(contract: bytes) -> None:
    def aligned(root: Any) -> None:
        for clause in ("force-majeure", "confidentialite"):
            etree.SubElement(paragraphs(root, clause)[1].find(q("pPr")), q("jc")).set(q("val"), "right")

    made = redline(contract, altered(contract, aligned), formats="auto")
    assert (made.counted, made.unshown) == ({"changed": 2}, 0)
    made = redline(contract, altered(contract, aligned), formats="seen")
    assert (made.counted, made.unshown) == ({}, 2)


def test_cells_keep_their_merges_and_take_the_formats_of_the_first() -> None:
    a = file(table(row(p(t("un")), p(t("deux"))), row(p(t("trois")), p(t("quatre")))) + p(""))
    b = zipped(on_tree(_merged)(unzipped(a)))
    made = redline(a, b, formats="seen")
    assert {one.kind for one in revisions(made.content).changes} <= {"format_tcPr"}
    assert made.notices == ()
    cells = list(etree.fromstring(unzipped(accept_all(made.content))[DOCUMENT]).iter(q("tc")))
    assert [one.find(f"{q('tcPr')}/{q('vMerge')}") is not None for one in cells] == [True, False, True, False]
    assert b"<w:shd" not in unzipped(made.content)[DOCUMENT]


def _merged(root: Any) -> None:
    for rank, cell in enumerate(root.iter(q("tc"))):
        properties = cell.find(q("tcPr"))
        if properties is None:
            properties = etree.Element(q("tcPr"))
            cell.insert(0, properties)
        if rank % 2 == 0:
            merge = etree.SubElement(properties, q("vMerge"))
            merge.set(q("val"), "continue" if rank else "restart")
        etree.SubElement(properties, q("shd")).set(q("fill"), "E0E0E0")


# ---------------------------------------------------------------- what pages count


def test_the_number_that_a_page_last_showed_is_no_text() -> None:
    def field(code: str, text: str) -> str:
        return (
            f'<r><fldChar w:fldCharType="begin"/></r><r><instrText> {code} </instrText></r>'
            f'<r><fldChar w:fldCharType="separate"/></r>{t(text)}<r><fldChar w:fldCharType="end"/></r>'
        )

    for code, counted in (("NUMPAGES", {}), ("PAGE", {}), ("REF x", {"changed": 1})):
        made = redline(file(p(t("sur ") + field(code, "1"))), file(p(t("sur ") + field(code, "73"))))
        assert (made.counted, made.notices) == (counted, ())


# ---------------------------------------------------------------- the command


def test_compare_says_how_many_formats_it_does_not_show(
    contract: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.docx").write_bytes(contract)
    Path("b.docx").write_bytes(altered(contract, word_changed, rewritten))
    ran = run("compare", "a.docx", "b.docx", "--out", "r.docx")
    assert "1 paragraphe modifié." in ran.out
    assert re.search(r"\d{3,} différences de mise en forme non montrées", ran.out)
    told = json.loads(run("compare", "a.docx", "b.docx", "--out", "r.docx", "--json").out)
    assert told["formats"]["unshown"] > 300
    told = json.loads(run("compare", "a.docx", "b.docx", "--out", "r.docx", "--json", "--formats", "all").out)
    assert told["paragraphs"]["changed"] > 300
    assert told["formats"]["unshown"] == 0
