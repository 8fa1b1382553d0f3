"""The annexes and documents that a contract leads to: those that the file holds, and whether a passage leaves something to one
that it does not hold, by its number, its title or a link. Folded texts in, answers out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from contractgen.lexical.documents import NUMBER, is_title_of, leads, listed
from contractgen.lexical.forms import SENTENCE

_HEADING_LETTERS = 120
_NUMBER = rf"({NUMBER})"
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


_HEADING = re.compile(r"annexe\b")
_OPENS = re.compile(rf"annexe {_NO}{_NUMBER} ?[:–—-]")  # with its text behind it
_ANNOUNCES = re.compile(r"\b(?:annexes|documents? contractuels?|pieces)\b[^.]*$|: \W*(?:l')?annexe [^.]*$")
_TO_FILL = re.compile(
    r"(?:^|: ?|[–—-] ?)\W*(?:\.{3,}|…|_{3,}|\[[^\]]*\]|(?:a )?(?:completer|etablir|definir|joindre|fournir|venir|rediger|inserer)|neant|sans objet)\W*$"
)
_SEPARATE = re.compile(
    r"\W*(?:documents? |annexes? |fichiers? )?(?:separe|joint|remis|fourni|transmis|communique)e?s?\b(?=.{0,40}$)"
)  # « (document séparé, joint à part) »
_CLOSE = 3  # passages after a heading
_GOES_ON = re.compile(
    r"(?:article|titre|chapitre|[0-9]+[.)]|fait (?:a|en|le)\b|signature|pour (?:le|la|l')|le client\b|le prestataire\b|en (?:cas|deux)\b|les? annexes?\b|l'ensemble|ces (?:documents|annexes))"
)
_ITS_TITLE = re.compile(
    r"annexe (?:intitulee? |dite |relative (?:a la |aux? |a l')|[«\"] ?|sur (?:la |les |le |l')|de (?:la )?|d'|des |du )?([a-z]{3,6})"
)
_PRONOUN = re.compile(r"^(?:ils?|elles?|ceux-ci|celles?-ci|celui-ci)\b")  # of which the sentence before has the name
_SUBJECT = 60  # letters of a sentence, that name what it is about
_FIRST = 3  # passages, that say what the file is


class Left(NamedTuple):
    """What a passage leaves to a document that the file does not hold: its name, « » for an annex without one; the rank of
    the passage; the sentence without the name, « » when the document is only listed; `whole`: it says that the matter is there."""

    name: str
    rank: int
    sentence: str = ""
    whole: bool = False


class Annexes(NamedTuple):
    """The annexes that a file holds: their numbers, and their headings; and what it leaves to a document it does not hold."""

    numbers: frozenset[str]
    headings: tuple[str, ...]
    left: tuple[Left, ...] = ()

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


def annexes_of(folds: Sequence[str], titles: Set[int]) -> Annexes:
    """The annexes among the folded passages of a file, of which some are titles, and what is left to others."""
    headings = tuple(_headings(folds))
    own = Annexes(frozenset(found[1] for fold in headings if (found := _IS_ANNEX.match(fold))), headings)
    first = (fold for fold in folds[:_FIRST] if len(fold) < _HEADING_LETTERS and not fold.endswith((".", ";", ",")))
    names = (*headings, *first, *(folds[rank] for rank in sorted(titles)))
    return own._replace(left=tuple(one for one in _left(folds) if not _is_held(one.name, own, names)))


def _headings(folds: Sequence[str]) -> Iterator[str]:
    """The headings of the annexes that have a text: not one to be filled in, nor the lines of a list of annexes."""
    lines = [bool(_HEADING.match(fold)) and len(fold) < _HEADING_LETTERS for fold in folds]
    announced = False
    for rank, (fold, after) in enumerate(zip(folds, (*folds[1:], ""), strict=True)):
        if not lines[rank]:
            announced = bool(_ANNOUNCES.search(fold[-_HEADING_LETTERS:]))
            if _OPENS.match(fold):
                yield fold[:_HEADING_LETTERS]
            continue
        several = announced or (rank and lines[rank - 1])
        followed = (
            after and not lines[rank + 1] and not _TO_FILL.match(after) and not (several and _GOES_ON.match(after))
        )
        if any(map(_SEPARATE.match, folds[rank + 1 : rank + 1 + _CLOSE])):
            continue
        if not announced and not _TO_FILL.search(fold) and (followed or fold.endswith(".")):
            yield fold


def _left(folds: Sequence[str]) -> Iterator[Left]:
    for rank, fold in enumerate(folds):
        for number, name in listed(fold):
            yield Left(f"annexe {number} {name}" if number else name, rank)
        sentences = SENTENCE.split(fold)
        for before, sentence in zip(("", *sentences), sentences, strict=False):
            for lead in leads(_PRONOUN.sub(before[:_SUBJECT].replace("\\", ""), sentence)):
                yield Left(lead.name, rank, lead.beside, lead.whole)


def _is_held(name: str, annexes: Annexes, titles: Sequence[str]) -> bool:
    """Whether the file holds a document: an annex by its number or title, another by a title that names it."""
    if not name:
        return bool(annexes.headings)
    if numbered := _IS_ANNEX.match(name):
        return numbered[1] in annexes.numbers
    if name.startswith("annexe"):
        titled = _ITS_TITLE.match(name)
        return titled is not None and any(titled[1] in heading for heading in annexes.headings)
    return any(is_title_of(name, title) for title in titles)
