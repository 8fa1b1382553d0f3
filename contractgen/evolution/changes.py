"""What differs between two editions, entry by entry; texts word by word. It says nothing yet of the effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from contractgen.differences import Operation, word_diff
from contractgen.evolution.edition import Edition
from contractgen.model import Choice, Clause, Column, ParameterValue, Part

Words = tuple[tuple[Operation, str], ...]
_FIELDS: dict[str, tuple[tuple[str, str], ...]] = {
    "clause": (("title", "titre"), ("when", "condition"), ("core", "socle"), ("satisfies", "exigences portées"),
               ("basis", "fondements"), ("verified", "vérifiée"), ("note", "note")),
    "définition": (("term", "terme"), ("forms", "formes"), ("verified", "vérifiée")),
    "exigence": (("text", "texte"), ("when", "condition"), ("severity", "gravité"), ("answers", "réponses demandées"),
                 ("rules", "règles"), ("source", "source"), ("verified", "vérifiée")),
    "règle": (("message", "message"), ("when", "condition"), ("must", "règle"), ("check", "contrôle"), ("severity", "gravité"), ("source", "source")),
    "fait": (("label", "libellé"), ("condition", "condition"), ("source", "source")),
    "paramètre": (("values", "valeurs"), ("unit", "unité"), ("source", "source"), ("verified", "vérifié")),
    "indicateur": (("name", "nom"), ("formula", "formule"), ("target", "cible"), ("unit", "unité"), ("penalty", "pénalité")),
    "plan": (("parts", "parties"), ("numbering", "numérotation"), ("title", "titre")),
    "question": (("label", "libellé"), ("type", "type"), ("required", "obligatoire"), ("default", "défaut"), ("when", "condition"),
                 ("choices", "choix"), ("columns", "colonnes"), ("minimum", "minimum"), ("maximum", "maximum")),
}  # fmt: skip


class Field(NamedTuple):
    """A field that changed, with its name in French and its two values as they are shown."""

    name: str
    label: str
    old: str
    new: str


class Change(NamedTuple):
    """`status`: added, removed or changed; `versions`: before and after, empty where there is none; `words`: what
    changed in the text."""

    kind: str
    id: str
    status: str
    title: str
    versions: tuple[str, str] = ("", "")
    fields: tuple[Field, ...] = ()
    words: Words = ()

    def has(self, *names: str) -> bool:
        """Whether one of these fields changed."""
        return any(field.name in names for field in self.fields)


def changes(old: Edition, new: Edition) -> tuple[Change, ...]:
    """Every entry that is not the same in both, by kind, then in the order of the new edition."""
    found: list[Change] = []
    for kind in _FIELDS:
        before, after = _entries(kind, old), _entries(kind, new)
        found += [_alone(kind, ident, "added", after[ident], new) for ident in after if ident not in before]
        found += [_alone(kind, ident, "removed", before[ident], old) for ident in before if ident not in after]
        found += _changed(kind, before, after, old, new)
    return tuple(found)


def _entries(kind: str, edition: Edition) -> Mapping[str, Any]:
    library = edition.library
    by_kind: dict[str, Mapping[str, Any]] = {
        "clause": library.clauses,
        "définition": {one.id: one for one in library.definitions},
        "exigence": library.requirements,
        "règle": {one.id: one for one in library.rules},
        "fait": library.facts,
        "paramètre": library.parameters,
        "indicateur": library.indicators,
        "plan": {one.id: one for one in library.plans},
        "question": edition.questionnaire.questions,
    }
    return by_kind[kind]


def _alone(kind: str, ident: str, status: str, entry: Any, edition: Edition) -> Change:
    version = getattr(entry, "version", "")
    operation: Operation = "insert" if status == "added" else "delete"
    text = _text(entry, edition)
    words: Words = ((operation, text),) if text else ()
    return Change(kind, ident, status, _title(entry), ("", version) if status == "added" else (version, ""), (), words)


def _changed(
    kind: str, before: Mapping[str, Any], after: Mapping[str, Any], old: Edition, new: Edition
) -> Iterator[Change]:
    for ident, entry in after.items():
        if ident not in before:
            continue
        previous = before[ident]
        fields = tuple(
            Field(name, label, shown(getattr(previous, name)), shown(getattr(entry, name)))
            for name, label in _FIELDS[kind]
            if _plain(getattr(previous, name)) != _plain(getattr(entry, name))
        )
        texts = _text(previous, old), _text(entry, new)
        words = word_diff(*texts) if texts[0] != texts[1] else ()
        versions = getattr(previous, "version", ""), getattr(entry, "version", "")
        if fields or words or versions[0] != versions[1]:
            yield Change(kind, ident, "changed", _title(entry), versions, fields, words)


def _text(entry: Any, edition: Edition) -> str:
    """The text of a clause or definition as written; nothing for what has fields only."""
    if isinstance(entry, Clause):
        return edition.body(entry.path)
    return str(getattr(entry, "meaning", ""))


def _title(entry: Any) -> str:
    for name in ("title", "term", "text", "message", "label", "name"):
        found = getattr(entry, name, None)
        if found:
            return str(found)
    return ""


def _plain(value: Any) -> Any:
    """The value without the places where it is written: a text moved to another line did not change."""
    if isinstance(value, tuple):
        names = getattr(value, "_fields", None)
        kept = [item for name, item in zip(names, value, strict=True) if name not in ("path", "line")] if names else value  # fmt: skip
        return tuple(map(_plain, kept))
    return value


def shown(value: Any) -> str:
    """A value of a field as a reader sees it."""
    if value is None or value == ():
        return "—"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Part):
        return f"{value.title} ({', '.join(value.clauses)})"
    if isinstance(value, ParameterValue):
        return f"{shown(value.value)} depuis {value.since or 'toujours'}"
    if isinstance(value, Choice):
        return value.value
    if isinstance(value, Column):
        return value.id
    return ", ".join(map(shown, value)) if isinstance(value, tuple) else str(value)
