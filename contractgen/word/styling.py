"""The styles that a document uses, and no others: a house's styles cut once, joined for each set of names that is used.

A style takes with it those that it names (`basedOn`, `next`, `link`, `numStyleLink`; ECMA-376 17.7.4). The default
styles are of every document, without being named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_STYLE = re.compile(r"<w:style\b.*?</w:style>", re.DOTALL)
_IDENT = re.compile(r'\bw:styleId="([^"]*)"')
_DEFAULT = re.compile(r"<w:style\b[^>]*\bw:default=\"(?:1|true|on)\"")
_NEEDED = re.compile(r'<w:(?:basedOn|next|link) w:val="([^"]*)"')
_NAMED = re.compile(r'<w:(?:p|r|tbl)Style w:val="([^"]*)"')
_LATENT = re.compile(r"<w:latentStyles\b.*?</w:latentStyles>|<w:latentStyles\b[^>]*/>", re.DOTALL)
_TIE = re.compile(r'<w:pStyle w:val="([^"]*)"\s*/>')


class StyleSheet(NamedTuple):
    """A styles part: what stands before and after its styles, each style by id, and the styles that each names."""

    head: str
    styles: Mapping[str, str]
    needs: Mapping[str, tuple[str, ...]]
    defaults: frozenset[str]
    tail: str


def cut_styles(part: str) -> StyleSheet:
    """The sheet of a styles part; latent styles, which only serve Word's menus, are left out."""
    found = list(_STYLE.finditer(part))
    styles = {_IDENT.search(one[0])[1]: one[0] for one in found}  # type: ignore[index]  # the schema requires the id
    return StyleSheet(
        _LATENT.sub("", part[: found[0].start()]),
        styles,
        {ident: tuple(name for name in _NEEDED.findall(text) if name in styles) for ident, text in styles.items()},
        frozenset(ident for ident, text in styles.items() if _DEFAULT.match(text)),
        part[found[-1].end() :],
    )


def names_in(*parts: str) -> frozenset[str]:
    """The ids of the styles that headers and footers name."""
    return frozenset(name for part in parts for name in _NAMED.findall(part))


def with_needed(sheet: StyleSheet, used: Iterable[str]) -> frozenset[str]:
    """The styles used, those of the sheet's defaults, and all that these need."""
    found: set[str] = set()
    waiting = [*used, *sheet.defaults]
    while waiting:
        ident = waiting.pop()
        if ident not in found:
            found.add(ident)
            waiting += sheet.needs[ident]
    return frozenset(found)


def styles_part(sheet: StyleSheet, kept: frozenset[str]) -> str:
    """The styles part with the styles kept, in the order of the sheet."""
    return "".join([sheet.head, *(text for ident, text in sheet.styles.items() if ident in kept), sheet.tail])


def listed(numbering: str, *parts: str) -> str:
    """The numbering part with the instances of lists that these parts name, and what these are instances of."""
    used = {ident for part in parts for ident in _USED.findall(part)}
    kept = _NUM.sub(lambda num: num[0] if num[1] in used else "", numbering)
    abstract = set(_OF.findall(kept))
    return _ABSTRACT.sub(lambda one: one[0] if one[1] in abstract else "", kept)


_USED = re.compile(r'<w:numId w:val="([^"]*)"')
_NUM = re.compile(r'<w:num\b[^>]*\bw:numId="([^"]*)".*?</w:num>', re.DOTALL)
_OF = re.compile(r'<w:abstractNumId w:val="([^"]*)"')
_ABSTRACT = re.compile(r'<w:abstractNum\b[^>]*\bw:abstractNumId="([^"]*)".*?</w:abstractNum>', re.DOTALL)


def cut_list(numbering: str, ident: str) -> tuple[str, str]:
    """The numbering part without an abstract list, and that list."""
    found = next(one[0] for one in _ABSTRACT.finditer(numbering) if one[1] == ident)
    return numbering.replace(found, "", 1), found


def untied(numbering: str, kept: frozenset[str]) -> str:
    """The numbering part, its levels tied to no style that is not kept."""
    return _TIE.sub(lambda tie: tie[0] if tie[1] in kept else "", numbering)
