"""What moved is a move, for Word and LibreOffice; rejected it is where it was, accepted where it is."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from commands import run
from faults import DOCUMENT, control_of, on_tree, paragraphs, q, swap, unzipped, zipped
from libreoffice_views import resolved, texts
from lxml import etree
from redline_pairs import EDITS as DRAWN
from redline_pairs import controls_lost, edited, stretch
from revision_specimens import file, p, row, t, table
from test_redline import read

from contractgen.results import Pack
from contractgen.review import review
from contractgen.word.redline import redline
from contractgen.word.revisions import accept_all, reject_all, revisions

LONG = "le paragraphe qui bouge a bien assez de mots"
SHORT = "Titre court"
Edit = Callable[[Any], None]


@pytest.fixture(scope="module")
def contract(micro_pack: Pack) -> bytes:
    return next(one.content for one in micro_pack.lots[0].documents if one.id == "contrat")


def kinds(data: bytes) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in revisions(data).changes]


def names(data: bytes) -> dict[str, list[str]]:
    """The names of the ranges that moved, in the order of the document, by kind."""
    root = etree.fromstring(unzipped(data)[DOCUMENT])
    return {kind: [one.get(q("name")) for one in root.iter(q(f"{kind}RangeStart"))] for kind in ("moveFrom", "moveTo")}


def others(*words: str) -> str:
    return "".join(p(t(word)) for word in words)


STAYING = others(*(f"ce qui reste, {rank}" for rank in range(8)))


def moved(a: str, b: str) -> bytes:
    """The redline of two bodies, both ways held to its laws."""
    one, two = file(a), file(b)
    for first, second in ((two, one), (one, two)):
        made = redline(first, second)
        assert made.notices == ()
        assert read(reject_all(made.content)) == read(first)
        assert read(accept_all(made.content)) == read(second)
        assert revisions(made.content).unhandled == ()
    return made.content


def test_a_paragraph_that_moved_is_one_move() -> None:
    made = moved(others("un", LONG, "deux", "trois"), others("un", "deux", LONG, "trois"))
    assert kinds(made) == [
        ("paragraph_moved_from", LONG), ("move_from", LONG), ("paragraph_moved_to", LONG), ("move_to", LONG),
    ]  # fmt: skip
    found = names(made)
    assert found["moveFrom"] == found["moveTo"]
    assert len(found["moveFrom"]) == 1


def test_an_article_moves_with_its_short_title_as_one_range() -> None:
    article = (SHORT, LONG, f"{LONG} encore", "Fin")
    made = moved(others("un", *article) + STAYING + others("trois"), others("un") + STAYING + others(*article, "trois"))
    assert {kind for kind, _ in kinds(made)} == {"paragraph_moved_from", "move_from", "paragraph_moved_to", "move_to"}
    assert [text for kind, text in kinds(made) if kind == "paragraph_moved_to"] == list(article)
    assert len(names(made)["moveFrom"]) == 1


def test_two_articles_that_moved_have_two_names() -> None:
    one, two = LONG, "chaque Partie supporte seule les frais de sa défense"
    made = moved(others("un", one) + STAYING + others(two, "fin"), others("un", two) + STAYING + others(one, "fin"))
    found = names(made)
    assert found["moveFrom"] == found["moveTo"][::-1]
    assert len(set(found["moveFrom"])) == 2


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param(others("un", SHORT, "deux", "trois"), others("un", "deux", SHORT, "trois"), id="few words"),
        pytest.param(others("un", LONG, "deux", "fin"), others("un", "deux", f"{LONG} !", "fin"), id="other words"),
        pytest.param(others("un", LONG, LONG, "deux", "fin"), others("un", "deux", LONG, "fin"), id="twice"),
        pytest.param(
            others("un") + p(f"<r><rPr><b/></rPr>{t(LONG)[3:-4]}</r>") + others("deux", "fin"),
            others("un", "deux", LONG, "fin"), id="other format",
        ),
    ],
)  # fmt: skip
def test_what_is_not_surely_the_same_is_no_move(a: str, b: str) -> None:
    assert not [kind for kind, _ in kinds(moved(a, b)) if "move" in kind]


ROWS = table(row(p(t("le prix convenu")), p(t("cent euros par mois"))), row(p(t("délai")), p(t("trente jours"))))


@pytest.mark.parametrize(
    "article",
    [
        pytest.param(others(LONG) + ROWS + others(f"{LONG} après le tableau"), id="between"),
        pytest.param(ROWS + others(LONG), id="first"),
        pytest.param(others(SHORT) + ROWS, id="last"),
        pytest.param(ROWS, id="alone"),
    ],
)
def test_a_table_moves_with_its_article_its_rows_struck_and_added(article: str) -> None:
    """There is no move of rows: « ins » and « del » of a row say nothing of what its cells hold (17.13.5.12, .16)."""
    made = moved(others("un") + article + STAYING + others("fin"), others("un") + STAYING + article + others("fin"))
    told = {kind for kind, _ in kinds(made)}
    assert told == {"row_deleted", "row_inserted", "paragraph_moved_from", "move_from", "paragraph_moved_to", "move_to"}
    found = names(made)
    assert found["moveFrom"] == found["moveTo"]
    assert len(found["moveFrom"]) == 1


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(ROWS.replace("trente", "vingt"), id="a word"),
        pytest.param(ROWS.replace("<tblPr/>", '<tblPr><tblW w:w="5000" w:type="pct"/></tblPr>'), id="its width"),
        pytest.param(ROWS.replace("<tr>", '<tr><trPr><cantSplit/></trPr>', 1), id="a row"),
        pytest.param(ROWS.replace("</tbl>", row(p(""), p("")) + "</tbl>"), id="an empty row"),
    ],
)  # fmt: skip
def test_a_table_that_is_not_the_same_is_no_move(other: str) -> None:
    made = moved(others("un") + ROWS + STAYING + others("fin"), others("un") + STAYING + other + others("fin"))
    assert not [kind for kind, _ in kinds(made) if "move" in kind]


def test_a_table_with_an_earlier_change_is_no_move() -> None:
    a = ROWS.replace(t("trente jours"), f"<ins A>{t('trente jours')}</ins>")
    made = redline(
        file(others("un") + a + STAYING + others("fin")), file(others("un") + STAYING + ROWS + others("fin"))
    )
    assert made.notices == ()
    assert not [kind for kind, _ in kinds(made.content) if "move" in kind]


def test_a_paragraph_of_a_cell_moves_in_it() -> None:
    rows = [table(row(others(*cell))) + p("") for cell in (("un", LONG, "deux", "fin"), ("un", "deux", LONG, "fin"))]
    assert {kind for kind, _ in kinds(moved(*rows))} >= {"move_from", "move_to"}


def test_what_moves_to_the_end_of_a_story_is_struck_and_added() -> None:
    """The mark that ends a body cannot go."""
    moved(others("un", LONG, "deux", "trois"), others("un", "deux", "trois", LONG))


def test_an_earlier_change_is_not_moved() -> None:
    a = file(p(t("un")) + p(f"<ins A>{t(LONG)}</ins>") + others("deux", "trois"))
    made = redline(a, file(others("un", "deux", LONG, "trois")))
    assert made.notices == ()
    assert not [kind for kind, _ in kinds(made.content) if "move" in kind]


# ---------------------------------------------------------------- contracts


def clauses_exchanged(root: Any) -> None:
    swap(control_of(root, "force-majeure"), control_of(root, "confidentialite"))


def passage_elsewhere(root: Any) -> None:
    paragraphs(root, "force-majeure")[0].addnext(paragraphs(root, "confidentialite")[1])


def clause_with_its_table(root: Any) -> None:
    control = next(one for one in root.iter(q("sdt")) if one.find(f".//{q('tbl')}") is not None)
    list(root.iter(q("sdt")))[-2].addnext(control)


def cited_clause(root: Any) -> None:
    """The first clause that a reference leads to, put before the signatures."""
    names = {one.get(q("name")): one for one in root.iter(q("bookmarkStart"))}
    codes = [(code.text or "").split() for code in root.iter(q("instrText"))]
    cited = next(names[code[1]] for code in codes if code[:1] == ["REF"] and code[1].startswith("_Ref_"))
    control_of(root, "signatures").addprevious(next(cited.iterancestors(q("sdt"))))


EDITS: dict[str, Edit] = {
    "clauses": clauses_exchanged, "passage": passage_elsewhere, "table": clause_with_its_table, "cited": cited_clause,
}  # fmt: skip


@pytest.fixture(scope="module")
def pairs(contract: bytes) -> dict[str, tuple[bytes, bytes]]:
    found = {name: (contract, zipped(on_tree(edit)(unzipped(contract)))) for name, edit in EDITS.items()}
    moving = [edit for edit in DRAWN if edit.__name__ in ("_clauses_moved", "_paragraph_moved")]
    for seed in range(24):
        a = edited(stretch(contract, seed, 7), seed, 2)
        found[f"drawn{seed}"] = (a, zipped(on_tree(partial(moving[seed % 2], chance=random.Random(seed)))(unzipped(a))))  # noqa: S311
    return {name: (a, b) for name, (a, b) in found.items() if name in EDITS or "moved" in redline(a, b).counted}


def test_a_clause_that_moved_is_a_move_in_a_contract(pairs: dict[str, tuple[bytes, bytes]]) -> None:
    assert len(pairs) > 6
    for name, (a, b) in pairs.items():
        made = redline(a, b)
        assert made.counted["moved"] > 0, name
        assert made.notices == (), name
        assert read(reject_all(made.content)) == read(a), name
        assert read(accept_all(made.content)) == read(b), name


def test_moves_have_no_schema_error(pairs: dict[str, tuple[bytes, bytes]], tmp_path: Path) -> None:
    from openxml_audit import FileFormat, OpenXmlValidator

    validator = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=500)
    for name, (a, b) in pairs.items():
        (tmp_path / f"{name}.docx").write_bytes(redline(a, b).content)
        errors = [str(one) for one in validator.validate(str(tmp_path / f"{name}.docx")).errors]
        assert [one for one in errors if "customXml" not in one] == [], name


def _titles_struck(data: bytes) -> int:
    """How many numbered titles are struck, not moved."""
    root = etree.fromstring(unzipped(data)[DOCUMENT])
    struck = (one.find(f"{q('pPr')}/{q('rPr')}/{q('del')}") is not None for one in root.iter(q("p")))
    styles = (one.find(f"{q('pPr')}/{q('pStyle')}") for one in root.iter(q("p")))
    return sum(
        gone and style is not None and str(style.get(q("val"))).startswith("Titre")
        for gone, style in zip(struck, styles, strict=True)
    )


_DEAD = "Reference source not found"
_RESULT = re.compile(r' REF [^<]*</w:instrText>.*?fldCharType="separate".*?<w:t[^>]*>([^<]*)</w:t>', re.DOTALL)


def _references_altered(data: bytes) -> bool:
    """Whether a reference shows words in place of its number, which LibreOffice counts anew when it resolves changes."""
    return any(not re.search(r"\d", shown) for shown in _RESULT.findall(unzipped(data)[DOCUMENT].decode()))


def test_libreoffice_accepts_and_rejects_moves_as_we_do(pairs: dict[str, tuple[bytes, bytes]], tmp_path: Path) -> None:
    """Of documents without content controls, and where no table is added: LibreOffice 7.4 leaves the first
    paragraph of a control where it is, moved or struck, and an empty paragraph, which may bear a number, where a table was
    added or moved. A numbered title
    that is struck leaves its number to the paragraph after it, whether that one moved or was added, and references are
    counted anew."""
    bare, tabled = on_tree(lambda root: controls_lost(root, None)), set()
    (tmp_path / "views").mkdir()
    (tmp_path / "plain").mkdir()
    for name, files in pairs.items():
        a, b = (zipped(bare(unzipped(one))) for one in files)
        made = redline(a, b)
        if "tables_inserted" in made.counted or _titles_struck(made.content) or _references_altered(a):
            continue
        if "row_inserted" in {kind for kind, _ in kinds(made.content)}:
            tabled.add(name)
        (tmp_path / "views" / f"{name}.docx").write_bytes(made.content)
        (tmp_path / "plain" / f"{name}.a.docx").write_bytes(a)
        (tmp_path / "plain" / f"{name}.b.docx").write_bytes(b)
    wanted = texts(tmp_path / "plain", tmp_path / "profile")
    found = resolved(tmp_path / "views", tmp_path / "profile")
    names = {name for name, _ in found}
    assert len(names) > 4
    assert {"table", "cited"} <= names
    for name in names:
        for view, side in (("accepted", "b"), ("rejected", "a")):
            one, other = found[name, view], wanted[f"{name}.{side}"]
            assert one.replace("#", "") == other.replace("#", ""), name
            assert name in tabled or one == other, name
    for name in EDITS.keys() & names:
        for view in ("accepted", "rejected"):
            assert _DEAD not in (tmp_path / "views" / f"{name}.docx.{view}.txt").read_text(encoding="utf-8-sig"), name


def test_a_review_reads_a_move_in_both_views(contract: bytes, library: Any, questionnaire: Any) -> None:
    made = redline(contract, zipped(on_tree(clauses_exchanged)(unzipped(contract))))
    found = review(made.content, library, questionnaire)
    told = {finding.code for finding in found.findings}
    assert "clause-moved" in told
    assert told <= {"clause-moved", "anchors-lost"}
    assert re.search("force majeure", " ".join(one.message for one in found.findings), re.I)


# ---------------------------------------------------------------- references to what moved


def leads(data: bytes) -> list[tuple[str, str]]:
    """The references of a document: what each shows, and the text of the paragraph that it leads to, « » for none."""
    root = etree.fromstring(unzipped(data)[DOCUMENT])
    at = {one.get(q("name")): one.getparent() for one in root.iter(q("bookmarkStart"))}
    found = []
    for code in root.iter(q("instrText")):
        name = (code.text or "").split()
        if name[:1] == ["REF"]:
            holder = at.get(name[1])
            found.append("" if holder is None else "".join(one.text or "" for one in holder.iter(q("t"))))
    return [(str(rank), text) for rank, text in enumerate(found)]


def unique_names(data: bytes) -> bool:
    root = etree.fromstring(unzipped(data)[DOCUMENT])
    every = [one.get(q("name")) for one in root.iter(q("bookmarkStart"))]
    return len(every) == len(set(every)) and all(len(name) <= 40 for name in every)


def test_references_lead_to_the_place_that_was_left_or_to_the_one_that_was_reached(
    pairs: dict[str, tuple[bytes, bytes]],
) -> None:
    for name, (a, b) in pairs.items():
        made = redline(a, b)
        assert made.left_behind == 0, name
        assert unique_names(made.content), name
        assert leads(reject_all(made.content)) == leads(a), name
        assert leads(accept_all(made.content)) == leads(b), name
    assert "" not in [text for _, text in leads(pairs["cited"][1])]


def test_what_has_moved_is_no_change_when_it_is_compared_again(pairs: dict[str, tuple[bytes, bytes]]) -> None:
    a, b = pairs["cited"]
    again = redline(accept_all(redline(a, b).content), b)
    assert (again.counted, again.notices) == ({}, ())


def marked(text: str, name: str = "_Ref_x", ident: int = 7, end: str = "") -> str:
    return p(f'<bookmarkStart w:id="{ident}" w:name="{name}"/>{t(text)}' + (end or f'<bookmarkEnd w:id="{ident}"/>'))


def field(code: str, shown: str) -> str:
    parts = ('<fldChar w:fldCharType="begin"/>', f'<instrText xml:space="preserve"> {code} </instrText>',
             '<fldChar w:fldCharType="separate"/>', f"<t>{shown}</t>", '<fldChar w:fldCharType="end"/>')  # fmt: skip
    return "".join(f"<r>{part}</r>" for part in parts)


CITING = p(t("selon ") + field("REF _Ref_x \\r \\h", "Article 4"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(marked(LONG), marked(LONG), id="moved"),
        pytest.param(marked(SHORT), marked(SHORT), id="struck and added"),
        pytest.param(marked(LONG), marked(f"{LONG}, et bien d'autres mots que l'on y a mis"), id="reworded"),
    ],
)
def test_a_reference_follows_what_is_moved_or_struck_and_added(one: str, other: str) -> None:
    made = moved(
        others("un") + one + STAYING + CITING + others("fin"), others("un") + STAYING + other + CITING + others("fin")
    )
    assert unique_names(made)
    assert [text for _, text in leads(accept_all(made))] != [""]
    assert [text for _, text in leads(reject_all(made))] != [""]


def test_a_reference_to_what_is_struck_leads_nowhere_once_it_is_accepted() -> None:
    """Not to what comes after it."""
    made = moved(others("un") + marked(LONG) + STAYING + CITING, others("un") + STAYING + CITING)
    assert sorted(text for view in (accept_all, reject_all) for _, text in leads(view(made)))[0] == ""


def test_a_bookmark_that_goes_on_in_what_stays_is_counted_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no end where its start has gone: references to it are to be made again."""
    monkeypatch.chdir(tmp_path)
    start, end = marked(LONG, end=" "), p(f'{t("la suite")}<bookmarkEnd w:id="7"/>')
    Path("a.docx").write_bytes(file(others("un") + start + end + STAYING + CITING + others("fin")))
    Path("b.docx").write_bytes(file(others("un") + end + STAYING + start + CITING + others("fin")))
    made = redline(Path("a.docx").read_bytes(), Path("b.docx").read_bytes())
    assert made.left_behind == 1
    assert "une fois le déplacement accepté" in run("compare", "a.docx", "b.docx", "--out", "r.docx").out
    assert "déplacement accepté" not in run("compare", "a.docx", "a.docx", "--out", "s.docx").out
