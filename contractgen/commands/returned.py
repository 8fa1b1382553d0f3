"""The commands on files that come back, or that others wrote. Each is a module with its own `add`."""

from __future__ import annotations

from collections.abc import Callable

from contractgen.commands import amend, compare, review, upgrade
from contractgen.commands.options import Commands

COMMANDS: tuple[Callable[[Commands], None], ...] = (compare.add, review.add, amend.add, upgrade.add)


def add(commands: Commands) -> None:
    """Adds them to the parser."""
    for command in COMMANDS:
        command(commands)
