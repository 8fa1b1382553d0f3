"""Items that answers make end as typed ones do; countries are printed by name; a long name leaves the header on one line."""

from __future__ import annotations

import pytest

from contractgen.countries import COUNTRIES
from contractgen.frames import header_line
from contractgen.lists import listed
from contractgen.model import Column, Paragraph, Printed, Run
from contractgen.values import printed

NARROW, NBSP = "\u202f", "\u00a0"


def _texts(*items: tuple[str, str]) -> list[str]:
    blocks: list[Printed] = [Paragraph(style, text, (Run(text, "answer"),)) for style, text in items]
    found = [block for block in listed(blocks) if isinstance(block, Paragraph)]
    assert all("".join(run.text for run in block.runs) == block.text for block in found)
    return [block.text for block in found]


@pytest.mark.parametrize(
    ("items", "ends"),
    [
        ([("bullet", "a"), ("bullet", "b")], [f"a{NARROW};", "b."]),
        ([("bullet", "a")], ["a."]),
        ([("bullet", "a."), ("bullet", "b")], ["a.", "b."]),
        ([("bullet", "a"), ("bullet", "b.")], [f"a{NARROW};", "b."]),
        ([("bullet", "« A.\u00a0»"), ("bullet", "« B.\u00a0»")], ["« A.\u00a0»", "« B.\u00a0»"]),
        ([("item", "a :"), ("item2", "x"), ("item2", "y"), ("item", "b")], ["a :", f"x{NARROW};", "y.", "b."]),
        ([("bullet", "a"), ("body", "Texte"), ("bullet", "b")], ["a.", "Texte", "b."]),
    ],
)
def test_the_items_of_a_list_end_alike(items: list[tuple[str, str]], ends: list[str]) -> None:
    assert _texts(*items) == ends


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("FR", "France"),
        ("fr", "France"),
        ("Belgique", "Belgique"),
        (("MA", "GB"), "Maroc et Royaume-Uni"),
        ("ZZ", "ZZ"),
    ],
)
def test_a_country_is_printed_by_its_name(value: str | tuple[str, ...], text: str) -> None:
    assert printed(value, Column("pays", "Pays", "text", True), "pays") == text


def test_every_country_has_its_code_and_one_name() -> None:
    assert len(COUNTRIES) == len(set(COUNTRIES.values())) == 249
    assert all(len(code) == 2 and code.isupper() for code in COUNTRIES)


def test_a_long_name_is_cut_after_a_word_and_what_follows_it_is_whole() -> None:
    name = "Établissements Hélène d’Aubigné-L’Hospitalier & Fils – Ateliers de l’Île-d’Yeu"
    line = header_line("Contrat de prestation", name, "réf. 1", "version à signer", most=80)
    assert len(line) <= 80
    assert line == "Contrat de prestation – Établissements Hélène… – réf. 1 – version à signer"
    assert header_line("Contrat", "Atelier", "", "version") == "Contrat – Atelier – version"


@pytest.mark.parametrize(
    ("items", "printed_as"),
    [
        (["rapport mensuel"], [("body", f"Voici{NBSP}: rapport mensuel.")]),
        (["Paie"], [("lead", f"Voici{NBSP}:"), ("body", "Paie.")]),
        ([f"paie{NBSP}: un"], [("lead", f"Voici{NBSP}:"), ("body", f"paie{NBSP}: un.")]),
        (["un", "deux"], [("lead", f"Voici{NBSP}:"), ("bullet", f"un{NARROW};"), ("bullet", "deux.")]),
    ],
)
def test_what_is_announced_and_is_one_item_is_no_list(items: list[str], printed_as: list[tuple[str, str]]) -> None:
    lead = Paragraph("body", f"Voici{NBSP}:", (Run(f"Voici{NBSP}:"),), ("BP-1",))
    blocks = [Paragraph("bullet", text, (Run(text, "answer", "x"),), ("BP-2",)) for text in items]
    found = [block for block in listed([lead, *blocks]) if isinstance(block, Paragraph)]
    assert [(block.style, block.text) for block in found] == printed_as
    assert {tie for block in found for tie in block.ties} == {"BP-1", "BP-2"}
    assert all("".join(run.text for run in block.runs) == block.text for block in found)
    assert [run.source for block in found for run in block.runs if run.kind == "answer"] == ["x"] * len(items)


@pytest.mark.parametrize(
    "after",
    [Paragraph("bullet2", "x", (Run("x"),)), Paragraph("bullet", "à compléter", (Run("à compléter", "blank"),))],
)
def test_an_item_that_holds_a_list_and_a_blank_stay_items(after: Paragraph) -> None:
    lead, item = (Paragraph(style, "a :", (Run("a :"),)) for style in ("body", "bullet"))
    blocks = [lead, item, after] if after.style == "bullet2" else [lead, after]
    assert "bullet" in [block.style for block in listed(blocks) if isinstance(block, Paragraph)]


@pytest.mark.parametrize(("length", "style"), [(90, "lead"), (200, "body")])
def test_a_last_line_is_not_alone_on_a_page(length: int, style: str) -> None:
    blocks = [Paragraph("body", text, (Run(text),)) for text in ("Avant.", "x" * length)]
    found = listed([*blocks])
    assert [block.style for block in found if isinstance(block, Paragraph)] == [style, "body"]
    assert listed(blocks[1:]) == (blocks[1],)
