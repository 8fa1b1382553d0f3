"""Writing alone: the contract, already assembled, made into a .docx by each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks import neutral, peers
from benchmarks.report import OURS, Report
from benchmarks.samples import answers_of, load, written_of
from benchmarks.templates import template_of, varied
from benchmarks.timing import Contender, interleave
from contractgen.model import Document, Run
from contractgen.word.write import write

_CONTRACT = "contrat"


def run(report: Report) -> None:
    """Section 2, and the texts of its outputs."""
    content = load()
    house = content.library.house
    written, probe = (
        next(one for one in written_of(content, answers_of(content, turn)) if one.document.id == _CONTRACT)
        for turn in (0, 1)
    )
    template = template_of(written, probe, house)

    def document(turn: int) -> Document:
        return varied(written.document, lambda answer: _numbered(answer, turn))

    def context(turn: int) -> Mapping[str, Any]:
        return template.context(document(turn))

    report.title(
        f"Writing alone: the contract, {sum(len(entry.blocks) for entry in written.document.body)} paragraphs and tables"
    )
    contenders = [Contender(OURS, document, lambda given: write(given, written.provenance, house))]
    for name, render in (("docxtpl", peers.docxtpl()), ("docxtpl in Rust", peers.rust_docxtpl())):
        if render is None:
            report.line(f"{name}: not installed, skipped")
        else:
            contenders.append(Contender(name, context, _rendering(render, template.content)))
    build = peers.python_docx(house)
    if build is None:
        report.line("python-docx: not installed, skipped")
    else:
        contenders.append(Contender("python-docx", document, build))
    timed = interleave(contenders, 40, report.options.seconds)
    report.peers(timed, {"docxtpl": 60.0})
    report.texts(*neutral.compared({name: [content] for name, content in timed.results.items()}))


def _numbered(answer: Run, turn: int) -> Run:
    """The answer of a turn: every name and text is another one at each turn."""
    return answer._replace(text=f"{answer.text} ({turn})")


def _rendering(render: peers.Render, template: bytes) -> Any:
    return lambda context: render(template, context)
