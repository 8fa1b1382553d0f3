"""The command on a house style: `house check`, `house new`."""

from __future__ import annotations

import argparse

from contractgen.commands.options import DONE, REFUSED, Commands, Outcome


def add(commands: Commands) -> None:
    """Adds it to the parser."""
    text = "le style maison : vérifier le modèle d'un cabinet, ou en commencer un"
    parser = commands.add_parser("house", help=text, description=text)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    for name, text, run in (
        ("check", "tout ce qui empêche d'écrire avec ce modèle", _house_check),
        ("new", "un modèle commenté pour commencer", _house_new),
    ):
        action = actions.add_parser(name, help=text, description=text)
        action.add_argument("file", metavar="FICHIER.docx")
        action.set_defaults(run=run)
        if name == "check":
            action.add_argument("--json", action="store_true", help="un objet JSON sur la sortie, rien d'autre")
    parser.set_defaults(run=lambda options: parser.error("il manque une action, check ou new"))


def _house_check(options: argparse.Namespace) -> Outcome:
    from contractgen.house_files import as_json, as_text, checked

    findings = checked(options.file)
    return Outcome(
        REFUSED if findings else DONE, as_json(findings) if options.json else as_text(findings, options.file)
    )


def _house_new(options: argparse.Namespace) -> Outcome:
    from contractgen.house_files import new_house

    new_house(options.file)
    return Outcome(DONE, f"{options.file} : ouvrez-le dans Word, il s'explique lui-même.")
