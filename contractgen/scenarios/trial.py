"""The scenarios of a library, all tried: those written by hand and those recorded, through the real line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from contractgen.errors import AnswersError, ContentError, reason
from contractgen.lots import typed_lots
from contractgen.model import Library, Questionnaire
from contractgen.proof.prover import Prover
from contractgen.proof.replay import Replayed
from contractgen.scenarios.coverage import coverage
from contractgen.scenarios.mutation import survivors
from contractgen.scenarios.recorded import Recorded, differences, read_record, record
from contractgen.scenarios.report import Trial
from contractgen.scenarios.scenario import Scenario, problems_of, scenarios_in


def trial(library: Library, questionnaire: Questionnaire, folder: Path, file: Path, mutants: bool) -> Trial:
    """What comes of the scenarios of a folder and of the recorded dossiers; with `mutants`, which of them survive.

    Raises ContentError when a scenario cannot be read.
    """
    written, recorded = scenarios_in(folder), _record(file)
    problems = [problem for one in written for problem in _tried(one, library, questionnaire)]
    problems += [problem for one in recorded for problem in differences(one, library, questionnaire)]
    dossiers = tuple(_replayed(written, recorded, library, questionnaire))
    return Trial(
        (len(written), len(recorded)),
        tuple(problems),
        coverage(library, questionnaire, dossiers),
        survivors(library, questionnaire, dossiers) if mutants else None,
    )


def recorded_bytes(library: Library, questionnaire: Questionnaire) -> bytes:
    """The record of the dossiers that the solver finds."""
    return record(Prover(library, questionnaire))


def _tried(one: Scenario, library: Library, questionnaire: Questionnaire) -> tuple[str, ...]:
    try:
        return problems_of(one, library, questionnaire)
    except AnswersError as error:
        return error.lines


def _record(path: Path) -> tuple[Recorded, ...]:
    try:
        return read_record(path.read_bytes()) if path.is_file() else ()
    except OSError as error:
        raise ContentError(f"« {path} » illisible : {reason(error)}.") from error


def _replayed(
    written: tuple[Scenario, ...], recorded: tuple[Recorded, ...], library: Library, questionnaire: Questionnaire
) -> Iterator[Replayed]:
    """Each dossier, and each lot of those that have several, that the questionnaire admits."""
    for one in recorded:
        try:
            yield Replayed(library, questionnaire, one.answers)
        except AnswersError:
            continue
    for scenario in written:
        try:
            lots = typed_lots(questionnaire, scenario.answers)
        except AnswersError:
            continue
        yield from (Replayed(library, questionnaire, lot.values) for lot in lots)
