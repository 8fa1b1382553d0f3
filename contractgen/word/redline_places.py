"""Where what a redline adds comes to stand: among the leaves of a story, in the content control that it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from lxml import etree

from contractgen.word.redline_leaves import Leaf, Pair
from contractgen.word.redline_paragraphs import Pen
from contractgen.word.resolving import SDT, SDT_CONTENT, W

_ENDS = (f"{W}bookmarkEnd", f"{W}commentRangeEnd", f"{W}permEnd")
_ID = f"{W}id"


class Place:
    """The place reached in a story."""

    def __init__(self, root: Any, a: list[Leaf], b: list[Leaf], pairs: list[Pair], pen: Pen) -> None:
        self._root, self._pen = root, pen
        self._a = a
        self._kept = {i for i, j in pairs if i is not None and j is not None}
        self._last: Any = None
        self._same = _same_controls(a, b, pairs)  # a control of the second story → that of the first
        self._made: dict[Any, Any] = {}  # a control of the second story → the content of its copy
        self._copies: list[Any] = []

    def replace(self, old: Sequence[Any], new: list[Any]) -> None:
        """Puts elements in the place of those of a leaf."""
        if new[0] is not old[0]:
            for element in new:
                old[0].addprevious(element)
            for element in old:
                element.getparent().remove(element)
        self._last = new[-1]

    def add(self, elements: list[Any], controls: tuple[Any, ...], after: Any) -> None:
        """Puts elements after the place reached; `controls`: those around them in the second story; `after`: the next
        element of the first."""
        owners = set(self._last.iterancestors()) if self._last is not None else set()
        new = tuple(one for one in controls if one not in self._made and one not in self._same)
        made = next((self._made[one] for one in reversed(controls) if self._made.get(one) in owners), None)
        same = next((_content(self._same[one]) for one in reversed(controls) if one in self._same), self._root)
        inner, outer = self._wrapped(elements, new)
        if made is not None:
            made.extend(outer)
        else:
            self._put(outer, same, after)
        self._last = inner[-1]

    def gone(self) -> list[Any]:
        """The content controls of the first story of which nothing is left in the second."""
        kept = {control for rank in self._kept for control in self._a[rank].controls}
        found = dict.fromkeys(control for leaf in self._a for control in leaf.controls if control not in kept)
        return [control for control in found if control.tag == SDT]

    def added(self) -> list[Any]:
        """The content controls that were added."""
        return self._copies

    def _wrapped(self, elements: list[Any], controls: tuple[Any, ...]) -> tuple[list[Any], list[Any]]:
        """The elements, and what is to be put: themselves, or copies of the controls that hold them."""
        outer = elements
        for control in reversed(controls):
            copy = etree.Element(control.tag)
            properties = control.find(f"{W}sdtPr")
            if properties is not None:
                copy.append(deepcopy(properties))
            for ident in copy.findall(f"{W}sdtPr/{_ID}"):
                ident.set(f"{W}val", self._pen.number())
            content = etree.SubElement(copy, SDT_CONTENT) if control.tag == SDT else copy
            content.extend(outer)
            self._made[control] = content
            self._copies.append(copy)
            outer = [copy]
        return elements, outer

    def _put(self, elements: list[Any], container: Any, after: Any) -> None:
        inside = self._last is not None and container in self._last.iterancestors()
        ahead = after is not None and container in after.iterancestors()
        if ahead and not inside:
            _before(elements, _child(after, container))
        elif self._last is None and after is not None:
            _before(elements, _child(after, self._root))
        elif self._last is None:
            start = 1 if len(container) and container[0].tag == f"{W}tcPr" else 0
            container[start:start] = elements
        else:
            _after(elements, self._reached(container, after))

    def _reached(self, container: Any, after: Any) -> Any:
        """What holds the place reached, as far out as the container, but not so far as to hold what comes next."""
        child = self._last
        next_owners = set(after.iterancestors()) if after is not None else set()
        while child.getparent() not in (container, self._root) and child.getparent() not in next_owners:
            child = child.getparent()
        while child.getnext() is not None and child.getnext().tag in _ENDS:
            child = child.getnext()
        return child


def ranged(control: Any, kind: str, pen: Pen) -> None:
    """Tracks that a content control itself goes or comes, apart from what it holds (17.13.5.4 to .7)."""
    content = _content(control)
    opening, opened = _range(kind, pen)
    closing, closed = _range(kind, pen)
    control.addprevious(opening)
    content.insert(0, opened)
    content.append(closing)
    control.addnext(closed)


def _range(kind: str, pen: Pen) -> tuple[Any, Any]:
    start = pen.change(f"{kind}RangeStart")
    return start, etree.Element(f"{kind}RangeEnd", {_ID: start.get(_ID, "")})


def _content(control: Any) -> Any:
    return control.find(SDT_CONTENT) if control.tag == SDT else control


def _same_controls(a: list[Leaf], b: list[Leaf], pairs: list[Pair]) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for i, j in pairs:
        if i is not None and j is not None:
            for one, other in zip(a[i].controls, b[j].controls, strict=False):
                if one not in found.values():
                    found.setdefault(other, one)
    return found


def _child(element: Any, container: Any) -> Any:
    """The child of a container that is, or holds, an element."""
    while element.getparent() is not container:
        element = element.getparent()
    return element


def _before(elements: list[Any], place: Any) -> None:
    for element in elements:
        place.addprevious(element)


def _after(elements: list[Any], place: Any) -> None:
    for element in reversed(elements):
        place.addnext(element)
