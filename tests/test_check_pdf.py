"""`check` on the PDF of a contract: what can be read is read as the Word file is; all else is one line, soon and small."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import refused_soon_and_small, run
from conftest import ROOT
from pypdf import PdfReader, PdfWriter

from contractgen.lexical.case import FOUND

TEXT = (ROOT / "tests" / "third_party" / "infogerance.txt").read_text(encoding="utf-8")
_FONT = (
    "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >>"
)


def pdf(*pages: bytes, flate: bool = False) -> bytes:
    """A PDF whose pages have these content streams (ISO 32000-1 7.5)."""
    kids = " ".join(f"{3 + 2 * rank} 0 R" for rank in range(len(pages)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode()]
    for rank, page in enumerate(pages):
        data = zlib.compress(page, 9) if flate else page
        how = " /Filter /FlateDecode" if flate else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {4 + 2 * rank} 0 R {_FONT} >>".encode()
        )
        objects.append(f"<< /Length {len(data)}{how} >>\nstream\n".encode() + data + b"\nendstream")
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(
        f"{place:010} 00000 n \n" for place in places
    )
    return out + f"{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()


def page(lines: list[str]) -> bytes:
    shown = [
        line.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        for line in lines
    ]
    return b"BT /F1 9 Tf 40 800 Td 11 TL\n" + b"".join(b"(" + line + b") Tj T*\n" for line in shown) + b"ET"


def set_in_pages(text: str) -> bytes:
    """The text, wrapped as a person would print it."""
    import textwrap

    lines = [piece for line in text.splitlines() for piece in (textwrap.wrap(line, 110) or [""])]
    return pdf(*(page(lines[start : start + 65]) for start in range(0, len(lines), 65)))


def encrypted(data: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def found_in(file: Path) -> set[str]:
    told = json.loads(run("check", file, "--json").out)
    return {one["id"] for one in told["requirements"] if one["status"] == FOUND}


def test_a_pdf_says_what_its_word_file_says(tmp_path: Path) -> None:
    from test_third_party import docx

    text = (ROOT / "tests" / "third_party" / "lettre-mission.txt").read_text(encoding="utf-8")
    (tmp_path / "tiers.docx").write_bytes(docx(text))
    (tmp_path / "tiers.pdf").write_bytes(set_in_pages(text))
    word, printed = found_in(tmp_path / "tiers.docx"), found_in(tmp_path / "tiers.pdf")
    assert len(word) > 10
    assert len(printed & word) >= 0.9 * len(word)  # a passage may be cut by the foot of a page
    assert printed - word == set()
    assert "page 1" in run("check", tmp_path / "tiers.pdf").out


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "encrypted": (lambda: encrypted(set_in_pages(TEXT)), "chiffré"),
    "scanned": (lambda: pdf(*[b"q 595 0 0 842 0 0 cm /Im0 Do Q"] * 12), "reconnaissance de caractères"),
    "truncated": (lambda: set_in_pages(TEXT)[:-400], "endommagé"),
    "of thousands of pages": (lambda: pdf(*[page(["Article 1"])] * 3000), "600 pages"),
    "a stream that swells": (lambda: pdf(b"BT /F1 9 Tf (a) Tj ET " + b" " * 90_000_000, flate=True), "Mo"),
    "many streams that swell": (lambda: pdf(*[page(["Le Client paie. " * 6] * 15_000)] * 40, flate=True), "Mo"),
    "pages in a circle": (lambda: pdf(page(["a"])).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"), "pdf"),
    "noise": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 4000, "endommagé"),
    "nothing": (lambda: b"%PDF-1.7\n%%EOF\n", "endommagé"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_pdf_that_cannot_be_read_is_one_line_soon_and_small(name: str, tmp_path: Path) -> None:
    make, word = BAD[name]
    file = tmp_path / "contrat.pdf"
    file.write_bytes(make())
    assert word in refused_soon_and_small("check", file)
