"""The releases of a library on disk: made, and verified. What they are is in `release`."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from contractgen.content import shipped
from contractgen.errors import ContentError, reason
from contractgen.evolution.edition import Edition, edition, edition_of
from contractgen.evolution.raises import NAMES
from contractgen.evolution.release import (
    INDEX,
    SIGNATURE,
    Entry,
    next_in,
    read_index,
    snapshot,
    verify,
    write_index,
)
from contractgen.replacing import replace_file
from contractgen.source import read_source


class Released(NamedTuple):
    """What became of a release: the file written, or why it was refused, in French."""

    path: str | None
    refusals: tuple[str, ...]


def release(version: str, library: str | None, questionnaire: str | None, key: bytes | None) -> Released:
    """Freezes the library as a release, unless something is not proved or a version was not raised enough.

    `key`: a private key in PEM to sign the index with. Raises ContentError when the library cannot be loaded, does not
    say this version, or the version does not follow the last one.
    """
    folder = _folder(library)
    new = edition(str(folder), library, questionnaire)
    if new.library.version != version:
        raise ContentError(f"library.yaml dit {new.library.version} : écrivez-y {version}, puis publiez.")
    entries = read_index(_bytes(folder / "releases" / INDEX))
    before = next_in(entries, version)
    proof, unproved = _proof(new)
    refusals = (*_not_raised(folder, before, new), *unproved)
    if refusals:
        return Released(None, refusals)
    data = snapshot(new, before, proof)
    index = write_index((*entries, Entry(version, hashlib.sha256(data).hexdigest())))
    signature = _signed(index, key)
    (folder / "releases").mkdir(exist_ok=True)
    path = folder / "releases" / f"{version}.zip"
    replace_file(path, data)
    replace_file(path.with_name(INDEX), index)
    if signature is not None:
        replace_file(path.with_name(SIGNATURE), signature)
    return Released(str(path), ())


def _signed(index: bytes, key: bytes | None) -> bytes | None:
    if key is None:
        return None
    from contractgen.evolution.signing import sign

    return sign(index, key)


def _folder(library: str | None) -> Path:
    folder = Path(library) if library is not None else shipped("clause_library")
    if not folder.is_dir():
        raise ContentError(f"« {folder} » n'est pas le dossier d'une bibliothèque.")
    return folder


def _not_raised(folder: Path, before: Entry | None, new: Edition) -> Iterator[str]:
    """The versions that were not raised enough since the release before."""
    if before is None:
        return
    from contractgen.evolution.report import evolution

    source = read_source(folder, before.version)
    old = edition_of(before.version, source, folder)
    for one in evolution(old, new).raises:
        if not one.enough:
            yield f"{one.entry} : {one.old} → {one.new}, il faut {NAMES[one.needed]} ({' ; '.join(one.reasons)})."


def _proof(new: Edition) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """What the manifest says of the proof, and what is not proved."""
    from contractgen.proof.logic import VERSION
    from contractgen.proof.prover import PROVED, prove

    proofs = prove(new.library, new.questionnaire)
    unproved = tuple(f"{one.claim.id} : {one.message}" for one in proofs if one.status != PROVED)
    return {"claims": len(proofs), "solver": f"z3 {VERSION}"}, unproved


def verified(library: str | None, key: bytes | None) -> tuple[str, ...]:
    """What is wrong with the releases of a library; nothing when all is as released. `key`: a public key in PEM, with
    which the index must be signed."""
    folder = _folder(library)
    releases = folder / "releases"
    try:
        names = sorted(path.name for path in releases.iterdir()) if releases.is_dir() else []
        files = {name: (releases / name).read_bytes() for name in names}
    except OSError as error:
        raise ContentError(f"« {releases} » illisible : {reason(error)}.") from error
    wrong = [*_unsigned(files, key)]
    manifests: dict[str, Mapping[str, Any]] = {}
    for name in names:
        if name.endswith(".zip"):
            try:
                read_source(releases / name)
                with zipfile.ZipFile(releases / name) as archive:
                    manifests[name] = json.loads(archive.read("manifest.json"))
            except ContentError as error:
                wrong += error.lines
    return (*wrong, *verify(files, manifests, edition_version(folder)))


def edition_version(folder: Path) -> str:
    """The version that a library says it has, whether or not it can be loaded."""
    from contractgen.library_files import yaml_reader
    from contractgen.reading import Problems

    problems = Problems()
    head = yaml_reader(read_source(folder).files, "library.yaml", problems)
    version = head.text("version")
    problems.raise_if_any()
    return version


def _unsigned(files: Mapping[str, bytes], key: bytes | None) -> Iterator[str]:
    if key is None:
        return
    from contractgen.evolution.signing import is_signed

    if SIGNATURE not in files:
        yield f"releases/{INDEX} n'est pas signé."
    elif not is_signed(files.get(INDEX, b""), files[SIGNATURE], key):
        yield f"releases/{INDEX} : la signature n'est pas celle de cette clé sur ce contenu."


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise ContentError(f"« {path} » illisible : {reason(error)}.") from error
