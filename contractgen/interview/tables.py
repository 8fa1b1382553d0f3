"""The rows of a table question, edited at the terminal: added, changed, copied, removed, moved, taken from a catalogue.

In: the question and its rows. Out: the rows as an answers file would hold them, or a way out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contractgen.interview import prompts, screen
from contractgen.interview.entry import shown, unit
from contractgen.interview.prompts import Option, Reply
from contractgen.interview.wording import tr
from contractgen.model import Column, Indicator, Question
from contractgen.typed_values import type_value

Rows = list[dict[str, Any]]
_SHOWN = 5  # columns of a table that a terminal of 80 signs can hold


def edit(
    question: Question, current: Any, catalogue: tuple[Mapping[str, Any], ...], keep: Callable[[Rows], object]
) -> Reply:
    """Asks for the rows of a table. `catalogue`: rows to pick from; `keep` is called with the rows at each change, so that
    none is lost on the way out."""
    rows: Rows = [dict(row) for row in current] if isinstance(current, tuple) else []
    while True:
        show(question, rows)
        act = prompts.choose(tr("Que faire de ce tableau ?"), _acts(rows, bool(catalogue)))
        if isinstance(act, Reply):
            return act._replace(value=rows) if act.kind == prompts.ANSWER else act
        changed = _ACTS[act](question, rows, catalogue)
        if changed != rows:
            rows = changed
            keep(rows)


def _acts(rows: Rows, picking: bool) -> list[Option]:
    acts = [Option(tr("Valider ce tableau"), Reply(prompts.ANSWER)), Option(tr("Ajouter une ligne"), "add")]
    if rows:
        acts += [Option(tr(label), act) for label, act in _ON_ROWS]
    if picking:
        acts.append(Option(tr("Choisir dans le catalogue"), "pick"))
    acts.append(Option(tr("Coller depuis un tableur, ou importer un fichier CSV ou XLSX"), "paste"))
    return [*acts, *prompts.ways()]


def show(question: Question, rows: Rows) -> None:
    """The rows, as many columns as fit."""
    if not rows:
        screen.say(tr("Aucune ligne."))
        return
    columns = question.columns[:_SHOWN]
    head = ["n°", *(_head(column) for column in columns)]
    screen.table(head, ([str(rank), *(_cell(column, row) for column in columns)] for rank, row in enumerate(rows, 1)))
    if len(question.columns) > _SHOWN:
        screen.say(tr("Les autres colonnes se voient en modifiant la ligne."))


def _head(column: Column) -> str:
    return f"{column.label} ({unit(column)})" if unit(column) else column.label


def _cell(column: Column, row: Mapping[str, Any]) -> str:
    value = row.get(column.id)
    typed = type_value(prompts.question_of(column), value).value if value is not None else None
    return "" if typed is None else shown(column, typed)


# ---------------------------------------------------------------- acts


def _add(question: Question, rows: Rows, _: Any) -> Rows:
    row = _row(question, {})
    return [*rows, row] if row else rows


def _change(question: Question, rows: Rows, _: Any) -> Rows:
    rank = _which(question, rows)
    return [_row(question, row) or row if index == rank else row for index, row in enumerate(rows)]


def _copy(question: Question, rows: Rows, _: Any) -> Rows:
    rank = _which(question, rows)
    return [*rows[: rank + 1], dict(rows[rank]), *rows[rank + 1 :]]


def _remove(question: Question, rows: Rows, _: Any) -> Rows:
    rank = _which(question, rows)
    return [row for index, row in enumerate(rows) if index != rank]


def _up(question: Question, rows: Rows, _: Any) -> Rows:
    rank = _which(question, rows)
    moved = list(rows)
    moved.insert(max(rank - 1, 0), moved.pop(rank))
    return moved


def _down(question: Question, rows: Rows, _: Any) -> Rows:
    rank = _which(question, rows)
    moved = list(rows)
    moved.insert(rank + 1, moved.pop(rank))
    return moved


def _clear(_: Question, __: Rows, ___: Any) -> Rows:
    return []


def _pick(question: Question, rows: Rows, catalogue: tuple[Mapping[str, Any], ...]) -> Rows:
    """One row of the catalogue at a time, those not yet taken."""
    taken = {row.get("id") for row in rows}
    options = [Option(str(row["label"]), dict(row["row"])) for row in catalogue if row["row"].get("id") not in taken]
    found = prompts.choose(tr("Quelle ligne du catalogue ?"), [*options, Option(tr("Aucune"), None)])
    return rows if found is None else [*rows, found]


def _paste(question: Question, rows: Rows, _: Any) -> Rows:
    from contractgen.interview.importing import imported

    return [*rows, *imported(question)]


_ON_ROWS = (("Modifier une ligne", "change"), ("Dupliquer une ligne", "copy"), ("Supprimer une ligne", "remove"),
            ("Monter une ligne", "up"), ("Descendre une ligne", "down"), ("Vider le tableau", "clear"))  # fmt: skip
_ACTS = {
    "add": _add,
    "change": _change,
    "copy": _copy,
    "remove": _remove,
    "up": _up,
    "down": _down,
    "clear": _clear,
    "pick": _pick,
    "paste": _paste,
}


def _which(question: Question, rows: Rows) -> int:
    """The rank of a row, chosen by its first cells."""
    if len(rows) == 1:
        return 0
    options = [
        Option(f"{rank}. {' · '.join(filter(None, (_cell(c, row) for c in question.columns[:3])))}", rank - 1)
        for rank, row in enumerate(rows, 1)
    ]
    return int(prompts.choose(tr("Quelle ligne ?"), options))


def _row(question: Question, row: Mapping[str, Any]) -> dict[str, Any] | None:
    """A row asked cell by cell; back goes to the cell before, and out of the row before the first."""
    found, rank = dict(row), 0
    while rank < len(question.columns):
        column = question.columns[rank]
        screen.say(_label(column))
        cell = prompts.question_of(column)
        reply = prompts.ask(column, type_value(cell, found.get(column.id)).value)
        if reply.kind == prompts.BACK:
            if rank == 0:
                return None
            rank -= 1
        elif reply.kind == prompts.MENU:
            return None
        else:
            if reply.kind == prompts.ANSWER:
                found[column.id] = reply.value
            rank += 1
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def _label(column: Column) -> str:
    asked = tr("facultatif") if not column.required else ""
    return " · ".join(filter(None, (_head(column), asked)))


def catalogue_of(indicators: Mapping[str, Indicator], functions: tuple[str, ...]) -> tuple[Mapping[str, Any], ...]:
    """The indicators of the functions, as rows to pick; what such a row leaves empty is taken from the catalogue."""
    return tuple(
        {
            "label": f"{one.id} · {one.name} ({one.unit}, {one.frequency})",
            "row": {"id": one.id, "fonction": one.function, "cible": str(one.target), "frequence": one.frequency},
        }
        for one in indicators.values()
        if one.function in functions or one.function == "transverse"
    )
