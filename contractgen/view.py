"""The effective answers of one lot: typed answers in, a frozen `View` of every name out.

A question is asked when its section's condition and its own are true. The effective answer is the one given if the
question is asked, else its default if it is asked, else unknown. A default may depend on a condition; while that is
unknown, the question has no answer and says what is lacking. An answer to a question that is not asked is parked: it
drives nothing. Facts are computed per lot; parameters are those in force at the contract's date.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import repeat
from typing import Any

from contractgen.condition import parse
from contractgen.model import DefaultWhen, Entry, Library, Parameter, Question, Questionnaire, Unknown, View

FUNCTIONS = "fonctions"
CROSS_CUTTING = "transverse"
CONTRACT_DATE = "date_effet"


def view_of(library: Library, questionnaire: Questionnaire, lot: str, values: Mapping[str, Any]) -> View:
    """The effective value of every question, fact and parameter for the typed answers of a lot."""
    builder = _Builder(library, questionnaire, values)
    for name in (*questionnaire.questions, *library.facts, *library.parameters):
        builder.value(name)
    return View(lot, builder.entries, builder.values)


def settled(value: Any) -> Any:
    """The value of a condition: true, false, or Unknown with answers that would tell.

    What reads only questions that are not asked lacks no answer: it is not true, hence false.
    """
    return False if isinstance(value, Unknown) and not value.lacking else value


class _Builder:
    """Names valued on demand, each once; the library's loader saw to it that there is no circle."""

    def __init__(self, library: Library, questionnaire: Questionnaire, given: Mapping[str, Any]) -> None:
        self.library, self.questionnaire, self.given = library, questionnaire, given
        self.entries: dict[str, Entry] = {}
        self.values: dict[str, Any] = {}

    def value(self, name: str) -> Any:
        if name in self.values:
            return self.values[name]
        question = self.questionnaire.questions.get(name)
        if question is not None:
            entry = self._entry(question)
            self.entries[name] = entry
            value = entry.value
        elif name in self.library.facts:
            value = parse(self.library.facts[name].condition)(self.value)
            if isinstance(value, Unknown) and value.lacking:
                value = value._replace(undecided=True)  # a fact is never « not filled »: answers are lacking
        else:
            value = self._in_force(self.library.parameters[name])
        self.values[name] = value
        return value

    def asked(self, question: Question) -> Any:
        """True, False, or Unknown with the answers that would tell."""
        section = self.questionnaire.sections[question.section]
        for when in filter(None, (section.when, question.when)):
            asked = settled(parse(when)(self.value))
            if asked is not True:
                return asked
        return True

    def _entry(self, question: Question) -> Entry:
        asked = self.asked(question)
        given = self.given.get(question.id)
        if isinstance(asked, Unknown):
            return Entry(question.id, "undecided", asked._replace(undecided=True), asked.lacking)
        if not asked:
            return Entry(question.id, "not_asked" if given is None else "parked", Unknown(frozenset()))
        if given is not None:
            return Entry(question.id, "given", given)
        question, unknown = self._decided(question)
        if unknown or question.default is None:
            lacking = unknown or frozenset({question.id})
            return Entry(question.id, "unanswered", Unknown(lacking), lacking)
        default = self._default(question)
        if isinstance(default, Unknown):
            return Entry(question.id, "undecided", default, default.lacking)
        return Entry(question.id, "default", default)

    def _decided(self, question: Question) -> tuple[Question, frozenset[str]]:
        """The question with the default that its conditions choose, and the answers that are lacking to choose it."""
        for other in question.default_when:
            chosen = settled(parse(other.when)(self.value))
            if isinstance(chosen, Unknown):
                return question, chosen.lacking
            if chosen:
                return with_default(question, other), frozenset()
        return question, frozenset()

    def _default(self, question: Question) -> Any:
        """The default; of a table, the rows whose condition holds, with a column « fonction » only for the functions of
        the lot."""
        if question.type != "table":
            return question.default
        functions = self.value(FUNCTIONS) if any(column.id == "fonction" for column in question.columns) else None
        if isinstance(functions, Unknown):
            return functions._replace(undecided=True)
        kept = []
        for row, when in zip(question.default, question.row_whens or repeat(None), strict=False):
            if functions is not None and row.get("fonction", CROSS_CUTTING) not in (*functions, CROSS_CUTTING):
                continue
            holds = True if when is None else settled(parse(when)(self.value))
            if isinstance(holds, Unknown):
                return holds._replace(undecided=True)
            kept += [row] if holds else []
        return tuple(kept)

    def _in_force(self, parameter: Parameter) -> Any:
        """The last value whose date is not after the contract's date; the first one when none is."""
        if len(parameter.values) == 1:
            return parameter.values[0].value
        day = self.value(CONTRACT_DATE)
        past = [v for v in parameter.values if v.since is None or not isinstance(day, date) or v.since <= day]
        return (past or parameter.values)[-1 if past else 0].value


def with_default(question: Question, other: DefaultWhen) -> Question:
    """The question with the default that holds while a condition does: a value, or its plain default without some columns."""
    if not other.without:
        return question._replace(default=other.value, row_whens=())
    kept = ({key: cell for key, cell in row.items() if key not in other.without} for row in question.default)
    return question._replace(default=tuple(kept))
