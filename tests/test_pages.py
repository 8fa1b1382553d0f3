"""Page numbers of the contents in Word files: where LibreOffice is they are those of the layout, elsewhere it is told."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import MICRO, answers, run
from conftest import office
from points.variants import three_lots

from contractgen import Answers, pagination, publishing, read_answers
from contractgen.amending import CONSOLIDATED, amended
from contractgen.interview import ending
from contractgen.interview.dossier import Dossier, start_from
from contractgen.interview.state import interview_of
from contractgen.model import Library, Questionnaire
from contractgen.pdf import convert, find_office
from contractgen.pdf_reading import read_pdf
from contractgen.pdf_verification import squeezed
from contractgen.results import Pack
from contractgen.word.layout import read_layout
from contractgen.word.opening import open_package


@pytest.fixture(scope="session")
def numbered(library: Library, questionnaire: Questionnaire) -> Pack:
    return publishing.numbered(library, questionnaire, read_answers(MICRO))


def pages_of(word: bytes) -> list[str]:
    return [link.page for link in read_layout(open_package(word)).links]


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A made-up LibreOffice: every title is on page 3 of a PDF, which is the Word file. How many files each run had."""
    had: list[int] = []

    def converted(found: str, files: list[bytes], seconds: float | None) -> tuple[bytes, ...]:
        had.append(len(files))
        return tuple(files)

    monkeypatch.setattr(publishing, "find_office", lambda: "soffice")
    monkeypatch.setattr(publishing, "read_fonts", lambda pdf: {"Carlito"})
    monkeypatch.setattr(pagination, "convert", converted)
    monkeypatch.setattr(pagination, "_printed", on_page_3)
    return had


def on_page_3(pdf: bytes) -> tuple[Any, ...]:
    """The titles of the first level as an outline shows them: number and text; none of a file without a contents."""
    layout = read_layout(open_package(pdf))
    first = min(title.level for title in layout.titles)
    lines = [title.line for title in layout.titles if title.level == first]
    texts = [layout.numbers.get(line, "") + layout.reading.lines[line].text for line in lines]
    return tuple(pagination._Entry(squeezed(text), "3") for text in texts)


def test_only_files_with_a_contents_are_converted_in_one_run_a_round(
    runs: list[int], library: Library, questionnaire: Questionnaire
) -> None:
    pack = publishing.numbered(library, questionnaire, read_answers(MICRO))
    assert runs == [2, 2]
    assert set(pages_of(pack.files()["contrat.docx"])) == {"3"}
    assert pages_of(pack.files()["tableau-des-clauses.docx"]) == []


def test_the_files_of_each_lot_and_their_review_copies_have_pages(
    runs: list[int], library: Library, questionnaire: Questionnaire
) -> None:
    pack = publishing.numbered(library, questionnaire, three_lots(), notes=True)
    assert runs == [12, 12]
    shown = {path: pages_of(data) for path, data in pack.files().items() if "tableau-des-clauses" not in path}
    assert len(shown) == 12
    assert all(set(pages) == {"3"} for pages in shown.values())


@pytest.mark.usefixtures("runs")
def test_an_interview_delivers_files_with_pages(tmp_path: Path, library: Library, questionnaire: Questionnaire) -> None:
    start_from(tmp_path / "d", str(MICRO))
    with Dossier(tmp_path / "d") as dossier:
        ending.documents(interview_of(library, questionnaire, dossier.answers()), dossier, False)
    assert set(pages_of((tmp_path / "d" / "livraison" / "contrat.docx").read_bytes())) == {"3"}


@pytest.mark.parametrize(
    ("script", "severity", "told"),
    [
        (None, "info", "LibreOffice est introuvable"),
        ("exit 1", "warning", "n'a pas converti"),
        ("sleep 60", "warning", "n'a pas fini sa mise en page en 2 secondes"),
        ('for f in *.docx; do echo "%PDF" > "${f%.docx}.pdf"; done', "warning", "ne se relit pas"),
    ],
)
def test_without_pages_the_word_files_are_delivered_and_it_is_told(
    script: str | None, severity: str, told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, micro_pack: Pack
) -> None:
    if script is not None:
        office(tmp_path / "bin", script)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin" if script else str(tmp_path / "bin"))
    monkeypatch.setattr(publishing, "_PATIENCE", 1 if script == "sleep 60" else 30)
    ran = run("build", MICRO, "--out", tmp_path / "d", "--json", pages=True)
    (finding,) = [one for one in json.loads(ran.out)["lots"][0]["findings"] if one["code"] == "contents-pages"]
    assert (ran.code, finding["severity"]) == (0, severity)
    assert told in finding["message"]
    assert "F9" in finding["message"] + finding["advice"]
    assert "écrit" not in finding["message"] + finding["advice"]
    delivered = {path.name: path.read_bytes() for path in (tmp_path / "d").glob("[!.]*")}
    assert delivered == micro_pack.files()


def test_the_absence_of_libreoffice_is_told_first_among_many_indications(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    lines = run("build", MICRO, "--out", tmp_path / "d", pages=True).out.splitlines()
    assert next(line for line in lines if line.startswith("·")).startswith("· Sommaire sans numéros de page")
    assert sum("Sommaire" in line for line in lines) == 1


def test_without_pages_asked_libreoffice_is_neither_looked_for_nor_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, micro_pack: Pack
) -> None:
    monkeypatch.setattr(publishing, "find_office", None)
    ran = run("build", MICRO, "--out", tmp_path / "d", "--no-pages")
    assert "Sommaire" not in ran.out
    assert {path.name: path.read_bytes() for path in (tmp_path / "d").glob("[!.]*")} == micro_pack.files()


PAGES = itertools.count(4)


@pytest.mark.parametrize(
    "altered", [lambda entry: entry._replace(text="autre"), lambda entry: entry._replace(page=str(next(PAGES)))]
)
def test_a_layout_that_gives_other_titles_or_never_the_same_pages_gives_none(
    altered: Callable[[Any], Any],
    runs: list[int],
    monkeypatch: pytest.MonkeyPatch,
    library: Library,
    questionnaire: Questionnaire,
    micro_pack: Pack,
) -> None:
    def printed(pdf: bytes) -> tuple[Any, ...]:
        first, *others = on_page_3(pdf)
        return (altered(first), *others)

    monkeypatch.setattr(pagination, "_printed", printed)
    pack = publishing.numbered(library, questionnaire, read_answers(MICRO))
    assert [one.severity for one in pack.findings if one.code == "contents-pages"] == ["warning"]
    assert pack.files() == micro_pack.files()


@pytest.mark.usefixtures("runs")
def test_a_font_that_lacks_is_told_of_page_numbers_too(
    monkeypatch: pytest.MonkeyPatch, library: Library, questionnaire: Questionnaire
) -> None:
    def told() -> int:
        findings = publishing.numbered(library, questionnaire, read_answers(MICRO)).findings
        return [one.code for one in findings].count("pdf-font")

    assert told() == 0
    monkeypatch.setattr(publishing, "read_fonts", lambda pdf: {"DejaVuSans"})
    assert told() == 1


def test_the_consolidated_contract_of_an_avenant_has_its_pages(numbered: Pack, tmp_path: Path) -> None:
    (tmp_path / "signe.docx").write_bytes(numbered.files()["contrat.docx"])
    new = answers(re.sub(r"(?m)^preavis_mois:.*", "preavis_mois: 2", MICRO.read_text(encoding="utf-8")))
    ran = run("amend", tmp_path / "signe.docx", new, "--out", tmp_path / "a", pages=True)
    assert ran.code == 0, ran
    consolidated = (tmp_path / "a" / "contrat-consolide.docx").read_bytes()
    (pdf,) = convert(find_office(), [consolidated])
    assert pages_of(consolidated) == [str(entry.page) for entry in read_pdf(pdf).outline if entry.depth == 0]


def test_a_title_that_an_avenant_inserted_has_its_page(
    runs: list[int], library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any], sme_pack: Pack
) -> None:
    """« Article 31 bis – Non-sollicitation » is written out, where the others are numbered by Word."""
    signed = next(one.content for one in sme_pack.lots[0].documents if one.id == "contrat")
    new = Answers({**sme_answers, "non_sollicitation": True})
    found = publishing.numbered_amendment(lambda pages: amended(signed, library, questionnaire, new, pages=pages))
    assert not [notice for notice in found.notices if "Sommaire" in notice]
    assert set(pages_of(found.files[CONSOLIDATED])) == {"3"}
    assert runs == [1, 1]


def test_an_avenant_without_libreoffice_is_written_and_says_so(
    monkeypatch: pytest.MonkeyPatch, numbered: Pack, tmp_path: Path
) -> None:
    (tmp_path / "signe.docx").write_bytes(numbered.files()["contrat.docx"])
    new = answers(re.sub(r"(?m)^preavis_mois:.*", "preavis_mois: 2", MICRO.read_text(encoding="utf-8")))
    monkeypatch.setenv("PATH", str(tmp_path))
    told = run("amend", tmp_path / "signe.docx", new, "--out", tmp_path / "a", pages=True)
    assert "Sommaire sans numéros de page" in told.out
    plain = run("amend", tmp_path / "signe.docx", new, "--out", tmp_path / "b")
    assert "Sommaire" not in plain.out
    one, other = ((tmp_path / name / "contrat-consolide.docx").read_bytes() for name in "ab")
    assert one == other
