"""The written file against the document it was made from: bytes read back by a reader that shares no code with the writer.

In: a `Document` and the bytes written for it. Out: findings, none when every clause, answer and table row is found
exactly once and unaltered, and the requirements tied to what was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple

from contractgen.inspection import inspect_reading
from contractgen.kept import Kept
from contractgen.model import AssembledClause, Comment, Document, Finding, Frame, Paragraph
from contractgen.word.opening import open_package
from contractgen.word.read import read_document

_ADVICE = "Aucun fichier n'est livré. Signalez-le : c'est un défaut du programme, non de vos réponses."


class Verified(NamedTuple):
    """`ties`: for each clause found whole, the requirements of its paragraphs that were found."""

    findings: tuple[Finding, ...]
    ties: Mapping[str, frozenset[str]]


def verify(
    document: Document, content: bytes, bare: bool = False, comments: Sequence[Comment] | None = None
) -> Verified:
    """What reading the file back gives. `bare`: the file was written without provenance; `comments`: those that a
    review copy must hold."""
    parts = open_package(content)
    reading = read_document(parts)
    expected = list(
        chain.from_iterable(
            [
                _kept_lines.made((document.id, entry.id), (entry,), partial(_expected, entry, bare), (bare,))
                for entry in document.body
            ]
        )
    )
    found = [(line.owner, line.text) for line in reading.lines]
    findings = [] if expected == found else list(_altered(document, expected, found))
    if comments is not None:
        from contractgen.comment_check import comment_problems

        findings += [_finding(document, problem) for problem in comment_problems(parts, document, comments)]
    if not bare:
        for difference in inspect_reading(parts, reading).differences:
            findings.append(_finding(document, difference.message))
    ties = _ties(document, None if expected == found else {text for _, text in found})
    return Verified(tuple(findings), ties)


def _ties(document: Document, present: set[str] | None) -> dict[str, frozenset[str]]:
    """The requirements tied to the paragraphs of each clause: to those found, or to all when nothing is missing."""
    if present is None:
        return {clause.id: frozenset(clause.ties) for clause in document.clauses()}
    return {
        clause.id: frozenset(
            tie for b in clause.blocks if isinstance(b, Paragraph) and b.text in present for tie in b.ties
        )
        for clause in document.clauses()
    }


def _expected(entry: Frame | AssembledClause, bare: bool) -> list[tuple[str, str]]:
    """Owner and text of each paragraph and row, as the document says."""
    owner = f"{entry.id}@{entry.version}" if isinstance(entry, AssembledClause) and not bare else ""
    found = []
    for block in entry.blocks:
        if isinstance(block, Paragraph):
            found.append((owner, block.text))
        else:
            found += [(owner, "\x1f".join([cell.text for cell in row])) for row in (block.header, *block.rows)]
    return found


_kept_lines: Kept[list[tuple[str, str]]] = Kept()


def _altered(document: Document, expected: list[tuple[str, str]], found: list[tuple[str, str]]) -> Iterator[Finding]:
    """The first places at which the file is not the document."""
    for index in range(max(len(expected), len(found))):
        wanted = expected[index] if index < len(expected) else ("", "rien")
        seen = found[index] if index < len(found) else ("", "rien")
        if wanted != seen:
            message = f"relu à la place {index + 1} : « {seen[1][:80]} » au lieu de « {wanted[1][:80]} »"
            yield _finding(document, message)
            return


def _finding(document: Document, message: str) -> Finding:
    return Finding(
        "readback-altered",
        "error",
        document.id,
        f"« {document.title} » relu n'est pas le document assemblé : {message}",
        _ADVICE,
    )
