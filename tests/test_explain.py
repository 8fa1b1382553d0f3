"""`explain`: why a clause is in or out, and which answer would change it, within the bounds of the questions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from conftest import EXAMPLES

from contractgen import Answers, read_answers
from contractgen.explain import explain
from contractgen.model import Library, Questionnaire


def changes(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.startswith("    «")]


def explained(library: Library, questionnaire: Questionnaire, slug: str, **other: Any) -> str:
    values = {**read_answers(EXAMPLES / "micro-assistanat.yaml").values, **other}
    return explain(library, questionnaire, Answers(values), slug)


def test_of_a_number_only_the_nearest_that_turns_the_decision_is_named(
    library: Library, questionnaire: Questionnaire
) -> None:
    """4 200 € a year over twelve months stay under the threshold of 5 000 €."""
    assert changes(explained(library, questionnaire, "vigilance-sociale")) == [
        "« Montant annuel HT » (montant_annuel_ht) = 5\u202f000\u00a0€ : présente",
        "« Durée initiale » (duree_initiale_mois) = 15 : présente",
    ]


def test_a_number_out_of_the_bounds_of_its_question_is_not_proposed(
    library: Library, questionnaire: Questionnaire
) -> None:
    duration = questionnaire.questions["duree_initiale_mois"]
    short = questionnaire._replace(
        questions={**questionnaire.questions, duration.id: duration._replace(maximum=Decimal(14))}
    )
    told = explained(library, short, "vigilance-sociale")
    assert "montant_annuel_ht" in told
    assert "(duree_initiale_mois) =" not in told
    assert duration.minimum is not None
    told = explained(library, questionnaire, "vigilance-sociale", montant_annuel_ht="1000000", duree_initiale_mois="12")
    assert "(duree_initiale_mois) =" not in told


def test_what_is_proposed_turns_the_decision_and_one_step_less_does_not(
    library: Library, questionnaire: Questionnaire
) -> None:
    for name, below, above in (("montant_annuel_ht", "4999.99", "5000"), ("duree_initiale_mois", "14", "15")):
        assert ") : absente" in explained(library, questionnaire, "vigilance-sociale", **{name: below})
        assert ") : présente" in explained(library, questionnaire, "vigilance-sociale", **{name: above})


def test_what_is_not_tried_is_said(library: Library, questionnaire: Questionnaire) -> None:
    """A list can take any value: that nothing would change the decision cannot be said."""
    slug = next(
        slug for slug, clause in library.clauses.items() if clause.when and "filled(derogations)" in clause.when
    )
    told = explained(library, questionnaire, slug)
    assert "Aucune des réponses essayées" in told
    assert "Non essayées, et qui peuvent le changer : «" in told
    assert "(derogations)" in told


def test_choices_are_tried_one_by_one(library: Library, questionnaire: Questionnaire) -> None:
    told = changes(explained(library, questionnaire, "paie-mandat-dsn"))
    assert [line for line in told if "(fonctions)" in line and "Paie" in line and line.endswith("présente")]


def test_every_clause_can_be_explained(library: Library, questionnaire: Questionnaire) -> None:
    for slug, clause in library.clauses.items():
        told = explained(library, questionnaire, slug)
        assert told.startswith(f"{clause.title} ({slug}, version {clause.version}) : ")
        assert ("Ce qui le changerait" in told or "Aucune des réponses" in told) == (clause.when is not None)
