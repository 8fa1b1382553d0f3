"""Killed or interrupted at any line of a delivery, the folder holds the old pack or the new one, and nothing is lost."""

from __future__ import annotations

import errno
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from conftest import EXAMPLES
from mishaps import NEW, WAYS, child_status, contents, delivered, earlier_pack, hindered, no_wait, refused, restored

from contractgen import cli, delivery, replacing
from contractgen.commands import dossier
from contractgen.delivery import deliver
from contractgen.results import Pack


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return earlier_pack(tmp_path / "here" / "pack")


@pytest.fixture(autouse=True)
def _quick() -> Iterator[None]:
    with no_wait():
        yield


@pytest.mark.parametrize("way", WAYS[:2])
def test_killed_at_any_line_the_folder_is_old_or_new_and_the_next_build_cleans(
    pack: Path, tmp_path: Path, way: str
) -> None:
    """Without the exchange the folder may be away for a moment: the next build, even one that fails, puts it back."""
    saved, before, after = tmp_path / "saved", contents(pack), delivered(pack)
    shutil.copytree(pack.parent, saved, symlinks=True)
    line, status, seen = 0, -9, []
    while status == -signal.SIGKILL:
        line += 1
        with hindered(way):
            status = child_status(lambda: len(deliver(pack, NEW)), line, signal.SIGKILL)
        if not pack.exists():
            assert way == "no exchange"
            with patch.object(delivery, "_manifest", side_effect=OSError(errno.ENOSPC, "full")):
                assert refused(pack) is not None
        seen.append(contents(pack))
        assert seen[-1] in (before, after), line
        deliver(pack, NEW)
        assert contents(pack) == after
        assert list(pack.parent.iterdir()) == [pack]
        restored(pack, saved)
    assert status == 1  # the one notice
    assert seen.count(before) > 50
    assert seen.count(after) > 1


def test_interrupted_at_any_line_the_exit_code_is_130_and_the_folder_is_old_or_new(
    tmp_path: Path, micro_pack: Pack
) -> None:
    folder, code, seen, left = tmp_path / "here" / "pack", 130, [], 0
    old = {"contrat.docx": b"old"}
    new = {str(document.path): document.content for document in micro_pack.lots[0].documents}

    def run() -> int:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        return cli.main(["build", str(EXAMPLES / "micro-assistanat.yaml"), "--out", str(folder), "--no-pages"])

    line = 0
    with (
        patch("contractgen.pipeline.build", return_value=micro_pack),
        patch.object(dossier, "inputs", return_value=(0, 0, 0)),
    ):
        while code == 130:
            line += 1
            deliver(folder, old)
            code = child_status(run, line, signal.SIGINT)
            found = {name: content for name, content in contents(folder).items() if name.endswith(".docx")}
            assert found in (old, new), line
            seen.append(found)
            left += list(folder.parent.iterdir()) != [folder]
    assert code == 0
    assert seen.count(old) > 50
    assert seen.count(new) > 1
    assert left < 10  # when it falls in the removal of leavings itself


def test_an_interruption_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with patch("contractgen.pipeline.build", side_effect=KeyboardInterrupt):
        code = cli.main(
            ["build", str(EXAMPLES / "micro-assistanat.yaml"), "--out", str(tmp_path / "out"), "--no-pages"]
        )
    printed = capsys.readouterr()
    assert (code, printed.out) == (130, "")
    assert printed.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_the_leavings_of_a_build_that_runs_are_left_alone(pack: Path) -> None:
    mine, parent = replacing.beside(pack), os.getppid()
    others = pack.with_name(f".pack.contractgen-{parent}-00000000-00000000")
    dead = pack.with_name(f".pack.contractgen-{os.getpid()}-00000000-00000000")
    neighbour = pack.with_name(f".pack2.contractgen-{2**22 + 1}-00000000-00000000")
    for folder in (mine, others, dead, neighbour):
        folder.mkdir()
    deliver(pack, NEW)
    assert [folder.exists() for folder in (mine, others, dead, neighbour)] == [True, True, False, True]
