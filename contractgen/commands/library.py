"""The command on a clause library: `library ACTION`, for its maintainers. Each action is a module with its own `add`."""

from __future__ import annotations

from collections.abc import Callable

from contractgen.commands import (
    library_catalogue,
    library_lint,
    library_prove,
    library_test,
    library_versions,
    library_word,
)
from contractgen.commands.options import Commands

ACTIONS: tuple[Callable[[Commands], None], ...] = (
    library_lint.add,
    library_prove.add,
    library_test.add,
    library_versions.add,
    library_catalogue.add,
    library_word.add,
)


def add(commands: Commands) -> None:
    """Adds it to the parser."""
    text = "la bibliothèque de clauses : contrôler, prouver, essayer, comparer, publier"
    group = commands.add_parser("library", help=text, description=text)
    group.set_defaults(run=lambda options: group.error("il manque une action"))
    actions = group.add_subparsers(title="actions", metavar="ACTION")
    for action in ACTIONS:
        action(actions)
