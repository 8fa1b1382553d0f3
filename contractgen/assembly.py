"""Clauses and answers in, a `Document` out: numbers, references, definitions, blanks.

In: a plan of the library, the view and selection of a lot. Out: the document as it will be printed, paragraph by
paragraph, and the findings of this stage (blanks, references that lead nowhere). It knows nothing of Word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from contractgen import french
from contractgen.definitions import used_definitions
from contractgen.filling import Filler, Filling
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
from contractgen.view import CONTRACT_DATE

CLIENT, PROVIDER = "client.raison_sociale", "prestataire.raison_sociale"
CONTENTS = "sommaire"
_DEFINITIONS = "definitions_retenues"


class Place(NamedTuple):
    """Where a clause stands: its printed number, the words before it in a reference, and its level."""

    number: str
    word: str
    kind: str
    level: int


class Assembled(NamedTuple):
    document: Document
    findings: tuple[Finding, ...]


def assemble(
    library: Library,
    plan: Plan,
    view: View,
    selection: Selection,
    printing: Printing,
    applicable: tuple[str, ...],
    draft: bool = False,
) -> Assembled:
    """The document of a plan for one lot. `applicable`: the ids of the requirements that apply; `draft` marks
    every page PROJET. Findings: blank, reference-dangling, value-not-asked, table-empty."""
    places = number_clauses(library, plan, selection)
    tables = _made_tables(library, plan, view, places, applicable)
    filler = Filler(view, printing, {slug: (p.word, p.number) for slug, p in places.items()}, tables, _capital(plan))
    clauses = _clauses(library, places, selection, filler, tables)
    body = _body(plan, view, clauses, draft)
    document = Document(
        id=plan.id,
        title=plan.title,
        author=_text(view, CLIENT),
        numbering=plan.numbering,
        header=_header(plan, view),
        footer=f"{library.name} {library.version}",
        draft=draft,
        internal=False,
        body=body,
    )
    return Assembled(document, tuple(filler.findings))


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
                places[slug] = Place(f"Annexe {annexes}", "", "annex", 1)
            elif inner is not None:
                inner += 1
                places[slug] = Place(f"A{annexes}.{inner}", "article ", "annex", 2)
            else:
                articles += 1
                section = plan.numbering == "section"
                number = str(articles) if section else f"Article {articles}"
                places[slug] = Place(number, "section " if section else "", "article", 1)
    return places


def _clauses(
    library: Library,
    places: Mapping[str, Place],
    selection: Selection,
    filler: Filler,
    tables: dict[str, Any],
) -> dict[str, AssembledClause]:
    """The clauses by id; those that print the definitions come last, once it is known which terms are used."""
    found: dict[str, AssembledClause] = {}
    late = [slug for slug in places if _DEFINITIONS in library.clauses[slug].names]
    for slug in (*(slug for slug in places if slug not in late), *late):
        if slug in late and not tables[_DEFINITIONS]:
            tables[_DEFINITIONS] = _definition_rows(library, found)
        clause = library.clauses[slug]
        found[slug] = _clause(clause, places[slug], selection, filler.fill(clause))
    return {slug: found[slug] for slug in places}


def _clause(clause: Clause, place: Place, selection: Selection, filling: Filling) -> AssembledClause:
    heading = plain_paragraph(f"{place.kind}{place.level}", clause.title)
    blocks = filling.blocks if place.level == 1 else tuple(map(_one_level_down, filling.blocks))
    return AssembledClause(
        clause.id, clause.version, clause.kind, place.level, place.number, clause.title,
        selection.decisions[clause.id].reason, (heading, *blocks), filling.ties,
    )  # fmt: skip


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
        "exigences": tuple({"id": r.id, "texte": r.text, "source": r.source} for r in wanted),
        COMPLETED: _completed(library, view),
        _DEFINITIONS: (),
    }


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
    return tuple({"terme": definition.term, "sens": definition.meaning} for definition in used)


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
    """The runs of a document that are no plain text: answers, blanks, references."""
    found: list[Run] = []
    for entry in document.body:
        for block in entry.blocks:
            if block.fixed:
                continue
            if isinstance(block, Paragraph):
                found += [run for run in block.runs if run.kind in _TRACED]
            else:
                found += [run for row in block.rows for cell in row for run in cell.runs if run.kind in _TRACED]
    return tuple(found)


_TRACED = ("answer", "blank", "reference")


# ---------------------------------------------------------------- frames


def _text(view: View, name: str) -> str:
    value = view.values.get(name)
    return value if isinstance(value, str) else ""


def _header(plan: Plan, view: View) -> str:
    return " – ".join(filter(None, (plan.title, _text(view, CLIENT))))


def _body(plan: Plan, view: View, clauses: Mapping[str, AssembledClause], draft: bool) -> tuple[Any, ...]:
    body: list[Frame | AssembledClause] = [_cover(plan, view, draft)]
    for part in plan.parts:
        inside = [clauses[slug] for slug in part.clauses if slug in clauses]
        if inside and part.heading:
            body.append(Frame(f"partie-{part.id}", (plain_paragraph("part", part.title),)))
        body += inside
    end = (
        ()
        if isinstance(body[-1].blocks[-1], Paragraph)
        else (Frame("fin", (plain_paragraph("end", "Fin du document"),)),)
    )
    return (body[0], _contents(body), *body[1:], *end)


def plain_paragraph(style: str, text: str) -> Paragraph:
    """A paragraph of one run."""
    return Paragraph(style, text, (Run(text),))


def _cover(plan: Plan, view: View, draft: bool) -> Frame:
    blocks = [plain_paragraph("title", plan.title)]
    parties = [(CLIENT, "Client")]
    if plan.numbering == "article":
        parties.append((PROVIDER, "Prestataire"))
    for name, role in parties:
        value = _text(view, name) or f"[à compléter : {role}]"
        runs = (Run(f"{role}{french.NBSP}: "), Run(value, "answer", name))
        blocks.append(Paragraph("subtitle", f"{role}{french.NBSP}: {value}", runs))
    start = view.values.get(CONTRACT_DATE)
    if not isinstance(start, Unknown) and start is not None:
        value = french.day(start)
        runs = (Run(f"Date d’effet{french.NBSP}: "), Run(value, "answer", CONTRACT_DATE))
        blocks.append(Paragraph("subtitle", f"Date d’effet{french.NBSP}: {value}", runs))
    if draft:
        blocks.append(plain_paragraph("subtitle", "PROJET – ne pas signer en l’état"))
    return Frame("couverture", tuple(blocks))


def _contents(body: list[Frame | AssembledClause]) -> Frame:
    """The table of contents: an entry for each part, article, section and annex, in order; `source` is its rank."""
    blocks = [plain_paragraph("toc_heading", "Sommaire")]
    for entry in body:
        title = entry.blocks[0]
        if isinstance(title, Paragraph) and title.style in _IN_CONTENTS:
            text = f"{entry.number}\t{title.text}" if isinstance(entry, AssembledClause) else title.text
            style = "toc1" if isinstance(entry, AssembledClause) else "toc2"
            blocks.append(Paragraph(style, text, (Run(text, "toc", str(len(blocks))),)))
    return Frame(CONTENTS, tuple(blocks))


def with_pages(document: Document, pages: Sequence[int]) -> Document:
    """The document with the page of each entry in its table of contents, in order; as it was when there are not as
    many pages as entries."""
    body = tuple(
        _paged(entry, pages) if entry.id == CONTENTS and len(entry.blocks) == len(pages) + 1 else entry
        for entry in document.body
    )
    return document._replace(body=body)


def _paged(contents: Frame | AssembledClause, pages: Sequence[int]) -> Frame:
    head, *entries = (block for block in contents.blocks if isinstance(block, Paragraph))
    numbered = [
        Paragraph(entry.style, f"{entry.text}\t{page}", (
            Run(f"{entry.text}\t", "toc", entry.runs[0].source), Run(str(page), "page", entry.runs[0].source),
        ))
        for entry, page in zip(entries, pages, strict=True)
    ]  # fmt: skip
    return Frame(contents.id, (head, *numbered))


_IN_CONTENTS = ("part", "article1", "annex1")
