"""The page of a firm's template: its size and margins, and the headers and footers that its section shows.

In: the parts. Out: each header and footer with its tags whole and its images, under names of our own; what is wrong.
Word cuts a tag into several runs when one edits it; the runs are joined again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from contractgen.model import Finding
from contractgen.word.house_package import DOCUMENT, R, RefusedPartError, Relation, W, parse, relations, unsafe, value

TAGS = ("entete", "mention", "pied", "article")
TAG = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
KNOWN_TAG = re.compile(rf"\{{\{{\s*({'|'.join(TAGS)})\s*\}}\}}")
_ALLOWED = {"header": ("entete", "mention", "pied"), "footer": ("entete", "mention", "pied")}
_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "STYLEREF", "HYPERLINK"})
_NO_PLACE = ("object", "control", "altChunk", "subDoc", "footnoteReference", "endnoteReference", "commentReference")
_IMAGES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif"}
_MAX_IMAGE = 3_000_000
_KINDS = {"header": "En-tête", "footer": "Pied de page"}
_PAGES = {"default": "", "first": " de première page", "even": " des pages paires"}
_KEPT = ("pgSz", "pgMar", "pgBorders", "titlePg")
_A4, _MOST_OFF = (11906, 16838), 30
_LEAST_WIDTH, _LEAST_HEIGHT = 6800, 9000  # twelve centimetres, in which every table of the library can be read


class Page(NamedTuple):
    """A header or footer. `kind`: header or footer; `when`: default, first or even; `tags`: those it holds; `images`:
    relation id → content; `links`: relation id → address."""

    kind: str
    when: str
    name: str
    root: Any
    tags: frozenset[str]
    images: Mapping[str, bytes]
    links: Mapping[str, str]


class Section(NamedTuple):
    """The properties of the page, without its references; the width of the text in twentieths of a point; its pages."""

    properties: tuple[Any, ...]
    width: int
    pages: tuple[Page, ...]


def read_section(parts: Mapping[str, bytes], even: bool) -> tuple[Section, list[Finding]]:
    """The last section of the template. `even`: even pages have their own header. Raises RefusedPartError without one."""
    body = parse(parts, DOCUMENT).find(f"{W}body")
    section = body.find(f"{W}sectPr") if body is not None else None
    if section is None:
        message = "Le document n'a pas de mise en page (section)."
        raise RefusedPartError(
            Finding("house-page", "error", DOCUMENT, message, "Enregistrez-le de nouveau avec Word.")
        )
    width, findings = _size(section)
    shown = {"default", *(["first"] if _is_on(section, "titlePg") else []), *(["even"] if even else [])}
    related = relations(parts, DOCUMENT)
    pages: list[Page] = []
    for reference in section.iter(f"{W}headerReference", f"{W}footerReference"):
        kind, when = reference.tag.removeprefix(W).removesuffix("Reference"), reference.get(f"{W}type", "default")
        relation = related.get(reference.get(f"{R}id", ""))
        if relation is None or relation.kind != kind or when not in shown:
            continue
        if any((page.kind, page.when) == (kind, when) for page in pages):
            continue
        page, found = _page(parts, relation, when)
        pages.append(page)
        findings += found
    findings += _lacking(pages, shown)
    properties = tuple(child for child in section if child.tag in {f"{W}{name}" for name in _KEPT})
    return Section(properties, width, tuple(pages)), findings


def _is_on(element: Any, name: str) -> bool:
    """A switch: there, and not turned off (ECMA-376 17.17.4)."""
    return element.find(f"{W}{name}") is not None and value(element, name) not in ("0", "false", "off")


def _size(section: Any) -> tuple[int, list[Finding]]:
    """The width of the text, and what is wrong with page and margins."""
    page, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    width, height = _number(page, "w"), _number(page, "h")
    left, right, top, bottom = (_number(margins, side) for side in ("left", "right", "top", "bottom"))
    text = width - left - right - _number(margins, "gutter")
    findings = []
    if any(abs(size - wanted) > _MOST_OFF for size, wanted in zip((width, height), _A4, strict=True)):
        message = f"La page fait {width / 567:.1f} × {height / 567:.1f} cm ; il faut A4 en hauteur, 21,0 × 29,7 cm."
        findings.append(
            _page_fault(message.replace(".", ",", 2), "Mise en page > Taille : A4, orientation : portrait.")
        )
    if text < _LEAST_WIDTH or height - abs(top) - abs(bottom) < _LEAST_HEIGHT or min(left, right) < 0:
        message = f"Les marges laissent au texte {max(text, 0) / 567:.1f} cm de large : il en faut 12 au moins, et 16 de haut."
        findings.append(_page_fault(message, "Réduisez les marges."))
    return max(text, _LEAST_WIDTH), findings


def _page_fault(message: str, advice: str) -> Finding:
    return Finding("house-page", "error", f"{DOCUMENT}, mise en page", message, advice)


def _number(element: Any, name: str) -> int:
    text = element.get(f"{W}{name}", "0") if element is not None else "0"
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else 0


def _lacking(pages: list[Page], shown: set[str]) -> Iterator[Finding]:
    """The texts that must stand on the pages: the title and the version, and on every page that it is a draft."""
    for kind, tag in (("header", "entete"), ("footer", "pied")):
        if not any(page.kind == kind and page.when == "default" and tag in page.tags for page in pages):
            message = f"{_KINDS[kind]} : la balise « {{{{ {tag} }}}} » manque."
            yield Finding(
                "house-tag-missing", "error", _KINDS[kind].lower(), message, "Écrivez-la où son texte doit paraître."
            )
    for when in sorted(shown):
        if not any("mention" in page.tags for page in pages if page.when == when):
            message = (
                f"La balise « {{{{ mention }}}} » manque{_PAGES[when]} : elle dit « PROJET » ou « Document interne »."
            )
            yield Finding(
                "house-tag-missing", "error", f"en-tête{_PAGES[when]}", message, "Écrivez-la dans l'en-tête ou le pied de page."
            )  # fmt: skip


def _page(parts: Mapping[str, bytes], relation: Relation, when: str) -> tuple[Page, list[Finding]]:
    """A header or footer, its tags joined, and what is wrong in it."""
    root = parse(parts, relation.target)
    where = f"{_KINDS.get(relation.kind, relation.kind)}{_PAGES.get(when, '')} ({relation.target})"
    findings: list[Finding] = []
    tags: set[str] = set()
    for rank, paragraph in enumerate(root.iter(f"{W}p"), 1):
        for tag in _joined_tags(paragraph):
            tags.add(tag)
            if tag not in _ALLOWED.get(relation.kind, ()):
                findings.append(_unknown(f"{where}, paragraphe {rank}", tag))
    if any("{{" in text for element in root.iter() for text in element.attrib.values()):
        findings.append(_unknown(f"{where}, description d'une image ou d'un cadre", "{{"))
    findings += _fields(root, where)
    findings += [
        unsafe(where, f"Un élément « {name} » n'a pas sa place ici.")
        for name in _NO_PLACE
        if root.find(f".//{W}{name}") is not None
    ]
    for binding in list(root.iter(f"{W}dataBinding")):
        binding.getparent().remove(binding)
    images, links = _related(parts, relation.target, where, findings)
    lost = {v for e in root.iter() for key, v in e.attrib.items() if key.startswith(R)} - {*images, *links}
    if lost and not findings:
        message = "Une image ou un lien mène à une partie absente."
        findings.append(Finding("house-image", "error", where, message, "Supprimez-le et remettez-le."))
    return Page(relation.kind, when, relation.target, root, frozenset(tags), images, links), findings


def _unknown(where: str, tag: str) -> Finding:
    allowed = ", ".join(f"{{{{ {name} }}}}" for name in _ALLOWED["header"])
    what = f"Balise « {{{{ {tag} }}}} » inconnue" if tag != "{{" else "Accolades « {{ » ou « }} » sans leur pendant"
    return Finding("house-tag-unknown", "error", where, f"{what}.", f"Balises admises ici : {allowed}.")


def _joined_tags(paragraph: Any) -> list[str]:
    """The tags of a paragraph, each put whole in the run where it begins; « {{ » for braces that are no tag."""
    own = [t for t in paragraph.iter(f"{W}t") if next(t.iterancestors(f"{W}p")) is paragraph]
    text = "".join(t.text or "" for t in own)
    if "{{" not in text and "}}" not in text:
        return []
    tags = []
    for match in reversed(list(TAG.finditer(text))):
        tags.append(match[1])
        _put_whole(own, match.start(), match.end())
    rest = TAG.sub("", text)
    return [*reversed(tags), *(["{{"] if "{{" in rest or "}}" in rest else [])]


def _put_whole(texts: list[Any], start: int, end: int) -> None:
    """Moves the stretch from `start` to `end` of the joined texts into the first of those that hold it."""
    at, first, whole = 0, None, "".join(t.text or "" for t in texts)[start:end]
    for element in texts:
        text = element.text or ""
        a, b = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if a >= b:
            continue
        element.text = text[:a] + (whole if first is None else "") + text[b:]
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        first = first if first is not None else element


def _fields(root: Any, where: str) -> Iterator[Finding]:
    """The fields must be those that count pages or repeat a title: no other is executed when the file is opened."""
    codes = [field.get(f"{W}instr", "") for field in root.iter(f"{W}fldSimple")]
    inside: list[str] = []
    for element in root.iter(f"{W}fldChar", f"{W}instrText"):
        kind = element.get(f"{W}fldCharType")
        if element.tag == f"{W}instrText" and inside:
            inside[-1] += element.text or ""
        elif kind == "begin":
            inside.append("")
        elif kind == "end" and inside:
            codes.append(inside.pop())
    for code in [*codes, *inside]:
        name = (code.split() or ["?"])[0].upper()
        if name not in _FIELDS:
            message = f"Champ « {name[:30]} » refusé : il agit à l'ouverture, ou change selon le jour ou le poste."
            yield Finding("house-field", "error", where, message, "Remplacez-le par du texte (Ctrl+Maj+F9 dans Word).")


def _related(
    parts: Mapping[str, bytes], name: str, where: str, findings: list[Finding]
) -> tuple[dict[str, bytes], dict[str, str]]:
    """The images and links of a header or footer; `findings` grows by what cannot be kept."""
    images: dict[str, bytes] = {}
    links: dict[str, str] = {}
    for ident, relation in sorted(relations(parts, name).items()):
        if relation.kind == "hyperlink":
            links[ident] = relation.target
        elif relation.kind != "image":
            findings.append(unsafe(where, f"Contenu relié d'une sorte inconnue ({relation.kind[:30]})."))
        elif image_type(parts.get(relation.target, b"")) is None:
            message = f"L'image « {relation.target[:80]} » n'est pas un PNG, un JPEG ou un GIF de moins de 3 Mo."
            findings.append(
                Finding("house-image", "error", where, message, "Enregistrez le logo en PNG et remettez-le.")
            )
        else:
            images[ident] = parts[relation.target]
    return images, links


def image_type(content: bytes) -> str | None:
    """png, jpeg or gif, by the first bytes; None for anything else, or too large."""
    if len(content) > _MAX_IMAGE:
        return None
    return next((kind for start, kind in _IMAGES.items() if content.startswith(start)), None)
