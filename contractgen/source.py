"""The files of a library, from its folder or from a released snapshot: the same mapping of path to bytes.

A snapshot is a zip with a `manifest.json` (name, version, sha256 of each file); it is read only when every
sum is right. Nothing is parsed here.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from contractgen.errors import ContentError, reason

_MAX_BYTES = 64_000_000
_FOLDERS = ("clauses", "documents", "requirements", "definitions")
_FILES = (
    "library.yaml",
    "facts.yaml",
    "parameters.yaml",
    "indicators.yaml",
    "rules.yaml",
    "evidence.yaml",
    "house.docx",
)
_BESIDE = ("releases", "scenarios", "LICENSE", "README.md", "CHANGELOG.md")
QUESTIONNAIRE = "questionnaire.yaml"  # in a snapshot: the one that the release was made with


class Source(NamedTuple):
    """The content files of a library by their path inside it, and the sha256 over all of them; of a snapshot, also the
    questionnaire that it was released with."""

    path: str
    files: Mapping[str, bytes]
    digest: str
    questionnaire: bytes | None = None

    @classmethod
    def of(cls, path: str, files: Mapping[str, bytes]) -> Source:
        """The source of these files, among which a snapshot may hold its questionnaire."""
        content = {name: data for name, data in files.items() if name != QUESTIONNAIRE}
        return cls(path, content, digest(content), files.get(QUESTIONNAIRE))


def read_source(path: Path, release: str | None = None) -> Source:
    """The files of the library at `path` (a folder, or a snapshot .zip), or of its release X.Y.Z.

    Raises ContentError when the folder, the release or a file cannot be read, or a sum is wrong.
    """
    if release is not None:
        if not re.fullmatch(r"\d+\.\d+\.\d+", release):
            raise ContentError(f"Version « {release} » mal écrite : attendu X.Y.Z.")
        path = path / "releases" / f"{release}.zip"
        if not path.is_file():
            raise ContentError(f"La bibliothèque n'a pas de version publiée {release} ({path.name} absent).")
    try:
        files = _folder(path) if path.is_dir() else _snapshot(path)
    except OSError as error:
        raise ContentError(f"Bibliothèque « {path} » illisible : {reason(error)}.") from error
    return Source.of(str(path), files)


def digest(files: Mapping[str, bytes]) -> str:
    """The sha256 over the paths and contents, independent of order and of where the files lie."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n".encode())
    return total.hexdigest()


def is_content(path: str) -> bool:
    """Whether a path inside a library is that of a file of its content."""
    folder, _, name = path.partition("/")
    return path in _FILES or (folder in _FOLDERS and name.endswith((".md", ".yaml")))


def unread(path: Path) -> tuple[str, ...]:
    """The files of a library's folder that nobody reads: neither content, nor known to stand beside it, nor hidden."""
    found = (file.relative_to(path) for file in sorted(path.rglob("*")) if not file.is_dir())
    return tuple(
        file.as_posix()
        for file in found
        if not any(part.startswith(".") for part in file.parts)
        and file.parts[0] not in _BESIDE
        and not (is_content(file.as_posix()) and (path / file).is_file())
    )


def _folder(path: Path) -> dict[str, bytes]:
    files = {name: (path / name).read_bytes() for name in _FILES if (path / name).is_file()}
    for folder in _FOLDERS:
        for file in sorted((path / folder).glob("**/*")):
            if file.suffix in (".md", ".yaml") and file.is_file():
                files[file.relative_to(path).as_posix()] = file.read_bytes()
    return files


def _snapshot(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MAX_BYTES:
                raise ContentError(f"Version publiée « {path.name} » : plus de {_MAX_BYTES // 1_000_000} Mo.")
            files = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, RuntimeError) as error:
        raise ContentError(f"Version publiée « {path.name} » endommagée.") from error
    try:
        sums = dict(json.loads(files.pop("manifest.json"))["files"])
    except (KeyError, ValueError, TypeError) as error:
        raise ContentError(f"Version publiée « {path.name} » sans manifeste lisible.") from error
    for name in sorted(set(sums) | set(files)):
        if name not in files or hashlib.sha256(files[name]).hexdigest() != sums.get(name):
            raise ContentError(f"Version publiée « {path.name} » : « {name} » ne correspond pas au manifeste.")
    return files
