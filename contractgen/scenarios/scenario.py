"""A scenario: a dossier, and what must come of it. Written by hand in YAML, or recorded from a generated dossier.

name: Une micro-entreprise sans pénalités
from: micro-assistanat            # an example, by its name; or none
answers: {penalites: false}       # by question id; they replace those of the example
expect:
  status: delivered
  clauses: [reversibilite]        # these are in
  absent: [annexe-penalites]      # these are not
  texts: ["restitue les Données du Client"]
  requirements: {BP-11: satisfied}
  findings: [rule-violated]       # these codes are among the findings
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from contractgen.answers import read_answers
from contractgen.content import shipped
from contractgen.errors import ContentError, reason
from contractgen.model import Answers, Library, Paragraph, Questionnaire
from contractgen.pipeline import build
from contractgen.reading import Problems, Reader
from contractgen.results import Pack
from contractgen.strict_yaml import YamlError, read

_KEYS = ("status", "clauses", "absent", "texts", "requirements", "findings")


class Scenario(NamedTuple):
    """`expect`: by key, what must come of these answers; `place`: its file."""

    name: str
    place: str
    answers: Answers
    expect: Mapping[str, Any]


def scenarios_in(folder: Path) -> tuple[Scenario, ...]:
    """The scenarios of a folder, one a file; none without the folder. Raises ContentError with every problem."""
    try:
        files = sorted(folder.glob("*.yaml"))
        return tuple(_scenario(file) for file in files)
    except OSError as error:
        raise ContentError(f"« {folder} » illisible : {reason(error)}.") from error


def _scenario(file: Path) -> Scenario:
    try:
        root = read(file.read_bytes())
    except YamlError as error:
        raise ContentError(f"{file}:{error.line}: {error}") from error
    problems = Problems()
    if not isinstance(root.value, dict):
        raise ContentError(f"{file}:1: un scénario a un « name », des réponses et « expect ».")
    reader = Reader(root, str(file), problems)
    name, origin = reader.text("name"), reader.optional("from")
    problems.raise_if_any()
    raw = root.value
    expect = _plain(raw["expect"]) if "expect" in raw else {}
    unknown = [key for key in raw if key not in ("name", "from", "answers", "expect")]
    unknown += [f"expect.{key}" for key in (expect if isinstance(expect, dict) else {}) if key not in _KEYS]
    if unknown or not isinstance(expect, dict) or not expect:
        what = f"clés inconnues : {', '.join(unknown)}" if unknown else "« expect » dit ce qui doit en sortir"
        raise ContentError(f"{file}:1: {what} (clés de « expect » : {', '.join(_KEYS)}).")
    own = _plain(raw["answers"]) if "answers" in raw else {}
    return Scenario(name, str(file), _answers(file, origin, own), expect)


def _answers(file: Path, origin: str | None, own: Mapping[str, Any]) -> Answers:
    if origin is None:
        return Answers(own, origin=str(file))
    known = {path.stem: path for path in sorted(shipped("examples").glob("*.yaml"))}
    if origin not in known:
        raise ContentError(f"{file}:1: exemple « {origin} » inconnu ({', '.join(known)}).")
    base = read_answers(known[origin])
    return base._replace(values=_over(base.values, own))


def _over(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of a dossier with some replaced; a mapping of dotted ids key by key."""
    found = dict(base)
    for key, value in own.items():
        here = found.get(key)
        found[key] = _over(here, value) if isinstance(here, Mapping) and isinstance(value, Mapping) else value
    return found


def _plain(node: Any) -> Any:
    if isinstance(node.value, dict):
        return {key: _plain(item) for key, item in node.value.items()}
    return [_plain(item) for item in node.value] if isinstance(node.value, list) else node.value


def problems_of(scenario: Scenario, library: Library, questionnaire: Questionnaire) -> tuple[str, ...]:
    """What does not come of a scenario as it must, through the whole line; nothing when all does."""
    pack = build(library, questionnaire, scenario.answers)
    return tuple(f"{scenario.name} : {problem}" for problem in _problems(scenario.expect, pack))


def _problems(expect: Mapping[str, Any], pack: Pack) -> Iterator[str]:
    if "status" in expect and pack.status != expect["status"]:
        told = " ; ".join(finding.message for finding in pack.findings if finding.severity == "error")
        yield f"statut {pack.status}, attendu {expect['status']}{f' ({told})' if told else ''}"
    present = {clause.id for lot in pack.lots for document in lot.documents for clause in document.clauses}
    yield from (f"la clause « {slug} » manque" for slug in expect.get("clauses", ()) if slug not in present)
    yield from (f"la clause « {slug} » est là" for slug in expect.get("absent", ()) if slug in present)
    texts = "\n".join(_texts(pack))
    yield from (f"le texte « {text} » manque" for text in expect.get("texts", ()) if text not in texts)
    statuses = {status.id: status.status for lot in pack.lots for status in lot.requirements}
    for ident, wanted in expect.get("requirements", {}).items():
        if statuses.get(ident) != wanted:
            yield f"exigence {ident} : {statuses.get(ident, 'inconnue')}, attendu {wanted}"
    codes = {finding.code for finding in pack.findings}
    yield from (f"aucun constat « {code} »" for code in expect.get("findings", ()) if code not in codes)


def _texts(pack: Pack) -> Iterator[str]:
    """The texts of the clauses, with plain spaces: a scenario is typed by hand."""
    for lot in pack.lots:
        for document in lot.documents:
            for clause in document.clauses:
                yield from (block.text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'") for block in clause.blocks if isinstance(block, Paragraph))  # fmt: skip
