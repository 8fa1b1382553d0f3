"""What a contract says of a thing in words: the court, the law, the rate of late payment, the order of its documents, its renewal,
when it is paid, exclusivity, subcontracting, where data are, whose the deliverables are. Clauses in, statements out; nothing is
compared here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from contractgen.lexical.clauses import Clause
from contractgen.lexical.scopes import head_of
from contractgen.lexical.statements import Statement, chosen

_RATES = (
    ("{} fois le taux légal", r"(?P<mark>¤f\d+¤) (?:le |celui |l'|du |au )"),
    ("taux de la BCE + {} points", r"(?:bce|banque centrale|refinancement)[^.;]{0,90}?(?:majore\w* de|augmente\w* de|\+|plus) ?(?P<mark>¤[op]\d+¤)"),
    ("{} %", r"(?:taux|interets?|majore\w*)(?: [a-z]+){0,3} (?:de |d'|est de |: |au taux de |d'un interet de )(?P<mark>¤p\d+¤)"),
    ("{} %", r"(?P<mark>¤p\d+¤) (?:l'an|par an|annuel)"),
)  # fmt: skip
_LATE = re.compile(
    r"\b(?:retard|moratoires?|impay|non[- ]paiement|non (?:regle|paye)|defaut de (?:paiement|reglement))"
)
_OTHER_LATE = re.compile(
    r"\b(?:livraison|intervention|retablissement|restitution|salaires?|remise|bulletins?|declaration)\b"
)
_FLOOR = re.compile(
    r"\b(?:inferieure?s?|minim\w+|a defaut d'accord|au moins|maximum|plancher)\b"
)  # a rate with its floor is one rate
_COURT = re.compile(
    r"(?:tribuna(?:l|ux)|juridictions?|cours?) (?:de commerce |des activites economiques |judiciaires? |de grande instance |administratifs? )?(?:exclusivement )?(?:competente?s? |situee?s? )?(?:du ressort de la cour d'appel )?(?:de |d'|a )"
    r"(?P<place>(?!commerce|grande|premiere|son |sa |leur|domicile|siege|celui|ce |defaut|cet|cassation|appel|justice|compte|l'union|connaitre|statuer|droit|la |l'|prix|titre|facon|maniere|toute?s?\b)(?:l[ea]s? )?[a-z][a-z'-]+)"
)
_LITIGATED = re.compile(r"\b(?:competen|litige|differend|attribution|contestation|juridiction)")
_OTHER_COURT = re.compile(
    r"\b(?:greffe|immatricul|rcs|salarie|prud'hom|marques?|propriete intellectuelle|brevet|consommateur|administratif|marches? publics?|bail|baux|loyers?)\b"
)
_LAW = re.compile(
    r"\b(?:soumise?s?|regie?s?|regissent|regit|applicables?)\b[^.;]{0,60}? (?:au |a la |aux |par le |par la |par les |est le |est la |: )(?:seule?s? )?(?:droit |lois? )(?:du grand-duche d[eu] |de la |du |de )?(?P<law>franc|belg|luxemb|suisse|allem|anglais|espagn|italien|maroc|tunis|americ|irland|neerland|quebec|canad|portug)[a-z]*"
)
_OTHER_LAW = re.compile(
    r"\b(?:contrat de travail|contrats de travail|salarie|donnees|clauses? (?:contractuelles? )?types?|statuts)"
)
_ARBITERS = re.compile(
    r"\b(?:arbitres? statue\w+|designera? un arbitre|soumis\w* a (?:l'|un )?arbitrage|tranches? (?:definitivement )?par (?:voie d')?arbitrage|sentence arbitrale)\b"
)
_STATE_COURTS = re.compile(
    r"\b(?:litiges?|differends?|contestations?)\b[^.;]*\b(?:soumis\w*|portee?s?|releve\w*|competence)\b[^.;]*\btribuna(?:l|ux)\b"
)
_DOCUMENTS = r"(conditions particulieres|conditions generales|conditions speciales|contrat|annexes|bons? de commande|offre|devis|cahier des charges|proposition|lettre de mission)"
_ABOVE = re.compile(
    rf"\b{_DOCUMENTS}(?: [a-z]+){{0,3}}? (?:prevalent|prevaut|prevaudr\w+|priment?|primer\w*|l'emporte\w*) sur (?:les |le |la |l'|ses |celles des |celles du |tout |toute )*{_DOCUMENTS}"
)
_BETWEEN = re.compile(
    rf"\bentre (?:les |le |la |l'|ses )*{_DOCUMENTS} et (?:les |le |la |l'|ses )*{_DOCUMENTS},? [^.;]{{0,120}}?{_DOCUMENTS}(?: [a-z]+){{0,2}}? (?:prevalent|prevaut|prevaudr\w+|priment?|primer\w*|l'emporte\w*)"
)
_ORDER = re.compile(
    r"\bordre (?:de priorite|de preseance|hierarchique|decroissant|d'importance|de prevalence)[^:.;]{0,60}: (?P<list>[^.]{1,300})"
)
_NO_RENEWAL = re.compile(
    r"\b(?:sans (?:possibilite de )?(?:tacite )?(?:reconduction|renouvellement)|(?:pas de|aucune|exclut toute) (?:tacite )?reconduction|ne (?:sera|pourra|peut|se) (?:pas |etre )*(?:reconduit|renouvel)"
    r"|n'est pas (?:tacitement )?(?:renouvelable|reconductible)|non (?:renouvelable|reconductible)|reconduction (?:: |\| )?expresse|renouvellement (?:: |\| )?expres|(?:renouvellement|reconduction) : [^:]{0,20}accord expres)"
)
_RENEWAL = re.compile(
    r"\b(?:tacite reconduction|tacitement|reconduction (?:: |\| )?tacite|renouvel\w+ automatiquement|automatiquement (?:renouvel|reconduit)\w*|reconduit (?:automatiquement|de plein droit|d'annee en annee))"
)
_OTHER_RENEWAL = re.compile(
    r"\b(?:assurance|garanti|marches? passes?|personnes publiques|police|promotion|remise|certificat|apres \w+ reconductions?|derniere reconduction)"
)
_PAID = re.compile(
    r"\b(?:factur|pay|regl|verse|exigible|acquitt|echeance)[a-z]*\b[^.;|]{0,50}?\b(?:(?P<adverb>mensuel|trimestriel|semestriel|annuel)lement|(?:chaque|par|tous les|au) (?P<noun>mois|trimestre|semestre|an)s?\b)"
)
_IN_ADVANCE = re.compile(r"\b(?:d'avance|a terme a echoir|terme a echoir|a l'avance)\b")
_IN_ARREARS = re.compile(r"\b(?:a terme echu|terme echu|a l'issue de chaque)\b")
_WHAT_IS_PAID = re.compile(
    r"\b(honoraires|redevance|abonnement|forfait|intervention|frais|maintenance|hebergement|licence|loyer|cotisation)"
)
_ON_PAYING = re.compile(r"\b(?:factur|pay|regl|verse|exigible|honoraire|redevance|abonnement)")
_PERIODS = {"mensuel": "mois", "trimestriel": "trimestre", "semestriel": "semestre", "annuel": "an"}


def rates(clause: Clause) -> Iterator[Statement]:
    """The rate of what is due when a payment is late."""
    text = clause.said.text
    if not _LATE.search(text) or _FLOOR.search(text) or _OTHER_LATE.search(text):
        return
    for told, rate in _RATES:
        if found := re.search(rate, text):
            value = clause.said.quantities[int(found["mark"][2:-1])]
            figure = told.format(f"{value.value:g}".replace(".", ","))
            words = clause.said.sentence[max(0, value.start - 20) : value.end]
            per = re.search(r"¤p\d+¤ [^.;]{0,30}\bpar (mois|jour|semaine)", text)
            yield chosen(clause, "taux des intérêts de retard", figure, words, basis=per[1] if per else "")
            return


def courts(clause: Clause) -> Iterator[Statement]:
    text = f"{clause.said.text}"
    if _LITIGATED.search(text) and not _OTHER_COURT.search(text):
        places = {found["place"]: found[0] for found in _COURT.finditer(text)}
        if places:
            told = frozenset(f"tribunal de {place.title()}" for place in places)
            words = next(iter(places.values()))
            yield chosen(clause, "tribunal compétent", " ou ".join(sorted(told)), words, allows=told)


def laws(clause: Clause) -> Iterator[Statement]:
    if _OTHER_LAW.search(clause.said.text):
        return
    for found in _LAW.finditer(clause.said.text):
        law = f"droit {'français' if found['law'] == 'franc' else found[0].split()[-1]}"
        yield chosen(clause, "droit applicable", law, found[0], allows=frozenset({found["law"]}))


def forums(clause: Clause) -> Iterator[Statement]:
    """Who settles disputes: arbitrators, or the courts."""
    if found := _ARBITERS.search(clause.said.text):
        yield chosen(clause, "règlement des litiges", "arbitrage", found[0])
    elif found := _STATE_COURTS.search(clause.said.text):
        yield chosen(clause, "règlement des litiges", "tribunaux", found[0])


def orders(clause: Clause) -> Iterator[Statement]:
    """Which document comes before which, two by two."""
    sentence = clause.said.text
    pairs = [(found[1], found[2], found[0]) for found in _ABOVE.finditer(sentence)]
    for found in _BETWEEN.finditer(sentence):
        other = found[2] if found[3] == found[1] else found[1]
        pairs.append((found[3], other, found[0]))
    if order := _ORDER.search(sentence):
        listed = [one[0] for one in re.finditer(_DOCUMENTS, order["list"])]
        pairs += [(first, second, order[0]) for first, second in pairwise(dict.fromkeys(listed))]
    for first, second, words in pairs:
        if first != second:
            both = " ".join(sorted((first, second)))
            yield chosen(clause, "priorité des documents", f"{first} avant {second}", words, basis=both)


def renewals(clause: Clause) -> Iterator[Statement]:
    """Whether the contract goes on by itself at its term."""
    if _OTHER_RENEWAL.search(clause.said.text):
        return
    of = frozenset(head_of(clause.words))
    if found := _NO_RENEWAL.search(clause.said.text):
        yield chosen(clause, "reconduction", "sans reconduction tacite", found[0], of=of)
    elif found := _RENEWAL.search(clause.said.text):
        yield chosen(clause, "reconduction", "reconduction tacite", found[0], of=of)


def payments(clause: Clause) -> Iterator[Statement]:
    """How often a thing is paid, and whether before or after it is done."""
    sentence = clause.said.text
    if not _ON_PAYING.search(sentence):
        return
    paid = _WHAT_IS_PAID.search(sentence)
    of = frozenset({paid[1]} if paid else ())
    told = {_PERIODS.get(found["adverb"], found["noun"]): found[0] for found in _PAID.finditer(sentence)}
    if len(told) == 1:
        ((period, words),) = told.items()
        yield chosen(clause, "périodicité des paiements", f"par {period}", words, basis="period", of=of)
    before, after = _IN_ADVANCE.search(sentence), _IN_ARREARS.search(sentence)
    if (before is None) is not (after is None) and told:
        when = next(found[0] for found in (before, after) if found)
        yield chosen(
            clause, "périodicité des paiements", "d'avance" if before else "à terme échu", when, basis="moment", of=of
        )
