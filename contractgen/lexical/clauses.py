"""The clauses of a contract that may each say one thing: a sentence, an item of a list with what announces it, a cell of a table
with its row and its column, and the title above what is short. A text in, clauses out; nothing of a subject is known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contractgen.lexical.forms import ANNOUNCED, ITEM, SENTENCE
from contractgen.lexical.outline import Text
from contractgen.lexical.passages import Passage
from contractgen.lexical.quantities import Lifted, lifted

_SHORT = 120  # letters; what is as short may have its subject from the title above
_CELL, _BAR = " | ", re.compile(r" ?\| ?")
_MARK = re.compile(r"¤\w+¤")
_OPENED = re.compile(
    r"^\W*(?:(?P<she>la|sa|cette|une) |(?:le|son|ce|un) )[a-z-]+(?: (?:de (?:la |l')?|du |d')[a-z-]+)?"
)
_TAKEN_UP = re.compile(r"^(?:(?P<she>elle|celle-ci)|il|celui-ci)\b")
_IDLE = re.compile(  # what the names of columns say of no row
    r"^(?:valeur|element|elements|rubrique|objet|designation|description|libelle|cible|engagement|engagement de service|indicateur|critere|parametre|condition|conditions|modalites?|detail|details|stipulation|clause|point|item|article|theme|evenement|poste|donnee|montant|delai|n°|no|numero|\W*)s?$"
)


class Clause(NamedTuple):
    """`text`: folded, quantities lifted out; `title`: the same of the title above, for what is short; `above`: all titles above;
    `row`: the first cell of the row that it is of, with the name of its column; `rank`: of the passage."""

    said: Lifted
    title: str
    above: str
    row: tuple[str, str]
    rank: int
    passage: Passage
    words: str

    def under_title(self) -> Clause | None:
        """The clause after the title that may give its subject."""
        title = _MARK.sub("~", lifted(self.title).text)  # a figure of the title is the title's
        return self._replace(said=lifted(f"{title} : {self.words}"), title="") if title else None


def clauses_of(text: Text) -> Iterator[Clause]:
    """The clauses, in the order of the text."""
    for rank, (passage, fold, heads) in enumerate(zip(text.passages, text.folds, text.heads, strict=True)):
        titles = [text.folds[head] for head in heads if _CELL not in text.passages[head].text]
        title = titles[-1].rstrip(" :.") if titles and len(fold) <= _SHORT else ""
        above = " / ".join(titles)
        if _CELL in passage.text:
            for row, cell in () if passage.title else _cells(passage, fold):
                yield from (Clause(lifted(one), title, above, row, rank, passage, cell) for one in SENTENCE.split(cell))
        else:
            for one in _stretches(fold):
                yield Clause(lifted(one), title, above, ("", ""), rank, passage, one)


def _stretches(fold: str) -> Iterator[str]:
    """Sentences, and parts of them; an item of an announced list after what announces it."""
    for sentence in SENTENCE.split(fold):
        announced = ANNOUNCED.search(sentence)
        lead, listed = (sentence[: announced.start()], sentence[announced.end() :]) if announced else ("", sentence)
        before = ""
        for item in ITEM.split(listed):
            own = f"{before} : {item}" if _takes_up(before, item) else item
            yield f"{lead} : {own}" if lead else own
            opened = _OPENED.match(item)
            before = opened[0].strip() if opened else before if own != item else ""


def _takes_up(before: str, item: str) -> bool:
    """« sa responsabilité ne saurait… ; elle est limitée à »: what the second part is of is said in the first."""
    found, opened = _TAKEN_UP.match(item), _OPENED.match(before)
    if found is None or opened is None:
        return False
    return (found["she"] is None) is (opened["she"] is None)


def _cells(passage: Passage, fold: str) -> Iterator[tuple[tuple[str, str], str]]:
    """Each cell of a row after the first, as « name of the column, first cell : cell »."""
    cells, columns = _BAR.split(fold), passage.text.count("|") + 1
    heads = cells[:columns] if len(cells) == 2 * columns else [""] * columns
    own = cells[-columns:]
    for head, cell in zip(heads[1:], own[1:], strict=False):
        column = "" if _IDLE.match(head) else head
        kind = "" if _IDLE.match(heads[0]) else heads[0]
        row = (kind, own[0])
        yield row, f"{own[0]}, {column} : {cell}" if column else f"{own[0]} : {cell}"
