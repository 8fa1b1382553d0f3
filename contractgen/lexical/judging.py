"""What a contract that others wrote says of each requirement, as far as its words tell; never more certain than they are.

A passage that holds a word of each group, and no negation beside them, is evidence; over neighbouring passages it is weaker;
one group short, or negated, it is only doubtful. Whether the passage is enough is for a lawyer to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from contractgen.lexical.evidence import Evidence, folded, pattern
from contractgen.lexical.outline import Text, text_of
from contractgen.lexical.passages import Passage
from contractgen.lexical.sentences import CONTRARY, denied, is_about_other, is_short, shortfall, together
from contractgen.model import Library

FOUND, DOUBTFUL, ANNEX_MISSING, NOT_FOUND = "found", "doubtful", "annex_missing", "not_found"
_LEFT = "renvoie à une annexe qui n'est pas dans le fichier"
_QUOTE = 200
_STOP = re.compile(r"(?<=[.;:]) +(?=\S)")
_MOST_LOOKED_AT = 400  # passages with words of a requirement, those with most first
_MOST_PASSAGES = 60  # that hold all words, looked at; a contract says a thing a few times
_AROUND = 2  # passages before and after, read together
_MANY = 5  # groups; of so many, two may lack and the passage still speaks of it


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


def judge(passages: tuple[Passage, ...], evidence: Mapping[str, Evidence], library: Library) -> tuple[Judged, ...]:
    """A judgement for each requirement of the library, in its order."""
    text = text_of(passages)
    return tuple(_judged(ident, evidence[ident], text, library) for ident in library.requirements)


def _judged(ident: str, evidence: Evidence, text: Text, library: Library) -> Judged:
    requirement = library.requirements[ident]
    applies = requirement.when is None
    if evidence.context and not any(map(text.holding, evidence.context)):
        return Judged(ident, requirement.severity, applies, NOT_FOUND, "rien de probant")
    held = [frozenset().union(*[text.holding(word) for word in group]) for group in evidence.groups]
    if evidence.other:
        held[0] = frozenset(rank for rank in held[0] if not is_about_other(text.folds[rank], evidence))

    def judged(status: str, sure: str, rank: int | None = None) -> Judged:
        quote, place = ("", "") if rank is None else _quote(text.passages[rank], evidence)
        return Judged(ident, requirement.severity, applies, status, sure, quote, place)

    needed = len(evidence.groups)
    rank, count, _ = _best(held, 0, text)
    wide_rank, wide, own = _best(held, _AROUND, text)
    if evidence.own:
        enough = wide_rank is not None and wide >= max(2, round(needed * 0.7))
        return (
            judged(DOUBTFUL, "à vérifier : reconnu aux seuls mots de l'exigence", wide_rank)
            if enough
            else judged(NOT_FOUND, "rien de probant")
        )
    if rank is not None and count == needed:
        return judged(*_whole(held, text, evidence))
    enough = wide == needed and own >= needed - 1
    if (
        wide_rank is not None
        and enough
        and _led(held, wide_rank, text)
        and not _strays(held, wide_rank, text, evidence)
    ):
        near = text.around(wide_rank, _AROUND)
        return judged(
            *_held(text, evidence, near, "possible : les mots attendus dans des passages voisins", wide_rank), wide_rank
        )
    if evidence.apart and all(held) and (said := sorted(held[0] - text.titles)):
        return judged(*_held(text, evidence, said[:1], "possible : les mots attendus en plusieurs endroits"), said[0])
    run = _run(held, text) if needed > 2 else None
    if run is not None:
        main = max(run, key=lambda one: sum(one in group for group in held))
        return judged(
            *_held(text, evidence, run, "possible : les mots attendus dans les lignes d'une liste", main), main
        )
    missing = _missing_annex(held, text)
    if missing is not None:
        return judged(ANNEX_MISSING, _LEFT, missing)
    about = wide_rank in held[0] and together(text.folds[wide_rank], evidence, lacking=min(2, needed - 2))
    if (
        needed > 2 and about and wide >= needed - (2 if needed >= _MANY else 1)
    ):  # without the first group, the subject, nothing speaks of it
        return judged(DOUBTFUL, "à vérifier : il manque une partie de ce que l'exigence demande", wide_rank)
    return judged(NOT_FOUND, "rien de probant")


def _strays(held: Sequence[frozenset[int]], rank: int, text: Text, evidence: Evidence) -> bool:
    """Whether a passage that has its subject from its title only is about something else."""
    return rank not in held[0] and any(pattern(word).search(text.folds[rank]) for word in evidence.other)


def _whole(held: Sequence[frozenset[int]], text: Text, evidence: Evidence) -> tuple[str, str, int]:
    """What the passages that hold all words say: the surest that is evidence, else the first. A passage that only speaks of
    the subject elsewhere, with a negation, takes nothing from it; one that says the contrary does."""
    ranks = sorted(frozenset.intersection(*held) - text.titles)[:_MOST_PASSAGES]
    close = [rank for rank in ranks if together(text.folds[rank], evidence, led=text.leads(rank, evidence))]
    if not close:
        return DOUBTFUL, "à vérifier : les mots attendus sont dans des phrases éloignées", ranks[0]
    said = [(*_held(text, evidence, [rank], _sure(rank, text, evidence)), rank) for rank in close]
    contrary = next((one for one in said if one[1] == CONTRARY), None)
    found = sorted((one for one in said if one[0] == FOUND), key=lambda one: one[1], reverse=True)  # « probable » first
    return contrary or next(iter(found), said[0])


def _sure(rank: int, text: Text, evidence: Evidence) -> str:
    if together(text.folds[rank], evidence, reach=0, led=text.leads(rank, evidence)):
        return "probable : tous les mots attendus dans une même phrase"
    return "possible : les mots attendus dans des phrases voisines"


def _led(held: Sequence[frozenset[int]], rank: int, text: Text) -> bool:
    """Whether a passage that lacks a word has it from where it may: the subject, or one word of two, from a title beside it,
    any other from a neighbour too."""
    titles = text.titles.intersection(text.around(rank, _AROUND))
    return all(rank in group or titles & group for group in (held if len(held) < 3 else held[:1]))


def _held(text: Text, evidence: Evidence, ranks: Sequence[int], sure: str, main: int | None = None) -> tuple[str, str]:
    """All words are there: found, unless what holds them says no, or leaves it to an annex that is not there."""
    main = ranks[-1] if main is None else main
    beside = " ".join(text.folds[place] for place in (*text.around(main, 1), *ranks))
    if any(pattern(word).search(beside) for word in evidence.against):
        return DOUBTFUL, CONTRARY
    if evidence.years and is_short([text.folds[rank] for rank in (*ranks, *text.around(main, 1))], evidence):
        return DOUBTFUL, "à vérifier : la durée y est plus courte que ce que l'exigence demande"
    if any(denied(text.folds[rank], evidence) for rank in ranks):
        return DOUBTFUL, "à vérifier : le passage contient une négation ou une exclusion"
    if less := shortfall([text.folds[rank] for rank in ranks if rank not in text.titles], evidence, text.folds[main]):
        return DOUBTFUL, less
    if any(text.annexes.lack(text.folds[rank]) for rank in ranks):
        return ANNEX_MISSING, _LEFT
    if evidence.processor and main in text.own:
        return DOUBTFUL, "à vérifier : le prestataire y paraît traiter des données pour lui-même"
    return FOUND, sure


def _best(held: Sequence[frozenset[int]], around: int, text: Text) -> tuple[int | None, int, int]:
    """The passage with most groups, itself or with those around it; how many there, and how many its own. A title, or a
    line of a table of contents, says nothing: it only helps those beside it."""
    best: tuple[int, int, int] | None = None
    owned = Counter(rank for group in held for rank in group - text.titles)
    if owned and not around:
        rank = min(owned, key=lambda one: (-owned[one], one))
        return rank, owned[rank], owned[rank]
    for rank in sorted(owned, key=lambda one: (-owned[one], one))[:_MOST_LOOKED_AT]:
        window = text.around(rank, around)
        count = len(held) - sum(map(frozenset(window).isdisjoint, held))
        own = owned[rank]
        if all(rank in group or group.intersection(text.heads[rank][-1:]) for group in held):
            own = count  # the title right above says the rest
        if best is None or (count, own, -rank) > best:
            best = (count, own, -rank)
    return (None, 0, 0) if best is None else (-best[2], best[0], best[1])


def _run(held: Sequence[frozenset[int]], text: Text) -> list[int] | None:
    """The rows of a table, or the items of a list, that hold all words between them, with the title above."""
    for run in text.runs:
        near = {*run, *text.heads[run[0]][-1:]}
        if near & held[0] and all(near & group for group in held):
            return [rank for rank in run if any(rank in group for group in held)] or None
    return None


def _missing_annex(held: Sequence[frozenset[int]], text: Text) -> int | None:
    """A passage on the subject that only leads to an annex which is not in the file."""
    for rank in sorted(held[0]):
        more = sum(rank in group for group in held) > 1
        if (text.annexes.lack_any if more else text.annexes.lack)(text.folds[rank]):
            return rank
    return None


def _quote(passage: Passage, evidence: Evidence) -> tuple[str, str]:
    """The passage, or of a long one the stretch that begins with the sentence that holds most of the words expected; in
    a sentence that is long too, a little before the first word of the subject. And its place."""
    text = passage.text
    if len(text) <= _QUOTE:
        return text, passage.place
    starts = [0, *(found.end() for found in _STOP.finditer(text)), *(begin for begin, _ in passage.joined)]
    starts = sorted(set(starts))
    sentences = [(begin, text[begin:end]) for begin, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    start, sentence = max(sentences, key=lambda one: _held_by(one[1], evidence))
    if len(sentence) > _QUOTE:
        fold = folded(sentence)
        begins = [found.start() for word in evidence.groups[0] if (found := pattern(word).search(fold))]
        inside = max(0, min(begins, default=0) - _QUOTE // 4)
        start += inside and sentence.rfind(" ", 0, inside) + 1
    stretch = text[start : start + _QUOTE - 2]
    ended = start + _QUOTE - 2 >= len(text)
    return f"{'…' if start else ''}{stretch if ended else stretch.rsplit(' ', 1)[0] + '…'}", passage.place_at(start)


def _held_by(sentence: str, evidence: Evidence) -> int:
    fold = folded(sentence)
    return sum(any(pattern(word).search(fold) for word in group) for group in evidence.groups)
