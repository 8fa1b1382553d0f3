"""The answers file to fill in and its schema: what they say is what the program accepts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from commands import run, unusable
from conftest import EXAMPLES
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from contractgen.answers import answers_from
from contractgen.answers_schema import schema
from contractgen.answers_template import TO_FILL, askable, scalar, template
from contractgen.lots import typed_lots
from contractgen.model import Library, Questionnaire

NAMES = ("comptabilite", "paie")


def typed(questionnaire: Questionnaire, text: str) -> dict[str, Any]:
    (lot,) = typed_lots(questionnaire, answers_from(text.encode(), "modele.yaml"))
    return dict(lot.values)


class _Constructor(SafeConstructor):
    pass


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda to, node: node.value)


def as_an_editor_reads(text: str) -> Any:
    """YAML 1.2 as JSON; dates are texts there."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _Constructor
    return json.loads(json.dumps(yaml.load(text)))


def uncommented(text: str, *idents: str) -> str:
    """The file with the answers of some questions, or of all, no longer comments."""
    names = "|".join(map(re.escape, idents)) or r"[a-z][\w.]*"
    return re.sub(rf"(?m)^#((?:{names}):.*(?:\n#  - .*)*)", lambda found: found[1].replace("\n#", "\n"), text)


@pytest.fixture(scope="module")
def text(questionnaire: Questionnaire) -> str:
    return template(questionnaire, "reponses.schema.json")


@pytest.fixture(scope="module")
def validator(questionnaire: Questionnaire) -> jsonschema.Draft202012Validator:
    found = schema(questionnaire)
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found, format_checker=jsonschema.FormatChecker())


# ---------------------------------------------------------------- the file to fill in


def test_as_it_stands_it_answers_nothing(questionnaire: Questionnaire, text: str) -> None:
    assert typed(questionnaire, text) == {}
    assert all(line.startswith("#") or not line for line in text.splitlines())


def test_every_question_is_in_it_once(questionnaire: Questionnaire, text: str) -> None:
    assert re.findall(r"(?m)^#([a-z][\w.]*):", text) == list(questionnaire.questions)
    for section in questionnaire.sections.values():
        assert f"# {section.title}" in text


def test_every_line_uncommented_gives_the_defaults(questionnaire: Questionnaire, text: str) -> None:
    given = typed(questionnaire, uncommented(text))
    for ident, question in questionnaire.questions.items():
        if question.default not in (None, "", ()):
            assert given[ident] == question.default, ident
        elif question.type != "table":
            assert given.get(ident) in (None, ()), ident
        else:  # the example row: choices to be changed, nothing invented
            columns = {column.id: column for column in question.columns}
            for row in given.get(ident, ()):
                assert all(columns[name].choices for name in row), ident


def test_each_answer_alone_can_be_uncommented(questionnaire: Questionnaire, text: str) -> None:
    for ident in questionnaire.questions:
        assert set(typed(questionnaire, uncommented(text, ident))) <= {ident}


def test_what_must_be_answered_is_marked(questionnaire: Questionnaire, text: str) -> None:
    head, *others = text.split("\n\n")
    blocks = {found[1]: block for block in others if (found := re.search(r"(?m)^#([a-z][\w.]*):", block))}
    for ident, question in questionnaire.questions.items():
        assert (TO_FILL in blocks[ident]) == (question.required and question.default is None), ident
    assert "client.raison_sociale" in head
    assert head.startswith("# yaml-language-server: $schema=reponses.schema.json\n")


def test_with_functions_only_what_can_be_asked_for_them(library: Library, questionnaire: Questionnaire) -> None:
    asked = askable(library, questionnaire, NAMES)
    kept = template(questionnaire, "s.json", asked, NAMES)
    found = set(re.findall(r"(?m)^#([a-z][\w.]*):", kept))
    assert found == asked
    assert {"nb_bulletins_mois", "coffre_fort", "saisie_precodee", "client.categorie_financiere"} <= found
    assert found.isdisjoint({"canaux", "taches_rh", "taches_juridiques"})
    assert "\n#fonctions: [comptabilite, paie]\n" in kept
    rows = typed(questionnaire, uncommented(kept))["echeances"]
    assert {row["fonction"] for row in rows} == set(NAMES)


def test_no_question_that_an_example_answers_is_left_out(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    assert set(sme_answers) - {"lots"} <= askable(library, questionnaire, NAMES)


@pytest.mark.parametrize(
    "value",
    ["oui", "null", "5", "a: b", "a #b", "- a", "l'été", "« x »", "a, b", "[x]", "1.10", "true", 'é\n"f"', "x:", ""],
)
def test_a_text_is_read_back_as_it_was_by_us_and_by_others(questionnaire: Questionnaire, value: str) -> None:
    line = f"competence_a_garder: {scalar(value)}\nobjectifs: {scalar((value,))}\n"
    assert as_an_editor_reads(line) == {"competence_a_garder": value, "objectifs": [value]}
    assert typed(questionnaire, line).get("competence_a_garder", "") == value


# ---------------------------------------------------------------- the schema


@pytest.mark.parametrize("name", ["pme-compta-paie.yaml", "micro-assistanat.yaml"])
def test_the_examples_follow_the_schema(validator: jsonschema.Draft202012Validator, name: str) -> None:
    validator.validate(as_an_editor_reads((EXAMPLES / name).read_text(encoding="utf-8")))


def test_the_template_follows_the_schema_once_uncommented(
    validator: jsonschema.Draft202012Validator, questionnaire: Questionnaire, text: str
) -> None:
    whole = [
        ident
        for ident, question in questionnaire.questions.items()
        if question.default not in (None, ()) or question.type != "table"
    ]
    validator.validate(as_an_editor_reads(uncommented(text, *whole)))


@pytest.mark.parametrize("fine", [
    "lots: [{id: a, fonctions: [paie], echeance_dsn: '5'}, {id: 2, prestataire: {raison_sociale: X}, prestataire.siren: 999999006}]",
    "client.effectif: 3", "client:", "echeance_dsn: 5", "client: {commercant: oui}", "date_effet:", "montant_annuel_ht: 1200.50",
])  # fmt: skip
def test_what_the_program_accepts_follows_the_schema(
    validator: jsonschema.Draft202012Validator, questionnaire: Questionnaire, fine: str
) -> None:
    typed_lots(questionnaire, answers_from(fine.encode(), "x.yaml"))
    validator.validate(as_an_editor_reads(fine))


@pytest.mark.parametrize("fault", [
    "inconnue: 1", "client: {nom: X}", "client: {forme: SAARL}", "profil: 3", "client: {effectif: douze}", "client: {effectif: -1}",
    "seuil_coeur: 6", "date_cloture: 31 décembre", "conventions_collectives: ['12']", "date_effet: 01/02/2027", "date_effet: 2027-02-31",
    "client: {siren: '12'}", "fonctions: paie", "fonctions: [payes]", "volumes: [{fonction: paie, poids: 3}]", "grille: {activite: x}",
    "client: {commercant: peut-être}", "lots: [{fonctions: [paie]}]", "lots: []", "lots: [{id: a, client: {effectif: 3}}]",
    "lots: [{id: a, profil: complet}]", "lots: [{id: a, inconnue: 1}]", "montant_annuel_ht: 1 200 €",
])  # fmt: skip
def test_a_planted_fault_is_found_by_both(
    validator: jsonschema.Draft202012Validator, questionnaire: Questionnaire, fault: str
) -> None:
    assert not validator.is_valid(as_an_editor_reads(fault))
    with pytest.raises(Exception, match=r"x\.yaml"):
        typed_lots(questionnaire, answers_from(fault.encode(), "x.yaml"))


def test_a_required_cell_is_told(validator: jsonschema.Draft202012Validator) -> None:
    (error,) = validator.iter_errors(
        as_an_editor_reads("volumes: [{fonction: paie, unite_oeuvre: bulletin, volume_mensuel: 3}]")
    )
    assert "bande_pct" in error.message


def test_an_editor_shows_labels_choices_and_reasons(questionnaire: Questionnaire) -> None:
    form = schema(questionnaire)["$defs"]["client.forme"]
    assert form["title"] == "Forme juridique"
    assert form["enumDescriptions"][form["enum"].index("SA")] == "Société anonyme (SA)"
    assert "`SA` : Société anonyme (SA)" in form["markdownDescription"]
    assert "L.2312-8" in schema(questionnaire)["$defs"]["client.effectif"]["description"]


# ---------------------------------------------------------------- the commands


def test_the_commands_write_both_files(tmp_path: Path, validator: jsonschema.Draft202012Validator, text: str) -> None:
    answers, rules = tmp_path / "reponses.yaml", tmp_path / "regles.json"
    assert run("answers", "template", "--out", answers, "--schema", "regles.json").out == f"Écrit : {answers}\n"
    assert answers.read_text(encoding="utf-8") == text.replace("reponses.schema.json", "regles.json")
    assert run("answers", "schema", "--out", rules).code == 0
    assert run("answers", "schema", "--out", rules).code == 0
    assert json.loads(rules.read_text(encoding="utf-8")) == validator.schema
    assert json.loads(run("answers", "schema").out) == validator.schema
    assert run("answers", "template").out == text
    assert len(run("answers", "template", "--functions", "paie, comptabilite").out) < len(text)


def test_answers_are_never_written_over(tmp_path: Path) -> None:
    answers = tmp_path / "reponses.yaml"
    answers.write_text("profil: complet\n", encoding="utf-8")
    assert "existe déjà" in unusable(run("answers", "template", "--out", answers))
    assert "existe déjà" in unusable(run("answers", "schema", "--out", answers))
    assert answers.read_text(encoding="utf-8") == "profil: complet\n"


@pytest.mark.parametrize(
    "arguments", [("--functions", "payes"), ("--functions", ""), ("--functions", ","), ("--out", "/absent/x.yaml")]
)
def test_bad_arguments_are_told_in_a_line(arguments: tuple[str, ...]) -> None:
    unusable(run("answers", "template", *arguments))


def test_the_group_alone_says_what_is_missing() -> None:
    assert "il manque une commande" in unusable(run("answers"))
    assert "commande inconnue" in unusable(run("answers", "modele"))
