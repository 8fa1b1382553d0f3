"""The review copy: its comments, where they stand, what its pages say; and that the clean files know nothing of it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import INCOMPLETE, MICRO, answers, run
from conftest import EXAMPLES
from faults import DOCUMENT, Parts, on_text, unzipped, zipped
from plain_text import CASES, NOTED, notes_texts, pack_of

from contractgen import Answers, build, pipeline, read_answers
from contractgen.model import Comment, Document, Library, Questionnaire, Requirement
from contractgen.results import Pack
from contractgen.verification import verify
from contractgen.word.annotations import Annotation, read_annotations
from contractgen.word.opening import open_package
from contractgen.word.read import read_document

CANARY = "Kanarienvogel"
MENTION = "Copie de relecture – document interne au client – ne pas transmettre"
COMMENTS = "word/comments.xml"


def copies(pack: Pack) -> dict[str, bytes]:
    """The review copies of a pack by the name of their document."""
    found = [document for lot in pack.lots for document in lot.documents if document.id.endswith(".relecture")]
    return {document.id.removesuffix(".relecture"): document.content for document in found}


def comments(content: bytes, initials: str = "") -> list[Annotation]:
    return [one for one in read_annotations(open_package(content)).found if one.initials == (initials or one.initials)]


@pytest.fixture(scope="module")
def micro() -> Pack:
    return pack_of(NOTED, notes=True)


@pytest.fixture(scope="module")
def sme(library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]) -> Pack:
    """With a canary in the note of every clause."""
    clauses = {slug: clause._replace(note=f"{CANARY} note {slug}") for slug, clause in library.clauses.items()}
    return build(library._replace(clauses=clauses), questionnaire, Answers(sme_answers), notes=True)


Draft = Callable[..., Pack]


@pytest.fixture
def draft(library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]) -> Draft:
    """A draft of the larger example with some answers changed; None takes one out."""

    def make(**changes: Any) -> Pack:
        wanted = {**sme_answers, **{name.replace("__", "."): value for name, value in changes.items()}}
        given = {name: value for name, value in wanted.items() if value is not None}
        pack = build(library, questionnaire, Answers(given), draft=True, notes=True)
        assert pack.status == "draft", [f.message for f in pack.findings if f.severity == "error" and not f.lacking]
        return pack

    return make


# ---------------------------------------------------------------- the comments


def test_the_comments_of_a_case_are_those_expected(micro: Pack) -> None:
    found = notes_texts(micro)
    assert set(found) == {"contrat.notes.txt", "cahier-des-charges.notes.txt"}
    for name, text in found.items():
        assert text == (CASES / NOTED / "expected" / name).read_text(encoding="utf-8"), name


def test_each_clause_has_one_comment_of_the_library_on_its_title(micro: Pack) -> None:
    documents = {document.id: document for document in micro.lots[0].documents}
    for name, content in copies(micro).items():
        assert [one.anchor for one in comments(content, "BC")] == [c.title for c in documents[name].clauses]


def test_a_clause_or_source_that_no_lawyer_confirmed_says_so(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    for verified in (True, False):
        clauses = {slug: clause._replace(verified=verified) for slug, clause in library.clauses.items()}
        sources = {ident: one._replace(verified=verified) for ident, one in library.requirements.items()}
        changed = library._replace(clauses=clauses, requirements=sources)
        for content in copies(build(changed, questionnaire, Answers(sme_answers), notes=True)).values():
            for comment in comments(content, "BC"):
                assert ("Texte non vérifié par un juriste." in comment.paragraphs) != verified
                satisfied = [text for text in comment.paragraphs if text.startswith("Satisfait ")]
                assert all(text.endswith("Source non vérifiée par un juriste.") != verified for text in satisfied)


def test_a_default_is_told_with_its_value_as_printed_and_an_answer_is_not(draft: Draft) -> None:
    told = "«\u00a0Préavis d’audit\u00a0»\u00a0: quinze (15)\u00a0jours"
    for days, expected in ((None, True), (15, False)):
        content = copies(draft(audit_preavis_jours=days))["contrat"]
        texts = [text for one in comments(content, "BC") for text in one.paragraphs]
        assert any(told in text for text in texts if text.startswith("Par défaut")) == expected


def test_what_is_noted_has_the_spaces_and_apostrophes_of_french(draft: Draft) -> None:
    found = copies(draft(competence_a_garder=None, usage_ia=True, ia_usages=["saisie"], montant_annuel_ht=None))
    texts = [text for content in found.values() for one in comments(content) for text in one.paragraphs]
    assert texts
    assert not [text for text in texts if re.search(r"(?<!\u00a0):(?:\s|$)| [;!?]|« | »|(?<=\w)'(?=\w)", text)]


def test_a_missing_answer_is_one_point_on_the_first_blank_that_is_printed_for_it(draft: Draft) -> None:
    found = copies(draft(competence_a_garder=None))
    (point,) = [one for one in comments(found["cahier-des-charges"], "PO") if "competence" in one.paragraphs[0]]
    assert point.anchor == "[à compléter\u00a0: Compétence de contrôle gardée en interne]"
    assert point.paragraphs == (
        "«\u00a0Compétence de contrôle gardée en interne\u00a0» (competence_a_garder) est sans réponse.",
        "À faire\u00a0: Répondez à cette question. Qui saura relire, contrôler et reprendre\u202f?",
        "Imprimé aussi\u00a0: Annexe\u00a01.",
        "En attente\u00a0: COH-55.",
        "À la charge de\u00a0: Client",
    )
    assert not [one for one in comments(found["contrat"], "PO") if "competence" in one.paragraphs[0]]


def test_a_point_is_owned_by_whom_it_concerns(draft: Draft) -> None:
    content = copies(draft(prestataire__raison_sociale="à désigner", plan_b=[{"type": "second_prestataire"}]))[
        "contrat"
    ]
    owners = {one.paragraphs[0]: one.paragraphs[-1].rpartition(": ")[2] for one in comments(content, "PO")}
    blank = "«\u00a0Raison sociale\u00a0» vaut «\u00a0à désigner\u00a0»\u00a0: c’est un blanc, non une réponse."
    assert owners[blank] == "Prestataire"
    assert (
        owners["«\u00a0Plan de repli par fonction\u00a0», ligne 1\u00a0: «\u00a0Fonction\u00a0» est vide."]
        == "à désigner"
    )


def test_a_point_on_a_row_stands_once_where_it_is_printed(draft: Draft) -> None:
    plans = [{"fonction": f, "type": "second_prestataire", "delai_activation_h": 24} for f in ("comptabilite", "paie")]
    for content in copies(draft(plan_b=plans)).values():
        points = [one for one in comments(content, "PO") if "second prestataire" in " ".join(one.paragraphs)]
        assert [point.anchor for point in points] == ["Comptabilité", "Paie"]
        assert all(point.paragraphs[-1].endswith("à désigner") for point in points)


def test_a_passage_that_is_undecided_is_told_on_its_clause(draft: Draft) -> None:
    content = copies(draft(fonctions=None))["contrat"]
    points = {one.anchor for one in comments(content, "PO") if one.paragraphs[0].startswith("Un passage")}
    assert {"Réversibilité", "Conservation et archivage"} <= points
    (point,) = [one for one in comments(content, "PO") if "(fonctions)" in one.paragraphs[0]]
    (waiting,) = [text for text in point.paragraphs if text.startswith("En attente")]
    assert re.search(r"^En attente\u00a0: PROF-01, .* et \d+ de plus, au tableau des clauses\.$", waiting)


def test_what_concerns_the_whole_dossier_stands_on_the_title_of_each_document(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    wanted = Requirement("TEST-01", "Rien ne la satisfait", "test", "recommended", True, "")
    changed = library._replace(requirements={**library.requirements, "TEST-01": wanted})
    pack = build(changed, questionnaire, Answers(sme_answers), notes=True)
    assert pack.status == "delivered"
    for content in copies(pack).values():
        (point,) = [one for one in comments(content) if "TEST-01" in one.paragraphs[0]]
        lines = read_document(open_package(content)).lines
        assert (point.line, point.anchor, lines[0].style) == (0, lines[0].text, "Titre")
        assert point.paragraphs[-1] == "À la charge de\u00a0: Conseil"


# ---------------------------------------------------------------- the file


def test_the_copy_has_the_text_of_the_clean_file_and_says_on_each_page_that_it_is_internal(micro: Pack) -> None:
    clean = {document.id: document.content for document in micro.lots[0].documents}
    for name, content in copies(micro).items():
        parts = open_package(content)
        texts = [[line.text for line in read_document(open_package(one)).lines] for one in (clean[name], content)]
        assert texts[0] == texts[1]
        headers = [part.decode() for part_name, part in parts.items() if part_name.startswith("word/header")]
        assert len(headers) == 2
        assert all(MENTION in header for header in headers)
        assert set(re.findall(rb"<w:headerReference w:type=\"(\w+)\"", parts[DOCUMENT])) == {b"default", b"first"}


def test_the_copy_of_a_draft_says_both(draft: Draft) -> None:
    for content in copies(draft(competence_a_garder=None)).values():
        assert f"PROJET – {MENTION}" in unzipped(content)["word/header1.xml"].decode()


def test_the_clean_files_are_the_same_with_or_without_copies(
    library: Library, questionnaire: Questionnaire, micro: Pack
) -> None:
    without = build(library, questionnaire, read_answers(MICRO))
    assert len(without.lots[0].documents) == 3
    assert micro.lots[0].documents[:3] == without.lots[0].documents
    assert micro.findings == without.findings


def test_what_is_noted_is_in_the_copies_and_nowhere_else(sme: Pack) -> None:
    for document in sme.lots[0].documents:
        if not document.clauses:
            continue  # the clause table, for the client's side too
        parts = unzipped(document.content)
        found = sum(content.decode("utf-8").count(CANARY) for content in parts.values())
        assert found == (len(document.clauses) if document.id.endswith(".relecture") else 0), document.id
        if not document.id.endswith(".relecture"):
            assert not [
                name
                for name, part in parts.items()
                if b"w:comment" in part or b"/comments" in part or b"relecture" in part
            ], document.id


def test_a_copy_is_not_taken_for_a_delivered_file(micro: Pack) -> None:
    for content in copies(micro).values():
        parts = unzipped(content)
        assert not [name for name in parts if name.startswith("customXml")]
        assert b"<w:sdt>" not in parts[DOCUMENT]


def test_a_comment_has_no_date_and_the_same_bytes_each_time(micro: Pack) -> None:
    assert copies(pack_of(NOTED, notes=True)) == copies(micro)
    for content in copies(micro).values():
        assert b"w:date" not in unzipped(content)[COMMENTS]


def test_each_lot_has_its_copies(library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]) -> None:
    lots = ({"id": "comptabilite"}, {"id": "paie", "duree_initiale_mois": 36})
    providers = [{"nom": "Un", "fonctions": ["comptabilite"]}, {"nom": "Deux", "fonctions": ["paie"]}]
    common = {**sme_answers, "prestataires": providers, "nb_prestataires": 2}
    pack = build(library, questionnaire, Answers(common, lots), notes=True)
    assert pack.status == "delivered"
    paths = {document.path for lot in pack.lots for document in lot.documents if document.id.endswith("relecture")}
    names = ("contrat.relecture.docx", "cahier-des-charges.relecture.docx")
    assert paths == {f"lot-{rank}/{name}" for rank in (1, 2) for name in names}


def test_the_command_writes_the_copies_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("build", MICRO, "--out", "out", "--notes", "--json")
    assert ran.code == 0
    assert '"id": "contrat.relecture"' in ran.out
    assert {path.name for path in Path("out").glob("*.relecture.docx")} == {
        "contrat.relecture.docx",
        "cahier-des-charges.relecture.docx",
    }
    assert run("inspect", "out/contrat.relecture.docx").code == 1
    assert run("build", MICRO, "--out", "out").code == 0
    assert not list(Path("out").glob("*relecture*"))
    assert "relecture" not in run("build", answers(INCOMPLETE), "--out", "other", "--notes", "--json").out


# ---------------------------------------------------------------- read back

Meant = tuple[Document, bytes, tuple[Comment, ...]]


@pytest.fixture(scope="module")
def meant(library: Library, questionnaire: Questionnaire) -> Meant:
    """A contract with open points as it was written: the document, its bytes, and the comments meant."""
    seen: list[Meant] = []

    def watched(document: Document, content: bytes, bare: bool = False, comments: Any = None) -> Any:
        if comments is not None:
            seen.append((document, content, comments))
        return verify(document, content, bare, comments)

    values = {
        k: v for k, v in read_answers(EXAMPLES / "micro-assistanat.yaml").values.items() if k != "montant_annuel_ht"
    } | {"profil": "complet"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "verify", watched)
        assert build(library, questionnaire, Answers(values), draft=True, notes=True).status == "draft"
    return seen[-1]


def move_comment(parts: Parts) -> Parts:
    """The first comment on another paragraph."""
    text = parts[DOCUMENT].decode()
    marks = re.search(r'<w:commentRangeEnd w:id="0"/><w:r>.*?</w:r>', text)
    assert marks
    start = '<w:commentRangeStart w:id="0"/>'
    bare = text.replace(start, "").replace(marks[0], "")
    at = bare.rindex("<w:p>")
    end, close = bare.index("</w:pPr>", at) + len("</w:pPr>"), bare.index("</w:p>", at)
    moved = f"{bare[:end]}{start}{bare[end:close]}{marks[0]}{bare[close:]}"
    return {**parts, DOCUMENT: moved.encode()}


COMMENT_FAULTS: dict[str, Callable[[Parts], Parts]] = {
    "a comment is gone": on_text(COMMENTS, r'<w:comment w:id="3".*?</w:comment>', ""),
    "a comment is altered": on_text(COMMENTS, r"<w:t>Toujours", "<w:t>Jamais"),
    "a paragraph of a comment is gone": on_text(COMMENTS, r"<w:p>(?:(?!<w:p>).)*</w:p></w:comment>", "</w:comment>"),
    "a comment has another author": on_text(COMMENTS, r'w:author="Points ouverts"', 'w:author="X"'),
    "a comment is there twice": on_text(COMMENTS, r'(<w:comment w:id="3".*?</w:comment>)', r"\1\1"),
    "a comment is moved": move_comment,
    "a reference is gone": on_text(DOCUMENT, r'<w:commentReference w:id="2"/>', ""),
    "a reference is there twice": on_text(DOCUMENT, r'(<w:commentReference w:id="2"/>)', r"\1\1"),
    "a range does not end": on_text(DOCUMENT, r'<w:commentRangeEnd w:id="2"/>', ""),
    "a range covers less": on_text(DOCUMENT, r'(<w:commentRangeStart w:id="2"/>)(.*?<w:r>.*?</w:r>)', r"\2\1"),
    "the part is not related": on_text("word/_rels/document.xml.rels", r"<Relationship Id=\"rIdComments\"[^>]*>", ""),
    "the text is altered": on_text(DOCUMENT, "Réversibilité", "Irréversibilité"),
}  # fmt: skip


def test_a_copy_as_it_was_written_is_what_was_meant(meant: Meant) -> None:
    document, content, wanted = meant
    assert len(wanted) > 70
    assert verify(document, content, True, wanted).findings == ()
    assert verify(document, zipped(unzipped(content)), True, wanted).findings == ()


@pytest.mark.parametrize("name", COMMENT_FAULTS)
def test_whatever_is_not_as_meant_is_found(name: str, meant: Meant) -> None:
    document, content, wanted = meant
    faulty = zipped(COMMENT_FAULTS[name](unzipped(content)))
    assert {finding.code for finding in verify(document, faulty, True, wanted).findings} == {"readback-altered"}


def test_a_copy_that_is_not_as_meant_keeps_the_pack_from_being_delivered(
    library: Library, questionnaire: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    def losing(document: Document, provenance: Any, house: bytes, comments: Any = None) -> bytes:
        return write(document, provenance, house, comments[:-1] if comments else comments)

    write = pipeline.write
    monkeypatch.setattr(pipeline, "write", losing)
    pack = build(library, questionnaire, read_answers(MICRO), notes=True)
    assert pack.status == "refused"
    assert all(document.path is None and not document.content for document in pack.lots[0].documents)


# ---------------------------------------------------------------- other programs


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, sme: Pack, meant: Meant) -> Path:
    path = tmp_path_factory.mktemp("copies")
    for name, content in copies(sme).items():
        (path / f"{name}.docx").write_bytes(content)
    (path / "projet.docx").write_bytes(meant[1])
    return path


def test_no_copy_has_a_schema_error(folder: Path) -> None:
    from openxml_audit import FileFormat, OpenXmlValidator

    files = sorted(folder.glob("*.docx"))
    assert len(files) == 3
    validator = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=20)
    for file in files:
        assert [str(error) for error in validator.validate(str(file)).errors] == [], file.name


def test_libreoffice_keeps_the_text_and_each_comment_where_it_stands(folder: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice est nécessaire : apt-get install libreoffice-writer"
    files = sorted(folder.glob("*.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "docx", "--outdir", str(tmp_path), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for file in files:
        written, saved = (open_package(path.read_bytes()) for path in (file, tmp_path / file.name))
        texts = [
            [line.text.strip() for line in read_document(parts).lines if line.text.strip()]
            for parts in (written, saved)
        ]
        assert texts[0] == texts[1], file.name
        told = [
            sorted((one.anchor.strip(), one.author, one.paragraphs) for one in read_annotations(parts).found)
            for parts in (written, saved)
        ]
        assert told[0] == told[1], file.name
