"""Growth: the whole line, and docxtpl beside it, with more clauses and with long tables, as multiples of the example.

In a straight line, four times the clauses cost four times as much and a row costs the same in any table.
"""

from __future__ import annotations

from benchmarks import neutral, peers
from benchmarks.line import Line
from benchmarks.report import Report
from benchmarks.samples import load, rows_of_accesses, times_the_clauses
from benchmarks.timing import Contender, Timed, interleave, once

_CLAUSES = (1, 4, 16)
_ROWS = (1_000, 4_000)
_MOST = 1.5  # over the straight line: what grows with the square would be at 4 and at 16
_CLAUSES_OF_PEER, _ROWS_OF_PEER = 4, 1_000  # beyond, one of its runs takes too long to be repeated


def run(report: Report) -> None:
    """Section 4."""
    content = load()
    render = peers.docxtpl()
    if render is None:
        report.line("docxtpl: not installed, skipped")
    _clauses(report, {times: Line(times_the_clauses(content, times)) for times in _CLAUSES}, render)
    rows = {0: Line(content)} | {count: Line(content, acces=rows_of_accesses(content, count)) for count in _ROWS}
    _rows(report, rows, render)


def _clauses(report: Report, lines: dict[int, Line], render: peers.Render | None) -> None:
    report.title("Growth with the clauses: cost per clause, as a multiple of the example's")
    timed = _timed(report, lines, render, _CLAUSES_OF_PEER)
    for times in _CLAUSES[1:]:
        report.at_most(
            f"contractgen, {times} times the clauses", timed.ratio(_ours(times), _ours(1)).median / times, _MOST
        )
    if render is not None:
        few, many = _CLAUSES_OF_PEER, max(_CLAUSES)
        report.single(f"docxtpl, {few} times the clauses", timed.ratio(_peer(few), _peer(1)).median / few)
        spent, _ = once(lines[many].peer(_peer(many), render), 0)
        report.single(f"docxtpl, {many} times the clauses, run once", spent / timed.median(_peer(1)) / many)
        _texts(report, timed, few)
    report.medians(timed)


def _texts(report: Report, timed: Timed, size: int) -> None:
    """Whether both have written the same at this size."""
    report.texts(*neutral.compared({name: timed.results[name] for name in (_ours(size), _peer(size))}))


def _rows(report: Report, lines: dict[int, Line], render: peers.Render | None) -> None:
    few, many = _ROWS
    report.title(f"Growth with rows of a table: cost as a multiple of the example's, with {few} and {many} rows")
    timed = _timed(report, lines, render, _ROWS_OF_PEER)
    for count in _ROWS:
        report.ratio(f"contractgen, {count} rows", timed.ratio(_ours(count), _ours(0)))
    base = timed.median(_ours(0))
    first, second = ((timed.median(_ours(count)) - base) / count for count in _ROWS)
    report.at_most(f"contractgen, cost of a row, {many} rows over {few}", second / first, _MOST)
    if render is not None:
        report.ratio(f"docxtpl, {_ROWS_OF_PEER} rows", timed.ratio(_peer(_ROWS_OF_PEER), _peer(0)))
        _texts(report, timed, _ROWS_OF_PEER)
    report.medians(timed)


def _timed(report: Report, lines: dict[int, Line], render: peers.Render | None, longest: int) -> Timed:
    contenders: list[Contender] = []
    for size, line in lines.items():
        contenders.append(line.ours(_ours(size)))
        if render is not None and size <= longest:
            contenders.append(line.peer(_peer(size), render))
    return interleave(contenders, 15, report.options.seconds)


def _ours(size: int) -> str:
    return f"contractgen × {size}"


def _peer(size: int) -> str:
    return f"docxtpl × {size}"
