"""The definitions that a document needs: those of the terms its text really uses, and those they use in turn."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from contractgen.model import Definition


def used_definitions(definitions: tuple[Definition, ...], texts: Iterable[str]) -> tuple[Definition, ...]:
    """The definitions whose terms occur in the texts or in the meaning of another one used, by order of term."""
    by_form = {form: definition for definition in definitions for form in definition.forms}
    forms = tuple(sorted(by_form))
    used: dict[str, Definition] = {}
    waiting = ["\n".join(texts)]
    while waiting:
        for form in forms_in(waiting.pop(), forms):
            definition = by_form[form]
            if definition.id not in used:
                used[definition.id] = definition
                waiting.append(definition.meaning)
    return tuple(sorted(used.values(), key=lambda definition: _sort_key(definition.term)))


def forms_in(text: str, forms: tuple[str, ...]) -> set[str]:
    """The forms that occur in the text as whole words, capitals as written."""
    return set(_pattern(forms).findall(text)) if forms else set()


@lru_cache(maxsize=8)
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    """The longest forms first, so that « Jours ouvrés » is not read as another term."""
    longest = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")


def _sort_key(term: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFD", term).encode("ascii", "ignore").decode().lower()
