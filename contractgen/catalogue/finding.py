"""A card by its name, whatever kind of entry it is; nearest names where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches

from contractgen.catalogue.card import Card, answer_card, clause_card, requirement_card, term_card
from contractgen.errors import ContentError
from contractgen.evolution.edition import Edition

KINDS: dict[str, Callable[[str, Edition], Card]] = {
    "clause": clause_card,
    "requirement": requirement_card,
    "answer": answer_card,
    "term": term_card,
}
_FRENCH = {"clause": "clause", "requirement": "exigence", "answer": "réponse", "term": "définition"}


def names(kind: str, edition: Edition) -> tuple[str, ...]:
    """All entries of a kind: clause, requirement, answer (question, fact or parameter) or term."""
    library = edition.library
    found: dict[str, Iterable[str]] = {
        "clause": library.clauses,
        "requirement": library.requirements,
        "answer": (*edition.questionnaire.questions, *library.facts, *library.parameters),
        "term": (one.id for one in library.definitions),
    }
    return tuple(found[kind])


def card(kind: str, name: str, edition: Edition) -> Card:
    """The card of an entry. Raises ContentError, with the nearest names, when there is none of this name."""
    if name not in names(kind, edition):
        near = get_close_matches(name, names(kind, edition), 3, 0.4)
        hint = f" Vouliez-vous {' ou '.join(f'« {one} »' for one in near)} ?" if near else ""
        raise ContentError(f"Aucune {_FRENCH[kind]} « {name} » dans cette bibliothèque.{hint}")
    return KINDS[kind](name, edition)
