"""Paragraphs of a clause that were only cut or joined, told: a reviewed clause in, its finding out.

Where a paragraph ends may matter (an exception that was part of a sentence's paragraph and stands alone), so it is told;
but no word came nor went, and this is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contractgen.model import Finding
from contractgen.review_characters import visible
from contractgen.review_matching import DOUBTFUL, LIKELY, SURE
from contractgen.review_recut import JOINED, SPLIT
from contractgen.review_text import normal
from contractgen.reviewed import Change, ReviewedClause

_TOLD, _BEGINNING = 3, 60


def cut_or_joined(changes: Sequence[Change]) -> list[Change]:
    """Those of the changes that only cut or join paragraphs."""
    return [change for change in changes if change.kind in (SPLIT, JOINED)]


def paragraphs_recut(clause: ReviewedClause, place: str) -> Iterator[Finding]:
    """paragraphs-recut. `place`: the clause, as it is named to the reader."""
    cuts = cut_or_joined(clause.changes)
    if not cuts or clause.status == "deleted":
        return
    quiet = ", sans suivi des modifications" if any(not change.tracked for change in cuts) else ""
    told = " ; ".join(map(said, cuts[:_TOLD]))
    left = len(cuts) - _TOLD
    more = f" ; et {left} autre{'s' if left > 1 else ''}" if left > 0 else ""
    yield Finding("paragraphs-recut", "warning", clause.id, f"{place} : {told}{more}{quiet} ({_least_sure(cuts)}).",
                  "Vérifiez que le sens ne dépend pas de l'endroit où le paragraphe s'arrête.")  # fmt: skip


def _least_sure(changes: Sequence[Change]) -> str:
    return max((change.confidence for change in changes), key=(SURE, LIKELY, DOUBTFUL).index)


def said(change: Change) -> str:
    """What happened to a paragraph, and whether its words stayed."""
    before, after = change.base.split("\n"), change.found.split("\n")
    same = ", mots inchangés" if normal(change.base) == normal(change.found) else ""
    if change.kind == JOINED:
        return f"« {_beginning(before[1])} » joint au paragraphe qui le précède{same}"
    return f"« {_beginning(before[0])} » coupé en {len(after)} paragraphes{same}, le deuxième commence par « {_beginning(after[1])} »"


def _beginning(text: str) -> str:
    text = visible(" ".join(text.split()))
    return text if len(text) <= _BEGINNING else f"{text[: _BEGINNING - 1]}…"
