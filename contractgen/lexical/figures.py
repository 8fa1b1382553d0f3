"""The subjects that a contract says by a figure: a delay, a duration, a cap, a rate, a price, with the forms that say them.

In the forms, « T » stands for a time, « E » for an amount, « P » for a percentage, « Q » for any of them, « F » for so many times; « <40> » for at most
forty letters of one sentence. Data, and nothing else: `measures` reads them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_CONTRACT = r"(?:present |presente )?(?:contrat(?: [a-z]+ [a-z]+)?|convention|marche|abonnement|accord|mission|lettre de mission|engagement)"
_END = r"(?:fin|terme|expiration|cessation|issue|resiliation|rupture|reversibilite|echeance|cesse)"
_ENDING = r"(?:resili|denonc|mettre (?:un terme|fin)|mise? fin|interromp|met(?:tent|tre|)? (?:un terme|fin)|prend(?:re)? fin|romp|rupture|quitt|cesser|fin de (?:la )?(?:mission|contrat)|convenance)"
_SAYS_SO = r"(?:notifi|inform|signal|avis|avert|alert|previ|communiq|declar|port\w+ a la connaissance)"
_MARKS = {"T": "t", "E": "e", "P": "p", "Q": "ept", "F": "f"}
_FOREIGN = r"(?:licence|avenant|salarie|collaborateur|materiel|location|loue|option|module|poste|commande|police|bail|loyer|certificat|agrement|domaine|badge|formation|stage|promotion|remise|comite|mot de passe|indice|prix|collectiv)"
_NOT_OR = r"(?:(?<!\bou )|(?<=¤ ou ))"  # « restitue ou supprime sous 30 jours » is said of both, « sous 8 jours ou supprime » of one
_OR_DESTROYED = r"\w* ou (?:la |de |les )?(?:detrui|destru|efface|supp)"
_WITHIN = r"(?:sous|dans|d'ici|en|au plus tard|est de|de|maximum de|maximal de|:)"


class Subject(NamedTuple):
    """`about`: a clause without any of these words is not of the subject; `forms`: what says it, the first that is found; `before` and
    `whole`: what makes it of another thing, said before the figure, or anywhere in the clause; `after`: the same, just after;
    `under`: a title that does the same; `needed`: what the clause or its titles say too.

    What it is of: `things` and `apart`, each apart from what is said of none (`thing`: without one it says nothing); `kinds`, where what
    is said of none is said of any; `complement`: the noun whose complement says it; `headed`: the thing that the sentence begins
    with, unless it is the contract; `labels`: what names the subject itself in the first cell of a row; `basis`: whether it is told
    by year or by event; `whose`: how its party is named. `formal`: « au moins » adds nothing to it."""

    name: str
    about: tuple[str, ...]
    forms: tuple[str, ...]
    before: str = ""
    whole: str = ""
    after: str = ""
    needed: str = ""
    things: str = ""
    thing: bool = False
    whose: str = ""
    basis: str = ""
    kinds: str = ""
    apart: str = ""
    under: str = ""
    complement: str = ""
    formal: bool = False
    headed: bool = False
    labels: tuple[str, ...] = ()


SUBJECTS = (
    Subject(
        "durée du contrat", ("dure", "periode", "engagement", "pour", "pendant", "exercice"),
        (r"\b(?:conclue?|consentie?|souscrite?|signee?|confiee?s?|etablie?|contractee?|passee?|produi\w+ effet|prend(?:ra)? effet|entre en vigueur|court|s'engag(?:e|ent) pour)\b<60>(?:pour|pendant|\b) (?:une (?:duree|periode) (?:[a-z]+ ){0,3}?(?:fixee a |de |d')?)?T",
         rf"\bduree (?:initiale |ferme |minimale |d'engagement )*(?:du |de la |de l'|de cette |de ce |d'){_CONTRACT}<25> (?:est |fixee |de |d'|a |: )+T",
         r"(?:^|: )(?:la )?duree (?:initiale |ferme )*(?:est |fixee |de |d'|a )+T",
         r"(?:^|[,:/] )(?:duree(?: initiale| ferme| d'engagement| contractuelle| minimale| minimum| du contrat| de la convention| de l'abonnement| du marche| de la mission)*|periode (?:initiale|d'engagement|ferme)|engagement(?: initial| ferme| minimal| minimum)*)(?:, [^:]{0,25})? : (?:[^:.;¤]{1,20} soit |de )?T",
         r"(?:^|[,:/] )(?:[-–•] )?engagement (?:initial |ferme |minimal |minimum )+(?:de |d'|: )T", r"^(?:[-–•] )?engagement (?:de |d'|: )T",
         rf"\b{_CONTRACT},? (?:est )?(?:conclue? )?d'une duree (?:initiale |ferme )*(?:de |d')T",
         rf"\b{_CONTRACT}\b<60>\bdure(?:ra)? T",
         rf"\b{_CONTRACT}\b<120>\b(?:expire\w*|prend fin|prendra fin|prendre fin|se termine\w*|s'acheve\w*|cesse)<40>(?:au terme|a l'issue|a l'expiration) d'une (?:periode|duree) (?:de |d')T"),
        before=rf"\b(?:recondu|renouvel|proroge|prolong|confidential|garanti|conserv|essai|assurance|maximale|totale|globale|reversib|suspen|licence|preavis|archiv|astreinte|hebergement d|non-concurrence|intervention|sollicit|bons? de commande|contrats? d'application|marches? subsequents?|maintenance est|si\b|lorsqu|atteint|tickets?\b|incident|reponse|{_FOREIGN})",
        whole=r"\b(?:confidential|essai(?! inclu| compris)|assurance|salarie|contrat de travail)",
        under=r"\b(?:confidential|licence|essai|garanti|non-concurrence|assurance|reversib|sollicit|propriete|conserv|donnees)", headed=True),
    Subject(
        "durée globale", ("duree",), (r"duree (?:globale|totale)(?: du contrat| du marche| de l'accord-cadre)?<60> T", rf"duree maximale (?:du |de la |de l'){_CONTRACT}<30> T", r"accord-cadre<60>duree maximale<30> T"),
        before=r"\b(?:intervention|indisponib|interruption|incident|maintenance|suspen|conserv|arret|transition|formation|stage|audit|projet)"),
    Subject(
        "préavis de non-reconduction", ("denonc", "recond", "renouvel", "conge", "oppos"),
        (r"(?:denonc|recondu|renouvel|\bconge\b|oppos)<160> T (?:au moins |au minimum |au plus tard |minimum )*(?:avant|precedant|a l'avance)<50>(?:echeance|terme|anniversaire|expiration|\bfin\b|cloture|$|[.,)])",
         r"(?:recondu|renouvel|\bconge\b)<100> preavis (?:[a-z]+ ){0,2}(?:de |d')T",
         r"\bpreavis de non[- ](?:renouvellement|reconduction) (?:de |d')T",
         r"^(?:delai|preavis) (?:de |d')(?:denonciation|non[- ]reconduction|non[- ]renouvellement)[^:]{0,30} : T"),
        before=r"\b(?:prix|tarif|indice|inform\w+ le client|rappel|alerte|propos)", whose="faculty", formal=True, headed=True),
    Subject(
        "préavis", ("preavis", "avance", "avis", "prevenance", "date"),
        (r"\bpreavis (?:[a-z]+ ){0,2}(?:de (?:rupture|resiliation|denonciation|depart|fin) |prevu |requis )*(?:applicable )?(?:, [^:]{0,20})?(?:d'au moins |d'un delai de |de |d'|est de |est fixe a |: )T",
         r"\bpreavis (?:de resiliation|de rupture|contractuel)[^:]{0,40} : T",
         r"\bdelai de prevenance (?:de |d')T", r"\bpreavis<80> est (?:de |d'|fixe a )T",
         rf"\b{_ENDING}<110>(?:preven\w+|avis\w+|avert\w+|inform\w+|condition|reserve)<60> T (?:au moins )?(?:a l'avance|auparavant|avant)",
         rf"\b{_ENDING}<150> T (?:de preavis|a l'avance|avant (?:la date|l'effet|sa prise|la prise))"),
        before=rf"\b(?:audit|interven|maintenance|inspection|essai|sous-traitant|travaux|reunion|volume|baisse|hausse|contre-|revis|recondu|renouvel|opposer|conge|visite|fermeture|changement|cession|remplac|partiel|(?:une|un|l'|d'une|d'un|son) (?:service|prestation|acces|lot)\b|{_FOREIGN}|desactiv|suspen|restitu|demenag)",
        whole=r"\b(?:prix|tarif|modifi|manquement|faute|force majeure|defaut|lieu|sera informe|nouvelles? (?:version|conditions)|suffi|442-1|cess?ionnaire|acquereur|repreneur|imprevis|renegoci|autorite|acces aux locaux)",
        needed=rf"{_ENDING}|\bsortie\b|(?:^|: |, |prevoit )(?:un |le |ce |tout )?(?:delai de )?preavis", whose="faculty", labels=("resili", "denonc", "rupture", "fin "), headed=True),
    Subject(
        "préavis d'un changement de prix", ("prix", "tarif"),
        (rf"{_SAYS_SO}<60>(?:augment|hausse|modifi|chang|revis|evol)<40>(?:prix|tarif)<60> T (?:au moins )?(?:avant|a l'avance)",
         rf"(?:prix|tarif)<80>(?:modifi|augment|hausse|revis|chang|evol|nouveau)<90>(?:preavis (?:[a-z]+ ){{0,2}}(?:de |d')|{_SAYS_SO}<60> )T",
         rf"(?:modifi|augment|hausse|revis|chang|evol|nouveau)<60>(?:prix|tarif)<90>(?:preavis (?:[a-z]+ ){{0,2}}(?:de |d')|{_SAYS_SO}<60> |: )T"),
        before=r"\b(?:indice|fois par|tous les|chaque)\b", after=r"^ (?:pour (?:resilier|s'opposer|refuser)|suivant)"),
    Subject(
        "préavis de nouvelles conditions", ("condition",),
        (rf"(?:modifi|nouvelles?|evol|chang)<40>(?:conditions generales|conditions d'utilisation|presentes conditions)<110>(?:preavis (?:[a-z]+ ){{0,2}}(?:de |d')|{_SAYS_SO}<60> )T",),
        before=r"\b(?:prix|tarif)", after=r"^ (?:pour (?:resilier|s'opposer|refuser)|suivant)"),
    Subject(
        "délai de paiement", ("pay", "pai", "regl", "exigib", "acquit", "sold", "factur"),
        (r"\b(?:payables?|payee?s?|payer|paiements?|(?:client|cliente|societe|acheteur|abonne|il|elle|qui) paie|paie(?:nt|ra|ront)|reglements?|reglables?|reglees?|(?:est|sont|sera|seront|etre|client|acheteur|abonne) regles?|regler|reglera|reglent|exigibles?|acquitt\w+|soldee?s?|solder)\b(?: [^ .;|:]+){0,6}? (?:est |a |au |dans |sous |avec |un |delai |maximal |maximum |global |de |d'|les |le |: |des |en |comptant,? )*T",
         r"\b(?:delai|echeance|modalites?|conditions?|terme)s? (?:global |maximal |maximum )?(?:de |du |d')?(?:paiement|reglement)s?[^:.;]{0,40} : [^:.;]{0,30}?T",
         r"\b(?:paiement|reglement|factur)[a-z]*[^:.;|]{0,25} : delai[^:]{0,20} : T",
         r"\bfactures?<50>(?:a|avec un delai de|echeance a|sous|dans un delai de) T",
         r"^(?:paiement|reglement)s?[^:]{0,20} : [^:;.]{0,25} ?T",
         r"T<70>pour (?:en )?(?:regler|payer|s'acquitter)",
         r"\b(?:virement|prelevement|cheque)<20> (?:a|sous) T"),
        before=r"\b(?:retard|superieur|inferieur|jusqu'a|suspen|contest|reclam|defaut|cessation|impaye|mise en demeure|remettre|envoy|transm|emet|etabli[rt]|adress|resili|non[- ]paiement|escompte|autoris|salaire|salarie|taxe|impot|cotisation|declaration|amende|tva\b|au cours|derniers|durant les)|\bnon (?:pay|regl)",
        after=r"^[^.;,]{0,30}(?:mise en demeure|de retard|apres relance)",
        things=r"\b(?:honoraires|factures?|redevances?) (?:de |d')(?!vente|services?\b|prestations?\b|chaque|tout)([a-z]+)|\b(acompte|avance|solde\b|avoir|rembours|trop-percu|depot de garantie|provision|frais|deplacement|sous-traitant|licence|intervention|penalite|indemnite|caution|retenue|materiel|option|supplement|recapitulat)", headed=True),
    Subject(
        "réversibilité", ("reversib",),
        (r"\breversibilite<40> (?:pendant|dure|durera|est de|d'une duree de|d'une duree maximale de|s'etend sur|court sur)<10> T", r"\b(?:duree|periode|phase) (?:de |de la )?reversibilite[^:]{0,20}(?: :| est d[e']| dure| est fixee a) ?T", r"^reversibilite : T"),
        before=r"\b(?:plan|prevenu|jour a jour|test|restitu|remis|remet|transmis|demande|notif|inform|avant|preavis|copie|sous|transfert|remise|debut|conserv)"),
    Subject(
        "notification d'une violation", ("violation", "acces", "faille", "fuite", "incident"),
        (r"(?:violation|acces (?:[a-z]+ ){0,2}non autorise|acces accidentel|faille|fuite de donnees|incidents? (?:[a-z]+ ){0,2}(?:affectant|touchant|concernant|portant sur)<40>donnees)<280>(?:sous|dans les|dans un delai|au plus tard|si possible,|:|en|delai (?:maximal |maximum )?de)(?: (?:de|d'|dans|les|un|delai|maximal|maximum))* ?T",),
        before=r"\b(?:cnil|autorite de controle|sous-traitants? ulterieurs?|rapport|personnes concernees|sans violation|resolu|second|complet|correcti|plan|bilan|complement)|\b(?:le client|la societe cliente|le responsable(?: d[eu] traitement)?) (?:notifi|previ|inform|signal|avert|alert|doit|devra|repond|dispose)",
        whole=r"\b(?:registre|conserv)", after=r"^[^.;,]{0,30}(?:autorite|cnil)", needed=rf"{_SAYS_SO}|information"),
    Subject(
        "durée de la confidentialité", ("confidential", "confidentiel", "secret "),
        (r"\b(?:confidenti|secret\b)<140>(?:pendant|durant|d'une duree|une duree|duree|dure|durera|survi|demeur|rest|maint|vaut|valable|pour|:|jusqu'a|et)<30> T",
         r"\b(?:confidenti|secret\b)<120> T (?:apres|a compter|suivant|qui suivent|a l'issue|au-dela)",
         r"T<40>(?:suivantes?|suivant|apres)<40>(?:confidenti|secret\b)"),
        before=r"\b(?:conserv|factur|archiv|non-concurrence|sollicit|debauch|affaires|medical|documents? de travail|tarif|prix|accords? de confidentialite|notifi|destru|detru|restitu|retour|renvo|rend )",
        whole=r"\bsecrets? d'affaires\b", headed=True),
    Subject(
        "indemnité de recouvrement", ("recouvrement",), (r"\b(?:indemnite|frais|compensation)<60>recouvrement<60> E", r"E<30>frais de recouvrement"),
        before=r"\bmin"),
    Subject(
        "plafond de responsabilité", ("responsab", "plafon", "indemn", "dommages", "reparation"),
        (r"(?:responsabilite|indemnite (?:totale|globale|due|maximale)|montant (?:[a-z]+ )?des indemnites|indemnisation|dommages[- ]interets|reparation)<160>(?:plafonn|limite|exced|depass)[a-z]*<160> Q",
         r"\b(?:responsab|reparation|indemnis)[a-z]*<60>(?:dans la limite|a concurrence) (?:de |d'un montant de )E",
         r"(?:plafond|limite|limitation) (?:[a-z]+ )*(?:de (?:la )?responsabilite|d'indemnisation|des indemnites)[^.;]{0,60}? Q",
         r"(?:responsabilite|indemnite|indemnisation|dommages[- ]interets|reparation)<160>(?:plafonn|limite|exced|depass)[a-z]* (?:a |a hauteur de )?F (?:le |la |les |du |des |l')<40>(?:honoraires|redevance|prix|factur|sommes|abonnement)"),
        before=r"\b(?:assur|penalit|indemnite forfaitaire|recouvrement|(?<!dommages-)(?<!dommages )interet)", basis="per", whose="first"),
    Subject(
        "plafond des pénalités", ("penalit",), (r"penalites<110>(?:plafonn|limite|exced|depass)[a-z]*<40> P", r"plafond (?:[a-z]+ )*(?:des? )?penalites[^.;]{0,30}? P"),
        things=r"\b(livraison|disponib|intervention|retabliss)", basis="share"),
    Subject(
        "taux de pénalité", ("penalit",),
        (r"\bpenalites?<50>(?:de|d'|egale? a|fixee? a|:|a hauteur de|correspondant a) Q", r"^[^:]{3,80}penalites?[^:]{0,20} : Q"),
        before=r"\b(?:plafon|exced|depass(?:er|e|ent|era)\b|limit|maxim|paiement|regl|factur|interet|recouvrement|impaye|moins de|entre|au-dela d[e'] ?¤)",
        whole=r"\b(?:paiement|legal|bce|impaye|recouvrement)",
        things=r"\b(livraison|indisponib|disponib|restitution|reversib|intervention|retabliss|resolution|absence|remplace|rapport|document|sous-traitance non|recette|confidential|audit)", thing=True, basis="per"),
    Subject(
        "taux de disponibilité", ("disponib",), (r"\bdisponib(?:ilite|le)s?<60> P", r"P<30>(?:de|du) (?:disponibilite|temps)"),
        before=r"\b(?:inferieur|en dessous|en deca|penalit|avoir|credit|entre|si la|lorsque|moins de|sous|constatee?|etait|etaient|mois passe|reelle|calcul|<|>)",
        things=r"\b(portail|telephonie|reseau|messagerie|lien|serveur|sauvegarde|support|assistance|api|base de donnees|preproduction|test)\b",
        kinds=r"\b(plateforme|application|infrastructure|site|logiciel|production)", complement=r"\bdisponib\w+(?: (?:mensuel|annuel|garanti|global|minim|maxim|moyen)\w*)*"),
    Subject(
        "taux de décroché", ("decroch", "appel"),
        (r"\btaux (?:[a-z]+ )?(?:de |d')(?:decroche\w*|prise d'appels?|reponse aux appels)<30> P", r"P d'appels (?:entrants |recus )?(?:decroche|pris\b)", r"P des appels (?:entrants |recus )?(?:sont|seront|soient|doivent etre) (?:decroche|pris\b)"),
        before=r"\b(?:inferieur|en dessous|en deca|penalit|avoir|credit|bonus|entre|si\b|lorsque|moins de|sous|constate|reel|exemple|objectif|cible|seuil|<|>)", after=r"^[^.;,]{0,40}\b(?:sous|en moins|dans les|avant|ecoute|enregistre)",
        things=r"\b(soir|nuit|samedi|dimanche|week-end|pics?\b|debordement)|^[-–• ]*(?!kpi|taux|engagement|niveau|qualite|indicateur)([a-z][a-z0-9' -]{1,30}?) ?[:→]"),
    Subject(
        "durée de la reconduction", ("recondu", "renouvel", "proroge"),
        (r"\b(?:recondui|reconduc|renouvel|proroge)<80>(?:(?:periodes?|durees?|pour)(?: [a-z]+){0,3}|par) (?:de |d'|une duree de )*T", r"\brenouvellement[^:]{0,20} : par periodes? (?:[a-z]+ )?(?:de |d')T"),
        before=rf"\b(?:assurance|garanti|marche|jusqu'a|maximum|maximale|totale|globale|{_FOREIGN})", whole=r"\b(?:assurance|mot de passe|certificat)", headed=True),
    Subject(
        "restitution des données", ("donnees", "fichiers"),
        (rf"(?:(?:donnees|fichiers)\b<80>\b(?:restitu|rendu|remis|renvoye|transmis)|\b(?:restitu|remet|renvoi|rend )<60>\b(?:donnees|fichiers)|restitution des (?:donnees|fichiers))<80> (?:{_WITHIN})(?: (?:les|le|un|delai|de|d'|la|maximal|maximum))* T",
         rf"(?:sous|dans (?:les|un delai de)) T<30>{_END}<50>\b(?:restitu|remet|renvoi)<60>\b(?:donnees|fichiers)", r"T<60>pour (?:restituer|remettre|rendre)<40>(?:donnees|fichiers)"),
        before=rf"\b(?:copie|a la demande|sauvegarde|pendant le contrat|en cours|avant|conserv)|{_NOT_OR}\b(?:detrui|destru|effac|supprim)", needed=rf"\b{_END}\b"),
    Subject(
        "récupération des données", ("recuper", "export"),
        (r"\bdelai de T<70>\b(?:recuper|export)", r"\b(?:recuper|export)\w* <40>donnees<60>(?:pendant|durant|dans (?:les|un delai de)|delai de|sous) T", r"T<60>pour (?:recuperer|exporter)"),
        before=r"\b(?:conserv|sauvegard|detrui|destru)", needed=rf"\b{_END}\b"),
    Subject(
        "destruction des données", ("donnees", "fichiers"),
        (rf"\b(?:detrui|destruction|efface|suppression|supprim)\w*<70>(?:donnees|fichiers)<90>(?:{_WITHIN})(?: (?:les|le|un|delai|de|d'|la|maximal|maximum))* T",
         rf"(?:donnees|fichiers)<70>(?:detrui|destruction|efface|suppression|supprim)\w*<60>(?:{_WITHIN})(?: (?:les|le|un|delai|de|d'|la|maximal|maximum))* T",
         r"(?:donnees|fichiers)<50>(?:detrui|efface|supprim)e?\w* T (?:apres|suivant)"),
        before=rf"\b(?:sauvegarde|(?<!toutes les )(?<!toute )copie|journ|restitu(?!{_OR_DESTROYED})|log|compte|conserv)", whole=rf"\b(?:candidat|journaux|prospect|restitution(?!{_OR_DESTROYED}))", needed=rf"\b{_END}\b"),
    Subject(
        "délai pour remédier à un manquement", ("mise en demeure",),
        (r"T (?:[^ .;]+ ){0,5}?(?:apres|suivant|a compter de|de la (?:reception|presentation)|d'une|de la) (?:[^.;]{0,40}?)?mise en demeure",
         r"\bmise en demeure<60> (?:sous|dans (?:les|un delai de|le delai de)|pendant|de|d'un delai de) T"),
        whole=r"\b(?:paiement|impay|regl|suspen|force majeure|factur|sommes? due|sans (?:[a-z]+ ){0,3}mise en demeure)", needed=r"\b(?:resili|resol|rompu|rompre|mettre fin|met fin)", headed=True),
    Subject(
        "prix du forfait", ("prix", "forfait", "redevance", "abonnement"),
        (r"\b(?:prix forfaitaire|forfait|redevance|abonnement) (?P<basis>mensuel|annuel|trimestriel)(?:le)?(?: hors taxes| ht)?(?:, prix[^:]{0,20})? ?(?:est |est fixee? |s'eleve |de |a |: |la somme de )+E",),
        whole=r"\b(?:option|supplement|module|additionnel|par utilisateur|par salarie|promotion|penalit)", things=r"\b(ttc|toutes taxes)"),
    Subject(
        "préavis d'audit", ("audit", "inspection"),
        (r"\b(?:audits?|inspections?|controles?)\b<120>preavis (?:[a-z]+ ){0,3}(?:de |d'|: )(?:au moins )?T", r"\b(?:audit|inspection)s?\b<90>(?:annonce|preven|avis|inform|notifi|averti)<60> T (?:au moins )?(?:a l'avance|avant|auparavant)",
         rf"\b{_SAYS_SO}<60>\baudit<60> T (?:au moins )?(?:avant|a l'avance)", r"\bpreavis d'audit[^:]{0,20} : T", r"\b(?:audit|inspection)s? : preavis[^:]{0,20} : T", r"\bpreavis (?:[a-z]+ )?(?:de |d')T<60>\baudit", r"\b(?:audit|inspection)s? [^.;]{0,40}annoncee?s? T avant"),
        before=r"\b(?:contre-|nouvel audit|suivi|rapport|plan d'action|corrig|remed|inopine|resili)", things=r"\b(securite|comptable|financier|rgpd|donnees personnelles)", complement=r"\baudits?"),
    Subject(
        "durée de conservation", ("conserv", "retention", "garde", "archiv"),
        (r"\b(?:conserve\w*|gardee?s?|archivee?s?|conservation|retention)\b<80>(?:pendant|durant|de|d'|:|sur|a|jusqu'a)? ?T", r"\b(?:retention|conservation)[^:]{0,30} : <20>T"),
        before=r"\b(?:sous|avant|au-dela|puis|preavis)\b|\bpuis\b",
        things=r"\b(?:(bulletin)s?(?: de paie)?|(sauvegarde|journa|log|paie|factur|candidat|enregistre|cookie|bancaire|dossier|contrat|badge|video|prospect|mot de passe|ticket))", thing=True,
        apart=r"\b(hebdomad|mensuel|annuel|production|active?\b|intermediaire)",
        kinds=r"\b(quotidien|complet|increment|telephon|connexion|securite|techniq|comptab|applicati|d'acces)", headed=True),
    Subject(
        "montant de l'assurance", ("assur",), (r"\b(?:assur|police)<140>(?:hauteur|montant|garanti\w*|plafond|couvr\w+|:)<50> E", r"\bassur<60> E"),
        before=r"\b(?:franchise|prime|responsabilite du prestataire est (?:limit|plafonn))",
        things=r"\b(professionnelle|exploitation|cyber|decennale|materiel|corporel|immateriel|produits)", basis="per"),
    Subject(
        "durée de la garantie", ("garanti",),
        (r"\bgaranti[a-z]*(?: [^ .;|:]+){0,4}? (?:pendant|durant|de|d'|pour|:|une duree de|une periode de|un delai de)+(?: (?:une|duree|periode|de|la))* ?T", r"\bgarantie[^:]{0,40} : T", r"\bgarantis? T"),
        before=r"\b(?:retabliss|intervention|disponib|resol|temps|delai|prix|tarif|assur|bancaire|emploi|evict|reten|responsab)",
        things=r"\b(livrable|developpement|logiciel|materiel|equipement|prestation|travaux|piece)", thing=True),
    Subject(
        "durée de la non-sollicitation", ("debauch", "sollicit", "embauch", "recrut"),
        (r"\b(?:pendant|durant) T<130>(?:debauch|sollicit|embauch|recrut)", r"\b(?:debauch|sollicit|embauch|recrut)<160>(?:pendant|durant|duree de|durant les|:) T", r"\b(?:debauch|sollicit|embauch|recrut)<120> T (?:apres|suivant|a compter)"),
        before=r"\b(?:indemnite|salaire|essai)"),
    Subject("durée d'interruption admise (RTO)", ("rto", "pmdt", "dmia", "interruption"), (r"\b(?:rto|dmia|dima|pmdt)\b\)?<30>T", r"\bduree maximale d'interruption admissible<20>T")),
    Subject("perte de données admise (RPO)", ("rpo", "pdma", "perte"), (r"\b(?:rpo|pdma)\b\)?<30>T", r"\bperte (?:de donnees )?maximale (?:de donnees )?admissible<20>T")),
    Subject(
        "annonce d'un sous-traitant ultérieur", ("sous-traitant",),
        (rf"\b{_SAYS_SO}<140>sous-traitants?(?: ulterieurs?)?<60> T (?:au moins |minimum )?(?:a l'avance|avant|auparavant)", rf"\b{_SAYS_SO}<60> T (?:au moins )?(?:a l'avance|avant)<80>sous-traitant",
         rf"\bsous-traitants?(?: ulterieurs?)?<100>(?:preavis|{_SAYS_SO})<40>(?:de |d')T"),
        before=r"\b(?:oppos|object|paie|paye|regl|violation)"),
    Subject(
        "délai d'opposition à un sous-traitant ultérieur", ("sous-traitant",),
        (r"\bdelai de T<60>(?:oppos|object|refus)<80>sous-traitant", r"\bsous-traitant<140>(?:oppos|object)<50>(?:sous|dans (?:les|un delai de)|delai de) T", r"\b(?:oppos|object)<60>sous-traitant<60>(?:sous|dans (?:les|un delai de)|delai de) T")),
    Subject(
        "délai de recette", ("recett", "accept", "reserve", "valid"),
        (r"\b(?:recette|reserves?|acceptation|valid\w+)<90>livrables?<80>(?:sous|dans (?:les|un delai de)|delai de|:) T", r"\blivrables?<110>(?:reserves?|accept|valid|recett)<60>(?:sous|dans (?:les|un delai de)|delai de|pendant|:) T",
         r"T<60>pour (?:valider|accepter|emettre des reserves|prononcer)<40>livrable"),
        before=r"\b(?:garanti|corrig|paiement|payab)"),
)  # fmt: skip


def compiled(form: str) -> re.Pattern[str]:
    """A form of the tables as the pattern that it stands for."""
    form = re.sub(r"<(\d+)>", r"[^.;|]{0,\1}?", form)
    for letter, kinds in _MARKS.items():
        form = re.sub(rf"(?<![A-Z\\]){letter}(?![A-Z<])", rf"(?P<mark>¤[{kinds}]\\d+¤)", form)
    return re.compile(form)
