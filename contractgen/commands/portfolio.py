"""The command on a folder of contracts: `portfolio`."""

from __future__ import annotations

import argparse
from pathlib import Path

from contractgen.commands.options import DONE, Commands, Outcome


def add(commands: Commands) -> None:
    """Adds it to the parser."""
    text = "un dossier de contrats : versions, dérogations, échéances, et qui est touché par un changement"
    parser = commands.add_parser("portfolio", help=text, description=text)
    parser.add_argument("folder", metavar="DOSSIER")
    parser.add_argument(
        "--clause", metavar="CLAUSE[@X.Y.Z]", help="ne garder que ceux qui ont cette clause, ou cette version d'elle"
    )
    parser.add_argument(
        "--requirement", metavar="EXIGENCE", help="ne garder que ceux auxquels cette exigence s'applique"
    )
    parser.add_argument("--csv", metavar="FICHIER", help="écrire aussi un tableau CSV")
    parser.add_argument("--xlsx", metavar="FICHIER", help="écrire aussi un classeur")
    parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie, rien d'autre")
    parser.set_defaults(run=_portfolio)


def _portfolio(options: argparse.Namespace) -> Outcome:
    from contractgen.portfolio import touched
    from contractgen.portfolio_files import as_csv, as_json, as_text, as_xlsx, contracts_in
    from contractgen.replacing import replace_file

    found = touched(contracts_in(options.folder), options.clause, options.requirement)
    notices = []
    for path, make in ((options.csv, as_csv), (options.xlsx, as_xlsx)):
        if path is not None:
            replace_file(Path(path), make(found))
            notices.append(f"Écrit : {path}")
    return Outcome(DONE, as_json(found) if options.json else as_text(found), tuple(notices))
