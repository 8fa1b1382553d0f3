"""Comments put into a redlined .docx: a file, and what to say of which line, in; the file with the comments out.

A line is found by the text that it has once all changes are accepted, in the order of the document (ECMA-376 17.13.4).
Comments that the file already has stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from lxml import etree

from contractgen.word.opening import open_package, parse_xml
from contractgen.word.package import package, packed
from contractgen.word.resolving import DEL, MOVE_FROM, PPR, P, W
from contractgen.word.revisions import serialised

_MAIN, _PART, _TYPES, _RELATIONS = (
    "word/document.xml",
    "word/comments.xml",
    "[Content_Types].xml",
    "word/_rels/document.xml.rels",
)
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_ID, _ROW, _RUN = f"{W}id", f"{W}tr", f"{W}r"


class Remark(NamedTuple):
    """What to say of a line. `line`: its text, cells parted by U+001F; `paragraphs`: those of the comment."""

    line: str
    paragraphs: tuple[str, ...]


def commented(data: bytes, remarks: Sequence[Remark], author: str, date: str) -> tuple[bytes, tuple[Remark, ...]]:
    """The file with a comment for each remark, in the order of the document, and the remarks whose line is not there."""
    parts = open_package(data)
    root = parse_xml(parts[_MAIN], _MAIN)
    comments = parse_xml(parts[_PART], _PART) if _PART in parts else etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})
    ident = 1 + max((int(one.get(_ID, "0")) for one in comments), default=-1)
    lines = [(_squeezed(text), paragraph) for text, paragraph in _lines(root)]
    at, lost = 0, []
    for remark in remarks:
        wanted = _squeezed(remark.line)
        found = next((rank for rank in (*range(at, len(lines)), *range(at)) if lines[rank][0] == wanted), None)
        if found is None:
            lost.append(remark)
            continue
        at = found
        _mark(lines[found][1], str(ident))
        comments.append(_comment(str(ident), remark, author, date))
        ident += 1
    if _PART not in parts and len(comments):
        _declare(parts)
    if len(comments):
        parts[_MAIN], parts[_PART] = serialised(root), serialised(comments)
    return package([packed(name, content) for name, content in parts.items()]), tuple(lost)


def _lines(root: Any) -> Iterator[tuple[str, Any]]:
    """The text of each paragraph and row as accepted, and the paragraph that a comment on it stands on."""
    for element in root.iter(P, _ROW):
        if element.tag == _ROW:
            yield _accepted(element), next(element.iter(P))
        elif next(element.iterancestors(_ROW), None) is None:
            yield _accepted(element), element


def _accepted(element: Any) -> str:
    gone = set(element.iter(DEL, MOVE_FROM))
    texts = [one for one in element.iter(f"{W}t") if not gone or not gone & set(one.iterancestors())]
    return "".join(one.text or "" for one in texts)


def _squeezed(text: str) -> str:
    return "".join(text.replace("\x1f", " ").split())


def _mark(paragraph: Any, ident: str) -> None:
    start = etree.Element(f"{W}commentRangeStart", {_ID: ident})
    properties = paragraph.find(PPR)
    paragraph.insert(0 if properties is None else 1, start)
    etree.SubElement(paragraph, f"{W}commentRangeEnd", {_ID: ident})
    etree.SubElement(etree.SubElement(paragraph, _RUN), f"{W}commentReference", {_ID: ident})


def _comment(ident: str, remark: Remark, author: str, date: str) -> Any:
    values = {_ID: ident, f"{W}author": author, f"{W}date": date, f"{W}initials": author[:2]}
    comment = etree.Element(f"{W}comment", values)
    for text in remark.paragraphs:
        run = etree.SubElement(etree.SubElement(comment, P), _RUN)
        piece = etree.SubElement(run, f"{W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
        piece.text = text.replace("\x1f", " | ")
    return comment


def _declare(parts: dict[str, bytes]) -> None:
    types, relations = parse_xml(parts[_TYPES], _TYPES), parse_xml(parts[_RELATIONS], _RELATIONS)
    for root, name, values in (
        (types, "Override", {"PartName": f"/{_PART}", "ContentType": _CONTENT}),
        (relations, "Relationship", {"Id": "rIdUpgradeComments", "Type": _RELATION, "Target": "comments.xml"}),
    ):
        etree.SubElement(root, f"{root.tag.rpartition('}')[0]}}}{name}", values)
    parts[_TYPES], parts[_RELATIONS] = serialised(types), serialised(relations)
