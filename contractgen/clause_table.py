"""The clause table, a document for the client's side: what is in and why, what is out and why, what is open.

In: the checked lot. Out: a `Document` like the others, marked as internal. It is not for the other side.
"""

from __future__ import annotations

from functools import partial

from contractgen import french
from contractgen.captions import caption
from contractgen.checks.context import Context
from contractgen.frames import CLIENT, day_of, header_line, plain_paragraph, text_of, with_end
from contractgen.kept import Kept
from contractgen.model import Cell, Document, Finding, Frame, Paragraph, RequirementStatus, Run, Table

ID, TITLE = "tableau-des-clauses", "Tableau des clauses"
_LINE = 85  # letters of a header that stand on one line beside « Document interne au client – ne pas transmettre »
_DRAFT = len("PROJET – ")


def clause_table(
    context: Context, requirements: tuple[RequirementStatus, ...], findings: tuple[Finding, ...], draft: bool
) -> Document:
    """The table of one lot: clauses present, requirements, clauses left out, open points, defaults."""
    name = text_of(context.view, CLIENT)
    head = (
        plain_paragraph("title", TITLE),
        plain_paragraph("subtitle", f"Pour {name}, côté client seulement" if name else "Côté client seulement"),
    )
    sections = [_present(document) for document in context.documents]
    sections += [
        ("exigences", "Exigences applicables", _requirements(context, requirements)),
        ("ecartees", "Clauses écartées", _left_out(context)),
        ("points-ouverts", "Points ouverts", _open_points(findings)),
        ("defauts", "Valeurs par défaut", _defaults(findings)),
    ]
    body = [Frame("tableau", head)]
    number = 0
    for ident, title, table in sections:
        number += bool(table[1])
        body.append(_section(ident, title, number, table))
    library = context.library
    version = "version projet" if draft else "version livrée"
    return Document(
        ID, TITLE, name, "section", header_line(TITLE, name, version, most=_LINE - (_DRAFT if draft else 0)), f"{library.name} {library.version}",
        draft, True, with_end(body, "Fin du document"), day=day_of(context.view),
    )  # fmt: skip


def _present(document: Document) -> tuple[str, str, _Rows]:
    rows: list[tuple[str, ...]] = [
        (clause.number, f"{clause.title} ({clause.id})", clause.version, clause.because, ", ".join(clause.ties) or "—")
        for clause in document.clauses()
    ]
    head = ("Numéro", "Clause", "Version", "Pourquoi elle y est", "Exigences satisfaites")
    return document.id, f"{document.title}{french.NBSP}: clauses présentes", (head, rows)


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


def _section(ident: str, title: str, number: int, table: _Rows) -> Frame:
    head, rows = table
    return _kept_sections.made(
        ident, (), partial(_printed, ident, title, number, head, rows), (title, number, head, tuple(rows))
    )


def _printed(ident: str, title: str, number: int, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Frame:
    heading = Paragraph("part", title, (Run(title),))
    if not rows:
        return Frame(ident, (heading, plain_paragraph("body", "Rien à signaler.")))
    cells = tuple(tuple(map(_cell, row)) for row in rows)
    table = Table(tuple(map(_cell, head)), cells, ("left",) * len(head), caption=title)
    return Frame(ident, (heading, caption(number, table), table))


_kept_sections: Kept[Frame] = Kept()


def _cell(text: str) -> Cell:
    printed = french.typography(text)
    return Cell(printed, (Run(printed),))
