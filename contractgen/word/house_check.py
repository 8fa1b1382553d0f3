"""A firm's template examined: bytes in, everything that is wrong in it, all at once; and what a house is compiled from.

The compiler refuses what is an error here, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from contractgen.model import Finding
from contractgen.word import house_lists, house_pages, house_styles
from contractgen.word.house_letters import Letters
from contractgen.word.house_package import RefusedPartError, W, open_house, parse
from contractgen.word.house_pages import Section

_STYLES, _SETTINGS = "word/styles.xml", "word/settings.xml"


class Examined(NamedTuple):
    """The trees of a template, under contractgen's style ids."""

    styles: Any
    numbering: Any
    letters: Letters
    section: Section
    parts: Mapping[str, bytes]


@lru_cache(maxsize=4)
def examine(data: bytes) -> tuple[Examined | None, tuple[Finding, ...]]:
    """The template and what was found in it; None when an error keeps it from being used.

    Raises ContentError when it is no readable .docx.
    """
    parts, refused = open_house(data)
    if refused:
        return None, refused
    findings: list[Finding] = []
    try:
        styles, numbering = parse(parts, _STYLES), parse(parts, house_lists.PART)
        found, faults = house_styles.resolve(styles)
        ids = house_styles.new_ids(styles, found)
        letters, untied = house_lists.arrange(numbering, styles, found)
        findings += [*faults, *untied]
        section, on_pages = house_pages.read_section(parts, _has_even_pages(parts))
        findings += on_pages
    except RefusedPartError as error:
        return None, (*findings, error.finding)
    house_styles.normalise(styles, ids)
    for page in section.pages:
        house_styles.rename(page.root, ids)
    if letters is None or any(finding.severity == "error" for finding in findings):
        return None, tuple(findings)
    house_styles.derive(styles, letters.annexes)
    return Examined(styles, numbering, letters, section, parts), tuple(findings)


def check_house(data: bytes) -> tuple[Finding, ...]:
    """All that is wrong in a firm's template. Raises ContentError when it is no readable .docx."""
    return examine(data)[1]


def _has_even_pages(parts: Mapping[str, bytes]) -> bool:
    if _SETTINGS not in parts:
        return False
    element = parse(parts, _SETTINGS).find(f"{W}evenAndOddHeaders")
    return element is not None and element.get(f"{W}val") not in ("0", "false", "off")
