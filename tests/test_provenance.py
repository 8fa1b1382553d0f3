"""A delivered file holds nothing that its reader cannot read in it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from faults import PROVENANCE, unzipped

from contractgen import Answers, build
from contractgen.model import Library, Questionnaire
from contractgen.results import Pack
from contractgen.word.embedded import read_base
from contractgen.word.opening import open_package
from contractgen.word.read import read_document

CANARY = "Kanarienvogel"


@pytest.fixture(scope="module")
def planted(library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]) -> Pack:
    """A pack with canaries in parked and unused answers, in the notes of every clause, and in reasons."""
    clauses = {slug: clause._replace(note=f"{CANARY} note {slug}") for slug, clause in library.clauses.items()}
    asked = dict(questionnaire.questions)
    asked["penalites"] = asked["penalites"]._replace(label=f"{CANARY} raison")
    answers = {
        **sme_answers,
        "canaux": ["courrier"],  # not asked: no assistance in this dossier
        "outil_recrutement": f"{CANARY} outil",
        "justification_indice": f"{CANARY} indice",
        "hebergeur_hds": [{"nom": f"{CANARY} hds", "certificat": CANARY, "validite": "2027-01-01", "lieux": [CANARY]}],
        "grille": [
            {"activite": "Paie", "criticite": 4, "valeur": 2, "decision": "deleguer", "cout_interne_annuel": 987654}
        ],
    }
    pack = build(library._replace(clauses=clauses), questionnaire._replace(questions=asked), Answers(answers))
    assert pack.status == "delivered", [f for f in pack.findings if f.severity == "error"]
    return pack


def test_nothing_unused_parked_noted_or_reasoned_is_in_the_files_for_the_other_side(planted: Pack) -> None:
    files = [document for document in planted.lots[0].documents if document.clauses]
    assert len(files) == 2
    for document in files:
        for name, content in unzipped(document.content).items():
            text = content.decode("utf-8")
            assert CANARY not in text, (document.id, name)
            assert not re.search("987.?654", text), (document.id, name)


def test_what_the_internal_table_holds_can_be_read_in_it(planted: Pack) -> None:
    table = next(document for document in planted.lots[0].documents if not document.clauses)
    shown = "\n".join(line.text for line in read_document(open_package(table.content)).lines)
    for content in unzipped(table.content).values():
        for word in re.findall(rf"{CANARY}[^<]*", content.decode("utf-8")):
            assert word.replace("&amp;", "&") in shown


def test_the_provenance_says_all_that_a_later_check_needs(sme_pack: Pack, library: Library) -> None:
    for document in sme_pack.lots[0].documents:
        base = read_base(open_package(document.content))
        assert base is not None
        assert (base.library, base.version, base.digest) == (library.name, library.version, library.digest)
        assert [(e.id, e.version, e.number) for e in base.entries if e.tag] == [
            (c.id, c.version, c.number) for c in document.clauses
        ]
        applying = [s.id for s in sme_pack.lots[0].requirements if s.status != "not_applicable"]
        assert list(base.requirements) == applying


def test_each_clause_is_anchored_three_ways(sme_pack: Pack) -> None:
    document = next(one for one in sme_pack.lots[0].documents if one.id == "contrat")
    parts = open_package(document.content)
    reading = read_document(parts)
    for clause in document.clauses:
        assert f"{clause.id}@{clause.version}" in reading.tags
        assert "_cg_" + clause.id.replace("-", "_") in reading.bookmarks
        assert f'<clause id="{clause.id}"'.encode() in parts[PROVENANCE]


def test_the_spans_that_came_from_answers_carry_their_question(sme_pack: Pack) -> None:
    document = next(one for one in sme_pack.lots[0].documents if one.id == "contrat")
    text = unzipped(document.content)[PROVENANCE].decode("utf-8")
    assert '<a id="reversibilite_mois">quatre (4)\u00a0mois</a>' in text
    assert '<a id="acces[1].compte">delegue</a>' in text


def test_a_bare_file_says_nothing_of_its_origin(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    pack = build(library, questionnaire, Answers(sme_answers), bare=True)
    assert pack.status == "delivered"
    for document in pack.lots[0].documents:
        parts = unzipped(document.content)
        assert not [name for name in parts if name.startswith("customXml")]
        assert b"<w:sdt>" not in parts["word/document.xml"]
        assert b"_cg_" not in parts["word/document.xml"]
