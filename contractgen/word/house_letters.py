"""The letters of a house style, as levels of the list of its titles: « Article 1 », 1.1, 1.1.1, (a), (i).

In: the numbering part, the levels that the template has for letters, and the styles found. Out: the list of articles and
that of annexes with letters as their fourth and fifth levels, tied to their styles; a list of letters alone, for where
those of the titles would be miscounted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any, NamedTuple

from contractgen.word.house_package import VAL, W
from contractgen.word.house_styles import ANNEXED, ROLES

DEPTH = 3  # of letters, from 0, below the three levels of titles
_AFTER_TIE = ("isLgl", "suff", "lvlText", "lvlPicBulletId", "legacy", "lvlJc", "pPr", "rPr")
_BEFORE_NUMBER = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
_AFTER_PROPERTIES = ("rPr", "tblPr", "trPr", "tcPr", "tblStylePr")
_FIGURE = re.compile(r"%([1-9])")


class Letters(NamedTuple):
    """The abstract lists in which letters stand: that of articles, that of annexes, one of letters `alone`; the number of
    the annexes' list; a number under which no instance of a list stands."""

    article: str
    annex: str
    alone: str
    annexes: str
    last: int


def lettered(
    root: Any, ties: Mapping[str, Any], found: Mapping[str, Any], numbers: Mapping[str, str], last: int
) -> Letters:
    """Puts the levels of letters of the part below those of titles. `ties`: the level of each role; `found`: its style;
    `numbers`: the number of its list."""
    own = [deepcopy(ties[key]) for key in ("item", "item2")]
    by = int(own[0].get(f"{W}ilvl"))
    families = {
        "article": (ROLES["item"].ident, ROLES["item2"].ident),
        "annex": (ANNEXED["item_annex"].ident, ANNEXED["item2_annex"].ident),
    }
    for family, styles in families.items():
        for depth, (level, style) in enumerate(zip(own, styles, strict=True), DEPTH):
            copy = _moved(level, depth, DEPTH - by)
            tie(copy, style)
            _put(ties[f"{family}1"].getparent(), copy)
    for depth, key in enumerate(("item", "item2"), DEPTH):
        _number(found[key], numbers["article1"], depth)
    article, annex = (ties[f"{family}1"].getparent().get(f"{W}abstractNumId", "") for family in families)
    alone = _alone(root, [_moved(level, depth, -by) for depth, level in enumerate(own)])
    return Letters(article, annex, alone, numbers["annex1"], last)


def tie(level: Any, style: str) -> None:
    """Ties a level to a style, in the place that the schema has for it."""
    before = next((child for child in level if child.tag in {f"{W}{name}" for name in _AFTER_TIE}), None)
    element = level.makeelement(f"{W}pStyle", {VAL: style})
    if before is None:
        level.append(element)
    else:
        before.addprevious(element)


def _moved(level: Any, depth: int, by: int) -> Any:
    """A copy of a level at another depth, tied to no style; the figures of its number are those of its new place."""
    copy = deepcopy(level)
    copy.set(f"{W}ilvl", str(depth))
    copy.attrib.pop(f"{W}tplc", None)
    for name in ("start", "lvlRestart", "pStyle"):
        for child in copy.findall(f"{W}{name}"):
            copy.remove(child)
    copy.insert(0, copy.makeelement(f"{W}start", {VAL: "1"}))
    for text in copy.iter(f"{W}lvlText"):
        text.set(VAL, _FIGURE.sub(lambda figure: f"%{int(figure[1]) + by}", text.get(VAL, "")))
    return copy


def _put(abstract: Any, level: Any) -> None:
    """A level in its place among those of a list, instead of the one that was there."""
    depth = int(level.get(f"{W}ilvl"))
    for other in abstract.findall(f"{W}lvl"):
        if int(other.get(f"{W}ilvl", "0")) == depth:
            abstract.remove(other)
    after = [one for one in abstract.findall(f"{W}lvl") if int(one.get(f"{W}ilvl", "0")) < depth]
    after[-1].addnext(level)


def _number(style: Any, number: str, depth: int) -> None:
    """A style numbered by a level of a list (ECMA-376 17.3.1.19), in the place that the schema has for it."""
    properties = style.find(f"{W}pPr")
    if properties is None:
        properties = style.makeelement(f"{W}pPr")
        _insert(style, properties, [child for child in style if child.tag not in _named(_AFTER_PROPERTIES)])
    for own in properties.findall(f"{W}numPr"):
        properties.remove(own)
    element = properties.makeelement(f"{W}numPr")
    element.append(element.makeelement(f"{W}ilvl", {VAL: str(depth)}))
    element.append(element.makeelement(f"{W}numId", {VAL: number}))
    _insert(properties, element, [child for child in properties if child.tag in _named(_BEFORE_NUMBER)])


def _named(names: tuple[str, ...]) -> set[str]:
    return {f"{W}{name}" for name in names}


def _insert(parent: Any, element: Any, before: list[Any]) -> None:
    parent.insert(list(parent).index(before[-1]) + 1 if before else 0, element)


def _alone(root: Any, levels: list[Any]) -> str:
    """Adds a list of these levels; its id."""
    abstracts = root.findall(f"{W}abstractNum")
    ids = (one.get(f"{W}abstractNumId", "") for one in abstracts)
    ident = str(1 + max((int(one) for one in ids if one.isdecimal() and len(one) < 9), default=0))
    element = root.makeelement(f"{W}abstractNum", {f"{W}abstractNumId": ident})
    element.append(element.makeelement(f"{W}multiLevelType", {VAL: "multilevel"}))
    element.extend(levels)
    abstracts[-1].addnext(element)
    return ident
