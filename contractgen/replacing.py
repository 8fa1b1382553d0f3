"""A file or a folder put in the place of another in one step, and what a killed process left cleaned away.

Where the system cannot exchange two folders in one step, the old one is renamed, then the new one: a process killed
between the two leaves the old one beside, whole, and `clean_orphans` puts it back. It knows nothing of packs.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from contractgen.errors import DeliveryError, reason

_MARK = ".contractgen-"
_ASIDE = "-old"
_SELF = os.urandom(4).hex()  # a process that has the number of one that was killed is not that one
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_CANNOT_EXCHANGE = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM)


def replace_file(path: Path, content: bytes) -> None:
    """Replaces one file at once, or leaves it as it was. Raises DeliveryError."""
    target = Path(os.path.realpath(path))
    temporary = beside(target)
    try:
        clean_orphans(target)
        write(temporary, content)
        os.chmod(temporary, mode(target, 0o666))
        os.replace(temporary, target)
    except OSError as error:
        raise DeliveryError(f"Impossible d'écrire « {path} » : {reason(error)}. Rien n'a été écrit.") from error
    finally:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
    with contextlib.suppress(OSError):  # it is in place; only a power cut could still bring back the old one, whole
        sync(target.parent)


def beside(target: Path) -> Path:
    """A fresh hidden name beside the target, that says which process made it."""
    return target.with_name(f".{target.name}{_MARK}{os.getpid()}-{_SELF}-{os.urandom(4).hex()}")


def clean_orphans(target: Path) -> None:
    """Removes what processes that were killed left beside the target; puts back an old folder left aside."""
    pattern = re.compile(rf"\.{re.escape(target.name + _MARK)}(\d+)-([0-9a-f]+)-[0-9a-f]+({_ASIDE})?")
    try:
        found = [(path, pattern.fullmatch(path.name)) for path in sorted(target.parent.iterdir())]
    except OSError:
        return
    for path, name in found:
        if name is None or _at_work(int(name[1]), name[2]):
            continue
        if name[3] and not target.exists():
            os.rename(path, target)
        else:
            remove(path)


def _at_work(process: int, mark: str) -> bool:
    """Whether the process that made a name is still running."""
    if process == os.getpid():
        return mark == _SELF
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def remove(path: Path) -> None:
    """Removes a folder or a file of ours; what cannot be removed now is an orphan for the next time."""
    if path.is_dir() and not path.is_symlink():
        for root, _, _ in os.walk(path):
            with contextlib.suppress(OSError):  # what was kept for a user may be read-only
                os.chmod(root, 0o700)
        shutil.rmtree(path, ignore_errors=True)
    with contextlib.suppress(OSError):
        os.unlink(path)


def write(path: Path, content: bytes) -> None:
    """A file that is not there yet, written and flushed. Raises OSError, also when something has its name."""
    with open(path, "xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync(path: Path) -> None:
    """Flushes a file or a folder to the disk."""
    if os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def mode(target: Path, fresh: int) -> int:
    """The mode of what stands there, else that of a new entry."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return fresh & ~mask


def put_in_place(new: Path, target: Path, folders: Iterable[Path]) -> None:
    """The new folder under the name of the target, the old one, if any, under that of the new.

    The `folders` whose entries changed are flushed; when one cannot be, all is undone and OSError is raised.
    """
    fresh = not target.exists()
    if fresh:
        os.rename(new, target)
    else:
        _swap(new, target)
    try:
        for folder in folders:
            sync(folder)
    except OSError:
        if fresh:
            os.rename(target, new)
        else:
            _swap(new, target)
        raise


def _swap(new: Path, target: Path) -> None:
    """Exchanges two folders; in three steps, undone when one fails, where the system has no single one."""
    if _exchange(new, target):
        return
    aside = new.with_name(f"{new.name}{_ASIDE}")
    try:
        os.rename(target, aside)
        os.rename(new, target)
        os.rename(aside, new)
    except BaseException:
        if aside.exists():
            if target.exists():
                os.rename(target, new)
            os.rename(aside, target)
        raise


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
    if number in _CANNOT_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number))
