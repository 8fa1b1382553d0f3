"""The keys that a consultant presses to answer a whole questionnaire as an example does, prompt after prompt.

What each prompt shows first (the pointer, the rows, the text to edit) is worked out from the state of the interview, as a
person would read it on the screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contractgen.interview.entry import editable
from contractgen.interview.state import Interview, Step, answered, entry_of, following, question_of
from contractgen.model import Choice, Column, Question, Unknown

DOWN, UP, ENTER, CLEAR = "\x1b[B", "\x1b[A", "\r", "\x15"
WAYS = 4  # ways out below the choices of a list
PRODUCE, LEAVE = ENTER, DOWN * 6 + ENTER  # of the menu at the end
_YES_NO = (Choice("true", "oui"), Choice("false", "non"))


def sitting(state: Interview, wanted: Mapping[str, Any], mistakes: Mapping[str, str]) -> Iterator[str]:
    """The keys of a sitting that goes through the whole questionnaire, one text a prompt or a row. `wanted`: the answers
    to give, by question; the others keep what is shown. `mistakes`: keys pressed first at these questions."""
    yield DOWN + ENTER  # all the questionnaire, section by section
    step = following(state, None)
    while step is not None:
        yield from [mistakes[step.question]] if step.question in mistakes else []
        yield from _reply(state, step, wanted)
        if step.question in wanted:
            state = answered(state, step, raw(wanted[step.question]))
        elif not isinstance(entry_of(state, step).value, Unknown):
            state = answered(state, step, raw(entry_of(state, step).value))
        step = following(state, step)


def raw(value: Any) -> Any:
    """A typed value as an answers file would hold it."""
    if isinstance(value, tuple):
        return [raw(item) for item in value]
    return {key: raw(item) for key, item in value.items()} if isinstance(value, Mapping) else value


def _reply(state: Interview, step: Step, wanted: Mapping[str, Any]) -> Iterator[str]:
    question, entry = question_of(state, step), entry_of(state, step)
    current = None if isinstance(entry.value, Unknown) else entry.value
    value = wanted.get(step.question, current)
    if question.type == "table":
        yield from _table(question, () if current is None else current, () if value is None else value)
    elif question.type == "choices":
        yield from _ticks(question, current or (), value or ())
    elif question.type in ("choice", "boolean"):
        choices = question.choices if question.type == "choice" else _YES_NO
        at, to = (_rank(choices, one) for one in (current, value))
        yield _moved(at, to) + ENTER
    elif value == current:
        yield ENTER
    else:
        yield CLEAR + editable(question, value) + ENTER


def _rank(choices: tuple[Choice, ...], value: Any) -> int:
    said = str(value).lower() if isinstance(value, bool) else value
    return next((rank for rank, choice in enumerate(choices) if choice.value == said), 0)


def _moved(at: int, to: int) -> str:
    return DOWN * (to - at) if to >= at else UP * (at - to)


def _ticks(question: Question, current: tuple[str, ...], value: tuple[str, ...]) -> Iterator[str]:
    """Each choice that differs, from top to bottom, then « Valider cette liste »."""
    at = 0
    for rank, choice in enumerate(question.choices):
        if (choice.value in current) != (choice.value in value):
            yield _moved(at, rank) + ENTER
            at = rank
    yield _moved(at, len(question.choices)) + ENTER


def _table(question: Question, current: tuple[Any, ...], value: tuple[Any, ...]) -> Iterator[str]:
    """The rows shown are taken out, and those wanted pasted as from a spreadsheet."""
    if current != value:
        if current:
            yield DOWN * 7 + ENTER  # « Vider le tableau »
        if value:
            picking = question.id == "indicateurs"
            yield DOWN * (2 + picking) + ENTER + ENTER  # « Coller depuis un tableur », « Coller des cellules »
            yield f"\x1b[200~{_pasted(question, value)}\x1b[201~\x1b\r"
            yield ENTER  # « Oui, les ajouter au tableau »
    yield ENTER  # « Valider ce tableau »


def _pasted(question: Question, rows: tuple[Mapping[str, Any], ...]) -> str:
    cells = [[column.label for column in question.columns]]
    cells += [[_cell(column, row.get(column.id)) for column in question.columns] for row in rows]
    return "\n".join("\t".join(row) for row in cells)


def _cell(column: Column, value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if column.type == "choice":
        return next((choice.label for choice in column.choices if choice.value == value), "")
    return editable(column, value)
