"""A clause goes to Word and comes back as it left; a lawyer's own clause becomes a file with proposals."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from commands import run, unusable
from conftest import ROOT
from docx import Document

from contractgen.evolution.edition import Edition, edition
from contractgen.exchange.exporting import export
from contractgen.exchange.importing import import_clause
from contractgen.library_files import read_clause
from contractgen.reading import Problems


@pytest.fixture(scope="module")
def shipped() -> Edition:
    return edition(str(ROOT / "clause_library"), None, None)


def folded(text: str) -> str:
    """A body without what Word does not keep: empty lines, the rank of list items, the rule of tables."""
    lines = [re.sub(r"^\d+\. ", "1. ", line.strip()) for line in text.splitlines()]
    return "\n".join(
        " ".join(re.sub(r"\s*\|\s*(?![^{]*\}\})", "|", line).split())
        for line in lines
        if line and not re.fullmatch(r"\|[\s:|-]+\|", line)
    )


CLAUSES = sorted(path.stem for path in (ROOT / "clause_library" / "clauses").rglob("*.md"))


@pytest.mark.parametrize("slug", CLAUSES)
def test_a_clause_comes_back_as_it_left(slug: str, shipped: Edition) -> None:
    found = import_clause(export(slug, shipped), slug, shipped)
    body = found.text.split("\n---\n", 1)[1]
    before = shipped.body(shipped.library.clauses[slug].path)
    assert folded(body.replace("### ", "## ")) == folded(before.replace("### ", "## "))


def test_the_file_that_is_written_is_a_clause_file(shipped: Edition) -> None:
    found = import_clause(export("reversibilite", shipped), "reversibilite", shipped)
    problems = Problems()
    clause = read_clause({"clauses/reversibilite.md": found.text.encode()}, "clauses/reversibilite.md", problems)
    assert problems.lines == []
    assert set(clause.ties) == set(shipped.library.clauses["reversibilite"].ties)
    assert not clause.verified


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    document = Document()
    document.add_heading("Article 12 – Préavis et fin", level=1)
    document.add_paragraph("Le client peut mettre fin au contrat avec un préavis de trois (3) mois.")
    document.add_heading("12.1 Restitution", level=2)
    document.add_paragraph("Le Fournisseur rend les données selon l'annexe Réversibilité :")
    document.add_paragraph("les fichiers ;", style="List Bullet")
    document.add_paragraph("les accès.", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for rank, text in enumerate(("Étape", "Délai", "Rendu", "10 jours")):
        table.rows[rank // 2].cells[rank % 2].text = text
    path = tmp_path / "clause.docx"
    document.save(str(path))
    return path


def test_a_lawyer_s_clause_becomes_a_file_with_proposals(foreign: Path, tmp_path: Path) -> None:
    out = tmp_path / "preavis-fin.md"
    ran = run("library", "import", foreign, "--out", out, "--json")
    assert ran.code == 0
    text = out.read_text(encoding="utf-8")
    assert 'title: "Préavis et fin"' in text
    assert "## Restitution" in text
    assert "- les fichiers ;\n- les accès." in text
    assert "| Étape | Délai |\n|---|---|\n| Rendu | 10 jours |" in text
    proposals = {(one["kind"], one["instead"]) for one in json.loads(ran.out)["proposals"]}
    assert ("valeur", "{{ preavis_mois | mois }}") in proposals
    assert any(kind == "renvoi" and "reversibilite" in instead for kind, instead in proposals)
    assert any(kind == "terme" for kind, _ in proposals)
    lines = text.splitlines()
    for one in json.loads(ran.out)["proposals"]:
        assert one["text"] in lines[one["line"] - 1]


def test_what_cannot_be_imported_is_told_in_one_line(tmp_path: Path, foreign: Path) -> None:
    (tmp_path / "x.docx").write_bytes(b"non")
    unusable(run("library", "import", tmp_path / "x.docx", "--out", tmp_path / "a.md"))
    unusable(run("library", "import", foreign, "--out", tmp_path / "Mauvais Nom.md"))
    (tmp_path / "b.md").write_text("x", encoding="utf-8")
    assert "existe déjà" in unusable(run("library", "import", foreign, "--out", tmp_path / "b.md"))
    assert "Vouliez-vous" in unusable(run("library", "export", "reversibilte", "--out", tmp_path / "c.docx"))


def test_an_exported_clause_is_a_sound_word_file(tmp_path: Path) -> None:
    out = tmp_path / "clause.docx"
    assert run("library", "export", "annexe-sla", "--out", out).code == 0
    assert len(Document(str(out)).tables) > 0
