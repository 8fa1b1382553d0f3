"""A short contract is set tighter, and only tighter: the same text, styles and fonts, in every house; no small print."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from contractgen import Answers, build
from contractgen.model import Library, Questionnaire
from contractgen.results import Pack
from contractgen.word.compact import compact_house
from contractgen.word.house_check import check_house
from contractgen.word.opening import open_package
from contractgen.word.read import read_document

ROOT = Path(__file__).parent.parent
HOUSES = [ROOT / "clause_library/house.docx", *sorted((ROOT / "examples/house").glob("*.docx"))]
WORDS = 6200  # of a micro-company's contract with its annexes; that of an SME has over three times as many


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def contract(pack: Pack) -> bytes:
    return next(document.content for document in pack.lots[0].documents if document.id == "contrat")


def words(content: bytes) -> int:
    return sum(len(line.text.split()) for line in read_document(open_package(content)).lines)


@pytest.mark.parametrize("path", HOUSES, ids=lambda path: path.stem)
def test_a_tighter_house_is_the_same_house_and_no_small_print(path: Path) -> None:
    data = path.read_bytes()
    tighter = compact_house(data)
    assert [finding for finding in check_house(tighter) if finding.severity == "error"] == []
    before, after = part(data, "word/styles.xml"), part(tighter, "word/styles.xml")
    assert "pageBreakBefore" in before
    assert "pageBreakBefore" not in after
    for kept in (r"<w:rFonts [^>]*>", r"<w:color [^>]*>", r'w:styleId="[^"]*"'):
        assert re.findall(kept, before) == re.findall(kept, after)
    letters = [[int(one) for one in re.findall(r'<w:sz w:val="(\d+)"', styles)] for styles in (before, after)]
    assert all(new == old if old <= 20 else 20 <= new < old for old, new in zip(*letters, strict=True))
    rooms = [[int(one) for one in re.findall(r'w:(?:before|after)="(\d+)"', styles)] for styles in (before, after)]
    assert sum(rooms[1]) < sum(rooms[0]) / 2


@pytest.mark.parametrize("path", HOUSES, ids=lambda path: path.stem)
def test_a_title_that_no_longer_begins_a_page_has_room_before_it(path: Path) -> None:
    before, after = (part(data, "word/styles.xml") for data in (path.read_bytes(), compact_house(path.read_bytes())))
    styles = [
        dict(re.findall(r'<w:style\b[^>]*w:styleId="([^"]*)"(.*?)</w:style>', one, re.DOTALL))
        for one in (before, after)
    ]
    began = [name for name, style in styles[0].items() if "pageBreakBefore" in style]
    assert began
    assert all('w:before="140"' in styles[1][name] for name in began)


def test_the_right_edge_of_headers_and_contents_follows_the_margins() -> None:
    data = HOUSES[0].read_bytes()
    tighter = compact_house(data)
    assert 'w:left="1134"' in part(tighter, "word/document.xml")
    assert (
        part(data, "word/styles.xml").count('w:pos="9070"')
        == part(tighter, "word/styles.xml").count('w:pos="9638"')
        > 0
    )


def test_the_simplified_profile_alone_is_short_and_tight(micro_pack: Pack, sme_pack: Pack) -> None:
    micro, sme = contract(micro_pack), contract(sme_pack)
    assert words(micro) < WORDS < words(sme) / 3
    assert "pageBreakBefore" not in part(micro, "word/styles.xml")
    assert "pageBreakBefore" in part(sme, "word/styles.xml")


def test_the_short_form_leaves_no_requirement_that_the_long_one_satisfies(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any], micro_pack: Pack
) -> None:
    """The same dossier in both profiles: what is mandatory in the simplified one is satisfied there too."""
    for pack in (
        micro_pack,
        build(library, questionnaire, Answers({**sme_answers, "profil": "simplifie", "montant_annuel_ht": 14000})),
    ):
        missing = [one.id for one in pack.lots[0].requirements if one.status == "unsatisfied"]
        assert missing == []
