"""The house style, compiled once: a .docx in, the parts of every document that do not depend on its text out.

The styles, numbering, settings, fonts, header, footer and page of the file are kept; its own text is not. Header,
footer and numbering may hold tags from a closed list, which are filled as plain text. Kept by content; nothing of a
house is worked on per document.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from contractgen.errors import ContentError
from contractgen.word.escaping import escape
from contractgen.word.package import Member, packed
from contractgen.word.styling import StyleSheet, cut_styles, names_in, styles_part, untied, with_needed

STYLES = {
    "title": "Titre", "subtitle": "SousTitre", "toc_heading": "TitreSommaire", "toc1": "TM1", "toc2": "TM2",
    "part": "TitrePartie", "article1": "Titre1", "article2": "Titre2", "article3": "Titre3",
    "annex1": "TitreAnnexe", "annex2": "TitreAnnexe2", "annex3": "TitreAnnexe3",
    "body": "Corps", "bullet": "Puce", "bullet2": "Puce2", "item": "Lettre", "end": "Fin",
    "cell": "Cellule", "cell_number": "CelluleNombre", "cell_head": "CelluleTete",
    "strong": "Fort", "blank": "Blanc", "table": "Grille",
    "caption": "Legende", "party": "Partie", "cover_note": "CouvertureMention", "cover_detail": "CouvertureDetail",
    "signature_head": "SignatureTete", "signature_line": "SignatureLigne", "signature_table": "Signatures",
}  # fmt: skip
TAGS = ("entete", "mention", "pied", "article")
LETTERS = 4  # the abstract list of lettered items, restarted for each list
_STATIC = ("word/settings.xml", "word/fontTable.xml", "word/theme/theme1.xml")
_TAGGED = ("word/header1.xml", "word/footer1.xml")
_STYLES, _NUMBERING = "word/styles.xml", "word/numbering.xml"
NUMBERINGS = ("article", "section")
_TAG = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


class House(NamedTuple):
    """Static parts already packed; tagged parts as text cut at their tags; the section properties; the styles, those
    that header and footer name, and the numbering part for each way of numbering."""

    static: tuple[Member, ...]
    tagged: tuple[tuple[str, tuple[str, ...]], ...]
    section: str
    sheet: StyleSheet
    always: frozenset[str]
    numbering: Mapping[str, str]


class Dress(NamedTuple):
    """What a house gives to the documents that use the same styles: the styles part, and the numbering part cut at
    its tags for each way of numbering."""

    styles: Member
    numbering: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=8)
def compile_house(data: bytes) -> House:
    """The house style of a .docx. Raises ContentError when a part, a style or a tag is not as it must be."""
    parts = _parts(data)
    sheet = cut_styles(parts[_STYLES])
    missing = [name for name in STYLES.values() if name not in sheet.styles]
    if missing:
        raise ContentError(f"house.docx: styles absents : {', '.join(missing)}")
    section = re.search(r"<w:sectPr.*?</w:sectPr>", parts["word/document.xml"], re.DOTALL)
    if not section:
        raise ContentError("house.docx: le document n'a pas de section (format de page)")
    page = "".join(re.findall(r"<w:(?:pgSz|pgMar)\b[^>]*/>", section.group()))
    return House(
        tuple(packed(name, parts[name].encode()) for name in _STATIC),
        tuple((name, _cut(name, parts[name])) for name in _TAGGED),
        page,
        sheet,
        names_in(*(parts[name] for name in _TAGGED)),
        {kind: _numbered(parts[_NUMBERING], kind) for kind in NUMBERINGS},
    )


@lru_cache(maxsize=64)
def dress(data: bytes, used: frozenset[str]) -> Dress:
    """The styles and numbering for the documents that use these styles (keys of STYLES), in the house style `data`."""
    house = compile_house(data)
    kept = with_needed(house.sheet, (*(STYLES[name] for name in used), *house.always))
    return Dress(
        packed(_STYLES, styles_part(house.sheet, kept).encode()),
        {kind: _cut(_NUMBERING, untied(text, kept)) for kind, text in house.numbering.items()},
    )


def _numbered(numbering: str, kind: str) -> str:
    """The numbering part for articles, as it stands, or for sections, whose titles take the indent of the level below:
    « 4 » needs no more room than « 4.1 », where « Article 4 » does."""
    levels = _LEVEL.findall(numbering)
    first = next((i for i, level in enumerate(levels) if f'<w:pStyle w:val="{STYLES["article1"]}"/>' in level), None)
    if kind == "article" or first is None:
        return numbering
    old, new = (_INDENT.search(level) for level in levels[first : first + 2])
    if old is None or new is None:
        return numbering
    return numbering.replace(levels[first], levels[first].replace(old[0], new[0]), 1)


_LEVEL = re.compile(r"<w:lvl\b.*?</w:lvl>", re.DOTALL)
_INDENT = re.compile(r"<w:pPr>.*?</w:pPr>", re.DOTALL)


def _parts(data: bytes) -> dict[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if any(name.startswith("customXml/") for name in archive.namelist()):
                raise ContentError("house.docx: ce fichier est un document produit, non un style maison")
            return {
                name: archive.read(name).decode("utf-8")
                for name in (*_STATIC, *_TAGGED, _STYLES, _NUMBERING, "word/document.xml")
            }
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError) as error:
        raise ContentError(f"house.docx: fichier Word incomplet ou illisible ({error})") from error


def _cut(name: str, text: str) -> tuple[str, ...]:
    """The text cut at its tags: literal, tag, literal, …"""
    pieces = _TAG.split(text)
    for tag in pieces[1::2]:
        if tag not in TAGS:
            raise ContentError(
                f"house.docx: balise « {{{{ {tag} }}}} » inconnue dans {name} (admises : {', '.join(TAGS)})"
            )
    return tuple(pieces)


def filled(pieces: tuple[str, ...], values: dict[str, str]) -> str:
    """A tagged part with the values in the place of its tags, as plain text."""
    return "".join(piece if index % 2 == 0 else escape(values[piece]) for index, piece in enumerate(pieces))
