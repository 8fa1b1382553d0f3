"""What every check may read: the values of one lot at the moment of checking. Checks change nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from contractgen.lots import LotAnswers
from contractgen.model import Document, Finding, Library, Questionnaire, Run, Selection, View
from contractgen.names import Printing


class Context(NamedTuple):
    """`lots`: the views of all lots of the dossier, this one included; `several`: the answers hold `lots:`;
    `runs`: by id of document, its runs that are no plain text: answers, blanks, references; `assembled`: the findings
    of assembly."""

    library: Library
    questionnaire: Questionnaire
    printing: Printing
    answers: LotAnswers
    view: View
    selection: Selection
    documents: tuple[Document, ...]
    runs: Mapping[str, tuple[Run, ...]]
    assembled: tuple[Finding, ...]
    lots: tuple[View, ...]
    several: bool

    def label(self, name: str) -> str:
        """The label of a question, fact or parameter, else its name."""
        found = self.printing.descriptions.get(name)
        return found.label.rstrip(" ?") if found else name
