"""The tracked changes of a .docx: all accepted, all rejected, or listed; bytes in, bytes or values out.

ECMA-376 part 1, 17.13.5, in every part with text but the comments. A part without a change stays byte for byte. The
file is opened through the gate of `opening`. What is met and not understood is told (`Revisions.unhandled`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from lxml import etree

from contractgen.errors import ReturnedFileError
from contractgen.word.opening import open_package, parse_xml
from contractgen.word.package import package, packed
from contractgen.word.resolving import (
    CELL_MARKS,
    DEL,
    INS,
    MARKS,
    MOVE_FROM,
    MOVE_TO,
    NUMBERING_CHANGE,
    PPR,
    PROPERTIES,
    ROW,
    RPR,
    P,
    W,
    placed,
    resolve,
)

_TRACKED = re.compile(
    rb"<(?:[\w.-]+:)?(?:ins|del|move(?:From|To)(?:Range(?:Start|End))?|delText|delInstrText|cell(?:Ins|Del|Merge)"
    rb"|\w+Change|customXml(?:Ins|Del|MoveFrom|MoveTo)Range(?:Start|End)|conflict\w+)[\s/>]"
)
_MAIN = "word/document.xml"
TEXTS = {f"{W}{name}" for name in ("t", "delText")}
BREAKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011"}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DATA = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
KINDS = {INS: "insertion", DEL: "deletion", MOVE_FROM: "move_from", MOVE_TO: "move_to"}
_MARK_KINDS = {INS: "paragraph_inserted", DEL: "paragraph_deleted", MOVE_FROM: "paragraph_moved_from", MOVE_TO: "paragraph_moved_to"}  # fmt: skip
_CELL_KINDS = {f"{W}cellIns": "cell_inserted", f"{W}cellDel": "cell_deleted", f"{W}cellMerge": "cell_merged"}
_CONTROL_KINDS = {
    f"{W}customXml{kind}RangeStart": f"control_{name}"
    for kind, name in (("Ins", "inserted"), ("Del", "deleted"), ("MoveFrom", "moved_from"), ("MoveTo", "moved_to"))
}
_FOREIGN = re.compile(r"conflict(Ins|Del)|customXmlConflict\w+RangeStart")


class Change(NamedTuple):
    """A tracked change. `kind`: insertion, deletion, move_from, move_to (stretches); paragraph_inserted, _deleted,
    _moved_from, _moved_to (the mark of a paragraph); row_inserted, row_deleted, cell_inserted, cell_deleted,
    cell_merged; control_inserted, … (a content control, not what it holds); numbering_inserted; format_rPr,
    format_pPr, … by the properties that changed. `date`: as written; `text`: what it bears on; `part`, `paragraph`:
    the part and the rank of the paragraph in it, from 0."""

    kind: str
    author: str
    date: str
    text: str
    part: str
    paragraph: int


class Revisions(NamedTuple):
    """The tracked changes in document order; `unhandled`: what was met and is not understood, one French line each."""

    changes: tuple[Change, ...]
    unhandled: tuple[str, ...]


def accept_all(data: bytes) -> bytes:
    """The .docx with every tracked change accepted. Raises ReturnedFileError when it cannot safely be read."""
    return _resolved(data, accepted=True)


def reject_all(data: bytes) -> bytes:
    """The .docx with every tracked change rejected. Raises ReturnedFileError when it cannot safely be read."""
    return _resolved(data, accepted=False)


def revisions(data: bytes) -> Revisions:
    """The tracked changes of a .docx. Raises ReturnedFileError when it cannot safely be read."""
    changes: list[Change] = []
    unhandled: list[str] = []
    parts = open_package(data)
    for name in written_parts(parts):
        root = parse_xml(parts[name], name)
        changes += _changes(root, name)
        unhandled += [f"{name} : {problem}" for problem in _unhandled(root, parts[name])]
        for accepted in (True, False):
            tree = parse_xml(parts[name], name)
            problems = (*resolve(tree, accepted), *_left(tree))
            view = "tout accepté" if accepted else "tout refusé"
            unhandled += [f"{name}, {view} : {problem}" for problem in problems]
    return Revisions(tuple(changes), tuple(dict.fromkeys(unhandled)))


def resolved_parts(parts: Mapping[str, bytes], *, accepted: bool) -> dict[str, bytes]:
    """The parts of a .docx with every tracked change accepted, or rejected."""
    found = dict(parts)
    for name in written_parts(parts):
        if _TRACKED.search(parts[name]):
            root = parse_xml(parts[name], name)
            resolve(root, accepted)
            found[name] = serialised(root)
    return found


def serialised(root: Any) -> bytes:
    """The bytes of an XML part."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _resolved(data: bytes, accepted: bool) -> bytes:
    parts = resolved_parts(open_package(data), accepted=accepted)
    return package([packed(name, content) for name, content in parts.items()])


def written_parts(parts: Mapping[str, bytes]) -> list[str]:
    """The names of the parts that may hold tracked changes, the document first."""
    if W[1:-1].encode() not in parts[_MAIN]:
        raise ReturnedFileError(
            "Ce document n'est pas au format Word courant (« Open XML strict » ?) ; enregistrez-le de nouveau en .docx."
        )
    names = [name for name in parts if re.fullmatch(r"word/(?:[^/]+/)?(?!comments)[^/]+\.xml", name)]
    return sorted((name for name in names if W[1:-1].encode() in parts[name]), key=lambda name: (name != _MAIN, name))


# ---------------------------------------------------------------- the list


def _changes(root: Any, part: str) -> Iterator[Change]:
    rank = -1
    for element in root.iter(etree.Element):
        if element.tag == P:
            rank += 1
            if next(element.iterancestors(FALLBACK), None) is not None:
                continue
        kind, bearer = _kind(element)
        if kind and next(element.iterancestors(FALLBACK), None) is None:
            author, date = element.get(f"{W}author", ""), element.get(f"{W}date", "")
            first = rank + 1 if bearer is not None and bearer.tag == ROW else max(rank, 0)
            yield Change(kind, author, date, shown_text(bearer), part, first)


def _kind(element: Any) -> tuple[str, Any]:
    """The kind of a change and the element it bears on; « » for what is none."""
    name, owner = element.tag, element.getparent()
    if name in MARKS:
        return _kind_of_mark(element, owner)
    if name in PROPERTIES:
        bearer = owner.getparent()
        return f"format_{PROPERTIES[name].rpartition('}')[2]}", bearer if bearer.tag != f"{W}body" else None
    if name == NUMBERING_CHANGE:
        return "format_numbering", next(element.iterancestors(P), None)
    if name in CELL_MARKS:
        return _CELL_KINDS[name], owner.getparent()
    if name in _CONTROL_KINDS:
        following = element.getnext()
        control = following if following is not None and following.tag == f"{W}sdt" else None
        return (_CONTROL_KINDS[name], control) if control is not None else ("", None)
    return "", None


def _kind_of_mark(mark: Any, owner: Any) -> tuple[str, Any]:
    if owner.tag == RPR and owner.getparent().tag == PPR:
        return _MARK_KINDS[mark.tag], owner.getparent().getparent()
    if owner.tag == f"{W}trPr":
        return ("row_inserted" if mark.tag == INS else "row_deleted"), owner.getparent()
    if owner.tag == f"{W}numPr":
        return "numbering_inserted", next(mark.iterancestors(P), None)
    return (KINDS[mark.tag], mark) if placed(mark) else ("", None)


def shown_text(element: Any) -> str:
    """The text under an element, inserted and deleted alike."""
    pieces = []
    for one in element.iter(*TEXTS, *BREAKS) if element is not None else ():
        if one.tag in TEXTS:
            pieces.append(one.text or "")
        elif one.getparent().tag == f"{W}r":
            pieces.append(BREAKS[one.tag])
    return "".join(pieces)


# ---------------------------------------------------------------- what is not understood


def _unhandled(root: Any, content: bytes) -> Iterator[str]:
    for mark in root.iter(*MARKS):
        owner = mark.getparent()
        if not _kind_of_mark(mark, owner)[0]:
            name, place = (etree.QName(one).localname for one in (mark, owner))
            yield f"modification « {name} » dans « {place} » : sens inconnu, laissée telle quelle"
    count = Counter(_odd(element) for element in root.iter(etree.Element)) if _odd_hint(content) else Counter[str]()
    del count[""]
    for message, number in count.items():
        yield f"{message} ({number})"


def _odd_hint(content: bytes) -> bool:
    return _TRACKED.search(content) is not None or any(
        name in content for name in (b"graphicData", b"subDoc", b"contentPart", b":object")
    )


def _odd(element: Any) -> str:
    """What an element is, when it is a change or a text that this module does not understand."""
    name = etree.QName(element).localname
    if element.tag == NUMBERING_CHANGE:
        return "ancien numéro suivi (numberingChange) : le numéro d'avant n'est pas rétabli"
    if name.endswith("Change") and element.tag not in PROPERTIES:
        return f"changement inconnu « {name} »"
    if _FOREIGN.fullmatch(name):
        return f"conflit de fusion « {name} » : ni accepté ni refusé"
    if element.tag in (f"{W}delText", f"{W}delInstrText") and next(element.iterancestors(DEL, MOVE_FROM), None) is None:
        return "texte supprimé hors d'une suppression"
    if element.tag == _DATA and element.get("uri", "").rpartition("/")[2] in ("chart", "diagram"):
        return "graphique ou schéma dont le texte n'est pas lu"
    if element.tag in (f"{W}subDoc", f"{W}contentPart", f"{W}object"):
        return f"contenu « {name} » dont le texte n'est pas lu"
    return ""


def _left(root: Any) -> Iterator[str]:
    """What a view leaves that no document should have."""
    kinds = Counter(field.get(f"{W}fldCharType") for field in root.iter(f"{W}fldChar"))
    if kinds["begin"] != kinds["end"]:
        yield "champ dont il ne reste qu'une partie"
