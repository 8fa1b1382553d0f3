"""One thing said with two figures, in a contract that others wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contractgen.lexical.evidence import folded
from contractgen.lexical.passages import Passage

_WORDS = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "dix": 10, "douze": 12,
          "quinze": 15, "dix-huit": 18, "vingt": 20, "vingt-quatre": 24, "trente": 30, "trente-six": 36, "quarante-cinq": 45, "soixante": 60, "quatre-vingt-dix": 90}  # fmt: skip
_NUMBER = rf"(?P<n>\d+|{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?: ?\(\d+\))?"
_SUBJECTS = {
    "durée du contrat": rf"(?:duree (?:initiale )?(?:du (?:present )?contrat )?(?:est |de )+(?:de )?|conclu pour (?:une duree (?:initiale )?de )?){_NUMBER} (?P<unit>mois|ans?)",
    "préavis": rf"preavis (?:ecrit )?(?:d'|de ){_NUMBER} (?P<unit>mois|jours)",
    "délai de paiement": rf"(?:payable|paye|regle|reglement|paiement)e?s?\w* (?:est |a |dans |sous |un delai de |le delai de |delai de )+{_NUMBER} (?P<unit>jours)",
    "réversibilité": rf"reversibilite (?:pendant|dure|est de|d'une duree de) {_NUMBER} (?P<unit>mois|jours)",
    "indemnité de recouvrement": r"indemnite forfaitaire (?:de |pour frais de )+(?:recouvrement de )?(?P<n>\d+) ?(?P<unit>euros|€)",
}


class Contradiction(NamedTuple):
    """A subject with two figures, and the passages that say them."""

    subject: str
    figures: tuple[str, str]
    quotes: tuple[str, str]
    places: tuple[str, str]


def contradictions(passages: tuple[Passage, ...]) -> Iterator[Contradiction]:
    """Each subject said with two figures of one unit; the same figure twice is none."""
    for subject, written in _SUBJECTS.items():
        seen: dict[str, tuple[int, Passage]] = {}
        for passage in passages:
            for found in re.finditer(written, folded(passage.text)):
                unit = found["unit"].rstrip("s") if found["unit"] != "mois" else "mois"
                number = _WORDS.get(found["n"]) or int(found["n"])
                if unit in seen and seen[unit][0] != number:
                    first, other = seen[unit]
                    yield Contradiction(
                        subject,
                        (f"{first} {unit}", f"{number} {unit}"),
                        (other.text[:200], passage.text[:200]),
                        (other.place, passage.place),
                    )
                seen.setdefault(unit, (number, passage))
