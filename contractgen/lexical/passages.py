"""The passages of a contract that others wrote, from Word or PDF: each text with its place. Nothing is judged here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from itertools import pairwise
from typing import NamedTuple

from contractgen.errors import ReturnedFileError
from contractgen.lexical.evidence import folded
from contractgen.word.emphasis import emphasised
from contractgen.word.layout import outline_levels
from contractgen.word.numbers import list_styles, printed_numbers
from contractgen.word.opening import open_package
from contractgen.word.read import Line, read_document
from contractgen.word.revisions import accept_all

_MOST = 20_000
_MOST_LETTERS = 1_500_000  # some five hundred pages
_PDF_BYTES = 60_000_000
_BEGINS = re.compile(r"[A-ZÀ-ÝŒ«•–—-]|\(?(?:\d+|[a-z])[.)]")
_HEADING = re.compile(  # « 12.1 Durée », not « 30 jours » nor « 1334 du 31 décembre » where a line of a page begins
    r"(?i:article|annexe|titre|chapitre|section)\b|[A-Za-z]?\d{1,2}(?:\.\d{1,2})*[.)]?(?: ?[-–—:])?(?: +[A-ZÀ-ÝŒ«]|$)"
)
BULLET = re.compile(r"[-–—•·▪●○◦■] ?\S")
_DUTY = re.compile(  # « Notifier… », « ne traiter… », under « s'engage à : »
    r"\W*(?:\d+[.)] |[a-z][.)] )?(?:ne |n'|a |d'|de |s'|se |en )?(?:pas )?[a-z]+(?:er|ir|re|oir) (?:[a-z«(]|\d)"
)
_CUT_WORD = re.compile(r"[^\W\d_]-$")  # « sous- » at the end of a line
_CONTENTS = re.compile(r"\.{4,}\s*\d+$")
_HEADING_LETTERS = 100  # of a line that stands on one line of a page; more is prose
_ARTICLE_TITLE = re.compile(r"(?:article|annexe|titre|chapitre|section|\d{1,2}\.\d{1,2})\b", re.IGNORECASE)
_PLACE_LETTERS = 60  # of the title that a place names
_LIST_LETTERS = 4_000
_LONGEST = 6_000  # letters of a passage
_REPEATED = 3  # pages that begin or end with a line: then it is their header or footer


class Passage(NamedTuple):
    """A paragraph, or a row of a table; `place` in French; `title`: Word has it in its outline; `joined`: of a list that is
    one passage with what announces it, where each further item begins, and its place; `strong`: its words in bold or capitals, of a Word file."""

    text: str
    place: str
    title: bool = False
    joined: tuple[tuple[int, str], ...] = ()
    strong: str = ""

    def place_at(self, letter: int) -> str:
        """The place of what stands at a letter."""
        return next((place for begin, place in reversed(self.joined) if begin <= letter), self.place)


def passages_of(data: bytes) -> tuple[Passage, ...]:
    """The passages of a .docx, tracked changes accepted, or of a PDF.

    Raises ReturnedFileError for what is neither, is encrypted, holds no text, or is too large.
    """
    found = _pdf(data) if data.startswith(b"%PDF") else _word(data)
    if not found:
        raise ReturnedFileError(
            "aucun texte à lire : s'il est numérisé, passez-le d'abord à la reconnaissance de caractères."
        )
    found = tuple(_cut(found))
    if len(found) > _MOST:
        raise ReturnedFileError(f"plus de {_MOST} paragraphes : ce n'est pas un contrat.")
    if sum(len(passage.text) for passage in found) > _MOST_LETTERS:
        raise ReturnedFileError(f"plus de {_MOST_LETTERS // 1000} 000 lettres : ce n'est pas un contrat.")
    return found


def _word(data: bytes) -> tuple[Passage, ...]:
    parts = open_package(accept_all(data))
    lines = read_document(parts).lines
    numbers, levels = printed_numbers(parts, [line.style for line in lines]), outline_levels(parts)
    listed = list_styles(parts) - levels.keys()
    texts = [
        f"{numbers.get(rank) or _mark(line, listed)} {line.text}".replace("\x1f", " | ").strip()
        for rank, line in enumerate(lines)
    ]
    strong = emphasised(parts)
    found = (
        Passage(text, f"paragraphe {rank}", line.style in levels, strong=strong.get("".join(line.text.split()), ""))
        for rank, (text, line) in enumerate(zip(texts, lines, strict=True), 1)
        if text
    )
    return tuple(_with_items(_under_titles(found)))


def _mark(line: Line, listed: Set[str]) -> str:
    """The mark that Word prints before an item: it stands in no text, as little as a number does."""
    marked = line.style in listed and line.text.strip() and not BULLET.match(line.text.lstrip())
    return "•" if marked else ""


def _under_titles(passages: Iterable[Passage]) -> Iterator[Passage]:
    """The passages, the place of each with the title of the article that it stands under."""
    title = ""
    for passage in passages:
        if passage.title or (_heads(passage.text) and _ARTICLE_TITLE.match(passage.text)):
            title = passage.text
            yield passage
        else:
            yield passage._replace(place=f"{_shortened(title)}, {passage.place}") if title else passage


def _shortened(title: str) -> str:
    title = title.rstrip(" :.")
    return title if len(title) <= _PLACE_LETTERS else f"{title[:_PLACE_LETTERS].rsplit(' ', 1)[0]}…"


def _pdf(data: bytes) -> tuple[Passage, ...]:
    from contractgen.pdf_reading import page_texts

    if len(data) > _PDF_BYTES:
        raise ReturnedFileError("PDF de plus de 60 Mo.")
    pages = [[" ".join(line.split()) for line in text.splitlines()] for text in page_texts(data)]
    edges = Counter(edge for lines in pages for edge in {_edge(lines, 0), _edge(lines, -1)})
    found = (
        Passage(text, f"page {number}")
        for number, lines in enumerate(pages, 1)
        for text in _joined([line for line in lines if edges[_numberless(line)] < _REPEATED])
    )
    return tuple(_with_items(_under_titles(found)))


def _with_items(passages: Iterable[Passage]) -> Iterator[Passage]:
    """A passage that announces a list, with the items of the list: they are one sentence."""
    whole: Passage | None = None
    listed = False
    for passage in passages:
        if whole is not None and _joins(whole, passage, listed):
            listed = listed or whole.text.endswith(":")
            item = (len(whole.text) + 1, passage.place)
            strong = f"{whole.strong} {passage.strong}".strip()
            whole = Passage(f"{whole.text} {passage.text}", whole.place, False, (*whole.joined, item), strong)
        else:
            if whole is not None:
                yield whole
            whole, listed = passage, False
    if whole is not None:
        yield whole


def _cut(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Passages without end in stretches, between words: what is looked for in them takes more than its share of time."""
    for passage in passages:
        text = passage.text
        while len(text) > _LONGEST:
            at = text.rfind(" ", 0, _LONGEST)
            at = at if at > 0 else _LONGEST
            yield Passage(text[:at], passage.place_at(0), joined=passage.joined, strong=passage.strong)
            text, cut = text[at:].lstrip(), len(text) - len(text[at:].lstrip())
            passage = Passage(
                text,
                passage.place_at(cut),
                joined=tuple((one - cut, place) for one, place in passage.joined if one > cut),
                strong=passage.strong,
            )
        yield passage._replace(text=text)


def _joins(whole: Passage, passage: Passage, listed: bool) -> bool:
    """Whether a passage is one more item of what was announced, punctuated or not; a title is none."""
    if whole.title or passage.title or len(whole.text) > _LIST_LETTERS:
        return False
    item = listed and (BULLET.match(passage.text) or _DUTY.match(folded(passage.text[:_HEADING_LETTERS])))
    return whole.text.endswith((":", ";", ",", " et", " ou")) or bool(item)


def _edge(lines: list[str], rank: int) -> str:
    return _numberless(next(iter([line for line in lines if line][rank:][:1]), ""))


def _numberless(line: str) -> str:
    return re.sub(r"\d+", "0", line)


def _joined(lines: list[str]) -> Iterator[str]:
    """The paragraphs of a page: a line goes on the one above unless that one was ended, or one of them is a title."""
    text = ""
    for before, line in pairwise(["", *lines]):
        ended = before.endswith((".", ";", ":")) and _BEGINS.match(line)
        if text and (not line or ended or _heads(line) or (_heads(before) and _BEGINS.match(line))):
            yield text
            text = ""
        if not _CONTENTS.search(line):  # a line of a table of contents says nothing
            text = f"{text}{'' if _CUT_WORD.search(text) else ' '}{line}".strip()
    if text:
        yield text


def _heads(line: str) -> bool:
    return len(line) < _HEADING_LETTERS and not line.endswith((".", ";", ",")) and bool(_HEADING.match(line))
