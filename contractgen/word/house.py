"""The house style, compiled once: a .docx in, the parts of every document that do not depend on its text out.

The styles, numbering, settings, fonts, theme, headers, footers and page of the file are kept; its own text is not.
Headers, footers and the numbers of articles may hold tags from a closed list, which are filled as plain text. Kept by
content; nothing of a house is worked on per document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from contractgen.errors import ContentError
from contractgen.word.escaping import escape, quoted
from contractgen.word.house_check import Examined, examine
from contractgen.word.house_letters import Letters
from contractgen.word.house_package import RefusedPartError, W, parse, serialised
from contractgen.word.house_pages import KNOWN_TAG, Page, image_type
from contractgen.word.house_styles import ALIGNED, ANNEXED, DERIVED, FOLLOWED, ROLES
from contractgen.word.package import Member, packed
from contractgen.word.styling import (
    StyleSheet,
    cut_list,
    cut_styles,
    listed,
    names_in,
    styles_part,
    untied,
    with_needed,
)

STYLES = {name: role.ident for name, role in (ROLES | DERIVED | FOLLOWED | ANNEXED | ALIGNED).items()}
NUMBERINGS = ("article", "section")
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SETTINGS = (
    "evenAndOddHeaders", "defaultTabStop", "autoHyphenation", "consecutiveHyphenLimit", "hyphenationZone",
    "doNotHyphenateCaps", "characterSpacingControl", "compat", "themeFontLang", "clrSchemeMapping", "decimalSymbol",
    "listSeparator",
)  # fmt: skip
_WORDS, _FIELD, _INSTRUCTION = f"{W}t", f"{W}fldChar", f"{W}instrText"
_GAPS = (f"{W}p", f"{W}tab", f"{W}br")
_OPTIONAL = {
    "settings": "word/settings.xml",
    "fontTable": "word/fontTable.xml",
    "theme": "word/theme/theme1.xml",
}


class Related(NamedTuple):
    """A part of the package that the document is related to: relation id, kind, and name under word/."""

    ident: str
    kind: str
    file: str


class House(NamedTuple):
    """Static parts already packed; headers and footers as text cut at their tags, and again as the text they show
    (`shown`); the sums of the images in them (`pictures`); what the document is related to; the types of images; the section properties;
    the width of the text in twentieths of a point; the styles, and those that headers and footers name with a mention
    and without; the numbering part for each way of numbering; the lists of letters, and the definition of that of letters alone."""

    static: tuple[Member, ...]
    tagged: tuple[tuple[str, tuple[str, ...]], ...]
    shown: tuple[tuple[str, ...], ...]
    pictures: tuple[str, ...]
    related: tuple[Related, ...]
    images: tuple[str, ...]
    section: str
    width: int
    sheet: StyleSheet
    always: Mapping[bool, frozenset[str]]
    numbering: Mapping[str, str]
    letters: Letters
    alone: str


class Dress(NamedTuple):
    """What a house gives to the documents that use the same styles: the styles part, and the numbering part cut at
    its tags for each way of numbering."""

    styles: Member
    numbering: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=8)
def compile_house(data: bytes) -> House:
    """The house style of a .docx. Raises ContentError with every error that `check_house` finds in it."""
    house, findings = examine(data)
    if house is None:
        raise ContentError(
            *(f"style maison : {f.where} : {f.message} {f.advice}" for f in findings if f.severity == "error")
        )
    pages = [(f"{page.kind}{rank}.xml", page) for rank, page in enumerate(house.section.pages, 1)]
    texts = {file: serialised(page.root) for file, page in pages}
    optional = dict(_optional(house.parts))
    related = [Related("rId1", "styles", "styles.xml"), Related("rId2", "numbering", "numbering.xml")]
    related += [Related(f"rIdO{rank}", kind, _OPTIONAL[kind][5:]) for rank, kind in enumerate(optional, 1)]
    related += [Related(f"rIdP{rank}", page.kind, file) for rank, (file, page) in enumerate(pages, 1)]
    media = [member for file, page in pages for member in _media(file, page)]
    sheet = cut_styles(serialised(house.styles))
    numbering, alone = cut_list(serialised(house.numbering), house.letters.alone)
    return House(
        (*(packed(_OPTIONAL[kind], text.encode()) for kind, text in optional.items()), *media),
        tuple((f"word/{file}", _cut(text)) for file, text in texts.items()),
        tuple(_cut(text) for _, page in pages if (text := _shown(page))),
        tuple(dict.fromkeys(sha256(image).hexdigest() for _, page in pages for image in page.images.values())),
        tuple(related),
        tuple(sorted({member.name.rpartition(".")[2] for member in media} - {"rels"})),
        _section(house, [page for _, page in pages]),
        house.section.width,
        sheet,
        {
            marked: names_in(*(text if marked else _unmarked(text) for text in texts.values()))
            for marked in (True, False)
        },
        {kind: _numbered(numbering, kind) for kind in NUMBERINGS},
        house.letters,
        alone,
    )


@lru_cache(maxsize=64)
def dress(data: bytes, used: frozenset[str], marked: bool) -> Dress:
    """The styles and numbering for the documents that use these styles (keys of STYLES), in the house style `data`;
    `marked`: they bear a mention on each page."""
    house = compile_house(data)
    kept = with_needed(house.sheet, (*(STYLES[name] for name in used), *house.always[marked]))
    styles = styles_part(house.sheet, kept)
    pages = [piece for _, pieces in house.tagged for piece in pieces]
    return Dress(
        packed("word/styles.xml", styles.encode()),
        {kind: _cut(listed(untied(text, kept), styles, *pages)) for kind, text in house.numbering.items()},
    )


def _optional(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Settings, fonts and theme where the template has them, without what leads to parts that are not carried."""
    for kind, name in _OPTIONAL.items():
        try:
            root = parse(parts, name)
        except RefusedPartError:
            continue
        if kind == "settings":
            _keep(root, {f"{W}{child}" for child in _SETTINGS})
            _in_french(root)
        if kind == "fontTable":
            for embedded in [e for e in root.iter() if "embed" in e.tag]:
                embedded.getparent().remove(embedded)
            for charset in root.iter(f"{W}charset"):
                charset.attrib.pop(f"{W}characterSet", None)  # LibreOffice writes names that the schema does not have
        if kind != "theme" or b"r:embed" not in parts[name]:
            yield kind, serialised(root)


def _in_french(root: Any) -> None:
    """Fields are written with a comma for decimals and a semicolon between items, whatever machine the template is from
    (ECMA-376 17.15.1.24 and 17.15.1.56, the last two settings)."""
    _keep(root, {child.tag for child in root} - {f"{W}decimalSymbol", f"{W}listSeparator"})
    for name, symbol in (("decimalSymbol", ","), ("listSeparator", ";")):
        root.append(root.makeelement(f"{W}{name}", {f"{W}val": symbol}))


def _keep(root: Any, tags: set[str]) -> None:
    for child in [child for child in root if child.tag not in tags]:
        root.remove(child)


def _media(file: str, page: Page) -> Iterator[Member]:
    """The images of a header or footer under names of our own, and its relations."""
    if not page.images and not page.links:
        return
    relations = ""
    for rank, (ident, content) in enumerate(page.images.items(), 1):
        name = f"media/{file.removesuffix('.xml')}-{rank}.{image_type(content)}"
        yield packed(f"word/{name}", content)
        relations += f'<Relationship Id="{quoted(ident)}" Type="{_RELATIONS}/image" Target="{name}"/>'
    for ident, address in page.links.items():
        relations += f'<Relationship Id="{quoted(ident)}" Type="{_RELATIONS}/hyperlink" Target="{quoted(address)}" TargetMode="External"/>'
    text = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'
    )
    yield packed(f"word/_rels/{file}.rels", text.encode())


def _section(house: Examined, pages: list[Page]) -> str:
    """The properties of the section, its headers and footers first (ECMA-376 17.6.17)."""
    references = "".join(
        f'<w:{page.kind}Reference w:type="{page.when}" r:id="rIdP{rank}"/>' for rank, page in enumerate(pages, 1)
    )
    return references + "".join(_element(child) for child in house.section.properties)


def _element(element: Any) -> str:
    """An element of the section as text, without the namespaces of the part that it comes from."""
    name = element.tag.removeprefix(W)
    attributes = "".join(
        f' w:{key.removeprefix(W)}="{quoted(v)}"' for key, v in element.attrib.items() if key.startswith(W)
    )
    inside = "".join(map(_element, element))
    return f"<w:{name}{attributes}>{inside}</w:{name}>" if inside else f"<w:{name}{attributes}/>"


def _shown(page: Page) -> str:
    """The text of a header or footer, as XML has it, without the results of its fields, which each page changes; those of
    links are its own words."""
    pieces: list[str] = []
    instructions: list[str] = []  # of the open fields
    results: list[bool] = []  # whether each has come to a result that pages change
    for element in page.root.iter(_WORDS, _FIELD, _INSTRUCTION, *_GAPS):
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            instructions.append("")
            results.append(False)
        elif kind == "separate" and instructions:
            results[-1] = "HYPERLINK" not in instructions[-1]
        elif kind == "end" and instructions:
            instructions.pop()
            results.pop()
        elif element.tag == _INSTRUCTION and instructions:
            instructions[-1] += element.text or ""
        elif element.tag in _GAPS:
            pieces.append(" ")
        elif element.tag == _WORDS and not any(results) and not _in_simple_field(element):
            pieces.append(element.text or "")
    return escape(" ".join("".join(pieces).split()))


def _in_simple_field(element: Any) -> bool:
    return next(element.iterancestors(f"{W}fldSimple"), None) is not None


def _numbered(numbering: str, kind: str) -> str:
    """The numbering part for articles, as it stands, or for sections, whose titles take the indent of the level below:
    « 4 » needs no more room than « 4.1 », where « Article 4 » does."""
    if kind == "article":
        return numbering
    levels = {tie[1]: level for level in _LEVEL.findall(numbering) if (tie := _TIE.search(level))}
    title, below = (levels.get(STYLES[name], "") for name in ("article1", "article2"))
    old, new = _INDENT.search(title), _INDENT.search(below)
    return numbering if old is None or new is None else numbering.replace(title, title.replace(old[0], new[0]), 1)


_LEVEL = re.compile(r"<w:lvl\b.*?</w:lvl>", re.DOTALL)
_TIE = re.compile(r'<w:pStyle w:val="([^"]*)"')
_INDENT = re.compile(r"<w:pPr>.*?</w:pPr>", re.DOTALL)


def _cut(text: str) -> tuple[str, ...]:
    """The text cut at its tags: literal, tag, literal, …"""
    return tuple(KNOWN_TAG.split(text))


def filled(pieces: tuple[str, ...], values: dict[str, str]) -> str:
    """A tagged part with the values in the place of its tags, as plain text; what has none leaves no empty run."""
    text = "".join(piece if index % 2 == 0 else escape(values[piece]) for index, piece in enumerate(pieces))
    return _EMPTY_RUN.sub("", text)


def _unmarked(text: str) -> str:
    """A tagged part without the mention."""
    return _EMPTY_RUN.sub("", "".join(piece for piece in _cut(text) if piece != "mention"))


_EMPTY_RUN = re.compile(
    r"<w:r(?: [^>]*)?>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t(?: [^>]*)?(?:/>|></w:t>)</w:r>", re.DOTALL
)
