"""Checks on the selection: clauses undecided, and sources that no lawyer has confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from contractgen.checks.context import Context
from contractgen.model import Finding


def undecided_clauses(context: Context) -> Iterator[Finding]:
    """clause-undecided: a clause whose condition lacks an answer."""
    for decision in context.selection.decisions.values():
        if decision.state == "undecided":
            title = context.library.clauses[decision.clause].title
            yield Finding("clause-undecided", "error", decision.clause, f"La clause « {title} » ne peut être ni retenue ni écartée. {decision.reason}",
                          "Répondez à ces questions.", lacking=decision.lacking)  # fmt: skip


def unverified_sources(context: Context) -> Iterator[Finding]:
    """source-unverified: a clause that is in and whose sources no lawyer has confirmed."""
    for slug in context.selection.decisions:
        clause = context.library.clauses[slug]
        if context.selection.has(slug) and not clause.verified:
            yield Finding("source-unverified", "info", slug, f"Clause « {clause.title} » : sources à faire confirmer par un juriste.",
                          clause.note)  # fmt: skip
