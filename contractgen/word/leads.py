"""Where a .docx leads its reader: its parts in, links out of the file and what bookmarks hold out.

It shares no code with the writer.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from contractgen.word.opening import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LINK, _TEXT, _INSTRUCTION, _SIMPLE = f"{_W}hyperlink", f"{_W}t", f"{_W}instrText", f"{_W}fldSimple"
_START, _END = f"{_W}bookmarkStart", f"{_W}bookmarkEnd"
_MAIN = "word/document.xml"
_ADDRESS = re.compile(r"HYPERLINK\s+(?!\\l)\"?([^\"\s]+)")


class Link(NamedTuple):
    """A link to something outside the file: the words that it is put on, « » when they are not known, and its address."""

    text: str
    address: str


def outward_links(parts: Mapping[str, bytes]) -> tuple[Link, ...]:
    """The links out of the file whose words do not show their address, each once."""
    found = []
    for name in sorted(parts):
        if re.fullmatch(r"word/\w+\.xml", name) and (b"hyperlink" in parts[name] or b"HYPERLINK" in parts[name]):
            found += [link for link in _links(parts, name) if not _shown(link)]
    return tuple(dict.fromkeys(found))


def _links(parts: Mapping[str, bytes], name: str) -> Iterator[Link]:
    folder, file = posixpath.split(name)
    path = f"{folder}/_rels/{file}.rels"
    relations: Any = parse_xml(parts[path], path) if path in parts else ()
    targets = {one.get("Id"): one.get("Target", "") for one in relations if one.get("TargetMode") == "External"}
    root = parse_xml(parts[name], name)
    for link in root.iter(_LINK):
        if link.get(_ID) in targets:
            yield Link(_words(link), targets[link.get(_ID)])
    for code in root.iter(_INSTRUCTION):
        if found := _ADDRESS.search(code.text or ""):
            yield Link("", found[1])
    for field in root.iter(_SIMPLE):
        if found := _ADDRESS.search(field.get(f"{_W}instr", "")):
            yield Link(_words(field), found[1])


def _shown(link: Link) -> bool:
    address = link.address.removeprefix("mailto:").rstrip("/").casefold()
    return address.partition("://")[2] in link.text.casefold() if "://" in address else address in link.text.casefold()


def _words(element: Any) -> str:
    return " ".join("".join(one.text or "" for one in element.iter(_TEXT)).split())


def bookmark_texts(parts: Mapping[str, bytes], names: Collection[str]) -> dict[str, str]:
    """What each of these bookmarks of the body holds, on one line; none for one that is not there."""
    if not names:
        return {}
    held: dict[str, list[str]] = {}
    open_: dict[str, str] = {}
    for element in parse_xml(parts[_MAIN], _MAIN).iter(_START, _END, _TEXT):
        ident = element.get(f"{_W}id", "")
        if element.tag == _START and element.get(f"{_W}name") in names:
            open_[ident] = element.get(f"{_W}name")
            held[open_[ident]] = []
        elif element.tag == _END:
            open_.pop(ident, None)
        elif element.tag == _TEXT:
            for name in open_.values():
                held[name].append(element.text or "")
    return {name: " ".join("".join(texts).split()) for name, texts in held.items()}
