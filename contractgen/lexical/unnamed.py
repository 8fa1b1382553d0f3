"""The party that a contract never defines (« INFOREZO s'engage… », « le Développeur livre… »), told by what it does beside the
other, which the contract calls by its role. Texts in, names out; a name that may be of a third party is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from contractgen.lexical.evidence import folded

_FEWEST_ACTS = 3  # what acts less may be a host or a carrier
_TIMES = 2  # more than the next: else two act, and neither is told
_MOST_ACTS = 20_000  # beyond, it is no contract
_ACTS = (
    r"(?:ne |n['’]|se |s['’]|n['’]en |en |y )?(?:seule? )?(?:engage|oblige|agit|peut|peux|pourra|doit|devra|est|sera|a|aura|assure|fournit|réalise|reste|demeure|déclare|reconnaît|conserve|informe|dispose"
    r"|confie|propose|interdit|réserve|met|utilise|remet|règle|garantit|souscrit|veille|tient|traite|procède|intervient|établi\w*|procédera|assurera|exécute|facture|emploie|efforce\w*|maintient|assiste|livre|héberge|signale|notifie|alerte|transmet|restitue|effectue|adresse)\b"
)
_ROLE = r"(?P<role>(?:\bL[ea] |\b[Ll]['’]|\bl[ea] )(?P<noun>[A-ZÀ-Ý][a-zà-ÿ]+(?:[ -][A-ZÀ-Ý][a-zà-ÿ]+)?))"
_PROPER = r"(?P<proper>\b[A-ZÀ-Ý][\w&-]+(?: [A-ZÀ-Ý][\w&-]+){0,2})"
_ACTING = re.compile(rf"(?:{_ROLE}|{_PROPER}) {_ACTS}")
_INSIDE = r"[a-zà-ÿ,] (?:[dDlL]['’])?"  # within a sentence, where a capital says a name
_NO_PARTY = re.compile(
    r"^(?:il|elle|ils|elles|on|ce|ceci|cela|qui|chaque|chacun\w*|tout\w*|aucun\w*|nous|vous|lorsque|si|en|cette|cet|ces|l[ae]s?|un\w*|celui-ci|celle-ci|ceux-ci|son|sa|ses|leur|france|union|cnil|rgpd|tva|sla|dpa|eee|commission|etat|loi"
    r"|utilisateurs?|infogerance|hebergement|tribunal|juge|code|reglement|livrables?|produits?|prix|duree|factures?|responsabilite|prestations?|parties?|partie|contrats?|conventions?|conditions?|services?|annexes?|donnees|documents?|sites?|solution|logiciel|plateforme|accord|marche|mission|commande|devis)\b"
)


def acting(texts: Sequence[str]) -> Counter[str]:
    """How often each name with a capital does what a party does: folded, a role without its article. A name that stands
    alone counts only where it is also written within a sentence."""
    acts: Counter[str] = Counter()
    proper: Counter[str] = Counter()
    for text in texts:
        for found in _ACTING.finditer(text):
            (acts if found["noun"] else proper)[found["noun"] or found["proper"]] += 1
        if acts.total() + proper.total() > _MOST_ACTS:
            break
    whole = "\n".join(texts) if proper else ""
    for name, times in proper.items():
        if re.search(rf"{_INSIDE}{re.escape(name)}\b", whole):
            acts[name] += times
    told: Counter[str] = Counter()
    for name, times in acts.items():
        if not _NO_PARTY.match(folded(name)):
            told[folded(name)] += times
    return told


def most_active(acts: Counter[str]) -> str:
    """The name that acts for one of the parties: often, and much more than any other; else « »."""
    (name, times), (_, next_times) = (*acts.most_common(2), ("", 0), ("", 0))[:2]
    return name if times >= max(_FEWEST_ACTS, _TIMES * next_times) else ""
