"""What a clause applies to: an option, a lot, a severity, hours out of hours, a case, so that two clauses of different scopes
are never set against each other. Clauses in, frozen sets of words out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from contractgen.lexical.clauses import Clause
from contractgen.lexical.evidence import folded
from contractgen.lexical.passages import Passage

_OFFERED = r"(?:option|formule|offre|pack|gamme|plan|profil|forfait|abonnement|niveau de service|service)"
_NAME = re.compile(
    r"\b(?i:options?|formules?|offres?|packs?|gammes?|plans?|profils?|variantes?|forfaits?|abonnements?) (?:dite? )?(?:[«\"“] ?)?"
    r"(?P<name>[A-ZÀ-Ý][\w+-]*(?: [A-ZÀ-Ý][\w+-]*){0,2})"
    r"|[«\"“] ?(?i:option|formule|offre|pack|plan|forfait) (?P<quoted>[^»\"”]{2,30}?) ?[»\"”]"
)
_NAMES_ROWS = re.compile(rf"^(?:nom d[eu] (?:l'|la )?)?(?:{_OFFERED}|contrat)s?\b[^|]{{0,20}}$")
_LOT = re.compile(r"\b(?:lot|tranche|variante|phase|site|exercice|annee) (?:n[o°] ?)?(?P<name>\d+|[a-z]\b|[a-z-]{5,})")
_NO_NAME = re.compile(
    r"^(?:garantie|au|et|ou|client|prestataire|contrat|annexe|le|la|les|de|du|mensuel\w*|annuel\w*|initial\w*)$"
)
_MOST_NAMES, _FEWEST = 60, 2
_REGIMES = {
    "hors heures": r"\bastreinte|\b(?:heures|jours|periodes?) non ouvre|\bhors (?:des )?heures|\ben dehors d|\bla nuit\b|\bde nuit\b|\bweek-?ends?\b|\bjours? feries?\b",
    "début": r"\bpremiere?s? (?:mois|jours|annees?|semaines?)\b",
    "essai": r"\bperiode d'essai|\bphase d'essai|\bperiode probatoire|\bpilote\b|\bpendant l'essai|\bd'essai\b",
    "secours": r"\bsecours\b|\bsecondaire\b|\breplica|\bredondan|\bcopies? de sauvegarde",
    "urgence": r"\burgen",
    "transition": r"\bperiode transitoire|\bphase de (?:transition|demarrage|prise en charge)|\bdemarrage\b",
    "partiel": r"(?<!meme )\bpartiel|\ben cause\b|\bconcernee?s?\b|\bpour (?:la|une) (?:fonction|prestation|partie)\b",
    "renouvelé": r"\bapres (?:la premiere |le premier |sa |son |cette )?(?:reconduction|renouvellement|periode initiale)|\ben periode de reconduction",
}
_COMPILED = {name: re.compile(form) for name, form in _REGIMES.items()}
_NOT_IN = re.compile(
    r"\(?\bhors (?:option |d')?(?:astreinte|week-?ends?|jours feries|urgence)(?: et (?:jours )?feries)?\)?"
    r"|\b(?:a compter|a partir|a dater) (?:du|de la|de|de son) (?:date (?:de |du )|jour du )?demarrage\b"  # from when, not in which time
    r"|\b(?:mois|periode|phase) (?:pilote|d'essai|probatoire) (?:inclus|compris)e?s?\b"
    r"|¤p\d+¤ (?:\([^)]{1,40}\) )?(?:du|de la|des|de l') ?[^,.;:]{3,60}?\bconcernee?s?\b"  # what a share is of
)
_EXCEPTION = re.compile(
    r"\bpar (?:derogation|exception)\b|\bexceptionnel|\bderog|\btoutefois\b|\bneanmoins\b|\bcependant\b|\ben revanche\b|\bpar ailleurs,? pour\b"
    r"|\b(?:porte|ramene|reduit|proroge|prolonge|etendu|double)e?s? (?:a|de) ¤|\ble cas echeant\b|\bnotamment\b.{0,20}\bexception|\bpar exemple\b|\bau lieu d"
)
_ANYHOW = re.compile(
    r"\bquel(?:le|s|les)? (?:que|qu')|\ben tout etat de cause|\btoutes? causes?\b|\btous? [^,.;]{0,30} confondus?|\ben aucun cas\b|\bdans tous les cas\b"
)
_CASE = re.compile(
    r"\b(?:en cas d[e'u]s? ?|en matiere d[e'] ?|s'agissant d[eu'] ?|concernant |au titre d[eu'] ?(?! ?(?:l'|la |cette |cet |une? |chaque )?(?:exercice|annee|periode)\b)|relati[fv]\w* (?:a |aux? )|a la suite d[e'u]s? ?)(?P<case>[^,;:.¤]{3,70}?)(?= (?:est|sont|sera|seront|doit|doivent|peut|peuvent|ne) |[,;:.¤]|$)"
    r"|(?:^|, )(?:si|s'il|s'ils|lorsque|lorsqu'|quand|des lors que|au cas ou)\b(?P<if>[^,;:.¤]{3,90})"
    r"|\bpour les? (?P<harm>(?:dommages?|prejudices?|pertes?|atteintes?)[^,;:.¤]{0,40})(?= (?:est|sont|sera|ne)\b)"
    r"|^pour (?:les? |la |l'|toute? )?(?P<for>[^,;:.¤]{3,90}),"
)
_OF_TITLE = re.compile(  # of a title above what is short
    r"\b(?:en cas d[e'u]s?|liee?s? (?:a|aux?)|propres? (?:a|aux?)|specifiques? (?:a|aux?)) ?(?:la |l'|les )?(?P<case>[^/]{3,60})"
)
_NEUTRAL = (  # what a case may say and be the rule itself
    "manque", "faut", "inexecut", "execut", "non-res", "respect", "obliga", "contra", "conven", "partie", "client", "presta", "fourni", "titula", "violat", "donnee", "person",
    "caract", "litig", "differ", "contes", "retard", "incid", "anomal", "panne", "resil", "cessa", "expir", "defaut", "accord", "grave", "quelc", "autre", "present", "rupture",
    "terme", "echean", "aucun", "toute", "soit", "cause", "motif", "raison", "denonc", "reconduc", "renouvel", "issue", "durant", "pendant", "applica", "interpr", "conclus",
    "valid", "survena", "necess", "avant", "apres", "celle", "celui", "societe", "responsab", "traite", "sous-t", "editeur", "manife", "factur", "paiement", "impaye", "regle",
    "services", "service", "mission", "honora", "somme", "conditi", "livrab", "audit", "sauvegarde", "cours", "leurs", "demeur", "lettre", "recomm", "avis", "recept",
    "notific", "ecrit", "preavis", "delai", "demande", "cette", "entre", "etre", "abonne", "cabinet", "possib", "annexe", "gravit", "priori", "niveau", "severi", "persis", "subsis", "genera", "partic", "docume", "offre", "devis", "format", "validi", "interp", "repar", "remedi", "diverg", "contrad", "bloqua", "critiq", "majeur", "mineur", "convien", "souhai", "entend", "decide", "signal", "constat", "declar",
)  # fmt: skip
_MAIN = (
    "solution",
    "platefo",
    "applica",
    "systeme",
    "logiciel",
    "site",
    "infrast",
    "product",
    "securit",
    "rgpd",
    "confor",
    "cet",
    "tout",
    "plus",
    "moins",
    "ensemble",
)  # the service itself
_HEAD = re.compile(  # the noun that a sentence begins with, after its number and what it says of the case
    r"^(?:\W*(?:article |art\. )?[\d.]+[.)]? )?"
    r"(?:(?:en cas|pendant|durant|apres|avant|a la|a l'|a defaut|a compter|a titre|au|dans|pour|sauf|si|s'il|lorsque|lorsqu'|en|passe|sous)\b[^,]{0,120}, ?)?"
    r"(?:tout(?:e|es)? |tous les |toutes les |chaque |le |la |les |l'|un |une |ce |cette |ces |son |sa |ses |nos |notre |leur )"
    r"(?:present |presente |presentes |nouvelle? |nouveaux? )?(?P<noun>[a-z-]{4,})"
)
_USUAL = (  # nouns by which a clause of the contract itself begins
    "prix", "note", "montant", "mandat", "non-re", "confid", "clause", "resolu", "duree", "forfai", "engage", "inform", "faculte", "vireme", "period", "redeva", "lettre", "secret",
    "marche", "achete", "journa", "sauveg", "enregi", "fichie", "bullet", "cookie", "candid", "dossie", "archiv", "logs", "conserv", "retent", "badge", "traces", "produi", "mois", "tacite", "parties", "offre", "virement", "ensemble", "documen", "element", "savoir", "derniere", "fin ", "plus", "moins",
)  # fmt: skip
_UNPAID = re.compile(
    r"\bimpaye|\bnon[- ]paiement|\bdefaut de (?:paiement|reglement)|\bretard (?:de|dans le) (?:paiement|reglement)"
)
_BREACH = re.compile(r"\bviolations? (?:de |des |de la |d'une )(?:donnees|confidentialite|secret)")
BREACH = "cas violation de données"
_WORD = re.compile(r"[a-z-]{5,}")
_STEM = 6  # letters


class Scope(NamedTuple):
    """`of`: options, lots, hours; `cases`: the words of the case for which it is said; `exception`: it says itself that it departs from a rule; `named`: its row
    begins with the name of an option."""

    of: frozenset[str]
    cases: frozenset[str]
    exception: bool
    named: bool


def names_of(passages: Iterable[Passage], clauses: Iterable[Clause]) -> tuple[str, ...]:
    """The options that a contract offers, the longest names first: in its sentences, in names of columns and first cells."""
    found: dict[str, None] = {}
    for passage in passages:
        for one in _NAME.finditer(passage.text):
            if len(found) < _MOST_NAMES:
                found[folded(one["name"] or one["quoted"])] = None
    for clause in clauses:
        kind, label = clause.row
        if kind and _NAMES_ROWS.match(kind) and len(found) < _MOST_NAMES:
            found[re.sub(rf"^{_OFFERED}s? ", "", label).strip(' «»"')] = None
    kept = (name for name in found if len(name) >= _FEWEST and not _NO_NAME.match(name))
    return tuple(sorted(kept, key=len, reverse=True))


def scope_of(clause: Clause, names: tuple[str, ...]) -> Scope:
    """What a clause applies to, by its words and by the titles above it."""
    text = clause.said.text
    whole = f"{clause.above} / {text}"
    known = set(_known(whole, names)) | {f"lot {one['name']}" for one in _LOT.finditer(text) if _is_lot(one[0])}
    where = _NOT_IN.sub("", whole)
    regimes = {name for name, form in _COMPILED.items() if form.search(where)}
    cases = set() if _ANYHOW.search(text) else set(_cases(text))
    titled = {stem for found in _OF_TITLE.finditer(clause.title) for stem in _stems(found["case"])}
    return Scope(
        frozenset(known | regimes | titled),
        frozenset(cases),
        bool(_EXCEPTION.search(text)),
        any(_known(clause.row[1], names)),
    )


def _is_lot(said: str) -> bool:
    return said.startswith(("lot ", "tranche ", "variante ")) or said[-1].isdigit()


def _known(text: str, names: tuple[str, ...]) -> Iterator[str]:
    """The names that a text holds, but for those that are a part of one that it holds."""
    found: list[str] = []
    for name in names:
        apart = not any(name in longer for longer in found)
        if apart and name in text and re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", text):
            found.append(name)
    return iter(found)


def _cases(text: str) -> Iterator[str]:
    """The words of the case for which the clause is said, unless they are those of any contract."""
    for found in _CASE.finditer(text):
        yield from _stems(found["case"] or found["if"] or found["harm"] or found["for"])


def _stems(case: str) -> Iterator[str]:
    if _UNPAID.search(case):
        yield "impayé"
    if _BREACH.search(case):
        yield BREACH
    for word in _WORD.findall(case):
        if not word.startswith(_NEUTRAL):
            yield f"cas {word[:_STEM]}"


def complements(text: str, noun: str) -> Iterator[str]:
    """What a noun is of, when that is not the contract's service itself: « l'audit des comptes », « les données de test »."""
    for found in re.finditer(rf"{noun} (?:de la |de l'|des |du |de |d')(?P<of>[a-z-]{{4,}})", text):
        if not found["of"].startswith((*_NEUTRAL, *_MAIN)):
            yield f"de {found['of'][:_STEM]}"


def head_of(text: str) -> Iterator[str]:
    """The noun that a sentence begins with, when it is none of the contract's own: « un rendez-vous est annulé », « la licence »."""
    found = _HEAD.match(text)
    if found and not found["noun"].startswith((*_NEUTRAL, *_USUAL)):
        yield f"sujet {found['noun'][:_STEM]}"
