"""A dossier through the real line, to see whether it says what the solver found: the solver is never believed alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from contractgen.body_names import spans_of
from contractgen.checks.requirements import applicability
from contractgen.condition import parse
from contractgen.lots import LotAnswers, typed_lots
from contractgen.model import (
    ANCHOR_MARK,
    TABLE_TARGET,
    Answers,
    Block,
    Clause,
    Library,
    Link,
    Paragraph,
    ParagraphTemplate,
    Questionnaire,
    Rows,
    Selection,
    Slot,
    Table,
    TableTemplate,
    Unknown,
    View,
    When,
)
from contractgen.names import COMPLETED, printing_of
from contractgen.proof.claims import Claim
from contractgen.selection import rows_of, select
from contractgen.view import settled, view_of


class Replayed:
    """What one dossier comes to: its view, its selection, and all that its clauses print."""

    def __init__(self, library: Library, questionnaire: Questionnaire, answers: Mapping[str, Any]) -> None:
        self.library, self.questionnaire = library, questionnaire
        (lot,) = typed_lots(questionnaire, Answers(answers))
        self.lot: LotAnswers = lot
        self.view: View = view_of(library, questionnaire, lot.id, lot.values)

    @cached_property
    def selection(self) -> Selection:
        """The clauses that are in, out or undecided."""
        return select(self.library, self.view, printing_of(self.questionnaire, self.library))

    @cached_property
    def printed(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        """What each clause that is in prints, as `presence.Held` names it."""
        return {slug: frozenset(_printed(self.library.clauses[slug], self.view)) for slug in self.present}

    @cached_property
    def present(self) -> tuple[str, ...]:
        """The clauses that are in."""
        return tuple(slug for slug in self.selection.decisions if self.selection.has(slug))

    @cached_property
    def blocks(self) -> frozenset[str]:
        """The places of the blocks that are printed."""
        return frozenset(at for printed in self.printed.values() for kind, at in printed if kind == "block")

    @cached_property
    def complete(self) -> bool:
        """Whether no required answer or cell is lacking."""
        for entry in self.view.entries.values():
            question = self.questionnaire.questions[entry.question]
            if question.required and (entry.state == "unanswered" or entry.value == ()):
                return False
            required = [column.id for column in question.columns if column.required]
            rows = () if isinstance(entry.value, Unknown) or not required else entry.value
            if any(row.get(ident, ()) == () for row in rows for ident in required):
                return False
        return True

    def paragraphs(self, slug: str) -> int:
        """How many paragraphs and tables a clause prints."""
        return paragraphs_of(self.library.clauses[slug], self.view)

    @cached_property
    def violated(self) -> tuple[str, ...]:
        """The rules written as conditions that are violated, warnings too."""
        return tuple(rule.id for rule in self.library.rules if rule.must and self.violates(rule.when, rule.must))

    @cached_property
    def keeps_rules(self) -> bool:
        """Whether no blocking rule that is written as a condition is violated."""
        blocking = {rule.id for rule in self.library.rules if rule.severity == "blocking"}
        return not blocking.intersection(self.violated)

    @cached_property
    def lawful(self) -> bool:
        """Whether no rule refuses the dossier: none that blocks, and none that a mandatory requirement leans on."""
        leaned_on = {
            rule
            for ident, requirement in self.library.requirements.items()
            if requirement.severity == "mandatory" and self.applies(ident)
            for rule in requirement.rules
        }
        return self.keeps_rules and not leaned_on.intersection(self.violated)

    def violates(self, when: str | None, must: str) -> bool:
        """Whether a rule with this condition applies and is violated, or lacks an answer to be kept."""
        if when is not None and settled(parse(when)(self.view.lookup)) is not True:
            return False
        found = parse(must)(self.view.lookup)
        return bool(found.lacking) if isinstance(found, Unknown) else not found

    def refutes(self, claim: Claim) -> bool:
        """Whether this dossier refutes a claim; of one of kind `alive`, whether it shows it."""
        return self.complete and bool(getattr(self, "_" + claim.kind.replace("-", "_"))(*claim.about))

    def applies(self, ident: str) -> bool:
        """Whether a requirement applies."""
        when = self.library.requirements[ident].when
        return when is None or settled(parse(when)(self.view.lookup)) is True

    def _requirement(self, ident: str) -> bool:
        applies = applicability(self.library, self.view)[ident] is True
        return applies and not any(("tie", ident) in printed for printed in self.printed.values())

    def _needed_answer(self, ident: str, name: str) -> bool:
        return self.applies(ident) and not self._asked(name)

    def _asked(self, name: str) -> bool:
        return self.view.entries[name].state in ("given", "default", "unanswered")

    def _value(self, slug: str, name: str) -> bool:
        if ("value", name) not in self.printed.get(slug, ()):
            return False
        value = self.view(name)
        return not self._asked(name) if name in self.view.entries else isinstance(value, Unknown) and not value.lacking

    def _reference(self, slug: str, target: str) -> bool:
        printed = ("link", target) in self.printed.get(slug, ())
        led_to, _, anchor = target.removeprefix(TABLE_TARGET).partition(ANCHOR_MARK)
        if led_to == target:
            return printed and not self.selection.has(target)
        there = ("title", anchor) if anchor else ("table", led_to)
        return printed and there not in self.printed.get(led_to, ())

    def _called(self, slug: str) -> bool:
        others = (printed for other, printed in self.printed.items() if other != slug)
        calls = (subject for printed in others for kind, subject in printed if kind == "link")
        return self.selection.has(slug) and all(
            call.removeprefix(TABLE_TARGET).partition(ANCHOR_MARK)[0] != slug for call in calls
        )

    def _text(self, slug: str) -> bool:
        return self.selection.has(slug) and not any(kind == "text" for kind, _ in self.printed[slug])

    def _core(self, slug: str, *own: str) -> bool:
        return not self.selection.has(slug) and (not own or any(map(self.applies, own)))

    def _decided(self, slug: str) -> bool:
        return self.selection.decisions[slug].state == "undecided"

    def _term(self, slug: str, term: str, *printing: str) -> bool:
        return self.selection.has(slug) and not any(map(self.selection.has, printing))

    def _variant(self, slug: str, ident: str, parent: str, *places: str) -> bool:
        if not self.selection.has(slug) or (parent and parent not in self.blocks):
            return False
        printed = sum(place in self.blocks for place in places)
        return printed > 1 or (printed == 0 and self.applies(ident))

    def _once(self, slug: str) -> bool:
        return sum(part.clauses.count(slug) for plan in self.library.plans for part in plan.parts) > 1

    def _alive(self, what: str, subject: str, value: str = "") -> bool:
        if what == "clause":
            return self.selection.has(subject)
        if what == "block":
            return subject in self.blocks
        if what == "question":
            return self._asked(subject)
        found = self.view(subject)
        return not isinstance(found, Unknown) and (found == value or (isinstance(found, tuple) and value in found))


def paragraphs_of(clause: Clause, view: View) -> int:
    """How many paragraphs and tables a clause prints in this view; repeated ones each time."""
    return sum(kind == "text" for kind, _ in _printed(clause, view))


def _printed(clause: Clause, view: View) -> Iterator[tuple[str, str]]:
    """What a clause that is in prints, as `presence.Held` names it."""
    yield from _blocks(clause, clause.blocks, view, {})


def _blocks(clause: Clause, blocks: tuple[Block, ...], view: View, bound: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if isinstance(block, When):
            if settled(parse(block.condition, tuple(bound))(view.lookup, bound)) is True:
                yield "block", f"{clause.path}:{block.line}"
                yield from _blocks(clause, block.blocks, view, bound)
        elif isinstance(block, Rows):
            name = "indicateurs" if block.table == COMPLETED else block.table  # its rows are those, completed
            table = view(name) if name in view.values else ({},)
            for inner in rows_of(block, table, view, bound):
                yield "block", f"{clause.path}:{block.line}"
                yield from _blocks(clause, block.blocks, view, inner)
        else:
            yield "text", clause.id
            if isinstance(block, (Table, TableTemplate)):
                yield "table", clause.id
            if isinstance(block, (Paragraph, ParagraphTemplate)) and block.anchor:
                yield "title", block.anchor
            yield from (("tie", tie) for tie in getattr(block, "ties", ()))
            for span in spans_of(block):
                if isinstance(span, Slot) and span.name.partition(".")[0] not in bound:
                    yield "value", span.name
                elif isinstance(span, Link):
                    yield "link", span.target
