"""Lettered lists, and the lists of small roman figures inside their items: where each begins anew, and of which list
each is a level."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from libreoffice_views import shown_texts
from points.reading import NS, Docx, w
from points.structure import one_item_list

from contractgen import Answers, build
from contractgen.markup import parse_body
from contractgen.model import Library, Paragraph, Questionnaire

_LIST = "1. un ;\n2. deux :\n   1. petit un ;\n   2. petit deux ;\n3. trois :\n   - puce ;\n4. quatre.\n"


def _contract(
    library: Library, questionnaire: Questionnaire, answers: dict[str, Any], body: str, slug: str = "assurances"
) -> bytes:
    """A contract with a body put at the end of a clause."""
    titles = "annex" if library.clauses[slug].kind == "annex" else "article"
    clause = library.clauses[slug]._replace(
        blocks=(*library.clauses[slug].blocks, *parse_body(body, titles=titles).blocks)
    )
    changed = library._replace(clauses={**library.clauses, slug: clause})
    pack = build(changed, questionnaire, Answers(answers), draft=True)
    return next(document.content for document in pack.lots[0].documents if document.id == "contrat")


def _after(content: bytes) -> list[Any]:
    """The paragraphs of a contract from the one that begins what was put into it."""
    paragraphs = list(Docx(content, "contrat").paragraphs)
    return paragraphs[next(i for i, p in enumerate(paragraphs) if p.text == "Liste essayée\u00a0:") :]


def _numbers(library: Library, questionnaire: Questionnaire, answers: dict[str, Any], body: str) -> list[str]:
    """The number of each item of a body put at the end of the clause « assurances », as Word counts them."""
    found = _after(_contract(library, questionnaire, answers, body))[: body.count("\n")]
    return [p.number for p in found if p.style in ("Lettre", "LettreAnnonce", "Lettre2")]


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


_TITLED = "Liste essayée :\n\n1. un ;\n2. deux.\n\nTexte :\n\n1. un :\n   1. petit un ;\n   2. petit deux ;\n2. deux.\n"
_BELOW = "\n## Titre\n\nTexte :\n\n1. un ;\n2. deux.\n\n## Autre titre\n\nTexte.\n"


@pytest.mark.parametrize(
    ("slug", "family"), [("assurances", "article"), ("annexe-repli-continuite", "annex")], ids=("article", "annexe")
)
def test_letters_are_levels_of_the_list_of_their_titles_and_titles_go_on_counting(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any], slug: str, family: str
) -> None:
    content = _contract(library, questionnaire, sme_answers, f"{_TITLED}{_BELOW}", slug)
    found = _after(content)
    items = [p.number for p in found[: (_TITLED + _BELOW).count("\n")] if p.style.startswith("Lettre")]
    assert items == ["(a)", "(b)", "(a)", "(i)", "(ii)", "(b)", "(a)", "(b)"]
    titles = [p.number for p in found if p.style in ("Titre2", "TitreAnnexe2") and p.text in ("Titre", "Autre titre")]
    if family == "article":  # no title of the clause stands before its list: « 33.1 » is the first
        assert [number.rpartition(".")[2] for number in titles] == ["1", "2"]
        assert _apart(content, "Liste essayée\u00a0:") == [True]
        assert _apart(content, "Texte\u00a0:") == [True, False]
    else:
        assert int(titles[1].rpartition(".")[2]) == int(titles[0].rpartition(".")[2]) + 1
        assert not any(_apart(content, "Liste essayée\u00a0:") + _apart(content, "Texte\u00a0:"))
    assert one_item_list(Docx(content, "contrat")) == [] or family == "article"


def _apart(content: bytes, lead: str) -> list[bool]:
    """For each list after such a line, whether it is another list than that of titles."""
    docx = Docx(content, "contrat")
    paragraphs = docx.paragraphs
    return [
        paragraphs[i + 1].element.find("w:pPr/w:numPr/w:ilvl", NS).get(w("val")) == "0"
        for i, p in enumerate(paragraphs)
        if p.text == lead
    ]


def test_libreoffice_shows_the_same_numbers(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any], tmp_path: Path
) -> None:
    content = _contract(library, questionnaire, sme_answers, f"{_TITLED}{_BELOW}")
    folder = tmp_path / "contrats"
    folder.mkdir()
    (folder / "contrat.docx").write_bytes(content)
    (text,) = shown_texts(folder, tmp_path / "profil").values()
    shown = [line.split()[0] for line in text.partition("Liste essayée")[2].splitlines()[1:15]]
    wanted = [(p.number or p.text).split()[0] for p in _after(content)[1:15]]
    assert {"(a)", "(b)", "(i)", "(ii)"} < set(wanted)
    assert shown == wanted
