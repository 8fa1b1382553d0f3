"""Values as they are printed: a closed list of formats, each for given types, none that says another value."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractgen import french
from contractgen.model import Choice, Column
from contractgen.review_values import read_value
from contractgen.values import FORMATS, plain, printed, suits

CHOICES = (Choice("tacite", "Tacite"), Choice("sas", "SAS"))


def column(kind: str, **more: Any) -> Column:
    return Column("x", "X", kind, True, **more)


@pytest.mark.parametrize(
    ("value", "kind", "name", "text"),
    [
        (True, "boolean", "", "oui"),
        (False, "boolean", "", "non"),
        (1200, "integer", "", "1\u202f200"),
        (Decimal("1200.5"), "money", "", "1\u202f200,50\u00a0€"),
        (Decimal("7.50"), "percent", "", "7,5\u00a0%"),
        (date(2027, 3, 1), "date", "", "1er\u00a0mars 2027"),
        ("999999006", "siren", "", "999\u00a0999\u00a0006"),
        ("tacite", "choice", "", "Tacite"),
        ("tacite", "choice", "minuscule", "tacite"),
        ("sas", "choice", "minuscule", "SAS"),
        (("tacite", "sas"), "choices", "", "Tacite et SAS"),
        (("tacite", "sas"), "choices", "minuscule", "tacite et SAS"),
        ((), "list", "", ""),
        (12, "integer", "mois", "douze (12)\u00a0mois"),
        (Decimal("1.5"), "decimal", "h", "1,5\u00a0h"),
        (2, "integer", "j", "2\u00a0jours"),
        (1, "integer", "j", "1\u00a0jour"),
        (5, "integer", "rang", "5e"),
        (Decimal(40), "money", "euros_lettres", "quarante euros (40\u00a0€)"),
        ("jours_ouvres", "text", "unite", "jours ouvrés"),
        ("appel", "text", "unite", "appel"),
        ("Atelier", "text", "de", "d’Atelier"),
        ("l'été  : « b » !", "text", "", "l’été  : «\u00a0b\u00a0»\u202f!"),
    ],
)
def test_a_value_is_printed_in_its_format(value: Any, kind: str, name: str, text: str) -> None:
    assert printed(value, column(kind, choices=CHOICES), name) == text


def test_a_defined_term_is_capitalised_in_a_contract_only() -> None:
    assert printed(5, column("integer"), "jours_ouvres") == "cinq (5)\u00a0Jours ouvrés"
    assert printed(5, column("integer"), "jours_ouvres", capital=False) == "cinq (5)\u00a0jours ouvrés"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("date", "money"),
        ("euros", "date"),
        ("mois", "text"),
        ("rang", "decimal"),
        ("de", "integer"),
        ("inconnu", "text"),
    ],
)
def test_a_format_that_does_not_fit_does_not_suit(name: str, kind: str) -> None:
    assert not suits(name, column(kind))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_each_format_prints_every_type_that_it_suits(name: str) -> None:
    samples = {"integer": 3, "decimal": Decimal("2.5"), "money": Decimal("2.5"), "percent": Decimal(3), "date": date(2027, 1, 4),
               "text": "a", "long_text": "a", "email": "a@b.fr", "siren": "999999006", "choice": "sas", "choices": ("sas",),
               "list": ("a", "b"), "boolean": True}  # fmt: skip
    kinds = [kind for kind in samples if suits(name, column(kind))]
    assert kinds
    for kind in kinds:
        assert printed(samples[kind], column(kind, choices=CHOICES), name)


# ---------------------------------------------------------------- amounts


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "zéro euro (0\u00a0€)"),
        ("0.50", "zéro euro et cinquante centimes (0,50\u00a0€)"),
        ("1.01", "un euro et un centime (1,01\u00a0€)"),
        ("1000000", "un million d’euros (1\u202f000\u202f000\u00a0€)"),
        ("1000001", "un million un euros (1\u202f000\u202f001\u00a0€)"),
        ("-12.50", "moins douze euros et cinquante centimes (-12,50\u00a0€)"),
        ("0.085", "0,085\u00a0€"),
        ("12.999", "12,999\u00a0€"),
    ],
)
def test_an_amount_in_words_is_the_amount_in_figures(amount: str, text: str) -> None:
    assert french.euros_in_words(Decimal(amount)) == text


_WORDS = {french.cardinal(n): n for n in range(2000)}


@settings(max_examples=200, deadline=None, database=None)
@given(amount=st.decimals(0, 1999, places=2, allow_nan=False))
def test_the_words_of_an_amount_read_back_are_the_amount(amount: Decimal) -> None:
    words = french.euros_in_words(amount).partition(" (")[0]
    found = re.fullmatch(r"(.+?) euros?(?: et (.+) centimes?)?", words)
    assert found
    assert _WORDS[found[1]] + Decimal(_WORDS[found[2]] if found[2] else 0) / 100 == amount


@settings(max_examples=200, deadline=None, database=None)
@given(value=st.decimals(-(10**12), 10**12, places=6, allow_nan=False))
def test_a_number_in_figures_read_back_is_the_number(value: Decimal) -> None:
    assert Decimal(french.number(value).replace(french.NARROW, "").replace(",", ".")) == value


def test_two_numbers_in_words_are_never_the_same() -> None:
    sample = [*range(20_000), *range(20_000, 10**9, 7_919_777)]
    assert len({french.cardinal(value) for value in sample}) == len(sample)


_PIECES = (
    "l'an",
    "1 000 000",
    "12 €",
    "« oui »",
    "mot",
    "5 %",
    "n° 3",
    ";",
    "fin !",
    ":",
    "art. 5",
    "(non ?)",
    "1er mai",
    "L. 4",
)


@settings(max_examples=150, deadline=None, database=None)
@given(pieces=st.lists(st.sampled_from(_PIECES), max_size=12))
def test_typography_changes_only_spaces_and_apostrophes_and_is_done_once(pieces: list[str]) -> None:
    text = " ".join(["mot", *pieces])
    once = french.typography(text)
    assert french.typography(once) == once
    assert once.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ") == text


_FOLDED = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " "})


def test_what_a_user_wrote_is_printed_with_its_own_characters() -> None:
    text = "L'an 2000 ; « oui » : 1000 €, 12 500 € le n° 5, 02 97 00 00 00, http://x.fr/a:b?c=d'e, 10:30"
    shown = "L’an 2000\u202f; «\u00a0oui\u00a0»\u00a0: 1000\u00a0€, 12\u202f500\u00a0€ le n°\u00a05, 02\u00a097\u00a000\u00a000\u00a000, http://x.fr/a:b?c=d’e, 10:30"
    assert plain(text, column("text")) == plain(text, column("long_text")) == shown
    assert shown.translate(_FOLDED) == text


@given(
    st.lists(
        st.sampled_from(["l'", "a", "12", " ", "345", "€", ":", ";", "!", "«", "»", "n°", "mois", "’", '"', "http://x"])
    )
)
def test_dressing_changes_only_spaces_and_apostrophes_and_is_done_once(pieces: list[str]) -> None:
    text = "".join(pieces)
    once = french.dressed(text)
    assert french.dressed(once) == once
    assert once.translate(_FOLDED) == text.translate(_FOLDED)


@pytest.mark.parametrize("value", ["0.25", "0.5", "0.75", "1", "1.25", "1.5", "21", "21.75", "0.1"])
def test_hours_in_words_are_read_back_as_they_were(value: str) -> None:
    text = printed(Decimal(value), column("decimal"), "heures")
    assert read_value(text, column("decimal"), text) == (Decimal(value), True, "")


@pytest.mark.parametrize(
    "text", ["trois quarts d’heure (0,25 heure)", "une demi-heure (0,75 heure)", "un quart d’heure (1 heure)"]
)
def test_hours_whose_words_and_figures_disagree_are_not_guessed(text: str) -> None:
    found = read_value(text, column("decimal"), "un quart d’heure (0,25 heure)")
    assert found.value is None
    assert found.problem
