"""A house style, tighter: for short contracts, whose pages are few because the room between paragraphs is less.

No title begins a page, the room around paragraphs is less than half, lines are single, margins are two centimetres at
most, and letters above ten points are smaller, never under ten points: it is no small print. Fonts and colours stay
those of the house.
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import lru_cache

from contractgen.word.package import package, packed

_STYLES, _DOCUMENT = "word/styles.xml", "word/document.xml"
_MARGIN = 1134  # two centimetres, in twentieths of a point
_SHARE, _MOST = 0.2, 120  # of the room around a paragraph; what is left of it at most
_LETTERS, _SMALLER = 20, 0.85  # ten points, in halves of a point; what becomes of larger letters
_TITLE = 140  # before a title that began a page
_SINGLE = 240  # a line, in its own height (ECMA-376 17.3.1.33)


@lru_cache(maxsize=8)
def compact_house(data: bytes) -> bytes:
    """The template of a house style with the same styles, tighter."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    page, styles = parts[_DOCUMENT].decode(), parts[_STYLES].decode()
    tighter = _PAGE_MARGINS.sub(lambda found: _SIDE.sub(_margin, found[0]), page)
    more = _width(tighter) - _width(page)
    parts[_DOCUMENT] = tighter.encode()
    styles = _LETTER_SIZE.sub(_size, _STYLE.sub(_flowing, _SPACING.sub(_spacing, styles)))
    parts[_STYLES] = _RIGHT_TAB.sub(lambda found: _moved(found, _width(page), more), styles).encode()
    return package([packed(name, content) for name, content in parts.items()])


def _margin(found: re.Match[str]) -> str:
    return f'{found[1]}"{min(int(found[2]), _MARGIN)}"'


def _width(page: str) -> int:
    """The width of the text of the last section."""
    *_, size = _SIZE.findall(page)
    *_, margins = _PAGE_MARGINS.findall(page)
    sides = dict(_SIDES.findall(margins))
    return int(size) - int(sides.get("left", "0")) - int(sides.get("right", "0"))


def _moved(found: re.Match[str], width: int, more: int) -> str:
    """A tab at the right edge of the text stays there."""
    return found[0].replace(f'"{width}"', f'"{width + more}"')


def _size(found: re.Match[str]) -> str:
    size = int(found[2])
    return f'{found[1]}"{max(_LETTERS, int(size * _SMALLER)) if size > _LETTERS else size}"'


def _flowing(found: re.Match[str]) -> str:
    """A style whose title no longer begins a page has room before it; an entry of the contents has none around it."""
    if _ENTRY in found[0]:
        return _AROUND.sub(r'\1"0"', found[0])
    style = _PAGE_BREAK.sub("", found[0])
    return style if style == found[0] else _BEFORE.sub(f'w:before="{_TITLE}"', style, count=1)


def _spacing(found: re.Match[str]) -> str:
    inside = _AROUND.sub(lambda one: f'{one[1]}"{min(int(int(one[2]) * _SHARE), _MOST)}"', found[0])
    return _LINE.sub(f'w:line="{_SINGLE}"', inside) if 'w:lineRule="auto"' in inside else inside


_SIDE = re.compile(r'(w:(?:left|right|top|bottom)=)"(\d+)"')
_PAGE_MARGINS = re.compile(r"<w:pgMar\b[^>]*>")
_SIDES = re.compile(r'w:(left|right)="(\d+)"')
_SIZE = re.compile(r'<w:pgSz\b[^>]*?w:w="(\d+)"')
_SPACING = re.compile(r"<w:spacing\b[^>]*>")
_AROUND = re.compile(r'(w:(?:before|after)=)"(\d+)"')
_ENTRY = '<w:name w:val="toc 1"/>'
_BEFORE = re.compile(r'w:before="\d+"')
_LETTER_SIZE = re.compile(r'(<w:sz(?:Cs)? w:val=)"(\d+)"')
_STYLE = re.compile(r"<w:style\b.*?</w:style>", re.DOTALL)
_LINE = re.compile(r'w:line="\d+"')
_PAGE_BREAK = re.compile(r"<w:pageBreakBefore(?:\s[^>]*)?/>")
_RIGHT_TAB = re.compile(r"<w:tab\b[^>]*/>")
