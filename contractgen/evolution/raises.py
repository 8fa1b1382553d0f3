"""How much a version must be raised: MAJOR when the legal effect or a needed answer changes, MINOR for a new optional
text, PATCH for wording. What can be computed is; an author may always raise more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from contractgen.evolution.changes import Change
from contractgen.evolution.edition import Edition
from contractgen.evolution.effects import Effect
from contractgen.model import Clause

PATCH, MINOR, MAJOR = 1, 2, 3
NAMES = {0: "aucun", PATCH: "PATCH", MINOR: "MINOR", MAJOR: "MAJOR"}


class Raise(NamedTuple):
    """What a change asks of a version; `entry`: the clause, or « bibliothèque »; `reasons` in French."""

    entry: str
    old: str
    new: str
    needed: int
    reasons: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Whether the version was raised as much as is needed."""
        return raised(self.old, self.new) >= self.needed


def raised(old: str, new: str) -> int:
    """By how much a version was raised: MAJOR, MINOR, PATCH, 0 when it is the same, -1 when it went back."""
    before, after = (tuple(map(int, version.split("."))) for version in (old, new))
    if after <= before:
        return 0 if after == before else -1
    return next(level for level, index in ((MAJOR, 0), (MINOR, 1), (PATCH, 2)) if after[index] != before[index])


def raises(old: Edition, new: Edition, found: Iterable[Change], effects: Iterable[Effect]) -> tuple[Raise, ...]:
    """What each changed clause asks, and the library as a whole."""
    found, effects = tuple(found), tuple(effects)
    clauses = [
        _of_clause(change, old.library.clauses[change.id], new.library.clauses[change.id], effects)
        for change in found
        if change.kind == "clause" and change.status == "changed"
    ]
    definitions = [
        Raise(change.id, *change.versions, MAJOR if change.words else PATCH, ("le sens d'un terme défini change" if change.words else "forme",))
        for change in found
        if change.kind == "définition" and change.status == "changed"
    ]  # fmt: skip
    entries = [one for one in (*clauses, *definitions) if one.needed]
    reasons = [
        *((one.needed, f"{one.entry} : {', '.join(one.reasons)}") for one in entries),
        *_of_library(found, effects),
    ]
    needed = max((level for level, _ in reasons), default=0)
    told = tuple(text for level, text in reasons if level == needed)
    return (*entries, Raise("bibliothèque", old.library.version, new.library.version, needed, told))


def _of_clause(change: Change, old: Clause, new: Clause, effects: tuple[Effect, ...]) -> Raise:
    reasons = list(_reasons(change, old, new, effects))
    needed = max((level for level, _ in reasons), default=PATCH if change.fields or change.words else 0)
    return Raise(
        change.id, *change.versions, needed, tuple(text for level, text in reasons if level == needed) or ("rédaction",)
    )


def _reasons(change: Change, old: Clause, new: Clause, effects: tuple[Effect, ...]) -> Iterator[tuple[int, str]]:
    lost = [ident for ident in old.satisfies if ident not in new.satisfies]
    if lost:
        yield MAJOR, f"elle ne porte plus {', '.join(lost)}"
    if old.core and not new.core:
        yield MAJOR, "elle quitte le socle"
    for effect in effects:
        if effect.subject == change.id and effect.kind in ("in", "out"):
            yield (MAJOR, "sa condition se resserre") if effect.kind == "out" else (MINOR, "sa condition s'élargit")
    read = [name for name in new.names if name not in old.names]
    if read:
        yield MAJOR, f"elle lit de nouvelles réponses : {', '.join(read)}"
    gained = [ident for ident in new.satisfies if ident not in old.satisfies]
    if gained:
        yield MINOR, f"elle porte en plus {', '.join(gained)}"
    if len(new.blocks) > len(old.blocks):
        yield MINOR, "elle a des passages de plus"
    if len(new.blocks) < len(old.blocks):
        yield MAJOR, "elle a des passages de moins"


def _of_library(found: tuple[Change, ...], effects: tuple[Effect, ...]) -> Iterator[tuple[int, str]]:
    for change in found:
        if change.kind == "clause" and change.status != "changed":
            yield (
                (MINOR, f"clause ajoutée : {change.id}")
                if change.status == "added"
                else (MAJOR, f"clause retirée : {change.id}")
            )
        elif change.kind in ("exigence", "règle") and (
            change.status != "changed" or change.has("when", "must", "severity", "answers", "rules")
        ):
            yield MAJOR, f"{change.kind} {change.id} : un dossier livré peut être refusé, ou une protection perdue"
        elif change.kind == "question" and (
            change.status == "removed" or change.has("type", "choices", "columns", "required", "when")
        ):
            yield MAJOR, f"question {change.id} : les réponses demandées changent"
        elif change.kind == "paramètre" and change.has("values"):
            yield MINOR, f"paramètre {change.id} : sa valeur change"
        elif change.kind not in ("clause", "définition"):
            yield PATCH, f"{change.kind} {change.id}"
    if any(effect.kind == "incomplete" for effect in effects):
        yield MAJOR, "un dossier complet jusqu'ici ne l'est plus"
