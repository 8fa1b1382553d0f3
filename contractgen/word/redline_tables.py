"""Tables of a redline: rows aligned, cells compared as stories, whole tables struck or added (17.13.5.17, 17.13.5.21)."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from lxml import etree

from contractgen.differences import aligned
from contractgen.word.redline_atoms import atoms
from contractgen.word.redline_leaves import rows, table_text
from contractgen.word.redline_paragraphs import CHANGES, State
from contractgen.word.redline_texts import Work, added, brought_properties, struck, with_change, with_mark
from contractgen.word.resolving import CELL, CELL_MARKS, DEL, INS, PPR, ROW, P, W

_ROW_PROPERTIES, _CELL_PROPERTIES = f"{W}trPr", f"{W}tcPr"
_KNOWN = (f"{W}tblPr", f"{W}tblGrid", ROW, f"{W}bookmarkStart", f"{W}bookmarkEnd")
Story = Callable[[Any, Any, Work], None]


def struck_table(table: Any, work: Work, state: State = "struck") -> Any:
    """A copy of a table with each row struck, and each text too, or « gone » elsewhere."""
    copy = deepcopy(table)
    _strike_rows(copy, work, state)
    return copy


def added_rows(owner: Any, work: Work, state: State = "added") -> Any:
    """A copy of a table of the second document, or of a row of it, with each row added, and each text too, or « come »
    from elsewhere."""
    copy = deepcopy(owner)
    for row in list(copy.iter(ROW)):
        _mark_row(row, INS, work)
    for paragraph in _paragraphs(copy):
        _add(paragraph, work, state)
    return copy


def can_be_compared(table: Any) -> bool:
    """Whether all rows stand in the table itself, and no cell was put in or taken out before."""
    if next(table.iter(*CELL_MARKS), None) is not None:
        return False
    return all(child.tag in _KNOWN for child in table) and all(
        child.tag in (CELL, _ROW_PROPERTIES, f"{W}tblPrEx") for row in table.findall(ROW) for child in row
    )


def redline_table(table: Any, other: Any, work: Work, story: Story) -> None:
    """Makes of a table, in place, what it is with the changes that lead to the other one; `story` compares two cells."""
    for name in ("tblPr", "tblGrid"):
        _properties(table, other, f"{W}{name}", work)
    one, two = rows(table), rows(other)
    last = one[0].getprevious() if one else table[-1]
    pairs = aligned(
        [table_text(row) for row in one],
        [table_text(row) for row in two],
        lambda i, j: shape(one[i]) == shape(two[j]),
    )
    for i, j in pairs:
        if i is None and j is not None:
            work.count["rows_inserted"] += 1
            row = added_rows(two[j], work)
            last.addnext(row)
            last = row
        elif i is not None:
            last = one[i]
            if j is None:
                work.count["rows_deleted"] += 1
                _strike_rows(last, work)
            else:
                _redline_row(last, two[j], work, story)


def shape(row: Any) -> list[str]:
    """The columns that the cells of a row span."""
    spans = [cell.find(f"{_CELL_PROPERTIES}/{W}gridSpan") for cell in row.findall(CELL)]
    return ["1" if span is None else span.get(f"{W}val", "1") for span in spans]


def _redline_row(row: Any, other: Any, work: Work, story: Story) -> None:
    _properties(row, other, _ROW_PROPERTIES, work)
    for cell, its in zip(row.findall(CELL), other.findall(CELL), strict=True):
        _properties(cell, its, _CELL_PROPERTIES, work)
        story(cell, its, work)


def _properties(owner: Any, other: Any, name: str, work: Work) -> None:
    """Changes the properties of a table, row or cell where they differ."""
    own, new = owner.find(name), other.find(name)
    found = with_change(own, new, work)
    if found is own:
        return
    if own is not None:
        owner.replace(own, found)
    else:
        owner.insert(1 if owner.find(f"{W}tblPrEx") is not None and name == _ROW_PROPERTIES else 0, found)


def _strike_rows(owner: Any, work: Work, state: State = "struck") -> None:
    """Strikes a table or a row, and the tables in it."""
    for row in list(owner.iter(ROW)):
        _mark_row(row, DEL, work)
    for paragraph in _paragraphs(owner):
        _strike(paragraph, work, state)


def _mark_row(row: Any, name: str, work: Work) -> None:
    properties = row.find(_ROW_PROPERTIES)
    if properties is None:
        properties = etree.Element(_ROW_PROPERTIES)
        row.insert(1 if row.find(f"{W}tblPrEx") is not None else 0, properties)
    if properties.find(name) is None:
        change = properties.find(f"{W}trPrChange")
        mark = work.pen.change(name)
        if change is None:
            properties.append(mark)
        else:
            change.addprevious(mark)


def _paragraphs(root: Any) -> list[Any]:
    """The paragraphs of tables, not those of text boxes in them."""
    return [one for one in root.iter(P) if next(one.iterancestors(P), None) is None]


def _strike(paragraph: Any, work: Work, state: State) -> None:
    text = atoms((paragraph,), work.imports.relations(work.part).leads)
    (new,) = struck(text, with_mark(paragraph.find(PPR), CHANGES[state], work), work, state)
    paragraph.getparent().replace(paragraph, new)


def _add(paragraph: Any, work: Work, state: State) -> None:
    text = atoms((paragraph,), work.other.leads)
    properties = with_mark(brought_properties(paragraph.find(PPR), work), CHANGES[state], work)
    paragraph.getparent().replace(paragraph, added(text, properties, work, state))
