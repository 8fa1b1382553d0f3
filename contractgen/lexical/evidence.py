"""The words by which a text written by others is known to speak of a requirement: data of the library, in `evidence.yaml`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from contractgen.errors import ContentError
from contractgen.model import Library
from contractgen.strict_yaml import Node, YamlError, read

FILE = "evidence.yaml"
_KEYS = {"requirement", "all", "not", "mild", "duty", "right", "years"}
_ONLY = {"mild": "true", "duty": "provider", "right": "client"}  # what these keys may say
_STOP = frozenset(
    [
        "aucun",
        "aucune",
        "avant",
        "apres",
        "avec",
        "autre",
        "chaque",
        "client",
        "contrat",
        "cette",
        "comme",
        "compris",
        "contre",
        "dans",
        "depuis",
        "donnees",
        "doit",
        "entre",
        "existe",
        "fonction",
        "moins",
        "nouvelle",
        "parties",
        "plus",
        "pour",
        "prestataire",
        "prevu",
        "prevue",
        "sans",
        "selon",
        "sous",
        "tout",
        "toute",
        "toutes",
        "tous",
        "une",
    ]
)


class Evidence(NamedTuple):
    """`groups`: a passage holds one of each; `against`: what contradicts it; `own`: taken from the text of the
    requirement, so that it is never more than doubtful; `mild`: the law itself asks for no more than what is
    possible; `provider`: the duty is the provider's; `client`: the right is the client's;
    `years`: the least duration asked, in years, 0 for none."""

    requirement: str
    groups: tuple[tuple[str, ...], ...]
    against: tuple[str, ...] = ()
    own: bool = False
    mild: bool = False
    provider: bool = False
    client: bool = False
    years: int = 0


def evidence_of(data: bytes | None, library: Library) -> Mapping[str, Evidence]:
    """The evidence for each requirement of the library. Raises ContentError with the line of what is wrong."""
    written = {} if data is None else _written(data, library)
    return {ident: written.get(ident) or _own(ident, one.text) for ident, one in library.requirements.items()}


def _written(data: bytes, library: Library) -> dict[str, Evidence]:
    try:
        root = read(data)
    except YamlError as error:
        raise ContentError(f"{FILE}:{error.line}: {error}") from error
    entries = root.value.get("evidence") if isinstance(root.value, dict) else None
    if entries is None or not isinstance(entries.value, list):
        raise ContentError(f"{FILE}:1: « evidence » doit être une liste.")
    found: dict[str, Evidence] = {}
    problems: list[str] = []
    for entry in entries.value:
        one = _entry(entry)
        if one is None or one.requirement not in library.requirements or one.requirement in found:
            name = one.requirement if one else "?"
            problems.append(
                f"{FILE}:{entry.line}: « {name} » : une exigence de la bibliothèque, une seule fois, avec « all », des listes de mots ; au plus « not », « mild: true », « duty: provider », « right: client » et « years », un nombre."
            )
        else:
            found[one.requirement] = one
    if problems:
        raise ContentError(*problems)
    return found


def _entry(node: Node) -> Evidence | None:
    if not isinstance(node.value, dict) or not set(node.value) <= _KEYS:
        return None
    value = {key: _plain(item) for key, item in node.value.items()}
    groups = value.get("all")
    if not isinstance(groups, list) or not groups or not all(isinstance(group, list) and group for group in groups):
        return None
    against = value.get("not") or []
    years = str(value.get("years", "0"))
    if not years.isdecimal() or any(value.get(key, said) != said for key, said in _ONLY.items()):
        return None
    return Evidence(
        str(value.get("requirement")),
        tuple(tuple(folded(str(word)) for word in group) for group in groups),
        tuple(folded(str(word)) for word in against),
        mild="mild" in value,
        provider="duty" in value,
        client="right" in value,
        years=int(years),
    )


def _plain(node: Node) -> Any:
    return [_plain(item) for item in node.value] if isinstance(node.value, list) else node.value


def _own(ident: str, text: str) -> Evidence:
    words = [word for word in re.findall(r"[a-z]{5,}", folded(text)) if word not in _STOP]
    return Evidence(ident, tuple((word[:6],) for word in dict.fromkeys(words)), (), True)


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """A text as words are compared: no accent, capital, typographic apostrophe or no-break space."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("œ", "oe"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).lower().split())


@lru_cache(maxsize=4096)
def pattern(word: str) -> re.Pattern[str]:
    """What finds a word, or words that follow each other, and those that begin so."""
    if len(word) <= 2 and word.isalnum():
        return re.compile(rf"(?<![a-z0-9]){word}s?(?![a-z0-9])")  # « ne », « an »: whole
    begun = "[a-z]* ".join(map(re.escape, word.split(" ")))  # each word as it begins: « niveaux de service » too
    return re.compile(rf"(?<![a-z0-9]){begun}" if word[:1].isalnum() else begun)
