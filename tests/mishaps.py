"""Mishaps on demand: the n-th system call that fails, the n-th line at which a process is killed or interrupted.

They befall a delivery over an earlier pack, in which a file was edited and files of the user were put.
"""

from __future__ import annotations

import builtins
import errno
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch

from contractgen import delivery, replacing
from contractgen.delivery import deliver
from contractgen.errors import DeliveryError

OLD = {"contrat.docx": b"old contract", "cdc.docx": b"old specification", "lot-2/contrat.docx": b"old second lot"}
NEW = {"contrat.docx": b"new contract" * 1000, "cdc.docx": b"new specification", "lot-1/contrat.docx": b"new lot"}
WAYS = ("as usual", "no exchange", "no hard links")
CREATING = ("mkdir", "link", "fsync", "rename", "replace", "chmod", "open", "sendfile")
_OPEN = open
_TRACED = (delivery.__file__, replacing.__file__)


class Calls:
    """The calls counted so far; the one whose turn has come fails."""

    def __init__(self, turn: int, number: int) -> None:
        self.turn, self.number, self.count, self.paused = turn, number, 0, False

    @property
    def failed(self) -> bool:
        return self.count >= self.turn

    def wrap(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **named: Any) -> Any:
            self.count += not self.paused
            if self.count == self.turn and not self.paused:
                raise OSError(self.number, os.strerror(self.number))
            return call(*arguments, **named)

        return counted

    def pause(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """The call, inside which nothing is counted: what removes leavings is not what the disk refuses."""

        def uncounted(*arguments: Any, **named: Any) -> Any:
            self.paused = True
            try:
                return call(*arguments, **named)
            finally:
                self.paused = False

        return uncounted

    def open(self, file: Any, mode: str = "r", *arguments: Any, **named: Any) -> Any:
        """As `open`; what it gives for writing has counted writes and flushes."""
        if not set(mode) & set("wxa"):
            return _OPEN(file, mode, *arguments, **named)
        stream = self.wrap(_OPEN)(file, mode, *arguments, **named)
        return _Stream(self, stream)


class _Stream:
    """A file open for writing, whose writes and flushes are counted calls."""

    def __init__(self, calls: Calls, stream: Any) -> None:
        self.stream, self.write, self.flush = stream, calls.wrap(stream.write), calls.wrap(stream.flush)

    def __enter__(self) -> _Stream:
        return self

    def __exit__(self, *error: object) -> None:
        self.stream.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


@contextmanager
def failing(turn: int, number: int = errno.ENOSPC) -> Iterator[Calls]:
    """Inside it, the n-th call that creates, writes, flushes or renames fails with this error."""
    calls = Calls(turn, number)
    patches = [patch.object(os, name, calls.wrap(getattr(os, name))) for name in CREATING if hasattr(os, name)]
    patches += [patch.object(builtins, "open", calls.open), patch.object(shutil, "rmtree", calls.pause(shutil.rmtree))]
    patches += [patch.object(replacing, "_exchange", calls.wrap(replacing._exchange))]
    for one in patches:
        one.start()
    try:
        yield calls
    finally:
        for one in patches:
            one.stop()


def child_status(run: Callable[[], int], line: int, sent: signal.Signals) -> int:
    """Runs in a child process that gets a signal at its n-th line of delivery; its exit code, negative if killed."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            sys.settrace(_sender(line, sent))
            code = run()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _sender(line: int, sent: signal.Signals) -> Callable[..., Any]:
    left = line

    def trace(frame: Any, event: str, argument: object) -> Any:
        nonlocal left
        if frame.f_code.co_filename not in _TRACED:
            return None
        left -= event == "line"
        if left == 0 and event == "line":
            os.kill(os.getpid(), sent)
        return trace

    return trace


def contents(folder: Path) -> dict[str, bytes]:
    """Every entry of a folder by its path: bytes of files, targets of links, nothing for folders."""
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        found[name] = os.fsencode(path.readlink()) if path.is_symlink() else b"" if path.is_dir() else path.read_bytes()
    return found


def no_wait() -> AbstractContextManager[object]:
    """Inside it nothing waits for the disk: flushing is still called, and counted."""
    return patch.object(os, "fsync", lambda descriptor: None)


def earlier_pack(folder: Path) -> Path:
    """The pack delivered earlier, with what was edited and put in it since."""
    deliver(folder, OLD)
    (folder / "cdc.docx").write_bytes(b"edited by hand")
    (folder / "notes.txt").write_bytes(b"mine")
    (folder / "lot-2" / "mail.txt").write_bytes(b"mine too")
    (folder / "link").symlink_to("notes.txt")
    (folder / "empty" / "inside").mkdir(parents=True, mode=0o700)
    return folder


def delivered(pack: Path) -> dict[str, bytes]:
    """What the folder holds once the new pack is delivered over it, found on a copy."""
    copy = pack.parent.parent / "copy" / "pack"
    shutil.copytree(pack, copy, symlinks=True)
    deliver(copy, NEW)
    found = contents(copy)
    shutil.rmtree(copy.parent)
    return found


def restored(pack: Path, saved: Path) -> None:
    """The folder around the pack as it was."""
    shutil.rmtree(pack.parent, ignore_errors=True)
    shutil.copytree(saved, pack.parent, symlinks=True)


def refused(pack: Path) -> str | None:
    """What the delivery of the new pack is refused with."""
    try:
        deliver(pack, NEW)
    except DeliveryError as error:
        return str(error)
    return None


def hindered(way: str) -> AbstractContextManager[object]:
    """The system as it is, without the exchange of folders, or without hard links."""
    if way == "no exchange":
        return patch.object(replacing, "_exchange", lambda new, target: False)
    no_link = OSError(errno.EPERM, "no hard links")
    return patch.object(os, "link", side_effect=no_link) if way == "no hard links" else nullcontext()
