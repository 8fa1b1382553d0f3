"""One state of the content: a library with its questionnaire and its files, from a folder, a release or a revision.

What `library diff` compares and `library release` freezes.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from contractgen.content import shipped
from contractgen.errors import ContentError, reason
from contractgen.library import library_of
from contractgen.model import Library, Questionnaire
from contractgen.questionnaire import questionnaire_from
from contractgen.source import Source, read_source

_FRONT = re.compile(r"\A---\r?\n.*?^---\r?$\n?", re.DOTALL | re.MULTILINE)
_RELEASE = re.compile(r"\d+\.\d+\.\d+\Z")


class Edition(NamedTuple):
    """`name`: what it was asked by; `asked`: the bytes of the questionnaire."""

    name: str
    source: Source
    asked: bytes
    library: Library
    questionnaire: Questionnaire

    def body(self, path: str) -> str:
        """The text of a file of the library below its front matter, as its author writes it."""
        text = self.source.files.get(path, b"").decode("utf-8-sig")
        return _FRONT.sub("", text).replace("\r\n", "\n").strip()


def edition(name: str, library: str | None, questionnaire: str | None) -> Edition:
    """The edition that a name means: a folder, a snapshot, a release X.Y.Z of the library, or a git revision.

    Raises ContentError when there is none of that name, or when it cannot be loaded.
    """
    base = Path(library) if library is not None else shipped("clause_library")
    beside = Path(questionnaire) if questionnaire is not None else shipped("questionnaires") / "externalisation.yaml"
    path = Path(name)
    if _RELEASE.match(name):
        return edition_of(name, read_source(base, name), beside)
    if path.is_dir() or path.suffix == ".zip":
        own = path.parent / "questionnaires" / beside.name
        return edition_of(name, read_source(path), own if own.is_file() and questionnaire is None else beside)
    from contractgen.evolution.revision import files_at

    files, asked = files_at(name, base, beside)
    return _loaded(name, Source.of(name, files), asked, beside.name)


def edition_of(name: str, source: Source, questionnaire: Path) -> Edition:
    """The edition of files that were read; the questionnaire is theirs if they hold one, else that of the file."""
    if source.questionnaire is not None:
        return _loaded(name, source, source.questionnaire, questionnaire.name)
    try:
        return _loaded(name, source, questionnaire.read_bytes(), questionnaire.name)
    except OSError as error:
        raise ContentError(f"Questionnaire « {questionnaire} » illisible : {reason(error)}.") from error


def _loaded(name: str, source: Source, asked: bytes, file: str) -> Edition:
    questionnaire = questionnaire_from(asked, file)
    return Edition(name, source, asked, library_of(source, questionnaire), questionnaire)
