"""Each requirement by its elements: a text that gives all of them is found, one that leaves one out is doubtful."""

from __future__ import annotations

import pytest
from test_lexical_paraphrases import AFTER, BEFORE, TITLE, lines, rows
from test_third_party import EVIDENCE, judged

from contractgen.errors import ContentError
from contractgen.lexical.case import DOUBTFUL, FOUND, NOT_FOUND
from contractgen.lexical.evidence import Evidence
from contractgen.lexical.evidence_file import evidence_of
from contractgen.lexical.judging import Judged, judge
from contractgen.lexical.passages import Passage
from contractgen.model import Library

SENTENCES = [line.split(" ", 2) for line in lines("elements.txt")]


@pytest.fixture(scope="module")
def evidence(library: Library) -> dict[str, Evidence]:
    return dict(evidence_of(EVIDENCE, library))


def read(ident: str, text: str, evidence: dict[str, Evidence], library: Library) -> Judged:
    """A text in a contract; « ¶ » ends a paragraph."""
    told = (Passage(row, "") for part in text.split(" ¶ ") for row in rows(part))
    passages = (*BEFORE, *TITLE, *told, *AFTER)
    (one,) = judge(passages, evidence, library._replace(requirements={ident: library.requirements[ident]}))
    return one


@pytest.mark.parametrize(("sign", "ident", "text"), SENTENCES)
def test_all_elements_are_found_and_one_less_is_doubtful(
    sign: str, ident: str, text: str, evidence: dict[str, Evidence], library: Library
) -> None:
    status = read(ident, text, evidence, library).status
    assert status in {"+": (FOUND,), "/": (DOUBTFUL,), "-": (DOUBTFUL, NOT_FOUND)}[sign]


def test_each_requirement_read_so_has_sentences_of_both_kinds() -> None:
    for ident in {ident for _, ident, _ in SENTENCES}:
        signs = [sign for sign, one, _ in SENTENCES if one == ident]
        assert signs.count("+") >= 2, ident
        assert "/" in signs or "-" in signs, ident


def test_elements_of_another_article_complete_none(evidence: dict[str, Evidence], library: Library) -> None:
    text = "Article 15 - Réversibilité ¶ À la fin du contrat, le Prestataire exporte pendant un mois les données en CSV et forme le repreneur. ¶ {}Son prix est fixé, ses jalons aussi, et une recette la clôt."
    assert read("BP-11", text.format(""), evidence, library).status == FOUND
    assert read("BP-11", text.format("Article 16 - Mission ¶ "), evidence, library).status == DOUBTFUL


def test_what_a_requirement_refuses_is_no_denial_of_it(evidence: dict[str, Evidence], library: Library) -> None:
    text = "Le Prestataire, indépendant, n’est lié par aucune exclusivité et n’est pas subordonné au Client."
    assert judged(text, evidence, library)["TRAV-11"].status == FOUND
    text = "Le plan de réversibilité n’est remis ni au démarrage, ni mis à jour, ni testé."
    assert judged(text, evidence, library)["BP-12"].status != FOUND


def test_names_of_severities_are_the_columns_of_a_table(evidence: dict[str, Evidence], library: Library) -> None:
    said = "Délai | P1 | P2 : {} | 1 h | 4 h ; {} | 4 h | 8 h"
    assert read("BP-05", said.format("Prise en compte", "Résolution"), evidence, library).status == FOUND
    assert read("BP-05", said.format("Prise en compte", "Rappel"), evidence, library).status == DOUBTFUL


def test_the_title_above_a_table_says_what_its_rows_are(evidence: dict[str, Evidence], library: Library) -> None:
    text = "{} ¶ Forfait | P1 | P2 : Base | 4 h | 1 j ; Plus | 1 h | 4 h"
    assert read("BP-05", text.format("Temps de réponse du support"), evidence, library).status == DOUBTFUL
    assert read("BP-05", text.format("Tarifs du support"), evidence, library).status == NOT_FOUND


@pytest.mark.parametrize("said", ["least: deux", "article: oui"])
def test_an_entry_says_how_it_is_read_in_known_words_only(said: str, library: Library) -> None:
    entry = f"evidence:\n  - {{requirement: BP-11, all: [[reversib]], {said}}}\n"
    with pytest.raises(ContentError):
        evidence_of(entry.encode(), library)
