"""The straight line: library, questionnaire and answers in, a `Pack` out. Pure: no disk, no clock, no environment.

Only this module knows the order of the stages. Everything found is in the pack's findings, all at once; a pack is
delivered whole or refused whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from contractgen.assembly import Assembled, assemble, traced_runs
from contractgen.checks import run_checks
from contractgen.checks.answering import placeholders
from contractgen.checks.coherence import rule_findings, rule_results
from contractgen.checks.context import Context
from contractgen.checks.requirements import Ties, applicability, requirement_findings, statuses
from contractgen.clause_table import clause_table
from contractgen.frames import with_pages
from contractgen.lots import LotAnswers, typed_lots
from contractgen.model import Answers, Document, Finding, Library, Provenance, Questionnaire, RequirementStatus, View
from contractgen.names import Printing, printing_of
from contractgen.results import LotResult, Pack, WrittenDocument
from contractgen.selection import select, ties_in
from contractgen.verification import Verified, verify
from contractgen.view import view_of
from contractgen.word.write import sha256_of, write

Pages = Mapping[tuple[str, str], tuple[int, ...]]  # by lot and document
NO_PAGES: Pages = {}


class _Checked(NamedTuple):
    """A lot before it is written."""

    context: Context
    requirements: tuple[RequirementStatus, ...]
    findings: tuple[Finding, ...]
    applies: Mapping[str, Any]
    violated: frozenset[str]
    unfilled: frozenset[str]


def build(
    library: Library,
    questionnaire: Questionnaire,
    answers: Answers,
    *,
    draft: bool = False,
    bare: bool = False,
    notes: bool = False,
    pages: Pages = NO_PAGES,
) -> Pack:
    """The pack of documents for these answers, with everything that was found.

    `draft` delivers what still has open points, marked PROJET on every page; `bare` leaves the provenance out;
    `notes` adds a review copy of each document, with comments, for the client's side only; `pages` are those of the
    entries of the tables of contents, which have none without it.
    Raises AnswersError when the answers do not fit the questionnaire.
    """
    printing = printing_of(questionnaire, library)
    typed = typed_lots(questionnaire, answers)
    views = tuple(view_of(library, questionnaire, lot.id, lot.values) for lot in typed)
    several = answers.lots is not None
    checked = [
        _check(library, questionnaire, printing, lot, view, views, several, draft)
        for lot, view in zip(typed, views, strict=True)
    ]
    refused = any(blocks(finding, draft) for lot in checked for finding in lot.findings)
    lots = [_refused(lot) for lot in checked] if refused else [
        _written(library, lot, index if several else 0, draft, bare, notes, pages)
        for index, lot in enumerate(checked, 1)
    ]  # fmt: skip
    if not refused and any(blocks(finding, draft) for lot in lots for finding in lot.findings):
        refused, lots = True, [_withdrawn(lot) for lot in lots]
    status = "refused" if refused else "draft" if draft else "delivered"
    return Pack(status, library, tuple(lots), tuple(finding for lot in lots for finding in lot.findings))


def blocks(finding: Finding, draft: bool) -> bool:
    """Whether a finding keeps the pack from being delivered; a draft may have open points, no broken rule."""
    return finding.severity == "error" and not (draft and finding.lacking)


def _check(
    library: Library,
    questionnaire: Questionnaire,
    printing: Printing,
    lot: LotAnswers,
    view: View,
    views: tuple[View, ...],
    several: bool,
    draft: bool,
) -> _Checked:
    """The line up to the assembled documents, checked twice: on the selection and on what was assembled."""
    selection = select(library, view, printing)
    if lot.deviations:
        from contractgen.deviations import selected as agreed_selection

        selection = agreed_selection(selection, lot.deviations)
    applies = applicability(library, view)
    applying = tuple(ident for ident, applying in applies.items() if applying is True)
    made = [
        assemble(library, plan, view, selection, printing, applying, draft, lot.deviations) for plan in library.plans
    ]
    documents = tuple(one.document for one in made)
    assembled = tuple(finding for one in made for finding in one.findings)
    context = Context(
        library, questionnaire, printing, lot, view, selection, documents,
        {document.id: traced_runs(document) for document in documents}, assembled, views, several,
    )  # fmt: skip
    rules = rule_results(context)
    violated = frozenset(result.rule.id for result in rules if result.state == "violated")
    unfilled = frozenset(placeholders(context))
    selected = {slug: ties_in(library.clauses[slug], view) for slug in selection.decisions if selection.has(slug)}
    first = statuses(library, view, applies, selected, violated, unfilled)
    second = statuses(library, view, applies, document_ties(documents), violated, unfilled)
    findings = (
        *requirement_findings(context, first),
        *requirement_findings(context, second),
        *rule_findings(context, rules),
        *run_checks(context),
        *(_deviations(context, made) if lot.deviations else ()),
    )
    return _Checked(context, second, tuple(dict.fromkeys(findings)), applies, violated, unfilled)


def _deviations(context: Context, made: list[Assembled]) -> Iterator[Finding]:
    from contractgen.deviations import deviation_findings

    clauses = {clause.id: clause for one in made for clause in one.document.clauses()}
    doubtful = {slug: found for one in made for slug, found in one.doubtful.items()}
    return deviation_findings(context.library, context.selection, context.answers.deviations, clauses, doubtful)


def document_ties(documents: tuple[Document, ...]) -> Ties:
    """For each clause of the documents, the requirements that its printed paragraphs satisfy."""
    return {clause.id: frozenset(clause.ties) for document in documents for clause in document.clauses()}


def _refused(lot: _Checked) -> LotResult:
    documents = tuple(
        WrittenDocument(document.id, None, None, b"", tuple(document.clauses()), compact=document.compact)
        for document in lot.context.documents
    )
    return LotResult(lot.context.view.lot, lot.context.selection, documents, lot.requirements, lot.findings)


def _withdrawn(lot: LotResult) -> LotResult:
    """A lot whose files were written and are not delivered, since some file of the pack cannot be."""
    documents = tuple(one._replace(path=None, sha256=None, content=b"") for one in lot.documents)
    return lot._replace(documents=documents)


def _written(
    library: Library, lot: _Checked, number: int, draft: bool, bare: bool, notes: bool, pages: Pages
) -> LotResult:
    """The files of a lot, each read back; `number` is the lot's rank, 0 when there are no lots."""
    context = lot.context
    table = clause_table(context, lot.requirements, lot.findings, draft)
    folder = f"lot-{number}/" if number else ""
    found = Provenance(
        library.name, library.version, library.digest, tuple(i for i, applies in lot.applies.items() if applies is True)
    )
    documents, read_back = [], []
    for plain in (*context.documents, table):
        document = with_pages(plain, pages.get((context.view.lot, plain.id), ()))
        content = write(document, None if bare else found, library.house)
        read_back.append(verify(document, content, bare))
        documents.append(_file(document, folder, content))
    findings = (*lot.findings, *_third_check(lot, read_back))
    if notes:
        copies, altered = _review_copies(library, lot, findings, folder, pages)
        documents, findings = [*documents, *copies], (*findings, *altered)
    return LotResult(context.view.lot, context.selection, tuple(documents), lot.requirements, findings)


def _file(document: Document, folder: str, content: bytes) -> WrittenDocument:
    path = f"{folder}{document.id}.docx"
    return WrittenDocument(
        document.id, path, sha256_of(content), content, tuple(document.clauses()), compact=document.compact
    )


def _review_copies(
    library: Library, lot: _Checked, findings: tuple[Finding, ...], folder: str, pages: Pages
) -> tuple[list[WrittenDocument], list[Finding]]:
    """The review copy of each document, and what reading them back found.

    A copy is bare: nothing can take it for the file that was delivered, and it is checked against what was meant, not
    against what it says of itself. Nor could it keep content controls: LibreOffice 7.4 loses the text of a control's
    first paragraph, here the title of a clause, when a comment stands on it.
    """
    from contractgen.notes import notes_of

    copies: list[WrittenDocument] = []
    altered: list[Finding] = []
    all_comments = notes_of(lot.context, lot.requirements, findings)
    for document, comments in zip(lot.context.documents, all_comments, strict=True):
        copy = document._replace(
            id=f"{document.id}.relecture", internal=True, footer=f"{library.name} {library.version}"
        )
        copy = with_pages(copy, pages.get((lot.context.view.lot, copy.id), ()))
        content = write(copy, None, library.house, comments)
        altered += verify(copy, content, bare=True, comments=comments).findings
        copies.append(_file(copy, folder, content)._replace(review=True))
    return copies, altered


def _third_check(lot: _Checked, read_back: list[Verified]) -> tuple[Finding, ...]:
    """What the files hold, read back: every text once, and the requirements satisfied by what was really found."""
    context = lot.context
    ties = {slug: tied for verified in read_back for slug, tied in verified.ties.items()}
    third = statuses(context.library, context.view, lot.applies, ties, lot.violated, lot.unfilled)
    fresh = tuple(f for f in requirement_findings(context, third) if f not in lot.findings)
    return (*(finding for verified in read_back for finding in verified.findings), *fresh)
