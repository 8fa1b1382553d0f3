"""The command on two files: `compare`."""

from __future__ import annotations

import argparse

from contractgen.commands.options import DONE, Commands, Outcome


def add(commands: Commands) -> None:
    """Adds it to the parser."""
    text = "comparer deux fichiers Word : le premier, avec les modifications suivies qui mènent au second"
    parser = commands.add_parser("compare", help=text, description=text)
    parser.add_argument("first", metavar="A.docx", help="le fichier de départ")
    parser.add_argument("second", metavar="B.docx", help="le fichier d'arrivée")
    parser.add_argument("--out", required=True, metavar="R.docx", help="le fichier à écrire")
    parser.add_argument("--author", default="Comparaison", metavar="NOM", help="auteur des modifications")
    parser.add_argument("--date", metavar="AAAA-MM-JJ", help="date des modifications (2000-01-01 par défaut)")
    parser.add_argument(
        "--formats",
        choices=("auto", "all", "seen"),
        default="auto",
        help="changements de mise en forme montrés : tous (all), ceux des lettres et des styles seulement (seen), ou, par défaut"
        " (auto), tous sauf quand un autre logiciel a réécrit la mise en forme du document",
    )
    parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie, rien d'autre")
    parser.set_defaults(run=_compare)


def _compare(options: argparse.Namespace) -> Outcome:
    from contractgen.comparison import as_json, as_text, compare_files

    compared = compare_files(options.first, options.second, options.out, options.author, options.date, options.formats)
    return Outcome(DONE, as_json(compared, options.out) if options.json else as_text(compared, options.out))
