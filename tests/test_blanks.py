"""A passage of a draft that waits for an answer is a blank in its place: one where several wait for the same, in lists and tables too."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contractgen import Answers, build
from contractgen.inspection import inspect_file
from contractgen.markup import parse_body
from contractgen.model import Library, Paragraph, Questionnaire
from contractgen.results import Pack
from contractgen.word.opening import open_package

WAITS = "[à compléter\u00a0: {} qui dépend de «\u00a0Fonctions à externaliser\u00a0»]"
PASSAGE, ROW = WAITS.format("passage"), WAITS.format("ligne")
SLUG = "force-majeure"


@pytest.fixture
def printed(library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]) -> Any:
    """What a clause with this body prints in a draft without the answer « fonctions »: style and text, tables by rows."""

    def make(body: str, **changes: Any) -> list[Any]:
        parsed = parse_body(body)
        assert not parsed.errors
        clauses = {**library.clauses, SLUG: library.clauses[SLUG]._replace(blocks=parsed.blocks)}
        answers = {k: v for k, v in {**sme_answers, "fonctions": None, **changes}.items() if v is not None}
        pack = build(library._replace(clauses=clauses), questionnaire, Answers(answers), draft=True)
        assert pack.status == "draft", [f.message for f in pack.findings if f.severity == "error" and not f.lacking]
        blocks = next(c for one in pack.lots[0].documents for c in one.clauses if c.id == SLUG).blocks[1:]
        return [
            (b.style, b.text) if isinstance(b, Paragraph) else [tuple(cell.text for cell in row) for row in b.rows]
            for b in blocks
        ]

    return make


PAIE, RH = "::: when 'paie' in fonctions\n\n{}\n\n:::\n\n", "::: when 'rh' in fonctions\n\n{}\n\n:::\n\n"


def test_a_title_does_not_stand_alone(printed: Any) -> None:
    body = "## Pièces sociales\n\n" + PAIE.format("La paie.") + "## Suite\n\nLa suite.\n"
    assert printed(body) == [
        ("article2", "Pièces sociales"), ("body", PASSAGE), ("article2", "Suite"), ("body", "La suite."),
    ]  # fmt: skip
    assert printed(body, fonctions=["paie"])[1] == ("body", "La paie.")


def test_passages_in_a_row_that_wait_for_the_same_answer_are_one_blank(printed: Any) -> None:
    body = (
        PAIE.format("Un.") + RH.format("Deux.") + PAIE.format("## Titre\n\nTrois.") + "Texte.\n\n" + RH.format("Fin.")
    )
    assert printed(body) == [("body", PASSAGE), ("lead", "Texte."), ("body", PASSAGE)]


def test_passages_that_wait_for_other_answers_are_two_blanks(printed: Any) -> None:
    body = PAIE.format("Un.") + "::: when client.effectif >= 50\n\nDeux.\n\n:::\n"
    (_, first), (_, second) = printed(body, **{"client.effectif": None})
    assert (first, "Effectif" in second) == (PASSAGE, True)


def test_a_passage_that_waits_for_two_answers_names_both(printed: Any) -> None:
    (one,) = printed(
        "::: when 'paie' in fonctions and client.effectif >= 50\n\nUn.\n\n:::\n", **{"client.effectif": None}
    )
    assert "« Effectif (équivalent temps plein) » et « Fonctions à externaliser »" in one[1].replace("\u00a0", " ")


def test_an_element_of_a_list_is_an_element(printed: Any) -> None:
    body = "Le Prestataire :\n\n- fait ceci ;\n\n" + PAIE.format("- fait cela ;") + "- et le reste.\n"
    assert printed(body)[1:] == [
        ("bullet", "fait ceci\u202f;"),
        ("bullet", f"{PASSAGE}\u202f;"),
        ("bullet", "et le reste."),
    ]


TABLE = "Table: T\n\n| A | B |\n|---|---|\n| {{ v.unite_oeuvre }} | x |\n"


def test_a_row_of_a_table_is_a_row(printed: Any) -> None:
    body = (
        "Le tableau.\n\n::: rows volumes as v when v.volume_mensuel > 0 or 'paie' in fonctions\n\n" + TABLE + "\n:::\n"
    )
    rows = [{"fonction": "paie", "unite_oeuvre": "bulletin", "volume_mensuel": count} for count in (5, 0)]
    (_, table) = printed(body, volumes=rows)
    assert table == [("bulletin", "x"), (ROW, "[…]")]
    (_, alone) = printed(body, volumes=rows[1:])
    assert alone == [(ROW, "[…]")]


def test_rows_that_nobody_gave_are_a_blank_also_when_only_some_are_printed(printed: Any) -> None:
    body = "## Titre\n\n::: rows volumes as v when v.volume_mensuel > 0\n\n" + TABLE + "\n:::\n"
    assert printed(body, volumes=None) == [("article2", "Titre"), ("body", "[à compléter\u00a0: Volumes par fonction]")]


def test_a_table_is_named_as_its_question(library: Library, questionnaire: Questionnaire) -> None:
    pack = build(library, questionnaire, Answers({}), draft=True)
    assert "indicateurs_complets" not in " ".join(_texts(pack))
    assert not [f for f in pack.findings if "indicateurs_complets" in f.message]


@pytest.fixture(scope="module")
def empty(library: Library, questionnaire: Questionnaire) -> Pack:
    return build(library, questionnaire, Answers({}), draft=True, notes=True)


def test_the_blank_is_highlighted_and_read_back(empty: Pack) -> None:
    contract = next(one.content for one in empty.lots[0].documents if one.id == "contrat")
    body = open_package(contract)["word/document.xml"].decode()
    assert f'<w:rPr><w:rStyle w:val="Blanc"/></w:rPr><w:t>{PASSAGE}</w:t>' in body
    assert not inspect_file(contract).differences


def test_the_blank_is_among_the_open_points(empty: Pack) -> None:
    table = next(one.content for one in empty.lots[0].documents if one.id == "tableau-des-clauses")
    assert "passage qui dépend de" in open_package(table)["word/document.xml"].decode()


SOME = settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True
)


@SOME
@given(data=st.data())
def test_whatever_is_not_answered_each_undecided_passage_has_its_blank(
    data: st.DataObject, library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    gone = data.draw(st.sets(st.sampled_from(sorted(sme_answers)), max_size=40))
    pack = build(library, questionnaire, Answers({k: v for k, v in sme_answers.items() if k not in gone}), draft=True)
    texts = {c.id: " ".join(_printed(c.blocks)) for one in pack.lots[0].documents for c in one.clauses}
    for finding in pack.findings:
        if finding.code == "block-undecided":
            assert any(
                f"«\u00a0{label}\u00a0»" in texts[finding.where] for label in _labels(finding.lacking, questionnaire)
            )


def _labels(names: tuple[str, ...], questionnaire: Questionnaire) -> list[str]:
    return [questionnaire.questions[name].label.rstrip(" ?").replace("'", "’") for name in names]


def _texts(pack: Pack) -> list[str]:
    return [text for one in pack.lots[0].documents for clause in one.clauses for text in _printed(clause.blocks)]


def _printed(blocks: tuple[Any, ...]) -> list[str]:
    return [
        text
        for b in blocks
        for text in ([b.text] if isinstance(b, Paragraph) else [cell.text for row in b.rows for cell in row])
    ]
