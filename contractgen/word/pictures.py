"""The pictures of a file, which no program reads: the parts of a .docx in, their sums and their places out.

It shares no code with the writer.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from contractgen.word.opening import parse_xml
from contractgen.word.pages import shown_parts

_RELATIONSHIPS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_USES = ("{*}blip", "{*}imagedata", "{*}svgBlip")
_OUTSIDE = "External"


def page_pictures(parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """The sha256 of each picture that the headers and footers show, « » for one that is not in the file."""
    shown = shown_parts(parts)
    names = sorted(name for name in {*shown["header"], *shown["footer"]} if name in parts)
    return tuple(digest for name in names for digest in _pictures(parts, name))


def _pictures(parts: Mapping[str, bytes], name: str) -> Iterator[str]:
    targets = dict(_targets(parts, name))
    for use in parse_xml(parts[name], name).iter(*_USES):
        for attribute in ("embed", "link", "id", "pict"):
            ident = use.get(f"{_RELATIONSHIPS}{attribute}")
            if ident:
                content = parts.get(targets.get(ident, ""))
                yield "" if content is None else hashlib.sha256(content).hexdigest()


def _targets(parts: Mapping[str, bytes], name: str) -> Iterator[tuple[str, str]]:
    """The parts that the relationships of a part lead to, by their ids."""
    folder, file = posixpath.split(name)
    path = f"{folder}/_rels/{file}.rels"
    relations: Any = parse_xml(parts[path], path) if path in parts else ()
    for one in relations:
        target = one.get("Target", "")
        if one.get("TargetMode") != _OUTSIDE:
            inside = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            yield one.get("Id", ""), inside
