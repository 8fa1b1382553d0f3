"""What a page layout must show of a Word file besides its text: its outline, its contents, what stands on each page.

In: the parts of a file. Out: titles with their outline level, entries of the table of contents with the page they
show, header and footer with their page fields left open. It shares no code with the writer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from contractgen.word.inheritance import descent, styles_of
from contractgen.word.numbers import printed_numbers
from contractgen.word.opening import parse_xml
from contractgen.word.read import Reading, read_document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{_W}val"
_FIELD, _INSTRUCTION, _TEXT, _TAB = f"{_W}fldChar", f"{_W}instrText", f"{_W}t", f"{_W}tab"
_MAIN, _SETTINGS, _RELATIONS = "word/document.xml", "word/settings.xml", "word/_rels/document.xml.rels"
_STYLES, _FONTS = "word/styles.xml", "word/fontTable.xml"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OUTLINE_LEVELS = 9  # level 9 is body text (ECMA-376 17.3.1.20)


class Title(NamedTuple):
    """A paragraph of the outline: rank of its line, level from 0."""

    line: int
    level: int


class Link(NamedTuple):
    """An entry of the table of contents: rank of its line, of the line it leads to (None when it leads nowhere), and
    the page it shows, « » without one."""

    line: int
    target: int | None
    page: str


class PageField(NamedTuple):
    """A field of a header or footer: PAGE or NUMPAGES."""

    code: str


class Furniture(NamedTuple):
    """A header or footer. `when`: default, first or even, the pages that show it; `pieces`: its texts and page fields."""

    when: str
    pieces: tuple[str | PageField, ...]


class Layout(NamedTuple):
    """What a layout is held against. `numbers`: the printed number of each numbered line; `furniture`: the headers
    and footers; `kinds`: the kinds of pages that have their own, or none."""

    reading: Reading
    numbers: Mapping[int, str]
    titles: tuple[Title, ...]
    links: tuple[Link, ...]
    furniture: tuple[Furniture, ...]
    kinds: frozenset[str] = frozenset()

    def shown_on(self, page: int) -> Iterator[Furniture]:
        """The headers and footers of a page, counted from 1 (ECMA-376 17.10.6 and 17.10.1)."""
        kind = "first" if page == 1 else "default" if page % 2 else "even"
        return (one for one in self.furniture if one.when == (kind if kind in self.kinds else "default"))


def read_layout(parts: Mapping[str, bytes]) -> Layout:
    """The layout of a file already opened. Raises ReturnedFileError when a part is not well formed."""
    reading = read_document(parts)
    levels = outline_levels(parts)
    titles = tuple(
        Title(rank, levels[line.style])
        for rank, line in enumerate(reading.lines)
        if line.style in levels and line.text.strip()
    )
    kinds, furniture = _pages(parts)
    return Layout(
        reading,
        printed_numbers(dict(parts), [line.style for line in reading.lines]),
        titles,
        tuple(_links(parts, reading)),
        furniture,
        kinds,
    )


def fonts_of(parts: Mapping[str, bytes]) -> dict[str, tuple[str, ...]]:
    """The fonts that the styles name, each with the names under which it may stand in (ECMA-376 17.8.3.1)."""
    named = {
        name
        for fonts in parse_xml(parts[_STYLES], _STYLES).iter(f"{_W}rFonts")
        for name in (fonts.get(f"{_W}ascii"), fonts.get(f"{_W}hAnsi"))
        if name
    }
    table = parse_xml(parts[_FONTS], _FONTS).iter(f"{_W}font") if _FONTS in parts else ()
    others = {font.get(f"{_W}name"): font.find(f"{_W}altName") for font in table}
    return {
        name: (name, *(other.get(_VAL, "").split(",") if (other := others.get(name)) is not None else ()))
        for name in sorted(named)
    }


def _pages(parts: Mapping[str, bytes]) -> tuple[frozenset[str], tuple[Furniture, ...]]:
    """The kinds of pages that are told apart, and the headers and footers that the last section names."""
    root = parse_xml(parts[_MAIN], _MAIN)
    settings = parse_xml(parts[_SETTINGS], _SETTINGS) if _SETTINGS in parts else None
    kinds = {"first"} if _is_on(root.find(f".//{_W}sectPr/{_W}titlePg")) else set()
    kinds |= {"even"} if settings is not None and _is_on(settings.find(f"{_W}evenAndOddHeaders")) else set()
    targets = {one.get("Id"): one.get("Target", "") for one in parse_xml(parts[_RELATIONS], _RELATIONS)}
    found = []
    for reference in root.iter(f"{_W}headerReference", f"{_W}footerReference"):
        name = f"word/{targets.get(reference.get(_RELATION), '')}"
        if name in parts:
            pieces = tuple(_furniture(parse_xml(parts[name], name)))
            found.append(Furniture(reference.get(f"{_W}type", "default"), pieces))
    return frozenset(kinds), tuple(found)


def _is_on(switch: Any) -> bool:
    """Whether a switch is there, and not turned off (ECMA-376 17.17.4)."""
    return switch is not None and switch.get(_VAL) not in ("0", "false", "off")


def outline_levels(parts: Mapping[str, bytes]) -> dict[str, int]:
    """The outline level of each paragraph style that has one, of its own or from the style it is based on."""
    styles = styles_of(parts)
    own = {}
    for ident, style in styles.items():
        level = style.find(f"{_W}pPr/{_W}outlineLvl")
        if level is not None:
            own[ident] = int(level.get(_VAL, str(_OUTLINE_LEVELS)))
    levels = {
        ident: next((own[one] for one in line if one in own), _OUTLINE_LEVELS)
        for ident, line in descent(styles).items()
    }
    return {ident: level for ident, level in levels.items() if level < _OUTLINE_LEVELS}


def _links(parts: Mapping[str, bytes], reading: Reading) -> Iterator[Link]:
    """The hyperlinks inside the table of contents, each a line of its own, in order."""
    root = parse_xml(parts[_MAIN], _MAIN)
    wanted = iter(enumerate(reading.lines))
    for link in root.iter(f"{_W}hyperlink"):
        target = link.get(f"{_W}anchor", "")
        if not target.startswith("_Toc"):
            continue
        runs = [element.text or "" for element in link.iter(_TEXT)]
        codes = "".join(element.text or "" for element in link.iter(_INSTRUCTION)).split()
        shown = "".join("\t" if e.tag == _TAB else e.text or "" for e in link.iter(_TEXT, _TAB))
        line = next((rank for rank, line in wanted if line.text == shown), None)
        if line is not None:
            paged = codes[:2] == ["PAGEREF", target]
            yield Link(line, reading.bookmarks.get(target), runs[-1] if paged and runs else "")


def _furniture(root: Any) -> Iterator[str | PageField]:
    """The texts of a header or footer; the result of a page field is not text, whatever was cached."""
    code = ""
    for element in root.iter(_FIELD, _INSTRUCTION, _TEXT):
        if element.tag == _INSTRUCTION:
            code = (element.text or "").split()[0] if (element.text or "").strip() else code
            if code in ("PAGE", "NUMPAGES"):
                yield PageField(code)
        elif element.tag == _FIELD:
            code = "" if element.get(f"{_W}fldCharType") in ("begin", "end") else code
        elif code not in ("PAGE", "NUMPAGES"):
            yield element.text or ""
