"""A cell of a table that joins optional values: its runs in, the cell with those that were given out.

« {{ courriel }} – {{ téléphone }} » prints the one that is there alone, and one dash when neither is.
"""

from __future__ import annotations

from contractgen.model import Cell, Run
from contractgen.values import DASH

EMPTY = Run(DASH)
_JOINT = " – "


def given(text: str, runs: tuple[Run, ...]) -> Cell:
    """The cell without the empty values and the joint before or after them; one dash when all are empty."""
    if EMPTY not in runs or len(runs) % 2 == 0 or any(run.text != _JOINT for run in runs[1::2]):
        return Cell(text, runs)
    kept = [part for run in runs[::2] if run != EMPTY for part in (Run(_JOINT), run)][1:] or [EMPTY]
    return Cell("".join(run.text for run in kept), tuple(kept))
