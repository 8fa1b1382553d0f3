"""A release: the whole content frozen in one zip whose manifest has the sum of each file, the same bytes for the same
content; a chain over all releases; and what refuses a file that was changed, added, removed, renamed, swapped or put back.

A snapshot holds the library's files and the questionnaire. `releases/index.json` lists the releases in their order, each
with the sum of its zip; a signature (Ed25519, RFC 8032) may stand beside it as `index.json.sig`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from contractgen.errors import ContentError
from contractgen.evolution.edition import Edition
from contractgen.source import QUESTIONNAIRE
from contractgen.word.package import package, packed

INDEX, SIGNATURE = "index.json", "index.json.sig"


class Entry(NamedTuple):
    """A release in the index: its version and the sha256 of its zip."""

    version: str
    sha256: str


def snapshot(edition: Edition, previous: Entry | None, proof: Mapping[str, Any]) -> bytes:
    """The zip of an edition: canonical order and dates, a manifest that names the release before and what was proved."""
    files = {**edition.source.files, QUESTIONNAIRE: edition.asked}
    manifest = {
        "name": edition.library.name,
        "version": edition.library.version,
        "previous": previous._asdict() if previous else None,
        "digest": edition.library.digest,
        "proof": proof,
        "files": {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)},
    }
    head = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    return package([packed("manifest.json", head), *(packed(name, data) for name, data in files.items())])


def read_index(data: bytes | None) -> tuple[Entry, ...]:
    """The releases of an index, the oldest first; none without an index. Raises ContentError when it is not one."""
    if data is None:
        return ()
    try:
        found = tuple(Entry(str(entry["version"]), str(entry["sha256"])) for entry in json.loads(data)["releases"])
    except (ValueError, KeyError, TypeError) as error:
        raise ContentError(f"releases/{INDEX} n'est pas une liste de versions publiées.") from error
    return found


def write_index(entries: tuple[Entry, ...]) -> bytes:
    """The bytes of an index."""
    return (json.dumps({"releases": [entry._asdict() for entry in entries]}, indent=1) + "\n").encode()


def verify(files: Mapping[str, bytes], manifest_of: Mapping[str, Mapping[str, Any]], version: str) -> Iterator[str]:
    """What is wrong with a folder of releases: `files` by name, the manifest of each zip that could be opened whole,
    and the version that the library says it has; nothing when all is as it was released."""
    entries = read_index(files.get(INDEX))
    zips = {name for name in files if name.endswith(".zip")}
    for entry in entries:
        name = f"{entry.version}.zip"
        if name not in files:
            yield f"releases/{name} : la version est à l'index et son fichier manque. Rétablissez-le."
        elif hashlib.sha256(files[name]).hexdigest() != entry.sha256:
            yield f"releases/{name} : ce n'est pas le fichier qui a été publié (modifié, ou pris d'une autre version). Rétablissez-le."
    for name in sorted(zips - {f"{entry.version}.zip" for entry in entries}):
        yield f"releases/{name} : ce fichier n'est pas à l'index. Retirez-le, ou publiez-le par « library release »."
    yield from _chain(entries, manifest_of)
    last = entries[-1].version if entries else "0.0.0"
    if _key(last) != _key(version):
        what = (
            "une version a été retirée, ou celle-ci n'est pas encore publiée"
            if _key(last) < _key(version)
            else "la bibliothèque est revenue en arrière"
        )
        yield f"library.yaml dit {version} et la dernière version publiée est {last} : {what}."
    for name in sorted(set(files) - zips - {INDEX, SIGNATURE}):
        yield f"releases/{name} : ce fichier n'a rien à faire là. Retirez-le."


def _chain(entries: tuple[Entry, ...], manifest_of: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    before: Entry | None = None
    for entry in entries:
        name = f"{entry.version}.zip"
        manifest = manifest_of.get(name)
        if before is not None and _key(entry.version) <= _key(before.version):
            yield f"releases/{INDEX} : {entry.version} vient après {before.version}. Rétablissez l'index."
        if manifest is not None:
            if manifest.get("version") != entry.version:
                yield f"releases/{name} : son manifeste dit {manifest.get('version')}. Rétablissez le fichier."
            if manifest.get("previous") != (before._asdict() if before else None):
                yield f"releases/{name} : la version qui la précède n'est pas celle de l'index. Rétablissez l'index."
        before = entry


def _key(version: str) -> tuple[int, ...]:
    parts = version.split(".")
    return tuple(map(int, parts)) if all(part.isdigit() for part in parts) else ()


def next_in(entries: tuple[Entry, ...], version: str) -> Entry | None:
    """The release that comes before a new one, None for the first. Raises ContentError when the new one does not follow."""
    if not entries:
        return None
    if _key(version) <= _key(entries[-1].version):
        raise ContentError(
            f"La version {version} ne suit pas {entries[-1].version}, la dernière publiée. Une version publiée ne change jamais."
        )
    return entries[-1]
