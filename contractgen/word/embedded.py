"""The provenance that a file carries: its parts in, the base text of each clause out, checked against its digest.

It is read from the custom XML part whose root says so; it shares no code with the writer.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from lxml import etree

from contractgen.errors import ReturnedFileError
from contractgen.word.opening import parse_xml
from contractgen.word.stretches import cut

_N = "{urn:contractgen:provenance:1}"
_PARAGRAPH = f"{_N}p"
_PART = "customXml/item1.xml"
_ENTRIES = (f"{_N}clause", f"{_N}frame")
_DELIVERED = re.compile(
    rb'<\?xml version="1.0" encoding="UTF-8"\?>\n<provenance xmlns="urn:contractgen:provenance:1" digest="([0-9a-f]{64})">'
    rb'(<contract format="1">)'
)
_CANONICAL_HEAD = b'<contract xmlns="urn:contractgen:provenance:1" format="1">'
_TAIL = b"</contract></provenance>"
_KEPT = 512  # stretches: a few dossiers of the largest kind


class BaseLine(NamedTuple):
    """A paragraph or row as delivered; `ties`: the requirements it satisfies."""

    style: str
    text: str
    ties: tuple[str, ...] = ()


class BaseEntry(NamedTuple):
    """A clause, or a frame (no tag), as delivered; `placed`: owner, style and text of its lines, as a reading has them;
    `intact`: its text has its sum."""

    id: str
    tag: str
    number: str
    title: str
    version: str
    lines: tuple[BaseLine, ...]
    placed: tuple[tuple[str, str, str], ...]
    intact: bool


class Base(NamedTuple):
    """What the file says of itself; `pages`: the texts of the headers and footers; `pictures`: the sums
    of the images in them; `agreed`: of each clause that the
    parties have worded, or taken out, otherwise than the library, the lines that the library gave; `problems`: where
    this part does not agree with its own sums."""

    library: str
    version: str
    digest: str
    document: str
    title: str
    requirements: tuple[str, ...]
    entries: tuple[BaseEntry, ...]
    header: str
    footer: str
    pages: tuple[str, ...]
    problems: tuple[str, ...]
    agreed: Mapping[str, tuple[BaseLine, ...]] = {}
    pictures: tuple[str, ...] = ()


def read_base(parts: Mapping[str, bytes]) -> Base | None:
    """The provenance of a file, or None when it has none. Two of them are a problem, the first is read."""
    found = [
        content
        for name, content in sorted(parts.items())
        if name.startswith("customXml/item") and b"urn:contractgen:provenance:" in content and b"<contract" in content
    ]
    if not found:
        return None
    problems = ["Deux provenances dans le même fichier."] if len(found) > 1 else []
    read, intact = _read(found[0])
    if not intact:
        problems.append("La provenance a été modifiée : son empreinte n'est plus la bonne.")
    problems += [
        f"Clause « {entry.id} » : l'empreinte de son texte de base n'est plus la bonne."
        for entry in read.entries
        if not entry.intact
    ]
    library, document = read.attributes.get("library"), read.attributes.get("document")
    if library is None or document is None:
        raise ReturnedFileError("La provenance de ce fichier est incomplète.")
    return Base(
        library.get("name", ""), library.get("version", ""), library.get("digest", ""),
        document.get("id", ""), document.get("title", ""),
        tuple(read.texts.get("requirements", "").split()), read.entries,
        read.texts.get("header", ""), read.texts.get("footer", ""), read.pages, tuple(problems),
        read.agreed, read.pictures,
    )  # fmt: skip


class _Read(NamedTuple):
    """What a stretch of the part holds: entries, and the attributes and texts of its other elements by name."""

    entries: tuple[BaseEntry, ...]
    attributes: Mapping[str, Mapping[str, str]]
    texts: Mapping[str, str]
    pages: tuple[str, ...] = ()
    agreed: Mapping[str, tuple[BaseLine, ...]] = {}
    pictures: tuple[str, ...] = ()


def _read(content: bytes) -> tuple[_Read, bool]:
    """What the part holds, and whether it has the sum that it says. Read stretch by stretch when it is as delivered,
    else whole: LibreOffice writes the same content in other bytes. Raises ReturnedFileError when it is no provenance."""
    delivered = _DELIVERED.match(content)
    if delivered and content.endswith(_TAIL):
        head, pieces, _ = cut(content, delivered[2], b"</clause>", _TAIL)
        stretches = [_stretch(piece) for piece in pieces]
        read = [stretch for stretch in stretches if stretch is not None]
        if len(read) == len(stretches):
            inside = content[len(head) : -len(b"</provenance>")]
            if hashlib.sha256(_CANONICAL_HEAD + inside).hexdigest() == delivered[1].decode():
                return _together(read), True
    root = parse_xml(content, _PART)
    contract = root.find(f"{_N}contract")
    if contract is None:
        raise ReturnedFileError("La provenance de ce fichier est d'un format inconnu.")
    canonical = etree.tostring(contract, method="c14n", exclusive=True)
    return _held(contract), hashlib.sha256(canonical).hexdigest() == root.get("digest")


def _together(stretches: list[_Read]) -> _Read:
    attributes: dict[str, Mapping[str, str]] = {}
    texts: dict[str, str] = {}
    for stretch in reversed(stretches):  # of two elements of a name the first counts
        attributes.update(stretch.attributes)
        texts.update(stretch.texts)
    pages = tuple(chain.from_iterable([stretch.pages for stretch in stretches]))
    agreed = {clause: lines for stretch in stretches for clause, lines in stretch.agreed.items()}
    return _Read(
        tuple(chain.from_iterable([stretch.entries for stretch in stretches])),
        attributes,
        texts,
        pages,
        agreed,
        tuple(chain.from_iterable([stretch.pictures for stretch in stretches])),
    )


@lru_cache(maxsize=_KEPT)
def _stretch(piece: bytes) -> _Read | None:
    """A stretch read alone, None when it is not well formed alone. Kept by content: the same bytes read the same."""
    try:
        return _held(parse_xml(_CANONICAL_HEAD + piece + b"</contract>", _PART))
    except ReturnedFileError:
        return None


def _held(contract: Any) -> _Read:
    entries = tuple(_entry(child) for child in contract if child.tag in _ENTRIES)
    others = [child for child in reversed(contract) if child.tag not in _ENTRIES and isinstance(child.tag, str)]
    named = [(etree.QName(child).localname, child) for child in others if child.tag.startswith(_N)]
    return _Read(
        entries,
        {name: dict(child.attrib) for name, child in named},
        {name: child.text or "" for name, child in named},
        tuple(page.text or "" for page in contract.findall(f"{_N}page")),
        {one.get("id", ""): tuple(_lines(one)) for one in contract.findall(f"{_N}agreed")},
        tuple(one.get("sha256", "") for one in contract.findall(f"{_N}picture")),
    )


def _entry(element: Any) -> BaseEntry:
    ident, version = element.get("id", ""), element.get("version", "")
    tag = f"{ident}@{version}" if element.tag == f"{_N}clause" else ""
    lines = tuple(_lines(element))
    text = "\x1e".join([line.text for line in lines])
    return BaseEntry(
        ident, tag, element.get("number", ""), element.get("title", ""), version, lines,
        tuple((tag, line.style, line.text) for line in lines),
        not tag or hashlib.sha256(text.encode()).hexdigest() == element.get("sha256"),
    )  # fmt: skip


def _lines(entry: Any) -> Iterator[BaseLine]:
    for block in entry:
        if block.tag == _PARAGRAPH:
            ties = block.get("ties")
            text = "".join(block.itertext()) if len(block) else block.text or ""
            yield BaseLine(block.get("style", ""), text, tuple(ties.split()) if ties else ())
        else:
            for row in block:
                cells = ["".join(cell.itertext()) if len(cell) else cell.text or "" for cell in row]
                yield BaseLine("row", "\x1f".join(cells))
