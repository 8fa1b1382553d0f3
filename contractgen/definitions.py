"""The definitions that a document needs: those of the terms its text really uses, and those they use in turn."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache, partial

from contractgen.kept import Kept
from contractgen.model import AssembledClause, Definition, Paragraph, Table


def used_definitions(definitions: tuple[Definition, ...], clauses: Iterable[AssembledClause]) -> tuple[Definition, ...]:
    """The definitions whose terms occur in the clauses or in the meaning of another one used, by order of term."""
    by_form = {form: definition for definition in definitions for form in definition.forms}
    waiting = list(_forms_used(clauses, tuple(sorted(by_form))))
    used: dict[str, Definition] = {}
    while waiting:
        definition = by_form[waiting.pop()]
        if definition.id not in used:
            used[definition.id] = definition
            waiting += forms_in(definition.meaning, tuple(sorted(by_form)))
    return tuple(sorted(used.values(), key=lambda definition: _sort_key(definition.term)))


def _forms_used(clauses: Iterable[AssembledClause], forms: tuple[str, ...]) -> set[str]:
    """The forms in the texts of the library, each looked at once for all documents, and in those of this document."""
    found: set[str] = set()
    return found.union(
        *[_kept_forms.made(clause.id, (clause,), partial(_forms_of, clause, forms), forms) for clause in clauses]
    )


def _forms_of(clause: AssembledClause, forms: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    own: list[str] = []
    for block in clause.blocks:
        texts = [block.text] if isinstance(block, Paragraph) else _cell_texts(block)
        if block.fixed:
            found.update(*[_forms_in_library(text, forms) for text in texts])
        else:
            own += texts
    return found | forms_in("\n".join(own), forms)


_kept_forms: Kept[set[str]] = Kept()


def _cell_texts(table: Table) -> list[str]:
    return [table.caption, *[cell.text for row in (table.header, *table.rows) for cell in row]]


def forms_in(text: str, forms: tuple[str, ...]) -> set[str]:
    """The forms that occur in the text as whole words, capitals as written."""
    return set(_pattern(forms).findall(text)) if forms else set()


@lru_cache(maxsize=8192)
def _forms_in_library(text: str, forms: tuple[str, ...]) -> frozenset[str]:
    """The same, remembered: only for texts of the library, never for one that holds an answer."""
    return frozenset(forms_in(text, forms))


@lru_cache(maxsize=8)
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    """The longest forms first, so that « Jours ouvrés » is not read as another term."""
    longest = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")


def _sort_key(term: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFD", term).encode("ascii", "ignore").decode().lower()
