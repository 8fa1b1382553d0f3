"""`library lint`: everything that can be said of the content files without trying a dossier."""

from __future__ import annotations

import gc
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from contractgen.lint.drafting import drafting
from contractgen.lint.exceptions import excused
from contractgen.lint.files import habits
from contractgen.lint.idle import idle, of_parameter
from contractgen.lint.loading import MOST_TOLD, load, text_of
from contractgen.lint.placing import placed
from contractgen.lint.reachability import unreachable
from contractgen.lint.terms import undefined_terms
from contractgen.model import Finding, Library
from contractgen.reading import Problem
from contractgen.source import Source

_LONGEST = 400  # characters of a message
_QUOTED_LONG = re.compile(r"([^«»]{80})[^«»]{80,}(?= »)")
_ORDER = {"error": 0, "warning": 1, "info": 2}


def lint(source: Source, asked: bytes, path: str, unread: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """The findings of a library and of its questionnaire, errors first, then by place.

    `path`: the name of the questionnaire's file; `unread`: files of the folder that are no content. Errors keep the library from being loaded; warnings are habits and
    what is idle; infos list what no lawyer has confirmed.
    """
    with _uncollected():
        return _linted(source, asked, path, unread)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles: it would walk again and again through trees that are all still in use, a quarter
    of the time of the longest files."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _linted(source: Source, asked: bytes, path: str, unread: tuple[str, ...]) -> tuple[Finding, ...]:
    files = {**source.files, path: asked}
    texts = {name: text_of(name, files) for name in files if name.endswith((".md", ".yaml"))}
    library, questionnaire, refused = load(source, texts, asked, path)
    found = [*refused, *habits(texts), *drafting(texts), *map(_unread, unread)]
    if questionnaire is None:
        message = "questionnaire à corriger d'abord : les noms, conditions et renvois de la bibliothèque n'ont pas été contrôlés"
        found.append(Finding("unchecked", "warning", f"{path}:1:1", message, "Corrigez-le, puis relancez la commande."))
    if library is not None and questionnaire is not None and not refused:
        found += [*idle(library, questionnaire, texts), *unreachable(library, questionnaire, texts)]
        found += [*undefined_terms(library, source.files), *_unverified(library, texts)]
    told = dict.fromkeys(_on_one_line(one) for one in excused(found, texts, not refused))
    return tuple(_bounded(sorted(told, key=lambda one: (_ORDER[one.severity], _place(one.where), one.code))))


def _on_one_line(one: Finding) -> Finding:
    """The finding, what it quotes cut when it is long."""
    message = " ".join(_QUOTED_LONG.sub(r"\1…", one.message).split())
    return one._replace(message=message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…")


def _bounded(findings: list[Finding]) -> Iterator[Finding]:
    """Of the warnings of one file the first hundred, then how many more there are."""
    told: Counter[str] = Counter()
    last: dict[str, Finding] = {}
    for one in findings:
        path = _place(one.where)[0]
        if one.severity == "warning":
            told[path] += 1
            last[path] = one
        if one.severity != "warning" or told[path] <= MOST_TOLD:
            yield one
    for path, one in last.items():
        if told[path] > MOST_TOLD:
            message = f"{told[path] - MOST_TOLD} autres avertissements dans ce fichier"
            yield one._replace(where=f"{path}:1:1", message=message)


def _unread(path: str) -> Finding:
    message = "fichier qui n'est pas lu : ni son nom ni sa place ne sont attendus"
    advice = "Donnez-lui le nom attendu (.md, .yaml), ou sortez-le de la bibliothèque."
    return Finding("file-unread", "warning", f"{path}:1:1", message, advice)


def _place(where: str) -> tuple[str, int, int]:
    path, line, column = where.rsplit(":", 2)
    return path, int(line), int(column)


def _unverified(library: Library, texts: Mapping[str, str]) -> Iterator[Finding]:
    """What is marked « verified: false »."""
    for clause in library.clauses.values():
        if not clause.verified:
            yield _to_confirm(_mark(clause.path, texts), f"la clause « {clause.id} »")
    for requirement in library.requirements.values():
        if not requirement.verified:
            yield _to_confirm(f"{requirement.path}:1", f"l'exigence {requirement.id}")
    for parameter in library.parameters.values():
        if not parameter.verified:
            yield _to_confirm(of_parameter(parameter.id, texts), f"le paramètre « {parameter.id} »")
    for definition in library.definitions:
        if not definition.verified:
            yield _to_confirm(_mark(f"definitions/{definition.id}.md", texts), f"la définition « {definition.term} »")


def _mark(path: str, texts: Mapping[str, str]) -> str:
    """Where « verified » stands."""
    line, column = placed(Problem(path, 1, "", about="verified:"), texts[path])
    return f"{path}:{line}:{column}"


def _to_confirm(where: str, what: str) -> Finding:
    return Finding("unverified", "info", where, f"{what} : à faire confirmer par un juriste", "Confirmez ses sources, puis écrivez « verified: true ».")  # fmt: skip
