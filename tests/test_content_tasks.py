"""Rows by default follow the tasks entrusted, not the function alone; and who files the declarations of payroll."""

from __future__ import annotations

import re
from itertools import chain, combinations
from typing import Any

import pytest
from dossiers import Dossier
from plain_text import text_of
from test_content_answers import FLAG, HEAD, asked

from contractgen import build
from contractgen.answers_template import template
from contractgen.errors import ContentError
from contractgen.library import load_library
from contractgen.model import Library, Question, Questionnaire, Unknown, View
from contractgen.questionnaire import questionnaire_from
from contractgen.results import LotResult
from contractgen.view import view_of

PME, CARE, LAWYER, MICRO = "pme-compta-paie", "association-rh", "logiciel-juridique", "micro-assistanat"
TASKS = {
    "comptabilite": "taches_comptables",
    "rh": "taches_rh",
    "juridique": "taches_juridiques",
    "assistanat": "canaux",
}
BY_DEFAULT = {"processus": None, "echeances": None, "indicateurs": None, "rapports": None, "traitements": None}


def clause(lot: LotResult, slug: str) -> str:
    """The text of a clause with plain spaces, nothing when it is not there."""
    found = "".join(text_of((one,)) for document in lot.documents for one in document.clauses if one.id == slug)
    return found.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def rows_of(library: Library, questionnaire: Questionnaire, ident: str, **values: Any) -> tuple[dict[str, Any], ...]:
    found = view_of(library, questionnaire, "lot", {"client.forme": "SAS", **values})(ident)
    assert isinstance(found, tuple)
    return found


# ---------------------------------------------------------------- rows by default under a condition

TABLE = (
    "      - id: b\n        label: B\n        type: table\n        required: true\n"
    "        columns: [{{id: c, label: C, type: text, required: true}}]\n        default: [{}]\n"
)


def test_a_row_by_default_is_kept_only_while_its_condition_holds() -> None:
    text = TABLE.format("{c: toujours}, {c: parfois, when: a}")
    assert asked(text, a=True)[1] == ({"c": "toujours"}, {"c": "parfois"})
    assert asked(text, a=False)[1] == ({"c": "toujours"},)
    state, value, lacking = asked(text)
    assert (state, lacking) == ("undecided", {"a"})
    assert isinstance(value, Unknown)


@pytest.mark.parametrize("row", ["{when: a}", "{c: x, when: [a]}", "{c: x, when: {y: a}}"])
def test_a_condition_of_a_row_is_a_text_beside_other_cells(row: str) -> None:
    with pytest.raises(ContentError, match=r"q\.yaml:15:.*« when » est la condition d'une ligne non vide"):
        questionnaire_from((HEAD + FLAG + TABLE.format(row)).encode(), "q.yaml")


def test_the_condition_of_a_row_is_typed_when_the_library_loads(questionnaire: Questionnaire) -> None:
    question = questionnaire.questions["processus"]
    wrong = question._replace(row_whens=("taches_rh == 3", *question.row_whens[1:]))
    changed = questionnaire._replace(questions={**questionnaire.questions, "processus": wrong})
    with pytest.raises(ContentError, match="taches_rh == 3"):
        load_library(questionnaire=changed)


def test_a_row_whose_condition_turns_in_a_circle_is_refused(questionnaire: Questionnaire) -> None:
    question = questionnaire.questions["processus"]
    circle = question._replace(row_whens=("len(processus) > 1", *question.row_whens[1:]))
    changed = questionnaire._replace(questions={**questionnaire.questions, "processus": circle})
    with pytest.raises(ContentError, match="processus"):
        load_library(questionnaire=changed)


def test_the_answers_file_tells_the_condition_of_a_row(questionnaire: Questionnaire) -> None:
    text = template(questionnaire, "s.json")
    assert re.search(r"(?m)^#  - \{.*recrutement.*\}  # par défaut si : 'recrutement' in taches_rh$", text)


# ---------------------------------------------------------------- the tasks entrusted


def _subsets(question: Question) -> list[tuple[str, ...]]:
    values = [choice.value for choice in question.choices]
    few = chain.from_iterable(combinations(values, size) for size in (1, 2))
    return [*few, tuple(values)]


@pytest.mark.parametrize("function", TASKS)
def test_whatever_the_tasks_the_rows_by_default_agree(
    function: str, library: Library, questionnaire: Questionnaire
) -> None:
    """Each set of tasks has a process, a deadline and two indicators, each in a report and no other reported."""
    question = questionnaire.questions[TASKS[function]]
    for tasks in _subsets(question):
        view = view_of(
            library, questionnaire, "lot", {"fonctions": (function,), TASKS[function]: tasks, "client.forme": "EI"}
        )
        assert view("processus"), tasks
        assert view("echeances"), tasks
        assert view("traitements"), tasks
        own = [row["id"] for row in view("indicateurs") if row["fonction"] == function]
        assert len(own) >= 2, tasks
        reported = [ident for row in view("rapports") for ident in row["indicateurs"]]
        assert sorted(reported) == sorted(row["id"] for row in view("indicateurs")), tasks


@pytest.mark.parametrize(
    ("function", "tasks", "there", "absent"),
    [
        ("comptabilite", ("relances",), {"relances"}, {"achats et ventes", "déclarations de TVA", "liasse fiscale"}),
        ("comptabilite", ("saisie", "tva"), {"achats et ventes", "déclarations de TVA"}, {"relances", "clôture annuelle"}),
        ("rh", ("recrutement",), {"recrutement"}, {"entrées et sorties", "formation"}),
        ("rh", ("administration_personnel",), {"entrées et sorties"}, {"recrutement"}),
        ("juridique", ("veille_documentaire",), {"veille documentaire"}, {"secrétariat de sociétés", "contentieux"}),
        ("assistanat", ("courrier",), {"courrier"}, {"accueil", "rendez-vous"}),
    ],
)  # fmt: skip
def test_a_process_by_default_is_that_of_a_task_entrusted(
    function: str,
    tasks: tuple[str, ...],
    there: set[str],
    absent: set[str],
    library: Library,
    questionnaire: Questionnaire,
) -> None:
    rows = rows_of(library, questionnaire, "processus", fonctions=(function,), **{TASKS[function]: tasks})
    names = {row["processus"] for row in rows}
    assert there <= names
    assert not absent & names


def test_a_deadline_by_default_is_that_of_a_task_entrusted(library: Library, questionnaire: Questionnaire) -> None:
    def deadlines(**values: Any) -> dict[str, str]:
        rows = rows_of(library, questionnaire, "echeances", **values)
        return {row["echeance"]: row["periodicite"] for row in rows}

    books = {"fonctions": ("comptabilite",), "taches_comptables": ("saisie", "tva")}
    assert deadlines(**books) == {"remise des pièces": "mensuelle", "déclaration de TVA": "mensuelle"}
    assert deadlines(**books, regime_tva="reel_normal_trimestriel")["déclaration de TVA"] == "trimestrielle"
    assert "déclaration de TVA" not in deadlines(**books, regime_tva="franchise")
    assert "liasse fiscale" in deadlines(fonctions=("comptabilite",), taches_comptables=("liasse",))
    assert "déclaration préalable à l'embauche" not in deadlines(fonctions=("rh",), taches_rh=("recrutement",))
    companies = {"fonctions": ("juridique",), "taches_juridiques": ("secretariat_societes",)}
    assert "approbation des comptes" in deadlines(**companies)
    assert "approbation des comptes" not in deadlines(**companies, **{"client.forme": "EI"})


def test_while_the_tasks_are_unknown_no_row_is_taken(library: Library, questionnaire: Questionnaire) -> None:
    view: View = view_of(library, questionnaire, "lot", {"fonctions": ("rh",)})
    assert view.entries["processus"].state == "undecided"
    assert view.entries["processus"].lacking == {"taches_rh"}


def test_the_tasks_are_asked_before_the_rows_that_follow_them(questionnaire: Questionnaire) -> None:
    order = list(questionnaire.questions)
    for ident in BY_DEFAULT:
        assert all(order.index(tasks) < order.index(ident) for tasks in (*TASKS.values(), "depot_dsn", "regime_tva"))


def test_recruitment_alone_reads_as_recruitment(library: Library, questionnaire: Questionnaire) -> None:
    changes = {**BY_DEFAULT, "taches_rh": ["recrutement"]}
    (lot,) = build(library, questionnaire, Dossier(CARE, changes).answers()).lots
    annex = clause(lot, "annexe-perimetre-processus")
    assert "candidatures présentées au Client" in annex
    assert "DPAE" not in annex + clause(lot, "annexe-sla")


# ---------------------------------------------------------------- who files the declaration


def test_a_client_may_keep_the_filing_of_its_declarations(library: Library, questionnaire: Questionnaire) -> None:
    changes = {**BY_DEFAULT, "depot_dsn": "client", "mandat_dsn": None}
    pack = build(library, questionnaire, Dossier(PME, changes).answers())
    assert pack.status == "delivered", [f.message for f in pack.findings if f.severity == "error"]
    (lot,) = pack.lots
    payroll, calendar = clause(lot, "paie-mandat-dsn"), clause(lot, "annexe-echeances")
    assert "Il dépose lui-même ses déclarations sociales" in payroll
    assert "prêt à déposer" in payroll
    assert "Le Client dépose lui-même la déclaration sociale nominative mensuelle" in calendar
    for text in (payroll, calendar, clause(lot, "independance-parties"), clause(lot, "cdc-perimetre")):
        assert "Le Prestataire dépose la déclaration sociale" not in text
        assert "Le mandat de tiers déclarant" not in text
    assert "PAI-02" not in clause(lot, "annexe-sla")
    assert "déclarer sous mandat" not in clause(lot, "annexe-perimetre-processus")


def test_a_provider_that_files_needs_its_mandate(library: Library, questionnaire: Questionnaire) -> None:
    (lot,) = build(library, questionnaire, Dossier(PME).answers()).lots
    assert "qu'en vertu d'un mandat écrit de tiers déclarant" in clause(lot, "paie-mandat-dsn")
    assert "Le Prestataire dépose la déclaration sociale nominative mensuelle" in clause(lot, "annexe-echeances")
    refused = build(library, questionnaire, Dossier(PME, {"mandat_dsn": False}).answers())
    assert [f for f in refused.findings if f.rule == "COH-36"]
