"""Numbers of a column aligned on their decimal mark: the texts of its cells in, the style of each out.

A number with fewer decimals than others of its column stands away from the edge by the width of those that it lacks. Its
text stays as it was answered: a decimal given in one row changes no other row, in a review as in an avenant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBER = re.compile(r"[-+]?\d[\d\u202f\u00a0 ]*(?:,(\d+))?\Z")
_ZEROS = {",0": "_whole1", ",00": "_whole2", "0": "_tenth"}
SUFFIXES = {suffix: zeros for zeros, suffix in _ZEROS.items()}


def lacking(column: Sequence[str]) -> list[str]:
    """What each text of a column lacks to have as many decimals as the others, « ,0 » for « 95 » under « 99,5 »; all « »
    for a column that is not of numbers alone, or of more than two decimals."""
    found = [_NUMBER.match(text) for text in column]
    decimals = [len(one[1] or "") for one in found if one]
    most = max(decimals, default=0)
    if not 0 < most <= 2 or any(one is None and _holds_number(text) for one, text in zip(found, column, strict=True)):
        return [""] * len(column)
    return [_missing(len(one[1] or ""), most) if one else "" for one in found]


def _holds_number(text: str) -> bool:
    """Whether a text that is no number has figures: « 5 à 7 », « 12 % ». A dash or a blank has none."""
    return any(character.isdecimal() for character in text)


def _missing(own: int, most: int) -> str:
    zeros = "0" * (most - own)
    return f",{zeros}" if zeros and not own else zeros


def suffix_of(zeros: str) -> str:
    """What is added to the key of the style of a number that lacks these decimals."""
    return _ZEROS.get(zeros, "")
