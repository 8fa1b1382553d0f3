"""What no delivered Word file has: a tree or a package in, each such thing in French out. It shares no code with the writer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree

from contractgen.word.opening import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FIELD, _INSTRUCTION, _START = f"{_W}fldChar", f"{_W}instrText", f"{_W}bookmarkStart"
_KIND, _INSTR, _SIMPLE = f"{_W}fldCharType", f"{_W}instr", f"{_W}fldSimple"
_OUTSIDE = "contenu hors du texte ("
_TRACKED = (f"{_W}del", f"{_W}moveFrom", f"{_W}ins", f"{_W}moveTo")
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def counted(root: Any) -> Counter[str]:
    """How often each element stands in a tree that tells whether it is as delivered."""
    return Counter(element.tag for element in root.iter(*_COUNTED))


def tree_problems(root: Any, count: Counter[str], content: bytes) -> Iterator[str]:
    """What no delivered file has: tracked changes, hidden text, unbalanced fields, and whatever shows or hides text
    without being the text of a run."""
    tracked = sum(count[name] for name in _TRACKED)
    if tracked:
        yield f"modifications suivies ({tracked})"
    if any(count[name] for name in _HIDDEN):
        yield "texte masqué"
    if any(count[name] for name in _MARKED):
        yield "texte barré ou coloré à la main"
    yield from _field_problems(root)
    foreign = [name for name in _NOT_TEXT if count[name]] + _foreign(root, content)
    if foreign:
        names = sorted({etree.QName(name).localname for name in foreign})
        yield f"{_OUTSIDE}{', '.join(names)})"


def package_problems(parts: Mapping[str, bytes]) -> Iterator[str]:
    """The same, in the other parts."""
    styles = parts.get("word/styles.xml", b"")
    if b"vanish" in styles and _is_on(parse_xml(styles, "word/styles.xml"), ("vanish",)):
        yield "texte masqué par un style"
    for name, french in _SIDE_PARTS.items():
        if any(part.startswith(f"word/{name}") for part in parts):
            yield french


def unread(problems: Iterable[str], parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """Of the problems of a file, those that mean that a reader sees, or does not see, other words than those that were
    read; a word processor that only writes the same text its own way is none."""
    content = parts[_MAIN]
    told = []
    for problem in problems:
        if problem == "texte masqué":
            if not _is_on(parse_xml(content, _MAIN), ("vanish", "specVanish")):
                continue
            problem += _words(content, ("vanish", "specVanish"))
        if problem == "texte barré ou coloré à la main":
            if not _is_on(parse_xml(content, _MAIN), ("strike", "dstrike")):
                continue
            problem = f"texte barré à la main, sans suivi des modifications{_words(content, ('strike', 'dstrike'))}"
        if problem.startswith(_OUTSIDE):
            names = [name for name in problem[len(_OUTSIDE) : -1].split(", ") if name not in _READ_APART]
            problem = f"{_OUTSIDE}{', '.join(_FRENCH.get(name, name) for name in names)})" if names else ""
        if problem not in _SILENT and not problem.startswith("modifications suivies"):
            told.append(problem)
    return tuple(told)


def _is_on(root: Any, names: tuple[str, ...]) -> bool:
    """Whether a switch of these names is on somewhere."""
    marks = root.iter(*[f"{_W}{name}" for name in names])
    return any(one.get(f"{_W}val") not in ("0", "false", "off") for one in marks)


def _words(content: bytes, names: tuple[str, ...]) -> str:
    """What the runs that have one of these properties say, « » when it is not words of the body."""
    pieces = []
    for run in parse_xml(content, _MAIN).iter(f"{_W}r"):
        own = [one for name in names for one in run.findall(f"{_W}rPr/{_W}{name}")]
        if any(one.get(f"{_W}val") not in ("0", "false", "off") for one in own):
            pieces += [text.text or "" for text in run.iter(f"{_W}t")]
    said = " ".join("".join(pieces).split())
    return f" : « {said if len(said) <= _SHORT else f'{said[: _SHORT - 1]}…'} »" if said else ""


def _field_problems(root: Any) -> Iterator[str]:
    kinds = Counter(field.get(_KIND) for field in root.iter(_FIELD))
    if kinds["begin"] != kinds["end"]:
        yield "champ ouvert et jamais fermé"
    said = [code.text or "?" for code in root.iter(_INSTRUCTION)] + [
        one.get(_INSTR) or "?" for one in root.iter(_SIMPLE)
    ]
    codes = {code.split()[0] for code in said if code.strip() and not _ASKS_NOTHING.fullmatch(code)}
    if codes - _CODES:
        yield f"champs inattendus ({', '.join(sorted(codes - _CODES))})"


def _foreign(root: Any, content: bytes) -> list[str]:
    """The elements that are of none of Word's own text vocabularies, those inside another left out; looked for only when
    one is declared."""
    declared = set(_NAMESPACE.findall(content))
    if all(name.startswith(_OWN) for name in declared):
        return []
    known = tuple(f"{{{name.decode()}" for name in _OWN)
    found = [e for e in root.iter() if isinstance(e.tag, str) and not e.tag.startswith(known)]
    return [
        element.tag
        for element in found
        if not any(above.tag in _HOLDERS or not above.tag.startswith(known) for above in element.iterancestors())
    ]


_MAIN = "word/document.xml"
_SHORT = 160
_FRENCH = {
    "sym": "symboles", "ruby": "texte annoté", "ptab": "tabulations absolues", "object": "objets incorporés",
    "altChunk": "texte d'un autre fichier", "subDoc": "texte d'un autre fichier", "contentPart": "écriture à la main",
    "movie": "vidéo", "control": "contrôles actifs", "pgNum": "numéros de page",
}  # fmt: skip
_HIDDEN = (f"{_W}vanish", f"{_W}specVanish", f"{_W}webHidden")
_MARKED = (f"{_W}strike", f"{_W}dstrike", f"{_W}color")
FINISH = f"{_W}bookmarkEnd"
_HOLDERS = (f"{_W}drawing", f"{_W}pict", f"{_W}object")
_NAMESPACE = re.compile(rb"xmlns(?::[\w.-]+)?\s*=\s*[\"']([^\"']*)")
_OWN = (_W[1:-1].encode(), b"http://schemas.microsoft.com/office/word/20", _RELATIONS.encode(), _COMPATIBILITY.encode())
_NOT_TEXT = frozenset(
    f"{_W}{name}"
    for name in (
        "sym", "drawing", "pict", "object", "txbxContent", "altChunk", "subDoc", "fldSimple", "ruby", "ptab", "control",
        "dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong", "pgNum", "footnoteReference",
        "endnoteReference", "annotationRef", "contentPart", "movie",
    )
)  # fmt: skip
_COUNTED = (*_TRACKED, *_HIDDEN, *_MARKED, _START, FINISH, *_NOT_TEXT)
_ASKS_NOTHING = re.compile(r"\s*FILLIN\s+\"\"\s*")  # what LibreOffice writes around a title that is referred to
_CODES = frozenset({"TOC", "REF", "SEQ", "PAGEREF", "PAGE", "NUMPAGES", "HYPERLINK"})


# What is read where it stands, or apart (word/beside): boxes, drawings, notes, mathematics, simple fields.
_READ_APART = frozenset((
    "drawing", "pict", "txbxContent", "fldSimple", "oMath", "oMathPara", "footnoteReference", "endnoteReference",
))  # fmt: skip
_SILENT = (
    "", "signet ouvert et jamais fermé", "champ ouvert et jamais fermé", "commentaires", "notes de bas de page", "notes de fin",
)  # fmt: skip


_SIDE_PARTS = {"footnotes": "notes de bas de page", "endnotes": "notes de fin", "comments": "commentaires"}
