"""The provenance part of a file: what each clause is, where it comes from, and the text as it was delivered.

In: a `Document` and the `Provenance` of the build. Out: the bytes of the custom XML part. It is written in Canonical
XML form (W3C Exclusive C14N), so that its digest can be computed again from any equivalent serialisation. It holds
nothing that the reader of the document cannot read there, save identifiers and sums; a consolidated contract also
holds what the library said where the parties agreed otherwise.
"""

from __future__ import annotations

import hashlib
from functools import partial

from contractgen.kept import Kept
from contractgen.model import AssembledClause, Cell, Document, Frame, Paragraph, Printed, Provenance, Run, Table
from contractgen.word.blocks import item_style
from contractgen.word.escaping import escape, quoted
from contractgen.word.house import STYLES
from contractgen.word.known import Owned, joined
from contractgen.word.lettering import in_annex

NAMESPACE = "urn:contractgen:provenance:1"
FORMAT = "1"


def provenance_part(
    document: Document, provenance: Provenance, pages: tuple[str, ...] = (), pictures: tuple[str, ...] = ()
) -> bytes:
    """The custom XML part of a document; `pages`: the texts, escaped, of its headers and footers;
    `pictures`: the sums of the images in them."""
    entries = b"".join(
        [_kept_entries.made((document.id, entry.id), (entry,), partial(_encoded, entry)) for entry in document.body]
    )
    requirements = " ".join(provenance.requirements)
    before = (
        f'<document id="{quoted(document.id)}" title="{quoted(document.title)}"></document>'
        f'<library digest="{provenance.digest}" name="{quoted(provenance.library)}" version="{provenance.version}"></library>'
        f"<requirements>{escape(requirements)}</requirements>"
    ).encode()
    after = (
        f"<header>{escape(document.header)}</header><footer>{escape(document.footer)}</footer>"
        f"{''.join(f'<page>{text}</page>' for text in pages)}"
        f"{_pictures(pictures)}{_agreed(provenance)}</contract>"
    ).encode()
    canonical = hashlib.sha256(f'<contract xmlns="{NAMESPACE}" format="{FORMAT}">'.encode())
    for piece in (before, entries, after):
        canonical.update(piece)
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<provenance xmlns="{NAMESPACE}" digest="{canonical.hexdigest()}">'
    opening = f'{head}<contract format="{FORMAT}">'.encode()
    return b"".join((opening, before, entries, after, b"</provenance>"))


def _pictures(digests: tuple[str, ...]) -> str:
    return "".join(f'<picture sha256="{digest}"></picture>' for digest in digests)


def _agreed(provenance: Provenance) -> str:
    """The texts of the library that the parties have worded otherwise: a later avenant starts from them."""
    return "".join(
        f'<agreed id="{quoted(clause)}">{"".join(_agreed_line(style, text) for style, text in lines)}</agreed>'
        for clause, lines in provenance.agreed
    )


def _agreed_line(style: str, text: str) -> str:
    if style != "row":
        return f'<p style="{STYLES[style]}">{escape(text)}</p>'
    cells = text.split("\x1f")
    return f"<tbl><tr>{''.join(f'<tc>{escape(cell)}</tc>' for cell in cells)}</tr></tbl>"


def _encoded(entry: Frame | AssembledClause) -> bytes:
    return _entry(entry).encode()


def _entry(entry: Frame | AssembledClause) -> str:
    blocks = joined(entry.blocks, _kept_blocks, partial(_block, annexed=in_annex(entry)), _is_fixed)
    if isinstance(entry, Frame):
        return f'<frame id="{entry.id}">{blocks}</frame>'
    return (
        f'<clause id="{entry.id}" kind="{entry.kind}" number="{quoted(entry.number)}" '
        f'sha256="{text_digest(entry.blocks)}" title="{quoted(entry.title)}" version="{entry.version}">{blocks}</clause>'
    )


def text_digest(blocks: tuple[Printed, ...]) -> str:
    """The sha256 over the printed text: paragraphs and rows separated by U+001E, cells by U+001F."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            lines += ["\x1f".join([cell.text for cell in row]) for row in (block.header, *block.rows)]
    return hashlib.sha256("\x1e".join(lines).encode()).hexdigest()


def _block(block: Printed, annexed: bool) -> str:
    if isinstance(block, Table):
        return f"<tbl>{''.join([_row(row) for row in (block.header, *block.rows)])}</tbl>"
    tied = f' ties="{" ".join(block.ties)}"' if block.ties else ""
    return f'<p style="{STYLES[item_style(block, annexed)]}"{tied}>{_runs(block.runs)}</p>'


def _row(row: tuple[Cell, ...]) -> str:
    return f"<tr>{''.join([f'<tc>{_runs(cell.runs)}</tc>' for cell in row])}</tr>"


def _runs(runs: tuple[Run, ...]) -> str:
    """Text as it stands; what came from an answer, or refers to a clause, inside a span with its origin."""
    if len(runs) == 1:
        return _run(runs[0])
    return joined(runs, _kept_runs, _run, _is_of_library)


def _run(run: Run) -> str:
    text, kind, source, _ = run
    text = escape(text)
    tag = _SPANS.get(kind)
    return f'<{tag} id="{source}">{text}</{tag}>' if tag else text


def _is_fixed(block: Printed) -> bool:
    return block.fixed


def _is_of_library(run: Run) -> bool:
    return run.kind == "text"


_kept_blocks: Owned = {}
_kept_runs: Owned = {}
_kept_entries: Kept[bytes] = Kept()
_SPANS = {"answer": "a", "blank": "blank", "reference": "ref"}
