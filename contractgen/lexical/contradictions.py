"""One thing said in two ways, in a contract that others wrote: two figures, two rates, two courts, two places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from contractgen.lexical.evidence import folded
from contractgen.lexical.parties import named
from contractgen.lexical.passages import Passage

_WORDS = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "douze": 12,
          "quinze": 15, "dix-huit": 18, "vingt": 20, "vingt-quatre": 24, "trente": 30, "trente-six": 36, "quarante-cinq": 45, "quarante-huit": 48,
          "soixante": 60, "soixante-douze": 72, "quatre-vingt-dix": 90, "cent vingt": 120}  # fmt: skip
_NUMBER = rf"(?P<n>\d[\d ]*(?:,\d+)?|{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?: ?\([^)]{{1,40}}\))?"
_LONG = r"(?P<unit>mois|ans?|jours|semaines)"
_CONTRACT = r"(?:present |presente )?(?:contrat|convention|marche|abonnement|accord|mission|lettre de mission)"
_FIGURES = {
    "durée du contrat": rf"(?:\b(?:conclue?|consentie?|souscrite?|signee?|confiee?s?|prend effet [^.;]{{0,40}}?)\b[^.;]{{0,30}}? pour (?:une (?:duree |periode )(?:initiale |ferme |determinee |minimale )*(?:fixee a |de |d')*)?|duree (?:initiale |ferme )?(?:du |de la |de l'|de cette )?{_CONTRACT} (?:est |fixee |de |d'|a |: )+|^duree (?:initiale )?: (?:de )?|\bcontrat d'une duree (?:initiale |ferme )?(?:de |d')){_NUMBER} (?P<unit>mois|ans?)",
    "préavis": rf"preavis (?:ecrit |minimum |minimal |contractuel |de (?:rupture|resiliation|denonciation|depart) |prevu |requis )*(?:d'au moins |d'un delai de |de |d'|est de |est fixe a |: ){_NUMBER} {_LONG}",
    "délai de paiement": rf"(?:payable|paye|regle|reglement|paiement)e?s?\w*(?: (?:les|des) factures)?(?: [^ .;]+){{0,3}}? (?:est (?:de )?|a |dans |sous |un delai de |les |le delai de |delai de |: )+{_NUMBER} (?P<unit>jours)",
    "réversibilité": rf"reversibilite (?:pendant|dure|est de|d'une duree de|de|: ) ?{_NUMBER} {_LONG}",
    "notification d'une violation": rf"(?:violation|acces (?:[a-z]+ ){{0,2}}non autorise|informer? [^.;]{{0,60}}acces accidentel|faille)[^.;]{{0,300}}?(?:(?:sous|dans (?:les|un delai (?:maximal |maximum )?de)|au plus tard(?: dans les)?|si possible,) {_NUMBER} (?P<unit>heures|h\b))",
    "durée de la confidentialité": rf"(?:confidentialite|secret)[^.;]{{0,90}}? {_NUMBER} (?P<unit>ans|annees) (?:apres|a compter|suivant|qui suivent)",
    "indemnité de recouvrement": r"indemnite forfaitaire (?:de |pour frais de )+(?:recouvrement de )?(?P<n>\d+) ?(?P<unit>euros|€)",
    "plafond de responsabilité": rf"responsabilite[^.;]{{0,160}}?(?:plafonn|limite|exced|depass)[a-z]*[^.;]{{0,90}}? {_NUMBER} ?(?P<unit>euros|€|%|(?:derniers )?mois)",
    "plafond des pénalités": rf"penalites[^.;]{{0,60}}?(?:plafonn|limite|exced|depass)[a-z]*[^.;]{{0,40}}? {_NUMBER} ?(?P<unit>%)",
    "taux de disponibilité": rf"disponibilite[^.;]{{0,60}}? {_NUMBER} ?(?P<unit>%)",
}
_RATES = (
    ("{} fois le taux légal", rf"{_NUMBER} fois (?:le |celui |l'|du )"),
    ("taux de la BCE + {} points", rf"(?:bce|banque centrale)[^.;]{{0,90}}?(?:majore\w* de|augmente\w* de|\+|plus) ?{_NUMBER} (?:points|%)"),
    ("{} %", rf"taux (?:annuel |fixe |mensuel )*(?:de |d'|est de |: ){_NUMBER} ?%"),
    ("{} %", rf"{_NUMBER} ?% (?:l'an|par an)"),
)  # fmt: skip
_LATE = re.compile(r"\b(?:retard|moratoires?|impay|non[- ]paiement|defaut de paiement)")
_FLOOR = re.compile(r"\b(?:inferieure?s?|minim\w+|a defaut|au moins|maximum)\b")  # a rate with its floor is one rate
_COURT = re.compile(
    r"tribuna(?:l|ux) (?P<kind>de commerce |des activites economiques |judiciaires? |de grande instance |administratifs? )?(?:competents? |situes? )?(?:de |d'|a )"
    r"(?P<place>(?!commerce|grande|premiere|son |sa |leur|domicile|siege|celui|ce )(?:l[ea]s? )?[a-z][a-z'-]+)"
)
_LITIGATED = re.compile(r"\b(?:competen|litige|differend|attribution|contestation|juridiction)")
_LAW = re.compile(
    r"\b(?:soumise?s?|regie?s?|regissent|applicable)\b[^.;]{0,60}? (?:au |par le |est le |: )(?:seul )?(?:droit |loi )(?P<law>[a-z]+)"
)
_HELD = re.compile(
    r"\bdonnees [^.;]{0,60}?(?:heberge|stocke|localise|conserve)e?s? (?:exclusivement |uniquement |physiquement )?(?:en |au |aux |a )(?P<where>france|allemagne|irlande|belgique|luxembourg|suisse|pays-bas|espagne|italie|etats-unis|royaume-uni|canada|maroc|tunisie|inde)\b"
)
_ARBITERS = re.compile(
    r"\b(?:arbitres? statue\w+|designera? un arbitre|soumis\w* a (?:l'|un )?arbitrage|tranches? (?:definitivement )?par (?:voie d')?arbitrage|sentence arbitrale)\b"
)
_STATE_COURTS = re.compile(
    r"\b(?:litiges?|differends?|contestations?)\b[^.;]*\b(?:soumis\w*|portee?s?|releve\w*|competence)\b[^.;]*\btribuna(?:l|ux)\b"
)
_OTHER = {  # what another notice, duration or delay is of
    "préavis": re.compile(r"\b(?:prix|tarif|audit|interven|maintenance|inspection|modifi|manquement|faute|force majeure|essai|defaut|sous-traitant|lieu|travaux|sera informe|reunion)"),
    "durée du contrat": re.compile(r"\b(?:reconduit|renouvel|reconduction|prolong|confidential|garanti|conserv|essai)"),
    "plafond de responsabilité": re.compile(r"\b(?:assur|penalit|indemnite forfaitaire)"),
}  # fmt: skip
_SIDES = re.compile(r"\b(?:l[ea]|du|au) (client|prestataire|fournisseur|cabinet|titulaire)\b")
_DAYS = {"jour": 1, "semaine": 7, "mois": 30, "an": 365, "annee": 365}
_QUOTE, _BEFORE, _WORDS_LETTERS = 200, 120, 25
_NEAR = 0.05  # « 3 mois » and « 90 jours » are one figure


class Contradiction(NamedTuple):
    """A subject said in two ways, and the passages that say them."""

    subject: str
    figures: tuple[str, str]
    quotes: tuple[str, str]
    places: tuple[str, str]


class _Said(NamedTuple):
    """What is said, as told; `size` in days where it is a time; `kind`: what compares with it; `side`: of which party; `words`: those that say it."""

    figure: str
    kind: str
    size: float
    side: str
    passage: Passage
    words: str

    def against(self, other: _Said) -> bool:
        """Whether they are two things said of one: of kinds that compare, and not each of another party."""
        apart = (
            abs(self.size - other.size) > _NEAR * max(self.size, other.size)
            if self.kind == "time"
            else self.figure != other.figure
        )
        return apart and self.kind == other.kind and (self.side == other.side or "" in (self.side, other.side))

    @property
    def quote(self) -> str:
        """The stretch of the passage that says it."""
        at = self._at()
        start = self.passage.text.rfind(" ", 0, at - _BEFORE) + 1 if at > _BEFORE else 0
        return f"{'…' if start else ''}{self.passage.text[start : start + _QUOTE]}"

    @property
    def place(self) -> str:
        return self.passage.place_at(self._at())

    def _at(self) -> int:
        return max(0, folded(self.passage.text).find(self.words[-_WORDS_LETTERS:]))


def contradictions(passages: tuple[Passage, ...]) -> Iterator[Contradiction]:
    """Each subject said in two ways; the same twice, or in another unit, is none."""
    folds = named([passage.text for passage in passages], [folded(passage.text) for passage in passages])
    sentences = [
        (sentence, passage) for passage, fold in zip(passages, folds, strict=True) for sentence in fold.split(". ")
    ]
    for subject, read in _SUBJECTS.items():
        seen: list[_Said] = []
        for one in (said for sentence, passage in sentences for said in read(subject, sentence, passage)):
            other = next((before for before in seen if one.against(before)), None)
            if other is not None:
                yield Contradiction(
                    subject,
                    (other.figure, one.figure),
                    (other.quote, one.quote),
                    (other.place, one.place),
                )
            if other is None or len(seen) < 2:
                seen.append(one)


def _figures(subject: str, sentence: str, passage: Passage) -> Iterator[_Said]:
    """The figures of a sentence on the subject, with the party whose faculty it is."""
    if subject in _OTHER and _OTHER[subject].search(sentence):
        return
    for found in re.finditer(_FIGURES[subject], sentence):
        written = found["unit"].removeprefix("derniers ")
        unit = written if written in ("mois", "€", "%") else "heure" if written == "h" else written.rstrip("s")
        unit = {"€": "euro"}.get(unit, unit)
        number = _value(found["n"])
        sides = [side[1] for side in _SIDES.finditer(sentence, 0, found.start("n"))]
        plural = "s" if number > 1 and unit not in ("mois", "%") else ""
        kind = "time" if unit in _DAYS else unit
        figure = f"{found['n'].strip() if found['n'][0].isdigit() else _WORDS[found['n']]} {unit}{plural}"
        yield _Said(figure, kind, number * _DAYS.get(unit, 1), sides[-1] if sides else "", passage, found[0])


def _rates(_: str, sentence: str, passage: Passage) -> Iterator[_Said]:
    """The rate of what is due when a payment is late."""
    if not _LATE.search(sentence) or _FLOOR.search(sentence):
        return
    for told, rate in _RATES:
        if found := re.search(rate, sentence):
            yield _Said(told.format(f"{_value(found['n']):g}".replace(".", ",")), "rate", 0, "", passage, found[0])
            return


def _courts(_: str, sentence: str, passage: Passage) -> Iterator[_Said]:
    if _LITIGATED.search(sentence):
        for found in _COURT.finditer(sentence):
            yield _Said(f"tribunal de {found['place'].title()}", "court", 0, "", passage, found[0])


def _laws(_: str, sentence: str, passage: Passage) -> Iterator[_Said]:
    for found in _LAW.finditer(sentence):
        yield _Said(
            f"droit {'français' if found['law'] == 'francais' else found['law']}", "law", 0, "", passage, found[0]
        )


def _holdings(_: str, sentence: str, passage: Passage) -> Iterator[_Said]:
    for found in _HELD.finditer(sentence):
        yield _Said(found["where"].title(), "place", 0, "", passage, found[0])


def _forums(_: str, sentence: str, passage: Passage) -> Iterator[_Said]:
    """Who settles disputes: arbitrators, or the courts."""
    if found := _ARBITERS.search(sentence):
        yield _Said("arbitrage", "forum", 0, "", passage, found[0])
    elif found := _STATE_COURTS.search(sentence):
        yield _Said("tribunaux", "forum", 0, "", passage, found[0])


def _value(number: str) -> float:
    return float(_WORDS[number]) if number in _WORDS else float(number.replace(" ", "").replace(",", "."))


_SUBJECTS: Mapping[str, Callable[[str, str, Passage], Iterator[_Said]]] = {
    **dict.fromkeys(_FIGURES, _figures),
    "taux des intérêts de retard": _rates,
    "tribunal compétent": _courts,
    "droit applicable": _laws,
    "lieu des données": _holdings,
    "règlement des litiges": _forums,
}
