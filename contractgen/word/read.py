"""A Word document read back: the parts of a .docx in, its text line by line out, as a reader of the page sees it.

It knows Word, not what wrote the file: it shares no code and no name with the writer. A line is a paragraph, or a
table row with its cells. Tracked insertions are read as text and deletions as gone (the view « accepted »); what is
hidden, out of the flow, or was tracked is said. One pass over the elements in document order.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from lxml import etree

from contractgen.errors import ReturnedFileError
from contractgen.word.opening import parse_xml
from contractgen.word.paragraphs import level_of, style_of
from contractgen.word.problems import FINISH, counted, package_problems, tree_problems
from contractgen.word.stretches import cut

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _T, _TAB, _BR, _CR, _HYPHEN = f"{_W}p", f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"
_TABLE, _ROW, _CELL, _RUN = f"{_W}tbl", f"{_W}tr", f"{_W}tc", f"{_W}r"
_FIELD, _INSTRUCTION, _START = f"{_W}fldChar", f"{_W}instrText", f"{_W}bookmarkStart"
_VAL, _NAME, _KIND, _INSTR = f"{_W}val", f"{_W}name", f"{_W}fldCharType", f"{_W}instr"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SIMPLE = f"{_W}fldSimple"
_GONE = (f"{_W}del", f"{_W}moveFrom")
_OUT_OF_FLOW = f"{_W}txbxContent"
_BREAKS = {_TAB: "\t", _BR: "\n", _CR: "\n", _HYPHEN: "\u2011"}
_READ = (_P, _T, _MATH, _TABLE, _ROW, _CELL, _FIELD, _INSTRUCTION, _SIMPLE, _START, *_BREAKS)
_CELL_END = "\x1f"
_MAIN = "word/document.xml"
_KEPT = 512  # stretches: a few dossiers of the largest kind


class Line(NamedTuple):
    """A paragraph or table row. `owner`: the tag of the content control around it, « » outside any; `style`: the
    style id, « row » for a table row, whose cells are separated by U+001F."""

    owner: str
    style: str
    text: str


class Reference(NamedTuple):
    """A REF field: the bookmark it names and the text it shows."""

    bookmark: str
    text: str


class Sequence(NamedTuple):
    """A SEQ field: the sequence it counts, the rank of its line, and the number it shows."""

    name: str
    line: int
    text: str


class Reading(NamedTuple):
    """What a document holds. `tags`: of the content controls, in order; `bookmarks`: name → rank of the line in or
    before which it starts; `duplicates`: bookmarks and tags that stand more than once; `problems`: what no delivered
    file has; `levels`: of each line, that of a list which its paragraph has by itself, « out » when it takes itself out
    of the list of its style, « » when it says nothing."""

    lines: tuple[Line, ...]
    tags: tuple[str, ...]
    bookmarks: Mapping[str, int]
    duplicates: tuple[str, ...]
    references: tuple[Reference, ...]
    problems: tuple[str, ...]
    sequences: tuple[Sequence, ...] = ()
    levels: tuple[str, ...] = ()


class _Stretch(NamedTuple):
    """What a stretch of a body reads as, alone; `open`: the bookmarks that start in it, less those that end in it."""

    lines: tuple[Line, ...]
    tags: tuple[str, ...]
    bookmarks: tuple[tuple[str, int], ...]
    doubled: frozenset[str]
    references: tuple[Reference, ...]
    sequences: tuple[Sequence, ...]
    levels: tuple[str, ...]
    open: int


def read_document(parts: Mapping[str, bytes]) -> Reading:
    """The reading of the main document. Raises ReturnedFileError when its XML is not well formed."""
    content = parts[_MAIN]
    head, pieces, tail = cut(content, b"<w:body>", b"</w:sdt>" if b"</w:sdt>" in content else b"</w:tbl>", b"</w:body>")
    stretches = [_stretch(head, piece, tail) for piece in pieces]
    whole = [stretch for stretch in stretches if stretch is not None]
    if len(whole) == len(stretches) and whole and not sum(stretch.open for stretch in whole):
        return _together(whole, tuple(package_problems(parts)))
    return _read_whole(parts)


def _together(stretches: list[_Stretch], problems: tuple[str, ...]) -> Reading:
    """The reading of a body from those of its stretches, in order."""
    tags = [tag for stretch in stretches for tag in stretch.tags]
    bookmarks: dict[str, int] = {}
    doubled = _doubled(tags)
    sequences: list[Sequence] = []
    start = 0
    for stretch in stretches:
        sequences += [field._replace(line=start + field.line) for field in stretch.sequences]
        for name, rank in stretch.bookmarks:
            if name in bookmarks:
                doubled.add(name)
            else:
                bookmarks[name] = start + rank
        doubled |= stretch.doubled
        start += len(stretch.lines)
    return Reading(
        tuple(chain.from_iterable([stretch.lines for stretch in stretches])),
        tuple(tags),
        bookmarks,
        tuple(sorted(doubled)),
        tuple(chain.from_iterable([stretch.references for stretch in stretches])),
        problems,
        tuple(sequences),
        tuple(chain.from_iterable([stretch.levels for stretch in stretches])),
    )


@lru_cache(maxsize=_KEPT)
def _stretch(head: bytes, piece: bytes, tail: bytes) -> _Stretch | None:
    """A stretch read alone; None when it cannot be: it is not well formed alone, or holds what no delivered file has.

    Kept by content: the same bytes read the same.
    """
    try:
        root = parse_xml(head + piece + tail, _MAIN)
    except ReturnedFileError:
        return None
    body = root.find(f"{_W}body")
    count = counted(root)
    if body is None or any(tree_problems(root, count, head + piece)):
        return None
    reader = _Reader()
    reader.read(body)
    if reader.stray:
        return None
    return _Stretch(
        tuple(reader.lines),
        tuple(tag.get(_VAL, "") for tag in root.iter(f"{_W}tag")),
        tuple(reader.bookmarks.items()),
        frozenset(reader.doubled),
        tuple(reader.references),
        tuple(reader.sequences),
        tuple(reader.levels),
        count[_START] - count[FINISH],
    )


def _read_whole(parts: Mapping[str, bytes]) -> Reading:
    """The reading of a body that is not what a delivered file has."""
    root = parse_xml(parts[_MAIN], _MAIN)
    body = root.find(f"{_W}body")
    if body is None:
        raise ReturnedFileError("Ce document Word n'a pas de corps.")
    count = counted(root)
    unclosed = ("signet ouvert et jamais fermé",) if count[_START] != count[FINISH] else ()
    problems = (*tree_problems(root, count, parts[_MAIN]), *unclosed, *package_problems(parts))
    if problems:
        _drop_what_is_gone(root)
    tags = [tag.get(_VAL, "") for tag in root.iter(f"{_W}tag")]
    reader = _Reader()
    reader.read(body)
    return Reading(
        tuple(reader.lines),
        tuple(tags),
        reader.bookmarks,
        tuple(sorted(reader.doubled | _doubled(tags))),
        tuple(reader.references),
        problems,
        tuple(reader.sequences),
        tuple(reader.levels),
    )


def _doubled(names: list[str]) -> set[str]:
    return {name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else set()


def _drop_what_is_gone(root: Any) -> None:
    """Takes deletions out of the tree (rows too), and text boxes, which no flow of text reads."""
    for row in [mark.getparent().getparent() for mark in root.iter(f"{_W}del") if mark.getparent().tag == f"{_W}trPr"]:
        row.getparent().remove(row)
    etree.strip_elements(root, *_GONE, _OUT_OF_FLOW, with_tail=False)


class _Reader:
    """The state of the pass: the paragraph or row that is open, the fields that are open."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.levels: list[str] = []
        self.bookmarks: dict[str, int] = {}
        self.doubled: set[str] = set()
        self.references: list[Reference] = []
        self.sequences: list[Sequence] = []
        self._pieces: list[str] = []
        self._fields: list[list[str]] = []  # of each open field: state, instruction, result
        self._places: dict[Any, tuple[str, bool]] = {}
        self._owner = self._style = self._level = self._parent_owner = ""
        self._parent: Any = None
        self._open = self._row_open = self._fresh_cell = False  # a line is open; it is a row; its cell is still empty
        self._cells = 0
        self._loose = False  # text was read where no line was open

    @property
    def stray(self) -> bool:
        """Whether something read belongs to no line, or a field is still open."""
        return self._loose or bool(self._fields)

    def read(self, root: Any) -> None:
        pieces, fields = self._pieces, self._fields
        for element in root.iter(*_READ):
            name = element.tag
            if name in (_T, _MATH):
                text = element.text or ""
                pieces.append(text)
                if fields:
                    fields[-1][2] += text
            elif name == _P:
                parent = element.getparent()
                if self._row_open and (parent.tag == _CELL or self._place(parent)[1]):
                    if not self._fresh_cell:
                        pieces.append("\n")
                    self._fresh_cell = False
                else:
                    self._paragraph(element, parent)
            elif name == _CELL:
                if self._row_open and self._cells:
                    pieces.append(_CELL_END)
                self._cells += 1
                self._fresh_cell = True
            elif name == _ROW:
                self._close()
                self._open = self._row_open = True
            elif name == _TABLE:
                self._close()
                self._owner = self._place(element.getparent())[0]
            elif name == _START:
                self._bookmark(element)
            elif name in _BREAKS:
                if element.getparent().tag == _RUN:
                    pieces.append(_BREAKS[name])
            else:
                self._field(element)
        self._close()

    def _paragraph(self, element: Any, parent: Any) -> None:
        self._close()
        if parent is not self._parent:
            self._parent, self._parent_owner = parent, self._place(parent)[0]
        self._owner, self._style, self._level = self._parent_owner, style_of(element), level_of(element)
        self._open = True

    def _close(self) -> None:
        if self._open:
            self.lines.append(Line(self._owner, "row" if self._row_open else self._style, "".join(self._pieces)))
            self.levels.append("" if self._row_open else self._level)
            self._pieces.clear()
        elif self._pieces:
            self._loose = True
        self._open = self._row_open = False
        self._cells = 0

    def _place(self, parent: Any) -> tuple[str, bool]:
        """The tag of the nearest tagged control around, and whether a table cell is."""
        found = self._places.get(parent)
        if found is None:
            owner, in_cell = "", parent.tag == _CELL
            for ancestor in (parent, *parent.iterancestors()):
                in_cell = in_cell or ancestor.tag == _CELL
                tag = ancestor.find(f"{_W}sdtPr/{_W}tag") if ancestor.tag == f"{_W}sdt" else None
                if tag is not None and not owner:
                    owner = tag.get(_VAL, "")
            found = self._places[parent] = (owner, in_cell)
        return found

    def _bookmark(self, element: Any) -> None:
        name = element.get(_NAME, "")
        if name in self.bookmarks:
            self.doubled.add(name)
            return
        inside = element.getparent().tag == _P or next(element.iterancestors(_P), None) is not None
        after_open = self._open and not inside
        self.bookmarks[name] = len(self.lines) + (1 if after_open else 0)

    def _field(self, element: Any) -> None:
        if element.tag == _INSTRUCTION:
            if self._fields:
                self._fields[-1][1] += element.text or ""
            return
        kind = element.get(_KIND, "")
        if element.tag == _SIMPLE:
            self._shown(element.get(_INSTR, ""), "".join(text.text or "" for text in element.iter(_T)))
        elif kind == "begin":
            self._fields.append(["begin", "", ""])
        elif kind == "end" and self._fields:
            _, instruction, result = self._fields.pop()
            self._shown(instruction, result)

    def _shown(self, instruction: str, result: str) -> None:
        """A field, and what it shows."""
        words = instruction.split()
        if words[:1] == ["REF"] and len(words) > 1:
            self.references.append(Reference(words[1], result))
        elif words[:1] == ["SEQ"] and len(words) > 1:
            self.sequences.append(Sequence(words[1], len(self.lines), result))
