"""The command line run inside the test: exit code, standard output, standard error."""

from __future__ import annotations

import io
import re
import resource
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

from conftest import EXAMPLES, ROOT

from contractgen import cli

MICRO = EXAMPLES / "micro-assistanat.yaml"
COMPLETE = MICRO.read_text(encoding="utf-8")
INCOMPLETE = re.sub(r"(?m)^montant_annuel_ht:.*\n", "", COMPLETE)
BROKEN = re.sub(r"(?m)^delai_paiement_jours:.*", "delai_paiement_jours: 90", COMPLETE)
_PAGED = ("build", "amend")
_SECONDS, _BYTES = 10, 512 * 1024 * 1024


class Ran(NamedTuple):
    code: int
    out: str
    err: str


def run(*arguments: str | Path, pages: bool = False) -> Ran:
    """Runs a command, with streams that hold UTF-8 as those of a process do.

    Page numbers take LibreOffice some seconds: `build` and `amend` go without, unless it is `pages` that are tried.
    """
    if arguments and arguments[0] in _PAGED and not (pages or "--pdf" in arguments):
        arguments = (*arguments, "--no-pages")
    out, err = io.BytesIO(), io.BytesIO()
    with (
        redirect_stdout(io.TextIOWrapper(out, encoding="utf-8", write_through=True)) as first,
        redirect_stderr(io.TextIOWrapper(err, encoding="utf-8", write_through=True)) as second,
    ):
        code = cli.main([str(argument) for argument in arguments])
        first.flush()
        second.flush()
        return Ran(code, out.getvalue().decode(), err.getvalue().decode())


def unusable(ran: Ran) -> str:
    """The one line, in French, that input which cannot be used is told with."""
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    assert ran.err.count("\n") == 1
    assert not re.search(r"\b(No such|denied|Is a|Not a|invalid|required|unrecognized)\b", ran.err)
    return ran.err


def refused_soon_and_small(*arguments: str | Path) -> str:
    """The one line that a command run in a process of its own refuses a file with, in 10 s and 512 MB at most."""
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "contractgen", *arguments], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES)),
    )  # fmt: skip
    assert time.monotonic() - begun < _SECONDS
    return unusable(Ran(done.returncode, done.stdout, done.stderr))


def answers(text: str | bytes) -> Path:
    """A file of answers in the current folder."""
    file = Path("reponses.yaml")
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file
