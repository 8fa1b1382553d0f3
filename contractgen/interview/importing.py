"""Rows taken from a spreadsheet in the interview: pasted, or from a CSV or XLSX file, shown before they are taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contractgen.errors import ContractgenError, reason
from contractgen.interview import prompts, screen
from contractgen.interview.prompts import Option
from contractgen.interview.tables import cell
from contractgen.interview.wording import tr
from contractgen.model import Question
from contractgen.table_import import MAX_BYTES, Grid, Preview, csv_grid, pasted_grid, preview

_SHOWN = 10  # rows and problems of a preview


def imported(question: Question) -> list[dict[str, Any]]:
    """The rows that the consultant took, none when he gave up."""
    how = prompts.choose(
        tr("D'où viennent les lignes ?"),
        [
            Option(tr("Coller des cellules copiées d'un tableur"), "paste"),
            Option(tr("Un fichier CSV ou XLSX"), "file"),
            Option(tr("Abandonner"), None),
        ],
    )
    if how is None:
        return []
    try:
        grid = (
            pasted_grid(prompts.lines(tr("Collez ici, puis Échap et Entrée pour finir :")))
            if how == "paste"
            else _from_file(question)
        )
        if grid is None:
            return []
        found = preview(question, grid)
    except ContractgenError as error:
        screen.say(*error.lines)
        return []
    return _taken(question, found)


def _from_file(question: Question) -> Grid | None:
    """The cells of the file that is named, None when it is given up."""
    from contractgen.spreadsheet import sheet_grid

    typed = prompts.asked(tr("Chemin du fichier"))
    if not typed:
        return None
    path = Path(typed.strip("'\"")).expanduser()
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ContractgenError(f"« {path} » : {reason(error)}.") from error
    return sheet_grid(data) if path.suffix.lower() in (".xlsx", ".xlsm") else csv_grid(question, data)


def _taken(question: Question, found: Preview) -> list[dict[str, Any]]:
    """Shows what would be taken and what cannot be, and asks."""
    columns = [column for column in question.columns if column.id in found.columns]
    rows = [[cell(column, row) for column in columns] for row in found.rows[:_SHOWN]]
    screen.table([column.label for column in columns] or ["—"], rows)
    count = len(found.rows)
    screen.say((tr("{} lignes lues.") if count > 1 else tr("{} ligne lue.")).format(count))
    for problem in found.problems[:_SHOWN]:
        place = f"{tr('ligne')} {problem.row}" + (f", {problem.column}" if problem.column else "")
        screen.say(f"  {place} : {problem.message}")
    if len(found.problems) > _SHOWN:
        screen.say(tr("… et {} autres problèmes.").format(len(found.problems) - _SHOWN))
    if not found.rows:
        return []
    take = prompts.choose(
        tr("Prendre ces lignes ?"), [Option(tr("Oui, les ajouter au tableau"), True), Option(tr("Non"), False)]
    )
    return [dict(row) for row in found.rows] if take else []
