"""The parts that hold the comments of a redline: those of the first document, and the ones brought from the second.

Each keeps its author, date, initials and text; ids are made anew. Replies and « settled » stay ([MS-DOCX] 2.5.1).
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lxml import etree

from contractgen.word.opening import parse_xml
from contractgen.word.redline_paragraphs import Pen
from contractgen.word.resolving import P, W
from contractgen.word.revisions import serialised

COMMENTS = "word/comments.xml"
_EXTENDED, _STYLES, _TYPES = "word/commentsExtended.xml", "word/styles.xml", "[Content_Types].xml"
_RELATIONS = "word/_rels/document.xml.rels"
_ID, _STYLE_USES = f"{W}id", (f"{W}pStyle", f"{W}rStyle")
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_KINDS = {
    COMMENTS: ("http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments", f"{_CONTENT}.comments+xml"),
    _EXTENDED: ("http://schemas.microsoft.com/office/2011/relationships/commentsExtended", f"{_CONTENT}.commentsExtended+xml"),
}  # fmt: skip
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_W14, _W15 = (
    "http://schemas.microsoft.com/office/word/2010/wordml",
    "http://schemas.microsoft.com/office/word/2012/wordml",
)
_PARAGRAPH, _OWN, _PARENT = f"{{{_W14}}}paraId", f"{{{_W15}}}paraId", f"{{{_W15}}}paraIdParent"
_FIRST_PARAGRAPH = 0x20000000  # paraId: under 0x80000000 ([MS-DOCX] 2.6.2.3)


class CommentParts:
    """The comments of both documents; `idents`: those of the second, in order."""

    def __init__(self, parts: dict[str, bytes], other: dict[str, bytes]) -> None:
        self._parts = parts
        self._own = _opened(parts, COMMENTS, f"{W}comments", "w14", _W14)
        self._more = _opened(parts, _EXTENDED, f"{{{_W15}}}commentsEx", "w15", _W15)
        self._its = {one.get(_ID, ""): one for one in parse_xml(other[COMMENTS], COMMENTS).iter(f"{W}comment")}
        self._said = {_content(one) for one in self._own.iter(f"{W}comment")}
        extended = parse_xml(other[_EXTENDED], _EXTENDED) if _EXTENDED in other else ()
        self._threads = {one.get(_OWN, ""): one for one in extended}
        self._styles = (
            {one.get(f"{W}styleId") for one in parse_xml(parts[_STYLES], _STYLES)} if _STYLES in parts else set()
        )
        self._paragraphs: dict[str, str] = {}
        self.idents = tuple(self._its)

    def known(self, ident: str) -> bool:
        """Whether the first document has this comment, by its author, date and text; or the second has none of that id."""
        return ident not in self._its or _content(self._its[ident]) in self._said

    def told(self, ident: str) -> str:
        """A comment in a few words."""
        author, _, text = _content(self._its[ident])
        return f"{author or 'sans auteur'}, « {text[:60]} »"

    def brought(self, ident: str, pen: Pen) -> str:
        """Puts a comment among those of the redline; its new id."""
        new, copy = pen.number(), deepcopy(self._its[ident])
        copy.set(_ID, new)
        for one in [one for one in copy.iter() if isinstance(one.tag, str)]:
            related = any(name.startswith(_RELATED) for name in one.attrib)
            unknown = one.tag in _STYLE_USES and one.get(f"{W}val") not in self._styles
            if unknown or (related and one.tag != f"{W}hyperlink"):
                one.getparent().remove(one)
            elif related:  # a link of a part that is not brought: its words stay
                for child in one:
                    one.addprevious(child)
                one.getparent().remove(one)
        for paragraph in copy.iter(P):
            before = paragraph.get(_PARAGRAPH)
            if before is not None:
                paragraph.set(_PARAGRAPH, self._numbered(before, pen))
        self._own.append(copy)
        return new

    def _numbered(self, before: str, pen: Pen) -> str:
        self._paragraphs[before] = f"{_FIRST_PARAGRAPH + int(pen.number()):08X}"
        return self._paragraphs[before]

    def write(self) -> None:
        """Writes the parts, and declares those that the first document had not."""
        for before, new in self._paragraphs.items():
            thread = self._threads.get(before)
            if thread is not None:
                copy = deepcopy(thread)
                copy.set(_OWN, new)
                parent = self._paragraphs.get(copy.attrib.pop(_PARENT, ""))
                if parent is not None:
                    copy.set(_PARENT, parent)
                self._more.append(copy)
        for name, root in ((COMMENTS, self._own), (_EXTENDED, self._more)):
            if len(root):
                if name not in self._parts:
                    self._declare(name)
                self._parts[name] = serialised(root)

    def _declare(self, name: str) -> None:
        relation, content = _KINDS[name]
        for part, tag, values in (
            (_TYPES, "Override", {"PartName": f"/{name}", "ContentType": content}),
            (_RELATIONS, "Relationship", {"Id": f"rId{name[5:-4]}Carried", "Type": relation, "Target": name[5:]}),
        ):
            empty = f'<Relationships xmlns="{_PACKAGE}/relationships"/>'.encode()
            root = parse_xml(self._parts.get(part, empty), part)
            etree.SubElement(root, f"{root.tag.rpartition('}')[0]}}}{tag}", values)
            self._parts[part] = serialised(root)


def _content(comment: Any) -> tuple[str, str, str]:
    text = "\n".join("".join(one.text or "" for one in paragraph.iter(f"{W}t")) for paragraph in comment.iter(P))
    return comment.get(f"{W}author", ""), comment.get(f"{W}date", ""), text


def _opened(parts: dict[str, bytes], name: str, tag: str, prefix: str, space: str) -> Any:
    """The root of a part, made if there is none, where `prefix` may be used and ignored (ECMA-376 part 3, 10.1)."""
    old: Any = parse_xml(parts[name], name) if name in parts else etree.Element(tag, nsmap={"w": W[1:-1]})
    if old.nsmap.get(prefix) == space:
        return old
    root: Any = etree.Element(old.tag, dict(old.attrib), nsmap={**old.nsmap, "mc": _MC, prefix: space})
    root.extend(list(old))
    ignored = root.get(f"{{{_MC}}}Ignorable", "").split()
    root.set(f"{{{_MC}}}Ignorable", " ".join(dict.fromkeys([*ignored, prefix])))
    return root
