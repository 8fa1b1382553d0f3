"""Cold start: whole processes, from the command line to the files on disk, against a script that renders the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import neutral, peers
from benchmarks.line import templates_and_contexts
from benchmarks.report import OURS, Report
from benchmarks.samples import EXAMPLE, ROOT
from benchmarks.timing import Contender, interleave

_SCRIPT = Path(__file__).with_name("cold_peer.py")
_UNKEPT = f"{OURS}, library read anew"
_FLOOR = "an empty Python process"


def run(report: Report) -> None:
    """Section 5."""
    report.title("Cold start: one process, three documents on disk")
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        contenders = [
            _process(OURS, base, lambda turn, out: _command(base / "cache", out)),
            _process(_UNKEPT, base, lambda turn, out: _command(base / f"cache-{turn}", out)),
            _process(_FLOOR, base, lambda turn, out: ([sys.executable, "-c", ""], {})),
        ]
        if peers.docxtpl() is None:
            report.line("docxtpl: not installed, skipped")
        else:
            job = _job(base)
            contenders.append(
                _process("docxtpl", base, lambda turn, out: ([sys.executable, str(_SCRIPT), str(job), str(out)], {}))
            )
        timed = interleave(contenders, 15, report.options.seconds)
        if "docxtpl" in timed.seconds:
            report.ratio(f"docxtpl / {OURS}", timed.ratio("docxtpl", OURS))
            report.ratio(f"docxtpl / {_UNKEPT}", timed.ratio("docxtpl", _UNKEPT))
            outputs = {name: _files(timed.results[name]) for name in (OURS, "docxtpl")}
            report.texts(*neutral.compared(outputs))
        report.ratio(f"{_UNKEPT} / {OURS}", timed.ratio(_UNKEPT, OURS))
        report.ratio(f"{OURS} / {_FLOOR}", timed.ratio(OURS, _FLOOR))
        report.medians(timed)


def _process(name: str, base: Path, command: Callable[[int, Path], tuple[list[str], dict[str, str]]]) -> Contender:
    def prepare(turn: int) -> tuple[list[str], dict[str, str], Path]:
        out = base / f"{name.replace(' ', '-')}-{turn}"
        return (*command(turn, out), out)

    return Contender(name, prepare, _run)


def _run(given: tuple[list[str], dict[str, str], Path]) -> Path:
    """One process. Both sides find their bytecode kept, as installed programs do, wherever the sources lie."""
    arguments, variables, out = given
    kept = {"PYTHONPYCACHEPREFIX": str(out.parent / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(
        arguments, env={**os.environ, **kept, **variables}, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return out


def _command(cache: Path, out: Path) -> tuple[list[str], dict[str, str]]:
    arguments = [sys.executable, "-m", "contractgen", "build", str(EXAMPLE), "--out", str(out), "--no-pages"]
    return arguments, {"CONTRACTGEN_CACHE": str(cache)}


def _job(base: Path) -> Path:
    """The templates and values that the peer's process reads."""
    path = base / "job.json"
    jobs = []
    for ident, template, context in templates_and_contexts():
        file = base / f"{ident}.docx"
        file.write_bytes(template.content)
        jobs.append({"id": ident, "template": str(file), "context": context})
    path.write_text(json.dumps(jobs), encoding="utf-8")
    return path


def _files(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob("*.docx"))]
