"""What a contract that others wrote says of each requirement, as far as its words tell; never more certain than they are.

A passage that holds a word of each group, and no negation beside them, is evidence; with its titles, its list or passages on
the same subject it is weaker; with others, one group short, or negated, it is only doubtful. Whether the passage is enough is for a lawyer to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from contractgen.lexical.binding import is_loose, shortfall
from contractgen.lexical.case import ANNEX_MISSING, AROUND, DOUBTFUL, FOUND, NOT_FOUND, Case, Verdict, best, run_of
from contractgen.lexical.evidence import Evidence, pattern
from contractgen.lexical.forms import BLANK
from contractgen.lexical.leading import elsewhere, missing_document, named_document
from contractgen.lexical.outline import Text, text_of
from contractgen.lexical.partial import at_its_core, in_part
from contractgen.lexical.passages import Passage
from contractgen.lexical.quoting import quoted
from contractgen.lexical.sentences import CONTRARY, denied, is_about_other, is_short, together
from contractgen.model import Library

_BESIDE = "à vérifier : les mots attendus dans des passages voisins"
_LEFT = "renvoie à une annexe ou à un document qui n'est pas dans le fichier"
_NAMED = "un document qui n'est pas dans le fichier porte, par son titre, sur ce sujet"
_FAR = "à vérifier : les mots attendus sont dans des phrases éloignées"
_MOST_PASSAGES = 60  # that hold all words, looked at; a contract says a thing a few times
_SEVERAL = 4  # groups; fewer, each in another line of a list, may be of other things


class Judged(NamedTuple):
    """What was found of a requirement. `status`: found, doubtful, annex_missing, not_found; `applies`: always, or
    according to the case; `sure`: how sure that is, in French; `quote` and `place`: the passage."""

    requirement: str
    severity: str
    applies: bool
    status: str
    sure: str
    quote: str = ""
    place: str = ""


def judge(passages: tuple[Passage, ...], evidence: Mapping[str, Evidence], library: Library) -> tuple[Judged, ...]:
    """A judgement for each requirement of the library, in its order."""
    text = text_of(passages)
    return tuple(_judged(ident, evidence[ident], text, library) for ident in library.requirements)


def _judged(ident: str, evidence: Evidence, text: Text, library: Library) -> Judged:
    requirement = library.requirements[ident]
    verdict = None
    if not evidence.context or any(map(text.holding, evidence.context)):
        case = _case(_asked(evidence, text), text)
        verdict = next(filter(None, (reading(case) for reading in (_OWN if evidence.own else _READINGS))), None)
    status, sure, rank = verdict or (NOT_FOUND, "rien de probant", None)
    if status == FOUND and evidence.matter and not any(map(text.holding, evidence.matter)):
        status, sure = DOUBTFUL, "à vérifier : rien d'autre ne dit que le contrat soit de cette matière"
    looked = evidence._replace(groups=(evidence.documents,)) if sure == _NAMED else evidence
    quote, place = ("", "") if rank is None else quoted(text.passages[rank], looked)
    return Judged(ident, requirement.severity, requirement.when is None, status, sure, quote, place)


def _asked(evidence: Evidence, text: Text) -> Evidence:
    """The evidence without the groups that something firmly said elsewhere in the contract stands for."""
    last = len(evidence.groups) - len(evidence.elsewhere)
    asked = [
        group
        for group, words in zip(evidence.groups[last:], evidence.elsewhere, strict=True)
        if not _is_said(evidence._replace(groups=(words,)), text)
    ]
    return evidence._replace(groups=(*evidence.groups[:last], *asked)) if evidence.elsewhere else evidence


def _is_said(evidence: Evidence, text: Text) -> bool:
    ranks = frozenset().union(*map(text.holding, evidence.groups[0])) - text.titles
    return any(_held(text, evidence, [rank], "")[0] == FOUND for rank in sorted(ranks)[:_MOST_PASSAGES])


def _case(evidence: Evidence, text: Text) -> Case:
    held = [frozenset().union(*[text.holding(word) for word in group]) for group in evidence.groups]
    if evidence.other:
        held[0] = frozenset(rank for rank in held[0] if not is_about_other(text.folds[rank], evidence))
    alone, count, _ = best(held, 0, text)
    return Case(text, evidence, tuple(held), alone, count, *best(held, AROUND, text))


def _by_its_own_words(case: Case) -> Verdict:
    if case.near is None or case.wide < max(2, round(case.needed * 0.7)):
        return None
    return DOUBTFUL, "à vérifier : reconnu aux seuls mots de l'exigence", case.near


def _in_one_passage(case: Case) -> Verdict:
    if case.alone is None or case.most < case.needed:
        return None
    verdict = _whole(case.held, case.text, case.evidence)
    return None if case.evidence.article and verdict[1] == _FAR else verdict  # its article may be that paragraph


def _in_neighbours(case: Case) -> Verdict:
    rank = case.near
    if rank is None or case.wide < case.needed or case.own < case.needed - 1:
        return None
    if not _led(case.held, rank, case.text) or _strays(case.held, rank, case.text, case.evidence):
        return None
    ranks = case.text.around(rank, AROUND)
    beside = frozenset(ranks) & case.text.titles.union(case.held[0], *case.text.runs)
    own = beside.union(case.text.heads[rank])  # its titles, its list, what speaks of the same thing
    if all(rank in group or own & group for group in case.held):
        sure = "possible : les mots attendus dans un passage et ceux du même sujet"
        return *_held(case.text, case.evidence, ranks, sure, rank), rank
    status, sure = _held(case.text, case.evidence, ranks, _BESIDE, rank)
    return DOUBTFUL if status == FOUND else status, sure, rank


def _apart(case: Case) -> Verdict:
    said = sorted(case.held[0] - case.text.titles) if case.evidence.apart and all(case.held) else []
    if not said:
        return None
    return *_held(case.text, case.evidence, said[:1], "possible : les mots attendus en plusieurs endroits"), said[0]


def _in_its_article(case: Case) -> Verdict:
    said = frozenset().union(*case.held) - case.text.titles
    for title, under in case.text.articles_on(case.held[0]) if case.evidence.article else ():
        told = [rank for rank in under if rank in said and not is_loose(case.text.folds[rank])]
        if told and all(not group.isdisjoint((title, *told)) for group in case.held):
            main = max(told, key=lambda one: (one in case.held[0], sum(one in group for group in case.held)))
            return *_held(
                case.text, case.evidence, told, "possible : les mots attendus dans le même article", main
            ), main
    return None


def _in_a_list(case: Case) -> Verdict:
    ranks = run_of(case.held, case.text) if case.needed > 2 else []
    if not ranks:
        return None
    if case.needed < _SEVERAL or (case.evidence.least and not case.evidence.article):
        return DOUBTFUL, "à vérifier : les mots attendus dans des lignes différentes d'une liste", ranks[0]
    main = max(ranks, key=lambda one: sum(one in group for group in case.held))
    return *_held(
        case.text, case.evidence, ranks, "possible : les mots attendus dans les lignes d'une liste", main
    ), main


def _left_to_annex(case: Case) -> Verdict:
    rank = missing_document(case.held, case.text, case.evidence)
    return None if rank is None else (ANNEX_MISSING, _LEFT, rank)


def _in_a_named_document(case: Case) -> Verdict:
    """A document that is not in the file, and has by its name what the requirement asks."""
    rank = named_document(case.text, case.evidence)
    return None if rank is None else (ANNEX_MISSING, _NAMED, rank)


_OWN = (_by_its_own_words, _in_a_named_document)
_READINGS = (
    _in_one_passage,
    _apart,
    _in_its_article,
    _in_neighbours,
    _in_a_list,
    _left_to_annex,
    in_part,
    at_its_core,
    _in_a_named_document,
)


def _strays(held: Sequence[frozenset[int]], rank: int, text: Text, evidence: Evidence) -> bool:
    """Whether a passage that has its subject from its title only is about something else."""
    return rank not in held[0] and any(pattern(word).search(text.folds[rank]) for word in evidence.other)


def _whole(held: Sequence[frozenset[int]], text: Text, evidence: Evidence) -> tuple[str, str, int]:
    """What the passages that hold all words say: the surest that is evidence, else the first. A passage that only speaks of
    the subject elsewhere, with a negation, takes nothing from it; one that says the contrary does."""
    ranks = sorted(frozenset.intersection(*held) - text.titles)[:_MOST_PASSAGES]
    close = [rank for rank in ranks if together(text.folds[rank], evidence, led=text.leads(rank, evidence))]
    if not close:
        return DOUBTFUL, _FAR, ranks[0]
    said = [(*_held(text, evidence, [rank], _sure(rank, text, evidence)), rank) for rank in close]
    contrary = next((one for one in said if one[1] == CONTRARY), None)
    found = sorted((one for one in said if one[0] == FOUND), key=lambda one: one[1], reverse=True)  # « probable » first
    return contrary or next(iter(found), said[0])


def _sure(rank: int, text: Text, evidence: Evidence) -> str:
    if together(text.folds[rank], evidence, reach=0, led=text.leads(rank, evidence)):
        return "probable : tous les mots attendus dans une même phrase"
    return "possible : les mots attendus dans des phrases voisines"


def _led(held: Sequence[frozenset[int]], rank: int, text: Text) -> bool:
    """Whether a passage that lacks a word has it from where it may: the subject, or one word of two, from a title beside it,
    any other from a neighbour too."""
    titles = text.titles.intersection(text.around(rank, AROUND))
    return all(rank in group or titles & group for group in (held if len(held) < 3 else held[:1]))


def _held(text: Text, evidence: Evidence, ranks: Sequence[int], sure: str, main: int | None = None) -> tuple[str, str]:
    """All words are there: found, unless what holds them says no, or leaves it to an annex that is not there."""
    main = ranks[-1] if main is None else main
    beside = " ".join(text.folds[place] for place in (*text.around(main, 1), *ranks))
    if any(pattern(word).search(beside) for word in evidence.against):
        return DOUBTFUL, CONTRARY
    if evidence.years and is_short([text.folds[rank] for rank in (*ranks, *text.around(main, 1))], evidence):
        return DOUBTFUL, "à vérifier : la durée y est plus courte que ce que l'exigence demande"
    if BLANK.search(" ".join(text.folds[rank] for rank in ranks if rank not in text.titles)):
        return DOUBTFUL, "à vérifier : le passage laisse un blanc à remplir"
    if any(denied(text.folds[rank], evidence) for rank in ranks):
        return DOUBTFUL, "à vérifier : le passage contient une négation ou une exclusion"
    if (text.defines(main) and not evidence.states) or (text.recites(main) and evidence.provider):
        return DOUBTFUL, "à vérifier : le passage définit ou rappelle, sans engager"
    if text.describes(main) and not evidence.processor:
        return DOUBTFUL, "à vérifier : le tableau décrit des traitements de données, sans engager"
    if less := shortfall([text.folds[rank] for rank in ranks if rank not in text.titles], evidence, text.folds[main]):
        return DOUBTFUL, less
    if evidence.apparent and not text.stands_out(main, evidence):
        return DOUBTFUL, "à vérifier : la clause n'y est ni en capitales ni en gras"
    if any(elsewhere(text, evidence, rank) for rank in ranks):
        return ANNEX_MISSING, _LEFT
    if evidence.processor and main in text.own:
        return DOUBTFUL, "à vérifier : le prestataire y paraît traiter des données pour lui-même"
    return FOUND, sure
