"""Conditions typed against the questionnaire: done once, when a library is loaded.

In: the text of a condition and the types of the names it may use. Out: its type, or a
`ConditionError` with its column. It evaluates nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from contractgen.condition import (
    ConditionError,
    called,
    column_of,
    comprehension,
    dotted,
    literal,
    parse,
    syntax,
)
from contractgen.model import Type

BOOLEAN, NUMBER, TEXT, DATE = Type("boolean"), Type("number"), Type("text"), Type("date")
_NAMES = {"boolean": "oui/non", "number": "nombre", "text": "texte", "date": "date", "choice": "choix",
          "list": "liste", "table": "tableau", "row": "ligne de tableau"}  # fmt: skip
Types = Mapping[str, Type]


def check(source: str, types: Types, bound: Types | None = None, expected: str | None = "boolean") -> Type:
    """The type of a condition. `types` gives the type of each declared name, `bound` of each loop variable.

    Raises ConditionError for what is outside the language, an unknown name, a constant that is no choice of the
    question it is compared with, operands whose types do not fit, or a result that is not `expected`.
    """
    parse(source, tuple(bound or ()))
    try:
        found = _type(syntax(source), types, dict(bound or {}))
    except RecursionError as error:
        raise ConditionError("condition trop profonde") from error
    if expected and found.kind != expected:
        raise ConditionError(f"{_NAMES[expected]} attendu, {_NAMES[found.kind]} trouvé", 1)
    return found


def name_type(name: str, types: Types, bound: Types, column: int = 1) -> Type:
    """The type of a dotted name, which is a declared name, a loop variable or a column of one."""
    variable, _, rest = name.partition(".")
    if variable in bound:
        return _column(bound[variable], rest, name, column) if rest else bound[variable]
    if name in types:
        return types[name]
    raise UnknownNameError(name, types, column)


class UnknownNameError(ConditionError):
    """A name that nothing bears; as text it says the nearest, which is slow to find: `args` say it without."""

    def __init__(self, name: str, types: Types, column: int) -> None:
        super().__init__(f"nom « {name} » inconnu", column)
        self.name, self.types = name, types

    def __str__(self) -> str:
        return f"{self.args[0]}{_near(self.name, tuple(self.types))}"


@lru_cache(maxsize=256)  # one name is often lacking in many places
def _near(name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name, known, 1)
    return f" (« {near[0]} » ?)" if near else ""


def _column(row: Type, column_name: str, name: str, column: int) -> Type:
    if row.kind != "row" or column_name not in row.columns:
        raise ConditionError(f"colonne « {name} » inconnue", column)
    return row.columns[column_name]


def _type(node: ast.expr, types: Types, bound: dict[str, Type]) -> Type:
    if isinstance(node, ast.BoolOp):
        for value in node.values:
            _expect(value, BOOLEAN, types, bound)
        return BOOLEAN
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        _expect(node.operand, BOOLEAN, types, bound)
        return BOOLEAN
    if isinstance(node, ast.Compare):
        return _comparison(node, types, bound)
    if isinstance(node, ast.BinOp):
        _expect(node.left, NUMBER, types, bound)
        _expect(node.right, NUMBER, types, bound)
        return NUMBER
    if isinstance(node, ast.Call):
        return _call(node, types, bound)
    name = dotted(node)
    if name is not None:
        return name_type(name, types, bound, column_of(node))
    return _literal_type(literal(node))


def _expect(node: ast.expr, wanted: Type, types: Types, bound: dict[str, Type]) -> None:
    found = _type(node, types, bound)
    if found.kind != wanted.kind:
        raise ConditionError(f"{_NAMES[wanted.kind]} attendu, {_NAMES[found.kind]} trouvé", column_of(node))


def _literal_type(value: Any) -> Type:
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, (int, Decimal)):
        return NUMBER
    if isinstance(value, tuple):
        return Type("list", item=_literal_type(value[0]) if value else TEXT)
    return TEXT


def _call(node: ast.Call, types: Types, bound: dict[str, Type]) -> Type:
    name = called(node)
    if name == "filled":
        target = dotted(node.args[0])
        if target is None:
            raise ConditionError("filled attend un nom", column_of(node))
        name_type(target, types, bound, column_of(node))
        return BOOLEAN
    if name == "len":
        _rows(node.args[0], types, bound)
        return NUMBER
    variable, table, element = comprehension(node)
    if variable in bound or variable in types:
        raise ConditionError(f"la variable « {variable} » cache un autre nom", column_of(node))
    item = _rows(table, types, bound).item or TEXT
    inner = {**bound, variable: item}
    _expect(element, NUMBER if name == "sum" else BOOLEAN, types, inner)
    return NUMBER if name == "sum" else BOOLEAN


def _rows(node: ast.expr, types: Types, bound: dict[str, Type]) -> Type:
    found = _type(node, types, bound)
    if found.kind not in ("list", "table"):
        raise ConditionError(f"tableau ou liste attendu, {_NAMES[found.kind]} trouvé", column_of(node))
    return found


def _comparison(node: ast.Compare, types: Types, bound: dict[str, Type]) -> Type:
    operator, right_node = node.ops[0], node.comparators[0]
    left, right = _type(node.left, types, bound), _type(right_node, types, bound)
    if isinstance(operator, (ast.In, ast.NotIn)):
        if right.kind != "list" or right.item is None:
            raise ConditionError("« in » attend une liste", column_of(right_node))
        return _compatible(node.left, left, right_node, right.item)
    if isinstance(operator, (ast.Lt, ast.LtE, ast.Gt, ast.GtE)) and left.kind not in ("number", "date"):
        raise ConditionError(f"ordre sans sens pour {_NAMES[left.kind]}", column_of(node.left))
    return _compatible(node.left, left, right_node, right)


def _compatible(left_node: ast.expr, left: Type, right_node: ast.expr, right: Type) -> Type:
    """Same kind; a choice goes with texts, and a constant must be one of its values."""
    kinds = {"text" if kind == "choice" else kind for kind in (left.kind, right.kind)}
    if len(kinds) > 1 or kinds & {"table", "row", "list"}:
        raise ConditionError(f"{_NAMES[left.kind]} comparé à {_NAMES[right.kind]}", column_of(left_node))
    for choice, other in ((left, right_node), (right, left_node)):
        if choice.kind == "choice" and dotted(other) is None and not isinstance(other, ast.Call):
            values = literal(other)
            for value in values if isinstance(values, tuple) else (values,):
                if value not in choice.domain:
                    raise ConditionError(f"« {value} » n'est pas un choix de cette question", column_of(other))
    return BOOLEAN
