"""What a clause body adds to Markdown inside a line: values, references, and marks at the end of a paragraph or title."""

from __future__ import annotations

import re
from typing import NamedTuple

from contractgen.model import Link, Slot

TOKEN = re.compile(
    r"\{\{(?P<slot>[^{}]*)\}\}|\[\[(?P<link>[^\[\]]*)\]\]"
    r"|(?<![ \t])[ \t]*\{(?:satisfies=\"(?P<ties>[^\"]*)\"|#(?P<anchor>[^{}]*))\}"
)
_SLOT = re.compile(r"\s*([a-z][a-z0-9_.]*)\s*(?:\|\s*([a-z_]+)\s*)?\Z")
_NAME = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_LINK = re.compile(rf"(?:(tableau:)?([a-z0-9-]+)|([a-z0-9-]+)#({_NAME}))\Z")
_ANCHOR = re.compile(rf"{_NAME}\Z")


class Ties(NamedTuple):
    """`{satisfies="BP-01"}` at the end of a paragraph: the requirements that it satisfies."""

    ids: tuple[str, ...]


class Anchor(NamedTuple):
    """`{#name}` at the end of a title: references lead to it by that name."""

    name: str


Mark = Ties | Anchor
MARKS = (Ties, Anchor)


def token_of(found: re.Match[str]) -> Slot | Link | Mark | str:
    """The token of a match of `TOKEN`; what is wrong in it, in French, when it is none."""
    written = found.group().strip()
    if found["slot"] is not None:
        slot = _SLOT.match(found["slot"])
        return (
            Slot(slot[1], slot[2] or "")
            if slot
            else f"valeur « {written} » : écrire {{{{ nom }}}} ou {{{{ nom | format }}}}"
        )
    if found["link"] is not None:
        link = _LINK.match(found["link"])
        if link:
            return Link(link[2] or link[3], bool(link[1]), link[4] or "")
        return f"renvoi « {written} » : écrire [[identifiant]], [[tableau:identifiant]] ou [[identifiant#repere]]"
    if found["anchor"] is not None:
        right = _ANCHOR.match(found["anchor"])
        return Anchor(found["anchor"]) if right else f"repère « {written} » : minuscules, chiffres et tirets"
    return Ties(tuple(tie.strip() for tie in found["ties"].split(",") if tie.strip()))
