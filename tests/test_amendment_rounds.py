"""What was negotiated before the signature lasts through any number of avenants, whether the dossier knows of it or not."""

from __future__ import annotations

import pytest
from conftest import EXAMPLES
from faults import on_tree, paragraphs, remove, unzipped, zipped
from review_faults import deletion, new_paragraph, paragraph_removed, rewording, together

from contractgen import read_answers
from contractgen.amending import Amended, amended
from contractgen.errors import ReturnedFileError
from contractgen.inspection import inspect_file
from contractgen.model import Answers, Library, Questionnaire
from contractgen.results import Pack
from contractgen.review import review
from contractgen.upgrading import upgraded
from contractgen.word.opening import open_package
from contractgen.word.read import read_document

NEGOTIATED = together(
    rewording("confidentialite", "qui en ont besoin", "qui en ont strictement besoin"),
    rewording("responsabilite-plafond", "par année de Contrat", "par année civile"),
    paragraph_removed("penalites-performance", "La pénalité n’est pas libératoire"),
    new_paragraph("reversibilite", "Les Parties se réunissent avant chaque étape de la réversibilité."),
    deletion("independance-parties"),
)
SAID = ("qui en ont strictement besoin", "par année civile", "Les Parties se réunissent avant chaque étape")
OUT = ("La pénalité n’est pas libératoire",)
ROUNDS = (
    {"preavis_mois": 6},
    {"preavis_mois": 6, "reversibilite_mois": 5},
    {"preavis_mois": 4, "reversibilite_mois": 5},
)


def answers(**values: object) -> Answers:
    read = read_answers(EXAMPLES / "pme-compta-paie.yaml")
    return read._replace(values={**read.values, **values})


@pytest.fixture(scope="module")
def signed(sme_pack: Pack) -> bytes:
    sent = next(one.content for one in sme_pack.lots[0].documents if one.id == "contrat")
    return zipped(NEGOTIATED(unzipped(sent)))


def text_of(data: bytes) -> str:
    return "\n".join(line.text for line in read_document(open_package(data)).lines)


def touched(found: Amended) -> set[str]:
    assert found.amendment
    return {one.entry for one in found.amendment.operations}


def test_each_avenant_keeps_it_and_touches_only_what_the_answers_touch(
    signed: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    for values in ROUNDS:
        found = amended(signed, library, questionnaire, answers(**values))
        assert touched(found).isdisjoint({"confidentialite", "responsabilite-plafond", "penalites-performance"})
        signed = found.files["contrat-consolide.docx"]
        text = text_of(signed)
        assert all(words in text for words in SAID)
        assert not any(words in text for words in OUT)
        assert "independance-parties" not in {one.id for one in found.amendment.consolidated if found.amendment}
        assert inspect_file(signed).differences == ()
    assert "quatre (4) mois" in text.replace("\u00a0", " ")


def test_the_same_answers_again_are_no_avenant(signed: bytes, library: Library, questionnaire: Questionnaire) -> None:
    consolidated = amended(signed, library, questionnaire, answers(preavis_mois=6)).files["contrat-consolide.docx"]
    assert amended(consolidated, library, questionnaire, answers(preavis_mois=6)).files == {}


def test_a_consolidated_contract_is_reviewed_and_upgraded_with_it(
    signed: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    consolidated = amended(signed, library, questionnaire, answers(preavis_mois=6)).files["contrat-consolide.docx"]
    assert not [one for one in review(consolidated, library, questionnaire).clauses if one.status != "unchanged"]
    found = upgraded(consolidated, library, questionnaire, answers(preavis_mois=6))
    text = text_of(found.content)
    assert all(words in text for words in SAID)
    assert not any(words in text for words in OUT)


def test_an_article_without_its_title_is_refused_in_one_line(
    sme_pack: Pack, library: Library, questionnaire: Questionnaire
) -> None:
    sent = next(one.content for one in sme_pack.lots[0].documents if one.id == "contrat")
    untitled = on_tree(lambda root: remove(paragraphs(root, "confidentialite")[0]))
    with pytest.raises(ReturnedFileError, match=r"le titre de « Confidentialité .* rétablissez le titre"):
        amended(zipped(untitled(unzipped(sent))), library, questionnaire, answers(preavis_mois=6))
