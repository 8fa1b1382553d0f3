"""Text that is in a file and that its page does not show, or hardly: the parts of a .docx in, each such stretch out.

Colour of paper, letters too small or too near to be seen, figures raised into an exponent, fonts of symbols, rows that are
hidden or without height, what stands off the page, and numbers that print words: what a reader of the text reads, and a
reader of the page does not, or the other way round. It shares no code with the writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from contractgen.word.colors import AUTOMATIC, NO_COLOR, alike
from contractgen.word.inheritance import styles_of
from contractgen.word.looks import UNKNOWN_GROUND, Look, Looks, value
from contractgen.word.opening import parse_xml
from contractgen.word.placing import misplaced

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL, _TEXT = f"{_W}val", f"{_W}t"
_RUN, _PARAGRAPH, _TABLE = f"{_W}r", f"{_W}p", f"{_W}tbl"
_VARIANTS = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_MAIN, _NUMBERING = "word/document.xml", "word/numbering.xml"
_NEAR, _PAPER, _INK = 0x20, "FFFFFF", "000000"  # of each of red, green and blue: hardly told apart
_LEAST_SIZE, _LEAST_SCALE = 8, 10  # half-points; per cent
_CLOSEST, _NARROWEST = -60, 20  # twentieths of a point
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SYMBOLS = re.compile(r"(symbol|wingdings|webdings|zapf ?dingbats|marlett|opensymbol)", re.I)
_ORDINAL = re.compile(r"(?:i?ère?|ers?|r?es?|è?mes?|nde?s?|ds?|os?|°|TM|®|©|\*)\s*", re.I)
_POWER, _UNIT = re.compile(r"[23]\s*"), re.compile(r"(?:^|[^\w])[cdk]?m\Z|CO\Z")  # m², CO₂
_BEFORE = 24


class Concealed(NamedTuple):
    """A stretch of text: how it is concealed, in French, and the text."""

    how: str
    text: str


def concealed(parts: Mapping[str, bytes], numbers: Iterable[str]) -> tuple[Concealed, ...]:
    """What the page does not show as it is read. `numbers`: the numbers that the delivered document printed, whose words
    (« Article 12 ») a numbering part may print."""
    body = parse_xml(parts[_MAIN], _MAIN)
    return (*_numbering_words(parts, body, numbers), *_in_body(body, Looks(parts)))


def _in_body(root: Any, looks: Looks) -> Iterator[Concealed]:
    """The stretches of the body, the runs of a paragraph that are concealed alike together."""
    codes = _in_codes(root)
    paragraph, place_of = None, ""
    last: tuple[Any, str] | None = None
    pieces: list[str] = []
    for run in root.iter(_RUN):
        text = "".join(element.text or "" for element in run.iter(_TEXT))
        if not text.strip():
            continue
        above = next(run.iterancestors(_PARAGRAPH), None)
        if above is not None and above is not paragraph:
            paragraph, place_of = above, misplaced(above, looks)
        how = "dans le code d'un champ" if run in codes else _how(run, text, looks) or place_of
        place = (_holder(run, how == place_of), how) if how else None
        if last is not None and place != last:
            yield Concealed(last[1], "".join(pieces))
            pieces = []
        if place:
            if pieces and place == last and how == place_of:
                pieces.append(" ")
            pieces += [text] if how != _RAISED or place == last else [_before(run)[-_BEFORE:], text]
        last = place
    if last is not None:
        yield Concealed(last[1], "".join(pieces))


def _holder(run: Any, by_place: bool) -> Any:
    """What holds the runs that are told together: a paragraph, or the table that stands where it is not seen."""
    table = next(run.iterancestors(_TABLE), None) if by_place else None
    return run.getparent() if table is None else table


_RAISED = "en exposant ou en indice"


def _how(run: Any, text: str, looks: Looks) -> str:
    """How a run is concealed, « » when it is not."""
    look = looks.of(run)
    if how := _hidden_by(look):
        return how
    if look.raised == "on" and _misleads(text, run):
        return _RAISED
    if _SYMBOLS.match(look.font) and any(map(str.isalnum, text)):
        return f"police de symboles « {look.font} »"
    if any(one.get(_VAL) == "rtl" for one in run.iterancestors(f"{_W}bdo", f"{_W}dir")):
        return "sens de lecture renversé"
    if _is_squeezed(run, text):
        return "lettres resserrées jusqu'à l'illisible"
    if _is_variant(run):
        return "variante, que chaque logiciel montre ou non"
    return ""


def _hidden_by(look: Look) -> str:
    """How a look conceals what has it."""
    if look.hidden == "on":
        return "masqué par un style"
    if _is_unseen(look):
        return "couleur du fond"
    if _most(look.size, _LEAST_SIZE):
        return "lettres trop petites pour être lues"
    if _most(look.scale, _LEAST_SCALE):
        return "lettres resserrées jusqu'à l'illisible"
    if look.spacing.startswith("-") and look.spacing[1:].isdigit() and int(look.spacing) <= _CLOSEST:
        return "lettres resserrées jusqu'à l'illisible"
    return "barré par un style" if look.struck == "on" else ""


def _is_unseen(look: Look) -> bool:
    """Whether letters have no colour, or nearly that of what is behind them; Word makes automatic ones stand out from a
    shading, and not from a highlight."""
    ground = look.marked or look.ground or _PAPER
    color = _INK if look.color in ("", AUTOMATIC) and look.marked else look.color
    if color in ("", AUTOMATIC) or ground == UNKNOWN_GROUND:
        return False
    return color == NO_COLOR or alike(color, ground, _NEAR)


def _is_squeezed(run: Any, text: str) -> bool:
    """Whether letters are made to fit a width in which none can be seen."""
    fit = run.find(f"{_W}rPr/{_W}fitText")
    return fit is not None and _most(fit.get(_VAL, ""), _NARROWEST * len(text))


def _is_variant(run: Any) -> bool:
    """Whether a run stands in one of several contents of which a program chooses one, boxes of text apart."""
    choice = next(run.iterancestors(_VARIANTS), None)
    return choice is not None and next(run.iterancestors(f"{_W}txbxContent"), None) is None


def _in_codes(root: Any) -> set[Any]:
    """The runs between the beginning of a field and what it shows, which Word takes for its code."""
    found, in_code = set(), []
    for run in root.iter(_RUN):
        for mark in run.iterchildren(f"{_W}fldChar"):
            kind = mark.get(f"{_W}fldCharType")
            if kind == "begin":
                in_code.append(True)
            elif in_code and kind == "separate":
                in_code[-1] = False
            elif in_code and kind == "end":
                in_code.pop()
        if True in in_code:
            found.add(run)
    return found


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


def _most(text: str, most: int) -> bool:
    return text.isdigit() and int(text) <= most


# ---------------------------------------------------------------- styles and numbers


def _numbering_words(parts: Mapping[str, bytes], body: Any, numbers: Iterable[str]) -> Iterator[Concealed]:
    """The words that a level of a list in use prints before its number, and that no delivered number has."""
    if _NUMBERING not in parts:
        return
    known = {word.casefold() for number in numbers for word in _LETTERS.findall(number)}
    root = parse_xml(parts[_NUMBERING], _NUMBERING)
    suspects = [level for level in root.iter(f"{_W}lvl") if _words(level) - known]
    styles, lists = _in_use(parts, body) if suspects else (set(), set())
    used = {value(one, "abstractNumId") for one in root.iter(f"{_W}num") if one.get(f"{_W}numId") in lists}
    for level in suspects:
        holder = next(level.iterancestors(f"{_W}abstractNum", f"{_W}num"), None)
        owners = {holder.get(f"{_W}abstractNumId")} & used if holder is not None else set()
        overridden = holder is not None and holder.get(f"{_W}numId") in lists
        if owners or overridden or value(level, "pStyle") in styles:
            yield Concealed("imprimé par la numérotation, hors du texte", value(level, "lvlText"))


def _words(level: Any) -> set[str]:
    return {word.casefold() for word in _LETTERS.findall(value(level, "lvlText"))}


def _in_use(parts: Mapping[str, bytes], body: Any) -> tuple[set[str], set[str]]:
    """The paragraph styles of the body, and the lists that its paragraphs or these styles are in."""
    styles = {style.get(_VAL, "") for style in body.iter(f"{_W}pStyle")}
    lists = {number.get(_VAL, "") for number in body.iter(f"{_W}numId")}
    for ident, style in styles_of(parts).items():
        if ident in styles:
            lists |= {number.get(_VAL, "") for number in style.iter(f"{_W}numId")}
    return styles, lists
