"""What a contract leaves, of the matter of a requirement, to documents that are not in its file: a text and the words of a
requirement in, the passage that leads away out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contractgen.lexical.annexes import Left
from contractgen.lexical.evidence import Evidence, pattern
from contractgen.lexical.forms import SENTENCE
from contractgen.lexical.outline import Text
from contractgen.lexical.sentences import held_by, on_subject

# What its author tells the public, by which he promises the client nothing.
_POLICY = re.compile(r"politique\b(?!.*securite)")
_GOES_ON = re.compile(
    r"(?:il|elle|ce|cet|cette|celui|celle|leur|son|sa|la liste|le detail|les details|les modalites)s?\b"
)  # the sentence before
_SUBJECT, _BEFORE = 60, 100  # letters of a sentence that name what it is about: where it begins, before it leads away
_SHORT = 5  # letters; as short, « objet », « durée » or « paie » says of nothing what a sentence is about


def elsewhere(text: Text, evidence: Evidence, rank: int) -> bool:
    """Whether a sentence that says most of a passage's words on the subject leads to a document out of the file; of a
    passage of which one says all, that one."""
    own, going = _saying(text.folds[rank], evidence)
    if any(map(text.annexes.lack, going)):
        return True
    fold = ". ".join(own)
    if evidence.states and text.annexes.lack_any(fold):
        return True
    there = (
        left for left in text.annexes.left if left.rank == rank and left.whole and left.name and left.sentence in fold
    )
    if any(_is_about(left, evidence) for left in there):
        return True
    if evidence.apart and text.annexes.lack(fold):  # whose other words are in no sentence of it
        return True
    sentences = [one for one in SENTENCE.split(fold) if held_by(one, evidence) > 1]
    if any(text.annexes.lack(one) and on_subject(one, evidence) for one in sentences):
        return True
    return any(on_subject(text.annexes.elsewhere(one), evidence) for one in sentences)


def _saying(fold: str, evidence: Evidence) -> tuple[list[str], list[str]]:
    """The sentences of a passage that say all that is expected, and those that go on them; where none does, all of them."""
    sentences = SENTENCE.split(fold)
    whole = {rank for rank, one in enumerate(sentences) if held_by(one, evidence) == len(evidence.groups)}
    going = [
        one for rank, one in enumerate(sentences) if rank not in whole and rank - 1 in whole and _GOES_ON.match(one)
    ]
    return [sentences[rank] for rank in sorted(whole)] or sentences, going


def missing_document(held: Sequence[frozenset[int]], text: Text, evidence: Evidence) -> int | None:
    """A passage on the subject that only leads to a document which is not in the file."""
    linked = (
        rank for rank in sorted(held[0]) if sum(rank in group for group in held) > 1 and elsewhere(text, evidence, rank)
    )
    left = (one.rank for one in text.annexes.left if _is_about(one, evidence))
    return next(linked, next(left, None))


def _is_about(left: Left, evidence: Evidence) -> bool:
    """Whether a sentence that leads away has a matter of the requirement: most of its words, or what it says is there."""
    said = [one for one in on_subject(left.sentence, evidence) if not _holds(one, evidence.other)]
    if any(held_by(one, evidence) > max(1, len(evidence.groups) / 2) for one in said):
        return True
    if _holds(left.sentence[-_SUBJECT:], evidence.matters):  # « pendant la période d'intervention définie dans… »
        return True
    if not left.whole:
        return False
    if any(_holds(end, evidence.matters) for end in _ends(left.sentence)):
        return True
    subject = [word for word in evidence.groups[0] if len(word) > _SHORT]
    return any(
        held_by(one, evidence) > evidence.processor and any(_holds(end, subject) for end in _ends(one)) for one in said
    )


def _ends(sentence: str) -> tuple[str, str]:
    """How a sentence begins and how it ends: there it names what it is about."""
    return sentence[:_SUBJECT], sentence[-_BEFORE:]


def _holds(text: str, words: Sequence[str]) -> bool:
    return any(pattern(word).search(text) for word in words)


def named_document(text: Text, evidence: Evidence) -> int | None:
    """The passage that names a document which is not in the file, and has by its title what the requirement asks."""
    documents = (left for left in text.annexes.left if not _POLICY.match(left.name))
    return next((left.rank for left in documents if _holds(left.name, evidence.documents)), None)
