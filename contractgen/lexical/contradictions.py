"""One thing said in two ways, in a contract that others wrote: two figures, two rates, two courts, two places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from contractgen.lexical.figures import SUBJECTS, Said, figures
from contractgen.lexical.outline import Text, text_of
from contractgen.lexical.passages import Passage
from contractgen.lexical.terms import READERS

_MEASURED = re.compile(
    r"jours|mois|\bans?\b|annee|heure|\dh\b|\d h\b|€|euro|%|semaine"
)  # without which no figure is read
_SHORT = 120  # letters; what is as short may have its subject from the title above

_READ: Mapping[str, Callable[[str, str, Passage], Iterator[Said]]] = {
    **dict.fromkeys(SUBJECTS, figures),
    **dict(READERS),
}


class Contradiction(NamedTuple):
    """A subject said in two ways, and the passages that say them."""

    subject: str
    figures: tuple[str, str]
    quotes: tuple[str, str]
    places: tuple[str, str]


def contradictions(passages: tuple[Passage, ...]) -> Iterator[Contradiction]:
    """Each subject said in two ways; the same twice, or in another unit, is none."""
    sentences = list(_sentences(text_of(passages)))
    measured = [one for one in sentences if _MEASURED.search(one[0])]
    for subject, read in _READ.items():
        seen: list[Said] = []
        for one in _said(subject, read, measured if read is figures else sentences):
            other = next((before for before in seen if one.against(before)), None)
            if other is not None:
                yield Contradiction(
                    subject, (other.figure, one.figure), (other.quote, one.quote), (other.place, one.place)
                )
            if other is None or len(seen) < 2:
                seen.append(one)


def _said(
    subject: str, read: Callable[[str, str, Passage], Iterator[Said]], sentences: list[tuple[str, str, Passage]]
) -> Iterator[Said]:
    """What the sentences say of a subject; a short one that names none, under the title above it."""
    for sentence, title, passage in sentences:
        found = list(read(subject, sentence, passage))
        yield from found or (read(subject, f"{title} : {sentence}", passage) if title else ())


def _sentences(text: Text) -> Iterator[tuple[str, str, Passage]]:
    """The folded sentences, each with the title above where it is short, and its passage."""
    for passage, fold, heads in zip(text.passages, text.folds, text.heads, strict=True):
        title = text.folds[heads[-1]].rstrip(" :.") if heads and len(fold) <= _SHORT else ""
        for sentence in fold.split(". "):
            yield sentence, title, passage
