"""Answers: read with their places, typed by their questions, shared out to lots, written back whole."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contractgen import Answers, read_answers
from contractgen.answers import answers_from, write_answers
from contractgen.errors import AnswersError
from contractgen.lots import LotAnswers, typed_lots
from contractgen.model import Mark, Questionnaire
from contractgen.text import RefusedTextError, admit


def lots_of(questionnaire: Questionnaire, text: str) -> tuple[LotAnswers, ...]:
    return typed_lots(questionnaire, answers_from(text.encode(), "r.yaml"))


def values_of(questionnaire: Questionnaire, text: str) -> Any:
    (lot,) = lots_of(questionnaire, text)
    return lot.values


def refused(questionnaire: Questionnaire, text: str) -> tuple[str, ...]:
    with pytest.raises(AnswersError) as error:
        lots_of(questionnaire, text)
    return error.value.lines


# ---------------------------------------------------------------- the file


def test_a_scalar_is_untyped_and_every_value_has_its_place() -> None:
    answers = answers_from(b"a: 1.50\nclient:\n  b: [x, {c: no}]\n", "r.yaml")
    assert answers.values == {"a": "1.50", "client": {"b": ["x", {"c": "no"}]}}
    assert answers.lots is None
    assert answers.marks["a",] == Mark(1, 4)
    assert answers.marks["client", "b", 1, "c"] == Mark(3, 14)


def test_the_lots_leave_the_common_answers() -> None:
    answers = answers_from(b"a: 1\nlots:\n  - {id: un}\n  - {id: deux, b: 2}\n", "r.yaml")
    assert answers.values == {"a": "1"}
    assert answers.lots == ({"id": "un"}, {"id": "deux", "b": "2"})


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"- a\n", "r.yaml:1:1: "),
        (b"texte\n", "r.yaml:1:1: "),
        (b"a: 1\na: 2\n", "r.yaml:2:1: "),
        (b"a: [\n", "r.yaml:2:1: "),
        (b"a: 1\nlots: {id: un}\n", "r.yaml:2:7: "),
        (b"a: 1\nlots: []\n", "r.yaml:2:7: "),
        (b"a: 1\nlots: [un]\n", "r.yaml:2:7: "),
        (b"a: \xff\n", "r.yaml:1:4: "),
    ],
)
def test_what_is_no_answers_file_is_refused_with_line_and_column(data: bytes, place: str) -> None:
    with pytest.raises(AnswersError) as error:
        answers_from(data, "r.yaml")
    assert str(error.value).startswith(place)


def test_an_absent_file_and_a_folder_are_told_in_one_line(tmp_path: Path) -> None:
    for path, told in ((tmp_path / "absent.yaml", "introuvable"), (tmp_path, "dossier")):
        with pytest.raises(AnswersError, match=told) as error:
            read_answers(path)
        assert len(error.value.lines) == 1


def test_an_empty_file_holds_no_answer() -> None:
    assert answers_from(b"# rien encore\n", "r.yaml").values == {}


# ---------------------------------------------------------------- typing


@pytest.mark.parametrize(
    ("text", "ident", "value"),
    [
        ("montant_annuel_ht: 0.10", "montant_annuel_ht", Decimal("0.10")),
        ("montant_annuel_ht: 42000", "montant_annuel_ht", Decimal(42000)),
        ("client: {effectif: 12}", "client.effectif", 12),
        ("client.effectif: 12", "client.effectif", 12),
        ("date_effet: 2027-01-04", "date_effet", date(2027, 1, 4)),
        ("penalites: oui", "penalites", True),
        ("penalites: 'False'", "penalites", False),
        ("profil: complet", "profil", "complet"),
        ("fonctions: [paie, rh, paie]", "fonctions", ("paie", "rh")),
        ("client: {siren: 999 999 006}", "client.siren", "999999006"),
        ("client: {raison_sociale: 0123}", "client.raison_sociale", "0123"),
        ("objectifs: [' a ', '']", "objectifs", ("a",)),
        ("acces: [{systeme: paie, compte: ''}]", "acces", ({"systeme": "paie"},)),
    ],
)
def test_an_answer_is_typed_by_its_question(text: str, ident: str, value: Any, questionnaire: Questionnaire) -> None:
    found = values_of(questionnaire, text)[ident]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "text", ["client: {raison_sociale: '  '}", "client: {raison_sociale: }", "client: ", "preavis_mois: ~"]
)
def test_an_empty_answer_is_no_answer(text: str, questionnaire: Questionnaire) -> None:
    assert values_of(questionnaire, text) == {}


def test_no_typed_answer_of_the_examples_is_a_float(questionnaire: Questionnaire) -> None:
    def leaves(value: Any) -> list[Any]:
        if isinstance(value, dict):
            return [leaf for item in value.values() for leaf in leaves(item)]
        return [leaf for item in value for leaf in leaves(item)] if isinstance(value, tuple) else [value]

    files = sorted(EXAMPLES.glob("*.yaml"))
    assert len(files) >= 2
    for file in files:
        for lot in typed_lots(questionnaire, read_answers(file)):
            kinds = {type(leaf) for value in lot.values.values() for leaf in leaves(value)}
            assert kinds <= {str, int, bool, Decimal, date}
            assert Decimal in kinds


@pytest.mark.parametrize("siren", ["999999007", "99999900", "9999990060", "abcdefghi", "999999006 00017"])
def test_a_siren_with_a_wrong_key_or_length_is_refused(siren: str, questionnaire: Questionnaire) -> None:
    (line,) = refused(questionnaire, f"client:\n  siren: '{siren}'\n")
    assert line.startswith("r.yaml:2:10: ")
    assert "SIREN" in line


@pytest.mark.parametrize("raw", [1.5, 1.0, float("nan"), Decimal("NaN"), Decimal("Infinity")])
def test_a_float_made_in_code_is_refused(raw: Any, questionnaire: Questionnaire) -> None:
    with pytest.raises(AnswersError, match="montant_annuel_ht"):
        typed_lots(questionnaire, Answers({"montant_annuel_ht": raw}))


def test_a_moment_made_in_code_is_no_date(questionnaire: Questionnaire) -> None:
    with pytest.raises(AnswersError, match="AAAA-MM-JJ"):
        typed_lots(questionnaire, Answers({"date_effet": datetime(2027, 1, 4, 12, 30)}))


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("preavis_mos: 2", "1:14", "question « preavis_mos » inconnue ; vouliez-vous « preavis_mois » ?"),
        ("a: 1\nqqqqqqq: 2", "2:10", "question « qqqqqqq » inconnue ; retirez-la du fichier"),
        ("client:\n  siren: '1'", "2:10", "n'est pas un SIREN"),
        ("client: [a]", "1:9", "question « client » inconnue"),
        ("date_effet: 2027-02-30", "1:13", "AAAA-MM-JJ"),
        ("date_effet: 20270104", "1:13", "AAAA-MM-JJ"),
        ("montant_annuel_ht: 12,5", "1:20", "montant en euros"),
        ("montant_annuel_ht: 1e3", "1:20", "montant en euros"),
        ("montant_annuel_ht: '١٢'", "1:20", "montant en euros"),
        ("client:\n  effectif: 1_000", "2:13", "nombre entier"),
        ("client:\n  effectif: 1.0", "2:13", "nombre entier"),
        ("penalites: 1", "1:12", "true ou false"),
        ("fonctions: [paie, pai]", "1:19", "vouliez-vous « paie » ?"),
        ("objectifs: [a, [b]]", "1:16", "un texte est attendu"),
        ("contexte: [a]", "1:11", "un texte est attendu"),
        ("acces:\n  - {systeme: a}\n  - {sisteme: b}", "3:15", "vouliez-vous « systeme » ?"),
        ("acces:\n  - {systeme: a}\n  - b", "3:5", "une ligne « colonne: valeur » est attendue"),
        ('contexte: "a\\u202eb"', "1:11", "U+202E"),
        ('objectifs:\n  - a\n  - "b\\0"', "3:5", "U+0000"),
    ],
)
def test_a_wrong_answer_is_refused_where_it_stands(
    text: str, place: str, message: str, questionnaire: Questionnaire
) -> None:
    lines = refused(questionnaire, text)
    assert any(line.startswith(f"r.yaml:{place}: ") and message in line for line in lines), lines


def test_what_the_text_gate_changed_is_reported(questionnaire: Questionnaire) -> None:
    (lot,) = lots_of(questionnaire, "acces:\n  - {systeme: a}\n  - {systeme: 'b\x0bc'}\n")
    (notice,) = lot.notices
    assert (notice.code, notice.severity, notice.where) == ("text-normalised", "info", "acces[2].systeme")
    assert lot.values["acces"][1]["systeme"] == "b\nc"


# ---------------------------------------------------------------- lots


TWO = "montant_annuel_ht: 100\nclient: {effectif: 5}\nlots:\n  - {id: un, montant_annuel_ht: 200}\n  - {id: deux}\n"


def test_without_lots_there_is_one_lot(questionnaire: Questionnaire) -> None:
    (lot,) = lots_of(questionnaire, "preavis_mois: 2")
    assert (lot.id, lot.values, lot.common) == ("lot", {"preavis_mois": 2}, {"preavis_mois": 2})


def test_each_lot_is_the_common_answers_overridden_by_its_own(questionnaire: Questionnaire) -> None:
    one, two = lots_of(questionnaire, TWO)
    assert (one.id, one.values["montant_annuel_ht"], one.values["client.effectif"]) == ("un", 200, 5)
    assert (two.id, two.values["montant_annuel_ht"], two.values["client.effectif"]) == ("deux", 100, 5)
    assert one.common == two.common == two.values


@pytest.mark.parametrize(
    ("lot", "place", "ident"),
    [("{id: un, profil: complet}", "1:25", "profil"), ("{id: un, client: {effectif: 3}}", "1:36", "client.effectif"),
     ("{id: un, client.effectif: 3}", "1:34", "client.effectif")],
)  # fmt: skip
def test_a_dossier_answer_inside_a_lot_is_refused_where_it_stands(
    lot: str, place: str, ident: str, questionnaire: Questionnaire
) -> None:
    (line,) = refused(questionnaire, f"lots: [{lot}]")
    assert line.startswith(f"r.yaml:{place}: ")
    assert f"({ident}) vaut pour tout le dossier" in line


@pytest.mark.parametrize(
    "lots", ["[{id: a}, {id: a}]", "[{}]", "[{id: ''}]", "[{id: [a]}]", '[{id: "a\\nb"}]', f"[{{id: {'a' * 61}}}]"]
)
def test_a_lot_has_an_id_of_its_own(lots: str, questionnaire: Questionnaire) -> None:
    (line,) = refused(questionnaire, f"lots: {lots}")
    assert line.startswith("r.yaml:1:")
    assert "id" in line


def test_an_empty_list_of_lots_made_in_code_is_refused(questionnaire: Questionnaire) -> None:
    with pytest.raises(AnswersError, match="« lots »"):
        typed_lots(questionnaire, Answers({}, lots=()))


def test_all_problems_of_all_lots_are_told_at_once(questionnaire: Questionnaire) -> None:
    assert len(refused(questionnaire, "a: 1\nlots:\n  - {id: un, b: 2}\n  - {c: 3, profil: complet}\n")) == 5


# ---------------------------------------------------------------- written back

COMMENTED = "# dossier\nprofil: complet  # à revoir\n\nclient:\n  # la société\n  forme: SAS\npreavis_mois: 2\nobjectifs:\n- un\n- deux\n"


def test_writing_an_answer_changes_its_line_only(tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_text(COMMENTED, encoding="utf-8")
    write_answers(file, {"preavis_mois": 3})
    assert file.read_text(encoding="utf-8") == COMMENTED.replace("preavis_mois: 2", "preavis_mois: 3")


def test_a_new_answer_comes_after_the_others(tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_text(COMMENTED, encoding="utf-8")
    write_answers(file, {"montant_annuel_ht": Decimal("12.50"), "client.siren": "999999006"})
    expected = COMMENTED.replace("forme: SAS", "forme: SAS\n  siren: '999999006'") + "montant_annuel_ht: 12.50\n"
    assert file.read_text(encoding="utf-8") == expected


def test_an_answer_written_with_a_dot_stays_in_its_place(tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_text("client.forme: SAS\n", encoding="utf-8")
    write_answers(file, {"client.forme": "EI"})
    assert file.read_text(encoding="utf-8") == "client.forme: EI\n"


def test_an_answer_whose_place_is_taken_is_refused_and_the_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_text("client: SAS\n", encoding="utf-8")
    with pytest.raises(AnswersError):
        write_answers(file, {"client.forme": "EI"})
    assert file.read_text(encoding="utf-8") == "client: SAS\n"


@pytest.mark.parametrize(
    "scalar", ["01000", "1.10", "1_000", "yes", "No", "0x1F", "12:30", "2027-01-04", "'5'", '"a\\tb"', "~"]
)
def test_the_other_answers_are_read_again_as_they_were(scalar: str, tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_text(f"a: {scalar}\nb: [{scalar}, x]\n", encoding="utf-8")
    before = read_answers(file).values
    write_answers(file, {"c": "x"})
    assert read_answers(file).values == {**before, "c": "x"}


@settings(max_examples=120, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=250), item=st.text(min_size=1, max_size=30))
def test_whatever_text_is_admitted_it_is_read_again_as_it_was_written(text: str, item: str, tmp_path: Path) -> None:
    try:
        clean, part = admit(text).text, admit(item).text
    except RefusedTextError:
        return
    file = tmp_path / "r.yaml"
    file.write_text("# début\na: x\n", encoding="utf-8")
    write_answers(file, {"a": clean, "b.c": [part, {"d": clean}]})
    assert read_answers(file).values == {"a": clean, "b": {"c": [part, {"d": clean}]}}
