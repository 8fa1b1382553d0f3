"""What the other side does to a contract before it sends it back: each takes the parts of a .docx and gives them back.

`CASES` names, for each finding of a review, a fault that trips it and the place that it must name.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

from faults import (
    PROVENANCE,
    Parts,
    W,
    add_paragraph_after,
    control_of,
    on_text,
    on_tree,
    paragraphs,
    q,
    remove,
    set_text,
    unwrap,
)
from lxml import etree

Fault = Callable[[Parts], Parts]
AUTHOR, DATE = "Me Durand", "2026-11-20T10:00:00Z"


def text_of(element: Any) -> str:
    return "".join(piece.text or "" for piece in element.iter(q("t")))


def loose(words: str) -> re.Pattern[str]:
    """The words, whatever spaces part them."""
    return re.compile(re.escape(words).replace("\\ ", "[ \u00a0\u202f]"))


def paragraph_with(root: Any, clause: str, words: str) -> Any:
    return next(paragraph for paragraph in paragraphs(root, clause) if loose(words).search(text_of(paragraph)))


def rewording(clause: str, old: str, new: str) -> Fault:
    """Other words in a paragraph, in silence."""
    return on_tree(lambda root: set_text(paragraph_with(root, clause, old), lambda text: loose(old).sub(new, text)))


def everywhere(old: str, new: str) -> Fault:
    """Other words wherever they stand, in silence; they must stand somewhere."""

    def fault(root: Any) -> None:
        pieces = [piece for piece in root.iter(q("t")) if loose(old).search(piece.text or "")]
        assert pieces
        for piece in pieces:
            piece.text = loose(old).sub(new, piece.text)

    return on_tree(fault)


def tracked_rewording(clause: str, old: str, new: str) -> Fault:
    """Other words in a paragraph, tracked: the run deleted, its copy inserted."""

    def fault(root: Any) -> None:
        paragraph = paragraph_with(root, clause, old)
        run = next(run for run in paragraph.iter(q("r")) if loose(old).search(text_of(run)))
        fresh = copy.deepcopy(run)
        for piece in fresh.iter(q("t")):
            piece.text = loose(old).sub(new, piece.text or "")
        inserted, deleted = _mark("ins"), _mark("del")
        run.addprevious(deleted)
        deleted.append(run)
        deleted.addnext(inserted)
        inserted.append(fresh)
        _as_deleted(deleted)

    return on_tree(fault)


def _mark(kind: str) -> Any:
    return etree.Element(q(kind), {q("id"): "9101", q("author"): AUTHOR, q("date"): DATE})


def _as_deleted(deleted: Any) -> None:
    for piece in deleted.iter(q("t")):
        piece.tag = q("delText")


def tracked_deletion(clause: str) -> Fault:
    """A clause deleted, whole, with the marks of its paragraphs."""

    def fault(root: Any) -> None:
        for paragraph in list(control_of(root, clause).iter(q("p"))):
            properties = paragraph.find(q("pPr"))
            if properties is None:
                properties = etree.Element(q("pPr"))
                paragraph.insert(0, properties)
            marks = etree.SubElement(properties, q("rPr"))
            marks.append(_mark("del"))
            for run in list(paragraph.findall(q("r"))):
                deleted = _mark("del")
                run.addprevious(deleted)
                deleted.append(run)
                _as_deleted(deleted)

    return on_tree(fault)


def deletion(clause: str) -> Fault:
    return on_tree(lambda root: remove(control_of(root, clause)))


def paragraph_removed(clause: str, words: str) -> Fault:
    return on_tree(lambda root: remove(paragraph_with(root, clause, words)))


def move(clause: str, after: str) -> Fault:
    return on_tree(lambda root: control_of(root, after).addnext(control_of(root, clause)))


def new_paragraph(after: str, text: str) -> Fault:
    return on_tree(lambda root: add_paragraph_after(control_of(root, after), text))


def paragraph_in(clause: str, text: str) -> Fault:
    return on_tree(lambda root: add_paragraph_after(paragraphs(root, clause)[-1], text))


def paragraph_cut(clause: str, rank: int) -> Fault:
    """A paragraph of one run cut in two at the end of its first sentence, in silence."""

    def fault(root: Any) -> None:
        paragraph = paragraphs(root, clause)[rank]
        first, _, rest = text_of(paragraph).partition(". ")
        set_text(paragraph, lambda _: f"{first}.")
        add_paragraph_after(paragraph, rest)

    return on_tree(fault)


def row_removed(first: str) -> Fault:
    """A row of a table, in each table that has it."""

    def fault(root: Any) -> None:
        rows = [row for row in root.iter(q("tr")) if text_of(next(row.iter(q("tc")))) == first]
        assert rows
        for row in rows:
            remove(row)

    return on_tree(fault)


def list_item_removed(question: str, words: str) -> Fault:
    """A value of a list, in each paragraph that is only it; `question`: whose, for the reader of the test."""

    def fault(root: Any) -> None:
        found = [one for one in root.iter(q("p")) if loose(words).fullmatch(text_of(one).rstrip(".; \u202f"))]
        assert found, question
        for one in found:
            remove(one)

    return on_tree(fault)


def controls_stripped(parts: Parts) -> Parts:
    def fault(root: Any) -> None:
        for control in list(root.iter(q("sdt"))):
            unwrap(control)

    return on_tree(fault)(parts)


def bookmarks_stripped(parts: Parts) -> Parts:
    def fault(root: Any) -> None:
        for mark in [*root.iter(q("bookmarkStart")), *root.iter(q("bookmarkEnd"))]:
            remove(mark)

    return on_tree(fault)(parts)


def _retyped(root: Any) -> None:
    """A contract as a converter leaves it: no styles, controls, bookmarks nor fields; numbers and bullets typed."""
    for control in list(root.iter(q("sdt"))):
        unwrap(control)
    for name in ("bookmarkStart", "bookmarkEnd", "fldChar", "instrText"):
        for element in list(root.iter(q(name))):
            remove(element)
    number = 0
    for style in list(root.iter(q("pStyle"))):
        text = next(style.getparent().getparent().iter(q("t")), None)
        kind = style.get(q("val"))
        number += kind == "Titre1"
        before = {"Puce": "• ", "Lettre": "a) ", "Titre1": f"Article {number} – "}.get(kind, "")
        if text is not None:
            text.text = before + (text.text or "")
        remove(style)


retyped: Fault = on_tree(_retyped)


def tracked_move(clause: str, words: str, after: str) -> Fault:
    """A paragraph moved to the end of another clause, tracked (ECMA-376 17.13.5.21 to 28)."""

    def fault(root: Any) -> None:
        source = paragraph_with(root, clause, words)
        target = copy.deepcopy(source)
        paragraphs(root, after)[-1].addnext(target)
        for paragraph, kind in ((source, "moveFrom"), (target, "moveTo")):
            for mark in [*paragraph.iter(q("bookmarkStart")), *paragraph.iter(q("bookmarkEnd"))]:
                remove(mark)
            for run in list(paragraph.findall(q("r"))):
                moved = _mark(kind)
                run.addprevious(moved)
                moved.append(run)
            properties = paragraph.find(q("pPr"))
            if properties is None:
                properties = etree.Element(q("pPr"))
                paragraph.insert(0, properties)
            etree.SubElement(properties, q("rPr")).append(_mark(kind))

    return on_tree(fault)


def provenance_lost(parts: Parts) -> Parts:
    """The custom XML part, gone with all that leads to it."""
    left = {name: content for name, content in parts.items() if not name.startswith("customXml")}
    relations = "word/_rels/document.xml.rels"
    left[relations] = re.sub(rb"<Relationship [^>]*customXml[^>]*/>", b"", left[relations])
    left["[Content_Types].xml"] = re.sub(rb"<Override PartName=\"/customXml[^>]*/>", b"", left["[Content_Types].xml"])
    return left


def commented(clause: str, words: str, text: str) -> Fault:
    """A comment on a paragraph."""

    def fault(parts: Parts) -> Parts:
        def mark(root: Any) -> None:
            paragraph = paragraph_with(root, clause, words)
            run = paragraph.find(q("r"))
            run.addprevious(etree.Element(q("commentRangeStart"), {q("id"): "7"}))
            paragraph.append(etree.Element(q("commentRangeEnd"), {q("id"): "7"}))
            reference = etree.SubElement(etree.SubElement(paragraph, q("r")), q("commentReference"))
            reference.set(q("id"), "7")

        relation = b'<Relationship Id="rIdC" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/></Relationships>'
        relations = "word/_rels/document.xml.rels"
        comment = f'<w:comments xmlns:w="{W}"><w:comment w:id="7" w:author="{AUTHOR}" w:initials="MD"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment></w:comments>'
        marked = on_tree(mark)(parts)
        return {
            **marked,
            "word/comments.xml": comment.encode(),
            relations: marked[relations].replace(b"</Relationships>", relation),
        }

    return fault


def hidden(clause: str) -> Fault:
    def fault(root: Any) -> None:
        run = paragraphs(root, clause)[1].find(q("r"))
        run.insert(0, etree.fromstring(f'<w:rPr xmlns:w="{W}"><w:vanish/></w:rPr>'))

    return on_tree(fault)


def dressed(clause: str, words: str, properties: str) -> Fault:
    """The properties given to the runs of a paragraph."""

    def fault(root: Any) -> None:
        for run in paragraph_with(root, clause, words).iter(q("r")):
            run.insert(0, etree.fromstring(f'<w:rPr xmlns:w="{W}">{properties}</w:rPr>'))

    return on_tree(fault)


def led_elsewhere(source: str, target: str) -> Fault:
    """The references to a clause led to another; what they show stays."""
    names = [f"_Ref_{clause}".replace("-", "_").encode() + b" " for clause in (source, target)]

    def fault(parts: Parts) -> Parts:
        body = parts["word/document.xml"]
        assert b"REF " + names[0] in body
        return {**parts, "word/document.xml": body.replace(b"REF " + names[0], b"REF " + names[1])}

    return fault


def together(*faults: Fault) -> Fault:
    def fault(parts: Parts) -> Parts:
        for one in faults:
            parts = one(parts)
        return parts

    return fault


CASES: dict[str, tuple[Fault, str]] = {
    "requirement-lost": (deletion("assurances"), "PROF-04"),
    "requirement-doubtful": (rewording("duree-reconduction", "Chaque Partie peut s’opposer", "Chaque Partie peut ainsi s’opposer"), "COM-14"),
    "rule-broken": (everywhere("vingt-quatre (24) mois", "deux (2) mois"), "COH-11"),
    "answer-changed": (tracked_rewording("duree-reconduction", "trois (3) mois", "un (1) mois"), "preavis_mois"),
    "answer-inconsistent": (rewording("reversibilite", "quatre (4) mois", "deux (2) mois"), "reversibilite_mois"),
    "legal-value-changed": (everywhere("soixante-douze (72) heures", "cent (100) heures"), "notification_autorite_heures"),
    "clause-deleted": (tracked_deletion("force-majeure"), "force-majeure"),
    "clause-reworded": (rewording("confidentialite", "comme les siennes propres", "comme il l’entend"), "confidentialite"),
    "clause-moved": (move("force-majeure", "reversibilite"), "force-majeure"),
    "paragraphs-recut": (paragraph_cut("force-majeure", 2), "force-majeure"),
    "text-new": (new_paragraph("force-majeure", "Les Parties se réunissent chaque année."), "nouveau-1"),
    "reference-lost": (deletion("reversibilite"), "reversibilite"),
    "provenance-altered": (on_text(PROVENANCE, "La première Partie est", "La première partie est"), "provenance"),
    "anchors-lost": (controls_stripped, "provenance"),
    "library-differs": (on_text(PROVENANCE, ' version="1.0.0"></library>', ' version="0.0.9"></library>'), "bibliotheque"),
    "definition-changed": (rewording("definitions-interpretation", "l’accord conclu entre les Parties", "l’accord passé entre les Parties"), "definitions-interpretation"),
    "text-concealed": (dressed("force-majeure", "", '<w:color w:val="FFFFFF"/>'), "document"),
    "reference-redirected": (led_elsewhere("reversibilite", "force-majeure"), "document"),
    "not-compared": (hidden("force-majeure"), "document"),
}  # fmt: skip
