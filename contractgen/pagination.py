"""Page numbers for tables of contents: files made without them in, the same files with the pages of a layout out.

Only a layout engine knows pages. The files are made and converted, the pages of their titles are read in the PDF, the
files are made with them and converted again, until each contents shows the titles and pages that its layout has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, NamedTuple, TypeVar

from contractgen.pdf import convert
from contractgen.pdf_reading import read_outline
from contractgen.pdf_verification import squeezed
from contractgen.pipeline import NO_PAGES, Pages
from contractgen.word.layout import read_layout
from contractgen.word.linked import with_links
from contractgen.word.opening import open_package

Key = tuple[str, str]  # lot and document
Files = Mapping[Key, bytes]
_Made = TypeVar("_Made")
_ROUNDS = 4  # one without pages, one with, and two for a contents that got longer


class Paged(NamedTuple, Generic[_Made]):
    """What was made last, its Word files that were converted and their PDF; `settled`: each contents shows its pages."""

    made: _Made
    files: Files
    pdfs: Files
    settled: bool


class _Entry(NamedTuple):
    """A title of the first level: number and text without spaces, and its page; « » when none is shown."""

    text: str
    page: str


def paged(
    office: str, make: Callable[[Pages], tuple[_Made, Files]], *, every: bool, patience: float | None = None
) -> Paged[_Made]:
    """What `make` gives with the pages that it has. `make`: pages of the contents → what is made, and its Word files;
    `every`: files without a contents are converted too; `patience`: seconds a file before LibreOffice is given up.

    Raises ConversionError as `pdf.convert`.
    """
    pages, known = NO_PAGES, dict[bytes, bytes]()
    for _ in range(_ROUNDS):
        made, files = make(pages)
        entries = {key: _shown(data) for key, data in files.items()}
        files = {key: data for key, data in files.items() if every or entries[key]}
        fresh = list(dict.fromkeys(data for data in files.values() if data not in known))
        limit = patience and patience * len(fresh)
        known.update(
            zip(fresh, convert(office, [with_links(data) for data in fresh], limit) if fresh else (), strict=True)
        )
        pdfs = {key: known[data] for key, data in files.items()}
        found = {key: _printed(pdf) for key, pdf in pdfs.items() if entries[key]}
        settled = all(found[key] == entries[key] for key in found)
        if settled:
            break
        pages = {key: tuple(int(entry.page) for entry in outline) for key, outline in found.items()}
    return Paged(made, files, pdfs, settled)


def _shown(word: bytes) -> tuple[_Entry, ...]:
    """The titles that the table of contents of a Word file leads to, with the pages that it shows; none when it has no
    contents. Its own words may differ: « Article 31 bis – Titre » is listed with a tab for the dash."""
    layout = read_layout(open_package(word))
    lines = layout.reading.lines
    titles = (
        layout.numbers.get(link.target, "") + lines[link.target].text
        if link.target is not None
        else lines[link.line].text
        for link in layout.links
    )
    return tuple(_Entry(squeezed(title), link.page) for title, link in zip(titles, layout.links, strict=True))


def _printed(pdf: bytes) -> tuple[_Entry, ...]:
    """The titles of the first level, those that a table of contents lists, with the pages on which they stand."""
    return tuple(_Entry(squeezed(entry.text), str(entry.page)) for entry in read_outline(pdf) if entry.depth == 0)
