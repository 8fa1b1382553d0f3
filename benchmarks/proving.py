"""Proof: the claims of the shipped library, and of one with ten times the clauses; time and memory, no peer does it."""

from __future__ import annotations

import resource
import time
from collections import Counter

from benchmarks.report import Report
from benchmarks.samples import load, times_the_clauses
from contractgen.model import Library, Questionnaire

_TIMES = 10
_SECONDS = 10.0
_MOST = 1.5  # over the straight line


def run(report: Report) -> None:
    """Section 6."""
    content = load()
    report.title("Proof of the library, over all answers")
    once = _proved(report, "the shipped library", content.library, content.questionnaire)
    many = _proved(
        report, f"{_TIMES} times the clauses", times_the_clauses(content, _TIMES).library, content.questionnaire
    )
    report.at_most("seconds for the shipped library", once, _SECONDS)
    report.at_most(f"cost per clause, {_TIMES} times the clauses over one", many / once / _TIMES, _MOST)


def _proved(report: Report, name: str, library: Library, questionnaire: Questionnaire) -> float:
    from contractgen.proof.prover import prove

    begun = time.perf_counter()
    proofs = prove(library, questionnaire)
    spent = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    statuses = ", ".join(f"{count} {status}" for status, count in Counter(proof.status for proof in proofs).items())
    report.line(f"{name}: {statuses}; {spent:.1f} s, at most {memory:.0f} MB")
    return spent
