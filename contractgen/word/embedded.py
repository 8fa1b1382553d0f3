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


class BaseLine(NamedTuple):
    """A paragraph or row as delivered; `ties`: the requirements it satisfies; `answers`: the spans that came from
    answers, id and text."""

    style: str
    text: str
    ties: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]


class BaseEntry(NamedTuple):
    """A clause, or a frame (no tag), as delivered."""

    id: str
    tag: str
    number: str
    title: str
    version: str
    lines: tuple[BaseLine, ...]


class Base(NamedTuple):
    """What the file says of itself; `problems`: where this part does not agree with its own sums."""

    library: str
    version: str
    digest: str
    document: str
    title: str
    requirements: tuple[str, ...]
    entries: tuple[BaseEntry, ...]
    header: str
    footer: str
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
    canonical = etree.tostring(contract, method="c14n", exclusive=True)
    if hashlib.sha256(canonical).hexdigest() != root.get("digest"):
        problems.append("La provenance a été modifiée : son empreinte n'est plus la bonne.")
    entries = tuple(_entry(child) for child in contract if child.tag in (f"{_N}clause", f"{_N}frame"))
    problems += _wrong_sums(contract)
    library, document = contract.find(f"{_N}library"), contract.find(f"{_N}document")
    if library is None or document is None:
        raise ReturnedFileError("La provenance de ce fichier est incomplète.")
    return Base(
        library.get("name", ""), library.get("version", ""), library.get("digest", ""),
        document.get("id", ""), document.get("title", ""),
        tuple((contract.findtext(f"{_N}requirements") or "").split()), entries,
        contract.findtext(f"{_N}header") or "", contract.findtext(f"{_N}footer") or "", tuple(problems),
    )  # fmt: skip


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
        if block.tag == f"{_N}p":
            yield BaseLine(
                block.get("style", ""), "".join(block.itertext()), tuple(block.get("ties", "").split()), _answers(block)
            )
        else:
            for row in block:
                yield BaseLine("row", "\x1f".join("".join(cell.itertext()) for cell in row), (), _answers(row))


def _answers(element: Any) -> tuple[tuple[str, str], ...]:
    return tuple((span.get("id", ""), span.text or "") for span in element.iter(f"{_N}a"))


def _wrong_sums(contract: Any) -> Iterator[str]:
    for clause in contract.iter(f"{_N}clause"):
        text = "\x1e".join(line.text for line in _lines(clause))
        if hashlib.sha256(text.encode()).hexdigest() != clause.get("sha256"):
            yield f"Clause « {clause.get('id')} » : l'empreinte de son texte de base n'est plus la bonne."
