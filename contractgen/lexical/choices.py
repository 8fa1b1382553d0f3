"""What a contract grants or refuses: exclusivity, subcontracting, where the data are, whose the deliverables are.

Clauses in, statements out; nothing is compared here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from contractgen.lexical.clauses import Clause
from contractgen.lexical.scopes import complements
from contractgen.lexical.statements import CLIENT, PARTY, PROVIDER, Statement, chosen

_EXCLUSIVE = re.compile(
    r"\b(?:confie|accorde|reserve|consent|attribue|conced)\w*[^.;]{0,70}(?:a titre exclusif|l'exclusivite|en exclusivite|une exclusivite|a titre d'exclusivite|exclusivement au)"
    r"|\bs'interdit d(?:e |')(?:(?:confier|faire executer) [^.;]{0,40}(?:prestations?|missions?|services|travaux|tout ou partie)|faire appel|recourir|s'adresser)[^.;]{0,70}(?:tiers|tierce|autres? (?:prestataire|fournisseur|cabinet|entreprise|societe)|concurrent)"
    r"|\b(?:beneficie|dispose)\w*[^.;]{0,25}(?:d'une|de l') ?exclusivite|\bexclusivite : (?:oui|totale|exclusi|accordee|consentie)|\b(?:prestataire|fournisseur|cabinet) (?:est |sera )?(?:le |l')?(?:seul|unique|exclusif)(?: prestataire| fournisseur)? (?:du client|charge)"
)
_NOT_EXCLUSIVE = re.compile(
    r"\b(?:aucune?|sans|pas d'|pas de|nulle|n'emporte (?:pas|aucune)|ni) (?:[a-z]+ )?exclusivite|\bnon[- ]exclusi\w+|\bn'[^.;]{0,40}\bd'exclusivite|\bexclusivite : (?:non|aucune|sans|neant)"
    r"|\b(?:reste|demeure|est|conserve)\w* (?:entierement |totalement |la |sa )?(?:libre|liberte|faculte) (?:de|d')(?: |)(?:confier|recourir|faire appel|s'adresser|faire executer)[^.;]{0,70}(?:tiers|autres?|concurrent)"
)
_OTHER_EXCLUSIVE = re.compile(
    r"\b(?:licence|cession|cede|concede|droits?|tribuna|competence|droit d'usage|propriete|proprietaire|territoire|donnees|marque|utilisation|salarie|personnel)\b|\bdroit (?:personnel|non)"
)
_TRADE = re.compile(
    r"\b(paie|comptab|social|juridi|infogerance|maintenance|hebergement|secretariat|telephon|recrutement|formation|archiv|transport|nettoyage|support|developpement)"
)
_OF_PROVIDER = re.compile(
    rf"\bl(?:e |a |')(?:{PROVIDER}) (?:s'interdit|peut (?:exercer|travailler|intervenir|fournir)|(?:reste|demeure|est) libre|(?:n'est|est) (?:[a-z]+ ){{0,2}}(?:tenu|soumis|lie))"
)
_SUBCONTRACTS = re.compile(r"\bsous-trait")
_OF_DATA = re.compile(
    r"\b(?:ulterieur|donnees|traitements?|autre sous-traitant|article 28|rgpd|responsable d[eu] traitement)"
)
_WHOLE = r"(?:tout ou partie|les prestations|l'execution|l'ensemble|ses obligations|le contrat|la mission|le marche|les services|librement)"
_CONSENTED = re.compile(r"\b(?:accord|autorisation|agrement|consentement|acceptation)\b")
_WITH_CONSENT = re.compile(
    rf"\b(?:toute sous-traitance|la sous-traitance|le recours a (?:la sous-traitance|des sous-traitants|un sous-traitant)|aucune sous-traitance|sous-traiter {_WHOLE}|sous-traite[^.;]{{0,30}}{_WHOLE})\b|\bne (?:peut|pourra|sous-traite)[^.;]{{0,60}}(?:sous-trait|sans|qu'a)"
)
_WITHOUT_CONSENT = re.compile(
    r"\bsans (?:(?:avoir )?(?:besoin|necessite|a obtenir|obtenir|solliciter|demander|recueillir) )?(?:de |d')?(?:l'|un |une |son |cet |aucune? |tout |toute )?(?:[a-z]+ )?(?:accord|autorisation|agrement|consentement)"
)
_FREELY = re.compile(
    rf"\b(?:peut|pourra|peuvent|est autorisee? a|a la faculte de|est libre de|se reserve (?:le droit|la faculte|la possibilite) de) (?:[a-z]+ )?(?:sous-traiter (?:librement |a tout tiers )?{_WHOLE}|(?:recourir|faire appel) (?:librement )?(?:a des |aux |a tout |a un )sous-traitants?[^.;]{{0,20}} (?:de son choix|librement|pour {_WHOLE}))"
    rf"|\b(?:peut|pourra|(?:reste|demeure|est) libre d)[^.;]{{0,40}}(?:confier|recourir|faire appel)[^.;]{{0,30}}sous-traitants?[^.;]{{0,40}}(?:de son choix|librement|tout ou partie)"
    rf"|\blibrement (?:sous-traiter|recourir a des sous-traitants|faire appel a des sous-traitants)|\bsous-traitance (?:: |est )(?:libre|autorisee sans)"
)
_FORBIDDEN = re.compile(
    r"\bs'interdit (?:de (?:sous-traiter|recourir a)|toute sous-traitance|la sous-traitance)|\b(?:toute |la )?sous-traitance (?:est |: |demeure )(?:strictement |formellement |totalement )?(?:interdite|exclue|prohibee)|\baucune sous-traitance n'est (?:autorisee|admise|permise|acceptee)|\bne (?:peut|pourra|sous-traite) (?:en aucun cas |pas |aucune )*(?:sous-traiter|recourir a (?:la sous-traitance|des sous-traitants)|sous-traitance)"
)
_PLACES = {
    "france": ("France", "ue"), "territoire francais": ("France", "ue"), "territoire national": ("France", "ue"), "paris": ("France", "ue"), "roubaix": ("France", "ue"), "strasbourg": ("France", "ue"), "lyon": ("France", "ue"), "marseille": ("France", "ue"),
    "gravelines": ("France", "ue"), "allemagne": ("Allemagne", "ue"), "francfort": ("Allemagne", "ue"), "irlande": ("Irlande", "ue"), "dublin": ("Irlande", "ue"), "belgique": ("Belgique", "ue"),
    "luxembourg": ("Luxembourg", "ue"), "pays-bas": ("Pays-Bas", "ue"), "amsterdam": ("Pays-Bas", "ue"), "espagne": ("Espagne", "ue"), "italie": ("Italie", "ue"), "pologne": ("Pologne", "ue"), "portugal": ("Portugal", "ue"),
    "suisse": ("Suisse", ""), "etats-unis": ("États-Unis", ""), "usa": ("États-Unis", ""), "royaume-uni": ("Royaume-Uni", ""), "londres": ("Royaume-Uni", ""), "canada": ("Canada", ""), "montreal": ("Canada", ""),
    "maroc": ("Maroc", ""), "tunisie": ("Tunisie", ""), "inde": ("Inde", ""), "madagascar": ("Madagascar", ""), "senegal": ("Sénégal", ""), "ile maurice": ("Maurice", ""), "singapour": ("Singapour", ""),
}  # fmt: skip
_UNION = r"union europeenne|espace economique europeen|\bue\b|\beee\b|\beurope\b"
_UNITED = {"Union européenne"} | {name for name, union in _PLACES.values() if union}
_WHERE = re.compile(rf"(?P<place>\b(?:{'|'.join(_PLACES)})\b)|(?P<union>{_UNION})")
_HELD = re.compile(
    r"\bdonnees?\b[^.;]{0,80}?(?:heberge|stocke|localise|conserve|demeur|rest|quitte|situe)|\b(?:heberge|stocke|localise|conserve)\w*[^.;]{0,40}\bdonnees\b|\b(?:lieu|localisation|pays|site) (?:d'|de l'|de |d')?(?:hebergement|stockage|des donnees|des serveurs)|\bhebergement(?: des donnees)? :|\b(?:centres? de donnees|data ?centers?|serveurs)\b"
)
_NOT_HELD = re.compile(
    r"\b(?:siege|support|assistance|societe|droit|loi\b|transfer|transfert|hors d|en dehors|tribun|litige|cnil|sous-traitant|si |s'il|autorisation|accord|journaux|sauvegarde|copie|secours|acce[sd]|reglement|reglementation|conformite|conformement|adresse|immatricul|rue |avenue|representant|directive|decision|collaborateurs?|equipe)"
)
_NEVER_OUT = re.compile(r"\b(?:aucune?|ne |n')[^.;]{0,80}(?:hors d|en dehors d)")
_DELIVERED = r"(?:livrables?|developpements? specifiques?|resultats|travaux (?:realises|produits)|creations?|documents? (?:produits|remis|realises)|developpements? (?:realises|effectues))"
_ON_DELIVERED = re.compile(rf"\b{_DELIVERED}")
_NOT_DELIVERED = re.compile(
    r"\b(?:outils?|methodes?|preexist|anterieur|savoir-faire|standard|tiers|materiel|generiques?|jusqu'a|jusqu'au|avant (?:le |tout |leur |complet )*(?:paiement|reglement)|tant que|dans l'attente|reserve de propriete|risques?|librair|bibliothe|composants?|sous reserve|a condition|a defaut)\b"
)
_OWNS = re.compile(
    rf"\b{PARTY} (?:[a-z]+ )?(?:devient|acquiert|est|sera|reste|restera|demeure|demeurera|deviendra)[^.;]{{0,30}} (?:plein |pleine |seul |l'unique )?propri"
)
_BELONGS = re.compile(rf"\b(?:propriete|appartien\w+|reviennent|acquis\w*)[^.;]{{0,25}}? {PARTY}")
_CEDES = re.compile(
    r"\b(?:prestataire|fournisseur|cabinet|titulaire|editeur|consultant) (?:cede|transfere|transmet)\b[^.;]{0,120}\b(?:droits?|propriete)\b|\b(?:sont|est) (?:cedee?s?|transferee?s?) au client\b|\bcession\b[^.;]{0,80}\bau profit du client\b"
)
_KEEPS = re.compile(
    r"\b(?:prestataire|fournisseur|cabinet|titulaire|editeur|consultant) (?:conserve|garde|se reserve|reste titulaire|demeure titulaire|reste seul titulaire)\b[^.;]{0,80}\b(?:droits?|propriete)\b|\bn'(?:emporte|entraine|opere)[^.;]{0,30}\b(?:cession|transfert)\b"
)


def exclusivities(clause: Clause) -> Iterator[Statement]:
    """Whether the client keeps to one provider."""
    text = clause.said.text
    if _OTHER_EXCLUSIVE.search(text) or _OF_PROVIDER.search(text):
        return
    found = _NOT_EXCLUSIVE.search(text)
    told = "sans exclusivité" if found else "exclusivité"
    if found := found or _EXCLUSIVE.search(text):
        of = " ".join(dict.fromkeys(one[1] for one in _TRADE.finditer(text)))
        yield chosen(clause, "exclusivité", told, found[0], whose=of)


def subcontractings(clause: Clause) -> Iterator[Statement]:
    """Whether the provider may subcontract freely, with consent, or not; processors of data have their own rules."""
    text = clause.said.text
    if not _SUBCONTRACTS.search(text) or _OF_DATA.search(f"{clause.above} {text}"):
        return
    if re.search(rf"\bl[ea'] ?(?:{CLIENT}) (?:peut|pourra|reste libre|est libre)", text):
        return
    freely = _FREELY.search(text)
    consented = _CONSENTED.search(text) and not _WITHOUT_CONSENT.search(text)
    denied = re.search(r"\bne (?:peut|pourra|sous-traite)|\baucune sous-traitance|\bs'interdit", text)
    if _CONSENTED.search(text) and (consented or denied) and (found := _WITH_CONSENT.search(text) or denied):
        yield chosen(clause, "sous-traitance", "avec l'accord du client", found[0])
    elif freely and not consented:
        yield chosen(clause, "sous-traitance", "libre", freely[0])
    elif (found := _FORBIDDEN.search(text)) and "sans" not in text and "sauf" not in text:
        yield chosen(clause, "sous-traitance", "interdite", found[0])


def holdings(clause: Clause) -> Iterator[Statement]:
    """Where the data are kept: what is said to be in France is also in the Union."""
    text = clause.said.text
    if not _HELD.search(text) or _NOT_HELD.search(_NEVER_OUT.sub("", text)):
        return
    of = frozenset(complements(text, r"\bdonnees"))
    told: dict[str, str] = {}
    allowed: set[str] = set()
    for found in _WHERE.finditer(text):
        name = _PLACES[found["place"]][0] if found["place"] else "Union européenne"
        told[name] = found[0]
        allowed |= {name} if found["place"] else _UNITED
    if told:
        yield chosen(
            clause, "lieu des données", " ou ".join(told), next(iter(told.values())), allows=frozenset(allowed), of=of
        )


def ownerships(clause: Clause) -> Iterator[Statement]:
    """Whose the deliverables are."""
    text = clause.said.text
    if not _ON_DELIVERED.search(text) or _NOT_DELIVERED.search(text):
        return
    found = _OWNS.search(text) or _BELONGS.search(text)
    if found:
        owner = "client" if found["client"] else "prestataire"
    elif found := _KEEPS.search(text):
        owner = "prestataire"
    elif found := _CEDES.search(text):
        owner = "client"
    if found:
        yield chosen(clause, "propriété des livrables", f"au {owner}", found[0])
