"""What is kept from one dossier to the next changes nothing: the same answers give the same bytes, whatever came before."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import contractgen
from contractgen.errors import ReturnedFileError
from contractgen.kept import Kept, Latest, same
from contractgen.model import Answers, Library, Questionnaire
from contractgen.results import Pack
from contractgen.word import embedded, read
from contractgen.word.embedded import read_base
from contractgen.word.opening import open_package
from contractgen.word.read import read_document
from tests.conftest import EXAMPLES
from tests.faults import FAULTS, unzipped, zipped


def _contents(library: Library, questionnaire: Questionnaire, answers: Answers) -> list[bytes]:
    pack = contractgen.build(library, questionnaire, answers, draft=True)
    return [document.content for lot in pack.lots for document in lot.documents]


def _always_made(self: Any, name: Any, of: Any, make: Any, under: Any = ()) -> Any:
    return make()


def test_dossiers_built_in_turn_are_those_built_alone(
    library: Library, questionnaire: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    micro = contractgen.read_answers(EXAMPLES / "micro-assistanat.yaml")
    sme = contractgen.read_answers(EXAMPLES / "pme-compta-paie.yaml")
    other = sme._replace(
        values={
            **sme.values,
            "montant_annuel_ht": 12_345,
            "plafond_penalites_pct": 9,
            "fonctions": ["comptabilite", "rh"],
        }
    )
    dossiers = [sme, micro, other, sme, other, micro]
    in_turn = [_contents(library, questionnaire, answers) for answers in dossiers]
    monkeypatch.setattr(Kept, "made", _always_made)
    monkeypatch.setattr(Kept, "last", lambda self, name: None)
    alone = [_contents(library, questionnaire, answers) for answers in dossiers]
    assert in_turn == alone
    assert len({content for contents in alone for content in contents}) > 6


def test_what_was_kept_of_one_value_is_not_given_for_another() -> None:
    kept: Kept[str] = Kept()
    one, other = (1, 2), (1, 3)
    assert kept.made("a", (one,), lambda: "one") == "one"
    assert kept.made("a", (one,), lambda: "again") == "one"
    assert kept.made("a", (one,), lambda: "elsewhere", ("draft",)) == "elsewhere"
    assert kept.made("a", (other,), lambda: "other") == "other"
    assert kept.made("b", (other,), lambda: "b") == "b"


def test_what_is_kept_is_bounded() -> None:
    kept: Kept[int] = Kept()
    latest = Latest()
    for number in range(10_000):
        kept.keep(number, (), number)
        latest.of(number, (number,))
    assert len(kept._last) <= 2_000
    assert len(latest._values) <= 2_000


@pytest.mark.parametrize(
    ("one", "other"),
    [(Decimal("1.5"), Decimal("1.50")), (1, True), (1, Decimal(1)), ((1,), [1]), ({"a": 1, "b": 2}, {"b": 2, "a": 1}), ((1,), (1, 2))],
)  # fmt: skip
def test_values_that_are_equal_but_print_otherwise_are_not_the_same(one: Any, other: Any) -> None:
    assert not same(one, other)


_VALUES = st.recursive(
    st.one_of(st.integers(), st.booleans(), st.text(), st.decimals(allow_nan=False, allow_infinity=False), st.dates()),
    lambda inner: st.one_of(st.lists(inner, max_size=4).map(tuple), st.dictionaries(st.text(), inner, max_size=4)),
    max_leaves=12,
)


@given(_VALUES, _VALUES)
def test_the_same_is_what_prints_the_same(one: Any, other: Any) -> None:
    assert same(one, one)
    assert same(one, other) == (repr(one) == repr(other))


@pytest.fixture(scope="session")
def contract(sme_pack: Pack) -> bytes:
    return next(document.content for document in sme_pack.lots[0].documents if document.id == "contrat")


def _reading(parts: dict[str, bytes]) -> Any:
    try:
        return read_document(parts), read_base(parts)
    except ReturnedFileError as error:
        return str(error)


@pytest.mark.parametrize("fault", [None, *FAULTS])
def test_a_file_reads_the_same_whole_or_stretch_by_stretch(
    fault: str | None, contract: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = open_package(contract if fault is None else zipped(FAULTS[fault](unzipped(contract))))
    by_stretches = _reading(parts)
    monkeypatch.setattr(read, "cut", lambda content, *marks: (content, [], b""))
    monkeypatch.setattr(embedded, "_TAIL", b"never")
    assert _reading(parts) == by_stretches


@pytest.mark.parametrize("example", ["micro-assistanat", "pme-compta-paie"])
def test_a_delivered_file_is_read_stretch_by_stretch(
    example: str, library: Library, questionnaire: Questionnaire
) -> None:
    """Else nothing is gained, and nobody would see it."""
    for content in _contents(library, questionnaire, contractgen.read_answers(EXAMPLES / f"{example}.yaml")):
        parts = open_package(content)
        before = read._stretch.cache_info()
        read_document(parts)
        again = read._stretch.cache_info()
        assert again.hits > before.hits
        assert again.misses == before.misses
