"""What a contract that others wrote says of each requirement, as far as its words tell; never more certain than they are.

A passage that holds a word of each group, and no negation beside them, is evidence; over neighbouring passages it is weaker;
one group short, or negated, it is only doubtful. Whether the passage is enough is for a lawyer to say.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from contractgen.lexical.evidence import Evidence, folded, pattern, pieces
from contractgen.lexical.parties import named
from contractgen.lexical.passages import BULLET, Passage
from contractgen.lexical.sentences import CONTRARY, denied, is_about_other, is_short, shortfall, together
from contractgen.model import Library

FOUND, DOUBTFUL, ANNEX_MISSING, NOT_FOUND = "found", "doubtful", "annex_missing", "not_found"
_LEADS = r"(?:figur|defini|decri|fixe|precis|prevu|detaill|list|indiqu|mentionn)[a-z]*(?: [^ .;]+){0,4}? (?:a l'|dans l'|en |par l'|de l')annexe (?:n[o°] ?)?"
_ANNEX = re.compile(r"\bannexe ([0-9]+|[a-z]\b|[ivx]+\b)")
_LEFT_TO_ANNEX = re.compile(rf"\b{_LEADS}([0-9]+|[a-z]\b|[ivx]+\b)")
_ARTICLE = re.compile(r"(?:article|annexe) [a-z]?[0-9]|annexe\b|(?:[0-9]+|[ivx]+)[.)]?(?: ?[-–—])? [a-z]")
_LEFT = "renvoie à une annexe qui n'est pas dans le fichier"
_NUMBERED = re.compile(r"(?:article )?[0-9]+(?:\.[0-9]+)*")
_WIDEST, _UNNUMBERED = -1, 9  # deeper than any that is numbered
_WORD = re.compile(r"[a-z0-9]+")
_CELL, _FIGURE = " | ", re.compile(r"\d")
_QUOTE = 200
_STOP = re.compile(r"(?<=[.;:]) +(?=\S)")
_IDLE = re.compile(  # « dix (10) ans » is « dix ans »; « et non de… » says what is not; who decides of means, and « par rapport à », are of no subject
    r"(?<=[a-z]) \(\d+\)(?= [a-z])|\bet non (?:pas )?(?:de |d'|du |des |une? |la |le )[^,.;:]*|\bpar rapport (?:au?x?|a l[ae']?)\b"
    r"|\bdetermin\w+ les (?:finalites|moyens)(?: et les \w+)?(?= d[ue]s? (?:ce |ces |tout )?traitement)"
)
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d+ ?%)")  # « 99.5 % » ends no sentence
_LABELLED = re.compile(r" ?: .*\d")  # « Délai de paiement : 30 jours » says something
_TITLE, _NUMBERED_TITLE = 45, 90  # letters; what is shorter is a title or a label
_MOST_LOOKED_AT = 400  # passages with words of a requirement, those with most first
_MOST_PASSAGES = 60  # that hold all words, looked at; a contract says a thing a few times
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
    """`articles`: the rank of the article of each passage; those of another article say nothing of this one; `heads`: the
    titles that each passage stands under; `whole`: all passages, each beginning at one of `starts`; `words`: all of theirs, sorted; `held`: what `holding` has found."""

    passages: tuple[Passage, ...]
    folds: tuple[str, ...]
    annexes: frozenset[str]
    titles: frozenset[int]
    articles: tuple[int, ...]
    heads: tuple[tuple[int, ...], ...]
    whole: str
    starts: tuple[int, ...]
    words: tuple[str, ...]
    held: dict[str, frozenset[int]]

    def holding(self, word: str) -> frozenset[int]:
        """The passages that hold a word; looked for once, most requirements share their words."""
        if word not in self.held:
            self.held[word] = frozenset(self._searched(max(pieces(word), key=len), pattern(word)))
        return self.held[word]

    def _searched(self, piece: str, word: re.Pattern[str]) -> Iterator[int]:
        """The passages that hold a word, of those that hold a piece of it: found in the whole text at once, as most hold none."""
        begins = _WORD.match(piece)
        known = bisect_left(self.words, begins[0]) if begins else 0
        if begins and not (known < len(self.words) and self.words[known].startswith(begins[0])):
            return
        at = self.whole.find(piece)
        while at >= 0:
            rank = bisect_right(self.starts, at) - 1
            if word.search(self.folds[rank]):
                yield rank
            at = self.whole.find(piece, self.starts[rank + 1]) if rank + 1 < len(self.starts) else -1

    def around(self, rank: int, distance: int) -> tuple[int, ...]:
        """The passages about one, of the same article, and the titles that it stands under."""
        near = range(max(0, rank - distance), min(len(self.folds), rank + distance + 1))
        same = [place for place in near if self.articles[place] == self.articles[rank]]
        return (*(head for head in self.heads[rank] if distance and head not in same), *same)

    def leads(self, rank: int, evidence: Evidence) -> bool:
        """Whether the title that a passage stands under names the subject."""
        return any(self.folds[head] and rank != head and self.holds(head, evidence) for head in self.heads[rank][-1:])

    def holds(self, rank: int, evidence: Evidence) -> bool:
        return any(rank in self.holding(word) for word in evidence.groups[0])


def judge(passages: tuple[Passage, ...], evidence: Mapping[str, Evidence], library: Library) -> tuple[Judged, ...]:
    """A judgement for each requirement of the library, in its order."""
    passages = tuple(_with_headers(passages))
    plain = [_IDLE.sub("", _DECIMAL.sub(",", folded(passage.text))) for passage in passages]
    folds = tuple(_under_headers(passages, named([passage.text for passage in passages], plain)))
    annexes = frozenset(
        found[1]
        for fold in folds
        if len(fold) < 120 and (found := re.match(r"annexe (?:n[o°] ?)?([0-9]+|[a-z]\b|[ivx]+\b)", fold))
    )
    levels = list(_levels(passages, folds))
    begins = [level is not None or bool(_ARTICLE.match(fold)) for level, fold in zip(levels, folds, strict=True)]
    starts = tuple(accumulate((len(fold) + 1 for fold in folds[:-1]), initial=0))
    words = tuple(sorted({word for fold in folds for word in _WORD.findall(fold)}))
    articles, heads = tuple(accumulate(begins)), tuple(_heads(levels))
    titles = frozenset(rank for rank, level in enumerate(levels) if level is not None)
    text = _Text(passages, folds, annexes, titles, articles, heads, "\n".join(folds), starts, words, {})
    return tuple(_judged(ident, evidence[ident], text, library) for ident in library.requirements)


def _with_headers(passages: Sequence[Passage]) -> Iterator[Passage]:
    """The passages, the first row of a table read as the title of those below it when it gives no figure."""
    before = 0
    for passage, after in zip(passages, (*passages[1:], None), strict=True):
        cells = passage.text.count(_CELL)
        heads = cells and cells != before and after is not None and after.text.count(_CELL) == cells
        yield passage._replace(title=True) if heads and not _FIGURE.search(passage.text) else passage
        before = cells


def _under_headers(passages: Sequence[Passage], folds: Sequence[str]) -> Iterator[str]:
    """The folded texts, each row of a table after the names of its columns."""
    header = ""
    for passage, fold in zip(passages, folds, strict=True):
        row = _CELL in passage.text
        header = fold if row and passage.title else header if row else ""
        yield f"{header} | {fold}" if header and not passage.title else fold


def _judged(ident: str, evidence: Evidence, text: _Text, library: Library) -> Judged:
    requirement = library.requirements[ident]
    applies = requirement.when is None
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
    missing = _missing_annex(held, text)
    if missing is not None:
        return judged(ANNEX_MISSING, _LEFT, missing)
    about = wide_rank in held[0] and together(text.folds[wide_rank], evidence, lacking=min(2, needed - 2))
    if needed > 2 and about and wide >= needed - 1:  # without the first group, the subject, nothing speaks of it
        return judged(DOUBTFUL, "à vérifier : il manque une partie de ce que l'exigence demande", wide_rank)
    return judged(NOT_FOUND, "rien de probant")


def _strays(held: Sequence[frozenset[int]], rank: int, text: _Text, evidence: Evidence) -> bool:
    """Whether a passage that has its subject from its title only is about something else."""
    return rank not in held[0] and any(pattern(word).search(text.folds[rank]) for word in evidence.other)


def _whole(held: Sequence[frozenset[int]], text: _Text, evidence: Evidence) -> tuple[str, str, int]:
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


def _sure(rank: int, text: _Text, evidence: Evidence) -> str:
    if together(text.folds[rank], evidence, reach=0, led=text.leads(rank, evidence)):
        return "probable : tous les mots attendus dans une même phrase"
    return "possible : les mots attendus dans des phrases voisines"


def _led(held: Sequence[frozenset[int]], rank: int, text: _Text) -> bool:
    """Whether a passage that lacks a word has it from where it may: the subject, or one word of two, from a title beside it,
    any other from a neighbour too."""
    titles = text.titles.intersection(text.around(rank, _AROUND))
    return all(rank in group or titles & group for group in (held if len(held) < 3 else held[:1]))


def _held(text: _Text, evidence: Evidence, ranks: Sequence[int], sure: str, main: int | None = None) -> tuple[str, str]:
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
    if any(found[1] not in text.annexes for rank in ranks for found in _LEFT_TO_ANNEX.finditer(text.folds[rank])):
        return ANNEX_MISSING, _LEFT
    return FOUND, sure


def _best(held: Sequence[frozenset[int]], around: int, text: _Text) -> tuple[int | None, int, int]:
    """The passage with most groups, itself or with those around it; how many there, and how many its own. A title, or a
    line of a table of contents, says nothing: it only helps those beside it."""
    best: tuple[int, int, int] | None = None
    owned = Counter(rank for group in held for rank in group - text.titles)
    for rank in sorted(owned, key=lambda one: (-owned[one], one))[:_MOST_LOOKED_AT]:
        window = text.around(rank, around)
        count = sum(any(place in group for place in window) for group in held)
        own = owned[rank]
        if around and all(rank in group or group.intersection(text.heads[rank][-1:]) for group in held):
            own = count  # the title right above says the rest
        if best is None or (count, own, -rank) > best:
            best = (count, own, -rank)
    return (None, 0, 0) if best is None else (-best[2], best[0], best[1])


def _levels(passages: Sequence[Passage], folds: Sequence[str]) -> Iterator[int | None]:
    """How deep the title is that each passage is, None for what is none: as a short line that has nothing under it."""
    for passage, fold, after in zip(passages, folds, (*passages[1:], None), strict=True):
        bare = not passage.title and after is not None and after.title and _CELL not in after.text
        yield None if bare and not _ARTICLE.match(fold) else _level(passage, fold)


def _level(passage: Passage, fold: str) -> int | None:
    """How deep the title is that a passage is; None for what is none."""
    if not _is_title(passage):
        return None
    if fold.startswith("annexe"):
        return 0
    numbered = _NUMBERED.match(fold)
    return (1 + numbered[0].count(".")) if numbered else _UNNUMBERED


def _heads(levels: Sequence[int | None]) -> Iterator[tuple[int, ...]]:
    """For each passage, the titles that it stands under, the widest first."""
    open_titles: list[tuple[int, int]] = []
    for rank, level in enumerate(levels):
        if level == _UNNUMBERED and not open_titles and not rank:
            level = _WIDEST  # the title of the contract
        if level is not None:
            open_titles = [one for one in open_titles if one[0] < level]
        yield tuple(head for _, head in open_titles)
        if level is not None:
            open_titles.append((level, rank))


def _is_title(passage: Passage) -> bool:
    """Whether a passage is a title, by its place in Word's outline or else by its length, or a line of contents."""
    text = passage.text
    most = _NUMBERED_TITLE if _ARTICLE.match(folded(text[:_TITLE])) else _TITLE
    ended = text.endswith((".", ";", ":")) or _LABELLED.search(text)
    entry = _CELL in text or BULLET.match(text)
    return passage.title or "\t" in text or (len(text) < most and not ended and not entry)


def _missing_annex(held: Sequence[frozenset[int]], text: _Text) -> int | None:
    """A passage on the subject that only leads to an annex which is not in the file."""
    for rank in sorted(held[0]):
        leading = _ANNEX if sum(rank in group for group in held) > 1 else _LEFT_TO_ANNEX
        if any(found[1] not in text.annexes for found in leading.finditer(text.folds[rank])):
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
