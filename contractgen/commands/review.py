"""The command `review`: what the other side changed in a contract that came back, and what that leaves unsatisfied."""

from __future__ import annotations

import argparse

from contractgen.commands.options import DONE, REFUSED, Commands, Outcome, command


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
    text = review_as_json(found) if options.json else review_as_text(found, options.file)
    return Outcome(REFUSED if found.lost else DONE, text)
