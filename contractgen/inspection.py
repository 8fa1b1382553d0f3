"""A generated file re-read clause by clause against what it says of itself: bytes of a .docx in, differences out.

The file is enough: its custom XML part holds the text as it was delivered. Every paragraph or row that is gone, added,
moved or altered is one difference, with its clause and the number of the paragraph; so is a provenance that was touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import chain
from typing import NamedTuple

from contractgen.word.embedded import Base, BaseEntry, read_base
from contractgen.word.numbers import printed_numbers, sequence_numbers
from contractgen.word.opening import open_package
from contractgen.word.pages import page_text, shown_parts
from contractgen.word.read import Line, Reading, read_document


class Difference(NamedTuple):
    """One difference. `kind`: removed, added, altered, restyled, structure or provenance; `clause`: its id, or the
    name of the frame; `paragraph`: its rank in the clause from 1, 0 when it has none; `base` and `found`: the texts."""

    kind: str
    clause: str
    paragraph: int
    base: str
    found: str
    message: str


class Inspection(NamedTuple):
    """What a file says of itself, and where it is no longer so. `base` is None without provenance."""

    base: Base | None
    differences: tuple[Difference, ...]


def inspect_file(data: bytes) -> Inspection:
    """The inspection of a .docx. Raises ReturnedFileError when it cannot safely be read."""
    parts = open_package(data)
    return inspect_reading(parts, read_document(parts))


def inspect_reading(parts: dict[str, bytes], reading: Reading) -> Inspection:
    """The inspection of a file already opened and read."""
    base = read_base(parts)
    if base is None:
        missing = _structural(
            "provenance", "Aucune provenance de contractgen dans ce fichier : il ne peut pas être vérifié."
        )
        return Inspection(None, (missing,))
    differences = [
        *(_structural("provenance", message) for message in base.problems),
        *_text_differences(base, reading),
        *_anchors(base, reading),
        *_numbers(base, reading, parts),
        *page_differences(base, parts),
        *(_structural("structure", f"Le fichier contient : {problem}.") for problem in reading.problems),
    ]
    return Inspection(base, tuple(differences))


def _structural(kind: str, message: str, clause: str = "", base: str = "", found: str = "") -> Difference:
    return Difference(kind, clause, 0, base, found, message)


# ---------------------------------------------------------------- text


class _Place(NamedTuple):
    entry: BaseEntry
    rank: int
    style: str
    text: str


def _places(base: Base) -> list[_Place]:
    return [
        _Place(entry, rank, line.style, line.text) for entry in base.entries for rank, line in enumerate(entry.lines, 1)
    ]


def _text_differences(base: Base, reading: Reading) -> Iterator[Difference]:
    """The lines of the file against those of the base, by owner, style and text."""
    expected = tuple(chain.from_iterable([entry.placed for entry in base.entries]))
    found = reading.lines
    if expected == found:
        return
    places = _places(base)
    matcher = SequenceMatcher(None, expected, found, autojunk=False)
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation != "equal":
            yield from _changed(places[i1:i2], list(reading.lines[j1:j2]), places[max(i1 - 1, 0)] if places else None)


def _changed(places: list[_Place], lines: list[Line], before: _Place | None) -> Iterator[Difference]:
    """A stretch that differs: pairs of lines that resemble each other are alterations, the rest gone or added."""
    left = list(lines)
    for place in places:
        same = next((line for line in left if line.text == place.text), None)
        line = same or _nearest(place.text, left)
        if line is None:
            yield Difference(
                "removed",
                place.entry.id,
                place.rank,
                place.text,
                "",
                f"{_where(place)} retiré : « {_short(place.text)} »",
            )
            continue
        left.remove(line)
        if line.text != place.text:
            message = f"{_where(place)} modifié : {_altered(place.text, line.text)}"
            yield Difference("altered", place.entry.id, place.rank, place.text, line.text, message)
        elif line.style != place.style:
            message = f"{_where(place)} : style « {place.style} » devenu « {line.style or 'Normal'} »"
            yield Difference("restyled", place.entry.id, place.rank, place.text, line.text, message)
        elif line.owner != place.entry.tag:
            message = f"{_where(place)} sorti de son contrôle de contenu « {place.entry.tag or 'hors clause'} »"
            yield Difference("structure", place.entry.id, place.rank, place.text, line.text, message)
    for line in left:
        clause = line.owner.partition("@")[0] or (before.entry.id if before else "")
        message = f"Texte ajouté ({clause or 'début du document'}) : « {_short(line.text)} »"
        yield Difference("added", clause, 0, "", line.text, message)


def _where(place: _Place) -> str:
    number = f"{place.entry.number} – " if place.entry.number else ""
    kind = "ligne de tableau" if place.style == "row" else "paragraphe"
    return f"{number}{place.entry.title or place.entry.id}, {kind} {place.rank}"


def _nearest(text: str, lines: list[Line]) -> Line | None:
    """The line that shares at least half of its text with `text`."""
    best, ratio = None, 0.5
    for line in lines[:50]:
        matcher = SequenceMatcher(None, text, line.text, autojunk=False)
        if matcher.real_quick_ratio() > ratio and matcher.quick_ratio() > ratio:
            found = matcher.ratio()
            if found > ratio:
                best, ratio = line, found
    return best


def _altered(base: str, found: str) -> str:
    """The words that changed, each with what it became."""
    old, new = base.replace("\x1f", " | ").split(" "), found.replace("\x1f", " | ").split(" ")
    pieces = []
    for operation, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            continue
        gone, come = _short(" ".join(old[i1:i2])), _short(" ".join(new[j1:j2]))
        pieces.append(
            f"« {gone} » → « {come} »" if gone and come else f"« {gone} » retiré" if gone else f"« {come} » ajouté"
        )
    return " ; ".join(pieces[:6]) or "espaces"


def _short(text: str) -> str:
    text = text.replace("\x1f", " | ").replace("\n", " ")
    return text if len(text) <= 90 else f"{text[:88]}…"


# ---------------------------------------------------------------- structure


def _anchors(base: Base, reading: Reading) -> Iterator[Difference]:
    """Each clause has its control and its bookmark, once, the bookmark where the clause begins."""
    starts: dict[str, int] = {}
    line = 0
    for entry in base.entries:
        starts[entry.id] = line
        line += len(entry.lines)
    for entry in base.entries:
        if not entry.tag:
            continue
        if entry.tag not in reading.tags:
            yield _structural("structure", f"{entry.number} – {entry.title} : contrôle de contenu absent.", entry.id)
        name = "_cg_" + entry.id.replace("-", "_")
        if name not in reading.bookmarks:
            yield _structural("structure", f"{entry.number} – {entry.title} : signet absent.", entry.id)
    known = {entry.tag for entry in base.entries}
    for tag in reading.tags:
        if tag not in known:
            yield _structural("structure", f"Contrôle de contenu inconnu de la provenance : « {tag} ».", tag)
    for name in reading.duplicates:
        yield _structural("structure", f"« {name} » s'y trouve plus d'une fois.", name)


def _numbers(base: Base, reading: Reading, parts: dict[str, bytes]) -> Iterator[Difference]:
    """The numbers that Word will print against those of the provenance and those cached in references."""
    counted = sequence_numbers(reading.sequences)
    numbers = {**printed_numbers(parts, [line.style for line in reading.lines]), **counted}
    for entry in base.entries:
        if not entry.tag:
            continue
        at = reading.bookmarks.get("_Ref_" + entry.id.replace("-", "_"))
        found = numbers.get(at, "") if at is not None else ""
        if found != entry.number:
            message = f"{entry.title} : numéro « {entry.number} » attendu, « {found or 'aucun'} » imprimé."
            yield _structural("structure", message, entry.id, entry.number, found)
    for field in reading.sequences:
        if counted[field.line] != field.text:
            message = f"Légende de tableau numérotée « {field.text} » : Word y comptera « {counted[field.line]} »."
            yield _structural("structure", message, "", field.text, counted[field.line])
    for reference in reading.references:
        at = reading.bookmarks.get(reference.bookmark)
        shown = numbers.get(at) if at is not None else None
        if shown != reference.text:
            message = f"Renvoi « {reference.text} » : il mène à « {shown or 'rien'} » (signet {reference.bookmark})."
            yield _structural("structure", message, "", reference.text, shown or "")


def page_differences(base: Base, parts: dict[str, bytes]) -> Iterator[Difference]:
    """The headers and footers that the document shows have the texts of the base, no more and no less, and numbers are
    where they are read."""
    shown = shown_parts(parts)
    delivered = {_unspaced(page): page for page in base.pages}
    found = {
        kind: [page_text(parts[name], name) if name in parts else "" for name in shown[kind]]
        for kind in ("header", "footer")
    }
    seen = {_unspaced(text) for texts in found.values() for text in texts}
    for kind, own in (("header", base.header), ("footer", base.footer)):
        name = "En-tête" if kind == "header" else "Pied de page"
        other = [text for text in found[kind] if text and _unspaced(text) not in delivered]
        gone = [text for text in delivered.keys() - seen if _unspaced(own) in text] if own else []
        if other:
            near = max((own, *base.pages), key=lambda page: SequenceMatcher(None, page, other[0]).ratio())
            yield _structural("altered", f"{name} modifié : {_altered(near, other[0])}.", kind, near, other[0])
        elif gone:
            yield _structural("altered", f"{name} supprimé : « {_short(own)} ».", kind, own)
    if shown["numbering"] != ("word/numbering.xml",):
        yield _structural("structure", "La numérotation est prise dans une autre partie que celle qui a été livrée.")


def _unspaced(text: str) -> str:
    return "".join(text.split())
