"""The defined terms that the texts of the library use, and the clauses that print the definitions of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contractgen.definitions import forms_in
from contractgen.model import (
    Block,
    Clause,
    Library,
    Paragraph,
    ParagraphTemplate,
    Plan,
    Rows,
    Run,
    Table,
    TableTemplate,
    When,
)

_DEFINITIONS = "definitions_retenues"


def terms_used(library: Library) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """For each clause of a plan, the terms that its own text uses, each with the clauses of the plan that define it."""
    owner = {form: definition.id for definition in library.definitions for form in definition.forms}
    forms = tuple(sorted(owner))
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for plan in library.plans:
        printing = _printing(library, plan)
        for part in plan.parts:
            for slug in part.clauses:
                used = _inside(library.clauses[slug], forms)
                terms = dict.fromkeys(owner[form] for form in sorted(used))
                found[slug] = [(term, printing) for term in terms]
    return found


def _printing(library: Library, plan: Plan) -> tuple[str, ...]:
    """The clauses of a plan that print the definitions used."""
    slugs = [slug for part in plan.parts for slug in part.clauses]
    return tuple(slug for slug in slugs if any(_is_printing(block) for block in library.clauses[slug].blocks))


def _is_printing(block: Block) -> bool:
    if isinstance(block, Rows) and block.table == _DEFINITIONS:
        return True
    return isinstance(block, (When, Rows)) and any(map(_is_printing, block.blocks))


def _inside(clause: Clause, forms: tuple[str, ...]) -> set[str]:
    """The forms used inside a sentence: a capital at its beginning makes no term."""
    text = "\n".join(texts_of(clause.blocks))
    return {form for form in forms_in(text, forms) if re.search(rf"[\w,;:)’'] {re.escape(form)}(?!\w)", text)}


def texts_of(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The texts that a body holds, without its values."""
    for block in blocks:
        if isinstance(block, (When, Rows)):
            yield from texts_of(block.blocks)
        elif isinstance(block, ParagraphTemplate):
            yield "".join(span.text for span in block.spans if isinstance(span, Run))
        elif isinstance(block, TableTemplate):
            for row in (block.header, *block.rows):
                yield from ("".join(span.text for span in cell if isinstance(span, Run)) for cell in row)
        elif isinstance(block, Table):
            yield from (cell.text for row in (block.header, *block.rows) for cell in row)
        elif isinstance(block, Paragraph):
            yield block.text
