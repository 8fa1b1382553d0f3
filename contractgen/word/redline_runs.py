"""The runs of a paragraph given the formats of those they stand for: two paragraphs in, the second changed in place.

Word for word: letters that both have take the properties of the first; what is seen of the second (bold, struck, hidden…)
is added to them. New letters keep what is seen of them. A link that leads to the same place with the same words, and
fields that LibreOffice puts around its words, are those of the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import groupby
from typing import Any

from lxml import etree

from contractgen.differences import same_stretches, words
from contractgen.word.redline_letters import Marks, Page, marked_as, plain
from contractgen.word.resolving import PPR, RPR, RUN, SDT, SDT_CONTENT, P, W, unwrap

_T, _SPACE = f"{W}t", "{http://www.w3.org/XML/1998/namespace}space"
_SHOWN = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011"}
_FIELD = (f"{W}fldChar", f"{W}instrText")
_LINK, _ANCHOR = f"{W}hyperlink", f"{W}anchor"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BARE = tuple(
    f"{W}{name}" for name in ("id", "alias", "rPr")
)  # what says nothing of a control but its number and title


def unwrap_bare(root: Any) -> None:
    """Takes the content controls inside paragraphs that say nothing away from around what they hold."""
    for control in list(root.iter(SDT)):
        properties, content = control.find(f"{W}sdtPr"), control.find(SDT_CONTENT)
        bare = properties is None or all(one.tag in _BARE for one in properties)
        if bare and content is not None and next(control.iterancestors(P), None) is not None:
            control.addprevious(content)
            control.getparent().remove(control)
            unwrap(content)


def prepared(
    mine: Any, its: Any, pages: tuple[Page, Page], leads: tuple[Mapping[str, str], Mapping[str, str]]
) -> list[tuple[str, Any, Marks]]:
    """The runs of the second paragraph, made to hold one thing each: the text, the run, and what marks its letters."""
    _links(mine, its, leads)
    _contents(mine, its)
    if pages[0].turned(mine.find(PPR)):
        _page_break(its)
    _cut_up(its)
    return [(text, run, pages[1].letters(run)) for text, run in _letters(its)]


def dress_runs(mine: Any, its: list[tuple[str, Any, Marks]], page: Page) -> None:
    """Gives the runs of the second paragraph, whose own properties are already those wanted, the properties of the runs
    of the first. `page`: how the first document reads."""
    one = list(_letters(mine))
    held = _counterparts("".join(text for text, _ in one), "".join(text for text, _, _ in its))
    owners = [run for text, run in one for _ in text]
    at, near = 0, next(iter(owners), next((run for _, run in one), None))
    for text, run, marks in its:
        ranks = held[at : at + len(text)]
        at += len(text)
        if not text:
            _replace(run, deepcopy(near.find(RPR)) if near is not None else None)
        whose = groupby(None if rank is None else owners[rank] for rank in ranks)
        groups = [(owner, len(list(same))) for owner, same in whose]
        for piece, (owner, _) in zip(_split(run, [length for _, length in groups]), groups, strict=True):
            _replace(piece, deepcopy(owner.find(RPR)) if owner is not None else plain(piece.find(RPR)))
            _replace(piece, marked_as(piece.find(RPR), page.letters(piece), marks))
            near = owner if owner is not None else near


def _contents(mine: Any, its: Any) -> None:
    """Gives a table of contents the code of the first: what it holds is compared line by line."""
    for one, two in zip(mine.iter(f"{W}instrText"), its.iter(f"{W}instrText"), strict=False):
        if all((code.text or "").split()[:1] == ["TOC"] for code in (one, two)):
            two.text = one.text


def _page_break(paragraph: Any) -> None:
    """Takes away a break to a new page before the first word."""
    for run in _runs(paragraph):
        inside = [one for one in run if one.tag != RPR]
        if len(inside) == 1 and inside[0].tag == f"{W}br" and inside[0].get(f"{W}type") == "page":
            run.getparent().remove(run)
        return


def _links(mine: Any, its: Any, leads: tuple[Mapping[str, str], Mapping[str, str]]) -> None:
    """Puts the links of the first paragraph in the place of those that say and do the same."""
    known = {(_shown(link), _leads(link, leads[0])): link for link in mine.iter(_LINK)}
    for link in list(its.iter(_LINK)):
        same = known.get((_shown(link), _leads(link, leads[1])))
        if same is None or any(one.tag not in (RUN, _LINK) for one in link):
            continue
        copy = deepcopy(same)
        copy.tail = None
        if link.get(_RELATION) is not None:
            copy.set(_RELATION, link.get(_RELATION))
        link.getparent().replace(link, copy)


def _leads(link: Any, leads: Mapping[str, str]) -> str:
    return f"{leads.get(link.get(_RELATION, ''), '')}#{link.get(_ANCHOR, '')}"


def _shown(element: Any) -> str:
    return "".join((one.text or "") if one.tag == _T else _SHOWN[one.tag] for one in element.iter(_T, *_SHOWN))


def _runs(paragraph: Any) -> Iterator[Any]:
    """The runs of a paragraph, not those of links, nor of boxes in it."""
    for run in paragraph.iter(RUN):
        if next(run.iterancestors(P)) is paragraph and next(run.iterancestors(_LINK), None) is None:
            yield run


def _letters(paragraph: Any) -> Iterator[tuple[str, Any]]:
    """The runs that hold text or a piece of a field, with their text."""
    for run in _runs(paragraph):
        inside = [one for one in run if isinstance(one.tag, str) and one.tag != RPR]
        if inside and all(one.tag == _T or one.tag in _SHOWN or one.tag in _FIELD for one in inside):
            yield "".join((one.text or "") if one.tag == _T else _SHOWN.get(one.tag, "") for one in inside), run


def _cut_up(paragraph: Any) -> None:
    """Makes runs that hold one thing each."""
    for run in list(_runs(paragraph)):
        inside = [one for one in run if one.tag != RPR]
        for one in reversed(inside[1:]):
            new = etree.Element(RUN)
            properties = run.find(RPR)
            if properties is not None:
                new.append(deepcopy(properties))
            new.append(one)
            run.addnext(new)


def _counterparts(a: str, b: str) -> list[int | None]:
    """Of each letter of the second text, the rank of the letter of the first that it stands for."""
    if a == b:
        return list(range(len(a)))
    one, two = words(a), words(b)
    found: list[int | None] = []
    starts = [0]
    for word in one:
        starts.append(starts[-1] + len(word))
    for stretch in same_stretches(one, two):
        length = sum(map(len, two[stretch.b1 : stretch.b2]))
        first = starts[stretch.a1]
        found += range(first, first + length) if stretch.same else [None] * length
    return found


def _split(run: Any, lengths: list[int]) -> list[Any]:
    """The run cut into pieces of so many letters."""
    if len(lengths) < 2:
        return [run] * len(lengths)
    text = run.find(_T)
    pieces, whole = [run], text.text
    text.text = whole[: lengths[0]]
    at = lengths[0]
    for length in lengths[1:]:
        new = deepcopy(run)
        new.tail = None
        new.find(_T).text = whole[at : at + length]
        pieces[-1].addnext(new)
        pieces.append(new)
        at += length
    for piece in pieces:
        piece.find(_T).set(_SPACE, "preserve")
    return pieces


def _replace(run: Any, new: Any) -> None:
    """Gives a run these properties, without earlier changes of them."""
    own = run.find(RPR)
    if own is not None:
        run.remove(own)
    if new is not None and len(new):
        for change in new.findall(f"{W}rPrChange"):
            new.remove(change)
        run.insert(0, new)
