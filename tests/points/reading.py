"""A .docx opened with zipfile and lxml: parts, paragraphs with their styles, fields and computed numbers, tables.

Written anew from ECMA-376, so that what the generator's own reader believes is looked at from outside.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from lxml import etree

Element = etree._Element
NS = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "urn:contractgen:provenance:1",
}
NBSP, NARROW = "\u00a0", "\u202f"


def w(name: str) -> str:
    """The full name of an element or attribute of the main namespace."""
    return f"{{{NS['w']}}}{name}"


class Field(NamedTuple):
    """A complex field: its instruction and what is cached as its result."""

    code: str
    result: str


class Paragraph(NamedTuple):
    """A paragraph: `text` as shown, `typed` without the results of fields, `number` as Word would print it."""

    element: Element
    style: str
    text: str
    typed: str
    number: str
    fields: tuple[Field, ...]
    in_table: bool


class Docx:
    """A delivered file, with what its checks need to know of the dossier it comes from."""

    def __init__(self, content: bytes, document: str, draft: bool = False, electronic: bool = True) -> None:
        self.content, self.document, self.draft, self.electronic = content, document, draft, electronic
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.infos = archive.infolist()
            self.parts = {info.filename: archive.read(info) for info in self.infos}
        self._trees: dict[str, Element] = {}
        self.own: list[str] | None = None  # kept by typography: the lines without what users wrote

    def tree(self, name: str) -> Element:
        """The root of a part, parsed once."""
        if name not in self._trees:
            self._trees[name] = etree.fromstring(self.parts[name])
        return self._trees[name]

    @property
    def internal(self) -> bool:
        return self.document == "tableau-des-clauses"

    @property
    def contract(self) -> bool:
        return self.document == "contrat"

    @cached_property
    def body(self) -> Element:
        return self.tree("word/document.xml")[0]

    @cached_property
    def styles(self) -> dict[str, Element]:
        return {style.get(w("styleId"), ""): style for style in self.tree("word/styles.xml").iter(w("style"))}

    def chain(self, style: str) -> Iterator[Element]:
        """A style and those it is based on."""
        seen: set[str] = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            yield self.styles[style]
            base = self.styles[style].find("w:basedOn", NS)
            style = "" if base is None else base.get(w("val"), "")

    def inherited(self, style: str, path: str) -> Element | None:
        """The first element found at `path` in the style or those it is based on."""
        for one in self.chain(style):
            found = one.find(path, NS)
            if found is not None:
                return found
        return None

    def outline(self, style: str) -> int | None:
        found = self.inherited(style, "w:pPr/w:outlineLvl")
        return None if found is None else int(found.get(w("val"), "9"))

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        return list(_paragraphs(self))

    @cached_property
    def lines(self) -> list[str]:
        """Every text that a reader sees: paragraphs, cells, header and footer."""
        found = [paragraph.text for paragraph in self.paragraphs]
        for name in self.margins:
            found += [_texts(p)[0] for p in self.tree(name).iter(w("p"))]
        return found

    @cached_property
    def margins(self) -> list[str]:
        """The names of the header and footer parts."""
        return [name for name in self.parts if re.fullmatch(r"word/(header|footer)\d+\.xml", name)]

    @cached_property
    def tables(self) -> list[Element]:
        return list(self.body.iter(w("tbl")))

    @cached_property
    def titles(self) -> list[Paragraph]:
        """The paragraphs that have a level in the outline."""
        return [p for p in self.paragraphs if self.outline(p.style) is not None]


def text_of(element: Element) -> str:
    """What is shown of an element: text, tabs and breaks."""
    return "".join(_texts(p)[0] for p in element.iter(w("p"))) if element.tag != w("p") else _texts(element)[0]


def style_of(paragraph: Element) -> str:
    found = paragraph.find("w:pPr/w:pStyle", NS)
    return "Normal" if found is None else found.get(w("val"), "")


_SHOWN = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011"}


def _texts(paragraph: Element) -> tuple[str, str, tuple[Field, ...]]:
    """The text, the text that is not the result of a field, and the fields."""
    text, typed, fields = "", "", []
    code, result, state = "", "", ""
    for node in paragraph.iter():
        if node.tag == w("fldChar"):
            kind = node.get(w("fldCharType"))
            if kind == "end" and state:
                fields.append(Field(code.strip(), result))
            state = {"begin": "code", "separate": "result"}.get(kind or "", "")
            if kind == "begin":
                code, result = "", ""
        elif node.tag == w("instrText"):
            code += node.text or ""
        else:
            is_tab_stop = node.tag == w("tab") and node.getparent().tag == w("tabs")
            piece = (node.text or "") if node.tag == w("t") else "" if is_tab_stop else _SHOWN.get(node.tag, "")
            text += piece
            result += piece if state == "result" else ""
            typed += "\ufffc" if state == "result" and piece else piece
    return text, typed, tuple(fields)


def _paragraphs(docx: Docx) -> Iterator[Paragraph]:
    counted = Numbers(docx)
    for element in docx.body.iter(w("p")):
        style = style_of(element)
        text, typed, fields = _texts(element)
        in_table = any(True for _ in element.iterancestors(w("tbl")))
        yield Paragraph(element, style, text, typed, counted.next(element, style), fields, in_table)


# ---------------------------------------------------------------- numbers


_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def roman(count: int) -> str:
    """A small number in small roman figures."""
    worth, sign = next((one for one in _ROMAN if one[0] <= count), (0, ""))
    return sign + roman(count - worth) if count else ""


_FIGURES = {"lowerLetter": lambda n: chr(96 + n), "lowerRoman": roman, "decimal": str}


class Numbers:
    """Counts lists as Word does (ECMA-376 17.9): one counter a list definition and level, restarts by override."""

    def __init__(self, docx: Docx) -> None:
        self.docx = docx
        root = docx.tree("word/numbering.xml")
        self.abstract = {one.get(w("abstractNumId"), ""): one for one in root.findall("w:abstractNum", NS)}
        self.nums = {one.get(w("numId"), ""): one for one in root.findall("w:num", NS)}
        self.counts: dict[str, dict[int, int]] = {}
        self.begun: set[str] = set()

    def place(self, element: Element, style: str) -> tuple[str, int]:
        """The numId and level of a paragraph, its own or its style's; ("", 0) without."""
        own = element.find("w:pPr/w:numPr", NS)
        found = own if own is not None else self.docx.inherited(style, "w:pPr/w:numPr")
        if found is None:
            return "", 0
        ident, level = found.find("w:numId", NS), found.find("w:ilvl", NS)
        return ("" if ident is None else ident.get(w("val"), "")), (
            0 if level is None else int(level.get(w("val"), "0"))
        )

    def next(self, element: Element, style: str) -> str:
        ident, level = self.place(element, style)
        if not ident or ident not in self.nums:
            return ""
        num = self.nums[ident]
        abstract = num.find("w:abstractNumId", NS).get(w("val"), "")  # type: ignore[union-attr]
        counts = self.counts.setdefault(abstract, {})
        if ident not in self.begun:
            self.begun.add(ident)
            for override in num.findall("w:lvlOverride", NS):
                start = override.find("w:startOverride", NS)
                if start is not None:
                    counts[int(override.get(w("ilvl"), "0"))] = int(start.get(w("val"), "1")) - 1
        levels = {int(one.get(w("ilvl"), "0")): one for one in self.abstract[abstract].findall("w:lvl", NS)}
        for lower in range(level):
            counts.setdefault(lower, self._start(levels[lower]))
        counts[level] = counts.get(level, self._start(levels[level]) - 1) + 1
        for higher in [one for one in counts if one > level]:
            del counts[higher]
        return self._printed(levels, counts, level)

    @staticmethod
    def _start(level: Element) -> int:
        found = level.find("w:start", NS)
        return 0 if found is None else int(found.get(w("val"), "0"))

    @staticmethod
    def _printed(levels: dict[int, Element], counts: dict[int, int], level: int) -> str:
        text = levels[level].find("w:lvlText", NS).get(w("val"), "")  # type: ignore[union-attr]

        def figure(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            kind = levels[place].find("w:numFmt", NS).get(w("val"))  # type: ignore[union-attr]
            return _FIGURES[kind](counts[place])

        return re.sub(r"%(\d)", figure, text)
