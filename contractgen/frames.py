"""What stands around the clauses of a document: its cover, its contents, the titles of its parts, its header."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from contractgen import french
from contractgen.condition import parse
from contractgen.kept import Kept
from contractgen.model import AssembledClause, Document, Frame, Paragraph, Part, Plan, Run, Table, Unknown, View
from contractgen.names import Printing
from contractgen.values import printed, to_fill
from contractgen.view import CONTRACT_DATE, FUNCTIONS, settled

CONTENTS = "sommaire"
INITIALS = f"Paraphes{french.NBSP}:"
CLIENT, PROVIDER, SIREN = "client.raison_sociale", "prestataire.raison_sociale", "client.siren"

_BETWEEN = " – "
_LINE = 110  # letters of a header that stand on one line beside « PROJET – ne pas signer »


def text_of(view: View, name: str) -> str:
    """A text answer as it is printed, « » without it."""
    value = view.values.get(name)
    return french.dressed(value) if isinstance(value, str) else ""


def header_of(plan: Plan, view: View, draft: bool) -> str:
    """The text at the top of each page: title, client, reference, version."""
    reference = _reference(view)
    return header_line(
        plan.title, text_of(view, CLIENT), reference and f"réf.{french.NBSP}{reference}", _version(plan, draft)
    )


def header_line(title: str, name: str, *rest: str, most: int = _LINE) -> str:
    """The text at the top of each page, on one line: a name that is too long for it is cut after a word."""
    room = most - len(" – ".join(filter(None, (title, *rest)))) - 3
    if len(name) > room:
        name = f"{name[: room - 1].rpartition(' ')[0].rstrip(' –-,&') or name[: room - 1]}…"
    return " – ".join(filter(None, (title, name, *rest)))


def footer_of(plan: Plan) -> str:
    """The text at the foot of each page: in a contract, room for initials."""
    return INITIALS if plan.numbering == "article" else ""


def _version(plan: Plan, draft: bool) -> str:
    return (
        "version projet" if draft else "version à signer" if plan.numbering == "article" else "version de consultation"
    )


def day_of(view: View) -> date | None:
    """The date of effect, None without it."""
    start = view.values.get(CONTRACT_DATE)
    return start if isinstance(start, date) else None


def _reference(view: View) -> str:
    """The reference of a dossier: the client's SIREN and the date of effect."""
    start = day_of(view)
    return "-".join(filter(None, (text_of(view, SIREN), start.isoformat().replace("-", "") if start else "")))


def part_title(plan: Plan, part: Part) -> Frame:
    """The title of a part, alone."""
    return _kept_frames.made((plan.id, part.id), (part,), partial(_part, part))


def _part(part: Part) -> Frame:
    return Frame(f"partie-{part.id}", (plain_paragraph("part", part.title),))


def plain_paragraph(style: str, text: str) -> Paragraph:
    """A paragraph of one run."""
    return Paragraph(style, text, (Run(text),))


def cover(plan: Plan, view: View, printing: Printing, draft: bool) -> Frame:
    """The first page: the title, the functions, the parties, the reference, the date, and what the version is for."""
    blocks = [plain_paragraph("title", plan.title)]
    functions = view.values.get(FUNCTIONS)
    if functions and not isinstance(functions, Unknown) and FUNCTIONS in printing.descriptions:
        text = printed(functions, printing.descriptions[FUNCTIONS], "minuscule")
        label = "Fonctions confiées" if len(functions) > 1 else "Fonction confiée"
        blocks.append(_line("subtitle", label, text, FUNCTIONS))
    parties = [(CLIENT, "Client")]
    if plan.numbering == "article":
        parties.append((PROVIDER, "Prestataire"))
    named = [_line("subtitle", role, text_of(view, name), name) for name, role in parties]
    details = _details(plan, view, draft)
    blocks += [_joined(named), _joined(details)] if is_compact(plan, view) else [*named, *details]
    if draft:
        blocks.append(plain_paragraph("cover_note", "PROJET – ne pas signer en l’état"))
    return Frame("couverture", tuple(blocks))


def _details(plan: Plan, view: View, draft: bool) -> list[Paragraph]:
    """The reference, the date and what the version is for, a line each."""
    reference, start = _reference(view), day_of(view)
    found = [plain_paragraph("cover_detail", f"Référence{french.NBSP}: {reference}")] if reference else []
    if start:
        found.append(_line("cover_detail", "Date d’effet", french.day(start), CONTRACT_DATE))
    return [*found, plain_paragraph("cover_detail", _version(plan, draft).capitalize())]


def _joined(lines: Sequence[Paragraph]) -> Paragraph:
    """Lines of one style as one."""
    runs = [run for line in lines for run in (Run(_BETWEEN), *line.runs)][1:]
    return Paragraph(lines[0].style, _BETWEEN.join(line.text for line in lines), tuple(runs))


def is_compact(plan: Plan, view: View) -> bool:
    """Whether a document is set tighter, on fewer pages."""
    return plan.compact is not None and settled(parse(plan.compact)(view.lookup)) is True


def _line(style: str, label: str, value: str, source: str) -> Paragraph:
    before, shown = f"{label}{french.NBSP}: ", value or to_fill(label)
    return Paragraph(style, before + shown, (Run(before), Run(shown, "answer" if value else "blank", source)))


def contents(plan: Plan, body: list[Frame | AssembledClause]) -> Frame:
    """The table of contents: an entry for each part, article, section and annex, in order; `source` is its rank."""
    titles = []
    for entry in body:
        title = entry.blocks[0]
        if isinstance(title, Paragraph) and title.style in _IN_CONTENTS:
            titles.append(f"{entry.number}\t{title.text}" if isinstance(entry, AssembledClause) else title.text)
    return _kept_frames.made(plan.id, (), partial(_listed, titles), tuple(titles))


def _listed(titles: list[str]) -> Frame:
    """An entry for each title; those without a number are titles of parts."""
    blocks = [
        Paragraph("toc1" if "\t" in text else "toc2", text, (Run(text, "toc", str(rank)),))
        for rank, text in enumerate(titles, 1)
    ]
    return Frame(CONTENTS, (plain_paragraph("toc_heading", "Sommaire"), *blocks))


def with_pages(document: Document, pages: Sequence[int]) -> Document:
    """The document with the page of each entry in its table of contents, in order; as it was without pages, or when there
    are not as many as entries."""
    if not pages:
        return document
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


def with_end(body: Sequence[Frame | AssembledClause], text: str) -> tuple[Frame | AssembledClause, ...]:
    """The body and the line that ends it, with which the last paragraph or row of the body stays: it is alone on no page."""
    *before, last = body
    end = Frame("fin", (plain_paragraph("end", text),))
    return (*before, _kept_last.made(last.id, (last,), partial(_staying, last)), end)


def _staying(entry: Frame | AssembledClause) -> Frame | AssembledClause:
    if not entry.blocks:
        return entry
    block = entry.blocks[-1]
    if isinstance(block, Table):
        block = block._replace(stays=True, fixed=False)
    elif block.style == "body":
        block = block._replace(style="lead", fixed=False)
    return entry._replace(blocks=(*entry.blocks[:-1], block))


_kept_frames: Kept[Frame] = Kept()
_kept_last: Kept[Frame | AssembledClause] = Kept()
_IN_CONTENTS = ("part", "article1", "annex1")
