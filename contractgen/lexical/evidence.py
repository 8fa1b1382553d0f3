"""The words by which a text written by others is known to speak of a requirement, and how they are looked for."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_NUMBERS = "un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|dix-huit|vingt|vingt-quatre|trente|trente-six|quarante|quarante-cinq|quarante-huit|soixante|soixante-douze|quatre-vingt-dix|cent"
_NUMBER = rf"(?:\d+(?:[.,]\d+)?|{_NUMBERS})"
_GAP = "[^.;]{0,60}?"  # what « a .. b » lets stand between two words
_STOP = frozenset(
    [
        "aucun",
        "aucune",
        "avant",
        "apres",
        "avec",
        "autre",
        "chaque",
        "client",
        "contrat",
        "cette",
        "comme",
        "compris",
        "contre",
        "dans",
        "depuis",
        "donnees",
        "doit",
        "entre",
        "existe",
        "fonction",
        "moins",
        "nouvelle",
        "parties",
        "plus",
        "pour",
        "prestataire",
        "prevu",
        "prevue",
        "sans",
        "selon",
        "sous",
        "tout",
        "toute",
        "toutes",
        "tous",
        "une",
    ]
)


class Evidence(NamedTuple):
    """`groups`: a passage holds one of each; `against`: what contradicts it; `other`: what a sentence on the subject is about
    when it is not about this; `own`: taken from the text of the
    requirement, so that it is never more than doubtful; `mild`: the law itself asks for no more than what is
    possible; `apart`: the groups after the first may stand anywhere in the contract; `article`: anywhere under
    the title that names the subject; `least`: how many groups make a passage doubtful, 0 for the rule of all; `provider`: the duty is the provider's; `client`: the right is the client's;
    `years`: the least duration asked, in years, 0 for none; `context`: a contract without any of these words is not of that kind;
    `matter`: one without any of these is perhaps of another matter;
    `processor`: what the provider does with data for itself is none of it; `states`: it tells what is, so that a duty of the client, or an annex that
    is not there, tells it not; `apparent`: the law asks that it stand out on the page; `negative`: it is itself a negation, that takes nothing from it;
    `elsewhere`: words that, said anywhere in the contract, stand for the last groups, in their order; `core`: how many of
    the first groups make a passage doubtful that has no more, 0 for what is usual;
    `documents`: words of the titles under which it is customarily found; `matters`: how a sentence names what it leaves to
    another document."""

    requirement: str
    groups: tuple[tuple[str, ...], ...]
    against: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    own: bool = False
    mild: bool = False
    apart: bool = False
    article: bool = False
    provider: bool = False
    client: bool = False
    years: int = 0
    least: int = 0
    context: tuple[str, ...] = ()
    matter: tuple[str, ...] = ()
    processor: bool = False
    states: bool = False
    apparent: bool = False
    negative: bool = False
    elsewhere: tuple[tuple[str, ...], ...] = ()
    core: int = 0
    documents: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()


def own_words(ident: str, text: str) -> Evidence:
    """The evidence of a requirement that has no entry: the words of its own text."""
    words = [word for word in re.findall(r"[a-z]{5,}", folded(text)) if word not in _STOP]
    return Evidence(ident, tuple((word[:6],) for word in dict.fromkeys(words)), own=True)


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """A text as words are compared: no accent, capital, typographic apostrophe or no-break space."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("œ", "oe"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).lower().split())


@lru_cache(maxsize=16_384)
def pattern(word: str) -> re.Pattern[str]:
    """What finds a word, or words that follow each other, and those that begin so. « # » is any number, in figures or in
    letters; « .. » between two words lets others of the same clause stand between them."""
    if len(word) <= 2 and word.isalnum():
        return re.compile(rf"(?<![a-z0-9]){word}s?(?![a-z0-9])")  # « ne », « an »: whole
    begun = "".join(map(_begun, ("", *word.split(" ")), word.split(" ")))
    return re.compile(rf"(?<![a-z0-9]){begun}" if word[:1].isalnum() or word[:1] == "#" else begun)


def _begun(before: str, piece: str) -> str:
    """A piece with what may stand between it and the one before: each word as it begins, « niveaux de service » too."""
    if piece == "..":
        return f"[a-z]*{_GAP}"
    between = (
        ("(?<![a-z0-9])" if piece[0].isalnum() else "")
        if before == ".."
        else " "
        if before == "#"
        else "[a-z]* "
        if before
        else ""
    )
    return between + (_NUMBER if piece == "#" else re.escape(piece))


@lru_cache(maxsize=16_384)
def pieces(word: str) -> tuple[str, ...]:
    """The parts of a word that any text which holds it must hold, the longest first."""
    return tuple(sorted({piece for piece in word.split(" ") if piece not in ("..", "#")}, key=len, reverse=True))
