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
from contractgen.model import (
    AssembledClause,
    Cell,
    Comment,
    Document,
    Finding,
    Paragraph,
    Printed,
    RequirementStatus,
    Run,
)
from contractgen.names import COMPLETED
from contractgen.selection import shown

LIBRARY, OPEN = ("Bibliothèque de clauses", "BC"), ("Points ouverts", "PO")
_UNVERIFIED = "Texte non vérifié par un juriste."
_SAID_OF_THE_ANSWER = (
    "cell-missing",
    "fallback-unnamed",
    "answer-missing",
    "table-lacking",
    "blank",
)  # the same lack, the clearest first
_SATISFIES = {
    "satisfied": "Satisfait {}",
    "missing": "Porte {}, qui n’est pas satisfaite",
    "unknown": "Porte {}, dont on ne sait pas si elle s’applique",
}
_LONGEST, _MOST = 160, 12


_Paragraph = tuple[str, str]  # a lead and a text


class _Spot(NamedTuple):
    """A place in a document: entry, block, paragraph of the block, the value or blank printed there, the number of the
    clause. Without more, the title of an entry."""

    clause: str
    block: int = 0
    paragraph: int = 0
    run: Run = Run("")
    number: str = ""


def notes_of(
    context: Context, requirements: tuple[RequirementStatus, ...], findings: tuple[Finding, ...]
) -> tuple[tuple[Comment, ...], ...]:
    """The comments of each document of the lot, in the order of its text.

    `requirements`: their status in the assembled documents; `findings`: those of the lot.
    """
    states = {status.id: status.status for status in requirements}
    points = _OpenPoints(context, tuple(finding for finding in findings if finding.severity in ("error", "warning")))
    return tuple(
        _in_order(document, (*_clause_notes(context, document, states), *points.of(document)))
        for document in context.documents
    )


def _in_order(document: Document, comments: Iterable[Comment]) -> tuple[Comment, ...]:
    rank = {entry.id: index for index, entry in enumerate(document.body)}
    return tuple(sorted(comments, key=lambda c: (rank[c.entry], c.block, c.paragraph, bool(c.blank))))


def _spots(document: Document) -> Iterator[_Spot]:
    """Every value and blank that a clause prints, in order."""
    for clause in document.clauses():
        number = f"section {clause.number}" if clause.number.isdigit() else clause.number
        for index, block in enumerate(clause.blocks):
            for rank, cell in enumerate(() if block.fixed else _cells(block)):
                for run in cell.runs:
                    if run.kind in ("answer", "blank"):
                        yield _Spot(clause.id, index, rank, run, number)


def _question(source: str) -> str:
    """The question that a printed value comes from: « acces[1].compte » → acces."""
    name = source.partition("[")[0]
    return "indicateurs" if name == COMPLETED else name


# ---------------------------------------------------------------- what the library says of a clause


def _clause_notes(context: Context, document: Document, states: Mapping[str, str]) -> Iterator[Comment]:
    for clause in document.clauses():
        yield Comment(clause.id, 0, 0, "", *LIBRARY, tuple(_told(context, clause, states)))


def _told(context: Context, clause: AssembledClause, states: Mapping[str, str]) -> Iterator[_Paragraph]:
    """The paragraphs of a clause's comment; those that would say nothing are left out."""
    source = context.library.clauses[clause.id]
    if source.note:
        yield "", typography(source.note)
    if not source.verified:
        yield _UNVERIFIED, ""
    yield "", typography(clause.because)
    if source.basis:
        yield _lead("Fondement"), f"{typography(' ; '.join(source.basis))}."
    for ident in clause.ties:
        if states[ident] in _SATISFIES:
            requirement = context.library.requirements[ident]
            doubt = "" if requirement.verified else " Source non vérifiée par un juriste."
            yield _lead(_SATISFIES[states[ident]].format(ident)), typography(f"{requirement.text.rstrip('.')}.{doubt}")
    defaults = dict(_defaults(context, clause))
    if defaults:
        told = [f"« {context.label(name)} » : {_short(value)}" for name, value in defaults.items()]
        yield _lead("Par défaut, à confirmer"), typography(f"{' ; '.join(told)}.")


def _defaults(context: Context, clause: AssembledClause) -> Iterator[tuple[str, str]]:
    """The questions whose default the clause prints, or is there by, with the value, as it is printed if it is."""
    printed: dict[str, str] = {}
    for block in clause.blocks:
        for cell in () if block.fixed else _cells(block):
            for run in cell.runs:
                if run.kind == "answer":
                    printed.setdefault(_question(run.source), "" if "[" in run.source else run.text)
    chosen_by = [name for name, _ in context.selection.decisions[clause.id].answers]
    for name in dict.fromkeys((*chosen_by, *printed)):
        entry = context.view.entries.get(name)
        if entry is not None and entry.state == "default":
            yield name, printed.get(name) or shown(entry.value, name, context.printing)


def _cells(block: Printed) -> list[Paragraph | Cell]:
    """A paragraph, or the cells of a table row by row, the header's first."""
    return [block] if isinstance(block, Paragraph) else [cell for row in (block.header, *block.rows) for cell in row]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


# ---------------------------------------------------------------- what is open


class _OpenPoints:
    """The open points of a lot. What several findings say of one answer that is lacking is one point."""

    def __init__(self, context: Context, findings: tuple[Finding, ...]) -> None:
        self.context = context
        self.spots = {document.id: tuple(_spots(document)) for document in context.documents}
        printed = {clause.id for document in context.documents for clause in document.clauses()}
        self.said = sorted(
            (finding for finding in findings if finding.code in _SAID_OF_THE_ANSWER),
            key=lambda finding: _SAID_OF_THE_ANSWER.index(finding.code),
        )
        self.on_clauses = tuple(finding for finding in findings if finding.where in printed)
        others = [finding for finding in findings if finding.where not in printed]
        self.single = tuple(finding for finding in others if not finding.lacking)
        self.lacking: dict[str, list[Finding]] = {}
        for finding in others:
            for question in dict.fromkeys(map(_question, finding.lacking)):
                self.lacking.setdefault(question, []).append(finding)
        self.blanks = {
            _question(spot.run.source) for spots in self.spots.values() for spot in spots if spot.run.kind == "blank"
        }

    def of(self, document: Document) -> Iterator[Comment]:
        """The comments of one document."""
        present = {clause.id for clause in document.clauses()}
        for finding in self.on_clauses:
            if finding.where in present:
                yield _comment(_Spot(finding.where), self._told(finding))
        yield from self._of_blanks(document)
        for question, findings in self.lacking.items():
            if question not in self.blanks:
                yield from self._placed(document, question, (question,), self._lack(question, question, findings))
        for finding in self.single:
            yield from self._placed(document, finding.where, self._names(finding), self._told(finding))

    def _of_blanks(self, document: Document) -> Iterator[Comment]:
        """One comment for each value that is lacking, on the first blank that is printed for it."""
        by_source: dict[str, list[_Spot]] = {}
        for spot in self.spots[document.id]:
            if spot.run.kind == "blank":
                by_source.setdefault(spot.run.source, []).append(spot)
        told: set[str] = set()
        for source, spots in by_source.items():
            question, first = _question(source), spots[0]
            waiting = [] if question in told else self.lacking.get(question, [])
            others = [number for number in dict.fromkeys(spot.number for spot in spots) if number != first.number]
            yield _comment(first, self._lack(source, question, waiting, others))
            told.add(question)

    def _lack(
        self, source: str, question: str, findings: list[Finding], also: Iterable[str] = ()
    ) -> tuple[_Paragraph, ...]:
        """What is said of an answer that is lacking: what, what to do, where else, what waits for it, whose it is."""
        what, advice = self._what(source, question)
        told = [("", typography(what)), (_lead("À faire"), typography(advice))]
        if also:
            told.append((_lead("Imprimé aussi"), f"{', '.join(also)}."))
        names = [self._name(finding.where) for finding in findings if finding.code not in _SAID_OF_THE_ANSWER]
        waiting = list(dict.fromkeys(names))
        if waiting:
            more = f" et {len(waiting) - _MOST} de plus, au tableau des clauses" if len(waiting) > _MOST else ""
            told.append((_lead("En attente"), typography(f"{', '.join(waiting[:_MOST])}{more}.")))
        return (*told, self._owner(question))

    def _what(self, source: str, question: str) -> tuple[str, str]:
        """What is said of the lack of a value, and what is to be done."""
        entry = self.context.view.entries.get(question)
        known = self.context.questionnaire.questions.get(question)
        if known is not None and entry is not None and entry.state == "unanswered":
            advice = f"Répondez à cette question. {known.help}".rstrip()
            return f"« {self.context.label(question)} » ({question}) est sans réponse.", advice
        said = sorted(self.said, key=lambda finding: finding.where != source)
        head = next((finding for finding in said if source in (finding.where, _question(finding.where))), None)
        if head is None:
            return f"« {self.context.label(question)} » n’est pas connu.", "Répondez à ce qui est ouvert par ailleurs."
        first = [self.context.label(name) for name in head.lacking if _question(name) != question]
        return head.message, f"{head.advice} D’abord : {', '.join(first)}." if first else head.advice

    def _name(self, where: str) -> str:
        clause = self.context.library.clauses.get(where)
        return f"clause « {clause.title} »" if clause else where

    def _told(self, finding: Finding) -> tuple[_Paragraph, ...]:
        advice = ((_lead("À faire"), typography(finding.advice)),) if finding.advice else ()
        return ("", typography(finding.message)), *advice, self._owner(next(iter(self._names(finding)), ""))

    def _owner(self, question: str) -> _Paragraph:
        """Who is to act: the provider on itself, the client on what holds for its whole dossier, counsel on the law."""
        known = self.context.questionnaire.questions.get(question)
        if known is None:
            who = "Conseil"
        elif question.startswith("prestataire."):
            who = "Prestataire"
        else:
            who = "Client" if known.scope == "dossier" else "à désigner"
        return _lead("À la charge de"), who

    def _names(self, finding: Finding) -> tuple[str, ...]:
        """The questions that a finding is about: where it stands, what it lacks, what its rule reads."""
        rule = next((rule for rule in self.context.library.rules if rule.id == finding.rule), None)
        read = [name for text in (rule.must, rule.when) if text for name in parse(text).names] if rule else []
        names = dict.fromkeys(map(_question, (finding.where, *finding.lacking, *read)))
        return tuple(name for name in names if name in self.context.questionnaire.questions)

    def _placed(
        self, document: Document, where: str, names: tuple[str, ...], paragraphs: tuple[_Paragraph, ...]
    ) -> Iterator[Comment]:
        """The comment in its place in the document; on the title when no document of the lot has a place for it."""
        place = self._place(where, names, document)
        if place is not None:
            yield _comment(place, paragraphs)
        elif all(self._place(where, names, other) is None for other in self.context.documents):
            yield _comment(_Spot(document.body[0].id), paragraphs)

    def _place(self, where: str, names: tuple[str, ...], document: Document) -> _Spot | None:
        """Where the value itself is printed, else its row, else its question, else the clause that reads it or is meant
        for the requirement."""
        spots, clauses = self.spots[document.id], [self.context.library.clauses[c.id] for c in document.clauses()]
        row = where.partition(".")[0] if "[" in where else where
        printed = (
            *(spot for spot in spots if spot.run.source == where),
            *(spot for spot in spots if spot.run.source.startswith(f"{row}.")),
            *(spot for name in names for spot in spots if _question(spot.run.source) == name),
        )
        reading = (_Spot(clause.id) for name in names for clause in clauses if name in clause.names)
        meant = (_Spot(clause.id) for clause in clauses if where in clause.satisfies)
        return next(iter((*printed, *reading, *meant)), None)


def _lead(text: str) -> str:
    return f"{text}{NBSP}: "


def _comment(spot: _Spot, paragraphs: tuple[_Paragraph, ...]) -> Comment:
    blank = spot.run.text if spot.run.kind == "blank" else ""
    return Comment(spot.clause, spot.block, spot.paragraph, blank, *OPEN, paragraphs)
