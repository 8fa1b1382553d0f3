"""Where things stand in a contract that came back: passages in another clause, numbers that follow, bookmarks in controls."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from faults import Parts, W, control_of, on_tree, paragraphs, q, unzipped, zipped
from lxml import etree
from review_faults import Fault, bookmarks_stripped, controls_stripped, together
from revision_specimens import file

from contractgen.model import Library, Questionnaire
from contractgen.results import Pack
from contractgen.review import Review, review
from contractgen.word.numbers import printed_numbers, sequence_numbers
from contractgen.word.opening import open_package
from contractgen.word.read import read_document


@pytest.fixture(scope="module")
def contract(sme_pack: Pack) -> bytes:
    return next(one.content for one in sme_pack.lots[0].documents if one.id == "contrat")


@pytest.fixture
def reviewed(contract: bytes, library: Library, questionnaire: Questionnaire) -> Any:
    def of(fault: Fault) -> Review:
        return review(zipped(fault(unzipped(contract))), library, questionnaire)

    return of


def touched(found: Review) -> dict[str, str]:
    return {one.id: one.status for one in (*found.clauses, *found.frames) if one.status != "unchanged"}


# ---------------------------------------------------------------- passages in another clause


def row_elsewhere(source: str, target: str) -> Fault:
    def fault(root: Any) -> None:
        rows = list(control_of(root, source).iter(q("tr")))
        table = list(control_of(root, target).iter(q("tbl")))[-1]
        width = len(table.find(q("tr")).findall(q("tc")))
        table.append(next(row for row in rows[2:] if len(row.findall(q("tc"))) == width))

    return on_tree(fault)


def passage_elsewhere(source: str, target: str) -> Fault:
    return on_tree(lambda root: paragraphs(root, target)[-1].addnext(paragraphs(root, source)[2]))


def last_passage_elsewhere(source: str, target: str) -> Fault:
    """No passage of the clause stands after it: it is out of order with other clauses only."""
    return on_tree(lambda root: paragraphs(root, target)[-1].addnext(paragraphs(root, source)[-1]))


@pytest.mark.parametrize("lost", [(), (controls_stripped, bookmarks_stripped)])
@pytest.mark.parametrize(
    ("fault", "source", "host"),
    [
        (passage_elsewhere("force-majeure", "reversibilite"), "force-majeure", "Réversibilité"),
        (last_passage_elsewhere("force-majeure", "reversibilite"), "force-majeure", "Réversibilité"),
        (row_elsewhere("annexe-sla", "annexe-repli-continuite"), "annexe-sla", "Plan de repli"),
    ],
)
def test_a_passage_in_another_clause_is_cited_with_that_clause(
    fault: Fault, source: str, host: str, lost: tuple[Fault, ...], reviewed: Any
) -> None:
    found = reviewed(together(fault, *lost))
    said = [one.message for one in found.findings if (one.code, one.where) == ("clause-moved", source)]
    assert len(said) == 1
    assert re.search(f"est maintenant dans « [^»]*{host}", said[0])


def test_the_sentence_that_prevails_is_cited_however_late_it_comes(reviewed: Any) -> None:
    """A clause put twice, with an exception in its second half."""

    def fault(root: Any) -> None:
        again = copy.deepcopy(control_of(root, "imprevision"))
        for mark in [*again.iter(q("bookmarkStart"), q("bookmarkEnd"), q("sdtPr"))]:
            mark.getparent().remove(mark)
        list(again.iter(q("p")))[-1].find(q("r")).find(
            q("t")
        ).text = "Par exception, rien de ce qui précède ne s’applique."
        control_of(root, "imprevision").addnext(again)

    found = reviewed(on_tree(fault))
    assert any("Par exception, rien de ce qui précède" in one.message for one in found.findings)


def test_a_clause_moved_whole_strays_nowhere(reviewed: Any) -> None:
    def fault(root: Any) -> None:
        control_of(root, "reversibilite").addnext(control_of(root, "force-majeure"))

    for one in (on_tree(fault), together(on_tree(fault), controls_stripped, bookmarks_stripped)):
        found = reviewed(one)
        assert [clause.strays for clause in found.clauses if clause.moved] == [()]


# ---------------------------------------------------------------- numbers


def brought_up_to_date(parts: Parts) -> Parts:
    """What Word does to references when fields are updated: each shows the number that its bookmark now has."""
    opened = open_package(zipped(parts))
    reading = read_document(opened)
    numbers = printed_numbers(opened, [line.style for line in reading.lines])
    numbers |= sequence_numbers(reading.sequences)
    now = {name: numbers[at] for name, at in reading.bookmarks.items() if at in numbers}
    tables = iter(sequence_numbers(reading.sequences).values())

    def fault(root: Any) -> None:
        for code in root.iter(q("instrText")):
            words = (code.text or "").split()
            shown = now.get(words[1]) if words[:1] == ["REF"] else next(tables) if words[:1] == ["SEQ"] else None
            if shown is not None:
                next(one for one in _field(code) if one.find(q("t")) is not None).find(q("t")).text = shown

    return on_tree(fault)(parts)


def _field(code: Any) -> list[Any]:
    found, run = [], code.getparent().getnext()
    while run is not None and run.find(f"{q('fldChar')}[@{{{W}}}fldCharType='end']") is None:
        found.append(run)
        run = run.getnext()
    return found


def article_added(after: str) -> Fault:
    def fault(root: Any) -> None:
        title = copy.deepcopy(paragraphs(root, after)[0])
        for mark in list(title.iter(q("bookmarkStart"), q("bookmarkEnd"))):
            mark.getparent().remove(mark)
        next(title.iter(q("t"))).text = "Exclusivité"
        body = copy.deepcopy(paragraphs(root, after)[1])
        for run in list(body.iter(q("r")))[1:]:
            run.getparent().remove(run)
        next(body.iter(q("t"))).text = "Le Client ne recourt à aucun tiers."
        control_of(root, after).addnext(title)
        title.addnext(body)

    return on_tree(fault)


@pytest.mark.parametrize("after", ["objet-fonctions", "delai-paiement", "reversibilite", "dpa-securite", "annexe-sla"])
def test_references_that_follow_an_article_that_was_added_are_no_change(after: str, reviewed: Any) -> None:
    """Also those to a title inside an article: « 20.2 » becomes « 21.2 »."""
    found = reviewed(together(article_added(after), brought_up_to_date))
    assert touched(found) == {"nouveau-1": "new"}
    assert {one.code for one in found.findings} == {"text-new"}


@pytest.mark.parametrize("clause", ["continuite-repli", "gouvernance", "annexe-sla"])
def test_references_that_follow_a_clause_that_was_removed_are_no_change(clause: str, reviewed: Any) -> None:
    """Also those to the tables after its own."""
    found = reviewed(
        together(
            on_tree(lambda root: control_of(root, clause).getparent().remove(control_of(root, clause))),
            brought_up_to_date,
        )
    )
    assert touched(found) == {clause: "deleted"}
    told = reviewed(on_tree(lambda root: control_of(root, clause).getparent().remove(control_of(root, clause))))
    assert {one.code for one in found.findings} == {one.code for one in told.findings}


def test_a_reference_to_another_title_of_the_same_article_is_told(contract: bytes, reviewed: Any) -> None:
    shown = [one for one in read_document(open_package(contract)).references if re.fullmatch(r"\d+\.\d", one.text)]
    assert shown
    number = shown[0].text

    def fault(root: Any) -> None:
        for code in root.iter(q("instrText")):
            if shown[0].bookmark in (code.text or "").split():
                text = next(one.find(q("t")) for one in _field(code) if one.find(q("t")) is not None)
                text.text = f"{number[:-1]}{int(number[-1]) + 1}"

    assert "reworded" in touched(reviewed(on_tree(fault))).values()


@pytest.mark.parametrize("number", ["", "Annexe\u00a07"])
def test_a_number_changed_in_a_cell_is_told(number: str, reviewed: Any) -> None:
    """No reference there: the list of annexes is typed."""

    def fault(root: Any) -> None:
        cells = list(control_of(root, "documents-priorite").iter(q("tc")))
        cell = next(one for one in cells if re.fullmatch(r"Annexe\s3", "".join(one.itertext())))
        next(cell.iter(q("t"))).text = number

    assert touched(reviewed(on_tree(fault))) == {"documents-priorite": "reworded"}


def test_a_bookmark_in_a_control_inside_a_paragraph_stands_in_it() -> None:
    """LibreOffice puts a control around the words of a title, and the bookmarks of the title in it."""
    mark = '<bookmarkStart w:id="1" w:name="x"/><bookmarkEnd w:id="1"/><r><t>deux</t></r>'
    inside = f"<sdt><sdtPr><id w:val='7'/></sdtPr><sdtContent>{mark}</sdtContent></sdt>"
    data = file(f"<p><r><t>un</t></r></p><p>{inside}</p><p><r><t>trois</t></r></p>")
    assert read_document(open_package(data)).bookmarks == {"x": 1}
    around = "<sdt><sdtContent><bookmarkStart w:id='1' w:name='x'/><p><r><t>deux</t></r></p></sdtContent></sdt>"
    assert read_document(open_package(file(f"<p><r><t>un</t></r></p>{around}"))).bookmarks == {"x": 1}
    assert etree.fromstring(unzipped(data)["word/document.xml"]) is not None
