"""`library import`, `library export`: clauses to and from a lawyer's Word."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from contractgen.commands.options import DONE, Commands, Outcome, command


def add(actions: Commands) -> None:
    """Adds them to the parser."""
    incoming = command(actions, "import", "une clause de Word devient un fichier de clause, à finir à la main", _import)
    incoming.add_argument("file", metavar="FICHIER.docx")
    outgoing = command(actions, "export", "une clause en Word, pour la relire ou la récrire", _export)
    outgoing.add_argument("slug", metavar="CLAUSE")
    for action in (incoming, outgoing):
        action.add_argument("--out", required=True, metavar="FICHIER", help="fichier à écrire")


def _import(options: argparse.Namespace) -> Outcome:
    import json

    from contractgen.errors import ContentError, DeliveryError, ReturnedFileError
    from contractgen.exchange.importing import import_clause
    from contractgen.replacing import replace_file
    from contractgen.word.opening import read_file

    out = Path(options.out)
    if out.exists():
        raise DeliveryError(f"« {out} » existe déjà ; donnez un autre nom. Rien n'a été écrit.")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.md", out.name):
        raise ContentError(f"--out : « {out.name} » : minuscules, chiffres et tirets, puis « .md ».")
    try:
        found = import_clause(read_file(options.file), out.stem, _edition(options))
    except ReturnedFileError as error:
        raise ReturnedFileError(f"« {options.file} » : {error}") from error
    replace_file(out, found.text.encode())
    lines = [f"ligne {one.line} : {one.kind} « {one.text} » ; peut-être {one.instead}" for one in found.proposals]
    told = {"file": str(out), "proposals": [one._asdict() for one in found.proposals]}
    text = (
        json.dumps(told, ensure_ascii=False, indent=1)
        if options.json
        else "\n".join((f"Écrit : {out}. À finir à la main, puis « contractgen library lint ».", *lines))
    )
    return Outcome(DONE, text)


def _export(options: argparse.Namespace) -> Outcome:
    import json

    from contractgen.catalogue.finding import card
    from contractgen.exchange.exporting import export
    from contractgen.replacing import replace_file

    edition = _edition(options)
    card("clause", options.slug, edition)  # an unknown name is told with the nearest
    replace_file(Path(options.out), export(options.slug, edition))
    return Outcome(DONE, json.dumps({"file": options.out}) if options.json else f"Écrit : {options.out}")


def _edition(options: argparse.Namespace):  # type: ignore[no-untyped-def]  # the type would import the model eagerly
    from contractgen.content import shipped
    from contractgen.evolution.edition import edition

    name = options.release or options.library or str(shipped("clause_library"))
    return edition(name, options.library, options.questionnaire)
