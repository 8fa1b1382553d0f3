"""The command `amend`: the avenant from a signed contract to new answers, and the consolidated contract."""

from __future__ import annotations

import argparse

from contractgen.commands.options import DONE, REFUSED, Commands, Outcome, command, inputs


def add(commands: Commands) -> None:
    """Adds it to the parser."""
    parser = command(commands, "amend", "l'avenant qui mène d'un contrat signé à de nouvelles réponses", _amend)
    parser.add_argument("file", metavar="SIGNE.docx")
    parser.add_argument("answers", metavar="REPONSES")
    parser.add_argument("--out", required=True, metavar="DOSSIER", help="dossier où écrire l'avenant et le consolidé")
    parser.add_argument("--number", type=int, metavar="N", help="numéro de l'avenant (le suivant, sans lui)")
    parser.add_argument("--date", metavar="AAAA-MM-JJ", help="date d'effet (celle de la dernière signature, sans elle)")
    parser.add_argument("--lot", metavar="NOM", help="le lot du contrat, si les réponses en ont plusieurs")
    parser.add_argument(
        "--dossier", metavar="REPONSES", help="réponses qui ont donné le contrat signé, s'il a perdu son texte de base"
    )
    parser.add_argument(
        "--no-pages",
        action="store_true",
        help="sommaire du consolidé sans numéros de page, plus vite, sans LibreOffice",
    )


def _amend(options: argparse.Namespace) -> Outcome:
    from datetime import date
    from functools import partial

    from contractgen.amending import amended
    from contractgen.amendment_report import as_json, as_text
    from contractgen.answers import read_answers
    from contractgen.delivery import deliver
    from contractgen.errors import AnswersError, ReturnedFileError
    from contractgen.publishing import numbered_amendment
    from contractgen.word.opening import read_file

    try:
        effect = date.fromisoformat(options.date) if options.date else None
    except ValueError as error:
        raise AnswersError(f"--date : « {options.date} » n'est pas une date AAAA-MM-JJ.") from error
    if options.number is not None and options.number < 1:
        raise AnswersError("--number : un avenant porte un numéro à partir de 1.")
    data = read_file(options.file)
    library, questionnaire, answers = inputs(options)
    before = read_answers(options.dossier) if options.dossier else None
    make = partial(amended, data, library, questionnaire, answers, options.number, effect, options.lot, before)
    try:
        found = make() if options.no_pages else numbered_amendment(lambda pages: make(pages=pages))
    except ReturnedFileError as error:
        raise ReturnedFileError(f"« {options.file} » : {error}") from error
    notices = deliver(options.out, found.files) if found.files else ()
    text = as_json(found) if options.json else as_text(found, options.out)
    return Outcome(REFUSED if found.findings else DONE, text, notices)
