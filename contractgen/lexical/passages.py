"""The passages of a contract that others wrote, from Word or PDF: each text with its place. Nothing is judged here."""

from __future__ import annotations

import re
from typing import NamedTuple

from contractgen.errors import ReturnedFileError
from contractgen.word.opening import open_package
from contractgen.word.read import read_document
from contractgen.word.revisions import accept_all

_MOST = 20_000
_PDF_BYTES = 60_000_000
_BREAK = re.compile(r"\n\s*\n|(?<=[.;:])\n(?=[A-ZÀ-Ý•\-–]|\d+[.)]|Article|Annexe)")


class Passage(NamedTuple):
    """A paragraph, or a row of a table; `place` in French."""

    text: str
    place: str


def passages_of(data: bytes) -> tuple[Passage, ...]:
    """The passages of a .docx, tracked changes accepted, or of a PDF.

    Raises ReturnedFileError for what is neither, is encrypted, holds no text, or is too large.
    """
    found = _pdf(data) if data.startswith(b"%PDF") else _word(data)
    if not found:
        raise ReturnedFileError(
            "aucun texte à lire : s'il est numérisé, passez-le d'abord à la reconnaissance de caractères."
        )
    if len(found) > _MOST:
        raise ReturnedFileError(f"plus de {_MOST} paragraphes : ce n'est pas un contrat.")
    return found


def _word(data: bytes) -> tuple[Passage, ...]:
    lines = read_document(open_package(accept_all(data))).lines
    texts = [line.text.replace("\x1f", " | ").strip() for line in lines]
    return tuple(Passage(text, f"paragraphe {rank}") for rank, text in enumerate(texts, 1) if text)


def _pdf(data: bytes) -> tuple[Passage, ...]:
    from contractgen.pdf_reading import page_texts

    if len(data) > _PDF_BYTES:
        raise ReturnedFileError("PDF de plus de 60 Mo.")
    found = []
    for number, text in enumerate(page_texts(data), 1):
        for piece in _BREAK.split(text):
            plain = " ".join(piece.split())
            if plain:
                found.append(Passage(plain, f"page {number}"))
    return tuple(found)
