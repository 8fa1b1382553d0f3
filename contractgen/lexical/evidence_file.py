"""The evidence of a library, read from its `evidence.yaml`: words by which each requirement is recognised; or all that is
wrong there, each with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from contractgen.errors import ContentError
from contractgen.lexical.evidence import Evidence, folded, own_words
from contractgen.model import Library
from contractgen.strict_yaml import Node, YamlError, read

FILE = "evidence.yaml"
_NAMING = ("titled", "about")
_LISTS = ("not", "other", "context", "matter")
_COUNTS = ("years", "least", "core")
_FLAGS = ("mild", "apart", "article", "apparent", "negative", "processor", "states")
_ONLY = {**dict.fromkeys(_FLAGS, "true"), "duty": "provider", "right": "client"}  # what these keys may say
_SAYS = {"duty": "provider", "right": "client"}  # what they set, where it is not their name
_KEYS = ("requirement", "all", "elsewhere", *_LISTS, *_COUNTS, *_ONLY)
_Names = tuple[tuple[str, ...], tuple[str, ...]]  # of the documents where it is found; of what is left to others


def evidence_of(data: bytes | None, library: Library) -> Mapping[str, Evidence]:
    """The evidence for each requirement of the library, from the bytes of its file, if it has one. Raises ContentError
    with the line of all that is wrong."""
    written, documents = ({}, {}) if data is None else _written(data, library)
    found = {ident: written.get(ident) or own_words(ident, one.text) for ident, one in library.requirements.items()}
    return {
        ident: one._replace(documents=documents[ident][0], matters=documents[ident][1]) if ident in documents else one
        for ident, one in found.items()
    }


def _written(data: bytes, library: Library) -> tuple[dict[str, Evidence], Mapping[str, _Names]]:
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
        value = _with_shared(_plain(entry), shared)
        ident = str(value.get("requirement", "?"))
        wrong = [*_identity(ident, found, library), *_wrong(value, families)]
        problems += (f"{FILE}:{entry.line}: {ident} : {one}." for one in wrong)
        if not wrong:
            found[ident] = _entry(value, families)
    if problems:
        raise ContentError(*problems)
    return found, _documents(root.value.get("documents"), library)


def _with_shared(own: Any, shared: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What an entry says, and what it shares with others, over which its own prevails."""
    if not isinstance(own, dict):
        return {}
    ident = str(own.get("requirement"))
    names = {ident, ident.partition("-")[0]}
    return {key: said for one in shared if names & set(one["of"]) for key, said in one.items() if key != "of"} | own


def _identity(ident: str, found: Mapping[str, Evidence], library: Library) -> Iterator[str]:
    if ident not in library.requirements:
        near = get_close_matches(ident, library.requirements, 1)
        hint = f" (« {near[0]} » ?)" if near else ""
        yield f"« requirement » doit nommer une exigence de la bibliothèque{hint}"
    elif ident in found:
        yield "une seule entrée par exigence ; réunissez-les"


def _wrong(value: Mapping[str, Any], families: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """What is wrong in an entry, each in French, with what is wanted."""
    for key in value:
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, 1)
            yield f"clé « {key} » inconnue" + (f" (« {near[0]} » ?)" if near else f" ; connues : {', '.join(_KEYS)}")
    groups: Any = value.get("all")
    elsewhere: Any = value.get("elsewhere", [])
    if not _are_groups(groups):
        yield "« all » doit être une liste de listes de mots"
    elif elsewhere and (not _are_groups(elsewhere) or len(elsewhere) > len(groups)):
        yield "« elsewhere » doit être une liste de listes de mots, pas plus longue que « all »"
    for key in _LISTS:
        if key in value and not _is_words(value[key]):
            yield f"« {key} » doit être une liste de mots"
    for key in _COUNTS:
        if not str(value.get(key, "0")).isdecimal():
            yield f"« {key} » doit être un nombre entier"
    for key, said in _ONLY.items():
        if value.get(key, said) != said:
            yield f"« {key} » ne peut être que « {said} » ; sinon, ôtez-le"
    groups = [one for one in (groups, elsewhere) if _are_groups(one)]
    lists = [*(words for one in groups for words in one), *(value.get(key) for key in _LISTS)]
    for word in dict.fromkeys(word for words in lists if _is_words(words) for word in words):
        if word.startswith("$") and word not in families:
            yield f"« {word} » : aucune famille de ce nom dans « families »"


def _entry(value: Mapping[str, Any], families: Mapping[str, tuple[str, ...]]) -> Evidence:
    """An entry that is right."""

    def expanded(words: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(folded(one) for word in words for one in families.get(word, (word,))))

    against, other, context, matter = (expanded(value.get(key, ())) for key in _LISTS)
    years, least, core = (int(value.get(key, 0)) for key in _COUNTS)
    said = Evidence(
        value["requirement"],
        tuple(map(expanded, value["all"])),
        against,
        other,
        context=context,
        matter=matter,
        elsewhere=tuple(map(expanded, value.get("elsewhere", ()))),
        years=years,
        least=least,
        core=core,
    )
    flags: dict[str, Any] = {_SAYS.get(key, key): True for key in _ONLY if key in value}
    return said._replace(**flags)


def _documents(node: Node | None, library: Library) -> Mapping[str, _Names]:
    """For each requirement, words of the titles of the documents where it is customarily found, and of what is left to others."""
    found: dict[str, _Names] = {}
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


def _are_groups(groups: Any) -> bool:
    return isinstance(groups, list) and bool(groups) and all(map(_is_words, groups))


def _is_words(words: Any) -> bool:
    return isinstance(words, list) and bool(words) and all(isinstance(word, str) and word for word in words)


def _plain(node: Node) -> Any:
    if isinstance(node.value, dict):
        return {key: _plain(item) for key, item in node.value.items()}
    return [_plain(item) for item in node.value] if isinstance(node.value, list) else node.value
