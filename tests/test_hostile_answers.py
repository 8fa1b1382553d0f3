"""Answers that look like markup, fields or templates are plain text, also when a produced file is processed again."""

from __future__ import annotations

from typing import Any

import pytest
from faults import W, unzipped
from lxml import etree

from contractgen import Answers, build
from contractgen.errors import ContentError
from contractgen.inspection import inspect_file
from contractgen.model import Library, Questionnaire
from contractgen.word.opening import open_package
from contractgen.word.read import read_document

TEXTS = (
    "Dupont & Fils <SARL>",
    "</w:t></w:r><w:r><w:instrText>DDEAUTO c:\\\\windows cmd</w:instrText></w:r><w:r><w:t>",
    "{{ 7 * 7 }} {% for x in y %} {# note #}",
    "{{ entete }} {{ mention }}",
    "]]> <![CDATA[ &amp; &#65;",
    '" onload="x" \' <?xml version="1.0"?>',
    "TOC \\o 1-3 \\h PAGE \\* MERGEFORMAT",
    "[[annexe-sla]] {satisfies=\"BP-01\"} ::: when true",
    "première ligne\nseconde ligne\tet un tabulé",
    "ﬁn ½ ² ｗｉｄｅ 😀 e\u0301",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_a_hostile_text_is_printed_as_it_is(
    text: str, library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    import unicodedata

    pack = build(library, questionnaire, Answers({**sme_answers, "client.raison_sociale": text, "client.siege": text}))
    assert pack.status == "delivered"
    for document in pack.lots[0].documents:
        parts = unzipped(document.content)
        root = etree.fromstring(parts["word/document.xml"])
        codes = {"".join(code.itertext()).split()[0] for code in root.iter(f"{{{W}}}instrText")}
        assert codes <= {"TOC", "REF", "SEQ"}
        if document.id == "contrat":
            lines = [line.text for line in read_document(open_package(document.content)).lines]
            assert any(unicodedata.normalize("NFC", text) in line for line in lines)
        for name, content in parts.items():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(content)


def test_a_produced_file_used_as_a_template_runs_nothing(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    """Given to contractgen again as a house style, the file is refused; inspected, it is intact."""
    first = build(library, questionnaire, Answers({**sme_answers, "client.representant": "{{ 7 * 7 }} {% raise %}"}))
    contract = next(document.content for document in first.lots[0].documents if document.id == "contrat")
    assert inspect_file(contract).differences == ()
    with pytest.raises(ContentError, match="document produit"):
        build(library._replace(house=contract), questionnaire, Answers(sme_answers))
