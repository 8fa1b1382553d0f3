"""Many changes of answers, avenant after avenant: signed + avenant = consolidated, and the last is the contract of its answers."""

from __future__ import annotations

import random
from typing import Any

import pytest
from conftest import EXAMPLES
from test_amendment import MICRO, SME, answers_of, contract, law

from contractgen import build, read_answers
from contractgen.amending import amended
from contractgen.errors import AnswersError
from contractgen.model import Answers, Library, Questionnaire

CHANGES: dict[str, tuple[Any, ...]] = {
    "preavis_mois": (2, 3, 4, 6),
    "duree_initiale_mois": (12, 24, 36),
    "reversibilite_mois": (2, 3, 6),
    "montant_annuel_ht": (4000, 9000, 81500),
    "penalites": (True, False),
    "donnees_personnelles": (True, False),
    "duree_confidentialite_ans": (3, 5, 7),
    "delai_paiement_jours": (30, 45),
    "usage_ia": (True, False),
}


def changed(answers: Answers, draw: random.Random, known: frozenset[str]) -> Answers:
    """One to three answers drawn anew."""
    names = draw.sample(sorted(CHANGES.keys() & known), draw.randint(1, 3))
    return answers._replace(values={**answers.values, **{name: draw.choice(CHANGES[name]) for name in names}})


@pytest.mark.parametrize(("name", "seed"), [(MICRO, 1), (MICRO, 2), (SME, 3), (SME, 4)])
def test_avenants_in_a_row_hold_the_law_and_end_where_their_answers_are(
    name: str, seed: int, library: Library, questionnaire: Questionnaire
) -> None:
    draw = random.Random(seed)  # noqa: S311  # a draw that can be made again
    known = frozenset(questionnaire.questions)
    answers = answers_of(name)
    data, made = contract(library, questionnaire, answers), 0
    for _ in range(10):
        new = changed(answers, draw, known)
        try:
            found = amended(data, library, questionnaire, new)
        except AnswersError:
            continue
        if not found.files:
            continue  # refused, or nothing changes
        made += 1
        law(found)
        assert found.amendment
        assert found.amendment.number == made
        data, answers = found.files["contrat-consolide.docx"], new
    assert made >= 3
    assert not amended(data, library, questionnaire, answers).files
    first = amended(data, library, questionnaire, answers_of(name))  # and the way back in one
    law(first)


def test_each_lot_is_amended_alone_and_more_than_once(library: Library, questionnaire: Questionnaire) -> None:
    dossier = read_answers(EXAMPLES / "centre-medical-trois-lots.yaml")
    assert dossier.lots
    signed = {
        lot.id: next(one.content for one in lot.documents if one.id == "contrat")
        for lot in build(library, questionnaire, dossier).lots
    }
    for rank, (lot, data) in enumerate(signed.items()):
        for number, notice in enumerate((5, 4), 1):
            own = {**dossier.lots[rank], "preavis_mois": notice}
            later = dossier._replace(lots=(*dossier.lots[:rank], own, *dossier.lots[rank + 1 :]))
            found = amended(data, library, questionnaire, later, lot=lot)
            law(found)
            assert found.amendment
            assert found.amendment.number == number
            data = found.files["contrat-consolide.docx"]
        others = [one for one in signed if one != lot]
        assert not any(amended(signed[one], library, questionnaire, later, lot=one).files for one in others)
