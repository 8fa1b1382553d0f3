"""The one door to the solver: terms folded where they are constant, and a solver asked under assumptions.

A term is a Python value where it is known, a z3 expression where it is not; so what depends on no answer never reaches
the solver. Nothing here knows a questionnaire.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import z3

Bool = Any  # bool, or z3.BoolRef; z3 is not typed
Number = Any  # int, Decimal, or z3.ArithRef
VERSION = z3.get_version_string()


def boolean(name: str) -> Bool:
    """A free truth value."""
    return z3.Bool(name)


def integer(name: str) -> Number:
    """A free whole number."""
    return z3.Int(name)


def real(name: str) -> Number:
    """A free number."""
    return z3.Real(name)


def every(terms: Iterable[Bool]) -> Bool:
    """True when each term is."""
    left = {}
    for term in terms:
        if term is False:
            return False
        if term is not True:
            left[term.get_id()] = term
    return True if not left else next(iter(left.values())) if len(left) == 1 else z3.And(*left.values())


def some(terms: Iterable[Bool]) -> Bool:
    """True when a term is."""
    left = {}
    for term in terms:
        if term is True:
            return True
        if term is not False:
            left[term.get_id()] = term
    return False if not left else next(iter(left.values())) if len(left) == 1 else z3.Or(*left.values())


def negation(term: Bool) -> Bool:
    """True when the term is not."""
    return not term if isinstance(term, bool) else term.arg(0) if z3.is_not(term) else z3.Not(term)


def implies(first: Bool, second: Bool) -> Bool:
    """True unless the first is true and the second is not."""
    return some((negation(first), second))


def same(first: Bool, second: Bool) -> Bool:
    """True when both truth values are one."""
    if isinstance(first, bool):
        return second if first else negation(second)
    return same(second, first) if isinstance(second, bool) else first == second


def either(condition: Bool, first: Any, second: Any) -> Any:
    """The first term where the condition holds, else the second: truth values or numbers."""
    if isinstance(condition, bool):
        return first if condition else second
    if first is second:
        return first
    if isinstance(first, bool) or isinstance(second, bool) or z3.is_bool(first):
        return some((every((condition, first)), every((negation(condition), second))))
    return z3.If(condition, constant(first), constant(second))


def constant(value: Number) -> Number:
    """A number as the solver takes it: decimals exactly."""
    if isinstance(value, (Decimal, Fraction)):
        return z3.RealVal(str(Fraction(value)))
    return z3.IntVal(value) if isinstance(value, int) else value


def compared(operator: str, first: Number, second: Number) -> Bool:
    """A comparison of numbers: == != < <= > >=."""
    left, right = (first, second) if _known(first, second) else (constant(first), constant(second))
    return {
        "==": lambda: left == right,
        "!=": lambda: left != right,
        "<": lambda: left < right,
        "<=": lambda: left <= right,
        ">": lambda: left > right,
        ">=": lambda: left >= right,
    }[operator]()


def computed(operator: str, first: Number, second: Number) -> Number:
    """A sum, difference, product or quotient. A product of two unknown numbers is left to the caller."""
    if _known(first, second):
        left, right = Fraction(first), Fraction(second)
    else:
        left, right = (_real(constant(term)) for term in (first, second))
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    return left * right if operator == "*" else left / right


def is_whole(number: Number) -> Bool:
    """True when a number has no decimals."""
    return z3.IsInt(number)


def is_known(term: Any) -> bool:
    """Whether a term is a value, not an expression."""
    return not isinstance(term, z3.ExprRef)


def _known(*terms: Any) -> bool:
    return all(map(is_known, terms))


def _real(term: Any) -> Any:
    return z3.ToReal(term) if z3.is_int(term) else term


class Model(NamedTuple):
    """Values of the free terms that make what was asked true."""

    found: Any

    def truth(self, term: Bool) -> bool:
        """Whether a term holds; a term that does not matter is false."""
        return term if isinstance(term, bool) else self._is_true(term)

    def _is_true(self, term: Any) -> bool:
        """By the solver's plain interface: a dossier asks hundreds of terms, and nothing is kept of what it answers."""
        context, value = term.ctx_ref(), (z3.Ast * 1)()
        z3.Z3_model_eval(context, self.found.model, term.as_ast(), True, value)
        return bool(z3.Z3_get_bool_value(context, value[0]) == z3.Z3_L_TRUE)

    def number(self, term: Number) -> Fraction:
        """The value of a number."""
        if is_known(term):
            return Fraction(term)
        value = self.found.eval(term, model_completion=True)
        return Fraction(value.as_fraction() if z3.is_rational_value(value) else value.as_long())


class Undecided(NamedTuple):
    """The solver gave up; `reason` in its words."""

    reason: str


class Solver:
    """What always holds is added once; each question is asked under assumptions, and leaves nothing behind."""

    def __init__(self, timeout_ms: int) -> None:
        self._solver = z3.SolverFor("QF_UFLIRA")
        self._solver.set("timeout", timeout_ms)
        self._solver.set("random_seed", 0)

    def add(self, terms: Iterable[Bool]) -> None:
        """What holds from now on."""
        for term in terms:
            if term is not True:
                self._solver.add(term)

    def named(self, name: str, term: Bool) -> Bool:
        """A short name for a long term that is often asked about: the solver works it through once."""
        short = z3.Bool(name)
        self._solver.add(z3.Implies(short, term))
        return short

    def ask(self, *terms: Bool) -> Model | Undecided | None:
        """A model in which all terms hold; None when there is none; Undecided when the solver gave up."""
        if any(term is False for term in terms):
            return None
        self._solver.push()
        try:
            self._solver.add(*[term for term in terms if term is not True])
            answer = self._solver.check()
            if answer == z3.sat:
                return Model(self._solver.model())
            return None if answer == z3.unsat else Undecided(self._solver.reason_unknown())
        finally:
            self._solver.pop()
