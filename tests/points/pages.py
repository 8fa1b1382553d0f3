"""The pages that LibreOffice makes of a file, read with poppler: A4, all the text is there, nothing leaves its margins."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from points.reading import Docx, text_of, w

_A4 = (595.3, 841.9)  # points
_TOOLS = ("soffice", "pdftotext")


class Word(NamedTuple):
    """A word on a page: its text and box, in points from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Page(NamedTuple):
    width: float
    height: float
    words: tuple[Word, ...]


Look = Callable[[Docx, list[Page]], list[str]]


def available() -> bool:
    return all(shutil.which(tool) for tool in _TOOLS)


def convert(files: list[Path], folder: Path) -> list[Path]:
    """The PDF files of the documents, in one start of LibreOffice with a profile of its own."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [folder / f"{file.stem}.pdf" for file in files]


def pages_of(pdf: Path) -> list[Page]:
    """The pages with their words."""
    made = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, timeout=120)
    text = re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", made.stdout)
    root = etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    found = []
    for page in root.iter("{*}page"):
        words = tuple(
            Word(one.text or "", *(float(one.get(side, "0")) for side in ("xMin", "yMin", "xMax", "yMax")))
            for one in page.iter("{*}word")
        )
        found.append(Page(float(page.get("width", "0")), float(page.get("height", "0")), words))
    return found


def _margins(docx: Docx) -> dict[str, float]:
    found = next(docx.body.iter(w("pgMar")))
    return {side: int(found.get(w(side), "0")) / 20 for side in ("top", "right", "bottom", "left")}


def _packed(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f\u00ad]+", "", text)


def a4(docx: Docx, pages: list[Page]) -> list[str]:
    return [
        f"page {n} is {page.width} × {page.height}"
        for n, page in enumerate(pages, 1)
        if abs(page.width - _A4[0]) > 1 or abs(page.height - _A4[1]) > 1
    ]


def nothing_cut(docx: Docx, pages: list[Page]) -> list[str]:
    """No word stands beyond the margins, left or right, nor over the header or footer."""
    margin = _margins(docx)
    return [
        f"page {n}: {one.text} ends at {one.right:.0f} of {page.width:.0f}"
        for n, page in enumerate(pages, 1)
        for one in page.words
        if one.right > page.width - margin["right"] + 2 or one.left < margin["left"] - 2
    ]


def all_text(docx: Docx, pages: list[Page]) -> list[str]:
    """Every paragraph is on the pages, in one piece; every cell, word by word: none is broken for want of width."""
    margin = _margins(docx)
    inner = [
        [one for one in page.words if one.top > margin["top"] - 4 and one.bottom < page.height - margin["bottom"] + 4]
        for page in pages
    ]
    text = _packed("".join(one.text for words in inner for one in words))
    shown = {_packed(one.text) for words in inner for one in words}
    faults = [
        f"not on the pages: {p.text[:70]}"
        for p in docx.paragraphs
        if not p.in_table and not p.style.startswith("TM") and _packed(p.text) not in text
    ]
    for cell in docx.body.iter(w("tc")):
        faults += [
            f"broken or absent: {one} in « {text_of(cell)[:60]} »"
            for one in text_of(cell).split()
            if len(one) < 40 and "@" not in one and not re.search(r"[-–/]", one) and _packed(one) not in shown
        ]
    return faults


def _lines(docx: Docx, page: Page) -> list[tuple[str, float]]:
    """The lines of a page between its margins, blanks left out, with the height of their letters."""
    margin = _margins(docx)
    found: dict[int, list[Word]] = {}
    for one in page.words:
        if one.top > margin["top"] - 4 and one.bottom < page.height - margin["bottom"] + 4:
            found.setdefault(round(one.bottom / 3), []).append(one)
    lines = [found[key] for key in sorted(found)]
    return [
        (_packed("".join(one.text for one in line)).lower(), max(one.bottom - one.top for one in line))
        for line in lines
    ]


def titles_alone(docx: Docx, pages: list[Page]) -> list[str]:
    """No title is the last line of its page, nor the only one; lines of a table and of the contents are smaller."""
    titles = {_packed(p.number + p.text).lower() for p in docx.titles}
    faults = []
    for n, page in enumerate(pages, 1):
        lines = _lines(docx, page)
        contents = sum(line in titles for line, _ in lines) > len(lines) // 2 > 1
        if lines and not contents and lines[-1][0] in titles and lines[-1][1] > 12.5:
            faults.append(f"page {n} ends with {lines[-1][0]}")
    return faults


def contents_pages(docx: Docx, pages: list[Page]) -> list[str]:
    """Each entry of the contents shows a page, on which its title and number stand, in whichever order they are read."""
    texts = [_packed("".join(one.text for one in page.words)).lower() for page in pages]
    faults = []
    for entry in (p.text for p in docx.paragraphs if p.style in ("TM1", "TM2")):
        *title, page = entry.split("\t")
        shown = texts[int(page) - 1] if page.isdigit() and 0 < int(page) <= len(texts) else ""
        if not all(_packed(piece).lower() in shown for piece in title):
            faults.append(f"not on the page that the contents show: {entry}")
    return faults


CHECKS: tuple[tuple[str, Look], ...] = (
    ("a4", a4),
    ("nothing-cut", nothing_cut),
    ("all-text", all_text),
    ("titles-alone", titles_alone),
    ("contents-pages", contents_pages),
)
