"""An avenant is signed as its contract is: by whoever the answers name, by hand or electronically."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import EXAMPLES

from contractgen import Answers, build, read_answers
from contractgen.amending import AVENANT, CONSOLIDATED, amended
from contractgen.model import Library, Questionnaire
from contractgen.word.opening import open_package
from contractgen.word.read import read_document

_TWO = [
    {"nom": "Aline Ory", "qualite": "Présidente", "partie": "client"},
    {"nom": "Paul Hue", "qualite": "gérant", "partie": "prestataire"},
    {"nom": "Émile d'Arc", "qualite": "DG", "partie": "client"},
]


@pytest.fixture
def closing(library: Library, questionnaire: Questionnaire) -> Any:
    """The lines of the avenant of the smaller example from where it is signed, tables by rows."""

    def make(**changes: Any) -> list[str]:
        values = {**read_answers(EXAMPLES / "micro-assistanat.yaml").values, **changes}
        given = {name: value for name, value in values.items() if value is not None}
        pack = build(library, questionnaire, Answers(given))
        signed = next(one.content for one in pack.lots[0].documents if one.id == "contrat")
        files = amended(signed, library, questionnaire, Answers({**given, "preavis_mois": 2})).files
        lines = [line.text.replace("\u00a0", " ") for line in read_document(open_package(files[AVENANT])).lines]
        first = next(rank for rank, text in enumerate(lines) if text.startswith("Les Parties signent"))
        return [text.replace("\x1f", " | ") for text in lines[first:-1]]

    return make


def test_each_signatory_has_its_frame_under_its_party(closing: Any) -> None:
    client, provider = (
        read_answers(EXAMPLES / "micro-assistanat.yaml").values[one]["raison_sociale"]
        for one in ("client", "prestataire")
    )
    assert closing(signataires=_TWO, mode_signature="manuscrite", niveau_signature=None) == [
        "Les Parties signent le présent avenant à la main, en deux (2) originaux, un pour chaque Partie. Elles en paraphent"
        " chaque page.",
        f"Pour le Client, {client} :",
        "Nom et qualité | Lieu, date et signature",
        "Aline Ory, présidente | Fait à …, le …",
        "Émile d’Arc, DG | Fait à …, le …",
        f"Pour le Prestataire, {provider} :",
        "Nom et qualité | Lieu, date et signature",
        "Paul Hue, gérant | Fait à …, le …",
    ]


def test_an_electronic_signature_bears_the_date(closing: Any) -> None:
    lines = closing(signataires=_TWO)
    assert lines[0].startswith(
        "Les Parties signent le présent avenant par voie électronique, en un seul fichier, au moyen"
    )
    assert "signature électronique simple." in lines[0]
    assert lines[2:4] == [
        "Nom et qualité | Lieu, date et signature électronique",
        "Aline Ory, présidente | Fait à …, à la date que porte la signature électronique",
    ]


def test_a_party_that_names_nobody_is_signed_for_by_its_representative(closing: Any) -> None:
    represented = read_answers(EXAMPLES / "micro-assistanat.yaml").values["client"]["representant"]
    lines = closing(signataires=_TWO[1:2])
    assert lines[3].split(" | ")[0] == represented
    assert lines[6].split(" | ")[0] == "Paul Hue, gérant"


def test_without_signatories_both_representatives_sign_side_by_side(closing: Any) -> None:
    by_hand = closing(mode_signature="manuscrite", niveau_signature=None)
    electronic = closing()
    assert by_hand[1] == electronic[1] == "Pour le Client | Pour le Prestataire"
    assert by_hand[-2:] == ["Date : | Date :", "Signature : | Signature :"]
    assert electronic[-1] == "Signature électronique : | Signature électronique :"
    assert "celle que porte la signature électronique" in electronic[-2]


def test_the_frames_in_which_the_contract_was_signed_are_not_amended(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any], sme_pack: Any
) -> None:
    signed = next(one.content for one in sme_pack.lots[0].documents if one.id == "contrat")
    assert not amended(signed, library, questionnaire, Answers({**sme_answers, "signataires": _TWO})).files
    new = Answers({**sme_answers, "signataires": _TWO, "preavis_mois": 6})
    found = amended(signed, library, questionnaire, new)
    assert found.amendment
    assert [one.entry for one in found.amendment.operations] == ["duree-reconduction"]
    assert any("cadres où le contrat a été signé" in notice for notice in found.notices)
    avenant, consolidated = (
        [line.text for line in read_document(open_package(found.files[name])).lines] for name in (AVENANT, CONSOLIDATED)
    )
    assert any("Aline Ory, présidente" in text for text in avenant)
    assert not any("Aline Ory" in text for text in consolidated)
    before = [
        line.text for line in read_document(open_package(signed)).lines if "Signature électronique\u00a0:" in line.text
    ]
    assert [text for text in consolidated if "Signature électronique\u00a0:" in text] == before
    assert not amended(found.files[CONSOLIDATED], library, questionnaire, new).files
