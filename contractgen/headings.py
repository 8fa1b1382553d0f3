"""The titles inside clauses, numbered as Word will print them: « 12.3 », « A4.2 », « A4.1.2 »."""

from __future__ import annotations

from contractgen.french import NBSP
from contractgen.model import ANCHOR_MARK, AssembledClause, Paragraph

_DEPTHS = {"article2": 2, "annex2": 2, "article3": 3, "annex3": 3}


def own_number(clause: AssembledClause) -> str:
    """The number of a clause as the titles in it begin: « 12 », « A3 », « A4.2 »."""
    own = clause.number.rpartition(NBSP)[2]
    return f"A{own}" if clause.kind == "annex" and clause.level == 1 else own


def anchored_numbers(clause: AssembledClause) -> dict[str, str]:
    """The number of each marked title that the clause prints, by what references name: `slug#anchor`."""
    own = own_number(clause)
    found: dict[str, str] = {}
    second = third = 0
    for block in clause.blocks[1:]:
        depth = _DEPTHS.get(block.style, 0) if isinstance(block, Paragraph) else 0
        if not depth:
            continue
        second, third = (second + 1, 0) if depth == 2 else (second, third + 1)
        if isinstance(block, Paragraph) and block.anchor:
            inside = (second, third)[: depth - 1] if clause.level == 1 else (third,)
            found[f"{clause.id}{ANCHOR_MARK}{block.anchor}"] = ".".join([own, *map(str, inside)])
    return found
