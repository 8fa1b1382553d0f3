"""A folder of contracts, each told from its own provenance: library, parties, dates, what changed, who is touched.

In: the bytes of each file. Out: one row a file; a file that is not ours, or cannot be read, is a row that says so. Dates
come from the values that the contract now says, whatever it was delivered with; what it does not print, or says in two
ways, is unknown, never guessed.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from contractgen.errors import ReturnedFileError
from contractgen.inspection import inspect_reading
from contractgen.review_answers import mentions
from contractgen.review_matching import places_of
from contractgen.review_view import view_of_lines
from contractgen.word.embedded import Base
from contractgen.word.opening import open_package
from contractgen.word.origins import read_origins
from contractgen.word.read import Reading, read_document

UNKNOWN = "inconnue"
_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_DAY = re.compile(r"(\d{1,2})(?:er)?\s(\w+)\s(\d{4})")
_NUMBER = re.compile(r"\((\d+)\)|(\d+)")
_DEVIATION = "+derogation"
_EDITS = ("removed", "added", "altered")


class Contract(NamedTuple):
    """A row. `state`: ours, foreign or unreadable; `clauses`: version by id, of those that it still holds; `changed`: how many paragraphs and rows are no
    longer as delivered; `ends` and `notice_by`: the end of the current term and the last day to give notice, as ISO dates."""

    file: str
    state: str
    message: str = ""
    document: str = ""
    library: str = ""
    version: str = ""
    client: str = ""
    provider: str = ""
    begins: str = UNKNOWN
    ends: str = UNKNOWN
    notice_by: str = UNKNOWN
    renewal: str = UNKNOWN
    changed: int = 0
    deviations: tuple[str, ...] = ()
    clauses: Mapping[str, str] = {}
    requirements: tuple[str, ...] = ()


def contract_of(name: str, data: bytes) -> Contract:
    """The row of a file; `name` is its path in the folder."""
    try:
        parts = open_package(data)
        reading = read_document(parts)
        inspection = inspect_reading(parts, reading)
    except ReturnedFileError as error:
        return Contract(name, "unreadable", str(error))
    base = inspection.base
    if base is None:
        return Contract(name, "foreign", "ce fichier ne porte pas la provenance de contractgen")
    edited = [one for one in inspection.differences if one.kind in _EDITS and one.clause not in ("header", "footer")]
    values = _said(parts, base, reading) if edited else _delivered(parts, base)
    begins, ends, notice = _dates(values)
    removed = Counter(one.clause for one in inspection.differences if one.kind == "removed")
    held = [entry for entry in base.entries if entry.tag and removed[entry.id] < len(entry.lines)]
    clauses = {entry.id: entry.version for entry in held}
    return Contract(
        name, "ours", "", base.document, base.library, base.version,
        _one(values, "client.raison_sociale"), _one(values, "prestataire.raison_sociale"),
        begins, ends, notice, _one(values, "reconduction"), len(edited),
        tuple(slug for slug, version in clauses.items() if _DEVIATION in version),
        {slug: version.replace(_DEVIATION, "") for slug, version in clauses.items()}, base.requirements,
    )  # fmt: skip


def touched(contracts: tuple[Contract, ...], clause: str | None, requirement: str | None) -> tuple[Contract, ...]:
    """The contracts that hold a clause (« slug », or « slug@version » for one version of it), or to which a requirement
    applies; all of them without either."""
    found = contracts
    if clause is not None:
        slug, _, version = clause.partition("@")
        found = tuple(one for one in found if slug in one.clauses and version in ("", one.clauses[slug]))
    if requirement is not None:
        found = tuple(one for one in found if requirement in one.requirements)
    return found


_Values = Mapping[str, Sequence[str]]  # the texts that print each answer, in the order of the contract


def _delivered(parts: dict[str, bytes], base: Base) -> _Values:
    """The texts that printed each answer when the contract was delivered."""
    found: dict[str, list[str]] = {}
    origins = read_origins(parts)
    for entry in base.entries:
        for line, spans in zip(entry.lines, origins.get(entry.id, ()), strict=False):
            for span in spans:
                if span.kind == "answer":
                    found.setdefault(span.source, []).append(line.text[span.start : span.end])
    return found


def _said(parts: dict[str, bytes], base: Base, reading: Reading) -> _Values:
    """What now stands where each answer was printed; a place that is gone says nothing."""
    places = places_of(base, read_origins(parts))
    found: dict[str, list[str]] = {}
    for mention in mentions(places, view_of_lines(base, places, reading.lines)):
        if mention.found is not None:
            found.setdefault(mention.answer, []).append(mention.found)
    return found


def _one(values: _Values, answer: str) -> str:
    return next(iter(values.get(answer, ())), "") or UNKNOWN


def _dates(values: _Values) -> tuple[str, str, str]:
    """Beginning, end of the initial term, last day of notice; each unknown when a value that it needs is not printed, or
    is said in two ways."""
    begins = _alike([_day(text) for text in values.get("date_effet", ())])
    months = _alike([_number(text) for text in values.get("duree_initiale_mois", ())])
    notice = _alike([_number(text) for text in values.get("preavis_mois", ())])
    if begins is None:
        return UNKNOWN, UNKNOWN, UNKNOWN
    if months is None:
        return begins.isoformat(), UNKNOWN, UNKNOWN
    ends = _later(begins, months) - timedelta(days=1)
    last = UNKNOWN if notice is None else (_later(ends + timedelta(days=1), -notice) - timedelta(days=1)).isoformat()
    return begins.isoformat(), ends.isoformat(), last


_Value = TypeVar("_Value", date, int)


def _alike(read: Sequence[_Value | None]) -> _Value | None:
    """The value that all the places say; None when one says another, or none."""
    return read[0] if read and all(one == read[0] for one in read) else None


def _later(day: date, months: int) -> date:
    """The same day some months later, or the last of a shorter month."""
    rank = day.year * 12 + day.month - 1 + months
    year, month = divmod(rank, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    if found is None or found[2] not in _MONTHS:
        return None
    try:
        return date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:
        return None


def _number(text: str) -> int | None:
    found = _NUMBER.search(text)
    return int(found[1] or found[2]) if found else None
