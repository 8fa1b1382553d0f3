"""The figures by which a contract says a thing: a delay, a duration, a cap, a price, with the party and the basis that it is of.

Folded sentences in, what they say out; nothing is compared here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contractgen.lexical.evidence import folded
from contractgen.lexical.passages import Passage

_WORDS = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "douze": 12,
          "quinze": 15, "dix-huit": 18, "vingt": 20, "vingt-quatre": 24, "trente": 30, "trente-six": 36, "quarante-cinq": 45, "quarante-huit": 48,
          "soixante": 60, "soixante-douze": 72, "quatre-vingt-dix": 90, "cent vingt": 120}  # fmt: skip
_DIGITS = rf"\d[\d ]*(?:,\d+)?|{'|'.join(sorted(_WORDS, key=len, reverse=True))}"
NUMBER = rf"(?P<n>{_DIGITS})(?: ?\([^)]{{1,40}}\))?"
_SECOND = rf"(?P<n2>{_DIGITS})(?: ?\([^)]{{1,40}}\))?"  # of a form that says it in two orders
_LONG = r"(?P<unit>mois|ans?|annees?|jours|semaines)"
_MONEY = r"(?P<unit>euros|€)"
_CONTRACT = r"(?:present |presente )?(?:contrat|convention|marche|abonnement|accord|mission|lettre de mission)"
_END = r"(?:fin|terme|expiration|cessation|issue|resiliation|rupture|reversibilite|echeance)"
_FIGURES = {
    "durée du contrat": rf"(?:\b(?:conclue?|consentie?|souscrite?|signee?|confiee?s?|prend effet [^.;]{{0,40}}?)\b[^.;]{{0,30}}? pour (?:une (?:duree |periode )(?:initiale |ferme |determinee |minimale )*(?:fixee a |de |d')*)?|duree (?:initiale |ferme )?(?:du |de la |de l'|de cette )?{_CONTRACT} (?:est |fixee |de |d'|a |: )+|^(?:duree|engagement)(?: initiale| ferme| minimale| d'engagement| contractuelle| minimal)* ?[:|] (?:de )?|\bcontrat d'une duree (?:initiale |ferme )?(?:de |d')){NUMBER} (?P<unit>mois|ans?)",
    "préavis": rf"preavis (?:ecrit |minimum |minimal |contractuel |de (?:rupture|resiliation|denonciation|depart) |prevu |requis )*(?:d'au moins |d'un delai de |de |d'|est de |est fixe a |: |\| ){NUMBER} {_LONG}",
    "délai de paiement": rf"(?:(?:payable|paye|regle|reglement|paiement|exigible|acquitte|solder)e?s?\w*(?: [^ .;|]+){{0,5}}?|factures? avec) (?:est (?:de )?|a |dans |sous |avec |un delai (?:maximal |maximum |global )?de |les |le delai de |delai de |: |\| )+{NUMBER} (?P<unit>jours)",
    "durée globale": rf"duree (?:globale|totale|maximale)(?: du contrat| du marche)?[^.;|\d]{{0,20}}? {NUMBER} (?P<unit>mois|ans?)",
    "préavis de non-reconduction": rf"(?:denonc|reconduction|renouvel|reconduit|conge\b)[^.;]{{0,140}}? {NUMBER} {_LONG} (?:au moins |au minimum |au plus tard )?(?:avant|precedant)[^.;]{{0,30}}?(?:echeance|terme|anniversaire|expiration|\bfin\b|cloture)",
    "réversibilité": rf"reversibilite (?:pendant|dure|est de|d'une duree de|de|: ) ?{NUMBER} {_LONG}",
    "notification d'une violation": rf"(?:violation|acces (?:[a-z]+ ){{0,2}}non autorise|informer? [^.;]{{0,60}}acces accidentel|faille)(?:(?!\bcnil\b|autorite de controle)[^.;]){{0,300}}?(?:(?:sous|dans (?:les|un delai (?:maximal |maximum )?de)|au plus tard(?: dans les)?|si possible,|:) {NUMBER} (?P<unit>heures|h\b))",
    "durée de la confidentialité": rf"(?:confidentialite|confidentiel\w*|secret)(?:[^.;]{{0,90}}? {NUMBER} (?P<unit>ans|annees) (?:apres|a compter|suivant|qui suivent)|[^.;]{{0,60}}? (?:pendant|durant|:|\|) (?:une duree de )?{_SECOND} (?P<unit2>ans|annees))",
    "indemnité de recouvrement": r"indemnite forfaitaire (?:de |pour frais de )+(?:recouvrement de )?(?P<n>\d+) ?(?P<unit>euros|€)",
    "plafond de responsabilité": rf"(?:(?:responsabilite|indemnite (?:totale|globale|due|maximale)|indemnisation)[^.;]{{0,160}}?(?:plafonn|limite|exced|depass)[a-z]*[^.;]{{0,160}}?|plafond (?:global |annuel |total )?(?:de (?:la )?responsabilite|d'indemnisation|des indemnites)[^.;]{{0,60}}?) {NUMBER} ?(?P<unit>euros|€|%|(?:derniers )?mois)",
    "plafond des pénalités": rf"penalites[^.;]{{0,60}}?(?:plafonn|limite|exced|depass)[a-z]*[^.;]{{0,40}}? {NUMBER} ?(?P<unit>%)",
    "taux de disponibilité": rf"disponibilite[^.;]{{0,60}}? {NUMBER} ?(?P<unit>%)",
    "durée de la reconduction": rf"(?:reconduit|reconduct|renouvel|proroge)[^.;]{{0,70}}?(?:periodes?|durees?|pour) (?:successives? |identiques? |supplementaires? |de meme duree )*(?:une duree )?(?:de |d')?{NUMBER} (?P<unit>mois|ans?)",
    "restitution des données": rf"(?:(?:donnees|fichiers)\b[^.;]{{0,80}}?\b(?:restitue|rendu|remis|renvoye|transmis)|\b(?:restitu|remet|renvoi|rend )[^.;]{{0,60}}?\b(?:donnees|fichiers)|restitution des donnees)[^.;]{{0,80}}? (?:sous|dans (?:les|un delai (?:maximal |maximum )?de|le delai de)|:|\||d'ici|au plus tard) (?:un delai de )?{NUMBER} {_LONG}",
    "délai pour remédier à un manquement": rf"\b(?:{NUMBER} (?P<unit>jours|mois) (?:[^ .;]+ ){{0,5}}?(?:apres|suivant|a compter de|de la (?:reception|presentation)|d'une|de la) (?:[^.;]{{0,40}}?)?mise en demeure|mise en demeure [^.;]{{0,60}}?(?:sous|dans (?:les|un delai de|le delai de)|pendant|de) {_SECOND} (?P<unit2>jours|mois))",
    "prix du forfait": rf"\b(?:prix forfaitaire|forfait|redevance|abonnement) (?P<basis>mensuel|annuel|trimestriel)(?:le)? ?(?:est |est fixee? |s'eleve |de |a |: |\| |la somme de )+{NUMBER} ?{_MONEY}",
}
_COMPILED = {name: re.compile(form) for name, form in _FIGURES.items()}
_OTHER = {  # what another notice, duration or delay is of
    "préavis": re.compile(r"\b(?:prix|tarif|audit|interven|maintenance|inspection|modifi|manquement|faute|force majeure|essai|defaut|sous-traitant|lieu|travaux|sera informe|reunion|nouvelle version|revis|suffi|442-1|changement|cession|cess?ionnaire|acquereur|repreneur|imprevis|renegoci|autorite|demande)"),
    "délai de paiement": re.compile(r"\b(?:retard|superieur|suspen|contest|reclam|defaut|sous-traitant|cessation)"),
    "durée du contrat": re.compile(r"\b(?:reconduit|renouvel|reconduction|prolong|confidential|garanti|conserv|essai)"),
    "plafond de responsabilité": re.compile(r"\b(?:assur|penalit|indemnite forfaitaire)"),
    "taux de disponibilité": re.compile(r"\b(?:inferieur|en dessous|en deca|penalit|avoir|credit|entre|si la|lorsque)"),
    "durée de la reconduction": re.compile(r"\b(?:assurance|garanti|marche)"),
    "durée de la confidentialité": re.compile(r"\b(?:conserv|factur|archiv)"),
    "restitution des données": re.compile(r"\b(?:copie|a la demande|sauvegarde|pendant le contrat|en cours)"),
    "délai pour remédier à un manquement": re.compile(r"\b(?:paiement|impay|regl|suspen|force majeure|factur|sommes? due)"),
    "notification d'une violation": re.compile(r"\b(?:le client|la societe cliente|le responsable(?: d[eu] traitement)?) (?:notifie|previent|informe|signale|avertit|alerte|doit|devra)"),
}  # fmt: skip
_NEEDED = {  # what the sentence speaks of, without which the figure is of something else
    "restitution des données": re.compile(rf"\b{_END}\b"),
    "délai pour remédier à un manquement": re.compile(r"\b(?:resili|resol|rompu|rompre|mettre fin|met fin)"),
}
_OF_ONE_PARTY = ("notification d'une violation", "restitution des données", "délai de paiement")  # whoever is named
_THINGS = re.compile(
    r"\b(portail|telephonie|plateforme|application|reseau|messagerie|infrastructure|lien|site|serveur|logiciel)"
)
_BASIS = re.compile(r"^[^.;]{0,25}?\bpar (sinistre|evenement|an|annee|mois|jour|incident)\b")
_SIDES = re.compile(r"\b(?:l[ea]|du|au) (client|prestataire|fournisseur|cabinet|titulaire)\b")
_UNITS = {"€": "euro", "h": "heure", "j": "jour", "min": "minute", "mn": "minute"}
DAYS = {"minute": 1 / 1440, "heure": 1 / 24, "jour": 1, "semaine": 7, "mois": 30, "an": 365, "annee": 365}
_QUOTE, _BEFORE, _WORDS_LETTERS = 200, 120, 25
_NEAR = 0.05  # « 3 mois » and « 90 jours » are one figure


class Said(NamedTuple):
    """What is said, as told; `size` in days where it is a time; `kind`: what compares with it; `side`: of which party or
    thing; `words`: those that say it."""

    figure: str
    kind: str
    size: float
    side: str
    passage: Passage
    words: str

    def against(self, other: Said) -> bool:
        """Whether they are two things said of one: of kinds that compare, and not each of another party."""
        near = 0 if self.kind.startswith(("euro", "%")) else _NEAR
        apart = (
            abs(self.size - other.size) > near * max(self.size, other.size)
            if self.size and other.size
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
        text = folded(self.passage.text)
        stretches = (self.words[-_WORDS_LETTERS:], self.words[:_WORDS_LETTERS], self.words[: _WORDS_LETTERS // 2])
        return next((at for stretch in stretches if (at := text.find(stretch)) >= 0), 0)


def figures(subject: str, sentence: str, passage: Passage) -> Iterator[Said]:
    """The figures of a sentence on the subject, with what each is of."""
    if subject in _OTHER and _OTHER[subject].search(sentence):
        return
    if subject in _NEEDED and not _NEEDED[subject].search(sentence):
        return
    for found in _COMPILED[subject].finditer(sentence):
        groups = found.groupdict()
        second = groups.get("n") is None
        number, unit = (groups["n2"], groups["unit2"]) if second else (groups["n"], groups["unit"])
        begins = found.start("n2") if second else found.start("n")
        figure, kind, size = measured(number, unit)
        basis = groups.get("basis") or _basis(sentence[found.end() :], kind)
        yield Said(
            figure, f"{kind} {basis}".strip(), size, _of(subject, sentence, found.start(), begins), passage, found[0]
        )


def measured(number: str, unit: str) -> tuple[str, str, float]:
    """A figure as it is told, what compares with it, and its size, in days where it is a time, else 0."""
    written = unit.removeprefix("derniers ")
    one = written if written in ("mois", "%") else _UNITS.get(written, written.rstrip("s"))
    value = value_of(number)
    plural = "s" if value > 1 and one not in ("mois", "%") else ""
    figure = f"{number.strip() if number[0].isdigit() else _WORDS[number]} {one}{plural}"
    return (figure, "time", value * DAYS[one]) if one in DAYS else (figure, one, value)


def _basis(after: str, kind: str) -> str:
    """« par an » or « par sinistre », of an amount."""
    found = _BASIS.match(after) if kind == "euro" else None
    return found[1] if found else ""


def _of(subject: str, sentence: str, start: int, number: int) -> str:
    """Whose it is: the liability of the party named first, the faculty of the one named last; the availability of a thing."""
    if subject == "taux de disponibilité":
        thing = _THINGS.search(sentence)
        return thing[1] if thing else ""
    sides = [side[1] for side in _SIDES.finditer(sentence, start if subject.startswith("plafond") else 0, number)]
    if subject in _OF_ONE_PARTY:
        return ""
    return "" if not sides else sides[0] if subject.startswith("plafond") else sides[-1]


def value_of(number: str) -> float:
    """A number, in figures or in letters."""
    return float(_WORDS[number]) if number in _WORDS else float(number.replace(" ", "").replace(",", "."))


SUBJECTS = tuple(_FIGURES)
