"""Writing alone: the contract, already assembled, made into a .docx by each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks import neutral, peers
from benchmarks.report import OURS, Report
from benchmarks.samples import Content, Written, answers_of, load, written_of
from benchmarks.templates import Template, template_of, varied
from benchmarks.timing import Contender, interleave
from contractgen.model import Document, Run
from contractgen.word.write import write

_CONTRACT = "contrat"


def run(report: Report) -> None:
    """Section 2, and the texts of its outputs."""
    content = load()
    first, probe = (_contract(content, turn) for turn in (0, 1))
    template = template_of(first, probe, content.library.house)
    report.title(
        f"Writing alone: the contract, {sum(len(e.blocks) for e in first.document.body)} paragraphs and tables"
    )
    _series(report, first, template, lambda turn: _contract(content, turn).document, 60.0)
    report.title("The same, every answer that is printed being another one each time: nothing of it is kept")
    _series(report, first, template, lambda turn: varied(first.document, lambda run: _numbered(run, turn)), None)


def _contract(content: Content, turn: int) -> Written:
    return next(one for one in written_of(content, answers_of(content, turn)) if one.document.id == _CONTRACT)


def _series(
    report: Report, first: Written, template: Template, document: Callable[[int], Document], target: float | None
) -> None:
    """Each contender on the documents of the turns."""
    house = load().library.house
    contenders = [Contender(OURS, document, lambda given: write(given, first.provenance, house))]
    for name, render in (("docxtpl", peers.docxtpl()), ("docxtpl in Rust", peers.rust_docxtpl())):
        if render is None:
            report.line(f"{name}: not installed, skipped")
        else:
            contenders.append(
                Contender(name, lambda turn: template.context(document(turn)), _rendering(render, template.content))
            )
    build = peers.python_docx(house)
    if build is None:
        report.line("python-docx: not installed, skipped")
    else:
        contenders.append(Contender("python-docx", document, build))
    timed = interleave(contenders, 40, report.options.seconds)
    report.peers(timed, {} if target is None else {"docxtpl": target})
    report.texts(*neutral.compared({name: [content] for name, content in timed.results.items()}))


def _numbered(answer: Run, turn: int) -> Run:
    """The answer of a turn: every name and text is another one at each turn."""
    return answer._replace(text=f"{answer.text} ({turn})")


def _rendering(render: peers.Render, template: bytes) -> Any:
    return lambda context: render(template, context)
