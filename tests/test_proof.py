"""The prover: the shipped library is proved; each kind of fault is refuted by a dossier that the real line confirms;
what the abstraction cannot tell is never « proved »; and the symbols admit whatever really happens."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from commands import run, unusable
from conftest import EXAMPLES, ROOT
from hypothesis import HealthCheck, given, settings
from strategies import dossiers

from contractgen.answers import read_answers
from contractgen.errors import ContentError
from contractgen.library import load_library
from contractgen.lots import typed_lots
from contractgen.model import Answers, Library, Link, ParagraphTemplate, Questionnaire, Slot, Unknown, When
from contractgen.proof import logic
from contractgen.proof.certificate import certificate, recheck
from contractgen.proof.claims import KINDS
from contractgen.proof.deliverable import deliverable
from contractgen.proof.prover import Proof, Prover
from contractgen.proof.replay import Replayed
from contractgen.proof.symbols import Choice, Collection, Row, Symbol, Text, known
from contractgen.questionnaire import load_questionnaire


@pytest.fixture(scope="module")
def prover(library: Library, questionnaire: Questionnaire) -> Prover:
    return Prover(library, questionnaire)


@pytest.fixture(scope="module")
def proofs(prover: Prover) -> tuple[Proof, ...]:
    return tuple(prover.proofs())


def test_the_shipped_library_is_proved(proofs: tuple[Proof, ...]) -> None:
    assert [(proof.claim.id, proof.message) for proof in proofs if proof.status != "proved"] == []
    counts = Counter(proof.claim.kind for proof in proofs)
    assert set(counts) == set(KINDS)
    assert counts["requirement"] > 150
    assert counts["deliverable"] == 15


def test_what_can_occur_is_shown_by_a_dossier_of_the_real_line(prover: Prover, proofs: tuple[Proof, ...]) -> None:
    alive = [proof for proof in proofs if proof.claim.kind == "alive"]
    assert len(alive) > 1000
    for proof in alive[::50]:
        assert proof.answers is not None
        assert prover.confirms(proof.claim, proof.answers)


# ---------------------------------------------------------------- the symbols and the line agree


def _fixed(space: Any, values: Mapping[str, Any]) -> list[Any]:
    """The terms for « these are the answers »."""
    terms: list[Any] = []
    for ident, symbol in space.typed.items():
        terms.append(logic.same(space.given[ident], ident in values))
        if ident in values:
            terms += _is(space, symbol, values[ident])
    return terms


def _is(space: Any, symbol: Symbol, value: Any) -> list[Any]:
    data = symbol.data
    if isinstance(data, Choice):
        return [logic.same(guard, one == value) for one, guard in data.guards.items()]
    if isinstance(data, Text):
        return [logic.compared("==", data.code, space.codes.of(value))]
    if isinstance(data, Collection):
        return _are(space, data, value)
    if isinstance(value, bool):
        return [logic.same(data, value)]
    return [logic.compared("==", data, value.toordinal() if isinstance(value, date) else value)]


def _are(space: Any, data: Collection, values: Any) -> list[Any]:
    if data.more is False:
        return [logic.same(guard, item in values) for guard, item in data.items]
    terms = [logic.same(data.more, len(values) > len(data.items))]
    for rank, (guard, item) in enumerate(data.items):
        terms.append(logic.same(guard, rank < len(values)))
        if rank >= len(values):
            continue
        if isinstance(item, Row):
            for column, cell in item.cells.items():
                terms.append(logic.same(cell.unknown, column not in values[rank]))
                terms += _is(space, cell, values[rank][column]) if column in values[rank] else []
        else:
            terms += _is(space, Symbol(item), values[rank])
    return terms


def _happens(prover: Prover, replayed: Replayed) -> list[Any]:
    """The terms for what the line makes of a dossier: names, clauses, and all that is printed."""
    terms = []
    for name, value in replayed.view.values.items():
        symbol = prover.space.value(name)
        terms.append(logic.same(symbol.unknown, isinstance(value, Unknown)))
        if isinstance(value, bool):
            terms.append(logic.implies(known(symbol), logic.same(symbol.data, value)))
    for slug, present in prover.claims.present.items():
        terms.append(logic.same(present, replayed.selection.has(slug)))
        printed = replayed.printed.get(slug, frozenset())
        terms += [logic.same(held.printed, (held.kind, held.subject) in printed) for held in prover.claims.held[slug]]
    return [*terms, *(logic.same(prover.claims.applies(i), replayed.applies(i)) for i in prover.library.requirements)]


@pytest.fixture(scope="module")
def solver(prover: Prover) -> logic.Solver:
    """Without what is claimed only of complete dossiers."""
    solver = logic.Solver(20_000)
    solver.add([*prover.space.domains, *prover.space.encode.axioms])
    return solver


def _agrees(prover: Prover, solver: logic.Solver, answers: Mapping[str, Any]) -> bool:
    replayed = Replayed(prover.library, prover.questionnaire, answers)
    fixed = _fixed(prover.space, replayed.lot.values)
    if solver.ask(*fixed) is None:  # a required cell is empty: nothing is claimed of it
        return not replayed.complete or _same_without_what_is_parked(prover, solver, replayed)
    return isinstance(solver.ask(*fixed, *_happens(prover, replayed)), logic.Model)


def _same_without_what_is_parked(prover: Prover, solver: logic.Solver, replayed: Replayed) -> bool:
    """Whether the empty cells are those of tables that are not asked, and the line prints the same without these, as the
    symbols do."""
    parked = {name for name, entry in replayed.view.entries.items() if entry.state == "parked"}
    answers = {name: value for name, value in replayed.lot.values.items() if name not in parked}
    without = Replayed(prover.library, prover.questionnaire, answers)
    same = (without.printed, without.selection.decisions) == (replayed.printed, replayed.selection.decisions)
    return bool(parked & set(replayed.lot.values)) and same and _agrees(prover, solver, answers)


def test_a_parked_table_with_an_empty_required_cell_changes_nothing(prover: Prover, solver: logic.Solver) -> None:
    assert _agrees(prover, solver, {**_base(prover), "prestataires": [{"nom": " ", "fonctions": []}]})


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_symbols_admit_the_examples(example: Path, prover: Prover, solver: logic.Solver) -> None:
    answers = read_answers(example)
    for lot in typed_lots(prover.questionnaire, answers):
        assert _agrees(prover, solver, lot.values)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=dossiers(load_questionnaire()))
def test_the_symbols_admit_whatever_the_line_does(data: Any, prover: Prover, solver: logic.Solver) -> None:
    assert _agrees(prover, solver, {**_base(prover), **data})
    assert _agrees(prover, solver, data)


def _base(prover: Prover) -> Mapping[str, Any]:
    (lot,) = typed_lots(prover.questionnaire, read_answers(EXAMPLES / "pme-compta-paie.yaml"))
    return lot.values


def test_a_dossier_that_is_not_the_one_is_not_admitted(prover: Prover) -> None:
    replayed = Replayed(prover.library, prover.questionnaire, _base(prover))
    terms = _happens(prover, replayed)
    other = {**_base(prover), "penalites": not replayed.view("penalites")}
    fixed = _fixed(prover.space, typed_lots(prover.questionnaire, Answers(other))[0].values)
    assert prover.solver.ask(*fixed, *terms) is None


# ---------------------------------------------------------------- planted faults


def _changed(tmp_path: Path, file: str, change: Callable[[str], str]) -> tuple[Library, Questionnaire]:
    """The library, or the questionnaire, with one file changed."""
    shutil.copytree(ROOT / "clause_library", tmp_path / "clause_library")
    shutil.copytree(ROOT / "questionnaires", tmp_path / "questionnaires")
    path = tmp_path / file
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    path.write_text(after, encoding="utf-8")
    questionnaire = load_questionnaire(tmp_path / "questionnaires" / "externalisation.yaml")
    return load_library(tmp_path / "clause_library", None, questionnaire), questionnaire


def _replaced(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


def _appended(text: str) -> Callable[[str], str]:
    return lambda before: before.rstrip("\n") + f"\n\n{text}\n"


CONTRACT = "clause_library/clauses/contrat/"
QUESTIONS = "questionnaires/externalisation.yaml"
FAULTS = {
    "requirement: a condition too many": (
        "requirement:COM-02", f"{CONTRACT}delai-paiement.md", _replaced("when facture_recapitulative", "when facture_recapitulative and penalites")),
    "core: a condition": ("core:parties", f"{CONTRACT}parties.md", _replaced("core: true", 'core: true\nwhen: "penalites"')),
    "core: of what no other of the core carries": ("core:delais-intervention", f"{CONTRACT}niveaux-service.md", _replaced("core: true\n", "")),
    "core: of what it alone carries": ("core:confidentialite", f"{CONTRACT}confidentialite.md", _replaced("core: true", 'core: true\nwhen: "penalites"')),
    "needed-answer: a question asked less often": (
        "needed-answer:DACT-02:transition_changement_jours", QUESTIONS, _replaced("default: 30\n        when: service_cloud", "default: 30\n        when: service_cloud and penalites")),
    "value: not asked": ("value:parties:plafond_penalites_pct", f"{CONTRACT}parties.md", _appended("Le plafond est de {{ plafond_penalites_pct | pct }}.")),
    "reference: to a clause that may be absent": ("reference:parties:annexe-penalites", f"{CONTRACT}parties.md", _appended("Voir l'[[annexe-penalites]].")),
    "reference: to a table that may be absent": ("reference:coordination-prestataires:tableau:annexe-penalites", f"{CONTRACT}coordination-prestataires.md", _appended("Voir le [[tableau:annexe-penalites]].")),
    "term: the definitions are not there": ("term:confidentialite:contrat", f"{CONTRACT}definitions-interpretation.md", _replaced("kind: clause", 'kind: clause\nwhen: "penalites"')),
    "variant: two at once": ("variant:delai-paiement:", f"{CONTRACT}delai-paiement.md", _replaced("mode_delai_paiement == 'fin_de_mois'", "mode_delai_paiement in ['fin_de_mois', 'jours_nets']")),
    "called: an annex without its clause": ("called:annexe-vigilance", f"{CONTRACT}personnel-encadrement.md", _replaced("les pièces que liste l'[[annexe-vigilance]].", "les pièces prévues.")),
    "decided: an optional question": ("decided:references-commerciales", f"{CONTRACT}references-commerciales.md", _replaced('when: "clause_reference"', 'when: "clause_reference and client.chiffre_affaires > 5"')),
    "alive: a clause": ("alive:clause:engagements-rse", f"{CONTRACT}engagements-rse.md", _replaced('when: "clause_rse"', 'when: "clause_rse and not clause_rse"')),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_refuted_by_a_dossier_that_the_line_confirms(name: str, tmp_path: Path) -> None:
    ident, file, change = FAULTS[name]
    prover = Prover(*_changed(tmp_path, file, change))
    claims = [
        claim for claim in prover.all if claim.id == ident or (ident.endswith(":") and claim.id.startswith(ident))
    ]
    assert claims
    found = [next(prover.alive([claim])) if claim.kind == "alive" else prover.universal(claim) for claim in claims]
    refuted = [proof for proof in found if proof.status == "refuted"]
    assert refuted, [proof.message for proof in found]
    for proof in refuted:
        assert len(proof.message) > 40
        if proof.claim.kind != "alive":
            assert proof.answers is not None
            assert prover.confirms(proof.claim, proof.answers)


def test_a_counterexample_holds_nothing_that_it_does_without(tmp_path: Path) -> None:
    _, file, change = FAULTS["reference: to a clause that may be absent"]
    prover = Prover(*_changed(tmp_path, file, change))
    claim = next(claim for claim in prover.all if claim.id == "reference:parties:annexe-penalites")
    proof = prover.universal(claim)
    assert proof.answers is not None
    for ident in proof.answers:
        fewer = {key: value for key, value in proof.answers.items() if key != ident}
        assert not prover.confirms(claim, fewer)


def test_a_clause_twice_in_the_plans_is_refuted(library: Library, questionnaire: Questionnaire) -> None:
    (first, *others), *plans = library.plans[0].parts, *library.plans[1:]
    doubled = first._replace(clauses=(*first.clauses, first.clauses[0]))
    twice = library._replace(plans=(library.plans[0]._replace(parts=(doubled, *others)), *plans))
    prover = Prover(twice, questionnaire)
    proofs = [prover.settled(claim) for claim in prover.all if claim.kind == "once"]
    assert [proof.claim.subject for proof in proofs if proof.status == "refuted"] == [first.clauses[0]]


def test_a_clause_that_prints_nothing_is_refuted(library: Library, questionnaire: Questionnaire) -> None:
    bare = library._replace(clauses={**library.clauses, "parties": library.clauses["parties"]._replace(blocks=())})
    prover = Prover(bare, questionnaire)
    claim = next(claim for claim in prover.all if claim.id == "text:parties")
    assert prover.universal(claim).status == "refuted"


def test_two_rules_that_leave_no_dossier_are_refuted(tmp_path: Path) -> None:
    text = "  - id: COH-99\n    message: impossible\n    when: \"'paie' in fonctions\"\n    must: duree_initiale_mois < 1\n    severity: blocking"
    prover = Prover(*_changed(tmp_path, "clause_library/rules.yaml", _appended(text)))
    statuses = {claim.subject: status for claim, status, *_ in deliverable(prover)}
    assert statuses["paie"] == statuses["comptabilite+paie"] == "refuted"
    assert statuses["comptabilite"] == "proved"


def test_what_the_abstraction_cannot_tell_is_unknown_and_not_proved(tmp_path: Path) -> None:
    text = (ROOT / "clause_library" / "requirements" / "sante_cyber_ia.yaml").read_text(encoding="utf-8")
    assert "id: IA-01" in text
    condition = _replaced('when: "usage_ia"', 'when: "any(v.bande_pct > 9 for v in volumes)"')
    library, questionnaire = _changed(tmp_path, f"{CONTRACT}intelligence-artificielle.md", condition)
    requirement = library.requirements["IA-01"]._replace(when="any(v.bande_pct > 10 for v in volumes)")
    prover = Prover(library._replace(requirements={**library.requirements, "IA-01": requirement}), questionnaire)
    claim = next(claim for claim in prover.all if claim.id == "requirement:IA-01")
    proof = prover.universal(claim)
    assert (proof.status, proof.answers) == ("unknown", None)
    assert "tableau" in proof.message


# ---------------------------------------------------------------- certificate and command


def test_a_certificate_can_be_checked_again(
    library: Library, questionnaire: Questionnaire, proofs: tuple[Proof, ...]
) -> None:
    data = certificate(library, questionnaire, proofs)
    assert data == certificate(library, questionnaire, proofs)
    assert recheck(data, library, questionnaire, proofs) == ()
    fewer = [proof._replace(status="unknown") if proof.claim.id == "requirement:BP-04" else proof for proof in proofs]
    assert any("BP-04" in line for line in recheck(data, library, questionnaire, fewer))
    assert recheck(data, library._replace(digest="0"), questionnaire, proofs)[0].startswith(
        "Le certificat porte sur une"
    )


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b'{"digest": 1, "claims": {}}'])
def test_what_is_no_certificate_is_refused(data: bytes, library: Library, questionnaire: Questionnaire) -> None:
    with pytest.raises(ContentError):
        recheck(data, library, questionnaire, ())


def test_an_altered_certificate_is_refused(
    library: Library, questionnaire: Questionnaire, proofs: tuple[Proof, ...]
) -> None:
    data = certificate(library, questionnaire, proofs).replace(b'"proved"', b'"refuted"', 1)
    with pytest.raises(ContentError, match="modifié"):
        recheck(data, library, questionnaire, proofs)


def test_the_command_says_what_is_refuted_and_writes_the_dossier(tmp_path: Path) -> None:
    _, file, change = FAULTS["core: a condition"]
    _changed(tmp_path, file, change)
    folder = tmp_path / "contre-exemples"
    ran = run("library", "prove", "--library", tmp_path / "clause_library", "--json", "--counterexamples", folder)
    assert ran.code == 1
    claims = json.loads(ran.out)["claims"]
    refuted = [claim for claim in claims if claim["status"] == "refuted"]
    assert {claim["id"] for claim in refuted} >= {"core:parties"}
    assert all(set(claim) == {"id", "kind", "subject", "status", "counterexample", "message"} for claim in claims)
    written = sorted(folder.glob("*.yaml"))
    assert len(written) == len(refuted)
    assert run("explain", written[0], "parties", "--library", tmp_path / "clause_library").code == 0


def test_a_library_that_cannot_be_read_is_told_in_one_line() -> None:
    assert "absente" in unusable(run("library", "prove", "--library", "absente"))


# ---------------------------------------------------------------- the same fault, wherever it is planted


def test_every_clause_of_the_core_made_conditional_is_refuted(library: Library, questionnaire: Questionnaire) -> None:
    core = [slug for slug, clause in library.clauses.items() if clause.core and clause.when in (None, "profil != 'simplifie'")]  # fmt: skip
    assert len(core) >= 25
    clauses = {slug: clause._replace(when="penalites") if slug in core else clause for slug, clause in library.clauses.items()}  # fmt: skip
    prover = Prover(library._replace(clauses=clauses), questionnaire)
    statuses = {claim.subject: prover.settled(claim).status for claim in prover.all if claim.kind == "core"}
    assert {slug: statuses[slug] for slug in core} == dict.fromkeys(core, "refuted")


def test_every_mandatory_requirement_made_conditional_everywhere_is_refuted(
    library: Library, questionnaire: Questionnaire
) -> None:
    """Each paragraph of the library printed only with an answer that drives none of its conditions."""
    inside = "astreinte"
    clauses = {
        slug: clause._replace(blocks=(When(inside, clause.blocks, 1),)) for slug, clause in library.clauses.items()
    }
    prover = Prover(library._replace(clauses=clauses), questionnaire)
    claims = [claim for claim in prover.all if claim.kind == "requirement"]
    assert len(claims) > 150
    assert [claim.id for claim in claims if prover.settled(claim).status != "refuted"] == []


def test_every_reference_to_a_clause_that_may_be_absent_is_refuted(
    library: Library, questionnaire: Questionnaire
) -> None:
    conditional = [slug for plan in library.plans if plan.id == "contrat" for part in plan.parts for slug in part.clauses if library.clauses[slug].when]  # fmt: skip
    assert len(conditional) > 30
    paragraph = ParagraphTemplate("body", tuple(Link(slug) for slug in conditional), (), 1)
    parties = library.clauses["parties"]
    clauses = {**library.clauses, "parties": parties._replace(blocks=(*parties.blocks, paragraph))}
    prover = Prover(library._replace(clauses=clauses), questionnaire)
    statuses = {claim.about[1]: prover.settled(claim).status for claim in prover.all if claim.id.startswith("reference:parties:")}  # fmt: skip
    assert {slug: statuses[slug] for slug in conditional} == dict.fromkeys(conditional, "refuted")


def test_every_value_of_a_question_that_may_not_be_asked_is_refuted(
    library: Library, questionnaire: Questionnaire
) -> None:
    conditional = [ident for ident, question in questionnaire.questions.items() if question.when and question.type != "table"]  # fmt: skip
    assert len(conditional) > 50
    paragraph = ParagraphTemplate("body", tuple(Slot(ident, "") for ident in conditional), (), 1)
    parties = library.clauses["parties"]
    clauses = {**library.clauses, "parties": parties._replace(blocks=(*parties.blocks, paragraph))}
    prover = Prover(library._replace(clauses=clauses), questionnaire)
    statuses = {claim.about[1]: prover.settled(claim).status for claim in prover.all if claim.id.startswith("value:parties:")}  # fmt: skip
    assert {ident: statuses[ident] for ident in conditional} == dict.fromkeys(conditional, "refuted")
