"""Results as text for a consultant and as JSON for a program. It decides nothing."""

from __future__ import annotations

import json
from typing import Any

from contractgen.inspection import Inspection
from contractgen.model import Finding, RequirementStatus
from contractgen.results import LotResult, Pack, WrittenDocument

_SIGNS = {"error": "✗", "warning": "!", "info": "·"}
_MAX_INFO = 8


def as_json(pack: Pack) -> str:
    """The JSON object of section 9 of the design: status, library, lots."""
    library = pack.library
    data = {
        "status": pack.status,
        "library": {"name": library.name, "version": library.version, "digest": library.digest},
        "lots": [_lot(lot) for lot in pack.lots],
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def _lot(lot: LotResult) -> dict[str, Any]:
    return {
        "id": lot.id,
        "documents": [_document(document) for document in lot.documents],
        "requirements": [_requirement(status) for status in lot.requirements],
        "findings": [_finding(finding) for finding in lot.findings],
    }


def _document(document: WrittenDocument) -> dict[str, Any]:
    clauses = [
        {
            "id": clause.id,
            "version": clause.version,
            "number": clause.number.replace("\u00a0", " "),
            "because": clause.because,
        }
        for clause in document.clauses
    ]
    found = {"id": document.id, "path": document.path, "sha256": document.sha256, "clauses": clauses}
    return {**found, "pdf": document.pdf_path} if document.pdf else found


def _requirement(status: RequirementStatus) -> dict[str, Any]:
    return {
        "id": status.id,
        "severity": status.severity,
        "status": status.status,
        "by": list(status.by),
        "lacking": list(status.lacking),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "where": finding.where,
        "message": finding.message,
        "advice": finding.advice,
        "rule": finding.rule,
    }


def as_text(pack: Pack, out: str | None) -> str:
    """What was found, the gravest first, then what was written (`out`) or would be (None)."""
    lines: list[str] = []
    for lot in pack.lots:
        if len(pack.lots) > 1:
            lines.append(f"Lot {lot.id}")
        lines += _findings(lot.findings)
        if out is not None and pack.status != "refused":
            lines += [f"  {out}/{path}" for one in lot.documents for path in (one.path, one.pdf_path) if path]
    return "\n".join([*lines, _summary(pack, out)])


def _findings(findings: tuple[Finding, ...]) -> list[str]:
    lines = []
    for severity in ("error", "warning"):
        for finding in findings:
            if finding.severity == severity:
                lines.append(f"{_SIGNS[severity]} {finding.message}" + (f" {finding.advice}" if finding.advice else ""))
    told = [finding for finding in findings if finding.severity == "info"]
    lines += [f"{_SIGNS['info']} {finding.message}" for finding in told[:_MAX_INFO]]
    if len(told) > _MAX_INFO:
        lines.append(
            f"{_SIGNS['info']} … et {len(told) - _MAX_INFO} autres indications : voir --json ou le tableau des clauses."
        )
    return lines


def _summary(pack: Pack, out: str | None) -> str:
    errors = sum(finding.severity == "error" for finding in pack.findings)
    version = f"bibliothèque {pack.library.name} {pack.library.version}"
    if pack.status == "refused":
        plural = "s" if errors > 1 else ""
        return f"Refusé : {errors} point{plural} à régler ({version}). Aucun fichier n'est livré."
    satisfied = sum(status.status == "satisfied" for lot in pack.lots for status in lot.requirements)
    verb = {True: "Livrable", False: "Livré"}[out is None]
    kind = " en projet" if pack.status == "draft" else ""
    opened = f", {errors} point{'s' if errors > 1 else ''} ouvert{'s' if errors > 1 else ''}" if errors else ""
    return f"{verb}{kind} : {satisfied} exigences satisfaites, chaque fichier relu{opened} ({version})."


def inspection_as_json(inspection: Inspection) -> str:
    """One JSON object: status (intact, altered, or unverifiable without provenance), provenance, clauses, differences."""
    base = inspection.base
    status = "unverifiable" if base is None else "altered" if inspection.differences else "intact"
    data: dict[str, Any] = {"status": status, "library": None, "document": None, "requirements": [], "clauses": []}
    if base is not None:
        data["library"] = {"name": base.library, "version": base.version, "digest": base.digest}
        data["document"] = {"id": base.document, "title": base.title}
        data["requirements"] = list(base.requirements)
        changed = {difference.clause for difference in inspection.differences}
        data["clauses"] = [
            {
                "id": entry.id,
                "version": entry.version,
                "number": entry.number.replace("\u00a0", " "),
                "intact": entry.id not in changed,
            }
            for entry in base.entries
            if entry.tag
        ]
    data["differences"] = [difference._asdict() for difference in inspection.differences]
    return json.dumps(data, ensure_ascii=False, indent=1)


def inspection_as_text(inspection: Inspection, name: str) -> str:
    """The provenance in a line, then each difference in a line."""
    base = inspection.base
    if base is None:
        return f"{name} : " + " ".join(difference.message for difference in inspection.differences)
    clauses = sum(1 for entry in base.entries if entry.tag)
    lines = [
        f"{name} : « {base.title} », {clauses} clauses, bibliothèque {base.library} {base.version} ({base.digest[:12]})."
    ]
    lines += [f"✗ {difference.message}" for difference in inspection.differences]
    count = len(inspection.differences)
    if not count:
        lines.append("Intact : chaque clause est celle qui a été livrée.")
    else:
        lines.append(f"{count} différence{'s' if count > 1 else ''} avec le texte livré.")
    return "\n".join(lines)
