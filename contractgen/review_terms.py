"""A definition that was changed changes every clause that uses its term: a reviewed clause in, those clauses out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from contractgen.definitions import forms_in
from contractgen.model import Definition, Library
from contractgen.review_text import normal, without_bullet
from contractgen.reviewed import Change, ReviewedClause
from contractgen.word.embedded import Base

_PARTED = " : "  # the term, then what it means
_MEANS = r"(?:désigne(?:nt)?|signifie(?:nt)?|s'entend(?:ent)?|est entendue?|sont entendue?s)\b"


class TermChanged(NamedTuple):
    """A term whose definition changed. `again`: the old one stays, and other words define the term too; `uses`: the
    numbers of the other clauses that use it, in the order of the document."""

    term: str
    again: bool
    uses: tuple[str, ...]


def terms_changed(clause: ReviewedClause, base: Base, library: Library) -> Iterator[TermChanged]:
    """Each term whose definition was reworded or deleted in a clause, or that new words of it define again."""
    by_term = {normal(definition.term): definition for definition in library.definitions}
    told: dict[str, bool] = {}
    for change in clause.changes:
        own = normal(without_bullet(change.base).replace("\u00a0", " ").partition(_PARTED)[0])
        if own in by_term and change.kind in ("reworded", "deleted"):
            told[own] = False
        else:
            for term in _defined(change, by_term):
                told.setdefault(term, True)
    for term, again in told.items():
        definition = by_term[term]
        uses = (
            normal(entry.number)
            for entry in base.entries
            if entry.tag and entry.id != clause.id
            and any(forms_in(line.text, definition.forms) for line in entry.lines)
        )  # fmt: skip
        yield TermChanged(definition.term, again, tuple(uses))


def _defined(change: Change, terms: Mapping[str, Definition]) -> Iterator[str]:
    """The terms that the words of a change define, and its base did not."""
    for term in terms:
        said = re.compile(rf"\"?\b{re.escape(term)}\b\"?(?:,? ?{_MEANS})", re.I)
        opens = re.compile(rf"\"?{re.escape(term)}\"?:")
        if (said.search(normal(change.found)) and not said.search(normal(change.base))) or (
            change.kind == "added" and any(opens.match(normal(without_bullet(one))) for one in change.found.split("\n"))
        ):
            yield term
