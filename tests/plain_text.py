"""A delivered document as plain text, for expected files that a lawyer can read and compare.

Each clause begins with its number, title, id and version; paragraphs are marked by their style; tables are piped.
Run `python tests/plain_text.py` to write the expected files of every case anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from contractgen.model import AssembledClause, Frame, Table
from contractgen.results import LotResult, Pack

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases"
NOTED = "micro-assistanat"  # the case whose review copies are expected text for text
POSITIONS = ROOT / "tests" / "positions"
POSITION_CASES: dict[
    str, tuple[str, dict[str, object]]
] = {  # what is asked so that other texts of the clauses are printed
    "pme": ("pme-compta-paie", {}),
    "pme-autres-choix": (
        "pme-compta-paie",
        {
            "reconduction": "expresse",
            "modele_prix": "unites_oeuvre",
            "autorisation_st": "specifique",
            "imprevision_mode": "risque_accepte",
            "cession_pi": False,
            "nature_obligation": [],
        },
    ),
    "micro": ("micro-assistanat", {}),
}
_MARKS = {
    "body": "",
    "lead": "",
    "bullet": "- ",
    "bullet2": "  - ",
    "item": "(·) ",
    "item2": "    (·) ",
    "article2": "## ",
    "annex2": "## ",
    "annex3": "### ",
}


def text_of(entries: tuple[AssembledClause, ...]) -> str:
    """The clauses of a document."""
    lines: list[str] = []
    for entry in entries:
        lines += [
            "",
            f"=== {entry.number} · {entry.title} [{entry.id} {entry.version}] {' '.join(entry.ties)}".rstrip(),
        ]
        lines += _blocks(entry)
    return "\n".join(lines).strip() + "\n"


def _blocks(entry: AssembledClause | Frame) -> Iterator[str]:
    for block in entry.blocks[1:]:
        if isinstance(block, Table):
            for row in (block.header, *block.rows):
                yield "| " + " | ".join(cell.text.replace("\n", " / ") for cell in row) + " |"
        else:
            yield _MARKS.get(block.style, f"[{block.style}] ") + block.text


def pack_texts(pack: Pack) -> dict[str, str]:
    """The expected files of a case by their path; a folder a lot when there are several."""
    if len(pack.lots) == 1:
        return texts(pack.lots[0])
    return {f"{lot.id}/{name}": text for lot in pack.lots for name, text in texts(lot).items()}


def texts(lot: LotResult) -> dict[str, str]:
    """The expected files of a lot: one a document with clauses, and what was found."""
    found = {f"{document.id}.txt": text_of(document.clauses) for document in lot.documents if document.clauses}
    found["findings.txt"] = "".join(
        f"{finding.severity} {finding.code} {finding.where}: {finding.message}\n" for finding in lot.findings
    )
    return found


def notes_texts(pack: Pack) -> dict[str, str]:
    """The comments of the review copies as read in their files: on what, by whom, each of their paragraphs."""
    from contractgen.word.annotations import read_annotations
    from contractgen.word.opening import open_package

    found = {}
    for document in pack.lots[0].documents:
        if document.id.endswith(".relecture"):
            lines = []
            for comment in read_annotations(open_package(document.content)).found:
                lines += ["", f"=== {comment.anchor} [{comment.initials} {comment.author}]", *comment.paragraphs]
            found[f"{document.id.removesuffix('.relecture')}.notes.txt"] = "\n".join(lines).strip() + "\n"
    return found


def pack_of(case: str, notes: bool = False) -> Pack:
    from contractgen import build, load_library, load_questionnaire, read_answers

    questionnaire = load_questionnaire()
    answers = read_answers(ROOT / "examples" / f"{case}.yaml")
    return build(load_library(questionnaire=questionnaire), questionnaire, answers, notes=notes)


def position_texts() -> dict[str, str]:
    """The clauses that have a text for each position, in each, for each case; refused or not, the texts are there."""
    from contractgen import Answers, build, load_library, load_questionnaire, read_answers
    from contractgen.positions import POSITIONS as ALL
    from contractgen.positions import position_of
    from contractgen.view import view_of

    questionnaire = load_questionnaire()
    library = load_library(questionnaire=questionnaire)
    having = [slug for slug in library.clauses if position_of(slug, view_of(library, questionnaire, "lot", {}))]
    found = {}
    for case, (example, other) in POSITION_CASES.items():
        for position in ALL:
            values = {
                **read_answers(ROOT / "examples" / f"{example}.yaml").values,
                **other,
                "niveau_equilibre": position,
            }
            documents = build(library, questionnaire, Answers(values)).lots[0].documents
            clauses = tuple(clause for document in documents for clause in document.clauses if clause.id in having)
            found[f"{case}.{position}.txt"] = text_of(clauses)
    return found


def rewrite() -> None:
    for case in sorted(path.name for path in CASES.iterdir()):
        folder = CASES / case / "expected"
        for name, text in pack_texts(pack_of(case)).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    for name, text in notes_texts(pack_of(NOTED, notes=True)).items():
        (CASES / NOTED / "expected" / name).write_text(text, encoding="utf-8")
    for name, text in position_texts().items():
        (POSITIONS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    rewrite()
