"""A lawyer's Word clause becomes a clause file, to be finished by hand: its text, and what might be a value, a reference
or a defined term, proposed and never put in place.

In: the bytes of a Word file, and the edition whose questions, clauses and definitions may be meant. Out: the text of the
file and the proposals. A file that `exporting` made comes back with the text that it left with.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from contractgen.definitions import forms_in
from contractgen.evolution.edition import Edition
from contractgen.word.opening import open_package
from contractgen.word.read import Line, read_document
from contractgen.word.revisions import accept_all

_HEADING = re.compile(r"(?i)(heading|titre|title|article|annexe|part)\w*\d*\Z")
_LIST = re.compile(r"(?i)\w*(list|puce|bullet|tiret)\w*\Z")
_ITEM = re.compile(r"(?i)(item|lettre)\w*\Z")
_NUMBER = re.compile(r"^(?:(?:article|annexe)\s+)?\d+(?:\.\d+)*\s*[.):–-]?\s+", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[-•–▪]|\(?[a-z]\)|\(?[ivx]+\))\s+")
_FIGURE = re.compile(
    r"(?:\w+ \()?(?P<number>\d[\d\u202f\u00a0 ]*(?:,\d+)?)\)?[\u202f\u00a0 ](?P<unit>mois|jours(?: ouvrés| ouvrables)?|heures|ans|€|euros|%)"
)
_UNITS = {"mois": "mois", "jours": "jours", "jours ouvrés": "jours_ouvres", "jours ouvrables": "jours_ouvrables", "heures": "heures",
          "ans": "ans", "€": "euros", "euros": "euros", "%": "pct"}  # fmt: skip
_CITED = re.compile(r"(?i)\b(?:article|annexe|clause)s? (?:n° ?)?(?:\d+(?:\.\d+)*|[«\"“]?[A-ZÉ][\w’' -]{3,40})")
_CAPITAL = re.compile(r"(?<=[\w,;:] )[A-ZÉÈÀ][\wéèêàçôûîï]+(?: [a-zé]+(?: [A-Z][\w]+))?")
_COMMON = {"Le", "La", "Les", "Un", "Une", "Il", "Elle", "Si", "En", "Au", "À"}


class Proposal(NamedTuple):
    """`line`: that of the clause file; `kind`: value, reference or term; `text`: what stands there; `instead`: what might."""

    line: int
    kind: str
    text: str
    instead: str


class Imported(NamedTuple):
    """The text of the clause file, and what to look at in it."""

    text: str
    proposals: tuple[Proposal, ...]


def import_clause(data: bytes, slug: str, edition: Edition) -> Imported:
    """The clause file of a Word file, all its tracked changes accepted. Raises ReturnedFileError for what is no .docx."""
    lines = [line for line in read_document(open_package(accept_all(data))).lines if line.text.strip()]
    if lines and lines[-1].text == "Fin du document":
        lines = lines[:-1]
    title = _NUMBER.sub("", lines[0].text).strip() if lines else slug
    body = "\n".join(_body(lines[1:])).strip()
    ties = sorted({tie for found in re.findall(r'\{satisfies="([^"]*)"\}', body) for tie in found.split()})
    head = f'---\nid: {slug}\nversion: 0.1.0\nkind: clause\ntitle: "{title.replace(chr(34), chr(39))}"\nsatisfies: [{", ".join(ties)}]\nverified: false\nnote: "À compléter : pourquoi cette clause, ce que le juriste doit regarder."\n---\n\n'
    return Imported(f"{head}{body}\n", tuple(_proposals(body, head.count("\n") + 1, edition)))


def _body(lines: list[Line]) -> Iterator[str]:
    """The lines of the body: rows become a table, an empty line between two paragraphs but not inside a list."""
    before = ""
    for line in lines:
        kind, text = _written(line)
        if kind != before or kind == "text":
            yield ""
        yield text
        if kind == "row" and before != "row":
            yield "|" + "---|" * (text.count("|") - 1)
        before = kind


def _written(line: Line) -> tuple[str, str]:
    text = (
        " ".join(line.text.replace("\u00a0", " ").replace("\u202f", " ").split(" "))
        if line.style != "row"
        else line.text
    )
    if line.style == "row":
        return "row", "| " + " | ".join(cell.strip().replace("\n", " ") for cell in line.text.split("\x1f")) + " |"
    if text.startswith((":::", "Table:")):
        return "text", text
    if _ITEM.match(line.style):
        return "item", f"1. {_BULLET.sub('', text)}"
    if _LIST.match(line.style) or _BULLET.match(text):
        return "bullet", f"- {_BULLET.sub('', text)}"
    if _HEADING.match(line.style):
        return "text", f"## {_NUMBER.sub('', text)}"
    return "text", _NUMBER.sub("", text) if len(_NUMBER.sub("", text)) > 3 else text


def _proposals(body: str, first: int, edition: Edition) -> Iterator[Proposal]:
    known = tuple(sorted(form for one in edition.library.definitions for form in one.forms))
    for number, line in enumerate(body.splitlines(), first):
        for found in _FIGURE.finditer(line):
            unit = " ".join(found["unit"].split())
            name = _likely(line, unit, edition)
            if name:
                yield Proposal(number, "valeur", found.group(), f"{{{{ {name} | {_UNITS[unit]} }}}}")
        for found in _CITED.finditer(line):
            slug = _titled(found.group(), edition)
            yield Proposal(
                number,
                "renvoi",
                found.group(),
                f"[[{slug}]]" if slug else "un renvoi [[…]] à une clause de la bibliothèque",
            )
        for found in _CAPITAL.finditer(line):
            if not forms_in(found.group(), known) and found.group().split()[0] not in _COMMON:
                yield Proposal(number, "terme", found.group(), "une définition à écrire, ou des minuscules")


def _likely(line: str, unit: str, edition: Edition) -> str | None:
    """The question of this unit whose label shares most words with the line."""
    words = _words(line)
    units = {"euros": "EUR", "€": "EUR", "jours ouvrés": "jours_ouvres", "jours ouvrables": "jours_ouvrables"}
    scores = [
        (len(words & _words(f"{question.label} {question.id.replace('_', ' ')}")), question.id)
        for question in edition.questionnaire.questions.values()
        if question.unit in (unit, units.get(unit, unit)) and not question.columns
    ]
    score, name = max(scores, default=(0, ""))
    return name if score else None


def _titled(text: str, edition: Edition) -> str | None:
    words = _words(text) - {"article", "annexe", "clause"}
    scores = [(len(words & _words(clause.title)), slug) for slug, clause in edition.library.clauses.items()]
    score, slug = max(scores, default=(0, ""))
    return slug if words and score else None


def _words(text: str) -> set[str]:
    folded = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return {word[:6] for word in re.findall(r"[a-z]{4,}", folded)}
