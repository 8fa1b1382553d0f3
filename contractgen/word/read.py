"""A Word document read back: the parts of a .docx in, its text line by line out, as a reader of the page sees it.

It knows Word, not what wrote the file: it shares no code and no name with the writer. A line is a paragraph, or a
table row with its cells. Tracked insertions are read as text and deletions as gone (the view « accepted »); what is
hidden, and what was tracked, is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from contractgen.errors import ReturnedFileError
from contractgen.word.opening import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_T, _TAB, _BR, _CR, _P, _R = f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}p", f"{_W}r"
_NO_BREAK_HYPHEN, _VANISH, _VAL = f"{_W}noBreakHyphen", f"{_W}vanish", f"{_W}val"
_NAME, _FIELD, _INSTRUCTION = f"{_W}name", f"{_W}fldChar", f"{_W}instrText"
_TRACKED = frozenset(f"{_W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_GONE = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "instrText", "delText"))
_CELL_END = "\x1f"


class Line(NamedTuple):
    """A paragraph or table row. `owner`: the tag of the content control around it, « » outside any; `style`: the
    style id, « row » for a table row; `start` is the rank of its element in the body, for order."""

    owner: str
    style: str
    text: str


class Reference(NamedTuple):
    """A REF field: the bookmark it names and the text it shows."""

    bookmark: str
    text: str


class Reading(NamedTuple):
    """What a document holds. `bookmarks`: name → style and text of the paragraph in which it starts (empty when it
    starts between paragraphs); `duplicates`: names of bookmarks, and tags of controls, that stand more than once."""

    lines: tuple[Line, ...]
    tags: tuple[str, ...]
    bookmarks: Mapping[str, int]
    duplicates: tuple[str, ...]
    references: tuple[Reference, ...]
    problems: tuple[str, ...]


def read_document(parts: Mapping[str, bytes]) -> Reading:
    """The reading of the main document. Raises ReturnedFileError when its XML is not well formed."""
    root = parse_xml(parts["word/document.xml"], "word/document.xml")
    body = root.find(f"{_W}body")
    if body is None:
        raise ReturnedFileError("Ce document Word n'a pas de corps.")
    reader = _Reader()
    reader.container(body, "")
    names = [start.get(_NAME, "") for start in root.iter(f"{_W}bookmarkStart")]
    doubled = {name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else set()
    doubled |= {tag for tag in reader.tags if reader.tags.count(tag) > 1}
    return Reading(
        tuple(reader.lines), tuple(reader.tags), reader.bookmarks, tuple(sorted(doubled)),
        tuple(_references(root)), tuple(_problems(root, parts)),
    )  # fmt: skip


def read_text(content: bytes, name: str) -> str:
    """The text of a header or footer, its paragraphs separated by line ends."""
    root = parse_xml(content, name)
    return "\n".join(paragraph_text(paragraph) for paragraph in root.iter(_P))


class _Reader:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.tags: list[str] = []
        self.bookmarks: dict[str, int] = {}

    def container(self, element: Any, owner: str) -> None:
        """The blocks of a body, a content control, or a wrapper around them."""
        for child in element:
            name = child.tag
            if name == _P:
                self._paragraph(child, owner)
            elif name == f"{_W}tbl":
                self._table(child, owner)
            elif name == f"{_W}sdt":
                self._control(child, owner)
            elif name == f"{_W}bookmarkStart":
                self.bookmarks.setdefault(child.get(_NAME, ""), len(self.lines))
            elif name in (f"{_W}ins", f"{_W}moveTo", f"{_W}customXml", f"{_W}smartTag"):
                self.container(child, owner)

    def _control(self, control: Any, owner: str) -> None:
        tag = control.find(f"{_W}sdtPr/{_W}tag")
        content = control.find(f"{_W}sdtContent")
        inner = tag.get(_VAL, "") if tag is not None else ""
        if inner:
            self.tags.append(inner)
        if content is not None:
            self.container(content, inner or owner)

    def _paragraph(self, paragraph: Any, owner: str) -> None:
        for start in paragraph.iter(f"{_W}bookmarkStart"):
            self.bookmarks.setdefault(start.get(_NAME, ""), len(self.lines))
        self.lines.append(Line(owner, paragraph_style(paragraph), paragraph_text(paragraph)))

    def _table(self, table: Any, owner: str) -> None:
        for row in table.iter(f"{_W}tr"):
            if row.find(f"{_W}trPr/{_W}del") is not None:
                continue
            cells = [
                "\n".join(paragraph_text(paragraph) for paragraph in cell.iter(_P)) for cell in row.iter(f"{_W}tc")
            ]
            self.lines.append(Line(owner, "row", _CELL_END.join(cells)))


def paragraph_style(paragraph: Any) -> str:
    """The id of a paragraph's style, « » for the default one."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style.get(_VAL, "") if style is not None else ""


def paragraph_text(element: Any) -> str:
    """The text that the page shows: runs, breaks and tabs; fields by their result; deletions left out."""
    pieces: list[str] = []
    for child in element:
        name = child.tag
        if name == _R:
            for piece in child:
                kind = piece.tag
                if kind == _T:
                    pieces.append(piece.text or "")
                elif kind == _TAB:
                    pieces.append("\t")
                elif kind in (_BR, _CR):
                    pieces.append("\n")
                elif kind == _NO_BREAK_HYPHEN:
                    pieces.append("\u2011")
        elif name not in _GONE and len(child):
            pieces.append(paragraph_text(child))
    return "".join(pieces)


def _references(root: Any) -> Iterator[Reference]:
    """The REF fields, in order: instruction between begin and separate, result between separate and end."""
    for paragraph in root.iter(_P):
        if paragraph.find(f".//{_INSTRUCTION}") is None:
            continue
        instruction, result, state = "", "", "out"
        for piece in paragraph.iter(_FIELD, _INSTRUCTION, _T):
            if piece.tag == _FIELD:
                state = piece.get(f"{_W}fldCharType", "")
                if state == "begin":
                    instruction, result = "", ""
                elif state == "end" and instruction.split()[:1] == ["REF"]:
                    yield Reference(instruction.split()[1], result)
            elif piece.tag == _INSTRUCTION and state == "begin":
                instruction += piece.text or ""
            elif piece.tag == _T and state == "separate":
                result += piece.text or ""


def _problems(root: Any, parts: Mapping[str, bytes]) -> Iterator[str]:
    """What no delivered file has: tracked changes, hidden text, unbalanced fields and bookmarks, text out of the flow."""
    found = list(root.iter(*_TRACKED))
    if found:
        yield f"modifications suivies : {len(found)}"
    if root.find(f".//{_VANISH}") is not None:
        yield "texte masqué"
    kinds = [field.get(f"{_W}fldCharType") for field in root.iter(_FIELD)]
    if kinds.count("begin") != kinds.count("end"):
        yield "champ ouvert et jamais fermé"
    starts = sorted(element.get(f"{_W}id", "") for element in root.iter(f"{_W}bookmarkStart"))
    if starts != sorted(element.get(f"{_W}id", "") for element in root.iter(f"{_W}bookmarkEnd")):
        yield "signet ouvert et jamais fermé"
    if root.find(f".//{_W}txbxContent") is not None:
        yield "zone de texte hors du corps"
    for name in ("footnotes", "endnotes", "comments"):
        if any(part.startswith(f"word/{name}") for part in parts):
            yield {"footnotes": "notes de bas de page", "endnotes": "notes de fin", "comments": "commentaires"}[name]
