"""A .docx whose lines take other words in place: a file and edits in; the file with them, untracked, and the edits without a place, out.

For files that lost the marks of their clauses: what is not edited keeps its runs, fields and format, whatever program
wrote them. A line is a paragraph, or a table row with its cells parted by U+001F; it is found by its text, in order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any, NamedTuple

from lxml import etree

from contractgen.differences import word_stretches, words
from contractgen.word.opening import open_package, parse_xml
from contractgen.word.package import package, packed
from contractgen.word.resolving import PPR, P, W
from contractgen.word.revisions import serialised

_MAIN, _ROW, _CELL, _TABLE = "word/document.xml", f"{W}tr", f"{W}tc", f"{W}tbl"
_RUN, _TEXT = f"{W}r", f"{W}t"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SIGNS = str.maketrans({"’": "'", "\u2011": "-", "–": "-", "—": "-", "\x1f": None})
_TYPED = re.compile(r"(?:article|annexe|section)?a?[\d.]+[-.:)]*|\(?[a-z]{1,4}[.)]|\W", re.IGNORECASE)
_BEFORE_NUMBER = frozenset(
    f"{W}{name}" for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
)
_PLACED = (f"{W}sectPr", f"{W}rPr", f"{W}pPrChange")  # properties of one paragraph, not of its kind


class Edit(NamedTuple):
    """`line`: the text of a line as it is, « » for one to be added after the line `after`; `now`: its text from now on,
    None when it goes; `like`: the text of a line of the file that one to be added is dressed as; `counted`: whether it
    is numbered as that one is."""

    line: str
    now: str | None
    after: str = ""
    like: str = ""
    counted: bool = True


def rewritten(data: bytes, edits: Sequence[Edit]) -> tuple[bytes, tuple[Edit, ...]]:
    """The file with the edits, which are in the order of the document, and those whose line was not found."""
    parts = open_package(data)
    root = parse_xml(parts[_MAIN], _MAIN)
    lines = [(_key(_shown(element)), element) for element in _lines(root) if not _is_entry(element)]
    at, lost = 0, []
    for edit in edits:
        found = _find(lines, edit.line or edit.after, at)
        pattern = _find(lines, edit.like, 0) if not edit.line else None
        if found is None or (not edit.line and pattern is None):
            lost.append(edit)
            continue
        at, element = found, lines[found][1]
        if edit.line and edit.now is None:
            element.getparent().remove(element)
            del lines[found]
        elif edit.line:
            _reword(element, edit.now or "")
            lines[found] = (_key(edit.now or ""), element)
        elif pattern is not None:
            made = _made(lines[pattern][1], edit.now or "")
            if not edit.counted:
                _uncount(made)
            _behind(element, made).addnext(made)
            lines.insert(found + 1, (_key(edit.now or ""), made))
            at += 1
    parts[_MAIN] = serialised(root)
    return package([packed(name, content) for name, content in parts.items()]), tuple(lost)


def _lines(root: Any) -> Iterator[Any]:
    """The rows, and the paragraphs outside rows, in order."""
    for element in root.iter(P, _ROW):
        if element.tag == _ROW or next(element.iterancestors(_ROW), None) is None:
            yield element


def _is_entry(element: Any) -> bool:
    """Whether a line is an entry of the table of contents, whose text is that of a title."""
    return any(link.get(f"{W}anchor", "").startswith("_Toc") for link in element.iter(f"{W}hyperlink"))


def _shown(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(_TEXT))


def _key(text: str) -> str:
    """What two printings of a line have in common: its letters, without the kinds of spaces, dashes and apostrophes."""
    return "".join(unicodedata.normalize("NFC", text).translate(_SIGNS).split())


def _find(lines: Sequence[tuple[str, Any]], text: str, at: int) -> int | None:
    """The rank of a line by its text, from `at` on, then before; else by its text behind a number or bullet that a
    converter typed."""
    wanted, ranks = _key(text), (*range(at, len(lines)), *range(at))
    exact = next((rank for rank in ranks if lines[rank][0] == wanted), None)
    if exact is not None or not wanted:
        return exact
    behind = (rank for rank in ranks if lines[rank][0].endswith(wanted))
    return next((rank for rank in behind if _TYPED.fullmatch(lines[rank][0][: -len(wanted)])), None)


def _reword(element: Any, now: str) -> None:
    """The line in other words; the runs and fields of the words that stay are kept."""
    if element.tag != _ROW:
        _retext(element, now)
        return
    for cell, text in zip(element.iter(_CELL), now.split("\x1f"), strict=False):
        if _key(_shown(cell)) != _key(text):
            _retext(cell, text)


def _retext(element: Any, now: str) -> None:
    pieces = list(element.iter(_TEXT))
    if not pieces:
        paragraph = element if element.tag == P else next(element.iter(P))
        paragraph.append(_run(now))
        return
    old, new = words(_shown(element)), words(now)
    for stretch in reversed(word_stretches(list(map(_key_of_word, old)), list(map(_key_of_word, new)))):
        if not stretch.same:
            begin, end = (len("".join(old[:rank])) for rank in (stretch.a1, stretch.a2))
            _replace(pieces, begin, end, "".join(new[stretch.b1 : stretch.b2]))


def _key_of_word(word: str) -> str:
    return _key(word) or " "


def _replace(pieces: Sequence[Any], begin: int, end: int, text: str) -> None:
    """Letters `begin` to `end` of the pieces together become `text`, put where they begin."""
    start = 0
    for rank, piece in enumerate(pieces):
        own = piece.text or ""
        stop = start + len(own)
        takes = start <= begin < stop or (begin == stop and (begin == end or rank == len(pieces) - 1))
        low, high = max(begin, start) - start, min(end, stop) - start
        if takes or (low < high):
            piece.text = own[:low] + (text if takes else "") + own[max(low, high) :]
            piece.set(_SPACE, "preserve")
            text = "" if takes else text
            if begin == end:
                return
        start = stop


def _made(pattern: Any, text: str) -> Any:
    """A line dressed as another."""
    if pattern.tag == _ROW:
        row = deepcopy(pattern)
        for cell, own in zip(row.iter(_CELL), text.split("\x1f"), strict=False):
            for extra in list(cell.iter(_RUN)):
                extra.getparent().remove(extra)
            next(cell.iter(P)).append(_run(own))
        return row
    made = etree.Element(P)
    properties = pattern.find(PPR)
    if properties is not None:
        made.append(deepcopy(properties))
        for child in [child for child in made[0] if child.tag in _PLACED]:
            made[0].remove(child)
    made.append(_run(text))
    return made


def _uncount(paragraph: Any) -> None:
    """Takes a paragraph out of the list of its style (ECMA-376 17.9.19)."""
    properties = paragraph.find(PPR)
    if properties is None:
        return
    for own in properties.findall(f"{W}numPr"):
        properties.remove(own)
    at = sum(child.tag in _BEFORE_NUMBER for child in properties)
    number = etree.Element(f"{W}numPr")
    etree.SubElement(number, f"{W}numId", {f"{W}val": "0"})
    properties.insert(at, number)


def _behind(element: Any, made: Any) -> Any:
    """What a line stands right behind: its line, or the whole table of a row when it is no row."""
    if element.tag == _ROW and made.tag != _ROW:
        return next(element.iterancestors(_TABLE))
    return element


def _run(text: str) -> Any:
    run = etree.Element(_RUN)
    piece = etree.SubElement(run, _TEXT)
    piece.text = text
    piece.set(_SPACE, "preserve")
    return run
