"""Text that is in a file and that its page does not show, or hardly: the parts of a .docx in, each such stretch out.

Colour of paper, letters too small or too near to be seen, figures raised into an exponent, fonts of symbols, rows that are
hidden or without height, what stands off the page, and numbers that print words: what a reader of the text reads, and a
reader of the page does not, or the other way round. It shares no code with the writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from typing import Any, NamedTuple

from contractgen.word.inheritance import descent, styles_of
from contractgen.word.opening import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL, _FILL, _TEXT = f"{_W}val", f"{_W}fill", f"{_W}t"
_RUN, _PARAGRAPH, _CELL, _ROW, _TABLE = f"{_W}r", f"{_W}p", f"{_W}tc", f"{_W}tr", f"{_W}tbl"
_MAIN, _NUMBERING = "word/document.xml", "word/numbering.xml"
_PALE = 0xE0  # of each of red, green and blue: hardly seen on paper
_LEAST_SIZE, _LEAST_SCALE, _LEAST_HEIGHT = 8, 10, 80  # half-points; per cent; twentieths of a point
_CLOSEST, _HIGHEST, _FARTHEST = -60, 8, 9_000  # twentieths of a point; half-points; twentieths of a point
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SYMBOLS = re.compile(r"(symbol|wingdings|webdings|zapf ?dingbats|marlett|opensymbol)", re.I)
_ORDINAL = re.compile(r"(?:i?ère?|ers?|r?es?|è?mes?|nde?s?|ds?|os?|°|TM|®|©|\*)\s*", re.I)
_POWER, _UNIT = re.compile(r"[23]\s*"), re.compile(r"(?:^|[^\w])[cdk]?m\Z|CO\Z")  # m², CO₂
_BEFORE = 24


class Concealed(NamedTuple):
    """A stretch of text: how it is concealed, in French, and the text."""

    how: str
    text: str


class _Look(NamedTuple):
    """How letters look, as far as it is said: colour and ground, size in half-points, width in per cent, struck or not,
    the space between them in twentieths of a point, raised or lowered, their font."""

    color: str = ""
    fill: str = ""
    size: str = ""
    scale: str = ""
    struck: str = ""
    spacing: str = ""
    raised: str = ""
    font: str = ""

    def over(self, base: _Look) -> _Look:
        """This look, and that of `base` where this one says nothing."""
        return _Look(*(own or other for own, other in zip(self, base, strict=True)))


class _Styles(NamedTuple):
    """The look of each style, with what it is based on; the default paragraph style; the table styles with a ground."""

    looks: Mapping[str, _Look]
    default: str
    grounds: frozenset[str]


def concealed(parts: Mapping[str, bytes], numbers: Iterable[str]) -> tuple[Concealed, ...]:
    """What the page does not show as it is read. `numbers`: the numbers that the delivered document printed, whose words
    (« Article 12 ») a numbering part may print."""
    body = parse_xml(parts[_MAIN], _MAIN)
    return (*_numbering_words(parts, body, numbers), *_in_body(body, _styles(styles_of(parts))))


def _in_body(root: Any, styles: _Styles) -> Iterator[Concealed]:
    """The stretches of the body, the runs of a paragraph that are concealed alike together."""
    last: tuple[Any, str] | None = None
    pieces: list[str] = []
    for run in root.iter(_RUN):
        text = "".join(element.text or "" for element in run.iter(_TEXT))
        if not text.strip():
            continue
        how = _how(run, text, styles)
        place = (run.getparent(), how) if how else None
        if last is not None and place != last:
            yield Concealed(last[1], "".join(pieces))
            pieces = []
        if place:
            pieces += [text] if how != _RAISED or place == last else [_before(run)[-_BEFORE:], text]
        last = place
    if last is not None:
        yield Concealed(last[1], "".join(pieces))


_RAISED = "en exposant ou en indice"


def _how(run: Any, text: str, styles: _Styles) -> str:
    """How a run is concealed, « » when it is not."""
    paragraph = next(run.iterancestors(_PARAGRAPH), None)
    above = paragraph.find(f"{_W}pPr") if paragraph is not None else None
    look = _look_of(run.find(f"{_W}rPr"), above, styles)
    if how := _hidden_by(look, look.fill or _ground(paragraph, styles)):
        return how
    if look.raised == "on" and _misleads(text, run):
        return _RAISED
    if _SYMBOLS.match(look.font) and any(map(str.isalnum, text)):
        return f"police de symboles « {look.font} »"
    if any(one.get(_VAL) == "rtl" for one in run.iterancestors(f"{_W}bdo", f"{_W}dir")):
        return "sens de lecture renversé"
    if above is not None and _is_flat(above.find(f"{_W}spacing")):
        return "lignes sans hauteur"
    if above is not None and _is_away(above):
        return "hors de la page"
    row = next(run.iterancestors(_ROW), None)
    return "" if row is None else _row(row.find(f"{_W}trPr"))


def _look_of(own: Any, above: Any, styles: _Styles) -> _Look:
    """The look of a run by its own properties and those of its paragraph, then by its style, then by the paragraph's."""
    direct = _look(own, above)
    if direct.struck:
        direct = direct._replace(struck="off")  # told among what is not compared, with the colours of marks
    character = styles.looks.get(_value(own, "rStyle"), _Look())
    return direct.over(character).over(styles.looks.get(_value(above, "pStyle") or styles.default, _Look()))


def _look(properties: Any, above: Any) -> _Look:
    """What the properties of letters say, and the ground that those of their paragraph give them."""
    color, size, scale, spacing = (_value(properties, name) for name in ("color", "sz", "w", "spacing"))
    strikes = [_switch(properties, name) for name in ("strike", "dstrike")]
    struck = "on" if "on" in strikes else next(filter(None, strikes), "")
    fill = _fill(properties) or _fill(above)
    return _Look(color.upper(), fill, size, scale, struck, spacing, _raised(properties), _font(properties))


def _raised(properties: Any) -> str:
    """Whether letters stand « on » another line than the rest, « off » when it is said that they do not."""
    place, shift = _value(properties, "vertAlign"), _value(properties, "position").lstrip("-")
    if place in ("superscript", "subscript") or (shift.isdigit() and int(shift) >= _HIGHEST):
        return "on"
    return "off" if place or shift else ""


def _font(properties: Any) -> str:
    fonts = properties.find(f"{_W}rFonts") if properties is not None else None
    return fonts.get(f"{_W}ascii", "") or fonts.get(f"{_W}hAnsi", "") if fonts is not None else ""


def _hidden_by(look: _Look, ground: str) -> str:
    """How a look conceals what has it; `ground`: the colour behind, « » when it is the paper's."""
    if _is_hex(look.color) and (look.color == ground or (not ground and _is_pale(look.color))):
        return "couleur du fond"
    if _most(look.size, _LEAST_SIZE):
        return "lettres trop petites pour être lues"
    if _most(look.scale, _LEAST_SCALE):
        return "lettres resserrées jusqu'à l'illisible"
    if look.spacing.startswith("-") and look.spacing[1:].isdigit() and int(look.spacing) <= _CLOSEST:
        return "lettres resserrées jusqu'à l'illisible"
    return "barré par un style" if look.struck == "on" else ""


def _misleads(text: str, run: Any) -> bool:
    """Whether letters raised or lowered are read otherwise than on the line: not the end of an ordinal, nor a unit."""
    if not any(character.isalnum() for character in text) or _ORDINAL.fullmatch(text):
        return False
    return not (_POWER.fullmatch(text) and _UNIT.search(_before(run)))


def _before(run: Any) -> str:
    """The text of the paragraph before a run."""
    pieces: list[str] = []
    for element in next(run.iterancestors(_PARAGRAPH)).iter(_RUN, _TEXT):
        if element is run:
            break
        pieces.append((element.text or "") if element.tag == _TEXT else "")
    return "".join(pieces)


def _is_away(properties: Any) -> bool:
    """Whether a paragraph is set or moved so far that the page ends before it."""
    indent, frame = properties.find(f"{_W}ind"), properties.find(f"{_W}framePr")
    far = [indent.get(f"{_W}{side}", "") for side in ("left", "start", "right", "end")] if indent is not None else []
    far += [frame.get(f"{_W}{axis}", "").lstrip("-") for axis in ("x", "y")] if frame is not None else []
    return any(one.isdigit() and int(one) >= _FARTHEST for one in far)


def _ground(paragraph: Any, styles: _Styles) -> str:
    """The colour of the cell that a paragraph is in, or « table » when the style of its table has grounds."""
    cell = next(paragraph.iterancestors(_CELL), None) if paragraph is not None else None
    if cell is None:
        return ""
    table = next(cell.iterancestors(_TABLE))
    shaded = _value(table.find(f"{_W}tblPr"), "tblStyle") in styles.grounds
    return _fill(cell.find(f"{_W}tcPr")) or ("table" if shaded else "")


def _row(properties: Any) -> str:
    if properties is None:
        return ""
    height = properties.find(f"{_W}trHeight")
    if _switch(properties, "hidden") == "on":
        return "ligne de tableau masquée"
    if height is not None and height.get(f"{_W}hRule") == "exact" and _most(height.get(_VAL, ""), _LEAST_HEIGHT):
        return "ligne de tableau sans hauteur"
    return ""


def _is_flat(spacing: Any) -> bool:
    exact = spacing is not None and spacing.get(f"{_W}lineRule") == "exact"
    return exact and _most(spacing.get(f"{_W}line", ""), _LEAST_HEIGHT)


def _most(text: str, most: int) -> bool:
    return text.isdigit() and int(text) <= most


def _value(properties: Any, name: str) -> str:
    element = properties.find(f"{_W}{name}") if properties is not None else None
    return element.get(_VAL, "") if element is not None else ""


def _switch(properties: Any, name: str) -> str:
    """Whether a switch is « on » or « off », « » when it is not there (ECMA-376 17.17.4)."""
    element = properties.find(f"{_W}{name}") if properties is not None else None
    if element is None:
        return ""
    return "off" if element.get(_VAL) in ("0", "false", "off") else "on"


def _fill(properties: Any) -> str:
    """The ground that properties give, « » for none."""
    shading = properties.find(f"{_W}shd") if properties is not None else None
    fill = shading.get(_FILL, "").upper() if shading is not None else ""
    return fill if _is_hex(fill) else ""


def _is_hex(color: str) -> bool:
    return re.fullmatch(r"[0-9A-Fa-f]{6}", color) is not None


def _is_pale(color: str) -> bool:
    return min(int(color[at : at + 2], 16) for at in (0, 2, 4)) >= _PALE


# ---------------------------------------------------------------- styles and numbers


def _styles(elements: Mapping[str, Any]) -> _Styles:
    """The styles as they are once each has taken what it does not say from those it is based on."""
    own = {ident: _look(one.find(f"{_W}rPr"), one.find(f"{_W}pPr")) for ident, one in elements.items()}
    shaded = {ident for ident, one in elements.items() if any(map(_is_shade, one.iter(f"{_W}shd")))}
    looks, grounds, default = {}, set(), ""
    for ident, line in descent(elements).items():
        kind = elements[ident].get(f"{_W}type")
        if kind in ("paragraph", "character"):
            looks[ident] = reduce(_Look.over, [own[one] for one in line])
        elif not shaded.isdisjoint(line):
            grounds.add(ident)
        if kind == "paragraph" and elements[ident].get(f"{_W}default") in ("1", "true", "on"):
            default = ident
    return _Styles(looks, default, frozenset(grounds))


def _is_shade(shading: Any) -> bool:
    fill = shading.get(_FILL, "")
    return _is_hex(fill) and not _is_pale(fill)


def _numbering_words(parts: Mapping[str, bytes], body: Any, numbers: Iterable[str]) -> Iterator[Concealed]:
    """The words that a level of a list in use prints before its number, and that no delivered number has."""
    if _NUMBERING not in parts:
        return
    known = {word.casefold() for number in numbers for word in _LETTERS.findall(number)}
    root = parse_xml(parts[_NUMBERING], _NUMBERING)
    suspects = [level for level in root.iter(f"{_W}lvl") if _words(level) - known]
    styles, lists = _in_use(parts, body) if suspects else (set(), set())
    used = {_value(one, "abstractNumId") for one in root.iter(f"{_W}num") if one.get(f"{_W}numId") in lists}
    for level in suspects:
        holder = next(level.iterancestors(f"{_W}abstractNum", f"{_W}num"), None)
        owners = {holder.get(f"{_W}abstractNumId")} & used if holder is not None else set()
        overridden = holder is not None and holder.get(f"{_W}numId") in lists
        if owners or overridden or _value(level, "pStyle") in styles:
            yield Concealed("imprimé par la numérotation, hors du texte", _value(level, "lvlText"))


def _words(level: Any) -> set[str]:
    return {word.casefold() for word in _LETTERS.findall(_value(level, "lvlText"))}


def _in_use(parts: Mapping[str, bytes], body: Any) -> tuple[set[str], set[str]]:
    """The paragraph styles of the body, and the lists that its paragraphs or these styles are in."""
    styles = {style.get(_VAL, "") for style in body.iter(f"{_W}pStyle")}
    lists = {number.get(_VAL, "") for number in body.iter(f"{_W}numId")}
    for ident, style in styles_of(parts).items():
        if ident in styles:
            lists |= {number.get(_VAL, "") for number in style.iter(f"{_W}numId")}
    return styles, lists
