"""What lint found: as text, as JSON, and as SARIF 2.1.0 (OASIS) for code hosts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from contractgen.model import Finding

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_WORDS = {"error": "erreur", "warning": "avertissement", "info": "à confirmer"}


def as_text(findings: tuple[Finding, ...]) -> str:
    """One line a finding and one for what to do; what is to be confirmed is only counted."""
    lines = []
    for one in findings:
        if one.severity != "info":
            lines += [f"{one.where}: {_WORDS[one.severity]} [{one.code}] {one.message}", f"    {one.advice}"]
    counts = Counter(one.severity for one in findings)
    lines.append(
        f"{counts['error']} erreurs, {counts['warning']} avertissements, {counts['info']} textes ou sources à faire confirmer."
    )
    return "\n".join(lines)


def as_json(findings: Iterable[Finding]) -> str:
    """One object: each finding with its place."""
    told = [{"code": one.code, "severity": one.severity, **_place(one), "message": one.message, "advice": one.advice} for one in findings]  # fmt: skip
    return json.dumps({"findings": told}, ensure_ascii=False, indent=1)


def as_sarif(findings: tuple[Finding, ...], version: str) -> str:
    """The log of one run, SARIF 2.1.0."""
    codes = sorted({one.code for one in findings})
    results = [
        {
            "ruleId": one.code,
            "ruleIndex": codes.index(one.code),
            "level": _LEVELS[one.severity],
            "message": {"text": f"{one.message}. {one.advice}"},
            "locations": [_location(one)],
        }
        for one in findings
    ]
    driver = {"name": "contractgen library lint", "version": version, "rules": [{"id": code} for code in codes]}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    return json.dumps(log, ensure_ascii=False, indent=1)


def _place(one: Finding) -> dict[str, Any]:
    path, line, column = one.where.rsplit(":", 2)
    return {"file": path, "line": int(line), "column": int(column)}


def _location(one: Finding) -> dict[str, Any]:
    place = _place(one)
    region = {"startLine": place["line"], "startColumn": place["column"]}
    return {"physicalLocation": {"artifactLocation": {"uri": place["file"]}, "region": region}}
