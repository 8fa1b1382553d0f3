"""The values of a review: what is said of a contract that came back. They are made in `review`, and only read elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from contractgen.model import Finding
from contractgen.review_answers import AnswerChange, Mention
from contractgen.review_base import Known
from contractgen.review_requirements import Weakened
from contractgen.word.concealed import Concealed
from contractgen.word.embedded import Base


class Change(NamedTuple):
    """One paragraph or row that differs. `kind`: reworded, deleted or added; split or joined when it is now several, or one
    with those before it, a line each in `base` and `found` (its other words, if any, are a change of their own); `tracked`: it is a tracked change, else it
    was made in silence; `ties`: the requirements that the paragraph satisfied."""

    kind: str
    tracked: bool
    base: str
    found: str
    confidence: str
    ties: tuple[str, ...] = ()


class ReviewedClause(NamedTuple):
    """A clause, or a new text. `status`: unchanged (also when its paragraphs were only cut or joined), reworded, moved, deleted or new; `base`, `accepted` and `rejected`:
    its text, then and in the two views; `silent`: something in it was changed without being tracked; `holder`: of a new
    text, what holds it out of the flow of the body, in French, « » for none; `strays`: its passages that stand in another
    clause, each with the id of that one."""

    id: str
    version: str
    number: str
    title: str
    status: str
    base: str
    accepted: str
    rejected: str
    confidence: str
    silent: bool
    moved: bool
    after: str
    changes: tuple[Change, ...]
    holder: str = ""
    strays: tuple[tuple[str, str], ...] = ()


class ReviewedComment(NamedTuple):
    """A comment, the clause in which it stands (« » outside any) and the text that it stands on; `answers`: the author of
    the comment that it replies to, « » for none; `settled`: marked done."""

    author: str
    clause: str
    anchor: str
    text: str
    answers: str = ""
    settled: bool = False


class Author(NamedTuple):
    """Who made tracked changes: how many, and when the last one (as the file says)."""

    name: str
    changes: int
    last: str


class Losses(NamedTuple):
    """What a view does to the requirements: those missing, and those to be read again. `rules`: newly broken."""

    missing: tuple[Weakened, ...]
    doubtful: tuple[Weakened, ...]
    rules: frozenset[str]


class Review(NamedTuple):
    """What is said of the file. `clauses`: in the order of the base, then the new texts; `frames`: the cover and the
    titles of parts, when they changed; `legal`: the legal values that were changed; `dangling`: for each deleted clause, the clauses that still refer to it;
    `problems`: what the file holds that was not compared; `concealed`: what its page does not show as it is read;
    `redirected`: the references that show a clause and lead elsewhere, with the number that they will show."""

    base: Base
    known: Known
    clauses: tuple[ReviewedClause, ...]
    frames: tuple[ReviewedClause, ...]
    answers: tuple[AnswerChange, ...]
    accepted: Losses
    rejected: Losses
    legal: tuple[Mention, ...]
    comments: tuple[ReviewedComment, ...]
    authors: tuple[Author, ...]
    dangling: Mapping[str, tuple[str, ...]]
    problems: tuple[str, ...]
    concealed: tuple[Concealed, ...]
    redirected: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]

    @property
    def lost(self) -> tuple[str, ...]:
        """The mandatory requirements that are lost in either view."""
        return tuple(
            finding.where
            for finding in self.findings
            if finding.code == "requirement-lost" and finding.severity == "error"
        )
