"""What a review copy says in its margin: a checked lot in, the comments of each of its documents out, in French.

Two voices. « Bibliothèque de clauses » says once on each title why the clause is there, what it rests on, what it
satisfies, and which of its values nobody gave. « Points ouverts » says once what is to be done: on the blank where it
is printed, else on the clause or the value that it concerns, else on the title of each document. Pure; nothing of Word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from contractgen.checks.context import Context
from contractgen.condition import parse
from contractgen.french import NBSP, typography
from contractgen.model import AssembledClause, Comment, Document, Finding, Paragraph, RequirementStatus, Run
from contractgen.names import COMPLETED
from contractgen.selection import shown

LIBRARY, OPEN = ("Bibliothèque de clauses", "BC"), ("Points ouverts", "PO")
_UNVERIFIED = "Texte non vérifié par un juriste."
_SAID_OF_THE_ANSWER = ("answer-missing", "cell-missing", "blank", "table-lacking")  # the same lack, said of it alone
_LONGEST = 160


class _Spot(NamedTuple):
    """Where a value or a blank is printed in a document: entry, its number, block, paragraph of the block, run."""

    clause: str
    number: str
    block: int
    paragraph: int
    run: Run


def notes_of(
    context: Context, requirements: tuple[RequirementStatus, ...], findings: tuple[Finding, ...]
) -> tuple[tuple[Comment, ...], ...]:
    """The comments of each document of the lot, in the order of its text.

    `requirements`: their status in the assembled documents; `findings`: those of the lot.
    """
    applying = {status.id for status in requirements if status.status != "not_applicable"}
    serious = tuple(finding for finding in findings if finding.severity in ("error", "warning"))
    spots = {document.id: tuple(_spots(document)) for document in context.documents}
    points = _OpenPoints(context, serious, spots)
    return tuple(
        _in_order(document, (*_clause_notes(context, document, applying), *points.of(document)))
        for document in context.documents
    )


def _in_order(document: Document, comments: Iterable[Comment]) -> tuple[Comment, ...]:
    rank = {entry.id: index for index, entry in enumerate(document.body)}
    return tuple(sorted(comments, key=lambda c: (rank[c.entry], c.block, c.paragraph, bool(c.blank))))


def _spots(document: Document) -> Iterator[_Spot]:
    """Every value and blank that a clause prints, in order."""
    for clause in document.clauses():
        for index, block in enumerate(clause.blocks):
            if block.fixed:
                continue
            cells = [block] if isinstance(block, Paragraph) else [c for row in (block.header, *block.rows) for c in row]
            for rank, cell in enumerate(cells):
                for run in cell.runs:
                    if run.kind in ("answer", "blank"):
                        yield _Spot(clause.id, clause.number, index, rank, run)


def _question(source: str) -> str:
    """The question that a printed value comes from: « acces[1].compte » → acces."""
    name = source.partition("[")[0]
    return "indicateurs" if name == COMPLETED else name


# ---------------------------------------------------------------- what the library says of a clause


def _clause_notes(context: Context, document: Document, applying: set[str]) -> Iterator[Comment]:
    for clause in document.clauses():
        told = tuple(_told(context, clause, applying))
        yield Comment(clause.id, 0, 0, "", *LIBRARY, told)


def _told(context: Context, clause: AssembledClause, applying: set[str]) -> Iterator[str]:
    """The paragraphs of a clause's comment; those that would say nothing are left out."""
    source = context.library.clauses[clause.id]
    if source.note:
        yield typography(source.note)
    if not source.verified:
        yield _UNVERIFIED
    yield clause.because
    if source.basis:
        yield f"Fondement{NBSP}: {typography(' ; '.join(source.basis))}."
    for ident in clause.ties:
        if ident in applying:
            requirement = context.library.requirements[ident]
            doubt = "" if requirement.verified else " Source non vérifiée."
            yield f"Satisfait {ident}{NBSP}: {requirement.text.rstrip('.')}.{doubt}"
    defaults = tuple(_defaults(context, clause))
    if defaults:
        yield f"Par défaut, à confirmer{NBSP}: {f'{NBSP}; '.join(defaults)}."


def _defaults(context: Context, clause: AssembledClause) -> Iterator[str]:
    """The questions whose default the clause prints, or is there by, with their value."""
    printed = [
        run.source
        for block in clause.blocks
        if not block.fixed
        for cell in ([block] if isinstance(block, Paragraph) else [c for row in block.rows for c in row])
        for run in cell.runs
        if run.kind == "answer"
    ]
    chosen_by = [name for name, _ in context.selection.decisions[clause.id].answers]
    for name in dict.fromkeys(map(_question, (*chosen_by, *printed))):
        entry = context.view.entries.get(name)
        if entry is not None and entry.state == "default":
            yield f"{context.label(name)}, {_short(shown(entry.value, name, context.printing))}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


# ---------------------------------------------------------------- what is open


class _OpenPoints:
    """The open points of a lot. What several findings say of one answer that is lacking is one point."""

    def __init__(
        self, context: Context, findings: tuple[Finding, ...], spots: Mapping[str, tuple[_Spot, ...]]
    ) -> None:
        self.context, self.spots = context, spots
        self.clauses = {clause.id for document in context.documents for clause in document.clauses()}
        self.on_clauses = tuple(finding for finding in findings if finding.where in self.clauses)
        others = [finding for finding in findings if finding.where not in self.clauses]
        self.single = tuple(finding for finding in others if not finding.lacking)
        self.lacking: dict[str, list[Finding]] = {}
        for finding in others:
            for question in finding.lacking:
                self.lacking.setdefault(_question(question), []).append(finding)
        self.blanks = {_question(spot.run.source) for found in spots.values() for spot in found if _is_blank(spot)}

    def of(self, document: Document) -> Iterator[Comment]:
        """The comments of one document."""
        present = {clause.id for clause in document.clauses()}
        yield from self._of_blanks(document)
        for question, findings in self.lacking.items():
            if question not in self.blanks:
                yield self._on_title(document, self._lack(question, question, findings))
        for finding in self.on_clauses:
            if finding.where in present:
                yield _comment(finding.where, 0, 0, "", self._told(finding))
        for finding in self.single:
            place = self._place(finding, document)
            if place is not None:
                yield _comment(*place, "", self._told(finding))
            elif not any(self._place(finding, other) for other in self.context.documents):
                yield self._on_title(document, self._told(finding))

    def _of_blanks(self, document: Document) -> Iterator[Comment]:
        """One comment for each value that is lacking, on the first blank that is printed for it."""
        by_source: dict[str, list[_Spot]] = {}
        for spot in self.spots[document.id]:
            if _is_blank(spot):
                by_source.setdefault(spot.run.source, []).append(spot)
        told: set[str] = set()
        for source, spots in by_source.items():
            question, first = _question(source), spots[0]
            paragraphs = self._lack(source, question, () if question in told else self.lacking.get(question, ()))
            told.add(question)
            also = [number for number in dict.fromkeys(spot.number for spot in spots) if number != first.number]
            if also:
                paragraphs = (*paragraphs[:-1], f"Imprimé aussi{NBSP}: {', '.join(also)}.", paragraphs[-1])
            yield _comment(first.clause, first.block, first.paragraph, first.run.text, paragraphs)

    def _lack(self, source: str, question: str, findings: Iterable[Finding]) -> tuple[str, ...]:
        """What is said of an answer that is lacking: what, what to do, what waits for it, and whose it is."""
        said = [finding for finding in findings if finding.code in _SAID_OF_THE_ANSWER]
        heads = [f for f in said if f.where == source] or [f for f in said if f.where == question]
        what = heads[0].message if heads else f"« {self.context.label(question)} » ({question}) est sans réponse."
        advice = next((finding.advice for finding in heads if finding.advice), "Répondez à cette question.")
        waiting = dict.fromkeys(self._name(finding.where) for finding in findings if finding not in said)
        waits = (f"En dépend{'ent' if len(waiting) > 1 else ''}{NBSP}: {', '.join(waiting)}.",) if waiting else ()
        return what, f"À faire{NBSP}: {advice}", *waits, self._owner(question)

    def _name(self, where: str) -> str:
        clause = self.context.library.clauses.get(where)
        return f"clause « {clause.title} »" if clause else where

    def _told(self, finding: Finding) -> tuple[str, ...]:
        names = self._names(finding)
        advice = (f"À faire{NBSP}: {finding.advice}",) if finding.advice else ()
        return finding.message, *advice, self._owner(names[0] if names else "")

    def _owner(self, question: str) -> str:
        """Who is to act: the provider on itself, the client on what holds for its whole dossier, counsel on the law."""
        known = self.context.questionnaire.questions.get(question)
        if known is None:
            who = "Conseil"
        elif question.startswith("prestataire."):
            who = "Prestataire"
        else:
            who = "Client" if known.scope == "dossier" else "à désigner"
        return f"À la charge de{NBSP}: {who}"

    def _names(self, finding: Finding) -> tuple[str, ...]:
        """The questions that a finding is about: where it stands, what it lacks, what its rule reads."""
        rule = next((rule for rule in self.context.library.rules if rule.id == finding.rule), None)
        read = [name for text in (rule.must, rule.when) if text for name in parse(text).names] if rule else []
        names = dict.fromkeys(map(_question, (finding.where, *finding.lacking, *read)))
        return tuple(name for name in names if name in self.context.questionnaire.questions)

    def _place(self, finding: Finding, document: Document) -> tuple[str, int, int] | None:
        """Where a finding is shown in a document: the value it is about, else the clause meant for its requirement."""
        spots = self.spots[document.id]
        exact = [spot for spot in spots if spot.run.source == finding.where]
        by_name = [s for name in self._names(finding) for s in spots if _question(s.run.source) == name]
        for spot in (*exact, *by_name):
            return spot.clause, spot.block, spot.paragraph
        for clause in document.clauses():
            if finding.where in self.context.library.clauses[clause.id].satisfies:
                return clause.id, 0, 0
        return None

    def _on_title(self, document: Document, paragraphs: tuple[str, ...]) -> Comment:
        return _comment(document.body[0].id, 0, 0, "", paragraphs)


def _is_blank(spot: _Spot) -> bool:
    return spot.run.kind == "blank"


def _comment(entry: str, block: int, paragraph: int, blank: str, paragraphs: tuple[str, ...]) -> Comment:
    return Comment(entry, block, paragraph, blank, *OPEN, paragraphs)
