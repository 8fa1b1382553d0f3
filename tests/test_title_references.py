"""References to a title inside a clause: « Article 12.3 », right in the file, never dangling."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from faults import DOCUMENT, on_text, unzipped, zipped
from points.reading import Docx

from contractgen import Answers, build, load_library
from contractgen.errors import ContentError
from contractgen.inspection import inspect_file
from contractgen.markup import parse_body
from contractgen.model import Block, Library, Link, Paragraph, ParagraphTemplate, Questionnaire
from contractgen.results import Pack

_MARK = "penalites-performance#reglement"


def _contract(pack: Pack) -> bytes:
    return next(document.content for document in pack.lots[0].documents if document.id == "contrat")


def test_a_title_bears_a_mark_and_a_reference_names_it() -> None:
    title, text = parse_body("## L'essai {#essai}\n\nSelon l'[[x-y#essai]].").blocks
    assert isinstance(title, Paragraph)
    assert isinstance(text, ParagraphTemplate)
    assert (title.text, title.anchor, title.style) == ("L’essai", "essai", "article2")
    assert Link("x-y", anchor="essai") in text.spans


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Texte. {#essai}", "à la fin d'un titre"),
        ("## Essai {#Essai}", "repère"),
        ("## Essai {#a} {#b}", "une seule fois"),
        ("Selon l'[[x#]].", "renvoi"),
        ("Selon l'[[tableau:x#y]].", "renvoi"),
    ],
)
def test_a_mark_out_of_its_place_is_a_problem(text: str, message: str) -> None:
    assert [error.line for error in parse_body(text, 7).errors if message in error.message] == [7]


@pytest.mark.parametrize(
    ("clause", "old", "new", "place", "message"),
    [
        ("annexe-penalites", f"[[{_MARK}]]", "[[penalites-performance#autre]]", r"annexe-penalites.md:\d\d", "pas de titre"),
        ("penalites-performance", "{#reglement}", "", r"annexe-penalites.md:\d\d", "pas de titre"),
        ("penalites-performance", "{#nature}", "{#reglement}", "penalites-performance.md:2", "deux fois"),
        ("penalites-performance", "{#nature}", f"{{#{'n' * 40}}}", "penalites-performance.md:2", "trop long"),
    ],
)  # fmt: skip
def test_a_reference_to_no_title_is_refused_on_load(
    tmp_path: Path, clause: str, old: str, new: str, place: str, message: str
) -> None:
    copy = Path(shutil.copytree(ROOT / "clause_library", tmp_path / "library"))
    file = copy / "clauses" / "contrat" / f"{clause}.md"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        load_library(copy)
    assert re.search(rf"{place}: .*{message}", str(refused.value))


def test_each_shows_the_number_that_word_counts(sme_pack: Pack, micro_pack: Pack) -> None:
    docx = Docx(_contract(sme_pack), "contrat")
    numbers = {p.text: p.number for p in docx.titles}
    shown = {f.code.split()[1]: f.result for p in docx.paragraphs for f in p.fields if "__" in f.code}
    assert shown.get("_Ref_annexe_reversibilite__recette") == numbers["Jalons et recette"]
    assert all(re.fullmatch(r"A?\d+(\.\d+)+", number) for number in shown.values())
    short = Docx(_contract(micro_pack), "contrat")
    assert not any("__" in f.code for p in short.paragraphs for f in p.fields)  # its texts have no titles inside


_BODY = "## Un {#un}\n\nA.\n\n### Un un\n\nB.\n\n### Un deux {#un-deux}\n\nC.\n\n## Deux {#deux}\n\nSelon [[assurances#{}]]."


@pytest.mark.parametrize(
    ("slug", "anchor", "printed"),
    [
        ("assurances", "un", r"Article {n}\.\d"),
        ("assurances", "un-deux", r"Article {n}\.\d\.2"),
        ("dpa-audit", "deux", r"article A{n}\.1"),
        ("annexe-acces", "un-deux", r"article A{n}\.\d\.2"),
    ],
)
def test_titles_of_every_depth_can_be_referred_to(
    library: Library,
    questionnaire: Questionnaire,
    sme_answers: dict[str, Any],
    slug: str,
    anchor: str,
    printed: str,
) -> None:
    titles = "annex" if library.clauses[slug].kind == "annex" else "article"
    body = parse_body(_BODY.replace("assurances#{}", f"{slug}#{anchor}"), 1, titles).blocks
    if slug == "dpa-audit":  # in an article of an annex there is one depth
        body = tuple(block for block in body if "un" not in getattr(block, "text", "").lower())
    pack = _built(library, questionnaire, sme_answers, slug, body)
    assert pack.status == "delivered", [f.message for f in pack.findings if f.severity == "error"]
    clause = next(c for d in pack.lots[0].documents for c in d.clauses if c.id == slug)
    last = clause.blocks[-1]
    assert isinstance(last, Paragraph)
    number = re.findall(r"\d+(?:\.\d+)?", clause.number)[0].replace(".", r"\.")
    assert re.fullmatch(f"Selon {printed.format(n=number)}\\.", last.text.replace("\u00a0", " ")), last.text


def _built(
    library: Library, questionnaire: Questionnaire, answers: dict[str, Any], slug: str, body: tuple[Block, ...]
) -> Pack:
    """The pack with a body put at the end of a clause."""
    clause = library.clauses[slug]
    anchors = tuple(block.anchor for block in body if isinstance(block, Paragraph) and block.anchor)
    changed = clause._replace(blocks=(*clause.blocks, *body), anchors=anchors)
    return build(library._replace(clauses={**library.clauses, slug: changed}), questionnaire, Answers(answers))


def test_a_title_that_is_not_printed_is_a_finding_and_nothing_is_delivered(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    body = parse_body("::: when profil == 'simplifie'\n\n## Un {#un}\n\nA.\n\n:::\n\nSelon l'[[assurances#un]].").blocks
    pack = _built(library, questionnaire, sme_answers, "assurances", body)
    assert pack.status == "refused"
    assert [f.where for f in pack.findings if f.code == "reference-dangling"] == ["assurances"]


_NAME = "_Ref_penalites_performance__reglement"


@pytest.mark.parametrize(
    ("pattern", "replacement", "message"),
    [
        (rf"REF {_NAME} ", "REF _Ref_penalites_performance__nature ", "mène à « 18.2 »"),
        (rf"(REF {_NAME} .*?<w:t>)[0-9.]+", r"\g<1>18.9", "« 18.9 »"),
        (rf'w:name="{_NAME}"', 'w:name="autre"', "mène à « rien »"),
    ],
)
def test_a_reference_that_was_touched_is_found(sme_pack: Pack, pattern: str, replacement: str, message: str) -> None:
    touched = on_text(DOCUMENT, pattern, replacement)(unzipped(_contract(sme_pack)))
    assert any(message in difference.message for difference in inspect_file(zipped(touched)).differences)
