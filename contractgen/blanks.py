"""What is printed in place of what cannot be yet: a passage that waits for an answer, rows that nobody gave.

In: the blocks of a clause body that are held up, and the labels of the questions that hold them up. Out: one blank,
visible, which names them. It decides nothing, and finds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contractgen.french import enumeration
from contractgen.model import Block, Cell, Paragraph, ParagraphTemplate, Rows, Run, When
from contractgen.values import to_fill

_MORE = "[…]"  # short: it stands in narrow columns
_OWN_STYLE = ("bullet", "bullet2", "item", "item2", "party")  # a title would be numbered, a lead announces something


def passage(blocks: Sequence[Block], labels: Sequence[str], source: str) -> Paragraph:
    """The blank of a passage: an element of the list that it would begin with, else a paragraph."""
    return _paragraph(blocks, _waiting("passage", labels), source)


def rows(blocks: Sequence[Block], label: str, source: str) -> Paragraph:
    """The blank of a passage that is printed once a row, when nobody gave the rows."""
    return _paragraph(blocks, to_fill(label), source)


def row(label: str, source: str, width: int) -> tuple[Cell, ...]:
    """The row to fill in of a table that nobody gave."""
    return _row(to_fill(label), source, width)


def row_awaited(labels: Sequence[str], source: str, width: int) -> tuple[Cell, ...]:
    """The row that stands for those of which it is not known whether they are printed."""
    return _row(_waiting("ligne", labels), source, width)


def _waiting(what: str, labels: Sequence[str]) -> str:
    which = enumeration(tuple(f"« {label.rstrip(' ?')} »" for label in labels))
    return to_fill(f"{what} qui dépend de {which}")


def _row(first: str, source: str, width: int) -> tuple[Cell, ...]:
    return tuple(Cell(text, (Run(text, "blank", source),)) for text in (first, *[_MORE] * (width - 1)))


def _paragraph(blocks: Sequence[Block], text: str, source: str) -> Paragraph:
    style = _first_style(blocks)
    return Paragraph(style if style in _OWN_STYLE else "body", text, (Run(text, "blank", source),))


def _first_style(blocks: Sequence[Any]) -> str:
    first = blocks[0]
    if isinstance(first, (When, Rows)):
        return _first_style(first.blocks)
    return first.style if isinstance(first, (Paragraph, ParagraphTemplate)) else ""
