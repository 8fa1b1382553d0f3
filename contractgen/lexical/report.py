"""What was read in a contract that others wrote, told: as text and as JSON. It never says that a contract is compliant."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from contractgen.lexical.case import ANNEX_MISSING, DOUBTFUL, FOUND, NOT_FOUND
from contractgen.lexical.contradictions import Contradiction
from contractgen.lexical.judging import Judged
from contractgen.model import Library

_HEAD = (
    "Lecture lexicale : elle dit où le texte parle d'une exigence, non s'il la satisfait. Ce n'est pas un avis juridique.",
)
_TITLES = {
    NOT_FOUND: "Rien trouvé",
    ANNEX_MISSING: "Renvoyé à une annexe ou à un document absent",
    DOUBTFUL: "À vérifier",
    FOUND: "Passage trouvé",
}


_SAID = "à vérifier : "  # by the title of the group


class Read(NamedTuple):
    """What was read of a file."""

    name: str
    library: Library
    judged: tuple[Judged, ...]
    contradictions: tuple[Contradiction, ...]

    @property
    def lost(self) -> bool:
        """Whether a mandatory requirement that always applies was not found in the file."""
        return any(
            one.applies and one.severity == "mandatory" and one.status in (NOT_FOUND, ANNEX_MISSING)
            for one in self.judged
        )


def as_text(read: Read) -> str:
    """For a terminal: what always applies first, the worst first; then what applies according to the case."""
    return "\n".join(_lines(read))


def _lines(read: Read) -> Iterator[str]:
    yield from (f"{read.name} : {line}" for line in _HEAD)
    for one in read.contradictions:
        yield f"Dit de deux façons, à rapprocher : {one.subject}, {one.figures[0]} ({one.places[0]}) et {one.figures[1]} ({one.places[1]})."
    for applies, title in ((True, "Exigences toujours applicables"), (False, "Exigences applicables selon le cas")):
        yield ""
        yield f"{title}"
        for status, words in _TITLES.items():
            found = [one for one in read.judged if one.applies is applies and one.status == status]
            if found and (applies or status != NOT_FOUND):
                yield f"  {words} :"
                yield from (line for _, same in groupby(found, _passage) for line in _entries(list(same), read.library))
            elif found:
                yield f"  {words} : {', '.join(one.requirement for one in found)}"


def _passage(one: Judged) -> tuple[str, str, str]:
    return one.quote, one.place, one.sure


def _entries(found: list[Judged], library: Library) -> Iterator[str]:
    """Requirements that one passage speaks of in the same way, one after another, and the passage once."""
    sure = "" if found[0].status == NOT_FOUND else f" ({found[0].sure.removeprefix(_SAID)})"
    for one in found:
        yield f"    {one.requirement} {library.requirements[one.requirement].text}{sure if one is found[-1] else ''}"
    if found[0].quote:
        yield f"        {found[0].place} : « {found[0].quote} »"


def as_json(read: Read) -> str:
    """One object: each requirement with its status, passage and place; contradictions."""
    told = {
        "file": read.name,
        "library": {"name": read.library.name, "version": read.library.version, "digest": read.library.digest},
        "notice": _HEAD[0],
        "requirements": [
            {"id": one.requirement, "severity": one.severity, "applies": "always" if one.applies else "depends",
             "status": one.status, "confidence": one.sure, "quote": one.quote, "place": one.place}
            for one in read.judged
        ],
        "contradictions": [one._asdict() for one in read.contradictions],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1)
