"""A paragraph that was only cut or joined: told as such, taken as agreed, printed by later builds, kept by what comes after."""

from __future__ import annotations

import random
from typing import Any

import pytest
from faults import on_tree, paragraphs, q, unzipped, zipped
from paragraph_cuts import PLAIN, cut, drawn, joined, style_of
from review_faults import Fault, rewording, together
from test_amendment import law
from test_review_apply import SIGNED, Rounds, agreed, contract_of, lines_of, returned
from test_upgrade import ANSWERS, later
from test_upgrade import lines_of as exact_lines

from contractgen import build
from contractgen.amending import amended
from contractgen.answers import answers_from
from contractgen.inspection import inspect_file
from contractgen.merging import CONFLICT, LIBRARY, MERGED, NEGOTIATED, Line, merge
from contractgen.model import Library, Questionnaire
from contractgen.results import Pack
from contractgen.review import review
from contractgen.review_apply import apply
from contractgen.review_document import review_document
from contractgen.review_matching import Place, match
from contractgen.review_recut import shares
from contractgen.upgrading import upgraded
from contractgen.word.read import Line as PageLine
from contractgen.word.revisions import accept_all

__all__ = ["returned"]
CLAUSE = "force-majeure"
FIRST, SECOND = "Il y a force majeure", "La Partie empêchée en avertit"
END = "du code civil)."
CASES: dict[str, Fault] = {
    "cut": cut(CLAUSE, FIRST, END),
    "cut, tracked": cut(CLAUSE, FIRST, END, tracked=True),
    "cut beside a value": cut("confidentialite", "Ces obligations durent", "quelle qu’en soit la cause."),
    "joined": joined(CLAUSE, FIRST),
    "joined, tracked": joined(CLAUSE, FIRST, tracked=True),
    "items joined": joined("dpa-violations", "la nature de la violation"),
    "an item cut": cut("dpa-violations", "la nature de la violation", "sa date"),
    "joined after a value": joined("confidentialite", "Ces obligations durent"),
    "cut and reworded": together(cut(CLAUSE, FIRST, END), rewording(CLAUSE, "par des mesures", "par toutes mesures")),
    "joined and reworded": together(joined(CLAUSE, FIRST), rewording(CLAUSE, "par écrit", "par tout écrit")),
}


def told(data: bytes, library: Library, questionnaire: Questionnaire) -> tuple[set[tuple[str, str]], dict[str, str]]:
    found = review(data, library, questionnaire)
    changed = {clause.id: clause.status for clause in found.clauses if clause.status != "unchanged"}
    return {(one.code, one.where) for one in found.findings}, changed


@pytest.mark.parametrize("name", [name for name in sorted(CASES) if "reworded" not in name])
def test_a_paragraph_that_was_cut_or_joined_is_told_and_no_word_is(
    name: str, returned: Rounds, library: Library, questionnaire: Questionnaire
) -> None:
    data, _ = returned(CASES[name])
    found = review(data, library, questionnaire)
    (finding,) = found.findings
    assert finding.code == "paragraphs-recut"
    assert "mots inchangés" in finding.message
    assert ("sans suivi" in finding.message) is ("tracked" not in name)
    assert ("coupé en 2" if "cut" in name else "joint au paragraphe qui le précède") in finding.message
    assert {clause.status for clause in found.clauses} == {"unchanged"}
    assert {change.kind for clause in found.clauses for change in clause.changes} == {
        "split" if "cut" in name else "joined"
    }


@pytest.mark.parametrize("name", ["cut and reworded", "joined and reworded"])
def test_other_words_are_told_beside_and_alone(
    name: str, returned: Rounds, library: Library, questionnaire: Questionnaire
) -> None:
    data, _ = returned(CASES[name])
    found = review(data, library, questionnaire)
    said = {one.code: one.message for one in found.findings}
    assert {"clause-reworded", "paragraphs-recut"} <= said.keys()
    assert "1 paragraphe modifié," in said["clause-reworded"]
    assert "supprimé" not in said["clause-reworded"]
    assert not found.lost


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_next_build_prints_the_paragraphs_that_were_agreed(
    name: str, returned: Rounds, library: Library, questionnaire: Questionnaire
) -> None:
    data, applied = returned(CASES[name])
    assert (applied.left, applied.refused, applied.answers) == ((), (), ())
    assert len(applied.clauses) == 1
    pack = agreed(applied, library, questionnaire)
    assert pack.status == "delivered"
    printed = contract_of(pack)
    assert lines_of(printed)[100:] == lines_of(accept_all(data))[100:]
    assert inspect_file(printed).differences == ()
    assert review(printed, library, questionnaire).findings == ()
    (finding,) = [one for one in pack.findings if one.code == "deviation"]
    assert ("à relire" in finding.message) is ("reworded" in name)


def test_values_and_references_follow_later_answers_in_the_pieces(
    returned: Rounds, library: Library, questionnaire: Questionnaire
) -> None:
    for name in ("cut beside a value", "joined after a value"):
        _, applied = returned(CASES[name])
        later_answers = answers_from(f"{applied.content.decode()}\nduree_confidentialite_ans: 7\n".encode(), "r")
        text = "\n".join(lines_of(contract_of(build(library, questionnaire, later_answers))))
        assert "puis sept (7) ans" in text, name


def test_each_piece_holds_the_requirements_of_the_paragraph(
    returned: Rounds, library: Library, questionnaire: Questionnaire
) -> None:
    """Else a piece could be taken out later, and nothing would be said."""
    words = "Le Prestataire notifie au Client toute violation"
    _, applied = returned(cut("dpa-violations", words, "après en avoir pris connaissance."))
    pack = agreed(applied, library, questionnaire)
    clause = next(one for document in pack.lots[0].documents for one in document.clauses if one.id == "dpa-violations")
    pieces = [block for block in clause.blocks if hasattr(block, "ties")][1:3]
    assert pieces[0].ties == pieces[1].ties
    assert "RGPD-22" in pieces[0].ties


def test_a_title_joined_to_its_text_is_left_to_be_taken_by_hand(returned: Rounds) -> None:
    _, applied = returned(joined(CLAUSE, "Force majeure"))
    assert applied.clauses == ()
    assert any("Force majeure" in line and "reportez-le à la main" in line for line in applied.left)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_cut_or_joined_is_printed_so_and_nothing_else_is_told(
    seed: int, returned: Rounds, library: Library, questionnaire: Questionnaire
) -> None:
    chance = random.Random(seed)  # noqa: S311  # a draw that can be made again
    touched: set[str] = set()

    def fault(root: Any) -> None:
        every = [one.get(q("val")).partition("@")[0] for one in root.iter(q("tag"))]
        clauses = [
            one for one in every if sum(style_of(paragraph) in PLAIN for paragraph in paragraphs(root, one)[1:]) > 1
        ]
        for _ in range(chance.randint(1, 3)):
            touched.add(drawn(root, chance, chance.sample(clauses, 3))[1])

    data, applied = returned(on_tree(fault))
    codes, changed = told(data, library, questionnaire)
    assert codes == {("paragraphs-recut", clause) for clause in touched}
    assert changed == {}
    assert (set(applied.clauses), applied.left) == (touched, ())
    printed = contract_of(agreed(applied, library, questionnaire))
    assert lines_of(printed)[100:] == lines_of(accept_all(data))[100:]
    text = applied.content.decode()
    again = review(data, library, questionnaire, answers_from(applied.content, "r"))
    assert apply(data, again, text, library, questionnaire, SIGNED).content == applied.content


def test_the_report_shows_where_a_paragraph_was_cut(
    returned: Rounds, library: Library, questionnaire: Questionnaire
) -> None:
    data, _ = returned(CASES["cut"])
    made = review_document(review(data, library, questionnaire), library, "recu.docx")
    cells = [
        cell.text for frame in made.body for block in frame.blocks if hasattr(block, "rows") for row in block.rows for cell in row
    ]  # fmt: skip
    assert any("¶" in cell for cell in cells)
    assert any(cell.startswith("paragraphe coupé") and "SANS SUIVI" in cell for cell in cells)


# ---------------------------------------------------------------- what comes after


@pytest.mark.parametrize("name", ["cut", "joined"])
def test_an_upgrade_keeps_the_paragraphs_and_takes_the_new_words_into_them(
    name: str, sme_pack: Pack, library: Library, questionnaire: Questionnaire
) -> None:
    sent = zipped(CASES[name](unzipped(contract_of(sme_pack))))
    before = exact_lines(sent)
    new = later(library, CLAUSE, "des mesures appropriées", "des mesures adaptées")
    found = upgraded(sent, new, questionnaire, ANSWERS)
    assert [one.merge.status for one in found.steps] == [MERGED]
    after = exact_lines(accept_all(found.content))
    assert [line.replace("mesures adaptées", "mesures appropriées") for line in after] == before


def test_an_upgrade_of_other_words_in_both_is_one_conflict_that_shows_the_whole_paragraph(
    sme_pack: Pack, library: Library, questionnaire: Questionnaire
) -> None:
    fault = together(CASES["cut"], rewording(CLAUSE, "mesures appropriées", "mesures utiles"))
    sent = zipped(fault(unzipped(contract_of(sme_pack))))
    new = later(library, CLAUSE, "des mesures appropriées", "des mesures adaptées")
    found = upgraded(sent, new, questionnaire, ANSWERS)
    assert [one.merge.status for one in found.steps] == [CONFLICT]
    assert found.steps[0].merge.theirs
    assert "Si l’empêchement" in found.steps[0].merge.theirs.text
    assert exact_lines(accept_all(found.content)) == exact_lines(sent)


@pytest.mark.parametrize("name", ["cut", "joined", "cut beside a value", "joined after a value"])
def test_avenants_keep_the_paragraphs(
    name: str, sme_pack: Pack, library: Library, questionnaire: Questionnaire
) -> None:
    signed = zipped(CASES[name](unzipped(contract_of(sme_pack))))
    for years in (7, 4):
        new = ANSWERS._replace(values={**ANSWERS.values, "duree_confidentialite_ans": years})
        found = amended(signed, library, questionnaire, new)
        law(found)
        assert found.amendment
        assert found.amendment.kept == ()
        changed = {one.entry for one in found.amendment.operations}
        consolidated = found.files["contrat-consolide.docx"]
        assert "confidentialite" in changed
        assert CLAUSE not in changed
        assert len(exact_lines(consolidated)) == len(exact_lines(signed)) or years == 7
        signed = consolidated
    assert review(signed, library, questionnaire).lost == ()


# ---------------------------------------------------------------- the parts


def body(*texts: str) -> list[Line]:
    return [Line("body", text) for text in texts]


ONE, TWO = "Le Client paie le prix convenu sous trente jours.", "Le retard porte intérêt sans mise en demeure."


def test_a_merge_cuts_what_is_new_where_the_negotiation_cut() -> None:
    found = merge(body(f"{ONE} {TWO}"), body(ONE, TWO), body(f"{ONE.replace('trente', 'vingt')} {TWO}"))
    assert [one.line for one in found] == body(ONE.replace("trente", "vingt"), TWO)
    assert [one.status for one in found] == [MERGED, NEGOTIATED]


def test_a_merge_joins_what_is_new_where_the_negotiation_joined() -> None:
    found = merge(body(ONE, TWO), body(f"{ONE} {TWO}"), body(ONE, TWO.replace("intérêt", "pénalité")))
    assert [one.line for one in found] == body(f"{ONE} {TWO.replace('intérêt', 'pénalité')}")


def test_a_merge_takes_out_of_joined_paragraphs_the_one_that_the_library_takes_out() -> None:
    found = merge(body(ONE, TWO), body(f"{ONE} {TWO}"), body(ONE))
    assert [one.line for one in found if one.line] == body(ONE)
    found = merge(body(f"{ONE} {TWO}"), body(ONE, TWO), body(ONE))
    assert [(one.line, one.status) for one in found] == [(Line("body", ONE), NEGOTIATED), (None, LIBRARY)]


def test_paragraphs_that_both_cut_alike_are_as_both_have_them() -> None:
    assert [one.line for one in merge(body(f"{ONE} {TWO}"), body(ONE, TWO), body(ONE, TWO))] == body(ONE, TWO)


def matched(base: list[str], found: list[str]) -> list[tuple[int, ...]]:
    places = [Place("a", "", rank + 1, "Corps", text, (), ()) for rank, text in enumerate(base)]
    return [one.lines for one in match(places, [PageLine("", "Corps", text) for text in found])]


@pytest.mark.parametrize(
    ("base", "found", "lines"),
    [
        ([f"{ONE} {TWO}"], [ONE, TWO], [(0, 1)]),
        ([f"{ONE} {TWO}"], [ONE, "", TWO], [(0, 2)]),
        ([ONE, TWO], [f"{ONE} {TWO}"], [(0,), (0,)]),
        (["Durée", ONE, TWO], [f"Durée {ONE} {TWO}"], [(0,), (0,), (0,)]),
        ([f"{ONE} {TWO}"], [*" ".join((ONE, TWO)).split(" sous ")[0].split(" le "), f"sous {TWO}"], [(0, 1, 2)]),
        ([ONE, TWO], [f"{ONE} {TWO.replace('porte', 'emporte')}"], [(0,), (0,)]),
        ([f"{ONE} {TWO}"], [ONE.replace("prix", "montant"), TWO], [(0, 1)]),
        ([ONE, TWO], [ONE], [(0,), ()]),
    ],
)
def test_pieces_are_found_however_many(base: list[str], found: list[str], lines: list[tuple[int, ...]]) -> None:
    assert matched(base, found) == lines


def test_of_a_text_that_joins_several_each_has_its_own_words() -> None:
    assert shares([ONE, TWO], f"{ONE} {TWO}") == [ONE, TWO]
    assert shares([ONE, TWO], f"{ONE} Sauf accord. {TWO}") == [f"{ONE} Sauf accord.", TWO]
    assert shares([ONE, TWO], f"{ONE.replace('trente', 'vingt')} {TWO}") == [ONE.replace("trente", "vingt"), TWO]
