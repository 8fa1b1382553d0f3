"""Where a problem of the loader stands: it knows the entry, and the words at fault, which are looked for in it."""

from __future__ import annotations

import re
from functools import lru_cache

from contractgen.reading import Problem

_NAME = re.compile(r"[\w.]+|'[^']*'")


def placed(problem: Problem, text: str) -> tuple[int, int]:
    """The line and column, from 1, of the words at fault in the text of the file, within the entry of the problem; when they
    are not known or not written so, those of the first character of its line."""
    if problem.column:
        return problem.line, problem.column
    lines = _lines(text)
    start, end = _entry(problem, lines)
    for words, offset in _sought(problem):
        for first in (start, start - 1):  # a value that begins on the line after its key
            stretch = "\n".join(lines[max(first, 0) : end])
            found = _found(words, offset, stretch)
            if found is not None:
                return max(first, 0) + stretch.count("\n", 0, found) + 1, found - stretch.rfind("\n", 0, found)
    line = lines[problem.line - 1] if problem.line <= len(lines) else ""
    return problem.line, len(line) - len(line.lstrip()) + 1


@lru_cache(maxsize=4)
def _lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").split("\n")


def _entry(problem: Problem, lines: list[str]) -> tuple[int, int]:
    """The lines of an entry of a YAML list, by their indentation; of what is no such entry, all those that follow."""
    start = min(problem.line, len(lines)) - 1
    line = lines[start]
    if problem.path.endswith(".yaml") and line.lstrip().startswith("- "):
        indent = len(line) - len(line.lstrip())
        for end in range(start + 1, len(lines)):
            after = lines[end]
            if after.strip() and len(after) - len(after.lstrip()) <= indent:
                return start, end
    return start, len(lines)


def _sought(problem: Problem) -> list[tuple[str, int]]:
    """What to look for, best first: the words, as they are or between the quotes of YAML; the faulty name alone."""
    if not problem.about:
        return []
    quoted = problem.about.replace("'", "''")
    shift = problem.about.count("'", 0, problem.offset)
    name = _NAME.match(problem.about, problem.offset)
    return [
        (problem.about, problem.offset),
        *([(quoted, problem.offset + shift)] if quoted != problem.about else []),
        *([(name.group(), 0)] if name and name.group() != problem.about else []),
    ]


def _found(words: str, offset: int, text: str) -> int | None:
    """Where the words stand as whole words, a blank being any blank or end of line, plus the offset."""
    edge = r"(?<![\w.-])" if re.match(r"\w", words) else ""
    close = r"(?![\w-])" if re.search(r"\w\Z", words) else ""
    found = re.search(f"{edge}{_flexible(words[:offset])}(?P<fault>{_flexible(words[offset:])}){close}", text)
    return found.start("fault") if found else None


def _flexible(words: str) -> str:
    return "".join(r"\s+" if piece.isspace() else re.escape(piece) for piece in re.split(r"(\s+)", words))
