"""A part written again with its untouched paragraphs byte for byte: the bytes it was, and the tree it became.

A parser for trees gives no places in the bytes; expat does. Each paragraph that is still there stands as a mark while
the tree is written, and the mark is replaced by the paragraph's own bytes.
"""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat

from lxml import etree

from contractgen.word.resolving import P, W
from contractgen.word.revisions import serialised

_MARK = re.compile(rb"<\?contractgen-(\d+) ?\?>")


def rewritten(content: bytes, root: Any, paragraphs: list[Any]) -> bytes:
    """The bytes of a tree parsed from `content` and changed since. `paragraphs`: those it had at first, in order."""
    spans = _spans(content)
    for rank, paragraph in enumerate(paragraphs):
        if _still_there(paragraph, root):
            mark = etree.ProcessingInstruction(f"contractgen-{rank}")
            paragraph.tail, mark.tail = None, paragraph.tail
            paragraph.getparent().replace(paragraph, mark)
    return _MARK.sub(lambda found: content[slice(*spans[int(found[1])])], serialised(root))


def paragraphs_of(root: Any) -> list[Any]:
    """The paragraphs of a part that no other one holds."""
    return [one for one in root.iter(P) if next(one.iterancestors(P), None) is None]


def _still_there(paragraph: Any, root: Any) -> bool:
    owner = paragraph.getparent()
    while owner is not None and owner is not root:
        owner = owner.getparent()
    return owner is root


def _spans(content: bytes) -> list[tuple[int, int]]:
    """Where each paragraph that no other holds begins and ends."""
    parser = expat.ParserCreate(namespace_separator=" ")
    name = f"{W[1:-1]} p"
    found: list[tuple[int, int]] = []
    open_at: list[int] = []

    def start(tag: str, _attributes: Any) -> None:
        if tag == name:
            open_at.append(parser.CurrentByteIndex)

    def end(tag: str) -> None:
        if tag == name:
            begun = open_at.pop()
            if not open_at:
                first = _opened(content, begun)
                empty = content[first - 2 : first] == b"/>"
                found.append((begun, first if empty else content.index(b">", parser.CurrentByteIndex) + 1))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(content, True)
    return found


def _opened(content: bytes, at: int) -> int:
    """The end of the tag that begins here; a « > » may stand in the value of an attribute."""
    quote = b""
    while True:
        byte = content[at : at + 1]
        if quote:
            quote = b"" if byte == quote else quote
        elif byte in (b'"', b"'"):
            quote = byte
        elif byte == b">":
            return at + 1
        at += 1
