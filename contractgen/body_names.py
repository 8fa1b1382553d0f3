"""The body of a clause walked: its blocks, its spans, and the names and references that it reads."""

from __future__ import annotations

from collections.abc import Iterator

from contractgen.condition import ConditionError, parse
from contractgen.model import Block, Link, ParagraphTemplate, Rows, Slot, Span, TableTemplate, When


def every_block(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """All blocks, those inside conditional and repeated blocks too."""
    for block in blocks:
        yield block
        if isinstance(block, (When, Rows)):
            yield from every_block(block.blocks)


def read_names(blocks: tuple[Block, ...], when: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names that a body and its condition read, loop variables left out, and the clauses it refers to."""
    names: list[str] = list(_condition_names(when, ()))
    links: list[str] = []
    _collect(blocks, (), names, links)
    return tuple(dict.fromkeys(names)), tuple(dict.fromkeys(links))


def _collect(blocks: tuple[Block, ...], bound: tuple[str, ...], names: list[str], links: list[str]) -> None:
    for block in blocks:
        if isinstance(block, When):
            names += _condition_names(block.condition, bound)
            _collect(block.blocks, bound, names, links)
        elif isinstance(block, Rows):
            inner = (*bound, block.variable)
            names += [block.table, *_condition_names(block.condition, inner)]
            _collect(block.blocks, inner, names, links)
        else:
            for span in spans_of(block):
                if isinstance(span, Slot) and span.name.partition(".")[0] not in bound:
                    names.append(span.name)
                elif isinstance(span, Link):
                    links.append(span.target)


def _condition_names(source: str | None, bound: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return parse(source, bound).names if source else ()
    except ConditionError:
        return ()  # the cross-reference check reports it, with its place


def spans_of(block: Block) -> Iterator[Span]:
    """The spans of a paragraph, or of all cells of a table."""
    if isinstance(block, ParagraphTemplate):
        yield from block.spans
    elif isinstance(block, TableTemplate):
        for row in (block.header, *block.rows):
            for cell in row:
                yield from cell
