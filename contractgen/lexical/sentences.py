"""What the sentences of a passage do with their subject: hold its words together, deny it, or speak of something else. Folded
text in, a verdict out; a sentence is read by its words, never parsed. Whom it binds is told by `binding`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contractgen.lexical.evidence import Evidence, folded, pattern
from contractgen.lexical.forms import (
    ANNOUNCED,
    CLIENT_MAY_NOT,
    IN_LETTERS,
    ITEM,
    NEGATED,
    NO_DUTY,
    NOT_SAID,
    REFUSED,
    SAYS_NO,
    SAYS_NOT,
    SENTENCE,
    WITHOUT,
    YEARS,
)

CONTRARY = "à vérifier : le passage dit peut-être le contraire"
REACH = 2  # sentences before and after, read together
_REFUSALS = ("ne ", "n'", "aucun ", "aucune ", "sans ", "ni ")  # how words expected begin that are refusals
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
    words expected. A protection that is itself a negation has one among its words; words expected that begin with one, as
    « aucun ordre », deny nothing."""
    words = (word for group in evidence.groups for word in group)
    refusals = [pattern(word) for word in words if " " in word and word.startswith(_REFUSALS)]
    itself = evidence.negative or any(SAYS_NO.intersection(group) for group in evidence.groups)
    said: list[int] = []
    against: list[int] = []
    for sentence in [one for part in fold.split(". ") for one in on_subject(part, evidence)]:
        held = sum(any(pattern(word).search(sentence) for word in group) for group in evidence.groups)
        bare = _without(refusals, sentence)
        told = NOT_SAID.sub("", bare)
        if (
            NO_DUTY.search(bare)
            or CLIENT_MAY_NOT.search(sentence)
            or (not itself and (REFUSED.search(told) or _is_without(told, evidence)))
        ):
            return True
        (against if not itself and NEGATED.search(told) else said).append(held)
    return bool(against) and (not said or max(against) > 1)


def _without(words: Sequence[re.Pattern[str]], sentence: str) -> str:
    """A sentence with none of these words, each looked for in the whole of it."""
    spans = [found.span() for word in words for found in word.finditer(sentence)]
    return "".join(c for at, c in enumerate(sentence) if not any(begin <= at < end for begin, end in spans))


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


def is_short(folds: Sequence[str], evidence: Evidence) -> bool:
    """Whether the passages name durations in years, all shorter than the requirement asks."""
    named = [found[1] for fold in folds for found in YEARS.finditer(fold)]
    years = [int(one) if one.isdigit() else IN_LETTERS.index(one) for one in named]
    return bool(years) and max(years) < evidence.years


def held_by(sentence: str, evidence: Evidence) -> int:
    """How many groups have a word in a sentence, as it is written."""
    fold = folded(sentence)
    return sum(any(pattern(word).search(fold) for word in group) for group in evidence.groups)
