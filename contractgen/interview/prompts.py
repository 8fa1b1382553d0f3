"""What is asked at the terminal, one prompt at a time: the only door to questionary.

Every prompt takes a way out: back, help, « je ne sais pas encore », menu. No information is given by colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import questionary

from contractgen.interview.entry import editable, raw_of, typed
from contractgen.interview.wording import tr
from contractgen.model import Choice, Column, Question

ANSWER, KEEP, BACK, HELP, LATER, MENU = "answer", "keep", "back", "help", "later", "menu"
_KEYS = {"<": BACK, "?": HELP, "!": LATER, ":": MENU}
_WAYS = (("Revenir à la question précédente", BACK), ("Aide sur cette question", HELP), ("Je ne sais pas encore", LATER), ("Menu", MENU))  # fmt: skip
_TICKED, _UNTICKED = "[x] ", "[ ] "


class Reply(NamedTuple):
    """What was replied: `kind` answer, keep, back, help, later or menu; `value`: of an answer, as a file would hold it."""

    kind: str
    value: Any = None


class Option(NamedTuple):
    label: str
    value: Any


def ask(question: Question | Column, current: Any, whole: Question | None = None) -> Reply:
    """Asks one question (not a table). `current`: the value that Enter keeps; `whole`: the question that types the
    answer, when it is not the column itself."""
    if question.type == "choice":
        return _select(question, current)
    if question.type == "boolean":
        return _select(question, current, (Choice("true", tr("oui")), Choice("false", tr("non"))))
    if question.type == "choices":
        return _checked(question, current)
    return _typed(question, current)


def _select(question: Question | Column, current: Any, choices: tuple[Choice, ...] = ()) -> Reply:
    value = str(current).lower() if isinstance(current, bool) else current
    options = [Option(choice.label, Reply(ANSWER, choice.value)) for choice in choices or question.choices]
    start = next((option.value for option in options if option.value.value == value), None)
    found: Reply = choose(tr("Votre réponse"), [*options, *ways()], start)
    return found._replace(value=found.value == "true") if question.type == "boolean" and found.kind == ANSWER else found


def _checked(question: Question | Column, current: Any) -> Reply:
    """Several choices: ticked one by one, then confirmed; each line says whether it is ticked."""
    ticked = list(current) if isinstance(current, tuple) else []
    place: Any = None
    while True:
        options = [
            Option((_TICKED if choice.value in ticked else _UNTICKED) + choice.label, choice.value)
            for choice in question.choices
        ]
        done = Option(tr("Valider cette liste"), Reply(ANSWER, None))
        found = choose(tr("Cochez avec Entrée, puis validez"), [*options, done, *ways()], place)
        if isinstance(found, Reply):
            kept = [choice.value for choice in question.choices if choice.value in ticked]
            return found._replace(value=kept)  # also with a way out: help comes back to the same list
        ticked = [value for value in ticked if value != found] if found in ticked else [*ticked, found]
        place = found


def _typed(question: Question | Column, current: Any) -> Reply:
    message = tr("Votre réponse (< revenir, ? aide, ! pas encore, : menu)")
    text = line(message, editable(question, current), lambda entered: _refused(question, entered))
    if text.strip() in _KEYS:
        return Reply(_KEYS[text.strip()])
    raw = raw_of(question, text)
    return Reply(KEEP) if raw is None and current is None else Reply(ANSWER, raw)


def _refused(question: Question | Column, text: str) -> str:
    """Why the text is no answer, « » when it is one."""
    if text.strip() in _KEYS or not text.strip():
        return ""
    whole = question if isinstance(question, Question) else question_of(question)
    return " ; ".join(refusal.message for refusal in typed(whole, text).refusals)


def question_of(column: Column) -> Question:
    """A column as a question, to type its cells."""
    return Question(
        column.id, column.label, column.type, column.required, "", "lot", 0, column.unit, column.choices
    )  # fmt: skip


def ways() -> list[Option]:
    """The ways out of a prompt, as options."""
    return [Option(f"— {tr(label)}", Reply(kind)) for label, kind in _WAYS]


# ---------------------------------------------------------------- the prompts themselves


def choose(message: str, options: Sequence[Option], start: Any = None) -> Any:
    """The value of the option chosen with the arrows; `start`: the value on which the pointer stands first."""
    titles = [option.label for option in options]
    known = [rank for rank, option in enumerate(options) if start is not None and option.value == start]
    choices = [questionary.Choice(title, value=rank) for rank, title in enumerate(titles)]
    question = questionary.select(
        message,
        choices,
        default=choices[known[0]] if known else None,
        instruction=tr("(flèches, puis Entrée)"),
        qmark="?",
        pointer=">",
    )
    return options[question.unsafe_ask()].value


def line(message: str, default: str = "", refused: Callable[[str], str] | None = None) -> str:
    """A line of text; `refused` says why it is not accepted, « » when it is."""
    found = questionary.text(
        message, default=default, qmark="?", validate=lambda text: (refused(text) if refused else "") or True
    ).unsafe_ask()
    return str(found)


def lines(message: str) -> str:
    """Several lines, pasted or typed."""
    found = questionary.text(message, multiline=True, qmark="?", instruction=tr("(Échap puis Entrée pour finir)"))
    return str(found.unsafe_ask())
