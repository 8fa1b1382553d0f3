"""The library: loaded whole or refused with every problem in its place; the same from a folder and from a snapshot."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT

from contractgen import load_library
from contractgen.cache import folder
from contractgen.errors import ContentError
from contractgen.model import Library, Questionnaire
from contractgen.source import read_source

SHIPPED = ROOT / "clause_library"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "library"))


def snapshot(path: Path, change: Callable[[dict[str, bytes]], None] = lambda files: None) -> Path:
    files = dict(read_source(SHIPPED).files)
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    change(files)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", json.dumps({"name": "x", "version": "9.9.9", "files": sums}))
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_snapshot_is_the_same_library_as_its_folder(tmp_path: Path, library: Library) -> None:
    assert load_library(snapshot(tmp_path / "9.9.9.zip")) == library


def test_a_release_is_opened_by_its_number(copy: Path, library: Library) -> None:
    (copy / "releases").mkdir(exist_ok=True)
    snapshot(copy / "releases" / "9.9.9.zip")
    (copy / "clauses" / "contrat" / "reversibilite.md").unlink()
    assert load_library(copy, release="9.9.9").digest == library.digest
    for wrong in ("9.9.8", "../9.9.9", "9.9"):
        with pytest.raises(ContentError):
            load_library(copy, release=wrong)


@pytest.mark.parametrize(
    "change",
    [
        lambda files: files.update({"rules.yaml": files["rules.yaml"] + b"\n"}),
        lambda files: files.pop("facts.yaml"),
        lambda files: files.update({"clauses/contrat/new.md": b"x"}),
    ],
)
def test_a_snapshot_that_was_touched_is_refused(change: Callable[[dict[str, bytes]], None], tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="manifeste"):
        load_library(snapshot(tmp_path / "9.9.9.zip", change))


CLAUSE = "clauses/contrat/force-majeure.md"


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        (CLAUSE, "---\n\n", "---\n\n{{ inconnu }}\n\n", "force-majeure.md:.*« inconnu » inconnu"),
        (CLAUSE, "---\n\n", "---\n\n{{ date_effet | euros }}\n\n", "format « euros » ne convient pas"),
        (CLAUSE, "---\n\n", "---\n\n{{ acces }}\n\n", "est un tableau"),
        (CLAUSE, "---\n\n", "---\n\nVoir [[cdc-volumes]].\n\n", "aucune clause de ce nom"),
        (CLAUSE, "---\n\n", "---\n\nVoir le [[tableau:cdc-volumes]].\n\n", "aucune clause de ce nom"),
        (CLAUSE, "---\n\n", "---\n\nVoir le [[tableau:assurances]].\n\n", "cette clause n'a pas de tableau"),
        (
            CLAUSE,
            "---\n\n",
            "---\n\n| A |\n|---|\n| x |\n\n",
            "force-majeure.md:\\d+: tableau sans légende : écrire « Table: ",
        ),
        (CLAUSE, "---\n\n", "---\n\n::: when profil == 'court'\n\na\n\n:::\n\n", "« court » n'est pas un choix"),
        (CLAUSE, "---\n\n", "---\n\n::: when profil == 3\n\na\n\n:::\n\n", "texte comparé|choix comparé|comparé"),
        (CLAUSE, "---\n\n", "---\n\nTexte XXX.\n\n", "trace de gabarit"),
        (CLAUSE, "---\n\n", '---\n\nTexte. {satisfies="BP-01"}\n\n', "« BP-01 » liée à un paragraphe, absente"),
        (CLAUSE, "satisfies: [COM-16]", "satisfies: [COM-16, BP-01]", "« BP-01 » annoncée, mais liée à aucun"),
        (CLAUSE, "satisfies: [COM-16]", "satisfies: [COM-99]", "exigence « COM-99 » inconnue"),
        (CLAUSE, "version: 1.0.0", "version: 1.0", "attendu X.Y.Z"),
        (CLAUSE, "version: 1.0.0", "version: 1.0.0\nwhenn: penalites", "clé « whenn » inconnue .*« when »"),
        (CLAUSE, "id: force-majeure", "id: force-mineure", "nom du fichier"),
        (
            "documents/contrat.yaml",
            "- force-majeure",
            "- force-majeur",
            "citée au plan et non écrite .*« force-majeure »",
        ),
        (
            "facts.yaml",
            "is: nb_prestataires > 1",
            "is: nb_prestataires > 1 and prix_indexe and plusieurs_prestataires",
            "plusieurs_prestataires",
        ),
        ("rules.yaml", "must: astreinte", "must: astreintes", r"rules.yaml:\d+: .*« astreintes » inconnu"),
        (
            "requirements/bonnes_pratiques.yaml",
            "rules: [COH-04]",
            "rules: [COH-99]",
            r"bonnes_pratiques.yaml:\d+: règle « COH-99 »",
        ),
        ("parameters.yaml", "value: 5000", "value: cinq", r"parameters.yaml:\d+: .*nombre"),
        ("definitions/incident.md", "term:", "terme:", r"definitions/incident.md:\d+"),
    ],
)
def test_a_broken_content_file_is_refused_with_its_place(
    path: str, old: str, new: str, message: str, copy: Path
) -> None:
    file = copy / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=message):
        load_library(copy)


def test_all_problems_are_told_at_once(copy: Path) -> None:
    for name in ("assurances", "imprevision"):
        file = copy / "clauses" / "contrat" / f"{name}.md"
        file.write_text(file.read_text(encoding="utf-8") + "\n{{ inconnu }}\n", encoding="utf-8")
    with pytest.raises(ContentError) as error:
        load_library(copy)
    assert len(error.value.lines) == 2


def test_every_question_is_used_and_every_clause_is_in_a_plan(library: Library, questionnaire: Questionnaire) -> None:
    from contractgen.library_checks import dependencies

    used = {name for clause in library.clauses.values() for name in clause.names}
    used |= {name for names in dependencies(library, questionnaire).values() for name in names}
    used |= {name for requirement in library.requirements.values() for name in requirement.answers}
    used |= {"indicateurs"}  # printed as « indicateurs_complets »
    from contractgen.condition import parse

    used |= {
        name for rule in library.rules for source in (rule.when, rule.must) if source for name in parse(source).names
    }
    assert set(questionnaire.questions) - used - set(questionnaire.informational) == set()
    assert len(library.clauses) == 124
    assert {slug for plan in library.plans for part in plan.parts for slug in part.clauses} == set(library.clauses)


def kept_files() -> list[Path]:
    base = folder()
    assert base is not None
    return sorted(base.glob("*.json"))


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"Toute", b"Aucun", 1) if b"Toute" in data else data + b" ",
        lambda data: b"",
        lambda data: data.partition(b"\n")[0] + b"\n[0]",
    ],
)
def test_a_damaged_cache_is_never_believed(
    damage: Callable[[bytes], bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    library: Library,
    questionnaire: Questionnaire,
) -> None:
    monkeypatch.setenv("CONTRACTGEN_CACHE", str(tmp_path))
    load_library(questionnaire=questionnaire)
    (file,) = kept_files()
    file.write_bytes(damage(file.read_bytes()))
    assert load_library(questionnaire=questionnaire) == library
    assert load_library(questionnaire=questionnaire) == library


def test_a_cache_of_other_content_is_never_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copy: Path, questionnaire: Questionnaire
) -> None:
    monkeypatch.setenv("CONTRACTGEN_CACHE", str(tmp_path / "cache"))
    load_library(questionnaire=questionnaire)
    (file,) = kept_files()
    source = copy / "library.yaml"
    source.write_text("name: autre\nversion: 2.0.0\n", encoding="utf-8")
    other = load_library(copy, questionnaire=questionnaire)
    assert (other.name, other.version) == ("autre", "2.0.0")
    (second,) = [one for one in kept_files() if one != file]
    second.write_bytes(file.read_bytes())
    assert load_library(copy, questionnaire=questionnaire) == other


def test_the_cache_can_be_off_or_unwritable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: Library, questionnaire: Questionnaire
) -> None:
    monkeypatch.setenv("CONTRACTGEN_CACHE", "off")
    assert load_library(questionnaire=questionnaire) == library
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("CONTRACTGEN_CACHE", str(tmp_path / "file" / "below"))
    assert load_library(questionnaire=questionnaire) == library


def test_the_cache_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from contractgen import cache

    monkeypatch.setenv("CONTRACTGEN_CACHE", str(tmp_path))
    for number in range(30):
        assert cache.through(f"key {number}", tuple, lambda: (1, "a")) == (1, "a")
    assert len(list(tmp_path.iterdir())) <= 20
