"""The tables that a file prints, as its text now says them: printed cells in, rows of typed values out, for the rules.

A row whose every cell is gone is gone. A column that the file does not print is unknown, unless the dossier gives it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from contractgen.model import Question, Questionnaire, Unknown
from contractgen.review_answers import AnswerChange, Mention
from contractgen.review_matching import SURE
from contractgen.review_text import normal
from contractgen.review_values import read_value

_ITEM = re.compile(r"(?P<table>[\w.]+)\[\d+\]")
_CELL = re.compile(r"(?P<table>[\w.]+)\[(?P<row>\d+)\]\.(?P<column>\w+)\Z")


def tables_said(
    questionnaire: Questionnaire, found: Sequence[Mention], known: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Each table that was changed, by its question: its rows at first, and its rows now. `known`: the typed answers of
    the dossier, none without it."""
    cells: dict[str, dict[int, dict[str, list[Mention]]]] = {}
    for mention in found:
        cell = _CELL.match(mention.answer)
        if cell and questionnaire.questions.get(cell["table"]):
            rows = cells.setdefault(cell["table"], {})
            rows.setdefault(int(cell["row"]), {}).setdefault(cell["column"], []).append(mention)
    before, now = {}, {}
    for table, rows in cells.items():
        if any(_changed(one) for columns in rows.values() for mentions in columns.values() for one in mentions):
            question = questionnaire.questions[table]
            own = known.get(table, ())
            before[table] = tuple(
                _row(question, columns, _of(own, rank), now=False) for rank, columns in sorted(rows.items())
            )
            left = [(rank, columns) for rank, columns in sorted(rows.items()) if not _gone(columns)]
            now[table] = tuple(_row(question, columns, _of(own, rank), now=True) for rank, columns in left)
    return before, now


def rows_removed(questionnaire: Questionnaire, found: Sequence[Mention]) -> tuple[AnswerChange, ...]:
    """The rows of tables and values of lists that are gone wherever they stood, while others of theirs are left."""
    rows: dict[str, dict[str, list[Mention]]] = {}
    for mention in found:
        item = _ITEM.match(mention.answer)
        question = questionnaire.questions.get(item["table"]) if item else None
        if item and question is not None and question.type in ("table", "list"):
            rows.setdefault(item["table"], {}).setdefault(item[0], []).append(mention)
    changes = []
    for table, items in rows.items():
        gone = [ident for ident, mentions in items.items() if _gone({"": mentions})]
        for ident in gone if len(gone) < len(items) else ():
            first = items[ident][0]
            text = first.place.text.replace("\x1f", " | ")
            label = f"{questionnaire.questions[table].label.rstrip(' ?')}, ligne {_rank(ident)}"
            changes.append(AnswerChange(ident, label, None, None, text, "", first.place.entry, SURE, False, "", True))
    return tuple(changes)


def _rank(ident: str) -> str:
    return ident.rpartition("[")[2].rstrip("]")


def _changed(mention: Mention) -> bool:
    return mention.found is None or normal(mention.found) != normal(mention.base)


def _gone(columns: Mapping[str, Sequence[Mention]]) -> bool:
    return all(mention.found is None for mentions in columns.values() for mention in mentions)


def _of(rows: Sequence[Mapping[str, Any]], rank: int) -> Mapping[str, Any]:
    return rows[rank - 1] if rank <= len(rows) else {}


def _row(
    question: Question, columns: Mapping[str, Sequence[Mention]], known: Mapping[str, Any], *, now: bool
) -> dict[str, Any]:
    """The typed cells of a row; what is not known is unknown, never empty."""
    row: dict[str, Any] = {}
    for column in question.columns:
        if column.id in known:
            row[column.id] = known[column.id]
        elif not known:
            row[column.id] = Unknown(frozenset({question.id}), undecided=True)
        mentions = columns.get(column.id, ())
        changed = next((one for one in mentions if one.found is not None and _changed(one)), None)
        text = (changed.found if changed and now else None) or (mentions[0].base if mentions and not known else None)
        if text is not None:
            value = read_value(text, column, mentions[0].base).value
            row[column.id] = Unknown(frozenset({question.id}), undecided=True) if value is None else value
    return row
