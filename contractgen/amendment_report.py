"""What `amend` did, as text and as JSON: an `Amended` in, French lines or an object out."""

from __future__ import annotations

import json

from contractgen.amending import Amended
from contractgen.amendment_wording import sentence


def as_text(found: Amended, out: str) -> str:
    """The report for a terminal."""
    if found.amendment is None:
        lines = ["Refusé : les nouvelles réponses ne donnent pas un contrat à signer."]
        return "\n".join([*lines, *(f"✗ {one.message} {one.advice}".rstrip() for one in found.findings)])
    if not found.files:
        return "\n".join(
            ["Aucune différence entre le contrat signé et les nouvelles réponses : pas d'avenant.", *found.notices]
        )
    number, count = found.amendment.number, len(found.amendment.operations)
    return "\n".join([
        f"Avenant n° {number} : {count} modification{'s' if count > 1 else ''}. Vérifié : contrat signé + avenant = contrat consolidé.",
        *(f"  {one}" for one in _sentences(found)),
        *(f"· {notice}" for notice in found.notices),
        *(f"  {out}/{name}" for name in found.files),
    ])  # fmt: skip


def as_json(found: Amended) -> str:
    """The same as JSON."""
    data = {
        "status": "refused" if found.amendment is None else "drafted" if found.files else "nothing",
        "number": found.amendment.number if found.amendment else None,
        "operations": _operations(found),
        "notices": list(found.notices),
        "findings": [{"code": one.code, "where": one.where, "message": one.message} for one in found.findings],
        "files": list(found.files),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _sentences(found: Amended) -> list[str]:
    if found.amendment is None:
        return []
    signed = {one.id: one for one in found.amendment.signed.entries}
    final = {one.id: one for one in found.amendment.consolidated}
    return [sentence(one, signed, final) for one in found.amendment.operations]


def _operations(found: Amended) -> list[dict[str, object]]:
    operations = found.amendment.operations if found.amendment else ()
    return [
        {"kind": one.kind, "clause": one.entry, "text": text}
        for one, text in zip(operations, _sentences(found), strict=True)
    ]
