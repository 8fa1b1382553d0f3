"""Two .docx in, one out: the first with native tracked changes that lead to the second.

Rejecting all of them gives the first document, accepting all the second (`likeness` says what is compared). Earlier
tracked changes of the first stay, with their authors: rejecting them too gives what it was before them; those of the
second are taken as accepted. A paragraph without difference is byte for byte that of the first, save where a comment of
the second comes (`redline_carried`). No clock: the date is given. Paragraphs that moved are moves (`redline_moves`).
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Literal, NamedTuple

from contractgen.errors import ReturnedFileError
from contractgen.word.likeness import differences
from contractgen.word.opening import open_package, parse_xml
from contractgen.word.package import package, packed
from contractgen.word.redline_blocks import redline_story
from contractgen.word.redline_bytes import paragraphs_of, rewritten
from contractgen.word.redline_carried import carry, without_comments
from contractgen.word.redline_formats import dressed, written_anew
from contractgen.word.redline_imports import Imports, Relations
from contractgen.word.redline_moves import left_behind
from contractgen.word.redline_paragraphs import Pen
from contractgen.word.redline_texts import Work, with_change
from contractgen.word.resolving import W
from contractgen.word.revisions import resolved_parts

DATE = "2000-01-01T00:00:00Z"
_MAIN = "word/document.xml"
_ID, _NAME = f"{W}id", f"{W}name"
_START, _END = f"{W}bookmarkStart", f"{W}bookmarkEnd"


Formats = Literal["auto", "all", "seen"]


class Redline(NamedTuple):
    """A comparison: the .docx; how many paragraphs, rows and tables were inserted, deleted or changed, by kind; what
    differs without being a tracked change, one French line each; how many paragraphs, tables, rows and cells have
    formats in the second document that are not shown, because they change nothing that is read; and how many references
    lead to what moved: bookmarks stay where the first document has them."""

    content: bytes
    counted: dict[str, int]
    notices: tuple[str, ...]
    unshown: int = 0
    left_behind: int = 0


def redline(
    a: bytes,
    b: bytes,
    author: str = "Comparaison",
    date: str = DATE,
    *,
    text_only: bool = False,
    formats: Formats = "all",
) -> Redline:
    """The first document with the changes that lead to the second; with `text_only` the page, its header and its footer
    stay those of the first. `formats`: the changes of all formats, of those that are seen in the letters (`redline_letters`),
    or, « auto », of all unless another program has written them anew. Raises ReturnedFileError when one of the documents
    cannot safely be read."""
    parts, given = opened(a), opened(b)
    second = resolved_parts(given, accepted=True)
    other = without_comments(second)
    pairs, lone = _pairs(parts, other)
    if text_only:
        pairs, lone = [(_MAIN, _MAIN)], []
    unshown = 0
    if formats == "seen" or (formats == "auto" and written_anew(parts, other)):
        other, unshown = dressed(resolved_parts(parts, accepted=True), other, pairs)
    imports = Imports(dict(parts), other)
    imports.notices.update(dict.fromkeys(lone))
    count: Counter[str] = Counter()
    pen = Pen(author, date, _first_number(parts))
    for name, its in pairs:
        count += _redline_part(name, its, other, imports, pen, page=not text_only)
    imports.finish()
    found = imports.parts
    notices = [*imports.notices, *carry(found, second, pen), *differences(found, parts, other)]
    content = package([packed(name, content) for name, content in found.items()])
    told = {name: count[name] for name in sorted(count) if count[name]}
    behind = left_behind(parse_xml(found[_MAIN], _MAIN)) if count["moved"] else 0
    return Redline(content, told, tuple(dict.fromkeys(notices)), unshown, behind)


def opened(data: bytes) -> dict[str, bytes]:
    """The parts of a .docx that can be compared. Raises ReturnedFileError for any other."""
    parts = open_package(data)
    roots = {name: parse_xml(content, name) for name, content in parts.items() if name.endswith((".xml", ".rels"))}
    if roots[_MAIN].find(f"{W}body") is None:
        raise ReturnedFileError(
            "Ce document n'a pas de corps lisible (« Open XML strict » ?) ; enregistrez-le de nouveau en .docx avec Word."
        )
    return parts


def _redline_part(
    name: str, its: str, other: dict[str, bytes], imports: Imports, pen: Pen, *, page: bool
) -> Counter[str]:
    """Compares one part with its counterpart, and writes it; `page`: with the page of its last section."""
    content = imports.parts[name]
    root, second = parse_xml(content, name), parse_xml(other[its], its)
    imports.translate(second)
    work = Work(pen, imports, name, Relations(other, its), _new_bookmarks(root, second, pen))
    paragraphs = paragraphs_of(root)
    body, its_body = root.find(f"{W}body"), second.find(f"{W}body")
    if body is None or its_body is None:
        redline_story(root, second, work)
    else:
        redline_story(body, its_body, work)
        if page:
            _sections(body, its_body, work)
    _balance(root, set(work.bookmarks.values()))
    imports.bring_styles(root)
    if work.changed():
        imports.parts[name] = rewritten(content, root, paragraphs)
    return work.count


def _sections(body: Any, other: Any, work: Work) -> None:
    """The page of the last section (17.6.17), its change tracked."""
    own, new = body.find(f"{W}sectPr"), other.find(f"{W}sectPr")
    if own is not None and new is not None:
        found = with_change(own, new, work)
        if found is not own:
            body.replace(own, found)


def _pairs(parts: dict[str, bytes], other: dict[str, bytes]) -> tuple[list[tuple[str, str]], list[str]]:
    """The parts that are compared: the documents, and the headers and footers of their last sections by kind; and what
    only one of them has, in French."""
    mine, its = _running(parts, Relations(parts, _MAIN)), _running(other, Relations(other, _MAIN))
    lone = [
        f"{kind} « {place} » dans un seul des deux documents : non comparé"
        for kind, place in sorted(mine.keys() ^ its.keys())
    ]
    found = {mine[key]: its[key] for key in sorted(mine.keys() & its.keys())}
    return [(_MAIN, _MAIN), *found.items()], lone


def _running(parts: dict[str, bytes], relations: Relations) -> dict[tuple[str, str], str]:
    root = parse_xml(parts[_MAIN], _MAIN)
    section = root.find(f"{W}body/{W}sectPr")
    found = {}
    for kind, french in (("headerReference", "en-tête"), ("footerReference", "pied de page")):
        for one in section.findall(f"{W}{kind}") if section is not None else ():
            name = relations.target(one.get(relations.attribute, ""))
            if name in parts:
                found[french, one.get(f"{W}type", "default")] = name
    return found


def _first_number(parts: dict[str, bytes]) -> int:
    """A number above all those that marks of the text bear."""
    numbers = [0]
    for name, content in parts.items():
        if name.startswith("word/") and name.endswith(".xml") and W[1:-1].encode() in content:
            idents = [one.get(_ID, "") for one in parse_xml(content, name).iter() if isinstance(one.tag, str)]
            numbers += [int(ident) for ident in idents if ident.isdecimal() and len(ident) < 10]
    return max(numbers) + 1


def _new_bookmarks(root: Any, other: Any, pen: Pen) -> dict[str, str]:
    """The bookmarks of the second tree whose name the first lacks: their ids, and new ones."""
    names = {one.get(_NAME) for one in root.iter(_START)}
    idents = Counter(one.get(_ID, "") for one in other.iter(_START))
    lacking = [one.get(_ID, "") for one in other.iter(_START) if one.get(_NAME) not in names]
    return {ident: pen.number() for ident in lacking if idents[ident] == 1}


def _balance(root: Any, idents: set[str]) -> None:
    """Takes out the starts and ends of brought bookmarks whose other side was not brought."""
    starts = {one.get(_ID) for one in root.iter(_START)}
    ends = {one.get(_ID) for one in root.iter(_END)}
    for one in list(root.iter(_START, _END)):
        if one.get(_ID) in idents and one.get(_ID) not in starts & ends:
            one.getparent().remove(one)
