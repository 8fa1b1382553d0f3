"""What was agreed goes back into the dossier: values become answers, the rest is printed by later builds, nothing is lost."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import run, unusable
from conftest import EXAMPLES
from faults import control_of, on_tree, q, remove, unzipped, zipped
from review_faults import (
    AUTHOR,
    Fault,
    deletion,
    everywhere,
    list_item_removed,
    move,
    new_paragraph,
    paragraph_in,
    paragraph_removed,
    retyped,
    rewording,
    row_removed,
    together,
    tracked_rewording,
)
from test_review_beside import SHAPE, with_end

from contractgen import build, read_answers
from contractgen.answers import answers_from
from contractgen.errors import AnswersError
from contractgen.explain import explain
from contractgen.inspection import inspect_file
from contractgen.interview.dossier import start_from
from contractgen.model import Answers, Library, Questionnaire
from contractgen.results import Pack
from contractgen.review import review
from contractgen.review_agreed import Signed
from contractgen.review_apply import Applied, apply
from contractgen.review_text import normal
from contractgen.word.opening import open_package
from contractgen.word.read import read_document
from contractgen.word.revisions import accept_all

SIGNED = Signed(AUTHOR, "2026-11-23")
TEXT = (EXAMPLES / "pme-compta-paie.yaml").read_text(encoding="utf-8")
ADDED = "Les Parties se réunissent chaque année pour en parler."
Rounds = Callable[[Fault], tuple[bytes, Applied]]


def contract_of(pack: Pack) -> bytes:
    return next(one.content for one in pack.lots[0].documents if one.id == "contrat")


@pytest.fixture
def returned(sme_pack: Pack, library: Library, questionnaire: Questionnaire) -> Rounds:
    """The contract after a fault, and what taking it back gives."""

    def of(fault: Fault) -> tuple[bytes, Applied]:
        data = zipped(fault(unzipped(contract_of(sme_pack))))
        found = review(data, library, questionnaire, answers_from(TEXT.encode(), "r"))
        return data, apply(data, found, TEXT, library, questionnaire, SIGNED)

    return of


def agreed(applied: Applied, library: Library, questionnaire: Questionnaire) -> Pack:
    return build(library, questionnaire, answers_from(applied.content, "r"))


def lines_of(data: bytes) -> list[str]:
    return [normal(line.text) for line in read_document(open_package(data)).lines]


SOFT = {
    "a value, tracked": tracked_rewording("duree-reconduction", "trois (3) mois", "deux (2) mois"),
    "other words": rewording("confidentialite", "qui en ont besoin", "qui en ont strictement besoin"),
    "words around a value": rewording("confidentialite", "Ces obligations durent", "Les présentes obligations durent"),
    "a paragraph less": paragraph_removed("confidentialite", "Chaque Partie réserve"),
    "a paragraph more": paragraph_in("force-majeure", ADDED),
    "text outside": new_paragraph("force-majeure", ADDED),
    "a title": rewording("force-majeure", "Force majeure", "Cas de force majeure"),
    "words around a reference": rewording("duree-reconduction", "donne lieu à la", "ouvre la"),
}


@pytest.mark.parametrize("name", sorted(SOFT))
def test_the_next_build_prints_what_was_agreed(
    name: str, returned: Rounds, library: Library, questionnaire: Questionnaire
) -> None:
    data, applied = returned(SOFT[name])
    assert (applied.left, applied.refused) == ((), ())
    pack = agreed(applied, library, questionnaire)
    assert pack.status == "delivered"
    printed = contract_of(pack)
    assert lines_of(printed)[100:] == lines_of(accept_all(data))[100:]  # after the table of contents
    assert inspect_file(printed).differences == ()
    assert review(printed, library, questionnaire).findings == ()


@pytest.mark.parametrize("name", ["other words", "a paragraph more", "a title", "words around a value"])
def test_the_marks_that_a_file_lost_do_not_come_into_the_agreed_text(
    name: str, returned: Rounds, library: Library, questionnaire: Questionnaire
) -> None:
    _, plain = returned(SOFT[name])
    _, converted = returned(together(SOFT[name], retyped))
    assert converted.content == plain.content
    assert converted.left == ()


def test_an_untouched_file_changes_no_byte_of_the_answers(returned: Rounds) -> None:
    _, applied = returned(lambda parts: parts)
    assert (applied.content, applied.answers, applied.clauses) == (TEXT.encode(), (), ())


def test_to_take_a_file_back_twice_is_to_take_it_back_once(
    returned: Rounds, library: Library, questionnaire: Questionnaire
) -> None:
    data, applied = returned(together(SOFT["a value, tracked"], SOFT["other words"], SOFT["a paragraph less"]))
    text = applied.content.decode()
    found = review(data, library, questionnaire, answers_from(applied.content, "r"))
    again = apply(data, found, text, library, questionnaire, Signed("Me Roy", "2027-01-01"))
    assert (again.content, again.left) == (applied.content, ())


def test_an_agreed_value_becomes_an_answer_and_nothing_else(returned: Rounds) -> None:
    _, applied = returned(SOFT["a value, tracked"])
    assert (applied.answers, applied.clauses) == (("preavis_mois",), ())
    before, after = answers_from(TEXT.encode(), "r"), answers_from(applied.content, "r")
    assert after.values == {**before.values, "preavis_mois": "2"}
    assert re.findall(r"#.*", TEXT) == re.findall(r"#.*", applied.content.decode())


def test_a_value_changed_in_one_place_only_is_text_and_no_answer(
    returned: Rounds, library: Library, questionnaire: Questionnaire
) -> None:
    _, applied = returned(rewording("reversibilite", "quatre (4) mois", "deux (2) mois"))
    assert (applied.answers, applied.clauses) == ((), ("reversibilite",))
    assert "reversibilite_mois" in applied.left[0]


def test_an_agreed_text_is_recorded_with_who_and_when(
    returned: Rounds, library: Library, questionnaire: Questionnaire
) -> None:
    _, applied = returned(SOFT["words around a value"])
    (one,) = answers_from(applied.content, "r").deviations
    assert (one["clause"], one["version"], one["par"], one["le"]) == (
        "confidentialite",
        library.clauses["confidentialite"].version,
        *SIGNED,
    )
    assert any("{{duree_confidentialite_ans}}" in line for line in one["texte"])
    pack = agreed(applied, library, questionnaire)
    (finding,) = [finding for finding in pack.findings if finding.code == "deviation"]
    assert (finding.where, finding.severity) == ("confidentialite", "warning")
    assert all(said in finding.message for said in SIGNED)
    assert "BP-30" in finding.message  # its passage was reworded: to be read again
    clause = next(c for document in pack.lots[0].documents for c in document.clauses if c.id == "confidentialite")
    assert clause.version == f"{library.clauses['confidentialite'].version}+derogation"


def test_values_and_references_of_an_agreed_text_follow_later_builds(
    returned: Rounds, library: Library, questionnaire: Questionnaire
) -> None:
    _, applied = returned(together(SOFT["words around a value"], SOFT["words around a reference"]))
    later = applied.content.decode() + "\nduree_confidentialite_ans: 7\n"
    assert "duree_confidentialite_ans" not in TEXT
    text = "\n".join(lines_of(contract_of(build(library, questionnaire, answers_from(later.encode(), "r")))))
    assert "Les présentes obligations durent pendant tout le Contrat, puis sept (7) ans" in text
    fewer = library._replace(plans=tuple(
        plan._replace(parts=tuple(p._replace(clauses=tuple(c for c in p.clauses if c != "force-majeure")) for p in plan.parts))
        for plan in library.plans
    ))  # fmt: skip
    pack = build(fewer, questionnaire, answers_from(applied.content, "r"), draft=True)
    clause = next(c for one in pack.lots[0].documents for c in one.clauses if c.id == "duree-reconduction")
    assert "ouvre la Réversibilité selon l’Article\u00a042" in "\n".join(
        getattr(block, "text", "") for block in clause.blocks
    )


def test_a_paragraph_that_is_gone_satisfies_nothing(
    returned: Rounds, library: Library, questionnaire: Questionnaire
) -> None:
    _, applied = returned(paragraph_removed("dpa-violations", "notifie au Client toute violation"))
    pack = agreed(applied, library, questionnaire)
    assert pack.status == "refused"
    assert "RGPD-22" in [finding.where for finding in pack.findings if finding.code == "requirement-missing"]


def test_a_paragraph_that_is_denied_satisfies_nothing(
    returned: Rounds, library: Library, questionnaire: Questionnaire
) -> None:
    _, applied = returned(rewording("dpa-violations", "Le Prestataire notifie", "Le Prestataire ne notifie pas"))
    pack = agreed(applied, library, questionnaire)
    assert "RGPD-22" in [finding.where for finding in pack.findings if finding.code == "requirement-missing"]


def test_a_clause_taken_out_by_agreement_is_out_of_later_builds(
    returned: Rounds, library: Library, questionnaire: Questionnaire
) -> None:
    _, applied = returned(deletion("assurances"))
    (one,) = answers_from(applied.content, "r").deviations
    assert one["texte"] == []
    pack = agreed(applied, library, questionnaire)
    assert pack.status == "refused"
    missing = [finding.where for finding in pack.findings if finding.code == "requirement-missing"]
    assert "PROF-04" in missing
    assert "assurances" not in [c.id for document in pack.lots[0].documents for c in document.clauses]


def test_a_row_taken_out_of_a_table_is_taken_out_of_the_answers_and_tried_by_the_rules(
    returned: Rounds, library: Library, questionnaire: Questionnaire
) -> None:
    _, applied = returned(row_removed("CPT-01"))
    assert applied.refused  # a function is left with one indicator: COH-58
    assert applied.content == TEXT.encode()


def test_a_value_taken_out_of_a_list_is_taken_out_of_the_answers_if_they_hold_it(
    returned: Rounds, library: Library, questionnaire: Questionnaire
) -> None:
    fault = list_item_removed("objectifs", "tenir les cibles des niveaux de service")
    data, applied = returned(fault)
    assert (applied.answers, len(applied.left)) == ((), 1)  # they are the default: the text is agreed instead
    assert lines_of(contract_of(agreed(applied, library, questionnaire)))[100:] == lines_of(data)[100:]
    kept = [
        "tenir les échéances légales sans retard",
        "pouvoir reprendre l'activité ou la confier à un autre prestataire",
    ]
    text = f"{TEXT}objectifs:\n  - {kept[0]} # le premier\n  - tenir les cibles des niveaux de service\n  - {kept[1]}\n"
    found = review(data, library, questionnaire, answers_from(text.encode(), "r"))
    applied = apply(data, found, text, library, questionnaire, SIGNED)
    assert (applied.answers, applied.clauses, applied.left) == (("objectifs[2]",), (), ())
    assert answers_from(applied.content, "r").values["objectifs"] == kept
    assert "# le premier" in applied.content.decode()


def test_what_cannot_be_taken_is_told(returned: Rounds) -> None:
    _, moved = returned(move("force-majeure", "reversibilite"))
    assert (moved.answers, moved.clauses) == ((), ())
    assert any("ordre" in line for line in moved.left)


def test_values_that_break_a_blocking_rule_are_not_taken(returned: Rounds) -> None:
    _, applied = returned(everywhere("trente (30) jours", "quatre-vingt-dix (90) jours"))
    assert applied.refused
    assert applied.content == TEXT.encode()


def test_a_second_agreement_on_a_clause_takes_the_place_of_the_first(
    returned: Rounds, library: Library, questionnaire: Questionnaire
) -> None:
    _, first = returned(SOFT["other words"])
    sent = contract_of(agreed(first, library, questionnaire))
    back = zipped(rewording("confidentialite", "strictement besoin", "absolument besoin")(unzipped(sent)))
    text = first.content.decode().replace("derogations_negociees:", "derogations_negociees: # convenu le 23")
    found = review(back, library, questionnaire, answers_from(text.encode(), "r"))
    second = apply(back, found, text, library, questionnaire, Signed("Me Roy", "2026-12-01"))
    (one,) = answers_from(second.content, "r").deviations
    assert (one["par"], one["version"]) == ("Me Roy", library.clauses["confidentialite"].version)
    assert "absolument besoin" in "\n".join(one["texte"])
    assert "# convenu le 23" in second.content.decode()


def test_the_order_of_lots_and_open_points_is_kept(library: Library, questionnaire: Questionnaire) -> None:
    head = "\n".join(line for line in TEXT.splitlines() if not line.startswith(("fonctions:", "nb_prestataires:")))
    text = f"{head}\nnb_prestataires: 2\npoints_ouverts:\n  - question: indice_base\nlots:\n  - id: compta\n    fonctions: [comptabilite]\n  - id: paie # deux\n    fonctions: [paie]\n"
    answers = answers_from(text.encode(), "r")
    pack = build(library, questionnaire, answers, draft=True)
    if pack.status == "refused":
        pytest.skip("the example cannot be cut into lots")
    sent = next(one.content for one in pack.lots[1].documents if one.id == "contrat")
    back = zipped(together(SOFT["other words"], SOFT["a value, tracked"])(unzipped(sent)))
    found = review(back, library, questionnaire, answers)
    assert found.known.lot == "paie"
    applied = apply(back, found, text, library, questionnaire, SIGNED)
    after = answers_from(applied.content, "r")
    assert after.lots is not None
    (one,) = after.deviations
    assert one["lot"] == "paie"
    assert "# deux" in applied.content.decode()
    codes = {lot.id: [f.code for f in lot.findings] for lot in build(library, questionnaire, after, draft=True).lots}
    assert ("deviation" in codes["paie"], "deviation" in codes["compta"]) == (True, False)


@pytest.mark.parametrize(
    "entry",
    [
        "- texte: []",
        "- clause: x\n    texte: non",
        "- clause: x\n    texte: [{a: b}]",
        "- clause: x\n    autre: y",
        "oui",
    ],
)
def test_a_badly_formed_agreement_is_refused_with_its_place(entry: str) -> None:
    with pytest.raises(AnswersError, match=r"r:\d+:\d+: « derogations_negociees »"):
        answers_from(f"profil: x\nderogations_negociees:\n  {entry}\n".encode(), "r")


def test_an_agreed_text_passes_the_gate(library: Library, questionnaire: Questionnaire) -> None:
    values = read_answers(EXAMPLES / "pme-compta-paie.yaml").values
    bad = ({"clause": "force-majeure", "texte": ["a\u202eb"]},)
    with pytest.raises(AnswersError, match="force-majeure"):
        build(library, questionnaire, Answers(values, deviations=bad))


def test_the_command_writes_the_answers_and_says_what_it_did(
    sme_pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("reponses.yaml").write_text(TEXT, encoding="utf-8")
    fault = together(SOFT["a value, tracked"], SOFT["a paragraph more"])
    Path("recu.docx").write_bytes(zipped(fault(unzipped(contract_of(sme_pack)))))
    ran = run("review", "recu.docx", "--dossier", "reponses.yaml", "--apply", "--on", "2026-11-23")
    assert (ran.code, ran.err) == (0, "")
    assert "preavis_mois" in ran.out
    (one,) = read_answers("reponses.yaml").deviations
    assert (one["clause"], one["par"], one["le"]) == ("force-majeure", AUTHOR, "2026-11-23")
    assert run("build", "reponses.yaml", "--out", "livraison", "--notes").code == 0
    assert run("inspect", "livraison/contrat.docx").code == 0
    assert "AAAA-MM-JJ" in unusable(run("review", "recu.docx", "--dossier", "reponses.yaml", "--apply", "--on", "hier"))


def test_an_explanation_says_what_was_agreed_and_another_dossier_does_not_inherit_it(
    returned: Rounds, library: Library, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    _, applied = returned(together(SOFT["other words"], deletion("force-majeure")))
    told = explain(library, questionnaire, answers_from(applied.content, "r"), "confidentialite")
    assert f"Texte négocié ({AUTHOR}, 2026-11-23)" in told
    assert "Retirée par accord" in explain(library, questionnaire, answers_from(applied.content, "r"), "force-majeure")
    (tmp_path / "un.yaml").write_bytes(applied.content)
    start_from(tmp_path / "deux", tmp_path / "un.yaml")
    copied = read_answers(tmp_path / "deux" / "reponses.yaml")
    assert (copied.deviations, copied.values) == ((), answers_from(applied.content, "r").values)


def test_a_clause_that_no_contract_goes_without_is_told_as_such_and_why_nothing_can_be_built(returned: Rounds) -> None:
    _, applied = returned(deletion("signatures"))
    assert any("clause du socle" in line for line in applied.left)


def test_a_clause_that_no_contract_goes_without_is_told_in_the_review(
    sme_pack: Pack, library: Library, questionnaire: Questionnaire
) -> None:
    gone = zipped(deletion("signatures")(unzipped(contract_of(sme_pack))))
    assert any("clause du socle" in one.message for one in review(gone, library, questionnaire).findings)


def test_a_box_that_was_added_is_left_to_be_taken_by_hand(returned: Rounds) -> None:
    _, applied = returned(with_end(f"<w:r>{SHAPE}</w:r>"))
    assert any("zone de texte" in line for line in applied.left)


def cells_merged(root: Any, width: int) -> None:
    """Two cells of a row made one; or, of one, two."""
    table = next(one for one in root.iter(q("tbl")) if len(one.findall(q("tr"))) > 2 and len(one.find(q("tr"))) > 2)
    row = table.findall(q("tr"))[1]
    first, second = row.findall(q("tc"))[:2]
    if width < 0:
        for paragraph in second.findall(q("p")):
            first.append(paragraph)
        remove(second)
    else:
        first.addnext(copy.deepcopy(second))


@pytest.mark.parametrize("width", [-1, 1])
def test_a_row_with_other_cells_than_its_table_is_left_to_be_taken_by_hand_and_built_all_the_same(
    width: int, returned: Rounds, library: Library, questionnaire: Questionnaire
) -> None:
    def fault(root: Any) -> None:
        cells_merged(control_of(root, "annexe-sla"), width)

    _, applied = returned(on_tree(fault))
    assert any("reportez-le à la main" in one or "n'est pas repris" in one for one in applied.left)
    assert agreed(applied, library, questionnaire).status == "delivered"
