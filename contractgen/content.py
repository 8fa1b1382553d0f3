"""Where the content shipped with the package lies: beside the package once installed, else in the checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(folder: str) -> Path:
    """The path of a shipped folder: clause_library, questionnaires or examples."""
    installed = _PACKAGE / "content" / folder
    return installed if installed.is_dir() else _PACKAGE.parent / folder
