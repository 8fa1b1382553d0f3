"""The requirements: which apply, and whether a present paragraph or clause satisfies each.

The same function is used three times: on the selection, on the assembled documents, and on what was read back from
the files; only the ties between clauses and requirements that it is given differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contractgen.checks.context import Context
from contractgen.condition import parse
from contractgen.model import Finding, Library, Requirement, RequirementStatus, Unknown, View
from contractgen.view import settled

Ties = Mapping[str, frozenset[str]]


def applicability(library: Library, view: View) -> Mapping[str, Any]:
    """For each requirement: True when it applies to the lot, False when not, Unknown when answers are lacking."""
    return {
        ident: settled(parse(requirement.when)(view.lookup)) if requirement.when else True
        for ident, requirement in library.requirements.items()
    }


def statuses(
    library: Library,
    view: View,
    applies: Mapping[str, Any],
    ties: Ties,
    violated: frozenset[str],
    unfilled: frozenset[str],
) -> tuple[RequirementStatus, ...]:
    """The status of every requirement. `ties`: for each clause present, the requirements its paragraphs satisfy;
    `violated`: ids of the rules that are violated; `unfilled`: questions whose answer is only a placeholder."""
    by: dict[str, list[str]] = {}
    for slug, tied in ties.items():
        for ident in tied:
            by.setdefault(ident, []).append(slug)
    return tuple(
        _status(requirement, view, applies[ident], tuple(by.get(ident, ())), violated, unfilled)
        for ident, requirement in library.requirements.items()
    )


def _status(
    requirement: Requirement,
    view: View,
    applies: Any,
    by: tuple[str, ...],
    violated: frozenset[str],
    unfilled: frozenset[str],
) -> RequirementStatus:
    ident, severity = requirement.id, requirement.severity
    if isinstance(applies, Unknown):
        return RequirementStatus(ident, severity, "unknown", (), tuple(sorted(applies.lacking)))
    if not applies:
        return RequirementStatus(ident, severity, "not_applicable")
    lacking = tuple(name for name in requirement.answers if name in unfilled or not _filled(view, name))
    broken = tuple(rule for rule in requirement.rules if rule in violated)
    status = "satisfied" if by and not lacking and not broken else "missing"
    return RequirementStatus(ident, severity, status, by, lacking, broken)


def _filled(view: View, name: str) -> bool:
    value = view(name)
    return not isinstance(value, Unknown) and value not in ("", ())


def requirement_findings(context: Context, found: tuple[RequirementStatus, ...]) -> Iterator[Finding]:
    """requirement-missing and requirement-unknown; an error when the requirement is mandatory."""
    for status in found:
        severity = "error" if status.severity == "mandatory" else "warning"
        requirement = context.library.requirements[status.id]
        what = f"{status.id}, {requirement.text.rstrip('.')} ({requirement.source})"
        labels = ", ".join(f"« {context.label(name)} »" for name in status.lacking)
        if status.status == "unknown":
            yield Finding("requirement-unknown", severity, status.id, f"On ne sait pas si l'exigence s'applique : {what}.",
                          f"Répondez à {labels}.", None, status.lacking)  # fmt: skip
        elif status.status == "missing":
            yield Finding("requirement-missing", severity, status.id, f"Exigence non satisfaite : {what} ; {_reason(status, labels)}.",
                          _advice(status, labels), None, status.lacking if status.by and not status.broken else ())  # fmt: skip


def _reason(status: RequirementStatus, labels: str) -> str:
    reasons = []
    if not status.by:
        reasons.append("aucun passage du dossier ne la satisfait")
    if status.lacking:
        reasons.append(f"il manque {labels}")
    if status.broken:
        reasons.append(f"règle enfreinte : {', '.join(status.broken)}")
    return ", ".join(reasons)


def _advice(status: RequirementStatus, labels: str) -> str:
    if status.lacking:
        return f"Répondez à {labels}."
    if status.broken:
        return "Corrigez les réponses que la règle cite."
    return "Rétablissez la clause ou le passage qui porte cette protection."
