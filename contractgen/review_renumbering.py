"""References that a converter renumbered all together: the places of a file and their texts now in, each new number out.

A converter that counts titles its own way changes every reference of the document at once. That is one thing to tell, not
a change in each clause; a reference changed among others that were not is left to be told where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from contractgen.model import ANCHOR_MARK, TABLE_TARGET
from contractgen.review_matching import Place
from contractgen.review_text import normal

_NUMBER = r"((?:Article |Annexe |A)?\d[\d.]*\d|(?:Article |Annexe |A)?\d)"
_WORD = re.compile(r"(?:(Annexe)|Article)\s")
_CAPTION = re.compile(r"tableau (\d+(?: [a-z]+)?) [–—-] ", re.I)
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


def table_numbers(places: Sequence[Place], texts: Sequence[str | None]) -> dict[str, tuple[str, ...]]:
    """The number that each caption now shows, by « tableau » and the number it had."""
    found: dict[str, tuple[str, ...]] = {}
    for place, text in zip(places, texts, strict=True):
        was, now = (_CAPTION.match(normal(one or "")) for one in (place.text, text))
        if was and now:
            found[f"tableau {was[1]}"] = (now[1],)
    return found


def following(source: str, old: str, numbers: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """What a reference may show once it follows its clause: the numbers of the clause now; for a title inside it (« 20.2 »),
    these and its rank (« 21.2 »); for a table, that of its caption."""
    if source.startswith(TABLE_TARGET):
        return tuple(numbers.get(f"tableau {normal(old).rpartition(' ')[2]}", ()))
    clause, mark, _ = source.partition(ANCHOR_MARK)
    found = tuple(filter(None, numbers.get(clause, ())))
    if not mark:
        return found
    owns = [_WORD.sub(lambda word: "A" if word[1] else "", number) for number in found]
    return tuple(".".join([own, *old.split(".")[own.count(".") + 1 :]]) for own in owns)


def _between(text: str) -> str:
    """A stretch between references, with the spaces at its ends."""
    return re.escape(normal(f"#{text}#")[1:-1])
