"""The names that a contract gives its parties (« ci-après dénommée "ALPHA" »), read as « le client » and « le prestataire ».

Texts in, texts out, folded; nothing is judged here. A name that no definition gives, or whose side is not told, stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from contractgen.lexical.evidence import folded
from contractgen.lexical.unnamed import acting, most_active

CLIENT, PROVIDER = "le client", "le prestataire"
_MOST = 400  # passages from the beginning in which parties are defined
_FEWEST = 2  # letters of a name
_MOST_NAMES, _MOST_UNSURE, _MOST_WORDS, _MOST_ACTS = 200, 6, 5, 20_000  # beyond, it is no contract
_DEFINES = re.compile(
    r"(?:ci[- ]?(?:apres|dessous|dessus)|designee?s?|denommee?s?|appelee?s?)(?: [a-z',-]+){0,5}? ?:? ?[«\"“(]"
    r"|\((?:ci[- ]?apres,? )?(?:denommee?s? |designee?s? |appelee?s? |par )?(?:la societe |l[ea] |l'|les )?[«\"“]",
)
_QUOTED = re.compile(r"[«\"“] ?([a-z0-9][^«»\"“”]{0,40}?) ?[»\"”]")
_UNQUOTED = re.compile(
    r"ci-après,? (?:dénommée?s?|désignée?s?|appelée?s?) (?:par )?(?:la société |l[ea]s? |l['’])?([A-ZÀ-Ý][\w&’'.-]*(?: [A-ZÀ-Ý][\w&’'.-]*){0,3})"
)
_ARTICLE = re.compile(r"^(?:entre |et |la societe |l'entreprise |le cabinet |l[ea]s? |l')")
_BEFORE = re.compile(
    r"((?:[A-ZÀ-Ý][\w&'’-]+ )?[A-ZÀ-Ý][\w&'’-]+) ?,? ?(?:\(?(?:ci-après|ci-dessous)\b|\((?=[«\"“]))"
)  # « ALPHA (ci-après le Client) », « ALPHA (« le Client ») »
_IS_CLIENT = re.compile(
    r"\b(?:clients?|cliente|donneurs? d'ordres?|abonnes?|adherents?|mandant|beneficiaire|acheteur|acquereur|souscripteur|maitre d'ouvrage"
    r"|annonceur|commanditaire|pouvoir adjudicateur|personne publique|responsable d[eu] traitement|employeur|entreprise utilisatrice|utilisateur)\b"
)
_IS_PROVIDER = re.compile(
    r"\b(?:prestataire|fournisseur|cabinet|sous-traitant|titulaire|hebergeur|editeur|infogerant|infogerance|expert-comptable|expertise comptable|avocate?"
    r"|mandataire|agence|consultante?|freelance|auto-?entrepreneu\w+|independante?|vendeur|integrateur|membre de l'ordre|entreprise individuelle)\b"
)
_KNOWN = re.compile(rf"(?:{_IS_CLIENT.pattern}|{_IS_PROVIDER.pattern})")
_OF_EITHER = (
    "cabinet",
    "etablissement",
    "agence",
    "titulaire",
    "beneficiaire",
    "utilisateur",
)  # of the side that is said
_CALLED_CLIENT = re.compile(r"\b(?:le|du|au|la societe|l'entreprise) client")
_ENDS_AS_CLIENT = re.compile(r"\bclient,? ?\(?$")
_OFTEN_CALLED = 2  # passages
_AS_ROLE = re.compile(rf"ci-apres,? (?:denommee?s?|designee?s?|appelee?s?) (?:par )?(?:l[ea]s? |l')?({_KNOWN.pattern})")
_THINGS = re.compile(
    r"\b(?:contrats?|conventions?|conditions?|cgv|cgu|cga|dpa|rgpd|services?|prestations?|parties?|annexes?|donnees|documents?|sites?|perimetre"
    r"|solution|logiciel|plateforme|accord|marche|mission|commande|devis|infrastructure|reglement|loi|infos?|informations?)\b"
)
_DOES = r"(?:s'engage|s'oblige|agit|peut|pourra|doit|devra|est tenue?|assure|fournit|realise|reste|demeure|declare|reconnait|conserve|informe|dispose|confie|propose|s'interdit|se reserve|met |utilise|remet|regle|garantit|souscrit|signale|notifie|alerte|transmet|restitue|execute|tient|veille|traite|procede|intervient|prend|effectue|etablit|communique|adresse|livre|heberge)"
_DONE = re.compile(rf" {_DOES}")
_GIVES = re.compile(
    r"^ (?:s'engage a (?:fournir|realiser|executer|assurer|assister|mettre)|fournit|propose|realise|execute|heberge|vend|exploite|edite|assiste|met (?:a (?:la )?disposition|en oeuvre|en place|tout en)"
    r"|utilise ses|organise librement|emet(?:tra)? (?:la|sa|ses|les|une) facture|est (?:une societe|un cabinet|specialis)|est titulaire d'une assurance|a souscrit (?:aupres|une assurance))"
)
_TAKES = re.compile(
    r"^ (?:confie|souhaite (?:confier|externaliser)|a (?:souhaite|decide|confie)|s'engage a (?:regler|payer|collaborer|transmettre)|regle|paie|paye|passe commande|commande|souscrit|s'acquitte|recherche)"
)


def named(texts: Sequence[str], folds: Sequence[str]) -> tuple[str, ...]:
    """The folded texts with each name of a party read as that of its side. `texts`: as written, capitals told apart."""
    sides = _sides(texts[:_MOST], folds)
    if not sides:
        return tuple(folds)
    names = "|".join(re.escape(name) for name in sorted(sides, key=len, reverse=True))
    called = re.compile(
        rf"(?<![a-z0-9«\"“])(?P<of>d[eu] |d'|au? )?(?P<art>la societe |l'entreprise |le cabinet |l[ea] |l'|les )?(?P<name>{names})(?![a-z0-9»\"”])"
    )
    whole = f" {' '.join(folds)}"
    roles = {name for name in sides if any(f" {article}{name}" in whole for article in ("le ", "la ", "l'"))}

    def as_side(found: re.Match[str]) -> str:
        of = found["of"] or ""
        if found["name"] in roles and not (found["art"] or of in ("du ", "au ")):
            return found[0]  # « un autre cabinet » is of nobody here
        contracted = "du " if of.startswith("d") else "au " if of else ""
        side = sides[found["name"]]
        return f"{contracted}{side.removeprefix('le ')}" if contracted else side

    return tuple(called.sub(as_side, fold) if any(name in fold for name in sides) else fold for fold in folds)


def _sides(texts: Sequence[str], folds: Sequence[str]) -> Mapping[str, str]:
    """Which side each defined name is of, where the definition, or what the name does in the contract, tells it."""
    found: dict[str, str] = {}
    told: set[str] = set()
    unsure: list[str] = []
    does = _doing(folds)
    for name, said, sure in islice(_defined(texts), _MOST_NAMES):
        if _KNOWN.search(name):
            told.add(said)
            if name in _OF_EITHER and said not in ("", _side(name)):
                found[name] = said
        elif name not in found and name not in unsure and not _THINGS.match(name) and (sure or name in does):
            side = said or (_by_its_acts(name, folds) if len(unsure) < _MOST_UNSURE else "")
            if side:
                found[name] = side
                told.add(side)
            else:
                unsure.append(name)
    told.discard("")
    left = CLIENT if PROVIDER in told else PROVIDER
    if len(unsure) == 1 and len(told) == 1 and unsure[0] not in found and left not in map(_side, acting(texts)):
        found[unsure[0]] = left  # two parties: the side that is left
    return found or _left(texts, folds)


def _left(texts: Sequence[str], folds: Sequence[str]) -> Mapping[str, str]:
    """The name that acts where one party is called by its role and the other never is: it is of the side that is left."""
    acts = acting(texts)
    sides = {name: _side(name) for name in acts}
    name = most_active(Counter({one: times for one, times in acts.items() if not sides[one]}))
    clients = sum(_CALLED_CLIENT.search(fold) is not None for fold in folds)
    provided = any(side == PROVIDER for side in sides.values())
    if not name or provided is (clients >= _OFTEN_CALLED):
        return {}
    return {name: CLIENT if provided else PROVIDER}


def _defined(texts: Sequence[str]) -> Iterator[tuple[str, str, bool]]:
    """The names that definitions give, each with the side that the same definition tells, and whether it is that side's other
    name (« ORION » ou « le Prestataire »)."""
    for text in texts:
        fold = folded(text)
        for begins in _DEFINES.finditer(fold):
            stretch = fold[begins.start() : begins.end() + 90].split(")")[0].split(" et ")[0]
            before = fold[max(0, begins.start() - 60) : begins.start()].rsplit(" et ")[-1]
            names = [one[1].strip(" .,") for one in _QUOTED.finditer(stretch)]
            yield from _told(names, stretch, before)
        for one in _BEFORE.finditer(text):
            yield from _told(
                [folded(one[1])], folded(text[one.end() : one.end() + 60]).split(")")[0].split(" et ")[0], ""
            )
        yield from ((one[1], _side(one[1]), False) for one in _AS_ROLE.finditer(fold))
        for one in _UNQUOTED.finditer(text):
            yield from _told([folded(one[1]).strip(" .,")], "", folded(text[max(0, one.start() - 60) : one.start()]))


def _told(names: Sequence[str], stretch: str, before: str) -> Iterator[tuple[str, str, bool]]:
    side = _side(stretch) or _side(before)
    sure = any(_KNOWN.search(name) for name in names)
    if _ENDS_AS_CLIENT.search(before) and any(map(_IS_CLIENT.search, names)):
        side = CLIENT  # « le client (ci-après le « Cabinet » ou le « Client ») »
    return ((_ARTICLE.sub("", name), side, sure) for name in names if len(name) >= _FEWEST)


def _side(about: str) -> str:
    client, provider = bool(_IS_CLIENT.search(about)), bool(_IS_PROVIDER.search(about))
    return "" if client is provider else CLIENT if client else PROVIDER


def _doing(folds: Sequence[str]) -> set[str]:
    """What does what a party does: the other names are of things that a contract defines."""
    found: set[str] = set()
    for fold in folds:
        for done in _DONE.finditer(fold):
            before = re.split("[ ']", fold[max(0, done.start() - 60) : done.start()])[-_MOST_WORDS:]
            found.update(" ".join(before[-words:]) for words in range(1, len(before) + 1))
            if len(found) > _MOST_ACTS:
                return found
    return found


def _by_its_acts(name: str, folds: Sequence[str]) -> str:
    said = re.compile(rf"(?<![a-z0-9]){re.escape(name)}(?= )")
    after = (fold[found.end() : found.end() + 60] for fold in folds if name in fold for found in said.finditer(fold))
    acts = list(islice(after, _MOST_ACTS))
    gives, takes = (sum(bool(kind.search(one)) for one in acts) for kind in (_GIVES, _TAKES))
    return "" if gives == takes else PROVIDER if gives > takes else CLIENT
