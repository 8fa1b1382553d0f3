"""The avenant between a signed contract and new answers: what it changes, as operations, and the contract that results.

In: the signed contract (`amendment_base`), the articles that the new answers give, and the plan of the document. Out:
operations kept as data, each with the number of the signed article, and the consolidated entries. Applied to the signed
text the operations give the consolidated text, paragraph by paragraph, or `AmendmentError` is raised.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from contractgen.amendment_base import Entry, Signed
from contractgen.amendment_numbers import Numbered, blocks_of, in_signed_numbers
from contractgen.differences import word_stretches, words
from contractgen.errors import ContractgenError
from contractgen.french import NUMERALS
from contractgen.merging import CONFLICT, Line, merge, paired
from contractgen.model import AssembledClause, Plan, Printed

WORDS, LINES, WHOLE, DELETE, INSERT = "words", "lines", "whole", "delete", "insert"
_FEW, _SMALL, _KEPT = 2, 0.5, 0.34
_VALUES = NUMERALS | frozenset(
    ("euro", "euros", "€", "%", "mois", "jour", "jours", "heure", "heures", "an", "ans", "minute", "minutes", "ouvré", "ouvrés",
     "ouvrée", "ouvrées")
)  # fmt: skip


class AmendmentError(ContractgenError):
    """The operations do not give the consolidated text: a fault of the program."""


class Operation(NamedTuple):
    """One change of the signed contract. `kind`: words (in the line `start`, `old` becomes `new`), lines (from `start` to
    `end`, exclusive, become `lines`), whole (all the lines), delete (only a title that says so stays), insert (the entry
    `made`, after the entry `after`)."""

    kind: str
    entry: str
    start: int = 0
    end: int = 0
    lines: tuple[Line, ...] = ()
    old: str = ""
    new: str = ""
    after: str = ""
    made: Entry | None = None


class Amendment(NamedTuple):
    """`operations` in the order of the contract; `consolidated`: the entries that result; `blocks`: what prints them, by
    id; `kept`: what was negotiated and stands against the new answers, one French line each; `agreed`: what the library
    gives of each clause that the parties have worded, or taken out, otherwise."""

    number: int
    signed: Signed
    operations: tuple[Operation, ...]
    consolidated: tuple[Entry, ...]
    blocks: Mapping[str, tuple[Printed, ...]]
    kept: tuple[str, ...]
    agreed: Mapping[str, tuple[Line, ...]]


def amend(signed: Signed, plan: Plan, clauses: Sequence[AssembledClause], number: int) -> Amendment:
    """The avenant number `number`. Raises AmendmentError when signed and avenant do not make the consolidated text."""
    order, new = in_signed_numbers(plan, clauses, signed.entries)
    old = {entry.id: entry for entry in signed.entries}
    gone = signed.base.keys() - old.keys()
    consolidated: list[Entry] = []
    blocks: dict[str, tuple[Printed, ...]] = {}
    operations: list[Operation] = []
    kept: list[str] = []
    for ident in order:
        if ident in gone:
            kept.append(f"« {new[ident].entry.title} » : retiré avant la signature ; l'avenant ne le rétablit pas.")
            continue
        entry = _target(old.get(ident), new.get(ident), signed.base.get(ident, ()), number, kept)
        entry = _signed_as_it_was(old.get(ident), entry, kept)
        donors = new[ident].blocks if ident in new else ()
        blocks[ident] = blocks_of(entry.lines, donors)
        operations += _operations(old.get(ident), entry, consolidated[-1].id if consolidated else "")
        consolidated.append(entry)
    if applied(signed.entries, operations) != [(one.id, one.lines) for one in consolidated]:
        raise AmendmentError(
            "L'avenant appliqué au contrat signé ne donne pas le contrat consolidé : rien n'est écrit."
        )
    agreed = _agreed(signed, new, consolidated)
    return Amendment(number, signed, tuple(operations), tuple(consolidated), blocks, tuple(kept), agreed)


def _agreed(signed: Signed, new: Mapping[str, Numbered], consolidated: Sequence[Entry]) -> dict[str, tuple[Line, ...]]:
    """Of each clause that the parties have taken out, or worded otherwise than the library, what the library gives."""
    clauses = {one.id for one in signed.origin.entries if one.tag} | signed.origin.agreed.keys()
    gone = signed.base.keys() - {entry.id for entry in signed.entries}
    removed = {
        ident: new[ident].entry.lines if ident in new else signed.base[ident] for ident in sorted(gone & clauses)
    }
    reworded = {
        one.id: new[one.id].entry.lines
        for one in consolidated
        if one.id in new and one.lines != new[one.id].entry.lines
    }
    return removed | reworded


def applied(entries: Sequence[Entry], operations: Sequence[Operation]) -> list[tuple[str, tuple[Line, ...]]]:
    """The signed text with the operations applied: the id and the lines of each entry, in order."""
    texts = {entry.id: list(entry.lines) for entry in entries}
    order = [entry.id for entry in entries]
    for one in reversed([one for one in operations if one.kind != INSERT]):
        lines = texts[one.entry]
        if one.kind == WORDS:
            line = lines[one.start]
            if line.text.count(one.old) != 1:
                raise AmendmentError(f"« {one.old} » ne désigne pas un seul endroit ({one.entry}) : rien n'est écrit.")
            lines[one.start] = line._replace(text=line.text.replace(one.old, one.new))
        elif one.kind == LINES:
            lines[one.start : one.end] = one.lines
        else:
            lines[:] = one.lines
    for one in operations:
        if one.kind == INSERT and one.made is not None:
            order.insert(order.index(one.after) + 1 if one.after else 0, one.entry)
            texts[one.entry] = list(one.made.lines)
    return [(ident, tuple(texts[ident])) for ident in order]


# ---------------------------------------------------------------- the consolidated text of an entry


def _target(old: Entry | None, new: Numbered | None, base: Sequence[Line], number: int, kept: list[str]) -> Entry:
    if old is None:
        if new is None:
            raise AmendmentError("article sans texte")
        return new.entry
    if new is None:
        return old if old.deleted or not old.number else _deleted(old, number)
    if old.deleted or tuple(base) == old.lines:
        return new.entry
    merged = merge(base, old.lines, new.entry.lines)
    kept += [
        f"{old.number} : « {(one.theirs or Line('', 'passage retiré')).text} » est un texte négocié ; les nouvelles"
        f" réponses donneraient « {(one.new or Line('', 'rien')).text} ». Le texte négocié reste ; à rédiger si besoin."
        for one in merged
        if one.status == CONFLICT
    ]
    return new.entry._replace(lines=tuple(one.line for one in merged if one.line is not None))


def _signed_as_it_was(old: Entry | None, entry: Entry, kept: list[str]) -> Entry:
    """The frames in which the contract was signed stay: whoever signs the avenant signs in its own, at its end."""
    held, given = _frames(old.lines if old else ()), _frames(entry.lines)
    if old is None or held is None or given is None:
        return entry
    frames = old.lines[slice(*held)]
    if frames == entry.lines[slice(*given)]:
        return entry
    kept.append(f"{old.number} : les cadres où le contrat a été signé restent ; l'avenant a les siens.")
    return entry._replace(lines=(*entry.lines[: given[0]], *frames, *entry.lines[given[1] :]))


def _frames(lines: Sequence[Line]) -> tuple[int, int] | None:
    """The stretch of the frames to sign in, tables that have no caption, with the line that announces the first."""
    found, captioned = [], False
    for rank, line in enumerate(lines):
        if line.style == "row" and not captioned:
            found.append(rank)
        captioned = captioned if line.style == "row" else line.style == "caption"
    return (max(found[0] - 1, 1), found[-1] + 1) if found else None


def _deleted(old: Entry, number: int) -> Entry:
    """What stays of a deleted article: its number, and a title that says so."""
    feminine = "e" if old.number.startswith("Annexe") else ""
    title = f"{old.lines[0].text} (supprimé{feminine} par l’avenant n°\u00a0{number})"
    return old._replace(lines=(old.lines[0]._replace(text=title),))


# ---------------------------------------------------------------- operations


def _operations(old: Entry | None, new: Entry, after: str) -> list[Operation]:
    if old is None:
        return [Operation(INSERT, new.id, made=new, after=after)]
    if old.lines == new.lines:
        return []
    if new.deleted:
        return [Operation(DELETE, new.id, lines=new.lines)]
    changes = _changes(old.lines, new.lines)
    touched = sum(max(i2 - i1, j2 - j1) for i1, i2, j1, j2 in changes)
    if old.deleted or touched > (1 - _KEPT) * max(len(old.lines), len(new.lines)):
        return [Operation(WHOLE, new.id, end=len(old.lines), lines=new.lines)]
    found: list[Operation] = []
    for i1, i2, j1, j2 in changes:
        found += _words(new.id, old.lines, i1, new.lines[j1]) if (i2 - i1, j2 - j1) == (1, 1) else []
        if not (found and found[-1].start == i1 and found[-1].kind == WORDS):
            found.append(Operation(LINES, new.id, i1, i2, new.lines[j1:j2]))
    return found


def _changes(old: Sequence[Line], new: Sequence[Line]) -> list[tuple[int, int, int, int]]:
    """The stretches of lines that differ, tables whole: a pair of lines alone, lines gone, lines come."""
    units, others = _units(old), _units(new)
    faces = [Line(old[i].style, _text(old[i:k])) for i, k in units]
    other_faces = [Line(new[j].style, _text(new[j:k])) for j, k in others]
    found: list[tuple[int, int, int, int]] = []
    at = ends = 0
    was_alone = False
    for i, j in paired(faces, other_faces):
        i1, i2 = units[i] if i is not None else (at, at)
        j1, j2 = others[j] if j is not None else (ends, ends)
        at, ends, alone = i2, j2, i is None or j is None
        if alone and was_alone:
            found[-1] = (found[-1][0], i2, found[-1][2], j2)
        elif old[i1:i2] != new[j1:j2]:
            found.append((i1, i2, j1, j2))
        was_alone = alone
    return found


def _units(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """The ranks of each paragraph, and of each table as a whole."""
    found: list[tuple[int, int]] = []
    for rank, line in enumerate(lines):
        if line.style == "row" and rank and lines[rank - 1].style == "row":
            found[-1] = (found[-1][0], rank + 1)
        else:
            found.append((rank, rank + 1))
    return found


def _text(lines: Sequence[Line]) -> str:
    return "\x1e".join(line.text for line in lines)


def _words(ident: str, lines: Sequence[Line], rank: int, new: Line) -> list[Operation]:
    """The few words that change in a paragraph; nothing when it is rather replaced whole."""
    old = lines[rank]
    if old.style != new.style or old.style in ("row", "caption") or rank == 0:
        return []
    one, other = words(old.text), words(new.text)
    spans = _balanced(one, other)
    if not 0 < len(spans) <= _FEW or sum(len("".join(one[a:b])) for a, b, _, _ in spans) > _SMALL * len(old.text):
        return []
    found = []
    for a, b, c, d in spans:
        while old.text.count("".join(one[a:b])) != 1 or not "".join(one[a:b]).strip():
            if a == 0 and b == len(one):
                return []
            a, b, c, d = (a - 1, b, c - 1, d) if a else (a, b + 1, c, d + 1)
        found.append(Operation(WORDS, ident, rank, rank + 1, old="".join(one[a:b]), new="".join(other[c:d])))
    text = old.text
    for operation in reversed(found):
        if text.count(operation.old) != 1:
            return []
        text = text.replace(operation.old, operation.new)
    return found if text == new.text else []


def _balanced(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """The stretches that differ, each widened to the whole value it is in, and until its brackets close."""
    found: list[tuple[int, int, int, int]] = []
    for stretch in word_stretches(one, other):
        if stretch.same:
            continue
        a, b, c, d = stretch.a1, stretch.a2, stretch.b1, stretch.b2
        while a and c and (_open(one[a:b]) < 0 or _of_value(one[:a][::-1])):
            a, c = a - 1, c - 1
        while b < len(one) and (_open(one[a:b]) > 0 or _of_value(one[b:])):
            b, d = b + 1, d + 1
        if found and a <= found[-1][1]:
            a, c = found.pop()[::2]
        found.append((a, b, c, d))
    return found


def _of_value(following: Sequence[str]) -> bool:
    """Whether the next word is one more of an amount or a duration: « quatre mille (4 000) euros »."""
    word = next((piece for piece in following[:4] if piece.strip(" \u00a0\u202f-()")), "").casefold()
    return word.isdecimal() or word in _VALUES


def _open(pieces: Sequence[str]) -> int:
    text = "".join(pieces)
    return text.count("(") - text.count(")")
