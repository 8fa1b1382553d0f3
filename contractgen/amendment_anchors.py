"""The clauses of a signed file that lost its content controls, found again by their text, or refused when that is not safe.

In: the base text and the reading of a file that went through LibreOffice or another editor. Out: the same reading as
Word would have left it, each line with its clause and its style, the numbers of its titles, and how sure that is. An
avenant is signed on this, so nothing is guessed: an article taken out or moved, or a passage found with doubt, is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from contractgen.errors import ReturnedFileError
from contractgen.review_matching import DOUBTFUL, LIKELY, Place, places_of
from contractgen.review_text import without_bullet, without_number
from contractgen.review_view import GONE, REWORDED, View, view_of_lines
from contractgen.word.embedded import Base
from contractgen.word.house_styles import ROLES
from contractgen.word.read import Line

_SAFE = "Partez du fichier livré par contractgen, et reportez-y ce changement dans Word."
_BODY = ROLES["body"].ident


class Anchored(NamedTuple):
    """`lines`: those of the clauses and titles of parts, in order; `numbers`: printed before each, by rank; `told`: how the
    clauses were found, a French line."""

    lines: tuple[Line, ...]
    numbers: Mapping[int, str]
    told: str


def anchored(base: Base, lines: tuple[Line, ...]) -> Anchored:
    """The lines of a file with their clauses. Raises ReturnedFileError with what to do when the text leaves a doubt."""
    places = places_of(base, {})
    view = view_of_lines(base, places, lines)
    _check(base, places, view)
    found = tuple(_lines(base, places, view))
    printed = {entry.tag: entry.number for entry in base.entries if entry.tag}
    first = {line.owner: rank for rank, line in reversed(list(enumerate(found))) if line.owner}
    numbers = {rank: printed[owner] for owner, rank in first.items()}
    likely = {places[i].entry for i, one in enumerate(view.matches) if one.lines and one.confidence == LIKELY}
    titles = [f"{entry.number} « {entry.title} »" for entry in base.entries if entry.id in likely and entry.tag]
    return Anchored(found, numbers, _told(titles))


def _told(titles: Sequence[str]) -> str:
    told = "Ce fichier a perdu les repères de ses articles (LibreOffice ou un autre logiciel) : ils sont retrouvés par leur texte, "
    return told + (f"« probable » pour {', '.join(titles)} : relisez-les." if titles else "tous « sûrs ».")


def _check(base: Base, places: Sequence[Place], view: View) -> None:
    """Refuses what would give an article another number, or another text, than the page does."""
    for entry in base.entries:
        own = [rank for rank, place in enumerate(places) if place.entry == entry.id and place.tag]
        if not own:
            continue
        why = ""
        if view.states[own[0]] == GONE:
            why = "son titre ne s'y trouve plus"
        elif entry.id in view.moved:
            why = "il n'est plus à sa place"
        elif any(view.matches[rank].lines and view.matches[rank].confidence == DOUBTFUL for rank in own):
            why = "un de ses passages n'est reconnu qu'avec doute"
        if why:
            raise ReturnedFileError(
                f"ce fichier a perdu les repères de ses articles, et « {entry.title} » ({entry.number}) ne peut pas y être"
                f" retrouvé sûrement : {why}. {_SAFE}"
            )


def _lines(base: Base, places: Sequence[Place], view: View) -> Iterator[Line]:
    """The lines of clauses and titles of parts, in the order of the file, as Word would have left them."""
    tags = {entry.id: entry.tag for entry in base.entries}
    held: dict[int, list[int]] = {}
    for index, one in enumerate(view.matches):
        for at in one.lines:
            held.setdefault(at, []).append(index)
    added = {at: tags.get(one.entry or one.after, "") for one in view.added for at in one.lines}
    styles = _styles(places, view, held)
    for rank, line in enumerate(view.lines):
        if rank in held:
            place, alone = places[held[rank][0]], len(held[rank]) == 1 and len(view.matches[held[rank][0]].lines) == 1
            if place.tag or place.entry.startswith("partie-"):
                kept = alone and view.states[held[rank][0]] != REWORDED
                yield Line(place.tag, place.style, place.text if kept else _typed(line, place))
        elif added.get(rank) and line.text.strip():
            style = "row" if line.style == "row" else styles.get(line.style, _BODY)
            yield Line(added[rank], style, without_bullet(line.text))


def _typed(line: Line, place: Place) -> str:
    """The text of a reworded line, without the number or the bullet that a converter types before it."""
    if line.style == "row":
        return line.text
    return without_number(line.text) if not place.rank else without_bullet(line.text)


def _styles(places: Sequence[Place], view: View, held: Mapping[int, Sequence[int]]) -> dict[str, str]:
    """The style of the base that each style of the file stands for, by the lines that were found."""
    seen: dict[str, Counter[str]] = {}
    for rank, own in held.items():
        if places[own[0]].rank:
            seen.setdefault(view.lines[rank].style, Counter())[places[own[0]].style] += 1
    return {style: counts.most_common(1)[0][0] for style, counts in seen.items()}
