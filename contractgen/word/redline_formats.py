"""A document that another program has saved, given the formats of the one it is compared with: two sets of parts in, parts out.

A word processor that is not the one a file was made with writes the properties of every paragraph, table and letter anew:
the page is the same, and a comparison of the properties has more changes than lines. Where two paragraphs, tables, rows
and cells stand for each other, the second takes the properties of the first; what changes what is read (`redline_letters`)
stays that of the second, and so does every word. What was given is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from contractgen.differences import aligned
from contractgen.word.opening import parse_xml
from contractgen.word.redline_atoms import canonical
from contractgen.word.redline_imports import Imports, Relations, style_names, tree
from contractgen.word.redline_leaves import leaves, paired, rows, table_text
from contractgen.word.redline_letters import Page
from contractgen.word.redline_runs import dress_runs, prepared, unwrap_bare
from contractgen.word.redline_tables import can_be_compared, shape
from contractgen.word.resolving import CELL, PPR, RPR, TABLE, P, W
from contractgen.word.revisions import serialised

_REWRITTEN = 3  # of so many paragraphs with the same words, more than one has other formats: another program wrote them
_FEW = 20  # paragraphs with the same words: fewer say nothing of who wrote them
_NUMBERING, _STYLE, _LIST = "word/numbering.xml", f"{W}pStyle", f"{W}numPr"
_STAYING = {
    PPR: (RPR, f"{W}sectPr"),
    f"{W}tcPr": (f"{W}vMerge", f"{W}gridSpan"),
    f"{W}sectPr": (f"{W}headerReference", f"{W}footerReference"),
}


def written_anew(a: Mapping[str, bytes], b: Mapping[str, bytes]) -> bool:
    """Whether another program has written the formats of the second document anew."""
    one, other = (_formats(parts) for parts in (a, b))
    names = style_names(tree(dict(a), "word/styles.xml", "styles"), tree(dict(b), "word/styles.xml", "styles"))
    for use in other[1]:
        use.set(f"{W}val", names.get(use.get(f"{W}val", ""), use.get(f"{W}val", "")))
    shared = [text for text in one[0] if text in other[0]]
    differing = sum(_look(one[0][text]) != _look(other[0][text]) for text in shared)
    return len(shared) >= _FEW and differing * _REWRITTEN > len(shared)


def _formats(parts: Mapping[str, bytes]) -> tuple[dict[str, Any], list[Any]]:
    """The paragraphs of the body by their text, and the uses of styles in them."""
    root = parse_xml(parts["word/document.xml"], "word/document.xml")
    texts = (("".join(t.text or "" for t in one.iter(f"{W}t")), one) for one in root.iter(P))
    return {text: one for text, one in texts if text.strip()}, list(root.iter(_STYLE, f"{W}rStyle"))


def _look(paragraph: Any) -> tuple[str, ...]:
    own = paragraph.find(PPR)
    kept = [canonical(one, {}) for one in own if one.tag not in (RPR, f"{W}sectPr")] if own is not None else []
    letters = {canonical(one, {}) for one in paragraph.iter(RPR) if one.getparent().tag != PPR}
    return (*kept, *sorted(letters))


def dressed(
    a: Mapping[str, bytes], b: Mapping[str, bytes], pairs: list[tuple[str, str]]
) -> tuple[dict[str, bytes], int]:
    """The parts of the second document in the formats of the first; how many paragraphs, tables, rows and cells had
    others. `pairs`: the parts that stand for each other."""
    work = _Dress(a, b)
    found = dict(b)
    for name, its in pairs:
        root, second = parse_xml(a[name], name), parse_xml(b[its], its)
        unwrap_bare(second)
        work.leads = Relations(dict(a), name).leads, Relations(dict(b), its).leads
        body, its_body = root.find(f"{W}body"), second.find(f"{W}body")
        work.taken = set()
        if body is None or its_body is None:
            work.story(root, second)
        else:
            work.story(body, its_body)
            work.properties(body, its_body, "sectPr")
        work.lists(second)
        found[its] = serialised(second)
    work.imports.finish()
    if _NUMBERING in work.imports.parts and _NUMBERING in b:
        found[_NUMBERING] = work.imports.parts[_NUMBERING]
    return found, work.given


class _Dress:
    """What is known while a document is dressed. `taken`: the properties whose lists are already those of the first."""

    def __init__(self, a: Mapping[str, bytes], b: Mapping[str, bytes]) -> None:
        self.imports = Imports(dict(a), dict(b))
        self._pages = Page(a), Page(b)
        styles = [tree(dict(parts), "word/styles.xml", "styles") for parts in (a, b)]
        self._names = style_names(*styles)
        self.leads: tuple[Mapping[str, str], Mapping[str, str]] = {}, {}
        self.taken: set[Any] = set()
        self.given = 0

    def story(self, root: Any, other: Any) -> None:
        """Dresses the paragraphs and tables of a body, cell, header or footer."""
        one, two = leaves(root, self.leads[0]), leaves(other, self.leads[1])
        for i, j in paired(one, two):
            if i is None or j is None:
                continue
            mine, its = one[i].elements[-1], two[j].elements[-1]
            if mine.tag == TABLE:
                self._table(mine, its)
            else:
                self._paragraph(mine, its)

    def _table(self, table: Any, other: Any) -> None:
        if not (can_be_compared(table) and can_be_compared(other)):
            return
        self.properties(table, other, "tblPr")
        self.properties(table, other, "tblGrid")
        one, two = rows(table), rows(other)
        pairs = aligned(
            [table_text(row) for row in one],
            [table_text(row) for row in two],
            lambda i, j: shape(one[i]) == shape(two[j]),
        )
        for i, j in pairs:
            if i is None or j is None:
                continue
            self.properties(one[i], two[j], "trPr")
            for cell, its in zip(one[i].findall(CELL), two[j].findall(CELL), strict=True):
                self.properties(cell, its, "tcPr")
                self.story(cell, its)

    def properties(self, owner: Any, other: Any, name: str) -> None:
        """Gives the properties of one to the other, save what of them is more than a format."""
        own, its = owner.find(f"{W}{name}"), other.find(f"{W}{name}")
        staying = _STAYING.get(f"{W}{name}", ())
        if _base(own, staying) == _base(its, staying):
            return
        self.given += 1
        new = deepcopy(own) if own is not None else its.makeelement(its.tag)
        for one in [one for one in new if one.tag in staying or one.tag == f"{W}{name}Change"]:
            new.remove(one)
        kept = [deepcopy(one) for one in (its if its is not None else ()) if one.tag in staying]
        _with(new, kept, f"{W}{name}")
        if its is not None:
            other.replace(its, new)
        else:
            other.insert(1 if name == "trPr" and other.find(f"{W}tblPrEx") is not None else 0, new)

    def _paragraph(self, mine: Any, its: Any) -> None:
        own, new = mine.find(PPR), its.find(PPR)
        before = _look(its)
        seen = tuple(page.paragraph(one) for page, one in zip(self._pages, (own, new), strict=True))
        wanted = deepcopy(own) if own is not None else its.makeelement(PPR)
        for one in [one for one in wanted if one.tag in (*_STAYING[PPR], f"{W}pPrChange")]:
            wanted.remove(one)
        if seen[0] != seen[1]:
            self._restyle(wanted, new, seen)
        kept = [one for one in (new if new is not None else ()) if one.tag in _STAYING[PPR]]
        letters = prepared(mine, its, self._pages, self.leads)
        wanted.extend(kept)
        if new is not None:
            its.remove(new)
        if len(wanted):
            its.insert(0, wanted)
        dress_runs(mine, letters, self._pages[0])
        self.taken.update(wanted.findall(_LIST) if seen[0] == seen[1] else ())
        self.given += before != _look(its)

    def _restyle(self, wanted: Any, new: Any, seen: tuple[tuple[str, str], ...]) -> None:
        """Gives properties the style and the list of the second document, when a reader sees others."""
        names = (_STYLE, _LIST) if seen[0][0] != seen[1][0] else (_LIST,)
        for name in names:
            for old in wanted.findall(name):
                wanted.remove(old)
        for name in reversed(names):
            for one in new.findall(name) if new is not None else ():
                copy = deepcopy(one)
                copy.set(
                    f"{W}val", self._names.get(copy.get(f"{W}val", ""), copy.get(f"{W}val", ""))
                ) if name == _STYLE else self._list(copy)
                rank = 0 if name == _STYLE else _rank_of_list(wanted)
                wanted.insert(rank, copy)

    def _list(self, number: Any) -> None:
        for one in number.iter(f"{W}numId"):
            one.set(f"{W}val", self.imports.number(one.get(f"{W}val", "")))

    def lists(self, root: Any) -> None:
        """Leads what was not dressed to the lists of the first document."""
        for number in root.iter(_LIST):
            if number not in self.taken:
                self._list(number)


def _rank_of_list(properties: Any) -> int:
    """Where the list of a paragraph stands among its properties (17.3.1.26)."""
    before = [
        f"{W}{name}" for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
    ]
    return sum(one.tag in before for one in properties)


def _with(new: Any, kept: list[Any], name: str) -> None:
    """Puts what stays of the second document where the schema has it."""
    if name == f"{W}sectPr":
        new[0:0] = kept
    elif name == f"{W}tcPr":
        at = sum(one.tag in (f"{W}cnfStyle", f"{W}tcW") for one in new)
        new[at:at] = sorted(kept, key=lambda one: one.tag != f"{W}gridSpan")
    else:
        new.extend(kept)


def _base(properties: Any, staying: tuple[str, ...]) -> str:
    if properties is None:
        return ""
    return "".join(canonical(one, {}) for one in properties if one.tag not in staying)
