"""A pack on disk: the old one or the new one, whole, whatever happens in between.

The pack is written to a new folder beside the old one, flushed, then put in its place in one step. What stood in the
folder and is not of an earlier pack is kept; a file of an earlier pack that somebody has changed since is kept too,
under another name. Names of lots and users never become paths.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from contractgen.errors import DeliveryError

_MANIFEST = ".contractgen.json"
_MARK = ".contractgen-"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_MAX_KEPT = 5_000


def deliver(folder: str | Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Puts the files (path inside the folder → bytes) in the folder, as one step.

    Returns a French notice for each file of an earlier pack that had been changed and was kept under another name.
    Raises DeliveryError when it cannot be written: the folder is then as it was.
    """
    target = Path(os.path.realpath(folder))
    _check_target(target, Path(folder))
    new: Path | None = None
    try:
        _clean_orphans(target)
        created = _make_parents(target.parent)
        new = Path(tempfile.mkdtemp(prefix=f".{target.name}{_MARK}{os.getpid()}-", dir=target.parent))
        notices = _keep(target, new, files)
        _write_all(new, {**files, _MANIFEST: _manifest(files)})
        os.chmod(new, target.stat().st_mode & 0o7777 if target.exists() else 0o777 & ~_umask())
        _put_in_place(new, target)
        for parent in (target.parent, *created):
            _sync(parent)
        return notices
    except OSError as error:
        raise DeliveryError(f"Impossible d'écrire dans « {folder} » : {_reason(error)}. Rien n'a été écrit.") from error
    finally:
        if new is not None:
            shutil.rmtree(new, ignore_errors=True)


def replace_file(path: Path, content: bytes) -> None:
    """Replaces one file at once, or leaves it as it was. Raises DeliveryError."""
    target = Path(os.path.realpath(path))
    temporary = ""
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=f".{target.name}{_MARK}", dir=target.parent)
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask())
        os.replace(temporary, target)
        _sync(target.parent)
    except OSError as error:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
        raise DeliveryError(f"Impossible d'écrire « {path} » : {_reason(error)}. Rien n'a été écrit.") from error


def _check_target(target: Path, named: Path) -> None:
    if target.exists() and not target.is_dir():
        raise DeliveryError(f"« {named} » est un fichier ; donnez un dossier à --out.")
    here = Path.cwd()
    if target == here or target in here.parents:
        raise DeliveryError(f"« {named} » est le dossier courant ou le contient ; donnez un sous-dossier à --out.")


def _reason(error: OSError) -> str:
    known = {
        errno.ENOSPC: "disque plein",
        errno.EDQUOT: "quota de disque atteint",
        errno.EACCES: "accès refusé",
        errno.EPERM: "accès refusé",
        errno.EROFS: "disque en lecture seule",
        errno.ENOTDIR: "un fichier tient la place d'un dossier",
        errno.EBUSY: "dossier occupé ou point de montage ; choisissez un sous-dossier",
        errno.EFBIG: "fichier trop grand",
        errno.ENAMETOOLONG: "nom trop long",
    }
    return known.get(error.errno or 0, error.strerror or str(error))


def _make_parents(parent: Path) -> list[Path]:
    """Creates the folders above, and gives those whose entry changed."""
    missing = []
    folder = parent
    while not folder.exists():
        missing.append(folder.parent)
        folder = folder.parent
    parent.mkdir(parents=True, exist_ok=True)
    return missing


def _clean_orphans(target: Path) -> None:
    """Removes what builds that were killed left beside the folder."""
    if not target.parent.is_dir():
        return
    for path in target.parent.glob(f".{target.name}{_MARK}*"):
        found = re.search(rf"{re.escape(_MARK)}(\d+)-", path.name)
        if found and path.is_dir() and not _alive(int(found[1])):
            shutil.rmtree(path, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _manifest(files: Mapping[str, bytes]) -> bytes:
    sums = {path: hashlib.sha256(content).hexdigest() for path, content in sorted(files.items())}
    return json.dumps({"files": sums}, indent=1).encode()


def _keep(target: Path, new: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Links into the new folder what stands in the old one and is not an unchanged file of an earlier pack."""
    if not target.is_dir():
        return ()
    sums = _earlier_pack(target)
    notices = []
    for count, path in enumerate(_files_under(target), 1):
        if count > _MAX_KEPT:
            raise DeliveryError(
                f"« {target.name} » contient plus de {_MAX_KEPT} autres fichiers ; choisissez un autre dossier."
            )
        name = path.relative_to(target).as_posix()
        if name == _MANIFEST:
            continue
        if name in sums or name in files:
            sum_now = hashlib.sha256(path.read_bytes()).hexdigest()
            if sum_now in (sums.get(name), hashlib.sha256(files.get(name, b"")).hexdigest()):
                continue
            kept = Path(name).with_name(f"{path.stem}.modifie-{sum_now[:8]}{path.suffix}").as_posix()
            notices.append(f"« {name} » avait été modifié depuis sa livraison : gardé sous « {kept} ».")
            name = kept
        _link(path, new / name)
    return tuple(notices)


def _earlier_pack(target: Path) -> Mapping[str, str]:
    try:
        sums = json.loads((target / _MANIFEST).read_bytes())["files"]
        return sums if isinstance(sums, dict) else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _files_under(folder: Path) -> Iterable[Path]:
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted([*names, *(f for f in folders if os.path.islink(os.path.join(root, f)))]):
            yield Path(root, name)


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes and flushes the files, then the folders that hold them."""
    folders = {folder}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        folders.add(path.parent)
        with open(path, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    for parent in folders:
        _sync(parent)


def _sync(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _put_in_place(new: Path, target: Path) -> None:
    """The new folder under the name of the old one; afterwards the old one, if any, has the name of the new one."""
    if not target.exists():
        os.rename(new, target)
        return
    if _exchange(new, target):
        return
    aside = new.with_name(f"{new.name}-old")
    os.rename(target, aside)
    try:
        os.rename(new, target)
    except OSError:
        os.rename(aside, target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _exchange(new: Path, target: Path) -> bool:
    """Swaps two folders in one step (Linux renameat2); False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    done = call(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(target), _RENAME_EXCHANGE)
    if done == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number))


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
