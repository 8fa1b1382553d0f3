"""What a contract says of a thing in words: the court, the law, the rate, the order of its documents, its renewal, when it is
paid, how soon an incident of each severity is dealt with. Folded sentences in, what they say out; nothing is compared here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from contractgen.lexical.figures import NUMBER, Said, measured, value_of
from contractgen.lexical.passages import Passage

_RATES = (
    ("{} fois le taux légal", rf"{NUMBER} fois (?:le |celui |l'|du )"),
    ("taux de la BCE + {} points", rf"(?:bce|banque centrale)[^.;]{{0,90}}?(?:majore\w* de|augmente\w* de|\+|plus) ?{NUMBER} (?:points|%)"),
    ("{} %", rf"taux (?:annuel |fixe |mensuel )*(?:de |d'|est de |: ){NUMBER} ?%"),
    ("{} %", rf"{NUMBER} ?% (?:l'an|par an)"),
)  # fmt: skip
_LATE = re.compile(r"\b(?:retard|moratoires?|impay|non[- ]paiement|defaut de paiement)")
_FLOOR = re.compile(r"\b(?:inferieure?s?|minim\w+|a defaut|au moins|maximum)\b")  # a rate with its floor is one rate
_COURT = re.compile(
    r"tribuna(?:l|ux) (?P<kind>de commerce |des activites economiques |judiciaires? |de grande instance |administratifs? )?(?:competents? |situes? )?(?:de |d'|a )"
    r"(?P<place>(?!commerce|grande|premiere|son |sa |leur|domicile|siege|celui|ce )(?:l[ea]s? )?[a-z][a-z'-]+)"
)
_LITIGATED = re.compile(r"\b(?:competen|litige|differend|attribution|contestation|juridiction)")
_LAW = re.compile(
    r"\b(?:soumise?s?|regie?s?|regissent|applicable)\b[^.;]{0,60}? (?:au |a la |par le |par la |est le |est la |: )(?:seule? )?(?:droit |loi )(?P<law>franc|belge|luxemb|suisse|allem|anglais|espagn|italien|maroc|tunis|americ|irland|neerland|quebec|canad|portug)[a-z]*"
)
_OTHER_LAW = re.compile(r"\b(?:contrat de travail|contrats de travail|salarie|donnees)")
_HELD = re.compile(
    r"\bdonnees [^.;]{0,60}?(?:heberge|stocke|localise|conserve)e?s? (?:exclusivement |uniquement |physiquement )?(?:en |au |aux |a )(?P<where>france|allemagne|irlande|belgique|luxembourg|suisse|pays-bas|espagne|italie|etats-unis|royaume-uni|canada|maroc|tunisie|inde)\b"
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
    r"\b(?:sans (?:possibilite de )?(?:tacite )?(?:reconduction|renouvellement)|(?:pas de|aucune|exclut toute) (?:tacite )?reconduction|ne (?:sera|pourra|peut|se) (?:pas |etre )*(?:reconduit|renouvel)|non (?:renouvelable|reconductible)|reconduction (?:: |\| )?expresse|renouvellement (?:: |\| )?expres)"
)
_RENEWAL = re.compile(
    r"\b(?:tacite reconduction|tacitement|reconduction (?:: |\| )?tacite|renouvel\w+ automatiquement|reconduit automatiquement)"
)
_OTHER_RENEWAL = re.compile(r"\b(?:assurance|garanti|marches? passes?|personnes publiques|police)")
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
_SEVERITY = r"(?P<severity>(?:non |semi-)?bloquant|critique|majeur|mineur|urgent|p[1-4]\b|priorite [1-4]|niveau [1-4]|severite [1-4])"
_SEVERE = re.compile(rf"\b{_SEVERITY}")
_SPAN = rf"{NUMBER} ?(?P<unit>minutes|min\b|mn\b|heures|heure|h\b|jours|jour|j\b)"
_TAKEN = r"(?:pris\w* en (?:charge|compte)|prend\w* en (?:charge|compte)|interv\w+|gti\b|repon\w+|premiere reponse)"
_SOLVED = r"(?:resol\w+|retabli\w*|corrig\w+|correction|gtr\b|remise en service)"
_TIMES = {
    name: re.compile(rf"\b{form}[^.;|]{{0,60}}? (?:sous|dans (?:un delai de|les|l')|en|est de|de|:) ?{_SPAN}")
    for name, form in (("prise en charge", _TAKEN), ("résolution", _SOLVED))
}  # fmt: skip
_HEADS = {name: re.compile(form) for name, form in (("prise en charge", _TAKEN), ("résolution", _SOLVED))}
_CELL_SPAN = re.compile(rf"^(?:moins de |sous |< ?|≤ ?)?{_SPAN}")


def rates(_: str, sentence: str, passage: Passage) -> Iterator[Said]:
    """The rate of what is due when a payment is late."""
    if not _LATE.search(sentence) or _FLOOR.search(sentence):
        return
    for told, rate in _RATES:
        if found := re.search(rate, sentence):
            yield Said(told.format(f"{value_of(found['n']):g}".replace(".", ",")), "rate", 0, "", passage, found[0])
            return


def courts(_: str, sentence: str, passage: Passage) -> Iterator[Said]:
    if _LITIGATED.search(sentence):
        for found in _COURT.finditer(sentence):
            yield Said(f"tribunal de {found['place'].title()}", "court", 0, "", passage, found[0])


def laws(_: str, sentence: str, passage: Passage) -> Iterator[Said]:
    if _OTHER_LAW.search(sentence):
        return
    for found in _LAW.finditer(sentence):
        yield Said(
            f"droit {'français' if found['law'] == 'franc' else found[0].split()[-1]}", "law", 0, "", passage, found[0]
        )


def holdings(_: str, sentence: str, passage: Passage) -> Iterator[Said]:
    for found in _HELD.finditer(sentence):
        yield Said(found["where"].title(), "place", 0, "", passage, found[0])


def forums(_: str, sentence: str, passage: Passage) -> Iterator[Said]:
    """Who settles disputes: arbitrators, or the courts."""
    if found := _ARBITERS.search(sentence):
        yield Said("arbitrage", "forum", 0, "", passage, found[0])
    elif found := _STATE_COURTS.search(sentence):
        yield Said("tribunaux", "forum", 0, "", passage, found[0])


def orders(_: str, sentence: str, passage: Passage) -> Iterator[Said]:
    """Which document comes before which, two by two."""
    pairs = [(found[1], found[2], found[0]) for found in _ABOVE.finditer(sentence)]
    for found in _BETWEEN.finditer(sentence):
        other = found[2] if found[3] == found[1] else found[1]
        pairs.append((found[3], other, found[0]))
    if order := _ORDER.search(sentence):
        listed = [one[0] for one in re.finditer(_DOCUMENTS, order["list"])]
        pairs += [(first, second, order[0]) for first, second in pairwise(dict.fromkeys(listed))]
    for first, second, words in pairs:
        if first != second:
            yield Said(f"{first} avant {second}", " ".join(sorted((first, second))), 0, "", passage, words)


def renewals(_: str, sentence: str, passage: Passage) -> Iterator[Said]:
    """Whether the contract goes on by itself at its term."""
    if _OTHER_RENEWAL.search(sentence):
        return
    if found := _NO_RENEWAL.search(sentence):
        yield Said("sans reconduction tacite", "renewal", 0, "", passage, found[0])
    elif found := _RENEWAL.search(sentence):
        yield Said("reconduction tacite", "renewal", 0, "", passage, found[0])


def payments(_: str, sentence: str, passage: Passage) -> Iterator[Said]:
    """How often a thing is paid, and whether before or after it is done."""
    if not _ON_PAYING.search(sentence):
        return
    paid = _WHAT_IS_PAID.search(sentence)
    what = paid[1] if paid else ""
    told = {_PERIODS.get(found["adverb"], found["noun"]): found[0] for found in _PAID.finditer(sentence)}
    if len(told) == 1:
        ((period, words),) = told.items()
        yield Said(f"par {period}", "period", 0, what, passage, words)
    before, after = _IN_ADVANCE.search(sentence), _IN_ARREARS.search(sentence)
    if (before is None) is not (after is None) and told:
        when = next(found[0] for found in (before, after) if found)
        yield Said("d'avance" if before else "à terme échu", "moment", 0, what, passage, when)


def severities(_: str, sentence: str, passage: Passage) -> Iterator[Said]:
    """How soon an incident of a severity is dealt with: of a clause on one severity, or of a row under its columns."""
    if " | " in sentence:
        yield from _row(sentence, passage)
        return
    for clause in re.split(r" ?; ", sentence):
        named = {found["severity"] for found in _SEVERE.finditer(clause)}
        if len(named) == 1:
            (severity,) = named
            for measure, form in _TIMES.items():
                if timed := form.search(clause):
                    yield _timed(severity, measure, timed, passage, timed[0])


def _row(sentence: str, passage: Passage) -> Iterator[Said]:
    cells = sentence.split(" | ")
    columns = len(passage.text.split(" | "))
    if len(cells) != 2 * columns:
        return
    severity = next((found["severity"] for cell in cells[columns:] if (found := _SEVERE.match(cell))), None)
    for head, cell in zip(cells[:columns], cells[columns:], strict=True):
        found = _CELL_SPAN.match(cell)
        measure = next((name for name, form in _HEADS.items() if form.search(head)), None)
        if severity and found and measure:
            yield _timed(severity, measure, found, passage, cell)


def _timed(severity: str, measure: str, found: re.Match[str], passage: Passage, words: str) -> Said:
    figure, _, size = measured(found["n"], found["unit"])
    return Said(f"{severity}, {measure} : {figure}", f"{severity} {measure}", size, "", passage, words)


READERS = (
    ("taux des intérêts de retard", rates),
    ("tribunal compétent", courts),
    ("droit applicable", laws),
    ("lieu des données", holdings),
    ("règlement des litiges", forums),
    ("priorité des documents", orders),
    ("reconduction", renewals),
    ("périodicité des paiements", payments),
    ("délais par gravité", severities),
)
