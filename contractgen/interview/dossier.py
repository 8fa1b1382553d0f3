"""The folder of a dossier: one answers file, saved after each answer, and never overwritten for somebody else.

The answers file is the dossier. Beside it, a lock that says who is at work, and the place where the interview stood;
both may be lost without harm.
"""

from __future__ import annotations

import contextlib
import fcntl
import getpass
import hashlib
import os
import socket
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from contractgen.answers import DEVIATIONS, OPEN_POINTS, answers_from, read_answers, rewritten, write_answers
from contractgen.errors import AnswersError, DeliveryError, reason
from contractgen.model import Answers
from contractgen.replacing import clean_orphans, replace_file

ANSWERS = "reponses.yaml"
_LOCK, _PLACE = ".verrou", ".position"


class Dossier:
    """An open dossier; a context manager that holds its lock.

    Raises AnswersError when somebody else is at work in it, DeliveryError when it cannot be written.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.file = self.folder / ANSWERS
        self._lock: IO[str] | None = None
        self._known = ""
        self.release: str | None = None  # of the library in use, when it was released as it is

    def __enter__(self) -> Dossier:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / _LOCK).open("a+", encoding="utf-8")
        except OSError as error:
            raise DeliveryError(f"Impossible d'ouvrir le dossier « {self.folder} » : {reason(error)}.") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            who = lock.read().strip() or "une autre personne"
            lock.close()
            raise AnswersError(
                f"« {self.folder} » est déjà ouvert par {who}. Attendez la fin de sa saisie ; rien n'a été modifié."
            ) from error
        clean_orphans(self.file)
        lock.seek(0)
        lock.truncate()
        lock.write(f"{_user()} sur {socket.gethostname()} (processus {os.getpid()})\n")
        lock.flush()
        self._lock = lock
        if not self.file.exists():
            replace_file(self.file, b"{}\n")
        self._known = self._sum()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lock is not None:
            self._lock.truncate(0)
            self._lock.close()
            self._lock = None

    # ------------------------------------------------ answers

    def answers(self) -> Answers:
        """The answers as they stand in the file."""
        self._known = self._sum()
        return read_answers(self.file)

    def save(self, question: str, value: Any, lot: int | None = None) -> None:
        """Writes one answer (None takes it back), at once and whole. Raises AnswersError when the file was changed by
        somebody else since it was read: nothing of theirs is overwritten."""
        self._write({question: value}, lot)

    def save_lots(self, lots: tuple[Mapping[str, Any], ...] | None) -> None:
        """Writes the lots anew."""
        self._write({"lots": None if lots is None else [dict(lot) for lot in lots]}, None)

    def save_open_points(self, points: tuple[Mapping[str, Any], ...]) -> None:
        """Writes the open points anew."""
        self._write({OPEN_POINTS: [dict(point) for point in points] or None}, None)

    def _write(self, changes: Mapping[str, Any], lot: int | None) -> None:
        if self._sum() != self._known:
            raise AnswersError(
                f"« {self.file} » a été modifié ailleurs depuis sa lecture : la dernière réponse n'y est pas écrite."
                " Relancez la commande pour reprendre avec ces modifications."
            )
        write_answers(self.file, changes, lot)
        self._known = self._sum()

    def _sum(self) -> str:
        try:
            return hashlib.sha256(self.file.read_bytes()).hexdigest()
        except OSError as error:
            raise DeliveryError(f"« {self.file} » ne peut plus être lu : {reason(error)}.") from error

    # ------------------------------------------------ where the interview stood

    def place(self) -> str:
        """The question at which the interview stood, « » when it is not known."""
        try:
            return (self.folder / _PLACE).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    def remember(self, place: str) -> None:
        """Notes the question at which the interview stands."""
        with contextlib.suppress(DeliveryError):
            replace_file(self.folder / _PLACE, f"{place}\n".encode())


def start_from(folder: str | Path, other: str | Path) -> None:
    """Begins a dossier with the answers of another one (its folder or its answers file). Raises AnswersError when the
    folder has answers already, or the other has none."""
    source = Path(other) / ANSWERS if Path(other).is_dir() else Path(other)
    target = Path(folder) / ANSWERS
    if target.exists():
        raise AnswersError(f"« {target} » existe déjà : un dossier ne se recopie que dans un dossier neuf.")
    read_answers(source)
    content = source.read_bytes()
    if answers_from(content, str(source)).deviations:  # what was agreed with one provider is of that dossier alone
        content = rewritten(content.decode("utf-8-sig"), {None: {DEVIATIONS: None}})
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeliveryError(f"Impossible de créer « {folder} » : {reason(error)}.") from error
    replace_file(target, content)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "une autre personne"
