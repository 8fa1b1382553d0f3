"""`library test`: the scenarios of a clause library, their coverage, and the mutants that nothing catches."""

from __future__ import annotations

import argparse
from pathlib import Path

from contractgen.commands.options import DONE, REFUSED, Commands, Outcome, command

_RECORD = "enregistrement.json"


def add(actions: Commands) -> None:
    """Adds it to the parser."""
    test = command(actions, "test", "essayer la bibliothèque : scénarios, couverture, mutants", _test)
    test.add_argument("--scenarios", metavar="DOSSIER", help="dossier des scénarios (« scenarios » de la bibliothèque)")
    test.add_argument("--record", action="store_true", help="engendrer les dossiers et enregistrer ce qui en sort")
    test.add_argument("--mutants", action="store_true", help="retirer puis inverser chaque condition")
    test.add_argument("--html", metavar="FICHIER", help="écrire aussi la page de couverture")


def _test(options: argparse.Namespace) -> Outcome:
    from contractgen.content import shipped
    from contractgen.errors import ContentError
    from contractgen.library import load_library
    from contractgen.questionnaire import load_questionnaire
    from contractgen.replacing import replace_file

    try:
        from contractgen.scenarios.report import as_html, as_json, as_text
        from contractgen.scenarios.trial import recorded_bytes, trial
    except ModuleNotFoundError as error:
        raise ContentError("Il manque le solveur : installez-le par « pip install 'contractgen[prove]' ».") from error
    questionnaire = load_questionnaire(options.questionnaire)
    library = load_library(options.library, options.release, questionnaire)
    base = Path(options.library) if options.library is not None else shipped("clause_library")
    folder = Path(options.scenarios) if options.scenarios is not None else base / "scenarios"
    notices: list[str] = []
    if options.record:
        folder.mkdir(exist_ok=True)
        replace_file(folder / _RECORD, recorded_bytes(library, questionnaire))
        notices.append(f"Enregistré : {folder / _RECORD}")
    found = trial(library, questionnaire, folder, folder / _RECORD, options.mutants)
    if options.html is not None:
        replace_file(Path(options.html), as_html(found).encode())
        notices.append(f"Page écrite : {options.html}")
    text = as_json(found) if options.json else as_text(found)
    return Outcome(REFUSED if found.problems else DONE, text, tuple(notices))
