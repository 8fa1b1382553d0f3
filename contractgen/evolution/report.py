"""What changed between two editions, told: as text for a terminal, as JSON, as a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from contractgen.evolution.changes import Change, Words, changes
from contractgen.evolution.edition import Edition
from contractgen.evolution.effects import Effect, effects
from contractgen.evolution.raises import NAMES, Raise, raises
from contractgen.proof.witness import plain

_STATUS = {"added": "ajoutée", "removed": "retirée", "changed": "modifiée"}
_AROUND = 60  # characters of unchanged text shown on each side of a change


class Evolution(NamedTuple):
    """Everything that is said of two editions."""

    old: Edition
    new: Edition
    changes: tuple[Change, ...]
    effects: tuple[Effect, ...]
    raises: tuple[Raise, ...]


def evolution(old: Edition, new: Edition) -> Evolution:
    """What changed from one edition to the other, its effects, and the versions that it asks for."""
    found = changes(old, new)
    caused = effects(old, new) if found else ()
    return Evolution(old, new, found, caused, raises(old, new, found, caused))


def as_text(found: Evolution) -> str:
    """For a terminal: deletions between [- -], insertions between {+ +}."""
    if not found.changes:
        return f"{found.old.name} et {found.new.name} : aucune différence."
    return "\n".join(_lines(found))


def _lines(found: Evolution) -> Iterator[str]:
    for change in found.changes:
        versions = " → ".join(filter(None, dict.fromkeys(change.versions)))
        yield f"{change.kind} {change.id} : {_STATUS[change.status]}{f' ({versions})' if versions else ''}"
        for field in change.fields:
            yield f"    {field.label} : {field.old} → {field.new}"
        if change.status == "changed" and change.words:
            yield from (f"    {line}" for line in _marked(change.words).splitlines() if line.strip())
    yield from _section("Effets", [effect.message for effect in found.effects])
    yield from _section("Versions", [_raise_text(one) for one in found.raises if one.needed])


def _section(title: str, lines: list[str]) -> Iterator[str]:
    yield ""
    yield f"{title} :"
    yield from (f"    {line}." for line in lines or ["aucun" if title == "Effets" else "rien à relever"])


def _raise_text(one: Raise) -> str:
    verdict = "suffit" if one.enough else "ne suffit pas"
    return f"{one.entry} {one.old} → {one.new} : il faut {NAMES[one.needed]} ({' ; '.join(one.reasons)}) ; {verdict}"


def _marked(words: Words) -> str:
    pieces = []
    for operation, text in words:
        if operation == "equal":
            pieces.append(text if len(text) <= 2 * _AROUND else f"{text[:_AROUND]} […] {text[-_AROUND:]}")
        else:
            pieces.append(f"[-{text}-]" if operation == "delete" else f"{{+{text}+}}")
    return "".join(pieces)


def as_json(found: Evolution) -> str:
    """One object: changes, effects with their examples, versions."""
    return json.dumps(
        {
            "old": _head(found.old),
            "new": _head(found.new),
            "changes": [
                {"kind": one.kind, "id": one.id, "status": one.status, "versions": list(one.versions),
                 "fields": [{"name": f.name, "old": f.old, "new": f.new} for f in one.fields],
                 "words": [list(word) for word in one.words]}
                for one in found.changes
            ],
            "effects": [
                {"kind": one.kind, "subject": one.subject, "message": one.message, "example": plain(one.example),
                 "dossier": plain(one.dossier)}
                for one in found.effects
            ],
            "versions": [
                {"entry": one.entry, "old": one.old, "new": one.new, "needed": NAMES[one.needed], "enough": one.enough,
                 "reasons": list(one.reasons)}
                for one in found.raises
            ],
        },
        ensure_ascii=False, indent=1,
    )  # fmt: skip


def _head(edition: Edition) -> dict[str, str]:
    return {"name": edition.name, "version": edition.library.version, "digest": edition.library.digest}


_STYLE = """body{font:1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}
h2{border-bottom:1px solid #767676}ins{background:#d8f3dc;color:#0b4f1c}del{background:#fde2e1;color:#7a1410}
.text{white-space:pre-wrap;border-left:3px solid #767676;padding-left:1rem}table{border-collapse:collapse}
td,th{border:1px solid #767676;padding:.2rem .6rem;text-align:left;vertical-align:top}"""


def as_html(found: Evolution) -> str:
    """A page that stands alone: insertions and deletions are marked as such, not by colour only."""
    title = f"{found.old.name} → {found.new.name}"
    body = [
        f"<h1>Ce qui change : {escape(title)}</h1>",
        *_list("Effets", [effect.message for effect in found.effects]),
        *_list("Versions", [_raise_text(one) for one in found.raises if one.needed]),
        "<h2>Textes et champs</h2>",
        *(piece for change in found.changes for piece in _article(change)),
    ]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title><style>{_STYLE}</style>'
    return (
        f'<!DOCTYPE html>\n<html lang="fr"><head>{head}</head>\n<body><main>\n'
        + "\n".join(body)
        + "\n</main></body></html>\n"
    )


def _list(title: str, lines: Iterable[str]) -> Iterator[str]:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    yield f"<h2>{title}</h2>" + (f"<ul>{items}</ul>" if items else "<p>Aucun.</p>")


def _article(change: Change) -> Iterator[str]:
    versions = " → ".join(filter(None, dict.fromkeys(change.versions)))
    yield f"<h3>{escape(change.kind)} <code>{escape(change.id)}</code> : {_STATUS[change.status]} {escape(versions)}</h3>"
    if change.fields:
        rows = "".join(f"<tr><th scope=row>{escape(f.label)}</th><td><del>{escape(f.old)}</del></td><td><ins>{escape(f.new)}</ins></td></tr>" for f in change.fields)  # fmt: skip
        yield f"<table><thead><tr><th>Champ</th><th>Avant</th><th>Après</th></tr></thead><tbody>{rows}</tbody></table>"
    if change.words:
        tags = {"equal": "span", "delete": "del", "insert": "ins"}
        yield (
            '<div class="text">'
            + "".join(f"<{tags[op]}>{escape(text)}</{tags[op]}>" for op, text in change.words)
            + "</div>"
        )
