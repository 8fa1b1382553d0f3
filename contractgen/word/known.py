"""What the writer made of the values that a library owns, kept by identity: no such work is done per document.

A paragraph, table or run that is written in a clause is the very same value in every document of its library. It is
kept with what was made of it, so that its identity cannot be another's; what is kept is bounded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Owned = dict[int, tuple[Any, str]]
_MOST = 50_000


def joined(values: tuple[Any, ...], kept: Owned, make: Callable[[Any], str], owned: Callable[[Any], bool]) -> str:
    """The texts made of the values, joined; those of the values that the library owns are made once and kept."""
    pieces: list[str] = []
    for value in values:
        found = kept.get(id(value))
        if found is not None and found[0] is value:
            pieces.append(found[1])
            continue
        text = make(value)
        pieces.append(text)
        if owned(value):
            if len(kept) >= _MOST:
                kept.clear()
            kept[id(value)] = (value, text)
    return "".join(pieces)
