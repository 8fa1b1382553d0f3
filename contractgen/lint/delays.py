"""Delays in prose: those that say from what they run, those that do not, those that cannot be counted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contractgen.lint.prose import Passage

_UNIT = r"(?:jours?(?:[ \u00a0]ouvr(?:és?|ables?))?|Jours?[ \u00a0]ouvrés?|mois|heures?(?:[ \u00a0]ouvrées?)?|semaines?|ans?|années?)"
_COUNTED = (
    rf"(?:(?:[a-zà-ÿ-]+[ \u00a0]){{0,3}}\(?\d+\)?[ \u00a0]{_UNIT}"
    r"|\{\{[^{}|]*\|\s*(?:jours|jours_ouvres|jours_ouvrables|mois|heures|semaines|ans|h|j)\s*\}\})"
)
_DELAY = re.compile(
    rf"(?<![\w-])(?:dans\s+(?:un\s+délai\s+(?:maximal\s+|maximum\s+)?(?:de\s+|d['’]au\s+plus\s+|d['’])|le\s+délai\s+de\s+|les\s+)|sous\s+|au\s+plus\s+tard\s+){_COUNTED}",
    re.IGNORECASE,
)
_OF = re.compile(r"\W*(?:ou[vés]+\s+)?\W*(?:de\s|du\s|des\s|d['’]|où\s|qui\s)")
_STARTS = re.compile(
    r"à compter|à partir|à dater|suivant|suivent|après|avant|dès\b|depuis|lors\s|précéd|à l['’]avance|de sa\s|de son\s|de leur|"
    r"de la\s|à réception|(?:à|sur) (?:sa |la |chaque |toute )?demande",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"(?:\A|(?<=[.;:|]))\W*(?:en cas d|au (?:départ|terme|début|jour)\s|sur (?:instruction|ordre)|lorsqu|si\s|s['’]il|dès\s|après\s|à (?:la|l['’]|toute|chaque|défaut|compter|cette|réception)|quand\s|"
    r"avant\s|depuis\s|une fois\s|sur (?:sa |simple )?demande)",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"dans\s+les\s+(?:meilleurs|plus\s+brefs)\s+délais|dès\s+que\s+possible|dans\s+un\s+(?:bref\s+délai|délai\s+raisonnable)|"
    r"(?<!\w)(?:rapidement|promptement|incessamment|sous\s+peu)(?!\w)",
    re.IGNORECASE,
)
_BOUNDED = re.compile(r"\W*(?:et,?\s+)?(?:au\s+plus\s+tard|sans\s+dépasser|dans\s+la\s+limite)", re.IGNORECASE)
_FAR = 600
_STOP = re.compile(r"[.;|](?=\s|\Z)|\n")


def delays_without_start(passage: Passage) -> Iterator[tuple[int, str]]:
    """A counted delay whose sentence says nowhere from what it runs: no « à compter de », no « de la demande », no event
    at the head of the sentence, or of the one that announces the list."""
    if _STARTS.search(passage.lead) or _EVENT.match(passage.lead):
        return
    for found in _DELAY.finditer(passage.text):
        before, after = _sentence(passage.text, found.start(), found.end())
        if not (_OF.match(after) or _STARTS.search(after) or _STARTS.search(before) or _EVENT.match(before)):
            yield found.start(), f"« {' '.join(found.group().split())} » : le point de départ manque"


def vague_delays(passage: Passage) -> Iterator[tuple[int, str]]:
    """« dans les meilleurs délais », unless a counted limit follows."""
    for found in _VAGUE.finditer(passage.text):
        if not _BOUNDED.match(passage.text[found.end() :]):
            yield found.start(), f"« {' '.join(found.group().split())} » ne se compte pas"


def _sentence(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands in the same sentence before and after a stretch, not too far from it."""
    before, after = text[max(0, start - _FAR) : start], text[end : end + _FAR]
    stops = [stop.end() for stop in _STOP.finditer(before)]
    stop = _STOP.search(after)
    return before[stops[-1] if stops else 0 :], after[: stop.start() if stop else len(after)]
