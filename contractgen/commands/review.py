"""The command `review`: what the other side changed in a contract that came back, and what that leaves unsatisfied."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from contractgen.commands.options import DONE, REFUSED, Commands, Outcome, command

if TYPE_CHECKING:
    from contractgen.model import Library, Questionnaire
    from contractgen.review_apply import Applied
    from contractgen.reviewed import Review


def add(commands: Commands) -> None:
    """Adds it to the parser."""
    parser = command(
        commands, "review", "ce que l'autre partie a changé, clause par clause, et ce qu'on y perd", _review
    )
    parser.add_argument("file", metavar="FICHIER.docx")
    parser.add_argument("--dossier", metavar="REPONSES.yaml", help="réponses du dossier : texte de base reconstruit")
    parser.add_argument("--out", metavar="RAPPORT.docx", help="écrire aussi le rapport en document Word")
    parser.add_argument("--apply", action="store_true", help="reprendre dans le dossier le texte reçu, tout accepté")
    parser.add_argument(
        "--only",
        nargs="+",
        metavar="CLAUSE-OU-QUESTION",
        help="avec --apply : ne reprendre que ces clauses et réponses",
    )
    parser.add_argument("--by", metavar="NOM", help="avec --apply : qui a donné l'accord")
    parser.add_argument("--on", metavar="AAAA-MM-JJ", help="avec --apply : la date de l'accord (aujourd'hui sans elle)")


def _review(options: argparse.Namespace) -> Outcome:
    from contractgen.answers import read_answers
    from contractgen.errors import AnswersError, ReturnedFileError
    from contractgen.library import opened
    from contractgen.review import review
    from contractgen.review_report import review_as_json, review_as_text
    from contractgen.word.opening import read_file

    if options.apply and not options.dossier:
        raise AnswersError("--apply écrit dans les réponses du dossier : donnez-les, --dossier REPONSES.yaml.")
    if options.only and not options.apply:
        raise AnswersError("--only choisit ce que --apply reprend : donnez --apply aussi.")
    data = read_file(options.file)
    dossier = read_answers(options.dossier) if options.dossier else None
    library, questionnaire = opened(options.library, options.release, options.questionnaire, dossier)
    try:
        found = review(data, library, questionnaire, dossier)
    except ReturnedFileError as error:
        raise ReturnedFileError(f"« {options.file} » : {error}") from error
    if options.out:
        _write_report(found, library, options)
    applied = _apply(options, data, found, library, questionnaire) if options.apply else None
    text = review_as_json(found, applied) if options.json else review_as_text(found, options.file, applied)
    return Outcome(REFUSED if found.lost or (applied and applied.refused) else DONE, text)


def _apply(
    options: argparse.Namespace, data: bytes, found: Review, library: Library, questionnaire: Questionnaire
) -> Applied:
    """Writes what was agreed into the answers file, at once or not at all."""
    from datetime import date
    from pathlib import Path

    from contractgen.errors import AnswersError
    from contractgen.replacing import replace_file
    from contractgen.review_agreed import Signed
    from contractgen.review_apply import apply

    try:
        on = date.fromisoformat(options.on).isoformat() if options.on else date.today().isoformat()
    except ValueError as error:
        raise AnswersError(f"--on : « {options.on} » n'est pas une date AAAA-MM-JJ.") from error
    by = options.by or ", ".join(author.name for author in found.authors if author.name) or "non précisé"
    only = frozenset(options.only) if options.only else None
    file = Path(options.dossier)
    text = file.read_text(encoding="utf-8-sig")
    applied = apply(data, found, text, library, questionnaire, Signed(by, on), only)
    if applied.content != text.encode():
        replace_file(file, applied.content)
    return applied


def _write_report(found: Review, library: Library, options: argparse.Namespace) -> None:
    """Writes the report; never over one of the files that were read."""
    from pathlib import Path

    from contractgen.errors import AnswersError
    from contractgen.replacing import replace_file
    from contractgen.review_document import review_document
    from contractgen.word.write import write

    out, name = Path(options.out), Path(options.file)
    if out.resolve() in [Path(read).resolve() for read in (options.file, options.dossier) if read]:
        raise AnswersError(f"--out : « {out} » est un fichier donné à relire ; donnez un autre nom au rapport.")
    replace_file(out, write(review_document(found, library, name.name), None, library.house))
