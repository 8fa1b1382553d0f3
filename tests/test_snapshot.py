"""A released snapshot is opened whole and right, or refused in one clear line; never in part."""

from __future__ import annotations

import hashlib
import io
import json
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from contractgen.errors import ContentError
from contractgen.source import digest, read_source

FILES = {
    name: content for name, content in read_source(ROOT / "clause_library").files.items() if name.endswith(".yaml")
}


def manifest(**changes: Any) -> bytes:
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()}
    return json.dumps({"name": "x", "version": "1.0.0", "files": sums, **changes}).encode()


def archive(head: bytes | None, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as zipped:
        if head is not None:
            zipped.writestr("manifest.json", head)
        for name, content in FILES.items():
            zipped.writestr(name, content)
    return stream.getvalue()


def opened(folder: Path, data: bytes) -> dict[str, bytes]:
    path = folder / "1.0.0.zip"
    path.write_bytes(data)
    return dict(read_source(path).files)


def test_there_are_files_to_put_in_a_snapshot() -> None:
    assert len(FILES) > 10


def test_a_snapshot_gives_the_files_that_were_put_in_it(tmp_path: Path) -> None:
    assert opened(tmp_path, archive(manifest())) == FILES


def test_the_digest_depends_on_paths_and_contents_and_not_on_their_order() -> None:
    assert digest(dict(reversed(FILES.items()))) == digest(FILES)
    assert digest({**FILES, "rules.yaml": b"x"}) != digest(FILES)
    assert digest(
        {**{name: FILES[name] for name in FILES if name != "rules.yaml"}, "rule.yaml": FILES["rules.yaml"]}
    ) != digest(FILES)


@pytest.mark.parametrize(
    "head",
    [None, b"", b"[]", b"{", b"{}", b"\xff", manifest(files=[]), manifest(files=None), manifest(files={}),
     manifest(files={**dict.fromkeys(FILES, "0" * 64)})],
)  # fmt: skip
def test_a_snapshot_without_a_right_manifest_is_refused(head: bytes | None, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="manifeste"):
        opened(tmp_path, archive(head))


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"not a zip" * 100, archive(manifest())[:2000], archive(manifest())[:-30]]
)
def test_a_snapshot_cut_short_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(ContentError) as error:
        opened(tmp_path, data)
    assert len(error.value.lines) == 1


@pytest.mark.parametrize("seed", range(60))
def test_a_snapshot_with_one_altered_byte_is_refused_or_gives_the_very_same_files(seed: int, tmp_path: Path) -> None:
    """Some bytes of an archive say nothing of its contents (a date, a hint); all others are noticed."""
    data = bytearray(archive(manifest()))
    place = random.Random(seed).randrange(len(data))  # noqa: S311  # reproducible, not secret
    data[place] ^= 0xFF
    try:
        assert opened(tmp_path, bytes(data)) == FILES
    except ContentError as error:
        assert len(error.lines) == 1


def test_a_member_that_asks_for_a_password_is_refused(tmp_path: Path) -> None:
    data = bytearray(archive(manifest()))
    for start, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(start)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(start, place + 4)
    with pytest.raises(ContentError, match="endommagée"):
        opened(tmp_path, bytes(data))


def test_a_library_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="absente") as error:
        read_source(tmp_path / "absente")
    assert len(error.value.lines) == 1
