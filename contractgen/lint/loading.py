"""What cannot be loaded: every problem of every file at once, with its line and column; a broken file stops no other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from contractgen.errors import ContentError
from contractgen.library import read_library
from contractgen.library_checks import library_problems
from contractgen.model import Finding, Library, Questionnaire
from contractgen.questionnaire import questionnaire_from
from contractgen.reading import Problems
from contractgen.source import Source

_LINE = re.compile(r"(?P<path>[^:]+):(?P<line>\d+)(?::(?P<column>\d+))?: (?P<message>.*)", re.DOTALL)
_CONDITION = re.compile(r"condition « (?P<source>.*) », caractère (?P<at>\d+)", re.DOTALL)
_CONDITIONED = re.compile(r"\b(?:when|is|must)\b")
_QUOTED = re.compile(r"« ([^»]+) »|\[\[([^\]]+)\]\]|\{\{ *([^}|]+?) *[|}]")
_MOST_TOLD = 100
_ADVICE = {
    "format": "Corrigez le fichier : il ne peut pas être lu tel quel.",
    "reference": "Corrigez le nom ou la condition, ou écrivez ce qui manque.",
}


class Loaded(NamedTuple):
    """What could be read, None where nothing could, and the findings."""

    library: Library | None
    questionnaire: Questionnaire | None
    findings: tuple[Finding, ...]


def load(source: Source, asked: bytes, path: str) -> Loaded:
    """The library and the questionnaire of these files, with everything that keeps them from being used."""
    files = {**source.files, path: asked}
    questionnaire, of_questions = _questionnaire(asked, path)
    problems = Problems()
    library = read_library(source, problems)
    if not source.files:
        problems.add("library.yaml", 1, "la bibliothèque n'a aucun fichier")
    broken = {match["path"] for line in problems.lines if (match := _LINE.match(line))}
    lines = [line for line in problems.lines if "«  »" not in line]  # the second of two files without an id
    found = [*_findings("format", [*of_questions, *lines], files)]
    if questionnaire is not None:
        references = library_problems(library, questionnaire).lines
        found += _findings("reference", [line for line in references if not _follows(line, broken)], files)
    return Loaded(library if not broken else None, questionnaire, tuple(dict.fromkeys(found)))


def _questionnaire(asked: bytes, path: str) -> tuple[Questionnaire | None, tuple[str, ...]]:
    try:
        return questionnaire_from(asked, path), ()
    except ContentError as error:
        return None, error.lines


def _follows(line: str, broken: set[str]) -> bool:
    """Whether a problem only follows from a file that cannot be read: it stands in it, or names what it holds."""
    match = _LINE.match(line)
    if match is None or "«  »" in line:
        return True
    if match["path"] in broken:
        return True
    slugs = {path.rsplit("/", 1)[-1].removesuffix(".md") for path in broken if path.startswith("clauses/")}
    named = {
        group.removeprefix("tableau:")
        for found in _QUOTED.finditer(match["message"])
        for group in found.groups()
        if group
    }
    return bool(slugs & named) or (
        bool(broken - {f"clauses/{slug}" for slug in slugs}) and _whole(match["message"], broken)
    )


def _whole(message: str, broken: set[str]) -> bool:
    """Whether a kind of entry is lacking since the file that holds all of them is broken."""
    kinds = {"facts.yaml": "nom «", "parameters.yaml": "nom «", "rules.yaml": "règle «"}
    kinds |= {path: "exigence" for path in broken if path.startswith("requirements/")}
    if any(path.startswith("documents/") for path in broken) and (
        "aucun plan" in message or "dans ce document" in message
    ):
        return True
    return any(path in broken and kind in message for path, kind in kinds.items())


def _findings(code: str, lines: Iterable[str], files: Mapping[str, bytes]) -> Iterator[Finding]:
    """The problems with their places; of a file that is wrong throughout, the first hundred."""
    told: Counter[str] = Counter()
    for line in lines:
        match = _LINE.match(line)
        if match is None:
            yield Finding(code, "error", "library.yaml:1:1", line, _ADVICE[code])
            continue
        told[match["path"]] += 1
        if told[match["path"]] > _MOST_TOLD:
            continue
        where = place(files, match["path"], int(match["line"]), match["message"], match["column"])
        yield Finding(code, "error", where, match["message"], _ADVICE[code])
    for path, count in told.items():
        if count > _MOST_TOLD:
            yield Finding(
                code, "error", f"{path}:1:1", f"{count - _MOST_TOLD} autres erreurs dans ce fichier", _ADVICE[code]
            )


def place(files: Mapping[str, bytes], path: str, line: int, message: str, column: str | None = None) -> str:
    """« file:line:column »: where the message points in that line, else its first character that is no space."""
    if column is not None:
        return f"{path}:{line}:{column}"
    lines = _lines(files.get(path, b""))[line - 1 :]
    condition = _CONDITION.search(message)
    quoted = [next(filter(None, found.groups())) for found in _QUOTED.finditer(message)]
    words = [word for word in quoted if any(map(str.isalnum, word))]
    sought = [condition["source"]] if condition else words
    if not lines:
        return f"{path}:{line}:1"
    near, text = _nearest(lines[: _entry(lines, line)], sought)
    if condition and condition["source"] in text:
        return f"{path}:{line + near}:{text.index(condition['source']) + int(condition['at'])}"
    for word in reversed(words):
        if word in text:
            return f"{path}:{line + near}:{text.index(word) + 1}"
    return f"{path}:{line + near}:{len(text) - len(text.lstrip()) + 1}"


def _nearest(lines: tuple[str, ...], words: list[str]) -> tuple[int, str]:
    """The line that holds the most of the words, the first of those that hold as many, and its rank."""
    counts = [sum(word in line for word in words) * (1 + bool(_CONDITIONED.search(line))) for line in lines]
    rank = counts.index(max(counts))
    return rank, lines[rank]


def _entry(lines: tuple[str, ...], line: int) -> int:
    """How many lines belong to what begins with these, at that line: an item of a YAML list, up to the next or to what is
    around the list; a paragraph; all, at the head of a file."""
    first = lines[0]
    room = len(first) - len(first.lstrip())
    if first.lstrip().startswith("- "):
        within = (not text.strip() or len(text) - len(text.lstrip()) > room for text in lines[1:])
    elif line <= 2 or (not room and ":" in first):
        return len(lines)
    else:
        within = (bool(text.strip()) for text in lines[1:])
    return 1 + next((rank for rank, inside in enumerate(within) if not inside), len(lines) - 1)


@lru_cache(maxsize=4)
def _lines(data: bytes) -> tuple[str, ...]:
    return tuple(data.decode("utf-8-sig", "replace").splitlines())
