"""`library prove`: the claims about a clause library, over every possible answer."""

from __future__ import annotations

import argparse
from pathlib import Path

from contractgen.commands.options import DONE, REFUSED, Commands, Outcome, command


def add(actions: Commands) -> None:
    """Adds it to the parser."""
    text = "prouver la bibliothèque pour toutes les réponses possibles, ou donner un contre-exemple"
    prove = command(actions, "prove", text, _prove)
    prove.add_argument("--counterexamples", metavar="DOSSIER", help="écrire là chaque contre-exemple, en fichier de réponses")  # fmt: skip
    prove.add_argument("--certificate", metavar="FICHIER", help="écrire ce qui est prouvé, avec les empreintes")
    prove.add_argument("--recheck", metavar="FICHIER", help="comparer un certificat à ce qui se prouve ici")


def _prove(options: argparse.Namespace) -> Outcome:
    from contractgen.errors import ContentError, reason
    from contractgen.library import load_library
    from contractgen.questionnaire import load_questionnaire

    try:
        from contractgen.proof.certificate import as_json, as_text, certificate, recheck
        from contractgen.proof.prover import prove
    except ModuleNotFoundError as error:
        raise ContentError("Il manque le solveur : installez-le par « pip install 'contractgen[prove]' ».") from error
    from contractgen.replacing import replace_file

    questionnaire = load_questionnaire(options.questionnaire)
    library = load_library(options.library, options.release, questionnaire)
    data = None
    if options.recheck is not None:
        try:
            data = Path(options.recheck).read_bytes()
        except OSError as error:
            raise ContentError(f"Certificat « {options.recheck} » illisible : {reason(error)}.") from error
    proofs = prove(library, questionnaire)
    notices: list[str] = []
    if options.counterexamples is not None:
        notices += _write_counterexamples(Path(options.counterexamples), proofs)
    if options.certificate is not None:
        replace_file(Path(options.certificate), certificate(library, questionnaire, proofs))
        notices.append(f"Certificat écrit : {options.certificate}")
    wrong = recheck(data, library, questionnaire, proofs) if data is not None else ()
    proved = all(proof.status == "proved" for proof in proofs)
    text = as_json(proofs) if options.json else "\n".join((as_text(proofs), *wrong))
    return Outcome(DONE if proved and not wrong else REFUSED, text, (*notices, *(wrong if options.json else ())))


def _write_counterexamples(folder: Path, proofs) -> list[str]:  # type: ignore[no-untyped-def]  # the types would import the solver
    """Each counterexample as an answers file that `check` and `build` take; what was written."""
    from contractgen.answers import write_answers
    from contractgen.errors import DeliveryError, reason

    told = []
    refuted = [proof for proof in proofs if proof.status == "refuted" and proof.answers is not None]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number, proof in enumerate(refuted, 1):
            file = folder / f"contre-exemple-{number}.yaml"
            file.unlink(missing_ok=True)
            write_answers(file, proof.answers)
            told.append(f"{file} : {proof.claim.id}")
    except OSError as error:
        raise DeliveryError(f"« {folder} » ne peut pas être écrit : {reason(error)}.") from error
    return told
