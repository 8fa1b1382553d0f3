"""A redline: rejected it is its first document, accepted its second; what is the same is the same bytes."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import run, unusable
from faults import DOCUMENT, W, control_of, on_tree, paragraphs, q, remove, set_text, unzipped, zipped
from lxml import etree
from redline_pairs import EDITS, edited, spoilt, stretch
from revision_specimens import SPECIMENS, d, file, p, row, t, table

from contractgen.errors import ContractgenError
from contractgen.results import Pack
from contractgen.word.likeness import differences, outline
from contractgen.word.opening import open_package
from contractgen.word.read import Line, read_document
from contractgen.word.redline import redline
from contractgen.word.revisions import accept_all, reject_all, revisions

PAIRS = 240
RANGES = ("customXmlInsRange", "customXmlDelRange")


@pytest.fixture(scope="module")
def contracts(sme_pack: Pack, micro_pack: Pack) -> list[bytes]:
    """The contract and the specification of each example."""
    return [
        one.content
        for pack in (sme_pack, micro_pack)
        for one in pack.lots[0].documents
        if one.id != "tableau-des-clauses"
    ]


@pytest.fixture(scope="module")
def contract(contracts: list[bytes]) -> bytes:
    return max(contracts, key=len)


def read(data: bytes) -> list[tuple[str, str]]:
    """Style and text of each line, by the reader that delivered files are read with; no empty last one."""
    lines: list[Line] = list(read_document(open_package(data)).lines)
    while lines and not lines[-1].text:
        lines.pop()
    return [(line.style, re.sub(r"\n+(?=\x1f|\Z)", "", line.text)) for line in lines]


def altered(data: bytes, change: Any) -> bytes:
    return zipped(on_tree(change)(unzipped(data)))


def texts(data: bytes) -> list[str]:
    root = etree.fromstring(unzipped(data)[DOCUMENT])
    return ["".join(one.itertext()) for one in root.iter(q("p"))]


# ---------------------------------------------------------------- the laws


@pytest.mark.parametrize("tenth", range(10))
def test_rejected_it_is_the_first_document_and_accepted_the_second(tenth: int, contracts: list[bytes]) -> None:
    for seed in range(tenth, PAIRS, 10):
        a = stretch(contracts[seed % len(contracts)], seed, 4)
        b = edited(a, seed)
        made = redline(a, b)
        assert made.notices == (), seed
        assert read(reject_all(made.content)) == read(a), seed
        assert read(accept_all(made.content)) == read(b), seed
        _keeps_bytes(a, made.content)
        _is_balanced(made.content)


def _keeps_bytes(a: bytes, made: bytes) -> None:
    """Each paragraph without a change is there, byte for byte, as it was."""
    first, second = (re.findall(rb"<w:p[ >].*?</w:p>|<w:p/>", unzipped(one)[DOCUMENT], re.DOTALL) for one in (a, made))
    known = set(first)
    tracked = re.compile(rb"<w:(ins|del|moveFrom|moveTo|pPrChange|rPrChange)\b")
    for paragraph in second:
        assert tracked.search(paragraph) or paragraph in known
    for name, content in unzipped(a).items():
        if name not in (DOCUMENT, "word/numbering.xml", "word/styles.xml", "word/_rels/document.xml.rels"):
            assert unzipped(made)[name] == content, name


def _is_balanced(made: bytes) -> None:
    root = etree.fromstring(unzipped(made)[DOCUMENT])
    starts, ends = ([one.get(q("id")) for one in root.iter(q(f"bookmark{side}"))] for side in ("Start", "End"))
    names = [one.get(q("name")) for one in root.iter(q("bookmarkStart"))]
    assert sorted(starts) == sorted(ends)
    assert len(set(starts)) == len(starts)
    assert len(set(names)) == len(names)
    kinds = ("ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart", "pPrChange", "rPrChange")
    changes = [one.get(q("id")) for one in root.iter(*map(q, kinds))]
    assert len(set(changes)) == len(changes)
    controls = [one.get(q("val")) for one in root.iter(q("id")) if one.getparent().tag == q("sdtPr")]
    assert len(set(controls)) == len(controls)


def test_the_edits_are_of_every_kind_that_is_counted(contracts: list[bytes]) -> None:
    kinds: set[str] = set()
    for seed in range(40):
        a = stretch(contracts[seed % len(contracts)], seed, 4)
        kinds |= set(redline(a, edited(a, seed)).counted)
    assert kinds == {
        "changed",
        "inserted",
        "deleted",
        "moved",
        "rows_inserted",
        "rows_deleted",
        "tables_inserted",
        "tables_deleted",
    }
    assert len(EDITS) > 20


def test_two_contracts_that_have_little_in_common_obey_too(contracts: list[bytes]) -> None:
    large, small = sorted((one for one in contracts), key=len)[::3][::-1]
    for a, b in ((large, small), (small, large)):
        made = redline(a, b)
        assert made.notices == ()
        assert read(reject_all(made.content)) == read(a)
        assert read(accept_all(made.content)) == read(b)


def test_a_document_and_itself_make_no_change(contract: bytes) -> None:
    made = redline(contract, contract)
    assert (made.counted, made.notices) == ({}, ())
    assert made.content == contract


def test_the_same_input_gives_the_same_bytes(contracts: list[bytes]) -> None:
    a = stretch(contracts[0], 3)
    assert redline(a, edited(a, 3)) == redline(a, edited(a, 3))


# ---------------------------------------------------------------- what a change looks like


def test_one_word_is_one_deletion_and_one_insertion_and_nothing_else_is_touched(contract: bytes) -> None:
    changed = altered(
        contract,
        lambda r: set_text(control_of(r, "delai-paiement"), lambda x: x.replace("Client", "Bénéficiaire", 1)),
    )
    made = redline(contract, changed, "Maître X", "2026-05-04T00:00:00Z")
    found = revisions(made.content)
    assert [(one.kind, one.author, one.date, one.text) for one in found.changes] == [
        ("deletion", "Maître X", "2026-05-04T00:00:00Z", "Client"),
        ("insertion", "Maître X", "2026-05-04T00:00:00Z", "Bénéficiaire"),
    ]
    assert found.unhandled == ()
    assert made.counted == {"changed": 1}


def test_a_clause_taken_out_is_struck_with_its_control_and_the_tags_of_the_others_stay(contract: bytes) -> None:
    changed = altered(contract, lambda r: remove(paragraphs(r, "assurances")[0].getparent().getparent()))
    made = redline(contract, changed)
    tags = re.compile(rb'<w:tag w:val="([^"]+)"')
    given, found = (tags.findall(unzipped(one)[DOCUMENT]) for one in (contract, made.content))
    assert found == given
    left = tags.findall(unzipped(accept_all(made.content))[DOCUMENT])
    assert [tag for tag in given if tag not in left] == [next(tag for tag in given if tag.startswith(b"assurances@"))]
    assert tags.findall(unzipped(reject_all(made.content))[DOCUMENT]) == given


def test_a_field_goes_or_comes_whole() -> None:
    def field(text: str) -> str:
        return (
            '<r><fldChar w:fldCharType="begin"/></r><r><instrText> REF x </instrText></r>'
            f'<r><fldChar w:fldCharType="separate"/></r>{t(text)}<r><fldChar w:fldCharType="end"/></r>'
        )

    made = redline(file(p(t("voir ") + field("Article 1") + t("."))), file(p(t("voir ") + field("Article 2") + t("."))))
    found = [(one.kind, one.text) for one in revisions(made.content).changes]
    assert found == [("deletion", "Article 1"), ("insertion", "Article 2")]
    content = unzipped(made.content)[DOCUMENT]
    assert content.count(b"fldCharType") == 6
    assert content.count(b"delInstrText") == 2


def test_the_format_of_what_stays_is_kept_and_a_change_of_format_is_tracked() -> None:
    bold = "<r><rPr><b/></rPr><t>délai</t></r>"
    made = redline(file(p(bold + t(" de dix jours"))), file(p(bold + t(" de trente jours"))))
    assert [one.text for one in revisions(made.content).changes] == ["dix", "trente"]
    made = redline(file(p(t("délai") + t(" court"))), file(p(bold + t(" court"))))
    assert [one.kind for one in revisions(made.content).changes] == ["format_rPr"]
    assert made.notices == ()


def test_a_word_cut_over_two_runs_is_the_same_word() -> None:
    made = redline(file(p(t("presta") + t("taire"))), file(p(t("prestataire"))))
    assert (made.counted, made.notices) == ({}, ())


def test_rows_are_aligned() -> None:
    rows = [row(p(t(f"ligne {name}")), p(t("10 €"))) for name in ("une", "deux", "trois")]
    new = row(p(t("ligne nouvelle")), p(t("99 €")))
    made = redline(file(table(*rows) + p("")), file(table(rows[0], new, rows[2]) + p("")))
    kinds = [(one.kind, one.text) for one in revisions(made.content).changes if one.kind.startswith("row")]
    assert kinds == [("row_deleted", "ligne deux10 €"), ("row_inserted", "ligne nouvelle99 €")] or made.counted == {
        "changed": 2
    }
    assert made.notices == ()


def control(text: str) -> str:
    return f"<w:sdt><w:sdtPr><w:tag w:val='a'/></w:sdtPr><w:sdtContent>{p(t(text))}</w:sdtContent></w:sdt>"


ENDS = {
    "last paragraph deleted": (p(t("un")) + p(t("deux")), p(t("un"))),
    "last paragraph added": (p(t("un"), style="A"), p(t("un"), style="A") + p(t("deux"), style="B")),
    "all replaced": (p(t("un"), style="A") + p(t("deux")), p(t("trois"), style="B")),
    "last two deleted": (
        p(t("un"), style="A") + p(t("deux"), style="B") + p(t("trois"), style="C"),
        p(t("un"), style="A"),
    ),
    "last of a cell deleted": (table(row(p(t("un")) + p(t("deux")))) + p(""), table(row(p(t("un")))) + p("")),
    "last of a cell added": (table(row(p(t("un")))) + p(""), table(row(p(t("un")) + p(t("deux"), style="B"))) + p("")),
    "table between deleted": (p(t("un")) + table(row(p(t("x")))) + p(t("deux")), p(t("un")) + p(t("deux"))),
    "table at the start added": (p(t("un")), table(row(p(t("x")))) + p(t("un"))),
    "after a control added": (control("un"), control("un") + p(t("deux")) + p(t("trois"))),
    "empty to full": (p(""), p(t("un")) + p(t("deux"))),
}


@pytest.mark.parametrize("name", ENDS)
def test_the_ends_of_bodies_and_cells_obey_to_the_last_mark(name: str) -> None:
    """The last mark cannot go: no empty paragraph is left, either way."""
    a, b = (file(one) for one in ENDS[name])
    for first, second in ((a, b), (b, a)):
        made = redline(first, second)
        assert made.notices == ()
        assert texts(reject_all(made.content)) == texts(first)
        assert texts(accept_all(made.content)) == texts(second)
        assert outline(unzipped(accept_all(made.content))) == outline(unzipped(second))


# ---------------------------------------------------------------- earlier changes


@pytest.mark.parametrize("name", SPECIMENS)
def test_earlier_changes_stay_where_nothing_is_touched(name: str) -> None:
    a = file(SPECIMENS[name].written + p(t("ancien")))
    b = file(SPECIMENS[name].accepted + p(t("nouveau")))
    made = redline(a, b)
    assert made.notices == ()
    kept = [one for one in revisions(made.content).changes if one.author != "Comparaison"]
    assert kept == list(revisions(a).changes)
    assert texts(reject_all(made.content)) == texts(reject_all(a))
    assert texts(accept_all(made.content)) == texts(b)


def test_an_earlier_insertion_that_goes_is_struck_inside_itself() -> None:
    a = file(p(t("délai de ") + f"<ins A>{t('trente ouvrés')}</ins><del A>{d('dix')}</del>" + t(" jours")))
    b = file(p(t("délai de trente francs jours")))
    made = redline(a, b)
    assert made.notices == ()
    assert texts(accept_all(made.content)) == ["délai de trente francs jours"]
    assert texts(reject_all(made.content)) == ["délai de dix jours"]
    assert {one.author for one in revisions(made.content).changes} == {"Maître Léa", "Comparaison"}
    numbers = re.findall(
        rb'<w:(?:ins|del) w:id="(\d+)"', unzipped(made.content)[DOCUMENT].replace(b"<ins ", b"<w:ins ")
    )
    assert len(set(numbers)) == len(numbers)


def test_changes_of_the_second_document_are_taken_as_accepted() -> None:
    made = redline(file(p(t("un"))), file(p(f"<del A>{d('un')}</del><ins A>{t('deux')}</ins>")))
    assert texts(accept_all(made.content)) == ["deux"]
    assert {one.author for one in revisions(made.content).changes} == {"Comparaison"}


def test_documents_that_both_have_changes_of_every_kind_obey_too() -> None:
    for seed in range(150):
        a, b = (_mixed(2 * seed + side) for side in (0, 1))
        made = redline(a, b)
        assert made.notices == (), seed
        assert texts(reject_all(made.content)) == texts(reject_all(a)), seed
        assert texts(accept_all(made.content)) == texts(accept_all(b)), seed


def _mixed(seed: int) -> bytes:
    """Some specimens one after the other, each as written or resolved."""
    chance = random.Random(seed)  # noqa: S311  # specimens, not keys
    names = chance.sample(sorted(set(SPECIMENS) - {"page turned"}), 5)
    return file(
        "".join(chance.choice(SPECIMENS[name][:3]) + chance.choice(("", p(t(name)))) for name in names) + p(t("fin"))
    )


def test_a_redline_of_a_redline_keeps_both_authors(contracts: list[bytes]) -> None:
    a = stretch(contracts[1], 5)
    b = edited(a, 5)
    c = edited(b, 77)
    first = redline(a, b, "Un").content
    made = redline(first, c, "Deux")
    assert made.notices == ()
    assert read(reject_all(made.content)) == read(a)
    assert read(accept_all(made.content)) == read(c)


# ---------------------------------------------------------------- what is told


def test_what_differs_without_being_tracked_is_told() -> None:
    made = redline(file(p(t("un"))), file(p(t("un") + '<r><footnoteReference w:id="2"/></r>')))
    assert any("non reprises" in one for one in made.notices)
    assert any(one.startswith("tout accepté") for one in made.notices)


def noted(text: str, *notes: str) -> bytes:
    """A document whose references are to these notes, numbered from 2."""
    separator = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    inside = "".join(
        f'<w:footnote w:id="{rank}"><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote>'
        for rank, note in enumerate(notes, 2)
    )
    parts = (
        {"word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{separator}{inside}</w:footnotes>'.encode()}
        if notes
        else {}
    )
    references = "".join(f'<r><footnoteReference w:id="{rank}"/></r>' for rank in range(2, 2 + len(notes)))
    return file(p(t(text) + references), **parts)


@pytest.mark.parametrize(("a", "b"), [((), ("un",)), (("un",), ()), (("un",), ("zéro", "un")), (("un",), ("deux",))])
def test_footnotes_come_and_go_with_their_references(a: tuple[str, ...], b: tuple[str, ...]) -> None:
    made = redline(noted("texte", *a), noted("texte", *b))
    assert made.notices == ()
    for data, wanted in ((reject_all(made.content), a), (accept_all(made.content), b)):
        parts = unzipped(data)
        referred = re.findall(rb'footnoteReference [^>]*w:id="(\d+)"', parts[DOCUMENT])
        notes = etree.fromstring(parts["word/footnotes.xml"])
        said = {note.get(q("id")): "".join(note.itertext()) for note in notes}
        assert tuple(said[ident.decode()] for ident in referred) == wanted
    assert b"footnotes+xml" in unzipped(made.content)["[Content_Types].xml"] or a


def _spoilt() -> Iterator[tuple[bytes, bytes]]:
    yield b"<w:delText>deux</w:delText>", b"<w:delText>onze</w:delText>"
    yield b"<w:t>trois</w:t>", b"<w:t>douze</w:t>"
    yield b'w:val="B"', b'w:val="C"'
    yield b"<w:b/>", b"<w:i/>"


def test_the_check_of_both_views_finds_what_is_planted() -> None:
    start = f'<w:document xmlns:w="{W}"><w:body>'
    pair = [
        zipped({**unzipped(file("")), DOCUMENT: f"{start}{text}</w:body></w:document>".encode()})
        for text in (
            '<w:p><w:pPr><w:pStyle w:val="B"/></w:pPr><w:r><w:t>un deux</w:t></w:r></w:p>',
            '<w:p><w:pPr><w:pStyle w:val="B"/></w:pPr><w:r><w:t>un </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>trois</w:t></w:r></w:p>',
        )
    ]
    made = unzipped(redline(*pair).content)
    a, b = (unzipped(one) for one in pair)
    assert list(differences(made, a, b)) == []
    for old, new in _spoilt():
        assert old in made[DOCUMENT]
        assert list(differences({**made, DOCUMENT: made[DOCUMENT].replace(old, new, 1)}, a, b)) != [], old


def test_no_odd_document_breaks_the_comparison(contracts: list[bytes]) -> None:
    """It is compared, or refused in one line; what then differs is told, never an error of the program."""
    specimens = [file(SPECIMENS[name].written + p(t("fin"))) for name in SPECIMENS if name != "page turned"]
    compared = 0
    for seed in range(90):
        whole = stretch(contracts[seed % 4], seed, 2) if seed % 3 == 0 else specimens[seed % len(specimens)]
        a, b = spoilt(whole, seed), spoilt(edited(whole, seed) if seed % 3 == 0 else whole, seed + 1000)
        try:
            made = redline(a, b)
            assert revisions(made.content) is not None
            compared += 1
        except ContractgenError:
            continue
    assert compared > 60


# ---------------------------------------------------------------- other programs


@pytest.fixture(scope="module")
def redlines(contracts: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("redlines")
    for seed in range(6):
        a = stretch(contracts[seed % len(contracts)], seed)
        (folder / f"r{seed}.docx").write_bytes(redline(a, edited(a, seed, 12)).content)
    large, small = sorted((one for one in contracts), key=len)[::3][::-1]
    (folder / "r9.docx").write_bytes(redline(large, small).content)
    return folder


def test_no_redline_has_a_schema_error(redlines: Path) -> None:
    """Ranges of content controls that come or go are left out: the validator's own tables allow them in a body and in a
    control (ECMA-376 part 1, 17.13.5.4 to .7), its matcher does not."""
    from openxml_audit import FileFormat, OpenXmlValidator

    validator = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=500)
    for made in sorted(redlines.glob("*.docx")):
        errors = [str(error) for error in validator.validate(str(made)).errors]
        assert [error for error in errors if not any(name in error for name in RANGES)] == [], made.name


def test_libreoffice_opens_every_redline(redlines: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice est nécessaire : apt-get install libreoffice-writer"
    files = sorted(redlines.glob("*.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=300)
    found = 0
    for made in files:
        text = re.sub(r"\s+", "", (tmp_path / f"{made.stem}.txt").read_text(encoding="utf-8"))
        untouched = {line for _, line in read(reject_all(made.read_bytes()))} & {
            line for _, line in read(accept_all(made.read_bytes()))
        }
        kept = [line for line in untouched if len(line) > 60 and "\x1f" not in line]
        found += len(kept)
        assert [line for line in kept if re.sub(r"\s+", "", line) not in text] == [], made.name
    assert found > 100


def test_a_contract_of_25_pages_takes_less_than_two_seconds(contracts: list[bytes]) -> None:
    a = sorted(contracts, key=len)[-2]
    b = edited(a, 1, 20)
    start = time.process_time()
    redline(a, b)
    assert time.process_time() - start < 2


# ---------------------------------------------------------------- the command


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, contracts: list[bytes]) -> None:
    monkeypatch.chdir(tmp_path)
    a = stretch(contracts[0], 1)
    Path("a.docx").write_bytes(a)
    Path("b.docx").write_bytes(altered(a, lambda r: set_text(r, lambda x: x.replace("e", "é", 1))))


@pytest.mark.usefixtures("pair")
def test_compare_writes_the_redline_and_says_what_it_holds() -> None:
    ran = run(
        "compare", "a.docx", "b.docx", "--out", "r.docx", "--author", "Maître X", "--date", "2026-05-04", "--json"
    )
    assert (ran.code, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert told["paragraphs"] == {"inserted": 0, "deleted": 0, "changed": 1, "moved": 0}
    assert told["notices"] == []
    changes = revisions(Path("r.docx").read_bytes()).changes
    assert {(one.author, one.date) for one in changes} == {("Maître X", "2026-05-04T00:00:00Z")}
    assert "1 paragraphe modifié." in run("compare", "a.docx", "b.docx", "--out", "r.docx").out
    assert "aucune différence" in run("compare", "a.docx", "a.docx", "--out", "r.docx").out


@pytest.mark.usefixtures("pair")
def test_compare_refuses_in_one_line_what_it_cannot_use() -> None:
    Path("bad.docx").write_bytes(b"bonjour")
    parts = unzipped(Path("a.docx").read_bytes())
    Path("broken.docx").write_bytes(zipped({**parts, "word/styles.xml": b"<w:styles>"}))
    Path("other.docx").write_bytes(
        zipped(
            {
                **parts,
                DOCUMENT: parts[DOCUMENT].replace(
                    b"schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"autre.example/main",
                ),
            }
        )
    )
    for first, second in (
        ("absent.docx", "b.docx"),
        ("a.docx", "absent.docx"),
        ("a.docx", "bad.docx"),
        ("broken.docx", "b.docx"),
        ("a.docx", "other.docx"),
        ("other.docx", "b.docx"),
    ):
        line = unusable(run("compare", first, second, "--out", "r.docx"))
        assert (first if first not in ("a.docx",) else second) in line
    for option in (
        ("--date", "hier"),
        ("--date", "2026-13-01"),
        ("--author", ""),
        ("--author", "a\nb"),
        ("--out", "a.docx"),
        ("--out", "none/r.docx"),
        ("--out", "."),
    ):
        unusable(run("compare", "a.docx", "b.docx", "--out", "r.docx", *option))
    unusable(run("compare", "a.docx", "b.docx"))
    assert not Path("r.docx").exists()
