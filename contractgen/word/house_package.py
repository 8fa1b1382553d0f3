"""A firm's template, opened safely: the bytes of a .docx in, its parts out, and all that is refused in it.

Nothing is believed of the file: names, sizes, relations and XML are looked at before anything is used. It is the
writer's own gate, and shares no code with that of the files that come back.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from lxml import etree

from contractgen.errors import ContentError
from contractgen.model import Finding

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
VAL = f"{W}val"
DOCUMENT = "word/document.xml"
MAX_FILE = 20_000_000
_MAX_INFLATED = 60_000_000
_MAX_XML = 8_000_000
_MAX_MEMBERS = 1_000
_ACTIVE = re.compile(r"(vba|macro|activeX|oleObject|embeddings/|afchunk)", re.IGNORECASE)
_INCLUDED = re.compile(
    r"/(vbaProject|activeX\w*|control|oleObject|aFChunk|subDocument|frame|mailMerge\w*|package)\Z", re.IGNORECASE
)
_LINK = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\", re.IGNORECASE)
_UNICODE = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"'](?!utf-8[\"']|us-ascii[\"'])", re.IGNORECASE)
_REMOVE = "Retirez-le dans Word, puis enregistrez le modèle en .docx."


class Relation(NamedTuple):
    """A relation of a part: what `target` is (`kind`: image, header, …), a part name, or an address when `outside`."""

    kind: str
    target: str
    outside: bool


class RefusedPartError(Exception):
    """A part cannot be used; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def open_house(data: bytes) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """The parts of a template by name, and what is refused in it. Raises ContentError when it is no readable .docx."""
    if len(data) > MAX_FILE:
        raise ContentError(f"style maison : fichier de plus de {MAX_FILE // 1_000_000} Mo, refusé.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            refused = list(_members(members))
            if refused:
                return {}, tuple(refused)
            parts = {member.filename: _inflated(archive, member) for member in members if not member.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as error:
        raise ContentError("style maison : ce n'est pas un .docx lisible (archive endommagée ou chiffrée).") from error
    except RefusedPartError as error:
        return {}, (error.finding,)
    if DOCUMENT not in parts:
        raise ContentError(f"style maison : ce n'est pas un document Word (« {DOCUMENT} » absent).")
    return parts, tuple(_contents(parts))


def unsafe(where: str, message: str, advice: str = _REMOVE) -> Finding:
    """What is refused in a template."""
    return Finding("house-unsafe", "error", where, message, advice)


def _members(members: list[zipfile.ZipInfo]) -> Iterator[Finding]:
    again = "Enregistrez le modèle de nouveau avec Word ou LibreOffice."
    names = [member.filename.lower() for member in members]
    if len(set(names)) < len(names):
        yield unsafe("fichier", "Une partie s'y trouve en double.", again)
    if len(names) > _MAX_MEMBERS or sum(member.file_size for member in members) > _MAX_INFLATED:
        yield unsafe("fichier", "Trop de parties, ou trop grandes une fois ouvertes.", again)
    for member in members:
        name = member.filename
        if ".." in name.split("/") or name.startswith("/") or "\\" in name:
            yield unsafe(name[:80], "Chemin interdit dans l'archive.", again)
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield unsafe(name[:80], "Partie comprimée d'une façon inconnue de Word.", again)
        if name.lower().endswith((".xml", ".rels")) and member.file_size > _MAX_XML:
            yield unsafe(name[:80], f"Partie de plus de {_MAX_XML // 1_000_000} Mo.", again)


def _inflated(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The content, never more of it than was announced."""
    with archive.open(member) as stream:
        content = stream.read(member.file_size + 1)
    if len(content) != member.file_size:
        raise RefusedPartError(
            unsafe(member.filename[:80], "Partie qui n'a pas la taille annoncée.", "Enregistrez-la de nouveau.")
        )
    return content


def _contents(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    """Macros, active and included content, what leads out, types declared, and documents that contractgen made."""
    for name, content in parts.items():
        lower = name.lower()
        if _ACTIVE.search(lower):
            yield unsafe(name, "Macro, contrôle actif ou objet incorporé.")
        if lower.startswith("customxml/") and b"urn:contractgen:" in content:
            yield Finding(
                "house-produced", "error", name, "Ce fichier est un document produit par contractgen, non un modèle.",
                "Partez de « contractgen house new ».",
            )  # fmt: skip
        if lower.endswith((".xml", ".rels")):
            if (
                b"<!DOCTYPE" in content
                or b"<!ENTITY" in content
                or b"\0" in content
                or _UNICODE.match(content.lstrip(b"\xef\xbb\xbf"))
            ):
                yield unsafe(name, "Déclaration de type (DTD) ou codage autre que UTF-8.")
            elif lower.endswith(".rels"):
                yield from _relations(parts, name)
            elif lower == "[content_types].xml" and _ACTIVE.search(content.decode("utf-8", "replace")):
                yield unsafe(name, "Macro ou contenu actif déclaré.")


def _relations(parts: Mapping[str, bytes], name: str) -> Iterator[Finding]:
    try:
        root = parse(parts, name)
    except RefusedPartError as error:
        yield error.finding
        return
    for element in root.iter("{*}Relationship"):
        kind, target = element.get("Type", ""), element.get("Target", "")
        if _INCLUDED.search(kind):
            yield unsafe(name, f"Contenu actif ou incorporé, relié ici ({kind.rpartition('/')[2]}).")
        elif _leads_out(element) and not (kind.endswith("/hyperlink") and _LINK.match(target)):
            what = "Modèle attaché externe" if kind.endswith("/attachedTemplate") else "Lien externe"
            yield unsafe(name, f"{what} : « {target[:80]} ».")
        elif name.lower() == "_rels/.rels" and kind.endswith("/officeDocument") and target.lstrip("/") != DOCUMENT:
            yield unsafe(
                name, f"Le document principal est « {target[:80]} ».", "Enregistrez le modèle de nouveau avec Word."
            )


def _leads_out(element: Any) -> bool:
    return element.get("TargetMode") not in (None, "Internal") or bool(_SCHEME.match(element.get("Target", "")))


def parse(parts: Mapping[str, bytes], name: str) -> Any:
    """The tree of a part, parsed strictly. Raises RefusedPartError when it is absent, malformed, or uses other prefixes than Word."""
    advice = "Enregistrez le modèle de nouveau avec Word, au format « Document Word (.docx) »."
    if name not in parts:
        raise RefusedPartError(Finding("house-unreadable", "error", name, f"La partie « {name} » manque.", advice))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(parts[name], parser)
    except etree.XMLSyntaxError as error:
        raise RefusedPartError(
            Finding("house-unreadable", "error", name, f"XML mal formé dans « {name} ».", advice)
        ) from error
    strange = "purl.oclc.org" in root.tag or any(e.prefix != "w" for e in root.iter(f"{W}*"))
    if strange:
        message = f"« {name} » n'est pas écrit comme Word l'écrit (format « strict » ou préfixe inattendu)."
        raise RefusedPartError(Finding("house-unreadable", "error", name, message, advice))
    return root


def relations(parts: Mapping[str, bytes], name: str) -> dict[str, Relation]:
    """The relations of a part by id (ECMA-376 part 2, 6.5)."""
    folder, file = posixpath.split(name)
    rels = f"{folder}/_rels/{file}.rels"
    if rels not in parts:
        return {}
    found = {}
    for element in parse(parts, rels).iter("{*}Relationship"):
        target, outside = element.get("Target", ""), _leads_out(element)
        path = target if outside else posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[element.get("Id", "")] = Relation(element.get("Type", "").rpartition("/")[2], path, outside)
    return found


def value(element: Any, path: str) -> str | None:
    """The w:val of a descendant, by its path without prefixes; None when there is none."""
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return found.get(VAL) if found is not None else None


def serialised(root: Any) -> str:
    """A part as text."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return head + str(etree.tostring(root, encoding="unicode"))
