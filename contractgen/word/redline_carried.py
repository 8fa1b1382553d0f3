"""The comments of the second document carried into a redline: on the words that they stand on there, authors and replies kept.

A comment stands between two places of the second document, all accepted: a paragraph and a number of letters (ECMA-376 part
1, 17.13.4). The redline, all accepted, has the same paragraphs, so it has the same places; runs and insertions are cut there,
and no text changes. Replies and « settled » are in the part that Word adds for them ([MS-DOCX] 2.5.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from lxml import etree

from contractgen.word.opening import parse_xml
from contractgen.word.redline_bytes import paragraphs_of, rewritten
from contractgen.word.redline_comment_parts import COMMENTS, CommentParts
from contractgen.word.redline_paragraphs import Pen
from contractgen.word.resolving import DEL, INS, MOVE_FROM, MOVE_TO, PPR, RPR, RUN, P, W, mark_of
from contractgen.word.revisions import serialised

_MAIN = "word/document.xml"
_ID, _T = f"{W}id", f"{W}t"
_CUT = (RUN, INS, MOVE_TO)
_FIELD, _KIND, _DEPTHS = f"{W}fldChar", f"{W}fldCharType", {"begin": 1, "end": -1}
_START, _END, _REFERENCE = f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference"


class _Place(NamedTuple):
    """A place in a text: the rank of a paragraph, the letters before it there."""

    paragraph: int
    letters: int


def without_comments(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts of a document without the marks of its comments; `carry` puts those that are brought."""
    if COMMENTS not in parts:
        return parts
    root = parse_xml(parts[_MAIN], _MAIN)
    for mark in list(root.iter(_START, _END, _REFERENCE)):
        mark.getparent().remove(mark)
    return {**parts, _MAIN: serialised(root)}


def carry(parts: dict[str, bytes], other: dict[str, bytes], pen: Pen) -> list[str]:
    """Adds to the parts of a redline the comments of the second document, all accepted, that its first has not; what could
    not be placed, one French line each."""
    if COMMENTS not in other:
        return []
    comments = CommentParts(parts, other)
    second = parse_xml(other[_MAIN], _MAIN)
    texts, ranges = _ranges(second)
    content = parts[_MAIN]
    root = parse_xml(content, _MAIN)
    paragraphs = paragraphs_of(root)
    groups = list(_groups(paragraphs))
    ranks = _same(texts, ["".join(one.text or "" for one in _pieces(group)) for group in groups])
    lost, touched = [], set()
    for ident in comments.idents:
        if comments.known(ident) or ident not in ranges:
            continue
        start, end = ranges[ident]
        if start.paragraph not in ranks or end.paragraph not in ranks:
            lost.append(comments.told(ident))
            continue
        new = comments.brought(ident, pen)
        first, last = groups[ranks[start.paragraph]], groups[ranks[end.paragraph]]
        _put(first, last, start.letters, end.letters, new, pen, alone=start == end)
        touched |= {*first, *last}
    lost += [comments.told(ident) for ident in comments.idents if ident not in ranges and not comments.known(ident)]
    if touched:
        comments.write()
        parts[_MAIN] = _written(content, root, paragraphs, touched)
    return [f"commentaire du second document non repris, sa place n'est pas dans le texte : {one}" for one in lost]


def _written(content: bytes, root: Any, paragraphs: list[Any], touched: set[Any]) -> bytes:
    """The part, its other paragraphs byte for byte: those that were touched stand as new ones."""
    for paragraph in touched:
        copy = deepcopy(paragraph)
        copy.tail = paragraph.tail
        paragraph.getparent().replace(paragraph, copy)
    return rewritten(content, root, paragraphs)


# ---------------------------------------------------------------- places


def _ranges(root: Any) -> tuple[list[str], dict[str, tuple[_Place, _Place]]]:
    """The text of each paragraph of a document without changes, and where each of its comments begins and ends."""
    outer = set(paragraphs_of(root))
    texts: list[str] = []
    starts: dict[str, _Place] = {}
    found: dict[str, tuple[_Place, _Place]] = {}
    for element in root.iter(P, _T, _START, _END, _REFERENCE):
        ident = element.get(_ID, "")
        inside = next((one for one in element.iterancestors(P)), None) is not None
        here = _Place(max(len(texts) - 1, 0), len(texts[-1]) if texts else 0)
        if element.tag == P:
            texts += [""] if element in outer else []
        elif element.tag == _T and texts:
            texts[-1] += element.text or ""
        elif element.tag == _START:
            starts[ident] = here if inside else _Place(len(texts), 0)
        elif element.tag == _END and ident in starts:
            found[ident] = (starts[ident], here)
        elif element.tag == _REFERENCE and ident not in found:
            found[ident] = (starts.get(ident, here), here)
    return texts, found


def _groups(paragraphs: list[Any]) -> Iterator[list[Any]]:
    """The paragraphs of a redline that are one once all is accepted: their marks are deleted, save that of the last."""
    group: list[Any] = []
    for paragraph in paragraphs:
        joined = bool(group) and group[-1].getnext() is paragraph
        if group and not joined:
            yield group
            group = []
        group.append(paragraph)
        if mark_of(paragraph, DEL, MOVE_FROM) is None:
            yield group
            group = []
    if group:
        yield group


def _pieces(group: list[Any]) -> list[Any]:
    """The texts of paragraphs, once all is accepted."""
    gone = {one for paragraph in group for one in paragraph.iter(DEL, MOVE_FROM)}
    return [t for paragraph in group for t in paragraph.iter(_T) if not gone or gone.isdisjoint(t.iterancestors())]


def _same(texts: list[str], others: list[str]) -> dict[int, int]:
    """For the rank of each paragraph, that of the same in the other document."""
    blocks = SequenceMatcher(None, texts, others, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


# ---------------------------------------------------------------- marks


def _put(first: list[Any], last: list[Any], start: int, end: int, ident: str, pen: Pen, *, alone: bool) -> None:
    """The marks of a comment, and its reference after them (17.13.4.2 to 17.13.4.5)."""
    opening, closing = etree.Element(_START, {_ID: ident}), etree.Element(_END, {_ID: ident})
    run = etree.Element(RUN)
    etree.SubElement(run, _REFERENCE, {_ID: ident})
    after = _ending(last, end, pen)
    if after is None:
        properties = last[-1].find(PPR)
        last[-1].insert(0 if properties is None else 1, closing)
    else:
        after = _out_of_field(after, pen, forward=True)
        _after(after, closing)
    if after is not None and after.tag in (INS, MOVE_TO):  # rejected, the reference goes with the words
        change = pen.change(INS)
        change.append(run)
        run = change
    _after(closing, run)
    before = None if alone else _beginning(first, start, pen)
    if before is None:
        closing.addprevious(opening)
    else:
        _out_of_field(before, pen, forward=False).addprevious(opening)


def _out_of_field(node: Any, pen: Pen, *, forward: bool) -> Any:
    """The child of a paragraph, or the one that ends or begins the field around it: a field is one, and is not parted."""
    children = list(node.getparent())
    at = children.index(node) + forward
    depth = sum(_DEPTHS.get(mark.get(_KIND), 0) for child in children[:at] for mark in child.iter(_FIELD))
    marks = [mark for child in (children[at:] if forward else children[:at]) for mark in child.iter(_FIELD)]
    for mark in (marks if forward else reversed(marks)) if depth > 0 else ():
        depth += _DEPTHS.get(mark.get(_KIND), 0) * (1 if forward else -1)
        if depth <= 0:
            return _last_of(mark, pen) if forward else _first_of(mark, pen)
    return node


def _after(element: Any, mark: Any) -> None:
    mark.tail, element.tail = element.tail, None
    element.addnext(mark)


def _beginning(group: list[Any], letters: int, pen: Pen) -> Any:
    """What of a paragraph begins after so many letters; cut there if need be. None when nothing does."""
    at = 0
    for piece in _pieces(group):
        length = len(piece.text or "")
        if length and at <= letters < at + length:
            return _first_of(_cut(piece, letters - at) if letters > at else piece, pen)
        at += length
    return None


def _ending(group: list[Any], letters: int, pen: Pen) -> Any:
    """What of a paragraph ends after so many letters; cut there if need be. None when nothing does."""
    at = 0
    for piece in _pieces(group):
        length = len(piece.text or "")
        if length and at < letters <= at + length:
            if letters < at + length:
                _cut(piece, letters - at)
            return _last_of(piece, pen)
        at += length
    return None


def _cut(text: Any, letters: int) -> Any:
    """The second of the two texts that one becomes."""
    rest = deepcopy(text)
    text.text, rest.text = text.text[:letters], text.text[letters:]
    for one in (text, rest):
        one.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    text.addnext(rest)
    return rest


def _first_of(node: Any, pen: Pen) -> Any:
    """The child of the paragraph that begins with a node; a link or a control is not cut, the comment stands on all of it."""
    while node.getparent().tag != P:
        parent, before = node.getparent(), node.getprevious()
        whole = before is None or before.tag == RPR or parent.tag not in _CUT
        node = parent if whole else _parted(parent, node, pen)
    return node


def _last_of(node: Any, pen: Pen) -> Any:
    """The child of the paragraph that ends with a node."""
    while node.getparent().tag != P:
        parent = node.getparent()
        if parent.tag in _CUT and node.getnext() is not None:
            _parted(parent, node.getnext(), pen)
        node = parent
    return node


def _parted(parent: Any, at: Any, pen: Pen) -> Any:
    """The second of the two that a run or an insertion becomes: it begins with `at`, and is alike."""
    numbered = {} if parent.tag == RUN else {_ID: pen.number()}
    other = etree.Element(parent.tag, {**parent.attrib, **numbered})
    properties = parent.find(RPR)
    if properties is not None:
        other.append(deepcopy(properties))
    other.extend([at, *at.itersiblings()])
    parent.addnext(other)
    return other
