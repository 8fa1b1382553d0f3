"""Lettered lists, and the lists of small roman figures inside their items: where each begins anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from points.reading import Docx

from contractgen import Answers, build
from contractgen.markup import parse_body
from contractgen.model import Library, Paragraph, Questionnaire

_LIST = "1. un ;\n2. deux :\n   1. petit un ;\n   2. petit deux ;\n3. trois :\n   - puce ;\n4. quatre.\n"


def _numbers(library: Library, questionnaire: Questionnaire, answers: dict[str, Any], body: str) -> list[str]:
    """The number of each item of a body put at the end of the clause « assurances », as Word counts them."""
    clause = library.clauses["assurances"]._replace(
        blocks=(*library.clauses["assurances"].blocks, *parse_body(body).blocks)
    )
    changed = library._replace(clauses={**library.clauses, "assurances": clause})
    pack = build(changed, questionnaire, Answers(answers), draft=True)
    content = next(document.content for document in pack.lots[0].documents if document.id == "contrat")
    paragraphs = list(Docx(content, "contrat").paragraphs)
    at = next(i for i, p in enumerate(paragraphs) if p.text == "Liste essayée\u00a0:")
    return [
        p.number for p in paragraphs[at : at + body.count("\n")] if p.style in ("Lettre", "LettreAnnonce", "Lettre2")
    ]


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        (_LIST, ["(a)", "(b)", "(i)", "(ii)", "(c)", "(d)"]),
        ("1. un ;\n   1. petit un ;\n2. deux :\n   1. petit un ;\n", ["(a)", "(i)", "(b)", "(i)"]),
        ("1. un ;\n   1. petit un.\n\nTexte.\n\n1. un ;\n   1. petit un.\n", ["(a)", "(i)", "(a)", "(i)"]),
    ],
)
def test_each_list_begins_anew_and_what_is_nested_does_not_end_it(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any], body: str, numbers: Sequence[str]
) -> None:
    assert _numbers(library, questionnaire, sme_answers, f"Liste essayée :\n\n{body}") == numbers


@pytest.mark.parametrize("text", ["- a\n  1. b", "1. a\n   1. b\n      1. c", "- a\n  - b\n    - c"])
def test_a_list_in_a_bullet_or_of_a_third_depth_is_refused(text: str) -> None:
    assert ["liste trop profonde" in error.message for error in parse_body(text).errors].count(True) == 1


def test_items_of_both_depths_have_their_styles() -> None:
    blocks = parse_body(_LIST).blocks
    assert [b.style for b in blocks if isinstance(b, Paragraph)] == [
        "item", "item", "item2", "item2", "item", "bullet2", "item",
    ]  # fmt: skip
