"""Bookmarks that fields lead to, and that stand elsewhere in the second document: two stories aligned in, names that keep
both views right out.

A name is that of one bookmark (17.13.6.2): a paragraph that moved cannot have it in both places. The bookmark of the place
where it comes has a name of its own, and the fields of the second document lead to that one: they are tracked changes, so
that all rejected they lead to the first place, and all accepted to the second.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from contractgen.word.redline_leaves import Leaf, Pair
from contractgen.word.redline_texts import Work
from contractgen.word.resolving import SDT, TABLE, P, W

_START, _END = f"{W}bookmarkStart", f"{W}bookmarkEnd"
_ID, _NAME, _INSTR = f"{W}id", f"{W}name", f"{W}instr"
_LEADING = re.compile(r"(\s*(?:REF|PAGEREF|NOTEREF)\s+)(\S+)")
_CONTENTS = "_Toc"  # of the contents, which Word makes anew with its bookmarks
_LONGEST = 40  # letters of the name of a bookmark, for Word


def renamed(a: Sequence[Leaf], b: Sequence[Leaf], pairs: Sequence[Pair], root: Any, other: Any, work: Work) -> bool:
    """Whether names of the second document were changed, of bookmarks that fields lead to: those that stand in paragraphs
    not paired with those of the first have a name of their own, those that the first knows by another name have it."""
    mine, its = _holders(a), _holders(b)
    known = {(i, j) for i, j in pairs if i is not None and j is not None}
    cited = {found[2] for code in _codes(other) if (found := _LEADING.match(code)) and found[2][:4] != _CONTENTS}
    alike = dict(_alike(a, b, known, mine.keys(), its.keys()))
    first = _names(root)
    work.cited |= cited - first
    taken = first | _names(other)
    new: dict[str, str] = {}
    for name in its:
        if name in cited and name in first and (mine.get(name, -1), its[name]) not in known:
            new[name] = _free(name, taken)
            taken.add(new[name])
        elif name in cited and name in alike:
            new[name] = alike[name]
    for mark in other.iter(_START) if new else ():
        name = mark.get(_NAME, "")
        if name in new:
            mark.set(_NAME, new[name])
            work.bookmarks.pop(mark.get(_ID, ""), None)
            if name not in alike:
                work.bookmarks[mark.get(_ID, "")] = work.pen.number()
    if new:
        _recoded(other, lambda found: found[1] + new.get(found[2], found[2]))
    return bool(new)


def _alike(
    a: Sequence[Leaf], b: Sequence[Leaf], pairs: set[tuple[int, int]], mine: Collection[str], its: Collection[str]
) -> Iterator[tuple[str, str]]:
    """The bookmarks that only the second document names so, each with the name that only the first gives to the one at
    the same words of the same paragraph."""
    for i, j in sorted(pairs):
        own, new = _starts(a[i], its), _starts(b[j], mine)
        for before, names in new.items():
            if len(names) == len(own.get(before, ())):
                yield from zip(names, own[before], strict=True)


def _starts(leaf: Leaf, others: Collection[str]) -> dict[str, list[str]]:
    """The bookmarks that start in a leaf and are not among others, by the text before them."""
    found: dict[str, list[str]] = {}
    text = ""
    for atom in leaf.atoms:
        text += atom.text
        name = atom.content.get(_NAME, "") if atom.kind == "mark" and atom.content.tag == _START else ""
        if name and name not in others and not name.startswith(_CONTENTS):
            found.setdefault(text, []).append(name)
    return found


def by_their_targets(root: Any, led: Mapping[str, str]) -> None:
    """Makes of the fields of a tree what they are whatever the names: instead of a bookmark, what it stands in."""

    def target(found: re.Match[str]) -> str:
        return found[0] if found[2].startswith(_CONTENTS) else f"{found[1]}« {led.get(found[2], 'nulle part')} »"

    _recoded(root, target)


def led_to(root: Any) -> dict[str, str]:
    """The text of the paragraph in which each bookmark of a tree starts, or of the one after it."""
    found = {}
    for one in root.iter(_START):
        holder = next(one.iterancestors(P), None)
        holder = holder if holder is not None else next((after for after in one.itersiblings(P, TABLE, SDT)), one)
        found[one.get(_NAME, "")] = "".join(text.text or "" for text in holder.iter(f"{W}t"))
    return found


def _holders(story: Sequence[Leaf]) -> dict[str, int]:
    """The bookmarks that start and end in one leaf, and whose name is that of one only: the rank of the leaf."""
    found: dict[str, int] = {}
    count: Counter[str] = Counter()
    for rank, leaf in enumerate(story):
        ends = {one.get(_ID) for element in leaf.elements for one in element.iter(_END)}
        for mark in (one for element in leaf.elements for one in element.iter(_START)):
            count[mark.get(_NAME, "")] += 1
            if mark.get(_ID) in ends:
                found[mark.get(_NAME, "")] = rank
    return {name: rank for name, rank in found.items() if count[name] == 1}


def _codes(root: Any) -> Iterator[str]:
    for one in root.iter(f"{W}instrText", f"{W}fldSimple"):
        yield (one.text or "") if one.tag == f"{W}instrText" else one.get(_INSTR, "")


def _names(root: Any) -> set[str]:
    return {one.get(_NAME, "") for one in root.getroottree().getroot().iter(_START)}


def _free(name: str, taken: set[str]) -> str:
    number = 1
    while (found := f"{name[: _LONGEST - len(str(number)) - 2]}_d{number}") in taken:
        number += 1
    return found


def _recoded(root: Any, code: Callable[[re.Match[str]], str]) -> None:
    """Writes anew the codes of the fields that lead somewhere."""
    for one in root.iter(f"{W}instrText", f"{W}fldSimple"):
        if one.tag == f"{W}instrText":
            one.text = _LEADING.sub(code, one.text or "", count=1)
        else:
            one.set(_INSTR, _LEADING.sub(code, one.get(_INSTR, ""), count=1))
