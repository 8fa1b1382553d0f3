"""Text that stands in a file and not in the flow of its body: the parts of a .docx in, each such text and its place out.

Text boxes, of drawings or of VML, notes, watermarks, charts and diagrams. What only holds an image is told as such: no
program reads it. A copy for older programs (mc:Fallback) is not read twice. It shares no code with the writer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from contractgen.word.opening import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_P, _T, _BOX = f"{_W}p", f"{_W}t", f"{_W}txbxContent"
_GAPS = (f"{_W}tab", f"{_W}br", f"{_W}cr", _P, f"{_W}tc")
_TEXTPATH = "{urn:schemas-microsoft-com:vml}textpath"
_MAIN = "word/document.xml"
_NOTES = (("footnote", "word/footnotes.xml", "note de bas de page"), ("endnote", "word/endnotes.xml", "note de fin"))
_SHAPES = (("word/charts/", "graphique"), ("word/diagrams/data", "schéma"))


class Beside(NamedTuple):
    """A text out of the flow: what holds it, in French; the text; that of the paragraph it stands at, « » for none."""

    holder: str
    text: str
    near: str


def beside(parts: Mapping[str, bytes]) -> tuple[Beside, ...]:
    """The texts out of the flow of a file, in the order of the body, then those of its other parts."""
    root = parse_xml(parts[_MAIN], _MAIN)
    found = [*_boxes(root)]
    for name, part, holder in _NOTES:
        if part in parts:
            found += _notes(root, parse_xml(parts[part], part), name, holder)
    found += _watermarks(root)
    for part in sorted(parts):
        if part.startswith(("word/header", "word/footer")) and part.endswith(".xml"):
            found += _watermarks(parse_xml(parts[part], part))
        holder = next((said for start, said in _SHAPES if part.startswith(start) and part.endswith(".xml")), "")
        if holder:
            texts = [one.text or "" for one in parse_xml(parts[part], part).iter(f"{_DRAWING}t", "{*}v")]
            found += [Beside(holder, " ".join(texts), "")] if any(map(str.strip, texts)) else []
    return tuple(found)


def drawings(parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """The images and shapes of the body that hold no text that can be read: of each, the text of the paragraph it stands
    at, « » for none."""
    body = parse_xml(parts[_MAIN], _MAIN)
    held = [one for one in body.iter(f"{_W}drawing", f"{_W}pict") if next(one.iterancestors(_FALLBACK), None) is None]
    return tuple(_host(one) for one in held if next(one.iter(_BOX, _TEXTPATH), None) is None)


def _boxes(root: Any) -> Iterator[Beside]:
    for box in root.iter(_BOX):
        if next(box.iterancestors(_FALLBACK, _BOX), None) is None and (text := _text(box)):
            yield Beside("zone de texte", text, _host(box))


def _notes(body: Any, notes: Any, name: str, holder: str) -> Iterator[Beside]:
    """The notes that have text; what parts them from the page has none, unless someone wrote in it."""
    places = {one.get(f"{_W}id"): one for one in body.iter(f"{_W}{name}Reference")}
    for note in notes.iter(f"{_W}{name}"):
        text = _text(note)
        if text:
            at = places.get(note.get(f"{_W}id"))
            yield Beside(holder, text, "" if at is None else _host(at))


def _watermarks(root: Any) -> Iterator[Beside]:
    for path in root.iter(_TEXTPATH):
        if path.get("string", "").strip() and next(path.iterancestors(_FALLBACK), None) is None:
            yield Beside("filigrane", path.get("string", ""), "")


def _host(element: Any) -> str:
    """The text of the paragraph of the body that holds an element, without that of boxes in it."""
    paragraph = list(element.iterancestors(_P))
    if not paragraph:
        return ""
    own = [one.text or "" for one in paragraph[-1].iter(_T) if next(one.iterancestors(_BOX), None) is None]
    return "".join(own)


def _text(element: Any) -> str:
    """The text under an element, on one line."""
    pieces = []
    for one in element.iter(_T, *_GAPS):
        if next(one.iterancestors(_FALLBACK), None) is None:
            pieces.append((one.text or "") if one.tag == _T else " ")
    return " ".join("".join(pieces).split())
