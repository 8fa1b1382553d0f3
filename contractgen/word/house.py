"""The house style, compiled once: a .docx in, the parts of every document that do not depend on its text out.

The styles, numbering, settings, fonts, header, footer and page of the file are kept; its own text is not. Header,
footer and numbering may hold tags from a closed list, which are filled as plain text. Kept by content; nothing of a
house is worked on per document.
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import lru_cache
from typing import NamedTuple

from contractgen.errors import ContentError
from contractgen.word.escaping import escape
from contractgen.word.package import Member, packed

STYLES = {
    "title": "Titre", "subtitle": "SousTitre", "toc_heading": "TitreSommaire", "toc1": "TM1", "toc2": "TM2",
    "part": "TitrePartie", "article1": "Titre1", "article2": "Titre2", "article3": "Titre3",
    "annex1": "TitreAnnexe", "annex2": "TitreAnnexe2", "annex3": "TitreAnnexe3",
    "body": "Corps", "bullet": "Puce", "bullet2": "Puce2", "item": "Lettre", "end": "Fin", "caption": "Legende",
    "cell": "Cellule", "cell_number": "CelluleNombre", "cell_head": "CelluleTete",
    "party": "Partie", "cover_note": "CouvertureMention", "cover_detail": "CouvertureDetail",
    "signature_head": "SignatureTete", "signature_line": "SignatureLigne", "signature_table": "Signatures",
    "strong": "Fort", "blank": "Blanc", "table": "Grille",
}  # fmt: skip
TAGS = ("entete", "mention", "pied", "article")
LETTERS = 4  # the abstract list of lettered items, restarted for each list
_STATIC = ("word/styles.xml", "word/settings.xml", "word/fontTable.xml", "word/theme/theme1.xml")
_TAGGED = ("word/numbering.xml", "word/header1.xml", "word/footer1.xml")
_TAG = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


class House(NamedTuple):
    """Static parts already packed; tagged parts as text cut at their tags; the section properties."""

    static: tuple[Member, ...]
    tagged: tuple[tuple[str, tuple[str, ...]], ...]
    section: str


@lru_cache(maxsize=8)
def compile_house(data: bytes) -> House:
    """The house style of a .docx. Raises ContentError when a part, a style or a tag is not as it must be."""
    parts = _parts(data)
    styles = parts["word/styles.xml"]
    missing = [name for name in STYLES.values() if f'w:styleId="{name}"' not in styles]
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
    )


def _parts(data: bytes) -> dict[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if any(name.startswith("customXml/") for name in archive.namelist()):
                raise ContentError("house.docx: ce fichier est un document produit, non un style maison")
            return {name: archive.read(name).decode("utf-8") for name in (*_STATIC, *_TAGGED, "word/document.xml")}
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
