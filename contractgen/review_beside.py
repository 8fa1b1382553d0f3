"""Texts out of the flow of a contract that came back, boxes and notes, as new texts: the two views of a file in, clauses out.

No delivered contract has any: whatever stands there was put there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from contractgen.review_matching import SURE, Place
from contractgen.review_text import normal
from contractgen.review_view import View, readable
from contractgen.reviewed import Change, ReviewedClause
from contractgen.word.beside import Beside, beside, drawings

_CITED, _TOLD = 60, 3
_NEW = ("zone de texte", "note de bas de page", "note de fin")


def new_beside(
    accepted: Mapping[str, bytes], rejected: Mapping[str, bytes], places: Sequence[Place], view: View, start: int
) -> tuple[ReviewedClause, ...]:
    """The new texts in boxes and notes, numbered from `start`; a text that stays when all is rejected came in silence."""
    shown, stays = beside(accepted), {normal(one.text) for one in beside(rejected)}
    here = {normal(one.text) for one in shown}
    gone = [one for one in beside(rejected) if normal(one.text) not in here]
    owners = {
        normal(view.lines[line].text): places[index].entry
        for index, found in enumerate(view.matches)
        for line in found.lines
    }
    told = [one for one in (*shown, *gone) if one.holder in _NEW]
    return tuple(
        _clause(f"nouveau-{number}", one, owners.get(normal(one.near), ""), one in shown, normal(one.text) in stays)
        for number, one in enumerate(told, start)
    )


def _clause(ident: str, one: Beside, after: str, accepted: bool, silent: bool) -> ReviewedClause:
    change = Change("added", not silent, "", readable(one.text), SURE)
    text = readable(one.text)
    return ReviewedClause(
        ident, "", "", text[:80], "new", "", text if accepted else "", text if silent else "", SURE, silent,
        False, after, (change,), one.holder,
    )  # fmt: skip


def unseen_beside(parts: Mapping[str, bytes]) -> Iterator[str]:
    """What else stands beside the text, to be told as what was not compared."""
    for one in dict.fromkeys(beside(parts)):
        if one.holder not in _NEW:
            yield f"{one.holder} : « {one.text[:160]} »"
    found = drawings(parts)
    if found:
        plural = "s" if len(found) > 1 else ""
        near = [f"« {readable(text)[:_CITED]} »" for text in dict.fromkeys(found) if text.strip()]
        places = f", près de {', '.join(near[:_TOLD])}" if near else ""
        yield f"image{plural} ou dessin{plural} ({len(found)}), dont aucun texte n'est lu{places} ; l'envoi n'en avait aucun dans ses pages"
