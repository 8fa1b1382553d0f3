"""`inspect` from the command line: what is safe is read, all else is refused in one line, whatever the file."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import MICRO, run, unusable
from faults import DOCUMENT, Parts, unzipped, zipped

from contractgen.results import Pack
from contractgen.word.opening import MAX_FILE

ROOT_RELATIONS, RELATIONS, TYPES = "_rels/.rels", "word/_rels/document.xml.rels", "[Content_Types].xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test in a folder of its own."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def contract(micro_pack: Pack) -> bytes:
    return next(document.content for document in micro_pack.lots[0].documents if document.id == "contrat")


def inspected(content: bytes, *options: str) -> Any:
    Path("contrat.docx").write_bytes(content)
    return run("inspect", "contrat.docx", *options)


# ---------------------------------------------------------------- what can be read


def test_a_delivered_file_is_intact(micro_pack: Pack) -> None:
    for document in micro_pack.lots[0].documents:
        ran = inspected(document.content, "--json")
        data = json.loads(ran.out)
        assert (ran.code, ran.err, data["status"], data["differences"]) == (0, "", "intact", [])
        assert data["library"]["digest"] == micro_pack.library.digest
        assert data["document"]["id"] == document.id
        assert [clause["id"] for clause in data["clauses"]] == [clause.id for clause in document.clauses]
    assert "Intact" in inspected(micro_pack.lots[0].documents[0].content).out


def test_an_altered_file_is_told_clause_by_clause(contract: bytes) -> None:
    parts = unzipped(contract)
    altered = zipped({**parts, DOCUMENT: parts[DOCUMENT].replace(b"Prestataire", b"Client", 1)})
    ran = inspected(altered, "--json")
    data = json.loads(ran.out)
    assert (ran.code, data["status"], len(data["differences"])) == (1, "altered", 1)
    assert "1 différence avec le texte livré." in inspected(altered).out


def test_a_word_file_without_provenance_is_said_to_be_unverifiable() -> None:
    import docx

    made = docx.Document()
    made.add_paragraph("Contrat écrit à la main.")
    stream = io.BytesIO()
    made.save(stream)
    ran = inspected(stream.getvalue())
    assert (ran.code, ran.err, ran.out.count("\n")) == (1, "", 1)
    assert "Aucune provenance" in ran.out
    data = json.loads(inspected(stream.getvalue(), "--json").out)
    assert (data["status"], data["library"], data["clauses"]) == ("unverifiable", None, [])


def test_a_bare_file_has_no_provenance_and_no_content_control_and_is_still_read_back() -> None:
    assert run("build", MICRO, "--out", "plain").code == 0
    ran = run("build", MICRO, "--out", "bare", "--bare", "--json")
    assert (ran.code, json.loads(ran.out)["status"]) == (0, "delivered")
    for file in sorted(Path("bare").glob("*.docx")):
        parts, plain = unzipped(file.read_bytes()), unzipped(Path("plain", file.name).read_bytes())
        assert [name for name in parts if "customXml" in name] == []
        assert not any(b"customXml" in content or b"urn:contractgen" in content for content in parts.values())
        assert b"<w:sdt>" in plain[DOCUMENT] or file.name.startswith("tableau")
        assert b"w:sdt" not in parts[DOCUMENT]
        assert run("inspect", file).code == 1


def test_a_bare_file_that_is_not_its_document_is_refused() -> None:
    """The third reading is done without provenance too."""
    from unittest.mock import patch

    from contractgen.word import write

    real = write.write

    def losing(*arguments: Any) -> bytes:
        parts = unzipped(real(*arguments))
        return zipped({**parts, DOCUMENT: parts[DOCUMENT].replace("é".encode(), b"e", 1)})

    with patch("contractgen.pipeline.write", losing):
        ran = run("build", MICRO, "--out", "bare", "--bare", "--json")
    assert (ran.code, json.loads(ran.out)["status"]) == (1, "refused")
    assert not Path("bare").exists()


# ---------------------------------------------------------------- what is refused


def with_part(name: str, content: bytes) -> Callable[[Parts], Parts]:
    return lambda parts: {**parts, name: content}


def replaced(name: str, old: bytes, new: bytes) -> Callable[[Parts], Parts]:
    def change(parts: Parts) -> Parts:
        assert old in parts[name]
        return {**parts, name: parts[name].replace(old, new, 1)}

    return change


def related(kind: str, target: str, mode: str = "") -> Callable[[Parts], Parts]:
    """A relation of the document more."""
    relation = f'<Relationship Id="x9" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    return replaced(RELATIONS, b"</Relationships>", relation.encode())


_EXTERNAL = ' TargetMode="External"'
_DTD = b'<!DOCTYPE x [<!ENTITY a "b">]>'
_BOMB = b"<!DOCTYPE x [%s]>" % b"".join(
    b'<!ENTITY e%d "%s">' % (i, b"&e%d;" % (i - 1) * 10 if i else b"x") for i in range(12)
)
HOSTILE: dict[str, Callable[[Parts], Parts]] = {
    "no document": lambda parts: {name: content for name, content in parts.items() if name != DOCUMENT},
    "DTD in the document": lambda parts: {**parts, DOCUMENT: parts[DOCUMENT].replace(b"<w:document", _DTD + b"<w:document", 1)},
    "DTD in a part that is not read": with_part("word/comments.xml", _DTD + b"<x/>"),
    "DTD in UTF-16": with_part("word/comments.xml", (_DTD + b"<x/>").decode().encode("utf-16-le")),
    "DTD hidden by UTF-7": with_part("word/comments.xml", b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x><x/>'),
    "entities that multiply": lambda parts: {**parts, DOCUMENT: _BOMB + b'<x a="&e11;"/>'},
    "document that is no XML": with_part(DOCUMENT, b"Contrat"),
    "document without a body": with_part(DOCUMENT, b"<document/>"),
    "elements in elements": with_part(DOCUMENT, b"<a>" * 100_000 + b"</a>" * 100_000),
    "another main document": replaced(ROOT_RELATIONS, b"word/document.xml", b"word/document2.xml"),
    "macro part": with_part("word/vbaProject.bin", b"x"),
    "macro by its type": replaced(TYPES, b"</Types>", b'<Override PartName="/word/a.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'),
    "macro by its relation": related("vbaProject", "a.bin"),
    "active control": with_part("word/activeX/activeX1.xml", b"<x/>"),
    "included text": related("aFChunk", "chunk.html"),
    "link to a file": related("hyperlink", "file:///etc/passwd", _EXTERNAL),
    "link to a share": related("hyperlink", "\\\\serveur\\partage", _EXTERNAL),
    "script link": related("hyperlink", "javascript:alert(1)", _EXTERNAL),
    "external template": related("attachedTemplate", "https://exemple.fr/modele.dotm", _EXTERNAL),
    "external image": related("image", "https://exemple.fr/suivi.png", _EXTERNAL),
    "external without saying so": related("image", "file:///c:/x.png"),
    "path out of the file": with_part("word/../../x.xml", b"<x/>"),
    "absolute path": with_part("/etc/x.xml", b"<x/>"),
    "part that inflates": with_part("word/media/image1.png", bytes(5_000_000)),
    "too many parts": lambda parts: {**parts, **{f"word/media/{number}.png": b"" for number in range(2_001)}},
    "names that differ by case": lambda parts: {**parts, "Word/Document.xml": parts[DOCUMENT]},
    "provenance without content": with_part("customXml/item1.xml", b'<provenance xmlns="urn:contractgen:provenance:1"><contract/></provenance>'),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_line(name: str, contract: bytes) -> None:
    line = unusable(inspected(zipped(HOSTILE[name](unzipped(contract)))))
    assert line.startswith("« contrat.docx » : ")


@pytest.mark.parametrize("target", ["https://exemple.fr/", "mailto:a@exemple.fr"])
def test_a_link_that_a_reader_follows_is_no_reason_to_refuse(target: str, contract: bytes) -> None:
    assert inspected(zipped(related("hyperlink", target, _EXTERNAL)(unzipped(contract)))).code == 0


def no_docx(contract: bytes) -> Iterator[tuple[str, bytes]]:
    """Bytes that are no .docx, or one that was damaged."""
    yield "empty", b""
    yield "text", b"profil: complet\n"
    yield "old Word file", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1000)
    for part in (1, 2, 3):
        yield f"truncated {part}", contract[: len(contract) * part // 4]
    yield "truncated at the end", contract[:-1]
    spoilt = bytearray(contract)
    spoilt[contract.index(b"word/styles.xml") + 60] ^= 0xFF
    yield "one byte altered", bytes(spoilt)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as archive:
        for part, content in unzipped(contract).items():
            archive.writestr(part, content)
    yield "compressed otherwise", stream.getvalue()
    encrypted = bytearray(contract)
    at = encrypted.rindex(b"PK\x01\x02")
    encrypted[at + 8 : at + 10] = struct.pack("<H", 1)
    yield "encrypted part", bytes(encrypted)


def test_what_is_no_docx_is_refused_in_one_line(contract: bytes) -> None:
    for name, content in no_docx(contract):
        assert unusable(inspected(content)).startswith("« contrat.docx » : "), name


def test_a_member_that_stands_twice_is_refused(contract: bytes) -> None:
    stream = io.BytesIO(zipped(unzipped(contract)))
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(DOCUMENT, b"<x/>")
    assert "en double" in unusable(inspected(stream.getvalue()))


def test_a_file_that_is_not_there_a_folder_and_one_too_large_are_told() -> None:
    assert "introuvable" in unusable(run("inspect", "absent.docx"))
    assert "est un dossier" in unusable(run("inspect", "."))
    with Path("large.docx").open("wb") as file:
        file.truncate(MAX_FILE + 1)
    assert "plus de 50 Mo" in unusable(run("inspect", "large.docx"))
