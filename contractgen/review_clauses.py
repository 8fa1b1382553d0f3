"""Each clause of a contract that came back: the two views of the file in, what happened to it paragraph by paragraph out.

What differs from the base in the rejected view was changed in silence; what differs between the views is tracked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contractgen.review_matching import DOUBTFUL, LIKELY, SURE, Place
from contractgen.review_recut import JOINED
from contractgen.review_text import normal
from contractgen.review_view import GONE, RENUMBERED, REWORDED, View, readable
from contractgen.reviewed import Change, ReviewedClause
from contractgen.word.embedded import Base, BaseEntry

_RANKS = {SURE: 0, LIKELY: 1, DOUBTFUL: 2}


def reviewed_clauses(
    base: Base, places: Sequence[Place], old: View, new: View
) -> tuple[tuple[ReviewedClause, ...], tuple[ReviewedClause, ...]]:
    """The clauses with the new texts; the frames that changed."""
    of_entry: dict[str, list[int]] = {}
    for index, place in enumerate(places):
        of_entry.setdefault(place.entry, []).append(index)
    reviewed = [
        (entry, _clause(entry, of_entry[entry.id], places, old, new)) for entry in base.entries if entry.id in of_entry
    ]
    clauses = [clause for entry, clause in reviewed if entry.tag]
    frames = [clause for entry, clause in reviewed if not entry.tag and clause.status != "unchanged"]
    return (*clauses, *_new_texts(old, new)), tuple(frames)


def _clause(entry: BaseEntry, indexes: list[int], places: Sequence[Place], old: View, new: View) -> ReviewedClause:
    changes = [change for index in indexes for change in _changes(index, places, old, new)]
    changes += _additions(entry.id, old, new)
    moved = entry.id in new.moved or (entry.id in old.moved and old.moved == new.moved)
    status = _status(indexes, places, old, new, bool(changes), moved)
    cuts = [change for index in indexes for change in _cuts(index, places, old, new)]
    told = changes or cuts
    confidence = max([change.confidence for change in told], key=_RANKS.__getitem__, default=SURE)
    silent = any(not change.tracked for change in told) or (moved and entry.id in old.moved)
    text = readable("\n".join(places[index].text for index in indexes))
    return ReviewedClause(
        entry.id, entry.version, normal(entry.number), entry.title, status, text, readable(new.text_of(entry.id)),
        readable(old.text_of(entry.id)), confidence, silent, moved, "", (*changes, *cuts),
        strays=tuple(_strays(indexes, places, new)) if moved else (),
    )  # fmt: skip


def _strays(indexes: list[int], places: Sequence[Place], view: View) -> Iterator[tuple[str, str]]:
    """The passages of a clause that stand in another one: with lines of the clause before them that are not its own, up
    to one of its own that is not its title."""
    owners = {line: place for place, one in enumerate(view.matches) for line in one.lines}
    own = set(indexes)
    for index in indexes:
        at = min(view.matches[index].lines, default=None)
        if at is None or not places[index].rank:
            continue
        before = at - 1
        while before in owners and owners[before] in own and places[owners[before]].rank:
            before -= 1
        host = places[owners[before]] if before in owners else None
        if host is not None and host.tag and owners[before] not in own:
            yield readable(places[index].text), host.entry


def _status(indexes: list[int], places: Sequence[Place], old: View, new: View, changed: bool, moved: bool) -> str:
    body = [index for index in indexes if places[index].rank or not places[index].tag] or indexes
    entry = places[indexes[0]].entry
    for view in (new, old):
        gone = all(view.states[index] == GONE for index in body)
        if gone and not any(one.entry == entry for one in view.added):  # else other words stand in its place
            return "deleted"
    return "reworded" if changed else "moved" if moved else "unchanged"


def _changes(index: int, places: Sequence[Place], old: View, new: View) -> list[Change]:
    """What happened to a paragraph: in silence (base to the rejected view), then tracked (from there to the accepted)."""
    place, found = places[index], []
    if old.states[index] in (REWORDED, GONE):
        found.append(_change(place, old, index, place.text, tracked=False))
    before, after = old.texts[index], new.texts[index]
    if normal(before or "") != normal(after or "") and new.states[index] != RENUMBERED:
        found.append(_change(place, new, index, before or "", tracked=True))
    return found


def _change(place: Place, view: View, index: int, base: str, *, tracked: bool) -> Change:
    text = view.texts[index]
    kind = "deleted" if text is None else "reworded" if base else "added"
    return Change(kind, tracked, readable(base), readable(text or ""), view.matches[index].confidence, place.ties)


def _cuts(index: int, places: Sequence[Place], old: View, new: View) -> Iterator[Change]:
    """Whether a paragraph is now cut in several, or joined to the one before it, whatever its words."""
    silent = _cut(index, places, old, tracked=False)
    if silent is not None:
        yield silent
    tracked = _cut(index, places, new, tracked=True) if new is not old else None
    if tracked is not None and (silent is None or _paragraphs(tracked) != _paragraphs(silent)):
        yield tracked


def _paragraphs(change: Change) -> tuple[int, int]:
    return change.base.count("\n"), change.found.count("\n")


def _cut(index: int, places: Sequence[Place], view: View, *, tracked: bool) -> Change | None:
    """The texts before and after, a line a paragraph; of several joined in one, told at the second of them."""
    shape, match = view.shapes[index], view.matches[index]
    joined = [rank for rank, one in enumerate(view.matches) if match.lines[0] in one.lines] if shape == JOINED else []
    if not shape or joined[1:2] not in ([], [index]):
        return None
    base = "\n".join(places[rank].text for rank in joined or [index])
    found = "\n".join(view.lines[line].text for line in match.lines)
    return Change(shape, tracked, readable(base), readable(found), match.confidence, places[index].ties)


def _additions(entry: str, old: View, new: View) -> list[Change]:
    silent = [one.text for one in old.added if one.entry == entry]
    kept = {normal(line) for text in silent for line in text.split("\n")}
    found = [Change("added", False, "", readable(text), SURE) for text in silent]
    for one in new.added if new is not old else ():
        if one.entry == entry and not all(normal(line) in kept for line in one.text.split("\n")):
            found.append(Change("added", True, "", readable(one.text), SURE))
    return found


def _new_texts(old: View, new: View) -> list[ReviewedClause]:
    """The texts outside any clause, in the order of the accepted view, then those that it takes out."""
    silent = {normal(one.text) for one in old.added if not one.entry}
    accepted = [one for one in new.added if not one.entry]
    here = {normal(one.text) for one in accepted}
    gone = [one for one in old.added if not one.entry and normal(one.text) not in here]
    found = []
    for number, one in enumerate((*accepted, *gone), 1):
        text, tracked = readable(one.text), normal(one.text) not in silent
        change = Change("added", tracked, "", text, SURE)
        found.append(ReviewedClause(
            f"nouveau-{number}", "", "", text.split("\n")[0][:80], "new", "", text if one in accepted else "",
            "" if tracked else text, SURE, not tracked, False, one.after, (change,),
        ))  # fmt: skip
    return found


def dangling(clauses: Sequence[ReviewedClause], places: Sequence[Place], view: View) -> dict[str, tuple[str, ...]]:
    """The clauses that still refer to one that is deleted."""
    found: dict[str, list[str]] = {clause.id: [] for clause in clauses if clause.status == "deleted"}
    for place, state in zip(places, view.states, strict=True) if found else ():
        for origin in place.origins:
            if origin.kind == "reference" and origin.source in found and state != GONE:
                found[origin.source].append(place.entry)
    return {clause: tuple(dict.fromkeys(entries)) for clause, entries in found.items() if entries}
