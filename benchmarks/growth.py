"""Growth: the whole line, and docxtpl beside it, with more clauses and with long tables, as multiples of the example.

In a straight line, four times the clauses cost four times as much and a row costs the same in any table.
"""

from __future__ import annotations

from benchmarks import peers
from benchmarks.line import Line
from benchmarks.report import Report
from benchmarks.samples import load, rows_of_accesses, times_the_clauses
from benchmarks.timing import Contender, Timed, interleave

_CLAUSES = (1, 4, 16)
_ROWS = (1_000, 4_000)
_ALL = 1_000_000
_MOST = 1.25  # over the straight line
_ONCE = 16  # times the clauses at which docxtpl is measured once only, for its cost is long


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
    report.title("Growth with the clauses: cost as a multiple of the example's")
    timed = _timed(report, lines, render, max(_CLAUSES))
    for times in _CLAUSES[1:]:
        ratio = timed.ratio(_ours(times), _ours(1))
        report.at_most(
            f"contractgen, {times} times the clauses, cost per clause",
            ratio.median / times,
            _MOST,
            f"   (cost {ratio.median:.1f})",
        )
        if _peer(times) in timed.seconds:
            other = timed.ratio(_peer(times), _peer(1)).median
            report.line(
                f"{f'docxtpl, {times} times the clauses, cost per clause':<58} {other / times:8.2f}   (cost {other:.1f})"
            )
    report.medians(timed)


def _rows(report: Report, lines: dict[int, Line], render: peers.Render | None) -> None:
    few, many = _ROWS
    report.title(f"Growth with rows of a table: cost as a multiple of the example's, with {few} and {many} rows")
    timed = _timed(report, lines, render, few)
    for count in _ROWS:
        report.ratio(f"contractgen, {count} rows", timed.ratio(_ours(count), _ours(0)))
    if _peer(few) in timed.seconds:
        report.ratio(f"docxtpl, {few} rows", timed.ratio(_peer(few), _peer(0)))
    base = timed.median(_ours(0))
    first, second = ((timed.median(_ours(count)) - base) / count for count in _ROWS)
    report.at_most(f"contractgen, cost of a row, {many} rows over {few}", second / first, _MOST)
    report.medians(timed)


def _timed(report: Report, lines: dict[int, Line], render: peers.Render | None, longest: int) -> Timed:
    contenders: list[Contender] = []
    for size, line in lines.items():
        contenders.append(line.ours(_ours(size)))
        if render is not None and size <= longest:
            contenders.append(line.peer(_peer(size), render, 1 if size == _ONCE else _ALL))
    return interleave(contenders, 15, report.options.seconds)


def _ours(size: int) -> str:
    return f"contractgen × {size}"


def _peer(size: int) -> str:
    return f"docxtpl × {size}"
