"""A .docx from outside, opened safely: bytes in, its parts out, or refused with a reason.

No duplicate member, no path outside the package, inflation counted, no document type declaration in any part, no macro
or active control, no external relationship but http, https and mailto links. It shares no code with the writer.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from contractgen.errors import ReturnedFileError, reason

MAX_FILE = 50_000_000
MAX_INFLATED = 400_000_000
MAX_XML = 20_000_000  # a part read as a tree, which takes some twenty times its size in memory
_MAX_MEMBERS = 2_000
# A contract of eighty pages has 2 000; comparing takes a time that grows faster than their number.
_MAX_PARAGRAPHS, _PARAGRAPH = 50_000, re.compile(rb"<(?:\w+:)?p[\s/>]")
_MAX_RATIO = 200
_ACTIVE = re.compile(r"(vbaProject|vbaData|activeX|oleObject|embeddings/)", re.IGNORECASE)
_INCLUDED = re.compile(r"(vbaProject|activeX|control|oleObject|aFChunk|subDocument)\Z", re.IGNORECASE)
_ACTIVE_TYPE = re.compile(rb"(vbaProject|vbaData|macroEnabled|activeX|oleObject)", re.IGNORECASE)
_LINK = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\\\", re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"']*)")
_MAIN = "word/document.xml"
_BOM = b"\xef\xbb\xbf"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a compound file: Word 97 to 2003, or [MS-OFFCRYPTO] 2.3.4, a .docx with a password


def read_file(path: str | Path) -> bytes:
    """The bytes of a file. Raises ReturnedFileError when it is absent, a folder, a pipe, or over 50 MB."""
    file = Path(path)
    try:
        if file.is_fifo():  # it would be waited for
            raise ReturnedFileError(f"« {file} » n'est pas un fichier ordinaire ; donnez un fichier .docx.")
        with file.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)  # never more: the file may have no end
    except IsADirectoryError as error:
        raise ReturnedFileError(f"« {file} » est un dossier ; donnez un fichier .docx.") from error
    except FileNotFoundError as error:
        raise ReturnedFileError(f"Fichier « {file} » introuvable.") from error
    except OSError as error:
        raise ReturnedFileError(f"Fichier « {file} » illisible : {reason(error)}.") from error
    if len(data) > MAX_FILE:
        raise ReturnedFileError(f"« {file} » : fichier de plus de {MAX_FILE // 1_000_000} Mo, refusé.")
    return data


def open_package(data: bytes) -> dict[str, bytes]:
    """The parts of a .docx by name. Raises ReturnedFileError for anything that is not safe to read."""
    _check_compound(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_members(members)
            parts = {
                member.filename: _transitional(_inflated(archive, member)) for member in members if not member.is_dir()
            }
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as error:
        raise ReturnedFileError("Ce fichier n'est pas un .docx lisible : archive endommagée ou chiffrée.") from error
    except (zlib.error, lzma.LZMAError) as error:
        raise ReturnedFileError("Ce fichier n'est pas un .docx lisible : données abîmées.") from error
    if _MAIN not in parts:
        raise ReturnedFileError(f"Ce fichier n'est pas un document Word : « {_MAIN} » absent.")
    if len(_PARAGRAPH.findall(parts[_MAIN])) > _MAX_PARAGRAPHS:
        raise ReturnedFileError(f"Fichier refusé : plus de {_MAX_PARAGRAPHS // 1000} 000 paragraphes.")
    _check_types(parts)
    _check_relations(parts)
    return parts


def _check_compound(data: bytes) -> None:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise ReturnedFileError(
                "Ce fichier est protégé par un mot de passe : ouvrez-le avec Word et enregistrez-le sans."
            )
        raise ReturnedFileError(
            "Ce fichier est d'un ancien format de Word (.doc) : ouvrez-le et enregistrez-le en .docx."
        )


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if len({name.lower() for name in names}) != len(names):
        raise ReturnedFileError("Fichier refusé : une partie s'y trouve en double.")
    if len(names) > _MAX_MEMBERS:
        raise ReturnedFileError(f"Fichier refusé : plus de {_MAX_MEMBERS} parties.")
    for member in members:
        if ".." in member.filename.split("/") or member.filename.startswith("/") or "\\" in member.filename:
            raise ReturnedFileError(f"Fichier refusé : chemin interdit « {member.filename} ».")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ReturnedFileError(
                f"Fichier refusé : « {member.filename} » est comprimé d'une façon inconnue de Word."
            )
        if _ACTIVE.search(member.filename):
            raise ReturnedFileError(f"Fichier refusé : contenu actif ou incorporé « {member.filename} ».")
        if member.file_size > 1_000_000 and member.file_size > _MAX_RATIO * max(member.compress_size, 1):
            raise ReturnedFileError(f"Fichier refusé : « {member.filename} » se gonfle plus de {_MAX_RATIO} fois.")
        if member.file_size > MAX_XML and member.filename.lower().endswith((".xml", ".rels")):
            raise ReturnedFileError(f"Fichier refusé : « {member.filename} » fait plus de {MAX_XML // 1_000_000} Mo.")
    if sum(member.file_size for member in members) > MAX_INFLATED:
        raise ReturnedFileError(f"Fichier refusé : plus de {MAX_INFLATED // 1_000_000} Mo une fois ouvert.")


def _inflated(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The content, never more of it than was announced."""
    with archive.open(member) as stream:
        content = stream.read(member.file_size + 1)
    if len(content) != member.file_size:
        raise ReturnedFileError(f"Fichier refusé : la taille de « {member.filename} » n'est pas celle annoncée.")
    return content


def _transitional(content: bytes) -> bytes:
    """A part in the names of every day, when it is written in those of the « strict » format (ISO 29500-1)."""
    return (
        _STRICT.sub(rb"\1http://schemas.openxmlformats.org/\2/2006/\3", content) if _STRICT_HINT in content else content
    )


_STRICT_HINT = b"http://purl.oclc.org/ooxml/"
_STRICT = re.compile(rb"([\"'])http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")


def _check_types(parts: Mapping[str, bytes]) -> None:
    """No part declares a type, and no content type is that of a macro or an active control, whatever its name."""
    for name, content in parts.items():
        if name.lower().endswith((".xml", ".rels")):
            _check_declarations(content, name)
        if name.lower() == "[content_types].xml" and _ACTIVE_TYPE.search(content):
            raise ReturnedFileError(f"Fichier refusé : macro ou contenu actif déclaré dans « {name} ».")


def _check_relations(parts: Mapping[str, bytes]) -> None:
    for name, content in parts.items():
        if name.lower().endswith(".rels"):
            for relation in parse_xml(content, name).iter("{*}Relationship"):
                _check_relation(name, relation.get("Type", ""), relation.get("Target", ""), relation.get("TargetMode"))


def _check_relation(name: str, kind: str, target: str, mode: str | None) -> None:
    """Only links lead out, nothing brings other content in, and the document that Word shows is the one that is read."""
    inside = mode in (None, "Internal") and not _SCHEME.match(target)
    if not inside and not (kind.endswith("/hyperlink") and _LINK.match(target)):
        raise ReturnedFileError(f"Fichier refusé : lien externe « {target[:80]} » dans {name}.")
    if _INCLUDED.search(kind):
        raise ReturnedFileError(f"Fichier refusé : contenu actif ou incorporé, relié dans {name}.")
    if name.lower() == "_rels/.rels" and kind.endswith("/officeDocument") and target.lstrip("/") != _MAIN:
        raise ReturnedFileError(
            f"Fichier refusé : son document principal est « {target[:80]} » ; enregistrez-le de nouveau avec Word."
        )


def parse_xml(content: bytes, name: str) -> Any:
    """The tree of an XML part, parsed strictly: no entity, no network, no recovery; without its XML comments, which would
    cut a text in two. Raises ReturnedFileError."""
    _check_declarations(content, name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=False, collect_ids=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ReturnedFileError(f"Fichier refusé : XML mal formé dans « {name} ».") from error
    return root


def _check_declarations(content: bytes, name: str) -> None:
    """No type declaration, and UTF-8: in another encoding a declaration could hide."""
    declared = _DECLARED.match(content.removeprefix(_BOM))
    odd = b"\0" in content or (declared is not None and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"))
    typed = any(mark[1:] in content and mark in content for mark in (b"<!DOCTYPE", b"<!ENTITY"))  # sooner than « < »
    if odd or typed or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ReturnedFileError(f"Fichier refusé : déclaration de type (DTD) ou codage inattendu dans « {name} ».")
