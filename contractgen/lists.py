"""What a printed block is among its neighbours: where lettered lists begin, how items end, what one item alone is, and
what stays with a table."""

from __future__ import annotations

from contractgen.french import NARROW, NBSP
from contractgen.model import Paragraph, Printed, Run, Table


def listed(printed: list[Printed]) -> tuple[Printed, ...]:
    """The blocks of a clause of the library: as `begun`, the items of each list with a sign at their end, and no list of
    one item; a last line that stands with the paragraph before it."""
    return tuple(_closed(_unlisted(_ended(begun(printed)))))


def begun(printed: list[Printed]) -> list[Printed]:
    """The items of lettered lists, the first of each marked: a list begins anew after anything that is in no item. A line
    just before a table or a list is kept with it."""
    blocks, lettered = list(printed), False
    for index, block in enumerate(blocks):
        style = block.style if isinstance(block, Paragraph) else ""
        if isinstance(block, Paragraph) and style in ("item", "item2"):
            blocks[index] = block._replace(fixed=False, first=style == "item" and not lettered)
        if index and (isinstance(block, Table) or style in _OUTER):
            before = blocks[index - 1]
            if isinstance(before, Paragraph) and before.style == "body":  # it announces the table or the list
                blocks[index - 1] = before._replace(style="lead", fixed=False)
        lettered = style == "item" or (lettered and style in ("item2", "bullet2"))  # these stand in an item
    return blocks


def _ended(blocks: list[Printed]) -> list[Printed]:
    """The items of each list with a sign at their end, where answers bring none: a semicolon, or a full stop if one of
    them ends so, and a full stop for the last."""
    for depth in (_OUTER, _INNER):
        for items in _groups(blocks, depth):
            stop = any(_text(blocks[index]).endswith(".") for index in items[:-1])
            for index in items:
                block = blocks[index]
                if isinstance(block, Paragraph) and not block.text.rstrip(_CLOSING).endswith(_SIGNS):
                    sign = "." if stop or index == items[-1] else f"{NARROW};"
                    runs = (*block.runs, Run(sign))
                    blocks[index] = block._replace(text=block.text + sign, runs=runs, fixed=False)
    return blocks


def _unlisted(blocks: list[Printed]) -> list[Printed]:
    """The blocks; what is announced and is one item alone is no list: it ends the line that announces it, or is a
    paragraph after it when it begins with a capital or has a colon of its own. A blank stands for no one knows how many."""
    alone = {items[0] for items in _groups(blocks, _OUTER) if len(items) == 1}
    found: list[Printed] = []
    for rank, block in enumerate(blocks):
        lead = found[-1] if found else None
        stays = rank not in alone or _holds_list(blocks, rank) or not _announces(lead)
        if stays or not isinstance(block, Paragraph) or not isinstance(lead, Paragraph) or _has_blank(block):
            found.append(block)
        elif block.text[:1].islower() and ":" not in block.text:
            found[-1] = _joined(lead, block)
        else:
            found.append(block._replace(style="body", fixed=False, first=False))
    return found


def _closed(blocks: list[Printed]) -> list[Printed]:
    """The blocks, the last paragraph kept with the one before it when it is a line, which would be alone on a page."""
    before, last = blocks[-2:] if len(blocks) > 1 else (None, None)
    if not isinstance(before, Paragraph) or not isinstance(last, Paragraph) or len(last.text) > _LINE:
        return blocks
    stays = before.style == last.style == "body"
    return [*blocks[:-2], before._replace(style="lead", fixed=False), last] if stays else blocks


def _announces(block: Printed | None) -> bool:
    return isinstance(block, Paragraph) and block.style == "lead" and block.text.endswith(":")


def _has_blank(block: Paragraph) -> bool:
    return any(run.kind == "blank" for run in block.runs)


def _holds_list(blocks: list[Printed], rank: int) -> bool:
    """Whether a list is nested in the item of that rank."""
    after = blocks[rank + 1] if rank + 1 < len(blocks) else None
    return isinstance(after, Paragraph) and after.style in _INNER


def _joined(lead: Paragraph, item: Paragraph) -> Paragraph:
    ties = tuple(dict.fromkeys((*lead.ties, *item.ties)))
    return Paragraph("body", f"{lead.text} {item.text}", (*lead.runs, Run(" "), *item.runs), ties, anchor=lead.anchor)


def _groups(blocks: list[Printed], styles: tuple[str, ...]) -> list[list[int]]:
    """The ranks of the items of each list in these styles; what is nested in an item does not end its list."""
    found: list[list[int]] = []
    last = ""
    for index, block in enumerate(blocks):
        style = block.style if isinstance(block, Paragraph) else ""
        if style in styles:
            if style != last:
                found.append([])
            found[-1].append(index)
        last = last if style in _INNER and styles is _OUTER else style
    return found


def _text(block: Printed) -> str:
    return block.text if isinstance(block, Paragraph) else ""


_LINE = 95  # letters of a line of text
_OUTER, _INNER = ("bullet", "item"), ("bullet2", "item2")
_SIGNS = tuple(".;:!?…")
_CLOSING = f"»{NBSP}"
