"""`check FILE` for a contract that others wrote: a file on disk in, what its words say of each requirement out."""

from __future__ import annotations

from pathlib import Path

from contractgen.content import shipped
from contractgen.errors import ConversionError, ReturnedFileError
from contractgen.lexical.contradictions import contradictions
from contractgen.lexical.evidence_file import FILE, evidence_of
from contractgen.lexical.judging import judge
from contractgen.lexical.passages import passages_of
from contractgen.lexical.report import Read
from contractgen.model import Library
from contractgen.source import read_source
from contractgen.word.opening import read_file


def is_contract(path: str) -> bool:
    """Whether a path is that of a contract, by its name or its first bytes, and not of an answers file."""
    if path.lower().endswith((".docx", ".pdf", ".doc", ".docm")):
        return True
    try:
        with Path(path).open("rb") as stream:
            return stream.read(4) in (b"PK\x03\x04", b"%PDF")
    except OSError:
        return False


def read_contract(path: str, library: Library, folder: str | None, release: str | None) -> Read:
    """What the words of a contract say. Raises ReturnedFileError for a file that cannot be read, ContentError for
    evidence that is wrong."""
    source = read_source(Path(folder) if folder is not None else shipped("clause_library"), release)
    evidence = evidence_of(source.files.get(FILE), library)
    try:
        passages = passages_of(read_file(path))
    except (ReturnedFileError, ConversionError) as error:
        raise ReturnedFileError(f"« {path} » : {error}") from error
    return Read(path, library, judge(passages, evidence, library), tuple(contradictions(passages)))
