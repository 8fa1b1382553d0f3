"""What the sentences of a passage do with their subject: hold its words together, deny it, weaken it, leave it for later, or
lay the duty on the client. Folded text in, a verdict out; a sentence is read by its words, never parsed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contractgen.lexical.evidence import Evidence, pattern

CONTRARY = "à vérifier : le passage dit peut-être le contraire"
REACH = 2  # sentences before and after, read together
# « art. 32 » and « l. 441-10 » end no sentence.
_SENTENCE = re.compile(r"(?<!\bart)(?<!\b[a-z])(?<!\bmme)(?<=[a-z0-9)\]»%€])\. (?=\S)")
_ANNOUNCED = re.compile(r": (?=[-–•] |\(?(?:\d|[a-z])[.)] )")
_ITEM = re.compile(r"; |,? (?=[-–•] [a-z(«])")
_NO_DUTY = re.compile(
    r"\b(?:sans obligation|n'a pas l'obligation|n'est (?:pas )?(?:tenu|oblige)e? (?:a|de|d'|aucun)|n'a pas a)\b"
)
_REFUSED = re.compile(
    r"\b(?:n'assure pas|ne garantit pas|ne fournit pas|sans engagement|n'est tenue? pas|a l'exclusion d\w*"
    r"|exclut|exclue?s?|hors perimetre|renonce|non applicables?|decline|dispensee?s? de|dechargee?s? de|degagee?s? de"
    r"|a la charge exclusive|ne (?:saurait|sauraient|pourra|peut) (?:en aucun cas )?(?:etre (?:engagee|recherchee|mise en cause|tenu)|exiger|reclamer))\b"
    r"|^\W*pas de\b"
)
_NEGATED = re.compile(
    r"\b(?:ne |n')(?:[^ .]+ ){1,5}?(?:pas|aucune?|jamais|point|ni)\b"
    r"(?!.*(?:\b(?:sans|sauf|qu'|avant|tant)\b|(?<!quel )(?<!quelle )(?<!quels )(?<!quelles )\bque\b))"
    r"|\b(?:aucune?|ni) [^.]*?\b(?:ne |n')(?!.*\b(?:sans|sauf|qu')\b)"
)
_NOT_SAID = re.compile(  # what a condition supposes, a limit, and what nobody answers for: none denies
    r"\b(?:si|s'il|s'ils|lorsque|lorsqu'\w+|des que|des qu'\w+|quand|faute de)(?:, [^,;]*,)? [^,;]*[,;]|\b(?:n'exced\w+|ne depass\w+) (?:pas|jamais)\b"
    r"|\bsans qu'[^,;.]*|\bne (?:sera|seront|saurait|sauraient|peut|pourra) (?:pas )?(?:etre )?(?:tenu|declare)e?s? (?:pour )?responsables?"
)
_UNFIRM = re.compile(  # what is said so binds nobody
    r"\b(?:s'efforc\w+|dans la mesure (?:du possible|de ses moyens)|(?:ses|leurs) meilleurs efforts|efforts raisonnables|a titre indicatif"
    r"|autant que possible|si possible)\b"
)
_LATER = re.compile(
    r"\b(?:ulterieurement|prochainement|dans un second temps|a (?:definir|convenir|determiner|preciser|completer)|(?<!au )plus tard"
    r"|(?:fera|feront|fait|font) l'objet d'une? (?:devis|contrat separe|contrat distinct|convention separee|convention distincte|accord separe|discussion)"
    r"|sur devis|en option|optionnel\w*|envisageables?|version future|(?:est|sont) a l'etude|d'un commun accord apres|sera choisie?"
    r"|(?:sont|seront|est|sera) (?:definie?s?|identifiee?s?|precisee?s?|specifiee?s?|determinee?s?|fixee?s?) par le (?:client|responsable)"
    r"|a l'avenir|s(?:era|eront) (?:etudiee?s?|envisagee?s?)|en cours d(?:e|') (?:elaboration|definition|redaction))\b"
)
_TOLD = re.compile(  # a definition, or what somebody once wished
    r"^\W*(?:par )?[«\"][^»\"]{1,60}[»\"] ?[:,]? ?(?:designe|signifie|on entend|s'entend)|\bon (?:entend|appelle) "
    r"|\bs'entend(?:ent)? (?:de |d'|comme |par )|\bavait (?:souhaite|demande)\b"
)
_IF = re.compile(
    r"\b(?:sous reserve d(?:u|e l'entier|e l'integral|e complet) (?:complet )?paiement|n'est due? que si|ne sont due?s que si|s'il l'estime|s'il le juge"
    r"|si (?:le prestataire|le fournisseur) (?:l'estime|le juge)|a sa (?:seule |libre )?discretion)\b"
)
_CLIENT = r"(?:le client|la cliente|la societe cliente|le donneur d'ordres?|l'abonne|l'adherent|le mandant|le beneficiaire|l'acheteur|le souscripteur|l'employeur|le pouvoir adjudicateur|la personne publique|l'administration|le maitre d'ouvrage|le responsable (?:de|du) traitement|l'utilisateur)"
_TO_CLIENT = r"(?:au client|a la societe cliente|au donneur d'ordres?|a l'abonne|a l'adherent|au mandant|au beneficiaire|a l'acheteur|a l'employeur)"
_OF_CLIENT = r"(?:du client|de la societe cliente|du donneur d'ordres?|de l'abonne|de l'adherent|du mandant|du beneficiaire|de l'acheteur|de l'employeur)"
_PROVIDER = r"(?:le prestataire|le fournisseur|le cabinet|le sous-traitant|le titulaire|l'hebergeur|l'editeur|l'infogerant|la societe|nous|celui-ci|l'expert-comptable|l'avocat|le membre de l'ordre|le professionnel(?: de l'expertise comptable)?|le consultant|l'agence|le mandataire|le vendeur|l'integrateur|l'intervenant)"
_ACTS = (
    r"(?:s'engage|s'oblige|doit|devra|est tenue?|sera tenue?|fait son affaire|assure|informe|avertit|signale|notifie|alerte|transmet|fournit"
    r"|remet|communique|adresse|etablit|tient|procede|realise|effectue|prend|met|veille|se charge|souscrit|justifie|designe|redige"
    r"|autorise|permet|accepte|facilite|contribue|aide|assiste|restitue|garantit|remplace|repond|execute|efface|detruit|garde|preserve|s'interdit|coopere|propose)"
)
_BY_CLIENT = re.compile(
    rf"\b{_CLIENT} (?:seul |se |en |y |lui-meme |est seul |est )?(?:{_ACTS}|responsable d)\b|\bvous (?:vous |nous )?[a-z]+ez\b"
    rf"|\b(?:(?:incombe(?:nt|ra)?|appartient|appartiendra|revient|reviendra) (?:exclusivement |seulement )?{_TO_CLIENT}|a (?:la|sa) (?:seule |entiere )?charge (?:exclusive )?{_OF_CLIENT}"
    rf"|(?:sous|de|releve de) la (?:seule |pleine |entiere )?(?:responsabilite|competence) (?:exclusive )?{_OF_CLIENT}|(?:effectue|realise|assure|etabli|pris|prise|tenu|souscrit|fait|faite|mis|mise|signale|notifie|remis|restitue|supporte|organise)e?s? par {_CLIENT}"
    rf"|{_CLIENT} (?:en )?(?:reste|demeure|est) (?:seul |seule |entierement |pleinement )?responsable|{_CLIENT} fait son affaire)\b"
)
_BY_PROVIDER = re.compile(
    rf"\b{_PROVIDER} (?:s'y |l'|le |la |les |en |lui )?(?:\w+ment )?{_ACTS}\b|\bpar le prestataire\b"
)
_PROVIDER_MAY = re.compile(
    rf"\b{_PROVIDER} (?:peut|pourra|pourrait|envisage|souhaite|se reserve|a la faculte|aura la faculte)\b"
)
_MAY_BE = re.compile(r"(?<!ne )\b(?:peut|peuvent|pourra|pourront|pourrait|pourraient) (?:etre|se) \w+")
_OPEN_TO_CLIENT = re.compile(
    rf"\b(?:{_CLIENT}|chaque partie|chacune des parties|chacun|l'une? (?:ou|et) l'autre|les parties|toute partie|une partie|la partie)\b"
    r"(?: [^ .;]+){0,4}? (?:peut|peuvent|pourra|pourront|a le droit|a la faculte|dispose|est libre)\b|\bpar (?:chaque|l'une|toute) "
)
_IN_LETTERS = ("zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
_YEARS = re.compile(rf"\b(\d+|{'|'.join(_IN_LETTERS)})[\])]? (?:ans?|annees?)\b")
_SAYS_NO = frozenset({"ne", "n'", "aucun", "sans", "interdi", "s'interdi"})  # a protection that is a negation says so


def together(fold: str, evidence: Evidence, lacking: int = 0, reach: int = REACH, *, led: bool = False) -> bool:
    """Whether a sentence on the subject, or it and the `reach` beside it, holds all words, or all but `lacking`; of a
    list, only the item that names the subject counts with what announces it, or the whole list when that names it, or the
    title above (`led`)."""
    sentences = _SENTENCE.split(fold)
    for rank, sentence in enumerate(sentences):
        for told in [sentence] if led else _on_subject(sentence, evidence):
            near = " ".join((*sentences[max(0, rank - reach) : rank], told, *sentences[rank + 1 : rank + 1 + reach]))
            held = sum(any(pattern(word).search(near) for word in group) for group in evidence.groups)
            if held >= len(evidence.groups) - lacking:
                return True
    return False


def _on_subject(sentence: str, evidence: Evidence) -> list[str]:
    """What a sentence says of the subject: itself, or its items on the subject, each with what announces the list."""
    subject = [pattern(word) for word in evidence.groups[0]]
    begins = _ANNOUNCED.search(sentence)
    if begins:
        head, colon, items = sentence[: begins.start()], ": ", sentence[begins.end() :]
    else:
        head, colon, items = sentence.partition(": ")
    if not colon or not _ITEM.search(items) or any(word.search(head) for word in subject):
        return [sentence] if any(word.search(sentence) for word in subject) else []
    return [f"{head}: {item}" for item in _ITEM.split(items) if any(word.search(item) for word in subject)]


def denied(fold: str, evidence: Evidence) -> bool:
    """Whether a sentence on the subject refuses it, or says it with a negation: the only one, or one with another of the
    words expected. A protection that is itself a negation has one among its words."""
    itself = any(_SAYS_NO.intersection(group) for group in evidence.groups)
    said: list[int] = []
    against: list[int] = []
    for sentence in [one for part in fold.split(". ") for one in _on_subject(part, evidence)]:
        held = sum(any(pattern(word).search(sentence) for word in group) for group in evidence.groups)
        told = _NOT_SAID.sub("", sentence)
        if _NO_DUTY.search(sentence) or (not itself and _REFUSED.search(told)):
            return True
        (against if not itself and _NEGATED.search(told) else said).append(held)
    return bool(against) and (not said or max(against) > 1)


def is_about_other(fold: str, evidence: Evidence) -> bool:
    """Whether each sentence on the subject speaks of something else, as the notice of an audit does of no ending."""
    about = [told for sentence in _SENTENCE.split(fold) for told in _on_subject(sentence, evidence)]
    return bool(about) and all(any(pattern(word).search(one) for word in evidence.other) for one in about)


def shortfall(folds: Sequence[str], evidence: Evidence, main: str) -> str:
    """Why what the passages say of the subject, everywhere they do, is less than a duty; « » when it is one. `main`: the
    passage that is quoted: when it has its subject from its title, all of it is about it."""
    own = [told for sentence in _SENTENCE.split(main) for told in _on_subject(sentence, evidence)]
    beside = [told for fold in folds for sentence in _SENTENCE.split(fold) for told in _on_subject(sentence, evidence)]
    about = beside if own else _SENTENCE.split(main)
    if not evidence.mild and all(map(_UNFIRM.search, about)):
        return "à vérifier : le passage n'engage pas fermement"
    if all(map(_LATER.search, about)):
        return "à vérifier : le passage remet à plus tard"
    if all(map(_TOLD.search, about)):
        return "à vérifier : le passage définit ou rappelle, sans engager"
    if all(map(_IF.search, about)):
        return "à vérifier : le passage y met une condition"
    if evidence.provider and all(_may(one) and not _BY_PROVIDER.search(one) for one in about):
        return "à vérifier : le passage dit que le prestataire peut, non qu'il doit"
    if evidence.client and all(_PROVIDER_MAY.search(one) and not _OPEN_TO_CLIENT.search(one) for one in about):
        return "à vérifier : le passage ne donne ce droit qu'au prestataire"
    if evidence.provider and all(_BY_CLIENT.search(one) and not _BY_PROVIDER.search(one) for one in about):
        return "à vérifier : le passage paraît en charger le client"
    return ""


def is_short(folds: Sequence[str], evidence: Evidence) -> bool:
    """Whether the passages name durations in years, all shorter than the requirement asks."""
    named = [found[1] for fold in folds for found in _YEARS.finditer(fold)]
    years = [int(one) if one.isdigit() else _IN_LETTERS.index(one) for one in named]
    return bool(years) and max(years) < evidence.years


def _may(sentence: str) -> bool:
    return bool(_PROVIDER_MAY.search(sentence) or _MAY_BE.search(sentence))
