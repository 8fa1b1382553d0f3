"""The annexes and documents that a contract leads to: those that the file holds, and whether a passage leaves something to one
that it does not hold, by its number, its title or a link. Folded texts in, answers out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_HEADING_LETTERS = 120
_NUMBER = r"([0-9]+|[a-z]\b|[ivx]+\b)"
_NO = r"(?:n[o°] ?)?"
_IS_ANNEX = re.compile(rf"annexe {_NO}{_NUMBER}")
_LEADS = r"(?:figur|defini|decri|fixe|precis|prevu|detaill|list|indiqu|mentionn)[a-z]*(?: [^ .;]+){0,4}? (?:a l'|dans l'|en |par l'|de l')"
_OF_A_LAW = r"(?! (?:au|a la|a l'|du|de la|de l'|des) ?(?:code|cgi|reglement|decret|directive|ordonnance|loi|arrete|clauses|ccag))"
_ANNEX = re.compile(rf"\bannexe {_NO}{_NUMBER}{_OF_A_LAW}")
_LEFT_TO_ANNEX = re.compile(rf"\b{_LEADS}annexe {_NO}{_NUMBER}{_OF_A_LAW}")
_TITLED = re.compile(  # « l'annexe Sécurité », « l'annexe relative aux niveaux de service »
    r"(?<![a-z])(?:(?:dans|a|de|par|voir|selon|en|cf\.?) (?:l')?)annexe (?:intitulee? |dite |relative (?:a la |aux? |a l'|a )|[«\"“] ?|sur (?:la |les |le |l')|de (?:la )?|d'|des |du )?"
    r"(?!joint|ci-|presente?\b|contrat|conventi|accord\b|suivante|prevu|vise|dedi|dont\b|qui\b|sont\b|est\b|sign|avec\b|pour\b|cette|marche\b|document|devis|bon\b|offre|correspond|mention|indiqu)([a-z]{3})([a-z]{0,3})"
)
_LINKED = re.compile(  # « la politique de sécurité disponible à l'adresse https:… »
    r"\b(?:annexe|documents?|documentation|politique|conditions|liste|charte|plan d'assurance|dpa|accord|convention de service|grille|tarifs?|sla|descripti(?:on|f)|fiche|catalogue|engagements|niveaux? de service|mesures)\b"
    r"[^.;]{0,100}?\b(?:disponibles?|accessibles?|consultables?|publiee?s?|telechargeables?|figur\w+|en ligne|decrite?s?|detaillee?s?|precisee?s?|listee?s?|mis\w* a (?:sa |la )?disposition|voir)\b"
    r"[^.;]{0,60}?(?:a l'adresse|a l'url|au lien|via le lien|sur (?:le |son |notre |nos |l[ae'] ?)?(?:sites?|espace client|extranet|page|portail|internet)|https?:|www\.)"
)


_ELSEWHERE = re.compile(  # « figure dans la politique de confidentialité »
    r"\b(?:figur|list|decri|precis|detaill|defini|prevu)\w*(?: [^ .;]+){0,3}? dans (?:la |notre |nos |sa |le |les )(?:politique|charte|documentation|pgssi|plan d'assurance|catalogue|grille tarifaire)"
)


_ITS_NAME = re.compile(r"politique (?:[a-z]+ )?de confidentialite")
_BESIDE = 60  # letters before


class Annexes(NamedTuple):
    """The annexes that a file holds: their numbers, and their headings."""

    numbers: frozenset[str]
    headings: tuple[str, ...]

    def lack(self, fold: str) -> bool:
        """Whether a passage leaves what it speaks of to an annex or a document that the file does not hold."""
        return self._lack_numbered(_LEFT_TO_ANNEX, fold) or self._lack_titled(fold)

    def elsewhere(self, sentence: str) -> str:
        """What a sentence says is in a document out of the file, by a link or its name: the words beside; else « »."""
        found = _LINKED.search(sentence) or _ELSEWHERE.search(sentence)
        return _ITS_NAME.sub("", sentence[max(0, found.start() - _BESIDE) : found.end()]) if found else ""

    def lack_any(self, fold: str) -> bool:
        """Whether a passage names an annex that the file does not hold, or leaves what it speaks of to one."""
        return self._lack_numbered(_ANNEX, fold) or self.lack(fold)

    def _lack_numbered(self, leading: re.Pattern[str], fold: str) -> bool:
        return any(found[1] not in self.numbers for found in leading.finditer(fold))

    def _lack_titled(self, fold: str) -> bool:
        return any(
            not any(found[1] + found[2] in heading for heading in self.headings) for found in _TITLED.finditer(fold)
        )


def annexes_of(folds: Sequence[str]) -> Annexes:
    """The annexes among the folded passages of a file."""
    headings = tuple(fold for fold in folds if len(fold) < _HEADING_LETTERS and fold.startswith("annexe"))
    return Annexes(frozenset(found[1] for fold in headings if (found := _IS_ANNEX.match(fold))), headings)
