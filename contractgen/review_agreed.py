"""The texts agreed for a dossier: the base text of its contract and the lines of the agreed one in, deviations out.

A clause is recorded when its words in the agreed view are others, or its paragraphs are. Values and references that the
agreement left alone are written by their origin, so that they follow later answers and numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from contractgen.deviations import MARK
from contractgen.review_answers import follow
from contractgen.review_matching import Place, places_of
from contractgen.review_text import normal, without_bullet, without_number
from contractgen.review_view import REWORDED, View, together, view_of_lines
from contractgen.word.embedded import Base, BaseEntry
from contractgen.word.house_styles import ROLES
from contractgen.word.origins import Origin
from contractgen.word.read import Line

_STYLES = {
    "Puce": "- ", "Lettre": "a) ", "LettreAnnonce": "a) ", "LettreAnnexe": "a) ", "LettreAnnexeAnnonce": "a) ",
    "Titre2": "## ", "TitreAnnexe2": "## ",
}  # fmt: skip
_CAPTION, _PLAIN = "Legende", "¶ "
_STYLES |= {ROLES[name].ident: _PLAIN for name in ("body", "lead")}


class Signed(NamedTuple):
    """Who agreed, and when (AAAA-MM-JJ)."""

    by: str
    on: str


class Deviations:
    """The clauses of a base whose text in a view is another, as the answers file records them."""

    def __init__(
        self,
        base: Base,
        origins: dict[str, tuple[tuple[Origin, ...], ...]],
        lines: tuple[Line, ...],
        lot: str,
        signed: Signed,
    ) -> None:
        self.base, self.lines, self.lot, self.signed = base, lines, lot, signed
        self.places = places_of(base, origins)
        self.view: View = view_of_lines(base, self.places, lines)
        self.held: dict[int, list[int]] = {}
        for index, matched in enumerate(self.view.matches):
            for line in matched.lines:
                self.held.setdefault(line, []).append(index)
        self.after: dict[str, list[int]] = {}
        for one in self.view.added:
            if not one.entry and one.after:
                self.after.setdefault(one.after, []).extend(one.lines)

    def all(self) -> Iterator[dict[str, Any]]:
        for entry in self.base.entries:
            if entry.tag and self._differs(entry) and not self._without_title(entry):
                yield self._deviation(entry)

    def _differs(self, entry: BaseEntry) -> bool:
        own = [rank for rank, place in enumerate(self.places) if place.entry == entry.id]
        added = any(one.entry == entry.id for one in self.view.added) or entry.id in self.after
        return added or any(self.view.states[i] in (REWORDED, "gone") or self.view.shapes[i] for i in own)

    def _without_title(self, entry: BaseEntry) -> bool:
        """Whether a title was joined to the text of the clause: no agreed text can say it."""
        own = [rank for rank, place in enumerate(self.places) if place.entry == entry.id]
        held = [self.held[line] for rank in own for line in self.view.matches[rank].lines]
        return any(len(ranks) > 1 and not all(self.places[rank].rank for rank in ranks) for ranks in held)

    def _deviation(self, entry: BaseEntry) -> dict[str, Any]:
        title, texts = "", []
        rows = sorted({*self.view.ordered.get(entry.id, ()), *self.after.get(entry.id, ())})
        body = [line for line in rows if not self._is_title(line)]
        for line in rows:
            if self._is_title(line):
                title = self.lines[line].text if body else ""
            elif not self._is_caption(line):
                texts.append(self._written(line))
        found: dict[str, Any] = {"clause": entry.id, "version": entry.version.removesuffix(MARK)}
        if self.lot:
            found["lot"] = self.lot
        if title and normal(without_number(title)) != normal(entry.title):
            found["titre"] = without_number(title)
        return {**found, "par": self.signed.by, "le": self.signed.on, "texte": texts}

    def _is_title(self, line: int) -> bool:
        return any(not self.places[place].rank for place in self.held.get(line, ()))

    def _is_caption(self, line: int) -> bool:
        """Whether a line is the caption of a table, which is numbered anew."""
        return any(self.places[place].style == _CAPTION for place in self.held.get(line, ()))

    def _written(self, line: int) -> Any:
        """A line as an agreed text writes it: the cells of a row, or a paragraph."""
        read = self.lines[line]
        held = self.held.get(line, [])
        if read.style == "row":
            alone = len(held) == 1 and self.view.matches[held[0]].lines == (line,)
            text = self._marked(self.places[held[0]], self.view.states[held[0]], read.text) if alone else read.text
            return text.split("\x1f")
        prefix, text = self._paragraph(line, held) if held else self._new(read)
        return f"{prefix}{' '.join(text.split(chr(10)))}"

    def _new(self, read: Line) -> tuple[str, str]:
        """The mark of style and the text of a line that no place of the base has."""
        bare = without_bullet(read.text)
        style = _STYLES.get(read.style, "")
        return ("" if style == _PLAIN else style or ("- " if bare != read.text else "")), bare

    def _paragraph(self, line: int, held: list[int]) -> tuple[str, str]:
        """The mark of style and the text of a line that comes from the base: from one of its paragraphs, which was perhaps
        cut, or from several, which were joined. A style that is the paragraph's own is not marked."""
        own, rows = together(held[0], self.view.matches, self.held)
        if len(own) == len(rows) == 1:
            bare = without_bullet(self.lines[line].text)
            return "", self._marked(self.places[own[0]], self.view.states[own[0]], bare)
        styles = {_STYLES.get(self.places[one].style, self.places[one].style) for one in own}
        mark = _STYLES.get(self.lines[line].style, "")
        return ("" if mark == (styles.pop() if len(styles) == 1 else _PLAIN) else mark), self._piece(line, own, rows)

    def _piece(self, line: int, own: list[int], rows: list[int]) -> str:
        """What a line has of the paragraphs that it and others come from."""
        bare = [without_bullet(self.lines[row].text) for row in rows]
        start = sum(len(text) + 1 for text in bare[: rows.index(line)])
        whole = _joined([self.places[one] for one in own])
        reworded = any(self.view.states[one] == REWORDED for one in own)
        spans = _kept(whole, " ".join(bare), every=not reworded)
        text = bare[rows.index(line)]
        return _with_marks(text, {
            origin: (at - start, to - start) for origin, (at, to) in spans.items() if start <= at and to <= start + len(text)
        })  # fmt: skip

    def _marked(self, place: Place, state: str, text: str) -> str:
        """The text with the values and references that it kept written by their origin."""
        if state != REWORDED:
            return _with_marks(place.text, {one: (one.start, one.end) for one in place.origins})
        return _with_marks(text, _kept(place, text))


def _joined(places: Sequence[Place]) -> Place:
    """Several places as one, their texts joined, the spans in them where they then stand."""
    text, origins = "", []
    for place in places:
        at = len(text) + bool(text)
        text = f"{text} {place.text}" if text else place.text
        origins += [one._replace(start=one.start + at, end=one.end + at) for one in place.origins]
    return places[0]._replace(text=text, origins=tuple(origins))


def _kept(place: Place, text: str, *, every: bool = False) -> dict[Origin, tuple[int, int]]:
    """The values and references of a place that its text of now has as they were, with where; with `every`, also those
    whose words are others, references that follow their clause."""
    return {
        origin: (at.start, at.end)
        for origin, at in follow(place.text, text, place.origins).items()
        if every or normal(text[at.start : at.end]) == normal(place.text[origin.start : origin.end])
    }


def _with_marks(text: str, spans: Mapping[Origin, tuple[int, int]]) -> str:
    for origin, (start, end) in sorted(spans.items(), key=lambda item: -item[1][0]):
        mark = f"[[{origin.source}]]" if origin.kind == "reference" else f"{{{{{origin.source}}}}}"
        text = text[:start] + mark + text[end:]
    return text
