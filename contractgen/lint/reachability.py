"""Conditions that can never be true where they stand, or never false: without a solver, on choices, booleans and numbers.

A condition becomes alternatives of literals; a literal bounds one thing: the values of a choice, yes or no, an interval.
What is not of that kind is a thing of its own, true or false. Facts are read through. `library prove` goes further.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from contractgen.condition import ConditionError, dotted, literal, syntax
from contractgen.lint.placing import placed
from contractgen.model import Block, Fact, Finding, Library, Question, Questionnaire, Rows, When
from contractgen.reading import Problem

_MOST = 256  # alternatives; beyond, nothing is claimed
_NEGATED = {ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In}  # fmt: skip
_MIRRORED = {ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE}
Values = frozenset[Any]


class Interval(NamedTuple):
    """The numbers between two bounds; `open` says for each whether it is left out; None: no bound."""

    low: Decimal | None = None
    high: Decimal | None = None
    open: tuple[bool, bool] = (False, False)


Literal = Values | Interval
Term = Mapping[str, Literal]
Terms = tuple[Term, ...]


class TooManyError(Exception):
    """More alternatives than we look at."""


class Logic:
    """Conditions as alternatives, over the questions and facts of a library."""

    def __init__(self, questions: Mapping[str, Question], facts: Mapping[str, Fact]) -> None:
        self.questions, self.facts = questions, facts
        self.known: dict[tuple[str, bool], Terms] = {}

    def possible(self, path: tuple[tuple[str, bool], ...]) -> bool:
        """Whether conditions, each with the truth wanted of it, can all hold; true when it cannot be told."""
        terms: Terms = ({},)
        try:
            for source, wanted in path:
                terms = _both(terms, self._terms(syntax(source), wanted, 0))
        except (TooManyError, ConditionError, RecursionError):
            return True
        return bool(terms)

    def _terms(self, node: ast.expr, wanted: bool, depth: int) -> Terms:
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return self._terms(node.operand, not wanted, depth)
        if isinstance(node, ast.BoolOp):
            parts = [self._terms(value, wanted, depth) for value in node.values]
            if isinstance(node.op, ast.And) is wanted:
                found: Terms = ({},)
                for part in parts:
                    found = _both(found, part)
                return found
            return _few(tuple(term for part in parts for term in part))
        if isinstance(node, ast.Compare):
            return self._comparison(node, wanted)
        if isinstance(node, ast.Constant):
            return ({},) if bool(node.value) is wanted else ()
        return self._name(node, wanted, depth)

    def _name(self, node: ast.expr, wanted: bool, depth: int) -> Terms:
        name = dotted(node)
        if name is not None and name in self.facts and depth < 20:
            if (name, wanted) not in self.known:
                self.known[name, wanted] = self._terms(syntax(self.facts[name].condition), wanted, depth + 1)
            return self.known[name, wanted]
        return ({name or ast.unparse(node): frozenset({wanted})},)

    def _comparison(self, node: ast.Compare, wanted: bool) -> Terms:
        left, operator, right = node.left, type(node.ops[0]), node.comparators[0]
        if not wanted:
            operator = _NEGATED[operator]
        if dotted(left) is None and dotted(right) is not None and operator in (*_MIRRORED, ast.Eq, ast.NotEq):
            left, right, operator = right, left, _MIRRORED.get(operator, operator)
        name, constant = dotted(left), _constant(right)
        if name is None or name in self.facts or constant is None:
            positive = operator in (ast.Eq, ast.In, ast.Lt, ast.LtE)
            whole = ast.unparse(ast.Compare(left, [operator() if positive else _NEGATED[operator]()], [right]))
            return ({whole: frozenset({positive})},)
        return self._bounded(name, operator, constant)

    def _bounded(self, name: str, operator: type[ast.cmpop], constant: Any) -> Terms:
        question = self.questions.get(name)
        values = frozenset(constant if isinstance(constant, tuple) else (constant,))
        if isinstance(constant, (int, Decimal)) and not isinstance(constant, bool):
            return self._numbers(name, question, operator, Decimal(constant))
        if question is not None and question.type == "choice" and question.choices:
            domain = frozenset(choice.value for choice in question.choices)
            kept = domain & values if operator in (ast.Eq, ast.In) else domain - values
            return ({name: kept},) if kept else ()
        if question is not None and question.type == "boolean":
            return ({name: values if operator is ast.Eq else frozenset({True, False}) - values},)
        return ({f"{name} = {sorted(map(str, values))}": frozenset({operator in (ast.Eq, ast.In)})},)

    def _numbers(self, name: str, question: Question | None, operator: type[ast.cmpop], bound: Decimal) -> Terms:
        known = Interval(question.minimum, question.maximum) if question is not None else Interval()
        asked = {
            ast.Eq: (Interval(bound, bound),),
            ast.NotEq: (Interval(None, bound, (False, True)), Interval(bound, None, (True, False))),
            ast.Lt: (Interval(None, bound, (False, True)),),
            ast.LtE: (Interval(None, bound),),
            ast.Gt: (Interval(bound, None, (True, False)),),
            ast.GtE: (Interval(bound, None),),
        }.get(operator, (Interval(),))
        met = [_met(known, one) for one in asked]
        return tuple({name: one} for one in met if one is not None)


def _constant(node: ast.expr) -> Any:
    try:
        return literal(node)
    except ConditionError:
        return None


def _few(terms: Terms) -> Terms:
    if len(terms) > _MOST:
        raise TooManyError
    return terms


def _both(first: Terms, second: Terms) -> Terms:
    """The alternatives in which both hold."""
    _few(first * max(1, len(second)))
    joined = (_joined(one, other) for one in first for other in second)
    return tuple(term for term in joined if term is not None)


def _joined(first: Term, second: Term) -> Term | None:
    found = dict(first)
    for name, literal_ in second.items():
        met = _met(found[name], literal_) if name in found else literal_
        if met is None:
            return None
        found[name] = met
    return found


def _met(first: Literal, second: Literal) -> Literal | None:
    """What two bounds of one thing leave, None for nothing."""
    if isinstance(first, Interval) and isinstance(second, Interval):
        low, low_open = max(
            [(b, o) for b, o in ((first.low, first.open[0]), (second.low, second.open[0])) if b is not None],
            default=(None, False),
        )
        highs = [(b, not o) for b, o in ((first.high, first.open[1]), (second.high, second.open[1])) if b is not None]
        high, high_closed = min(highs, default=(None, True))
        if low is not None and high is not None and (low > high or (low == high and (low_open or not high_closed))):
            return None
        return Interval(low, high, (low_open, not high_closed))
    if isinstance(first, Interval) or isinstance(second, Interval):
        return first
    return first & second or None


# ---------------------------------------------------------------- where conditions stand


class _Standing(NamedTuple):
    """A condition at its place, with those around it."""

    path: str
    line: int
    condition: str
    around: tuple[str, ...]


def unreachable(library: Library, questionnaire: Questionnaire, texts: Mapping[str, str]) -> Iterator[Finding]:
    """Each condition that cannot be true under those around it, or cannot be false."""
    logic = Logic(questionnaire.questions, library.facts)
    for one in _standing(library, questionnaire):
        around = tuple((source, True) for source in one.around)
        if not logic.possible((*around, (one.condition, True))):
            if logic.possible(around):  # else what stands around is told
                message = f"« {one.condition} » ne peut jamais être vrai ici"
                yield Finding(
                    "unreachable", "warning", _where(one, texts), message, "Corrigez-le, ou retirez ce qu'il garde."
                )
        elif not logic.possible((*around, (one.condition, False))):
            message = f"« {one.condition} » est toujours vrai ici"
            yield Finding("always", "warning", _where(one, texts), message, "Retirez la condition, gardez le texte.")


def _where(one: _Standing, texts: Mapping[str, str]) -> str:
    line, column = placed(Problem(one.path, one.line, "", about=one.condition), texts.get(one.path, ""))
    return f"{one.path}:{line}:{column}"


def _standing(library: Library, questionnaire: Questionnaire) -> Iterator[_Standing]:
    path, sections = questionnaire.path, questionnaire.sections
    for section in sections.values():
        if section.when:
            yield _Standing(path, section.line, section.when, ())
    for question in questionnaire.questions.values():
        around = sections[question.section].when
        if question.when:
            yield _Standing(path, question.line, question.when, (around,) if around else ())
    conditions = [(one.path, one.when) for one in library.requirements.values()]
    conditions += [(one.path, one.when) for one in library.rules]
    for place, when in conditions:
        if when:
            file, _, line = place.rpartition(":")
            yield _Standing(file, int(line), when, ())
    for clause in library.clauses.values():
        if clause.when:
            yield _Standing(clause.path, 1, clause.when, ())
        yield from _in_blocks(clause.path, clause.blocks, (clause.when,) if clause.when else ())


def _in_blocks(path: str, blocks: tuple[Block, ...], around: tuple[str, ...]) -> Iterator[_Standing]:
    for block in blocks:
        if isinstance(block, When):
            yield _Standing(path, block.line, block.condition, around)
            yield from _in_blocks(path, block.blocks, (*around, block.condition))
        elif isinstance(block, Rows):
            yield from _in_blocks(path, block.blocks, around)
