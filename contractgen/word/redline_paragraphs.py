"""Paragraphs of a redline: atoms with what happens to each in, paragraphs with native tracked changes out.

ECMA-376 part 1, 17.13.5. The same author, date and first number give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from itertools import groupby
from typing import Any, Literal, NamedTuple

from lxml import etree

from contractgen.differences import word_stretches
from contractgen.word.redline_atoms import SILENT, Atom
from contractgen.word.resolving import CUSTOM_XML, DEL, INS, MOVE_FROM, MOVE_TO, PPR, RPR, RUN, SDT, P, W

State = Literal["kept", "struck", "added", "gone", "come"]  # the last two: moved from here, moved to here
CHANGES: dict[State, str] = {"struck": DEL, "added": INS, "gone": MOVE_FROM, "come": MOVE_TO}
_STRUCK = {f"{W}t": f"{W}delText", f"{W}instrText": f"{W}delInstrText"}
_ALONE = (f"{W}fldChar", f"{W}instrText")
_IN_CHANGES = (f"{W}bookmarkStart", f"{W}bookmarkEnd", RUN, SDT, CUSTOM_XML, f"{W}smartTag", f"{W}dir", f"{W}bdo")
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Pen:
    """Who writes, when, and the number of the next change."""

    def __init__(self, author: str, date: str, first: int) -> None:
        self.author, self.date, self.next = author, date, first

    def number(self) -> str:
        self.next += 1
        return str(self.next - 1)

    def change(self, name: str) -> Any:
        """A new tracked change, empty."""
        return etree.Element(name, {f"{W}id": self.number(), f"{W}author": self.author, f"{W}date": self.date})


class Entry(NamedTuple):
    """An atom and what happens to it; `former`: the atom whose format it had, when that changed."""

    state: State
    atom: Atom
    former: Atom | None = None


def compared(a: list[Atom], b: list[Atom]) -> list[Entry]:
    """What makes one paragraph of the other: what is struck before what is added; marks where they were."""
    shown_a = [rank for rank, atom in enumerate(a) if atom.kind not in SILENT]
    shown_b = [rank for rank, atom in enumerate(b) if atom.kind not in SILENT]
    stretches = word_stretches([a[rank].key for rank in shown_a], [b[rank].key for rank in shown_b])
    found: list[Entry] = []
    at_a = at_b = 0
    for stretch in stretches:
        end_a, end_b = _end(shown_a, stretch.a2, len(a)), _end(shown_b, stretch.b2, len(b))
        if stretch.same:
            found += _same(a[at_a:end_a], b[at_b:end_b])
        else:
            found += [Entry("struck" if atom.kind not in SILENT else "kept", atom) for atom in a[at_a:end_a]]
            found += [Entry("added", atom) for atom in b[at_b:end_b]]
        at_a, at_b = end_a, end_b
    found += [Entry("kept", atom) for atom in a[at_a:]]
    return found + [Entry("added", atom) for atom in b[at_b:]]


def _end(shown: list[int], rank: int, length: int) -> int:
    """Where a stretch ends among all atoms: after its last shown one, or with the last of all."""
    return length if rank == len(shown) else (shown[rank - 1] + 1 if rank else 0)


def _same(a: list[Atom], b: list[Atom]) -> Iterator[Entry]:
    """A stretch that reads the same in both: the atoms of the first, in the format of the second."""
    others = iter(b)
    for atom in a:
        if atom.kind in SILENT:
            yield Entry("kept", atom)
            continue
        for other in others:
            if other.kind in SILENT:
                yield Entry("added", other)
                continue
            yield _reformatted(atom, other)
            break
    yield from (Entry("added", other) for other in others)


def _reformatted(atom: Atom, other: Atom) -> Entry:
    if atom.formatted == other.formatted:
        return Entry("kept", atom)
    return Entry("kept", atom._replace(format=other.format, formatted=other.formatted), atom)


# ---------------------------------------------------------------- paragraphs


def written(entries: Iterable[Entry], properties: Any, pen: Pen) -> list[Any]:
    """The paragraphs that hold the entries: one, or more when marks were deleted before. `properties`: the pPr of the
    last, or None."""
    found = []
    current = etree.Element(P)
    for broken, group in groupby(entries, lambda entry: entry.atom.kind == "break"):
        for one in group if broken else ():
            if one.atom.content is not None:
                current.insert(0, deepcopy(one.atom.content))
            found.append(current)
            current = etree.Element(P)
        if not broken:
            _fill(current, list(group), pen)
    if properties is not None:
        current.insert(0, properties)
    return [*found, current]


def marked(properties: Any, name: str, pen: Pen) -> Any:
    """The properties of a paragraph with its mark inserted or deleted (17.13.5.15, 17.13.5.20)."""
    properties = etree.Element(PPR) if properties is None else properties
    run = properties.find(RPR)
    if run is None:
        run = etree.Element(RPR)
        last = [child for child in properties if child.tag in (f"{W}sectPr", f"{W}pPrChange")]
        properties.insert(len(properties) - len(last), run)
    if run.find(name) is None:
        run.insert(len(run.findall(INS)) if name == DEL else 0, pen.change(name))
    return properties


def _fill(paragraph: Any, entries: list[Entry], pen: Pen) -> None:
    wrapped: list[Any] = []
    for (state, wrapper, mark), group in groupby(entries, _together):
        members = list(group)
        inside = [deepcopy(one.atom.content) for one in members] if mark else _inline(members, state, pen)
        if state != "kept":
            inside = list(_changed(inside, state, pen))
        if wrapper is not None and inside:
            own = {f"{W}id": pen.number()} if wrapper in wrapped else {}
            around = etree.SubElement(paragraph, wrapper.tag, {**wrapper.attrib, **own})
            wrapped.append(wrapper)
            around.extend(inside)
        else:
            paragraph.extend(inside)


def _together(entry: Entry) -> tuple[State, Any, bool]:
    mark = entry.atom.kind == "mark"
    return ("kept" if mark else entry.state), entry.atom.wrapper, mark


def _inline(entries: list[Entry], state: State, pen: Pen) -> list[Any]:
    """Runs and whole elements; neighbours formatted alike share a run."""
    found: list[Any] = []
    run: Any = None
    before: tuple[str, str | None] | None = None
    for entry in _unfolded(entries):
        atom = entry.atom
        if atom.kind in ("whole", "mark"):
            found.append(_whole(atom.content, state))
            run = None
            continue
        alone = atom.kind == "piece" and atom.content.tag in _ALONE
        look = (atom.formatted, entry.former.formatted if entry.former else None)
        if run is None or alone or look != before:
            run = _run(entry, pen)
            found.append(run)
        _put(run, atom, state)
        before = None if alone else look
    return found


def _unfolded(entries: list[Entry]) -> Iterator[Entry]:
    for entry in entries:
        if entry.atom.kind == "field":
            yield from (entry._replace(atom=part) for part in entry.atom.parts)
        else:
            yield entry


def _run(entry: Entry, pen: Pen) -> Any:
    """An empty run with the format of an entry, and the change of it (17.13.5.31)."""
    run = etree.Element(RUN)
    atom, former = entry.atom, entry.former
    if atom.format is not None and len(atom.format):
        run.append(deepcopy(atom.format))
    if former is not None:
        properties = run.find(RPR)
        if properties is None:
            properties = etree.SubElement(run, RPR)
        for earlier in properties.findall(f"{W}rPrChange"):
            properties.remove(earlier)
        properties.append(_format_change(former.format, pen))
    return run


def _format_change(former: Any, pen: Pen) -> Any:
    earlier = former.find(f"{W}rPrChange") if former is not None else None
    if earlier is not None:
        return deepcopy(earlier)
    change = pen.change(f"{W}rPrChange")
    old = etree.SubElement(change, RPR)
    old.extend(deepcopy(child) for child in (former if former is not None else ()))
    return change


def _put(run: Any, atom: Atom, state: State) -> None:
    if atom.kind == "text":
        name = f"{W}delText" if state == "struck" else f"{W}t"
        last = run[-1] if len(run) else None
        if last is None or last.tag != name:
            last = etree.SubElement(run, name)
        last.text = (last.text or "") + atom.text
        if last.text != last.text.strip(" \t\n\r") or "  " in last.text:
            last.set(_SPACE, "preserve")
    else:
        run.append(_whole(atom.content, state))


def _whole(element: Any, state: State) -> Any:
    """A copy of an element; of a struck one, its text becomes deleted text."""
    copy = deepcopy(element)
    copy.tail = None
    if state == "struck" and (copy.tag in _STRUCK or copy.tag in _IN_CHANGES):
        for one in list(copy.iter(*_STRUCK)):
            one.tag = _STRUCK[one.tag]
    return copy


def _changed(elements: list[Any], state: State, pen: Pen) -> Iterator[Any]:
    """The elements inside insertions or deletions; a link has them inside it (17.16.22)."""
    for fits, group in groupby(elements, lambda one: one.tag in _IN_CHANGES or one.tag.startswith(_MATH)):
        if fits:
            change = pen.change(CHANGES[state])
            change.extend(group)
            yield change
        else:
            for element in group:
                _change_inside(element, state, pen)
                yield element


def _change_inside(element: Any, state: State, pen: Pen) -> None:
    """Strikes or adds each run that an element holds."""
    name = CHANGES[state]
    for run in [one for one in element.iter(RUN) if one.getparent().tag != name]:
        for one in list(run.iter(*_STRUCK)) if state == "struck" else ():
            one.tag = _STRUCK[one.tag]
        change = pen.change(name)
        run.addprevious(change)
        change.append(run)
