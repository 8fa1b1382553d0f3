"""A PDF read: bytes in, its text page by page, its outline and what it declares out. The only module that knows pypdf."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pypdf import Configuration, PageObject, PdfReader, apply_configuration
from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.generic import ContentStream, DictionaryObject, NameObject

from contractgen.errors import ConversionError

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it puts up with is no message to a user
_SHOWING = frozenset({b"Tj", b"TJ", b"'", b'"'})  # ISO 32000-1 9.4.3
_PAGES, _STREAM, _DRAWN = 600, 2_000_000, 4_000_000  # bytes, inflated: of a stream, and of the streams of all pages
_LIMITS = Configuration(
    zlib_maximum_output_length=_STREAM, lzw_maximum_output_length=_STREAM, run_length_maximum_output_length=_STREAM,
    array_based_stream_maximum_output_length=_STREAM, stream_parsing_work_maximum_count=_STREAM, page_tree_maximum_depth=50,
)  # fmt: skip
_PART = re.compile(rb"<pdf(a|ua)id:(part|conformance)>(\w+)</")


class PdfPage(NamedTuple):
    """`body`: the text of the flow; `around`: what the tags call an artifact (ISO 32000-1 14.8.2.2): header, footer,
    header rows that a table repeats."""

    body: str
    around: str


class PdfTitle(NamedTuple):
    """An entry of the outline: depth from 0, text, page from 1."""

    depth: int
    text: str
    page: int


class Pdf(NamedTuple):
    """What a PDF holds. `declares`: the parts of ISO 19005 and 14289 it claims, as « pdfa part 2 »."""

    pages: tuple[PdfPage, ...]
    outline: tuple[PdfTitle, ...]
    title: str
    language: str
    tagged: bool
    shows_title: bool
    declares: frozenset[str]


def read_pdf(content: bytes) -> Pdf:
    """All of it. Raises ConversionError when it is not a PDF that can be read."""
    reader = _opened(content)
    try:
        root: Any = reader.trailer["/Root"]
        described: Any = reader.metadata or {}
        xmp = root["/Metadata"].get_object().get_data() if "/Metadata" in root else b""
        return Pdf(
            tuple(_page(page, reader) for page in reader.pages),
            _titles(reader),
            str(described.get("/Title", "")),
            str(root.get("/Lang", "")),
            bool(root.get("/MarkInfo", {}).get("/Marked")) and "/StructTreeRoot" in root,
            bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")),
            frozenset(f"pdf{name.decode()} {key.decode()} {value.decode()}" for name, key, value in _PART.findall(xmp)),
        )
    except _BROKEN as error:
        raise ConversionError(_UNREADABLE) from error


def page_texts(content: bytes) -> tuple[str, ...]:
    """The text of each page of a PDF that others made, its lines as laid out.

    Raises ConversionError when it is encrypted, damaged, has more than `_PAGES` pages, or draws more than a contract does:
    what it takes to read it is bounded by that, whatever the file.
    """
    try:
        with apply_configuration(_LIMITS):
            return tuple(_texts(content))
    except ConversionError:
        raise
    except LimitReachedError as error:
        raise ConversionError(
            f"PDF dont un flux dépasse {_STREAM // 1_000_000} Mo : ce n'est pas un contrat."
        ) from error
    except Exception as error:  # pypdf lets many kinds of its own and Python's errors through on a damaged file
        raise ConversionError("PDF endommagé : il ne peut pas être lu.") from error


def _texts(content: bytes) -> Iterator[str]:
    if b"%%EOF" not in content[-2048:]:  # what pypdf would mend is a file whose end is lost
        raise ConversionError("PDF endommagé : sa fin manque.")
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        raise ConversionError("PDF chiffré : enregistrez-en une copie sans mot de passe.")
    if len(reader.pages) > _PAGES:
        raise ConversionError(f"PDF de plus de {_PAGES} pages.")
    left = _DRAWN
    for page in reader.pages:  # all of them before any is read, which takes longer
        contents = page.get_contents()
        left -= len(contents.get_data()) if contents is not None else 0
        if left < 0:
            raise ConversionError(f"PDF de plus de {_DRAWN // 1_000_000} Mo de dessin : ce n'est pas un contrat.")
    yield from (page.extract_text() for page in reader.pages)


def read_fonts(content: bytes) -> frozenset[str]:
    """The names of the fonts that the pages draw with, as « Carlito-Bold ». Raises ConversionError as `read_pdf`."""
    try:
        resources = [page.get("/Resources", _NOTHING).get_object() for page in _opened(content).pages]
        fonts = [font for one in resources for font in one.get("/Font", _NOTHING).get_object().values()]
        names = {str(font.get_object().get("/BaseFont", "/")) for font in fonts}
    except _BROKEN as error:
        raise ConversionError(_UNREADABLE) from error
    return frozenset(name[1:].rpartition("+")[2] for name in names)


def read_outline(content: bytes) -> tuple[PdfTitle, ...]:
    """The outline alone, which needs no page to be read. Raises ConversionError as `read_pdf`."""
    try:
        return _titles(_opened(content))
    except _BROKEN as error:
        raise ConversionError(_UNREADABLE) from error


_NOTHING = DictionaryObject()
_UNREADABLE = "le PDF que LibreOffice a fait ne se relit pas : mettez LibreOffice à jour"
_BROKEN = (PyPdfError, KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError)


def _opened(content: bytes) -> PdfReader:
    try:
        return PdfReader(io.BytesIO(content), strict=True)
    except _BROKEN as error:
        raise ConversionError(_UNREADABLE) from error


def _titles(reader: PdfReader) -> tuple[PdfTitle, ...]:
    return tuple(_flat(reader, reader.outline, 0))


def _flat(reader: PdfReader, entries: Any, depth: int) -> Iterator[PdfTitle]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _flat(reader, entry, depth + 1)
        else:
            number = reader.get_destination_page_number(entry)
            yield PdfTitle(depth, str(entry.title), -1 if number is None else number + 1)


def _page(page: PageObject, reader: PdfReader) -> PdfPage:
    """The text of a page, what is marked as artifact apart."""
    body, around = [], []
    marked: list[bool] = []
    for operation in ContentStream(page["/Contents"].get_object(), reader, "bytes").operations:
        operands, operator = operation
        if operator in (b"BMC", b"BDC"):
            marked.append(operands[0] == "/Artifact")
        elif operator == b"EMC" and marked:
            marked.pop()
        artifact = any(marked)
        if operator not in _SHOWING or not artifact:
            body.append(operation)
        if operator not in _SHOWING or artifact:
            around.append(operation)
    return PdfPage(_text(page, reader, body), _text(page, reader, around))


def _text(page: PageObject, reader: PdfReader, operations: list[tuple[Any, Any]]) -> str:
    stream = ContentStream(None, reader, "bytes")
    stream.operations = operations
    page[NameObject("/Contents")] = stream
    return page.extract_text()
