"""A broken library is refused before any contract is made, and each problem names its file and its line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT

from contractgen import load_library
from contractgen.errors import ContentError
from contractgen.model import Library, Questionnaire, When
from contractgen.questionnaire import questionnaire_from

SHIPPED = ROOT / "clause_library"
CLAUSE = "clauses/contrat/force-majeure.md"
PLAN = "documents/contrat.yaml"
_PLACE = re.compile(r"[\w./-]+\.(md|yaml|docx):\d+: ")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "library"))


def broken(folder: Path, path: str, old: str, new: str) -> int:
    """Replaces the one place where `old` stands in a file; gives the line of the last line of `new`."""
    file = folder / path
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is no longer in {path}"
    before, _, after = text.partition(old)
    file.write_text(before + new + after, encoding="utf-8")
    return (before + new.rstrip("\n")).count("\n") + 1


def refused(folder: Path, questionnaire: Questionnaire | None = None) -> tuple[str, ...]:
    with pytest.raises(ContentError) as error:
        load_library(folder, questionnaire=questionnaire)
    return error.value.lines


def test_the_copy_is_right_before_it_is_broken(copy: Path, library: Library) -> None:
    assert load_library(copy) == library


def in_body(folder: Path, text: str) -> int:
    """Puts a paragraph at the top of the body of a clause; gives the line of its first line."""
    file = folder / CLAUSE
    head, fence, body = file.read_text(encoding="utf-8").partition("\n---\n")
    file.write_text(f"{head}{fence}\n{text}\n{body}", encoding="utf-8")
    return (head + fence).count("\n") + 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ force_majeure_jour | jours }}", "nom « force_majeure_jour » inconnu (« force_majeure_jours » ?)"),
        ("{{ date_effet | euros }}", "le format « euros » ne convient pas à « date_effet »"),
        ("{{ date_effet | calligraphie }}", "(formats : "),
        ("{{ acces }}", "est un tableau : écrire « ::: rows acces as x »"),
        ("Voir [[cdc-volumes]].", "renvoi [[cdc-volumes]] : aucune clause de ce nom dans ce document"),
        ("Voir [[nulle-part]].", "renvoi [[nulle-part]] : aucune clause de ce nom dans ce document"),
        ("::: when profil == 'court'\n\na\n\n:::", "« court » n'est pas un choix de cette question"),
        ("::: when montant_annuel_ht == 'cher'\n\na\n\n:::", "nombre comparé à texte"),
        ("::: when montant_annuel_ht % 2 == 0\n\na\n\n:::", "hors du langage"),
        ("::: when\n\na\n\n:::", "condition illisible"),
        ("::: rows profil as p\n\n- a\n\n:::", "« profil » n'est ni un tableau ni une liste"),
        ("::: rows acces as profil\n\n- a\n\n:::", "la variable « profil » cache un autre nom"),
        ("::: rows acces as a when a.ville == 'x'\n\n- b\n\n:::", "colonne « a.ville » inconnue"),
        ("<b>gras</b>", "html_inline"),
    ],
)
def test_a_wrong_reference_in_a_clause_is_told_with_its_line(text: str, message: str, copy: Path) -> None:
    line = in_body(copy, text)
    lines = refused(copy)
    assert any(told.startswith(f"{CLAUSE}:{line}: ") and message in told for told in lines), lines


def test_a_value_of_a_row_that_has_no_such_column_is_told_with_its_line(copy: Path) -> None:
    line = in_body(copy, "::: rows acces as a\n\n- {{ a.ville }}\n\n:::")
    assert any(told.startswith(f"{CLAUSE}:{line + 2}: ") and "a.ville" in told for told in refused(copy))


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        (CLAUSE, "version: 1.0.0", "versio: 1.0.0", "clé « versio » inconnue (« version » ?)"),
        (PLAN, "numbering: article", "numbering: chapitre", "« numbering » vaut « chapitre »"),
        ("rules.yaml", "  - id: COH-03\n", "  - id: COH-03\n    mustt: x\n", "clé « mustt » inconnue (« must » ?)"),
        ("facts.yaml", "    source: C. trav. L.2312-8\n", "    sourse: x\n", "clé « sourse » inconnue (« source » ?)"),
        ("parameters.yaml", "    unit: EUR HT\n", "    unite: EUR HT\n", "clé « unite » inconnue (« unit » ?)"),
        (
            "requirements/rgpd.yaml",
            "    severity: mandatory\n",
            "    severite: mandatory\n",
            "clé « severite » inconnue",
        ),
        ("indicators.yaml", "{id: CPT-01,", "{idd: x, id: CPT-01,", "clé « idd » inconnue (« id » ?)"),
        ("definitions/incident.md", "term:", "terme:", "clé « terme » inconnue (« term » ?)"),
        ("library.yaml", "version:", "versions: 1\nversion:", "clé « versions » inconnue"),
    ],
)
def test_a_misspelt_key_is_refused_with_the_nearest_one(
    path: str, old: str, new: str, message: str, copy: Path
) -> None:
    broken(copy, path, old, new)
    lines = refused(copy)
    assert any(re.match(rf"{path}:\d+: ", told) and message in told for told in lines), lines


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        ("facts.yaml", "is: nb_prestataires > 1", "is: nb_prestataire > 1", "nom « nb_prestataire » inconnu"),
        ("facts.yaml", "is: nb_prestataires > 1", "is: nb_prestataires % 2 == 0", "hors du langage"),
        ("facts.yaml", "id: plusieurs_prestataires", "id: profil", "ce nom est pris"),
        (
            "facts.yaml",
            "is: nb_prestataires > 1",
            "is: prix_indexe and not plusieurs_prestataires",
            "conditions en cercle",
        ),
        ("rules.yaml", "must: astreinte", "must: astreintes", "nom « astreintes » inconnu (« astreinte » ?)"),
        ("rules.yaml", "must: astreinte", "must: len(contacts)", "oui/non attendu, nombre trouvé"),
        ("rules.yaml", "- id: COH-03", "- id: COH-04", "règle « COH-04 » en double"),
        ("requirements/rgpd.yaml", "rules: [COH-57]", "rules: [COH-99]", "règle « COH-99 » absente de rules.yaml"),
        (
            "requirements/rgpd.yaml",
            "answers: [traitements]",
            "answers: [traitement]",
            "réponse « traitement » inconnue",
        ),
        ("parameters.yaml", "value: 5000", "value: cinq", "un nombre est attendu"),
        ("parameters.yaml", "since: 2015-04-01", "since: avril", "« since » doit être une date"),
        ("indicators.yaml", "id: CPT-02", "id: CPT-01", "« CPT-01 » en double"),
        (
            PLAN,
            "      - force-majeure\n",
            "      - force-majeur\n",
            "clause « force-majeur » citée au plan et non écrite (« force-majeure » ?)",
        ),
        (PLAN, "      - force-majeure\n", "      - assurances\n", "clause « assurances » déjà au plan"),
        (
            CLAUSE,
            "satisfies: [COM-16]",
            "satisfies: [COM-16, BP-01]",
            "« BP-01 » annoncée, mais liée à aucun paragraphe",
        ),
        (CLAUSE, "satisfies: [COM-16]", "satisfies: [COM-99]", "exigence « COM-99 » inconnue"),
        (CLAUSE, "satisfies: [COM-16]", "satisfies: []", "« COM-16 » liée à un paragraphe, absente de « satisfies »"),
        (CLAUSE, "satisfies: [COM-16]", "satisfies: [COM-16]\nwhen: profil == 1", "choix comparé à nombre"),
        (CLAUSE, "id: force-majeure", "id: force-mineure", "le nom du fichier"),
        ("definitions/incident.md", '"Incidents"', '"Incidents", "Livrable"', "« Livrable » déjà défini par"),
    ],
)
def test_a_wrong_cross_reference_is_told_with_file_and_line(
    path: str, old: str, new: str, message: str, copy: Path
) -> None:
    broken(copy, path, old, new)
    told = [line for line in refused(copy) if message in line]
    assert told
    assert all(_PLACE.match(line) and line.startswith(path.partition("/")[0]) for line in told)


@pytest.mark.parametrize("name", ["rules.yaml", "facts.yaml", "library.yaml", "house.docx", "parameters.yaml"])
def test_a_file_that_is_absent_is_told(name: str, copy: Path) -> None:
    (copy / name).unlink()
    assert any(line.startswith(f"{name}:1: ") for line in refused(copy))


def test_a_clause_that_no_plan_holds_is_told(copy: Path) -> None:
    broken(copy, PLAN, "      - force-majeure\n", "")
    assert f"{CLAUSE}:1: la clause n'est dans aucun plan de document" in refused(copy)


def test_a_mandatory_requirement_that_no_clause_satisfies_is_told(copy: Path) -> None:
    (copy / "clauses/contrat/acces-bancaires.md").unlink()
    told = [line for line in refused(copy) if "aucune clause ne satisfait l'exigence PROF-19" in line]
    assert len(told) == 1
    assert re.match(r"requirements/professions\.yaml:\d+: ", told[0])


def test_a_clause_that_is_not_in_utf_8_is_refused_and_not_guessed(copy: Path) -> None:
    line = in_body(copy, "Texte.")
    file = copy / CLAUSE
    file.write_bytes(file.read_bytes().replace(b"Texte.", "Été.".encode("latin-1"), 1))
    assert f"{CLAUSE}:{line}: texte qui n'est pas en UTF-8" in refused(copy)


@pytest.mark.parametrize("character", ["\x0b", "\x00", "\u202e", "\u200b", "\ufffe"])
def test_a_character_that_no_document_can_carry_is_refused_in_a_clause(character: str, copy: Path) -> None:
    line = in_body(copy, f"Un{character}deux.")
    assert f"{CLAUSE}:{line}: caractère interdit U+{ord(character):04X}" in refused(copy)


def test_windows_line_ends_change_no_clause(copy: Path, library: Library) -> None:
    for file in (copy / "clauses").glob("**/*.md"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert load_library(copy).clauses == library.clauses


SMALL = """id: q
version: '1'
title: T
informational: []
sections:
  - id: s
    title: S
    when: {when}
    scope: lot
    questions:
      - {{id: a, label: A, type: boolean, required: true, when: {a}}}
      - {{id: b, label: B, type: boolean, required: true, when: {b}}}
"""


@pytest.mark.parametrize(
    ("when", "a", "b", "told"),
    [
        ("''", "b", "a", "q.yaml:11: conditions en cercle : a → b → a"),
        ("''", "''", "bb", "q.yaml:12: condition « bb », caractère 1 : nom « bb » inconnu (« b » ?)"),
        ("c", "''", "''", "q.yaml:6: condition « c », caractère 1 : nom « c » inconnu"),
    ],
)
def test_a_wrong_condition_of_the_questionnaire_is_told_with_its_line(
    when: str, a: str, b: str, told: str, copy: Path
) -> None:
    questionnaire = questionnaire_from(SMALL.format(when=when, a=a, b=b).encode(), "q.yaml")
    assert told in refused(copy, questionnaire)


def test_the_conditional_blocks_of_the_shipped_clauses_know_their_lines(library: Library) -> None:
    """A sample of the places that messages rely on: the line of a block is that of its fence in the file."""
    seen = 0
    for clause in library.clauses.values():
        text = (SHIPPED / clause.path).read_text(encoding="utf-8").split("\n")
        for block in clause.blocks:
            if isinstance(block, When):
                assert text[block.line - 1].lstrip(": ").startswith("when"), f"{clause.path}:{block.line}"
                seen += 1
    assert seen > 100
