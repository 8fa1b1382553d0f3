"""A clause body read: Markdown and four additions, nothing else."""

from __future__ import annotations

import pytest

from contractgen.markup import parse_body
from contractgen.model import Link, Paragraph, ParagraphTemplate, Rows, Run, Slot, Table, TableTemplate, When


def test_a_paragraph_holds_values_references_and_ties() -> None:
    (block,) = parse_body('Sous {{ delai | jours }}, selon [[annexe-sla]] : **oui**. {satisfies="BP-01, BP-02"}').blocks
    assert isinstance(block, ParagraphTemplate)
    assert block.ties == ("BP-01", "BP-02")
    assert Slot("delai", "jours") in block.spans
    assert Link("annexe-sla") in block.spans
    assert Run("oui", "text", "", True) in block.spans


def test_a_text_without_values_is_ready_and_typeset() -> None:
    (block,) = parse_body("L'essai dure 12 jours ; fin.").blocks
    assert block == Paragraph("body", "L’essai dure 12\u00a0jours\u202f; fin.", block.runs, (), fixed=True)


def test_blocks_nest_and_repeat() -> None:
    text = ":::: when a\n\n::: rows t as x when x.n == 1\n\n- {{ x.n }}\n\n:::\n\n::::\n"
    (when,) = parse_body(text).blocks
    assert isinstance(when, When)
    (rows,) = when.blocks
    assert isinstance(rows, Rows)
    assert (rows.table, rows.variable, rows.condition) == ("t", "x", "x.n == 1")


def test_a_table_may_hold_a_format_between_pipes_and_may_lack_its_delimiter_row() -> None:
    full = parse_body("::: rows t as x\n\n| A | B |\n|---|---:|\n| {{ x.a | tiret }} | b |\n\n:::\n").blocks[0]
    short = parse_body("::: rows t as x\n| A | B |\n| {{ x.a | tiret }} | b |\n:::\n").blocks[0]
    for block in (full, short):
        assert isinstance(block, Rows)
        (table,) = block.blocks
        assert isinstance(table, TableTemplate)
        assert table.rows[0][0] == (Slot("x.a", "tiret"),)
    assert full.blocks[0].align == ("left", "right")


def test_a_table_without_values_is_ready() -> None:
    (table,) = parse_body("| A | B |\n|---|---|\n| x |  |\n").blocks
    assert isinstance(table, Table)
    assert [cell.text for cell in table.rows[0]] == ["x", ""]


def test_a_caption_goes_to_the_table_that_follows_it_and_is_typeset() -> None:
    for space in ("", "\n"):
        fixed, template = parse_body(
            f"Table: L'essai ; fin\n{space}| A |\n|---|\n| x |\n\nTable: U\n{space}| A |\n|---|\n| {{{{ y }}}} |\n"
        ).blocks
        assert isinstance(fixed, Table)
        assert isinstance(template, TableTemplate)
        assert (fixed.caption, template.caption) == ("L’essai\u202f; fin", "U")


def test_a_reference_may_lead_to_a_table() -> None:
    (block,) = parse_body("Voir le [[tableau:annexe-sla]].").blocks
    assert isinstance(block, ParagraphTemplate)
    assert Link("annexe-sla", table=True) in block.spans


def test_bold_ends_before_a_tie() -> None:
    (block,) = parse_body('**Texte.** {satisfies="BP-01"}').blocks
    assert isinstance(block, Paragraph)
    assert block.text == "Texte."


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a\n\n<b>x</b>", 12, "html"),
        ("a\n\n![x](y)", 12, "image"),
        ("a\n\n[x](y)", 12, "link"),
        ("| A |\n|---|\n| x |", 10, "tableau sans légende"),
        ("Table: T\n\na", 12, "légende sans tableau"),
        ("Table: T", 10, "légende sans tableau"),
        ("Table:\n\n| A |\n|---|\n| x |", 12, "tableau sans légende"),
        ("Table: {{ a }}\n\n| A |\n|---|\n| x |", 12, "sans valeur ni renvoi"),
        ("Table: T\n| A | B |\n| x | y |", 10, "légende sans tableau"),
        ("[[tableau:A b]]", 10, "renvoi"),
        ("a `x`", 10, "code_inline"),
        ("    x", 10, "code_block"),
        ("> x", 10, "blockquote"),
        ("# Titre", 10, "##"),
        ("{{ a b }}", 10, "valeur"),
        ("{{ a | f | g }}", 10, "valeur"),
        ("{{ a.b() }}", 10, "valeur"),
        ("[[A b]]", 10, "renvoi"),
        ("::: when a\n\nb", 10, "jamais fermé"),
        ("b\n\n:::", 12, "pas ouvert"),
        ("::: if a\n\nb\n\n:::", 10, "inconnu"),
        ("::: rows a\n\nb\n\n:::", 10, "rows tableau as x"),
        ("\ue000", 10, "usage privé"),
        ('a {satisfies="X"} b', 10, "à la fin"),
    ],
)
def test_what_is_not_admitted_is_a_problem_with_its_line(text: str, line: int, message: str) -> None:
    found = [(error.line, error.message) for error in parse_body(text, 10).errors]
    assert any(at == line and message in said for at, said in found), found
