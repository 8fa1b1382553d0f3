"""The checks, in the order in which their findings are shown. One small function a finding code; no registration."""

from __future__ import annotations

from contractgen.checks.answering import (
    applied_defaults,
    dressed_texts,
    idle_variants,
    missing_answers,
    missing_cells,
    normalised_texts,
    open_points,
    parked_answers,
    unidentified_provider,
    unnamed_fallback,
    vigilance_after_renewal,
)
from contractgen.checks.context import Context
from contractgen.checks.selecting import undecided_clauses, unverified_sources
from contractgen.model import Finding

CHECKS = (
    missing_answers,
    missing_cells,
    open_points,
    undecided_clauses,
    parked_answers,
    unidentified_provider,
    unnamed_fallback,
    vigilance_after_renewal,
    idle_variants,
    normalised_texts,
    dressed_texts,
    unverified_sources,
    applied_defaults,
)


def run_checks(context: Context) -> tuple[Finding, ...]:
    """The findings of every check for a lot, those of assembly first."""
    return (*dict.fromkeys(context.assembled), *(finding for check in CHECKS for finding in check(context)))
