"""`python -m benchmarks [SECTION …]`: prints ratios; exits 1 when a target is missed or a text differs."""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Callable

import contractgen
from benchmarks import cold, growth, line, memory, peers, proving, writing
from benchmarks.report import Options, Report

SECTIONS: dict[str, Callable[[Report], None]] = {
    "line": line.run,
    "write": writing.run,
    "growth": growth.run,
    "cold": cold.run,
    "memory": memory.run,
    "proof": proving.run,
}


def main() -> int:
    """Runs the sections asked for, or all."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="contractgen against its peers, as ratios."
    )
    parser.add_argument(
        "sections", nargs="*", metavar="SECTION", help=f"one of {', '.join(SECTIONS)}; all when none is given"
    )
    parser.add_argument("--seconds", type=float, default=30.0, help="time for each series of rounds (30)")
    parser.add_argument("--times", action="store_true", help="print the medians in milliseconds too")
    options = parser.parse_args()
    unknown = [name for name in options.sections if name not in SECTIONS]
    if unknown:
        parser.error(f"no section {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    report = Report(Options(options.seconds, options.times))
    print(f"contractgen {contractgen.__version__}, Python {platform.python_version()}, {peers.versions()}")
    print("Medians of interleaved rounds, with their quartiles; answers change at each round.")
    for name in options.sections or SECTIONS:
        SECTIONS[name](report)
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
