"""Delivery: the old pack or the new one, whole, whatever fails, and nothing of the user's is lost."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from mishaps import NEW, OLD, WAYS, contents, delivered, earlier_pack, failing, hindered, no_wait, refused, restored

from contractgen import delivery, replacing
from contractgen.delivery import deliver
from contractgen.errors import DeliveryError
from contractgen.replacing import replace_file

KEPT = "cdc.modifie-"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return earlier_pack(tmp_path / "here" / "pack")


@pytest.fixture(autouse=True)
def _quick() -> Iterator[None]:
    with no_wait():
        yield


# ---------------------------------------------------------------- what stays, what goes


def test_a_first_pack_holds_its_files_and_a_manifest_of_their_sums(tmp_path: Path) -> None:
    assert deliver(tmp_path / "a" / "b" / "pack", NEW) == ()
    found = contents(tmp_path / "a" / "b" / "pack")
    assert {name: found[name] for name in NEW} == NEW
    assert set(json.loads(found[".contractgen.json"])["files"]) == set(NEW)
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]
    assert list((tmp_path / "a" / "b").iterdir()) == [tmp_path / "a" / "b" / "pack"]


def test_files_that_are_not_of_the_pack_survive_a_rebuild(pack: Path) -> None:
    deliver(pack, NEW)
    found = contents(pack)
    assert (found["notes.txt"], found["lot-2/mail.txt"], found["link"]) == (b"mine", b"mine too", b"notes.txt")


def test_an_empty_folder_survives_a_rebuild_with_its_mode(pack: Path) -> None:
    deliver(pack, NEW)
    assert (pack / "empty" / "inside").stat().st_mode & 0o777 == 0o700


def test_the_modes_of_the_folder_and_of_folders_kept_in_it_survive(pack: Path) -> None:
    pack.chmod(0o750)
    (pack / "lot-2").chmod(0o710)
    deliver(pack, NEW)
    assert (pack.stat().st_mode & 0o777, (pack / "lot-2").stat().st_mode & 0o777) == (0o750, 0o710)


def test_an_edited_file_is_kept_under_another_name_with_a_notice(pack: Path) -> None:
    (notice,) = deliver(pack, NEW)
    (kept,) = pack.glob(f"{KEPT}*.docx")
    assert kept.read_bytes() == b"edited by hand"
    assert (pack / "cdc.docx").read_bytes() == NEW["cdc.docx"]
    assert "« cdc.docx »" in notice
    assert f"« {kept.name} »" in notice


def test_an_edited_file_of_a_lot_that_is_gone_is_kept_too(pack: Path) -> None:
    (pack / "lot-2" / "contrat.docx").write_bytes(b"")
    assert len(deliver(pack, NEW)) == 2
    assert [path.read_bytes() for path in (pack / "lot-2").glob("contrat.modifie-*.docx")] == [b""]


def test_the_same_edit_made_twice_is_kept_once(pack: Path) -> None:
    deliver(pack, NEW)
    (pack / "cdc.docx").write_bytes(b"edited by hand")
    deliver(pack, NEW)
    assert len(list(pack.glob(f"{KEPT}*"))) == 1


def test_a_kept_file_is_never_overwritten_by_another(pack: Path) -> None:
    """Not even when the name that an edit would get is that of a file that was edited again."""
    deliver(pack, NEW)
    (kept,) = pack.glob(f"{KEPT}*.docx")
    kept.write_bytes(b"edited once more")
    (pack / "cdc.docx").write_bytes(b"edited by hand")
    deliver(pack, NEW)
    assert sorted(path.read_bytes() for path in pack.glob(f"{KEPT}*")) == [b"edited by hand", b"edited once more"]


def test_lots_of_an_earlier_pack_disappear(tmp_path: Path) -> None:
    deliver(tmp_path / "pack", OLD)
    deliver(tmp_path / "pack", {"contrat.docx": b"x"})
    assert set(contents(tmp_path / "pack")) == {"contrat.docx", ".contractgen.json"}


def test_the_same_pack_again_changes_nothing_and_gives_no_notice(tmp_path: Path) -> None:
    deliver(tmp_path / "pack", OLD)
    before = contents(tmp_path / "pack")
    assert deliver(tmp_path / "pack", OLD) == ()
    assert contents(tmp_path / "pack") == before


def test_a_damaged_manifest_makes_each_file_one_of_the_user(pack: Path) -> None:
    (pack / ".contractgen.json").write_bytes(b"[[[")
    deliver(pack, NEW)
    found = contents(pack)
    assert b"old contract" in found.values()
    assert found["lot-2/contrat.docx"] == b"old second lot"


def test_a_dangling_link_in_the_place_of_a_file_is_kept_aside(pack: Path) -> None:
    (pack / "contrat.docx").unlink()
    (pack / "contrat.docx").symlink_to("nowhere")
    deliver(pack, NEW)
    assert (pack / "contrat.docx").read_bytes() == NEW["contrat.docx"]
    assert [str(path.readlink()) for path in pack.glob("contrat.modifie-*")] == ["nowhere"]


@pytest.mark.parametrize("mishap", ["folder for a file", "file for a folder"])
def test_an_entry_of_another_kind_in_the_place_of_the_pack_is_refused(pack: Path, mishap: str) -> None:
    (pack / "contrat.docx").unlink()
    (pack / "contrat.docx" / "x").mkdir(parents=True) if mishap == "folder for a file" else None
    (pack / "lot-1").write_bytes(b"mine") if mishap == "file for a folder" else None
    before = contents(pack.parent)
    with pytest.raises(DeliveryError, match="Rien n'a été écrit"):
        deliver(pack, NEW)
    assert contents(pack.parent) == before


def test_a_folder_that_cannot_be_listed_is_refused_and_not_lost(pack: Path) -> None:
    before, scandir = contents(pack.parent), os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("pack/lot-2"):
            raise PermissionError(errno.EACCES, "no")
        return scandir(path)

    with patch.object(os, "scandir", refusing), pytest.raises(DeliveryError, match="accès refusé"):
        deliver(pack, NEW)
    assert contents(pack.parent) == before


def test_too_many_files_of_the_user_are_refused(pack: Path) -> None:
    before = contents(pack.parent)
    with patch.object(delivery, "_MAX_KEPT", 3), pytest.raises(DeliveryError, match="plus de 3 fichiers"):
        deliver(pack, NEW)
    assert contents(pack.parent) == before


def test_a_symbolic_link_given_as_the_folder_stays_a_link(pack: Path) -> None:
    link = pack.parent / "courant"
    link.symlink_to("pack")
    deliver(link, NEW)
    assert link.is_symlink()
    assert (pack / "contrat.docx").read_bytes() == NEW["contrat.docx"]


@pytest.mark.parametrize("named", [".", "..", "../..", "", "sub/.."])
def test_the_current_folder_or_one_above_is_refused(pack: Path, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    (pack / "sub").mkdir()
    monkeypatch.chdir(pack)
    before = contents(pack.parent)
    with pytest.raises(DeliveryError, match="donnez un sous-dossier"):
        deliver(named, NEW)
    assert contents(pack.parent) == before


# ---------------------------------------------------------------- what fails


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO])
@pytest.mark.parametrize("way", WAYS)
def test_whichever_call_fails_the_old_pack_is_intact(pack: Path, tmp_path: Path, way: str, number: int) -> None:
    saved, before, after = tmp_path / "saved", contents(pack), delivered(pack)
    shutil.copytree(pack.parent, saved, symlinks=True)
    for turn in range(1, 200):
        with hindered(way), failing(turn, number) as calls:
            refusal = refused(pack)
        if refusal is not None:
            assert refusal.count("\n") == 0
            assert "Rien n'a été écrit" in refusal
        assert contents(pack) == (after if refusal is None else before)
        assert list(pack.parent.iterdir()) == [pack]
        if not calls.failed:
            break
        restored(pack, saved)
    assert turn > 25


def test_whichever_call_fails_a_first_delivery_leaves_nothing(tmp_path: Path) -> None:
    for turn in range(1, 200):
        with failing(turn) as calls:
            refusal = refused(tmp_path / "a" / "b" / "pack")
        if not calls.failed:
            break
        if refusal is not None:
            assert contents(tmp_path) == {}
        shutil.rmtree(tmp_path / "a", ignore_errors=True)
    assert turn > 15
    assert contents(tmp_path / "a" / "b" / "pack")["contrat.docx"] == NEW["contrat.docx"]


@pytest.mark.parametrize("way", ["as usual", "no hard links"])
def test_all_that_the_new_folder_holds_is_flushed_before_it_is_put_in_place(pack: Path, way: str) -> None:
    """Files and folders alike; only what was linked was on the disk already."""
    flushed: set[int] = set()
    on_disk = {path.stat().st_ino for path in pack.rglob("*") if path.is_file()}
    exchange, not_flushed = replacing._exchange, []

    def recorded(new: Path, target: Path) -> bool:
        entries = [path for path in (new, *new.rglob("*")) if not path.is_symlink()]
        not_flushed.extend(path for path in entries if path.stat().st_ino not in flushed | on_disk)
        return exchange(new, target)

    with hindered(way), patch.object(replacing, "_exchange", recorded):
        with patch.object(os, "fsync", lambda descriptor: flushed.add(os.fstat(descriptor).st_ino)):
            deliver(pack, NEW)
        assert pack.parent.stat().st_ino in flushed
    assert not_flushed == []


def test_a_file_is_replaced_at_once_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    for turn in range(1, 50):
        file.write_bytes(b"old")
        with failing(turn) as calls:
            try:
                replace_file(file, b"new")
                expected = b"new"
            except DeliveryError:
                expected = b"old"
        assert contents(tmp_path) == {"answers.yaml": expected}
        if not calls.failed:
            break
    assert turn > 5
