"""The paragraphs of a base text found again in a file that came back: places and lines in, a match for each place out.

In order of trust: the same words in the same order; the same words elsewhere; what stands in the same clause between two
paragraphs that were found; what resembles it most, anywhere. Content controls and bookmarks help when they are still
there; nothing needs them. Each match says how sure it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from contractgen.review_recut import recut
from contractgen.review_text import key, label, likeness, words
from contractgen.word.embedded import Base
from contractgen.word.origins import Origin
from contractgen.word.read import Line

SURE, LIKELY, DOUBTFUL = "sûr", "probable", "à vérifier"
CONTENTS = "sommaire"
_IN_CLAUSE, _ANYWHERE, _GOOD = 0.4, 0.6, 0.75
_WIDEST = 90  # paragraphs of a gap that are compared each with each
_PAGE = re.compile(r"\t\s*\d+\s*\Z")  # that an entry of the table of contents prints
_NEARER = 0.05  # by which two paragraphs together are more like a third, for it to have been cut or joined
_RARE = 6  # lines that share a word, for it to lead from one to the other


class Place(NamedTuple):
    """A line of the base text. `entry`: its clause or frame; `tag`: the content control of its clause, « » in a frame."""

    entry: str
    tag: str
    rank: int
    style: str
    text: str
    ties: tuple[str, ...]
    origins: tuple[Origin, ...]


class Match(NamedTuple):
    """Where a place was found: the ranks of its lines, none when it is gone; `confidence` in words."""

    lines: tuple[int, ...]
    confidence: str = SURE


def places_of(base: Base, origins: dict[str, tuple[tuple[Origin, ...], ...]]) -> tuple[Place, ...]:
    """The lines of the base text, in order, less the table of contents, which Word makes anew."""
    return tuple(place for place in every_place(base, origins) if place.entry != CONTENTS)


def every_place(base: Base, origins: dict[str, tuple[tuple[Origin, ...], ...]]) -> tuple[Place, ...]:
    """The lines of the base text, in order, with those of its table of contents."""
    found = []
    for entry in base.entries:
        spans = origins.get(entry.id, ())
        for rank, line in enumerate(entry.lines):
            own = spans[rank] if rank < len(spans) else ()
            found.append(Place(entry.id, entry.tag, rank, line.style, line.text, line.ties, own))
    return tuple(found)


def without_contents(base: Base, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines less those of the table of contents of that base, which may still have the titles of then."""
    contents = [line.text for entry in base.entries if entry.id == CONTENTS for line in entry.lines]
    entries = {key(text) for text in contents if "\t" in text}
    return tuple(line for line in lines if "\t" not in line.text or key(_PAGE.sub("", line.text)) not in entries)


def found_in(base: Base, places: Sequence[Place], lines: Sequence[Line]) -> tuple[Match, ...]:
    """The match of each place. The table of contents has the titles of the clauses and is no place where one can be found:
    its own lines are matched with them."""
    every = every_place(base, {})
    contents = [index for index, place in enumerate(every) if place.entry == CONTENTS]
    if not contents:
        return match(places, lines)
    start, end = contents[0], contents[-1] + 1
    found = match((*places[:start], *every[start:end], *places[start:]), lines)
    return (*found[:start], *found[end:])


def match(places: Sequence[Place], lines: Sequence[Line]) -> tuple[Match, ...]:
    """The match of each place; a line is given once, save to places that were joined into one paragraph."""
    return _Matcher(places, lines).all()


class _Matcher:
    def __init__(self, places: Sequence[Place], lines: Sequence[Line]) -> None:
        self.places, self.lines = places, lines
        self.found: dict[int, int] = {}
        self.sure: dict[int, str] = {}
        self.taken: dict[int, int] = {}
        self.more: dict[int, list[int]] = defaultdict(list)
        self.keys = [key(place.text) for place in places]
        self.seen = [key(_PAGE.sub("", line.text)) for line in lines]
        self.owned: dict[str, list[int]] = defaultdict(list)
        for rank, line in enumerate(lines):
            if line.owner:
                self.owned[line.owner].append(rank)

    def all(self) -> tuple[Match, ...]:
        self._in_order()
        if len(self.found) < len(self.places):
            self._elsewhere()
            self._recut()
            self._in_gaps()
            self._anywhere()
        if len(self.found) < len(self.places) or len(self.taken) < len(self.lines):
            self._split()
            self._joined()
        return tuple(self._match(i) for i in range(len(self.places)))

    def _match(self, place: int) -> Match:
        if place not in self.found:
            return Match(())
        return Match(tuple(sorted((self.found[place], *self.more[place]))), self.sure[place])

    def _take(self, place: int, line: int, confidence: str) -> None:
        self.found[place], self.sure[place] = line, confidence
        self.taken.setdefault(line, place)

    def _in_order(self) -> None:
        for block in SequenceMatcher(None, self.keys, self.seen, autojunk=False).get_matching_blocks():
            for step in range(block.size):
                place, line = block.a + step, block.b + step
                if self._short(place) and block.size < 2 and not self._anchored(place, line):
                    continue
                self._take(place, line, SURE)

    def _short(self, place: int) -> bool:
        """Whether the text is one that many clauses have: a title of one word, a cell."""
        return len(words(self.places[place].text)) < 3

    def _anchored(self, place: int, line: int) -> bool:
        """Whether the file still says that the line is of the clause of the place; with no control left, it may be."""
        owner = self.lines[line].owner
        return owner == self.places[place].tag if owner else not self.owned

    def _elsewhere(self) -> None:
        """The same words at another place: a paragraph that was moved."""
        free: dict[str, list[int]] = defaultdict(list)
        for line, text in enumerate(self.seen):
            if line not in self.taken:
                free[text].append(line)
        for place, text in enumerate(self.keys):
            if place in self.found or self.places[place].entry == CONTENTS:
                continue
            candidates = [line for line in free.get(text, ()) if line not in self.taken]
            near = [line for line in candidates if self.found.get(place - 1) == line - 1 or self._leads_on(place, line)]
            own = [
                line
                for line in candidates
                if self.lines[line].owner == self.places[place].tag and self.places[place].tag
            ]
            chosen = near or own or ([] if self._short(place) else candidates)
            if chosen:
                self._take(place, chosen[0], SURE if len(candidates) == 1 or near or own else LIKELY)

    def _leads_on(self, place: int, line: int) -> bool:
        """Whether the next passage of the clause, one of many words, stands after the line: a title moved with its text."""
        after = place + 1
        inside = after < len(self.places) and self.places[after].entry == self.places[place].entry
        return inside and not self._short(after) and self.seen[line + 1 : line + 2] == [self.keys[after]]

    # ------------------------------------------------ what was reworded

    def _in_gaps(self) -> None:
        """What stands between two paragraphs of a clause that were found, in order."""
        for start, end in self._runs():
            before = (
                self.found.get(start - 1, -1)
                if start and self.places[start - 1].entry == self.places[start].entry
                else None
            )
            after = (
                self.found.get(end)
                if end < len(self.places) and self.places[end].entry == self.places[start].entry
                else None
            )
            free = self._free(start, before, after)
            if free:
                self._align(list(range(start, end)), free[:_WIDEST])

    def _runs(self) -> list[tuple[int, int]]:
        """Places not found that follow each other in a clause."""
        runs: list[tuple[int, int]] = []
        for place in range(len(self.places)):
            if place in self.found:
                continue
            if runs and runs[-1][1] == place and self.places[place - 1].entry == self.places[place].entry:
                runs[-1] = (runs[-1][0], place + 1)
            else:
                runs.append((place, place + 1))
        return runs

    def _free(self, start: int, before: int | None, after: int | None) -> list[int]:
        """The lines not taken that may be those of a run: of its control, else between the lines around it."""
        tag = self.places[start].tag
        owned = [line for line in self.owned.get(tag, ()) if line not in self.taken] if tag else []
        if owned:
            return [
                line for line in owned if (before is None or line > before) and (after is None or line < after)
            ] or owned
        if before is not None:
            return list(self._untaken(range(before + 1, len(self.lines) if after is None else after)))
        return sorted(self._untaken(range(after - 1, -1, -1))) if after is not None else []

    def _untaken(self, lines: range) -> Iterator[int]:
        for line in lines:
            if line in self.taken:
                return
            yield line

    def _align(self, places: list[int], lines: list[int]) -> None:
        """Pairs in order whose likeness adds up to the most."""
        score = [[self._likeness(place, line) for line in lines] for place in places]
        best = [[0.0] * (len(lines) + 1) for _ in range(len(places) + 1)]
        for i in range(len(places) - 1, -1, -1):
            for j in range(len(lines) - 1, -1, -1):
                paired = score[i][j] + best[i + 1][j + 1] if score[i][j] >= _IN_CLAUSE else 0.0
                best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
        i = j = 0
        while i < len(places) and j < len(lines):
            if score[i][j] >= _IN_CLAUSE and best[i][j] == score[i][j] + best[i + 1][j + 1]:
                owned = bool(self.lines[lines[j]].owner) or score[i][j] >= _GOOD
                sure = SURE if score[i][j] >= _ANYWHERE and owned else LIKELY if score[i][j] >= _ANYWHERE else DOUBTFUL
                self._take(places[i], lines[j], sure)
                i, j = i + 1, j + 1
            elif best[i][j] == best[i + 1][j]:
                i += 1
            else:
                j += 1

    def _likeness(self, place: int, line: int) -> float:
        base, found = self.places[place], self.lines[line]
        if (base.style == "row") != (found.style == "row"):
            return 0.0
        labelled = base.style != "row" and label(base.text) and label(base.text) == label(found.text)
        return max(likeness(base.text, found.text), _ANYWHERE if labelled else 0.0)

    def _anywhere(self) -> None:
        """The most alike of the lines left, found through the words that few of them have."""
        left = [line for line in range(len(self.lines)) if line not in self.taken]
        holding: dict[str, list[int]] = defaultdict(list)
        for line in left:
            for word in set(self.seen[line].split()):
                holding[word].append(line)
        for place in range(len(self.places)):
            if place in self.found or self.places[place].entry == CONTENTS or len(words(self.places[place].text)) < 4:
                continue
            near = {
                line
                for word in set(self.keys[place].split())
                for line in holding.get(word, ())[:_RARE]
                if line not in self.taken
            }
            scored = sorted(((self._likeness(place, line), -line) for line in near), reverse=True)
            if scored and scored[0][0] >= _ANYWHERE:
                self._take(place, -scored[0][1], LIKELY if scored[0][0] >= _GOOD else DOUBTFUL)

    # ------------------------------------------------ paragraphs cut in several, or joined

    def _recut(self) -> None:
        """Paragraphs that were only cut or joined: their words are those of the base."""
        places = {rank: one.text for rank, one in enumerate(self.places) if self._may_be_recut(rank)}
        lines = {rank: one.text for rank, one in enumerate(self.lines) if rank not in self.taken and one.style != "row"}
        for own, parts in recut(places, lines):
            for place in own:
                self._take(place, parts[0], SURE)
            self.more[own[0]] += parts[1:]
            self.taken.update(dict.fromkeys(parts, own[0]))

    def _may_be_recut(self, place: int) -> bool:
        one = self.places[place]
        return place not in self.found and one.style != "row" and one.entry != CONTENTS

    def _split(self) -> None:
        """Lines left beside that of a place, when all together resemble it more: the paragraph was cut."""
        for place, line in list(self.found.items()):
            if self.seen[line] == self.keys[place] or self.places[place].style == "row":
                continue
            parts = [line, *self.more[place]]
            while (beside := self._piece(place, parts)) is not None:
                self.more[place].append(beside)
                self.taken[beside] = place
                parts = sorted([*parts, beside])

    def _piece(self, place: int, parts: list[int]) -> int | None:
        """The line before or after these that makes them more like the place."""
        text = " ".join(self.lines[line].text for line in parts)
        for beside in (parts[-1] + 1, parts[0] - 1):
            if not 0 <= beside < len(self.lines) or beside in self.taken or self.lines[beside].style == "row":
                continue
            more = self.lines[beside].text
            if self._nearer(self.places[place].text, text, f"{text} {more}" if beside > parts[0] else f"{more} {text}"):
                return beside
        return None

    def _nearer(self, wanted: str, text: str, both: str) -> bool:
        return likeness(wanted, both) > likeness(wanted, text) + _NEARER

    def _joined(self) -> None:
        """A place not found whose text, or most of it, is in the line of its neighbour: the paragraphs were joined."""
        for place in range(len(self.places)):
            if place in self.found or self._short(place):
                continue
            for beside in (place - 1, place + 1):
                line = self.found.get(beside)
                if line is not None and self.seen[line] != self.keys[beside] and self._holds(line, place, beside):
                    self._take(place, line, LIKELY)
                    break

    def _holds(self, line: int, place: int, beside: int) -> bool:
        if self.keys[place] in self.seen[line]:
            return True
        if "row" in (self.places[place].style, self.lines[line].style):
            return False
        near, own = self.places[beside].text, self.places[place].text
        return self._nearer(self.lines[line].text, near, f"{near} {own}" if beside < place else f"{own} {near}")
