"""What the content makes of answers: roles by function, traders, names, rates, indicators; and defaults under a condition."""

from __future__ import annotations

from typing import Any

import pytest
from plain_text import text_of

from contractgen import Answers, build
from contractgen.errors import ContentError
from contractgen.library import load_library
from contractgen.model import Library, Questionnaire, Unknown, View
from contractgen.questionnaire import questionnaire_from
from contractgen.results import LotResult, Pack
from contractgen.view import view_of

FUNCTIONS = ("comptabilite", "paie", "assistanat", "rh", "juridique")
ENTRUSTED = {
    "taches_comptables": ("tva",),
    "taches_rh": ("administration_personnel",),
    "taches_juridiques": ("relecture_contrats",),
}


class Dossier:
    """The larger example with some answers replaced: `a__b` stands for a.b, None removes one."""

    def __init__(self, library: Library, questionnaire: Questionnaire, answers: dict[str, Any]) -> None:
        self.library, self.questionnaire, self.answers = library, questionnaire, answers

    def pack(self, draft: bool = False, **changes: Any) -> Pack:
        values = {**self.answers, **{key.replace("__", "."): value for key, value in changes.items()}}
        kept = {key: value for key, value in values.items() if value is not None}
        return build(self.library, self.questionnaire, Answers(kept), draft=draft)

    def lot(self, **changes: Any) -> LotResult:
        return self.pack(**changes).lots[0]


@pytest.fixture
def dossier(library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]) -> Dossier:
    return Dossier(library, questionnaire, sme_answers)


def clause(lot: LotResult, slug: str) -> str:
    """The text of a clause, nothing when it is not there."""
    return "".join(text_of((c,)) for document in lot.documents for c in document.clauses if c.id == slug)


def view(library: Library, questionnaire: Questionnaire, **values: Any) -> View:
    return view_of(library, questionnaire, "lot", values)


# ---------------------------------------------------------------- roles under the GDPR


def test_an_accountant_may_be_controller_for_the_books_and_processor_for_payroll(dossier: Dossier) -> None:
    lot = dossier.lot(fonctions_responsable_distinct=["comptabilite"])
    roles, agreement, subject = (
        clause(lot, slug) for slug in ("donnees-personnelles", "annexe-accord-donnees", "dpa-objet-finalites")
    )
    assert "Traitements effectués pour le compte du Client" in roles
    assert "Traitements dont le Prestataire est responsable distinct" in roles
    assert "production de la paie" in agreement
    assert "traitement des pièces" not in agreement
    assert "production de la paie" in subject
    assert "traitement des pièces" not in subject
    states = {status.id: status.status for status in lot.requirements}
    assert {states["RGPD-02"], states["RGPD-30"], states["RGPD-32"]} == {"satisfied"}
    assert not [finding for finding in lot.findings if finding.severity == "error"]


def test_a_controller_of_every_function_signs_no_processor_agreement(dossier: Dossier) -> None:
    lot = dossier.lot(fonctions_responsable_distinct=["comptabilite", "paie"])
    assert not clause(lot, "annexe-accord-donnees")
    assert "responsable distinct" in clause(lot, "donnees-personnelles")
    assert {status.id: status.status for status in lot.requirements}["RGPD-08"] == "not_applicable"
    assert not [finding for finding in lot.findings if finding.severity == "error"]


def test_both_modules_of_the_standard_clauses_are_kept_for_two_roles(dossier: Dossier) -> None:
    lot = dossier.lot(
        fonctions_responsable_distinct=["comptabilite"], transfert_hors_ue=True, pays_transfert=["MA"], mecanisme_transfert="cct",
        lieux_traitement=[{"lieu": "Casablanca", "pays": "MA", "usages": ["support"]}],
    )  # fmt: skip
    text = clause(lot, "annexe-transferts")
    assert "module trois" in text
    assert "module un" in text


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, True),
        ({"fonctions": ("paie",), "fonctions_responsable_distinct": ("paie",)}, False),
        ({"fonctions": ("paie", "rh"), "fonctions_responsable_distinct": ("paie",)}, True),
        ({"role_rgpd": "responsable_distinct"}, False),
        ({"donnees_personnelles": False}, False),
    ],
)
def test_the_role_is_decided_without_guessing(
    given: dict[str, Any], expected: bool, library: Library, questionnaire: Questionnaire
) -> None:
    assert view(library, questionnaire, **given)("sous_traitant_donnees") is expected


# ---------------------------------------------------------------- parties


def test_a_court_is_chosen_between_two_traders_only(dossier: Dossier) -> None:
    court = "tribunal des activités économiques de Lyon"
    one = dossier.lot(tribunal=court, prestataire__forme="EI")
    assert "COH-49" in [finding.rule for finding in one.findings]
    both = dossier.lot(tribunal=court)  # a company of commercial form is a trader, whatever it does (C. com. L.210-1)
    assert "COH-49" not in [finding.rule for finding in both.findings]
    assert court in clause(both, "loi-juridiction")
    assert {status.id: status.status for status in both.requirements}["COM-19"] == "satisfied"


def test_each_party_is_identified_by_what_was_answered(dossier: Dossier) -> None:
    text = clause(dossier.lot(), "parties")
    for said in ("SAS", "50\u202f000\u00a0€", "7 quai de la Filature", "Éloi Orval, président"):
        assert said in text
    assert "celui que porte" not in text
    without = dossier.lot(prestataire__siege=None, prestataire__capital=None, prestataire__forme=None)
    assert clause(without, "parties").count("l’extrait d’immatriculation du Prestataire") == 3


def test_a_provider_without_employees_gives_the_word_none(dossier: Dossier) -> None:
    lot = dossier.lot(prestataire__independant=True)
    assert "« néant »".replace(" ", "\u00a0") in clause(lot, "vigilance-sociale")
    assert "n’employer aucun salarié" in clause(lot, "annexe-vigilance")


def test_the_trust_service_is_named_when_it_is_known(dossier: Dossier) -> None:
    assert "Signatéa" in clause(dossier.lot(), "preuve-signature")
    assert "est le suivant" not in clause(dossier.lot(prestataire_confiance=None), "preuve-signature")


# ---------------------------------------------------------------- rates, fallback, tasks


def test_another_late_rate_is_asked_and_printed(dossier: Dossier) -> None:
    refused = dossier.pack(taux_penalites_retard="autre")
    assert refused.status == "refused"
    assert "taux_penalites_retard_autre" in [f.where for f in refused.findings if f.code == "answer-missing"]
    lot = dossier.lot(taux_penalites_retard="autre", taux_penalites_retard_autre=12)
    assert "12\u00a0% par an" in clause(lot, "delai-paiement")


@pytest.mark.parametrize(
    ("kind", "named"), [("reprise_interne", None), ("mode_degrade", None), ("second_prestataire", "à désigner")]
)
def test_a_fallback_without_a_name_satisfies_nothing_and_a_draft_says_so(
    kind: str, named: str | None, dossier: Dossier
) -> None:
    rows = [
        {"fonction": function, "type": kind, "delai_activation_h": 24, **({"repreneur": named} if named else {})}
        for function in ("comptabilite", "paie")
    ]  # fmt: skip
    assert dossier.pack(plan_b=rows).status == "refused"
    draft = dossier.pack(draft=True, plan_b=rows)
    assert draft.status == "draft"
    assert "BP-13" in [finding.where for finding in draft.findings if finding.code == "requirement-missing"]


def test_a_second_provider_may_be_named_before_the_signature(dossier: Dossier) -> None:
    rows = [
        {"fonction": one, "type": "second_prestataire", "delai_activation_h": 24} for one in ("comptabilite", "paie")
    ]
    pack = dossier.pack(plan_b=rows)
    assert pack.status == "delivered"
    assert [one.severity for one in pack.findings if one.code == "fallback-unnamed"] == ["warning", "warning"]


def test_reminders_are_no_debt_collection(dossier: Dossier) -> None:
    lot = dossier.lot()
    assert {status.id: status.status for status in lot.requirements}["PROF-21"] == "satisfied"
    assert "recouvrement amiable" in clause(lot, "annexe-perimetre-processus")


def test_the_border_of_data_entry_is_marked_as_disputed(library: Library, questionnaire: Questionnaire) -> None:
    assert "discuté" in questionnaire.questions["saisie_precodee"].help
    assert "discuté" in next(rule.message for rule in library.rules if rule.id == "COH-37")
    assert not library.requirements["PROF-02"].verified


# ---------------------------------------------------------------- indicators


def test_default_indicators_are_the_catalogue_s(library: Library, questionnaire: Questionnaire) -> None:
    for row in questionnaire.questions["indicateurs"].default:
        known = library.indicators[row["id"]]
        said = (known.name, known.formula, known.unit, known.target, known.source, known.penalty)
        assert (row["nom"], row["formule"], row["unite"], row["cible"], row["source"], row.get("penalite", "")) == said


@pytest.mark.parametrize("function", FUNCTIONS)
def test_each_function_has_an_availability_and_no_penalty_without_penalties(
    function: str, library: Library, questionnaire: Questionnaire
) -> None:
    for penalties in (True, False):
        found = view(library, questionnaire, **ENTRUSTED, fonctions=(function,), penalites=penalties)
        rows = found("indicateurs")
        assert [row for row in rows if row["fonction"] == function and row["nom"] == "Disponibilité du service"]
        assert any("penalite" in row for row in rows) == penalties
        assert {i for r in found("rapports") for i in r["indicateurs"]} == {row["id"] for row in rows}


# ---------------------------------------------------------------- defaults under a condition

HEAD = "id: x\nversion: '1'\ntitle: T\nsections:\n  - id: s\n    title: S\n    scope: lot\n    questions:\n"
FLAG = "      - {id: a, label: A, type: boolean, required: true}\n"


def asked(text: str, **values: Any) -> tuple[str, Any, frozenset[str]]:
    """The state, value and lack of the question b."""
    questionnaire = questionnaire_from((HEAD + FLAG + text).encode(), "q.yaml")
    empty = Library("l", "1.0.0", "", {}, (), {}, (), {}, {}, {}, (), b"")
    entry = view_of(empty, questionnaire, "lot", values).entries["b"]
    return entry.state, entry.value, entry.lacking


NUMBER = "      - {id: b, label: B, type: integer, required: true, default: 1, default_when: [{when: a, value: 2}]}\n"


def test_a_default_follows_its_condition() -> None:
    assert asked(NUMBER, a=True)[:2] == ("default", 2)
    assert asked(NUMBER, a=False)[:2] == ("default", 1)
    assert asked(NUMBER, a=True, b=7)[:2] == ("given", 7)


def test_a_default_whose_condition_is_unknown_is_no_answer_and_says_what_is_lacking() -> None:
    state, value, lacking = asked(NUMBER)
    assert (state, lacking) == ("unanswered", {"a"})
    assert isinstance(value, Unknown)
    assert value.lacking == {"a"}


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("[{when: a, value: deux}]", "un nombre entier"),
        ("[{when: a}]", "l'un des deux"),
        ("[{value: 2}]", "« when » absente"),
        ("[{when: a, without: [c]}]", "colonne facultative"),
        ("[{when: a, valeur: 2}]", "valeur"),
    ],
)
def test_a_wrong_default_is_told_with_its_line(entry: str, message: str) -> None:
    text = f"      - {{id: b, label: B, type: integer, required: true, default: 1, default_when: {entry}}}\n"
    with pytest.raises(ContentError, match=message) as caught:
        questionnaire_from((HEAD + FLAG + text).encode(), "q.yaml")
    assert "q.yaml:10:" in str(caught.value)


def test_the_condition_of_a_default_is_typed_when_the_library_loads(questionnaire: Questionnaire) -> None:
    question = questionnaire.questions["indicateurs"]
    wrong = question._replace(default_when=(question.default_when[0]._replace(when="penalites == 3"),))
    changed = questionnaire._replace(questions={**questionnaire.questions, "indicateurs": wrong})
    with pytest.raises(ContentError, match="penalites == 3"):
        load_library(questionnaire=changed)


# ---------------------------------------------------------------- texts that hold for every value


def test_an_indicator_of_a_task_that_is_not_entrusted_does_not_apply(dossier: Dossier) -> None:
    assert "ne confie pas ne s’applique pas" in clause(dossier.lot(), "annexe-sla")
    short = dossier.lot(profil="simplifie", penalites=False)
    assert "d’une tâche non confiée ne s’applique pas" in clause(short, "annexe-sla")


@pytest.mark.parametrize("position", ["client", "equilibre", "prestataire"])
def test_the_ceiling_reached_one_month_reads_like_three(dossier: Dossier, position: str) -> None:
    lot = dossier.lot(niveau_equilibre=position, seuil_resiliation_penalites_mois=1)
    assert "pendant un (1) mois au total sur une période" in clause(lot, "penalites-performance").replace("\xa0", " ")
    assert "de suite ou non" not in clause(lot, "penalites-performance") + clause(lot, "annexe-penalites")


def test_a_contract_without_a_processor_agreement_ranks_no_annex_on_data(dossier: Dossier) -> None:
    named = "annexe sur les données personnelles"
    assert named in clause(dossier.lot(), "documents-priorite")
    assert named not in clause(dossier.lot(role_rgpd="responsable_distinct"), "documents-priorite")
