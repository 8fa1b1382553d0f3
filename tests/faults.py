"""Forty ways to touch a delivered contract, each small enough to be missed by the eye.

A fault takes the parts of a .docx and gives them back altered. The order of a list is the order of the document.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
Parts = dict[str, bytes]
DOCUMENT, PROVENANCE = "word/document.xml", "customXml/item1.xml"


def unzipped(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Parts) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def on_tree(change: Callable[[Any], None], part: str = DOCUMENT) -> Callable[[Parts], Parts]:
    """A fault made on the tree of the document, or of another part."""

    def fault(parts: Parts) -> Parts:
        root = etree.fromstring(parts[part])
        change(root)
        return {**parts, part: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)}

    return fault


def on_text(part: str, pattern: str, replacement: str) -> Callable[[Parts], Parts]:
    """A fault made by one replacement in a part; the pattern must be there."""

    def fault(parts: Parts) -> Parts:
        text, count = re.subn(pattern, replacement, parts[part].decode("utf-8"), count=1, flags=re.DOTALL)
        assert count == 1, pattern
        return {**parts, part: text.encode()}

    return fault


def q(name: str) -> str:
    return f"{{{W}}}{name}"


def paragraphs(root: Any, clause: str) -> list[Any]:
    """The paragraphs of a clause, its title first, those of tables left out."""
    for control in root.iter(q("sdt")):
        if control.find(f"{q('sdtPr')}/{q('tag')}").get(q("val")).startswith(f"{clause}@"):
            return list(control.find(q("sdtContent")).findall(q("p")))
    raise AssertionError(clause)


def control_of(root: Any, clause: str) -> Any:
    return paragraphs(root, clause)[0].getparent().getparent()


def first_table(root: Any, clause: str) -> Any:
    return paragraphs(root, clause)[0].getparent().find(q("tbl"))


def caption_of(root: Any, clause: str) -> Any:
    return first_table(root, clause).getprevious()


def set_text(element: Any, change: Callable[[str], str]) -> None:
    """Changes the first text of an element that the change really alters."""
    for piece in element.iter(q("t")):
        if change(piece.text or "") != (piece.text or ""):
            piece.text = change(piece.text or "")
            return
    raise AssertionError("nothing changed")


def remove(element: Any) -> None:
    element.getparent().remove(element)


def in_clause(clause: str, rank: int, change: Callable[[Any], None]) -> Callable[[Parts], Parts]:
    return on_tree(lambda root: change(paragraphs(root, clause)[rank]))


def insert_run(paragraph: Any, inner: str, wrapper: str = "{}") -> None:
    run = wrapper.format(f"<w:r>{inner}</w:r>")
    paragraph.append(etree.fromstring(f'<w:p xmlns:w="{W}">{run}</w:p>')[0])


def swap(one: Any, other: Any) -> None:
    marker = etree.Element("marker")
    one.addprevious(marker)
    other.addprevious(one)
    marker.addprevious(other)
    remove(marker)


def wrap_deleted(paragraph: Any) -> None:
    """Marks the first run as a tracked deletion."""
    run = paragraph.find(q("r"))
    deleted = etree.Element(q("del"), {q("id"): "9001", q("author"): "X"})
    run.addprevious(deleted)
    deleted.append(run)
    for text in deleted.iter(q("t")):
        text.tag = q("delText")


def hide(paragraph: Any) -> None:
    run = paragraph.find(q("r"))
    run.insert(0, etree.fromstring(f'<w:rPr xmlns:w="{W}"><w:vanish/></w:rPr>'))


def add_paragraph_after(element: Any, text: str) -> None:
    element.addnext(etree.fromstring(f'<w:p xmlns:w="{W}"><w:r><w:t>{text}</w:t></w:r></w:p>'))


def duplicate(element: Any) -> None:
    element.addnext(copy.deepcopy(element))


def unwrap(control: Any) -> None:
    for child in list(control.find(q("sdtContent"))):
        control.addprevious(child)
    remove(control)


def empty(element: Any) -> None:
    for text in element.iter(q("t")):
        text.text = ""


def drop_full_stop(paragraph: Any) -> None:
    last = list(paragraph.iter(q("t")))[-1]
    last.text = last.text.rstrip(".")


def last_cell(root: Any, clause: str) -> Any:
    return list(first_table(root, clause).iter(q("tc")))[-1]


FAULTS: dict[str, Callable[[Parts], Parts]] = {
    "paragraph removed": in_clause("reversibilite", 2, remove),
    "last paragraph removed": on_tree(lambda root: remove(paragraphs(root, "delai-paiement")[-1])),
    "digit changed": on_tree(lambda r: set_text(control_of(r, "delai-paiement"), lambda t: t.replace("40", "41"))),
    "duration in words changed": on_tree(lambda r: set_text(control_of(r, "reversibilite"), lambda t: t.replace("quatre (4)", "deux (2)"))),
    "number of a caption altered": on_tree(lambda root: set_text(caption_of(root, "annexe-sla"), lambda t: "99" if t.isdigit() else t)),
    "caption counted twice": on_tree(lambda root: duplicate(caption_of(root, "annexe-sla"))),
    "reference to a table led elsewhere": on_text(DOCUMENT, r"REF _Tab_\w+ ", "REF _Tab_annexe_acces "),
    "table row gone": on_tree(lambda root: remove(list(first_table(root, "annexe-acces").iter(q("tr")))[-1])),
    "table row doubled": on_tree(lambda root: duplicate(list(first_table(root, "annexe-acces").iter(q("tr")))[-1])),
    "table rows swapped": on_tree(lambda root: swap(*list(first_table(root, "annexe-acces").iter(q("tr")))[1:3])),
    "table cell emptied": on_tree(lambda root: empty(last_cell(root, "annexe-acces"))),
    "whole table gone": on_tree(lambda root: remove(first_table(root, "annexe-sla"))),
    "word inserted": in_clause("propriete-donnees", 2, lambda p: set_text(p, lambda t: t.replace(" ", " éventuellement ", 1))),
    "negation dropped": on_tree(lambda r: set_text(control_of(r, "suspension-non-retention"), lambda t: t.replace(" ne ", " "))),
    "shall turned into may": on_tree(lambda r: set_text(control_of(r, "alerte-incident"), lambda t: t.replace("alerte", "peut alerter", 1))),
    "capital changed": on_tree(lambda r: set_text(control_of(r, "confidentialite"), lambda t: t.replace("Client", "client", 1))),
    "no-break space turned into a space": on_tree(lambda r: set_text(control_of(r, "delai-paiement"), lambda t: t.replace("\u00a0", " ", 1))),
    "full stop dropped": in_clause("force-majeure", 1, drop_full_stop),
    "title reworded": in_clause("reversibilite", 0, lambda p: set_text(p, lambda t: t + " éventuelle")),
    "paragraph doubled": in_clause("force-majeure", 1, duplicate),
    "paragraph moved inside its clause": on_tree(lambda root: swap(*paragraphs(root, "force-majeure")[1:3])),
    "paragraph added inside a clause": in_clause("penalites-performance", 1, lambda p: add_paragraph_after(p, "Sauf accord contraire.")),
    "paragraph added between clauses": on_tree(lambda root: add_paragraph_after(control_of(root, "assurances"), "Clause ajoutée.")),
    "clause removed": on_tree(lambda root: remove(control_of(root, "transfert-acces"))),
    "clause doubled": on_tree(lambda root: duplicate(control_of(root, "assurances"))),
    "clauses swapped": on_tree(lambda root: swap(control_of(root, "assurances"), control_of(root, "force-majeure"))),
    "content control removed, text kept": on_tree(lambda root: unwrap(control_of(root, "assurances"))),
    "tag of a control changed": on_text(DOCUMENT, r"reversibilite@1", "reversibilite@2"),
    "bookmark of a clause removed": on_text(DOCUMENT, r'w:name="_cg_reversibilite"', 'w:name="_cg_autre"'),
    "cached reference changed": on_tree(lambda root: set_text(root, lambda t: "Article\u00a099" if re.fullmatch(r"Article\u00a0\d+", t) else t)),
    "reference led elsewhere": on_text(DOCUMENT, r"REF _Ref_annexe_sla ", "REF _Ref_annexe_acces "),
    "title no longer numbered": in_clause("assurances", 0, lambda p: p.find(f"{q('pPr')}/{q('pStyle')}").set(q("val"), "Corps")),
    "bullet turned into a paragraph": on_text(DOCUMENT, r'w:pStyle w:val="Puce"', 'w:pStyle w:val="Corps"'),
    "tracked deletion": in_clause("confidentialite", 2, wrap_deleted),
    "tracked insertion": in_clause("confidentialite", 2, lambda p: insert_run(p, "<w:t> ou non</w:t>", '<w:ins w:id="9002" w:author="X">{}</w:ins>')),
    "hidden text": in_clause("responsabilite-plafond", 2, hide),
    "cover altered": on_text(DOCUMENT, "Cabinet Orval &amp; Lamy", "Cabinet Orval &amp; Lamie"),
    "entry of the table of contents altered": on_tree(lambda root: set_text(next(p for p in root.iter(q("p")) if p.find(f".//{q('hyperlink')}") is not None), lambda t: t + " bis")),
    "header altered": on_text("word/header1.xml", "Mécanique du Vercors", "Mécanique du Verdon"),
    "numbering altered": on_text("word/numbering.xml", r'w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Titre1"/><w:lvlText w:val="Article\u00a0%1"', r'w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Titre1"/><w:lvlText w:val="Clause %1"'),
    "base text of the provenance altered": on_text(PROVENANCE, "quatre \\(4\\)\u00a0mois", "deux (2) mois"),
    "sum of a clause altered": on_text(PROVENANCE, r'sha256="[0-9a-f]{4}', 'sha256="0000'),
    "requirements of the provenance altered": on_text(PROVENANCE, "<requirements>BP-01 ", "<requirements>"),
    "provenance removed": lambda parts: {name: content for name, content in parts.items() if name != PROVENANCE},
    "second provenance added": lambda parts: {**parts, "customXml/item2.xml": parts[PROVENANCE]},
    "text and base altered alike": lambda parts: {
        name: content.replace(b"quarante", b"trente").replace("40\u00a0€".encode(), "30\u00a0€".encode())
        if name in (DOCUMENT, PROVENANCE) else content
        for name, content in parts.items()
    },
    "formula added": in_clause("force-majeure", 1, lambda p: p.append(etree.fromstring('<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x</m:t></m:r></m:oMath>'))),
    "symbol added": in_clause("force-majeure", 1, lambda p: insert_run(p, '<w:sym w:font="Wingdings" w:char="F0FC"/>')),
    "drawing added": in_clause("force-majeure", 1, lambda p: insert_run(p, "<w:drawing/>")),
    "other field added": in_clause("force-majeure", 1, lambda p: insert_run(p, "<w:instrText> QUOTE non </w:instrText>")),
    "struck text": in_clause("force-majeure", 1, lambda p: p.find(q("r")).insert(0, etree.fromstring(f'<w:rPr xmlns:w="{W}"><w:strike/></w:rPr>'))),
    "white text": in_clause("force-majeure", 1, lambda p: p.find(q("r")).insert(0, etree.fromstring(f'<w:rPr xmlns:w="{W}"><w:color w:val="FFFFFF"/></w:rPr>'))),
    "style that hides": on_text("word/styles.xml", r'(w:styleId="Corps".*?)</w:style>', r"\1<w:rPr><w:vanish/></w:rPr></w:style>"),
    "numbering that starts at two": on_text("word/numbering.xml", r'w:start w:val="1"/>', 'w:start w:val="2"/>'),
    "header led to another part": lambda parts: {
        **parts, "word/header9.xml": b'<w:hdr xmlns:w="' + W.encode() + b'"><w:p/></w:hdr>',
        "word/_rels/document.xml.rels": parts["word/_rels/document.xml.rels"].replace(b"header1.xml", b"header9.xml"),
    },
    "numbering led to another part": lambda parts: {
        **parts, "word/numbering9.xml": parts["word/numbering.xml"].replace(b"Article", b"Clause"),
        "word/_rels/document.xml.rels": parts["word/_rels/document.xml.rels"].replace(b"numbering.xml", b"numbering9.xml"),
    },
    "footnotes added": lambda parts: {**parts, "word/footnotes.xml": b"<x/>"},
}  # fmt: skip
