"""The command on an answers file: `answers template`, `answers schema`."""

from __future__ import annotations

import argparse

from contractgen.commands.options import DONE, Commands, Outcome, command


def add(commands: Commands) -> None:
    """Adds it to the parser."""
    text = "le fichier de réponses, pour un éditeur"
    group = commands.add_parser("answers", help=text, description=text)
    group.set_defaults(run=lambda options: group.error("il manque une commande"))
    parts = group.add_subparsers(title="commandes", metavar="COMMANDE")
    template = command(parts, "template", "un fichier de réponses à compléter, en commentaires", _template)
    template.add_argument(
        "--functions", metavar="F1,F2", help="garder ce qui peut être posé pour ces fonctions (comptabilite,paie)"
    )
    template.add_argument(
        "--schema", metavar="FICHIER", default="reponses.schema.json", help="nom du schéma cité en tête du fichier"
    )
    schema = command(parts, "schema", "le schéma JSON du fichier de réponses, pour l'éditeur", _schema)
    for parser in (template, schema):
        parser.add_argument("--out", metavar="FICHIER", help="écrire là plutôt que sur la sortie")


def _template(options: argparse.Namespace) -> Outcome:
    from contractgen.answers_files import write_template

    library = (options.library, options.release)
    text = write_template(options.out, options.schema, options.functions, options.questionnaire, library)
    return Outcome(DONE, text, verbatim=True)


def _schema(options: argparse.Namespace) -> Outcome:
    from contractgen.answers_files import write_schema

    return Outcome(DONE, write_schema(options.out, options.questionnaire), verbatim=True)
