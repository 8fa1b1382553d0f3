"""References of a contract that came back which show one clause and lead to another: the accepted view in, each out.

The text of a reference is what its field showed when it was last brought up to date; where it leads is its bookmark. Who
changes the bookmark changes the contract at the next update of the fields, and no word until then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contractgen.model import ANCHOR_MARK, TABLE_TARGET
from contractgen.review_matching import Place
from contractgen.review_text import normal
from contractgen.review_view import View
from contractgen.word.leads import bookmark_texts
from contractgen.word.numbers import TITLES, printed_numbers, sequence_numbers
from contractgen.word.read import Reading


def redirected(
    reading: Reading, parts: Mapping[str, bytes], places: Sequence[Place], view: View
) -> tuple[tuple[str, str], ...]:
    """The number that each such reference shows, and the one that it leads to (« » when that has none); what a reference
    to a bookmark of the other side shows, and what that bookmark holds."""
    delivered = _delivered(places)
    every = {text for texts in delivered.values() for text in texts}
    numbers = {
        **printed_numbers(parts, [line.style for line in reading.lines]), **sequence_numbers(reading.sequences)
    }  # fmt: skip
    astray, gone = _astray(reading, places, view), _gone(places, view)
    found, strange = [], []
    for reference in reading.references:
        shown, at = normal(reference.text), reading.bookmarks.get(reference.bookmark)
        leads = normal(numbers.get(at, "")) if at is not None else ""
        known = reference.bookmark in delivered and reference.bookmark not in astray
        own = known and (
            shown in delivered[reference.bookmark] or not leads
        )  # a converter may lose what prints numbers
        if reference.bookmark in gone:
            continue  # told among the references to what is deleted; its bookmark fell on what comes after
        if at is not None and shown in every and not own and shown != leads:
            found.append((shown, leads))
        elif shown and shown not in every and shown != leads and reference.bookmark not in delivered:
            strange.append((reference.bookmark, shown))
    texts = bookmark_texts(parts, [name for name, _ in strange])
    found += [(shown, texts.get(name, "")) for name, shown in strange if normal(texts.get(name, "")) != shown]
    return tuple(dict.fromkeys(found))


def _delivered(places: Sequence[Place]) -> dict[str, set[str]]:
    """For each bookmark that a delivered reference named, the texts that it showed."""
    found: dict[str, set[str]] = {}
    for place in places:
        for origin in place.origins:
            if origin.kind == "reference":
                text = normal(place.text[origin.start : origin.end])
                found.setdefault(_bookmark(origin.source), set()).add(text)
    return found


def _bookmark(source: str) -> str:
    """The bookmark that a reference to a clause, to a title in it or to a table names."""
    if source.startswith(TABLE_TARGET):
        return f"_Tab_{source.removeprefix(TABLE_TARGET)}".replace("-", "_")
    return f"_Ref_{source.replace(ANCHOR_MARK, '__')}".replace("-", "_")


def _astray(reading: Reading, places: Sequence[Place], view: View) -> set[str]:
    """The bookmarks of clauses that now stand in another one."""
    owners = {
        matched.lines[0]: place.entry for place, matched in zip(places, view.matches, strict=True) if matched.lines
    }
    found = set()
    for entry in {place.entry for place in places if place.tag}:
        at = reading.bookmarks.get(_bookmark(entry))
        if at is not None and owners.get(at, entry) != entry:
            found.add(_bookmark(entry))
    return found


def _gone(places: Sequence[Place], view: View) -> set[str]:
    """The bookmarks of clauses of which nothing is left."""
    left = {place.entry for place, matched in zip(places, view.matches, strict=True) if matched.lines}
    return {_bookmark(place.entry) for place in places if place.tag and place.entry not in left}


def misnumbered(
    reading: Reading, parts: Mapping[str, bytes], places: Sequence[Place], view: View
) -> tuple[tuple[str, str], ...]:
    """The titles whose number, as the file will print it, is not the one that their order gives: that one, and what is
    printed. Titles without a number of their own say nothing: a converter types it, or loses it."""
    numbers = printed_numbers(parts, [line.style for line in reading.lines], TITLES)
    found = []
    for place, matched in zip(places, view.matches, strict=True):
        if matched.lines and place.tag and not place.rank and matched.lines[0] in numbers:
            counted, shown = view.numbers.get(place.entry, ""), normal(numbers[matched.lines[0]])
            if counted and shown != counted:
                found.append((counted, shown))
    return tuple(found)
