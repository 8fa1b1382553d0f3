"""The laws of three truth values, for every condition the strategies can write: tables, numbers and texts among them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractgen.condition import ConditionError, parse
from contractgen.condition_types import check
from contractgen.model import Type, Unknown

ROW = Type("row", columns={"n": Type("number"), "k": Type("choice", ("u", "v"))})
TYPES = {
    "a": Type("boolean"),
    "b": Type("boolean"),
    "n": Type("number"),
    "m": Type("number"),
    "c": Type("choice", ("x", "y")),
    "l": Type("list", item=Type("choice", ("x", "y"))),
    "t": Type("table", item=ROW),
}
_ROWS = st.lists(st.fixed_dictionaries({"n": st.integers(0, 3), "k": st.sampled_from("uv")}), max_size=3).map(tuple)
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "a": st.booleans(),
    "b": st.booleans(),
    "n": st.integers(0, 3).map(Decimal),
    "m": st.integers(0, 3),
    "c": st.sampled_from("xy"),
    "l": st.lists(st.sampled_from("xy"), unique=True).map(tuple),
    "t": _ROWS,
}
WHOLE = st.fixed_dictionaries(_VALUES)
_LEAVES = st.sampled_from(
    ["a", "b", "n > m", "n == 2", "m + n * 2 <= 4", "n / 2 < m", "c == 'x'", "c != 'y'", "c in ['x']", "'y' in l",
     "len(l) > 1", "len(t) == m", "sum(r.n for r in t) >= n", "any(r.k == 'u' for r in t)", "all(r.n > m for r in t)",
     "all(any(s.n <= r.n and a for s in t) for r in t)", "any(i == c for i in l)"]
)  # fmt: skip
FORMULAS = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        inner.map("not ({})".format),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) and ({pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) or ({pair[1]})"),
    ),
    max_leaves=6,
)
HIDDEN = st.sets(st.sampled_from(sorted(TYPES)))
laws = settings(max_examples=150, deadline=None, database=None)


def value(source: str, values: Mapping[str, Any]) -> Any:
    return parse(source)(lambda name: values.get(name, Unknown(frozenset({name}))))


def part(values: Mapping[str, Any], hidden: set[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in hidden}


@laws
@given(FORMULAS, WHOLE)
def test_a_condition_whose_names_are_all_answered_is_decided(formula: str, whole: dict[str, Any]) -> None:
    assert check(formula, TYPES).kind == "boolean"
    assert isinstance(value(formula, whole), bool)


@laws
@given(FORMULAS, WHOLE, HIDDEN)
def test_what_was_decided_stays_whatever_is_filled_in(formula: str, whole: dict[str, Any], hidden: set[str]) -> None:
    found = value(formula, part(whole, hidden))
    assert isinstance(found, Unknown) or found is value(formula, whole)


@laws
@given(FORMULAS, WHOLE, HIDDEN)
def test_an_unknown_result_names_answers_that_are_really_lacking(
    formula: str, whole: dict[str, Any], hidden: set[str]
) -> None:
    found = value(formula, part(whole, hidden))
    if isinstance(found, Unknown):
        assert found.lacking
        assert found.lacking <= hidden & set(parse(formula).names)


@laws
@given(FORMULAS, WHOLE, HIDDEN)
def test_filling_in_all_that_is_said_to_be_lacking_ends_in_a_decision(
    formula: str, whole: dict[str, Any], hidden: set[str]
) -> None:
    left = set(hidden)
    for _ in range(len(TYPES) + 1):
        found = value(formula, part(whole, left))
        if not isinstance(found, Unknown):
            break
        left -= found.lacking
    assert found is value(formula, whole)


@laws
@given(FORMULAS, FORMULAS, WHOLE, HIDDEN)
def test_and_is_the_or_of_the_contraries(one: str, other: str, whole: dict[str, Any], hidden: set[str]) -> None:
    values = part(whole, hidden)
    both, contrary = value(f"({one}) and ({other})", values), value(f"not (not ({one}) or not ({other}))", values)
    assert both == contrary
    assert type(both) is type(contrary)


@laws
@given(FORMULAS, FORMULAS, WHOLE, HIDDEN)
def test_the_order_of_the_parts_does_not_matter(one: str, other: str, whole: dict[str, Any], hidden: set[str]) -> None:
    values = part(whole, hidden)
    for word in ("and", "or"):
        assert value(f"({one}) {word} ({other})", values) == value(f"({other}) {word} ({one})", values)


@laws
@given(st.text("abn ()=<>!'\".,[]+-*/0123456789\n_:{}&|lambdforis", max_size=40))
def test_whatever_the_text_it_is_a_condition_or_it_is_refused(source: str) -> None:
    try:
        found = parse(source)
    except ConditionError as refused:
        assert refused.column >= 1
    else:
        assert found.source == source


@pytest.mark.parametrize(
    ("source", "expected"), [("0.1 + 0.2 == 0.3", True), ("n * 0.1 == 0.3", True), ("n / 3 * 3 == 3", True)]
)
def test_numbers_are_decimals_and_never_floats(source: str, expected: bool) -> None:
    assert value(source, {"n": 3}) is expected


def test_all_of_nothing_is_true_and_any_of_nothing_is_false() -> None:
    assert value("all(r.n > 9 for r in t)", {"t": ()}) is True
    assert value("any(r.n > 9 for r in t)", {"t": ()}) is False
    assert value("sum(r.n for r in t) == 0", {"t": ()}) is True


def test_an_empty_cell_is_unknown_and_not_zero() -> None:
    assert isinstance(value("sum(r.n for r in t) > 0", {"t": ({"n": 1}, {})}), Unknown)
    assert value("any(r.n > 0 for r in t)", {"t": ({}, {"n": 1})}) is True
