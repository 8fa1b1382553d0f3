"""What a page does not part: a title and its text, what announces a list, the first and last rows of a table, signatures."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from faults import W, unzipped
from lxml import etree

from contractgen import Answers, build
from contractgen.frames import with_end
from contractgen.model import Frame, Library, Paragraph, Questionnaire, Run, Table
from contractgen.results import Pack, WrittenDocument

_SIGNING = [
    {"nom": "Aline Ory", "qualite": "Présidente", "partie": "client"},
    {"nom": "Émile Roux", "qualite": "Directeur général", "partie": "client"},
    {"nom": "Paul Hue", "qualite": "Gérant", "partie": "prestataire"},
]
LISTS = ("Puce", "Puce2", "Lettre", "LettreAnnonce", "Lettre2", "LettreAnnexe", "LettreAnnexeAnnonce", "Lettre2Annexe")


def q(name: str) -> str:
    return f"{{{W}}}{name}"


class Page:
    """The body of a document, and what its styles make of each paragraph."""

    def __init__(self, document: WrittenDocument) -> None:
        parts = unzipped(document.content)
        self.body = etree.fromstring(parts["word/document.xml"]).find(q("body"))
        styles = etree.fromstring(parts["word/styles.xml"]).iter(q("style"))
        self.styles = {style.get(q("styleId")): style for style in styles}

    def style(self, paragraph: Any) -> str:
        return str(paragraph.find(f"{q('pPr')}/{q('pStyle')}").get(q("val")))

    def followed(self, paragraph: Any) -> bool:
        """Whether the style of a paragraph, or one that it is based on, keeps it with the next."""
        ident: str | None = self.style(paragraph)
        while ident:
            style = self.styles[ident]
            if style.find(f"{q('pPr')}/{q('keepNext')}") is not None:
                return True
            based = style.find(q("basedOn"))
            ident = None if based is None else based.get(q("val"))
        return False

    def blocks(self) -> list[Any]:
        return [
            one for one in self.body.iter(q("p"), q("tbl")) if not any(a.tag == q("tbl") for a in one.iterancestors())
        ]


@pytest.fixture(scope="module")
def pages(sme_pack: Pack, micro_pack: Pack) -> tuple[Page, ...]:
    return tuple(Page(one) for pack in (sme_pack, micro_pack) for one in pack.lots[0].documents)


def test_a_line_before_a_list_or_a_table_stays_with_it(pages: tuple[Page, ...]) -> None:
    seen = 0
    for page in pages:
        blocks = page.blocks()
        for before, block in pairwise(blocks):
            listed = block.tag == q("tbl") or page.style(block) in LISTS
            if listed and before.tag == q("p") and page.style(before) not in LISTS:
                seen += 1
                assert page.followed(before), "".join(before.itertext(q("t")))
    assert seen > 100


def test_a_list_is_announced_by_a_colon_and_never_by_a_title(pages: tuple[Page, ...]) -> None:
    seen = 0
    for page in pages:
        for before, block in pairwise([one for one in page.blocks() if one.tag == q("p")]):
            if page.style(block) in LISTS and page.style(before) not in LISTS:
                seen += 1
                said = "".join(before.itertext(q("t")))
                assert said.endswith("\u00a0:"), (said, page.style(before))
    assert seen > 50


def test_no_row_is_alone_on_a_page_and_a_short_table_is_whole(pages: tuple[Page, ...]) -> None:
    sizes, ends = set(), 0
    for page in pages:
        for table in page.body.iter(q("tbl")):
            if table.find(f".//{q('tblStyle')}").get(q("val")) != "Grille":
                continue
            head, *rows = table.iter(q("tr"))
            assert all(map(page.followed, head.iter(q("p"))))
            kept = [rank for rank, row in enumerate(rows) if all(map(page.followed, row.iter(q("p"))))]
            count = len(rows)
            ended = _is_end(page, table)
            assert kept == [*(range(count - 1) if count <= 4 else (0, count - 2)), *([count - 1] if ended else [])]
            sizes.add(count)
            ends += ended
    assert {1, 2, 3, 4} < sizes
    assert max(sizes) > 10
    assert ends >= 2


def _is_end(page: Page, table: Any) -> bool:
    """Whether the line that ends the document comes just after a table."""
    blocks = page.blocks()
    return page.style(blocks[-1]) == "Fin" and blocks[-2] is table


def test_the_line_that_ends_a_document_stays_with_what_it_ends(pages: tuple[Page, ...]) -> None:
    ended = [page for page in pages if page.style(page.blocks()[-1]) == "Fin"]
    assert len(ended) >= 2
    for page in ended:
        assert all(map(page.followed, list(page.blocks()[-2].iter(q("p")))[-1:]))


@pytest.mark.parametrize("style", ["body", "bullet"])
def test_a_paragraph_before_the_end_stays_with_it_unless_it_is_a_list(style: str) -> None:
    frame, end = with_end((Frame("x", (Paragraph(style, "Aucun.", (Run("Aucun."),)),)),), "Fin")
    assert [block.style for block in (*frame.blocks, *end.blocks) if isinstance(block, Paragraph)] == [
        "lead" if style == "body" else style, "end",
    ]  # fmt: skip


def test_paragraphs_and_runs_have_no_format_of_their_own(pages: tuple[Page, ...]) -> None:
    for page in pages:
        for properties in page.body.iter(q("pPr")):
            assert {child.tag for child in properties} <= {q("pStyle"), q("numPr")}
        for properties in page.body.iter(q("rPr")):
            assert {child.tag for child in properties} <= {q("rStyle")}


def _signatures(pack: Pack) -> list[Any]:
    (page,) = [Page(document) for document in pack.lots[0].documents if document.id == "contrat"]
    return [t for t in page.body.iter(q("tbl")) if t.find(f".//{q('tblStyle')}").get(q("val")) == "Signatures"]


@pytest.mark.parametrize("mode", ["manuscrite", "electronique"])
def test_each_party_signs_in_its_frame_under_its_name(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any], mode: str
) -> None:
    answers = {**sme_answers, "mode_signature": mode, "signataires": _SIGNING}
    frames = _signatures(build(library, questionnaire, Answers(answers)))
    rows = [["".join(row.find(q("tc")).itertext(q("t"))) for row in frame.iter(q("tr"))][1:] for frame in frames]
    assert rows == [["Aline Ory, présidente", "Émile Roux, directeur général"], ["Paul Hue, gérant"]]
    for frame, key in zip(frames, ("client", "prestataire"), strict=True):
        widths = [int(column.get(q("w"))) for column in frame.iter(q("gridCol"))]
        assert abs(widths[0] - widths[1]) <= 1
        said = "".join(frame.getprevious().itertext(q("t")))
        assert said == f"Pour le {key.capitalize()}, {answers[f'{key}.raison_sociale']}\u00a0:"


def test_rows_that_nobody_gave_are_blanks_to_fill_in(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    given = {name: value for name, value in sme_answers.items() if name not in ("volumes", "taches_comptables")}
    pack = build(library, questionnaire, Answers(given), draft=True)
    blocks = [block for one in pack.lots[0].documents for clause in one.clauses for block in clause.blocks]
    tables = [block for block in blocks if isinstance(block, Table) and block.caption.startswith("Volumes mensuels")]
    blank = "[à compléter\u00a0: Volumes par fonction]"
    assert len(tables) == 2
    assert all([cell.text for row in table.rows for cell in row][:2] == [blank, "[…]"] for table in tables)
    items = [block.text for block in blocks if isinstance(block, Paragraph) and block.style == "bullet"]
    assert "[à compléter\u00a0: Tâches confiées]." in items
    assert not [block for block in blocks if isinstance(block, Paragraph) and "renvoi sans objet" in block.text]


def test_what_the_cover_of_a_draft_lacks_is_a_blank_to_be_seen(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    answers = {name: value for name, value in sme_answers.items() if name != "prestataire.raison_sociale"}
    page = next(
        Page(one)
        for one in build(library, questionnaire, Answers(answers), draft=True).lots[0].documents
        if one.id == "contrat"
    )
    line = next(one for one in page.blocks() if "".join(one.itertext(q("t"))).startswith("Prestataire"))
    (blank,) = (run for run in line.iter(q("r")) if run.find(f"{q('rPr')}/{q('rStyle')}") is not None)
    assert "".join(blank.itertext(q("t"))) == "[à compléter\u00a0: Prestataire]"
