"""A signed contract as an avenant needs it: bytes of a .docx in, its articles with their printed numbers and lines out.

The text is that of the page, so what was negotiated before the signature is in it; the numbers are those that Word
prints. The base text that the file carries tells what was negotiated.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from contractgen.amendment_anchors import anchored
from contractgen.errors import ReturnedFileError
from contractgen.french import NBSP
from contractgen.merging import Line
from contractgen.word.embedded import Base, BaseEntry, read_base
from contractgen.word.house_styles import ANNEXED, DERIVED, FOLLOWED, ROLES
from contractgen.word.numbers import printed_numbers
from contractgen.word.opening import open_package
from contractgen.word.read import Line as PageLine
from contractgen.word.read import Reading, read_document
from contractgen.word.revisions import revisions

COVER, CONTENTS, END = "couverture", "sommaire", "fin"
SUFFIXES = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "decies")
DELETED = re.compile(r"\(supprimée? par l’avenant n°.\d+\)\Z")
_LITERAL = re.compile(
    rf"((?:Article|Annexe){NBSP}\d+ (?:{'|'.join(SUFFIXES)})|A\d+(?: (?:{'|'.join(SUFFIXES)}))?\.\d+(?: (?:{'|'.join(SUFFIXES)}))?) – "
)
_STYLES = {role.ident: name for name, role in (ROLES | DERIVED).items()} | {
    FOLLOWED["item_followed"].ident: "item", "row": "row", ANNEXED["item_annex"].ident: "item",
    ANNEXED["item_annex_followed"].ident: "item", ANNEXED["item2_annex"].ident: "item2",
}  # fmt: skip


class Entry(NamedTuple):
    """An article, an annex, an article of an annex, or the title of a part (no number). `number`: as printed;
    `literal`: the number is written in the title, Word does not count it; `lines`: its title first."""

    id: str
    version: str
    number: str
    literal: bool
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        """The title without the number that may be written in it."""
        return _LITERAL.sub("", self.lines[0].text) if self.lines else ""

    @property
    def deleted(self) -> bool:
        """Whether an avenant has deleted it; its number stays taken."""
        return len(self.lines) == 1 and DELETED.search(self.lines[0].text) is not None


class Signed(NamedTuple):
    """A signed contract. `entries`: those of the page, in order; `base`: what the library gave, by id;
    `cover`: the lines of its first page."""

    origin: Base
    entries: tuple[Entry, ...]
    base: Mapping[str, tuple[Line, ...]]
    cover: tuple[Line, ...]
    told: str = ""


def read_signed(data: bytes, rebuilt: Base | None = None) -> Signed:
    """The signed contract of a .docx; `rebuilt`: its base text, when it has lost its own. Without content controls its
    clauses are found by their text (`amendment_anchors`), and `told` says how sure that is.

    Raises ReturnedFileError: no base text, changes that are still tracked, or clauses that are not found surely.
    """
    parts = open_package(data)
    origin = read_base(parts) or rebuilt
    reading = read_document(parts)
    if origin is None:
        raise ReturnedFileError(
            "ce fichier n'a pas (ou n'a plus) la provenance que contractgen y inscrit : donnez le fichier livré et signé,"
            " ou les réponses qui ont donné ce contrat, --dossier REPONSES.yaml."
        )
    if origin.problems:
        raise ReturnedFileError(f"{origin.problems[0]} L'avenant ne peut pas être fondé sur ce fichier.")
    if revisions(data).changes:
        raise ReturnedFileError(
            "ce fichier a encore des modifications suivies : acceptez-les ou refusez-les, puis recommencez."
        )
    base = library_texts(origin)
    entries, told = clauses_of(origin, reading, parts)
    _with_titles(origin, entries)
    return Signed(origin, entries, base, base.get(COVER, ()), told)


def _with_titles(origin: Base, entries: tuple[Entry, ...]) -> None:
    """Refuses a contract in which an article has lost its title, hence its number: nothing can cite it."""
    numbered = {one.id: one for one in origin.entries if one.number}
    lost = [
        numbered[one.id] for one in entries if one.id in numbered and _other_level(one.number, numbered[one.id].number)
    ]
    if lost:
        names = ", ".join(f"« {one.title} » ({one.number})" for one in lost)
        raise ReturnedFileError(
            f"le titre de {names} n'est plus dans ce fichier, et son texte n'a plus de numéro que l'avenant puisse citer :"
            " rétablissez le titre, puis recommencez."
        )


def _other_level(number: str, delivered: str) -> bool:
    """Whether a number is not of the level of the delivered one: none, or that of a title inside (« 25.1 » for « Article 25 »)."""
    return number[:1] != delivered[:1] or number.count(".") != delivered.count(".")


def library_texts(origin: Base) -> dict[str, tuple[Line, ...]]:
    """What the library gave of each clause: its text as delivered, save where the parties had agreed otherwise."""
    delivered = {one.id: lines_of(one.lines) for one in origin.entries}
    return delivered | {clause: lines_of(lines) for clause, lines in origin.agreed.items()}


def lines_of(lines: tuple[PageLine, ...] | tuple[object, ...]) -> tuple[Line, ...]:
    """Lines with the names that the model gives to styles; an unknown style is plain text."""
    return tuple(Line(_STYLES.get(one.style, "body"), one.text) for one in lines)  # type: ignore[attr-defined]


def clauses_of(origin: Base, reading: Reading, parts: Mapping[str, bytes]) -> tuple[tuple[Entry, ...], str]:
    """The clauses of a file, by its content controls or else by their text, and how they were found, in French, « » by
    the controls. Raises ReturnedFileError when the text leaves a doubt."""
    if reading.tags:
        return entries_of(origin, reading, parts), ""
    found = anchored(origin, reading.lines)
    return _entries(origin, found.lines, found.numbers), found.told


def entries_of(origin: Base, reading: Reading, parts: Mapping[str, bytes]) -> tuple[Entry, ...]:
    """The clauses and titles of parts of a page, in its order. A paragraph outside any clause belongs to the one before."""
    return _entries(origin, reading.lines, printed_numbers(parts, [line.style for line in reading.lines]))


def _entries(origin: Base, lines: tuple[PageLine, ...], numbers: Mapping[int, str]) -> tuple[Entry, ...]:
    tags = {entry.tag: entry for entry in origin.entries if entry.tag}
    frames = {entry.lines[0].text: entry for entry in origin.entries if entry.id.startswith("partie-") and entry.lines}
    around = Counter(line.text for entry in origin.entries if not entry.tag for line in entry.lines)
    found: dict[str, tuple[BaseEntry, str, list[PageLine]]] = {}
    at = ""
    for rank, line in enumerate(lines):
        owner = tags.get(line.owner) or (frames.get(line.text) if line.style == ROLES["part"].ident else None)
        if owner is None and (not at or around[line.text] or not line.text.strip()):
            continue
        if owner is not None:
            at = owner.id
            found.setdefault(at, (owner, numbers.get(rank, ""), []))
        found[at][2].append(line)
    return tuple(_entry(*one) for one in found.values())


def _entry(base: BaseEntry, number: str, lines: list[PageLine]) -> Entry:
    read = lines_of(tuple(lines))
    literal = _LITERAL.match(read[0].text) if base.tag else None
    return Entry(base.id, base.version, literal[1] if literal else number, literal is not None, read)
