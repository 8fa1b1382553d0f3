"""Conditions as terms: the same walk as `condition`, over symbols instead of values.

Quantifiers run over the rows that are written out; what the rows beyond them say is a free term of its own, the same
wherever the same text speaks of the same rows. So what is proved holds for tables of any length.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from contractgen.condition import called, comprehension, dotted, literal, parse, syntax
from contractgen.proof import logic
from contractgen.proof.logic import every, negation, some
from contractgen.proof.symbols import (
    EMPTY,
    Choice,
    Codes,
    Collection,
    Row,
    Symbol,
    Text,
    equal,
    is_empty,
    open_,
    size,
    union,
)

Bound = Mapping[str, Any]
Few = Callable[[str], tuple[tuple[int, ...], bool]]
_ORDER = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_SUMS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


class Encoder:
    """Symbols of conditions. `lookup` gives the symbol of a declared name; `axioms` collects what always holds of the
    free terms made on the way; `exact`: the
    terms for its products being exact; `few` gives values of a name, and whether they are all."""

    def __init__(self, lookup: Callable[[str], Symbol], codes: Codes, few: Few):
        self.lookup, self.codes, self.few = lookup, codes, few
        self.axioms: list[Any] = []
        self.exact: list[Any] = []
        self._kept: dict[str, Symbol] = {}
        self._free: dict[str, Symbol] = {}

    def __call__(self, source: str, bound: Bound | None = None) -> Symbol:
        """The symbol of a condition."""
        if bound:
            return self._node(syntax(source), bound)
        if source not in self._kept:
            self._kept[source] = self._node(syntax(source), {})
        return self._kept[source]

    def _node(self, node: ast.expr, bound: Bound) -> Symbol:
        if isinstance(node, ast.BoolOp):
            parts = [self._node(value, bound) for value in node.values]
            return _junction([(True, part) for part in parts], isinstance(node.op, ast.Or))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            found = self._node(node.operand, bound)
            return Symbol(negation(found.data), found.unknown, found.lacking)
        if isinstance(node, ast.Compare):
            return self._comparison(node, bound)
        if isinstance(node, ast.BinOp):
            return self._arithmetic(node, bound)
        if isinstance(node, ast.Call):
            return self._call(node, bound)
        name = dotted(node)
        return Symbol(literal(node)) if name is None else self._name(name, bound)

    def _name(self, name: str, bound: Bound) -> Symbol:
        variable, _, column = name.partition(".")
        if variable not in bound:
            return self.lookup(name)
        item = bound[variable]
        if isinstance(item, Row):
            return item.cells.get(column, EMPTY) if column else Symbol(item)
        return item if isinstance(item, Symbol) else Symbol(item)

    def _comparison(self, node: ast.Compare, bound: Bound) -> Symbol:
        operator, other = node.ops[0], node.comparators[0]
        left, right = self._node(node.left, bound), self._node(other, bound)
        unknown, lacking = union((left, right))
        if isinstance(operator, (ast.In, ast.NotIn)):
            data = self._member(left, right, node, bound)
        elif isinstance(operator, (ast.Eq, ast.NotEq)):
            data = _safely(lambda: equal(left.data, right.data, self.codes), unknown)
        else:
            data = _safely(lambda: logic.compared(_ORDER[type(operator)], left.data, right.data), unknown)
        negative = isinstance(operator, (ast.NotIn, ast.NotEq))
        return Symbol(negation(data) if negative else data, unknown, lacking)

    def _member(self, left: Symbol, right: Symbol, node: ast.Compare, bound: Bound) -> Any:
        if right.unknown is True or left.unknown is True:
            return False
        if not isinstance(right.data, Collection):
            return some(equal(left.data, value, self.codes) for value in right.data)
        rows: Collection = right.data
        found = [every((guard, equal(left.data, _data(item), self.codes))) for guard, item in rows.items]
        if rows.more is not False:
            said = left.data if isinstance(left.data, str) else f"{ast.unparse(node.left)} {_names(bound)}"
            found.append(every((rows.more, self._other(f"{said} in {rows.name}", ()).data)))
        return some(found)

    def _arithmetic(self, node: ast.BinOp, bound: Bound) -> Symbol:
        left, right = self._node(node.left, bound), self._node(node.right, bound)
        unknown, lacking = union((left, right))
        operator = _SUMS[type(node.op)]
        if unknown is True:
            return Symbol(0, unknown, lacking)
        if operator == "*" and not logic.is_known(left.data) and not logic.is_known(right.data):
            return Symbol(self._product(node, left.data, right.data, bound), unknown, lacking)
        return Symbol(logic.computed(operator, left.data, right.data), unknown, lacking)

    def _product(self, node: ast.BinOp, left: Any, right: Any, bound: Bound) -> Any:
        """Exact for some values of a factor, all where they are few; else any number, which proves less, never too much."""
        names = [(dotted(written) or "", factor, other) for written, factor, other in ((node.right, right, left), (node.left, left, right))]  # fmt: skip
        name, factor, other = next((one for one in names if self.few(one[0])[1]), names[0])
        values, all_of_them = self.few(name)
        total = 0 if all_of_them else logic.real(f"{ast.unparse(node)} {_names(bound)}")
        here = {value: logic.compared("==", factor, value) for value in values}
        for value, is_it in here.items():
            total = logic.either(is_it, logic.computed("*", other, value), total)
        if not all_of_them:
            self.exact.append(some(here.values()))
        return total

    def _call(self, node: ast.Call, bound: Bound) -> Symbol:
        name = called(node)
        if name == "filled":
            return _filled(self._name(dotted(node.args[0]) or "", bound))
        if name == "len":
            rows = self._node(node.args[0], bound)
            return Symbol(self._length(rows), rows.unknown, rows.lacking)
        variable, table_node, element = comprehension(node)
        table = self._node(table_node, bound)
        if table.unknown is True:
            return Symbol(0 if name == "sum" else False, True, table.lacking)
        turns = [
            (guard, item, self._node(element, {**bound, variable: item}))
            for guard, item in table.data.items
            if guard is not False
        ]
        parts = [(guard, said) for guard, _, said in turns]
        if table.data.more is not False:
            said = f"{name} {_canonical(element, variable)} for {table.data.name} {_names(bound)}"
            outer = tuple(self._name(one, bound) for one in parse(ast.unparse(element), (variable, *bound)).names)
            certain = all(found.unknown is False for _, item, found in turns if _is_any_row(item))
            parts.append((table.data.more, self._other(said, outer, name == "sum", certain)))
        found = _total(parts) if name == "sum" else _junction(parts, name == "any")
        unknown = some((table.unknown, found.unknown))
        lacking = logic.either(table.unknown, table.lacking, found.lacking)
        return Symbol(found.data, unknown, lacking)

    def _length(self, rows: Symbol) -> Any:
        if rows.unknown is True:
            return 0
        if not isinstance(rows.data, Collection):
            return len(rows.data)
        extra = logic.integer(f"len {rows.data.name}")
        self.axioms.append(logic.compared(">=", extra, 1))
        return size(rows.data, extra)

    def _other(self, said: str, outer: tuple[Symbol, ...], number: bool = False, certain: bool = False) -> Symbol:
        """What rows that are not written out say: anything. They lack an answer only if a name around them does;
        `certain`: what is said of a row is known of any row."""
        if said not in self._free:
            data = logic.real(said) if number else logic.boolean(said)
            lacking = some(open_(symbol) for symbol in outer)
            self._free[said] = Symbol(data, False if certain else logic.boolean(f"? {said}"), lacking)
        return self._free[said]


def _is_any_row(item: Any) -> bool:
    """Whether an item stands for any answer, and is not one of the default's."""
    return isinstance(item, Text) or (isinstance(item, Row) and item.name.endswith("]"))


def _safely(compute: Callable[[], Any], unknown: Any) -> Any:
    """What is computed of two values; nothing, where one of them is never known."""
    return False if unknown is True else compute()


def _data(item: Any) -> Any:
    return item.data if isinstance(item, Symbol) else item


def _filled(symbol: Symbol) -> Symbol:
    data = symbol.data
    nonempty = True
    if isinstance(data, Collection):
        nonempty = negation(is_empty(data))
    elif isinstance(data, (str, Text)):
        nonempty = data != "" if isinstance(data, str) else logic.compared("!=", data.code, 0)
    return Symbol(
        every((negation(symbol.unknown), nonempty)), every((symbol.unknown, symbol.undecided)), symbol.lacking
    )


def _junction(parts: list[tuple[Any, Symbol]], is_or: bool) -> Symbol:
    """Kleene's `and` and `or` over parts that are there when their guard holds."""
    decided = some(
        every((guard, negation(part.unknown), part.data if is_or else negation(part.data))) for guard, part in parts
    )
    unknown = some(every((guard, part.unknown)) for guard, part in parts)
    lacking = some(every((guard, part.unknown, part.lacking)) for guard, part in parts)
    return Symbol(decided if is_or else negation(decided), every((negation(decided), unknown)), lacking)


def _total(parts: list[tuple[Any, Symbol]]) -> Symbol:
    total: Any = 0
    for guard, part in parts:
        if part.unknown is not True:
            total = logic.computed("+", total, logic.either(guard, part.data, 0))
    unknown = some(every((guard, part.unknown)) for guard, part in parts)
    return Symbol(total, unknown, some(every((guard, part.unknown, part.lacking)) for guard, part in parts))


def _names(bound: Bound) -> str:
    return " ".join(f"{variable}={item.name if isinstance(item, Row) else _said(item)}" for variable, item in bound.items())  # fmt: skip


def _said(item: Any) -> str:
    data = _data(item)
    return data if isinstance(data, str) else "|".join(data.guards) if isinstance(data, Choice) else str(data)


class _Renamed(ast.NodeTransformer):
    def __init__(self, variable: str) -> None:
        self.variable = variable

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name("_", ast.Load()) if node.id == self.variable else node


def _canonical(element: ast.expr, variable: str) -> str:
    """The text of an element, whatever its variable is called."""
    return ast.unparse(_Renamed(variable).visit(ast.parse(ast.unparse(element), mode="eval")))
