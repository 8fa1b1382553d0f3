"""References that a converter renumbered all together: the places of a file and their texts now in, each new number out.

A converter that counts titles its own way changes every reference of the document at once. That is one thing to tell, not
a change in each clause; a reference changed among others that were not is left to be told where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from contractgen.model import ANCHOR_MARK
from contractgen.review_matching import Place
from contractgen.review_text import normal

_NUMBER = r"((?:Article |Annexe |A)?\d[\d.]*\d|(?:Article |Annexe |A)?\d)"
_WORD = re.compile(r"(?:(Annexe)|Article)\s")
_LEAST, _SHARE = 5, 0.8  # clauses referred to; of them, those whose number changed


def renumbered_together(places: Sequence[Place], texts: Sequence[str | None]) -> Mapping[str, str]:
    """For each clause referred to, the number that all references to it now show; empty unless nearly all changed, and
    each to one number of its own."""
    before: dict[str, str] = {}
    after: dict[str, set[str]] = {}
    for place, text in zip(places, texts, strict=True):
        references = [origin for origin in place.origins if origin.kind == "reference"]
        if not references or text is None:
            continue
        at, pieces = 0, []
        for origin in references:
            pieces += [_between(place.text[at : origin.start]), _NUMBER]
            at = origin.end
        said = re.fullmatch("".join([*pieces, _between(place.text[at:])]), normal(text))
        for rank, origin in enumerate(references):
            before[origin.source] = normal(place.text[origin.start : origin.end])
            if said:
                after.setdefault(origin.source, set()).add(said[rank + 1])
    single = {source: next(iter(numbers)) for source, numbers in after.items() if len(numbers) == 1}
    changed = sum(number != before[source] for source, number in single.items())
    told = len(single) == len(after) == len(set(single.values()))
    return single if told and len(single) >= _LEAST and changed >= _SHARE * len(single) else {}


def following(source: str, old: str, numbers: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """What a reference may show once it follows its clause: the numbers of the clause now; for a title inside it (« 20.2 »),
    these and its rank (« 21.2 »)."""
    clause, mark, _ = source.partition(ANCHOR_MARK)
    found = tuple(filter(None, numbers.get(clause, ())))
    if not mark:
        return found
    owns = [_WORD.sub(lambda word: "A" if word[1] else "", number) for number in found]
    return tuple(".".join([own, *old.split(".")[own.count(".") + 1 :]]) for own in owns)


def _between(text: str) -> str:
    """A stretch between references, with the spaces at its ends."""
    return re.escape(normal(f"#{text}#")[1:-1])
