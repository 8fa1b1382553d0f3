"""The command `upgrade`: a contract under negotiation brought to another state of the library."""

from __future__ import annotations

import argparse

from contractgen.commands.options import DONE, REFUSED, Commands, Outcome, command


def add(commands: Commands) -> None:
    """Adds it to the parser."""
    text = "amener un contrat en négociation à une autre version de la bibliothèque, sans perdre ce qui a été négocié"
    parser = command(commands, "upgrade", text, _upgrade)
    parser.add_argument("file", metavar="FICHIER.docx")
    parser.add_argument("--out", required=True, metavar="R.docx", help="le fichier à écrire, en modifications suivies")
    parser.add_argument(
        "--to", metavar="X.Y.Z", help="version publiée de la bibliothèque (telle qu'elle est, sans lui)"
    )
    parser.add_argument(
        "--dossier", metavar="REPONSES.yaml", help="réponses du dossier, que le fichier ne tient pas toutes"
    )
    parser.add_argument("--lot", metavar="NOM", help="le lot du contrat, si les réponses en ont plusieurs")


def _upgrade(options: argparse.Namespace) -> Outcome:
    from pathlib import Path

    from contractgen.answers import read_answers
    from contractgen.errors import AnswersError, ReturnedFileError
    from contractgen.library import load_library, load_release
    from contractgen.questionnaire import load_questionnaire
    from contractgen.replacing import replace_file
    from contractgen.upgrading import upgraded
    from contractgen.upgrading_report import as_json, as_text
    from contractgen.word.opening import read_file

    out = Path(options.out)
    if out.resolve() in [Path(one).resolve() for one in (options.file, options.dossier) if one]:
        raise AnswersError(f"--out : « {out} » est un fichier donné ; donnez un autre nom.")
    data = read_file(options.file)
    release = options.to
    if release is not None and options.questionnaire is None:
        library, questionnaire = load_release(options.library, release)
    else:
        questionnaire = load_questionnaire(options.questionnaire)
        library = load_library(options.library, release, questionnaire)
    dossier = read_answers(options.dossier) if options.dossier else None
    try:
        found = upgraded(data, library, questionnaire, dossier, options.lot)
    except ReturnedFileError as error:
        raise ReturnedFileError(f"« {options.file} » : {error}") from error
    if found.content:
        replace_file(out, found.content)
    text = as_json(found, library, options.out) if options.json else as_text(found, library, options.out)
    return Outcome(REFUSED if found.findings else DONE, text)
