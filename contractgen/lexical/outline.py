"""What the passages of a contract are to each other: its titles and articles, its tables and lists, and where its words stand.

Passages in, a frozen value out, that `judging` asks; nothing is judged here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby
from typing import NamedTuple

from contractgen.lexical.annexes import Annexes, annexes_of
from contractgen.lexical.evidence import Evidence, folded, pattern, pieces
from contractgen.lexical.forms import CLIENT_IS_TOLD_OF, FOR_CLIENT, OF_CLIENT, OWN_ARCHIVE, PROVIDER_CONTROLS
from contractgen.lexical.parties import named
from contractgen.lexical.passages import BULLET, Passage

_ARTICLE = re.compile(r"(?:article|annexe) [a-z]?[0-9]|annexe\b|(?:[0-9]+|[ivx]+)[.)]?(?: ?[-–—])? [a-z]")
_NUMBERED = re.compile(r"(?:article )?[0-9]+(?:\.[0-9]+)*")
_WIDEST, _UNNUMBERED = -1, 9  # deeper than any that is numbered
_WORD = re.compile(r"[a-z0-9]+")
_CELL, _FIGURE = " | ", re.compile(r"\d")
_SEVERITY = re.compile(
    r"\b[PpNnSs][0-5]\b|\b(?:niveau|priorité|gravité|sévérité|criticité) [0-5]\b", re.IGNORECASE
)  # names, not figures
_IDLE = re.compile(  # « dix (10) ans » is « dix ans »; « et non de… » says what is not; who decides of means, and « par rapport à », are of no subject
    r"(?<=[a-z]) \(\d+\)(?= [a-z])|\bet non (?:pas )?(?:de |d'|du |des |une? |la |le )[^,.;:]*|\bpar rapport (?:au?x?|a l[ae']?)\b"
    r"|\bdetermin\w+ les (?:finalites|moyens)(?: et les \w+)?(?= d[ue]s? (?:ce |ces |tout )?traitement)"
)
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d+ ?%)")  # « 99.5 % » ends no sentence
_DEFINITIONS = re.compile(r"^\W*(?:article )?[0-9ivx.]*[ .:–—-]*(?:definitions?|glossaire|lexique|terminologie)\b")
_TREATMENTS = re.compile(
    r"^(?:[^|]* \| )*(?:finalites?|traitements?|categories? de donnees|donnees (?:traitees|concernees)|base legale)\b[^|]* \| "
)
_RECITALS = re.compile(r"^\W*(?:article )?[0-9ivx.]*[ .:–—-]*(?:preambule|expose|considerants?|contexte|il a ete)\b")
_CAPITALS = re.compile(r"\b(?:[A-ZÀ-ÝŒ][A-ZÀ-ÝŒ'’-]*[ ,;:]+){4,}[A-ZÀ-ÝŒ][A-ZÀ-ÝŒ'’-]*")  # words; fewer are a name
_LABELLED = re.compile(r" ?: .*\d")  # « Délai de paiement : 30 jours » says something
_TITLE, _NUMBERED_TITLE = 45, 90  # letters; what is shorter is a title or a label
_LONGEST_ARTICLE, _SHORT_ARTICLE = 40, 6  # passages under a title that names the subject, and under one that does not
_LONGEST_RUN = 12  # rows or items; what is longer speaks of too much
_OWN_DATA = 15  # passages after the one that says that the provider treats data for itself


class Text(NamedTuple):
    """`articles`: the rank of the article of each passage; those of another article say nothing of this one; `heads`: the
    titles that each passage stands under; `runs`: the rows of a table, or the items of a list that nothing announces; `own`: the
    passages where the provider treats data for itself; `whole`: all passages, each beginning at one of `starts`; `words`: all of theirs, sorted; `held`, `having` and `near`: what was looked for once."""

    passages: tuple[Passage, ...]
    folds: tuple[str, ...]
    annexes: Annexes
    titles: frozenset[int]
    articles: tuple[int, ...]
    heads: tuple[tuple[int, ...], ...]
    runs: tuple[range, ...]
    own: frozenset[int]
    whole: str
    starts: tuple[int, ...]
    words: tuple[str, ...]
    held: dict[str, frozenset[int]]
    having: dict[str, frozenset[int]]
    near: dict[tuple[int, int], tuple[int, ...]]

    def holding(self, word: str) -> frozenset[int]:
        """The passages that hold a word; looked for once, most requirements share their words. Those that hold all pieces
        of it are looked at."""
        if word not in self.held:
            first, *others = map(self._having, pieces(word))
            ranks = first.intersection(*others) if first else first
            form = pattern(word)
            self.held[word] = frozenset(rank for rank in ranks if form.search(self.folds[rank]))
        return self.held[word]

    def _having(self, piece: str) -> frozenset[int]:
        """The passages that hold a piece of a word: found in the whole text at once, as most hold none."""
        if piece not in self.having:
            self.having[piece] = frozenset(self._searched(piece))
        return self.having[piece]

    def _searched(self, piece: str) -> Iterator[int]:
        begins = _WORD.match(piece)
        known = bisect_left(self.words, begins[0]) if begins else 0
        if begins and not (known < len(self.words) and self.words[known].startswith(begins[0])):
            return
        at = self.whole.find(piece)
        while at >= 0:
            rank = bisect_right(self.starts, at) - 1
            yield rank
            at = self.whole.find(piece, self.starts[rank + 1]) if rank + 1 < len(self.starts) else -1

    def around(self, rank: int, distance: int) -> tuple[int, ...]:
        """The passages about one, of the same article, and the titles that it stands under."""
        if (rank, distance) not in self.near:
            close = range(max(0, rank - distance), min(len(self.folds), rank + distance + 1))
            beside = next((run for run in self.runs if rank in run), ())  # one item says nothing of another
            same = [
                place
                for place in close
                if self.articles[place] == self.articles[rank] and (place == rank or place not in beside)
            ]
            above = (head for head in self.heads[rank] if distance and head not in same)
            self.near[rank, distance] = (*above, *same)
        return self.near[rank, distance]

    def leads(self, rank: int, evidence: Evidence) -> bool:
        """Whether the title that a passage stands under names the subject."""
        return any(self.folds[head] and rank != head and self.holds(head, evidence) for head in self.heads[rank][-1:])

    def articles_on(self, subject: frozenset[int]) -> Iterator[tuple[int, list[int]]]:
        """The titles of the articles on a subject, given the passages that name it, each with what is under it: first those
        that name it, then those, if short, where only a passage does."""
        named = sorted(subject & self.titles)
        others = sorted({self.heads[rank][-1] for rank in subject - self.titles if self.heads[rank]} - subject)
        for title in (*named, *others):
            whole = title in subject
            under = [rank for rank, heads in enumerate(self.heads) if title in (heads if whole else heads[-1:])]
            if len(under) <= (_LONGEST_ARTICLE if whole else _SHORT_ARTICLE):
                yield title, under

    def rows_under(self, subject: frozenset[int]) -> dict[int, int]:
        """The rows and items right under a title that names a subject, each with that title."""
        return {rank: run[0] - 1 for run in self.runs for rank in run if run[0] - 1 in subject & self.titles}

    def defines(self, rank: int) -> bool:
        """Whether a passage stands under a title of definitions."""
        return any(_DEFINITIONS.search(self.folds[head]) for head in self.heads[rank][-1:])

    def describes(self, rank: int) -> bool:
        """Whether a passage is a row of a table of treatments of data."""
        return _CELL in self.passages[rank].text and bool(_TREATMENTS.search(self.folds[rank]))

    def recites(self, rank: int) -> bool:
        """Whether a passage stands under a title of recitals."""
        return any(_RECITALS.search(self.folds[head]) for head in self.heads[rank][-1:])

    def stands_out(self, rank: int, evidence: Evidence) -> bool:
        """Whether a passage names the subject in bold, or in words that are all capitals."""
        passage = self.passages[rank]
        strong = folded(" ".join((passage.strong, *_CAPITALS.findall(passage.text))))
        return any(pattern(word).search(strong) for word in evidence.groups[0])

    def holds(self, rank: int, evidence: Evidence) -> bool:
        return any(rank in self.holding(word) for word in evidence.groups[0])


def text_of(passages: tuple[Passage, ...]) -> Text:
    """The passages with all that is to be known of their order and words."""
    passages = tuple(_with_headers(passages))
    plain = [_IDLE.sub("", _DECIMAL.sub(",", folded(passage.text))) for passage in passages]
    folds = tuple(_under_headers(passages, named([passage.text for passage in passages], plain)))
    levels = list(_levels(passages, folds))
    begins = [level is not None or bool(_ARTICLE.match(fold)) for level, fold in zip(levels, folds, strict=True)]
    titles = frozenset(rank for rank, level in enumerate(levels) if level is not None)
    articles = tuple(accumulate(begins))
    starts = tuple(accumulate((len(fold) + 1 for fold in folds[:-1]), initial=0))
    return Text(
        passages,
        folds,
        annexes_of(folds, titles),
        titles,
        articles,
        tuple(_heads(levels)),
        tuple(_runs(passages)),
        frozenset(_own_data(folds, levels)).union(_of_itself(folds, articles)),
        "\n".join(folds),
        starts,
        tuple(sorted({word for fold in folds for word in _WORD.findall(fold)})),
        {},
        {},
        {},
    )


def _with_headers(passages: Sequence[Passage]) -> Iterator[Passage]:
    """The passages, the first row of a table read as the title of those below it when it gives no figure."""
    before = 0
    for passage, after in zip(passages, (*passages[1:], None), strict=True):
        cells = passage.text.count(_CELL)
        heads = cells and cells != before and after is not None and after.text.count(_CELL) == cells
        named_only = not _FIGURE.search(_SEVERITY.sub("", passage.text))
        yield passage._replace(title=True) if heads and named_only else passage
        before = cells


def _under_headers(passages: Sequence[Passage], folds: Sequence[str]) -> Iterator[str]:
    """The folded texts, each row of a table after the names of its columns."""
    header = ""
    for passage, fold in zip(passages, folds, strict=True):
        row = _CELL in passage.text
        header = fold if row and passage.title else header if row else ""
        yield f"{header} | {fold}" if header and not passage.title else fold


def _runs(passages: Sequence[Passage]) -> Iterator[range]:
    """The rows of each table, and the items of each list that nothing announces, several and not too many."""
    kinds = (2 if _CELL in passage.text else 1 if BULLET.match(passage.text) else 0 for passage in passages)
    for kind, ranks in groupby(enumerate(kinds), key=lambda one: one[1]):
        first, *others = (rank for rank, _ in ranks)
        if kind and 0 < len(others) <= _LONGEST_RUN:
            yield range(first, first + 1 + len(others))


def _own_data(folds: Sequence[str], levels: Sequence[int | None]) -> Iterator[int]:
    """The passages that stand after one by which the provider treats data for itself, until another says for whom else."""
    left = 0
    for fold, level, rank in zip(folds, levels, range(len(folds)), strict=True):
        if left and (FOR_CLIENT.search(fold) or (level is not None and level <= 1)):
            left = 0
        if PROVIDER_CONTROLS.search(fold) and not FOR_CLIENT.search(fold):
            left = _OWN_DATA
        if left:
            yield rank
            left -= 1


def _of_itself(folds: Sequence[str], articles: Sequence[int]) -> Iterator[int]:
    """The passages of an article where the client has the rights of the one whose data they are, and those that keep what the
    provider itself must keep, unless they say for whom else."""
    told = {article for fold, article in zip(folds, articles, strict=True) if CLIENT_IS_TOLD_OF.search(fold)}
    other = (
        {article for fold, article in zip(folds, articles, strict=True) if FOR_CLIENT.search(fold)} if told else told
    )
    for rank, (fold, article) in enumerate(zip(folds, articles, strict=True)):
        kept = OWN_ARCHIVE.search(fold) and not (FOR_CLIENT.search(fold) or OF_CLIENT.search(fold))
        if kept or article in told - other:
            yield rank


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
