"""Paragraphs that are no longer what the others of their style are: the places of a base text and a view of the file in.

A point of a list that was made a point of the one before it, a title made plain text: no word changed, and the contract says
something else. A converter that gives each style another name is none: it does so for all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from contractgen.review_matching import Place
from contractgen.review_view import View, readable

_LEAST, _SHARE = 3, 0.6  # paragraphs of a style; of them, those that are still alike
_TOLD, _CITED = 3, 60

_Kind = tuple[str, str]  # style, and level of a list that the paragraph has by itself


def displaced(places: Sequence[Place], view: View, levels: Sequence[str]) -> tuple[str, ...]:
    """The texts of the paragraphs that changed style or level, in order. `levels`: of each line of the view."""
    kinds: dict[int, _Kind] = dict(_kinds(places, view, levels))
    every: dict[str, Counter[_Kind]] = {}
    for index, kind in kinds.items():
        every.setdefault(places[index].style, Counter())[kind] += 1
    styles = {place.style for place in places}
    return tuple(
        readable(places[index].text)
        for index, kind in kinds.items()
        if _deviates(kind, places[index].style, every[places[index].style], styles)
    )


def _kinds(places: Sequence[Place], view: View, levels: Sequence[str]) -> Iterator[tuple[int, _Kind]]:
    """Of each place that one line holds alone, what that line is."""
    held = Counter(line for matched in view.matches for line in matched.lines)
    for index, (place, matched) in enumerate(zip(places, view.matches, strict=True)):
        if place.style != "row" and len(matched.lines) == 1 and held[matched.lines[0]] == 1:
            rank = matched.lines[0]
            if view.lines[rank].style != "row":
                yield index, (view.lines[rank].style, levels[rank])


def _deviates(kind: _Kind, was: str, every: Counter[_Kind], styles: set[str]) -> bool:
    usual, count = every.most_common(1)[0]
    if every.total() >= _LEAST and count >= _SHARE * every.total():
        return kind != usual
    return kind[0] != was and kind[0] in styles


def told_of(texts: Sequence[str]) -> Iterator[str]:
    """The phrase that says it, none when there is nothing to say."""
    if texts:
        cited = ", ".join(f"« {text[:_CITED]} »" for text in texts[:_TOLD])
        more = "…" if len(texts) > _TOLD else ""
        yield f"style ou niveau de liste changé ({len(texts)}), sans qu'aucun mot le soit : {cited}{more} ; un point de liste ou un titre peut y avoir changé de rang"
