"""One thing said in two ways, in a contract that others wrote: two figures, two rates, two courts, two places.

Two statements contradict when they are of one subject, of one party, apply to one thing, and cannot both hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from contractgen.lexical import choices, terms
from contractgen.lexical.clauses import clauses_of
from contractgen.lexical.measures import caps, delays, figures, severity_numbers
from contractgen.lexical.outline import text_of
from contractgen.lexical.passages import Passage
from contractgen.lexical.scopes import BREACH, Scope, names_of, scope_of
from contractgen.lexical.statements import ROW, Statement

_READERS = (  # what says a thing, and the words without one of which a clause says nothing of it
    (figures, ("¤",)),
    (caps, ("montant",)),
    (delays, ("¤t",)),
    (terms.rates, ("¤f", "¤p", "¤o")),
    (terms.courts, ("tribuna", "juridiction", "cour")),
    (terms.laws, ("droit", "loi")),
    (terms.forums, ("arbitr", "tribuna")),
    (terms.orders, ("prev", "prim", "emport", "ordre")),
    (terms.renewals, ("recond", "renouvel", "tacite")),
    (terms.payments, ("mois", "ment", "trimestre", "semestre", " an")),
    (choices.exclusivities, ("exclusi", "interdit de", "interdit d'", "libre", "faculte")),
    (choices.subcontractings, ("sous-trait",)),
    (choices.holdings, ("donnee", "heberg", "serveur", "center")),
    (choices.ownerships, ("livrable", "developpement", "resultat", "travaux", "creation", "documents")),
)
_AMICABLE = (
    "cas echec",
    "cas absenc",
    "cas amiabl",
    "cas concil",
    "cas mediat",
    "cas tentat",
    "cas negoci",
    "cas desacc",
    "cas impass",
)
_OF_A_CASE = frozenset({"taux de pénalité", "taux des intérêts de retard"})  # which say themselves in which case
_OWN_CASES = {  # « en cas de restitution » is no case of a giving back, nor a failed agreement one of what is then brought to court
    "restitution des données": ("cas restit", "cas remise"),
    "destruction des données": ("cas suppre", "cas destru", "cas efface"),
    "notification d'une violation": (BREACH,),
    "tribunal compétent": _AMICABLE,
    "règlement des litiges": _AMICABLE,
}
_Thing = tuple[str, str, frozenset[str]]
_FEW = 2  # times that a value is kept, as one paragraph may say two
_MOST = 30  # values of one thing, whosever; more say nothing
_TOO_MANY = 4  # values of one thing: they are of several things that the words do not tell apart


class Contradiction(NamedTuple):
    """A subject said in two ways, and the passages that say them."""

    subject: str
    figures: tuple[str, str]
    quotes: tuple[str, str]
    places: tuple[str, str]


def contradictions(passages: tuple[Passage, ...]) -> Iterator[Contradiction]:
    """Each subject said in two ways; the same twice, or in another unit, is none."""
    things: dict[_Thing, list[Statement]] = defaultdict(list)
    for one in statements(passages):
        same = things[one.subject, one.basis, one.of]
        if sum((one.figure, one.whose) == (other.figure, other.whose) for other in same) < _FEW:
            same.append(one)
    order = {subject: rank for rank, subject in enumerate(dict.fromkeys(subject for subject, _, _ in things))}
    for thing in sorted(things, key=lambda one: order[one[0]]):
        if len({one.figure for one in things[thing]}) <= _MOST:
            yield from _against(things[thing])


def statements(passages: tuple[Passage, ...]) -> Iterator[Statement]:
    """What the clauses say, but for those that say themselves that they depart from a rule."""
    clauses = list(clauses_of(text_of(passages)))
    names, numbers = names_of(passages, clauses), severity_numbers(clauses)
    for clause in clauses:
        text = clause.said.text
        said = [one for read, words in _READERS if any(word in text for word in words) for one in read(clause)]
        if said and not (scope := scope_of(clause, names)).exception:
            yield from (_scoped(one, scope, numbers) for one in said)


def _scoped(one: Statement, scope: Scope, numbers: Mapping[str, str]) -> Statement:
    """A statement with what its clause applies to; a row that is an option's is of the option."""
    own = frozenset(numbers.get(what, what) for what in one.of if not (scope.named and what.startswith(ROW)))
    cases = frozenset() if one.subject in _OF_A_CASE else scope.cases.difference(_OWN_CASES.get(one.subject, ()))
    return one._replace(of=own | scope.of | cases)


def _against(said: Sequence[Statement]) -> Iterator[Contradiction]:
    """The first pair of each two values of one thing that cannot both hold."""
    told: set[frozenset[str]] = set()
    for one, other in combinations(said, 2):
        figures_told = frozenset((one.figure, other.figure))
        if figures_told not in told and _contradict(one, other, said):
            told.add(figures_told)
            yield Contradiction(one.subject, (one.told, other.told), (one.quote, other.quote), (one.place, other.place))


def _contradict(one: Statement, other: Statement, said: Sequence[Statement]) -> bool:
    if one.rank == other.rank or not one.compares(other) or not one.apart(other):
        return False
    if len({same.figure for same in said if same.compares(one) and same.compares(other)}) >= _TOO_MANY:
        return False
    return one.whose == other.whose or not _agreed(one, other, said)


def _agreed(one: Statement, other: Statement, said: Sequence[Statement]) -> bool:
    """Whether what is said of nobody's own is what is said of some party."""
    general = one if not one.whose else other
    return any(same.whose and same.compares(general) and not same.apart(general) for same in said)
