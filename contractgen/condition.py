"""The closed condition language: text in, three-valued results out; nothing is ever executed.

A condition is a subset of Python expressions, read with `ast` and turned into closures by an
allow-list: a node that is not listed is refused. Names, literals, `and or not`, comparisons,
`in`, `+ - * /`, `all(… for x in table)`, `any(…)`, `len(x)`, `sum(x.col for x in table)` and
`filled(name)`. The value of an unanswered name is `Unknown`, which carries what is lacking and
is never taken for false.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from contractgen.model import Unknown

Lookup = Callable[[str], Any]
_Bound = Mapping[str, Any]
_Node = Callable[[Lookup, _Bound], Any]

MAX_LENGTH = 4000
_COMPARISONS: dict[type[ast.cmpop], tuple[str, Callable[[Any, Any], bool]]] = {
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
    ast.In: ("in", lambda left, right: left in right),
    ast.NotIn: ("not in", lambda left, right: left not in right),
}
_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: lambda left, right: Decimal(left) / Decimal(right),
}
_QUANTIFIERS = ("all", "any", "sum")


class ConditionError(ValueError):
    """A condition that is not in the language; `column` is 1-based in the condition's text."""

    def __init__(self, message: str, column: int = 1) -> None:
        super().__init__(message)
        self.column = column


class Condition(NamedTuple):
    """A parsed condition: its text, the names it reads (without loop variables), its evaluation."""

    source: str
    names: tuple[str, ...]
    run: _Node

    def __call__(self, lookup: Lookup, bound: _Bound | None = None) -> Any:
        """The value: bool, number or text, or `Unknown` with the lacking answers.

        `lookup` gives the value of a name; `bound` the rows and values of surrounding loops.
        """
        return self.run(lookup, bound or {})


def syntax(source: str) -> ast.expr:
    """The syntax tree of a condition; raises `ConditionError` when the text is no expression."""
    if len(source) > MAX_LENGTH:
        raise ConditionError(f"condition de plus de {MAX_LENGTH} caractères")
    try:
        return ast.parse(source.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        column = getattr(error, "offset", None) or 1
        raise ConditionError("condition illisible", column) from error


@lru_cache(maxsize=4096)
def parse(source: str, bound: tuple[str, ...] = ()) -> Condition:
    """The condition of a text; `bound` names the variables of the loops around it.

    Raises `ConditionError` (message in French, column) for anything outside the language.
    """
    compiler = _Compiler()
    try:
        run = compiler.node(syntax(source), frozenset(bound))
    except RecursionError as error:
        raise ConditionError("condition trop profonde") from error
    return Condition(source, tuple(dict.fromkeys(compiler.names)), run)


def dotted(node: ast.expr) -> str | None:
    """`a.b.c` as text, or None when the node is no dotted name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        base = dotted(node.value)
        return f"{base}.{node.attr}" if base else None
    return None


def literal(node: ast.expr) -> Any:
    """The value of a literal (floats become decimals); raises `ConditionError` for another node."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (bool, int, str, float)):
        return Decimal(repr(node.value)) if isinstance(node.value, float) else node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = literal(node.operand)
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            return -value
    if isinstance(node, (ast.List, ast.Tuple)):
        return tuple(literal(item) for item in node.elts)
    raise ConditionError("expression hors du langage des conditions", column_of(node))


def column_of(node: ast.AST) -> int:
    """The 1-based column of a node in its condition."""
    return int(getattr(node, "col_offset", 0)) + 1


def comprehension(node: ast.Call) -> tuple[str, ast.expr, ast.expr]:
    """The variable, table and element of `all(element for variable in table)`; or ConditionError."""
    argument = node.args[0] if len(node.args) == 1 and not node.keywords else None
    if isinstance(argument, ast.GeneratorExp) and len(argument.generators) == 1:
        loop = argument.generators[0]
        if isinstance(loop.target, ast.Name) and not loop.ifs and not loop.is_async:
            return loop.target.id, loop.iter, argument.elt
    raise ConditionError("écrire « … for x in tableau » dans all, any ou sum", column_of(node))


def called(node: ast.Call) -> str:
    """The name of the function called; `ConditionError` unless it is one of the language's."""
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in (*_QUANTIFIERS, "len", "filled"):
        raise ConditionError(f"fonction « {ast.unparse(node.func)} » inconnue", column_of(node))
    if name not in _QUANTIFIERS and (len(node.args) != 1 or node.keywords):
        raise ConditionError(f"« {name} » prend un seul nom", column_of(node))
    return name


class _Compiler:
    """Closures from nodes: one method a kind of node, an allow-list over the syntax tree."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def node(self, node: ast.expr, bound: frozenset[str]) -> _Node:
        if isinstance(node, ast.BoolOp):
            parts = [self.node(value, bound) for value in node.values]
            return _junction(parts, isinstance(node.op, ast.Or))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return _negation(self.node(node.operand, bound))
        if isinstance(node, ast.Compare):
            return self._comparison(node, bound)
        if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
            return self._arithmetic(node, bound)
        if isinstance(node, ast.Call):
            return self._call(node, bound)
        name = dotted(node)
        if name is not None:
            return self._name(name, bound)
        value = literal(node)
        return lambda lookup, variables: value

    def _comparison(self, node: ast.Compare, bound: frozenset[str]) -> _Node:
        if len(node.ops) != 1 or type(node.ops[0]) not in _COMPARISONS:
            raise ConditionError("une seule comparaison à la fois", column_of(node))
        compare = _COMPARISONS[type(node.ops[0])][1]
        return _binary(compare, self.node(node.left, bound), self.node(node.comparators[0], bound))

    def _arithmetic(self, node: ast.BinOp, bound: frozenset[str]) -> _Node:
        if isinstance(node.op, ast.Div) and not (isinstance(node.right, ast.Constant) and literal(node.right)):
            raise ConditionError("on ne divise que par un nombre écrit, non nul", column_of(node))
        compute = _ARITHMETIC[type(node.op)]
        return _binary(compute, self.node(node.left, bound), self.node(node.right, bound))

    def _call(self, node: ast.Call, bound: frozenset[str]) -> _Node:
        name = called(node)
        if name == "filled":
            target = dotted(node.args[0])
            if target is None:
                raise ConditionError("filled attend un nom", column_of(node))
            return _filled(self._name(target, bound))
        if name == "len":
            return _unary(len, self.node(node.args[0], bound))
        variable, table, element = comprehension(node)
        rows, each = self.node(table, bound), self.node(element, bound | {variable})
        return _total(variable, rows, each) if name == "sum" else _quantified(variable, rows, each, name == "any")

    def _name(self, name: str, bound: frozenset[str]) -> _Node:
        variable, _, column = name.partition(".")
        if variable not in bound:
            self.names.append(name)
            return lambda lookup, variables: lookup(name)
        if not column:
            return lambda lookup, variables: variables[variable]
        empty = Unknown(frozenset())  # an empty cell; that a required one is empty is a finding of its own
        return lambda lookup, variables: variables[variable].get(column, empty)


def _unknown(*values: Any) -> Unknown | None:
    found = [value.lacking for value in values if isinstance(value, Unknown)]
    return Unknown(frozenset[str]().union(*found)) if found else None


def _binary(compute: Callable[[Any, Any], Any], left: _Node, right: _Node) -> _Node:
    def run(lookup: Lookup, variables: _Bound) -> Any:
        first, second = left(lookup, variables), right(lookup, variables)
        if isinstance(first, Unknown) or isinstance(second, Unknown):
            return _unknown(first, second)
        return compute(first, second)

    return run


def _unary(compute: Callable[[Any], Any], operand: _Node) -> _Node:
    def run(lookup: Lookup, variables: _Bound) -> Any:
        value = operand(lookup, variables)
        return value if isinstance(value, Unknown) else compute(value)

    return run


def _negation(operand: _Node) -> _Node:
    return _unary(operator.not_, operand)


def _filled(operand: _Node) -> _Node:
    """Filled is false when the name itself has no answer, unknown when it is unknown for other reasons."""

    def run(lookup: Lookup, variables: _Bound) -> Any:
        value = operand(lookup, variables)
        if isinstance(value, Unknown):
            return value if value.undecided else False
        return value != "" and value != ()

    return run


def _junction(parts: list[_Node], is_or: bool) -> _Node:
    """Kleene's `and` and `or`: a deciding value decides, whatever else is unknown."""

    def run(lookup: Lookup, variables: _Bound) -> Any:
        unknown: list[Unknown] = []
        for part in parts:
            value = part(lookup, variables)
            if isinstance(value, Unknown):
                unknown.append(value)
            elif bool(value) is is_or:
                return is_or
        return _unknown(*unknown) or not is_or

    return run


def _quantified(variable: str, rows: _Node, each: _Node, is_any: bool) -> _Node:
    def run(lookup: Lookup, variables: _Bound) -> Any:
        table = rows(lookup, variables)
        if isinstance(table, Unknown):
            return table
        unknown: list[Unknown] = []
        inner = dict(variables)
        for row in table:
            inner[variable] = row
            value = each(lookup, inner)
            if isinstance(value, Unknown):
                unknown.append(value)
            elif bool(value) is is_any:
                return is_any
        return _unknown(*unknown) or not is_any

    return run


def _total(variable: str, rows: _Node, each: _Node) -> _Node:
    def run(lookup: Lookup, variables: _Bound) -> Any:
        table = rows(lookup, variables)
        if isinstance(table, Unknown):
            return table
        values = [each(lookup, {**variables, variable: row}) for row in table]
        return _unknown(*values) or sum(values)

    return run
