"""`review --apply --only`: of what came back, what was chosen is taken into the dossier, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import run, unusable
from conftest import EXAMPLES
from faults import unzipped, zipped
from review_faults import (
    AUTHOR,
    deletion,
    new_paragraph,
    paragraph_in,
    rewording,
    row_removed,
    together,
    tracked_rewording,
)

from contractgen import build
from contractgen.answers import answers_from
from contractgen.errors import AnswersError
from contractgen.model import Library, Questionnaire
from contractgen.results import Pack
from contractgen.review import review
from contractgen.review_agreed import Signed
from contractgen.review_apply import Applied, apply
from contractgen.word.opening import open_package
from contractgen.word.read import read_document

TEXT = (EXAMPLES / "pme-compta-paie.yaml").read_text(encoding="utf-8")
ADDED = "Les Parties se réunissent chaque année pour en parler."
FAULT = together(
    tracked_rewording("duree-reconduction", "trois (3) mois", "deux (2) mois"),
    rewording("confidentialite", "qui en ont besoin", "qui en ont strictement besoin"),
    paragraph_in("force-majeure", ADDED),
    deletion("assurances"),
)
Taking = Callable[..., Applied]
ALL = {"preavis_mois", "duree-reconduction", "confidentialite", "force-majeure", "assurances"}


def sent(pack: Pack) -> bytes:
    return next(one.content for one in pack.lots[0].documents if one.id == "contrat")


@pytest.fixture(scope="module")
def back(sme_pack: Pack) -> bytes:
    return zipped(FAULT(unzipped(sent(sme_pack))))


@pytest.fixture
def taken(back: bytes, library: Library, questionnaire: Questionnaire) -> Taking:
    found = review(back, library, questionnaire, answers_from(TEXT.encode(), "r"))

    def of(*only: str) -> Applied:
        return apply(back, found, TEXT, library, questionnaire, Signed(AUTHOR, "2026-11-23"), frozenset(only) or None)

    return of


def text_of(applied: Applied, library: Library, questionnaire: Questionnaire) -> str:
    pack = build(library, questionnaire, answers_from(applied.content, "r"), draft=True)
    return "\n".join(line.text for line in read_document(open_package(sent(pack))).lines)


@pytest.mark.parametrize(
    ("only", "answers", "clauses"),
    [
        (["preavis_mois"], ("preavis_mois",), ()),
        (["force-majeure"], (), ("force-majeure",)),
        (["confidentialite", "force-majeure"], (), ("confidentialite", "force-majeure")),
        (["preavis_mois", "confidentialite"], ("preavis_mois",), ("confidentialite",)),
    ],
)
def test_what_is_chosen_is_taken_and_nothing_else(
    only: list[str],
    answers: tuple[str, ...],
    clauses: tuple[str, ...],
    taken: Taking,
    library: Library,
    questionnaire: Questionnaire,
) -> None:
    applied = taken(*only)
    assert (applied.answers, set(applied.clauses), applied.left, applied.refused) == (answers, set(clauses), (), ())
    taken_too = {"duree-reconduction"} if answers else set()  # it differed by that value only
    assert set(applied.passed) == ALL - {*answers, *clauses, *taken_too}
    text = text_of(applied, library, questionnaire)
    for said, name in ((ADDED, "force-majeure"), ("strictement besoin", "confidentialite")):
        assert (said in text) == (name in only)
    assert answers_from(applied.content, "r").values["preavis_mois"] == ("2" if answers else "3")


def by_clause(content: bytes) -> list[Any]:
    return sorted(answers_from(content, "r").deviations, key=lambda one: str(one["clause"]))


def test_to_take_each_in_turn_is_to_take_all(
    taken: Taking,
    back: bytes,
    library: Library,
    questionnaire: Questionnaire,
) -> None:
    text = TEXT
    for only in ("force-majeure", "preavis_mois", "confidentialite"):
        found = review(back, library, questionnaire, answers_from(text.encode(), "r"))
        signed = Signed(AUTHOR, "2026-11-23")
        text = apply(back, found, text, library, questionnaire, signed, frozenset([only])).content.decode()
    whole = taken("force-majeure", "preavis_mois", "confidentialite")
    assert answers_from(text.encode(), "r").values == answers_from(whole.content, "r").values
    assert by_clause(text.encode()) == by_clause(whole.content)


def test_a_clause_that_holds_a_changed_value_is_taken_as_received(
    taken: Taking,
    library: Library,
    questionnaire: Questionnaire,
) -> None:
    """The value is text of that clause, and the answer, which other clauses print, stays."""
    applied = taken("duree-reconduction")
    assert (applied.answers, applied.clauses) == ((), ("duree-reconduction",))
    assert answers_from(applied.content, "r").values == answers_from(TEXT.encode(), "r").values


def test_a_name_that_has_not_changed_is_refused_with_those_that_have(taken: Taking) -> None:
    with pytest.raises(AnswersError, match=r"« reversibilite » n'a pas changé.*force-majeure"):
        taken("reversibilite", "preavis_mois")


def test_a_text_outside_any_clause_is_taken_with_the_clause_before_it(
    sme_pack: Pack, library: Library, questionnaire: Questionnaire
) -> None:
    fault = together(new_paragraph("force-majeure", ADDED), row_removed("CPT-01"))
    data = zipped(fault(unzipped(sent(sme_pack))))
    found = review(data, library, questionnaire, answers_from(TEXT.encode(), "r"))
    signed = Signed(AUTHOR, "2026-11-23")
    applied = apply(data, found, TEXT, library, questionnaire, signed, frozenset(["force-majeure"]))
    assert (applied.clauses, applied.refused) == (("force-majeure",), ())  # the row alone breaks a rule
    assert ADDED in text_of(applied, library, questionnaire)


def test_the_command_takes_what_is_named(back: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("reponses.yaml").write_text(TEXT, encoding="utf-8")
    Path("recu.docx").write_bytes(back)
    ran = run("review", "recu.docx", "--dossier", "reponses.yaml", "--apply", "--only", "preavis_mois", "force-majeure")
    assert "→ réponse reprise : preavis_mois" in ran.out
    assert "laissés de côté : " in ran.out
    assert "confidentialite" in ran.out.rpartition("laissés de côté")[2]
    assert "donnez --apply aussi" in unusable(run("review", "recu.docx", "--only", "preavis_mois"))
    options = ("review", "recu.docx", "--dossier", "reponses.yaml", "--apply", "--only", "absent")
    assert "« absent » n'a pas changé" in unusable(run(*options))
