"""A file that Word only saved again is the file that was sent: runs cut inside words, proofing marks, revision ids."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from faults import on_tree, paragraphs, q, set_text, unzipped, zipped
from lxml import etree

from contractgen.inspection import inspect_file
from contractgen.model import Library, Questionnaire
from contractgen.results import Pack
from contractgen.review import review
from contractgen.word.redline import redline

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def _saved_again(root: Any) -> None:
    for paragraph in root.iter(q("p")):
        paragraph.set(q("rsidR"), "00A00001")
    for run in list(root.iter(q("r"))):
        if run.find(q("rPr")) is None:
            run.insert(0, etree.Element(q("rPr")))
        etree.SubElement(run.find(q("rPr")), q("lang")).set(q("val"), "fr-FR")
        text = run.find(q("t"))
        if text is None or len(text.text or "") < 12 or len([one for one in run if one.tag != q("rPr")]) > 1:
            continue
        cut = len(text.text) // 2
        rest = copy.deepcopy(run)
        last = rest.find(q("t"))
        last.text, text.text = text.text[cut:], text.text[:cut]
        for piece in (text, last):
            piece.set(_SPACE, "preserve")
        last.addprevious(etree.Element(q("lastRenderedPageBreak")))
        run.addnext(rest)
        run.addnext(etree.Element(q("proofErr"), {q("type"): "spellStart"}))
        rest.addnext(etree.Element(q("proofErr"), {q("type"): "spellEnd"}))


@pytest.fixture(scope="module")
def both(sme_pack: Pack) -> tuple[bytes, bytes]:
    sent = next(one.content for one in sme_pack.lots[0].documents if one.id == "contrat")
    return sent, zipped(on_tree(_saved_again)(unzipped(sent)))


def test_nothing_is_told_of_a_file_that_was_only_saved(
    both: tuple[bytes, bytes], library: Library, questionnaire: Questionnaire
) -> None:
    sent, saved = both
    assert redline(sent, saved).counted == redline(saved, sent).counted == {}
    assert review(saved, library, questionnaire).findings == ()
    assert inspect_file(saved).differences == ()


def test_one_word_changed_in_it_is_one_change(both: tuple[bytes, bytes]) -> None:
    sent, saved = both

    def change(root: Any) -> None:
        set_text(paragraphs(root, "force-majeure")[1], lambda text: f"{text} Fin.")

    assert redline(sent, zipped(on_tree(change)(unzipped(saved)))).counted == {"changed": 1}
