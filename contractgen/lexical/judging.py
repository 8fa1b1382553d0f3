"""What a contract that others wrote says of each requirement, as far as its words tell; never more certain than they are.

A passage that holds a word of each group, and no negation beside them, is evidence; over neighbouring passages it is weaker;
one group short, or negated, it is only doubtful. Whether the passage is enough is for a lawyer to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from contractgen.lexical.evidence import Evidence, folded, pattern
from contractgen.lexical.passages import Passage
from contractgen.model import Library

FOUND, DOUBTFUL, ANNEX_MISSING, NOT_FOUND = "found", "doubtful", "annex_missing", "not_found"
_NEGATION = re.compile(
    r"\b(?:n'est pas|ne sont pas|n'assure pas|ne garantit pas|sans (?:obligation|engagement)|n'a pas l'obligation|n'est tenu|exclut|exclue?s?|hors perimetre)\b"
)
_ANNEX = re.compile(r"\bannexe ([0-9]+|[a-z]\b|[ivx]+\b)")
_QUOTE = 200
_TITLE = 45  # letters; what is shorter is a title or a label
_AROUND = 2  # passages before and after, read together


class Judged(NamedTuple):
    """What was found of a requirement. `status`: found, doubtful, annex_missing, not_found; `applies`: always, or
    according to the case; `sure`: how sure that is, in French; `quote` and `place`: the passage."""

    requirement: str
    severity: str
    applies: bool
    status: str
    sure: str
    quote: str = ""
    place: str = ""


class _Text(NamedTuple):
    passages: tuple[Passage, ...]
    folds: tuple[str, ...]
    annexes: frozenset[str]


def judge(passages: tuple[Passage, ...], evidence: Mapping[str, Evidence], library: Library) -> tuple[Judged, ...]:
    """A judgement for each requirement of the library, in its order."""
    folds = tuple(folded(passage.text) for passage in passages)
    titles = frozenset(
        found[1]
        for fold in folds
        if len(fold) < 120 and (found := re.match(r"annexe (?:n[o°] ?)?([0-9]+|[a-z]\b|[ivx]+\b)", fold))
    )
    text = _Text(passages, folds, titles)
    return tuple(_judged(ident, evidence[ident], text, library) for ident in library.requirements)


def _judged(ident: str, evidence: Evidence, text: _Text, library: Library) -> Judged:
    requirement = library.requirements[ident]
    applies = requirement.when is None
    held = [
        frozenset(rank for rank, fold in enumerate(text.folds) if any(pattern(word).search(fold) for word in group))
        for group in evidence.groups
    ]

    def judged(status: str, sure: str, rank: int | None = None) -> Judged:
        quote, place = (
            ("", "") if rank is None else (_quote(text.passages[rank].text, evidence), text.passages[rank].place)
        )
        return Judged(ident, requirement.severity, applies, status, sure, quote, place)

    rank, count = _best(held, 0, text)
    wide_rank, wide = _best(held, _AROUND, text)
    needed = len(evidence.groups)
    if evidence.own:
        enough = wide_rank is not None and wide >= max(2, round(needed * 0.7))
        return (
            judged(DOUBTFUL, "à vérifier : reconnu aux seuls mots de l'exigence", wide_rank)
            if enough
            else judged(NOT_FOUND, "rien de probant")
        )
    if rank is not None and count == needed:
        return _held(text, evidence, rank, "probable : tous les mots attendus dans un même passage", judged)
    if wide_rank is not None and wide == needed:
        return _held(text, evidence, wide_rank, "possible : les mots attendus dans des passages voisins", judged)
    missing = _missing_annex(held, text)
    if missing is not None:
        return judged(ANNEX_MISSING, "renvoie à une annexe qui n'est pas dans le fichier", missing)
    about = wide_rank is not None and any(wide_rank + step in held[0] for step in range(-_AROUND, _AROUND + 1))
    if needed > 2 and about and wide == needed - 1:  # without the first group, the subject, nothing speaks of it
        return judged(DOUBTFUL, "à vérifier : il manque une partie de ce que l'exigence demande", wide_rank)
    return judged(NOT_FOUND, "rien de probant")


def _held(
    text: _Text, evidence: Evidence, rank: int, sure: str, judged: Callable[[str, str, int | None], Judged]
) -> Judged:
    near = " ".join(text.folds[max(0, rank - 1) : rank + 2])
    if any(pattern(word).search(near) for word in evidence.against):
        return judged(DOUBTFUL, "à vérifier : le passage dit peut-être le contraire", rank)
    if _NEGATION.search(text.folds[rank]):
        return judged(DOUBTFUL, "à vérifier : le passage contient une négation ou une exclusion", rank)
    return judged(FOUND, sure, rank)


def _best(held: Sequence[frozenset[int]], around: int, text: _Text) -> tuple[int | None, int]:
    """The passage with most groups, itself or with those around it. A title, or a line of a table of contents, says
    nothing: it only helps those beside it."""
    best: tuple[int, int, int] | None = None
    for rank in sorted(frozenset().union(*held)):
        if _is_title(text.passages[rank].text):
            continue
        window = range(rank - around, rank + around + 1)
        count = sum(any(place in group for place in window) for group in held)
        own = sum(rank in group for group in held)
        if best is None or (count, own, -rank) > best:
            best = (count, own, -rank)
    return (None, 0) if best is None else (-best[2], best[0])


def _is_title(text: str) -> bool:
    return "\t" in text or (len(text) < _TITLE and not text.endswith((".", ";", ":")))


def _missing_annex(held: Sequence[frozenset[int]], text: _Text) -> int | None:
    """A passage on the subject that only leads to an annex which is not in the file."""
    for rank in sorted(held[0]):
        if any(found[1] not in text.annexes for found in _ANNEX.finditer(text.folds[rank])):
            return rank
    return None


def _quote(text: str, evidence: Evidence) -> str:
    """The passage, or the stretch of it that begins a little before the first word expected."""
    if len(text) <= _QUOTE:
        return text
    fold = folded(text)
    begins = [found.start() for word in evidence.groups[0] if (found := pattern(word).search(fold))]
    start = max(0, min(begins, default=0) - _QUOTE // 4)
    start = start and text.rfind(" ", 0, start) + 1
    stretch = text[start : start + _QUOTE - 2]
    ended = start + _QUOTE - 2 >= len(text)
    return f"{'…' if start else ''}{stretch if ended else stretch.rsplit(' ', 1)[0] + '…'}"
