"""The Python door: what the package shows, that building is pure, and answers made in code."""

from __future__ import annotations

import builtins
import io
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from conftest import EXAMPLES

import contractgen
from contractgen import Answers
from contractgen.errors import AnswersError, ContractgenError
from contractgen.lots import typed_lots
from contractgen.model import Library, Questionnaire
from contractgen.results import Pack

SME = EXAMPLES / "pme-compta-paie.yaml"


@pytest.fixture
def typed(questionnaire: Questionnaire) -> dict[str, Any]:
    """The answers of the larger example as a program would make them: int, Decimal, bool, date, tuples and dicts."""
    (lot,) = typed_lots(questionnaire, contractgen.read_answers(SME))
    return dict(lot.values)


def test_the_package_shows_the_door_and_nothing_more() -> None:
    assert contractgen.__all__ == ["Answers", "build", "load_library", "load_questionnaire", "read_answers"]
    assert all(hasattr(contractgen, name) for name in contractgen.__all__)


def kinds(value: Any) -> Iterator[type]:
    if isinstance(value, (tuple, list)):
        for item in value:
            yield from kinds(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from kinds(item)
    else:
        yield type(value)


def test_answers_made_in_code_give_the_same_files_as_those_of_a_file(
    typed: dict[str, Any], library: Library, questionnaire: Questionnaire, sme_pack: Pack
) -> None:
    assert set(kinds(typed)) == {str, int, Decimal, bool, date}
    pack = contractgen.build(library, questionnaire, Answers(typed))
    assert (pack.status, pack.findings) == ("delivered", sme_pack.findings)
    assert [d.content for d in pack.lots[0].documents] == [d.content for d in sme_pack.lots[0].documents]


def test_building_opens_no_file_and_reads_no_clock_and_no_environment(
    typed: dict[str, Any], library: Library, questionnaire: Questionnaire, sme_pack: Pack
) -> None:
    """Once the modules are imported, that is."""
    impure: list[tuple[Any, str]] = [
        (builtins, "open"),
        (io, "open"),
        (time, "time"),
        (time, "time_ns"),
        (time, "localtime"),
    ]
    impure += [(os, name) for name in ("open", "stat", "listdir", "scandir", "getcwd", "getenv", "urandom", "mkdir")]
    with ExitStack() as stack:
        for owner, name in impure:
            stack.enter_context(patch.object(owner, name, side_effect=AssertionError(f"{name} was called")))
        stack.enter_context(patch.object(os, "environ", None))
        pack = contractgen.build(
            library, questionnaire, Answers({**typed, "client.representant": "Une Autre, gérante"})
        )
        draft = contractgen.build(library, questionnaire, Answers({}), draft=True, bare=True)
    assert (pack.status, draft.status) == ("delivered", "draft")


def test_building_alters_neither_the_answers_nor_the_library(
    typed: dict[str, Any], library: Library, questionnaire: Questionnaire
) -> None:
    before = (repr(typed), repr(library), repr(questionnaire))
    contractgen.build(library, questionnaire, Answers(typed))
    assert (repr(typed), repr(library), repr(questionnaire)) == before


@pytest.mark.parametrize(
    ("ident", "value", "told"),
    [
        ("montant_annuel_ht", 42000.0, "« 42000.0 »"),
        ("montant_annuel_ht", float("nan"), "« nan »"),
        ("montant_annuel_ht", Decimal("NaN"), "« NaN »"),
        ("duree_initiale_mois", 24.0, "nombre entier"),
        ("duree_initiale_mois", True, "nombre entier"),
        ("client.raison_sociale", 1.5, "texte"),
        ("acces", [{"systeme": 1.5}], "texte"),
        ("penalites", 1, "true ou false"),
        ("date_effet", "04/01/2027", "AAAA-MM-JJ"),
        ("fonctions", "paie", "liste"),
        ("fonction", ("paie",), "« fonctions » ?"),
    ],
)
def test_a_value_of_another_type_is_refused_with_its_question(
    ident: str, value: Any, told: str, typed: dict[str, Any], library: Library, questionnaire: Questionnaire
) -> None:
    """A float above all: 0.1 is not what was meant."""
    with pytest.raises(AnswersError, match=ident) as refused:
        contractgen.build(library, questionnaire, Answers({**typed, ident: value}))
    assert told in str(refused.value)


def test_every_exception_is_one_that_the_command_line_tells() -> None:
    for bad in (lambda: contractgen.read_answers("absent"), lambda: contractgen.load_library("absent"),
                lambda: contractgen.load_questionnaire("absent"), lambda: contractgen.load_library(release="9.9.9")):  # fmt: skip
        with pytest.raises(ContractgenError) as told:
            bad()
        assert len(told.value.lines) == 1
