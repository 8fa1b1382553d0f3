"""What the sentences of a passage do with their subject: hold its words together, deny it, weaken it, leave it for later, or
lay the duty on the client. Folded text in, a verdict out; a sentence is read by its words, never parsed."""

from __future__ import annotations

from collections.abc import Sequence

from contractgen.lexical.evidence import Evidence, folded, pattern
from contractgen.lexical.forms import (
    ANNOUNCED,
    BY_CLIENT,
    BY_PROVIDER,
    CLIENT_DOES,
    FREELY,
    IF,
    IN_LETTERS,
    ITEM,
    LATER,
    MAY_BE,
    NEGATED,
    NO_DUTY,
    NOT_SAID,
    OPEN_TO_CLIENT,
    PROVIDER_ENDS,
    PROVIDER_MAY,
    REFUSED,
    SAYS_NO,
    SAYS_NOT,
    SENTENCE,
    TOLD,
    UNFIRM,
    WITHOUT,
    YEARS,
)

CONTRARY = "à vérifier : le passage dit peut-être le contraire"
REACH = 2  # sentences before and after, read together
_ONE_LINE = 200  # letters; a list as short is one thing: « Incident : alerte sous 6 h ; rapport sous 24 h »


def together(fold: str, evidence: Evidence, lacking: int = 0, reach: int | None = None, *, led: bool = False) -> bool:
    """Whether a sentence on the subject, or it and the `reach` beside it, holds all words, or all but `lacking`; of a
    list, only the item that names the subject counts with what announces it, or the whole list when that names it, or the
    title above (`led`)."""
    sentences = SENTENCE.split(fold)
    reach = max(REACH, len(evidence.groups) - 2) if reach is None else reach
    for rank, sentence in enumerate(sentences):
        for told in [sentence] if led else on_subject(sentence, evidence):
            near = " ".join((*sentences[max(0, rank - reach) : rank], told, *sentences[rank + 1 : rank + 1 + reach]))
            held = sum(any(pattern(word).search(near) for word in group) for group in evidence.groups)
            if held >= len(evidence.groups) - lacking:
                return True
    return False


def on_subject(sentence: str, evidence: Evidence) -> list[str]:
    """What a sentence says of the subject: itself, or its items on the subject, each with what announces the list."""
    subject = [pattern(word) for word in evidence.groups[0]]
    begins = ANNOUNCED.search(sentence)
    if begins:
        head, colon, items = sentence[: begins.start()], ": ", sentence[begins.end() :]
    else:
        head, colon, items = ("", "", "") if len(sentence) <= _ONE_LINE else sentence.partition(": ")
    if not colon or not ITEM.search(items) or any(word.search(head) for word in subject):
        return [sentence] if any(word.search(sentence) for word in subject) else []
    return [f"{head}: {item}" for item in ITEM.split(items) if any(word.search(item) for word in subject)]


def denied(fold: str, evidence: Evidence) -> bool:
    """Whether a sentence on the subject refuses it, or says it with a negation: the only one, or one with another of the
    words expected. A protection that is itself a negation has one among its words."""
    itself = any(SAYS_NO.intersection(group) for group in evidence.groups)
    said: list[int] = []
    against: list[int] = []
    for sentence in [one for part in fold.split(". ") for one in on_subject(part, evidence)]:
        held = sum(any(pattern(word).search(sentence) for word in group) for group in evidence.groups)
        told = NOT_SAID.sub("", sentence)
        barred = itself or _is_itself_a_no(sentence, evidence)
        if NO_DUTY.search(sentence) or (not barred and (REFUSED.search(told) or _is_without(told, evidence))):
            return True
        (against if not barred and NEGATED.search(told) else said).append(held)
    return bool(against) and (not said or max(against) > 1)


def _is_itself_a_no(sentence: str, evidence: Evidence) -> bool:
    """Whether a sentence says one of the words expected that begin with a negation: « aucun transfert »."""
    said = (word for group in evidence.groups for word in group if word.startswith("aucun"))
    return any(pattern(word).search(sentence) for word in said)


def _is_without(sentence: str, evidence: Evidence) -> bool:
    """Whether what a sentence says « sans » is one of the things expected: « cède sans l'accord », not « ne cède pas sans »."""
    found = WITHOUT.search(sentence)
    if found is None or SAYS_NOT.search(sentence[: found.start()]):
        return False
    left = WITHOUT.sub("", sentence)
    held = [
        group
        for group in evidence.groups
        if any(not word.startswith("sans") and pattern(word).search(found[0]) for word in group)
    ]
    return any(not any(pattern(word).search(left) for word in group) for group in held)


def is_about_other(fold: str, evidence: Evidence) -> bool:
    """Whether each sentence on the subject speaks of something else, as the notice of an audit does of no ending."""
    about = [told for sentence in SENTENCE.split(fold) for told in on_subject(sentence, evidence)]
    return bool(about) and all(any(pattern(word).search(one) for word in evidence.other) for one in about)


def shortfall(folds: Sequence[str], evidence: Evidence, main: str) -> str:
    """Why what the passages say of the subject, everywhere they do, is less than a duty; « » when it is one. `main`: the
    passage that is quoted: when it has its subject from its title, all of it is about it."""
    own = [told for sentence in SENTENCE.split(main) for told in on_subject(sentence, evidence)]
    beside = [told for fold in folds for sentence in SENTENCE.split(fold) for told in on_subject(sentence, evidence)]
    about = beside if own else SENTENCE.split(main)
    if not evidence.mild and all(map(UNFIRM.search, about)):
        return "à vérifier : le passage n'engage pas fermement"
    if all(map(LATER.search, about)):
        return "à vérifier : le passage remet à plus tard"
    if all(map(TOLD.search, about)):
        return "à vérifier : le passage définit ou rappelle, sans engager"
    if all(map(IF.search, about)):
        return "à vérifier : le passage y met une condition"
    free = not any(word.startswith(("librement", "organise librement")) for group in evidence.groups for word in group)
    if free and all(map(FREELY.search, about)):
        return "à vérifier : le passage laisse le prestataire libre"
    if evidence.provider and all(_may(one) and not BY_PROVIDER.search(one) for one in about):
        return "à vérifier : le passage dit que le prestataire peut, non qu'il doit"
    if evidence.client and all(_for_provider(one) and not OPEN_TO_CLIENT.search(one) for one in about):
        return "à vérifier : le passage ne donne ce droit qu'au prestataire"
    if evidence.provider and all(_by_client(one, evidence) and not BY_PROVIDER.search(one) for one in about):
        return "à vérifier : le passage paraît en charger le client"
    return ""


def is_short(folds: Sequence[str], evidence: Evidence) -> bool:
    """Whether the passages name durations in years, all shorter than the requirement asks."""
    named = [found[1] for fold in folds for found in YEARS.finditer(fold)]
    years = [int(one) if one.isdigit() else IN_LETTERS.index(one) for one in named]
    return bool(years) and max(years) < evidence.years


def _for_provider(sentence: str) -> bool:
    return bool(PROVIDER_MAY.search(sentence) or PROVIDER_ENDS.search(sentence))


def _by_client(sentence: str, evidence: Evidence) -> bool:
    return bool(BY_CLIENT.search(sentence) or (not evidence.client and CLIENT_DOES.search(sentence)))


def _may(sentence: str) -> bool:
    return bool(PROVIDER_MAY.search(sentence) or MAY_BE.search(sentence))


def held_by(sentence: str, evidence: Evidence) -> int:
    """How many groups have a word in a sentence, as it is written."""
    fold = folded(sentence)
    return sum(any(pattern(word).search(fold) for word in group) for group in evidence.groups)
