"""One view of a file that came back (all changes accepted, or all rejected) against its base text.

In: the places of the base and the lines of the view. Out: what became of each place, what was added and where, which
clauses were moved, and the text of each clause as it now stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from contractgen.review_characters import visible
from contractgen.review_matching import CONTENTS, Match, Place, found_in
from contractgen.review_order import out_of_order
from contractgen.review_recut import JOINED, SPLIT, shares
from contractgen.review_renumbering import following, renumbered_together, table_numbers
from contractgen.review_text import key, normal, typed_number, unnumbered
from contractgen.review_typed import flattened, suits
from contractgen.word.embedded import Base
from contractgen.word.read import Line

SAME, LAYOUT, RENUMBERED, REWORDED, GONE = "same", "layout", "renumbered", "reworded", "gone"
_NUMBERED = re.compile(r"(Article |Annexe |A\d+\.|)(\d+)\Z")
_DEAD = re.compile(  # what Word, then LibreOffice, print for a reference that leads nowhere
    r"Error! Reference source not found\.?|Erreur ?! Source du renvoi introuvable\.?"
    r"|Error: Reference source not found|Erreur ?: source de la référence non trouvée", re.I
)  # fmt: skip
_REFERENCE = "\ue000"
_PAGE = re.compile(r"\s+\d+\Z")


class Added(NamedTuple):
    """Text that no place of the base has. `entry`: the clause or frame it stands in, « » outside any; `after`: the last
    clause or frame before it; `lines`: the ranks of its lines."""

    entry: str
    after: str
    text: str
    lines: tuple[int, ...]


class View(NamedTuple):
    """What a view holds of the base. `states` and `texts`: of each place, what became of it and the text found, None
    when it is gone; `shapes`: whether it is cut in several paragraphs, or joined to one before it; `moved`: the clauses that stand elsewhere, or whose passages do; `ordered`: of each clause, its lines in
    the view's order; `numbers`: of each clause, its number counted in that order; `renumbered`: the clauses of which a
    converter changed the number in every reference, with that number."""

    lines: tuple[Line, ...]
    matches: tuple[Match, ...]
    states: tuple[str, ...]
    texts: tuple[str | None, ...]
    shapes: tuple[str, ...]
    added: tuple[Added, ...]
    moved: frozenset[str]
    ordered: Mapping[str, tuple[int, ...]]
    numbers: Mapping[str, str]
    renumbered: Mapping[str, str]

    def text_of(self, entry: str) -> str:
        """The text of a clause as it stands, a line a paragraph, cells parted by bars."""
        return readable("\n".join(self.lines[line].text for line in self.ordered.get(entry, ())))


def readable(text: str) -> str:
    """A line's text for a reader: cells parted by bars, nothing that turns it about."""
    return visible(text.replace("\x1f", " | "))


def view_of_lines(
    base: Base, places: tuple[Place, ...], lines: tuple[Line, ...], also: Mapping[str, str] = MappingProxyType({})
) -> View:
    """The view of the lines of a document. `also`: of each clause, the number that it has in the other view of the file,
    which references may show: Word brings them up to date with the articles that tracked changes add."""
    matches = found_in(base, places, lines)
    holders = _holders(matches)
    numbers = _numbers(base, places, matches, lines, holders)
    captions = any(not m.lines for p, m in zip(places, matches, strict=True) if key(p.text).startswith("tableau #"))
    texts = _texts_found(places, matches, lines, holders)
    renumbered = renumbered_together(places, texts) if any(map(_cites_otherwise, places, texts)) else {}
    shown: dict[str, tuple[str, ...]] = {source: (numbers.get(source, ""), also.get(source, ""), renumbered.get(source, ""))
             for source in {*numbers, *also, *renumbered}}  # fmt: skip
    shown |= {normal(one.number).casefold(): shown[one.id] for one in base.entries if one.number and one.id in shown}
    shown |= table_numbers(places, texts)
    typed = flattened(places, texts)
    states = [
        GONE if text is None else _state(place, text, shown, captions, typed)
        for place, text in zip(places, texts, strict=True)
    ]
    added = _added(base, places, lines, holders)
    ordered: dict[str, list[int]] = {}
    for line, owners in holders.items():
        ordered.setdefault(places[owners[0]].entry, []).append(line)
    for one in added:
        if one.entry:
            ordered.setdefault(one.entry, []).extend(one.lines)
    shapes = tuple(_shape(match, index, holders) for index, match in enumerate(matches))
    return View(
        lines, matches, tuple(states), tuple(texts), shapes, added, out_of_order(places, matches, lines),
        {entry: tuple(sorted(own)) for entry, own in ordered.items()}, numbers, renumbered,
    )  # fmt: skip


def _cites_otherwise(place: Place, text: str | None) -> bool:
    return text is not None and text != place.text and any(origin.kind == "reference" for origin in place.origins)


def _holders(matches: Sequence[Match]) -> dict[int, list[int]]:
    """For each line that was matched, the places it holds."""
    found: dict[int, list[int]] = {}
    for place, matched in enumerate(matches):
        for line in matched.lines:
            found.setdefault(line, []).append(place)
    return found


def _texts_found(
    places: Sequence[Place], matches: Sequence[Match], lines: Sequence[Line], holders: Mapping[int, list[int]]
) -> list[str | None]:
    """The text now at each place; of places that were joined, what of their line is of each."""
    found: dict[int, str | None] = {}
    for index in range(len(matches)):
        if index in found:
            continue
        own, rows = together(index, matches, holders)
        text = " ".join(lines[line].text for line in rows)
        pieces = shares([places[one].text for one in own], text) if rows else []
        found |= dict(zip(own, pieces, strict=True)) if rows else {index: None}
    return [found[index] for index in range(len(matches))]


def together(index: int, matches: Sequence[Match], holders: Mapping[int, list[int]]) -> tuple[list[int], list[int]]:
    """The places that share lines with this one, in order, and these lines."""
    places, rows = {index}, set(matches[index].lines)
    while more := {place for line in rows for place in holders[line]} - places:
        places |= more
        rows |= {line for place in more for line in matches[place].lines}
    return sorted(places), sorted(rows)


def _shape(match: Match, index: int, holders: Mapping[int, list[int]]) -> str:
    """Whether a place is now cut in several paragraphs, or joined to one before it; « » when it is neither."""
    if len(match.lines) > 1:
        return SPLIT
    return JOINED if match.lines and holders[match.lines[0]][0] != index else ""


# ---------------------------------------------------------------- what became of a place


def _state(
    place: Place, text: str, numbers: Mapping[str, tuple[str, ...]], captions: bool, flattened: frozenset[str]
) -> str:
    if text == place.text:
        return SAME
    if normal(text) == normal(place.text):
        return LAYOUT
    dead = _DEAD.search(text) is not None
    renumbered = dead or key(text) == key(place.text)
    if renumbered and suits(place, text, flattened) and _only_renumbered(place, text, numbers, captions):
        return RENUMBERED
    return REWORDED


def _only_renumbered(place: Place, text: str, numbers: Mapping[str, tuple[str, ...]], captions: bool) -> bool:
    """Whether the texts differ only by their own number, or by references that follow their clause."""
    was, typed = typed_number(place.text), typed_number(text)
    own = [normal(number).casefold() for number in numbers.get(was, ()) if number]
    if place.style == "row" and typed not in (was, *own):
        return False
    if not typed_number(place.text) and unnumbered(text) == normal(place.text):
        return True
    pieces, at, now = [], 0, normal(text)
    cursor = 0
    for origin in place.origins:
        if origin.kind == "reference":
            old = place.text[origin.start : origin.end]
            found = _cited(old, following(origin.source, old, numbers)).search(now, cursor)
            if found is None:
                return False
            now = f"{now[: found.start()]}{_REFERENCE}{now[found.end() :]}"
            cursor = found.start() + 1
            pieces += [place.text[at : origin.start], _REFERENCE]
            at = origin.end
    followed = "".join([*pieces, place.text[at:]])
    caption = key(place.text).startswith("tableau #") or any(o.source.startswith("tableau:") for o in place.origins)
    return unnumbered(followed) == unnumbered(now) or (captions and caption)


def _cited(old: str, others: Sequence[str]) -> re.Pattern[str]:
    """A reference with its number of then or of now, or, when its clause is gone, what Word and LibreOffice print."""
    numbers = "|".join(re.escape(normal(number)) for number in {old, *filter(None, others)})
    return re.compile(rf"(?:{numbers})(?!\d)" if any(others) else rf"(?:{numbers})(?!\d)|{_DEAD.pattern}", re.I)


def _numbers(
    base: Base,
    places: Sequence[Place],
    matches: Sequence[Match],
    lines: Sequence[Line],
    holders: Mapping[int, list[int]],
) -> dict[str, str]:
    """The number that each clause has in the view: articles, annexes and articles of annexes counted in its order."""
    titles = {
        match.lines[0]: place
        for place, match in zip(places, matches, strict=True)
        if match.lines and place.tag and not place.rank
    }
    entries = {entry.id: entry for entry in base.entries}
    styles = {lines[rank].style: entries[place.entry].number for rank, place in titles.items()}
    counting = {place.style for place in titles.values()}
    inside = {rank for rank in holders.keys() - titles.keys() if places[holders[rank][0]].style in counting}
    for rank in (
        holders.keys() - titles.keys() - inside
    ):  # what a converter left without a style of its own says nothing
        styles.pop(lines[rank].style, None)
    counts: dict[str, int] = {}
    found: dict[str, str] = {}
    annex = 0
    for rank, line in enumerate(lines):
        title = titles.get(rank)
        counted = rank not in holders or rank in inside
        number = entries[title.entry].number if title else styles.get(line.style, "") if counted else ""
        numbered = _NUMBERED.match(normal(number))
        if not number or numbered is None:
            continue
        word = "A" if numbered[1].startswith("A") and numbered[1][1:2].isdigit() else numbered[1]
        counts[word] = counts.get(word, 0) + 1
        if word == "Annexe ":
            annex, counts["A"] = counts[word], 0
        if title:
            found[title.entry] = f"A{annex}.{counts[word]}" if word == "A" else f"{word}{counts[word]}"
    return found


# ---------------------------------------------------------------- what was added


def _added(
    base: Base,
    places: Sequence[Place],
    lines: Sequence[Line],
    holders: Mapping[int, list[int]],
) -> tuple[Added, ...]:
    """The lines that no place has, neighbours together."""
    clauses = {entry.tag: entry.id for entry in base.entries if entry.tag}
    matched = sorted(holders)
    first = next((line for line in matched if places[holders[line][0]].tag), 0)
    titles = _titles(base) | {key(line.text) for line in lines[first:]}
    found: list[Added] = []
    for rank, line in enumerate(lines):
        if rank in holders or not line.text.strip() or (rank < first and _of_contents(line, titles)):
            continue
        at = bisect_left(matched, rank)
        before = places[holders[matched[at - 1]][-1]].entry if at else ""
        after = places[holders[matched[at]][0]].entry if at < len(matched) else ""
        entry = clauses.get(line.owner, "") or (before if before == after and not line.owner else "")
        last = found[-1] if found else None
        if last and last.lines[-1] == rank - 1 and (last.entry, last.after) == (entry, before):
            found[-1] = last._replace(text=f"{last.text}\n{line.text}", lines=(*last.lines, rank))
        else:
            found.append(Added(entry, before, line.text, (rank,)))
    return tuple(found)


def _titles(base: Base) -> set[str]:
    """What the table of contents says, as delivered: the titles of the clauses."""
    titles = {key(f"{entry.number} {entry.title}") for entry in base.entries if entry.tag}
    contents = [line for entry in base.entries if entry.id == CONTENTS for line in entry.lines]
    return titles | {key(line.text.replace("\t", " ")) for line in contents}


def _of_contents(line: Line, titles: set[str]) -> bool:
    """Whether a line before the first clause is of the table of contents, made anew: it has the words of a title."""
    text = line.text.replace("\t", " ")
    return key(text) in titles or key(_PAGE.sub("", text)) in titles
