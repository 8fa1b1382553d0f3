"""Memory: what one process holds after 50, 500 and 1 000 builds, none like another. It must not grow.

`python -m benchmarks.memory` is that process; it prints its resident pages after each of those numbers of builds.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from pathlib import Path

from benchmarks.report import Report
from benchmarks.samples import ROOT, answers_of, build, load

_STATM = Path("/proc/self/statm")
_AFTER = (50, 500, 1_000)
_MOST = 1.05


def run(report: Report) -> None:
    """Section 6."""
    report.title("Memory: resident set of one process after many builds")
    if not _STATM.exists():
        report.line("this system does not say what a process holds (/proc/self/statm), skipped")
        return
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.memory"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    pages = dict(zip(_AFTER, json.loads(done.stdout), strict=True))
    for builds in _AFTER[1:]:
        report.at_most(f"after {builds} builds / after {_AFTER[0]}", pages[builds] / pages[_AFTER[0]], _MOST)


def _pages() -> list[int]:
    content = load()
    found = []
    for turn in range(1, _AFTER[-1] + 1):
        build(content, answers_of(content, turn))
        if turn in _AFTER:
            gc.collect()
            found.append(int(_STATM.read_text(encoding="ascii").split()[1]))
    return found


if __name__ == "__main__":
    print(json.dumps(_pages()))
