"""The guides: each command that they show is run, and does what it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from commands import run
from conftest import ROOT

GUIDES = sorted((ROOT / "docs").glob("guide-*.md"))


def commands(guide: Path) -> list[list[str]]:
    return [
        shlex.split(line)[1:] for line in re.findall(r"^    (contractgen .*)$", guide.read_text(encoding="utf-8"), re.M)
    ]


@pytest.mark.parametrize("guide", GUIDES, ids=[guide.stem for guide in GUIDES])
def test_the_commands_of_a_guide_are_run_in_its_order(
    guide: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    shown = commands(guide)
    assert len(shown) > 5
    for arguments in shown:
        ran = run(*arguments)
        if arguments[0] == "new":  # it wants a terminal, and says so
            assert ran.code == 2
            assert "terminal" in ran.err
        else:
            assert ran.code == 0, (arguments, ran.err)
