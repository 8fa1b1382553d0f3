"""What of a requirement a contract says in part: a case in, its doubt out."""

from __future__ import annotations

from contractgen.lexical.case import AROUND, DOUBTFUL, Case, Verdict, articles_on, best, run_of
from contractgen.lexical.sentences import together

_MANY = 5  # groups; of so many, two may lack and the passage still speaks of it
PARTLY = "à vérifier : il manque une partie de ce que l'exigence demande"


def in_part(case: Case) -> Verdict:
    """A passage on the subject, or a list, short of a word; without the subject, nothing speaks of it."""
    if case.evidence.least or case.evidence.core:
        return _short_of_some(case)
    if not case.held[0] or case.needed <= 2:
        return None
    lacking = (case.needed - 1) // 2  # of five two, of seven three, and the passage still speaks of it
    fewest = case.needed - lacking
    text, evidence = case.text, case.evidence
    named = case.held[0] & text.titles
    under = {rank for rank, heads in enumerate(text.heads) if named.intersection(heads[-1:])} if named else set()
    rank, wide, _ = best(case.held, AROUND, text, case.held[0] | under)
    if rank is not None and wide >= fewest:
        led = rank not in case.held[0]
        if together(text.folds[rank], evidence, lacking=max(lacking, min(2, case.needed - 2)) + led, led=led):
            return DOUBTFUL, PARTLY, rank
    ranks = run_of(case.held, case.text, lacking=1) if case.needed > 3 else []
    ranks = ranks or next(articles_on(case, fewest), [])
    return (DOUBTFUL, PARTLY, ranks[0]) if ranks else None


def _short_of_some(case: Case) -> Verdict:
    """A passage, or an article, that says as much of it as a part must hold."""
    least = case.evidence.least
    fewest = least or case.needed - (2 if case.needed >= _MANY else 1)
    lacking = case.needed - fewest if least else min(2, case.needed - 2)
    rank = case.near
    about = rank is not None and rank in case.held[0] and case.needed > 2 and case.wide >= fewest
    if rank is not None and about and together(case.text.folds[rank], case.evidence, lacking=lacking):
        return DOUBTFUL, PARTLY, rank
    ranks = _with_least(case) if least else []
    ranks = ranks or (run_of(case.held, case.text, lacking=1) if case.needed > 3 else [])
    return (DOUBTFUL, PARTLY, ranks[0]) if ranks else None


def _with_least(case: Case) -> list[int]:
    """The passages on the subject, or rows under a title that names it, that hold enough groups to say a part of it, those
    with most first; or those of an article that do together."""
    text, subject, least = case.text, case.held[0], case.evidence.least
    above = text.rows_under(subject)
    owned = {
        rank: sum(rank in group or above.get(rank) in group for group in case.held)
        for rank in subject.union(above) - text.titles
    }
    ranks = sorted((rank for rank in owned if owned[rank] >= least), key=lambda rank: (-owned[rank], rank))
    for title, under in text.articles_on(subject) if case.evidence.article and not ranks else ():
        told = [rank for rank in under if any(rank in group for group in case.held)]
        if told and sum(not group.isdisjoint((title, *told)) for group in case.held) > least:
            return told
    return ranks


def at_its_core(case: Case) -> Verdict:
    """A passage with the first groups only, of a requirement of many parts."""
    core = case.evidence.core
    ranks = sorted(frozenset.intersection(*case.held[:core]) - case.text.titles) if core else []
    first = case.evidence._replace(groups=case.evidence.groups[:core])
    return next(((DOUBTFUL, PARTLY, rank) for rank in ranks if together(case.text.folds[rank], first)), None)
