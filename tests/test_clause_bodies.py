"""Clause bodies at their edges: what Markdown would lose or guess is refused, and no text makes the reader fail."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractgen.body_names import every_block, read_names
from contractgen.markup import parse_body
from contractgen.model import Library, Paragraph, ParagraphTemplate, Rows, Slot, Table, When
from contractgen.text import RefusedTextError, admit, unprintable


def styles(text: str, titles: str = "article") -> list[tuple[str, str]]:
    body = parse_body(text, 1, titles)
    assert body.errors == ()
    return [(block.style, block.text) for block in body.blocks if isinstance(block, Paragraph)]


def problems(text: str) -> list[tuple[int, str]]:
    return [(error.line, error.message) for error in parse_body(text, 10).errors]


def test_titles_lists_and_paragraphs_have_their_styles() -> None:
    text = "## Un\n\n### Deux\n\ntrois\n\n- quatre\n  - cinq\n- six\n\n1. sept\n2. huit\n"
    assert styles(text) == [
        ("article2", "Un"), ("article3", "Deux"), ("body", "trois"), ("bullet", "quatre"), ("bullet2", "cinq"),
        ("bullet", "six"), ("item", "sept"), ("item", "huit"),
    ]  # fmt: skip
    assert styles("## Un\n", "annex") == [("annex2", "Un")]


def test_lines_of_one_paragraph_are_joined_by_a_space() -> None:
    assert styles("un\ndeux\\\ntrois") == [("body", "un deux trois")]


def test_an_entity_is_the_character_that_it_names() -> None:
    assert styles("a &amp; b &lt;c&gt;") == [("body", "a & b <c>")]


def test_windows_line_ends_are_line_ends() -> None:
    text = '::: when a\n\n| A | B |\n|---|---|\n| {{ x }} | b |\n\n:::\n\nc {satisfies="BP-01"}\n'
    assert parse_body(text.replace("\n", "\r\n")) == parse_body(text)


def test_a_value_keeps_the_emphasis_around_it() -> None:
    (block,) = parse_body("**a {{ b | mois }}**").blocks
    assert isinstance(block, ParagraphTemplate)
    assert Slot("b", "mois", True) in block.spans


@pytest.mark.parametrize(
    "row",
    ["| 1 |", "| 1 | 2 | 3 |", "| 1 | {{ x | tiret }} | 3 |", "| a\\|b |"],
    ids=["lacking", "too many", "with a value", "escaped"],
)
def test_a_row_with_cells_lacking_or_in_excess_is_refused_and_not_cut(row: str) -> None:
    assert problems(f"Table: T\n| A | B |\n|---|---|\n| a | b |\n{row}\n") == [
        (14, "les lignes du tableau n'ont pas toutes le même nombre de cellules")
    ]


@pytest.mark.parametrize(
    "row", ["| 1 | 2 |", "1 | 2", "| 1 | |", "| 1 ||", "| a\\|b | 2 |", "| {{ x | tiret }} | [[s]] |"]
)
def test_a_row_with_as_many_cells_as_the_header_is_admitted(row: str) -> None:
    assert problems(f"Table: T\n| A | B |\n|---|---|\n{row}\n") == []


def test_a_short_table_with_ragged_rows_is_refused() -> None:
    assert "cellules" in problems("Table: T\n\n| A | B |\n| a | b | c |\n")[0][1]


def test_a_private_character_is_told_and_does_not_stand_for_a_value() -> None:
    body = parse_body("Un {{ x }} \ue000 et \ue005.", 10)
    assert [error.line for error in body.errors] == [10]
    (block,) = body.blocks
    assert isinstance(block, ParagraphTemplate)
    assert sum(isinstance(span, Slot) for span in block.spans) == 1


@pytest.mark.parametrize("text", ["- a\n  - b\n    - c\n", "- a\n  1. b\n", "- a\n\n  > b\n", "- a\n\n  ## b\n"])
def test_a_list_that_is_too_deep_or_holds_something_else_is_refused(text: str) -> None:
    assert problems(text)


def test_the_names_of_a_body_leave_out_the_variables_of_its_loops() -> None:
    text = "::: rows acces as a when a.niveau == profil\n\n- {{ a.compte }} {{ client.siege }} [[assurances]]\n\n:::\n"
    assert read_names(parse_body(text).blocks, "penalites") == (
        ("penalites", "acces", "profil", "client.siege"),
        ("assurances",),
    )


def test_a_table_without_its_block_is_still_one_table() -> None:
    (table,) = parse_body("| A | B |\n| x | y |\n").blocks
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in (table.header, *table.rows)] == [["A", "B"], ["x", "y"]]


def test_no_paragraph_of_the_shipped_clauses_is_empty_or_holds_a_trace_of_markup(library: Library) -> None:
    texts = [
        block.text
        for clause in library.clauses.values()
        for block in every_block(clause.blocks)
        if isinstance(block, Paragraph)
    ]
    assert len(texts) > 500
    assert [
        text
        for text in texts
        if not text.strip() or any(mark in text for mark in ("{{", "[[", ":::", "**", "satisfies"))
    ] == []


_MARKS = ["{{", "}}", "[[", "]]", ":::", "::::", "when a", "rows a as b", "|", "---", "- ", "1. ", "## ", "**", "*", "`", "<b>",
          '{satisfies="X"}', "\n", "\n\n", "    ", "mot", "a.b", "\\", "!", "[x](y)", "&amp;", "\ue000", "> "]  # fmt: skip


@settings(max_examples=250, deadline=None, database=None)
@given(pieces=st.lists(st.sampled_from(_MARKS), max_size=25), separator=st.sampled_from(["", " ", "\n"]))
def test_whatever_the_text_it_becomes_blocks_or_problems_with_a_line_of_the_text(
    pieces: list[str], separator: str
) -> None:
    text = separator.join(pieces)
    body = parse_body(text, 10)
    assert all(10 <= error.line <= 10 + text.count("\n") for error in body.errors)
    for block in every_block(body.blocks):
        if isinstance(block, (When, Rows, ParagraphTemplate)):
            assert 10 <= block.line <= 10 + text.count("\n")


@settings(max_examples=200, deadline=None, database=None)
@given(text=st.text(st.characters(), max_size=40))
def test_a_text_found_printable_is_one_that_the_gate_keeps_but_for_spaces_line_ends_and_accents(text: str) -> None:
    if unprintable(text) is None:
        changes = admit(text).changes
        assert set(changes) <= {"fins de ligne unifiées", "accents composés (NFC)", "blancs de début et de fin retirés"}
    else:
        try:
            assert admit(text).changes
        except RefusedTextError:
            return
