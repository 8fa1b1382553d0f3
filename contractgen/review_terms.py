"""A definition that was changed changes every clause that uses its term: a reviewed clause in, those clauses out."""

from __future__ import annotations

from collections.abc import Iterator

from contractgen.definitions import forms_in
from contractgen.model import Library
from contractgen.review_text import normal, without_bullet
from contractgen.reviewed import ReviewedClause
from contractgen.word.embedded import Base

_PARTED = " : "  # the term, then what it means


def terms_changed(clause: ReviewedClause, base: Base, library: Library) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each term whose definition was reworded or deleted in a clause, with the numbers of the other clauses that use it,
    in the order of the document."""
    by_term = {normal(definition.term): definition for definition in library.definitions}
    for change in clause.changes:
        term = normal(without_bullet(change.base).replace("\u00a0", " ").partition(_PARTED)[0])
        definition = by_term.get(term)
        if definition is not None and change.kind in ("reworded", "deleted"):
            uses = (
                normal(entry.number)
                for entry in base.entries
                if entry.tag and entry.id != clause.id
                and any(forms_in(line.text, definition.forms) for line in entry.lines)
            )  # fmt: skip
            yield definition.term, tuple(uses)
