"""A pack on disk: the old one or the new one, whole, whatever happens in between.

The pack is written to a new folder beside the old one, flushed, then put in its place in one step. What stood in the
folder and is not of an earlier pack is kept; a file of an earlier pack that somebody has changed since is kept too,
under another name. Names of lots and users never become paths.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path

from contractgen.errors import DeliveryError, reason
from contractgen.replacing import beside, clean_orphans, mode, put_in_place, remove, sync, write

_MANIFEST = ".contractgen.json"
_MAX_KEPT = 5_000


def deliver(folder: str | Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Puts the files (path inside the folder → bytes) in the folder, as one step.

    Returns a French notice for each file of an earlier pack that had been changed and was kept under another name.
    Raises DeliveryError when it cannot be written: the folder is then as it was.
    """
    new: Path | None = None
    created: list[Path] = []
    try:
        target = Path(os.path.realpath(folder))
        _check_target(target, Path(folder))
        clean_orphans(target)
        _make_parents(target.parent, created)
        new = beside(target)
        new.mkdir(0o700)
        notices = _keep(target, new, files)
        _write_all(new, {**files, _MANIFEST: _manifest(files)})
        _copy_modes(target, new)
        put_in_place(new, target, [target.parent, *(one.parent for one in created)])
        return notices
    except OSError as error:
        raise DeliveryError(f"Impossible d'écrire dans « {folder} » : {reason(error)}. Rien n'a été écrit.") from error
    finally:
        if new is not None:
            remove(new)
        for parent in reversed(created):  # a folder that holds the pack is not empty, and stays
            with contextlib.suppress(OSError):
                parent.rmdir()


def _check_target(target: Path, named: Path) -> None:
    if target.exists() and not target.is_dir():
        raise DeliveryError(f"« {named} » est un fichier ; donnez un dossier à --out.")
    here = Path.cwd()
    if target == here or target in here.parents:
        raise DeliveryError(f"« {named} » est le dossier courant ou le contient ; donnez un sous-dossier à --out.")


def _make_parents(parent: Path, created: list[Path]) -> None:
    """Creates the folders above that are missing, each noted in `created` before it is."""
    missing = []
    while not parent.exists():
        missing.append(parent)
        parent = parent.parent
    for folder in reversed(missing):
        created.append(folder)
        folder.mkdir(exist_ok=True)


# ---------------------------------------------------------------- what stays in the folder


def _keep(target: Path, new: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Links into the new folder what stands in the old one and is not an unchanged file of an earlier pack."""
    if not target.is_dir():
        return ()
    sums = _earlier_pack(target)
    edited = []
    for number, path in enumerate(_entries(target), 1):
        if number > _MAX_KEPT:
            raise DeliveryError(f"« {target.name} » contient plus de {_MAX_KEPT} fichiers ; choisissez-en un autre.")
        name = path.relative_to(target).as_posix()
        if name == _MANIFEST:
            continue
        if name not in sums and name not in files:
            _link(path, new / name)
        elif not _as_delivered(path, name, sums, files):
            edited.append(name)
    return tuple(_keep_edited(target, new, name, files) for name in edited)


def _earlier_pack(target: Path) -> Mapping[str, str]:
    try:
        sums = json.loads((target / _MANIFEST).read_bytes())["files"]
        return sums if isinstance(sums, dict) else {}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}


def _entries(folder: Path) -> Iterator[Path]:
    """The files and links of a folder at any depth, and the folders that are empty. Raises OSError, never skips."""

    def refuse(error: OSError) -> None:
        raise error

    for root, folders, names in os.walk(folder, onerror=refuse):
        folders.sort()
        for name in sorted([*names, *(f for f in folders if os.path.islink(os.path.join(root, f)))]):
            yield Path(root, name)
        if not folders and not names and Path(root) != folder:
            yield Path(root)


def _as_delivered(path: Path, name: str, sums: Mapping[str, str], files: Mapping[str, bytes]) -> bool:
    found = _sum_of(path)
    return found == sums.get(name) or (name in files and found == hashlib.sha256(files[name]).hexdigest())


def _sum_of(path: Path) -> str:
    """The sha256 of a plain file; of any other entry, that of where it leads, which no delivered file has."""
    if path.is_symlink() or not path.is_file():
        return hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _keep_edited(target: Path, new: Path, name: str, files: Mapping[str, bytes]) -> str:
    """Links an edited file under a name of its own; another content that has this name is left alone."""
    path, found = target / name, _sum_of(target / name)
    for rank in count(1):
        again = f"-{rank}" if rank > 1 else ""
        kept = Path(name).with_name(f"{path.stem}.modifie-{found[:8]}{again}{path.suffix}").as_posix()
        if kept in files or (os.path.lexists(new / kept) and _sum_of(new / kept) != found):
            continue
        if not os.path.lexists(new / kept):
            _link(path, new / kept)
        break
    return f"« {name} » avait été modifié depuis sa livraison : gardé sous « {kept} »."


def _link(source: Path, target: Path) -> None:
    """The same entry under a second name, else a flushed copy; an empty folder is made anew."""
    if source.is_dir() and not source.is_symlink():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
        if not target.is_symlink():
            sync(target)


# ---------------------------------------------------------------- what is written


def _manifest(files: Mapping[str, bytes]) -> bytes:
    sums = {path: hashlib.sha256(content).hexdigest() for path, content in sorted(files.items())}
    return json.dumps({"files": sums}, indent=1).encode()


def _write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes and flushes the files, then all folders."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, content)
    for root, _, _ in os.walk(folder):
        sync(Path(root))


def _copy_modes(target: Path, new: Path) -> None:
    """Gives the new folder, and the folders that were kept in it, the modes that they had."""
    os.chmod(new, mode(target, 0o777))
    for root, folders, _ in os.walk(new):
        for name in folders:
            path = Path(root, name)
            old = target / path.relative_to(new)
            if old.is_dir() and not path.is_symlink():
                shutil.copymode(old, path)
