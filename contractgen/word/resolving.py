"""The tracked changes of a tree, all accepted or all rejected, in place: ECMA-376 part 1, 17.13.5.

A paragraph mark that goes joins its paragraph to the next one, whose properties stay, as Word does it (17.13.5.15,
17.13.5.20). What a removed stretch holds of a bookmark or comment that goes on outside it stays. What cannot be done
as the change says is told, never passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
INS, DEL, MOVE_FROM, MOVE_TO = f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"
MARKS = (INS, DEL, MOVE_FROM, MOVE_TO)
P, PPR, RPR, RUN, TABLE, ROW, CELL = (f"{W}{name}" for name in ("p", "pPr", "rPr", "r", "tbl", "tr", "tc"))
SDT, SDT_CONTENT, CUSTOM_XML = f"{W}sdt", f"{W}sdtContent", f"{W}customXml"
PROPERTIES = {
    f"{W}{name}Change": f"{W}{name}" for name in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "trPr", "tcPr", "tblGrid")
}
CELL_MARKS = (f"{W}cellIns", f"{W}cellDel", f"{W}cellMerge")
NUMBERING_CHANGE = f"{W}numberingChange"
_RANGE_KINDS = ("customXmlIns", "customXmlDel", "customXmlMoveFrom", "customXmlMoveTo", "moveFrom", "moveTo")
RANGES = tuple(f"{W}{kind}Range{end}" for kind in _RANGE_KINDS for end in ("Start", "End"))
_PAIRS = {
    f"{W}{start}": f"{W}{end}"
    for start, end in (
        ("bookmarkStart", "bookmarkEnd"),
        ("commentRangeStart", "commentRangeEnd"),
        ("permStart", "permEnd"),
    )
}
_MARKUP = frozenset((*_PAIRS, *_PAIRS.values(), *RANGES, f"{W}proofErr"))
_CONTAINERS = (f"{W}hyperlink", f"{W}smartTag", f"{W}fldSimple", SDT, CUSTOM_XML, TABLE)
_HELD = (RUN, P, TABLE, ROW, CELL, "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath")
_ID, _VAL = f"{W}id", f"{W}val"
_STAYING = {
    f"{W}rPr": MARKS,
    f"{W}pPr": (RPR, f"{W}sectPr"),
    f"{W}sectPr": (f"{W}headerReference", f"{W}footerReference"),
    f"{W}trPr": (INS, DEL),
    f"{W}tcPr": CELL_MARKS,
}


def resolve(root: Any, accepted: bool) -> tuple[str, ...]:
    """Accepts or rejects every change of a tree; what could not be done as the change says, in French."""
    gone = (DEL, MOVE_FROM) if accepted else (INS, MOVE_TO)
    holding = [element for element in root.iter(*_CONTAINERS) if _holds(element)]
    _properties(root, accepted)
    _rows_and_cells(root, gone, accepted)
    _controls(root, f"{W}customXmlDel" if accepted else f"{W}customXmlIns")
    _numbered(root, accepted)
    joined = _stretches(root, gone)
    _emptied(holding)  # before: a paragraph with an emptied link shows nothing
    problems = [problem for paragraph in reversed(joined) for problem in _join(paragraph)]
    _emptied(holding)
    for name in ("delText", "delInstrText"):
        for element in root.iter(f"{W}{name}"):
            element.tag = f"{W}t" if name == "delText" else f"{W}instrText"
    return tuple(problems)


def _emptied(holding: list[Any]) -> None:
    """Takes out the links, controls and tables that hold nothing any more."""
    for element in reversed(holding):
        if element.getparent() is not None and not _holds(element):
            remove(element)


def mark_of(paragraph: Any, *names: str) -> Any:
    """The change of a paragraph's mark (17.13.5.15, .20, .22, .26); None without one of these names."""
    properties = paragraph.find(f"{PPR}/{RPR}")
    return None if properties is None else next((mark for mark in properties if mark.tag in names), None)


def remove(element: Any) -> None:
    """Takes an element out, if it is still in; the starts and ends whose other side stands outside it stay in its place."""
    if element.getparent() is None:
        return
    inside = list(element.iter(*_PAIRS, *_PAIRS.values()))
    paired = {(_PAIRS.get(one.tag, one.tag), one.get(_ID)) for one in inside if one.tag in _PAIRS}
    closed = {(one.tag, one.get(_ID)) for one in inside if one.tag not in _PAIRS} & paired
    for one in inside:
        if (_PAIRS.get(one.tag, one.tag), one.get(_ID)) not in closed:
            element.addprevious(one)
    element.getparent().remove(element)


def unwrap(element: Any) -> None:
    """Puts the children of an element in its place."""
    for child in list(element):
        element.addprevious(child)
    element.getparent().remove(element)


def following(paragraph: Any) -> Any:
    """The next paragraph or table of the same cell, note or body, in or out of content controls; None at the end."""
    element = paragraph
    while True:
        for sibling in element.itersiblings():
            found = _first_block(sibling)
            if found is not None:
                return found
        element = element.getparent()
        if element is None or element.tag not in (SDT, SDT_CONTENT, CUSTOM_XML):
            return None


def empty(paragraph: Any) -> bool:
    """Whether a paragraph shows nothing."""
    return all(child.tag == PPR or child.tag in _MARKUP for child in paragraph)


def _first_block(element: Any) -> Any:
    if element.tag in (P, TABLE):
        return element
    if element.tag in (SDT, SDT_CONTENT, CUSTOM_XML):
        return next((found for child in element if (found := _first_block(child)) is not None), None)
    return None


def _ends_the_body(paragraph: Any) -> bool:
    """Whether a paragraph stands last in the body, after others or what holds them: not the last of a cell, which stays."""
    holder = paragraph.getparent()
    before = [one for one in paragraph.itersiblings(preceding=True) if _first_block(one) is not None]
    return holder.tag == f"{W}body" and bool(before)


def _holds(element: Any) -> bool:
    return any(one is not element for one in element.iter(*_HELD))


# ---------------------------------------------------------------- properties


def _properties(root: Any, accepted: bool) -> None:
    """Changes of formatting: what is written stays, or what it was comes back (17.13.5.29 to .39)."""
    for change in list(root.iter(*PROPERTIES)):
        owner = change.getparent()
        if owner is None:  # in what another change held
            continue
        owner.remove(change)
        if not accepted and owner.getparent() is not None:
            _restore(owner, change)
    for change in list(root.iter(NUMBERING_CHANGE)):
        change.getparent().remove(change)


def _restore(owner: Any, change: Any) -> None:
    former = change.find(PROPERTIES[change.tag])
    staying = _STAYING.get(owner.tag, ())
    kept = [child for child in owner if child.tag in staying]
    old = [] if former is None else [child for child in former if child.tag not in staying]
    for child in list(owner):
        owner.remove(child)
    owner.extend([*old, *kept] if owner.tag == PPR else [*kept, *old])
    if not len(owner) and owner.tag in (RPR, PPR):
        owner.getparent().remove(owner)


def _numbered(root: Any, accepted: bool) -> None:
    """Numbering put on a paragraph (17.13.5.19)."""
    for mark in [one for one in root.iter(INS) if one.getparent().tag == f"{W}numPr"]:
        properties = mark.getparent()
        properties.remove(mark)
        if not accepted and properties.getparent() is not None:
            properties.getparent().remove(properties)


# ---------------------------------------------------------------- tables


def _rows_and_cells(root: Any, gone: tuple[str, ...], accepted: bool) -> None:
    for properties in list(root.iter(f"{W}trPr")):
        marks = [child for child in properties if child.tag in (INS, DEL)]
        if any(mark.tag in gone for mark in marks):
            remove(properties.getparent())
        else:
            _drop(properties, marks)
    for mark in list(root.iter(*CELL_MARKS)):
        properties = mark.getparent()
        cell = properties.getparent()
        if mark.tag == f"{W}cellMerge":
            _merged(properties, mark.get(f"{W}vMerge" if accepted else f"{W}vMergeOrig"))
            properties.remove(mark)
        elif mark.tag == (f"{W}cellDel" if accepted else f"{W}cellIns"):
            row = cell.getparent()
            remove(cell)
            if row is not None and row.find(f".//{CELL}") is None:
                remove(row)
        else:
            _drop(properties, [mark])


def _drop(properties: Any, marks: list[Any]) -> None:
    for mark in marks:
        properties.remove(mark)
    if marks and not len(properties):
        properties.getparent().remove(properties)


def _merged(properties: Any, value: str | None) -> None:
    """The vertical merge of a cell as it is to be (17.13.5.3)."""
    for old in properties.findall(f"{W}vMerge"):
        properties.remove(old)
    if value is not None:
        merge = properties.makeelement(f"{W}vMerge", {_VAL: "restart" if value == "rest" else "continue"})
        properties.find(f"{W}cellMerge").addprevious(merge)


# ---------------------------------------------------------------- stretches and paragraphs


def _controls(root: Any, kind: str) -> None:
    """Content controls and custom XML that go lose their tags and keep what they hold (17.13.5.4 to .11)."""
    for start in list(root.iter(f"{kind}RangeStart")):
        control = start.getnext()
        if control is not None and control.tag in (SDT, CUSTOM_XML) and _ends_inside(control, kind, start.get(_ID)):
            content = control.find(SDT_CONTENT) if control.tag == SDT else control
            if content is not None and content is not control:
                control.addprevious(content)
                control.getparent().remove(control)
            if content is not None:
                for properties in content.findall(f"{W}customXmlPr"):
                    content.remove(properties)
                unwrap(content)
    for one in list(root.iter(*RANGES)):
        one.getparent().remove(one)


def _ends_inside(control: Any, kind: str, ident: str | None) -> bool:
    return any(end.get(_ID) == ident for end in control.iter(f"{kind}RangeEnd"))


def _stretches(root: Any, gone: tuple[str, ...]) -> list[Any]:
    """Takes out or unwraps the stretches; the paragraphs whose mark goes, in order."""
    joined = []
    for mark in list(root.iter(*MARKS)):
        owner = mark.getparent()
        if owner is None:
            continue
        if owner.tag == RPR and owner.getparent().tag == PPR:
            owner.remove(mark)
            if mark.tag in gone:
                joined.append(owner.getparent().getparent())
            _drop_empty(owner)
        elif not placed(mark):
            continue
        elif mark.tag in gone:
            remove(mark)
        else:
            unwrap(mark)
    return [paragraph for paragraph in joined if paragraph.getparent() is not None]


def placed(mark: Any) -> bool:
    """Whether a change of a stretch stands where its sense is known."""
    name = mark.getparent().tag.rpartition("}")[2]
    return not name.endswith("Pr") and name != "r"


def _drop_empty(properties: Any) -> None:
    """Takes out the properties of a mark, and of its paragraph, that say nothing any more."""
    if not len(properties):
        owner = properties.getparent()
        owner.remove(properties)
        if not len(owner):
            owner.getparent().remove(owner)


def _join(paragraph: Any) -> Iterator[str]:
    """Joins a paragraph, its mark gone, to the next one; the last of a cell or body keeps its mark."""
    after = following(paragraph)
    content = [child for child in paragraph if child.tag != PPR]
    if after is not None and after.tag == P:
        place = 1 if len(after) and after[0].tag == PPR else 0
        after[place:place] = content
        paragraph.getparent().remove(paragraph)
    elif empty(paragraph) and (after is not None or _ends_the_body(paragraph)):
        for child in content:
            paragraph.addprevious(child)
        paragraph.getparent().remove(paragraph)
    elif not empty(paragraph):
        where = "devant un tableau" if after is not None else "en fin de cellule ou de document"
        yield f"marque de paragraphe supprimée {where} : le paragraphe reste séparé"
