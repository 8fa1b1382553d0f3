"""`upgrade`: a contract under negotiation, brought to another state of the library; a redline with its reasons out.

Three texts of each clause meet (`merging`): the one delivered, which the file carries, the one negotiated, all changes
accepted, and the one that the library now gives. What only the library changed is a tracked change with a comment that
says why; where both changed the same words the negotiated text stays, with a comment that shows both. Nothing
negotiated is ever lost, and no clause is taken out: one that the library no longer gives is a comment. A file that lost
the marks of its clauses is edited in place (`word.rewriting`), its clauses found by their text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from contractgen.amendment import Amendment
from contractgen.amendment_base import CONTENTS, Entry, Signed, clauses_of, library_texts, lines_of
from contractgen.amendment_documents import consolidated_document
from contractgen.amendment_numbers import Numbered, blocks_of, in_signed_numbers
from contractgen.errors import AnswersError, ReturnedFileError
from contractgen.frames import with_pages
from contractgen.merging import CONFLICT, LIBRARY, MERGED, Line, Merge, merge
from contractgen.model import (
    Answers,
    AssembledClause,
    Document,
    Finding,
    Library,
    Paragraph,
    Plan,
    Printed,
    Questionnaire,
)
from contractgen.pipeline import build
from contractgen.review_answers import mentions, values_said
from contractgen.review_base import known_base
from contractgen.review_matching import places_of
from contractgen.review_text import normal
from contractgen.review_view import view_of_lines
from contractgen.word.embedded import Base, read_base
from contractgen.word.opening import open_package
from contractgen.word.read import Reading, read_document
from contractgen.word.redline import DATE, redline
from contractgen.word.redline_comments import Remark, commented
from contractgen.word.revisions import accept_all
from contractgen.word.rewriting import Edit, rewritten
from contractgen.word.write import write

AUTHOR = "contractgen"
_PAGE = re.compile(r"\t(\d+)\Z")


class Step(NamedTuple):
    """What happened to a line of a clause; `ties`: the requirements that its new text satisfies."""

    clause: str
    title: str
    merge: Merge
    ties: tuple[str, ...]


class Upgraded(NamedTuple):
    """`content`: the redline, empty when the library gives no sound contract for these answers (`findings`); `steps`: what
    is new, merged or in conflict; `protections`: ids of the requirements that the upgrade adds; `lacking`: questions
    whose answers the file does not hold; `notices`: French lines on what was left as it was."""

    content: bytes
    steps: tuple[Step, ...]
    protections: tuple[str, ...]
    lacking: tuple[str, ...]
    notices: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


def upgraded(
    data: bytes, library: Library, questionnaire: Questionnaire, dossier: Answers | None = None, lot: str | None = None
) -> Upgraded:
    """The file brought to `library`. `dossier`: the answers, when they are at hand; else those that the file prints.

    Raises ReturnedFileError when the file cannot be read or has lost its provenance, AnswersError for a wrong dossier.
    """
    parts = open_package(accept_all(data))
    origin, reading = read_base(parts), read_document(parts)
    plan = next((one for one in library.plans if origin and one.id == origin.document), None)
    if origin is None or plan is None or plan.numbering != "article":
        raise ReturnedFileError(
            "ce fichier n'est pas un contrat qui porte encore la provenance que contractgen y inscrit : « contractgen"
            " review FICHIER --dossier REPONSES.yaml --apply », puis « build », en donnent le texte négocié à jour."
        )
    if origin.problems:
        raise ReturnedFileError(origin.problems[0])
    answers = dossier or _said(parts, reading, library, questionnaire)
    pack = build(library, questionnaire, answers, draft=dossier is None)
    lots = [one for one in pack.lots if lot in (None, one.id)]
    if len(lots) != 1:
        raise AnswersError("Ces réponses ont plusieurs lots : dites duquel est le contrat, --lot NOM.")
    errors = tuple(one for one in pack.findings if one.severity == "error")
    if dossier is not None and pack.status == "refused":
        return Upgraded(b"", (), (), (), (), errors)
    clauses = next(one.clauses for one in lots[0].documents if one.id == plan.id)
    known = None if dossier is not None else frozenset(answers.values) & questionnaire.questions.keys()
    asked = frozenset(questionnaire.questions)
    return _Upgrade(origin, reading, parts, library, plan, clauses, asked, known).result(data)


def _said(parts: Mapping[str, bytes], reading: Reading, library: Library, questionnaire: Questionnaire) -> Answers:
    """The answers that the file prints, as they now stand."""
    known = known_base(parts, reading, library, questionnaire, None)
    places = places_of(known.base, known.origins)
    said = mentions(places, view_of_lines(known.base, places, reading.lines))
    values = values_said(questionnaire, said, now=True)
    plain = {name: value for name, value in values.items() if questionnaire.questions[name].type != "table"}
    return Answers({name: _written(value) for name, value in plain.items()}, origin="le fichier")


def _written(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


class _Upgrade:
    """One file: what is known of it, and what is found on the way."""

    def __init__(
        self, origin: Base, reading: Reading, parts: Mapping[str, bytes], library: Library, plan: Plan,
        clauses: Sequence[AssembledClause], asked: frozenset[str], known: frozenset[str] | None,
    ) -> None:  # fmt: skip
        self.origin, self.reading, self.library, self.whole = origin, reading, library, known is None
        self.unsaid = frozenset() if known is None else (asked | library.facts.keys()) - known
        self.versions = {one.id: one.version for one in origin.entries}
        self.lacking: set[str] = set()
        self.entries, told = clauses_of(origin, reading, parts)
        self.base = library_texts(origin)
        self.order, self.new = in_signed_numbers(plan, clauses, self.entries)
        self.steps: list[Step] = []
        self.remarks: list[Remark] = []
        self.notices = [told] if told else []
        self.edits: list[Edit] = []
        self.patterns = {line.style: line.text for entry in reversed(self.entries) for line in reversed(entry.lines)}
        self.last = ""
        self.blocks: dict[str, tuple[Printed, ...]] = {}

    def result(self, data: bytes) -> Upgraded:
        old = {entry.id: entry for entry in self.entries}
        found = [one for one in (self._entry(ident, old.get(ident)) for ident in self.order) if one is not None]
        steps, protections = tuple(self.steps), self._protections()
        if all(one.merge.status == CONFLICT for one in steps):
            content = data
        elif not self.reading.tags:
            content = self._in_place(data)
        else:
            new = write(self._document(found), None, self.library.house)
            content = redline(data, new, AUTHOR, DATE, text_only=True).content  # the page is that of the file's house
        content, lost = commented(content, self.remarks, AUTHOR, DATE)
        self.notices += [f"Commentaire sans place dans le fichier : {' '.join(one.paragraphs)}" for one in lost]
        return Upgraded(content, steps, protections, tuple(sorted(self.lacking)), tuple(self.notices))

    def _in_place(self, data: bytes) -> bytes:
        """The redline of a file that lost its marks: its own lines in other words, whatever program laid them out."""
        new, lost = rewritten(accept_all(data), self.edits)
        self.notices += [
            f"À reporter à la main, ce passage n'ayant pas été retrouvé : {one.now or one.line}" for one in lost
        ]
        return redline(data, new, AUTHOR, DATE, text_only=True).content

    def _edited(self, one: Merge) -> None:
        """The edit of a line, where the file must be edited in place."""
        if one.status in (LIBRARY, MERGED):
            if one.theirs is not None:
                self.edits.append(Edit(one.theirs.text, one.line.text if one.line else None))
            elif one.line is not None:
                style = one.line.style.removesuffix("_written")
                like = self.patterns.get(style, self.patterns.get("body", ""))
                self.edits.append(Edit("", one.line.text, self.last, like, style == one.line.style))
        self.last = one.line.text if one.line else self.last

    def _entry(self, ident: str, old: Entry | None) -> Entry | None:
        new, base = self.new.get(ident), self.base.get(ident, ())
        if old is None:
            return self._brought(ident, new) if new is not None else None
        if new is None or not self._answered(ident, old.title):
            if new is None and old.number and self.whole:
                self._left(old)
            self.blocks[ident] = blocks_of(old.lines, new.blocks if new else ())
            self.last = old.lines[-1].text
            return old
        steps = merge(base, old.lines, new.entry.lines, normal)
        lines: list[Line] = []
        for one in steps:
            self._edited(one)
            lines += [one.line] if one.line else []
            if one.status in (LIBRARY, MERGED, CONFLICT):
                self._told(old, one, new, lines[-1] if lines else old.lines[0])
        self.blocks[ident] = blocks_of(lines, new.blocks)
        return old._replace(lines=tuple(lines))

    def _answered(self, ident: str, title: str) -> bool:
        """Whether all that the clause reads is known. Without the dossier, a clause that the library has not changed
        stays as it is, and so does one that reads an answer which the file does not print."""
        clause = self.library.clauses.get(ident)
        if self.whole or clause is None:
            return self.whole
        if clause.version == self.versions.get(ident):
            return False
        lacking = [name for name in clause.names if name in self.unsaid]
        if lacking:
            self.lacking |= set(lacking)
            self.notices.append(f"« {title} » reste tel quel : il manque des réponses ({', '.join(lacking)}).")
        return not lacking

    def _brought(self, ident: str, new: Numbered) -> Entry | None:
        """A clause that the file lacks: the library's, or one that was negotiated out, which stays out."""
        if ident in self.base:
            self.notices.append(f"« {new.entry.title} » a été retiré par la négociation : il n'est pas rétabli.")
            return None
        if new.entry.number and not self._answered(ident, new.entry.title):
            return None
        self.blocks[ident] = new.blocks
        for line in new.entry.lines:
            step = Merge(line, LIBRARY, None, None, line)
            self._edited(step)
            self.steps.append(Step(ident, new.entry.title, step, _ties(new, line)))
        if new.entry.number:
            self.remarks.append(Remark(new.entry.lines[0].text, (self._reason(ident, ()), "Clause ajoutée.")))
        return new.entry

    def _left(self, old: Entry) -> None:
        text = (
            f"{self._name()} ne retient plus cette clause. Elle reste : supprimez-la si les Parties en sont d'accord."
        )
        self.remarks.append(Remark(old.lines[0].text, (text,)))
        self.notices.append(f"{old.number} « {old.title} » : {text}")

    def _told(self, old: Entry, one: Merge, new: Numbered, at: Line) -> None:
        ties = _ties(new, one.new) if one.new else ()
        self.steps.append(Step(old.id, f"{old.number} – {old.title}", one, ties))
        theirs, its = (line.text if line else "(supprimé)" for line in (one.theirs, one.new))
        if one.status == CONFLICT:
            said: tuple[str, ...] = (
                "Conflit : le texte négocié est gardé.",
                f"Négocié : {theirs}",
                f"Bibliothèque : {its}",
            )
        elif one.line is None:
            said = (f"Retiré ici : {theirs}",)
        else:
            said = ("Joint au texte négocié.",) if one.status == MERGED else ()
        self.remarks.append(Remark(at.text, (self._reason(old.id, ties), *said)))

    def _reason(self, slug: str, ties: Sequence[str]) -> str:
        """Why: the requirements of the paragraph, else those of the clause, with their source."""
        clause = self.library.clauses.get(slug)
        named = ties or (clause.satisfies if clause else ())
        known = [self.library.requirements[one] for one in named if one in self.library.requirements]
        why = " ; ".join(f"{one.id}, {one.text} ({one.source})" for one in known[:3])
        return f"{self._name()}. {'Exigence : ' + why if why else 'Rédaction de la clause mise à jour.'}"

    def _name(self) -> str:
        return f"Bibliothèque {self.library.name} {self.library.version}"

    def _protections(self) -> tuple[str, ...]:
        before = {tie for entry in self.origin.entries for line in entry.lines for tie in line.ties}
        taken = {
            tie
            for step in self.steps
            if step.merge.status in (LIBRARY, MERGED) and step.merge.line
            for tie in step.ties
        }
        return tuple(sorted(taken - before))

    def _document(self, entries: Sequence[Entry]) -> Document:
        """The merged text as a document, with the cover and the page numbers of the file."""
        unowned = lines_of(tuple(self.reading.lines))
        end = next((rank for rank, one in enumerate(unowned) if one.style in ("toc_heading", "part")), 0)
        signed = Signed(self.origin, self.entries, self.base, unowned[:end])
        amendment = Amendment(0, signed, (), tuple(entries), self.blocks, (), {})
        made = consolidated_document(amendment, self.origin.header, self.origin.footer, "")
        body = (made.body[0]._replace(blocks=made.body[0].blocks[:-1]), *made.body[1:])
        pages = [found[1] for one in unowned if one.style.startswith("toc") and (found := _PAGE.search(one.text))]
        contents = next(one for one in body if one.id == CONTENTS)
        made = made._replace(body=body)
        return with_pages(made, [int(one) for one in pages]) if len(pages) == len(contents.blocks) - 1 else made


def _ties(new: Numbered, line: Line) -> tuple[str, ...]:
    """The requirements that a line of the new text satisfies."""
    return next(_of(new.blocks, line), ())


def _of(blocks: Sequence[Printed], line: Line) -> Iterator[tuple[str, ...]]:
    for block in blocks:
        if isinstance(block, Paragraph) and (block.style, block.text) == line:
            yield block.ties
