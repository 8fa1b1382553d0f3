"""A review as text for the terminal and as JSON for a program. It decides nothing."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from contractgen.model import Finding
from contractgen.review_apply import Applied
from contractgen.review_characters import visible
from contractgen.reviewed import Review, ReviewedClause, ReviewedComment

_SIGNS = {"error": "✗", "warning": "!", "info": "·"}


def review_as_json(review: Review, applied: Applied | None = None) -> str:
    """One JSON object: clauses, answers, requirements in both views, comments, findings, what the file is, and what was
    taken back into the dossier."""
    base = review.base
    data: dict[str, Any] = {
        "document": {"id": base.document, "title": base.title},
        "library": {"name": base.library, "version": base.version, "digest": base.digest},
        "rebuilt": review.known.rebuilt,
        "clauses": [_clause(clause) for clause in review.clauses],
        "frames": [_clause(frame) for frame in review.frames],
        "answers": [_answer(answer) for answer in review.answers],
        "requirements": {
            "accepted": _losses(review.accepted),
            "rejected": _losses(review.rejected),
        },
        "comments": [comment._asdict() for comment in review.comments],
        "authors": [author._asdict() for author in review.authors],
        "findings": [_finding(finding) for finding in review.findings],
    }
    if applied is not None:
        data["applied"] = {
            name: list(getattr(applied, name)) for name in ("answers", "clauses", "left", "refused", "passed")
        }
    return json.dumps(data, ensure_ascii=False, indent=1)


def _clause(clause: ReviewedClause) -> dict[str, Any]:
    return {**clause._asdict(), "changes": [change._asdict() for change in clause.changes]}


def _answer(answer: Any) -> dict[str, Any]:
    return {
        **answer._asdict(),
        "base": plain_value(answer.base_text if answer.base is None else answer.base),
        "proposed": plain_value((answer.proposed_text or None) if answer.proposed is None else answer.proposed),
        "typed": answer.proposed is not None,
    }


def plain_value(value: Any) -> Any:
    """A typed value as JSON and answers files write it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [plain_value(item) for item in value]
    if isinstance(value, dict):
        return {key: plain_value(item) for key, item in value.items()}
    return value


def _losses(losses: Any) -> dict[str, Any]:
    return {
        "missing": [one.id for one in losses.missing],
        "doubtful": [one.id for one in losses.doubtful],
        "rules": sorted(losses.rules),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {name: getattr(finding, name) for name in ("code", "severity", "where", "message", "advice", "rule")}


def review_as_text(review: Review, name: str, applied: Applied | None = None) -> str:
    """The findings, worst first, the comments, what it comes to in a line, then what was taken back."""
    lines = [f"{name} : « {review.base.title} », {review.base.library} {review.base.version}."]
    lines += [f"{_SIGNS[finding.severity]} {finding.message}" for finding in review.findings]
    titles = {clause.id: " – ".join(filter(None, (clause.number, clause.title))) for clause in review.clauses}
    for comment in review.comments:
        where = f" ({titles.get(comment.clause) or comment.clause})" if comment.clause else ""
        text = visible(" ".join(comment.text.split()))
        on = f" sur « {visible(comment.anchor[:60])} »" if comment.anchor else ""
        lines.append(f"· {said_by(comment)}{where}{on} : {text}")
    return "\n".join([*lines, summary(review), *(_taken(applied, review) if applied else ())])


def said_by(comment: ReviewedComment) -> str:
    """Who says a comment, to whom, and whether it is settled."""
    author = comment.author or "quelqu’un"
    who = f"Réponse de {author} à {comment.answers}" if comment.answers else f"Commentaire de {author}"
    return f"{who}, marqué résolu" if comment.settled else who


def _taken(applied: Applied, review: Review) -> list[str]:
    """What was written into the answers, and what was not."""
    if applied.refused:
        return [
            "Rien n'a été repris : avec ces valeurs aucun contrat ne peut être livré.",
            *(f"✗ {line}" for line in applied.refused),
        ]
    lines = [f"→ réponse reprise : {ident}" for ident in applied.answers]
    lines += [f"→ texte négocié enregistré : {clause}" for clause in applied.clauses]
    silent = [clause.id for clause in review.clauses if clause.silent and clause.id in applied.clauses]
    if silent:
        lines.append(f"! parmi ces textes, changés sans suivi des modifications : {', '.join(silent)}")
    lines = [*(lines or ["Rien à reprendre dans le dossier."]), *(f"! {line}" for line in applied.left)]
    return [*lines, *([f"· laissés de côté : {', '.join(applied.passed)}"] if applied.passed else [])]


def summary(review: Review) -> str:
    """What the review comes to, in a line."""
    counts = [
        (sum(clause.status == status for clause in review.clauses), one, many)
        for status, one, many in (
            ("reworded", "clause modifiée", "clauses modifiées"),
            ("deleted", "supprimée", "supprimées"),
            ("moved", "déplacée", "déplacées"),
            ("new", "texte nouveau", "textes nouveaux"),
        )
    ]
    told = [f"{count} {many if count > 1 else one}" for count, one, many in counts if count]
    if review.answers:
        told.append(
            f"{len(review.answers)} valeur{'s' if len(review.answers) > 1 else ''} changée{'s' if len(review.answers) > 1 else ''}"
        )
    if not told and not review.frames:
        if any(finding.severity == "error" for finding in review.findings):
            return "Aucune clause n'a changé de texte, mais voyez les erreurs ci-dessus avant de signer."
        if any(finding.severity == "warning" for finding in review.findings):
            return "Aucune clause n'a changé de texte ; voyez les points ci-dessus."
        return "Rien n'a changé : chaque clause est celle qui a été livrée."
    lost = len(review.lost)
    after = (
        f" {lost} exigence{'s' if lost > 1 else ''} obligatoire{'s' if lost > 1 else ''} perdue{'s' if lost > 1 else ''}."
        if lost
        else " Aucune exigence obligatoire perdue."
    )
    return f"{', '.join(told) or 'Page de garde ou titres modifiés'}.{after}"
