"""Two changes of one text put together: a base, what one side made of it and what the other made, in; one text out.

By paragraph (or row), then by word inside a paragraph that both changed. What only one side changed is taken; what both
changed at the same place is a conflict, and the negotiated text stays. Paragraphs that the negotiation cut or joined are
merged as they were, and the result is cut or joined as negotiated. Nothing negotiated is ever lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from contractgen.differences import aligned, word_stretches, words
from contractgen.line_sources import Together, together
from contractgen.review_recut import shares

SAME, NEGOTIATED, LIBRARY, MERGED, CONFLICT = "same", "negotiated", "library", "merged", "conflict"
Key = Callable[[str], str]


class Line(NamedTuple):
    """A paragraph, or a row of a table (style « row », cells parted by U+001F). `style`: as in the model."""

    style: str
    text: str


class Merge(NamedTuple):
    """A line of the merged text. `line`: what it is now, None when it is gone; the three texts, None where there is none;
    `status`: same, negotiated (theirs kept), library (new taken), merged (both), conflict (theirs kept, against the new)."""

    line: Line | None
    status: str
    base: Line | None
    theirs: Line | None
    new: Line | None


def same_text(text: str) -> str:
    """The whole text: what two lines have in common when nothing in them is only layout."""
    return text


def merge(base: Sequence[Line], theirs: Sequence[Line], new: Sequence[Line], key: Key = same_text) -> tuple[Merge, ...]:
    """The merge of three versions of a clause, in order. `key`: what two equal texts have in common."""
    cuts = _cuts(base, theirs, new, key)
    ours, their_more = _paired(base, _uncut(base, theirs, cuts))
    news, new_more = _paired(base, new)
    inside = {rank: cut for cut in cuts for rank in cut.paragraphs}
    found: list[Merge] = []
    pieces: list[Merge] = []
    for rank in range(-1, len(base)):
        if rank >= 0:
            pieces.append(_one(base[rank], ours.get(rank), news.get(rank), key))
            cut = inside.get(rank)
            if cut is None or rank == cut.paragraphs[-1]:
                found += pieces if cut is None else _recut(pieces, [theirs[line] for line in cut.lines])
                pieces = []
        found += _added(their_more[rank], new_more[rank], key)
    return tuple(found)


def paired(a: Sequence[Line], b: Sequence[Line]) -> list[tuple[int | None, int | None]]:
    """The ranks of two lists of lines face to face; a line pairs only with one of its kind."""
    return aligned([one.text for one in a], [one.text for one in b], lambda i, j: _kind(a[i]) == _kind(b[j]))


def _kind(line: Line) -> str:
    """The style of a line; a paragraph that is kept with the next one, for what follows it, is a paragraph."""
    return "body" if line.style == "lead" else line.style


def _paired(base: Sequence[Line], other: Sequence[Line]) -> tuple[dict[int, Line], dict[int, list[Line]]]:
    """By rank in the base, its line in the other, and the lines that the other has after it (-1: before all)."""
    face: dict[int, Line] = {}
    more: dict[int, list[Line]] = defaultdict(list)
    at = -1
    for i, j in paired(base, other):
        at = at if i is None else i
        if i is not None and j is not None:
            face[i] = other[j]
        elif j is not None:
            more[at].append(other[j])
    return face, more


def _added(theirs: list[Line], new: list[Line], key: Key) -> list[Merge]:
    """What both added at one place: the negotiated lines, then those of the library that are not among them."""
    seen = {key(line.text) for line in theirs}
    found = [Merge(line, NEGOTIATED, None, line, None) for line in theirs]
    return found + [Merge(line, LIBRARY, None, None, line) for line in new if key(line.text) not in seen]


def _one(base: Line, theirs: Line | None, new: Line | None, key: Key) -> Merge:
    def same(a: Line | None, b: Line | None) -> bool:
        return a == b or (a is not None and b is not None and key(a.text) == key(b.text))

    def made(line: Line | None, status: str) -> Merge:
        return Merge(line, status, base, theirs, new)

    if same(theirs, new):
        return made(theirs, SAME if same(theirs, base) else NEGOTIATED)
    if same(new, base):
        return made(theirs, NEGOTIATED)
    if same(theirs, base):
        return made(new, LIBRARY)
    if theirs is None or new is None:
        return made(theirs, CONFLICT)
    text = merged_words(base.text, theirs.text, new.text)
    return made(theirs, CONFLICT) if text is None else made(Line(theirs.style, text), MERGED)


# ---------------------------------------------------------------- paragraphs that were cut, or joined


def _cuts(base: Sequence[Line], theirs: Sequence[Line], new: Sequence[Line], key: Key) -> list[Together]:
    """What the negotiation cut or joined, in order, save what the new text has cut or joined alike."""
    if tuple(base) == tuple(theirs):
        return []
    face = together(
        [(one.style, one.text) for one in base], [None if one.style == "row" else one.text for one in theirs]
    )
    given = {key(line.text) for line in new}
    return [
        one
        for one in dict.fromkeys(face[line] for line in sorted(face))
        if one.recut and _in_a_row(one.paragraphs) and _in_a_row(one.lines)
        and not all(key(theirs[line].text) in given for line in one.lines)
    ]  # fmt: skip


def _in_a_row(ranks: Sequence[int]) -> bool:
    return ranks[-1] - ranks[0] == len(ranks) - 1


def _uncut(base: Sequence[Line], theirs: Sequence[Line], cuts: Sequence[Together]) -> list[Line]:
    """The negotiated lines with the paragraphs of the base."""
    first = {cut.lines[0]: cut for cut in cuts}
    gone = {line for cut in cuts for line in cut.lines}
    found: list[Line] = []
    for rank, line in enumerate(theirs):
        if rank in first:
            own = [base[one] for one in first[rank].paragraphs]
            whole = " ".join(theirs[one].text.strip() for one in first[rank].lines)
            found += [
                Line(one.style, text) for one, text in zip(own, shares([one.text for one in own], whole), strict=True)
            ]
        elif rank not in gone:
            found.append(line)
    return found


def _recut(pieces: Sequence[Merge], theirs: Sequence[Line]) -> list[Merge]:
    """The merge of paragraphs that the negotiation cut or joined, as it cut or joined them."""
    base, whole, new = (_whole([getattr(one, side) for one in pieces]) for side in ("base", "theirs", "new"))
    if any(one.status == CONFLICT for one in pieces):
        return [
            Merge(theirs[0], CONFLICT, base, whole, new),
            *(Merge(one, NEGOTIATED, None, one, None) for one in theirs[1:]),
        ]
    merged = _whole([one.line for one in pieces])
    text = merged.text if merged else ""
    found = []
    for line, now in zip(theirs, shares([line.text for line in theirs], text), strict=True):
        if now == line.text.strip():
            found.append(Merge(line, NEGOTIATED, base, line, new))
        else:
            kept = Line(line.style, now) if now else None
            found.append(Merge(kept, MERGED if now else LIBRARY, base, line, new))
    return found


def _whole(lines: Sequence[Line | None]) -> Line | None:
    """Several lines as one, None when there is none."""
    held = [line for line in lines if line is not None]
    return Line(held[0].style, " ".join(line.text for line in held)) if held else None


# ---------------------------------------------------------------- words


def merged_words(base: str, theirs: str, new: str) -> str | None:
    """A paragraph with the changes of both sides, None when two of them overlap or have no word between them."""
    cut = words(base)
    edits = sorted([*_edits(cut, theirs), *_edits(cut, new)])
    found: list[str] = []
    at = 0
    for rank, (start, end, text) in enumerate(edits):
        if rank and not any(map(str.isalnum, cut[at:start])):
            return None
        found += [*cut[at:start], text]
        at = end
    return "".join([*found, *cut[at:]])


def _edits(cut: list[str], other: str) -> list[tuple[int, int, str]]:
    """The stretches of the base that a side replaces, as ranks of its words, with what it writes there."""
    pieces = words(other)
    return [(one.a1, one.a2, "".join(pieces[one.b1 : one.b2])) for one in word_stretches(cut, pieces) if not one.same]
