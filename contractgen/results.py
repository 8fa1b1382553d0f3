"""What a build gives: the documents of each lot with what was found of them, and the pack. Frozen; made by `pipeline`."""

from __future__ import annotations

from typing import NamedTuple

from contractgen.model import AssembledClause, Finding, Library, RequirementStatus, Selection


class WrittenDocument(NamedTuple):
    """A document of a pack; `path` is relative to the pack's folder; it and the sum are None when the lot is refused.

    `pdf`: the same as PDF, empty when none was asked for or the one made was not sound; `compact`: set tighter;
    `review`: a copy with comments, for the client's side only.
    """

    id: str
    path: str | None
    sha256: str | None
    content: bytes
    clauses: tuple[AssembledClause, ...]
    pdf: bytes = b""
    compact: bool = False
    review: bool = False

    @property
    def pdf_path(self) -> str | None:
        """The path of the PDF in the pack's folder, None without one."""
        return self.path.removesuffix(".docx") + ".pdf" if self.path and self.pdf else None


class LotResult(NamedTuple):
    id: str
    selection: Selection
    documents: tuple[WrittenDocument, ...]
    requirements: tuple[RequirementStatus, ...]
    findings: tuple[Finding, ...]


class Pack(NamedTuple):
    """The result of a build. `status`: delivered, refused or draft; `findings`: those of all lots."""

    status: str
    library: Library
    lots: tuple[LotResult, ...]
    findings: tuple[Finding, ...]

    def files(self) -> dict[str, bytes]:
        """What there is to deliver: path in the pack's folder → bytes."""
        documents = [document for lot in self.lots for document in lot.documents]
        found = {document.path: document.content for document in documents if document.path}
        return found | {document.pdf_path: document.pdf for document in documents if document.pdf_path}
