"""From a model of the solver to a dossier: answers by question id, as somebody could have typed them.

In: the space and a model. Out: typed answers of the questions that the model answers. Texts that nothing names become
plain fillers of the right form; a number that has no end in decimals is rounded, which the replay then judges.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from contractgen.model import Column, Question
from contractgen.proof.logic import Model
from contractgen.proof.space import Space
from contractgen.proof.symbols import Choice, Collection, Row, Symbol, Text

_FILLERS = {"siren": "999999006", "email": "contact@exemple.fr"}
_FORMS = ("ZZ", "ZY", "ZX", "31/12", "30/06", "2027", "2028", "A", "0")  # that no library names


def dossier(space: Space, model: Model) -> dict[str, Any]:
    """The answers of a model, of the questions that it asks and answers."""
    return {
        ident: _value(space, model, question, space.typed[ident])
        for ident, question in space.questionnaire.questions.items()
        if model.truth(space.reached[ident]) and model.truth(space.given[ident])
    }


def _value(space: Space, model: Model, question: Question | Column, symbol: Symbol) -> Any:
    data = symbol.data
    if isinstance(data, Choice):
        return next(value for value, guard in data.guards.items() if model.truth(guard))
    if isinstance(data, Collection):
        items = [item for guard, item in data.items if model.truth(guard)]
        return [_item(space, model, question, item, rank) for rank, item in enumerate(items)]
    if isinstance(data, Text):
        return _text(space, question, int(model.number(data.code)))
    if question.type == "boolean":
        return model.truth(data)
    number = model.number(data)
    if question.type == "date":
        return date.fromordinal(int(number))
    return int(number) if number.denominator == 1 else round(Decimal(number.numerator) / number.denominator, 6)


def _item(space: Space, model: Model, question: Question | Column, item: Any, rank: int) -> Any:
    if isinstance(item, Row):
        columns = {column.id: column for column in getattr(question, "columns", ())}
        return {
            ident: _value(space, model, columns[ident], cell)
            for ident, cell in item.cells.items()
            if not model.truth(cell.unknown)
        } or {next(iter(columns)): "texte"}
    return _text(space, question, int(model.number(item.code)), rank) if isinstance(item, Text) else item


def _text(space: Space, question: Question | Column, code: int, rank: int = 0) -> str:
    """The text of a code where it has the form that the question wants; else a filler."""
    if question.type in _FILLERS:
        return _FILLERS[question.type]
    pattern = getattr(question, "pattern", None)
    said = space.codes.text(code)
    texts = (said or f"Texte {code}", *_FORMS[rank:], *_FORMS)
    return next((text for text in texts if pattern is None or re.search(pattern, text, re.ASCII)), texts[0])


def plain(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as JSON holds them: dates and decimals as texts and numbers."""
    return {ident: _plain(value) for ident, value in answers.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value
