"""What was proved, as JSON: for a reader, for a code host, and as a certificate that can be checked again."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from contractgen.errors import ContentError
from contractgen.model import Library, Questionnaire
from contractgen.proof.claims import KINDS
from contractgen.proof.logic import VERSION
from contractgen.proof.prover import PROVED, Proof
from contractgen.proof.space import ROWS
from contractgen.proof.witness import plain

_STATUS = {"proved": "prouvée", "refuted": "réfutée", "unknown": "indécise"}
_NO_CLAIM = "aucune affirmation"


def as_json(proofs: Iterable[Proof]) -> str:
    """One object: each claim with its status and, when it is refuted, the answers that refute it."""
    claims = [
        {
            "id": proof.claim.id,
            "kind": proof.claim.kind,
            "subject": proof.claim.subject,
            "status": proof.status,
            "counterexample": plain(proof.answers) if proof.status == "refuted" and proof.answers is not None else None,
            "message": proof.message,
        }
        for proof in proofs
    ]
    return json.dumps({"claims": claims}, ensure_ascii=False, indent=1)


def as_text(proofs: tuple[Proof, ...]) -> str:
    """What is not proved, in full; then the count of each kind."""
    lines = [f"{_STATUS[proof.status].upper()}  {proof.claim.id}\n    {proof.message}" for proof in proofs if proof.status != PROVED]  # fmt: skip
    counts = Counter((proof.claim.kind, proof.status) for proof in proofs)
    for kind, text in KINDS.items():
        told = ", ".join(f"{counts[kind, status]} {word}{'s' * (counts[kind, status] > 1)}" for status, word in _STATUS.items() if counts[kind, status])  # fmt: skip
        lines.append(f"{kind:<14} {told or _NO_CLAIM} : {text}")
    proved = sum(proof.status == PROVED for proof in proofs)
    lines.append(
        f"{proved} affirmations prouvées sur {len(proofs)}, pour toutes les réponses que le questionnaire permet."
    )
    return "\n".join(lines)


def certificate(library: Library, questionnaire: Questionnaire, proofs: Iterable[Proof]) -> bytes:
    """What was claimed of which library, by which solver, with the dossiers that show what can occur; sealed by a digest.

    Who doubts it proves again: `recheck` compares claim by claim.
    """
    body = {
        "library": {"name": library.name, "version": library.version, "digest": library.digest},
        "questionnaire": {"id": questionnaire.id, "version": questionnaire.version, "digest": _digest(questionnaire)},
        "solver": f"z3 {VERSION}",
        "rows_written_out": ROWS,
        "claims": {proof.claim.id: proof.status for proof in proofs},
        "dossiers": _dossiers(proofs),
    }
    sealed = {**body, "digest": _seal(body)}
    return (json.dumps(sealed, ensure_ascii=False, indent=1) + "\n").encode()


def recheck(data: bytes, library: Library, questionnaire: Questionnaire, proofs: Iterable[Proof]) -> tuple[str, ...]:
    """What in a certificate is not so of this library, proved again; nothing when all of it holds.

    Raises ContentError when the file is no certificate, or was altered.
    """
    try:
        found: Mapping[str, Any] = json.loads(data)
        body = {key: value for key, value in found.items() if key != "digest"}
        sound = found["digest"] == _seal(body)
        claims: Mapping[str, str] = body["claims"]
        digests = (body["library"]["digest"], body["questionnaire"]["digest"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ContentError("Ce fichier n'est pas un certificat de preuve.") from error
    if not sound:
        raise ContentError("Ce certificat a été modifié : son empreinte n'est pas celle de son contenu.")
    wrong = []
    if digests != (library.digest, _digest(questionnaire)):
        wrong.append("Le certificat porte sur une autre bibliothèque ou un autre questionnaire que ceux-ci.")
    now = {proof.claim.id: proof.status for proof in proofs}
    wrong += [f"{ident} : {_STATUS.get(status, status)} au certificat, {_STATUS.get(now.get(ident, ''), 'absente')} ici." for ident, status in claims.items() if now.get(ident) != status]  # fmt: skip
    return (*wrong, *(f"{ident} : absente du certificat." for ident in now if ident not in claims))


def _dossiers(proofs: Iterable[Proof]) -> list[dict[str, Any]]:
    """Each dossier once, with the claims that it shows or refutes."""
    shown: dict[str, dict[str, Any]] = {}
    for proof in proofs:
        if proof.answers is not None:
            answers = plain(proof.answers)
            entry = shown.setdefault(json.dumps(answers, sort_keys=True), {"answers": answers, "claims": []})
            entry["claims"].append(proof.claim.id)
    return list(shown.values())


def _digest(questionnaire: Questionnaire) -> str:
    return hashlib.sha256(repr(questionnaire._replace(path="")).encode()).hexdigest()


def _seal(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
