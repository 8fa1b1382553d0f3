"""Dossiers recorded with what came of them: few, but reaching every condition both ways that lawful dossiers can.

What is recorded of a dossier does not depend on wording: its clauses with their number of paragraphs, the requirements
that apply, the rules that are violated. A change of that is told until it is recorded anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from contractgen.errors import AnswersError, ContentError
from contractgen.model import Answers, Library, Questionnaire
from contractgen.pipeline import build
from contractgen.proof.logic import Model
from contractgen.proof.prover import Prover
from contractgen.proof.replay import Replayed
from contractgen.proof.witness import dossier, plain
from contractgen.scenarios.coverage import Reach, key, reached
from contractgen.scenarios.generated import generate, outcomes

_STATUS = {"delivered": "livré", "refused": "refusé"}


class Recorded(NamedTuple):
    """A dossier and its outcome: paragraphs by clause, requirements that apply, rules violated, and the
    status of the pack that the whole line makes of it."""

    name: str
    answers: Mapping[str, Any]
    clauses: Mapping[str, int]
    requirements: tuple[str, ...]
    violated: tuple[str, ...]
    status: str


def outcome(name: str, answers: Mapping[str, Any], library: Library, questionnaire: Questionnaire) -> Recorded:
    """What comes of these answers. Raises AnswersError when the questionnaire refuses them."""
    replayed = Replayed(library, questionnaire, answers)
    return Recorded(
        name,
        answers,
        {slug: replayed.paragraphs(slug) for slug in replayed.present},
        tuple(ident for ident in library.requirements if replayed.applies(ident)),
        replayed.violated,
        build(library, questionnaire, Answers(answers)).status,
    )


def record(prover: Prover) -> bytes:
    """The file of the dossiers to keep, out of all that are generated and those that violate a rule each."""
    library, questionnaire = prover.library, prover.questionnaire
    candidates = list(generate(prover).dossiers)
    reaches = [reached(Replayed(library, questionnaire, answers)) for _, answers in candidates]
    for name, answers in _aimed(prover, frozenset().union(*reaches)):
        candidates.append((name, answers))
        reaches.append(reached(Replayed(library, questionnaire, answers)))
    left: dict[int, Reach] = dict(enumerate(reaches))
    wanted = frozenset().union(*reaches)
    chosen: list[int] = []
    while wanted:
        best = max(left, key=lambda rank: (len(left[rank] & wanted), -rank))
        wanted -= left[best]
        chosen.append(best)
    kept = []
    for name, answers in (candidates[rank] for rank in sorted(chosen)):
        kept.append(outcome(name, _without_defaults(answers, questionnaire), library, questionnaire))
    lines = [json.dumps({**one._asdict(), "answers": plain(one.answers)}, ensure_ascii=False) for one in kept]
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def _without_defaults(answers: Mapping[str, Any], questionnaire: Questionnaire) -> dict[str, Any]:
    """The answers without those that only say what the default says, whatever the others are."""
    questions = questionnaire.questions
    return {
        ident: value
        for ident, value in answers.items()
        if questions[ident].default_when
        or (tuple(value) if isinstance(value, list) else value) != questions[ident].default
    }


def _aimed(prover: Prover, reached_already: Reach) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """For each outcome of a condition that no dossier reaches yet, one that does, keeping the rules where it can."""
    seen = set(reached_already)
    for place, outcome_, term in outcomes(prover):
        if key(place, outcome_) in seen:
            continue
        model = prover.concrete(term, prover.kept)
        if not isinstance(model, Model):
            model = prover.concrete(term)
        answers = dossier(prover.space, model) if isinstance(model, Model) else None
        replayed = prover.replay(answers) if answers is not None else None
        if answers is not None and replayed is not None and replayed.complete:
            seen |= reached(replayed)
            yield f"{place.owner} : {place.source} {'vrai' if outcome_ else 'faux'}", answers


def read_record(data: bytes) -> tuple[Recorded, ...]:
    """The dossiers of a file. Raises ContentError when it is none."""
    try:
        return tuple(
            Recorded(
                one["name"],
                one["answers"],
                one["clauses"],
                tuple(one["requirements"]),
                tuple(one["violated"]),
                one["status"],
            )
            for one in json.loads(data, parse_float=Decimal)
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ContentError(
            "Le fichier des dossiers enregistrés est illisible : refaites-le par « library test --record »."
        ) from error


def differences(one: Recorded, library: Library, questionnaire: Questionnaire) -> tuple[str, ...]:
    """What comes of a recorded dossier now that did not then."""
    try:
        now = outcome(one.name, one.answers, library, questionnaire)
    except AnswersError as error:
        return (f"{one.name} : {error.lines[0]}",)
    return tuple(f"{one.name} : {problem}" for problem in _differences(one, now))


def _differences(before: Recorded, now: Recorded) -> Iterator[str]:
    for slug in before.clauses.keys() | now.clauses.keys():
        was, is_ = before.clauses.get(slug), now.clauses.get(slug)
        if is_ is None:
            yield f"la clause « {slug} » n'est plus retenue"
        elif was is None:
            yield f"la clause « {slug} » est désormais retenue"
        elif was != is_:
            yield f"la clause « {slug} » a {is_} paragraphes, elle en avait {was}"
    if before.status != now.status:
        yield f"le dossier est {_STATUS[now.status]}, il était {_STATUS[before.status]}"
    for label, first, second in (
        ("exigences", before.requirements, now.requirements),
        ("règles enfreintes", before.violated, now.violated),
    ):
        gone, come = sorted(set(first) - set(second)), sorted(set(second) - set(first))
        if gone or come:
            yield f"{label} : {', '.join([*(f'+{one}' for one in come), *(f'-{one}' for one in gone)])}"
