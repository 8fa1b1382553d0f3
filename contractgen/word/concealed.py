"""Text that is in a file and that its page does not show, or hardly: the parts of a .docx in, each such stretch out.

Colour of paper, letters too small to be seen, rows that are hidden or without height, and numbers that print words: what
a reader of the text reads, and a reader of the page does not, or the other way round. It shares no code with the writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from contractgen.word.opening import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL, _FILL, _TEXT = f"{_W}val", f"{_W}fill", f"{_W}t"
_RUN, _PARAGRAPH, _CELL, _ROW = f"{_W}r", f"{_W}p", f"{_W}tc", f"{_W}tr"
_MAIN, _STYLES, _NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"
_SUSPECT = re.compile(rb"<w:(?:color|sz|w|shd|hidden|trHeight|rStyle|spacing) ")
_PALE = 0xE0  # of each of red, green and blue: hardly seen on paper
_LEAST_SIZE, _LEAST_SCALE, _LEAST_HEIGHT = 8, 10, 80  # half-points; per cent; twentieths of a point
_LETTERS = re.compile(r"[^\W\d_]{2,}")


class Concealed(NamedTuple):
    """A stretch of text: how it is concealed, in French, and the text."""

    how: str
    text: str


def concealed(parts: Mapping[str, bytes], numbers: Iterable[str]) -> tuple[Concealed, ...]:
    """What the page does not show as it is read. `numbers`: the numbers that the delivered document printed, whose words
    (« Article 12 ») a numbering part may print."""
    hiding = _hiding_styles(parts)
    found = list(_numbering_words(parts, numbers))
    if hiding or _SUSPECT.search(parts[_MAIN]):
        found += _in_body(parse_xml(parts[_MAIN], _MAIN), hiding)
    return tuple(found)


def _in_body(root: Any, hiding: Mapping[str, str]) -> Iterator[Concealed]:
    """The stretches of the body, the runs of a paragraph that are concealed alike together."""
    last: tuple[Any, str] | None = None
    pieces: list[str] = []
    for run in root.iter(_RUN):
        text = "".join(element.text or "" for element in run.iter(_TEXT))
        if not text.strip():
            continue
        how = _how(run, hiding)
        place = (run.getparent(), how) if how else None
        if last is not None and place != last:
            yield Concealed(last[1], "".join(pieces))
            pieces = []
        last = place
        if place:
            pieces.append(text)
    if last is not None:
        yield Concealed(last[1], "".join(pieces))


def _how(run: Any, hiding: Mapping[str, str]) -> str:
    """How a run is concealed, « » when it is not."""
    own = run.find(f"{_W}rPr")
    paragraph = next(run.iterancestors(_PARAGRAPH), None)
    if own is not None and (how := _look(own, _ground(own, paragraph))):
        return how
    above = paragraph.find(f"{_W}pPr") if paragraph is not None else None
    for properties, name in ((own, "rStyle"), (above, "pStyle")):
        style = properties.find(f"{_W}{name}") if properties is not None else None
        if style is not None and style.get(_VAL, "") in hiding:
            return hiding[style.get(_VAL, "")]
    if above is not None and _is_flat(above.find(f"{_W}spacing")):
        return "lignes sans hauteur"
    row = next(run.iterancestors(_ROW), None)
    return "" if row is None else _row(row.find(f"{_W}trPr"))


def _look(properties: Any, ground: str) -> str:
    """How the properties of a run, or of a style, conceal what they are given to; `ground`: the colour behind."""
    color, size, scale = (_value(properties, name) for name in ("color", "sz", "w"))
    if _is_hex(color) and (color.upper() == ground or (not ground and _is_pale(color))):
        return "couleur du fond"
    if size.isdigit() and int(size) <= _LEAST_SIZE:
        return "lettres trop petites pour être lues"
    return "lettres resserrées jusqu'à l'illisible" if scale.isdigit() and int(scale) <= _LEAST_SCALE else ""


def _row(properties: Any) -> str:
    if properties is None:
        return ""
    hidden, height = properties.find(f"{_W}hidden"), properties.find(f"{_W}trHeight")
    if hidden is not None and hidden.get(_VAL) not in ("0", "false", "off"):
        return "ligne de tableau masquée"
    if height is not None and height.get(f"{_W}hRule") == "exact" and _most(height.get(_VAL, ""), _LEAST_HEIGHT):
        return "ligne de tableau sans hauteur"
    return ""


def _is_flat(spacing: Any) -> bool:
    exact = spacing is not None and spacing.get(f"{_W}lineRule") == "exact"
    return exact and _most(spacing.get(f"{_W}line", ""), _LEAST_HEIGHT)


def _most(text: str, most: int) -> bool:
    return text.isdigit() and int(text) <= most


def _ground(own: Any, paragraph: Any) -> str:
    """The colour behind a run: its own, that of its paragraph or of its cell; « » when none is said."""
    holders = [own]
    if paragraph is not None:
        holders.append(paragraph.find(f"{_W}pPr"))
        cell = next(paragraph.iterancestors(_CELL), None)
        holders.append(cell.find(f"{_W}tcPr") if cell is not None else None)
    for holder in holders:
        shading = holder.find(f"{_W}shd") if holder is not None else None
        fill = shading.get(_FILL, "") if shading is not None else ""
        if _is_hex(fill):
            return fill.upper()
    return ""


def _value(properties: Any, name: str) -> str:
    element = properties.find(f"{_W}{name}")
    return element.get(_VAL, "") if element is not None else ""


def _is_hex(color: str) -> bool:
    return re.fullmatch(r"[0-9A-Fa-f]{6}", color) is not None


def _is_pale(color: str) -> bool:
    return min(int(color[at : at + 2], 16) for at in (0, 2, 4)) >= _PALE


# ---------------------------------------------------------------- styles and numbers


def _hiding_styles(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The styles that conceal what bears them, of their own or by the style they are based on. The colour of a style of
    tables is not judged: the ground is the table's."""
    root = parse_xml(parts[_STYLES], _STYLES) if _STYLES in parts else ()
    own: dict[str, str] = {}
    based: dict[str, str] = {}
    for style in root:
        ident, properties = style.get(f"{_W}styleId", ""), style.find(f"{_W}rPr")
        based[ident] = _value(style, "basedOn")
        if properties is None or style.get(f"{_W}type") not in ("paragraph", "character"):
            continue
        if how := _look(properties, _ground(properties, None) or _style_ground(style)):
            own[ident] = how
        elif any(_is_on(properties.find(f"{_W}{name}")) for name in ("strike", "dstrike")):
            own[ident] = "barré par un style"
    found = {}
    for ident in based:
        seen: set[str] = set()
        holder = ident
        while holder and holder not in own and holder not in seen:
            seen.add(holder)
            holder = based.get(holder, "")
        if holder in own:
            found[ident] = own[holder]
    return found


def _style_ground(style: Any) -> str:
    shading = style.find(f"{_W}pPr/{_W}shd")
    return shading.get(_FILL, "").upper() if shading is not None else ""


def _is_on(switch: Any) -> bool:
    return switch is not None and switch.get(_VAL) not in ("0", "false", "off")


def _numbering_words(parts: Mapping[str, bytes], numbers: Iterable[str]) -> Iterator[Concealed]:
    """The words that a level of a list in use prints before its number, and that no delivered number has."""
    if _NUMBERING not in parts:
        return
    known = {word.casefold() for number in numbers for word in _LETTERS.findall(number)}
    root = parse_xml(parts[_NUMBERING], _NUMBERING)
    suspects = [level for level in root.iter(f"{_W}lvl") if _words(level) - known]
    styles, lists = _in_use(parts) if suspects else (set(), set())
    used = {_value(one, "abstractNumId") for one in root.iter(f"{_W}num") if one.get(f"{_W}numId") in lists}
    for level in suspects:
        holder = next(level.iterancestors(f"{_W}abstractNum", f"{_W}num"), None)
        owners = {holder.get(f"{_W}abstractNumId")} & used if holder is not None else set()
        overridden = holder is not None and holder.get(f"{_W}numId") in lists
        if owners or overridden or _value(level, "pStyle") in styles:
            yield Concealed("imprimé par la numérotation, hors du texte", _value(level, "lvlText"))


def _words(level: Any) -> set[str]:
    return {word.casefold() for word in _LETTERS.findall(_value(level, "lvlText"))}


def _in_use(parts: Mapping[str, bytes]) -> tuple[set[str], set[str]]:
    """The paragraph styles of the body, and the lists that its paragraphs or these styles are in."""
    body = parse_xml(parts[_MAIN], _MAIN)
    styles = {style.get(_VAL, "") for style in body.iter(f"{_W}pStyle")}
    lists = {number.get(_VAL, "") for number in body.iter(f"{_W}numId")}
    for style in parse_xml(parts[_STYLES], _STYLES) if _STYLES in parts else ():
        if style.get(f"{_W}styleId") in styles:
            lists |= {number.get(_VAL, "") for number in style.iter(f"{_W}numId")}
    return styles, lists
