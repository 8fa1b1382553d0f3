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
    """source-unverified: how many of the clauses that are in no lawyer has confirmed."""
    present = [slug for slug in context.selection.decisions if context.selection.has(slug)]
    doubtful = [slug for slug in present if not context.library.clauses[slug].verified]
    if doubtful:
        some = "aucune clause" if doubtful == present else f"{len(present) - len(doubtful)} clauses sur {len(present)}"
        verb = "n'a été confirmée" if doubtful == present else "ont été confirmées"
        yield Finding("source-unverified", "info", "clauses", f"Textes et sources : {some} de ce dossier {verb} par un juriste.",
                      "Faites relire le contrat ; les notes de --notes le rappellent clause par clause.")  # fmt: skip
