"""The line, laid out by LibreOffice: page numbers in the tables of contents, and the PDF of each Word file, read back.

`numbered` and `numbered_amendment` are for who wants Word files: without LibreOffice, or when it fails, the files are
delivered all the same, without page numbers, and that is told. `publish` is for who wants PDF, and needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from contractgen.amending import CONSOLIDATED, Amended
from contractgen.errors import ConversionError
from contractgen.model import Answers, Finding, Library, Questionnaire
from contractgen.pagination import Files, Key, Paged, paged
from contractgen.pdf import find_office
from contractgen.pdf_fonts import font_findings
from contractgen.pdf_reading import read_fonts
from contractgen.pdf_verification import differences
from contractgen.pipeline import Pages, build
from contractgen.results import LotResult, Pack
from contractgen.word.fonts import fonts_in_use
from contractgen.word.opening import open_package

_Made = TypeVar("_Made")
_PATIENCE = 30  # seconds a file, for what a build can do without; a contract takes two
_WITHOUT_PAGES = "Sommaire sans numéros de page : "
_UNSETTLED = "la mise en page ne donne pas les titres du sommaire, ou change avec ses numéros"
_BY_HAND = "Dans Word, cliquez dans le sommaire et appuyez sur F9 pour les mettre."
_ADVICE = "Aucun PDF n'est livré, et le sommaire des fichiers Word est sans numéros de page. Signalez-le."
_WITHOUT_PDF = "Relancez sans --pdf pour les seuls fichiers Word. Rien n'a été écrit."


def numbered(
    library: Library,
    questionnaire: Questionnaire,
    answers: Answers,
    *,
    draft: bool = False,
    bare: bool = False,
    notes: bool = False,
) -> Pack:
    """The pack of `pipeline.build`, with page numbers in its tables of contents.

    It is the very pack of `build`, with a finding `contents-pages`, when LibreOffice is not there or does not give them.
    Raises AnswersError as `build`.
    """
    plain = build(library, questionnaire, answers, draft=draft, bare=bare, notes=notes)
    if plain.status == "refused":
        return plain

    def make(pages: Pages) -> tuple[Pack, Files]:
        pack = (
            build(library, questionnaire, answers, draft=draft, bare=bare, notes=notes, pages=pages) if pages else plain
        )
        return pack, _contents(pack)

    made = _laid_out(make)
    if isinstance(made, Finding):
        return _with_findings(plain, {plain.lots[0].id: (made,)})
    pack = made.made
    return _with_findings(pack, {lot.id: _replaced_fonts(lot, made.files, made.pdfs) for lot in pack.lots})


def numbered_amendment(make: Callable[[Sequence[int]], Amended]) -> Amended:
    """An avenant with page numbers in the contents of its consolidated contract; as `numbered`, a notice in place of a
    finding. `make`: pages of that contents → the files."""
    plain = make(())
    key: Key = ("", CONSOLIDATED)
    if CONSOLIDATED not in plain.files:
        return plain

    def again(pages: Pages) -> tuple[Amended, Files]:
        found = make(pages[key]) if pages else plain
        return found, {key: found.files[CONSOLIDATED]}

    made = _laid_out(again)
    if isinstance(made, Finding):
        return plain._replace(notices=(*plain.notices, f"{made.message} {made.advice}".rstrip()))
    return made.made


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

    def make(pages: Pages) -> tuple[Pack, Files]:
        pack = build(library, questionnaire, answers, draft=draft, bare=bare, notes=notes, pages=pages)
        return pack, _contents(pack)

    try:
        made = paged(find_office(), make, every=True)
    except ConversionError as error:
        raise ConversionError(f"{str(error)[:1].upper()}{str(error)[1:]}. {_WITHOUT_PDF}") from error
    pack = made.made
    if pack.status == "refused":
        return pack
    altered = {lot.id: _altered(lot, made.pdfs) for lot in pack.lots}
    if any(altered.values()):
        return _with_findings(build(library, questionnaire, answers, draft=draft, bare=bare, notes=notes), altered)
    pack = pack._replace(lots=tuple(_with_pdf(lot, made.pdfs) for lot in pack.lots))
    return _with_findings(pack, {lot.id: _replaced_fonts(lot, made.files, made.pdfs) for lot in pack.lots})


def _laid_out(make: Callable[[Pages], tuple[_Made, Files]]) -> Paged[_Made] | Finding:
    """What is made with its pages, or the finding that says why they are not there."""
    try:
        office = find_office()
    except ConversionError as error:
        return Finding("contents-pages", "info", "sommaire", f"{_WITHOUT_PAGES}{error}. {_BY_HAND}")
    try:
        made = paged(office, make, every=False, patience=_PATIENCE)
        told = "" if made.settled else _UNSETTLED
    except ConversionError as error:
        told = str(error)
    return Finding("contents-pages", "warning", "sommaire", f"{_WITHOUT_PAGES}{told}.", _BY_HAND) if told else made


def _contents(pack: Pack) -> Files:
    """The Word files of a pack, by lot and document; none when it is refused."""
    return {(lot.id, one.id): one.content for lot in pack.lots for one in lot.documents if one.content}


def _replaced_fonts(lot: LotResult, files: Files, pdfs: Files) -> tuple[Finding, ...]:
    """What is said, once a lot, of fonts that this machine lacks."""
    keys = [(lot.id, one.id) for one in lot.documents if (lot.id, one.id) in pdfs]
    used = (font for key in keys for font in fonts_in_use(open_package(files[key])))
    return font_findings(used, (font for key in keys for font in read_fonts(pdfs[key])))


def _altered(lot: LotResult, pdfs: Files) -> tuple[Finding, ...]:
    """Each way in which a PDF of the lot is not its Word file."""
    return tuple(
        Finding(
            "pdf-altered", "error", one.id, f"Le PDF de « {one.path} » n'est pas ce fichier Word : {line}.", _ADVICE
        )
        for one in lot.documents
        if not one.review
        for line in differences(one.content, pdfs[lot.id, one.id])
    )


def _with_pdf(lot: LotResult, pdfs: Files) -> LotResult:
    documents = (one if one.review else one._replace(pdf=pdfs[lot.id, one.id]) for one in lot.documents)
    return lot._replace(documents=tuple(documents))


def _with_findings(pack: Pack, findings: Mapping[str, tuple[Finding, ...]]) -> Pack:
    """The pack with more findings of some lots, first: an indication after many others is not shown."""
    lots = tuple(lot._replace(findings=(*findings.get(lot.id, ()), *lot.findings)) for lot in pack.lots)
    return pack._replace(lots=lots, findings=tuple(finding for lot in lots for finding in lot.findings))
