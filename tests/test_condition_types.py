"""Conditions typed against the questionnaire, when a library is loaded and never later."""

from __future__ import annotations

import pytest

from contractgen.condition import ConditionError, parse
from contractgen.condition_types import check
from contractgen.model import Questionnaire, Type
from contractgen.questionnaire import question_type

ROW = Type("row", columns={"pays": Type("text"), "prix": Type("number"), "gravite": Type("choice", ("P1", "P2"))})
TYPES = {
    "forme": Type("choice", ("SAS", "EI")),
    "canaux": Type("list", item=Type("choice", ("telephone", "courriel"))),
    "pays_eee": Type("list", item=Type("text")),
    "montant": Type("number"),
    "debut": Type("date"),
    "fin": Type("date"),
    "cloud": Type("boolean"),
    "lignes": Type("table", item=ROW),
}


@pytest.mark.parametrize(
    "source",
    [
        "cloud and not cloud or cloud",
        "forme == 'SAS' or 'EI' == forme or forme in ['SAS', 'EI'] or forme not in ('EI',)",
        "'courriel' in canaux and 'telephone' not in canaux",
        "montant * 2 - 1 >= -5 and montant / 12 < 0.5",
        "debut <= fin and debut != fin",
        "all(l.pays in pays_eee and l.gravite == 'P1' for l in lignes)",
        "any(c == 'courriel' for c in canaux) and len(canaux) > 1",
        "sum(l.prix * 2 for l in lignes) == montant and filled(montant)",
    ],
)
def test_a_condition_that_fits_is_a_boolean(source: str) -> None:
    assert check(source, TYPES).kind == "boolean"


def test_a_fact_may_be_a_number() -> None:
    assert check("montant * 12", TYPES, expected=None).kind == "number"


@pytest.mark.parametrize(
    ("source", "column", "message"),
    [
        ("montan > 1", 1, "nom « montan » inconnu (« montant » ?)"),
        ("cloud and zzzz", 11, "nom « zzzz » inconnu"),
        ("forme == 'SARL'", 10, "« SARL » n'est pas un choix de cette question"),
        ("'SARL' != forme", 1, "« SARL » n'est pas un choix de cette question"),
        ("forme in ['SAS', 'SA']", 10, "« SA » n'est pas un choix de cette question"),
        ("'fax' in canaux", 1, "« fax » n'est pas un choix de cette question"),
        ("montant == '12'", 1, "nombre comparé à texte"),
        ("debut < 5", 1, "date comparé à nombre"),
        ("canaux == 'courriel'", 1, "liste comparé à texte"),
        ("cloud < cloud", 1, "ordre sans sens pour oui/non"),
        ("'S' in forme", 8, "« in » attend une liste"),
        ("montant", 1, "oui/non attendu, nombre trouvé"),
        ("not montant", 5, "oui/non attendu, nombre trouvé"),
        ("cloud and forme", 11, "oui/non attendu, choix trouvé"),
        ("forme + 1 == 2", 1, "nombre attendu, choix trouvé"),
        ("len(montant) > 1", 5, "tableau ou liste attendu, nombre trouvé"),
        ("all(l.prix for l in lignes)", 5, "oui/non attendu, nombre trouvé"),
        ("sum(l.pays for l in lignes) > 1", 5, "nombre attendu, texte trouvé"),
        ("any(l.ville == 'x' for l in lignes)", 5, "colonne « l.ville » inconnue"),
        ("any(cloud for montant in lignes)", 1, "la variable « montant » cache un autre nom"),
        ("filled(zzzz)", 1, "nom « zzzz » inconnu"),
    ],
)
def test_a_condition_that_does_not_fit_is_refused_with_its_column(source: str, column: int, message: str) -> None:
    with pytest.raises(ConditionError) as refused:
        check(source, TYPES)
    assert (str(refused.value), refused.value.column) == (message, column)


@pytest.mark.parametrize("source", ["montant % 2 == 0", "montant ** 2 == 4", "montant / 0 == 1", "1 < montant < 9"])
def test_what_is_outside_the_language_is_refused_here_too_and_not_when_a_contract_is_made(source: str) -> None:
    with pytest.raises(ConditionError):
        check(source, TYPES)


@pytest.mark.parametrize("source", ["not " * 900 + "cloud", "+".join(["montant"] * 480) + " == 1"])
def test_a_condition_that_is_too_deep_is_refused_and_does_not_crash(source: str) -> None:
    try:
        check(source, TYPES)
    except ConditionError as refused:
        assert "profonde" in str(refused) or "illisible" in str(refused)


def test_the_variable_of_a_loop_around_has_its_columns() -> None:
    assert check("l.prix > 1", TYPES, {"l": ROW}).kind == "boolean"
    with pytest.raises(ConditionError, match=r"colonne « l\.ville » inconnue"):
        check("l.ville > 1", TYPES, {"l": ROW})


def test_the_names_that_a_condition_reads_leave_out_its_loop_variables() -> None:
    assert parse("cloud and any(l.prix > montant for l in lignes)").names == ("cloud", "lignes", "montant")
    assert parse("l.prix > montant", ("l",)).names == ("montant",)


def test_each_type_of_question_has_a_type_in_conditions(questionnaire: Questionnaire) -> None:
    expected = {"boolean": "boolean", "date": "date", "choice": "choice", "choices": "list", "list": "list",
                "table": "table", "integer": "number", "decimal": "number", "money": "number",
                "percent": "number"}  # fmt: skip
    kinds = {question.type: question_type(question).kind for question in questionnaire.questions.values()}
    assert set(kinds) >= {"boolean", "choice", "choices", "list", "table", "money", "text"}
    assert kinds == {kind: expected.get(kind, "text") for kind in kinds}
