"""A PDF against the Word file it was made from: the bytes of both in, French lines out, none when it is the same text.

Every paragraph and table cell of the Word file, as the independent reader reads it, must stand in the PDF, in order and
with nothing between but printed numbers and bullets. Spaces and line ends are left out on both sides: where a line
breaks is the layout's affair. Characters that a text font may lack are counted, not placed: LibreOffice draws those of
another font after the rest of their line. The outline is that of the titles, each on its page, as the contents say.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate

from contractgen.errors import ConversionError
from contractgen.pdf_reading import Pdf, PdfTitle, read_pdf
from contractgen.word.layout import Furniture, Layout, PageField, read_layout
from contractgen.word.opening import open_package

_DECLARED = {"pdfa part 2", "pdfa conformance B", "pdfua part 1"}
_LABEL = re.compile(r"[•–·-]|\([a-z]{1,5}\)")  # what no field of a list says: its bullet, letter or roman figures
_RARE = re.compile("[^\u0000-\u017f–—‘’‚“”„†‡•‰‹›⁄€]")  # outside what every font for European text has
_LEADER = re.compile(r"\.*")
_ALIKE = {
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None),
    0x2011: "-",
}  # what no line shows; as it is drawn


def differences(word: bytes, pdf: bytes) -> tuple[str, ...]:
    """Each way in which the PDF is not the Word file. Raises ReturnedFileError for a .docx that cannot be opened."""
    layout = read_layout(open_package(word))
    try:
        found = read_pdf(pdf)
    except ConversionError as error:
        return error.lines
    text = _Text(found)
    pages = text.pages_of(layout)
    if pages is None:
        return (text.problem,)
    return (
        *_lost(layout, found),
        *_declarations(found),
        *_wrong_outline(layout, found, pages),
        *_wrong_contents(layout, pages),
        *_wrong_furniture(layout, found),
    )


def squeezed(text: str) -> str:
    """The text without spaces, line ends and invisible characters, its ligatures undone (NFKC)."""
    return "".join(unicodedata.normalize("NFKC", text.translate(_ALIKE)).split())


def _common(text: str) -> str:
    """The characters that any text font has: they stand in the PDF in the order in which they are read."""
    return _RARE.sub("", squeezed(text))


# ---------------------------------------------------------------- text


class _Text:
    """The text of a PDF, consumed piece by piece from its beginning to its end."""

    def __init__(self, pdf: Pdf) -> None:
        pages = [_common(page.body) for page in pdf.pages]
        self.text = "".join(pages)
        self.ends = tuple(accumulate(map(len, pages)))
        self.at = 0
        self.problem = ""

    def pages_of(self, layout: Layout) -> tuple[int, ...] | None:
        """The page, from 1, on which each line of the Word file begins; None, and `problem` says why, when the text is
        not the same."""
        found = []
        for rank, line in enumerate(layout.reading.lines):
            cells = line.text.split("\x1f")
            pieces = [_common(piece) for cell in cells for piece in cell.split("\t")]
            number = _common(layout.numbers.get(rank, ""))
            end = self._after(pieces, number)
            if end is None:  # a style may print in capitals (ECMA-376 17.3.2.5)
                end = self._after([piece.upper() for piece in pieces], number.upper())
            if end is None and len(cells) > 1:
                end = self._after_row([_common(cell) for cell in cells])
            if end is None:
                seen = self.text[self.at : self.at + 60]
                self.problem = (
                    f"« {line.text[:80].replace(chr(0x1F), ' | ')} » n'y est pas à sa place, où se lit « {seen} »"
                )
                return None
            found.append(bisect_right(self.ends, self.at) + 1)
            self.at = end
        if self.at < len(self.text):
            self.problem = f"il contient en trop « {self.text[self.at : self.at + 80]} »"
            return None
        return tuple(found)

    def _after(self, pieces: Sequence[str], number: str) -> int | None:
        """Where the pieces end when they stand here, after a number or a bullet; a tab may be a line of dots."""
        label = _LABEL.match(self.text, self.at)
        starts = {self.at, self.at + len(number) if self.text.startswith(number, self.at) else self.at}
        for start in sorted(starts | ({label.end()} if label else set()), reverse=True):
            at = start
            for rank, piece in enumerate(pieces):
                if rank:
                    leader = _LEADER.match(self.text, at)
                    at = leader.end() if leader and not piece.startswith(".") else at
                if not self.text.startswith(piece, at):
                    break
                at += len(piece)
            else:
                return at
        return None

    def _after_row(self, cells: list[str]) -> int | None:
        """Where a row ends that goes on over one or more pages: on each, its cells follow one another, cut at will."""
        at, left = self.at, cells
        while True:
            if self.text.startswith("".join(left), at):
                return at + len("".join(left))
            page = bisect_right(self.ends, at)
            if page >= len(self.ends):
                return None
            taken = _cut(tuple(left), self.text[at : self.ends[page]])
            if taken is None:
                return None
            left = [cell[count:] for cell, count in zip(left, taken, strict=True)]
            at = self.ends[page]


def _cut(cells: tuple[str, ...], stretch: str) -> tuple[int, ...] | None:
    """How many characters of the beginning of each cell make up the stretch, the longest first; None if they cannot."""

    @cache
    def rest(index: int, at: int) -> tuple[int, ...] | None:
        if index == len(cells):
            return () if at == len(stretch) else None
        for count in range(_agreement(cells[index], stretch, at), -1, -1):
            found = rest(index + 1, at + count)
            if found is not None:
                return (count, *found)
        return None

    return rest(0, 0)


def _agreement(cell: str, stretch: str, at: int) -> int:
    """The length of the longest beginning of the cell that stands at a place of the stretch."""
    count = 0
    while count < len(cell) and at + count < len(stretch) and cell[count] == stretch[at + count]:
        count += 1
    return count


# ---------------------------------------------------------------- the rest


def _lost(layout: Layout, pdf: Pdf) -> Iterator[str]:
    """The characters that only some fonts have, and that the PDF shows less often than the Word file."""
    shown = Counter(_RARE.findall(squeezed("".join(page.body for page in pdf.pages))))
    lost = Counter(_RARE.findall(squeezed("".join(line.text for line in layout.reading.lines)))) - shown
    if lost:
        yield f"il y manque des caractères : « {' '.join(sorted(lost))[:80]} »"


def _declarations(pdf: Pdf) -> Iterator[str]:
    missing = _DECLARED - pdf.declares
    if missing:
        yield f"il ne se déclare pas conforme à PDF/A-2b et PDF/UA-1 ({', '.join(sorted(missing))})"
    if not (pdf.tagged and pdf.language and pdf.title and pdf.shows_title):
        yield "il lui manque son balisage, sa langue ou son titre"


def _wrong_outline(layout: Layout, pdf: Pdf, pages: Sequence[int]) -> Iterator[str]:
    """The first place at which the outline is not that of the titles."""
    wanted = _outline(layout, pages)
    found = [entry._replace(text=squeezed(entry.text)) for entry in pdf.outline]
    if wanted != found:
        pairs = zip([*wanted, None], [*found, None], strict=False)
        title, seen = next(((a, b) for a, b in pairs if a != b), (None, None))
        yield f"son plan n'est pas celui des titres : « {_told(seen)} » au lieu de « {_told(title)} »"


def _told(title: PdfTitle | None) -> str:
    return f"{title.text}, page {title.page}" if title else "rien"


def _outline(layout: Layout, pages: Sequence[int]) -> list[PdfTitle]:
    """The titles as an outline shows them: number and text, under the nearest title of a lower level before."""
    found: list[PdfTitle] = []
    above: list[int] = []
    for title in layout.titles:
        above = [level for level in above if level < title.level]
        text = layout.numbers.get(title.line, "") + layout.reading.lines[title.line].text
        found.append(PdfTitle(len(above), squeezed(text), pages[title.line]))
        above.append(title.level)
    return found


def _wrong_contents(layout: Layout, pages: Sequence[int]) -> Iterator[str]:
    """The entries of the table of contents that show another page than that of their title."""
    for link in layout.links:
        page = str(pages[link.target]) if link.target is not None else "aucune"
        if link.page != page:
            text = layout.reading.lines[link.line].text.replace("\t", " ")
            yield f"son sommaire renvoie à la page {link.page or 'aucune'}, et non {page} : « {text} »"
            return


def _wrong_furniture(layout: Layout, pdf: Pdf) -> Iterator[str]:
    """The first page without its header or footer, with its own number and the number of pages, or with that of others."""
    for number, page in enumerate(pdf.pages, 1):
        around = _common(page.around)
        values = {"PAGE": str(number), "NUMPAGES": str(len(pdf.pages))}
        shown = list(layout.shown_on(number))
        wanted = [_filled(one, values) for one in shown]
        lacking = next((text for text in wanted if text not in around), None)
        if lacking is not None:
            yield f"sa page {number} n'a pas l'en-tête ou le pied « {lacking[:80]} »"
            return
        others = [_filled(one, values) for one in layout.furniture if one not in shown]
        if any(text in around and not any(text in own for own in wanted) for text in others):
            yield f"sa page {number} a l'en-tête ou le pied d'autres pages"
            return


def _filled(furniture: Furniture, values: Mapping[str, str]) -> str:
    return _common("".join(values[p.code] if isinstance(p, PageField) else p for p in furniture.pieces))
