"""What two Word documents must share to be called equal: the parts of a redline and of its two documents in, what differs out.

Compared, in order: each paragraph with its style and other properties, its list by what it looks like and its rank among
the lists, its text, its fields with what they show and the paragraph that they lead to, its formats; each table with its properties, grid, rows and cells;
the last section's page; the same in headers and footers. Not compared: bookmarks, comments, content controls, the
format of paragraph marks, definitions of styles, revision ids, and an empty paragraph at the end of a body or cell,
whose mark no change can take away (ECMA-376 part 1, 17.13.5.15).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contractgen.differences import same_stretches
from contractgen.word.opening import parse_xml
from contractgen.word.redline_atoms import SILENT, Atom, canonical
from contractgen.word.redline_imports import Relations, list_look, style_names, tree
from contractgen.word.redline_leaves import Leaf, leaves
from contractgen.word.redline_targets import by_their_targets, led_to
from contractgen.word.resolving import CELL, PPR, ROW, RPR, W
from contractgen.word.revisions import resolved_parts

_NOT_COMPARED = (RPR, f"{W}sectPr", f"{W}headerReference", f"{W}footerReference")
_TOLD = 5


def differences(found: dict[str, bytes], a: dict[str, bytes], b: dict[str, bytes]) -> Iterator[str]:
    """What all rejected differs from the first document in, and all accepted from the second, one French line each."""
    for view, accepted, wanted in (
        ("tout refusé", False, resolved_parts(a, accepted=False)),
        ("tout accepté", True, b),
    ):
        one, other = outline(resolved_parts(found, accepted=accepted), a), outline(wanted, a)
        stretches = [stretch for stretch in same_stretches(one, other) if not stretch.same]
        for stretch in stretches[:_TOLD]:
            lines = [*other[stretch.b1 : stretch.b2], *one[stretch.a1 : stretch.a2]]
            yield f"{view} : le fichier diffère du document comparé près de « {_short(lines[0])} »"


def outline(parts: Mapping[str, bytes], names: Mapping[str, bytes] | None = None) -> list[str]:
    """What is compared of a document, one line a paragraph, row or table. `names`: the parts whose style ids are used."""
    return list(_Outline(dict(parts), dict(names or parts)).lines())


class _Outline:
    def __init__(self, parts: dict[str, bytes], names: dict[str, bytes]) -> None:
        self._parts = parts
        self._lists = tree(parts, "word/numbering.xml", "numbering")
        self._styles = style_names(tree(names, "word/styles.xml", "styles"), tree(parts, "word/styles.xml", "styles"))
        self._ranks: dict[str, int] = {}
        self._led: dict[str, str] = {}  # of each bookmark, the text that it stands in

    def lines(self) -> Iterator[str]:
        relations = Relations(self._parts, "word/document.xml")
        body = self._root("word/document.xml").find(f"{W}body")
        if body is None:
            return
        yield from self._story(body, relations.leads)
        section = body.find(f"{W}sectPr")
        if section is not None:
            yield self._look(section)
            for reference in section.findall(f"{W}headerReference") + section.findall(f"{W}footerReference"):
                name = relations.target(reference.get(relations.attribute, ""))
                if name in self._parts:
                    yield f"{reference.tag} {reference.get(f'{W}type')}"
                    yield from self._story(self._root(name), Relations(self._parts, name).leads)

    def _root(self, name: str) -> Any:
        root = parse_xml(self._parts[name], name)
        for use in root.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"):
            use.set(f"{W}val", self._styles.get(use.get(f"{W}val", ""), use.get(f"{W}val", "")))
        self._led = self._led or led_to(root)  # the body comes first
        by_their_targets(root, self._led)
        return root

    def _story(self, root: Any, leads: Mapping[str, str]) -> Iterator[str]:
        found = leaves(root, leads, cut=False)
        while len(found) > 1 and not found[-1].is_table and not found[-1].text and not _shows(found[-1]):
            found.pop()
        for leaf in found:
            if leaf.is_table:
                yield from self._table(leaf.elements[0], leads)
            else:
                yield f"{self._look(leaf.elements[-1].find(PPR))} {''.join(_shown(leaf.atoms))}"

    def _table(self, table: Any, leads: Mapping[str, str]) -> Iterator[str]:
        yield "".join(self._look(table.find(f"{W}{name}")) for name in ("tblPr", "tblGrid"))
        for row in table.iterdescendants(ROW):
            if next(row.iterancestors(f"{W}tbl")) is table:
                yield f"row {self._look(row.find(f'{W}trPr'))}"
                for cell in row.iterdescendants(CELL):
                    if next(cell.iterancestors(ROW)) is row:
                        yield f"cell {self._look(cell.find(f'{W}tcPr'))}"
                        yield from self._story(cell, leads)

    def _look(self, properties: Any) -> str:
        if properties is None:
            return ""
        for number in properties.findall(f"{W}numPr/{W}numId"):
            ident = number.get(f"{W}val", "")
            rank = self._ranks.setdefault(ident, len(self._ranks))
            number.set(f"{W}val", f"{rank} {list_look(self._lists, ident)}")
        return "".join(canonical(child, {}) for child in properties if child.tag not in _NOT_COMPARED)


def _shows(leaf: Leaf) -> bool:
    return any(atom.kind not in SILENT for atom in leaf.atoms)


def _shown(text: tuple[Atom, ...]) -> Iterator[str]:
    """What of the atoms is compared, texts formatted alike joined."""
    before = None
    for atom in text:
        if atom.kind in SILENT:
            continue
        if atom.formatted != before:
            yield f"[{atom.formatted}]"
            before = atom.formatted
        yield atom.key


def _short(line: str) -> str:
    text = line.rpartition(">")[2].strip() or line
    return text if len(text) <= 80 else f"{text[:79]}…"
