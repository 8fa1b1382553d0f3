"""The comments of a contract that came back: replies, those marked done, those that stand at a point."""

from __future__ import annotations

from typing import Any

import pytest
from faults import Parts, W, on_tree, q, unzipped, zipped
from lxml import etree
from review_faults import AUTHOR, commented, paragraph_with, together

from contractgen.model import Library, Questionnaire
from contractgen.results import Pack
from contractgen.review import review
from contractgen.review_report import review_as_text

CLAUSE = "force-majeure"
W14, W15 = (f"http://schemas.microsoft.com/office/word/{year}/wordml" for year in ("2010", "2012"))


@pytest.fixture(scope="module")
def contract(sme_pack: Pack) -> bytes:
    return next(one.content for one in sme_pack.lots[0].documents if one.id == "contrat")


def at_a_point(parts: Parts) -> Parts:
    """The comment left with its reference only, as LibreOffice writes one put in without a selection."""

    def fault(root: Any) -> None:
        for mark in [*root.iter(q("commentRangeStart")), *root.iter(q("commentRangeEnd"))]:
            mark.getparent().remove(mark)

    return on_tree(fault)(parts)


def replied(text: str) -> Any:
    """A reply of another author, and the whole thread marked done."""

    def fault(parts: Parts) -> Parts:
        def mark(root: Any) -> None:
            reference = etree.SubElement(
                etree.SubElement(paragraph_with(root, CLAUSE, "La Partie empêchée"), q("r")), q("commentReference")
            )
            reference.set(q("id"), "8")

        root = etree.fromstring(parts["word/comments.xml"])
        next(root.iter(q("p"))).set(f"{{{W14}}}paraId", "11111111")
        root.append(etree.fromstring(
            f'<w:comment xmlns:w="{W}" xmlns:x="{W14}" w:id="8" w:author="Mme Roy"><w:p x:paraId="22222222"><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>'
        ))  # fmt: skip
        more = f'<x:commentsEx xmlns:x="{W15}"><x:commentEx x:paraId="11111111" x:done="1"/><x:commentEx x:paraId="22222222" x:paraIdParent="11111111" x:done="1"/></x:commentsEx>'
        return {
            **on_tree(mark)(parts),
            "word/comments.xml": etree.tostring(root),
            "word/commentsExtended.xml": more.encode(),
        }

    return fault


def test_a_comment_at_a_point_is_listed(contract: bytes, library: Library, questionnaire: Questionnaire) -> None:
    fault = together(commented(CLAUSE, "La Partie empêchée", "Trop large ?"), at_a_point)
    (comment,) = review(zipped(fault(unzipped(contract))), library, questionnaire).comments
    assert (comment.text, comment.clause, comment.anchor) == ("Trop large ?", CLAUSE, "")


def test_a_reply_says_to_whom_and_a_settled_thread_that_it_is(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    fault = together(commented(CLAUSE, "La Partie empêchée", "Trop large ?"), replied("Non."))
    found = review(zipped(fault(unzipped(contract))), library, questionnaire)
    first, reply = found.comments
    assert (first.answers, first.settled) == ("", True)
    assert (reply.author, reply.answers, reply.text, reply.anchor) == ("Mme Roy", AUTHOR, "Non.", first.anchor)
    text = review_as_text(found, "contrat.docx")
    assert f"Réponse de Mme Roy à {AUTHOR}, marqué résolu (Article" in text
