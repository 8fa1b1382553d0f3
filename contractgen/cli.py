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
from typing import Any, NamedTuple, NoReturn

from contractgen.errors import ContractgenError, reason

DONE, REFUSED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_USAGE = (
    (re.compile(r"the following arguments are required: (.+)"), "il manque {}"),
    (re.compile(r"unrecognized arguments: (.+)", re.DOTALL), "argument inconnu : {}"),
    (re.compile(r"argument .*?: invalid choice: (.+?) \(choose from .*", re.DOTALL), "commande inconnue « {} »"),
    (re.compile(r"argument (.+?): expected one argument"), "{} attend une valeur"),
    (re.compile(r"argument (.+?): ignored explicit argument .*", re.DOTALL), "{} n'attend pas de valeur"),
)


class _Outcome(NamedTuple):
    """What a command comes to: its exit code, what goes to standard output, and notices. `verbatim`: it is the text of
    a file, in UTF-8."""

    code: int
    text: str
    notices: tuple[str, ...] = ()
    verbatim: bool = False


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
                message = french.format(found[1].strip("'\""))
        _tell(f"{self.prog} : {message}. Voir « {self.prog} --help ».")
        self.exit(UNUSABLE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code."""
    try:
        options = _parser().parse_args(arguments)
        run: Callable[[argparse.Namespace], _Outcome] = options.run
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
    new = _command(commands, "new", "l'entretien : les questions une à une, jusqu'aux documents", _new)
    new.add_argument("folder", metavar="DOSSIER", help="dossier à créer ou à reprendre")
    new.add_argument("--from", dest="origin", metavar="AUTRE", help="partir des réponses d'un autre dossier")
    new.add_argument("--lang", choices=("fr", "en"), default="fr", metavar="fr|en", help="langue de l'entretien")
    build = _command(
        commands, "build", "le dossier : cahier des charges, contrat et annexes, tableau des clauses", _build
    )
    build.add_argument("answers", metavar="REPONSES", help="fichier de réponses (.yaml)")
    build.add_argument("--out", required=True, metavar="DOSSIER", help="dossier de sortie")
    build.add_argument(
        "--draft", action="store_true", help="livrer avec des points ouverts, marqué PROJET à chaque page"
    )
    build.add_argument("--bare", action="store_true", help="ne pas inscrire la provenance dans les fichiers")
    build.add_argument(
        "--notes", action="store_true", help="ajouter une copie de relecture commentée, pour le seul côté client"
    )
    build.add_argument(
        "--pdf", action="store_true", help="livrer aussi en PDF, avec les pages du sommaire (demande LibreOffice)"
    )
    check = _command(commands, "check", "ce que ce dossier donnerait, sans rien écrire", _check)
    check.add_argument("answers", metavar="REPONSES")
    check.add_argument("--draft", action="store_true", help="contrôler comme un projet")
    for command in (build, check):
        command.add_argument("--house", metavar="FICHIER.docx", help="style maison du cabinet (voir « house new »)")
    explain = _command(commands, "explain", "pourquoi chaque clause est là, ou non, et ce qui le changerait", _explain)
    explain.add_argument("answers", metavar="REPONSES")
    explain.add_argument("clause", nargs="?", metavar="CLAUSE", help="identifiant d'une clause")
    inspect = _command(commands, "inspect", "provenance d'un fichier livré, et ce qui y a changé", _inspect)
    inspect.add_argument("file", metavar="FICHIER.docx")
    _house_commands(commands)
    _answers_commands(commands)
    parser.set_defaults(run=lambda options: parser.error("il manque une commande"))
    return parser


def _house_commands(commands: argparse._SubParsersAction[_Parser]) -> None:
    text = "le style maison : vérifier le modèle d'un cabinet, ou en commencer un"
    parser = commands.add_parser("house", help=text, description=text)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    for name, text, run in (
        ("check", "tout ce qui empêche d'écrire avec ce modèle", _house_check),
        ("new", "un modèle commenté pour commencer", _house_new),
    ):
        action = actions.add_parser(name, help=text, description=text)
        action.add_argument("file", metavar="FICHIER.docx")
        action.set_defaults(run=run)
        if name == "check":
            action.add_argument("--json", action="store_true", help="un objet JSON sur la sortie, rien d'autre")
    parser.set_defaults(run=lambda options: parser.error("il manque une action, check ou new"))


def _answers_commands(commands: argparse._SubParsersAction[_Parser]) -> None:
    text = "le fichier de réponses, pour un éditeur"
    group = commands.add_parser("answers", help=text, description=text)
    group.set_defaults(run=lambda options: group.error("il manque une commande"))
    parts = group.add_subparsers(title="commandes", metavar="COMMANDE")
    template = _command(parts, "template", "un fichier de réponses à compléter, en commentaires", _template)
    template.add_argument(
        "--functions", metavar="F1,F2", help="garder ce qui peut être posé pour ces fonctions (comptabilite,paie)"
    )
    template.add_argument(
        "--schema", metavar="FICHIER", default="reponses.schema.json", help="nom du schéma cité en tête du fichier"
    )
    schema = _command(parts, "schema", "le schéma JSON du fichier de réponses, pour l'éditeur", _schema)
    for parser in (template, schema):
        parser.add_argument("--out", metavar="FICHIER", help="écrire là plutôt que sur la sortie")


def _command(
    commands: argparse._SubParsersAction[_Parser],
    name: str,
    text: str,
    run: Callable[[argparse.Namespace], _Outcome],
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    if name != "schema":
        parser.add_argument("--library", metavar="CHEMIN", help="bibliothèque de clauses (dossier ou .zip)")
        parser.add_argument("--release", metavar="X.Y.Z", help="version publiée de la bibliothèque")
    parser.add_argument("--questionnaire", metavar="FICHIER", help="questionnaire (.yaml)")
    if name not in ("explain", "new", "template", "schema"):
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie, rien d'autre")
    parser.set_defaults(run=run)
    return parser


def _new(options: argparse.Namespace) -> _Outcome:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        from contractgen.errors import AnswersError

        raise AnswersError(
            "« contractgen new » pose ses questions dans un terminal. Sans terminal, écrivez un fichier de réponses et"
            " lancez « contractgen build »."
        )
    from contractgen.interview.opening import interview

    return _Outcome(DONE, interview(options))


def _build(options: argparse.Namespace) -> _Outcome:
    from contractgen.delivery import deliver

    return _run_build(options, deliver)


def _check(options: argparse.Namespace) -> _Outcome:
    return _run_build(options, None)


def _run_build(options: argparse.Namespace, deliver: Callable[..., tuple[str, ...]] | None) -> _Outcome:
    from contractgen.pipeline import blocks
    from contractgen.reporting import as_json, as_text

    library, questionnaire, answers = _inputs(options)
    if options.house is not None:
        from contractgen.house_files import read_house

        library = library._replace(house=read_house(options.house))
    bare, notes = getattr(options, "bare", False), getattr(options, "notes", False)
    make = _maker(getattr(options, "pdf", False))
    pack = make(library, questionnaire, answers, draft=options.draft, bare=bare, notes=notes)
    notices: tuple[str, ...] = ()
    if deliver is not None and pack.status != "refused":
        notices = deliver(options.out, pack.files())
    text = as_json(pack) if options.json else as_text(pack, options.out if deliver else None)
    blocked = any(blocks(finding, options.draft) for finding in pack.findings)
    return _Outcome(REFUSED if blocked else DONE, text, notices)


def _maker(as_pdf: bool) -> Callable[..., Any]:
    if as_pdf:
        from contractgen.publishing import publish

        return publish
    from contractgen.pipeline import build

    return build


def _explain(options: argparse.Namespace) -> _Outcome:
    from contractgen.explain import explain

    library, questionnaire, answers = _inputs(options)
    return _Outcome(DONE, explain(library, questionnaire, answers, options.clause))


def _inspect(options: argparse.Namespace) -> _Outcome:
    from contractgen.errors import ReturnedFileError
    from contractgen.inspection import inspect_file
    from contractgen.reporting import inspection_as_json, inspection_as_text
    from contractgen.word.opening import read_file

    data = read_file(options.file)
    try:
        inspection = inspect_file(data)
    except ReturnedFileError as error:
        raise ReturnedFileError(f"« {options.file} » : {error}") from error
    text = inspection_as_json(inspection) if options.json else inspection_as_text(inspection, options.file)
    return _Outcome(REFUSED if inspection.differences else DONE, text)


def _house_check(options: argparse.Namespace) -> _Outcome:
    from contractgen.house_files import as_json, as_text, checked

    findings = checked(options.file)
    return _Outcome(
        REFUSED if findings else DONE, as_json(findings) if options.json else as_text(findings, options.file)
    )


def _house_new(options: argparse.Namespace) -> _Outcome:
    from contractgen.house_files import new_house

    new_house(options.file)
    return _Outcome(DONE, f"{options.file} : ouvrez-le dans Word, il s'explique lui-même.")


def _template(options: argparse.Namespace) -> _Outcome:
    from contractgen.cli_answers import write_template

    library = (options.library, options.release)
    text = write_template(options.out, options.schema, options.functions, options.questionnaire, library)
    return _Outcome(DONE, text, verbatim=True)


def _schema(options: argparse.Namespace) -> _Outcome:
    from contractgen.cli_answers import write_schema

    return _Outcome(DONE, write_schema(options.out, options.questionnaire), verbatim=True)


def _inputs(options: argparse.Namespace):  # type: ignore[no-untyped-def]  # the types would import the model eagerly
    from contractgen.answers import read_answers
    from contractgen.library import load_library
    from contractgen.questionnaire import load_questionnaire

    answers = read_answers(options.answers)
    questionnaire = load_questionnaire(options.questionnaire)
    return load_library(options.library, options.release, questionnaire), questionnaire, answers


if __name__ == "__main__":
    sys.exit(main())
