"""The commands on one dossier: interview, build, check, explain, inspect."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any

from contractgen.commands.options import DONE, REFUSED, Commands, Outcome, command, inputs


def add(commands: Commands) -> None:
    """Adds them to the parser."""
    new = command(commands, "new", "l'entretien : les questions une à une, jusqu'aux documents", _new)
    new.add_argument("folder", metavar="DOSSIER", help="dossier à créer ou à reprendre")
    new.add_argument("--from", dest="origin", metavar="AUTRE", help="partir des réponses d'un autre dossier")
    new.add_argument("--lang", choices=("fr", "en"), default="fr", metavar="fr|en", help="langue de l'entretien")
    build = command(
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
    pages = build.add_mutually_exclusive_group()
    pages.add_argument("--pdf", action="store_true", help="livrer aussi chaque document en PDF (demande LibreOffice)")
    pages.add_argument(
        "--no-pages", action="store_true", help="sommaires sans numéros de page, plus vite, sans LibreOffice"
    )
    check = command(
        commands, "check", "ce que ce dossier donnerait, sans rien écrire ; ou ce que dit le contrat d'un tiers", _check
    )
    check.add_argument(
        "answers", metavar="REPONSES|CONTRAT", help="fichier de réponses, ou contrat d'un tiers (.docx, .pdf)"
    )
    check.add_argument("--draft", action="store_true", help="contrôler comme un projet")
    for one in (build, check):
        one.add_argument("--house", metavar="FICHIER.docx", help="style maison du cabinet (voir « house new »)")
    explain = command(commands, "explain", "pourquoi chaque clause est là, ou non, et ce qui le changerait", _explain)
    explain.add_argument("answers", metavar="REPONSES")
    explain.add_argument("clause", nargs="?", metavar="CLAUSE", help="identifiant d'une clause")
    inspect = command(commands, "inspect", "provenance d'un fichier livré, et ce qui y a changé", _inspect)
    inspect.add_argument("file", metavar="FICHIER.docx")


def _new(options: argparse.Namespace) -> Outcome:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        from contractgen.errors import AnswersError

        raise AnswersError(
            "« contractgen new » pose ses questions dans un terminal. Sans terminal, écrivez un fichier de réponses et"
            " lancez « contractgen build »."
        )
    from contractgen.interview.opening import interview

    return Outcome(DONE, interview(options))


def _build(options: argparse.Namespace) -> Outcome:
    from contractgen.delivery import deliver

    return _run_build(options, deliver)


def _check(options: argparse.Namespace) -> Outcome:
    from contractgen.lexical.check import is_contract

    return _check_contract(options) if is_contract(options.answers) else _run_build(options, None)


def _check_contract(options: argparse.Namespace) -> Outcome:
    from contractgen.lexical.check import read_contract
    from contractgen.lexical.report import as_json, as_text
    from contractgen.library import load_library
    from contractgen.questionnaire import load_questionnaire

    library = load_library(options.library, options.release, load_questionnaire(options.questionnaire))
    found = read_contract(options.answers, library, options.library, options.release)
    return Outcome(REFUSED if found.lost else DONE, as_json(found) if options.json else as_text(found))


def _run_build(options: argparse.Namespace, deliver: Callable[..., tuple[str, ...]] | None) -> Outcome:
    from contractgen import pipeline
    from contractgen.reporting import as_json, as_text

    library, questionnaire, answers = inputs(options)
    if options.house is not None:
        from contractgen.house_files import read_house

        library = library._replace(house=read_house(options.house))
    bare, notes = getattr(options, "bare", False), getattr(options, "notes", False)
    make = _maker(options) if deliver is not None else pipeline.build
    pack = make(library, questionnaire, answers, draft=options.draft, bare=bare, notes=notes)
    notices: tuple[str, ...] = ()
    if deliver is not None and pack.status != "refused":
        notices = deliver(options.out, pack.files())
    text = as_json(pack) if options.json else as_text(pack, options.out if deliver else None)
    blocked = any(pipeline.blocks(finding, options.draft) for finding in pack.findings)
    return Outcome(REFUSED if blocked else DONE, text, notices)


def _maker(options: argparse.Namespace) -> Callable[..., Any]:
    """What makes the pack: with its PDF, with page numbers where LibreOffice is, or without any."""
    if options.pdf:
        from contractgen.publishing import publish

        return publish
    if options.no_pages:
        from contractgen.pipeline import build

        return build
    from contractgen.publishing import numbered

    return numbered


def _explain(options: argparse.Namespace) -> Outcome:
    from contractgen.explain import explain

    library, questionnaire, answers = inputs(options)
    return Outcome(DONE, explain(library, questionnaire, answers, options.clause))


def _inspect(options: argparse.Namespace) -> Outcome:
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
    return Outcome(REFUSED if inspection.differences else DONE, text)
