"""`library lint`: everything that can be said of the content files without trying a dossier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contractgen.lint.drafting import drafting
from contractgen.lint.idle import idle
from contractgen.lint.loading import load, place
from contractgen.lint.terms import undefined_terms
from contractgen.model import Finding, Library
from contractgen.source import Source

_ORDER = {"error": 0, "warning": 1, "info": 2}


def lint(source: Source, asked: bytes, path: str) -> tuple[Finding, ...]:
    """The findings of a library and of its questionnaire, errors first, then by place.

    `path`: the name of the questionnaire's file. Errors keep the library from being loaded; warnings are habits and
    what is idle; infos list what no lawyer has confirmed.
    """
    loaded = load(source, asked, path)
    found = [*loaded.findings, *drafting(source.files)]
    if loaded.library is not None and loaded.questionnaire is not None and not loaded.findings:
        of_library = [*idle(loaded.library, loaded.questionnaire), *_unverified(loaded.library)]
        found += [_placed(one, source.files) for one in of_library]
        found += undefined_terms(loaded.library, source.files)
    return tuple(sorted(found, key=lambda one: (_ORDER[one.severity], _place(one.where), one.code)))


def _placed(found: Finding, files: Mapping[str, bytes]) -> Finding:
    """The finding where its file names what it is about, when it is only said of the file."""
    path, line, column = found.where.rsplit(":", 2)
    return found._replace(where=place(files, path, 1, found.message)) if (line, column) == ("1", "1") else found


def _place(where: str) -> tuple[str, int, int]:
    path, line, column = where.rsplit(":", 2)
    return path, int(line), int(column)


def _unverified(library: Library) -> Iterator[Finding]:
    """What is marked « verified: false »."""
    for clause in library.clauses.values():
        if not clause.verified:
            yield _to_confirm(f"{clause.path}:1:1", f"la clause « {clause.id} »")
    for requirement in library.requirements.values():
        if not requirement.verified:
            yield _to_confirm(f"{requirement.path}:1", f"l'exigence {requirement.id}")
    for parameter in library.parameters.values():
        if not parameter.verified:
            yield _to_confirm("parameters.yaml:1:1", f"le paramètre « {parameter.id} »")
    for definition in library.definitions:
        if not definition.verified:
            yield _to_confirm(f"definitions/{definition.id}.md:1:1", f"la définition « {definition.term} »")


def _to_confirm(where: str, what: str) -> Finding:
    return Finding("unverified", "info", where, f"{what} : à faire confirmer par un juriste", "Confirmez ses sources, puis écrivez « verified: true ».")  # fmt: skip
