"""The pack with its PDF: each Word file converted, read back, and its table of contents given its page numbers.

Only a layout engine knows pages. The pack is built and converted, the pages of its titles are read in the PDF, the pack
is built with them and converted again, until the pages that it shows are those that it has.
"""

from __future__ import annotations

from collections.abc import Mapping

from contractgen.model import Answers, Finding, Library, Questionnaire
from contractgen.pdf import convert, find_office
from contractgen.pdf_fonts import font_findings
from contractgen.pdf_reading import read_fonts, read_outline
from contractgen.pdf_verification import differences
from contractgen.pipeline import NO_PAGES, build
from contractgen.results import LotResult, Pack, WrittenDocument
from contractgen.word.fonts import fonts_in_use
from contractgen.word.linked import with_links
from contractgen.word.opening import open_package

_Key = tuple[str, str]  # lot and document
_ROUNDS = 4  # one without pages, one with, and two for a contents that got longer
_ADVICE = "Aucun PDF n'est livré, et le sommaire des fichiers Word est sans numéros de page. Signalez-le."


def publish(
    library: Library,
    questionnaire: Questionnaire,
    answers: Answers,
    *,
    draft: bool = False,
    bare: bool = False,
    notes: bool = False,
) -> Pack:
    """The pack of `pipeline.build`, with the PDF of each document and page numbers in the tables of contents; review
    copies (`notes`) have no PDF.

    A PDF that is not its Word file is a finding, `pdf-altered`: no PDF is then in the pack, and no page number.
    Fonts that this machine lacks are one, `pdf-font`: the PDF are delivered.
    Raises AnswersError as `build`, ConversionError when LibreOffice is not there or cannot convert.
    """
    office = find_office()
    plain = build(library, questionnaire, answers, draft=draft, bare=bare)
    pack, pages = plain, NO_PAGES
    for _ in range(_ROUNDS):
        if pack.status == "refused":
            return pack
        pdfs = _converted(office, pack)
        found = {key: _first_pages(pdf) for key, pdf in pdfs.items()}
        if found == pages:
            break
        pages = found
        pack = build(library, questionnaire, answers, draft=draft, bare=bare, pages=pages)
    findings = {
        lot.id: tuple(_finding(one, line) for one in lot.documents for line in differences(one.content, pdfs[lot.id, one.id]))
        for lot in pack.lots
    }  # fmt: skip
    if any(findings.values()):
        return _with_findings(plain, findings)
    if notes:
        pack = build(library, questionnaire, answers, draft=draft, bare=bare, notes=True, pages=pages)
    pack = pack._replace(lots=tuple(_with_pdf(lot, pdfs) for lot in pack.lots))
    return _with_findings(pack, {lot.id: _replaced_fonts(lot) for lot in pack.lots})


def _converted(office: str, pack: Pack) -> dict[_Key, bytes]:
    """The PDF of each document, by lot and document."""
    documents = {(lot.id, document.id): document.content for lot in pack.lots for document in lot.documents}
    return dict(zip(documents, convert(office, list(map(with_links, documents.values()))), strict=True))


def _first_pages(pdf: bytes) -> tuple[int, ...]:
    """The pages of the titles of the first level, those that a table of contents lists."""
    return tuple(entry.page for entry in read_outline(pdf) if entry.depth == 0)


def _replaced_fonts(lot: LotResult) -> tuple[Finding, ...]:
    """What is said, once a lot, of fonts that this machine lacks."""
    used = (font for one in lot.documents if one.pdf for font in fonts_in_use(open_package(one.content)))
    return font_findings(used, (font for one in lot.documents if one.pdf for font in read_fonts(one.pdf)))


def _finding(document: WrittenDocument, line: str) -> Finding:
    message = f"Le PDF de « {document.path} » n'est pas ce fichier Word : {line}."
    return Finding("pdf-altered", "error", document.id, message, _ADVICE)


def _with_pdf(lot: LotResult, pdfs: Mapping[_Key, bytes]) -> LotResult:
    return lot._replace(documents=tuple(one._replace(pdf=pdfs.get((lot.id, one.id), b"")) for one in lot.documents))


def _with_findings(pack: Pack, findings: Mapping[str, tuple[Finding, ...]]) -> Pack:
    lots = tuple(lot._replace(findings=(*lot.findings, *findings[lot.id])) for lot in pack.lots)
    return pack._replace(lots=lots, findings=tuple(finding for lot in lots for finding in lot.findings))
