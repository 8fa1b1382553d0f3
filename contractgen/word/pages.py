"""The headers and footers that a document shows, and its numbering part: the parts of a .docx in, names and texts out.

It shares no code with the writer.
"""

from __future__ import annotations

from collections.abc import Mapping

from contractgen.word.opening import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT, _FIELD, _INSTRUCTION, _SIMPLE = f"{_W}t", f"{_W}fldChar", f"{_W}instrText", f"{_W}fldSimple"
_GAPS = (f"{_W}p", f"{_W}tab", f"{_W}br")
_KIND = f"{_W}fldCharType"
_PROPERTIES = "docProps/core.xml"
_RELATIONS = "word/_rels/document.xml.rels"


def shown_parts(parts: Mapping[str, bytes]) -> dict[str, tuple[str, ...]]:
    """The names of the parts that the document shows, by kind: header, footer, numbering (ECMA-376 11.3)."""
    found: dict[str, tuple[str, ...]] = {"header": (), "footer": (), "numbering": ()}
    for relation in parse_xml(parts[_RELATIONS], _RELATIONS) if _RELATIONS in parts else ():
        kind = relation.get("Type", "").rpartition("/")[2]
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else f"word/{target}"
        if kind in found:
            found[kind] = (*found[kind], path)
    return found


def file_title(parts: Mapping[str, bytes]) -> str:
    """The title among the properties of the file, « » for none (ECMA-376 part 2, 11)."""
    root = parse_xml(parts[_PROPERTIES], _PROPERTIES) if _PROPERTIES in parts else None
    title = root.find("{http://purl.org/dc/elements/1.1/}title") if root is not None else None
    return "" if title is None else title.text or ""


def page_text(content: bytes, name: str) -> str:
    """The text of a header or footer, on one line, without what its fields show, which each page changes; a link shows its
    own words."""
    pieces: list[str] = []
    fields: list[list[str]] = []  # of each open field, its instruction and « result » once it has come to it
    for element in parse_xml(content, name).iter(_TEXT, _FIELD, _INSTRUCTION, *_GAPS):
        if element.tag == _INSTRUCTION and fields:
            fields[-1][0] += element.text or ""
        elif element.tag == _FIELD:
            kind = element.get(_KIND)
            if kind == "begin":
                fields.append(["", ""])
            elif kind == "separate" and fields:
                fields[-1][1] = "result"
            elif fields:
                fields.pop()
        elif element.tag in _GAPS:
            pieces.append(" ")
        elif element.tag == _TEXT:
            shown = any(state and "HYPERLINK" not in code for code, state in fields)
            if not shown and next(element.iterancestors(_SIMPLE), None) is None:
                pieces.append(element.text or "")
    return " ".join("".join(pieces).split())
