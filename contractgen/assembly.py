"""Clauses and answers in, a `Document` out: numbers, references, definitions, blanks.

In: a plan of the library, the view and selection of a lot. Out: the document as it will be printed, paragraph by
paragraph, and the findings of this stage (blanks, references that lead nowhere). It knows nothing of Word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

from contractgen.captions import captioned
from contractgen.definitions import used_definitions
from contractgen.filling import Filler, Filling
from contractgen.frames import (
    CLIENT,
    contents,
    cover,
    day_of,
    footer_of,
    header_of,
    is_compact,
    part_title,
    plain_paragraph,
    text_of,
    with_end,
)
from contractgen.french import NBSP, typography
from contractgen.kept import Kept
from contractgen.model import (
    AssembledClause,
    Clause,
    Document,
    Finding,
    Frame,
    Library,
    Paragraph,
    Plan,
    Printed,
    Run,
    Selection,
    Unknown,
    View,
)
from contractgen.names import COMPLETED, Printing
from contractgen.readings import Readings

_DEFINITIONS = "definitions_retenues"


class Place(NamedTuple):
    """Where a clause stands: its printed number, the words before it in a reference, and its level."""

    number: str
    word: str
    kind: str
    level: int


class Assembled(NamedTuple):
    """`doubtful`: by clause with an agreed text, the requirements whose passage was reworded."""

    document: Document
    findings: tuple[Finding, ...]
    doubtful: Mapping[str, tuple[str, ...]]


def assemble(
    library: Library,
    plan: Plan,
    view: View,
    selection: Selection,
    printing: Printing,
    applicable: tuple[str, ...],
    draft: bool = False,
    deviations: Sequence[Mapping[str, Any]] = (),
) -> Assembled:
    """The document of a plan for one lot. `applicable`: the ids of the requirements that apply; `draft` marks
    every page PROJET; `deviations`: the texts agreed in place of clauses. Findings: blank, reference-dangling,
    value-not-asked, table-empty."""
    places = number_clauses(library, plan, selection)
    tables = _made_tables(library, plan, view, places, applicable)
    readings = Readings(view, {slug: (place.word, place.number) for slug, place in places.items()}, tables)
    filler = Filler(readings, printing, _capital(plan))
    agreed = _Agreed(deviations, places)
    filled = _clauses(library, places, selection, filler, tables, agreed)
    clauses, dangling = captioned(filled, library, filler.referring, filler.empty)
    body = _body(plan, view, printing, clauses, draft)
    document = Document(
        id=plan.id,
        title=plan.title,
        author=text_of(view, CLIENT),
        numbering=plan.numbering,
        header=header_of(plan, view, draft),
        footer=footer_of(plan),
        draft=draft,
        internal=False,
        body=body,
        compact=is_compact(plan, view),
        day=day_of(view),
    )
    findings = (*filler.findings, *dangling)
    return Assembled(document, agreed.still(findings) if deviations else findings, agreed.doubtful)


def _capital(plan: Plan) -> bool:
    """A contract capitalises its defined terms; a specification defines none."""
    return plan.numbering == "article"


def number_clauses(library: Library, plan: Plan, selection: Selection) -> dict[str, Place]:
    """The place of each clause that is in: « Article 12 », « Annexe 3 », « A3.1 » (article of an annex), « 4 »."""
    places: dict[str, Place] = {}
    articles = annexes = 0
    for part in plan.parts:
        inner: int | None = None
        for slug in part.clauses:
            if not selection.has(slug):
                continue
            kind = library.clauses[slug].kind
            if kind == "annex":
                annexes, inner = annexes + 1, 0
                places[slug] = Place(f"Annexe{NBSP}{annexes}", "", "annex", 1)
            elif inner is not None:
                inner += 1
                places[slug] = Place(f"A{annexes}.{inner}", f"article{NBSP}", "annex", 2)
            else:
                articles += 1
                section = plan.numbering == "section"
                number = str(articles) if section else f"Article{NBSP}{articles}"
                places[slug] = Place(number, f"section{NBSP}" if section else "", "article", 1)
    return places


def _clauses(
    library: Library,
    places: Mapping[str, Place],
    selection: Selection,
    filler: Filler,
    tables: dict[str, Any],
    agreed: _Agreed,
) -> dict[str, AssembledClause]:
    """The clauses by id; those that print the definitions come last, once it is known which terms are used."""
    found: dict[str, AssembledClause] = {}
    late = [slug for slug in places if _DEFINITIONS in library.clauses[slug].names]
    for slug in (*(slug for slug in places if slug not in late), *late):
        if slug in late and not tables[_DEFINITIONS]:
            filler.readings.add_table(_DEFINITIONS, _definition_rows(library, found))
        clause = library.clauses[slug]
        found[slug] = agreed.text(_clause(clause, places[slug], selection, filler.fill(clause)))
    return {slug: found[slug] for slug in places}


class _Agreed:
    """The texts agreed in place of clauses; `doubtful` grows by the requirements to be read again in them."""

    def __init__(self, deviations: Sequence[Mapping[str, Any]], places: Mapping[str, Place]) -> None:
        self.texts = {one["clause"]: one for one in deviations if one["texte"]}
        self.places = places
        self.doubtful: dict[str, tuple[str, ...]] = {}

    def still(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """The findings less the dead references of texts that were replaced."""
        return tuple(one for one in findings if one.code != "reference-dangling" or one.where not in self.doubtful)

    def text(self, clause: AssembledClause) -> AssembledClause:
        if clause.id not in self.texts:
            return clause
        from contractgen.deviations import agreed_clause

        numbers = {slug: place.number for slug, place in self.places.items()}
        found, self.doubtful[clause.id] = agreed_clause(clause, self.texts[clause.id], numbers)
        return found


def _clause(clause: Clause, place: Place, selection: Selection, filling: Filling) -> AssembledClause:
    because = selection.decisions[clause.id].reason
    return _kept_clauses.made(
        clause.id, (clause, filling), lambda: _assembled(clause, place, because, filling), (place, because)
    )


def _assembled(clause: Clause, place: Place, because: str, filling: Filling) -> AssembledClause:
    heading = plain_paragraph(f"{place.kind}{place.level}", clause.title)
    blocks = filling.blocks if place.level == 1 else tuple(map(_one_level_down, filling.blocks))
    return AssembledClause(
        clause.id, clause.version, clause.kind, place.level, place.number, clause.title,
        because, (heading, *blocks), filling.ties,
    )  # fmt: skip


_kept_clauses: Kept[AssembledClause] = Kept()


def _one_level_down(block: Printed) -> Printed:
    """The titles inside an article of an annex are of the annex's third level."""
    if isinstance(block, Paragraph) and block.style in ("article2", "article3"):
        return block._replace(style="annex3", fixed=False)
    return block


# ---------------------------------------------------------------- tables made on the way


def _made_tables(
    library: Library, plan: Plan, view: View, places: Mapping[str, Place], applicable: tuple[str, ...]
) -> dict[str, Any]:
    annexes = tuple(
        {"numero": place.number, "titre": library.clauses[slug].title}
        for slug, place in places.items()
        if place.kind == "annex" and place.level == 1
    )
    wanted = (library.requirements[ident] for ident in applicable)
    return {
        "annexes": annexes,
        "annexes_par_deux": tuple(map(_side_by_side, annexes[::2], (*annexes[1::2], {}))),
        "exigences": tuple({"id": r.id, "texte": typography(r.text), "source": typography(r.source)} for r in wanted),
        COMPLETED: _completed(library, view),
        _DEFINITIONS: (),
    }


def _side_by_side(one: Mapping[str, str], following: Mapping[str, str]) -> dict[str, str]:
    """Two rows as one; the last may have none beside it."""
    return {**one, **{f"{column}_suivant": text for column, text in following.items()}}


def _completed(library: Library, view: View) -> Any:
    """The indicators of the lot, with what their rows leave empty taken from the catalogue."""
    rows = view.values.get("indicateurs", ())
    if isinstance(rows, Unknown):
        return rows
    completed = []
    for row in rows:
        known = library.indicators.get(row.get("id", ""))
        extra = (
            {"nom": known.name, "formule": known.formula, "unite": known.unit, "sens": known.direction,
             "source": known.source}
            if known
            else {}
        )  # fmt: skip
        completed.append({**extra, **row})
    return tuple(completed)


def _definition_rows(library: Library, clauses: Mapping[str, AssembledClause]) -> tuple[dict[str, str], ...]:
    used = used_definitions(library.definitions, clauses.values())
    return tuple({"terme": typography(definition.term), "sens": typography(definition.meaning)} for definition in used)


def printed_texts(blocks: tuple[Printed, ...]) -> list[str]:
    """The text of each paragraph and of each table cell, in order."""
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            texts.append(block.text)
        else:
            texts += [cell.text for row in (block.header, *block.rows) for cell in row]
    return texts


def traced_runs(document: Document) -> tuple[Run, ...]:
    """The runs of a document that are no plain text: answers, blanks, references, numbers of tables."""
    return tuple(
        chain.from_iterable([_kept_runs.made(entry.id, (entry,), partial(_traced, entry)) for entry in document.body])
    )


def _traced(entry: Frame | AssembledClause) -> tuple[Run, ...]:
    found: list[Run] = []
    for block in entry.blocks:
        if block.fixed:
            continue
        if isinstance(block, Paragraph):
            found += [run for run in block.runs if run.kind in _TRACED]
        else:
            found += [run for row in block.rows for cell in row for run in cell.runs if run.kind in _TRACED]
    return tuple(found)


_kept_runs: Kept[tuple[Run, ...]] = Kept()
_TRACED = ("answer", "blank", "reference", "sequence")


def _body(
    plan: Plan, view: View, printing: Printing, clauses: Mapping[str, AssembledClause], draft: bool
) -> tuple[Any, ...]:
    body: list[Frame | AssembledClause] = [cover(plan, view, printing, draft)]
    for part in plan.parts:
        inside = [clauses[slug] for slug in part.clauses if slug in clauses]
        if inside and part.heading:
            body.append(part_title(plan, part))
        body += inside
    ended = body if isinstance(body[-1].blocks[-1], Paragraph) else with_end(body, "Fin du document")
    return (ended[0], contents(plan, body), *ended[1:])
