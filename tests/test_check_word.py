"""`check` on the Word file of a contract that others made: what is not safe to read is one line, soon and small."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import refused_soon_and_small
from conftest import ROOT
from faults import DOCUMENT, unzipped, zipped
from test_third_party import docx

TEXT = (ROOT / "tests" / "third_party" / "infogerance.txt").read_text(encoding="utf-8")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MACRO = b'<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'


def with_body(body: bytes) -> bytes:
    """The contract, its body replaced."""
    parts = unzipped(docx(TEXT))
    head, tail = parts[DOCUMENT].split(b"<w:body>")[0], parts[DOCUMENT].split(b"</w:body>")[1]
    return zipped({**parts, DOCUMENT: head + b"<w:body>" + body + b"</w:body>" + tail})


def paragraphs(count: int) -> bytes:
    """As many paragraphs, each with words of its own, so that they compress as prose does."""
    return b"".join(
        b"<w:p><w:r><w:t>Le Client paie %d euros.</w:t></w:r></w:p>" % (rank * 2_654_435_761 % 10**9)
        for rank in range(count)
    )


def macros() -> bytes:
    parts = unzipped(docx(TEXT))
    types = parts["[Content_Types].xml"].replace(b"</Types>", _MACRO)
    return zipped({**parts, "[Content_Types].xml": types, "word/vbaProject.bin": _OLE + bytes(100)})


def twice() -> bytes:
    stream = io.BytesIO(zipped(unzipped(docx(TEXT))))
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(DOCUMENT, b"<x/>")
    return stream.getvalue()


def declared() -> bytes:
    parts = unzipped(docx(TEXT))
    entity = b'<!DOCTYPE w:document [<!ENTITY a "b">]><w:document'
    return zipped({**parts, DOCUMENT: parts[DOCUMENT].replace(b"<w:document", entity, 1)})


BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "old Word file": ("contrat.doc", lambda: _OLE + bytes(3000), "enregistrez-le en .docx"),
    "protected by a password": ("contrat.docx", lambda: _OLE + "EncryptedPackage".encode("utf-16-le") * 9, "mot de passe"),
    "with macros": ("contrat.docm", macros, "contenu actif"),
    "swelling": ("contrat.docx", lambda: with_body(b"<w:p/>" * 10_000_000), "se gonfle"),
    "swelling less than is noticed": ("contrat.docx", lambda: with_body(paragraphs(400_000)), "Mo"),
    "as large as is read": ("contrat.docx", lambda: with_body(paragraphs(290_000)), "paragraphes"),
    "more paragraphs than a contract": ("contrat.docx", lambda: with_body(paragraphs(21_000)), "paragraphes"),
    "a part twice": ("contrat.docx", twice, "en double"),
    "declared type": ("contrat.docx", declared, "DTD"),
    "truncated": ("contrat.docx", lambda: docx(TEXT)[:-300], "endommagée"),
    "nested too deep": ("contrat.docx", lambda: with_body(b"<w:p>" * 50_000 + b"</w:p>" * 50_000), "mal formé"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_word_file_that_is_not_safe_is_one_line_soon_and_small(name: str, tmp_path: Path) -> None:
    called, make, word = BAD[name]
    file = tmp_path / called
    file.write_bytes(make())
    assert word in refused_soon_and_small("check", file)
