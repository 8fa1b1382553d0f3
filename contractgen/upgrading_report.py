"""What `upgrade` did, as text and as JSON: an `Upgraded` in, French lines or an object out."""

from __future__ import annotations

import json

from contractgen.merging import CONFLICT, LIBRARY, MERGED
from contractgen.model import Library
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
        f"{out} : vers {library.name} {library.version}, {count[LIBRARY]} passages repris, {count[MERGED]} joints au texte"
        f" négocié, {count[CONFLICT]} conflits où le texte négocié est gardé."
    ]
    for one in found.steps:
        line = one.merge.line or one.merge.base
        text = line.text.replace("\x1f", " | ") if line else ""
        lines.append(f"  {one.title} : {_TOLD[one.merge.status]} : « {text[:_SHORT]} »")
    lines.append("Protections que cette mise à jour ajoute :" if found.protections else "Aucune protection nouvelle.")
    for ident in found.protections:
        requirement = library.requirements.get(ident)
        lines.append(f"  {ident}, {requirement.text} ({requirement.source})" if requirement else f"  {ident}")
    if found.lacking:
        lines.append(f"Réponses que le fichier ne tient pas (--dossier les donne) : {', '.join(found.lacking)}.")
    return "\n".join([*lines, *(f"· {notice}" for notice in found.notices)])


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
