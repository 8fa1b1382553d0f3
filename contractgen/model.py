"""Every value that travels along the line. Frozen; made by one stage, read by the next ones.

What comes in from files: `Questionnaire`, `Library`, `Answers`. What the stages make of them:
`View` (effective answers of a lot), `Selection`, `Document`, `Finding`, `Pack`. Nothing here
reads a file, knows Word, or knows the order of the stages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple


class Unknown(NamedTuple):
    """A value that is not known. `lacking` names the answers that would tell;
    `undecided` is true when it is not even known whether the question is asked, or for a fact that lacks answers."""

    lacking: frozenset[str]
    undecided: bool = False


class Type(NamedTuple):
    """The type of a name in conditions: boolean, number, text, date, choice, list, table or row.

    `domain` holds the values of a choice; `item` the type of a list's or table's elements;
    `columns` the types of a row.
    """

    kind: str
    domain: tuple[str, ...] = ()
    item: Type | None = None
    columns: Mapping[str, Type] = {}


# ---------------------------------------------------------------- questionnaire


class Choice(NamedTuple):
    value: str
    label: str


class Column(NamedTuple):
    """A column of a table question; `type` as for a question, without tables."""

    id: str
    label: str
    type: str
    required: bool
    unit: str = ""
    choices: tuple[Choice, ...] = ()


class DefaultWhen(NamedTuple):
    """Another default while a condition is true: its typed `value`, or the rows by default without some columns."""

    when: str
    value: Any = None
    without: tuple[str, ...] = ()


class Question(NamedTuple):
    """One question. `default` is typed, None when there is none; the first of `default_when` whose condition is true
    goes before it; `row_whens` has the condition of each row by default (None: always), or is empty; `when` is its own
    condition only."""

    id: str
    label: str
    type: str
    required: bool
    section: str
    scope: str
    line: int
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()
    default: Any = None
    when: str | None = None
    help: str = ""
    why: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    pattern: str | None = None
    default_when: tuple[DefaultWhen, ...] = ()
    row_whens: tuple[str | None, ...] = ()


class Section(NamedTuple):
    id: str
    title: str
    scope: str
    questions: tuple[str, ...]
    when: str | None = None
    level: str = ""
    line: int = 1


class Questionnaire(NamedTuple):
    id: str
    version: str
    title: str
    informational: tuple[str, ...]
    sections: Mapping[str, Section]
    questions: Mapping[str, Question]
    path: str = ""


# ---------------------------------------------------------------- answers


class Mark(NamedTuple):
    """A place in an answers file, 1-based."""

    line: int
    column: int


class Answers(NamedTuple):
    """What was answered, before it is typed against a questionnaire.

    `values` maps question ids, dotted or nested, to text, int, Decimal, bool, date, lists and
    mappings; `lots` is None without `lots:`, else one mapping a lot, each with its `id`.
    `marks` gives the place of each key path, for messages; `open_points` the questions that somebody is to answer
    (question, lot, responsable, echeance); `deviations` the texts agreed in place of clauses (clause, version, lot, titre,
    texte, par, le); `release` the release of the library that they were built with (X.Y.Z).
    """

    values: Mapping[str, Any]
    lots: tuple[Mapping[str, Any], ...] | None = None
    origin: str = "réponses"
    marks: Mapping[tuple[str | int, ...], Mark] = {}
    open_points: tuple[Mapping[str, Any], ...] = ()
    deviations: tuple[Mapping[str, Any], ...] = ()
    release: str | None = None


class Entry(NamedTuple):
    """The state of one question in a lot.

    `state`: given, default, unanswered, parked (answered, not asked), not_asked, undecided.
    """

    question: str
    state: str
    value: Any
    lacking: frozenset[str] = frozenset()


class View(NamedTuple):
    """The effective answers of one lot: question values, facts and parameters by name."""

    lot: str
    entries: Mapping[str, Entry]
    values: Mapping[str, Any]

    def __call__(self, name: str) -> Any:
        """The effective value of a name, or Unknown; an undeclared name is a broken promise."""
        return self.values[name]

    @property
    def lookup(self) -> Callable[[str], Any]:
        """The same, for conditions."""
        return self.values.__getitem__


# ---------------------------------------------------------------- library: clause bodies


class Slot(NamedTuple):
    """`{{ name | format }}` in a clause body."""

    name: str
    format: str
    strong: bool = False


class Link(NamedTuple):
    """`[[slug]]` in a clause body; `[[tableau:slug]]`: the first table written in it; `[[slug#anchor]]`: its title
    marked `{#anchor}`."""

    slug: str
    table: bool = False
    anchor: str = ""

    @property
    def target(self) -> str:
        """What the link leads to, as it is written: it is also the source of its printed run."""
        if self.anchor:
            return f"{self.slug}{ANCHOR_MARK}{self.anchor}"
        return f"{TABLE_TARGET}{self.slug}" if self.table else self.slug


TABLE_TARGET, ANCHOR_MARK = "tableau:", "#"


def clause_led_to(target: str) -> str:
    """The clause in which the target of a link is."""
    return target.removeprefix(TABLE_TARGET).partition(ANCHOR_MARK)[0]


class Run(NamedTuple):
    """A piece of printed text. `kind`: text (of the library: the very same value in every document), plain (made by
    the program), answer, blank, reference, sequence (the number of a table) or toc; `source`: the answer's or clause's id,
    « tableau:slug » for a reference to a table, « slug#anchor » to a title in a clause; of a sequence, the clause to whose first table it leads."""

    text: str
    kind: str = "plain"
    source: str = ""
    strong: bool = False


Span = Run | Slot | Link


class Paragraph(NamedTuple):
    """A printed paragraph. `style`: body, lead (it announces what follows), bullet, bullet2, item, item2, party, caption, a title (article1 to 3, annex1 to 3), or one of the
    frame (title, part, …); `ties`: the requirements it satisfies; `fixed`: it is a value of the library, the very same
    in every document; `first`: it begins a lettered list; `anchor`: the name under which references lead to a title."""

    style: str
    text: str
    runs: tuple[Run, ...]
    ties: tuple[str, ...] = ()
    fixed: bool = False
    first: bool = False
    anchor: str = ""


class Cell(NamedTuple):
    text: str
    runs: tuple[Run, ...]


class Table(NamedTuple):
    """A printed table: a header row, then rows; `align` is left or right for each column; `fixed` as for a paragraph;
    `look`: table, or signature for one to sign in; `caption`: its text, without the number, which is the document's;
    `stays`: its last row is kept with the line after it."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    align: tuple[str, ...]
    fixed: bool = False
    look: str = "table"
    caption: str = ""
    stays: bool = False


class ParagraphTemplate(NamedTuple):
    """A paragraph of a clause body that holds values or references."""

    style: str
    spans: tuple[Span, ...]
    ties: tuple[str, ...]
    line: int
    anchor: str = ""


class TableTemplate(NamedTuple):
    """A table of a clause body; `align` is left or right for each column."""

    header: tuple[tuple[Span, ...], ...]
    rows: tuple[tuple[tuple[Span, ...], ...], ...]
    align: tuple[str, ...]
    line: int
    look: str = "table"
    caption: str = ""


class When(NamedTuple):
    """A conditional block."""

    condition: str
    blocks: tuple[Any, ...]
    line: int


class Rows(NamedTuple):
    """A block repeated for each row of a table, or each value of a list."""

    table: str
    variable: str
    condition: str | None
    blocks: tuple[Any, ...]
    line: int


Block = Paragraph | Table | ParagraphTemplate | TableTemplate | When | Rows


# ---------------------------------------------------------------- library


class Clause(NamedTuple):
    """A section, clause or annex of the library. `ties`: requirements tied to paragraphs of its body;
    `names`: the answers, facts and parameters its text or conditions read; `links`: what it refers to;
    `tables`: the captions of its tables, `anchors`: the marks of its titles, in the order written."""

    id: str
    version: str
    kind: str
    title: str
    path: str
    core: bool = False
    when: str | None = None
    satisfies: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    verified: bool = False
    note: str = ""
    blocks: tuple[Block, ...] = ()
    names: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()


class Part(NamedTuple):
    """A part of a document plan; without `heading` its title is not printed; `path`: its file and line."""

    id: str
    title: str
    heading: bool
    clauses: tuple[str, ...]
    path: str = ""


class Plan(NamedTuple):
    """A document plan. `numbering`: article (« Article 1 ») or section (« 1 »); `compact`: when it is set tighter."""

    id: str
    title: str
    numbering: str
    parts: tuple[Part, ...]
    compact: str | None = None


class Requirement(NamedTuple):
    """A requirement; `when` joins its set's condition and its own."""

    id: str
    text: str
    source: str
    severity: str
    verified: bool
    path: str
    when: str | None = None
    answers: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


class Rule(NamedTuple):
    """A coherence rule: an expression (`must`) or a check that is programmed (`check`)."""

    id: str
    message: str
    severity: str
    path: str
    when: str | None = None
    must: str | None = None
    check: str = ""
    source: str = ""


class Fact(NamedTuple):
    id: str
    label: str
    condition: str
    path: str
    source: str = ""


class ParameterValue(NamedTuple):
    """A legal value from a date on (None: no date known)."""

    since: Any
    value: Any


class Parameter(NamedTuple):
    """A legal value, dated: `values` in the order of their dates, the undated first."""

    id: str
    unit: str
    source: str
    verified: bool
    values: tuple[ParameterValue, ...]


class Indicator(NamedTuple):
    id: str
    function: str
    name: str
    formula: str
    unit: str
    target: Decimal
    direction: str
    frequency: str
    source: str
    penalty: str
    mandatory: bool


class Definition(NamedTuple):
    """A defined term, its inflected `forms`, and its meaning as it is printed."""

    id: str
    version: str
    term: str
    forms: tuple[str, ...]
    meaning: str
    verified: bool


class Library(NamedTuple):
    """A clause library, from its folder or from a snapshot; `digest` is the sha256 of its content files; `proper_nouns`: the
    words that its clauses write with a capital and do not define."""

    name: str
    version: str
    digest: str
    clauses: Mapping[str, Clause]
    plans: tuple[Plan, ...]
    requirements: Mapping[str, Requirement]
    rules: tuple[Rule, ...]
    facts: Mapping[str, Fact]
    parameters: Mapping[str, Parameter]
    indicators: Mapping[str, Indicator]
    definitions: tuple[Definition, ...]
    house: bytes
    proper_nouns: tuple[str, ...] = ()


# ---------------------------------------------------------------- selection


class Decision(NamedTuple):
    """Why a clause is in or out. `state`: in, out or undecided; `reason` in French;
    `answers`: the names its condition read, with their values as printed."""

    clause: str
    state: str
    reason: str
    condition: str | None
    answers: tuple[tuple[str, str], ...] = ()
    lacking: tuple[str, ...] = ()


class Selection(NamedTuple):
    """The clauses of a lot: a decision for each clause of each plan, in the plans' order."""

    lot: str
    decisions: Mapping[str, Decision]

    def has(self, clause: str) -> bool:
        return clause in self.decisions and self.decisions[clause].state == "in"


class RequirementStatus(NamedTuple):
    """`status`: satisfied, missing, not_applicable or unknown; `by`: clauses that satisfy it;
    `lacking`: answers that it needs; `broken`: rules it lists that are violated."""

    id: str
    severity: str
    status: str
    by: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


# ---------------------------------------------------------------- document


Printed = Paragraph | Table


class AssembledClause(NamedTuple):
    """A clause as it stands in a document; `level` 1 for an article, section or annex, 2 for an article of an annex."""

    id: str
    version: str
    kind: str
    level: int
    number: str
    title: str
    because: str
    blocks: tuple[Printed, ...]
    ties: tuple[str, ...] = ()


class Frame(NamedTuple):
    """A stretch of a document that belongs to no clause: cover, table of contents, title of a part."""

    id: str
    blocks: tuple[Printed, ...]


class Document(NamedTuple):
    """A document ready to be written; `body` holds frames and clauses in order.

    `internal` documents are for the client's side only. `header` and `footer` are the texts at the top and
    bottom of each page; `author`, `title` and `day`, the date of effect, go to the core properties; `compact`: set
    tighter, on fewer pages.
    """

    id: str
    title: str
    author: str
    numbering: str
    header: str
    footer: str
    draft: bool
    internal: bool
    body: tuple[Frame | AssembledClause, ...]
    compact: bool = False
    day: date | None = None

    def clauses(self) -> Iterator[AssembledClause]:
        """The clauses in the order of the document."""
        return (entry for entry in self.body if isinstance(entry, AssembledClause))


class Provenance(NamedTuple):
    """What a file says of its origin, besides its own text. `agreed`: of each clause that the parties have worded, or
    taken out, otherwise than the library, the lines that the library gave, as styles and texts (cells parted by U+001F)."""

    library: str
    version: str
    digest: str
    requirements: tuple[str, ...]
    agreed: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()


class Comment(NamedTuple):
    """A comment of a review copy. It stands in the clause or frame `entry`, on a paragraph of its `block` (in a table
    the cells are counted row by row, the header's first), or there on the first blank whose text is `blank`. Each of
    its own paragraphs is a lead, which may be empty and stands out, and a text."""

    entry: str
    block: int
    paragraph: int
    blank: str
    author: str
    initials: str
    paragraphs: tuple[tuple[str, str], ...]


# ---------------------------------------------------------------- results


class Finding(NamedTuple):
    """A problem of content. `severity`: error, warning or info; `where`: a question, clause, document or place;
    `message` says what, `advice` what to do; `rule`: the coherence rule it comes from."""

    code: str
    severity: str
    where: str
    message: str
    advice: str = ""
    rule: str | None = None
    lacking: tuple[str, ...] = ()
