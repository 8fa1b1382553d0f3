"""The promise, whatever the answers: a mandatory protection is in the file or in the findings, and no text is lost."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import TEXTS, changed, dossiers

from contractgen import Answers, build
from contractgen.assembly import printed_texts
from contractgen.french import dressed
from contractgen.model import Library, Paragraph, Questionnaire
from contractgen.pipeline import blocks
from contractgen.results import LotResult, Pack
from contractgen.word.embedded import read_base
from contractgen.word.opening import open_package
from contractgen.word.read import read_document

SLOW = settings(
    max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True
)


def ties_in_files(lot: LotResult) -> set[str]:
    """The requirements tied to paragraphs that are really in the delivered files, read from the files alone."""
    found: set[str] = set()
    for document in lot.documents:
        parts = open_package(document.content)
        base = read_base(parts)
        assert base is not None
        shown = {line.text for line in read_document(parts).lines}
        for entry in base.entries:
            found |= {tie for line in entry.lines if line.text in shown for tie in line.ties}
    return found


@SLOW
@given(data=st.data())
def test_each_mandatory_requirement_is_in_the_file_or_in_the_findings(
    data: st.DataObject, library: Library, questionnaire: Questionnaire
) -> None:
    answers = Answers(data.draw(dossiers(questionnaire)))
    pack = build(library, questionnaire, answers, draft=True)
    for lot in pack.lots:
        reported = {finding.where for finding in lot.findings}
        in_files = ties_in_files(lot) if pack.status != "refused" else None
        for status in lot.requirements:
            if status.severity != "mandatory" or status.status == "not_applicable":
                continue
            if status.status == "satisfied":
                assert status.by
                assert in_files is None or status.id in in_files, status
            else:
                assert status.id in reported, status


@SLOW
@given(data=st.data())
def test_a_dossier_with_answers_changed_keeps_every_protection_and_finds_no_fault_of_the_library(
    data: st.DataObject, library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    pack = build(library, questionnaire, Answers(data.draw(changed(questionnaire, sme_answers))), draft=True)
    assert not [finding for finding in pack.findings if finding.code in FAULTS_OF_OURS]
    (lot,) = pack.lots
    in_files = ties_in_files(lot) if pack.status != "refused" else {s.id for s in lot.requirements}
    reported = {finding.where for finding in lot.findings}
    for status in lot.requirements:
        if status.severity == "mandatory" and status.status != "not_applicable":
            assert status.id in (in_files if status.status == "satisfied" else reported), status


FAULTS_OF_OURS = ("readback-altered", "value-not-asked", "clause-empty", "tables-adjacent", "reference-dangling")


@SLOW
@given(data=st.data())
def test_a_refused_pack_says_why_and_a_delivered_one_has_no_error(
    data: st.DataObject, library: Library, questionnaire: Questionnaire
) -> None:
    pack = build(library, questionnaire, Answers(data.draw(dossiers(questionnaire))))
    errors = [finding for finding in pack.findings if blocks(finding, False)]
    assert (pack.status == "refused") == bool(errors)
    assert all(finding.message and finding.where for finding in errors)
    assert not any(finding.code == "readback-altered" for finding in pack.findings)


def shown_texts(pack: Pack) -> list[str]:
    """The text of every paragraph and row of the contract and specification, read from the files alone."""
    return [
        line.text
        for document in pack.lots[0].documents
        if document.clauses
        for line in read_document(open_package(document.content)).lines
    ]


TEXT_ANSWERS = ("client.raison_sociale", "client.siege", "client.representant", "competence_a_garder", "plages_horaires",
                "prestataire.raison_sociale", "plateforme_agreee", "coffre_fort", "indice_base")  # fmt: skip


@SLOW
@given(text=TEXTS, name=st.sampled_from(TEXT_ANSWERS))
def test_the_text_of_an_answer_stands_in_the_file_as_it_is_printed(
    text: str, name: str, library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    pack = build(library, questionnaire, Answers({**sme_answers, name: text}), draft=True)
    clean = text.strip(" \t\n\u00a0\u202f")
    if pack.status == "refused" or not clean:
        return
    import unicodedata

    shown = dressed(unicodedata.normalize("NFC", clean))
    assert any(shown in line for line in shown_texts(pack)), (name, text)


@SLOW
@given(rows=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6))
def test_every_row_of_a_table_is_in_the_file(
    rows: list[tuple[str, str]], library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    table = [
        {"systeme": f"S{i} {system}", "compte": f"C{i} {account}", "niveau": "lecture", "titulaire_client": f"T{i}"}
        for i, (system, account) in enumerate(rows)
    ]
    pack = build(library, questionnaire, Answers({**sme_answers, "acces": table}), draft=True)
    assert pack.status == "draft"
    annex = next(
        clause for document in pack.lots[0].documents for clause in document.clauses if clause.id == "annexe-acces"
    )
    shown = printed_texts(annex.blocks)
    for i in range(len(rows)):
        assert sum(f"T{i}" == text for text in shown) == 1


def test_removing_any_mandatory_paragraph_reports_exactly_its_requirements(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    """The checks are tested by breaking things: each tied paragraph of the contract is taken out in turn."""
    whole = build(library, questionnaire, Answers(sme_answers))
    applicable = {s.id: s for s in whole.lots[0].requirements if s.status == "satisfied" and s.severity == "mandatory"}
    broken = 0
    for ident, status in applicable.items():
        bare = {slug: without_tie(library, slug, ident) for slug in status.by}
        maimed = library._replace(clauses={**library.clauses, **bare})
        pack = build(maimed, questionnaire, Answers(sme_answers))
        missing = {f.where for f in pack.findings if f.code == "requirement-missing" and f.severity == "error"}
        assert pack.status == "refused"
        assert ident in missing
        assert missing <= {i for i, s in applicable.items() if set(s.by) & set(status.by)}
        broken += 1
    assert broken > 60


def without_tie(library: Library, slug: str, ident: str) -> Any:
    """The clause without the paragraphs that are tied to a requirement."""
    clause = library.clauses[slug]
    return clause._replace(blocks=_without(clause.blocks, ident))


def _without(found: tuple[Any, ...], ident: str) -> tuple[Any, ...]:
    kept = []
    for block in found:
        if hasattr(block, "blocks"):
            kept.append(block._replace(blocks=_without(block.blocks, ident) or (Paragraph("body", "…", ()),)))
        elif ident not in getattr(block, "ties", ()):
            kept.append(block)
    return tuple(kept) or (Paragraph("body", "…", ()),)


def test_what_is_not_known_is_never_taken_for_false(library: Library, questionnaire: Questionnaire) -> None:
    pack = build(library, questionnaire, Answers({}))
    decisions = pack.lots[0].selection.decisions
    assert decisions["paie-mandat-dsn"].state == "undecided"
    assert "fonctions" in decisions["paie-mandat-dsn"].lacking
    assert pack.status == "refused"
