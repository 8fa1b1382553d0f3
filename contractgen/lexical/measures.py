"""What a clause says by a figure, on the subjects of `figures`, and how soon an incident is dealt with, by severity or option."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from contractgen.lexical.clauses import Clause
from contractgen.lexical.figures import SUBJECTS, Subject, compiled
from contractgen.lexical.quantities import Quantity
from contractgen.lexical.scopes import complements, head_of
from contractgen.lexical.statements import DELAYS, ROW, Statement, measured, parties_in

SEVERITY = "gravité "
_AFTER = 60  # letters in which what is just after a figure is looked for
_PER = re.compile(
    r"^<?[^.;]{0,60}?\bpar (?:periode |an |tranche )?(?:de )?(sinistre|evenement|annee|an|mois|jour|semaine|heure|incident|dossier|retard)\b|^[^.;]{0,25}?\b(?:l'|/ ?)(an|jour|heure|mois)\b"
)
_PER_BEFORE = re.compile(r"\bpar (sinistre|evenement|annee|an|mois|article|dossier)\b|\b(annuel|mensuel)")
_SHARE = re.compile(r"[^.;]{0,110}?\b(?:(?P<mois>mois|mensuel)|(?P<an>an|annee|annuel|exercice))")  # of what a share is
_HOURS = ("heure", "minute")
_CAP = "plafond de responsabilité"
_ONE_YEAR = re.compile(
    r"\b(?:responsabilite|indemnite|indemnisation|reparation|dommages[- ]interets)\b[^.;|]{0,160}?\b(?:plafonn|limite|exced|depass)[a-z]* (?:a |a hauteur )?(?P<sum>(?:au|du|le) (?:seul )?montant (?:total |global |hors taxes |ht )*"
    r"(?:annuel [^.;|,0-9]{0,10}(?:honoraires|redevance|prix|factur|sommes|abonnement)[a-z]*|(?:des|du|de la|de l')[^.;|,0-9]{0,15}(?:honoraires|redevance|prix|factur|sommes|abonnement)[^.;|,0-9]{0,50}(?:de l'exercice|de l'annee|annuel)[a-z]*))"
)
_YEARLY = ("an", "annee", "annuel")
_ACTS = re.compile(
    r"^(?:,? ?(?:qui )?(?:peut|pourra|souhait|met\b|mettra|resili|denonc|dispose|doit|devra|a la faculte|est libre)| (?:avec|moyennant|sous)\b| ?:)"
)
_TOLD_TO = re.compile(r"\b(?:preven|inform|avis|avert|notifi)\w* $")
_WORDS = r"(?:non[- ]bloquant|semi-bloquant|bloquant|critique|majeur|mineur|urgent|normal|eleve|moyen|faible|haut|bas)"
_LEVEL = r"(?:p|s|g|priorite|niveau|severite|gravite|classe|degre) ?"
_SEVERITY = re.compile(rf"\b(?:(?P<word>{_WORDS})(?:es?|se|nes?|s)?\b|{_LEVEL}(?P<number>[0-5])\b)")
_PAIRED = re.compile(  # « P1 - Critique », « critique (P1) »: one severity
    rf"\b{_LEVEL}(?P<number>[0-5]) ?[-–:(/, ]{{0,3}}(?:[a-z]+ : )?(?:incidents? |anomalies? )?(?P<word>{_WORDS})"
    rf"|\b(?P<word2>{_WORDS})(?:es?|s)? ?[-–:(/]{{1,2}} ?{_LEVEL}(?P<number2>[0-5])\b"
)
_ABOUT = re.compile(
    r"\b(?:incident|anomalie|panne|dysfonction|demande|ticket|intervention|intervien|intervenir|assistance|support|gti|gtr|retabli|astreinte|prise en c|pris en c|prise en compte|pris en compte|depannage|correct|corrig|resol|reponse|repond)"
)
_ACTED = {
    "prise en charge": r"(?:(?:pris\w*|prend\w*|prises?) en (?:charge|compte)|accuse de reception|repon\w+|premieres? reponses?)",
    "intervention": r"(?:interv\w+|gti|deplac\w+|depannage)",
    "contournement": r"(?:contourn\w+)",
    "résolution": r"(?:resol\w+|retabli\w*|corrig\w*|correction|gtr|remise? en (?:service|etat)|repar\w+)",
}  # fmt: skip
_ACT = re.compile("|".join(rf"(?P<a{rank}>\b{form}\b)" for rank, form in enumerate(_ACTED.values())))
_NAMES = tuple(_ACTED)
_SOON = re.compile(
    r"(?:sous|dans|en|moins de|plus tard|est de|est d'|de|d'|:|inferieur a|delai|<|≤|intervient|soit|gti|gtr|resolue?s?|excede\w* pas|depasse\w* pas) ?(?:le |les |un |delai |maximal |maximum |de |d'|a |la |moins de |< ?|≤ ?)*(?P<mark>¤t\d+¤)"
)
_NOT_SOON = re.compile(
    r"\b(?:prix|tarif|factur|pay|penalit|preavis|rapport|garanti[er]?s? (?:pendant|d)|duree d|apres|inform|notifi|prevenu|suspen|avant|resili|astreinte de|mise en demeure|gratuit|forfait|si le|au-dela|passe|retard|plus de|superieur|tous les|chaque|toutes les|minimum|duree)"
)
_NOT_DONE = re.compile(r"\b(?:non|pas|pas ete|jamais)[- ]$")
_PLACES = re.compile(
    r"\b(sur (?:site|place)|a distance|telephon\w+|hotline|courriel|e-?mail|chat|materiel|serveur|lien|poste|imprimante|logiciel|reseau|sauvegarde|securite)\b"
)
_BROKEN = re.compile(
    r"\b(?:incidents?|pannes?|anomalies?|dysfonctionnements?|depannages?|appel telephonique|signalement|ticket|installations?|intervenir|hotline|gti|gtr|options?|formules?|offres?|packs?|gammes?)\b"
)
_OTHER_WORK = re.compile(
    r"\b(?:audit|livrable|recette|plan|rapport|ecart|lacune|n'est pas un|non-conform|violation|donnees|proces-verbal|mise en demeure|question|faute)"
)
_GAP = 110  # letters between the act and its delay


def figures(clause: Clause) -> Iterator[Statement]:
    """The figures of a clause, on each subject; a clause that says nothing of one is read after the title above it."""
    if "¤" not in clause.said.text:
        return
    under = clause.under_title()
    for subject in SUBJECTS:
        said = _figure(subject, clause) or (under and _figure(subject, under))
        if said:
            yield said


def caps(clause: Clause) -> Iterator[Statement]:
    """A liability that is limited to what a year brings, without a number: once that."""
    said = clause.said.sentence
    found = _ONE_YEAR.search(said)
    subject = next(one for one in SUBJECTS if one.name == _CAP)
    if found and not _has(subject.before, found[0]) and not _has(subject.before, said[: found.start()]):
        whose = next((side for side, _ in parties_in(found[0])), "")
        once = Quantity("1 fois", 1, "fois", False, False, False, found.start("sum"), found.end())
        yield measured(clause, _CAP, once, "fois", whose, frozenset())


def _figure(subject: Subject, clause: Clause) -> Statement | None:
    text = clause.said.text
    if not any(word in text for word in subject.about) or _has(subject.whole, text):
        return None
    if subject.needed and not _has(subject.needed, f"{clause.above} : {text}"):
        return None
    if _has(subject.under, clause.above.rsplit(" / ", 1)[-1]):
        return None
    things = _found(subject.things, f"{clause.row[0]} {text}")
    if subject.thing and len(things) != 1:
        return None
    for found in (found for form in subject.forms for found in _form(form).finditer(text)):
        value, at = _quantity(clause, found), found.start("mark")
        near = text[found.end("mark") :][:_AFTER]
        if _has(subject.before, text[:at]) or _has(subject.after, near) or not _told(subject, value, clause):
            continue
        basis = found.groupdict().get("basis") or _basis(subject, text[:at], text[found.end("mark") :])
        kind = f"{'' if value.is_time else value.unit} {basis}".strip()
        of = (things or _row_of(subject, clause, found)) | _found(subject.apart, f"{clause.row[1]} {text}")
        if subject.headed:
            of |= frozenset(head_of(clause.words))
        if subject.complement:
            of |= frozenset(complements(text, subject.complement))
        value = value._replace(floor=value.floor and not subject.formal)
        return measured(clause, subject.name, value, kind, _whose(subject, clause, found), of)
    return None


_form = cache(compiled)


def _has(form: str, text: str) -> bool:
    return bool(form) and _form(form).search(text) is not None


def _found(form: str, text: str) -> frozenset[str]:
    return frozenset(found[found.lastindex or 0] for found in _form(form).finditer(text)) if form else frozenset()


def _row_of(subject: Subject, clause: Clause, found: re.Match[str]) -> frozenset[str]:
    """The row of a cell whose column alone says the subject: the row says what it is of."""
    label = clause.row[1]
    alone = label and found.string.startswith(f"{label}, ") and found.start() >= len(label)
    return frozenset(
        {f"{ROW}{label}"} if alone and not any(word in label for word in (*subject.about, *subject.labels)) else ()
    )


def _quantity(clause: Clause, found: re.Match[str]) -> Quantity:
    return clause.said.quantities[int(found["mark"][2:-1])]


def _told(subject: Subject, value: Quantity, clause: Clause) -> bool:
    """« À réception » is a delay of payment, unless another is told beside it; no contract lasts hours."""
    if subject.name == "durée du contrat" and value.unit in _HOURS:
        return False
    longer = any(other.is_time and other.value for other in clause.said.quantities)
    return bool(value.value) or (subject.name == "délai de paiement" and not longer)


def _basis(subject: Subject, before: str, after: str) -> str:
    """« par an », « annuel », « par sinistre », said after the amount, or just before it."""
    if subject.basis == "share":
        found = _SHARE.match(after)
        return next((name for name, said in found.groupdict().items() if said), "") if found else ""
    if subject.basis != "per":
        return ""
    found = _PER.match(after[:_AFTER]) or _PER_BEFORE.search(before[-_AFTER:])
    said = next((one for one in found.groups() if one), "") if found else ""
    if said in _YEARLY:
        return "" if subject.name == _CAP else "an"  # a cap told of no time is most often that of a year
    return {"mensuel": "mois"}.get(said, said)


def _whose(subject: Subject, clause: Clause, found: re.Match[str]) -> str:
    """Whose it is: the liability of the party named first, the faculty of the one that has it; or which one of several things."""
    text, at = found.string, found.start("mark")
    if subject.kinds:
        return " ".join(sorted(_found(subject.kinds, f"{clause.row[1]} {text}")))
    if subject.whose == "first":
        return next((side for side, _ in parties_in(text[found.start() : at])), "")
    if subject.whose != "faculty":
        return ""
    having = [
        side
        for side, found in parties_in(text[:at])
        if (_ACTS.match(text[found.end() :]) and not _TOLD_TO.search(text[: found.start()]))
        or found[0].startswith(("du ", "de "))
        or text[: found.start()].endswith("par ")
    ]
    return having[-1] if having else ""


def delays(clause: Clause) -> Iterator[Statement]:
    """How soon an incident is dealt with, by its severity and the option."""
    text = clause.said.text
    if "¤t" not in text or not _ABOUT.search(f"{clause.above} {text}"):
        return
    severities = _severities(clause)
    if len(severities) > 1:
        return
    if not severities and not clause.row[0] and (not _BROKEN.search(text) or _OTHER_WORK.search(text)):
        return
    of = frozenset(severities | {place[1] for place in _PLACES.finditer(text)} | set(_other_row(clause)))
    told: set[str] = set()
    for found in _SOON.finditer(text):
        before = text[max(0, found.start() - _GAP) : found.start("mark")]
        acts = list(_ACT.finditer(before))
        if (
            not acts
            or _NOT_DONE.search(before[: acts[-1].start()])
            or _NOT_SOON.search(before[acts[-1].start() :])
            or "¤" in before[acts[-1].end() :]
        ):
            continue
        act = _NAMES[int((acts[-1].lastgroup or "a0")[1:])]
        value = _quantity(clause, found)
        if act not in told and value.value:
            told.add(act)
            yield measured(clause, DELAYS, value, act, "", of)


def _severities(clause: Clause) -> set[str]:
    """The severities that a clause names: a row with its kind, in its first cell only; one that has a number, by it."""
    kind, label = clause.row
    text = label if kind and _SEVERITY.search(label) else f"{kind} {label}" if kind else f"{label} {clause.said.text}"
    paired = {word for word, _ in _pairs(text)}
    named = {found["number"] or found["word"] for found in _SEVERITY.finditer(text)}
    return {f"{SEVERITY}{name}" for name in named - paired}


def severity_numbers(clauses: Iterable[Clause]) -> Mapping[str, str]:
    """The number of each severity that the contract also calls by a word, where it is always the same."""
    found: dict[str, set[str]] = {}
    for clause in clauses:
        for word, number in _pairs(clause.words):
            found.setdefault(f"{SEVERITY}{word}", set()).add(f"{SEVERITY}{number}")
    return {word: next(iter(numbers)) for word, numbers in found.items() if len(numbers) == 1}


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for found in _PAIRED.finditer(text):
        yield found["word"] or found["word2"], found["number"] or found["number2"]


def _other_row(clause: Clause) -> Iterator[str]:
    """The first cell of a row that names neither what is done nor a severity: it is what the row is of."""
    label = clause.row[1]
    if label and not _ACT.search(label) and not _SEVERITY.search(label):
        yield f"{ROW}{label}"
