"""One paragraph of a redline: struck, added, or changed into another; elements in, elements out.

What the second document brings takes the styles, lists, relationships and bookmarks of the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from lxml import etree

from contractgen.word.redline_atoms import SILENT, Atom, canonical
from contractgen.word.redline_imports import Imports, Relations
from contractgen.word.redline_paragraphs import Entry, Pen, State, compared, marked, written
from contractgen.word.resolving import DEL, INS, PPR, RPR, W

_BASE = {
    PPR: (RPR, f"{W}sectPr"),
    f"{W}trPr": (INS, DEL),
    f"{W}tcPr": (f"{W}cellIns", f"{W}cellDel", f"{W}cellMerge"),
    f"{W}sectPr": (f"{W}headerReference", f"{W}footerReference"),
}
_ID, _NUMBER = f"{W}id", f"{W}numId"
_BOOKMARKS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")


class Work:
    """What is known while two parts are compared, and how much was done, by kind."""

    def __init__(self, pen: Pen, imports: Imports, part: str, other: Relations, bookmarks: dict[str, str]) -> None:
        self.pen, self.imports, self.part, self.other = pen, imports, part, other
        self.bookmarks = bookmarks  # those of the second document that the first lacks: their ids → new ones
        self.cited: set[str] = set()  # bookmarks that only the second has, and that fields lead to
        self.count: Counter[str] = Counter()
        self._first = pen.next

    def changed(self) -> bool:
        """Whether anything was written."""
        return self.pen.next != self._first


# ---------------------------------------------------------------- paragraphs


def struck(text: Sequence[Atom], properties: Any, work: Work, state: State = "struck") -> list[Any]:
    """The paragraphs with all that they show struck, or « gone » elsewhere; `properties`: those of the last, as they are
    to be."""
    return written([_entry(state, atom) for atom in _held(text)], properties, work.pen)


def added(text: Sequence[Atom], properties: Any, work: Work, state: State = "added") -> Any:
    """A paragraph with all that it shows added, or « come » from elsewhere."""
    entries = _adopted([_entry(state, atom) for atom in _held(_brought(text, work))], work)
    (paragraph,) = written(entries, properties, work.pen)
    return paragraph


def _held(text: Sequence[Atom]) -> list[Atom]:
    """The atoms of a paragraph that comes or goes, the bookmarks that are whole in it within the change: they come and go
    with it."""
    marks = [atom.content for atom in text if atom.kind == "mark"]
    ends = {mark.get(_ID) for mark in marks if mark.tag == _BOOKMARKS[1]}
    whole = {mark.get(_ID) for mark in marks if mark.tag == _BOOKMARKS[0] and mark.get(_ID) in ends}
    if not any(atom.kind not in SILENT for atom in text):
        return list(text)
    return [
        atom._replace(kind="whole")
        if atom.kind == "mark" and atom.content.tag in _BOOKMARKS and atom.content.get(_ID) in whole
        else atom
        for atom in text
    ]


def changes(a: Sequence[Atom], b: Sequence[Atom], work: Work) -> list[Entry] | None:
    """What leads from one text to the other; None when nothing does."""
    entries = compared(list(a), _brought(b, work))
    shown = [entry for entry in entries if entry.atom.kind not in SILENT]
    led = any(
        entry.state == "added" and entry.atom.content.get(f"{W}name") in work.cited
        for entry in entries
        if entry.atom.kind == "mark"
    )
    return _adopted(entries, work) if led or any(entry.state != "kept" or entry.former for entry in shown) else None


def unchanged(text: Sequence[Atom]) -> list[Entry]:
    """The entries of a text that stays."""
    return [Entry("kept", atom) for atom in text]


def changed(entries: list[Entry], properties: Any, work: Work) -> list[Any]:
    """The paragraphs that hold the entries."""
    return written(entries, properties, work.pen)


def _adopted(entries: list[Entry], work: Work) -> list[Entry]:
    """The entries, what is added in them with the relationships of the first document; what cannot be brought left out."""
    found = []
    for entry in entries:
        atom = entry.atom
        if entry.state in ("added", "come") and atom.kind in ("piece", "whole"):
            content = work.imports.adopted(atom.content, work.part, work.other)
            found += [entry._replace(atom=atom._replace(content=content))] if content is not None else []
        else:
            found.append(entry)
    return found


def _entry(state: State, atom: Atom) -> Entry:
    return Entry("kept" if state in ("struck", "gone") and atom.kind in SILENT else state, atom)


def _brought(text: Sequence[Atom], work: Work) -> list[Atom]:
    """The atoms of the second document without its marks, but for the bookmarks that the first lacks."""
    found = []
    for atom in text:
        if atom.kind == "mark":
            mark = brought_bookmark(atom.content, work)
            found += [atom._replace(content=mark)] if mark is not None else []
        else:
            found.append(atom)
    return found


def brought_bookmark(mark: Any, work: Work) -> Any:
    """A copy of the start or end of a bookmark that the first document lacks, with its new id; None for any other."""
    ident = work.bookmarks.get(mark.get(_ID, "")) if mark.tag in _BOOKMARKS else None
    if ident is None:
        return None
    copy = deepcopy(mark)
    copy.set(_ID, ident)
    copy.tail = None
    return copy


# ---------------------------------------------------------------- properties


def brought_properties(properties: Any, work: Work) -> Any:
    """The properties of a paragraph of the second document, in the terms of the first; None for none."""
    if properties is None:
        return None
    copy = deepcopy(properties)
    for number in copy.iter(_NUMBER):
        number.set(f"{W}val", work.imports.number(number.get(f"{W}val", "")))
    for reference in list(copy.iter(f"{W}headerReference", f"{W}footerReference")):
        work.imports.notices["en-têtes et pieds d'une section ajoutée : non repris"] = None
        reference.getparent().remove(reference)
    return copy


def look(properties: Any) -> str:
    """What of some properties is compared."""
    return "" if properties is None else "".join(canonical(child, {}) for child in _base(properties))


def with_change(own: Any, new: Any, work: Work) -> Any:
    """The properties `new` where `own` were, with the tracked change back (17.13.5.29 to .39); an earlier change of
    the same properties stays the one that rejecting goes back by. None for none on both sides."""
    if look(own) == look(new):
        return own
    name = (own if own is not None else new).tag
    staying = [child for child in (own if own is not None else ()) if child.tag in _BASE.get(name, ())]
    found = etree.Element(name, dict(new.attrib) if new is not None else {})
    base = [deepcopy(child) for child in _base(new)]
    found.extend([*staying, *base] if name == f"{W}sectPr" else [*base, *staying])
    earlier = own.find(f"{name}Change") if own is not None else None
    if earlier is None:
        grid = name == f"{W}tblGrid"
        earlier = etree.Element(f"{name}Change", {_ID: work.pen.number()}) if grid else work.pen.change(f"{name}Change")
        old = etree.SubElement(earlier, name)
        old.extend(deepcopy(child) for child in _base(own))
    found.append(earlier)
    return found


def with_mark(properties: Any, name: str, work: Work) -> Any:
    """A copy of the properties with the paragraph mark inserted or deleted."""
    return marked(deepcopy(properties), name, work.pen)


def number_of(paragraph: Any) -> str:
    """The numId that a paragraph bears itself, « » for none."""
    number = paragraph.find(f"{PPR}/{W}numPr/{_NUMBER}")
    return "" if number is None else number.get(f"{W}val", "")


def _base(properties: Any) -> list[Any]:
    if properties is None:
        return []
    apart = (*_BASE.get(properties.tag, ()), f"{properties.tag}Change")
    return [child for child in properties if child.tag not in apart]
