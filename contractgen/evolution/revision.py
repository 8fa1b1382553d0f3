"""The content as it was at a git revision. Only this module runs git."""

from __future__ import annotations

import subprocess
from pathlib import Path

from contractgen.errors import ContentError
from contractgen.source import is_content

_SECONDS = 60


def files_at(revision: str, library: Path, questionnaire: Path) -> tuple[dict[str, bytes], bytes]:
    """The files of the library, and the bytes of the questionnaire, at a revision of the repository that holds them.

    Raises ContentError when there is no such revision, or no git.
    """
    if revision.startswith("-"):
        raise ContentError(f"« {revision} » n'est ni un dossier, ni une version publiée, ni une révision git.")
    names = _git(library, revision, "ls-tree", "-r", "-z", "--name-only", revision, ".").split(b"\0")
    paths = [name.decode("utf-8", "surrogateescape") for name in names if name]
    files = {path: _git(library, revision, "show", f"{revision}:./{path}") for path in paths if is_content(path)}
    if not files:
        raise ContentError(f"La révision « {revision} » n'a pas de bibliothèque à cet endroit.")
    asked = _git(questionnaire.parent, revision, "show", f"{revision}:./{questionnaire.name}")
    return files, asked


def _git(folder: Path, revision: str, *arguments: str) -> bytes:
    try:
        ran = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603, S607  # git of the user's path, on the user's repository
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ContentError(
            f"« {revision} » n'est ni un dossier ni une version publiée, et git n'a pas répondu."
        ) from error
    if ran.returncode != 0:
        raise ContentError(f"« {revision} » n'est ni un dossier, ni une version publiée, ni une révision git d'ici.")
    return ran.stdout
