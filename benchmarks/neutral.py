"""The text of any .docx, read with lxml alone: neither contractgen's reader nor a peer's."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _T, _TAB, _BR = f"{_W}p", f"{_W}t", f"{_W}tab", f"{_W}br"
_BREAKS = {_TAB: "\t", _BR: "\n"}


def paragraphs(content: bytes) -> list[str]:
    """The text of each paragraph of the main document, those in tables included, in order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return ["".join(_pieces(paragraph)) for paragraph in root.iter(_P)]


def _pieces(paragraph: etree._Element) -> list[str]:
    return [
        (element.text or "") if element.tag == _T else _BREAKS[str(element.tag)]
        for element in paragraph.iter(_T, _TAB, _BR)
        if element.tag == _T or _is_in_run(element)
    ]


def _is_in_run(element: etree._Element) -> bool:
    """A break of the text, and not a tab stop of the paragraph's properties."""
    parent = element.getparent()
    return parent is not None and parent.tag == f"{_W}r"


def compared(outputs: Mapping[str, Sequence[bytes]]) -> tuple[bool, str]:
    """Whether all have written the same text, and a line that says so, or where the first difference is."""
    texts = {name: [paragraphs(content) for content in contents] for name, contents in outputs.items()}
    first, *others = texts
    if not others:
        return True, "texts: no other to compare with"
    for other in others:
        for rank, (one, another) in enumerate(zip(texts[first], texts[other], strict=True), 1):
            if one != another:
                return False, f"texts differ, document {rank}: {_difference(first, one, other, another)}"
    count = sum(map(len, texts[first]))
    return True, f"texts equal: {', '.join(texts)} ({len(texts[first])} documents, {count} paragraphs)"


def _difference(name: str, one: Sequence[str], other: str, another: Sequence[str]) -> str:
    for rank, (a, b) in enumerate(zip(one, another, strict=False), 1):
        if a != b:
            return f"paragraph {rank}: {name} « {a[:60]} », {other} « {b[:60]} »"
    return f"{name} has {len(one)} paragraphs, {other} has {len(another)}"
