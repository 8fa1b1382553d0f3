"""The whole line in memory against docxtpl: all the documents of the example, from answers to bytes.

Ours selects, assembles, checks, writes, reads back. docxtpl is handed its values ready to print and only renders.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks import neutral, peers
from benchmarks.report import OURS, Report
from benchmarks.samples import Content, Written, answers_of, build, load, recorded, written_of
from benchmarks.templates import Template, template_of
from benchmarks.timing import Contender, Timed, interleave
from contractgen.kept import Kept, Latest
from contractgen.word import embedded, read

_PROBE = 100_000  # a turn that no round has


class Line:
    """The line on some content. `ours` goes first in a round; a peer then renders what it wrote."""

    def __init__(self, content: Content, **changes: Any) -> None:
        self.content, self.changes = content, changes
        self.written = self._written(0)
        probe = self._written(_PROBE)
        self.templates = [
            template_of(one, other, content.library.house) for one, other in zip(self.written, probe, strict=True)
        ]

    def _written(self, turn: int) -> list[Written]:
        return written_of(self.content, answers_of(self.content, turn, **self.changes))

    def ours(self, name: str = OURS) -> Contender:
        return Contender(name, lambda turn: answers_of(self.content, turn, **self.changes), self._build)

    def peer(self, name: str, render: peers.Render) -> Contender:
        def run(contexts: list[Mapping[str, Any]]) -> list[bytes]:
            return [render(one.content, context) for one, context in zip(self.templates, contexts, strict=True)]

        return Contender(name, lambda _: self._contexts(), run)

    def _build(self, answers: Any) -> list[bytes]:
        with recorded() as written:
            build(self.content, answers)
        self.written = written
        return [one.content for one in written]

    def _contexts(self) -> list[Mapping[str, Any]]:
        return [template.context(one.document) for template, one in zip(self.templates, self.written, strict=True)]


def templates_and_contexts() -> list[tuple[str, Template, Mapping[str, Any]]]:
    """The documents of the unchanged example by id, for a peer that runs in a process of its own."""
    line = Line(load())
    return [
        (one.document.id, template, template.context(one.document))
        for one, template in zip(line.written, line.templates, strict=True)
    ]


def run(report: Report) -> None:
    """Section 1, and the texts of its outputs."""
    line = Line(load())
    clauses = sum(1 for one in line.written for _ in one.document.clauses())
    report.title(
        f"Whole line, {len(line.written)} documents, {clauses} clauses: select, assemble, check, write, read back"
    )
    contenders = [line.ours()]
    for name, find in _PEERS.items():
        render = find()
        if render is None:
            report.line(f"{name}: not installed, skipped")
        else:
            contenders.append(line.peer(name, render))
    timed = interleave(contenders, 40, report.options.seconds)
    report.peers(timed, {"docxtpl": 10.0})
    _compare(report, timed)
    report.title("The same, for the first dossier of a process: nothing is kept from another")
    first = line.ours()._replace(prepare=lambda turn: (forget(), answers_of(line.content, turn))[1])
    contenders[0] = first
    report.peers(interleave(contenders, 40, report.options.seconds), {})


def forget() -> None:
    """Drops what was made of earlier dossiers, but not what is made once of the library."""
    for kept in gc.get_objects():
        if isinstance(kept, Kept):
            kept._last.clear()
        elif isinstance(kept, Latest):
            kept._values.clear()
    read._stretch.cache_clear()
    embedded._stretch.cache_clear()


_PEERS: dict[str, Callable[[], peers.Render | None]] = {"docxtpl": peers.docxtpl, "docxtpl in Rust": peers.rust_docxtpl}


def _compare(report: Report, timed: Timed) -> None:
    report.texts(*neutral.compared(timed.results))
