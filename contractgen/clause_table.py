"""The clause table, a document for the client's side: what is in and why, what is out and why, what is open.

In: the checked lot. Out: a `Document` like the others, marked as internal. It is not for the other side.
"""

from __future__ import annotations

from collections.abc import Iterator

from contractgen import french
from contractgen.assembly import CLIENT, plain_paragraph
from contractgen.captions import caption
from contractgen.checks.context import Context
from contractgen.model import Cell, Document, Finding, Frame, Paragraph, Printed, RequirementStatus, Run, Table, Unknown

ID, TITLE = "tableau-des-clauses", "Tableau des clauses"


def clause_table(
    context: Context, requirements: tuple[RequirementStatus, ...], findings: tuple[Finding, ...], draft: bool
) -> Document:
    """The table of one lot: clauses present, requirements, clauses left out, open points, defaults."""
    client = context.view.values.get(CLIENT)
    name = "" if isinstance(client, Unknown) or client is None else client
    blocks: list[Printed] = [
        plain_paragraph("title", TITLE),
        plain_paragraph("subtitle", f"Pour {name}, côté client seulement" if name else "Côté client seulement"),
    ]
    for document in context.documents:
        blocks += _present(document, context)
    blocks += _section("Exigences applicables", _requirements(context, requirements))
    blocks += _section("Clauses écartées", _left_out(context))
    blocks += _section("Points ouverts", _open_points(findings))
    blocks += _section("Valeurs par défaut", _defaults(findings))
    blocks.append(plain_paragraph("end", "Fin du document"))
    library = context.library
    return Document(
        ID, TITLE, name, "section", f"{TITLE} – {name}" if name else TITLE, f"{library.name} {library.version}",
        draft, True, (Frame("tableau", tuple(_numbered(blocks))),),
    )  # fmt: skip


def _present(document: Document, context: Context) -> list[Printed]:
    rows: list[tuple[str, ...]] = [
        (clause.number, f"{clause.title} ({clause.id})", clause.version, clause.because, ", ".join(clause.ties) or "—")
        for clause in document.clauses()
    ]
    head = ("Numéro", "Clause", "Version", "Pourquoi elle y est", "Exigences satisfaites")
    return _section(f"{document.title}{french.NBSP}: clauses présentes", (head, rows))


_Rows = tuple[tuple[str, ...], list[tuple[str, ...]]]


def _requirements(context: Context, found: tuple[RequirementStatus, ...]) -> _Rows:
    words = {"satisfied": "satisfaite", "missing": "non satisfaite", "unknown": "indécise"}
    severities = {"mandatory": "obligatoire", "recommended": "recommandée"}
    rows: list[tuple[str, ...]] = [
        (s.id, context.library.requirements[s.id].text, severities[s.severity], words[s.status], ", ".join(s.by) or "—")
        for s in found
        if s.status != "not_applicable"
    ]
    return ("Exigence", "Texte", "Degré", "État", "Par"), rows


def _left_out(context: Context) -> _Rows:
    rows: list[tuple[str, ...]] = [
        (context.library.clauses[d.clause].title, d.clause, d.reason)
        for d in context.selection.decisions.values()
        if d.state != "in"
    ]
    return ("Clause", "Identifiant", "Pourquoi elle n'y est pas"), rows


def _open_points(findings: tuple[Finding, ...]) -> _Rows:
    rows: list[tuple[str, ...]]
    rows = [(f.where, f.message, f.advice or "—") for f in findings if f.severity in ("error", "warning")]
    rows += [(f.where, f.message, f.advice or "—") for f in findings if f.code == "source-unverified"]
    return ("Où", "Quoi", "Que faire"), rows


def _defaults(findings: tuple[Finding, ...]) -> _Rows:
    return ("Question", "Valeur"), [(f.where, f.message) for f in findings if f.code == "default-applied"]


def _section(title: str, table: _Rows) -> list[Printed]:
    head, rows = table
    blocks: list[Printed] = [Paragraph("part", title, (Run(title),))]
    if rows:
        cells = tuple(tuple(map(_cell, row)) for row in rows)
        blocks.append(Table(tuple(map(_cell, head)), cells, ("left",) * len(head), caption=title))
    else:
        blocks.append(plain_paragraph("body", "Aucun."))
    return blocks


def _numbered(blocks: list[Printed]) -> Iterator[Printed]:
    count = 0
    for block in blocks:
        if isinstance(block, Table):
            count += 1
            yield caption(count, block)
        yield block


def _cell(text: str) -> Cell:
    return Cell(text, (Run(text),))
