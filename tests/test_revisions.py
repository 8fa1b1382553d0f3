"""The views of a document with tracked changes: all accepted, all rejected, and the list; what is not known is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from faults import DOCUMENT, FAULTS, W, unzipped, zipped
from libreoffice_views import resolved, texts
from lxml import etree
from redline_pairs import controls_lost, edited, stretch
from revision_specimens import SPECIMENS, body, d, file, p, row, t, table

from contractgen.errors import ReturnedFileError
from contractgen.results import Pack
from contractgen.word.opening import open_package
from contractgen.word.read import read_document
from contractgen.word.redline import redline
from contractgen.word.revisions import accept_all, reject_all, revisions

REDLINES = Path(__file__).parent / "redlines"


def plain(content: bytes) -> str:
    """A body, in canonical XML, without the properties that say nothing."""
    root = etree.fromstring(content)
    for properties in [one for one in root.iter(f"{{{W}}}pPr", f"{{{W}}}rPr") if not len(one)]:
        properties.getparent().remove(properties)
    return etree.tostring(root.find(f"{{{W}}}body"), method="c14n").decode()


def view(data: bytes) -> str:
    return plain(unzipped(data)[DOCUMENT])


@pytest.mark.parametrize("name", SPECIMENS)
def test_each_kind_of_change_is_accepted_rejected_and_listed(name: str) -> None:
    specimen = SPECIMENS[name]
    data = file(specimen.written)
    assert view(accept_all(data)) == plain(body(specimen.accepted))
    assert view(reject_all(data)) == plain(body(specimen.rejected))
    found = revisions(data)
    assert tuple(change.kind for change in found.changes) == specimen.kinds
    assert found.unhandled == ()


@pytest.mark.parametrize("name", SPECIMENS)
def test_a_view_has_no_change_left_and_is_its_own_view(name: str) -> None:
    for resolve in (accept_all, reject_all):
        once = resolve(file(SPECIMENS[name].written))
        assert revisions(once).changes == ()
        assert unzipped(accept_all(once)) == unzipped(reject_all(once)) == unzipped(once)


def test_a_change_says_who_when_what_and_where() -> None:
    data = file(p(t("un")) + p(t("deux ") + f"<del A>{d('trois')}</del>"))
    (change,) = revisions(data).changes
    assert change == ("deletion", "Maître Léa", "2026-03-01T10:00:00Z", "trois", DOCUMENT, 1)


def test_all_specimens_in_one_document_do_not_disturb_each_other() -> None:
    """Without those whose last paragraph is joined to what follows."""
    names = [name for name in SPECIMENS if name not in ("page turned",)]
    end = p(t("fin"))
    written = "".join(SPECIMENS[name].written + end for name in names)
    data = file(written.replace('w:id="8', 'w:id="98'))
    assert view(accept_all(data)) == plain(body("".join(SPECIMENS[name].accepted + end for name in names)))
    assert view(reject_all(data)) == plain(body("".join(SPECIMENS[name].rejected + end for name in names)))


NOTES = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="1"><w:p><w:ins w:id="1" w:author="A"><w:r><w:t>ajout</w:t></w:r></w:ins></w:p></w:footnote></w:footnotes>'.encode()


@pytest.mark.parametrize("part", ["word/footnotes.xml", "word/endnotes.xml", "word/header1.xml", "word/footer2.xml"])
def test_every_part_with_text_is_resolved_and_the_others_stay_byte_for_byte(part: str) -> None:
    other = {"word/comments.xml": NOTES, "word/media/image1.png": b"\x89PNG", "word/styles.xml": b"<x  a='1' />"}
    data = file(p(t("a")), **{part: NOTES}, **other)
    accepted, rejected, given = unzipped(accept_all(data)), unzipped(reject_all(data)), unzipped(data)
    assert b"ajout" in accepted[part]
    assert b"ajout" not in rejected[part]
    assert b"w:ins" not in accepted[part]
    for name in given:
        if name != part:
            assert accepted[name] == rejected[name] == given[name], name
    assert [(change.part, change.text) for change in revisions(data).changes] == [(part, "ajout")]


def test_a_delivered_contract_has_no_change_and_stays_what_it_is(sme_pack: Pack) -> None:
    for document in sme_pack.lots[0].documents:
        assert revisions(document.content) == ((), ())
        assert accept_all(document.content) == reject_all(document.content) == document.content


def test_changes_in_a_contract_are_taken_back(sme_pack: Pack) -> None:
    contract = next(document.content for document in sme_pack.lots[0].documents if document.id == "contrat")
    for name in ("tracked deletion", "tracked insertion"):
        changed = zipped(FAULTS[name](unzipped(contract)))
        assert view(reject_all(changed)) == view(contract)
        assert view(accept_all(changed)) != view(contract)


UNKNOWN = {
    "in the properties of a formula": ("<p><m:oMath><m:f><m:fPr><m:ctrlPr><ins A/></m:ctrlPr></m:fPr></m:f></m:oMath></p>", "sens inconnu"),
    "in the properties of a run": ("<p><r><rPr><ins A/></rPr><t>a</t></r></p>", "sens inconnu"),
    "old number": ('<p><pPr><numPr><numId w:val="1"/><numberingChange A w:original="%1:1:0:."/></numPr></pPr></p>', "numberingChange"),
    "conflict": ("<p><w14:conflictIns A><r><t>a</t></r></w14:conflictIns></p>", "conflit"),
    "change of another time": ("<p><pPr><zzPrChange A/></pPr></p>", "changement inconnu « zzPrChange »"),
    "deleted text that no deletion holds": (p(d("a")), "hors d'une suppression"),
    "mark deleted before a table": (p(t("a"), "del") + table(row(p(""))) + p(""), "devant un tableau"),
    "half of a field deleted": (p('<del A><r><fldChar w:fldCharType="begin"/></r></del><r><fldChar w:fldCharType="end"/></r>'), "partie"),
    "text of another file": ("<subDoc r:id='x'/>", "subDoc"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_is_not_understood_is_told(name: str) -> None:
    written, told = UNKNOWN[name]
    assert any(told in message for message in revisions(file(written)).unhandled)


# What LibreOffice 7.4 does otherwise: it leaves changes in a content control alone, keeps a row or cell whose text bears no
# change of its own, keeps what was inserted then deleted, keeps apart (or joins) paragraphs of two styles.
OTHERWISE = (
    "insertion deleted by another", "mark deleted: joined, the properties of the second", "mark inserted, then deleted",
    "row inserted", "row deleted", "all rows deleted", "cell inserted", "cell deleted", "field deleted",
    "control deleted with its text", "changes inside a control",
)  # fmt: skip


def test_libreoffice_sees_the_same_views(tmp_path: Path, sme_pack: Pack, micro_pack: Pack) -> None:
    made = {str(rank): file(SPECIMENS[name].written) for rank, name in enumerate(SPECIMENS) if name not in OTHERWISE}
    packs = (sme_pack, micro_pack)
    for seed, pack in enumerate(packs * 2):
        a = altered(stretch(max((one.content for one in pack.lots[0].documents), key=len), seed, 8))
        made[f"redline{seed}"] = redline(a, edited(a, seed, 12)).content
    marked, views = tmp_path / "marked", tmp_path / "views"
    marked.mkdir()
    views.mkdir()
    for name, data in made.items():
        (marked / f"{name}.docx").write_bytes(data)
        (views / f"{name}.accepted.docx").write_bytes(accept_all(data))
        (views / f"{name}.rejected.docx").write_bytes(reject_all(data))
    ours = texts(views, tmp_path / "profile")
    theirs = resolved(marked, tmp_path / "profile")
    assert len(theirs) == 2 * len(made) > 50
    assert [key for key, text in theirs.items() if ours[f"{key[0]}.{key[1]}"] != text] == []


def altered(data: bytes) -> bytes:
    """The document without content controls: LibreOffice 7.4 leaves the changes in them alone."""
    from faults import on_tree

    return zipped(on_tree(lambda root: controls_lost(root, None))(unzipped(data)))


def test_a_redline_of_another_program_is_read_as_its_two_documents() -> None:
    """Made by Docxodus 2.0 of two specifications; the texts are those of the two documents."""
    data = (REDLINES / "docxodus.docx").read_bytes()
    assert len(revisions(data).changes) > 50
    for resolve, name in ((reject_all, "first.txt"), (accept_all, "second.txt")):
        lines = [line.text.replace("\x1f", " | ") for line in read_document(open_package(resolve(data))).lines]
        assert "\n".join(lines).rstrip() == (REDLINES / name).read_text(encoding="utf-8").rstrip()


def in_namespace(name: bytes) -> bytes:
    parts = unzipped(file("<w:p><w:ins w:id='1' w:author='A'><w:r><w:t>un</w:t></w:r></w:ins></w:p>"))
    return zipped({**parts, DOCUMENT: parts[DOCUMENT].replace(W.encode(), name)})


def test_a_file_in_the_strict_format_is_read_not_as_empty() -> None:
    strict = in_namespace(b"http://purl.oclc.org/ooxml/wordprocessingml/main")
    texts = [
        [line.text for line in read_document(open_package(view)).lines]
        for view in (accept_all(strict), reject_all(strict))
    ]
    assert texts == [["un"], [""]]


def test_a_file_in_another_format_is_refused_not_read_as_empty() -> None:
    with pytest.raises(ReturnedFileError, match="strict"):
        accept_all(in_namespace(b"urn:autre"))


def test_what_is_no_word_file_is_refused() -> None:
    for read in (accept_all, reject_all, revisions):
        with pytest.raises(ReturnedFileError):
            read(b"bonjour")
