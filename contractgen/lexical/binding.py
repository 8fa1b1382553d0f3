"""Why what a passage says of its subject binds less than a duty: nobody firmly, later, under a condition, as a recital, or the other
side. Folded text in, the reason in French out, « » when it binds; a sentence is read by its words, never parsed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from contractgen.lexical.evidence import Evidence, pattern
from contractgen.lexical.forms import (
    ACKNOWLEDGED,
    ANNOUNCED,
    BY_CLIENT,
    BY_PROVIDER,
    CLAUSE,
    CLIENT_DOES,
    FREELY,
    IF,
    LATER,
    MAY_BE,
    OPEN_TO_CLIENT,
    PROVIDER_ENDS,
    PROVIDER_MAY,
    SENTENCE,
    TOLD,
    UNFIRM,
)
from contractgen.lexical.sentences import on_subject

_GOES_ON = re.compile(r"; [-–•(]")
_POINT = re.compile(
    r"\. (?=(?:ces? points?|cette question|ces? elements?|ce sujet|ces? modalites?) )"
)  # says it of the one before


def shortfall(folds: Sequence[str], evidence: Evidence, main: str) -> str:
    """Why what the passages say of the subject, where they say most of it, is less than a duty. `main`: the passage that is
    quoted: when it has its subject from its title, all of it is about it."""
    folds, main = [_POINT.sub(", ", fold) for fold in folds], _POINT.sub(", ", main)
    own = _told(main, evidence)
    about = _fullest([one for fold in folds for one in _told(fold, evidence)] if own else _sentences(main), evidence)
    return _loose([_of_subject(one, evidence) for one in about], evidence) or _other_side(about, main, evidence)


@lru_cache(maxsize=20_000)  # each requirement asks of the same items
def is_loose(fold: str) -> bool:
    """Whether what stands by itself, as an item of a list, is optional, left for later or under a condition."""
    return any(form.search(fold) for form in (UNFIRM, LATER, IF))


def _loose(about: Sequence[str], evidence: Evidence) -> str:
    """Whether it binds nobody, whoever it is said of."""
    if not evidence.mild and all(map(UNFIRM.search, about)):
        return "à vérifier : le passage n'engage pas fermement"
    if all(map(LATER.search, about)):
        return "à vérifier : le passage remet à plus tard"
    given = evidence.provider and not any(word.startswith("recu") for group in evidence.groups for word in group)
    if all(TOLD.search(one) or (given and ACKNOWLEDGED.search(one)) for one in about):
        return "à vérifier : le passage définit ou rappelle, sans engager"
    if all(map(IF.search, about)):
        return "à vérifier : le passage y met une condition"
    free = not any(word.startswith(("librement", "organise librement")) for group in evidence.groups for word in group)
    if free and all(map(FREELY.search, about)):
        return "à vérifier : le passage laisse le prestataire libre"
    return ""


def _other_side(about: Sequence[str], main: str, evidence: Evidence) -> str:
    """Whether it lays the duty on the client, or gives the client's right to the provider."""
    if evidence.states and all(BY_CLIENT.search(one) and not BY_PROVIDER.search(one) for one in about):
        return "à vérifier : le passage n'en dit qu'un devoir du client"
    if evidence.provider and all(_may(one) and not BY_PROVIDER.search(one) for one in about):
        return "à vérifier : le passage dit que le prestataire peut, non qu'il doit"
    if evidence.client and all(_for_provider(one) and not OPEN_TO_CLIENT.search(one) for one in about):
        return "à vérifier : le passage ne donne ce droit qu'au prestataire"
    lain = evidence.provider and all(_by_client(one, evidence) and not BY_PROVIDER.search(one) for one in about)
    if lain and not any(BY_PROVIDER.search(one) for one in _completing(about, main, evidence)):
        return "à vérifier : le passage paraît en charger le client"
    return ""


def _told(fold: str, evidence: Evidence) -> list[str]:
    return [told for sentence in _sentences(fold) for told in on_subject(sentence, evidence)]


def _sentences(fold: str) -> list[str]:
    """The sentences of a passage; those that go on a list have what announces it before them, for it holds of them too."""
    begins = ANNOUNCED.search(fold)
    head = SENTENCE.split(fold[: begins.start()])[-1] if begins else ""
    within = fold[begins.end() :] if begins else ""
    return [
        f"{head}: {one}" if head and _GOES_ON.search(one) and one in within else one for one in SENTENCE.split(fold)
    ]


def _fullest(sentences: Sequence[str], evidence: Evidence) -> list[str]:
    """Of several sentences those that hold most of the words expected: what another says of the subject takes nothing from
    them, nor adds."""
    held = [len(_holds(one, evidence)) for one in sentences]
    return [one for one, count in zip(sentences, held, strict=True) if count == max(held)]


def _completing(about: Sequence[str], main: str, evidence: Evidence) -> list[str]:
    """The other sentences of a passage that hold a word expected which those on the subject lack."""
    known = frozenset[int]().union(*(_holds(one, evidence) for one in about))
    return [one for one in SENTENCE.split(main) if one not in about and _holds(one, evidence) - known]


def _of_subject(sentence: str, evidence: Evidence) -> str:
    """What a sentence says of the subject: its clauses that name it, and what opens it all (« Dans la mesure du possible, … »)."""
    clauses = CLAUSE.split(sentence)
    own = [one for one in clauses if any(pattern(word).search(one) for word in evidence.groups[0])]
    if not own or len(own) == len(clauses):
        return sentence
    opening = clauses[0].partition(", ")[0] if ", " in clauses[0] and clauses[0] not in own else ""
    return "; ".join((opening, *own))


def _holds(sentence: str, evidence: Evidence) -> frozenset[int]:
    return frozenset(
        rank for rank, group in enumerate(evidence.groups) if any(pattern(word).search(sentence) for word in group)
    )


def _for_provider(sentence: str) -> bool:
    return bool(PROVIDER_MAY.search(sentence) or PROVIDER_ENDS.search(sentence))


def _by_client(sentence: str, evidence: Evidence) -> bool:
    return bool(BY_CLIENT.search(sentence) or (not evidence.client and CLIENT_DOES.search(sentence)))


def _may(sentence: str) -> bool:
    return bool(PROVIDER_MAY.search(sentence) or MAY_BE.search(sentence))
