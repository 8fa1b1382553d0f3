"""What is asked at the terminal, one prompt at a time: the only door to questionary.

Every prompt takes a way out: back, help, « je ne sais pas encore », menu. No information is given by colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import questionary

from contractgen.interview import screen
from contractgen.interview.entry import editable, raw_of, refusal
from contractgen.interview.wording import tr
from contractgen.model import Choice, Column, Question

ANSWER, KEEP, BACK, HELP, LATER, MENU = "answer", "keep", "back", "help", "later", "menu"
HINT, GIVE_UP = "< revenir · ? aide · ! je ne sais pas encore · : menu", "< renoncer"
_STYLE = questionary.Style([("bottom-toolbar", "noreverse")])
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


def ask(question: Question | Column, current: Any, label: str) -> Reply:
    """Asks one question (not a table) under its label. `current`: the value that Enter keeps."""
    if question.type == "choice":
        return _select(question, current, label)
    if question.type == "boolean":
        return _select(question, current, label, (Choice("true", tr("oui")), Choice("false", tr("non"))))
    if question.type == "choices":
        return _checked(question, current, label)
    return _typed(question, current, label)


def _select(question: Question | Column, current: Any, label: str, choices: tuple[Choice, ...] = ()) -> Reply:
    value = str(current).lower() if isinstance(current, bool) else current
    options = [Option(choice.label, Reply(ANSWER, choice.value)) for choice in choices or question.choices]
    if not question.required:
        options.insert(0, Option(tr("(sans réponse)"), Reply(ANSWER if current is not None else KEEP)))
    start = next((option.value for option in options if option.value.value == value), None)
    found: Reply = choose(_led(label), [*options, *ways()], start)
    if question.type == "boolean" and found.kind == ANSWER and found.value is not None:
        return found._replace(value=found.value == "true")
    return found


def _checked(question: Question | Column, current: Any, label: str) -> Reply:
    """Several choices: ticked one by one, then confirmed; each line says whether it is ticked."""
    ticked = list(current) if isinstance(current, tuple) else []
    place: Any = None
    while True:
        options = [
            Option((_TICKED if choice.value in ticked else _UNTICKED) + choice.label, choice.value)
            for choice in question.choices
        ]
        done = Option(tr("Valider cette liste"), Reply(ANSWER, None))
        found = choose(_led(label), [*options, done, *ways()], place, tr("(cochez avec Entrée, puis validez)"), True)
        if isinstance(found, Reply):
            kept = [choice for choice in question.choices if choice.value in ticked]
            if found.kind == ANSWER:
                screen.say(f"? {_led(label)} {' ; '.join(choice.label for choice in kept) or tr('aucun')}")
            return found._replace(value=[choice.value for choice in kept])  # also with a way out: help comes back to it
        ticked = [value for value in ticked if value != found] if found in ticked else [*ticked, found]
        place = found


def _typed(question: Question | Column, current: Any, label: str) -> Reply:
    text = line(_led(label), editable(question, current), lambda entered: _refused(question, entered), tr(HINT))
    if text.strip() in _KEYS:
        return Reply(_KEYS[text.strip()])
    raw = raw_of(question, text)
    return Reply(KEEP) if raw in (None, []) and current is None else Reply(ANSWER, raw)


def _refused(question: Question | Column, text: str) -> str:
    """Why the text is no answer, « » when it is one."""
    if text.strip() in _KEYS or not text.strip():
        return ""
    return refusal(question if isinstance(question, Question) else question_of(question), text)


def _led(label: str) -> str:
    """The label as it leads to what is typed after it."""
    return label if label.endswith("?") else f"{label} :"


def question_of(column: Column) -> Question:
    """A column as a question, to type its cells."""
    return Question(
        column.id, column.label, column.type, column.required, "", "lot", 0, column.unit, column.choices
    )  # fmt: skip


def ways() -> list[Option]:
    """The ways out of a prompt, as options."""
    return [Option(f"— {tr(label)}", Reply(kind)) for label, kind in _WAYS]


# ---------------------------------------------------------------- the prompts themselves


def choose(message: str, options: Sequence[Option], start: Any = None, how: str = "", again: bool = False) -> Any:
    """The value of the option chosen with the arrows; `start`: the value on which the pointer stands first; `how`: what
    to do, when it is more than choosing; `again`: the list is shown in place of itself."""
    while True:
        rank = _select_one(message, options, start, how, again)
        if isinstance(rank, int):
            return options[rank].value


def _select_one(message: str, options: Sequence[Option], start: Any, how: str, again: bool) -> Any:
    """The rank chosen; a text when Escape then Enter were pressed, as at the end of a paste: nothing was chosen."""
    known = [rank for rank, option in enumerate(options) if start is not None and option.value == start]
    choices = [questionary.Choice(option.label, value=rank) for rank, option in enumerate(options)]
    question = questionary.select(
        message,
        choices,
        default=choices[known[0]] if known else None,
        instruction=how or tr("(flèches, puis Entrée)"),
        qmark="?",
        pointer=">",
        erase_when_done=again,
    )
    return question.unsafe_ask()


def line(message: str, default: str = "", refused: Callable[[str], str] | None = None, hint: str = "") -> str:
    """A line of text; `refused` says why it is not accepted, « » when it is; `hint`: shown below while it is typed."""
    found = questionary.text(
        message,
        default=default,
        qmark="?",
        validate=lambda text: (refused(text) if refused else "") or True,
        bottom_toolbar=hint or None,
        style=_STYLE,
    ).unsafe_ask()
    return str(found)


def asked(message: str, refused: Callable[[str], str] | None = None) -> str | None:
    """A line of text that is no answer of the dossier; None when it is given up with « < »."""
    text = line(message, "", lambda typed: "" if typed.strip() == "<" else (refused or _any)(typed), tr(GIVE_UP))
    return None if text.strip() == "<" else text.strip()


def _any(_: str) -> str:
    return ""


def lines(message: str) -> str:
    """Several lines, pasted or typed; what was pasted is not shown again."""
    found = questionary.text(message, multiline=True, qmark="?", instruction="", erase_when_done=True)
    return str(found.unsafe_ask())
