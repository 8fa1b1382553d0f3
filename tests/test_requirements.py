"""Each requirement: a dossier in which it applies and is satisfied; then what satisfies it is taken away, and it is
reported: the paragraphs in the library, the answers it leans on, the rules it lists."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import pytest
import yaml
from conftest import ROOT
from dossiers import EXAMPLE_NAMES, Dossier
from test_properties import without_tie

from contractgen import Answers, build, load_library, load_questionnaire
from contractgen.model import Finding, Library, Questionnaire, RequirementStatus
from contractgen.results import LotResult, Pack

SETS = [yaml.safe_load(path.read_text("utf-8")) for path in sorted((ROOT / "clause_library/requirements").glob("*"))]
REQUIREMENTS = {requirement["id"]: requirement for one in SETS for requirement in one["requirements"]}
LEANING = [(ident, name) for ident, one in REQUIREMENTS.items() for name in one["answers"]]
RULED = [(ident, rule) for ident, one in REQUIREMENTS.items() for rule in one["rules"]]

VARIATIONS = {
    "a payment institution of eight people": Dossier("paiement-comptabilite", {"client.effectif": 8, "client.microentreprise": True}),
    "a switchboard that talks": Dossier("micro-assistanat", {"usage_ia": True, "ia_usages": ["transcription des messages"]}),
    "a firm under NIS 2": Dossier("pme-compta-paie", {"client.nis2": True}),
    "papers gathered by a provider on no roll": Dossier("pme-compta-paie", {
        "prestataire.profession": "aucun", "prestataire.numero_inscription": None, "taches_comptables": ["collecte", "relances"],
    }),
    "company records kept by an accountant": Dossier("logiciel-juridique", {
        "prestataire.profession": "expert_comptable", "taches_juridiques": ["secretariat_societes", "echeancier"],
    }),
    "two controllers together": Dossier("association-rh", {"role_rgpd": "responsable_conjoint"}),
    "a Belgian provider on the premises": Dossier("batiment-paie", {
        "prestataire.etabli_france": False, "prestataire.siren": None, "prestataire.pays": "BE",
    }),
}  # fmt: skip
DOSSIERS = [*map(Dossier, EXAMPLE_NAMES), *VARIATIONS.values()]


class Place(NamedTuple):
    """Where a requirement applies: the answers, and the lot."""

    answers: Answers
    lot: str
    status: RequirementStatus


def lot_of(pack: Pack, ident: str) -> LotResult:
    (lot,) = (lot for lot in pack.lots if lot.id == ident)
    return lot


def status_in(pack: Pack, place: Place) -> RequirementStatus:
    (status,) = (s for s in lot_of(pack, place.lot).requirements if s.id == place.status.id)
    return status


def reported(pack: Pack, place: Place) -> list[Finding]:
    return [
        finding
        for finding in lot_of(pack, place.lot).findings
        if finding.where == place.status.id and finding.code == "requirement-missing"
    ]


@cache
def places() -> dict[str, Place]:
    """The first dossier and lot in which each requirement is satisfied."""
    questionnaire = load_questionnaire()
    library = load_library(questionnaire=questionnaire)
    found: dict[str, Place] = {}
    for dossier in DOSSIERS:
        answers = dossier.answers()
        for lot in build(library, questionnaire, answers).lots:
            for status in lot.requirements:
                if status.status == "satisfied":
                    found.setdefault(status.id, Place(answers, lot.id, status))
    return found


def refused_as_it_must(pack: Pack, ident: str) -> bool:
    return pack.status == "refused" or REQUIREMENTS[ident]["severity"] != "mandatory"


def severity_of(ident: str) -> str:
    return "error" if REQUIREMENTS[ident]["severity"] == "mandatory" else "warning"


def test_the_requirements_are_those_of_the_library(library: Library) -> None:
    assert set(REQUIREMENTS) == set(library.requirements)
    assert len(REQUIREMENTS) > 180


@pytest.mark.parametrize("name", VARIATIONS)
def test_a_variation_is_delivered_as_the_examples_are(
    name: str, library: Library, questionnaire: Questionnaire
) -> None:
    pack = build(library, questionnaire, VARIATIONS[name].answers())
    assert pack.status == "delivered", [finding.message for finding in pack.findings if finding.severity == "error"]


@pytest.mark.parametrize("ident", REQUIREMENTS)
def test_a_dossier_satisfies_it(ident: str) -> None:
    status = places()[ident].status
    assert status.by
    assert (status.lacking, status.broken) == ((), ())


@pytest.mark.parametrize("ident", REQUIREMENTS)
def test_without_the_paragraphs_that_satisfy_it_it_is_reported(
    ident: str, library: Library, questionnaire: Questionnaire
) -> None:
    place = places()[ident]
    pack = build(without_paragraphs(library, ident), questionnaire, place.answers)
    status = status_in(pack, place)
    assert (status.status, status.by) == ("missing", ())
    (finding,) = reported(pack, place)
    assert finding.severity == severity_of(ident)
    assert finding.message.startswith(
        f"Exigence non satisfaite : {ident}, {library.requirements[ident].text.rstrip('.')} ("
    )
    assert "aucun passage du dossier ne la satisfait" in finding.message
    assert finding.advice == "Rétablissez la clause ou le passage qui porte cette protection."
    assert refused_as_it_must(pack, ident)
    lost = {s.id for lot in pack.lots for s in lot.requirements if s.status == "missing"}
    assert lost <= {ident, *sharing(library, ident)}


def without_paragraphs(library: Library, ident: str) -> Library:
    """The library without any paragraph tied to a requirement."""
    bare = {slug: without_tie(library, slug, ident) for slug, clause in library.clauses.items() if ident in clause.ties}
    assert bare
    return library._replace(clauses={**library.clauses, **bare})


def sharing(library: Library, ident: str) -> set[str]:
    """The requirements tied to a paragraph that is tied to this one too."""
    tied = (set(block.ties) for clause in library.clauses.values() for block in flat(clause.blocks))
    return {other for ties in tied if ident in ties for other in ties}


def flat(blocks: Iterable[Any]) -> Iterable[Any]:
    for block in blocks:
        inner = getattr(block, "blocks", None)
        if inner is not None:
            yield from flat(inner)
        elif hasattr(block, "ties"):
            yield block


@pytest.mark.parametrize(("ident", "name"), LEANING)
def test_without_an_answer_that_it_leans_on_it_is_reported(
    ident: str, name: str, library: Library, questionnaire: Questionnaire
) -> None:
    """The answer is taken out, and its default with it."""
    place = places()[ident]
    bare = questionnaire._replace(
        questions={**questionnaire.questions, name: questionnaire.questions[name]._replace(default=None)}
    )
    pack = build(library, bare, emptied(place.answers, name))
    status = status_in(pack, place)
    assert (status.status, name in status.lacking) == ("missing", True)
    (finding,) = reported(pack, place)
    assert finding.severity == severity_of(ident)
    assert questionnaire.questions[name].label.rstrip(" ?") in finding.message
    assert refused_as_it_must(pack, ident)


def emptied(answers: Answers, name: str) -> Answers:
    def left(values: Any) -> dict[str, Any]:
        return {key: value for key, value in values.items() if key != name}

    return Answers(left(answers.values), None if answers.lots is None else tuple(map(left, answers.lots)))


@pytest.mark.parametrize(("ident", "rule"), RULED)
def test_when_a_rule_that_it_lists_is_broken_it_is_reported(
    ident: str, rule: str, library: Library, questionnaire: Questionnaire
) -> None:
    """The rule is one that nothing keeps (test_rules breaks each of them by its answers)."""
    place = places()[ident]
    broken = tuple(
        one._replace(when=None, must="client.effectif < 0") if one.id == rule else one for one in library.rules
    )
    pack = build(library._replace(rules=broken), questionnaire, place.answers)
    status = status_in(pack, place)
    assert (status.status, status.broken) == ("missing", (rule,))
    (finding,) = reported(pack, place)
    assert finding.severity == severity_of(ident)
    assert f"règle enfreinte : {rule}" in finding.message
    assert refused_as_it_must(pack, ident)
