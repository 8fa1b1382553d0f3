"""A Word document with its marks: who put in, took out or moved which words, and the comments with what they stand on.

The third view, beside `accept_all` and `reject_all`. Every part with text; a comment's replies and whether it is
settled come from the parts that Word adds for them ([MS-DOCX] 2.5.1, commentsExtended).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from contractgen.word.opening import open_package, parse_xml
from contractgen.word.resolving import MARKS, PPR, ROW, RPR, P, W
from contractgen.word.revisions import BREAKS, FALLBACK, KINDS, TEXTS, written_parts

_ID = f"{W}id"
_START, _END, _REFERENCE = f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference"
_PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_WORD_2012 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_COMMENTS, _EXTENDED = "word/comments.xml", "word/commentsExtended.xml"
_KIND_SIGNS = {"insertion": "+", "deletion": "-", "move_from": "<", "move_to": ">"}


class Stretch(NamedTuple):
    """Words under the same changes: each (kind, author), the outer first; none where nothing is tracked."""

    text: str
    changes: tuple[tuple[str, str], ...] = ()


class Paragraph(NamedTuple):
    """A paragraph with its marks. `place`: the part and its rank in it, from 0; `mark`: the changes of its mark, `row`:
    those of the table row that holds it."""

    part: str
    rank: int
    stretches: tuple[Stretch, ...]
    mark: tuple[tuple[str, str], ...] = ()
    row: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """« un [-deux-]{Léa}[+trois+]{Léa} »; « ¶ » stands for a changed mark."""
        text = "".join(_signed(one.text, one.changes) for one in self.stretches)
        return text + (_signed("¶", self.mark) if self.mark else "")


class Comment(NamedTuple):
    """A comment. `anchor`: the words it stands on, as shown with marks; `part`, `rank`: where it begins, « » and -1
    when it stands nowhere; `answers`: the id of the comment that it replies to, « » for none; `settled`: marked done."""

    id: str
    author: str
    date: str
    text: str
    anchor: str
    part: str
    rank: int
    answers: str
    settled: bool


class Marked(NamedTuple):
    """The paragraphs and comments of a document, in order."""

    paragraphs: tuple[Paragraph, ...]
    comments: tuple[Comment, ...]


def marked(data: bytes) -> Marked:
    """The document with its marks. Raises ReturnedFileError when it cannot safely be read."""
    parts = open_package(data)
    trees = {name: parse_xml(parts[name], name) for name in written_parts(parts)}
    found = [one for name, root in trees.items() for one in _paragraphs(root, name)]
    return Marked(tuple(found), tuple(_comments(parts, trees)))


def comments_of(data: bytes) -> tuple[Comment, ...]:
    """The comments of a document, in the order of their part. Raises ReturnedFileError when it cannot safely be read."""
    parts = open_package(data)
    if _COMMENTS not in parts:
        return ()
    return tuple(_comments(parts, {name: parse_xml(parts[name], name) for name in written_parts(parts)}))


def _paragraphs(root: Any, part: str) -> Iterator[Paragraph]:
    for rank, paragraph in enumerate(root.iter(P)):
        if next(paragraph.iterancestors(FALLBACK), None) is None:
            row = next(paragraph.iterancestors(ROW), None)
            marks = paragraph.find(f"{PPR}/{RPR}")
            yield Paragraph(
                part, rank, tuple(_stretches(paragraph)), _of(marks), _of(row.find(f"{W}trPr") if row is not None else None)
            )  # fmt: skip


def _of(properties: Any) -> tuple[tuple[str, str], ...]:
    """The changes that some properties bear."""
    marks = [one for one in properties if one.tag in MARKS] if properties is not None else ()
    return tuple((KINDS[one.tag], one.get(f"{W}author", "")) for one in marks)


def _stretches(paragraph: Any) -> Iterator[Stretch]:
    pieces: list[str] = []
    before: tuple[tuple[str, str], ...] = ()
    for element in _own(paragraph):
        text = _text(element)
        if text:
            changes = _around(element, paragraph)
            if pieces and changes != before:
                yield Stretch("".join(pieces), before)
                pieces = []
            before = changes
            pieces.append(text)
    if pieces:
        yield Stretch("".join(pieces), before)


def _own(paragraph: Any) -> Iterator[Any]:
    """The text elements of a paragraph, not those of text boxes in it."""
    for element in paragraph.iter(*TEXTS, *BREAKS):
        if next(element.iterancestors(P)) is paragraph:
            yield element


def _text(element: Any) -> str:
    if element.tag in TEXTS:
        return element.text or ""
    return BREAKS[element.tag] if element.getparent().tag == f"{W}r" else ""


def _around(element: Any, paragraph: Any) -> tuple[tuple[str, str], ...]:
    found = []
    for owner in element.iterancestors():
        if owner is paragraph:
            break
        if owner.tag in MARKS:
            found.append((KINDS[owner.tag], owner.get(f"{W}author", "")))
    return tuple(reversed(found))


def _signed(text: str, changes: tuple[tuple[str, str], ...]) -> str:
    for kind, author in reversed(changes):
        sign = _KIND_SIGNS[kind]
        text = f"[{sign}{text}{sign}]{{{author}}}"
    return text


# ---------------------------------------------------------------- comments


def _comments(parts: Mapping[str, bytes], trees: Mapping[str, Any]) -> Iterator[Comment]:
    if _COMMENTS not in parts:
        return
    elements = list(parse_xml(parts[_COMMENTS], _COMMENTS).iter(f"{W}comment"))
    owners = {one.get(_PARAGRAPH_ID, ""): element.get(_ID, "") for element in elements for one in element.iter(P)}
    more = {}
    if _EXTENDED in parts:
        for one in parse_xml(parts[_EXTENDED], _EXTENDED).iter(f"{_WORD_2012}commentEx"):
            owner = owners.get(one.get(f"{_WORD_2012}paraIdParent", ""), "")
            more[owners.get(one.get(f"{_WORD_2012}paraId", ""), "")] = (owner, one.get(f"{_WORD_2012}done") in ("1", "true"))  # fmt: skip
    anchors = {ident: found for name, root in trees.items() for ident, found in _anchors(root, name)}
    for element in elements:
        ident = element.get(_ID, "")
        answers, settled = more.get(ident, ("", False))
        anchor, part, rank = anchors.get(ident, ("", "", -1))
        text = "\n".join("".join(map(_text, _own(one))) for one in element.iter(P))
        author, date = element.get(f"{W}author", ""), element.get(f"{W}date", "")
        yield Comment(ident, author, date, text, anchor, part, rank, answers, settled)


def _anchors(root: Any, part: str) -> Iterator[tuple[str, tuple[str, str, int]]]:
    """Each comment that stands in a part: its id; the words, the part, the rank of the paragraph where it begins."""
    texts: dict[str, list[str]] = {}
    ranks: dict[str, int] = {}
    open_ranges: list[str] = []
    rank = -1
    for element in root.iter(P, _START, _END, _REFERENCE, *TEXTS, *BREAKS):
        ident = element.get(_ID, "")
        if element.tag == P:
            rank += 1
            for one in open_ranges:
                texts[one].append("\n")
        elif element.tag == _START:
            open_ranges.append(ident)
            texts[ident], ranks[ident] = [], max(rank, 0)
        elif element.tag == _END and ident in open_ranges:
            open_ranges.remove(ident)
        elif element.tag == _REFERENCE:
            ranks.setdefault(ident, max(rank, 0))
        elif element.tag != _END:
            for one in open_ranges:
                texts[one].append(_text(element))
    for ident, where in ranks.items():
        yield ident, ("".join(texts.get(ident, ())), part, where)
