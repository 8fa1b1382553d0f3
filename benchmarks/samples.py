"""The work that is measured: the larger example, with answers that change a little at each turn.

No content is given twice to the code under measure, so that nothing kept by content can serve again. The documents
that a build wrote are taken on the way by standing before `write`, which costs a list item a document.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import contractgen
from contractgen import pipeline
from contractgen.model import Answers, Clause, Document, Library, Part, Provenance, Questionnaire
from contractgen.results import Pack
from contractgen.word.write import write

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "pme-compta-paie.yaml"
CLIENT = "client"
NAME = "raison_sociale"
AMOUNT = "montant_annuel_ht"


class Content(NamedTuple):
    """The library, the questionnaire and the answers of the example."""

    library: Library
    questionnaire: Questionnaire
    answers: Answers


class Written(NamedTuple):
    """A document as it was given to the writer, and the file it became."""

    document: Document
    provenance: Provenance | None
    content: bytes


def load() -> Content:
    """The shipped content, through a cache of its own: the user's cache is neither read nor written."""
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, {"CONTRACTGEN_CACHE": folder}):
        questionnaire = contractgen.load_questionnaire()
        library = contractgen.load_library(questionnaire=questionnaire)
        return Content(library, questionnaire, contractgen.read_answers(EXAMPLE))


def answers_of(content: Content, turn: int, **changes: Any) -> Answers:
    """The answers of a turn: the client's name and the yearly amount are never those of another; 0 is the example."""
    values = dict(content.answers.values)
    if turn:
        values[CLIENT] = {**values[CLIENT], NAME: f"{values[CLIENT][NAME]} {turn}"}
        values[AMOUNT] = int(values[AMOUNT]) + turn
    return content.answers._replace(values={**values, **changes})


def build(content: Content, answers: Answers) -> Pack:
    """The whole line. A pack that is refused writes nothing, and would measure nothing."""
    pack = contractgen.build(content.library, content.questionnaire, answers)
    errors = [f"{f.where}: {f.message}" for f in pack.findings if f.severity == "error"]
    assert pack.status == "delivered", f"the example is refused: {errors[:3]}"
    return pack


@contextmanager
def recorded() -> Iterator[list[Written]]:
    """What is written meanwhile, document by document."""
    written: list[Written] = []

    def record(document: Document, provenance: Provenance | None, house: bytes) -> bytes:
        content = write(document, provenance, house)
        written.append(Written(document, provenance, content))
        return content

    with mock.patch.object(pipeline, "write", record):
        yield written


def written_of(content: Content, answers: Answers) -> list[Written]:
    """The documents of a build."""
    with recorded() as written:
        build(content, answers)
    return written


def times_the_clauses(content: Content, times: int) -> Content:
    """The content with each clause standing `times` times in its plan, each time as another clause."""
    library = content.library
    clauses: dict[str, Clause] = dict(library.clauses)
    for number in range(2, times + 1):
        clauses |= {_again(slug, number): _copy(clause, number) for slug, clause in library.clauses.items()}
    plans = tuple(plan._replace(parts=tuple(_longer(part, times) for part in plan.parts)) for plan in library.plans)
    return content._replace(library=library._replace(clauses=clauses, plans=plans))


def _longer(part: Part, times: int) -> Part:
    again = [_again(slug, number) for number in range(2, times + 1) for slug in part.clauses]
    return part._replace(clauses=(*part.clauses, *again))


def _copy(clause: Clause, number: int) -> Clause:
    return clause._replace(id=_again(clause.id, number))


def _again(slug: str, number: int) -> str:
    """Another id, no longer than the longest that a bookmark can hold."""
    return f"{slug[: 32 - len(str(number))]}-x{number}"


def rows_of_accesses(content: Content, count: int) -> tuple[Any, ...]:
    """As many rows of the register of accesses, each naming another system."""
    rows = content.answers.values["acces"]
    return tuple({**rows[i % len(rows)], "systeme": f"système {i + 1}"} for i in range(count))
