"""Every answer that a questionnaire permits, as symbols: what `view` computes for one dossier, for all of them.

A question is given, or takes its default, or is unanswered, or is not asked; rows of a table are those of the default,
or up to `ROWS` written out and any number more. `complete` says that no required answer is lacking: without it no
document is delivered, and nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from itertools import repeat
from typing import Any

from contractgen.model import Column, Library, Parameter, Question, Questionnaire
from contractgen.proof import logic
from contractgen.proof.encoding import Encoder
from contractgen.proof.logic import every, implies, negation, some
from contractgen.proof.symbols import Choice, Codes, Collection, Row, Symbol, Text, equal, holds, is_empty, known, open_
from contractgen.view import CONTRACT_DATE, CROSS_CUTTING, FUNCTIONS, with_default

ROWS = 2  # rows of a table, and items of a list, that are written out
_SHORT = 240  # a range whose values are taken one by one in a product
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1).toordinal(), date(2100, 1, 1).toordinal()


class Space:
    """The symbols of every name. `given` holds the term for « this question is answered », `typed` the symbol of the
    answer where it is, `asked` the symbol of its being asked."""

    def __init__(
        self, library: Library, questionnaire: Questionnaire, rows: int = ROWS, codes: Codes | None = None
    ) -> None:
        self.rows = rows
        self.library, self.questionnaire = library, questionnaire
        self.codes = codes or Codes()
        self.encode = Encoder(self.value, self.codes, self._few)
        self.domains: list[Any] = []
        self._beyond: list[Any] = []
        self._whole: list[Any] = []
        self._empty: list[Any] = []
        self._cells: list[tuple[str, Any, Any]] = []  # required lists in rows: the question, the row, the list filled
        self.given: dict[str, Any] = {}
        self.typed: dict[str, Symbol] = {}
        self.asked: dict[str, Symbol] = {}
        self._values: dict[str, Symbol] = {}
        for name in (*questionnaire.questions, *library.facts, *library.parameters):
            self.value(name)

    def value(self, name: str) -> Symbol:
        """The effective value of a question, fact or parameter."""
        if name not in self._values:
            if name in self.questionnaire.questions:
                symbol = self._entry(self.questionnaire.questions[name])
            elif name in self.library.facts:
                found = self.encode(self.library.facts[name].condition)
                symbol = found._replace(undecided=open_(found))
            else:
                symbol = self._in_force(self.library.parameters[name])
            self._values[name] = symbol
        return self._values[name]

    @cached_property
    def reached(self) -> Mapping[str, Any]:
        """For each question the term for « it is asked »."""
        return {ident: holds(symbol) for ident, symbol in self.asked.items()}

    @cached_property
    def complete(self) -> Any:
        """The term for « each required question that is asked has a value, and each such list an item »."""
        answered = (
            implies(self.reached[ident], self._answered(self.value(ident)))
            for ident, question in self.questionnaire.questions.items()
            if question.required
        )
        cells = (
            implies(every((self.reached[ident], self.given[ident], row)), filled) for ident, row, filled in self._cells
        )
        return every((*answered, *cells))

    def _answered(self, symbol: Symbol) -> Any:
        empty = is_empty(symbol.data) if isinstance(symbol.data, Collection) else False
        return every((known(symbol), negation(empty)))

    @cached_property
    def written_out(self) -> Any:
        """The term for « each table and list is written out »: what a dossier that can be shown needs."""
        return every(map(negation, self._beyond))

    @cached_property
    def exact(self) -> Any:
        """The term for « each product is exact »."""
        return every(self.encode.exact)

    @cached_property
    def whole(self) -> Any:
        """The term for « each amount is without decimals »: such a dossier is exactly what the model says."""
        return every(self._whole)

    @cached_property
    def filled_in(self) -> Any:
        """The term for « no cell of a table is left empty »."""
        return every(map(negation, self._empty))

    def _few(self, name: str) -> tuple[tuple[int, ...], bool]:
        """Values of a number, and whether they are all: those of its range where it is short, else some."""
        question = self.questionnaire.questions.get(name)
        if question is None:
            return (), False
        low, high = question.minimum, question.maximum
        if question.type == "integer" and low is not None and high is not None and high - low <= _SHORT:
            return tuple(range(int(low), int(high) + 1)), True
        some_values = (0, 1, 10, *((int(question.default),) if question.default is not None else ()))
        return tuple(v for v in some_values if (low is None or v >= low) and (high is None or v <= high)), False

    def _entry(self, question: Question) -> Symbol:
        ident = question.id
        asked = self._asking(question)
        self.asked[ident] = asked
        given = logic.boolean(f"given {ident}")
        answer = self._answer(question, ident)
        self.given[ident], self.typed[ident] = given, answer
        otherwise = self._default(question)
        data = _either(given, answer.data, otherwise.data) if otherwise.unknown is not True else answer.data
        is_in, is_open = holds(asked), open_(asked)
        unknown = some((negation(is_in), every((negation(given), otherwise.unknown))))
        missing = every((is_in, negation(given), otherwise.unknown))
        undecided = some((is_open, every((missing, otherwise.undecided))))
        return Symbol(data, unknown, some((is_open, every((missing, otherwise.lacking)))), undecided)

    def _lifted(self, question: Question, value: Any) -> Any:
        """A constant as data of the question's type, so that it can be merged with others."""
        if question.type == "choice":
            return Choice({choice.value: choice.value == value for choice in question.choices})
        return Text(self.codes.of(value)) if isinstance(value, str) else value

    def _asking(self, question: Question) -> Symbol:
        """As `view.asked`: the section's condition decides first, then the question's own."""
        section = self.questionnaire.sections[question.section]
        parts = [self.encode(when) for when in (section.when, question.when) if when]
        if not parts:
            return Symbol(True)
        first = parts[0]
        true, lacking = holds(first), open_(first)
        for part in parts[1:]:
            true, lacking = every((true, holds(part))), some((lacking, every((true, open_(part)))))
        return Symbol(true, lacking, lacking)

    def _answer(self, question: Question | Column, name: str) -> Symbol:
        """Any value of the question's type."""
        kind = question.type
        if kind == "boolean":
            return Symbol(logic.boolean(name))
        if kind == "choice":
            return Symbol(self._one_of([choice.value for choice in question.choices], name))
        if kind == "choices":
            items = tuple((logic.boolean(f"{name} ∋ {one.value}"), one.value) for one in question.choices)
            return Symbol(Collection(items, False, name))
        if kind == "list":
            return Symbol(self._several(name, lambda place: Text(self._code(place))))
        if kind == "table":
            return Symbol(self._several(name, lambda place: self._row(question, place)))
        if kind in ("integer", "date", "decimal", "money", "percent"):
            return Symbol(self._number(question, name))
        return Symbol(Text(self._code(name)))

    def _number(self, question: Question | Column, name: str) -> Any:
        exact = question.type in ("integer", "date")
        number = logic.integer(name) if exact else logic.real(name)
        if not exact:
            self._whole.append(logic.is_whole(number))
        low, high = getattr(question, "minimum", None), getattr(question, "maximum", None)
        if question.type == "date":
            low, high = _FIRST_DAY, _LAST_DAY
        for operator, bound in ((">=", low), ("<=", high)):
            if bound is not None:
                self.domains.append(logic.compared(operator, number, bound))
        return number

    def _one_of(self, values: list[str], name: str) -> Choice:
        guards = {value: logic.boolean(f"{name} = {value}") for value in values}
        self.domains.append(some(guards.values()))
        for rank, first in enumerate(values):
            self.domains += [negation(every((guards[first], guards[other]))) for other in values[rank + 1 :]]
        return Choice(guards)

    def _code(self, name: str) -> Any:
        code = logic.integer(name)
        self.domains.append(logic.compared("!=", code, 0))
        return code

    def _several(self, name: str, item: Any) -> Collection:
        """Items in order: each there only if the one before is, more only after the last."""
        guards = [logic.boolean(f"{name}[{rank}]") for rank in range(self.rows)]
        more = logic.boolean(f"{name}[…]")
        for before, after in zip(guards, [*guards[1:], more], strict=True):
            self.domains.append(implies(after, before))
        self._beyond.append(more)
        return Collection(tuple((guard, item(f"{name}[{rank}]")) for rank, guard in enumerate(guards)), more, name)

    def _row(self, question: Any, place: str) -> Row:
        cells = {}
        for column in question.columns:
            cell = self._answer(column, f"{place}.{column.id}")
            if column.required and isinstance(cell.data, Collection):
                self._cells.append((question.id, logic.boolean(place), negation(is_empty(cell.data))))
            empty = False if column.required else logic.boolean(f"{place}.{column.id} vide")
            self._empty += [empty, is_empty(cell.data) if isinstance(cell.data, Collection) else False]
            cells[column.id] = cell._replace(unknown=empty)
        return Row(cells, place)

    def _default(self, question: Question) -> Symbol:
        """As `view._decided`: the default of the first condition that holds; unanswered while one is unknown."""
        found = self._plain_default(question)
        for other in reversed(question.default_when):
            condition = self.encode(other.when)
            here, open_here = holds(condition), open_(condition)
            this = self._plain_default(with_default(question, other))
            known_data = this.data if found.unknown is True else found.data if this.unknown is True else _either(here, this.data, found.data)  # fmt: skip
            found = Symbol(
                known_data,
                some((open_here, logic.either(here, this.unknown, found.unknown))),
                some((open_here, logic.either(here, this.lacking, found.lacking))),
                every((negation(open_here), logic.either(here, this.undecided, found.undecided))),
            )
        return found

    def _plain_default(self, question: Question) -> Symbol:
        """As `view._default`: the rows whose condition holds, with a column « fonction » only for the functions of the lot."""
        if question.default is None:
            return Symbol(False, True, True)
        default = question.default
        if question.type not in ("table", "list", "choices"):
            return Symbol(self._lifted(question, _constant(default)))
        by_function = question.type == "table" and any(column.id == "fonction" for column in question.columns)
        functions = self.value(FUNCTIONS) if by_function else Symbol(True)
        items: list[tuple[Any, Any]] = []
        lacking: list[Any] = []
        for rank, (row, when) in enumerate(zip(default, question.row_whens or repeat(None), strict=False)):
            kept = self._kept(row, functions) if by_function else True
            condition = self.encode(when) if when else Symbol(True)
            lacking.append(every((negation(functions.unknown), kept, open_(condition))))
            items.append((every((kept, holds(condition))), _item(row, f"{question.id}/{rank}")))
        found = Collection(tuple(items), False, question.id)
        undecided = some((functions.unknown, *lacking))
        return Symbol(found, undecided, some((functions.lacking, *lacking)), undecided)

    def _kept(self, row: Mapping[str, Any], functions: Symbol) -> Any:
        function = row.get("fonction", CROSS_CUTTING)
        return True if function == CROSS_CUTTING else some(
            guard for guard, item in functions.data.items if item == function
        )  # fmt: skip

    def _in_force(self, parameter: Parameter) -> Symbol:
        """As `view._in_force`: the last value whose date is not after the contract's, else the first."""
        day = self.value(CONTRACT_DATE) if CONTRACT_DATE in self.questionnaire.questions else Symbol(0, True)
        found: Any = None
        for value in parameter.values:
            past = True if value.since is None or day.unknown is True else some(
                (day.unknown, logic.compared(">=", day.data, value.since.toordinal()))
            )  # fmt: skip
            this = _item(value.value, parameter.id) if isinstance(value.value, tuple) else _constant(value.value)
            found = this if found is None else _either(past, this, found)
        return Symbol(found)

    def equals(self, ident: str, value: Any) -> Any:
        """The term for « the effective value of this question is known and is this constant »."""
        symbol = self.value(ident)
        return every((known(symbol), equal(symbol.data, value, self.codes)))


def _constant(value: Any) -> Any:
    return value.toordinal() if isinstance(value, date) else value


def _item(value: Any, name: str) -> Any:
    """A row, a text, or a list of texts of the library, as symbols."""
    if isinstance(value, Mapping):
        return Row({column: _cell(cell, f"{name}.{column}") for column, cell in value.items()}, name)
    if isinstance(value, tuple):
        return Collection(tuple((True, one) for one in value), False, name)
    return _constant(value)


def _cell(value: Any, name: str) -> Symbol:
    return Symbol(_item(value, name))


def _either(condition: Any, first: Any, second: Any) -> Any:
    """The data that are the first where the condition holds, else the second; both of one type."""
    if isinstance(first, Collection):
        return _both(condition, first, second)
    if isinstance(first, Choice):
        return Choice(
            {value: logic.either(condition, guard, second.guards[value]) for value, guard in first.guards.items()}
        )
    if isinstance(first, Text):
        return Text(logic.either(condition, first.code, second.code))
    return logic.either(condition, first, second)


def _both(condition: Any, first: Collection, second: Collection) -> Collection:
    """The items of the one where the condition holds, else those of the other."""
    otherwise = negation(condition)
    items = (
        *((every((condition, guard)), item) for guard, item in first.items),
        *((every((otherwise, guard)), item) for guard, item in second.items),
    )
    return Collection(items, every((condition, first.more)), first.name)
