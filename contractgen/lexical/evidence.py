"""The words by which a text written by others is known to speak of a requirement: data of the library, in `evidence.yaml`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from contractgen.errors import ContentError
from contractgen.model import Library
from contractgen.strict_yaml import Node, YamlError, read

FILE = "evidence.yaml"
_NAMING = ("titled", "about")
_ONLY = {
    "mild": "true",
    "apart": "true",
    "article": "true",
    "apparent": "true",
    "negative": "true",
    "processor": "true",
    "states": "true",
    "duty": "provider",
    "right": "client",
}  # what these keys may say
_SAYS = {"duty": "provider", "right": "client"}  # what they say, where it is not their name
_KEYS = {"requirement", "all", "not", "other", "context", "matter", "elsewhere", "core", "years", "least", *_ONLY}
_NUMBERS = "un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|dix-huit|vingt|vingt-quatre|trente|trente-six|quarante|quarante-cinq|quarante-huit|soixante|soixante-douze|quatre-vingt-dix|cent"
_NUMBER = rf"(?:\d+(?:[.,]\d+)?|{_NUMBERS})"
_GAP = "[^.;]{0,60}?"  # what « a .. b » lets stand between two words
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
    """`groups`: a passage holds one of each; `against`: what contradicts it; `other`: what a sentence on the subject is about
    when it is not about this; `own`: taken from the text of the
    requirement, so that it is never more than doubtful; `mild`: the law itself asks for no more than what is
    possible; `apart`: the groups after the first may stand anywhere in the contract; `article`: anywhere under
    the title that names the subject; `least`: how many groups make a passage doubtful, 0 for the rule of all; `provider`: the duty is the provider's; `client`: the right is the client's;
    `years`: the least duration asked, in years, 0 for none; `context`: a contract without any of these words is not of that kind;
    `matter`: one without any of these is perhaps of another matter;
    `processor`: what the provider does with data for itself is none of it; `states`: it tells what is, so that a duty of the client, or an annex that
    is not there, tells it not; `apparent`: the law asks that it stand out on the page; `negative`: it is itself a negation, that takes nothing from it;
    `elsewhere`: words that, said anywhere in the contract, stand for the last groups, in their order; `core`: how many of
    the first groups make a passage doubtful that has no more, 0 for what is usual;
    `documents`: words of the titles under which it is customarily found; `matters`: how a sentence names what it leaves to
    another document."""

    requirement: str
    groups: tuple[tuple[str, ...], ...]
    against: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    own: bool = False
    mild: bool = False
    apart: bool = False
    article: bool = False
    provider: bool = False
    client: bool = False
    years: int = 0
    least: int = 0
    context: tuple[str, ...] = ()
    matter: tuple[str, ...] = ()
    processor: bool = False
    states: bool = False
    apparent: bool = False
    negative: bool = False
    elsewhere: tuple[tuple[str, ...], ...] = ()
    core: int = 0
    documents: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()


def evidence_of(data: bytes | None, library: Library) -> Mapping[str, Evidence]:
    """The evidence for each requirement of the library. Raises ContentError with the line of what is wrong."""
    written, documents = ({}, {}) if data is None else _written(data, library)
    found = {ident: written.get(ident) or _own(ident, one.text) for ident, one in library.requirements.items()}
    none: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    named = {ident: documents.get(ident, none) for ident in found}
    return {ident: one._replace(documents=named[ident][0], matters=named[ident][1]) for ident, one in found.items()}


def _written(
    data: bytes, library: Library
) -> tuple[dict[str, Evidence], Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]]:
    try:
        root = read(data)
    except YamlError as error:
        raise ContentError(f"{FILE}:{error.line}: {error}") from error
    entries = root.value.get("evidence") if isinstance(root.value, dict) else None
    if entries is None or not isinstance(entries.value, list):
        raise ContentError(f"{FILE}:1: « evidence » doit être une liste.")
    families = _families(root.value.get("families"))
    shared = _shared(root.value.get("shared"))
    found: dict[str, Evidence] = {}
    problems: list[str] = []
    for entry in entries.value:
        one = _entry(entry, shared, families)
        if one is None or one.requirement not in library.requirements or one.requirement in found:
            name = one.requirement if one else "?"
            problems.append(
                f"{FILE}:{entry.line}: « {name} » : une exigence de la bibliothèque, une seule fois, avec « all », des listes de mots ou de familles (« $nom ») ; au plus « not », « other », « context » et « matter », des mots, « elsewhere », des listes de mots, pas plus que « all », « mild: true », « apart: true », « article: true », « apparent: true », « negative: true », « processor: true », « states: true », « duty: provider », « right: client », et « years », « least » et « core », des nombres."
            )
        else:
            found[one.requirement] = one
    if problems:
        raise ContentError(*problems)
    return found, _documents(root.value.get("documents"), library)


def _documents(node: Node | None, library: Library) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """For each requirement, words of the titles of the documents where it is customarily found, and of what is left to others."""
    found: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for entry in () if node is None else node.value if isinstance(node.value, list) else (node,):
        value = {key: _plain(item) for key, item in entry.value.items()} if isinstance(entry.value, dict) else {}
        known = "hold" in value and {"hold"} < set(value) <= {"hold", *_NAMING} and all(map(_is_words, value.values()))
        if not known or not set(value["hold"]) <= set(library.requirements):
            raise ContentError(
                f"{FILE}:{entry.line}: « documents » : une liste, chaque entrée avec « titled » ou « about », des mots, et « hold », des exigences de la bibliothèque."
            )
        for ident in value["hold"]:
            before = found.get(ident, ((), ()))
            titled, about = (tuple(map(folded, value.get(key, ()))) for key in _NAMING)
            found[ident] = ((*before[0], *titled), (*before[1], *about))
    return found


def _families(node: Node | None) -> Mapping[str, tuple[str, ...]]:
    """Words that say the same, by the name that stands for them in the lists of the requirements."""
    if node is None:
        return {}
    named = {name: _plain(item) for name, item in node.value.items()} if isinstance(node.value, dict) else {}
    if not named or not all(_is_words(words) and "$" not in "".join(words) for words in named.values()):
        raise ContentError(f"{FILE}:{node.line}: « families » : des noms, chacun avec une liste de mots.")
    return {f"${name}": tuple(words) for name, words in named.items()}


def _shared(node: Node | None) -> tuple[Mapping[str, Any], ...]:
    """What several requirements have in common, each with `of`: their names, or what their names begin with."""
    if node is None:
        return ()
    shared: list[Any] = [_plain(one) for one in node.value] if isinstance(node.value, list) else [None]
    known = {*_KEYS, "of"} - {"requirement", "all"}
    if not all(isinstance(one, dict) and set(one) <= known and _is_words(one.get("of")) for one in shared):
        raise ContentError(
            f"{FILE}:{node.line}: « shared » : des clés d'exigence, chacune avec « of », une liste d'exigences."
        )
    return tuple(shared)


def _entry(node: Node, shared: Sequence[Mapping[str, Any]], families: Mapping[str, tuple[str, ...]]) -> Evidence | None:
    if not isinstance(node.value, dict) or not set(node.value) <= _KEYS:
        return None
    own = _plain(node)
    names = (str(own.get("requirement")), str(own.get("requirement")).partition("-")[0])
    value = {
        key: said for one in shared if set(one["of"]) & set(names) for key, said in one.items() if key != "of"
    } | own
    groups: Any = value.get("all")
    elsewhere: Any = value.get("elsewhere", [])
    if not all(map(_are_groups, (groups, elsewhere or groups))) or len(elsewhere) > len(groups):
        return None
    if not all(_is_words(value[key]) for key in ("not", "other", "context", "matter") if key in value):
        return None
    years, least, core = (str(value.get(key, "0")) for key in ("years", "least", "core"))
    if not (years + least + core).isdecimal() or any(value.get(key, said) != said for key, said in _ONLY.items()):
        return None
    *expanded, against, other, context, matter = (
        _expanded(words, families)
        for words in (*groups, *elsewhere, *(value.get(key, []) for key in ("not", "other", "context", "matter")))
    )
    if any(word.startswith("$") for words in (*expanded, against, other, context, matter) for word in words):
        return None
    said = Evidence(
        str(value.get("requirement")),
        tuple(expanded[: len(groups)]),
        against,
        other,
        years=int(years),
        least=int(least),
        context=context,
        matter=matter,
        elsewhere=tuple(expanded[len(groups) :]),
        core=int(core),
    )
    flags: dict[str, Any] = {_SAYS.get(key, key): True for key in _ONLY if key in value}
    return said._replace(**flags)


def _are_groups(groups: Any) -> bool:
    return isinstance(groups, list) and bool(groups) and all(map(_is_words, groups))


def _is_words(words: Any) -> bool:
    return isinstance(words, list) and bool(words) and all(isinstance(word, str) and word for word in words)


def _expanded(words: Sequence[str], families: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The words of a list, each family named by its words. One that is not there stays: it is refused."""
    return tuple(dict.fromkeys(folded(one) for word in words for one in families.get(word, (word,))))


def _plain(node: Node) -> Any:
    if isinstance(node.value, dict):
        return {key: _plain(item) for key, item in node.value.items()}
    return [_plain(item) for item in node.value] if isinstance(node.value, list) else node.value


def _own(ident: str, text: str) -> Evidence:
    words = [word for word in re.findall(r"[a-z]{5,}", folded(text)) if word not in _STOP]
    return Evidence(ident, tuple((word[:6],) for word in dict.fromkeys(words)), own=True)


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """A text as words are compared: no accent, capital, typographic apostrophe or no-break space."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("œ", "oe"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).lower().split())


@lru_cache(maxsize=16_384)
def pattern(word: str) -> re.Pattern[str]:
    """What finds a word, or words that follow each other, and those that begin so. « # » is any number, in figures or in
    letters; « .. » between two words lets others of the same clause stand between them."""
    if len(word) <= 2 and word.isalnum():
        return re.compile(rf"(?<![a-z0-9]){word}s?(?![a-z0-9])")  # « ne », « an »: whole
    begun = "".join(map(_begun, ("", *word.split(" ")), word.split(" ")))
    return re.compile(rf"(?<![a-z0-9]){begun}" if word[:1].isalnum() or word[:1] == "#" else begun)


def _begun(before: str, piece: str) -> str:
    """A piece with what may stand between it and the one before: each word as it begins, « niveaux de service » too."""
    if piece == "..":
        return f"[a-z]*{_GAP}"
    between = (
        ("(?<![a-z0-9])" if piece[0].isalnum() else "")
        if before == ".."
        else " "
        if before == "#"
        else "[a-z]* "
        if before
        else ""
    )
    return between + (_NUMBER if piece == "#" else re.escape(piece))


@lru_cache(maxsize=16_384)
def pieces(word: str) -> tuple[str, ...]:
    """The parts of a word that any text which holds it must hold, the longest first."""
    return tuple(sorted({piece for piece in word.split(" ") if piece not in ("..", "#")}, key=len, reverse=True))
