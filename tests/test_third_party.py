"""A contract that others wrote: what is there is found with its passage, what is not is not, and nothing is sure."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from commands import run, unusable
from conftest import ROOT

from contractgen.errors import ContentError
from contractgen.lexical.case import ANNEX_MISSING, DOUBTFUL, FOUND, NOT_FOUND
from contractgen.lexical.contradictions import contradictions
from contractgen.lexical.evidence import Evidence
from contractgen.lexical.evidence_file import evidence_of
from contractgen.lexical.judging import Judged, judge
from contractgen.lexical.passages import Passage, passages_of
from contractgen.model import Library
from contractgen.results import Pack

EVIDENCE = (ROOT / "clause_library" / "evidence.yaml").read_bytes()
TEXTS = Path(__file__).parent / "third_party"


@pytest.fixture(scope="module")
def evidence(library: Library) -> dict[str, Evidence]:
    return dict(evidence_of(EVIDENCE, library))


KINDS = {  # of a contract that a requirement is of, in the words that it is told by
    "RGPD": "Le Prestataire traite des données personnelles pour le compte du Client.",
    "DORA": "Le Client est une entité financière au sens du règlement (UE) 2022/2554.",
    "DACT": "Le contrat porte sur un service en nuage (cloud).",
    "NIS": "Le Client est une entité essentielle au sens de la directive NIS 2.",
}


def in_its_kind(ident: str, text: str) -> str:
    """A text as the second article of a contract of the kind that the requirement is of."""
    kind = KINDS.get(ident.split("-", maxsplit=1)[0])
    return f"Article 1 – Objet\n{kind}\nArticle 2 – Stipulations particulières\n{text}" if kind else text


PARTS = {  # the least that a Word file is: a style sheet and a thumbnail would be read a thousand times for nothing
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
}


def docx(text: str) -> bytes:
    """A Word file of plain paragraphs, a line each."""
    body = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in text.splitlines()
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<w:document xmlns:w="{space}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in {**PARTS, "word/document.xml": document}.items():
            archive.writestr(name, part)
    return stream.getvalue()


def judged(text: str, evidence: dict[str, Evidence], library: Library) -> dict[str, Judged]:
    return {one.requirement: one for one in judge(passages_of(docx(text)), evidence, library)}


# Labelled by hand: what a lawyer reads in each text.
LABELLED = {
    "infogerance": {
        FOUND: ["COM-01", "COM-04", "COM-13", "COM-14", "BP-30"],
        # theirs, but nothing says that they reach it at any time; returned, but for what price, by what steps, accepted how?
        # nor that interest needs no reminder
        DOUBTFUL: ["BP-09", "BP-11", "COM-03"],
        ANNEX_MISSING: ["BP-04"],
        NOT_FOUND: ["BP-05", "BP-10", "BP-15", "BP-16", "BP-20", "BP-24", "COM-10", "COM-12", "COM-18", "RGPD-08"],
    },
    "secretariat": {
        DOUBTFUL: [
            "BP-05",
            "BP-10",
            "COM-01",
            "COM-10",
        ],  # ninety days are more than the law allows; one month, whatever the years
        NOT_FOUND: ["BP-09", "BP-11", "BP-15", "COM-03", "COM-04", "COM-13", "BP-30"],
    },
    "rgpd": {
        FOUND: ["RGPD-10", "RGPD-11", "RGPD-12", "RGPD-18", "RGPD-19", "RGPD-22"],
        DOUBTFUL: ["RGPD-08", "RGPD-20"],  # not a word of transfers, none of an auditor sent by the client
        NOT_FOUND: ["BP-09", "BP-11", "RGPD-13", "RGPD-15", "RGPD-16", "RGPD-17", "COM-01", "BP-05"],
    },
}


@pytest.mark.parametrize("name", LABELLED)
def test_a_labelled_contract_is_read_as_a_lawyer_does(
    name: str, evidence: dict[str, Evidence], library: Library
) -> None:
    found = judged((TEXTS / f"{name}.txt").read_text(encoding="utf-8"), evidence, library)
    for status, idents in LABELLED[name].items():
        assert {ident: found[ident].status for ident in idents} == dict.fromkeys(idents, status)


def test_what_is_found_is_quoted_with_its_place(evidence: dict[str, Evidence], library: Library) -> None:
    found = judged((TEXTS / "infogerance.txt").read_text(encoding="utf-8"), evidence, library)["COM-04"]
    assert "40 euros" in found.quote
    assert found.place == "Article 3 – Honoraires et paiement, paragraphe 8"
    assert "probable" in found.sure


def test_our_own_contract_is_recognised(sme_pack: Pack, evidence: dict[str, Evidence], library: Library) -> None:
    (lot,) = sme_pack.lots
    contract = next(one for one in lot.documents if one.id == "contrat")
    found = {one.requirement: one for one in judge(passages_of(contract.content), evidence, library)}
    applying = {one.id for one in lot.requirements if one.status == "satisfied" and not evidence[one.id].own}
    assert len(applying) > 90
    missed = {ident for ident in applying if found[ident].status == NOT_FOUND}
    assert len(missed) <= len(applying) / 15, missed
    held = {ident for ident in applying if found[ident].status == FOUND}
    assert len(held) >= len(applying) * 0.9
    assert list(contradictions(passages_of(contract.content))) == []


@pytest.mark.parametrize(
    ("slug", "ident"),
    [("reversibilite", "BP-11"), ("delai-paiement", "COM-04"), ("changement-controle", "BP-24"), ("confidentialite", "BP-30")],
)  # fmt: skip
def test_a_protection_taken_out_is_no_longer_found(
    slug: str, ident: str, sme_pack: Pack, evidence: dict[str, Evidence], library: Library
) -> None:
    """All that the clause says, and what the same words say elsewhere, is gone."""
    (lot,) = sme_pack.lots
    contract = next(one for one in lot.documents if one.id == "contrat")
    left, alone = passages_of(contract.content), library._replace(requirements={ident: library.requirements[ident]})
    (whole,) = judge(left, evidence, alone)
    assert whole.status == FOUND
    for _ in range(60):
        (now,) = judge(left, evidence, alone)
        if now.status != FOUND:
            break
        left = tuple(passage for passage in left if passage.place != now.place)
    assert now.status in (NOT_FOUND, DOUBTFUL, ANNEX_MISSING)


def test_what_rests_on_the_requirement_s_own_words_is_never_found(
    evidence: dict[str, Evidence], library: Library
) -> None:
    text = "\n".join(one.text for one in library.requirements.values())
    found = judged(text, evidence, library)
    own = [ident for ident, one in evidence.items() if one.own]
    assert own
    assert {found[ident].status for ident in own} <= {DOUBTFUL, NOT_FOUND}


def test_two_figures_for_one_thing_are_told_and_the_same_twice_is_not() -> None:
    passages = (
        Passage("Le contrat prévoit un préavis de trois mois.", "p1"),
        Passage("Un préavis de 6 mois est dû.", "p2"),
    )
    (one,) = contradictions(passages)
    assert (one.subject, one.figures, one.places) == ("préavis", ("3 mois", "6 mois"), ("p1", "p2"))
    assert list(contradictions((passages[0], passages[0]))) == []


def test_the_command_reads_word_and_pdf_and_never_says_compliant(tmp_path: Path) -> None:
    file = tmp_path / "tiers.docx"
    file.write_bytes(docx((TEXTS / "infogerance.txt").read_text(encoding="utf-8")))
    ran = run("check", file)
    assert ran.code == 1
    assert "Ce n'est pas un avis juridique" in ran.out
    assert "conforme" not in ran.out
    told = json.loads(run("check", file, "--json").out)
    assert {one["status"] for one in told["requirements"]} <= {FOUND, DOUBTFUL, ANNEX_MISSING, NOT_FOUND}
    assert len(told["requirements"]) > 180


def test_an_answers_file_is_still_checked_as_one() -> None:
    assert run("check", ROOT / "examples" / "micro-assistanat.yaml").code == 0


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.docx", b""), ("a.docx", b"PK\x03\x04"), ("a.doc", b"\xd0\xcf\x11\xe0" * 200), ("a.pdf", b"%PDF-1.7\n"), ("a.pdf", b"non"),
     ("vide.docx", docx(""))],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told_in_one_line(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert name in unusable(run("check", tmp_path / name))


@pytest.mark.parametrize(
    "data",
    [b"evidence: 3", b"version: '1'", b"evidence:\n  - {requirement: BP-99, all: [[a]]}", b"evidence:\n  - {requirement: BP-11}",
     b"evidence:\n  - {requirement: BP-11, all: [a]}", b"evidence:\n  - {requirement: BP-11, all: [[a]], autre: 1}",
     b"evidence:\n  - {requirement: BP-11, all: [[a]], duty: prestataire}", b"evidence:\n  - {requirement: BP-11, all: [[a]], years: trois}",
     b"evidence:\n  - {requirement: BP-11, all: [[a]]}\n  - {requirement: BP-11, all: [[b]]}", b"evidence: ["],
)  # fmt: skip
def test_evidence_that_is_wrong_is_told_with_its_line(data: bytes, library: Library) -> None:
    with pytest.raises(ContentError, match=r"evidence\.yaml:\d+: "):
        evidence_of(data, library)


@pytest.mark.parametrize(
    ("entry", "told"),
    [("requirement: BP-99, all: [[a]]", "BP-99 : « requirement » doit nommer une exigence de la bibliothèque (« BP-"),
     ("requirement: BP-11, all: [[a]], articl: true", "BP-11 : clé « articl » inconnue (« article » ?)"),
     ("requirement: BP-11, all: [[a]], zzz: true", "clé « zzz » inconnue ; connues : requirement, all"),
     ("requirement: BP-11, all: [a]", "« all » doit être une liste de listes de mots"),
     ("requirement: BP-11", "« all » doit être une liste de listes de mots"),
     ("requirement: BP-11, all: [[a]], elsewhere: [[b], [c]]", "pas plus longue que « all »"),
     ("requirement: BP-11, all: [[a]], elsewhere: [b]", "« elsewhere » doit être une liste de listes de mots"),
     ("requirement: BP-11, all: [[a]], not: non", "« not » doit être une liste de mots"),
     ("requirement: BP-11, all: [[a]], years: trois", "« years » doit être un nombre entier"),
     ("requirement: BP-11, all: [[a]], duty: prestataire", "« duty » ne peut être que « provider »"),
     ("requirement: BP-11, all: [[$absente]]", "« $absente » : aucune famille de ce nom"),
     ("requirement: BP-11, all: [[a]], elsewhere: [[$absente]]", "« $absente » : aucune famille de ce nom")],
)  # fmt: skip
def test_what_is_wrong_in_an_entry_is_said(entry: str, told: str, library: Library) -> None:
    good = "  - {requirement: BP-12, all: [[a]]}"
    with pytest.raises(ContentError) as error:
        evidence_of(f"evidence:\n{good}\n  - {{{entry}}}\n".encode(), library)
    (line,) = error.value.lines
    assert line.startswith("evidence.yaml:3: ")
    assert told in line


def test_all_that_is_wrong_in_entries_is_said_at_once(library: Library) -> None:
    entries = ["requirement: BP-11, all: [[a]], years: x, zz: 1", "requirement: BP-12, all: [[a]]", "requirement: BP-12, all: [[b]]"]  # fmt: skip
    with pytest.raises(ContentError) as error:
        evidence_of("\n".join(("evidence:", *(f"  - {{{one}}}" for one in entries))).encode(), library)
    assert [line[:16] for line in error.value.lines] == ["evidence.yaml:2:", "evidence.yaml:2:", "evidence.yaml:4:"]
    assert "une seule entrée par exigence" in error.value.lines[-1]


PLAIN = {
    "COM-04": "Tout retard entraîne de plein droit une indemnité de recouvrement de 40 euros.",
    "BP-29": "Le Prestataire est assuré pour sa responsabilité professionnelle ; il remet un certificat à chaque échéance.",
    "RGPD-22": "Le Prestataire avertit le Client de toute violation de données dans les 24 heures.",
}  # fmt: skip


@pytest.mark.parametrize("ident", PLAIN)
def test_plain_wordings_are_found(ident: str, evidence: dict[str, Evidence], library: Library) -> None:
    assert judged(PLAIN[ident], evidence, library)[ident].status == FOUND


@pytest.mark.parametrize(
    "said",
    [
        "Le Prestataire s’efforce d’avertir le Client de toute violation de données dans les 24 heures.",
        "Dans la mesure du possible, le Prestataire avertit le Client de toute violation de données dans les 24 heures.",
        "À titre indicatif, le Prestataire signale la violation de données dans les 24 heures.",
    ],
)
def test_what_binds_nobody_is_doubtful(said: str, evidence: dict[str, Evidence], library: Library) -> None:
    found = judged(said, evidence, library)["RGPD-22"]
    assert (found.status, found.sure) == (DOUBTFUL, "à vérifier : le passage n'engage pas fermement")
