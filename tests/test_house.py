"""A firm's own house style: all that is wrong is told at once, what passes is written with, and nothing else."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from commands import MICRO, run, unusable
from conftest import EXAMPLES, ROOT
from faults import Parts, W, unzipped, zipped
from house_faults import DOCUMENT, FAULTS, HEADER, NUMBERING, STYLES, Change, replaced
from lxml import etree
from points.reading import Docx
from points.structure import one_item_list
from test_returned_files import no_docx

from contractgen import Answers, build
from contractgen.errors import ContentError
from contractgen.inspection import inspect_file
from contractgen.model import Library, Questionnaire
from contractgen.results import Pack
from contractgen.word.house import compile_house
from contractgen.word.house_check import check_house
from contractgen.word.house_styles import ROLES
from contractgen.word.opening import open_package
from contractgen.word.read import read_document

SHIPPED = (ROOT / "clause_library" / "house.docx").read_bytes()
HOUSES = {path.stem: path.read_bytes() for path in sorted((EXAMPLES / "house").glob("*.docx"))}
CASES = {f"{code}: {name}": (code, *case) for code, cases in FAULTS.items() for name, case in cases.items()}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def changed(*changes: Change, house: bytes = SHIPPED) -> bytes:
    parts = unzipped(house)
    for change in changes:
        parts = change(parts)
    return zipped(parts)


# ---------------------------------------------------------------- what is told


def test_nothing_is_wrong_in_the_house_styles_that_are_shipped() -> None:
    assert sorted(HOUSES) == ["cabinet", "sobre"]
    for house in (SHIPPED, *HOUSES.values()):
        assert check_house(house) == ()


@pytest.mark.parametrize("case", CASES)
def test_a_fault_is_told_at_its_place_and_nothing_is_written_with_it(case: str) -> None:
    code, change, where = CASES[case]
    data = changed(change)
    findings = check_house(data)
    assert where in " ".join(f.where for f in findings if f.code == code), findings
    assert all(f.message and f.advice and f.severity == "error" for f in findings)
    with pytest.raises(ContentError) as refused:
        compile_house(data)
    assert len(refused.value.lines) == len(findings)


def test_all_faults_are_told_at_once() -> None:
    names = ("house-outline: absent", "house-page: letter", "house-field: day", "house-tag-unknown: unknown")
    data = changed(*(CASES[name][1] for name in names))
    assert [f.code for f in check_house(data)] == ["house-outline", "house-page", "house-tag-unknown", "house-field"]


def test_a_member_that_stands_twice_is_refused() -> None:
    stream = io.BytesIO(SHIPPED)
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(STYLES, b"<x/>")
    assert [f.code for f in check_house(stream.getvalue())] == ["house-unsafe"]


def test_whatever_the_bytes_the_answer_is_quick_and_no_traceback() -> None:
    start = time.monotonic()
    for name, content in no_docx(SHIPPED):
        Path("modele.docx").write_bytes(content)
        ran = run("house", "check", "modele.docx")
        assert ran.code in (1, 2), name
        assert "Traceback" not in ran.err + ran.out
        refused = run("build", MICRO, "--out", "pack", "--house", "modele.docx")
        assert (refused.code, refused.out) == (2, "")
        assert all(line.startswith("style maison : ") for line in refused.err.splitlines())
    for part in unzipped(SHIPPED):
        for content in (b"", b"\xff\xfe\xfd", b"<x/>", b"<a>" * 50_000, unzipped(SHIPPED)[part][:-40]):
            Path("modele.docx").write_bytes(changed(lambda parts, p=part, c=content: {**parts, p: c}))  # type: ignore[misc]
            ran = run("house", "check", "modele.docx")
            assert "Traceback" not in ran.err + ran.out
            assert ran.code in (0, 1, 2)
    assert time.monotonic() - start < 30
    assert not Path("pack").exists()


def test_the_command_says_all_in_french_and_as_json() -> None:
    Path("bon.docx").write_bytes(SHIPPED)
    ran = run("house", "check", "bon.docx")
    assert (ran.code, ran.err) == (0, "")
    assert "utilisable" in ran.out
    Path("mauvais.docx").write_bytes(changed(CASES["house-page: letter"][1], CASES["house-outline: absent"][1]))
    ran = run("house", "check", "mauvais.docx")
    assert (ran.code, ran.out.count("✗")) == (1, 2)
    data = json.loads(run("house", "check", "mauvais.docx", "--json").out)
    assert data["status"] == "refused"
    assert [finding["code"] for finding in data["findings"]] == ["house-outline", "house-page"]
    assert json.loads(run("house", "check", "bon.docx", "--json").out) == {"status": "usable", "findings": []}
    assert "introuvable" in unusable(run("house", "check", "absent.docx"))
    assert unusable(run("house", "check", "."))
    assert unusable(run("house"))


def test_a_build_with_a_bad_template_writes_nothing() -> None:
    Path("mauvais.docx").write_bytes(changed(CASES["house-page: letter"][1], CASES["house-outline: absent"][1]))
    for command in (("build", MICRO, "--out", "pack"), ("check", MICRO)):
        ran = run(*command, "--house", "mauvais.docx")
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 2)
    assert not Path("pack").exists()


# ---------------------------------------------------------------- what is written with


def lines_of(pack: Pack) -> list[list[Any]]:
    return [list(read_document(open_package(document.content)).lines) for document in pack.lots[0].documents]


@pytest.fixture(scope="module")
def build_with(library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]) -> Any:
    def made(house: bytes, draft: bool = False) -> Pack:
        return build(library._replace(house=house), questionnaire, Answers(sme_answers), draft=draft)

    return made


@pytest.mark.parametrize("name", HOUSES)
def test_documents_have_the_same_text_in_every_house_style(name: str, build_with: Any, sme_pack: Pack) -> None:
    from openxml_audit import FileFormat, OpenXmlValidator

    pack = build_with(HOUSES[name])
    assert pack.status == "delivered"
    assert lines_of(pack) == lines_of(sme_pack)
    validator = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=20)
    for document in pack.lots[0].documents:
        Path("document.docx").write_bytes(document.content)
        assert [str(error) for error in validator.validate("document.docx").errors] == []


def contract_of(pack: Pack) -> bytes:
    return next(document.content for document in pack.lots[0].documents if document.id == "contrat")


def test_tables_are_as_wide_as_the_text_of_the_page(build_with: Any, sme_pack: Pack) -> None:
    widths = set()
    for content in (contract_of(sme_pack), contract_of(build_with(HOUSES["cabinet"])), contract_of(sme_pack)):
        root = etree.fromstring(unzipped(content)[DOCUMENT])
        page, margins = root.find(f".//{{{W}}}pgSz"), root.find(f".//{{{W}}}pgMar")
        text = int(page.get(f"{{{W}}}w")) - sum(int(margins.get(f"{{{W}}}{side}")) for side in ("left", "right"))
        tables = {sum(int(c.get(f"{{{W}}}w")) for c in t.iter(f"{{{W}}}gridCol")) for t in root.iter(f"{{{W}}}tbl")}
        assert tables == {text}
        widths.add(text)
    assert len(widths) == 2


def test_a_logo_goes_with_the_header_of_the_first_page(build_with: Any) -> None:
    content = contract_of(build_with(HOUSES["cabinet"]))
    parts = unzipped(content)
    (image,) = [name for name in parts if name.startswith("word/media/")]
    assert parts[image] == unzipped(HOUSES["cabinet"])["word/media/logo.png"]
    (rels,) = [name for name in parts if name.startswith("word/_rels/header")]
    assert image.removeprefix("word/").encode() in parts[rels]
    assert b"<w:titlePg/>" in parts[DOCUMENT]
    assert inspect_file(content).differences == ()


def test_a_header_that_was_changed_is_found_on_the_first_page_too(build_with: Any) -> None:
    parts = unzipped(contract_of(build_with(HOUSES["cabinet"])))
    for name in [name for name in parts if re.fullmatch(r"word/header\d\.xml", name)]:
        text, found = re.subn(rb"<w:t\b[^>]*>[^<]*</w:t>", b"<w:t>Autre</w:t>", parts[name], count=1)
        text = text if found else text.replace(b"</w:p>", b"<w:r><w:t>Autre</w:t></w:r></w:p>")
        assert len(inspect_file(zipped({**parts, name: text})).differences) == 1


def test_every_page_of_a_draft_says_so(build_with: Any) -> None:
    for house in HOUSES.values():
        parts = unzipped(contract_of(build_with(house, draft=True)))
        headers = [content for name, content in parts.items() if re.fullmatch(r"word/header\d\.xml", name)]
        assert headers
        assert all(b"PROJET" in content for content in headers)


def renamed(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The ids that Word gives, an id of ours borne by another style, other part names, a tag in pieces, a list style."""
    for old, new in (("Titre1", "Heading1"), ("Corps", "BodyText"), ("Puce", "ListBullet"), ("Fin", "Corps")):
        naming = rf'(w:styleId|<w:(?:pStyle|rStyle|basedOn|next) w:val)="{old}"'.encode()
        parts = {
            name: re.sub(naming, rf'\1="{new}"'.encode(), content) if name.endswith(".xml") else content
            for name, content in parts.items()
        }
    pieces = '</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>'
    cut = replaced(HEADER, r"\{\{ entete \}\}", f"Avant {{{pieces}{{ en{pieces}tete }}{pieces}}} après")(parts)
    cut["word/entete9.xml"] = cut.pop(HEADER)
    cut = {name: content.replace(b"header1.xml", b"entete9.xml") for name, content in cut.items()}
    return replaced(NUMBERING, r"\{\{ article \}\}%1", "Article %1")(cut)


def test_a_template_with_other_ids_and_parts_writes_the_same_text(build_with: Any, sme_pack: Pack) -> None:
    house = changed(renamed)
    assert check_house(house) == ()
    pack = build_with(house)
    assert pack.status == "delivered"
    assert lines_of(pack) == lines_of(sme_pack)
    header = unzipped(contract_of(pack))["word/header1.xml"].decode()
    shown = "".join(etree.fromstring(header.encode()).itertext())
    assert shown.startswith("Avant Contrat de prestation – ")
    assert "{" not in shown


def with_letters_below_titles(parts: Parts) -> Parts:
    """A template whose letters are the fourth and fifth levels of the list of its titles, which has nine, as Word's."""
    numbering, styles = (parts[name].decode() for name in (NUMBERING, STYLES))
    letters = re.findall(r'<w:lvl w:ilvl="\d"><w:start w:val="1"/><w:numFmt w:val="lower.*?</w:lvl>', numbering)
    assert len(letters) == 2
    moved = [
        letter.replace(f'ilvl="{depth}"', f'ilvl="{depth + 3}"')
        .replace(f"%{depth + 1}", f"%{depth + 4}")
        .replace(")", ".")
        for depth, letter in enumerate(letters)
    ]
    rest = [f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%{depth + 1}"/></w:lvl>' for depth in range(5, 9)]  # fmt: skip
    numbering = numbering.replace("</w:abstractNum>", f"{''.join(moved + rest)}</w:abstractNum>", 1)
    for old, new in (
        ('<w:ilvl w:val="1"/><w:numId w:val="4"/>', '<w:ilvl w:val="4"/><w:numId w:val="1"/>'),
        ('<w:numId w:val="4"/>', '<w:ilvl w:val="3"/><w:numId w:val="1"/>'),
    ):
        assert styles.count(old) == 1
        styles = styles.replace(old, new)
    return {**parts, NUMBERING: numbering.encode(), STYLES: styles.encode()}


def test_letters_may_be_levels_of_the_list_of_titles_in_a_template(build_with: Any, sme_pack: Pack) -> None:
    house = changed(with_letters_below_titles)
    assert check_house(house) == ()
    pack = build_with(house)
    assert lines_of(pack) == lines_of(sme_pack)
    contract = Docx(contract_of(pack), "contrat")
    assert {p.number for p in contract.paragraphs if p.style in ("Lettre", "LettreAnnexe")} >= {"(a.", "(b.", "(c."}
    assert {p.number for p in contract.paragraphs if p.style == "Lettre2"} >= {"(i.", "(ii."}
    assert one_item_list(contract) == []


def test_the_notes_settings_and_embedded_fonts_of_a_template_are_left_behind(build_with: Any) -> None:
    house = changed(
        replaced("word/settings.xml", '<w:zoom w:percent="100"/>', '<w:zoom w:percent="100"/><w:trackRevisions/>'),
        lambda parts: {**parts, "word/comments.xml": b"<x/>", "customXml/item1.xml": b"<bibliographie/>"},
    )
    parts = unzipped(contract_of(build_with(house)))
    assert "word/comments.xml" not in parts
    assert b"trackRevisions" not in parts["word/settings.xml"]
    assert b"bibliographie" not in parts["customXml/item1.xml"]


def test_fields_are_written_in_french_whatever_machine_a_template_is_from(build_with: Any) -> None:
    english = replaced(
        "word/settings.xml", '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>', '<w:listSeparator w:val=","/>'
    )
    settings = unzipped(contract_of(build_with(changed(english))))["word/settings.xml"]
    assert settings.endswith(b'<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>')


def test_a_template_saved_by_libreoffice_is_written_with(build_with: Any, sme_pack: Pack, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice est nécessaire : apt-get install libreoffice-writer"
    Path("modele.docx").write_bytes(HOUSES["cabinet"])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "docx", "--outdir", "lo", "modele.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    house = Path("lo/modele.docx").read_bytes()
    assert check_house(house) == ()
    pack = build_with(house)
    assert lines_of(pack) == lines_of(sme_pack)


# ---------------------------------------------------------------- a new one


def test_a_new_house_style_explains_each_style_and_passes() -> None:
    assert run("house", "new", "cabinet.docx").code == 0
    assert run("house", "check", "cabinet.docx").code == 0
    content = Path("cabinet.docx").read_bytes()
    root = etree.fromstring(unzipped(content)[DOCUMENT])
    used = {e.get(f"{{{W}}}val") for kind in ("pStyle", "rStyle", "tblStyle") for e in root.iter(f"{{{W}}}{kind}")}
    assert used == {role.ident for role in ROLES.values()}
    text = "".join(root.itertext())
    assert all(f"{{{{ {tag} }}}}" in text for tag in ("entete", "mention", "pied", "article"))
    assert run("house", "new", "cabinet.docx").code == 2
    assert Path("cabinet.docx").read_bytes() == content
    assert "existe déjà" in unusable(run("house", "new", "cabinet.docx"))
    assert unusable(run("house", "new", "absent/cabinet.docx"))
    assert run("build", MICRO, "--out", "pack", "--house", "cabinet.docx").code == 0
