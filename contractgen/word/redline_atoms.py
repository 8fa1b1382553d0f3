"""A paragraph cut into the atoms that a redline keeps, strikes or adds: elements in, atoms out.

An atom is a word, a space, a tab, a whole field, link or content control; or a mark, which shows nothing (bookmark,
end of a comment, text that was already deleted). Text that an earlier tracked change put in remembers that change.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from contractgen.differences import words
from contractgen.word.resolving import DEL, INS, MOVE_FROM, MOVE_TO, PPR, PROPERTIES, RPR, RUN, W

Kind = Literal["text", "piece", "field", "whole", "mark", "break"]
SILENT: tuple[Kind, ...] = ("mark", "break")  # the kinds that show nothing
_T, _FIELD, _CODE = f"{W}t", f"{W}fldChar", f"{W}instrText"
_PIECES = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011"}
_REFERENCES = (f"{W}commentReference", f"{W}annotationRef")
_NO_MATTER = (f"{W}proofErr", f"{W}lastRenderedPageBreak")  # Word puts them inside words, and makes them again
_PROOFING = (f"{W}lang", f"{W}noProof")  # the language that a spelling is checked in changes nothing that is read
_COUNTED = ("PAGE", "NUMPAGES", "SECTIONPAGES")  # fields that each page counts anew: what they last showed is no text
_CUT = f"</></><{RUN}><{_T}>"  # where a text is cut in two runs without a format
_MARKS = tuple(
    f"{W}{name}"
    for name in (
        "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd",
        "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
    )
)  # fmt: skip
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_ID = f"{W}id"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Atom(NamedTuple):
    """`key`: what is compared; `text`: what it shows; `format`: the rPr of its run, `formatted`: what of it is
    compared; `content`: a run child, or whole inline elements; `parts`: the atoms of a field; `wrapper`: the earlier
    insertion that it stands in."""

    kind: Kind
    key: str
    text: str = ""
    format: Any = None
    formatted: str = ""
    content: Any = None
    parts: tuple[Any, ...] = ()
    wrapper: Any = None


def canonical(element: Any, relations: Mapping[str, str]) -> str:
    """What of an element is compared: names, attributes, text; no revision ids nor language of spelling; relations by what
    they lead to."""
    if not isinstance(element.tag, str) or element.tag in (*PROPERTIES, *_NO_MATTER, *_PROOFING):
        return ""
    if f"{element.tag} {element.get(_ID)}" in relations:  # a reference to a note
        return f"<{element.tag}>{relations[f'{element.tag} {element.get(_ID)}']}</>"
    attributes = sorted(
        (name, relations.get(value, value) if name.startswith(_RELATIONS) else value)
        for name, value in element.attrib.items()
        if not (name.startswith((f"{W}rsid", _WORD_2010)) or name == _SPACE)
    )
    inside = "".join(canonical(child, relations) for child in element).replace(_CUT, "")
    if element.tag == RPR and not inside:
        return ""
    return f"<{element.tag}{attributes or ''}>{element.text or ''}{inside}</>"


def atoms(paragraphs: tuple[Any, ...], relations: Mapping[str, str], cut: bool = True) -> list[Atom]:
    """The atoms of a paragraph; of several, when the marks of all but the last were deleted before. Not `cut`: texts whole,
    for who compares no words; inside of fields words all the same, whose keys are made of them."""
    found: list[Atom] = []
    for rank, paragraph in enumerate(paragraphs):
        if rank:
            found.append(Atom("break", "", content=paragraphs[rank - 1].find(PPR)))
        raw: list[Atom] = []
        for child in paragraph:
            if child.tag in (INS, MOVE_TO):
                for inner in child:
                    _inline(inner, child, relations, raw)
            elif child.tag != PPR:
                _inline(child, None, relations, raw)
        joined = _joined(raw)
        found += _fields(_words(joined) if cut else [atom for atom in joined if atom.kind != "text" or atom.text])
    return found


def shown(text: list[Atom]) -> list[Atom]:
    """The atoms that show something."""
    return [atom for atom in text if atom.kind not in SILENT]


def text_of(text: list[Atom]) -> str:
    """What the atoms show."""
    return "".join(atom.text for atom in text)


def halves(text: list[Atom]) -> tuple[str, ...]:
    """The starts and ends of fields that go on in other paragraphs."""
    return tuple(atom.content.get(f"{W}fldCharType", "") for atom in text if _is_field_mark(atom))


def _inline(element: Any, wrapper: Any, relations: Mapping[str, str], found: list[Atom]) -> None:
    if element.tag == RUN:
        properties = element.find(RPR)
        formatted = canonical(properties, relations) if properties is not None else ""
        for child in element:
            if isinstance(child.tag, str) and child.tag not in (RPR, *_NO_MATTER):
                found.append(_piece(child, element, properties, formatted, wrapper, relations))
    elif element.tag in _NO_MATTER:
        return
    elif not isinstance(element.tag, str) or element.tag in _MARKS or element.tag in (DEL, MOVE_FROM):
        found.append(Atom("mark", "", content=element, wrapper=wrapper))
    else:
        found.append(Atom("whole", canonical(element, relations), _shown(element), content=element, wrapper=wrapper))


def _piece(child: Any, run: Any, properties: Any, formatted: str, wrapper: Any, relations: Mapping[str, str]) -> Atom:
    if child.tag == _T:
        text = child.text or ""
        return Atom("text", text, text, properties, formatted, wrapper=wrapper)
    if child.tag in _REFERENCES:
        return Atom("mark", "", content=run, wrapper=wrapper)
    key = canonical(child, relations)
    return Atom("piece", key, _PIECES.get(child.tag, ""), properties, formatted, child, wrapper=wrapper)


def _joined(raw: list[Atom]) -> list[Atom]:
    """Texts of runs that are formatted alike joined."""
    joined: list[Atom] = []
    for atom in raw:
        last = joined[-1] if joined else None
        if last is not None and last.kind == atom.kind == "text" and _alike(last, atom):
            text = last.text + atom.text
            joined[-1] = last._replace(key=text, text=text)
        else:
            joined.append(atom)
    return joined


def _words(joined: list[Atom]) -> list[Atom]:
    """Texts cut at words."""
    found: list[Atom] = []
    for atom in joined:
        if atom.kind == "text":
            found += [
                Atom("text", word, word, atom.format, atom.formatted, wrapper=atom.wrapper) for word in words(atom.text)
            ]
        else:
            found.append(atom)
    return found


def _alike(one: Atom, other: Atom) -> bool:
    return one.formatted == other.formatted and one.wrapper is other.wrapper


def _fields(flat: list[Atom]) -> list[Atom]:
    """The fields that begin and end here, each as one atom."""
    found: list[Atom] = []
    rank = 0
    while rank < len(flat):
        end = _end_of_field(flat, rank) if _is_field_mark(flat[rank], "begin") else 0
        if end:
            found.append(_field(_words(flat[rank : end + 1])))
            rank = end
        else:
            found.append(flat[rank])
        rank += 1
    return found


def _field(parts: list[Atom]) -> Atom:
    codes = [atom for atom in parts if atom.kind == "piece" and atom.content.tag in (_FIELD, _CODE)]
    counted = "".join(atom.content.text or "" for atom in codes).split()[:1]
    told = codes if counted and counted[0] in _COUNTED else parts
    key = "".join(f"{atom.key}|{atom.formatted}" for atom in told)
    return Atom("field", key, text_of(shown(parts)), parts=tuple(parts), wrapper=parts[0].wrapper)


def _is_field_mark(atom: Atom, kind: str = "") -> bool:
    if atom.kind != "piece" or atom.content.tag != _FIELD:
        return False
    return not kind or atom.content.get(f"{W}fldCharType") == kind


def _end_of_field(flat: list[Atom], start: int) -> int:
    """The rank of the end of a field; 0 when it is elsewhere, or an earlier change stands across it."""
    depth = 0
    for rank in range(start, len(flat)):
        if flat[rank].wrapper is not flat[start].wrapper and flat[rank].kind != "mark":
            return 0
        depth += _is_field_mark(flat[rank], "begin") - _is_field_mark(flat[rank], "end")
        if depth == 0:
            return rank
    return 0


def _shown(element: Any) -> str:
    """The text of an inline element, as accepted."""
    pieces = []
    for one in element.iter(_T, *_PIECES):
        if one.tag == _T:
            pieces.append(one.text or "")
        elif one.getparent().tag == RUN:
            pieces.append(_PIECES[one.tag])
    return "".join(pieces)
