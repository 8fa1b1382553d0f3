"""The other parts of a Word package: numbering, header, footer and properties of a document; what is the same in all."""

from __future__ import annotations

from functools import lru_cache

from contractgen.model import Document
from contractgen.word.escaping import escape
from contractgen.word.house import Dress, House, Related, filled
from contractgen.word.house_letters import DEPTH, Letters
from contractgen.word.lettering import Lists
from contractgen.word.package import Member, packed

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_ITEM_ID = "{7C0E1D4A-52A3-4B8E-9D61-3F2B8C5A9E10}"  # names our part for Word; the same in every file
_MENTIONS = {
    "draft": "PROJET – ne pas signer",
    "internal": "Document interne au client – ne pas transmettre",
    "review": "Copie de relecture – document interne au client – ne pas transmettre",
}


def tagged_parts(document: Document, house: House, dress: Dress, lists: Lists, review: bool = False) -> list[Member]:
    """`lists`: where each lettered list of the body stands; `review`: it is a review copy, and says so."""
    values = tag_values(document, review)
    members = [packed(name, filled(pieces, values).encode()) for name, pieces in house.tagged]
    pieces = dress.numbering[document.numbering]
    tags = tuple((tag, values[tag]) for tag in pieces[1::2])
    return [*members, _numbering(pieces, tags, house.letters, house.alone, lists)]


@lru_cache(maxsize=256)
def _numbering(
    pieces: tuple[str, ...], tags: tuple[tuple[str, str], ...], letters: Letters, alone: str, lists: Lists
) -> Member:
    """The numbering part; the same for most documents of a house. Lists are defined before their instances (17.9.15)."""
    text = filled(pieces, dict(tags)).replace("</w:numbering>", _restarts(letters, lists) + "</w:numbering>")
    if "alone" in lists:
        text = text.replace("<w:num ", f"{alone}<w:num ", 1)
    return packed("word/numbering.xml", text.encode())


def tag_values(document: Document, review: bool = False) -> dict[str, str]:
    """The text that each tag of a house style takes in a document."""
    mention = _MENTIONS["draft"] if document.draft else ""
    if review or document.internal:
        own = _MENTIONS["review" if review else "internal"]
        mention = f"PROJET – {own}" if document.draft else own
    return {
        "entete": document.header,
        "mention": mention,
        "pied": document.footer,
        "article": "Article\u00a0" if document.numbering == "article" else "",
    }


@lru_cache(maxsize=256)
def _restarts(letters: Letters, lists: Lists) -> str:
    """One numbering instance a lettered list, so that none continues another (ECMA-376 17.9.27), whatever is done to the
    titles between them."""
    abstracts = {"article": letters.article, "annex": letters.annex, "alone": letters.alone}
    return "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstracts[place]}"/><w:lvlOverride w:ilvl='
        f'"{0 if place == "alone" else DEPTH}"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for number, place in enumerate(lists, letters.last + 1)
    )


def core_properties(document: Document) -> bytes:
    """Title, author and language; the date of effect as that of the document, since no other is known to its dossier."""
    day = f"{document.day.isoformat()}T00:00:00Z" if document.day else ""
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{day}</dcterms:{name}>' for name in ("created", "modified") if day
    )
    return (
        f'{XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(document.title)}</dc:title><dc:creator>{escape(document.author)}</dc:creator>"
        f"<dc:language>fr-FR</dc:language>{dates}</cp:coreProperties>"
    ).encode()


_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_THEME = "application/vnd.openxmlformats-officedocument.theme"


@lru_cache(maxsize=16)
def fixed_parts(related: tuple[Related, ...], images: tuple[str, ...], anchored: bool) -> tuple[Member, ...]:
    """The parts that are the same in every document of a house style, packed once."""
    overrides = f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>' + "".join(
        f'<Override PartName="/word/{file}" ContentType="{_THEME if kind == "theme" else f"{_TYPE}.{kind}"}+xml"/>'
        for _, kind, file in related
    )
    relations = "".join(f'<Relationship Id="{i}" Type="{R}/{kind}" Target="{file}"/>' for i, kind, file in related)
    pictures = "".join(f'<Default Extension="{kind}" ContentType="image/{kind}"/>' for kind in images)
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides += f'<Override PartName="/docProps/core.xml" ContentType="{core}"/>'
    found = []
    if anchored:
        kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
        overrides += f'<Override PartName="/customXml/itemProps1.xml" ContentType="{kind}"/>'
        relations += f'<Relationship Id="rIdC1" Type="{R}/customXml" Target="../customXml/item1.xml"/>'
        found += _custom_parts()
    types = (
        f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{pictures}{overrides}</Types>'
    )
    root = (
        f'{XML}<Relationships xmlns="{_REL}"><Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>'
    )
    found += [
        packed("[Content_Types].xml", types.encode()),
        packed("_rels/.rels", root.encode()),
        packed(
            "word/_rels/document.xml.rels", f'{XML}<Relationships xmlns="{_REL}">{relations}</Relationships>'.encode()
        ),
    ]
    return tuple(found)


def _custom_parts() -> list[Member]:
    properties = (
        f'{XML}<ds:datastoreItem ds:itemID="{_ITEM_ID}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
        '<ds:schemaRefs><ds:schemaRef ds:uri="urn:contractgen:provenance:1"/></ds:schemaRefs></ds:datastoreItem>'
    )
    relations = (
        f'{XML}<Relationships xmlns="{_REL}"><Relationship Id="rId1" Type="{R}/customXmlProps" Target="itemProps1.xml"/>'
        "</Relationships>"
    )
    return [
        packed("customXml/itemProps1.xml", properties.encode()),
        packed("customXml/_rels/item1.xml.rels", relations.encode()),
    ]
