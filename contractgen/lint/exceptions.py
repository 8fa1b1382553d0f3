"""Deliberate exceptions: a comment in the front matter of a clause, or in a YAML file, takes a warning away.

    # lint: delay-without-start « sous dix (10) jours » : le point de départ est celui de l'article de loi cité

The code, the words of the line between « », then the reason. Errors have no exception.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from contractgen.lint.drafting import HABITS
from contractgen.lint.files import ADVICE
from contractgen.model import Finding

_MARK = re.compile(r"^[ \t]*#[ \t]*lint[ \t]*:(?P<rest>.*)$", re.MULTILINE)
_PARTS = re.compile(r"(?P<code>[a-z-]+)\s*«\s*(?P<words>[^«»]+?)\s*»\s*:\s*(?P<reason>.*\w.*)\Z")
_EXCUSABLE = {"idle", "unreachable", "always", "term-undefined", *ADVICE, *(habit.code for habit in HABITS)}


class _Exception(NamedTuple):
    path: str
    line: int
    code: str
    words: str


def excused(findings: Iterable[Finding], texts: Mapping[str, str], whole: bool) -> Iterator[Finding]:
    """The findings that no exception takes away, and what is wrong with the exceptions; that one is idle is known only when
    everything was looked at (`whole`)."""
    marks: list[_Exception] = []
    for path, text in texts.items():
        for found in _MARK.finditer(text) if "# lint" in text or "#lint" in text else ():
            line, parts = text.count("\n", 0, found.start()) + 1, _PARTS.match(found["rest"].strip())
            if parts and parts["code"] in _EXCUSABLE:
                marks.append(_Exception(path, line, parts["code"], parts["words"]))
            else:
                yield _unjustified(path, line, found["rest"].strip())
    used: set[_Exception] = set()
    for finding in findings:
        mine = [one for one in marks if _takes(one, finding, texts)]
        used.update(mine)
        if not mine:
            yield finding
    for one in marks:
        if whole and one not in used:
            message = f"exception « {one.code} » : rien n'est à excuser sur « {one.words} »"
            yield Finding("exception-idle", "warning", f"{one.path}:{one.line}:1", message, "Retirez-la.")


def _unjustified(path: str, line: int, written: str) -> Finding:
    message = f"exception « {written[:60]} » : il faut le code d'un avertissement, un extrait entre « » et une raison"
    advice = "Écrivez « # lint: code « extrait » : raison »."
    return Finding("exception-unjustified", "warning", f"{path}:{line}:1", message, advice)


def _takes(one: _Exception, finding: Finding, texts: Mapping[str, str]) -> bool:
    path, line, _ = finding.where.rsplit(":", 2)
    if finding.severity != "warning" or (one.code, one.path) != (finding.code, path):
        return False
    lines = texts[path].split("\n")
    return int(line) <= len(lines) and one.words in lines[int(line) - 1]
