"""The comments of a written review copy against those that were meant: each once, whole, in its clause, on its words.

In: the parts of the file, the document, the comments meant. Out: in French, what is not as meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from contractgen.model import Comment, Document, Paragraph, Printed
from contractgen.word.annotations import Annotation, read_annotations


def comment_problems(parts: Mapping[str, bytes], document: Document, comments: Sequence[Comment]) -> Iterator[str]:
    """What the file's comments are not."""
    read = read_annotations(parts)
    yield from read.problems
    meant, found = Counter(_meant(document, comments)), Counter(one._replace(ident="") for one in read.found)
    for one in meant - found:
        yield f"commentaire absent ou déplacé, sur « {one.anchor[:80]} » : « {one.paragraphs[0][:80]} »"
    for one in found - meant:
        yield f"commentaire inattendu, sur « {one.anchor[:80]} »"


def _meant(document: Document, comments: Sequence[Comment]) -> Iterator[Annotation]:
    """The comments as the reader should find them: on which line of the document, on which text."""
    by_block: dict[tuple[str, int], list[Comment]] = {}
    for comment in comments:
        by_block.setdefault((comment.entry, comment.block), []).append(comment)
    line = 0
    for entry in document.body:
        for index, block in enumerate(entry.blocks):
            rows = _rows(block)
            for one in by_block.get((entry.id, index), ()):
                row, cell = divmod(one.paragraph, len(rows[0]))
                told = tuple(lead + text for lead, text in one.paragraphs)
                yield Annotation(one.author, one.initials, told, line + row, one.blank or rows[row][cell])
            line += len(rows)


def _rows(block: Printed) -> list[list[str]]:
    if isinstance(block, Paragraph):
        return [[block.text]]
    return [[cell.text for cell in row] for row in (block.header, *block.rows)]
