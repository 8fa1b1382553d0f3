"""`library lint`: what is wrong, doubtful or idle in the content files."""

from __future__ import annotations

import argparse
from pathlib import Path

from contractgen.commands.options import DONE, REFUSED, Commands, Outcome, command


def add(actions: Commands) -> None:
    """Adds it to the parser."""
    lint = command(
        actions, "lint", "relire tous les fichiers : erreurs, habitudes de rédaction, restes inutiles", _lint
    )
    lint.add_argument("--sarif", metavar="FICHIER", help="écrire aussi un journal SARIF, pour une forge")
    lint.add_argument("--strict", action="store_true", help="refuser aussi les avertissements")


def _lint(options: argparse.Namespace) -> Outcome:
    from contractgen import __version__
    from contractgen.content import shipped
    from contractgen.errors import ContentError, reason
    from contractgen.lint.linting import lint
    from contractgen.lint.report import as_json, as_sarif, as_text
    from contractgen.replacing import replace_file
    from contractgen.source import read_source, unread

    library = Path(options.library) if options.library is not None else shipped("clause_library")
    file = (
        Path(options.questionnaire)
        if options.questionnaire is not None
        else shipped("questionnaires") / "externalisation.yaml"
    )
    source = read_source(library, options.release)
    try:
        asked = source.questionnaire or file.read_bytes()
    except OSError as error:
        raise ContentError(f"Questionnaire « {file} » illisible : {reason(error)}.") from error
    beside = unread(library) if options.release is None and library.is_dir() else ()
    findings = lint(source, asked, file.name, beside)
    notices: tuple[str, ...] = ()
    if options.sarif is not None:
        replace_file(Path(options.sarif), as_sarif(findings, __version__).encode())
        notices = (f"Journal écrit : {options.sarif}",)
    refused = any(one.severity == "error" or (options.strict and one.severity == "warning") for one in findings)
    return Outcome(REFUSED if refused else DONE, as_json(findings) if options.json else as_text(findings), notices)
