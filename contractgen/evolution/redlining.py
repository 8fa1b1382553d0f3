"""What changed in the texts of clauses and definitions, as a Word file with tracked changes."""

from __future__ import annotations

from collections.abc import Iterator

from contractgen.evolution.changes import Change
from contractgen.evolution.edition import Edition
from contractgen.evolution.report import Evolution
from contractgen.frames import plain_paragraph, with_end
from contractgen.model import Document, Frame, Paragraph, Run
from contractgen.word.redline import DATE, redline
from contractgen.word.write import write

_TITLE = "Textes modifiés de la bibliothèque"
_AUTHOR = "Bibliothèque de clauses"


def as_redline(found: Evolution) -> bytes:
    """A document of every text that changed, from the old edition to the new one: all changes rejected it reads as the
    old, all accepted as the new. A text is shown as its author writes it, with its blocks and values."""
    texts = [change for change in found.changes if change.words]
    files = [
        write(_document(edition, texts, side), None, edition.library.house)
        for side, edition in enumerate((found.old, found.new))
    ]
    return redline(files[0], files[1], _AUTHOR, DATE).content


def _document(edition: Edition, texts: list[Change], side: int) -> Document:
    frames = [Frame(f"{change.kind}-{change.id}", tuple(_paragraphs(change, side))) for change in texts]
    title = Frame("titre", (Paragraph("title", _TITLE, (Run(_TITLE),)),))
    name = edition.library.name
    return Document(
        "redline", _TITLE, name, "section", _TITLE, name, False, True, with_end((title, *frames), "Fin du document")
    )


def _paragraphs(change: Change, side: int) -> Iterator[Paragraph]:
    heading = f"{change.kind.capitalize()} {change.id}"
    yield Paragraph("part", heading, (Run(heading),))
    gone = "insert" if side == 0 else "delete"
    text = "".join(piece for operation, piece in change.words if operation != gone)
    for line in text.splitlines():
        if line.strip():
            yield plain_paragraph("body", line)
