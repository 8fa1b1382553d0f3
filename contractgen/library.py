"""The clause library: a folder or a released snapshot in, a frozen `Library` out.

Everything is checked on load, against the questionnaire too; what was checked once is taken from a cache
keyed by the content, which is never believed when it is stale or damaged.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contractgen import cache
from contractgen.errors import ContentError
from contractgen.model import Answers, Library, Questionnaire
from contractgen.source import Source, read_source

if TYPE_CHECKING:
    from contractgen.reading import Reader


def load_library(
    path: str | Path | None = None, release: str | None = None, questionnaire: Questionnaire | None = None
) -> Library:
    """The library at `path`: a folder, or a snapshot .zip; the one shipped when None.

    `release` X.Y.Z opens that released snapshot of the library; `questionnaire` is the one its conditions are
    typed against, the one shipped when None. Raises ContentError with every problem, each with file and line.
    """
    from contractgen.content import shipped
    from contractgen.questionnaire import load_questionnaire

    source = read_source(Path(path) if path is not None else shipped("clause_library"), release)
    asked = questionnaire if questionnaire is not None else load_questionnaire()
    return library_of(source, asked)


def opened(
    path: str | Path | None, release: str | None, questionnaire: str | Path | None, answers: Answers | None = None
) -> tuple[Library, Questionnaire]:
    """The library and the questionnaire that somebody names. Answers that say their release are read with it, unless
    another is named, or `path` is a snapshot; a release comes with its own questionnaire, unless one is named.

    Raises ContentError.
    """
    from contractgen.questionnaire import load_questionnaire

    if release is None and answers is not None and not (path is not None and Path(path).is_file()):
        release = answers.release
    if release is not None and questionnaire is None:
        return load_release(path, release)
    asked = load_questionnaire(questionnaire)
    return load_library(path, release, asked), asked


def released_as(path: str | Path | None, library: Library) -> str | None:
    """The version of the library, when it was released as it is; None when it was not, or was changed since."""
    from contractgen.content import shipped

    try:
        source = read_source(Path(path) if path is not None else shipped("clause_library"), library.version)
    except ContentError:
        return None
    return library.version if source.digest == library.digest else None


def load_release(path: str | Path | None, release: str) -> tuple[Library, Questionnaire]:
    """A released snapshot of the library at `path`, with the questionnaire that it was released with, or the one
    shipped when it holds none. Raises ContentError."""
    from contractgen.content import shipped
    from contractgen.questionnaire import load_questionnaire, questionnaire_from

    source = read_source(Path(path) if path is not None else shipped("clause_library"), release)
    data = source.questionnaire
    asked = load_questionnaire() if data is None else questionnaire_from(data, "questionnaire.yaml")
    return library_of(source, asked), asked


def library_of(source: Source, questionnaire: Questionnaire) -> Library:
    """The library of files that were read, its conditions typed against this questionnaire. Raises ContentError."""
    key = f"{source.digest}:{hash_of(questionnaire)}"
    return cache.through(key, Library, lambda: _checked(source, questionnaire))


def hash_of(questionnaire: Questionnaire) -> str:
    """What distinguishes a questionnaire from another with other questions."""
    import hashlib

    return hashlib.sha256(repr(questionnaire).encode()).hexdigest()


def _checked(source: Source, questionnaire: Questionnaire) -> Library:
    from contractgen.library_checks import check_library

    library = parse_library(source)
    check_library(library, questionnaire)
    return library


def parse_library(source: Source) -> Library:
    """The library of the files, its cross-references not yet checked. Raises ContentError."""
    from contractgen.reading import Problems

    problems = Problems()
    library = read_library(source, problems)
    problems.raise_if_any()
    return library


def read_library(source: Source, problems: Any) -> Library:
    """What can be read of the files, each problem added to those given."""
    from contractgen import library_files as files

    files.check_texts(source.files, problems)
    head = files.yaml_reader(source.files, "library.yaml", problems)
    name, version = head.text("name"), head.text("version")
    _check_terms(head)
    proper_nouns = head.texts("proper_nouns")
    head.close()
    by_path = {folder: files.paths(source.files, folder, suffix) for folder, suffix in
               (("clauses", ".md"), ("documents", ".yaml"), ("requirements", ".yaml"), ("definitions", ".md"))}  # fmt: skip
    requirements = [
        entry for path in by_path["requirements"] for entry in files.read_requirements(source.files, path, problems)
    ]
    library = Library(
        name=name,
        version=version,
        digest=source.digest,
        clauses=_by_id((files.read_clause(source.files, path, problems) for path in by_path["clauses"]), problems),
        plans=tuple(files.read_plan(source.files, path, problems) for path in by_path["documents"]),
        requirements=_by_id(requirements, problems),
        rules=tuple(files.read_rules(source.files, problems)),
        facts=_by_id(files.read_facts(source.files, problems), problems),
        parameters=files.read_parameters(source.files, problems),
        indicators=_by_id(files.read_indicators(source.files, problems), problems, "indicators.yaml:1"),
        definitions=tuple(files.read_definition(source.files, path, problems) for path in by_path["definitions"]),
        house=source.files.get("house.docx", b""),
        proper_nouns=proper_nouns,
    )
    if not library.plans:
        problems.add(head.path, 1, "la bibliothèque n'a aucun plan de document (dossier documents/)")
    if not library.house:
        problems.add("house.docx", 1, "style maison absent de la bibliothèque")
    return library


def _check_terms(head: Reader) -> None:
    """What a library says of itself besides its name: language (ISO 639-1), jurisdiction (ISO 3166-1), licence (SPDX).

    All may be left out; the program writes French only.
    """
    language, jurisdiction = head.text("language", "fr"), head.text("jurisdiction", "FR")
    if language != "fr":
        head.problem(f"« language » vaut « {language} » : contractgen n'écrit que le français (fr)")
    if not (len(jurisdiction) == 2 and jurisdiction.isascii() and jurisdiction.isupper()):
        head.problem(f"« jurisdiction » vaut « {jurisdiction} » : un code de pays à deux lettres est attendu (FR)")
    head.text("licence", "")


def _by_id(entries: Iterable[Any], problems: Any, place: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for entry in entries:
        if entry.id in found:
            where = getattr(entry, "path", place)
            problems.at(where if ":" in where else f"{where}:1", f"« {entry.id} » en double", entry.id)
        found[entry.id] = entry
    return found
