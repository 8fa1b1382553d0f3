"""The comments of a Word document read back: the parts of a .docx in; each comment, and what it stands on, out.

It knows Word, not what wrote the file: it shares no code and no name with the writer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from contractgen.word.opening import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_MAIN, _RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
_ID = f"{_W}id"
_START, _FINISH, _REFERENCE = f"{_W}commentRangeStart", f"{_W}commentRangeEnd", f"{_W}commentReference"
_PARAGRAPH, _ROW = f"{_W}p", f"{_W}tr"
_TEXT, _BREAKS = f"{_W}t", {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t"}


class Annotation(NamedTuple):
    """A comment. `line`: the rank, from 0, of the paragraph or table row that it stands in; `anchor`: the text it
    stands on, « » when it stands at a point; `ident`: its id in the file."""

    author: str
    initials: str
    paragraphs: tuple[str, ...]
    line: int
    anchor: str
    ident: str = ""


class Annotations(NamedTuple):
    """The comments in the order of the text; `problems`: a comment that stands nowhere, twice, or without its marks."""

    found: tuple[Annotation, ...]
    problems: tuple[str, ...]


def read_annotations(parts: Mapping[str, bytes]) -> Annotations:
    """The comments of the main document. Raises ReturnedFileError when the XML of a part is not well formed."""
    root = parse_xml(parts[_MAIN], _MAIN)
    elements = [element for name in _parts(parts) for element in parse_xml(parts[name], name).iter(f"{_W}comment")]
    texts = {element.get(_ID): element for element in elements}
    marks = {kind: [mark.get(_ID) for mark in root.iter(kind)] for kind in (_START, _FINISH, _REFERENCE)}
    found = [_annotation(texts[s.get(_ID)], s, line) for s, line in _starts(root) if s.get(_ID) in texts]
    return Annotations(tuple(found), tuple(_problems([element.get(_ID) for element in elements], marks)))


def _parts(parts: Mapping[str, bytes]) -> list[str]:
    """The names of the parts of comments that the main document relates to."""
    relations = parse_xml(parts[_RELATIONS], _RELATIONS) if _RELATIONS in parts else ()
    targets = [relation.get("Target", "") for relation in relations if relation.get("Type") == _RELATION]
    names = [target.lstrip("/") if target.startswith("/") else f"word/{target}" for target in targets]
    return [name for name in names if name in parts]


def _problems(ids: list[str], marks: Mapping[str, list[str]]) -> Iterator[str]:
    for ident, count in Counter(ids).items():
        if count > 1:
            yield f"commentaire {ident} en double"
    for kind, marked in marks.items():
        if sorted(marked) != sorted(ids):
            name = kind.rpartition("}")[2]
            yield f"repères « {name} » sans commentaire, en double ou manquants ({len(marked)} pour {len(ids)})"


def _starts(root: Any) -> Iterator[tuple[Any, int]]:
    """The starts of ranges, or the reference of a comment that has none, each with the rank of its line."""
    line = -1
    ranged = {mark.get(_ID) for mark in root.iter(_START)}
    for element in root.iter(_PARAGRAPH, _ROW, _START, _REFERENCE):
        if element.tag in (_START, _REFERENCE):
            if element.tag == _START or element.get(_ID) not in ranged:
                yield element, line
        elif element.tag == _ROW or next(element.iterancestors(_ROW), None) is None:
            line += 1


def _annotation(comment: Any, start: Any, line: int) -> Annotation:
    paragraphs = tuple(_text(paragraph.iter()) for paragraph in comment.iter(_PARAGRAPH))
    author, initials = comment.get(f"{_W}author", ""), comment.get(f"{_W}initials", "")
    anchor = _text(_inside(start)) if start.tag == _START else ""
    return Annotation(author, initials, paragraphs, line, anchor, comment.get(_ID, ""))


def _inside(start: Any) -> Iterator[Any]:
    """The elements between the start of a range and its end, within its paragraph."""
    opened = False
    paragraph = next(start.iterancestors(_PARAGRAPH), None)
    for element in paragraph.iter() if paragraph is not None else ():
        if element is start:
            opened = True
        elif element.tag == _FINISH and element.get(_ID) == start.get(_ID):
            return
        elif opened:
            yield element


def _text(elements: Iterator[Any]) -> str:
    pieces = []
    for element in elements:
        if element.tag == _TEXT:
            pieces.append(element.text or "")
        elif element.tag in _BREAKS and element.getparent().tag == f"{_W}r":
            pieces.append(_BREAKS[element.tag])
    return "".join(pieces)
