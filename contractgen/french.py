"""French as it is printed: typography, numbers, dates, amounts in words, elision, agreement.

Pure functions from values to text; no locale, no clock. The spaces follow the Imprimerie nationale: a narrow
no-break space before ; ! ? and between thousands, a no-break space before : and % and inside « ».
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache

NBSP, NARROW = "\u00a0", "\u202f"
_MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
           "novembre", "décembre")  # fmt: skip
_UNIT = (
    r"[€%]|h\b|min\b|k€|M€|(?:mois|jours?|heures?|ans?|années?|semaines?|minutes?|euros?|points?|fois|départs?|salariés?|"
    r"exemplaires?|originaux|pages?|personnes?|lignes?)\b"
)
_TYPOGRAPHY = (
    (re.compile("'"), "’"),
    (re.compile(r"(?<![ \u00a0\u202f])[ \u00a0\u202f]*([;!?])(?=\s|$|[»)])"), NARROW + r"\1"),
    (re.compile(r"(?<![ \u00a0])[ \u00a0]+:(?=\s|$)"), NBSP + ":"),
    (re.compile(r"«[ \u00a0]*"), "«" + NBSP),
    (re.compile(r"(?<![ \u00a0])[ \u00a0]*»"), NBSP + "»"),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NARROW),
    (re.compile(rf"(?<=\d) (?={_UNIT})|(?<=\(\d\)) (?=\w)|(?<=\(\d\d\)) (?=\w)|(?<=\(\d\d\d\)) (?=\w)"), NBSP),
    (re.compile(r"\b([LRDA])\. ?(?=\d)"), r"\1." + NBSP),
    (re.compile(r"\b([nN]°|art\.|[Aa]rticles?|[Aa]nnexes?) (?=[\dLRDA])"), r"\1" + NBSP),
    (re.compile(rf"(?<=\d)(er)? (?={'|'.join(_MONTHS)})"), r"\1" + NBSP),
)
_TO_DRESS = re.compile(r"['«»]|[ \u00a0][;:!?%€\d]|\d ")
_TELEPHONE = re.compile(r"(?<![\d+])(?:\+\d{1,3} \d|0\d)(?: \d\d){4}(?! ?\d)")
_DRESSING: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_TELEPHONE, lambda number: number[0].replace(" ", NBSP)),
    (re.compile(r"(?<=[^\W\d_])'(?=\w)"), "’"),
    (re.compile(r"(?<=\S)[ \u00a0](?=[;!?](?:\s|$|[»)]))"), NARROW),
    (re.compile(r"(?<=\S) (?=:(?:\s|$))"), NBSP),
    (re.compile(r"(?<=«) (?=\S)|(?<=\S) (?=»)"), NBSP),
    (re.compile(r"(?<!\d)(?<!\d )(\d{1,3}) (?=\d{3}(?: \d{3})*(?![\d ]\d))"), r"\1" + NARROW),
    (re.compile(rf"(?<=\d) (?={_UNIT})|(?<=\bn°) (?=\d)"), NBSP),
    (
        re.compile(
            r"(?<=\b[LRDA]\.) (?=\d)|(?<=\bart\.) (?=[\dLRDA])|(?:(?<=\b[Aa]rticle)|(?<=\b[Aa]rticles)) (?=\d|[LRDA]\.)"
        ),
        NBSP,
    ),
)


@lru_cache(maxsize=4096)
def typography(text: str) -> str:
    """A text of the library with French spaces and apostrophes; never applied to what a user wrote."""
    for pattern, replacement in _TYPOGRAPHY:
        text = pattern.sub(replacement, text)
    return text


def dressed(text: str) -> str:
    """What a user wrote, as it is printed: apostrophes between letters are typographic, and the spaces that stand
    before a sign, a unit or a group of figures, or in a telephone number, do not break, and are narrow where they must be.
    Nothing is added and no other character is touched."""
    if _TO_DRESS.search(text) is None:
        return text
    for pattern, replacement in _DRESSING:
        text = pattern.sub(replacement, text)
    return text


def number(value: int | Decimal) -> str:
    """12500 → « 12 500 », 1.50 → « 1,5 », with a narrow no-break space between thousands."""
    whole, _, fraction = f"{abs(value):f}".partition(".")
    groups = re.sub(r"(?<=\d)(?=(\d{3})+$)", NARROW, whole)
    fraction = fraction.rstrip("0")
    return ("-" if value < 0 else "") + groups + ("," + fraction if fraction else "")


def euros(value: int | Decimal) -> str:
    """An amount in figures: « 12 000 € », « 12,50 € »."""
    return f"{amount(value)}{NBSP}€"


def amount(value: int | Decimal) -> str:
    """The same without its unit, for a column that bears it: two decimals or none."""
    exact = Decimal(value)
    text = number(exact)
    if exact != exact.to_integral_value():
        whole, _, cents = text.partition(",")
        text = f"{whole},{cents:0<2}"
    return text


def percent(value: int | Decimal) -> str:
    return f"{number(value)}{NBSP}%"


def day(value: date) -> str:
    """« 1er janvier 2027 », « 4 janvier 2027 »."""
    first = "1er" if value.day == 1 else str(value.day)
    return f"{first}{NBSP}{_MONTHS[value.month - 1]} {value.year}"


def day_of_year(text: str) -> str:
    """« 31/12 » → « 31 décembre », « 01/01 » → « 1er janvier »; a text of another form as it is."""
    found = re.fullmatch(r"(\d\d)/(0[1-9]|1[0-2])", text)
    if found is None:
        return dressed(text)
    return f"{'1er' if found[1] == '01' else int(found[1])}{NBSP}{_MONTHS[int(found[2]) - 1]}"


def rank(value: int) -> str:
    """« 1er », « 5e »."""
    return "1er" if value == 1 else f"{number(value)}e"


def enumeration(items: tuple[str, ...]) -> str:
    """« a, b et c »."""
    return " et ".join(filter(None, (", ".join(items[:-1]), items[-1]))) if items else ""


def elided(text: str) -> str:
    """The text after « de », elided before a vowel or a mute h: « d’Atelier », « de Mécanique »."""
    return ("d’" if re.match(r"[aeiouyàâäéèêëîïôöùûüæœh]", text, re.IGNORECASE) else "de ") + text


def lowered(text: str) -> str:
    """The first letter lowered, unless the first word is an acronym."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


_UNITS: dict[str, tuple[str, str, bool]] = {
    "mois": ("mois", "mois", False),
    "jours": ("jour", "jours", False),
    "jours_ouvres": ("Jour ouvré", "Jours ouvrés", False),
    "jours_ouvrables": ("jour ouvrable", "jours ouvrables", False),
    "heures": ("heure", "heures", True),
    "ans": ("an", "ans", False),
    "semaines": ("semaine", "semaines", True),
}
DURATIONS = tuple(_UNITS)
_HALF = Decimal("0.5")


def duration(value: int | Decimal, unit: str, capital: bool = True) -> str:
    """« trois (3) mois », « une (1) heure », « un mois et demi (1,5 mois) », « un quart d’heure (0,25 heure) »; `unit` is one
    of DURATIONS. A finer fraction, or a quarter of another unit, has no words in use: « 0,1 heure », « 0,25 mois ».

    `capital` keeps the defined term « Jour ouvré »; without it, « jour ouvré ».
    """
    one, many, feminine = _UNITS[unit]
    name = many if not -2 < value < 2 else one
    name = name if capital else name.lower()
    figures = f"{number(value)}{NBSP}{name}"
    parts = 4 if unit == "heures" else 2  # hours are told in quarters, other units in halves
    if value * parts != int(value * parts) or value < 0:
        return figures
    words = cardinal(int(value))
    if feminine:
        words = re.sub(r"\bun$", "une", words)
    if value == int(value):
        return f"{words} ({number(int(value))}){NBSP}{name}"
    fraction = Decimal(value) % 1
    if fraction != _HALF:
        quarters = "trois quarts" if fraction > _HALF else "quart"
        whole = (
            f"{words} {name} et {quarters}"
            if value > 1
            else f"{'un ' if quarters == 'quart' else ''}{quarters} d’{name}"
        )
        return f"{whole} ({figures})"
    if value < 1:
        return f"{'une' if feminine else 'un'} demi-{name} ({figures})"
    return f"{words} {name} et {'demie' if feminine else 'demi'} ({figures})"


def euros_in_words(value: int | Decimal) -> str:
    """« douze mille euros (12 000 €) », « quatre cents euros et cinquante centimes (400,50 €) ».

    An amount finer than the cent is written in figures only: its words would say another amount.
    """
    amount = Decimal(value)
    if amount * 100 != int(amount * 100):
        return euros(amount)
    whole, cents = divmod(int(abs(amount) * 100), 100)
    of = "d’" if whole >= 1_000_000 and whole % 1_000_000 == 0 else ""
    words = f"{cardinal(whole)} {of}{'euros' if whole >= 2 else 'euro'}"
    if cents:
        words += f" et {cardinal(cents)} {'centimes' if cents >= 2 else 'centime'}"
    return f"{'moins ' if amount < 0 else ''}{words} ({euros(amount)})"


_UNITS_WORDS = ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"]  # fmt: skip
_TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt")
_SCALES = ((1_000_000_000_000, "billion"), (1_000_000_000, "milliard"), (1_000_000, "million"))


def cardinal(value: int) -> str:
    """A whole number in words, from 0 to 999 999 999 999 999, in the classical spelling."""
    if value < 0:
        return "moins " + cardinal(-value)
    words: list[str] = []
    for scale, name in _SCALES:
        count, value = divmod(value, scale)
        if count:
            words.append(f"{_below_thousand(count, True)} {name}{'s' if count > 1 else ''}")
    thousands, value = divmod(value, 1000)
    if thousands:
        words.append("mille" if thousands == 1 else f"{_below_thousand(thousands, False)} mille")
    if value or not words:
        words.append(_below_thousand(value, True))
    return " ".join(words)


def _below_thousand(value: int, final: bool) -> str:
    """0 to 999; `final` allows the plural s of « cents » and « quatre-vingts » (not before « mille »)."""
    hundreds, rest = divmod(value, 100)
    if not hundreds:
        return _below_hundred(rest, final)
    plural = "s" if hundreds > 1 and not rest and final else ""
    head = "cent" if hundreds == 1 else f"{_UNITS_WORDS[hundreds]} cent{plural}"
    return f"{head} {_below_hundred(rest, final)}" if rest else head


def _below_hundred(value: int, final: bool) -> str:
    if value < 20:
        return _UNITS_WORDS[value]
    ten, unit = divmod(value, 10)
    if ten in (7, 9):
        unit += 10
    if unit == 0:
        return _TENS[ten] + ("s" if ten == 8 and final else "")
    joint = " et " if unit in (1, 11) and ten < 8 else "-"
    return f"{_TENS[ten]}{joint}{_UNITS_WORDS[unit]}"


NUMERALS = frozenset(
    ("une", "vingts", "cents", "mille", "million", "millions", *_UNITS_WORDS[1:17], *_TENS[2:7], "cent")
)  # the words of which numbers are made, between hyphens or spaces
