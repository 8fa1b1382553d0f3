"""Footnotes and endnotes that a redline brings from the second document (17.11): parts in, the parts of the first completed."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lxml import etree

from contractgen.word.opening import parse_xml
from contractgen.word.resolving import DEL, MOVE_FROM, W
from contractgen.word.revisions import serialised

REFERENCES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_ID, _TYPE = f"{W}id", f"{W}type"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = "[Content_Types].xml"


def note_texts(parts: dict[str, bytes]) -> dict[str, str]:
    """What each note of a document says, by the tag and id of its references."""
    found = {}
    for reference, kind in REFERENCES.items():
        name = f"word/{kind}.xml"
        for note in parse_xml(parts[name], name) if name in parts else ():
            gone = set(note.iter(DEL, MOVE_FROM))
            texts = [one.text or "" for one in note.iter(f"{W}t") if not gone & set(one.iterancestors())]
            found[f"{reference} {note.get(_ID)}"] = "".join(texts)
    return found


class Notes:
    """The notes of both documents of one kind. `changed`: whether one was brought."""

    def __init__(self, kind: str, parts: dict[str, bytes], other: dict[str, bytes]) -> None:
        self.kind, self.name = kind, f"word/{kind}.xml"
        self._made = self.name not in parts
        self._other = parse_xml(other[self.name], self.name) if self.name in other else None
        self.root = self._empty() if self._made else parse_xml(parts[self.name], self.name)
        self.changed = False

    def brought(self, ident: str) -> tuple[Any, str]:
        """A copy of a note of the second document, put among those of the first, and its id; None when it is not there."""
        notes = [one for one in self._other if one.get(_ID) == ident] if self._other is not None else []
        if not notes or self.root is None:
            return None, ""
        copy = deepcopy(notes[0])
        numbers = [int(one.get(_ID, "")) for one in self.root if one.get(_ID, "").isdecimal()]
        new = str(1 + max(numbers, default=0))
        copy.set(_ID, new)
        self.root.append(copy)
        self.changed = True
        return copy, new

    def write(self, parts: dict[str, bytes], relations: Any) -> bool:
        """Writes the part, and whether `relations` was given one more for it."""
        parts[self.name] = serialised(self.root)
        if not self._made:
            return False
        types = parse_xml(parts[_TYPES], _TYPES)
        space = types.tag.rpartition("}")[0]
        content = f"{_CONTENT}.{self.kind}+xml"
        etree.SubElement(types, f"{space}}}Override", {"PartName": f"/{self.name}", "ContentType": content})
        parts[_TYPES] = serialised(types)
        values = {"Id": f"rIdN{self.kind}", "Type": f"{_RELATION}/{self.kind}", "Target": f"/{self.name}"}
        etree.SubElement(relations, f"{relations.tag.rpartition('}')[0]}}}Relationship", values)
        return True

    def _empty(self) -> Any:
        """The notes of the second document without any but its separators."""
        if self._other is None:
            return None
        copy = deepcopy(self._other)
        for note in list(copy):
            if note.get(_TYPE, "normal") == "normal":
                copy.remove(note)
        return copy
