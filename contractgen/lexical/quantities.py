"""The quantities of a sentence: how long, how much, in figures or in letters, and whether two of them can both hold.

Folded sentences in; out, the same sentence with each quantity lifted out of it, and what they are. Nothing of a subject is known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_LETTERS = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11,
            "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40,
            "cinquante": 50, "soixante": 60, "cent": 100, "cents": 100, "mille": 1000}  # fmt: skip
_WORD = "|".join(sorted(_LETTERS, key=len, reverse=True))
_IN_LETTERS = rf"(?:{_WORD})(?:(?:-et-|-| et | )(?:{_WORD})\b)*"
_NUMBER = rf"\d{{1,3}}(?: \d{{3}})+(?:,\d+)?|\d+(?:[,.]\d+)?|{_IN_LETTERS}"
_UNIT = r"mois|ans?|annees?|jours?|j|semaines?|heures?|hrs?|h|minutes?|min|mn|trimestres?|semestres?|euros?|€|%|points?|fois|x"
_QUANTITY = re.compile(
    rf"(?<![a-z0-9,.¤-])(?P<n>{_NUMBER})(?: ?\([^)]{{1,40}}\))? ?(?:derni[a-z]+ |prochain\w+ )?(?P<unit>{_UNIT})(?![a-z0-9/'])(?! sur \d| ?/ ?7)"
    r"(?: (?P<working>ouvree?s?|ouvrables?))?(?: (?:calendaires?|francs?))?"
    r"|\b(?P<nth>huit|dix|quinz|trent|quarante-cinqu|soixant|quatre-vingt-dix)ieme jour\b"
    r"|(?<=dans )(?P<one>l'heure|la semaine|le mois)\b|(?<=sous )(?P<about>huitaine|quinzaine)\b"
    r"|(?P<now>(?<!la )(?<!de )\b(?:au )?comptant\b|(?<!jours )\b(?:a|des) (?:leur |sa )?reception\b)"
)
_CLOCK = re.compile(  # « de 9 h à 18 h », « 8h-12h », « avant 12 heures »: no delay
    r"\b\d{1,2}(?: ?(?:h|heures?))? ?\d{0,2} ?(?:a|-|–|et) ?\d{1,2} ?(?:h|heures?)(?: ?\d\d)?\b|\b(?:avant|des) \d{1,2} ?(?:h|heures)\b(?! de)|\b\d{1,2} ?h ?\d\d\b"
)
_AT_MOST = re.compile(  # « un délai n'excédant pas 24 heures » is a delay of 24 hours
    r"(?<=delai )(?:n'excedant pas|ne depassant pas|ne pouvant (?:pas )?(?:exceder|depasser)|qui n'excede pas|inferieur a) (?=¤)"
)
_UNITS = {
    "h": "heure",
    "hr": "heure",
    "j": "jour",
    "min": "minute",
    "mn": "minute",
    "annee": "an",
    "€": "euro",
    "x": "fois",
}
_NTH = {"huit": 8, "dix": 10, "quinz": 15, "trent": 30, "quarante-cinqu": 45, "soixant": 60, "quatre-vingt-dix": 90}
_ONE = {
    "l'heure": (1, "heure"),
    "la semaine": (1, "semaine"),
    "le mois": (1, "mois"),
    "huitaine": (8, "jour"),
    "quinzaine": (15, "jour"),
}
_FAMILIES = {"minute": ("hours", 1 / 60), "heure": ("hours", 1), "jour": ("days", 1), "semaine": ("days", 7),
             "mois": ("months", 1), "trimestre": ("months", 3), "semestre": ("months", 6), "an": ("months", 12)}  # fmt: skip
KINDS = {"euro": "e", "%": "p", "fois": "f", "point": "o"}  # all others are times
_HOURS, _MONTH = 24, (28, 31)
_WORKING_DAY = 7  # hours, the fewest
_WORKED_OUT = (1.4, 4)  # five days of seven, and what feasts and a week-end add
_SAME_DAYS = 0.08  # « 15 jours » and « deux semaines » are one delay
_FLOOR = re.compile(r"\b(?:au moins|au minimum|minimum|minimale?|d'au moins)\b")
_CEILING = re.compile(
    r"\b(?:au plus\b(?! tard)|au maximum|maximum|maximale?|ne (?:peut|pourra) (?:pas )?(?:exceder|depasser))\b"
)
_BESIDE = 30  # letters about a quantity in which its bound is said


class Quantity(NamedTuple):
    """`figure`: as it is told; `unit`: in the singular; `working`: days or hours of work; `floor`, `ceiling`: said to be the least,
    the most; `start` and `end` in the sentence."""

    figure: str
    value: float
    unit: str
    working: bool
    floor: bool
    ceiling: bool
    start: int
    end: int

    @property
    def is_time(self) -> bool:
        return self.unit in _FAMILIES

    def apart(self, other: Quantity) -> bool:
        """Whether the two cannot both hold of one thing."""
        if not (self.is_time and other.is_time):
            return self.unit == other.unit and self.value != other.value
        (one, size), (two, other_size) = self._measured(), other._measured()
        if one == two and self.working == other.working:
            near = _SAME_DAYS * max(size, other_size) if one == "days" else 0
            differ = abs(size - other_size) > near
        else:
            (low, high), (other_low, other_high) = self._hours(), other._hours()
            differ = high < other_low or other_high < low
        return differ and not self._allows(other) and not other._allows(self)

    def _allows(self, other: Quantity) -> bool:
        """What is said to be the least leaves room for more; what is said to be the most is read as the rule itself, as lawyers
        write « dans un délai maximal de » where they mean the delay."""
        return self.floor and not other.floor and other._hours()[0] > self._hours()[0]

    def _measured(self) -> tuple[str, float]:
        family, times = _FAMILIES[self.unit]
        return family, self.value * times

    def _hours(self) -> tuple[float, float]:
        """The least and the most that it lasts."""
        family, size = self._measured()
        more, feasts = _WORKED_OUT
        if family == "months":
            return (_MONTH[0] if size <= 1 else 30 * size - 2) * _HOURS, (_MONTH[1] * size + 1) * _HOURS
        if family == "days":
            return (
                (_WORKING_DAY * size, (more * size + feasts) * _HOURS)
                if self.working
                else (size * _HOURS, size * _HOURS)
            )
        return (size, size * 4 + feasts * 16) if self.working else (size, size)


class Lifted(NamedTuple):
    """A sentence with a mark in the place of each quantity: « ¤t0¤ » for a time, « ¤e1¤ » for an amount; `sentence`: as it was."""

    text: str
    sentence: str
    quantities: tuple[Quantity, ...]


def lifted(sentence: str) -> Lifted:
    """A folded sentence, its quantities lifted out."""
    blank = _CLOCK.sub(lambda found: "~" * len(found[0]), sentence)
    text, found, at = [], list(_quantities(blank)), 0
    for rank, one in enumerate(found):
        text += [blank[at : one.start], f"¤{KINDS.get(one.unit, 't')}{rank}¤"]
        at = one.end
    return Lifted(_AT_MOST.sub("de ", "".join((*text, blank[at:]))), sentence, tuple(found))


def _quantities(sentence: str) -> Iterator[Quantity]:
    for found in _QUANTITY.finditer(sentence):
        beside = sentence[max(0, found.start() - _BESIDE) : found.end() + _BESIDE]
        value, unit, figure = _read(found)
        if unit == "fois" and value == 1:
            continue  # « une fois » counts nothing
        working = bool(found["working"])
        yield Quantity(
            f"{figure} {_worked(found['working'])}" if working else figure, value, unit, working,
            bool(_FLOOR.search(beside)), bool(_CEILING.search(beside)), found.start(), found.end(),
        )  # fmt: skip


def _worked(said: str) -> str:
    return re.sub(r"^ouvre(?=e|s|$)", "ouvré", said)


def _read(found: re.Match[str]) -> tuple[float, str, str]:
    """The value, the unit and the figure as it is told."""
    if found["now"]:
        return 0, "jour", "à réception" if "reception" in found["now"] else "au comptant"
    if word := found["one"] or found["about"]:
        value, unit = _ONE[word]
        return value, unit, f"{value} {unit}{'s' if value > 1 and unit != 'mois' else ''}"
    if nth := found["nth"]:
        return _NTH[nth], "jour", f"{_NTH[nth]} jours"
    written = found["unit"]
    singular = written if written in ("mois", "fois") else written.rstrip("s")
    unit = _UNITS.get(singular, singular)
    number = found["n"]
    size = value_of(number)
    told = number if number[0].isdigit() else f"{size:g}"
    return size, unit, f"{told} {unit}{'s' if size > 1 and unit not in ('mois', 'fois', '%') else ''}"


def value_of(number: str) -> float:
    """A number, in figures or in letters."""
    if number[0].isdigit():
        return float(number.replace(" ", "").replace(",", "."))
    total, last = 0, 0
    for word in re.split(r"-et-|-| et | ", number):
        size = _LETTERS[word]
        if size >= 100 or (size == 20 and last == 4):  # « quatre-vingts »
            total = total - last + max(last, 1) * size if size < 1000 else max(total, 1) * size
            last = size
        else:
            total, last = total + size, size
    return float(total)
