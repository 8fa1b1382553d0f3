"""The documents that a contract names beside itself, and the forms in which its sentences leave a matter to one: for folded text.
Which of them the file holds is said by `annexes`; the law, a norm or a web page is none of them: nobody has to look for it."""

from __future__ import annotations

import re
from typing import NamedTuple

_OF = r"(?:de la |de l'|des |du |de |d'|sur la |sur le |sur les |relatif\w* (?:a la |a l'|aux? ))"
_TITLE = r"[^ .;,:|()»\"]*(?: [^ .;,:|()»\"]+){0,5}"
_HEADS = (  # what a document is called, with what else it is called
    ("conditions particulieres", "cpv?"),
    ("conditions generales", "cg[vsu]"),
    ("documents? particuliers?",),
    ("cahier des clauses administratives particulieres", "ccap"),
    ("cahier des clauses techniques particulieres", "cctp"),
    ("cahier des clauses administratives generales", "ccag(?:[- ]?[a-z]{2,4}\\b)?"),
    ("cahier des charges", "cdc"),
    ("bons? de commande",),
    ("bordereau (?:des |de )?prix", "bpu"),
    ("devis",),
    ("propositions? (?:commerciale|technique|financiere|de services?|du prestataire)",),
    ("offre (?:commerciale|technique|financiere|de services?|du (?:prestataire|titulaire|fournisseur|cabinet))",),
    ("lettre de mission",),
    ("contrat[- ](?:cadre|principal)",),
    (
        r"(?:convention|accord|contrat|annexe) (?:de|sur les|relatif aux) (?:niveaux? de )?(?:qualite de )?services?\b(?! conclu avec)",
        r"(?<!les )(?<!des )(?<!aux )slas?",
        "service level agreement",
    ),
    (
        rf"(?:accord|contrat|convention) {_OF}(?:sous-traitance|traitement|protection) {_OF}?(?:[a-z]+ )?(?:donnees|rgpd)",
        "accord de sous-traitance",
        "dpa",
        "data processing agreement",
    ),
    ("plan d'assurance qualite", "paq"),
    ("plan d'assurance securite",),
    (rf"politique (?:generale )?(?:tarifaire|{_OF})", "p?g?ssi", "pssi"),
    (
        rf"plan (?:{_OF}|type {_OF})(?:transition|reversibilite|sortie|reprise|continuite|migration|securite)",
        "pca",
        "pra",
    ),
    (rf"charte (?:informatique|{_OF})",),
    ("protocole",),
    (rf"catalogue {_OF}",),
    (rf"grille (?:tarifaire|{_OF})",),
    ("documentation (?:technique|contractuelle|du service)",),
    ("convention de preuve",),
)
_NAMES = tuple("|".join(forms) for forms in _HEADS)
_NAMED = "|".join(_NAMES)
_APART = frozenset(one for one in _NAMES if re.match(r"bons|devis|prop|offre|lettre|cahier des charges|contrat", one))
NUMBER = r"(?:[0-9]+|(?!a (?:l'|(?:pour|ete|vocation|la|ce|cet|cette|sa|son|leur|un|une)\b))[a-z](?!['a-z])|[ivx]+)\b"  # « annexe à la présente » has none
_OF_A_LAW = r"(?! (?:au|a la|a l'|du|de la|de l'|des) ?(?:code|cgi|reglement|decret|directive|ordonnance|loi|arrete|clauses contractuelles types|ccag))"
_ANNEX = (
    rf"annexe (?:n[o°] ?)?{NUMBER}{_OF_A_LAW}"
    r"|annexe (?:intitulee? |dite |relative (?:a la |aux? |a l')|[«\"] ?|sur (?:la |les |le |l')|de (?:la )?|d'|des |du )?"
    r"(?!joint|ci-|presente?\b|contrat|conventi|accord\b|suivante|prevu|vise|dedi|dont\b|qui\b|sont\b|est\b|sign|avec\b|pour\b|cette|marche\b|document|devis|bon\b|offre|correspond|mention|indiqu|et\b|ou\b|au[xs]?\b|a\b|la\b|le\b|les\b)[a-z]{3,}"
)
_ENDS = r"(?:(?<=[ '])|(?![a-z]{3}))"
_DOCUMENT = rf"(?<!presents )(?<!presentes )(?<!present )(?<!presente )(?<!cette )(?<![a-z0-9-])(?P<name>(?:{_ANNEX}|{_NAMED}){_ENDS}{_TITLE})"
_ART = r"(?:les? |la |l'|[«\"] ?|un |une |son |sa |ses |nos |notre |leurs? |chaque |cette? )?"
_SAID = r"(?:figur|defini|decri|fix|precis|prevu|detaill|list|indiqu|mentionn|stipul|annex|joint|renseign|conven|determin|repri|enonc|enumer|encadr|regi[es]?|specifi[a-z]*|arret|expos|inscri|trait|conclu)(?:e|es|s|ee|ees|ent|te|tes|t|ts|ue?s?|ption|ie?s?|r[ae]?|ront)?\b"
_INTO = r"(?:dans|en|a|aux?|par|selon|de|du|des)"
_LINK = (
    r"(?:selon|suivant|conform\w+ (?:a|aux?)|voir|cf\.?|se report\w+ (?:a|aux?)|se refer\w+ (?:a|aux?)|reporteront (?:a|aux?)|renvo\w+ (?:a|aux?)|dans le cadre (?:de|du|d'une?)|aux termes (?:de|du|des)"
    r"|en application (?:de|du|des)|rel[ev]+e\w* (?:de|du|des|d'une?)|dans les conditions (?:de|du|des)|respect\w*|l'objet d'une? (?=annexe|accord|convention|sla|dpa|protocole|charte|plan|documents?))"
)
_INSIDE = re.compile(rf"\b{_SAID}(?:,? [^ .;,:]+){{0,5}}? {_INTO} {_ART}{_DOCUMENT}")  # « définis dans le devis »
_LINKED = re.compile(rf"\b{_LINK}(?: [^ .;,:]+){{0,3}}? ?{_ART}{_DOCUMENT}")  # « selon le devis »
_AS_IN = re.compile(
    rf"\b(?:selon|conformement|dans les conditions|aux conditions|les modalites) [^.;:]{{0,40}}? {_INTO} {_ART}{_DOCUMENT}"
)
_SAYS = re.compile(  # « le devis, qui fixe… »
    rf"{_DOCUMENT},? (?:[^.;:]{{0,40}} )?(?:qui |lequel |laquelle |lesquels )?(?:defini(?:t|ssent)|precisent?|fixent?|decri(?:t|vent)|detaillent?|prevoi(?:t|ent)|listent?|indiquent?|determinent?|stipulent?|enumerent?|regi(?:t|ssent))\b"
)
_MENTIONED = re.compile(rf"(?<!presente )(?<!cette )(?<![a-z])(?P<name>annexe (?:n[o°] ?)?{NUMBER}{_OF_A_LAW})")
_FORMS = (_INSIDE, _LINKED, _AS_IN, _SAYS, _MENTIONED)
_BARE = re.compile(  # « est joint en annexe », « ci-annexé », « le document annexé à… »: an annex, whichever
    r"\b(?:en annexe\b(?! (?:n[o°] ?)?[0-9a-z]\b)|ci-(?:annexe|joint)e?s?\b|(?:document|tableau|plan)s? (?:annexe|joint)e?s?\b|(?:sont|est) (?:annexe|joint)e?s? (?:au contrat|aux? presente?s?|a la presente))"
)
_LISTED = re.compile(
    rf"(?<![a-z])annexes? (?:n[o°] ?)?(?P<number>{NUMBER}) ?[:–—|(-]* ?(?P<name>[^.;:|\n]{{3,80}}?)(?=$|[.;|)]|,? (?:- )?(?:de l'|et l')?annexe)"
)
_ENUMERATED = re.compile(  # « Pièces du contrat : charte, plan d'assurance sécurité, … »
    r"\b(?:documents? contractuels?|pieces? (?:contractuelles?|jointes?|constitutives|du (?:contrat|marche))|(?:sont|est) annexee?s? (?:au|aux|a la)|annexes|se compose|(?:est|sont) constitue\w*)\b[^.:]{0,60}: ?(?P<items>.+)"
)
_ONE = re.compile(rf"(?<![a-z0-9-])(?P<name>(?:{_NAMED}){_ENDS}{_TITLE})")
_ANY = re.compile(rf"(?<![a-z])(?:annexe|{_NAMED})|ci-joint|\b(?:document|tableau|plan)s? joint")
_IS = re.compile(  # « sont définis dans », « doit être indiqué dans », « s'appliquent selon les modalités prévues dans »
    r"\b(?:sont|est|seront|sera|etre) (?:[a-z]+ment |celles? |celui |ceux )?$"
    r"|\b(?:s'appli\w+|sont|est|seront|sera)(?: [^ .;,]+){0,2} (?:selon|dans|suivant|conformement aux?)(?: les| des)? (?:modalites|conditions|regles|dispositions|baremes?) $"
)
_FIGURES = re.compile(r"figure(?:nt|ra|ront)?\b")
_CLOSED = re.compile(r"; |• ")
_MOST = 150  # letters on each side of what leads away
_OPENING = 25  # letters; what opens a sentence leads to what follows
_ARTICLE = re.compile(r"(?:article )?\d")


class Lead(NamedTuple):
    """What leads away in a sentence: the name of the document, « » for an annex without one; the words beside that say what
    is left to it; and whether the matter itself is there, not only how it is done."""

    name: str
    beside: str
    whole: bool


def leads(sentence: str) -> list[Lead]:
    """What a sentence leaves to a document, each once."""
    if not _ANY.search(sentence):
        return []
    named = [_lead(sentence, form, one) for form in _FORMS for one in form.finditer(sentence)]
    bare = [Lead("", sentence, True)] if _BARE.search(sentence) else []
    return list(dict.fromkeys(named)) + bare


def _lead(sentence: str, form: re.Pattern[str], found: re.Match[str]) -> Lead:
    before, after = _CLOSED.split(sentence[: found.start()])[-1][-_MOST:], sentence[found.end("name") :]
    told = sentence[found.start() : found.start("name")]
    follows = after if form is _SAYS else after[:_MOST] if len(before) < _OPENING else ""
    whole = form is _SAYS or (form is _INSIDE and bool(_FIGURES.match(told) or _IS.search(before)))
    return Lead(found["name"], f"{before}{told}{follows}", whole)


def listed(fold: str) -> list[tuple[str, str]]:
    """The annexes that a passage lists, each with its number and title, and the documents of the contract that it
    enumerates, without number."""
    annexes = [(one["number"], one["name"]) for one in _LISTED.finditer(fold)]
    items = _ENUMERATED.search(fold)
    return annexes + ([("", one["name"]) for one in _ONE.finditer(items["items"])] if items else [])


def is_title_of(name: str, title: str) -> bool:
    """Whether a title of a file, or its first lines, is that of the document that is called so; an article on the order
    form is none."""
    form = next((one for one in _NAMES if re.match(one, name)), None)
    if form is None or not re.search(rf"(?<![a-z0-9])(?:{form})(?![a-z]{{3}})", title):
        return False
    return form not in _APART or not _ARTICLE.match(title)
