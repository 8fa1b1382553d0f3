"""What a printed block is among its neighbours: where lettered lists begin, and what stays with a table."""

from __future__ import annotations

from contractgen.model import Paragraph, Printed, Table


def listed(printed: list[Printed]) -> tuple[Printed, ...]:
    """The items of lettered lists, the first of each marked: a list begins anew after anything that is in no item. A line
    just before a table is kept with it."""
    blocks, lettered = list(printed), False
    for index, block in enumerate(blocks):
        style = block.style if isinstance(block, Paragraph) else ""
        if isinstance(block, Paragraph) and style in ("item", "item2"):
            blocks[index] = block._replace(fixed=False, first=style == "item" and not lettered)
        elif isinstance(block, Table) and index:
            before = blocks[index - 1]
            if isinstance(before, Paragraph) and before.style == "body":  # it announces the table
                blocks[index - 1] = before._replace(style="lead", fixed=False)
        lettered = style == "item" or (lettered and style in ("item2", "bullet2"))  # these stand in an item
    return tuple(blocks)
