"""The one gate that every outside text passes: kept verbatim, normalised with a notice, or refused.

In: a text and the label of its place. Out: the text and what was changed in it. Never repaired in
silence: what XML 1.0 section 2.2 forbids, lone surrogates, bidirectional overrides and over-long
texts are refused with their position.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

MAX_LENGTH = 20_000

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_PASTED = {0x07: " ", 0x1E: "\u2011", 0x1F: "", 0x200B: "", 0xFEFF: ""}  # Word's cell end and hyphens; zero width; BOM
_REFUSED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
    "\ufdd0-\ufdef\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
    "|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff\U0004fffe\U0004ffff\U0005fffe\U0005ffff"
    "\U0006fffe\U0006ffff\U0007fffe\U0007ffff\U0008fffe\U0008ffff\U0009fffe\U0009ffff\U000afffe\U000affff"
    "\U000bfffe\U000bffff\U000cfffe\U000cffff\U000dfffe\U000dffff\U000efffe\U000effff\U000ffffe\U000fffff"
    "\U0010fffe\U0010ffff]"
)


_UNPRINTABLE = re.compile(_REFUSED.pattern + "|[\x0b\x0c\x85\u2028\u2029\u200b\ufeff]")


class Admission(NamedTuple):
    """What the gate made of a text: `changes` in French, none when it is verbatim."""

    text: str
    changes: tuple[str, ...]


class RefusedTextError(ValueError):
    """A text that cannot be carried unaltered; the message says why and where (1-based position)."""


def admit(text: str) -> Admission:
    """The text as it may travel on, with what was normalised in it.

    Raises RefusedTextError for NUL and other controls, lone surrogates, non-characters, bidirectional
    overrides, and texts of more than 20 000 characters.
    """
    if text.isascii() and text.isprintable() and text.strip() == text and len(text) <= MAX_LENGTH:
        return Admission(text, ())
    clean, changes = text, []
    for change, result in _normalisations(text):
        if result != clean:
            changes.append(change)
            clean = result
    _refuse(text, clean)
    return Admission(clean, tuple(changes))


def unprintable(text: str) -> int | None:
    """The index of the first character that `admit` would refuse, replace or take out, spaces and line ends apart."""
    found = _UNPRINTABLE.search(text)
    return found.start() if found else None


def _normalisations(text: str) -> list[tuple[str, str]]:
    """Each normalisation with the text after it; one after the other."""
    lines = _LINE_ENDS.sub("\n", text)
    pasted = lines.translate(_PASTED)
    composed = unicodedata.normalize("NFC", pasted)
    return [
        ("fins de ligne unifiées", lines),
        ("caractères invisibles de Word retirés ou remplacés", pasted),
        ("accents composés (NFC)", composed),
        ("blancs de début et de fin retirés", composed.strip(" \t\n\u00a0\u202f")),
    ]


def _refuse(original: str, clean: str) -> None:
    found = _REFUSED.search(clean)
    if found:
        position = original.find(found.group()) + 1
        raise RefusedTextError(f"caractère interdit {_name(found.group())} à la position {position}")
    if len(clean) > MAX_LENGTH:
        raise RefusedTextError(f"texte de {len(clean)} caractères, plus de {MAX_LENGTH}")


def _name(character: str) -> str:
    return f"U+{ord(character):04X}"
