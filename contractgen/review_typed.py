"""Numbers and dashes that stand, typed, before a paragraph: those that a converter wrote for a list, and those that
someone added.

A converter that loses the lists of a file types what they printed, before each of their paragraphs. « 0. » or « - » before
a paragraph of no list is something that the other side wrote: a dash before an amount makes it negative.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from contractgen.review_matching import Place
from contractgen.review_text import typed_number

_KINDS = (
    ("Puce", re.compile(r"-|[o§]")),
    ("Lettre", re.compile(r"\(?[a-z]{1,4}[.)]|\d+[.)]|-")),
    ("Titre", re.compile(r".*\d.*")),
    ("Partie", re.compile(r"\(?\d+[.)]?|-")),
)
_LEAST, _SHARE = 5, 0.8  # paragraphs of a style; of them, those before which a number is typed


def flattened(places: Sequence[Place], texts: Sequence[str | None]) -> frozenset[str]:
    """The styles of which nearly each paragraph now has a number typed before it: what a list printed."""
    every: Counter[str] = Counter()
    typed: Counter[str] = Counter()
    for place, text in zip(places, texts, strict=True):
        if text is not None and place.style != "row":
            every[place.style] += 1
            typed[place.style] += bool(typed_number(text)) and not typed_number(place.text)
    return frozenset(style for style, count in every.items() if count >= _LEAST and typed[style] >= _SHARE * count)


def suits(place: Place, text: str, flattened: frozenset[str]) -> bool:
    """Whether the number typed before a text is that of a list, or the one that was always there."""
    number = typed_number(text)
    if not number or place.style in flattened or typed_number(place.text):
        return True  # one that was there is compared with the rest of its text
    kind = next((kind for name, kind in _KINDS if place.style.startswith(name)), None)
    return kind is not None and kind.fullmatch(number) is not None
