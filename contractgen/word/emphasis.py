"""What a Word file prints in bold or in capitals: its parts in, the words of each paragraph that stand out. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contractgen.word.inheritance import descent, styles_of
from contractgen.word.opening import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = "word/document.xml"
_MARKS = (f"{_W}b", f"{_W}caps")
_OFF = ("0", "false", "off")


def emphasised(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The words in bold or capitals of each paragraph that has any, by its text without spaces."""
    styles = styles_of(parts)
    strong = {ident: _first(styles[one].find(f"{_W}rPr") for one in line) for ident, line in descent(styles).items()}
    found: dict[str, str] = {}
    for paragraph in parse_xml(parts[_MAIN], _MAIN).iter(f"{_W}p"):
        by_style = strong.get(_style(paragraph.find(f"{_W}pPr/{_W}pStyle")))
        runs = [(_text(run), _stands_out(run, strong, bool(by_style))) for run in paragraph.iter(f"{_W}r")]
        if words := "".join(text if out else " " for text, out in runs).strip():
            found["".join("".join(text for text, _ in runs).split())] = words
    return found


def _stands_out(run: Any, strong: Mapping[str, bool | None], by_paragraph: bool) -> bool:
    """Whether a run is in bold or capitals: by its own format, its style, or that of its paragraph."""
    own = _marked(run.find(f"{_W}rPr"))
    styled = strong.get(_style(run.find(f"{_W}rPr/{_W}rStyle")))
    return next((mark for mark in (own, styled) if mark is not None), by_paragraph)


def _first(formats: Any) -> bool | None:
    return next((mark for mark in map(_marked, formats) if mark is not None), None)


def _marked(properties: Any) -> bool | None:
    """Whether a format says bold or capitals, None when it says nothing of either."""
    marks = [properties.find(name) for name in _MARKS] if properties is not None else []
    said = [mark.get(f"{_W}val", "1") not in _OFF for mark in marks if mark is not None]
    return any(said) if said else None


def _style(reference: Any) -> str:
    return reference.get(f"{_W}val", "") if reference is not None else ""


def _text(run: Any) -> str:
    return "".join(text.text or "" for text in run.iter(f"{_W}t"))
