"""The clauses of a signed file that lost its content controls, found again by their text, or refused when that is not safe.

In: the base text and the reading of a file that went through LibreOffice or another editor. Out: the same reading as
Word would have left it, each line with its clause and its style, the numbers of its titles, and how sure that is. An
avenant is signed on this, so nothing is guessed: an article of which a passage stands in another, one of which only a part
is left without its title, or a passage found with doubt, is refused. An article of which nothing is left was taken out, one
that stands whole elsewhere was moved: it keeps its place in the file, and those after it are counted anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from contractgen.errors import ReturnedFileError
from contractgen.french import NBSP
from contractgen.review_matching import DOUBTFUL, LIKELY, SURE, Place, places_of
from contractgen.review_text import normal, typed_number, without_bullet, without_number
from contractgen.review_view import GONE, LAYOUT, RENUMBERED, SAME, View, view_of_lines
from contractgen.word.embedded import Base
from contractgen.word.house_styles import ROLES
from contractgen.word.read import Line

_SAFE = "Partez du fichier livré par contractgen, et reportez-y ce changement dans Word."
_CITED = 80
_BODY = ROLES["body"].ident
_TITLES = {ROLES[name].ident for name in ("article1", "annex1")}


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
    printed = _numbers(base, places, view)
    first = {line.owner: rank for rank, line in reversed(list(enumerate(found))) if line.owner}
    numbers = {rank: printed[owner] for owner, rank in first.items()}
    likely = {places[i].entry for i, one in enumerate(view.matches) if one.lines and one.confidence == LIKELY}
    titles = [f"{entry.number} « {entry.title} »" for entry in base.entries if entry.id in likely and entry.tag]
    moved = [f"{entry.number} « {entry.title} »" for entry in base.entries if entry.tag and entry.id in view.moved]
    return Anchored(found, numbers, _told(titles, moved))


def _taken_out(places: Sequence[Place], view: View) -> set[str]:
    """The clauses of which no line is left."""
    left = {place.entry for place, state in zip(places, view.states, strict=True) if state != GONE}
    return {place.entry for place in places if place.tag} - left


def _counted_anew(places: Sequence[Place], view: View) -> bool:
    """Whether the numbers of the file are not those of the base: a clause was taken out of it, or moved in it."""
    return bool(_taken_out(places, view) or view.moved & {place.entry for place in places if place.tag})


def _numbers(base: Base, places: Sequence[Place], view: View) -> dict[str, str]:
    """The number of each clause, by its tag: as delivered, or as counted when one was taken out or moved, save where the
    file has it typed."""
    printed = {entry.id: entry for entry in base.entries if entry.tag}
    numbers = {entry.tag: entry.number for entry in printed.values()}
    if not _counted_anew(places, view):
        return numbers
    for place, match in zip(places, view.matches, strict=True):
        counted = view.numbers.get(place.entry, "")
        if place.tag and not place.rank and match.lines and counted:
            entry = printed[place.entry]
            typed = typed_number(view.lines[match.lines[0]].text)
            if not typed or typed.rpartition(" ")[2] != normal(entry.number).rpartition(" ")[2].casefold():
                numbers[place.tag] = counted.replace(" ", NBSP)
    return numbers


def _told(titles: Sequence[str], moved: Sequence[str]) -> str:
    told = "Ce fichier a perdu les repères de ses articles (LibreOffice ou un autre logiciel) : ils sont retrouvés par leur texte, "
    told += f"« probable » pour {', '.join(titles)} : relisez-les." if titles else "tous « sûrs »."
    if moved:
        told += (
            f" Déplacé depuis l'envoi, et laissé à sa place dans ce fichier : {', '.join(moved)} (numéros de l'envoi)."
        )
    return told


def _check(base: Base, places: Sequence[Place], view: View) -> None:
    """Refuses what would give an article another number, or another text, than the page does."""
    taken_out = _taken_out(places, view)
    for entry in base.entries:
        own = [rank for rank, place in enumerate(places) if place.entry == entry.id and place.tag]
        if not own or entry.id in taken_out:
            continue
        if why := _doubt(own, places, view):
            raise ReturnedFileError(
                f"ce fichier a perdu les repères de ses articles, et « {entry.title} » ({entry.number}) ne peut pas y être"
                f" retrouvé sûrement : {why}. {_SAFE}"
            )


def _doubt(own: Sequence[int], places: Sequence[Place], view: View) -> str:
    """Why an article, by the ranks of its places, is not found surely, « » when it is."""
    matches = view.matches
    if view.states[own[0]] == GONE:
        return "son titre ne s'y trouve plus"
    if places[own[0]].entry in view.moved:
        lines = [line for rank in own for line in matches[rank].lines]
        others = {line for rank, one in enumerate(matches) if rank not in own for line in one.lines}
        if lines != sorted(lines) or not others.isdisjoint(range(lines[0], lines[-1])):
            return "il n'est plus à sa place, et ses passages n'y sont plus ensemble ni dans l'ordre"
    doubtful = next((rank for rank in own if matches[rank].lines and matches[rank].confidence == DOUBTFUL), None)
    if doubtful is None and places[own[0]].entry in view.moved:
        doubtful = next((rank for rank in own if matches[rank].lines and matches[rank].confidence != SURE), None)
    if doubtful is not None:
        return f"un de ses passages n'est reconnu qu'avec doute (« {_short(places[doubtful].text)} »)"
    return ""


def _short(text: str) -> str:
    text = " ".join(text.replace("\x1f", " | ").split())
    return text if len(text) <= _CITED else f"{text[: _CITED - 1]}…"


def _lines(base: Base, places: Sequence[Place], view: View) -> Iterator[Line]:
    """The lines of clauses and titles of parts, in the order of the file, as Word would have left them."""
    tags = {entry.id: entry.tag for entry in base.entries}
    held: dict[int, list[int]] = {}
    for index, one in enumerate(view.matches):
        for at in one.lines:
            held.setdefault(at, []).append(index)
    added = {at: tags.get(one.entry or one.after, "") for one in view.added for at in one.lines}
    styles = _styles(places, view, held)
    base_words = (SAME, LAYOUT) if _counted_anew(places, view) else (SAME, LAYOUT, RENUMBERED)
    for rank, line in enumerate(view.lines):
        if rank in held:
            place, alone = places[held[rank][0]], len(held[rank]) == 1 and len(view.matches[held[rank][0]].lines) == 1
            if place.tag or place.entry.startswith("partie-"):
                kept = alone and view.states[held[rank][0]] in base_words
                yield Line(place.tag, place.style, place.text if kept else _typed(line, place))
        elif added.get(rank) and line.text.strip():
            style = "row" if line.style == "row" else styles.get(line.style, _BODY)
            title = style != "row" and style in _TITLES
            yield Line(added[rank], style, without_number(line.text) if title else without_bullet(line.text))


def _typed(line: Line, place: Place) -> str:
    """The text of a reworded line, without the number or the bullet that a converter types before it."""
    if line.style == "row":
        return line.text
    return without_number(line.text) if not place.rank else without_bullet(line.text)


def _styles(places: Sequence[Place], view: View, held: Mapping[int, Sequence[int]]) -> dict[str, str]:
    """The style of the base that each style of the file stands for, by the lines that were found."""
    seen: dict[str, Counter[str]] = {}
    for rank, own in held.items():
        if places[own[0]].rank or places[own[0]].tag:
            seen.setdefault(view.lines[rank].style, Counter())[places[own[0]].style] += 1
    return {style: counts.most_common(1)[0][0] for style, counts in seen.items()}
