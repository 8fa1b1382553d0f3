"""The command line: arguments in, printed lines and an exit code out. Nothing imports it.

Exit codes: 0 done; 1 refused, or findings that block; 2 the input cannot be used (clear lines, nothing written);
130 interrupted, nothing lost.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from contractgen.errors import ContractgenError

DONE, REFUSED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


class _Parser(argparse.ArgumentParser):
    """Errors of use in one French line, with exit code 2."""

    def error(self, message: str) -> None:  # type: ignore[override]  # argparse says NoReturn; exit never returns
        self.exit(UNUSABLE, f"{self.prog}: commande mal écrite ({message}). Voir « {self.prog} --help ».\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not hasattr(options, "run"):
        parser.print_help()
        return UNUSABLE
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        code = run(options)
        sys.stdout.flush()
        return code
    except ContractgenError as error:
        for line in error.lines:
            print(line, file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        print("Interrompu ; rien n'a été perdu ni écrit à moitié.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="contractgen", description="Contrats d'externalisation assemblés, contrôlés, vérifiables.")
    commands = parser.add_subparsers(title="commandes", metavar="COMMANDE")
    build = _command(
        commands, "build", "le dossier : cahier des charges, contrat et annexes, tableau des clauses", _build
    )
    build.add_argument("answers", metavar="REPONSES", help="fichier de réponses (.yaml)")
    build.add_argument("--out", required=True, metavar="DOSSIER", help="dossier de sortie")
    build.add_argument(
        "--draft", action="store_true", help="livrer avec des points ouverts, marqué PROJET à chaque page"
    )
    build.add_argument("--bare", action="store_true", help="ne pas inscrire la provenance dans les fichiers")
    check = _command(commands, "check", "ce que ce dossier donnerait, sans rien écrire", _check)
    check.add_argument("answers", metavar="REPONSES")
    check.add_argument("--draft", action="store_true", help="contrôler comme un projet")
    explain = _command(commands, "explain", "pourquoi chaque clause est là, ou non, et ce qui le changerait", _explain)
    explain.add_argument("answers", metavar="REPONSES")
    explain.add_argument("clause", nargs="?", metavar="CLAUSE", help="identifiant d'une clause")
    inspect = _command(commands, "inspect", "provenance d'un fichier livré, et ce qui y a changé", _inspect)
    inspect.add_argument("file", metavar="FICHIER.docx")
    return parser


def _command(
    commands: argparse._SubParsersAction[_Parser],
    name: str,
    text: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    parser.add_argument("--library", metavar="CHEMIN", help="bibliothèque de clauses (dossier ou .zip)")
    parser.add_argument("--release", metavar="X.Y.Z", help="version publiée de la bibliothèque")
    parser.add_argument("--questionnaire", metavar="FICHIER", help="questionnaire (.yaml)")
    if name != "explain":
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie, rien d'autre")
    parser.set_defaults(run=run)
    return parser


def _build(options: argparse.Namespace) -> int:
    from contractgen.delivery import deliver

    return _run_build(options, deliver)


def _check(options: argparse.Namespace) -> int:
    return _run_build(options, None)


def _run_build(options: argparse.Namespace, deliver: Callable[..., tuple[str, ...]] | None) -> int:
    from contractgen.pipeline import build
    from contractgen.reporting import as_json, as_text

    library, questionnaire, answers = _inputs(options)
    pack = build(library, questionnaire, answers, draft=options.draft, bare=getattr(options, "bare", False))
    notices: tuple[str, ...] = ()
    if deliver is not None and pack.status != "refused":
        files = {document.path: document.content for lot in pack.lots for document in lot.documents if document.path}
        notices = deliver(options.out, files)
    if options.json:
        print(as_json(pack))
    else:
        print(as_text(pack, options.out if deliver else None))
    for notice in notices:
        print(notice, file=sys.stderr)
    return REFUSED if pack.status == "refused" else DONE


def _explain(options: argparse.Namespace) -> int:
    from contractgen.explain import explain

    library, questionnaire, answers = _inputs(options)
    print(explain(library, questionnaire, answers, options.clause))
    return DONE


def _inspect(options: argparse.Namespace) -> int:
    from contractgen.inspection import inspect_file
    from contractgen.reporting import inspection_as_json, inspection_as_text
    from contractgen.word.opening import read_file

    inspection = inspect_file(read_file(options.file))
    print(inspection_as_json(inspection) if options.json else inspection_as_text(inspection, options.file))
    return REFUSED if inspection.differences else DONE


def _inputs(options: argparse.Namespace):  # type: ignore[no-untyped-def]  # the types would import the model eagerly
    from contractgen.answers import read_answers
    from contractgen.library import load_library
    from contractgen.questionnaire import load_questionnaire

    answers = read_answers(options.answers)
    questionnaire = load_questionnaire(options.questionnaire)
    return load_library(options.library, options.release, questionnaire), questionnaire, answers


if __name__ == "__main__":
    sys.exit(main())
