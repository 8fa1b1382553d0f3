"""The columns of a table sized by what they hold: texts of its cells in, widths in twentieths of a point out.

The widths of characters are those of the shipped house style's font (Carlito, metric-compatible with Calibri), rounded
to classes; another font of a house is close enough for the margin that is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

_SIZE = 180  # of the text of a cell: 9 points
_MEAN = 92  # of a character of a French text, at that size
_PADDING = 260  # the margins of a cell, and a hair for its borders
_FIGURES = frozenset("+0123456789")
_TO_FILL = 3000  # wanted by a column whose cells are empty
_WHOLE = 18  # a date, amount or telephone number that is no longer than this stands on one line
_CLASSES = (
    (25, "\xa0 ',.Iijl‚‘’·¹ÌÍÎÏìíîï"), (29, ":;`´"), (33, "!()-J[]ft{}‹›¡°²³¸"), (37, "r"), (41, '"/\\sz„ˆ“”šž¨ª¯'),
    (45, "FLSckvxyŠ˜ºçýÿ"), (50, "#*+<=>ETYZ^_aeg|~ƒ†‡Ž•–Ÿ¢¤¦§¬±¿ÈÉÊË×Ýàáâãäåèéêë÷"), (53, "$0123456789CKPXbdhnopqu€£¥«®»ÇÞßðñòóôõöøùúûüþ"),
    (58, "ABRVµÀÁÂÃÄÅD¶"), (66, "GHNU¼ÐÑÙÚÛÜ"), (70, "&OQ…½¾ÒÓÔÕÖØ"), (80, "%w™Ææm"), (90, "@WŒMœ©—‰"), (100, "?"),
)  # fmt: skip
_WIDTH_OF = {character: width for width, characters in _CLASSES for character in characters}
_WIDTHS = bytes(_WIDTH_OF.get(bytes((code,)).decode("cp1252", "replace"), 60) for code in range(256))


def column_widths(columns: Sequence[Sequence[str]], text_width: int) -> tuple[int, ...]:
    """The width of each column, of which `columns` holds the texts, its header first; together, `text_width`.

    No word, date or amount is cut while all fit; when they do not, the longest words are the first to be cut. What is
    left goes to the columns by what their cells would still need to stand on one line.
    """
    least = [_least(column, loose=False) for column in columns]
    if sum(least) > text_width:
        least = _capped([_least(column, loose=True) for column in columns], text_width)
    needed = [max(0, _one_line(column) - low) for column, low in zip(columns, least, strict=True)]
    free = text_width - sum(least)
    if sum(needed) < free:
        least = [low + more for low, more in zip(least, needed, strict=True)]
        free, needed = text_width - sum(least), least
    widths = [low + free * more // sum(needed) for low, more in zip(least, needed, strict=True)]
    widths[widths.index(max(widths))] += text_width - sum(widths)
    return tuple(widths)


def _width(text: str) -> int:
    """The width of a text on one line. What the code page of the table lacks counts as « ? », as wide as any."""
    return sum(text.replace("\u202f", " ").encode("cp1252", "replace").translate(_WIDTHS)) * _SIZE // 100


def _least(column: Sequence[str], loose: bool) -> int:
    """The width that a column needs for its longest words, and for its cells that are a number with its unit.

    Word and LibreOffice break a line after a hyphen too: a reference such as « CSS R.133-14 » is kept whole, unless
    `loose`, when there is no room for it.
    """
    header, *cells = column
    text = " ".join(cells)
    words = (text.replace("-", "- ") if loose else text).split(" ")
    if _is_figure(text):
        words += [cell for cell in cells if len(cell) <= _WHOLE and _is_figure(cell[:1] if loose else cell)]
    most = max(map(len, words)) - 2
    longest = {word for word in words if len(word) >= most}
    return _PADDING + max([_head(header), *map(_width, longest)])


@lru_cache(maxsize=1024)
def _head(header: str) -> int:
    """The width of the longest word of a header, which is bold; headers are those of the library."""
    return max(map(_width, header.split(" "))) * 108 // 100


def _is_figure(text: str) -> bool:
    return not _FIGURES.isdisjoint(text)


def _one_line(column: Sequence[str]) -> int:
    """Between the width of the longest cell on one line and that of the mean one: no cell alone makes a column wide.
    A column that is empty is there to be filled in."""
    lengths = list(map(len, column))
    if not any(lengths[1:]):
        return _TO_FILL
    return _PADDING + (max(lengths) + sum(lengths) // len(lengths)) * _MEAN // 2


def _capped(widths: list[int], text_width: int) -> list[int]:
    """The widths, the largest cut down to one same width so that together they fit the page."""
    left, cap = text_width, text_width
    for rank, width in enumerate(sorted(widths)):
        cap = left // (len(widths) - rank)
        if width > cap:
            break
        left -= width
    return [min(width, cap) for width in widths]
