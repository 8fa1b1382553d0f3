"""Habits of editors in the files themselves, which the loader puts up with: the first of each in a file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from itertools import pairwise

from contractgen.model import Finding

ADVICE = {
    "bom": "Enregistrez en « UTF-8 sans BOM ».",
    "line-ends": "Enregistrez avec des fins de ligne « LF ».",
    "tab": "Remplacez-la par des espaces.",
    "apart": "Enregistrez le texte en forme composée (NFC).",
}


def habits(texts: Mapping[str, str]) -> Iterator[Finding]:
    """A mark of byte order, ends of line of Windows, a tabulation, an accent apart from its letter."""
    for path, text in texts.items():
        for code, sought, message in (
            (
                "bom",
                "\ufeff" if text.startswith("\ufeff") else "",
                "marque d'ordre des octets (BOM) en tête du fichier",
            ),
            ("line-ends", "\r", "fin de ligne « CR »"),
            ("tab", "\t", "tabulation"),
            ("apart", _apart(text), "accent séparé de sa lettre"),
        ):
            start = text.find(sought) if sought else -1
            if start >= 0:
                line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
                yield Finding(code, "warning", f"{path}:{line}:{column}", message, ADVICE[code])


def _apart(text: str) -> str:
    """The first letter with an accent of its own that has a composed form, or nothing."""
    if unicodedata.is_normalized("NFC", text):
        return ""
    marked = (a + b for a, b in pairwise(text) if unicodedata.combining(b))
    return next((pair for pair in marked if len(unicodedata.normalize("NFC", pair)) < 2), "")
