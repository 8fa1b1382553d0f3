"""What cannot be loaded: every problem of every file at once, with its line and column; a broken file stops no other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from contractgen.library import read_library
from contractgen.library_checks import library_problems
from contractgen.library_files import MAX_TEXT
from contractgen.lint.placing import placed
from contractgen.model import Finding, Library, Questionnaire
from contractgen.questionnaire import read_questionnaire
from contractgen.reading import Problem, Problems
from contractgen.source import Source
from contractgen.strict_yaml import MAX_CONTENT

_QUOTED = re.compile(r"« ([^»]+) »|\[\[([^\]]+)\]\]|\{\{ *([^}|]+?) *[|}]")
MOST_TOLD = 100
_ADVICE = {
    "format": "Corrigez le fichier : il ne peut pas être lu tel quel.",
    "reference": "Corrigez le nom ou la condition, ou écrivez ce qui manque.",
}


class Loaded(NamedTuple):
    """What could be read, None where nothing could, and the findings."""

    library: Library | None
    questionnaire: Questionnaire | None
    findings: tuple[Finding, ...]


def load(source: Source, texts: Mapping[str, str], asked: bytes, path: str) -> Loaded:
    """The library and the questionnaire of these files, with everything that keeps them from being used; `texts`: the
    files in which its place is looked for."""
    problems, of_questions = Problems(), Problems()
    questionnaire = read_questionnaire(asked, path, of_questions)
    library = read_library(source, problems)
    if not source.files:
        problems.add("library.yaml", 1, "la bibliothèque n'a aucun fichier")
    broken = {one.path for one in problems.found}
    read = [one for one in problems.found if "«  »" not in one.message]  # the second of two files without an id
    found = [*_findings("format", [*of_questions.found, *read], texts)]
    if not of_questions.found:
        references = library_problems(library, questionnaire).found
        found += _findings("reference", [one for one in references if not _follows(one, broken)], texts)
    return Loaded(
        library if not broken else None, questionnaire if not of_questions.found else None, tuple(dict.fromkeys(found))
    )


def _follows(problem: Problem, broken: set[str]) -> bool:
    """Whether a problem only follows from a file that cannot be read: it stands in it, or names what it holds."""
    if "«  »" in problem.message or problem.path in broken:
        return True
    slugs = {path.rsplit("/", 1)[-1].removesuffix(".md") for path in broken if path.startswith("clauses/")}
    named = {
        group.removeprefix("tableau:")
        for found in _QUOTED.finditer(problem.message)
        for group in found.groups()
        if group
    }
    return bool(slugs & named) or (
        bool(broken - {f"clauses/{slug}" for slug in slugs}) and _whole(problem.message, broken)
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


def _findings(code: str, problems: Iterable[Problem], texts: Mapping[str, str]) -> Iterator[Finding]:
    """The problems with their places; of a file that is wrong throughout, the first hundred."""
    told: Counter[str] = Counter()
    for one in problems:
        told[one.path] += 1
        if told[one.path] <= MOST_TOLD:
            line, column = placed(one, texts.get(one.path, ""))
            yield Finding(code, "error", f"{one.path}:{line}:{column}", one.message, _ADVICE[code])
    for path, count in told.items():
        if count > MOST_TOLD:
            message = f"{count - MOST_TOLD} autres erreurs dans ce fichier"
            yield Finding(code, "error", f"{path}:1:1", message, _ADVICE[code])


def text_of(path: str, files: Mapping[str, bytes]) -> str:
    """The text of a file; nothing of one that is too long to be read."""
    data = files.get(path, b"")
    most = MAX_TEXT if path.endswith(".md") else MAX_CONTENT
    return data.decode("utf-8", "replace") if len(data) <= most else ""
