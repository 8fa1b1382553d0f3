"""What a contract that others wrote says of each requirement, as far as its words tell; never more certain than they are.

A passage that holds a word of each group, and no negation beside them, is evidence; with its titles, its list or passages on
the same subject it is weaker; with others, one group short, or negated, it is only doubtful. Whether the passage is enough is for a lawyer to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from contractgen.lexical.evidence import Evidence, folded, pattern
from contractgen.lexical.leading import elsewhere, held_by, missing_document, named_document
from contractgen.lexical.outline import Text, text_of
from contractgen.lexical.passages import Passage
from contractgen.lexical.sentences import CONTRARY, denied, is_about_other, is_short, shortfall, together
from contractgen.model import Library

FOUND, DOUBTFUL, ANNEX_MISSING, NOT_FOUND = "found", "doubtful", "annex_missing", "not_found"
_BESIDE = "à vérifier : les mots attendus dans des passages voisins"
_LEFT = "renvoie à une annexe ou à un document qui n'est pas dans le fichier"
_NAMED = "un document qui n'est pas dans le fichier porte, par son titre, sur ce sujet"
_PARTLY = "à vérifier : il manque une partie de ce que l'exigence demande"
_QUOTE = 200
_STOP = re.compile(r"(?<=[.;:]) +(?=\S)")
_MOST_LOOKED_AT = 400  # passages with words of a requirement, those with most first
_MOST_PASSAGES = 60  # that hold all words, looked at; a contract says a thing a few times
_AROUND = 2  # passages before and after, read together
_SEVERAL = 4  # groups; fewer, each in another line of a list, may be of other things
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


class _Case(NamedTuple):
    """A requirement before a text. `held`: the passages with a word of each group; `alone` and `near`: the passage with most
    groups, by itself and with those around it; `most` and `wide`: how many; `own`: how many the passage has itself."""

    text: Text
    evidence: Evidence
    held: tuple[frozenset[int], ...]
    alone: int | None
    most: int
    near: int | None
    wide: int
    own: int

    @property
    def needed(self) -> int:
        return len(self.evidence.groups)


_Verdict = tuple[str, str, int] | None  # status, how sure, passage


def _judged(ident: str, evidence: Evidence, text: Text, library: Library) -> Judged:
    requirement = library.requirements[ident]
    verdict = None
    if not evidence.context or any(map(text.holding, evidence.context)):
        case = _case(evidence, text)
        verdict = next(filter(None, (reading(case) for reading in (_OWN if evidence.own else _READINGS))), None)
    status, sure, rank = verdict or (NOT_FOUND, "rien de probant", None)
    looked = evidence._replace(groups=(evidence.documents,)) if sure == _NAMED else evidence
    quote, place = ("", "") if rank is None else _quote(text.passages[rank], looked)
    return Judged(ident, requirement.severity, requirement.when is None, status, sure, quote, place)


def _case(evidence: Evidence, text: Text) -> _Case:
    held = [frozenset().union(*[text.holding(word) for word in group]) for group in evidence.groups]
    if evidence.other:
        held[0] = frozenset(rank for rank in held[0] if not is_about_other(text.folds[rank], evidence))
    alone, count, _ = _best(held, 0, text)
    return _Case(text, evidence, tuple(held), alone, count, *_best(held, _AROUND, text))


def _by_its_own_words(case: _Case) -> _Verdict:
    if case.near is None or case.wide < max(2, round(case.needed * 0.7)):
        return None
    return DOUBTFUL, "à vérifier : reconnu aux seuls mots de l'exigence", case.near


def _in_one_passage(case: _Case) -> _Verdict:
    if case.alone is None or case.most < case.needed:
        return None
    return _whole(case.held, case.text, case.evidence)


def _in_neighbours(case: _Case) -> _Verdict:
    rank = case.near
    if rank is None or case.wide < case.needed or case.own < case.needed - 1:
        return None
    if not _led(case.held, rank, case.text) or _strays(case.held, rank, case.text, case.evidence):
        return None
    ranks = case.text.around(rank, _AROUND)
    beside = frozenset(ranks) & case.text.titles.union(case.held[0], *case.text.runs)
    own = beside.union(case.text.heads[rank])  # its titles, its list, what speaks of the same thing
    if all(rank in group or own & group for group in case.held):
        sure = "possible : les mots attendus dans un passage et ceux du même sujet"
        return *_held(case.text, case.evidence, ranks, sure, rank), rank
    status, sure = _held(case.text, case.evidence, ranks, _BESIDE, rank)
    return DOUBTFUL if status == FOUND else status, sure, rank


def _apart(case: _Case) -> _Verdict:
    said = sorted(case.held[0] - case.text.titles) if case.evidence.apart and all(case.held) else []
    if not said:
        return None
    return *_held(case.text, case.evidence, said[:1], "possible : les mots attendus en plusieurs endroits"), said[0]


def _in_a_list(case: _Case) -> _Verdict:
    ranks = _run(case.held, case.text) if case.needed > 2 else []
    if not ranks:
        return None
    if case.needed < _SEVERAL:
        return DOUBTFUL, "à vérifier : les mots attendus dans des lignes différentes d'une liste", ranks[0]
    main = max(ranks, key=lambda one: sum(one in group for group in case.held))
    return *_held(
        case.text, case.evidence, ranks, "possible : les mots attendus dans les lignes d'une liste", main
    ), main


def _left_to_annex(case: _Case) -> _Verdict:
    rank = missing_document(case.held, case.text, case.evidence)
    return None if rank is None else (ANNEX_MISSING, _LEFT, rank)


def _in_a_named_document(case: _Case) -> _Verdict:
    """A document that is not in the file, and has by its name what the requirement asks."""
    rank = named_document(case.text, case.evidence)
    return None if rank is None else (ANNEX_MISSING, _NAMED, rank)


def _in_part(case: _Case) -> _Verdict:
    """A passage on the subject, or a list, short of a word; without the subject, nothing speaks of it."""
    fewest = case.needed - (2 if case.needed >= _MANY else 1)
    lacking = min(2, case.needed - 2)
    rank = case.near
    about = rank is not None and rank in case.held[0] and case.needed > 2 and case.wide >= fewest
    if rank is not None and about and together(case.text.folds[rank], case.evidence, lacking=lacking):
        return DOUBTFUL, _PARTLY, rank
    ranks = _run(case.held, case.text, lacking=1) if case.needed > 3 else []
    return (DOUBTFUL, _PARTLY, ranks[0]) if ranks else None


_OWN = (_by_its_own_words, _in_a_named_document)
_READINGS = (_in_one_passage, _in_neighbours, _apart, _in_a_list, _left_to_annex, _in_part, _in_a_named_document)


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
    if any(elsewhere(text, evidence, rank) for rank in ranks):
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


def _run(held: Sequence[frozenset[int]], text: Text, lacking: int = 0) -> list[int]:
    """The rows of a table, or the items of a list, that hold all words between them, or all but `lacking`, with the title
    above: those that hold some."""
    for run in text.runs:
        near = {*run, *text.heads[run[0]][-1:]}
        if near & held[0] and sum(not near.isdisjoint(group) for group in held) >= len(held) - lacking:
            return [rank for rank in run if any(rank in group for group in held)]
    return []


def _quote(passage: Passage, evidence: Evidence) -> tuple[str, str]:
    """The passage, or of a long one the stretch that begins with the sentence that holds most of the words expected; in
    a sentence that is long too, a little before the first word of the subject. And its place."""
    text = passage.text
    if len(text) <= _QUOTE:
        return text, passage.place
    starts = [0, *(found.end() for found in _STOP.finditer(text)), *(begin for begin, _ in passage.joined)]
    starts = sorted(set(starts))
    sentences = [(begin, text[begin:end]) for begin, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    start, sentence = max(sentences, key=lambda one: held_by(one[1], evidence))
    if len(sentence) > _QUOTE:
        fold = folded(sentence)
        begins = [found.start() for word in evidence.groups[0] if (found := pattern(word).search(fold))]
        inside = max(0, min(begins, default=0) - _QUOTE // 4)
        start += inside and sentence.rfind(" ", 0, inside) + 1
    stretch = text[start : start + _QUOTE - 2]
    ended = start + _QUOTE - 2 >= len(text)
    return f"{'…' if start else ''}{stretch if ended else stretch.rsplit(' ', 1)[0] + '…'}", passage.place_at(start)
