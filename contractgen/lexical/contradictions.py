"""One thing said with two figures, in a contract that others wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contractgen.lexical.evidence import folded
from contractgen.lexical.passages import Passage

_WORDS = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "dix": 10, "douze": 12,
          "quinze": 15, "dix-huit": 18, "vingt": 20, "vingt-quatre": 24, "trente": 30, "trente-six": 36, "quarante-cinq": 45, "soixante": 60,
          "soixante-douze": 72, "quatre-vingt-dix": 90}  # fmt: skip
_NUMBER = rf"(?P<n>\d+|{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?: ?\(\d+\))?"
_LONG = r"(?P<unit>mois|ans?|jours)"
_SUBJECTS = {
    "durée du contrat": rf"(?:duree (?:initiale )?(?:du (?:present )?contrat )?(?:est |de )+(?:de )?|conclu pour (?:une duree (?:initiale )?de )?){_NUMBER} (?P<unit>mois|ans?)",
    "préavis": rf"preavis (?:ecrit )?(?:d'|de ){_NUMBER} (?P<unit>mois|jours)",
    "délai de paiement": rf"(?:payable|paye|regle|reglement|paiement)e?s?\w*(?: les factures)? (?:est (?:de )?|a |dans |sous |un delai de |le delai de |delai de )+{_NUMBER} (?P<unit>jours)",
    "réversibilité": rf"reversibilite (?:pendant|dure|est de|d'une duree de) {_NUMBER} {_LONG}",
    "notification d'une violation": rf"violation[^.;]{{0,80}}?(?:sous|dans (?:les|un delai (?:maximal |maximum )?de)|au plus tard) {_NUMBER} (?P<unit>heures)",
    "durée de la confidentialité": rf"confidentialite[^.;]{{0,60}}? {_NUMBER} (?P<unit>ans|annees) (?:apres|a compter|suivant)",
    "indemnité de recouvrement": r"indemnite forfaitaire (?:de |pour frais de )+(?:recouvrement de )?(?P<n>\d+) ?(?P<unit>euros|€)",
}
_OTHER = {
    "préavis": re.compile(r"\b(?:prix|tarif|audit|interven|maintenance|inspection|modifi)")
}  # its notice is another
_SIDES = re.compile(r"\bl[ea] (client|prestataire|fournisseur)\b")
_DAYS = {"jour": 1, "mois": 30, "an": 365, "annee": 365}
_NEAR = 0.05  # « 3 mois » and « 90 jours » are one figure


class Contradiction(NamedTuple):
    """A subject with two figures, and the passages that say them."""

    subject: str
    figures: tuple[str, str]
    quotes: tuple[str, str]
    places: tuple[str, str]


class _Said(NamedTuple):
    """A figure as written, and in days where its unit is one of time."""

    figure: str
    unit: str
    size: float
    side: str
    passage: Passage

    def against(self, other: _Said) -> bool:
        """Whether they are two figures for one thing: of units that compare, and not each of another party."""
        apart = abs(self.size - other.size) > _NEAR * max(self.size, other.size)
        return apart and self.unit == other.unit and (self.side == other.side or "" in (self.side, other.side))


def contradictions(passages: tuple[Passage, ...]) -> Iterator[Contradiction]:
    """Each subject said with two figures; the same figure twice, or in another unit, is none."""
    for subject in _SUBJECTS:
        seen: list[_Said] = []
        for one in (said for passage in passages for said in _figures(subject, passage)):
            other = next((before for before in seen if one.against(before)), None)
            if other is not None:
                yield Contradiction(
                    subject,
                    (other.figure, one.figure),
                    (other.passage.text[:200], one.passage.text[:200]),
                    (other.passage.place, one.passage.place),
                )
            if other is None or len(seen) < 2:
                seen.append(one)


def _figures(subject: str, passage: Passage) -> Iterator[_Said]:
    """What a passage says of the subject, sentence by sentence, with the party whose faculty it is."""
    for sentence in folded(passage.text).split(". "):
        if subject in _OTHER and _OTHER[subject].search(sentence):
            continue
        for found in re.finditer(_SUBJECTS[subject], sentence):
            unit = found["unit"] if found["unit"] == "mois" else found["unit"].rstrip("s")
            number = _WORDS.get(found["n"]) or int(found["n"])
            sides = [side[1] for side in _SIDES.finditer(sentence, 0, found.start())]
            kind = "time" if unit in _DAYS else unit
            plural = "s" if number > 1 and unit not in ("mois", "€") else ""
            yield _Said(
                f"{number} {unit}{plural}", kind, number * _DAYS.get(unit, 1), sides[-1] if sides else "", passage
            )
