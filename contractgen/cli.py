"""The command line: arguments in, printed lines and an exit code out. Nothing imports it.

Exit codes: 0 done; 1 refused, or findings that block; 2 the input cannot be used (clear lines, nothing written);
130 interrupted, nothing lost.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from contractgen.commands import answers, dossier, house, library, returned
from contractgen.commands.options import DONE, INTERRUPTED, UNUSABLE, Outcome
from contractgen.errors import ContractgenError, reason

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_USAGE = (
    (re.compile(r"the following arguments are required: (.+)"), "il manque {}"),
    (re.compile(r"unrecognized arguments: (.+)", re.DOTALL), "argument inconnu : {}"),
    (
        re.compile(r"argument (-.+?): invalid choice: (.+?) \(choose from (.+)\)", re.DOTALL),
        "{} n'admet pas « {} » ; valeurs admises : {}",
    ),
    (re.compile(r"argument .*?: invalid choice: (.+?) \(choose from .*", re.DOTALL), "commande inconnue « {} »"),
    (re.compile(r"argument (.+?): expected one argument"), "{} attend une valeur"),
    (re.compile(r"argument (.+?): not allowed with argument (.+)"), "{} ne va pas avec {}"),
    (re.compile(r"argument (.+?): ignored explicit argument .*", re.DOTALL), "{} n'attend pas de valeur"),
)


class _Parser(argparse.ArgumentParser):
    """Help in French; errors of use in one French line, with exit code 2; no abbreviated options."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **named, "add_help": False})
        self._positionals.title, self._optionals.title = "arguments", "options"  # argparse has no public name for them
        self.add_argument("-h", "--help", action="help", help="montrer cette aide")

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "usage :", 1)

    def error(self, message: str) -> NoReturn:
        for pattern, french in _USAGE:
            found = pattern.fullmatch(message)
            if found:
                message = french.format(*(one.strip("'\"").replace("', '", ", ") for one in found.groups()))
                break
        _tell(f"{self.prog} : {message}. Voir « {self.prog} --help ».")
        self.exit(UNUSABLE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code."""
    try:
        options = _parser().parse_args(arguments)
        run: Callable[[argparse.Namespace], Outcome] = options.run
        outcome = run(options)
        _tell(*outcome.notices)
        verbatim = outcome.verbatim or getattr(options, "json", False)
        return outcome.code if _printed(outcome.text, verbatim) else UNUSABLE
    except ContractgenError as error:
        _tell(*error.lines)
        return UNUSABLE
    except KeyboardInterrupt:
        _tell("Interrompu ; rien n'a été perdu ni écrit à moitié.")
        return INTERRUPTED
    except SystemExit as stop:  # argparse, after --help or an error of use
        return stop.code if isinstance(stop.code, int) else DONE


def _tell(*lines: str) -> None:
    """Each line on standard error, as one line."""
    if sys.stderr is None:  # closed; print would take standard output instead
        return
    with contextlib.suppress(OSError, ValueError):
        for line in lines:
            print(_plain(" ".join(line.splitlines())), file=sys.stderr)


def _plain(text: str) -> str:
    """The text with what would command a terminal, or reorder its line, made visible."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _printed(text: str, as_json: bool) -> bool:
    """Whether the text could be put on standard output; a reader that went away has what it wanted."""
    stream = sys.stdout
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8" if as_json else None, errors="backslashreplace")
    try:
        if stream is not None:
            print(text if as_json else _plain(text), file=stream, flush=True)
        return True
    except OSError as error:
        with contextlib.suppress(OSError, ValueError):  # so that nothing more is tried when the program ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if isinstance(error, BrokenPipeError):
            return True
        _tell(f"Le travail est fait, mais son compte rendu n'a pas pu être écrit : {reason(error)}.")
        return False


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="contractgen", description="Contrats d'externalisation assemblés, contrôlés, vérifiables.")
    commands = parser.add_subparsers(title="commandes", metavar="COMMANDE")
    for part in (dossier, house, answers, library, returned):
        part.add(commands)
    parser.set_defaults(run=lambda options: parser.error("il manque une commande"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
