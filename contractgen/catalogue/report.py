"""A card as text, as JSON, and as a page."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from html import escape

from contractgen.catalogue.card import Card

_WIDTH = 78


def as_text(card: Card) -> str:
    """For a terminal of 80 columns."""
    return "\n".join(_lines(card))


def _lines(card: Card) -> Iterator[str]:
    yield from textwrap.wrap(f"{card.kind} {card.id} : {card.title}", _WIDTH)
    for label, value in card.facts:
        yield from textwrap.wrap(f"{label} : {value}", _WIDTH, initial_indent="  ", subsequent_indent="    ")
    for line in card.lines:
        if line.entries:
            yield f"  {line.label} :"
            for _, ident, words in line.entries:
                yield from textwrap.wrap(
                    f"{ident}{f' – {words}' if words else ''}",
                    _WIDTH,
                    initial_indent="    ",
                    subsequent_indent="      ",
                )
    if card.body:
        yield ""
        yield from (wrapped for text in card.body.splitlines() for wrapped in textwrap.wrap(text, _WIDTH) or [""])


def as_json(card: Card) -> str:
    """One object."""
    lines = {
        line.label: [{"kind": kind, "id": ident, "words": words} for kind, ident, words in line.entries]
        for line in card.lines
    }
    told = {
        "kind": card.kind,
        "id": card.id,
        "title": card.title,
        "facts": dict(card.facts),
        "lines": lines,
        "body": card.body,
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def as_article(card: Card, pages: dict[tuple[str, str], str]) -> str:
    """The main part of a page; `pages` gives the address of the page of an entry."""
    facts = "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in card.facts)
    lines = "".join(
        f"<h2>{escape(line.label)}</h2><ul>{''.join(_item(entry, pages) for entry in line.entries)}</ul>"
        for line in card.lines
        if line.entries
    )
    body = f'<h2>Texte</h2><pre class="text">{escape(card.body)}</pre>' if card.body else ""
    return f"<h1>{escape(card.title)}</h1><p>{escape(card.kind)} <code>{escape(card.id)}</code></p><dl>{facts}</dl>{body}{lines}"


def _item(entry: tuple[str, str, str], pages: dict[tuple[str, str], str]) -> str:
    kind, ident, words = entry
    label = f"<code>{escape(ident)}</code>"
    page = pages.get((kind, ident))
    linked = f'<a href="{escape(page)}">{label}</a>' if page else label
    return f"<li>{linked} {escape(words)}</li>"
