"""Drafting habits that make a contract say less than it should: one small rule each, over passages of prose.

A rule yields the offset at which a passage is at fault, and what to say of it. What is right on purpose is marked in
the file as an exception, with its reason (`exceptions`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from contractgen.french import NUMERALS, cardinal
from contractgen.lint.delays import delays_without_start, vague_delays
from contractgen.lint.prose import Passage, passages
from contractgen.model import Finding

_SPACES = re.compile(r"(?<=\S)[ \u00a0\u202f]{2,}(?=\S)")
_AND_OR = re.compile(r"\b(?:et\s*/\s*ou|ou\s*/\s*et)\b", re.IGNORECASE)
_STRAIGHT = re.compile(r"\"|(?<=\s)'(?=\w)")
_REPEATED = re.compile(r"(?<![\w-])(\w+)[ \n]\1(?![\w-])", re.IGNORECASE)
_TWICE = frozenset({"nous", "vous"})
_ARCHAIC = re.compile(
    r"\b(?:ledit|ladite|lesdits|lesdites|dudit|desdits|desdites|audit(?=\s+(?:contrat|article))|susvisée?s?|susmentionnée?s?|"
    r"susdite?s?|susnommée?s?|nonobstant|icelle|icelui|subséquent(?:e|s|es)?|aux présentes|des présentes|les présentes)\b",
    re.IGNORECASE,
)
_NOTABLY = re.compile(r"\bnotamment\b", re.IGNORECASE)
_OPEN = re.compile(r"\betc\b\.?|\.\.\.|…(?!\])")
_FIGURES = re.compile(r"\((\d[\d\u00a0\u202f ]*)\)")
_TYPED = re.compile(
    r"(?<![\w’'])(?:[lLdD]['’])?(?:articles?|[Aa]nnexes?|sections?)[ \u00a0]\d+(?:\.\d+)*"
    r"(?=\s*(?:[.,;:)]|\Z|ci-dessus|ci-dessous|ci-après|du (?:présent )?[Cc]ontrat|de la présente))",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"code|loi|règlement|directive|RGPD|décret|ordonnance|convention|C\. ?(?:civ|com|trav)|\(UE\)", re.IGNORECASE
)
_LABEL = re.compile(r"(?<![\w(])\w\)")  # « point a) »
_PAIRS = (("«", "»"), ("(", ")"))
_LONG = 60


def and_or(passage: Passage) -> Iterator[tuple[int, str]]:
    for found in _AND_OR.finditer(passage.text):
        yield found.start(), f"« {found.group()} »"


def double_spaces(passage: Passage) -> Iterator[tuple[int, str]]:
    """In prose; the cells of a table may be lined up."""
    if passage.kind != "row":
        for found in _SPACES.finditer(passage.text):
            yield found.start(), "deux espaces de suite"


def straight_quotes(passage: Passage) -> Iterator[tuple[int, str]]:
    for found in _STRAIGHT.finditer(_without_values(passage.text)):
        yield found.start(), f"guillemet droit {found.group()}"


def repeated_words(passage: Passage) -> Iterator[tuple[int, str]]:
    for found in _REPEATED.finditer(passage.text):
        if found[1].lower() not in _TWICE and not found[1].isdigit():
            yield found.start(), f"« {found[1]} » écrit deux fois de suite"


def emptied_lists(passage: Passage) -> Iterator[tuple[int, str]]:
    for found in _NOTABLY.finditer(passage.text):
        yield found.start(), f"« {found.group()} » vide la liste qu'il annonce"


def archaic_words(passage: Passage) -> Iterator[tuple[int, str]]:
    for found in _ARCHAIC.finditer(passage.text):
        yield found.start(), f"« {found.group()} »"


def open_lists(passage: Passage) -> Iterator[tuple[int, str]]:
    for found in _OPEN.finditer(passage.text) if passage.kind != "row" else ():
        yield found.start(), f"« {found.group()} » laisse la liste ouverte"


def amounts_in_words(passage: Passage) -> Iterator[tuple[int, str]]:
    """« quinze (10) »: the words before figures in brackets are those of another number."""
    for found in _FIGURES.finditer(passage.text):
        before = passage.text[max(0, found.start() - 120) : found.start()].rstrip().lower().replace("une", "un")
        last = re.split(r"[\s-]", before)[-1] if before else ""
        figures = re.sub(r"\D", "", found[1])
        if last in NUMERALS and len(figures) < 13:
            words = cardinal(int(figures))
            if not re.search(rf"(?<![\w-]){re.escape(words)}\Z", before):
                yield found.start(), f"« {last} ({found[1]}) » : {found[1]} s'écrit « {words} »"


def typed_numbers(passage: Passage) -> Iterator[tuple[int, str]]:
    """A number of this document typed by hand; one of a law is followed, or preceded, by the law."""
    for found in _TYPED.finditer(passage.text):
        around = passage.text[max(0, found.start() - 200) : found.end() + 60]
        if not _LAW.search(around):
            yield found.start(), f"« {found.group()} » écrit à la main"


def unpaired_marks(passage: Passage) -> Iterator[tuple[int, str]]:
    for opening, closing in _PAIRS:
        alone = _alone(passage.text, opening, closing)
        if alone is not None:
            alone = _alone(_LABEL.sub(lambda found: "x" * len(found.group()), passage.text), opening, closing)
        if alone is not None:
            yield alone, f"« {opening} » et « {closing} » ne vont pas par paires"
    if passage.text.count("**") % 2:
        yield passage.text.rfind("**"), "« ** » ouvert et non fermé"


def _alone(text: str, opening: str, closing: str) -> int | None:
    """The offset of the first mark without the other one, None when each has its own."""
    opened: list[int] = []
    for found in re.finditer(f"[{opening}{closing}]", text):
        if found.group() == opening:
            opened.append(found.start())
        elif not opened:
            return found.start()
        else:
            opened.pop()
    return opened[0] if opened else None


def no_final_stop(passage: Passage) -> Iterator[tuple[int, str]]:
    """A paragraph of sentences ends with a stop; a line of a form, which is short, need not."""
    text = passage.text.rstrip("*")
    long = len(text) > _LONG and text[0].isupper() and text[-1:].islower() and ":" not in text
    if passage.kind == "paragraph" and (long or re.search(r"[.;!?]\s", text)) and text[-1:] not in ".:;!?»…}":
        yield len(text) - 1, "paragraphe sans ponctuation finale"


def _without_values(text: str) -> str:
    """The text with values and links blanked, each character in its place."""
    return re.sub(r"\{\{[^{}]*\}\}|\[\[[^\[\]]*\]\]", lambda found: "x" * len(found.group()), text)


class Habit(NamedTuple):
    """A rule under its code, and what to do."""

    code: str
    rule: Callable[[Passage], Iterator[tuple[int, str]]]
    advice: str


HABITS = (
    Habit("and-or", and_or, "Écrivez « et », « ou », ou « A, B ou les deux »."),
    Habit("delay-without-start", delays_without_start, "Dites ce qui le fait courir : « à compter de… », « qui suivent… »."),
    Habit("vague-delay", vague_delays, "Donnez un nombre, une unité et un point de départ."),
    Habit("words-and-figures", amounts_in_words, "Mettez les lettres et les chiffres d'accord."),
    Habit("number-typed", typed_numbers, "Écrivez un renvoi [[identifiant]]."),
    Habit("archaic", archaic_words, "Dites-le en mots d'aujourd'hui."),
    Habit("etc", open_lists, "Finissez la liste, ou donnez le critère."),
    Habit("notably", emptied_lists, "Énoncez la règle, puis donnez les cas « au moins »."),
    Habit("double-space", double_spaces, "N'en laissez qu'une."),
    Habit("straight-quotes", straight_quotes, "Écrivez « … »."),
    Habit("repeated-word", repeated_words, "N'en gardez qu'un."),
    Habit("unpaired", unpaired_marks, "Fermez-le, ou retirez-le."),
    Habit("no-stop", no_final_stop, "Mettez un point."),
)  # fmt: skip


def drafting(texts: Mapping[str, str]) -> Iterator[Finding]:
    """Every habit in every passage of the clauses and definitions."""
    for path, text in texts.items():
        if path.startswith(("clauses/", "definitions/")) and path.endswith(".md"):
            for passage in passages(path, text):
                for habit in HABITS:
                    for offset, message in habit.rule(passage):
                        line, column = passage.at(offset)
                        yield Finding(habit.code, "warning", f"{path}:{line}:{column}", message, habit.advice)
