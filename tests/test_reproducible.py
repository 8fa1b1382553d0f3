"""The same input gives the same bytes: another time zone, locale, hash seed, folder and cache change nothing."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import EXAMPLES, ROOT

from contractgen.results import Pack

PLACES = (
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"},
    {"TZ": "Pacific/Chatham", "LC_ALL": "fr_FR.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "4242", "CONTRACTGEN_CACHE": "off"},
)


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix == ".docx"}


def built(folder: Path, answers: Path, environment: dict[str, str]) -> dict[str, bytes]:
    folder.mkdir()
    command = [sys.executable, "-m", "contractgen", "build", str(answers), "--out", "pack", "--no-pages"]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "CONTRACTGEN_CACHE": str(folder / "cache"), **environment}
    subprocess.run(command, cwd=folder, env=variables, check=True, capture_output=True)
    return files_of(folder / "pack")


def test_the_same_answers_give_the_same_bytes_wherever_and_whenever(tmp_path: Path, sme_pack: Pack) -> None:
    here = {f"{document.id}.docx": document.content for document in sme_pack.lots[0].documents}
    copy = tmp_path / "autre nom, ailleurs.yaml"
    shutil.copy(EXAMPLES / "pme-compta-paie.yaml", copy)
    for index, environment in enumerate(PLACES):
        assert built(tmp_path / f"dossier {index}", copy, environment) == here


def test_the_house_styles_that_are_shipped_are_those_that_their_tool_makes() -> None:
    sums = (
        "import sys, hashlib; sys.path.insert(0, 'tools'); import make_house\n"
        "for name, look in make_house.LOOKS.items(): print(name, hashlib.sha256(make_house.house(look)).hexdigest())"
    )
    made = subprocess.run(
        [sys.executable, "-c", sums], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    told = dict(line.split() for line in made.stdout.splitlines())
    assert len(told) == 3
    assert {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in told} == told


def test_a_library_gives_the_same_documents_from_its_folder_and_from_a_snapshot(tmp_path: Path, sme_pack: Pack) -> None:
    import hashlib
    import json
    import zipfile

    from contractgen import build, load_library, load_questionnaire, read_answers
    from contractgen.source import read_source

    files = read_source(ROOT / "clause_library").files
    snapshot = tmp_path / "0.1.0.zip"
    with zipfile.ZipFile(snapshot, "w") as archive:
        sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        archive.writestr("manifest.json", json.dumps({"name": "x", "version": "0.1.0", "files": sums}))
        for name, content in files.items():
            archive.writestr(name, content)
    questionnaire = load_questionnaire()
    pack = build(load_library(snapshot), questionnaire, read_answers(EXAMPLES / "pme-compta-paie.yaml"))
    assert [d.sha256 for d in pack.lots[0].documents] == [d.sha256 for d in sme_pack.lots[0].documents]
