"""The comments of the second document in a redline: on their words, with authors and replies, and no law is broken."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from faults import DOCUMENT, W, unzipped, zipped
from lxml import etree
from redline_pairs import edited, stretch
from revision_specimens import file, p, row, t, table
from test_redline import read

from contractgen.results import Pack
from contractgen.word.marked import Comment, marked
from contractgen.word.redline import redline
from contractgen.word.revisions import accept_all, reject_all

W14, W15 = (
    "http://schemas.microsoft.com/office/word/2010/wordml",
    "http://schemas.microsoft.com/office/word/2012/wordml",
)
_TYPES, _RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"


def q(name: str) -> str:
    return f"{{{W}}}{name}"


def with_comments(data: bytes, *comments: tuple[str, str, str, str], settled: bool = False) -> bytes:
    """The document with a comment (author, first words, last words, text) each; « ↳ » before a text answers the one before."""
    parts = unzipped(data)
    root = etree.fromstring(parts[DOCUMENT])
    made = etree.Element(q("comments"), nsmap={"w": W, "w14": W14})
    threads = etree.Element(f"{{{W15}}}commentsEx", nsmap={"w15": W15})
    for rank, (author, first, last, text) in enumerate(comments):
        ident = str(rank)
        runs = [one for one in root.iter(q("r")) if "".join(one.itertext()).strip()]
        start = next(one for one in runs if first in "".join(one.itertext()))
        end = next(one for one in runs[runs.index(start) :] if last in "".join(one.itertext()))
        start.addprevious(etree.Element(q("commentRangeStart"), {q("id"): ident}))
        run = etree.Element(q("r"))
        etree.SubElement(run, q("commentReference"), {q("id"): ident})
        end.addnext(run)
        end.addnext(etree.Element(q("commentRangeEnd"), {q("id"): ident}))
        values = {q("id"): ident, q("author"): author, q("date"): "2026-05-01T09:00:00Z", q("initials"): author[:1]}
        own = etree.SubElement(made, q("comment"), values)
        paragraph = etree.SubElement(own, q("p"), {f"{{{W14}}}paraId": f"{rank + 1:08X}"})
        etree.SubElement(etree.SubElement(paragraph, q("r")), q("t")).text = text.removeprefix("↳ ")
        thread = {f"{{{W15}}}paraId": f"{rank + 1:08X}", f"{{{W15}}}done": str(int(settled))}
        if text.startswith("↳ "):
            thread[f"{{{W15}}}paraIdParent"] = f"{rank:08X}"
        etree.SubElement(threads, f"{{{W15}}}commentEx", thread)
    names = {"word/comments.xml": made, "word/commentsExtended.xml": threads}
    return zipped(
        {**parts, DOCUMENT: etree.tostring(root), **{name: etree.tostring(one) for name, one in names.items()}}
    )


def comments_of(data: bytes) -> list[Comment]:
    return list(marked(data).comments)


def told(data: bytes) -> list[tuple[str, str, str, bool, bool]]:
    """Author, text, anchor, whether it answers another, whether it is settled; in the accepted view."""
    return [(one.author, one.text, one.anchor, bool(one.answers), one.settled) for one in comments_of(accept_all(data))]


def lawful(a: bytes, b: bytes, made: bytes) -> None:
    assert read(reject_all(made)) == read(a)
    assert read(accept_all(made)) == read(b)


A = p(t("Le préavis est de trois mois.")) + p(t("La durée est d’un an."), "") + table(row(p(t("Volume")), p(t("Prix"))))
B = p(t("Le préavis est de ") + t("deux") + t(" mois.")) + p(t("La durée ") + t("est") + t(" d’un an."), "") + p(t("Ajout du prestataire.")) + table(row(p(t("Volume")), p(t("Prix ") + t("net"))))  # fmt: skip
PLACES = {
    "a whole paragraph that is new": ("Ajout", "Ajout", "Ajout du prestataire."),
    "words that change": ("deux", "deux", "deux"),
    "words that stay": ("est", "est", "est"),
    "a cell": ("net", "net", "net"),
    "several paragraphs": ("deux", "Ajout", "deux mois.\nLa durée est d’un an.\nAjout du prestataire."),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_comment_stands_on_the_words_that_it_stood_on(name: str) -> None:
    first, last, anchor = PLACES[name]
    second = file(B.replace(t("est"), t("est"), 1))
    b = with_comments(second, ("Léa", first, last, "À revoir."))
    made = redline(file(A), b)
    assert made.notices == ()
    (one,) = told(made.content)
    assert one[:2] == ("Léa", "À revoir.")
    assert anchor in one[2] if name == "words that stay" else one[2] == anchor
    lawful(file(A), b, made.content)


def test_replies_and_settled_threads_stay(tmp_path: Path) -> None:
    b = with_comments(
        file(B), ("Léa", "deux", "deux", "Trop court."), ("Paul", "deux", "deux", "↳ D’accord."), settled=True
    )
    made = redline(file(A), b).content
    assert [one[:2] + one[3:] for one in told(made)] == [
        ("Léa", "Trop court.", False, True),
        ("Paul", "D’accord.", True, True),
    ]
    lawful(file(A), b, made)


def test_the_comments_of_the_first_stay_and_none_comes_twice() -> None:
    a = with_comments(file(A), ("Paul", "durée", "durée", "Gardé."))
    b = with_comments(file(B), ("Paul", "durée", "durée", "Gardé."), ("Léa", "deux", "deux", "Nouveau."))
    made = redline(a, b).content
    assert sorted(one[:2] for one in told(made)) == [("Léa", "Nouveau."), ("Paul", "Gardé.")]
    idents = [one.id for one in comments_of(made)]
    assert len(set(idents)) == 2
    lawful(a, b, made)
    again = redline(b, b).content
    assert again == b or told(again) == told(b)


def test_a_document_without_comments_is_the_same_bytes_as_before() -> None:
    assert "word/comments.xml" not in unzipped(redline(file(A), file(B)).content)


def test_a_comment_that_stands_nowhere_is_told() -> None:
    parts = unzipped(with_comments(file(B), ("Léa", "deux", "deux", "Perdu.")))
    root = etree.fromstring(parts[DOCUMENT])
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        for mark in list(root.iter(q(name))):
            mark.getparent().remove(mark)
    (notice,) = redline(file(A), zipped({**parts, DOCUMENT: etree.tostring(root)})).notices
    assert "Léa, « Perdu. »" in notice


def scattered(data: bytes, seed: int) -> bytes:
    """Comments between places drawn in the text of a contract."""
    draw = random.Random(seed)  # noqa: S311  # a draw that can be made again
    texts = [one for one in etree.fromstring(unzipped(data)[DOCUMENT]).iter(q("t")) if (one.text or "").strip()]
    picked: list[Any] = draw.sample(texts, min(3, len(texts)))
    comments = [("Léa", one.text or "", one.text or "", f"Commentaire {rank}") for rank, one in enumerate(picked)]
    return with_comments(data, *comments)


def test_whatever_the_changes_the_laws_hold_and_the_comments_are_there(sme_pack: Pack, micro_pack: Pack) -> None:
    contracts = [
        next(d.content for d in pack.lots[0].documents if d.id == "contrat") for pack in (sme_pack, micro_pack)
    ]
    for seed in range(40):
        a = stretch(contracts[seed % 2], seed, 4)
        b = scattered(edited(a, seed), seed)
        made = redline(a, b)
        assert made.notices == (), seed
        lawful(a, b, made.content)
        assert told(made.content) == told(b), seed


def test_the_file_is_sound(sme_pack: Pack, tmp_path: Path) -> None:
    from openxml_audit import FileFormat, OpenXmlValidator

    a = next(d.content for d in sme_pack.lots[0].documents if d.id == "contrat")
    b = with_comments(edited(a, 3), ("Léa", "préavis", "préavis", "Un."), ("Paul", "préavis", "préavis", "↳ Deux."))
    made = tmp_path / "redline.docx"
    made.write_bytes(redline(a, b).content)
    result = OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(str(made))
    assert not result.errors, result.errors[:3]
