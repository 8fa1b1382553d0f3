"""What `upgrade` did, as text and as JSON: an `Upgraded` in, French lines or an object out."""

from __future__ import annotations

import json

from contractgen.merging import CONFLICT, LIBRARY, MERGED, Merge
from contractgen.model import Library
from contractgen.review_text import changed_words
from contractgen.upgrading import Upgraded

_TOLD = {
    LIBRARY: "texte de la bibliothèque, suivi",
    MERGED: "joint au texte négocié, suivi",
    CONFLICT: "CONFLIT, texte négocié gardé",
}
_SHORT = 160


def as_text(found: Upgraded, library: Library, out: str) -> str:
    """The report for a terminal."""
    if found.findings:
        lines = ["Refusé : avec cette bibliothèque, ces réponses ne donnent pas un contrat à signer."]
        return "\n".join([*lines, *(f"✗ {one.message} {one.advice}".rstrip() for one in found.findings)])
    count = {status: sum(one.merge.status == status for one in found.steps) for status in _TOLD}
    lines = [
        f"{out} : vers {library.name} {library.version}, {_counted(count[LIBRARY], 'passage repris', 'passages repris')},"
        f" {_counted(count[MERGED], 'joint', 'joints')} au texte négocié,"
        f" {_counted(count[CONFLICT], 'conflit', 'conflits')} où le texte négocié est gardé."
    ]
    for one in found.steps:
        lines.append(f"  {one.title} : {_TOLD[one.merge.status]} : {_shown(one.merge)}")
    lines.append("Protections que cette mise à jour ajoute :" if found.protections else "Aucune protection nouvelle.")
    for ident in found.protections:
        requirement = library.requirements.get(ident)
        lines.append(f"  {ident}, {requirement.text} ({requirement.source})" if requirement else f"  {ident}")
    if found.lacking:
        lines.append(f"Réponses que le fichier ne tient pas (--dossier les donne) : {', '.join(found.lacking)}.")
    return "\n".join([*lines, *(f"· {notice}" for notice in found.notices)])


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {several if number > 1 else one}"


def _shown(step: Merge) -> str:
    """The words that changed, or the beginning of a passage that is new, gone or in conflict."""
    if step.status != CONFLICT and step.theirs and step.line:
        told = changed_words(*(one.text.replace("\x1f", " | ") for one in (step.theirs, step.line)))
        return told if len(told) <= 2 * _SHORT else f"{told[: 2 * _SHORT]}…"
    line = step.line or step.base
    text = line.text.replace("\x1f", " | ") if line else ""
    return f"« {text if len(text) <= _SHORT else f'{text[:_SHORT].rstrip()}…'} »"


def as_json(found: Upgraded, library: Library, out: str) -> str:
    """The same as JSON."""
    data = {
        "path": out if found.content else None,
        "library": {"name": library.name, "version": library.version},
        "steps": [
            {
                "clause": one.clause,
                "status": one.merge.status,
                "text": one.merge.line.text if one.merge.line else None,
                "negotiated": one.merge.theirs.text if one.merge.theirs else None,
                "proposed": one.merge.new.text if one.merge.new else None,
                "requirements": list(one.ties),
            }
            for one in found.steps
        ],
        "protections": list(found.protections),
        "lacking": list(found.lacking),
        "notices": list(found.notices),
        "findings": [{"code": one.code, "where": one.where, "message": one.message} for one in found.findings],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
