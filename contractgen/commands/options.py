"""What the commands share: their outcome, the options that nearly all take, and the inputs that these name."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

DONE, REFUSED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = object


class Outcome(NamedTuple):
    """What a command comes to: its exit code, what goes to standard output, and notices. `verbatim`: it is the text of
    a file, in UTF-8."""

    code: int
    text: str
    notices: tuple[str, ...] = ()
    verbatim: bool = False


def command(
    commands: Commands,
    name: str,
    text: str,
    run: Callable[[argparse.Namespace], Outcome],
) -> argparse.ArgumentParser:
    """One more command, with the options that nearly all share: library, release, questionnaire, JSON."""
    parser = commands.add_parser(name, help=text, description=text)
    if name != "schema":
        parser.add_argument("--library", metavar="CHEMIN", help="bibliothèque de clauses (dossier ou .zip)")
    if name not in ("schema", "diff", "release", "verify", "upgrade"):
        parser.add_argument("--release", metavar="X.Y.Z", help="version publiée de la bibliothèque")
    parser.add_argument("--questionnaire", metavar="FICHIER", help="questionnaire (.yaml)")
    if name not in ("explain", "new", "template", "schema"):
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie, rien d'autre")
    parser.set_defaults(run=run)
    return parser


def inputs(options: argparse.Namespace):  # type: ignore[no-untyped-def]  # the types would import the model eagerly
    """The library, the questionnaire and the answers that the options name."""
    from contractgen.answers import read_answers
    from contractgen.library import opened

    answers = read_answers(options.answers)
    return *opened(options.library, options.release, options.questionnaire, answers), answers
