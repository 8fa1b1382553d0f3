"""The command `review`: what the other side changed in a contract that came back, and what that leaves unsatisfied."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from contractgen.commands.options import DONE, REFUSED, Commands, Outcome, command

if TYPE_CHECKING:
    from contractgen.model import Library
    from contractgen.review import Review


def add(commands: Commands) -> None:
    """Adds it to the parser."""
    parser = command(commands, "review", "ce que l'autre partie a changé, clause par clause, et ce qu'on y perd", _review)
    parser.add_argument("file", metavar="FICHIER.docx")
    parser.add_argument("--dossier", metavar="REPONSES.yaml", help="réponses du dossier : texte de base reconstruit")
    parser.add_argument("--out", metavar="RAPPORT.docx", help="écrire aussi le rapport en document Word")


def _review(options: argparse.Namespace) -> Outcome:
    from contractgen.answers import read_answers
    from contractgen.errors import ReturnedFileError
    from contractgen.library import load_library
    from contractgen.questionnaire import load_questionnaire
    from contractgen.review import review
    from contractgen.review_report import review_as_json, review_as_text
    from contractgen.word.opening import read_file

    data = read_file(options.file)
    questionnaire = load_questionnaire(options.questionnaire)
    library = load_library(options.library, options.release, questionnaire)
    dossier = read_answers(options.dossier) if options.dossier else None
    try:
        found = review(data, library, questionnaire, dossier)
    except ReturnedFileError as error:
        raise ReturnedFileError(f"« {options.file} » : {error}") from error
    if options.out:
        _write_report(found, library, options.file, options.out)
    text = review_as_json(found) if options.json else review_as_text(found, options.file)
    return Outcome(REFUSED if found.lost else DONE, text)


def _write_report(found: Review, library: Library, name: str, out: str) -> None:
    from pathlib import Path

    from contractgen.replacing import replace_file
    from contractgen.review_document import review_document
    from contractgen.word.write import write

    replace_file(Path(out), write(review_document(found, library, Path(name).name), None, library.house))
