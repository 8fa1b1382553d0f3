"""Effective answers: asked or not, given or default, and what is lacking."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractgen import Answers
from contractgen.answers import answers_from
from contractgen.errors import AnswersError
from contractgen.lots import typed_lots
from contractgen.model import Library, ParameterValue, Questionnaire, Unknown, View
from contractgen.typed_values import is_siren
from contractgen.view import view_of


@pytest.fixture
def view(library: Library, questionnaire: Questionnaire) -> Any:
    def make(**answers: Any) -> View:
        given = {name.replace("__", "."): value for name, value in answers.items()}
        (lot,) = typed_lots(questionnaire, Answers(given))
        return view_of(library, questionnaire, lot.id, lot.values)

    return make


def test_the_answer_given_counts_when_the_question_is_asked(view: Any) -> None:
    assert view(penalites=True, plafond_penalites_pct="12").entries["plafond_penalites_pct"].state == "given"


def test_the_default_counts_when_the_question_is_asked_and_unanswered(view: Any) -> None:
    entry = view().entries["plafond_penalites_pct"]
    assert (entry.state, entry.value) == ("default", Decimal(10))


def test_an_answer_to_a_question_that_is_not_asked_is_parked(view: Any) -> None:
    found = view(penalites=False, plafond_penalites_pct="12")
    assert found.entries["plafond_penalites_pct"].state == "parked"
    assert isinstance(found("plafond_penalites_pct"), Unknown)


def test_a_question_whose_condition_lacks_an_answer_is_undecided(view: Any) -> None:
    entry = view().entries["nb_bulletins_mois"]
    assert entry.state == "undecided"
    assert entry.lacking == {"fonctions"}


def test_default_rows_are_those_of_the_functions_of_the_lot(view: Any) -> None:
    rows = view(fonctions=["paie"])("indicateurs")
    assert {row["fonction"] for row in rows} == {"paie", "transverse"}
    assert {row["fonction"] for row in view(fonctions=["paie"])("processus")} == {"paie"}


def test_facts_follow_the_answers(view: Any) -> None:
    assert view(client__effectif=50)("client_seuil_cse") is True
    assert view(client__effectif=49)("client_seuil_cse") is False
    assert view(montant_annuel_ht=2500, duree_initiale_mois=24)("vigilance_due") is True
    assert view(montant_annuel_ht=2499, duree_initiale_mois=24)("vigilance_due") is False
    assert view()("vigilance_due").lacking == {"montant_annuel_ht"}


def test_whether_a_fact_is_filled_is_unknown_while_answers_are_lacking(view: Any) -> None:
    from contractgen.condition import parse

    assert parse("filled(vigilance_due)")(view().lookup) == Unknown(frozenset({"montant_annuel_ht"}), undecided=True)
    assert parse("filled(vigilance_due)")(view(montant_annuel_ht=1).lookup) is True


def test_a_parameter_is_the_one_in_force_at_the_date_of_the_contract(
    library: Library, questionnaire: Questionnaire
) -> None:
    dated = library.parameters["seuil_vigilance_ht"]._replace(
        values=(ParameterValue(date(2015, 4, 1), Decimal(5000)), ParameterValue(date(2028, 1, 1), Decimal(7000)))
    )
    changed = library._replace(parameters={**library.parameters, "seuil_vigilance_ht": dated})
    for day, expected in ((date(2027, 12, 31), 5000), (date(2028, 1, 1), 7000), (date(2010, 1, 1), 5000)):
        assert view_of(changed, questionnaire, "lot", {"date_effet": day})("seuil_vigilance_ht") == expected


def test_a_lot_is_the_common_answers_overridden_by_its_own(library: Library, questionnaire: Questionnaire) -> None:
    text = "preavis_mois: 2\nprestataire: {raison_sociale: A, independant: true}\nlots:\n- {id: un, fonctions: [paie]}\n- {id: deux, prestataire: {raison_sociale: B}}\n"
    one, two = typed_lots(questionnaire, answers_from(text.encode(), "x.yaml"))
    assert one.values["prestataire.raison_sociale"] == "A"
    assert two.values["prestataire.raison_sociale"] == "B"
    assert two.values["prestataire.independant"] is True
    assert "fonctions" not in two.values
    assert one.values["preavis_mois"] == two.values["preavis_mois"] == Decimal(2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("preavis_moi: 2\n", r"x.yaml:1:14: question « preavis_moi » inconnue.*« preavis_mois »"),
        ("client:\n  formee: SAS\n", r"x.yaml:2:11: question « client.formee » inconnue.*client.forme"),
        ("client: {forme: SASS}\n", "« SASS » n'est pas un choix admis.*« SAS »"),
        ("client: {siren: '999999007'}\n", "n'est pas un SIREN"),
        ("client: {effectif: 1_000}\n", "nombre entier"),
        ("montant_annuel_ht: 1e3\n", "montant en euros"),
        ("montant_annuel_ht: '12,5'\n", "montant en euros"),
        ("date_effet: 2027-02-30\n", "AAAA-MM-JJ"),
        ("penalites: peut-être\n", "true ou false"),
        ("fonctions: paie\n", "une liste est attendue"),
        ("acces: [{systeme: a, compt: b}]\n", "colonne « compt » inconnue.*« compte »"),
        ("acces: [{systeme: a, niveau: admin}]\n", "n'est pas un choix"),
        ("preavis_mois: 20\n", "supérieur au maximum"),
        ("conventions_collectives: [12]\n", "forme attendue"),
        ('contexte: "a\\u202Eb"\n', r"U\+202E à la position 2"),
        ('contexte: "a\\0b"\n', r"U\+0000 à la position 2"),
        ("client.forme: SAS\nclient: {forme: SAS}\n", "répondue deux fois"),
        ("lots: [{id: a, profil: complet}]\n", r"1:24: .*vaut pour tout le dossier"),
        ("lots: [{fonctions: [paie]}]\n", "chaque lot a un « id »"),
        ("lots: [{id: a}, {id: a}]\n", "même id « a »"),
    ],
)
def test_a_wrong_answer_is_told_with_its_place_and_the_nearest_right_one(
    text: str, message: str, questionnaire: Questionnaire
) -> None:
    with pytest.raises(AnswersError, match=message):
        typed_lots(questionnaire, answers_from(text.encode(), "x.yaml"))


def test_all_wrong_answers_are_told_at_once(questionnaire: Questionnaire) -> None:
    with pytest.raises(AnswersError) as error:
        typed_lots(questionnaire, answers_from(b"a: 1\nb: 2\nfonctions: paie\n", "x.yaml"))
    assert len(error.value.lines) == 3


def test_texts_stay_what_was_written(questionnaire: Questionnaire) -> None:
    (lot,) = typed_lots(questionnaire, answers_from(b"contexte: no\nobjectifs: [01000, 1.10, yes, ~]\n", "x.yaml"))
    assert lot.values["contexte"] == "no"
    assert lot.values["objectifs"] == ("01000", "1.10", "yes")


@settings(max_examples=300, deadline=None, database=None)
@given(st.integers(0, 999_999_999))
def test_the_key_of_a_siren_is_that_of_an_independent_library(number: int) -> None:
    from stdnum.fr import siren

    digits = f"{number:09d}"
    assert is_siren(digits) == siren.is_valid(digits)
    assert not is_siren(digits[:8])
