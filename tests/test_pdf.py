"""PDF: LibreOffice run on both examples, what the PDF holds read back, faults planted between Word and PDF, and no office."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import MICRO, run, unusable
from conftest import EXAMPLES, ROOT, office
from faults import DOCUMENT, Parts, on_text, unzipped, zipped

from contractgen import Answers, build, pagination, publishing, read_answers
from contractgen import pdf as pdf_module
from contractgen.errors import ConversionError
from contractgen.lexical.case import FOUND
from contractgen.lexical.evidence_file import FILE, evidence_of
from contractgen.lexical.judging import judge
from contractgen.lexical.passages import passages_of
from contractgen.model import Library, Questionnaire
from contractgen.pdf import convert, find_office
from contractgen.pdf_fonts import font_findings
from contractgen.pdf_reading import Pdf, PdfPage, read_fonts, read_pdf
from contractgen.pdf_verification import _Text, differences
from contractgen.results import Pack, WrittenDocument
from contractgen.word.fonts import fonts_in_use
from contractgen.word.layout import Layout, read_layout
from contractgen.word.linked import with_links
from contractgen.word.opening import open_package
from contractgen.word.read import Line, Reading, read_document

NAMES = ("micro-assistanat", "pme-compta-paie")


@pytest.fixture(scope="session")
def published(library: Library, questionnaire: Questionnaire) -> dict[str, Pack]:
    """Both examples with their PDF, converted once for all tests."""
    find_office()  # says what to install
    return {name: publishing.publish(library, questionnaire, read_answers(EXAMPLES / f"{name}.yaml")) for name in NAMES}


@pytest.fixture(scope="session")
def contract(published: dict[str, Pack]) -> WrittenDocument:
    return next(d for d in published["micro-assistanat"].lots[0].documents if d.id == "contrat")


@pytest.fixture(scope="session")
def contract_pdf(contract: WrittenDocument) -> Pdf:
    return read_pdf(contract.pdf)


# ---------------------------------------------------------------- what is delivered


@pytest.mark.parametrize("name", NAMES)
def test_each_document_has_its_pdf_and_nothing_is_found(name: str, published: dict[str, Pack]) -> None:
    pack = published[name]
    assert pack.status == "delivered"
    assert [finding for finding in pack.findings if finding.severity == "error"] == []
    assert set(pack.files()) == {
        f"{one}.{kind}" for one in ("contrat", "cahier-des-charges", "tableau-des-clauses") for kind in ("docx", "pdf")
    }
    assert all(d.pdf.startswith(b"%PDF-") and differences(d.content, d.pdf) == () for d in pack.lots[0].documents)


def test_it_declares_an_archive_format_and_accessibility(contract_pdf: Pdf) -> None:
    assert contract_pdf.declares == {"pdfa part 2", "pdfa conformance B", "pdfua part 1"}
    assert (contract_pdf.title, contract_pdf.language) == ("Contrat de prestation", "fr-FR")
    assert contract_pdf.tagged
    assert contract_pdf.shows_title


def test_the_outline_is_that_of_the_titles(contract: WrittenDocument, contract_pdf: Pdf) -> None:
    shown = [entry.text for entry in contract_pdf.outline if entry.depth == 0]
    lines = {"Titre1", "TitrePartie", "TitreAnnexe"}
    reading = read_layout(open_package(contract.content)).reading
    assert len(shown) == 40  # two parts, thirty articles, eight annexes
    assert [re.sub(r"^(Article|Annexe)\s\d+\s", "", one) for one in shown] == [
        line.text for line in reading.lines if line.style in lines
    ]
    assert [entry.page for entry in contract_pdf.outline] == sorted(entry.page for entry in contract_pdf.outline)


def test_the_contract_of_a_micro_company_has_eight_pages_with_its_annexes(contract_pdf: Pdf) -> None:
    assert len(contract_pdf.pages) == 8


@pytest.mark.parametrize("name", NAMES)
def test_the_contents_show_the_pages_of_the_titles(name: str, published: dict[str, Pack]) -> None:
    for document in published[name].lots[0].documents:
        links = read_layout(open_package(document.content)).links
        pages = [str(entry.page) for entry in read_pdf(document.pdf).outline if entry.depth == 0]
        if document.id != "tableau-des-clauses":
            assert len(links) > 15
            assert [link.page for link in links] == pages


def test_without_pdf_the_word_files_are_the_same(
    published: dict[str, Pack], library: Library, questionnaire: Questionnaire
) -> None:
    numbered, with_pdf = publishing.numbered(library, questionnaire, read_answers(MICRO)), published["micro-assistanat"]
    assert numbered.files() == {name: data for name, data in with_pdf.files().items() if name.endswith(".docx")}
    assert numbered.findings == with_pdf.findings


def test_every_page_says_its_number(contract_pdf: Pdf) -> None:
    count = len(contract_pdf.pages)
    assert count > 7
    cover, *others = contract_pdf.pages
    assert cover.around.replace(".", "").strip() == ""  # but the dots of the contents, in a short contract
    for number, page in enumerate(others, 2):
        assert f"page {number} sur {count}" in re.sub(r"\s+", " ", page.around)


def test_files_with_pages_have_no_schema_error(published: dict[str, Pack], tmp_path: Path) -> None:
    from openxml_audit import FileFormat, OpenXmlValidator

    validator = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=20)
    for document in published["micro-assistanat"].lots[0].documents:
        file = tmp_path / f"{document.id}.docx"
        file.write_bytes(document.content)
        assert [str(error) for error in validator.validate(str(file)).errors] == []


def test_without_pdf_the_contents_have_no_pages_but_word_can_give_them(micro_pack: Pack) -> None:
    for document in micro_pack.lots[0].documents:
        parts = open_package(document.content)
        assert {link.page for link in read_layout(parts).links} <= {""}
        codes = re.findall(r" TOC [^<]*", parts["word/document.xml"].decode())
        assert all("\\n" not in code for code in codes)


# ---------------------------------------------------------------- faults between Word and PDF

Fault = Callable[[Parts], Parts]
FAULTS: dict[str, tuple[Fault, str]] = {
    "a paragraph lost": (on_text(DOCUMENT, r'<w:p><w:pPr><w:pStyle w:val="Corps"/>(?:(?!</w:p>).)*</w:p>', ""), "à sa place"),
    "a cell altered": (on_text(DOCUMENT, r'(w:val="Cellule"/></w:pPr><w:r><w:t>)', r"\1Z"), "à sa place"),
    "a paragraph added": (on_text(DOCUMENT, r"<w:sectPr>", '<w:p><w:r><w:t>ajout</w:t></w:r></w:p><w:sectPr>'), "en trop"),
    "another page in the contents": (on_text(DOCUMENT, r"(PAGEREF _Toc000009 .*?<w:t>)\d+", r"\g<1>99"), "à sa place"),
    "a title that is none": (on_text(DOCUMENT, r'<w:pStyle w:val="TitrePartie"/>', '<w:pStyle w:val="SousTitre"/>'), "plan"),
    "a cover with the header of the other pages": (on_text(DOCUMENT, r"<w:titlePg/>", ""), "autres pages"),
    "a footer altered": (on_text("word/footer2.xml", "Paraphes", "Initiales"), "pied"),
}  # fmt: skip


@pytest.fixture(scope="session")
def faulty(contract: WrittenDocument) -> dict[str, tuple[str, ...]]:
    """What is found when each fault is made in the file that is converted, all in one run."""
    files = [zipped(fault(unzipped(contract.content))) for fault, _ in FAULTS.values()]
    return {
        name: differences(contract.content, pdf)
        for name, pdf in zip(FAULTS, convert(find_office(), files), strict=True)
    }


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(name: str, faulty: dict[str, tuple[str, ...]]) -> None:
    assert FAULTS[name][1] in " ".join(faulty[name])


def test_a_page_that_the_contents_tell_wrong_is_found(contract: WrittenDocument) -> None:
    """The same wrong page in the Word file and in its PDF."""
    wrong = zipped(FAULTS["another page in the contents"][0](unzipped(contract.content)))
    (pdf,) = convert(find_office(), [wrong])
    assert "sommaire renvoie à la page 99" in " ".join(differences(wrong, pdf))


def test_what_is_not_a_pdf_is_found(contract: WrittenDocument) -> None:
    assert "ne se relit pas" in " ".join(differences(contract.content, b"%PDF-1.6 nothing"))
    assert "ne se relit pas" in " ".join(differences(contract.content, contract.pdf[: len(contract.pdf) // 2]))


def test_an_altered_pdf_is_not_delivered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, micro_pack: Pack) -> None:
    def lossy(office: str, files: list[bytes], seconds: float | None) -> tuple[bytes, ...]:
        fault = FAULTS["a paragraph lost"][0]
        return convert(
            office, [zipped(fault(unzipped(file))) if rank == 0 else file for rank, file in enumerate(files)]
        )

    monkeypatch.setattr(pagination, "convert", lossy)
    ran = run("build", MICRO, "--out", tmp_path / "d", "--pdf", "--json")
    told = json.loads(ran.out)
    assert (ran.code, told["status"]) == (1, "delivered")
    assert "pdf-altered" in [finding["code"] for finding in told["lots"][0]["findings"]]
    delivered = {path.name: path.read_bytes() for path in (tmp_path / "d").glob("[!.]*")}
    assert delivered == micro_pack.files()  # the Word files, without pages


# ---------------------------------------------------------------- fonts


def test_a_font_that_the_machine_lacks_is_told(contract: WrittenDocument) -> None:
    parts = unzipped(contract.content)
    styles = parts["word/styles.xml"].replace(b'"Carlito"', b'"Police Absente"')
    word = zipped({**parts, "word/styles.xml": styles})
    (pdf,) = convert(find_office(), [word])
    assert fonts_in_use(open_package(word)) == {"Police Absente"}
    (finding,) = font_findings(fonts_in_use(open_package(word)), read_fonts(pdf))
    assert finding.code == "pdf-font"
    assert "Police absente de cette machine : Police Absente." in finding.message


@pytest.mark.skipif(
    not Path("/etc/fonts/fonts.conf").is_file(), reason="without fontconfig, fonts are chosen otherwise"
)
def test_in_place_of_a_lacking_font_the_nearest_is_taken(
    contract: WrittenDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_module, "FALLBACKS", {"Police Absente": ("Autre Absente", "Liberation Serif")})
    parts = unzipped(contract.content)
    styles = parts["word/styles.xml"].replace(b'"Carlito"', b'"Police Absente"')
    (pdf,) = convert(find_office(), [zipped({**parts, "word/styles.xml": styles})])
    assert {name.partition("-")[0] for name in read_fonts(pdf)} == {"LiberationSerif"}


def test_fonts_that_are_there_are_not_told(published: dict[str, Pack]) -> None:
    assert [
        finding.message for pack in published.values() for finding in pack.findings if finding.code == "pdf-font"
    ] == []


@pytest.mark.parametrize(
    ("used", "drawn", "advised"),
    [
        (["Carlito"], ["Carlito-Bold", "OpenSymbol"], None),
        (["Calibri"], ["Carlito"], None),
        (["Arial", "Times New Roman"], ["LiberationSans-Italic", "TimesNewRomanPSMT"], None),
        (["Carlito"], ["DejaVuSans-Bold", "DejaVuSans"], "apt-get install fonts-crosextra-carlito"),
        (["Arial", "Cambria"], ["DejaVuSans"], "apt-get install fonts-crosextra-caladea fonts-liberation"),
        (["Garamond"], ["DejaVuSerif"], "Installez cette police, puis relancez."),
    ],
)
def test_a_font_of_the_same_widths_serves_as_well(used: list[str], drawn: list[str], advised: str | None) -> None:
    found = font_findings(used, drawn)
    assert [advised in one.advice for one in found] == ([] if advised is None else [True])


@pytest.mark.parametrize(
    ("fonts", "found"),
    [
        ('w:asciiTheme="minorHAnsi" w:ascii="Arial"', "Calibri"),
        ('w:asciiTheme="majorHAnsi"', "Cambria"),
        ('w:ascii="Arial"', "Arial"),
    ],
)
def test_a_font_of_the_theme_goes_before_that_of_the_style(contract: WrittenDocument, fonts: str, found: str) -> None:
    parts = dict(open_package(contract.content))
    parts["word/styles.xml"] = re.sub(rb"<w:rFonts[^>]*>", f"<w:rFonts {fonts}/>".encode(), parts["word/styles.xml"])
    kinds = "".join(
        f'<a:{k}Font><a:latin typeface="{v}"/></a:{k}Font>' for k, v in (("major", "Cambria"), ("minor", "Calibri"))
    )
    parts["word/theme/theme1.xml"] = (
        f'<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{kinds}</a:theme>'.encode()
    )
    assert fonts_in_use(parts) == {found}


# ---------------------------------------------------------------- texts that a layout moves


def test_texts_from_outside_are_found_whatever_they_are(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    odd = (
        "ﬁn ½ … ² ☐ e\u0301 \u2010 \u2011 vingt-quatre (a) a.....b – première\nseconde\tet un tabulé "
        + "supercali" * 17
    )
    rows = [{**sme_answers["acces"][0], "systeme": "mot " * 350 + "☐ fin", "compte": "clé " * 150}]
    answers = Answers({**sme_answers, "client.raison_sociale": odd, "client.siege": odd, "acces": rows})
    pack = publishing.publish(library, questionnaire, answers)
    assert [finding.message for finding in pack.findings if finding.code == "pdf-altered"] == []
    assert all(document.pdf for document in pack.lots[0].documents)


def layout(*texts: str, numbers: dict[int, str] | None = None) -> Layout:
    lines = tuple(Line("", "row" if "\x1f" in text else "Corps", text) for text in texts)
    return Layout(Reading(lines, (), {}, (), (), ()), numbers or {}, (), (), ())


def pdf(*pages: str) -> Pdf:
    return Pdf(tuple(PdfPage(page, "") for page in pages), (), "", "", True, True, frozenset())


@pytest.mark.parametrize(
    ("texts", "pages", "found"),
    [
        (("un", "deux"), ("un\ndeux",), (1, 1)),
        (("un", "deux"), ("u", "n deux"), (1, 2)),
        (("un", "", "deux"), ("un", "deux"), (1, 2, 2)),
        (("un", "deux"), ("• un", "(a) deux"), (1, 2)),
        (("Titre\t12",), ("Titre ........... 12",), (1,)),
        (("aa bb\x1fcc dd\x1fee",), ("aa cc ee", "bb dd"), (1,)),
        (("aa bb cc\x1fdd",), ("aa", "bb", "cc dd"), (1,)),
        (("titre", "fin"), ("TITRE fin",), (1, 1)),
        (("un ☐ deux", "fin"), ("un deux ☐ fin",), (1, 1)),
        (("un", "deux"), ("deux un",), None),
        (("un", "deux"), ("un",), None),
        (("un", "deux"), ("un trois deux",), None),
        (("un",), ("un deux",), None),
        (("aa bb\x1fcc",), ("aa cc",), None),
        (("- un",), ("un",), None),
    ],
)
def test_a_text_is_followed_over_lines_and_pages(
    texts: tuple[str, ...], pages: tuple[str, ...], found: tuple[int, ...] | None
) -> None:
    assert _Text(pdf(*pages)).pages_of(layout(*texts)) == found


def test_a_printed_number_is_none_of_the_text() -> None:
    assert _Text(pdf("Article 1 Objet")).pages_of(layout("Objet", numbers={0: "Article 1"})) == (1,)
    assert _Text(pdf("Article 2 Objet")).pages_of(layout("Objet", numbers={0: "Article 1"})) is None


# ---------------------------------------------------------------- no office, or one that fails


def test_without_libreoffice_nothing_is_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    told = unusable(run("build", MICRO, "--out", tmp_path / "d", "--pdf"))
    assert "LibreOffice est introuvable" in told
    assert "apt-get install libreoffice-writer" in told
    assert not (tmp_path / "d").exists()


def test_an_office_that_converts_nothing_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(office(tmp_path / "bin", "exit 0").parent))
    assert "n'a pas converti" in unusable(run("build", MICRO, "--out", tmp_path / "d", "--pdf"))
    assert not (tmp_path / "d").exists()


def test_a_run_that_takes_too_long_is_ended_with_all_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "child"
    script = office(tmp_path / "bin", f'sleep 60 &\necho $! > "{mark}"\nwait')
    with pytest.raises(ConversionError, match="n'a pas fini"):
        convert(str(script), [b"x"], seconds=1)
    child = int(mark.read_text())
    for _ in range(50):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{child}/stat").exists() and Path(f"/proc/{child}/stat").read_text().split()[2] == "Z":
            return
        time.sleep(0.1)
    os.kill(child, signal.SIGKILL)
    pytest.fail("the child outlived the run")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of another process")
def test_the_memory_and_the_surroundings_of_a_run_are_its_own(tmp_path: Path) -> None:
    mark = tmp_path / "seen"
    script = office(tmp_path / "bin", f'sleep 0.3\n(ulimit -v; pwd; echo "$HOME"; env | grep -c SECRET) > "{mark}"')
    os.environ["CONTRACTGEN_SECRET"] = "x"  # noqa: S105
    try:
        with pytest.raises(ConversionError, match="n'a pas converti"):
            convert(str(script), [b"x"])
    finally:
        del os.environ["CONTRACTGEN_SECRET"]
    memory, folder, home, secrets = mark.read_text().split("\n")[:4]
    assert int(memory) == 4 * 1024 * 1024
    assert folder == home
    assert not Path(folder).exists()  # removed with all that was in it
    assert secrets == "0"


def test_a_refused_pack_is_not_converted(
    monkeypatch: pytest.MonkeyPatch, library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    monkeypatch.setattr(pagination, "convert", None)
    answers = Answers({**sme_answers, "delai_paiement_jours": 90})
    assert publishing.publish(library, questionnaire, answers) == build(library, questionnaire, answers)


def test_the_check_of_contracts_by_others_reads_a_pdf_as_its_word_file(
    contract: WrittenDocument, library: Library
) -> None:
    """`check contrat.pdf`: titles, running headers and tables of contents of a real layout do not blur the passages."""
    evidence = evidence_of((ROOT / "clause_library" / FILE).read_bytes(), library)
    word, printed = (
        {one.requirement for one in judge(passages_of(data), evidence, library) if one.status == FOUND}
        for data in (contract.content, contract.pdf)
    )
    assert len(word) > 40
    assert len(word ^ printed) <= len(word) // 20


@pytest.mark.parametrize("name", NAMES)
def test_a_reference_is_not_cut_at_the_end_of_a_line(name: str, published: dict[str, Pack], tmp_path: Path) -> None:
    reader = shutil.which("pdftotext")
    assert reader, "pdftotext est nécessaire : apt-get install poppler-utils"
    for document in published[name].lots[0].documents:
        (tmp_path / "x.pdf").write_bytes(document.pdf)
        shown = subprocess.run([reader, "-layout", str(tmp_path / "x.pdf"), "-"], check=True, capture_output=True)
        lines = shown.stdout.decode().splitlines()
        assert [line for line in lines if re.search(r"’(Article|Annexe)\s*$", line)] == []


def test_a_reference_becomes_a_link_that_shows_its_number(micro_pack: Pack) -> None:
    content = next(one.content for one in micro_pack.lots[0].documents if one.id == "contrat")
    fields = re.findall(r" REF (\w+) [^<]*</w:instrText>", open_package(content)["word/document.xml"].decode())
    parts = open_package(with_links(content))
    text = parts["word/document.xml"].decode()
    assert len(fields) > 20
    assert " REF " not in text
    assert re.findall(r'<w:hyperlink w:anchor="(_(?:Ref|Tab)\w+)">', text) == fields
    assert [line.text for line in read_document(parts).lines] == [
        line.text for line in read_document(open_package(content)).lines
    ]
    assert {name: part for name, part in parts.items() if name != "word/document.xml"} == {
        name: part for name, part in open_package(content).items() if name != "word/document.xml"
    }
