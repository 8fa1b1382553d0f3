"""What a redline brings from the other document so that its text can stand in the first: styles, lists, links, pictures.

The parts of both documents in; the parts of the first, with what is lacking added, out. What cannot be brought is told.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from contractgen.word.opening import parse_xml
from contractgen.word.redline_atoms import canonical
from contractgen.word.redline_notes import REFERENCES, Notes, note_texts
from contractgen.word.resolving import W
from contractgen.word.revisions import serialised

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_STYLES, _NUMBERING = "word/styles.xml", "word/numbering.xml"
_STYLE_USES = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
_VAL, _ID, _STYLE_ID = f"{W}val", f"{W}id", f"{W}styleId"
_ABSTRACT, _NUM = f"{W}abstractNum", f"{W}num"
_MAIN = "word/document.xml"


class Relations:
    """The relationships of a part: what each leads to, by its id."""

    attribute = f"{_R}id"

    def __init__(self, parts: dict[str, bytes], part: str) -> None:
        folder, name = posixpath.split(part)
        self.path = f"{folder}/_rels/{name}.rels"
        self.root = parse_xml(parts[self.path], self.path) if self.path in parts else etree.Element(f"{_REL}Relationships")  # fmt: skip
        self.folder = folder
        self.found = {one.get("Id", ""): one for one in self.root}
        self.leads = {ident: _leads(one, folder, parts) for ident, one in self.found.items()}
        if part == _MAIN:
            self.leads |= note_texts(parts)

    def target(self, ident: str) -> str:
        """The name of the part that a relationship leads to."""
        return _target(self.found[ident], self.folder) if ident in self.found else ""


def _target(relation: Any, folder: str) -> str:
    target = relation.get("Target", "")
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")


def _leads(relation: Any, folder: str, parts: dict[str, bytes]) -> str:
    if relation.get("TargetMode") == "External":
        return f"{relation.get('Type')} {relation.get('Target')}"
    name = _target(relation, folder)
    return f"{relation.get('Type')} {hashlib.sha256(parts.get(name, name.encode())).hexdigest()}"


class Imports:
    """What is brought from the second document to the first. `parts`: those of the first, which it completes."""

    def __init__(self, parts: dict[str, bytes], other: dict[str, bytes]) -> None:
        self.parts, self._other = parts, other
        self.notices: dict[str, None] = {}
        self._styles, self._other_styles = tree(parts, _STYLES, "styles"), tree(other, _STYLES, "styles")
        self._lists, self._other_lists = tree(parts, _NUMBERING, "numbering"), tree(other, _NUMBERING, "numbering")
        self._names = style_names(self._styles, self._other_styles)
        self._numbers: dict[str, str] = {}
        self._notes = {kind: Notes(kind, parts, other) for kind in REFERENCES.values()}
        self._changed: set[str] = set()
        self._relations: dict[str, Relations] = {}

    # ------------------------------------------------------------ styles

    def translate(self, root: Any) -> None:
        """Gives the styles of the second document the ids that they have in the first."""
        for use in root.iter(*_STYLE_USES):
            use.set(_VAL, self._names.get(use.get(_VAL, ""), use.get(_VAL, "")))

    def bring_styles(self, root: Any) -> None:
        """Adds the styles that a tree uses and the first document lacks, with what they are based on."""
        ids = {style.get(_STYLE_ID) for style in self._styles.iter(f"{W}style")}
        others = {style.get(_STYLE_ID): style for style in self._other_styles.iter(f"{W}style")}
        wanted = sorted({use.get(_VAL, "") for use in root.iter(*_STYLE_USES)} - ids, reverse=True)
        while wanted:
            name = wanted.pop()
            if name in ids or name not in others:
                continue
            ids.add(name)
            style = deepcopy(others[name])
            style.attrib.pop(f"{W}default", None)
            for number in style.iter(f"{W}numId"):
                number.set(_VAL, self.number(number.get(_VAL, "")))
            self._styles.append(style)
            self._changed.add(_STYLES)
            wanted += [one.get(_VAL, "") for one in style.iter(f"{W}basedOn", f"{W}link", f"{W}next")]

    # ------------------------------------------------------------ lists

    def learn(self, number: str, other: str) -> None:
        """The list of the second document is that of the first, if they look the same and neither is taken."""
        free = number and other and other not in self._numbers and number not in self._numbers.values()
        if free and list_look(self._lists, number) == list_look(self._other_lists, other):
            self._numbers[other] = number

    def number(self, other: str) -> str:
        """The numId, in the first document, of a list of the second; the list is added when there is none."""
        if other not in self._numbers:
            self._numbers[other] = other if other == "0" or self._free(other) else self._new_list(other)
        return self._numbers[other]

    def _free(self, other: str) -> bool:
        look = list_look(self._lists, other)
        return bool(look) and look == list_look(self._other_lists, other) and other not in self._numbers.values()

    def _new_list(self, other: str) -> str:
        source = _by_id(self._other_lists, _NUM, f"{W}numId", other)
        if source is None:
            return other
        look = _abstract_look(self._other_lists, source)
        same = [num for num in self._lists.iter(_NUM) if _abstract_look(self._lists, num) == look]
        number = _next(self._lists, _NUM, f"{W}numId")
        copy = deepcopy(source)
        copy.set(f"{W}numId", number)
        abstract = _reference(same[0]) if same else self._new_abstract(_reference(source))
        for reference in copy.findall(f"{W}abstractNumId"):
            reference.set(_VAL, abstract)
        last = self._lists.findall(_NUM)
        self._lists.insert(list(self._lists).index(last[-1]) + 1 if last else len(self._lists), copy)
        self._changed.add(_NUMBERING)
        return number

    def _new_abstract(self, ident: str) -> str:
        found = self._lists.findall(_ABSTRACT)
        number = _next(self._lists, _ABSTRACT, f"{W}abstractNumId")
        source = _by_id(self._other_lists, _ABSTRACT, f"{W}abstractNumId", ident)
        copy = etree.Element(_ABSTRACT) if source is None else deepcopy(source)
        copy.set(f"{W}abstractNumId", number)
        self.translate(copy)
        for unique in copy.findall(f"{W}nsid"):
            copy.remove(unique)
        self._lists.insert(list(self._lists).index(found[-1]) + 1 if found else 0, copy)
        return number

    # ------------------------------------------------------------ relationships

    def relations(self, part: str) -> Relations:
        """The relationships of a part of the first document."""
        if part not in self._relations:
            self._relations[part] = Relations(self.parts, part)
        return self._relations[part]

    def adopted(self, element: Any, part: str, other: Relations) -> Any:
        """A copy of an inline element of the second document, its relationships led from the part of the first; None,
        and told, when it cannot be brought."""
        copy = deepcopy(element)
        for one in copy.iter(etree.Element):
            if one.tag in REFERENCES and not self._noted(one):
                self.notices["notes de bas de page ou de fin du second document : non reprises"] = None
                return None
            for name in [name for name in one.attrib if name.startswith(_R)]:
                ident = self._led(part, other, one.get(name, ""))
                if not ident:
                    self.notices["contenu lié du second document (graphique, objet…) : non repris"] = None
                    return None
                one.set(name, ident)
        return copy

    def _noted(self, reference: Any) -> bool:
        """Leads a reference to a copy of its note; whether there is one, without relationships of its own."""
        note, ident = self._notes[REFERENCES[reference.tag]].brought(reference.get(_ID, ""))
        if note is None or any(name.startswith(_R) for one in note.iter(etree.Element) for name in one.attrib):
            return False
        self.translate(note)
        self.bring_styles(note)
        reference.set(_ID, ident)
        return True

    def _led(self, part: str, other: Relations, ident: str) -> str:
        mine, leads = self.relations(part), other.leads.get(ident, "")
        for known, same in mine.leads.items():
            if leads and same == leads:
                return known
        relation: Any = other.found.get(ident)
        kind = relation.get("Type", "").rpartition("/")[2] if relation is not None else ""
        inside = relation is not None and relation.get("TargetMode") != "External"
        if kind not in ("hyperlink", "image") or (inside and other.target(ident) not in self._other):
            return ""
        copy = deepcopy(relation)
        new = f"rIdR{len(mine.found) + 1}"
        copy.set("Id", new)
        if inside:
            copy.set("Target", f"/{self._picture(other.target(ident))}")
        mine.root.append(copy)
        mine.found[new], mine.leads[new] = copy, leads
        self._changed.add(mine.path)
        return new

    def _picture(self, name: str) -> str:
        content = self._other[name]
        extension = name.rpartition(".")[2].lower()
        new = f"word/media/{hashlib.sha256(content).hexdigest()[:16]}.{extension}"
        self.parts[new] = content
        types = parse_xml(self.parts["[Content_Types].xml"], "[Content_Types].xml")
        if extension not in {one.get("Extension", "").lower() for one in types.iter(f"{_TYPES}Default")}:
            kind = "jpeg" if extension == "jpg" else extension
            types.insert(0, types.makeelement(f"{_TYPES}Default", {"Extension": extension, "ContentType": f"image/{kind}"}))  # fmt: skip
            self.parts["[Content_Types].xml"] = serialised(types)
        return new

    def finish(self) -> None:
        """Writes what was added into the parts."""
        for name, root in ((_STYLES, self._styles), (_NUMBERING, self._lists)):
            if name in self._changed and name in self.parts:
                self.parts[name] = serialised(root)
            elif name in self._changed:
                self.notices[f"{name} : absent du premier document, son contenu n'est pas repris"] = None
        for notes in self._notes.values():
            if notes.changed and notes.write(self.parts, self.relations(_MAIN).root):
                self._changed.add(self.relations(_MAIN).path)
        for relations in self._relations.values():
            if relations.path in self._changed:
                self.parts[relations.path] = serialised(relations.root)


def tree(parts: dict[str, bytes], name: str, kind: str) -> Any:
    """A part, or an empty one of its kind when there is none."""
    return parse_xml(parts[name], name) if name in parts else etree.Element(f"{W}{kind}")


def style_names(styles: Any, others: Any) -> dict[str, str]:
    """The id in the first document of each style of the second: the same id, else that of the same name."""
    mine = {style.get(_STYLE_ID, "") for style in styles.iter(f"{W}style")}
    named = {_style_name(style): style.get(_STYLE_ID, "") for style in styles.iter(f"{W}style")}
    return {
        ident: ident if ident in mine else named.get(_style_name(style), ident)
        for style in others.iter(f"{W}style")
        if (ident := style.get(_STYLE_ID, ""))
    }


def _style_name(style: Any) -> tuple[str, str]:
    name = style.find(f"{W}name")
    return style.get(f"{W}type", ""), name.get(_VAL, "").lower() if name is not None else ""


def _by_id(root: Any, tag: str, name: str, ident: str) -> Any:
    return next((one for one in root.iter(tag) if one.get(name) == ident), None)


def _reference(num: Any) -> str:
    found = num.find(f"{W}abstractNumId")
    return "" if found is None else str(found.get(_VAL, ""))


def _next(root: Any, tag: str, name: str) -> str:
    """A number above those that the elements bear."""
    idents = [one.get(name, "") for one in root.iter(tag)]
    return str(1 + max((int(ident) for ident in idents if ident.isdecimal()), default=0))


def list_look(root: Any, number: str) -> str:
    """What of a list shows: its levels and its restarts."""
    num = _by_id(root, _NUM, f"{W}numId", number)
    return "" if num is None else _abstract_look(root, num) + "".join(_overrides(num))


def _overrides(num: Any) -> Iterator[str]:
    for one in num.findall(f"{W}lvlOverride"):
        yield canonical(one, {})


def _abstract_look(root: Any, num: Any) -> str:
    abstract = _by_id(root, _ABSTRACT, f"{W}abstractNumId", _reference(num))
    levels = abstract.findall(f"{W}lvl") if abstract is not None else ()
    return "".join(canonical(level, {}) for level in levels)
