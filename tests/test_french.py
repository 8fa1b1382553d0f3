"""French as it is printed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from num2words import num2words

from contractgen import french


@pytest.mark.parametrize(
    "value",
    [
        *range(1200),
        *range(1200, 1_000_000, 997),
        1_000_000,
        1_000_001,
        2_000_000,
        80_000_000,
        200_000_200,
        10**9,
        3 * 10**9 + 81,
    ],
)
def test_numbers_in_words_are_those_of_an_independent_library(value: int) -> None:
    assert french.cardinal(value) == num2words(value, lang="fr")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("tel. 02 61 91 20 35", "tel. 02\u00a061\u00a091\u00a020\u00a035"),
        ("+33 1 23 45 67 89.", "+33\u00a01\u00a023\u00a045\u00a067\u00a089."),
        ("02.61.91.20.35", "02.61.91.20.35"),
        ("02 61 91 20 35 44", "02 61 91 20 35 44"),
        ("12 06 91", "12 06 91"),
    ],
)
def test_a_telephone_number_stays_on_one_line(typed: str, printed: str) -> None:
    assert french.dressed(typed) == printed


def test_numbers_amounts_and_percentages_have_their_spaces() -> None:
    assert french.number(1234567) == "1\u202f234\u202f567"
    assert french.number(Decimal("-0.50")) == "-0,5"
    assert french.euros(Decimal("12000")) == "12\u202f000\u00a0€"
    assert french.euros(Decimal("12.5")) == "12,50\u00a0€"
    assert french.percent(Decimal("99.5")) == "99,5\u00a0%"


def test_amounts_are_written_in_figures_and_words() -> None:
    assert french.euros_in_words(12000) == "douze mille euros (12\u202f000\u00a0€)"
    assert french.euros_in_words(1) == "un euro (1\u00a0€)"
    assert french.euros_in_words(2_000_000).startswith("deux millions d’euros")
    assert french.euros_in_words(Decimal("400.50")).startswith("quatre cents euros et cinquante centimes")


def test_durations_agree() -> None:
    assert french.duration(3, "mois") == "trois (3)\u00a0mois"
    assert french.duration(1, "jours") == "un (1)\u00a0jour"
    assert french.duration(1, "heures") == "une (1)\u00a0heure"
    assert french.duration(21, "heures") == "vingt et une (21)\u00a0heures"
    assert french.duration(5, "jours_ouvres") == "cinq (5)\u00a0Jours ouvrés"
    assert french.duration(5, "jours_ouvres", capital=False) == "cinq (5)\u00a0jours ouvrés"
    assert french.duration(Decimal("1.5"), "mois") == "un mois et demi (1,5\u00a0mois)"
    assert french.duration(Decimal("2.5"), "heures") == "deux heures et demie (2,5\u00a0heures)"
    assert french.duration(Decimal("1.5"), "jours_ouvres") == "un Jour ouvré et demi (1,5\u00a0Jour ouvré)"
    assert french.duration(Decimal("0.5"), "mois") == "un demi-mois (0,5\u00a0mois)"
    assert french.duration(Decimal("0.5"), "heures") == "une demi-heure (0,5\u00a0heure)"
    assert french.duration(Decimal("0.25"), "heures") == "un quart d’heure (0,25\u00a0heure)"
    assert french.duration(Decimal("0.75"), "heures") == "trois quarts d’heure (0,75\u00a0heure)"
    assert french.duration(Decimal("1.25"), "heures") == "une heure et quart (1,25\u00a0heure)"
    assert french.duration(Decimal("21.75"), "heures") == "vingt et une heures et trois quarts (21,75\u00a0heures)"
    assert french.duration(Decimal("0.1"), "heures") == "0,1\u00a0heure"
    assert french.duration(Decimal("0.25"), "mois") == "0,25\u00a0mois"
    assert french.duration(0, "jours") == "zéro (0)\u00a0jour"


def test_dates_ranks_elision_and_enumerations() -> None:
    assert french.day(date(2027, 1, 1)) == "1er\u00a0janvier 2027"
    assert french.day(date(2027, 8, 15)) == "15\u00a0août 2027"
    assert (french.rank(1), french.rank(5)) == ("1er", "5e")
    assert (french.elided("Atelier"), french.elided("Mécanique")) == ("d’Atelier", "de Mécanique")
    assert french.enumeration(("a", "b", "c")) == "a, b et c"
    assert (french.enumeration(("a",)), french.enumeration(())) == ("a", "")
    assert (french.lowered("Tacite"), french.lowered("SARL")) == ("tacite", "SARL")


def test_the_text_of_the_library_gets_its_no_break_spaces_once() -> None:
    once = french.typography("L'art. 5 : « oui » ; 12 000 € à 5 % ? n° 3")
    assert once == "L’art.\u00a05\u00a0: «\u00a0oui\u00a0»\u202f; 12\u202f000\u00a0€ à 5\u00a0%\u202f? n°\u00a03"
    assert french.typography(once) == once
