"""An upgrade: what the library changed is tracked with its reason, what was negotiated is never lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from commands import run, unusable
from conftest import EXAMPLES
from faults import unzipped, zipped
from review_faults import Fault, paragraph_in, paragraph_removed, rewording, together, tracked_rewording

from contractgen import build, read_answers
from contractgen.errors import ReturnedFileError
from contractgen.merging import CONFLICT, LIBRARY, MERGED
from contractgen.model import Clause, Library, Paragraph, Questionnaire, Run, When
from contractgen.results import Pack
from contractgen.upgrading import Upgraded, upgraded
from contractgen.upgrading_report import as_text
from contractgen.word.annotations import read_annotations
from contractgen.word.opening import open_package
from contractgen.word.read import read_document
from contractgen.word.revisions import accept_all, reject_all, revisions

ANSWERS = read_answers(EXAMPLES / "pme-compta-paie.yaml")
ADDED = "Les Parties se réunissent chaque année pour en parler."
OLD, NEW = "Ces obligations durent", "Ces engagements durent"


def contract_of(pack: Pack) -> bytes:
    return next(one.content for one in pack.lots[0].documents if one.id == "contrat")


def lines_of(data: bytes) -> list[str]:
    return [line.text for line in read_document(open_package(data)).lines]


def changed(blocks: tuple[Any, ...], old: str, new: str) -> tuple[Any, ...]:
    """The blocks of a clause of the library in other words."""

    def piece(one: Any) -> Any:
        return one._replace(text=one.text.replace(old, new)) if isinstance(one, Run) else one

    found: list[Any] = []
    for block in blocks:
        if isinstance(block, When):
            block = block._replace(blocks=changed(block.blocks, old, new))
        elif isinstance(block, Paragraph):
            block = block._replace(text=block.text.replace(old, new), runs=tuple(map(piece, block.runs)), fixed=False)
        elif hasattr(block, "spans"):
            block = block._replace(spans=tuple(map(piece, block.spans)))
        found.append(block)
    return tuple(found)


def later(library: Library, slug: str = "confidentialite", old: str = OLD, new: str = NEW) -> Library:
    clause = library.clauses[slug]
    blocks = changed(clause.blocks, old, new)
    assert blocks != clause.blocks
    made = clause._replace(version="1.1.0", blocks=blocks)
    return library._replace(version="0.2.0", clauses={**library.clauses, slug: made})


def with_protection(library: Library) -> Library:
    """The library with one more paragraph in a clause, tied to a requirement that no paragraph of it satisfied."""
    clause: Clause = library.clauses["force-majeure"]
    more = Paragraph("body", ADDED, (Run(ADDED, "text"),), ("NOUV-01",))
    requirement = next(iter(library.requirements.values()))._replace(id="NOUV-01", text="Réunion annuelle", when=None)
    made = clause._replace(version="1.1.0", blocks=(*clause.blocks, more), ties=(*clause.ties, "NOUV-01"))
    return library._replace(
        version="0.2.0",
        clauses={**library.clauses, clause.id: made},
        requirements={**library.requirements, "NOUV-01": requirement},
    )


def after(pack: Pack, fault: Fault) -> bytes:
    return zipped(fault(unzipped(contract_of(pack))))


NEGOTIATED = {
    "other words": rewording("confidentialite", "qui en ont besoin", "qui en ont strictement besoin"),
    "the same words": rewording("confidentialite", OLD, "Les présentes obligations durent"),
    "a paragraph less": paragraph_removed("confidentialite", "Chaque Partie réserve"),
    "a paragraph more": paragraph_in("force-majeure", ADDED),
    "several": together(
        rewording("duree-reconduction", "trois (3) mois", "deux (2) mois"),
        rewording("confidentialite", OLD, "Les présentes obligations durent"),
        paragraph_in("confidentialite", ADDED),
    ),
}


@pytest.mark.parametrize("case", NEGOTIATED)
def test_what_was_negotiated_is_never_lost(
    case: str, sme_pack: Pack, library: Library, questionnaire: Questionnaire
) -> None:
    delivered, data = lines_of(contract_of(sme_pack)), after(sme_pack, NEGOTIATED[case])
    found = upgraded(data, later(library), questionnaire, ANSWERS)
    accepted = lines_of(accept_all(found.content))
    assert lines_of(reject_all(found.content)) == lines_of(data)
    for line in set(lines_of(data)) - set(delivered):
        assert line in accepted or any(one.merge.theirs and one.merge.theirs.text == line for one in found.steps)
    gone = set(delivered) - set(lines_of(data))
    for line in gone:
        assert line not in accepted


def statuses(found: Upgraded) -> list[str]:
    return [one.merge.status for one in found.steps]


def test_the_same_library_changes_nothing(sme_pack: Pack, library: Library, questionnaire: Questionnaire) -> None:
    for data in (contract_of(sme_pack), after(sme_pack, NEGOTIATED["several"])):
        found = upgraded(data, library, questionnaire, ANSWERS)
        assert found.steps == ()
        assert revisions(found.content).changes == revisions(data).changes


def test_a_change_of_the_library_is_tracked_with_its_reason(
    sme_pack: Pack, library: Library, questionnaire: Questionnaire
) -> None:
    found = upgraded(contract_of(sme_pack), later(library), questionnaire, ANSWERS)
    assert statuses(found) == [LIBRARY]
    assert [one.text for one in revisions(found.content).changes] == ["obligations", "engagements"]
    (comment,) = read_annotations(open_package(found.content)).found
    assert "Bibliothèque externalisation-pme 0.2.0" in "\n".join(comment.paragraphs)


def test_other_words_of_one_paragraph_are_merged(
    sme_pack: Pack, library: Library, questionnaire: Questionnaire
) -> None:
    data = after(
        sme_pack, rewording("confidentialite", "Ces obligations durent pendant", "Ces obligations durent durant")
    )
    found = upgraded(data, later(library, old="Ces obligations", new="Ces engagements"), questionnaire, ANSWERS)
    assert statuses(found) == [MERGED]
    assert any("Ces engagements durent durant" in line for line in lines_of(accept_all(found.content)))


def test_the_same_words_conflict_and_the_comment_shows_both(
    sme_pack: Pack, library: Library, questionnaire: Questionnaire
) -> None:
    data = after(sme_pack, NEGOTIATED["the same words"])
    found = upgraded(data, later(library), questionnaire, ANSWERS)
    assert statuses(found) == [CONFLICT]
    assert lines_of(accept_all(found.content)) == lines_of(data)
    (comment,) = read_annotations(open_package(found.content)).found
    said = "\n".join(comment.paragraphs)
    assert "Négocié : Les présentes obligations" in said
    assert "Bibliothèque : Ces engagements" in said


def test_the_protections_that_come_are_listed(sme_pack: Pack, library: Library, questionnaire: Questionnaire) -> None:
    found = upgraded(contract_of(sme_pack), with_protection(library), questionnaire, ANSWERS)
    assert found.protections == ("NOUV-01",)
    assert ADDED in lines_of(accept_all(found.content))
    assert upgraded(contract_of(sme_pack), later(library), questionnaire, ANSWERS).protections == ()


def test_without_the_dossier_the_lacking_answers_are_named_and_their_clauses_stay(
    sme_pack: Pack, library: Library, questionnaire: Questionnaire
) -> None:
    data = contract_of(sme_pack)
    found = upgraded(data, later(library), questionnaire)
    assert found.lacking
    assert lines_of(accept_all(found.content)) == lines_of(data)
    assert any("Confidentialité" in notice for notice in found.notices)


def test_a_clause_that_comes_is_tracked_whole(library: Library, questionnaire: Questionnaire) -> None:
    without = ANSWERS._replace(values={**ANSWERS.values, "penalites": False})
    data = contract_of(build(library, questionnaire, without))
    found = upgraded(data, library, questionnaire, ANSWERS)
    accepted = lines_of(accept_all(found.content))
    assert "Article\u00a017 bis – Pénalités de performance" in accepted
    assert lines_of(reject_all(found.content)) == lines_of(data)


def test_the_command(tmp_path: Path, sme_pack: Pack) -> None:
    file, out, dossier = tmp_path / "c.docx", tmp_path / "r.docx", EXAMPLES / "pme-compta-paie.yaml"
    file.write_bytes(after(sme_pack, NEGOTIATED["several"]))
    done = run("upgrade", file, "--dossier", dossier, "--out", out)
    assert done.code == 0, done.err
    assert "0 conflit où" in done.out
    assert lines_of(out.read_bytes()) == lines_of(file.read_bytes())
    assert "--out" in unusable(run("upgrade", file, "--dossier", dossier, "--out", file))


def test_a_file_without_provenance_is_refused(library: Library, questionnaire: Questionnaire) -> None:
    bare = contract_of(build(library, questionnaire, ANSWERS, bare=True))
    with pytest.raises(ReturnedFileError):
        upgraded(bare, library, questionnaire, ANSWERS)


def test_the_file_is_sound(tmp_path: Path, sme_pack: Pack, library: Library, questionnaire: Questionnaire) -> None:
    from openxml_audit import FileFormat, OpenXmlValidator

    data = after(sme_pack, NEGOTIATED["several"])
    found = upgraded(data, later(with_protection(library)), questionnaire, ANSWERS)
    assert sorted(statuses(found)) == [CONFLICT, LIBRARY]
    assert found == upgraded(data, later(with_protection(library)), questionnaire, ANSWERS)
    (tmp_path / "r.docx").write_bytes(found.content)
    result = OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(str(tmp_path / "r.docx"))
    assert not result.errors, result.errors[:3]


def test_changes_still_tracked_stay_tracked_with_their_author(
    sme_pack: Pack, library: Library, questionnaire: Questionnaire
) -> None:
    data = after(sme_pack, tracked_rewording("duree-reconduction", "trois (3) mois", "deux (2) mois"))
    before = {(one.author, one.kind, one.text) for one in revisions(data).changes}
    found = upgraded(data, later(library), questionnaire, ANSWERS)
    now = {(one.author, one.kind, one.text) for one in revisions(found.content).changes}
    assert before < now
    assert {author for author, _, _ in now - before} == {"contractgen"}
    assert lines_of(reject_all(found.content)) == lines_of(contract_of(sme_pack))


@pytest.mark.parametrize("house", ["cabinet", "sobre", None])
def test_the_page_of_a_firm_or_of_a_short_contract_is_left_as_it_is(
    house: str | None, library: Library, questionnaire: Questionnaire
) -> None:
    """An upgrade changes words, never margins, headers or footers."""
    answers = ANSWERS if house else read_answers(EXAMPLES / "micro-assistanat.yaml")
    worn = library._replace(house=(EXAMPLES / f"house/{house}.docx").read_bytes()) if house else library
    before = contract_of(build(worn, questionnaire, answers))
    new = later(library) if house else later(library, old="Cette obligation dure", new="Cet engagement dure")
    found = upgraded(before, new, questionnaire, answers)
    assert found.steps
    parts = unzipped(found.content)
    assert b"sectPrChange" not in parts["word/document.xml"]
    assert {n: c for n, c in unzipped(before).items() if "header" in n or "footer" in n}.items() <= parts.items()


def test_the_report_says_which_words_changed(sme_pack: Pack, library: Library, questionnaire: Questionnaire) -> None:
    answers = ANSWERS._replace(values={**ANSWERS.values, "preavis_mois": 4})
    found = upgraded(contract_of(sme_pack), library, questionnaire, answers)
    text = as_text(found, library, "r.docx")
    assert "1 passage repris, 0 joint au texte négocié, 0 conflit où" in text
    assert "« trois (3) » → « quatre (4) »" in text
