"""What the interview shows: lines of text and tables, in any terminal. The only door to rich."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def say(*lines: str) -> None:
    """Each line, wrapped at the width of the terminal; what would command the terminal is made visible."""
    console = Console(highlight=False, soft_wrap=False)
    for line in lines:
        console.print(Text(_plain(line)))


def title(line: str) -> None:
    """A line that begins a section: bold where the terminal can, underlined with signs everywhere."""
    console = Console(highlight=False)
    console.print()
    console.print(Text(_plain(line), style="bold"))
    console.print(Text("-" * min(len(line), console.width - 1)))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table in plain signs, its cells wrapped."""
    shown = Table(box=box.ASCII, show_lines=False, expand=False)
    for name in head:
        shown.add_column(_plain(name), overflow="fold")
    for row in rows:
        shown.add_row(*(Text(_plain(cell)) for cell in row))
    Console(highlight=False).print(shown)


def _plain(text: str) -> str:
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
