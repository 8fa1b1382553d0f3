"""The provenance that a file carries: its parts in, the base text of each clause out, checked against its digest.

It is read from the custom XML part whose root says so; it shares no code with the writer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from lxml import etree

from contractgen.errors import ReturnedFileError
from contractgen.word.opening import parse_xml

_N = "{urn:contractgen:provenance:1}"
_PARAGRAPH = f"{_N}p"


class BaseLine(NamedTuple):
    """A paragraph or row as delivered; `ties`: the requirements it satisfies."""

    style: str
    text: str
    ties: tuple[str, ...] = ()


class BaseEntry(NamedTuple):
    """A clause, or a frame (no tag), as delivered."""

    id: str
    tag: str
    number: str
    title: str
    version: str
    lines: tuple[BaseLine, ...]


class Base(NamedTuple):
    """What the file says of itself; `pages`: the texts of headers and footers that do not hold `header` or `footer`;
    `problems`: where this part does not agree with its own sums."""

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
    root = parse_xml(found[0], "customXml/item1.xml")
    contract = root.find(f"{_N}contract")
    if contract is None:
        raise ReturnedFileError("La provenance de ce fichier est d'un format inconnu.")
    if root.get("digest") not in _digests(found[0], contract):
        problems.append("La provenance a été modifiée : son empreinte n'est plus la bonne.")
    elements = [child for child in contract if child.tag in (f"{_N}clause", f"{_N}frame")]
    entries = tuple(_entry(element) for element in elements)
    problems += _wrong_sums(elements, entries)
    library, document = contract.find(f"{_N}library"), contract.find(f"{_N}document")
    if library is None or document is None:
        raise ReturnedFileError("La provenance de ce fichier est incomplète.")
    return Base(
        library.get("name", ""), library.get("version", ""), library.get("digest", ""),
        document.get("id", ""), document.get("title", ""),
        tuple((contract.findtext(f"{_N}requirements") or "").split()), entries,
        contract.findtext(f"{_N}header") or "", contract.findtext(f"{_N}footer") or "",
        tuple(page.text or "" for page in contract.findall(f"{_N}page")), tuple(problems),
    )  # fmt: skip


def _digests(content: bytes, contract: Any) -> Iterator[str]:
    """The sum over the part as it stands if it is still in canonical form, then over its canonical form."""
    start, end = content.find(b"<contract "), content.rfind(b"</provenance>")
    head = b'<contract xmlns="urn:contractgen:provenance:1" '
    yield hashlib.sha256(head + content[start + len(b"<contract ") : end]).hexdigest()
    yield hashlib.sha256(etree.tostring(contract, method="c14n", exclusive=True)).hexdigest()


def _entry(element: Any) -> BaseEntry:
    ident = element.get("id", "")
    is_clause = element.tag == f"{_N}clause"
    version = element.get("version", "")
    return BaseEntry(
        ident, f"{ident}@{version}" if is_clause else "", element.get("number", ""), element.get("title", ""),
        version, tuple(_lines(element)),
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


def _wrong_sums(elements: list[Any], entries: tuple[BaseEntry, ...]) -> Iterator[str]:
    for element, entry in zip(elements, entries, strict=True):
        text = "\x1e".join([line.text for line in entry.lines])
        if entry.tag and hashlib.sha256(text.encode()).hexdigest() != element.get("sha256"):
            yield f"Clause « {entry.id} » : l'empreinte de son texte de base n'est plus la bonne."
