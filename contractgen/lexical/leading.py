"""Whether what a passage says of a requirement is in an annex or a document that the file does not hold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contractgen.lexical.evidence import Evidence
from contractgen.lexical.forms import SENTENCE
from contractgen.lexical.outline import Text
from contractgen.lexical.sentences import held_by, on_subject

_GOES_ON = re.compile(
    r"(?:il|elle|ce|cet|cette|celui|celle|leur|son|sa|la liste|le detail|les details|les modalites)s?\b"
)  # the sentence before


def leads_away(text: Text, evidence: Evidence, rank: int) -> bool:
    """Whether what a passage says of a requirement leads to what the file does not hold."""
    lack = text.annexes.lack_any if evidence.states else text.annexes.lack
    said = _saying(text.folds[rank], evidence)
    return lack(said) or _elsewhere(text, evidence, said)


def _saying(fold: str, evidence: Evidence) -> str:
    """The sentences of a passage that say all that is expected, each with the one that goes on it; else the passage."""
    sentences = SENTENCE.split(fold)
    whole = {rank for rank, one in enumerate(sentences) if held_by(one, evidence) == len(evidence.groups)}
    said = [one for rank, one in enumerate(sentences) if rank in whole or (rank - 1 in whole and _GOES_ON.match(one))]
    return ". ".join(said) if said else fold


def _elsewhere(text: Text, evidence: Evidence, fold: str) -> bool:
    """Whether a sentence that says most of a passage's words on the subject leads to a document out of the file."""
    return any(
        on_subject(text.annexes.elsewhere(sentence), evidence) and held_by(sentence, evidence) > 1
        for sentence in SENTENCE.split(fold)
    )


def missing_annex(held: Sequence[frozenset[int]], text: Text, evidence: Evidence) -> int | None:
    """A passage on the subject that only leads to an annex which is not in the file."""
    for rank in sorted(held[0]):
        more = sum(rank in group for group in held) > 1
        if (text.annexes.lack_any if more else text.annexes.lack)(text.folds[rank]):
            return rank
        if more and _elsewhere(text, evidence, text.folds[rank]):
            return rank
    return None
