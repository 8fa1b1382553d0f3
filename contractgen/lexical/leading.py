"""Whether what a passage says of a requirement is in an annex or a document that the file does not hold."""

from __future__ import annotations

from collections.abc import Sequence

from contractgen.lexical.evidence import Evidence
from contractgen.lexical.forms import SENTENCE
from contractgen.lexical.outline import Text
from contractgen.lexical.sentences import held_by, on_subject


def leads_away(text: Text, evidence: Evidence, rank: int) -> bool:
    """Whether a passage leads to what the file does not hold, and no sentence of it says all by itself without that."""
    lack = text.annexes.lack_any if evidence.states else text.annexes.lack
    if not lack(text.folds[rank]) and not _elsewhere(text, evidence, rank):
        return False
    whole = (one for one in SENTENCE.split(text.folds[rank]) if held_by(one, evidence) == len(evidence.groups))
    return all(lack(one) or text.annexes.elsewhere(one) for one in whole)


def _elsewhere(text: Text, evidence: Evidence, rank: int) -> bool:
    """Whether a sentence that says most of a passage's words on the subject leads to a document out of the file."""
    return any(
        on_subject(text.annexes.elsewhere(sentence), evidence) and held_by(sentence, evidence) > 1
        for sentence in SENTENCE.split(text.folds[rank])
    )


def missing_annex(held: Sequence[frozenset[int]], text: Text, evidence: Evidence) -> int | None:
    """A passage on the subject that only leads to an annex which is not in the file."""
    for rank in sorted(held[0]):
        more = sum(rank in group for group in held) > 1
        if (text.annexes.lack_any if more else text.annexes.lack)(text.folds[rank]):
            return rank
        if more and _elsewhere(text, evidence, rank):
            return rank
    return None
