"""Characters that no reader sees, or that he takes for others: texts of a contract that came back in, what is odd in them out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_UNSEEN = re.compile(
    "[\u00ad\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3164\ufeff\U000e0000-\U000e007f]"
)
_MIXED = re.compile(r"[a-zà-ÿ][\u0370-\u03ff\u0400-\u052f]|[\u0370-\u03ff\u0400-\u052f][a-zà-ÿ]", re.I)
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
_WRITTEN = re.compile(r"⟨U\+20")


def invisible(base: Iterable[str], texts: Iterable[str]) -> Iterator[str]:
    """The invisible characters of texts that those of the base do not have, in one phrase."""
    delivered = {found for text in base for found in _UNSEEN.findall(text)}
    kinds: dict[str, int] = {}
    first = ""
    for text in texts:
        for found in _UNSEEN.finditer(text):
            if found[0] not in delivered:
                kinds[found[0]] = kinds.get(found[0], 0) + 1
                first = first or _around(text, found.start())
    if kinds:
        told = ", ".join(f"U+{ord(one):04X} ({count})" for one, count in kinds.items())
        yield f"caractères invisibles {told}, à commencer par « {first} », que la recherche de Word ne trouve plus"


def _around(text: str, at: int) -> str:
    """The word that holds a character, without what is not seen."""
    start = text.rfind(" ", 0, at) + 1
    end = text.find(" ", at)
    return _UNSEEN.sub("", text[start : end if end >= 0 else len(text)])[:60]


def visible(text: str) -> str:
    """The text with what would turn it about on a screen written out."""
    return _TURNED.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def oddities(base: str, found: str) -> tuple[str, ...]:
    """What makes a new wording look like another one, in French: letters of another alphabet, text turned about."""
    told = []
    if _MIXED.search(found) and not _MIXED.search(base):
        told.append("une lettre grecque ou cyrillique y passe pour une lettre latine")
    turned = _TURNED.search(found) or _WRITTEN.search(found)
    if turned and not (_TURNED.search(base) or _WRITTEN.search(base)):
        told.append("un caractère invisible y renverse le sens de lecture")
    if _lookalike(found) and not _lookalike(base):
        told.append("des caractères y passent pour d'autres (exposants, lettres ou chiffres d'un autre jeu)")
    return tuple(told)


def _lookalike(text: str) -> bool:
    """Whether a text holds letters or figures that compatibility folds to others: exponents, full width, mathematical."""
    return any(
        one.isalnum() and not one.isascii() and one not in "ªº²³" and unicodedata.normalize("NFKC", one) != one
        and unicodedata.normalize("NFKC", one).isascii()
        for one in text
    )  # fmt: skip
