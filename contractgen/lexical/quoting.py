"""What is quoted of a passage, and its place: the stretch that says most of what a requirement expects."""

from __future__ import annotations

import re

from contractgen.lexical.evidence import Evidence, folded, pattern
from contractgen.lexical.passages import Passage

_QUOTE = 200
_STOP = re.compile(r"(?<=[.;:]) +(?=\S)")


def quoted(passage: Passage, evidence: Evidence) -> tuple[str, str]:
    """The passage, or of a long one the stretch that begins with the sentence that holds most of the words expected; in
    a sentence that is long too, a little before the first word of the subject. And its place."""
    text = passage.text
    if len(text) <= _QUOTE:
        return text, passage.place
    starts = [0, *(found.end() for found in _STOP.finditer(text)), *(begin for begin, _ in passage.joined)]
    starts = sorted(set(starts))
    sentences = [(begin, text[begin:end]) for begin, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    start, sentence = max(sentences, key=lambda one: held_by(one[1], evidence))
    if len(sentence) > _QUOTE:
        fold = folded(sentence)
        begins = [found.start() for word in evidence.groups[0] if (found := pattern(word).search(fold))]
        inside = max(0, min(begins, default=0) - _QUOTE // 4)
        start += inside and sentence.rfind(" ", 0, inside) + 1
    stretch = text[start : start + _QUOTE - 2]
    ended = start + _QUOTE - 2 >= len(text)
    return f"{'…' if start else ''}{stretch if ended else stretch.rsplit(' ', 1)[0] + '…'}", passage.place_at(start)


def held_by(sentence: str, evidence: Evidence) -> int:
    """How many groups of the words expected a sentence holds."""
    fold = folded(sentence)
    return sum(any(pattern(word).search(fold) for word in group) for group in evidence.groups)
