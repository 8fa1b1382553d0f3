"""What each lot sees: asked or not, by default or not, with the facts and the legal values that are its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contractgen.answers import answers_from
from contractgen.library_checks import check_library
from contractgen.lots import typed_lots
from contractgen.model import Fact, Library, Parameter, ParameterValue, Questionnaire, Unknown, View
from contractgen.questionnaire import questionnaire_from
from contractgen.view import settled, view_of

QUESTIONS = """id: q
version: '1'
title: Essai
informational: []
sections:
  - id: debut
    title: Début
    scope: dossier
    questions:
      - {id: cloud, label: Cloud, type: boolean, required: true}
      - {id: date_effet, label: Date, type: date, required: false}
  - id: lot
    title: Lot
    scope: lot
    questions:
      - {id: fonctions, label: Fonctions, type: choices, required: true, choices: [{value: paie, label: Paie}, {value: rh, label: RH}]}
      - {id: montant, label: Montant, type: money, required: true}
      - {id: plafond, label: Plafond, type: money, required: true, default: 10, when: cher}
      - {id: note, label: Note, type: text, required: false, when: filled(region)}
      - id: indicateurs
        label: Indicateurs
        type: table
        required: true
        columns:
          - {id: fonction, label: Fonction, type: choice, required: true, choices: [{value: paie, label: Paie}, {value: rh, label: RH}, {value: transverse, label: T}]}
          - {id: nom, label: Nom, type: text, required: true}
        default: [{fonction: paie, nom: bulletins}, {fonction: rh, nom: entrées}, {fonction: transverse, nom: réponses}, {nom: sans}]
  - id: nuage
    title: Nuage
    scope: lot
    when: cloud
    questions:
      - {id: region, label: Région, type: text, required: true}
      - {id: chiffre, label: Chiffré, type: boolean, required: true, default: false, when: filled(region)}
"""
FACTS = {
    "cher": Fact("cher", "Cher", "montant >= seuil", "facts.yaml:1"),
    "double": Fact("double", "Double", "montant * 2", "facts.yaml:2"),
    "sensible": Fact("sensible", "Sensible", "cher and 'paie' in fonctions", "facts.yaml:3"),
    "chiffrement": Fact("chiffrement", "Chiffrement", "cloud and chiffre", "facts.yaml:4"),
}
SEUILS = (
    ParameterValue(None, Decimal(50)),
    ParameterValue(date(2027, 1, 1), Decimal(100)),
    ParameterValue(date(2029, 1, 1), Decimal(200)),
)
Look = Callable[[str], list[View]]


@pytest.fixture
def look() -> Look:
    """The views of the lots of an answers file, on a small questionnaire and library."""
    questionnaire = questionnaire_from(QUESTIONS.encode(), "q.yaml")
    parameters = {"seuil": Parameter("seuil", "EUR", "x", True, SEUILS)}
    library = Library("l", "1.0.0", "", {}, (), {}, (), FACTS, parameters, {}, (), b"")
    check_library(library, questionnaire)

    def views(text: str) -> list[View]:
        lots = typed_lots(questionnaire, answers_from(text.encode(), "r.yaml"))
        return [view_of(library, questionnaire, lot.id, lot.values) for lot in lots]

    return views


def only(views: list[View]) -> View:
    (view,) = views
    return view


@pytest.mark.parametrize(
    ("text", "question", "state", "lacking"),
    [
        ("montant: 300\nplafond: 5", "plafond", "given", set()),
        ("montant: 300", "plafond", "default", set()),
        ("montant: 1", "plafond", "not_asked", set()),
        ("montant: 1\nplafond: 5", "plafond", "parked", set()),
        ("plafond: 5", "plafond", "undecided", {"montant"}),
        ("", "montant", "unanswered", {"montant"}),
        ("cloud: true", "region", "unanswered", {"region"}),
        ("cloud: false", "region", "not_asked", set()),
        ("region: Lyon", "region", "undecided", {"cloud"}),
        ("cloud: false\nregion: Lyon", "region", "parked", set()),
        ("cloud: true", "chiffre", "not_asked", set()),
        ("cloud: true\nregion: Lyon", "chiffre", "default", set()),
        ("region: Lyon", "chiffre", "undecided", {"cloud"}),
        ("region: Lyon", "note", "undecided", {"cloud"}),
        ("cloud: true", "note", "not_asked", set()),
        ("cloud: true\nregion: Lyon", "note", "unanswered", {"note"}),
        ("", "indicateurs", "undecided", {"fonctions"}),
        ("fonctions: [paie]", "indicateurs", "default", set()),
    ],
)
def test_each_question_is_in_one_state_and_says_what_is_lacking(
    text: str, question: str, state: str, lacking: set[str], look: Look
) -> None:
    entry = only(look(text)).entries[question]
    assert (entry.state, entry.lacking) == (state, lacking)


def test_a_parked_answer_drives_nothing(look: Look) -> None:
    view = only(look("montant: 1\ncloud: false\nregion: Lyon\nchiffre: true"))
    assert view.entries["chiffre"].state == "parked"
    assert view("chiffrement") is False
    assert view("region") == Unknown(frozenset())


def test_a_question_not_asked_lacks_no_answer_and_settles_to_false(look: Look) -> None:
    assert settled(only(look("montant: 1"))("plafond")) is False
    assert isinstance(settled(only(look(""))("montant")), Unknown)
    assert (settled(True), settled(False)) == (True, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("[paie]", ["bulletins", "réponses", "sans"]), ("[rh]", ["entrées", "réponses", "sans"]),
     ("[paie, rh]", ["bulletins", "entrées", "réponses", "sans"]), ("[]", ["réponses", "sans"])],
)  # fmt: skip
def test_default_rows_are_kept_for_the_functions_of_the_lot_and_for_all(
    text: str, expected: list[str], look: Look
) -> None:
    assert [row["nom"] for row in only(look(f"fonctions: {text}"))("indicateurs")] == expected


def test_rows_that_were_given_are_kept_whatever_the_functions(look: Look) -> None:
    view = only(look("fonctions: [rh]\nindicateurs: [{fonction: paie, nom: mien}]"))
    assert [row["nom"] for row in view("indicateurs")] == ["mien"]


def test_facts_and_defaults_are_those_of_each_lot(look: Look) -> None:
    one, two, three = look(
        "fonctions: [paie]\nlots:\n  - {id: un, montant: 300}\n  - {id: deux, montant: 1}\n  - {id: trois}\n"
    )
    assert [view.lot for view in (one, two, three)] == ["un", "deux", "trois"]
    assert [view("sensible") for view in (one, two)] == [True, False]
    assert three("sensible") == Unknown(frozenset({"montant"}), undecided=True)
    assert [view.entries["plafond"].state for view in (one, two, three)] == ["default", "not_asked", "undecided"]
    assert (one("double"), two("double")) == (600, 2)


def test_an_unknown_fact_carries_all_that_it_lacks_unless_a_part_decides_it(look: Look) -> None:
    assert only(look(""))("sensible") == Unknown(frozenset({"montant", "fonctions"}), undecided=True)
    assert only(look("fonctions: [rh]"))("sensible") is False


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-12-31", 50), ("2027-01-01", 100), ("2028-12-31", 100), ("2029-01-01", 200), (None, 200)],
)
def test_a_legal_value_is_the_one_in_force_at_the_date_of_the_contract(
    day: str | None, expected: int, look: Look
) -> None:
    view = only(look(f"montant: 150\n{f'date_effet: {day}' if day else ''}"))
    assert view("seuil") == expected
    assert view("cher") is (expected <= 150)


def test_every_name_has_a_value_in_the_view_of_an_empty_dossier(library: Library, questionnaire: Questionnaire) -> None:
    view = view_of(library, questionnaire, "lot", {})
    names = {*questionnaire.questions, *library.facts, *library.parameters}
    assert set(view.values) == names
    assert set(view.entries) == set(questionnaire.questions)


def test_a_name_that_nothing_declares_is_a_broken_promise(look: Look) -> None:
    with pytest.raises(KeyError):
        only(look(""))("inconnu")


def test_every_lacking_answer_is_a_question_that_can_be_answered(
    library: Library, questionnaire: Questionnaire
) -> None:
    view = view_of(library, questionnaire, "lot", {})
    lacking: set[Any] = {name for value in view.values.values() if isinstance(value, Unknown) for name in value.lacking}
    assert lacking
    assert lacking <= set(questionnaire.questions)
