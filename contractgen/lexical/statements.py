"""One thing that a clause of a contract says: of a subject, of whose, of what it applies to, how much or which."""

from __future__ import annotations

import re
from typing import NamedTuple

from contractgen.lexical.clauses import Clause
from contractgen.lexical.evidence import folded
from contractgen.lexical.passages import Passage
from contractgen.lexical.quantities import Quantity

CLIENT = r"client|cliente|responsable d[eu] (?:ce )?traitement|responsable|abonne|adherent|acheteur|donneur d'ordres?|mandant|pouvoir adjudicateur|maitre d'ouvrage|beneficiaire|souscripteur|employeur"
PROVIDER = r"prestataire|fournisseur|cabinet|titulaire|sous-traitant|editeur|hebergeur|infogerant|mandataire|expert-comptable|consultant|vendeur|integrateur"
PARTY = rf"(?:l[ea] |l'|du |de l[a'] ?|de l'|au |a l[a'] ?|a l')(?:societe )?(?:(?P<client>{CLIENT})|(?P<provider>{PROVIDER}))\b"
DELAYS = "délais d'intervention et de rétablissement"
ROW = "rang "  # before the first cell of a row that a statement is of
_UNTOLD = (ROW, "cas ", "de ", "sujet ")  # what a statement is of in cut words
_QUOTE, _BEFORE, _WORDS_LETTERS, _SHORT_LETTERS, _BESIDE = 200, 120, 25, 8, 40


class Statement(NamedTuple):
    """`value`: a quantity, or a choice; `basis`: what compares with it (« par an », « résolution »); `whose`: « client », « provider » or
    nobody's own; `of`: what it applies to; `words`: those that say it; `rank`: of the passage."""

    subject: str
    figure: str
    value: Quantity | frozenset[str]
    basis: str
    whose: str
    of: frozenset[str]
    rank: int
    passage: Passage
    words: str

    def compares(self, other: Statement) -> bool:
        """Whether the two are said of one thing, each of any party or of the same."""
        return (
            self.basis == other.basis
            and self.of == other.of
            and (self.whose == other.whose or "" in (self.whose, other.whose))
        )

    def apart(self, other: Statement) -> bool:
        """Whether the two values cannot both hold."""
        if isinstance(self.value, Quantity) and isinstance(other.value, Quantity):
            return self.value.apart(other.value)
        if isinstance(self.value, frozenset) and isinstance(other.value, frozenset):
            return not self.value & other.value
        return False

    @property
    def told(self) -> str:
        """The figure, after the option or severity and the act that it is of: « gravité majeur, résolution : 4 heures »."""
        of = [what for what in sorted(self.of) if not what.startswith(_UNTOLD)]
        about = ", ".join((*of, self.basis)) if self.subject == DELAYS else ""
        return f"{about} : {self.figure}" if about else self.figure

    @property
    def quote(self) -> str:
        """The stretch of the passage that says it."""
        at = self._at()
        start = self.passage.text.rfind(" ", 0, at - _BEFORE) + 1 if at > _BEFORE else 0
        return f"{'…' if start else ''}{self.passage.text[start : start + _QUOTE]}"

    @property
    def place(self) -> str:
        return self.passage.place_at(self._at())

    def _at(self) -> int:
        text = folded(self.passage.text)
        exact = self.words[-_SHORT_LETTERS:] if isinstance(self.value, Quantity) else self.words
        stretches = (
            self.words[-_WORDS_LETTERS:],
            exact,
            self.words[:_WORDS_LETTERS],
            self.words[: _WORDS_LETTERS // 2],
        )
        return next((at.start() for stretch in stretches if stretch and (at := _written(stretch).search(text))), 0)


def _written(stretch: str) -> re.Pattern[str]:
    """Words as a text writes them, where what is in brackets was left out: « douze (12) mois »."""
    return re.compile(re.escape(stretch).replace(r"\ ", r" (?:\([^)]{1,40}\) ?)?"))


def measured(clause: Clause, subject: str, value: Quantity, basis: str, whose: str, of: frozenset[str]) -> Statement:
    """A figure that a clause says."""
    said = clause.said.sentence
    words = said[max(0, value.start - _BESIDE) : value.end]
    return Statement(subject, value.figure, value, basis, whose, of, clause.rank, clause.passage, words)


def chosen(
    clause: Clause, subject: str, figure: str, words: str, *, allows: frozenset[str] = frozenset(),
    basis: str = "", whose: str = "", of: frozenset[str] = frozenset()
) -> Statement:  # fmt: skip
    """A choice that a clause says; `allows`: what it can stand beside, itself if none is told."""
    value = allows or frozenset({figure})
    return Statement(subject, figure, value, basis, whose, of, clause.rank, clause.passage, words)


def parties_in(text: str) -> list[tuple[str, re.Match[str]]]:
    """The parties that a stretch names, in its order."""
    return [("client" if found["client"] else "provider", found) for found in re.finditer(PARTY, text)]
