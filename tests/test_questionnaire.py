"""The questionnaire: what the file says is what is asked, and a wrong file is refused line by line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT

from contractgen import load_questionnaire
from contractgen.errors import ContentError
from contractgen.model import Column, Question, Questionnaire
from contractgen.questionnaire import questionnaire_from
from contractgen.typed_values import type_value

FILE = ROOT / "questionnaires" / "externalisation.yaml"
WRITTEN: dict[str, Any] = yaml.load(FILE.read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506  # texts only
ENTRIES = [(section, entry) for section in WRITTEN["sections"] for entry in section["questions"]]


def test_there_are_sections_and_questions_to_compare() -> None:
    assert len(WRITTEN["sections"]) > 15
    assert len(ENTRIES) > 150


def test_the_sections_are_those_of_the_file_in_its_order(questionnaire: Questionnaire) -> None:
    assert [
        (one.id, one.title, one.scope, one.when, one.level, one.questions) for one in questionnaire.sections.values()
    ] == [
        (w["id"], w["title"], w["scope"], w.get("when"), w.get("level", ""), tuple(q["id"] for q in w["questions"]))
        for w in WRITTEN["sections"]
    ]
    assert questionnaire.informational == tuple(WRITTEN["informational"])
    assert (questionnaire.id, questionnaire.version, questionnaire.title) == tuple(
        WRITTEN[key] for key in ("id", "version", "title")
    )


def choices(entry: dict[str, Any]) -> list[tuple[str, str]]:
    return [(choice["value"], choice["label"]) for choice in entry.get("choices", ())]


def same(one: Question | Column, entry: dict[str, Any]) -> None:
    assert (one.id, one.label, one.type, one.unit) == (
        *(entry[k] for k in ("id", "label", "type")),
        entry.get("unit", ""),
    )
    assert one.required is (entry.get("required") == "true")
    assert [(choice.value, choice.label) for choice in one.choices] == choices(entry)


def decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(("section", "entry"), ENTRIES, ids=[entry["id"] for _, entry in ENTRIES])
def test_a_question_is_what_the_file_says(
    section: dict[str, Any], entry: dict[str, Any], questionnaire: Questionnaire
) -> None:
    one = questionnaire.questions[entry["id"]]
    same(one, entry)
    assert (one.section, one.scope) == (section["id"], section["scope"])
    assert (one.when, one.help, one.why) == (entry.get("when"), entry.get("help", ""), entry.get("why", ""))
    assert (one.minimum, one.maximum) == (decimal(entry.get("min")), decimal(entry.get("max")))
    assert one.pattern == entry.get("pattern")
    assert len(one.columns) == len(entry.get("columns", ()))
    for column, written in zip(one.columns, entry.get("columns", ()), strict=True):
        same(column, written)
    assert f"id: {one.id}" in FILE.read_text(encoding="utf-8").split("\n")[one.line - 1]


def untyped(value: Any) -> Any:
    """A typed value as the file would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return [untyped(item) for item in value]
    return {key: untyped(item) for key, item in value.items()} if isinstance(value, dict) else str(value)


@pytest.mark.parametrize("entry", [e for _, e in ENTRIES if "default" in e], ids=lambda entry: entry["id"])
def test_a_default_is_the_typed_value_of_the_file(entry: dict[str, Any], questionnaire: Questionnaire) -> None:
    rows = entry["default"]
    if entry["type"] == "table":
        rows = [{name: cell for name, cell in row.items() if name != "when"} for row in rows]
        whens = tuple(row.get("when") for row in entry["default"])
        assert questionnaire.questions[entry["id"]].row_whens == (whens if any(whens) else ())
    assert untyped(questionnaire.questions[entry["id"]].default) == rows


def test_a_default_is_an_answer_that_its_question_admits(questionnaire: Questionnaire) -> None:
    with_default = [one for one in questionnaire.questions.values() if one.default is not None]
    assert len(with_default) > 50
    for one in with_default:
        assert type_value(one, one.default).refusals == (), one.id


def test_the_questions_without_a_default_have_none(questionnaire: Questionnaire) -> None:
    without = [entry["id"] for _, entry in ENTRIES if "default" not in entry]
    assert without
    assert [ident for ident in without if questionnaire.questions[ident].default is not None] == []


# ---------------------------------------------------------------- what is refused

GOOD = """id: q
version: '1'
title: Essai
informational: []
sections:
  - id: s
    title: Section
    scope: lot
    questions:
      - id: a
        label: Question
        type: text
        required: true
"""


def refused(text: str) -> tuple[str, ...]:
    with pytest.raises(ContentError) as error:
        questionnaire_from(text.encode(), "essai.yaml")
    return error.value.lines


def question(**lines: str) -> str:
    """The small questionnaire with lines of its one question added or replaced."""
    kept = {"label": "Question", "type": "text", "required": "true"} | lines
    return GOOD.partition("        label:")[0] + "".join(
        f"        {key}: {text}\n" for key, text in kept.items() if text
    )


def test_the_small_questionnaire_is_right_as_it_stands() -> None:
    assert list(questionnaire_from(GOOD.encode(), "essai.yaml").questions) == ["a"]
    assert question() == GOOD


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (question(labl="x"), 14, "clé « labl » inconnue (« label » ?)"),
        (question(type="texte"), 12, "« type » vaut « texte »"),
        (question(required="peut-être"), 13, "« required » doit valoir true ou false"),
        (question(label=""), 10, "clé « label » absente"),
        (question(label="[x]"), 11, "« label » doit être un texte"),
        (question(type="choice"), 10, "question « a » sans choix"),
        (question(type="choice", choices="x"), 14, "« choices » doit être une liste"),
        (question(type="choice", choices="[{value: x, label: X}]", default="y"), 15, "« y » n'est pas un choix"),
        (question(type="table"), 10, "un tableau a des colonnes"),
        (question(columns="[{id: c, label: C, type: text, required: true}]"), 10, "un tableau a des colonnes"),
        (question(type="table", columns="[{id: c, label: C, type: table}]"), 14, "« type » vaut « table »"),
        (question(type="table", columns="[{id: c, label: C, type: choice}]"), 14, "colonne « c » sans choix"),
        (question(type="table", columns="[{id: c, label: C, type: text}, {id: c, label: D, type: text}]"), 14, "« c » en double"),
        (question(type="integer", default="1.5"), 14, "valeur par défaut de « a »"),
        (question(type="integer", min="deux"), 14, "« min » doit être un nombre"),
        (question(type="integer", min="2", default="1"), 15, "inférieur au minimum"),
        (question(min="2"), 10, "ne bornent qu'un nombre"),
        (question(pattern="'['"), 10, "pas une expression régulière"),
        (question(type="integer", pattern="'^1'"), 10, "ne vaut que pour un texte"),
        (GOOD.replace("- id: a", "- id: A b"), 10, "id de question « A b »"),
        (GOOD.replace("- id: a", "- id: lots"), 10, "id de question « lots »"),
        (GOOD.replace("scope: lot", "scope: contrat"), 8, "« scope » vaut « contrat »"),
        (GOOD.replace("scope: lot", "scope: lot\n    scop: x"), 9, "clé « scop » inconnue"),
        (GOOD + "      - {id: a, label: B, type: text, required: true}\n", 14, "question « a » en double"),
        (GOOD + "  - {id: s, title: T, scope: lot, questions: []}\n", 14, "section « s » en double"),
        (GOOD.replace("informational: []", "informational: [b]"), 1, "question inconnue « b »"),
        (GOOD.replace("version: '1'", "versio: '1'"), 2, "clé « versio » inconnue (« version » ?)"),
        (GOOD.replace("- id: a", "- id: a\n        id: b"), 11, "« id » en double"),
        (GOOD.partition("sections:")[0] + "sections: []\n", 1, "aucune question"),
        ("- a\n", 1, "tableau de clés et de valeurs"),
        ("id: [\n", 2, "illisible"),
    ],
)  # fmt: skip
def test_a_wrong_questionnaire_is_refused_with_file_and_line(text: str, line: int, message: str) -> None:
    lines = refused(text)
    assert any(told.startswith(f"essai.yaml:{line}: ") and message in told for told in lines), lines


def test_all_problems_are_told_at_once() -> None:
    text = (
        GOOD.replace("type: text", "type: texte").replace("scope: lot", "scope: x").replace("title: Essai", "titre: x")
    )
    assert len(refused(text)) >= 4


def test_every_problem_names_the_file_and_a_line() -> None:
    text = GOOD.replace("        label: Question\n        type: text\n", "        typ: text\n        min: x\n")
    for line in refused(text):
        file, number, _ = line.split(":", 2)
        assert file == "essai.yaml"
        assert int(number) > 0


def test_an_absent_file_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as error:
        load_questionnaire(tmp_path / "absent.yaml")
    assert len(error.value.lines) == 1
    assert "absent.yaml" in str(error.value)
