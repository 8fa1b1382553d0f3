"""The command line: exit codes, one clear line for what cannot be used, nothing written."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from commands import INCOMPLETE, MICRO, Ran, answers, run, unusable
from conftest import ROOT
from mishaps import contents, failing, no_wait

from contractgen.commands import dossier
from contractgen.results import Pack


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test in a folder of its own."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


# ---------------------------------------------------------------- input that cannot be used

WRONG_ANSWERS = {
    "wrong YAML": ("profil: complet\nclient: {forme: SAS\n", r":3:1: YAML illisible"),
    "wrong indentation": ("client:\n   forme: SAS\n  siren: 1\n", r":3:3: YAML illisible"),
    "unknown question": ("profil: complet\ndelai_paiment_jours: 30\n", r":2:\d+: .*« delai_paiement_jours » \?"),
    "unknown nested question": ("client: {form: SAS}\n", r":1:\d+: .*« client.forme » \?"),
    "text for a number": ("\n\nmontant_annuel_ht: beaucoup\n", r":3:\d+: .*\(montant_annuel_ht\).*« beaucoup »"),
    "number with a comma": ("montant_annuel_ht: '42,5'\n", r":1:\d+: .*« 42,5 »"),
    "list for a text": ("client: {forme: [SAS]}\n", r":1:\d+: .*\(client.forme\).*non une liste"),
    "text for a list": ("fonctions: paie\n", r":1:\d+: .*\(fonctions\).*liste"),
    "no date": ("date_effet: 2027-02-30\n", r":1:\d+: .*« 2027-02-30 »"),
    "over the maximum": ("duree_initiale_mois: 100000\n", r":1:\d+: .*maximum"),
    "unknown choice": ("profil: simplfie\n", r":1:\d+: .*« simplifie » \?"),
    "unknown column": ("acces:\n  - {systeme: x, compt: y}\n", r":2:\d+: .*« compte » \?"),
    "duplicate key": ("profil: complet\nniveau_equilibre: x\nprofil: simplifie\n", r":3:1: .*« profil » en double"),
    "answered twice": ("client.forme: SAS\nclient: {forme: SARL}\n", r":2:\d+: .*deux fois"),
    "no mapping": ("- profil\n- complet\n", r":1:1: "),
    "lots that are no list": ("lots: {id: a}\n", r":1:\d+: .*« lots »"),
    "two lots of the same id": ("lots: [{id: a}, {id: a}]\n", r":1:\d+: .*« a »"),
    "a release that is none": ("profil: complet\nrelease: la dernière\n", r":2:\d+: .*X\.Y\.Z"),
    "alias": ("profil: &a complet\nbudget: *a\n", r":1:\d+: .*alias"),
    "not UTF-8": ("profil: complet\nclient: {forme: é}\n".encode("latin-1"), r":2:17: .*UTF-8"),
    "NUL": (b"profil: compl\0et\n", r":1:\d+: "),
    "too large": (b"#" * 4_000_001, r":1:1: .*4 Mo"),
}


@pytest.mark.parametrize("name", WRONG_ANSWERS)
def test_wrong_answers_are_told_with_file_line_and_column(name: str) -> None:
    text, expected = WRONG_ANSWERS[name]
    line = unusable(run("build", answers(text), "--out", "out"))
    assert re.match(rf"reponses\.yaml{expected}", line), line
    assert set(contents(Path())) == {"reponses.yaml"}


def test_all_wrong_answers_are_told_at_once() -> None:
    ran = run("check", answers("profil: simplfie\nprofile: complet\nfonctions: paie\n"))
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 3)


@pytest.mark.parametrize("command", ["build", "check", "explain"])
def test_answers_that_are_not_there_are_told(command: str) -> None:
    out = ("--out", "out") if command == "build" else ()
    assert "« absent.yaml » introuvable" in unusable(run(command, "absent.yaml", *out))
    assert "« . » est un dossier" in unusable(run(command, ".", *out))
    answers("")
    assert "un fichier tient la place d'un dossier" in unusable(run(command, "reponses.yaml/x", *out))
    assert contents(Path()) == {"reponses.yaml": b""}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "il manque une commande"),
        (("biuld",), "commande inconnue « biuld »"),
        (("build",), "il manque REPONSES, --out"),
        (("build", "x"), "il manque --out"),
        (("check", "x", "--wat"), "argument inconnu : --wat"),
        (("check", "x", "--dra"), "argument inconnu : --dra"),
        (("check", "x", "y\nz"), "argument inconnu : y z"),
        (("check", "x", "--library"), "--library attend une valeur"),
        (("build", "x", "--out", "y", "--pdf", "--no-pages"), "--no-pages ne va pas avec --pdf"),
        (
            ("compare", "a", "b", "--out", "c", "--formats", "foo"),
            "n'admet pas « foo » ; valeurs admises : auto, all, seen",
        ),
        (("check", "x", "--json=1"), "--json n'attend pas de valeur"),
    ],
)
def test_a_command_that_is_not_understood_is_told_in_one_line(arguments: tuple[str, ...], told: str) -> None:
    assert told in unusable(run(*arguments))


def test_help_is_no_error() -> None:
    assert run("--help").code == 0
    assert run("build", "--help").code == 0


def test_an_unknown_clause_is_told_with_the_nearest_name() -> None:
    assert "« reversibilite » ?" in unusable(run("explain", MICRO, "reversibilit"))


def test_what_would_command_a_terminal_is_made_visible() -> None:
    line = unusable(run("check", "a\x1b[2Jb\u202ec\nd"))
    assert "a\\u001b[2Jb\\u202ec d" in line


# ---------------------------------------------------------------- where it cannot be written


def test_a_place_that_cannot_hold_a_folder_is_told() -> None:
    file = answers(INCOMPLETE)
    assert "est un fichier ; donnez un dossier" in unusable(run("build", MICRO, "--out", file))
    assert "tient la place d'un dossier" in unusable(run("build", MICRO, "--out", file / "a" / "b"))
    assert "donnez un sous-dossier" in unusable(run("build", MICRO, "--out", "."))
    assert "donnez un sous-dossier" in unusable(run("build", MICRO, "--out", ".."))
    assert "nom trop long" in unusable(run("build", MICRO, "--out", "x" * 300))
    assert set(contents(Path())) == {file.name}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_whichever_write_fails_it_is_told_in_one_line_and_the_old_pack_is_intact(number: int, micro_pack: Pack) -> None:
    told = {errno.ENOSPC: "disque plein", errno.EACCES: "accès refusé"}[number]
    inputs = patch.object(dossier, "inputs", return_value=(0, 0, 0))
    for turn in range(1, 100):
        shutil.rmtree("out", ignore_errors=True)
        Path("out").mkdir()
        Path("out/contrat.docx").write_bytes(b"old")
        with (
            no_wait(),
            inputs,
            patch("contractgen.pipeline.build", return_value=micro_pack),
            failing(turn, number) as calls,
        ):
            ran = run("build", MICRO, "--out", "out")
        if not calls.failed:
            break
        if ran.code:
            assert told in unusable(ran)
            assert contents(Path()) == {"out": b"", "out/contrat.docx": b"old"}
    assert ran.code == 0
    assert turn > 20


def test_a_disk_quota_that_is_reached_is_told_in_one_line(tmp_path: Path) -> None:
    """By the system itself: no file may be larger than 20 000 bytes."""
    resource = pytest.importorskip("resource")
    command = [sys.executable, "-m", "contractgen", "build", str(MICRO), "--out", "out", "--no-pages"]
    ran = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )  # fmt: skip
    assert "fichier trop grand" in unusable(Ran(ran.returncode, ran.stdout, ran.stderr))
    assert contents(tmp_path) == {"work": b""}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
@pytest.mark.parametrize("option", [(), ("--json",)])
def test_a_report_that_cannot_be_printed_is_told_in_one_line(option: tuple[str, ...], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "contractgen", "check", str(MICRO), *option]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(command, cwd=tmp_path, env=environment, stdout=full, stderr=subprocess.PIPE, text=True)
    assert "disque plein" in unusable(Ran(ran.returncode, "", ran.stderr))


# ---------------------------------------------------------------- the program as it is run


def test_the_program_is_run_as_a_module(tmp_path: Path) -> None:
    """In a folder of its own, with an output that knows no accents."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "contractgen"]
    build = [*command, "build", MICRO, "--out", "où", "--no-pages"]
    ran = subprocess.run(build, cwd=tmp_path, env=environment, capture_output=True)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert len(list((tmp_path / "où").glob("*.docx"))) == 3
    ran = subprocess.run([*command, "check", MICRO, "--json"], cwd=tmp_path, env=environment, capture_output=True)
    assert json.loads(ran.stdout.decode("utf-8"))["status"] == "delivered"
