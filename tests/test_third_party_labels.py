"""Whole contracts labelled by hand before they were read by the program: what it calls found is there, and how much it finds."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from test_third_party import EVIDENCE, TEXTS, docx

from contractgen.lexical.case import ANNEX_MISSING, FOUND
from contractgen.lexical.evidence import Evidence
from contractgen.lexical.evidence_file import evidence_of
from contractgen.lexical.judging import judge
from contractgen.lexical.passages import passages_of
from contractgen.model import Library


class Label(NamedTuple):
    """Of all requirements: those that the text satisfies, those that it leaves to an annex that is not there, and those
    on which two lawyers might differ, which are not counted. All others are absent, or denied."""

    there: str
    annex: str = ""
    disputed: str = ""


LABELS = {
    # A page without a single title; what it denies: reversibility, insurance. Its notice is the same whatever the years.
    "bref": Label(
        "BP-03 BP-07 BP-09 BP-10 BP-13 BP-20 BP-26 BP-30 COM-01 COM-03 COM-04 PROF-21 TRAV-11",
        disputed="BP-06 COM-02 COM-21 PROF-19 TRAV-06",
    ),
    # A letter in « nous » and « vous »; what it denies: no retention; its notice is against renewal only. The indemnity has no amount, the secret no term, the interest
    # waits perhaps for a reminder, and fifty thousand euros may be nothing beside the fees.
    "lettre-mission": Label(
        "PROF-01 PROF-03 PROF-04 PROF-05 PROF-07 PROF-08 PROF-09 PROF-10 PROF-14 COM-01 COM-06 COM-08 COM-14"
        " COM-16 RGPD-30",
        disputed="BP-02 BP-29 PROF-16 RGPD-01 RGPD-02 RGPD-03 RGPD-04 RGPD-05 RGPD-06 RGPD-10 RGPD-32",
    ),
    # Numbered general terms; what they deny: audits, a limit that spares gross negligence, a price that goes down, liability
    # for sub-processors, a tested plan, the contract that survives insolvency. Annex 4 is not there, annex 6 is.
    "cgv-paie": Label(
        "COM-14 COM-13 BP-18 PROF-08 PROF-11 PROF-12 PROF-13 COM-01 COM-03 COM-04 COM-06 BP-17 IA-04 RGPD-08 RGPD-10"
        " RGPD-12 RGPD-13 RGPD-28 RGPD-14 RGPD-22 RGPD-23 RGPD-27 BP-11 BP-29 COM-15 COM-17 COM-19",
        annex="BP-04",
        disputed="BP-03 COM-02 RGPD-24 RGPD-11 HDS-14 RGPD-01 RGPD-19 RGPD-25 RGPD-30 PROF-04 HDS-07 DORA-03 DORA-22",
    ),
    # Written in everyday words, with Roman titles. Who assigns is neither freed nor bound; the signature has no level. Before it was learnt from: 14 found of 27, none wrongly.
    "rh-temps-partage": Label(
        "BP-04 BP-07 BP-08 BP-13 BP-21 BP-24 BP-26 BP-27 COM-01 COM-13 COM-18 IA-05 PROF-20 RGPD-08 RGPD-16"
        " RGPD-18 RGPD-21 RGPD-22 RGPD-29 TRAV-01 TRAV-02 TRAV-03 TRAV-06 TRAV-07",
        disputed="COM-02 RGPD-01 RGPD-12 RGPD-28 RGPD-30 IA-03 BP-06",
    ),
    # Hosting, DORA and Data Act. Before it was learnt from: 25 found of 30, four wrongly.
    "hebergement-sante": Label(
        "HDS-01 HDS-03 HDS-05 HDS-06 HDS-11 HDS-12 DORA-02 DORA-03 DORA-04 DORA-05 DORA-08 DORA-09 DORA-11 DORA-14 DORA-15 DORA-16"
        " DORA-17 DACT-02 DACT-03 DACT-06 DACT-07 DACT-09 DACT-10 DACT-12 DACT-13 DACT-14 DACT-15 IA-02 IA-04 COM-25",
        annex="HDS-08",
        disputed="HDS-02 HDS-14 DORA-06 DORA-18 DORA-22 DORA-12 BP-04 BP-11 COM-21 DORA-07 DACT-05 HDS-07 RGPD-18 DORA-10 DORA-20 BP-14",
    ),
    # The Commission's clauses of 2021, filled in: a breach is told « dans les meilleurs délais », without a figure; a transfer
    # follows chapter V, by no mechanism that is named; no register, and no object beside the purpose.
    "clauses-types": Label(
        "RGPD-01 RGPD-03 RGPD-04 RGPD-05 RGPD-06 RGPD-08 RGPD-09 RGPD-10 RGPD-11 RGPD-12 RGPD-13 RGPD-14 RGPD-15 RGPD-16 RGPD-17"
        " RGPD-18 RGPD-19 RGPD-20 RGPD-21 RGPD-23 RGPD-24 RGPD-28",
        disputed="RGPD-02 RGPD-07 RGPD-30",
    ),
    # The model of the CNIL, filled in: it helps with impact assessments, not with security nor breaches; no list of others.
    "modele-cnil": Label(
        "RGPD-01 RGPD-02 RGPD-03 RGPD-04 RGPD-05 RGPD-06 RGPD-07 RGPD-08 RGPD-09 RGPD-10 RGPD-11 RGPD-12 RGPD-13 RGPD-14 RGPD-15"
        " RGPD-16 RGPD-18 RGPD-19 RGPD-20 RGPD-21 RGPD-22 RGPD-23 RGPD-24 RGPD-27",
        disputed="RGPD-30",
    ),
    # Everyday words, in tables and short sentences; requests are only passed on, nothing is given back, no auditor is sent.
    "accord-donnees": Label(
        "RGPD-01 RGPD-02 RGPD-03 RGPD-04 RGPD-05 RGPD-06 RGPD-08 RGPD-09 RGPD-10 RGPD-11 RGPD-12 RGPD-13 RGPD-19 RGPD-21 RGPD-22"
        " RGPD-23 RGPD-24 RGPD-27 RGPD-28 RGPD-30",
        disputed="RGPD-14 RGPD-15 BP-08",  # of « eux » and « leurs fautes »
    ),
    # Of each protection of the data, a part.
    "donnees-en-partie": Label(""),
    # Every protection named, none given.
    "infra-nie": Label("", disputed="COM-01"),  # « payées comptant » is soon enough
}  # fmt: skip


@pytest.fixture(scope="module")
def evidence(library: Library) -> dict[str, Evidence]:
    return dict(evidence_of(EVIDENCE, library))


@pytest.fixture(scope="module")
def statuses(evidence: dict[str, Evidence], library: Library) -> dict[str, dict[str, str]]:
    return {
        name: {
            one.requirement: one.status
            for one in judge(passages_of(docx((TEXTS / f"{name}.txt").read_text(encoding="utf-8"))), evidence, library)
        }
        for name in LABELS
    }


def found(statuses: dict[str, str]) -> set[str]:
    return {ident for ident, status in statuses.items() if status == FOUND}


@pytest.mark.parametrize("name", LABELS)
def test_nothing_is_found_that_the_text_denies_or_only_names(name: str, statuses: dict[str, dict[str, str]]) -> None:
    label = LABELS[name]
    assert found(statuses[name]) - {*label.there.split(), *label.disputed.split()} == set()


def test_most_of_what_is_there_is_found(statuses: dict[str, dict[str, str]]) -> None:
    there = {(name, ident) for name, label in LABELS.items() for ident in label.there.split()}
    seen = {(name, ident) for name, ident in there if statuses[name][ident] == FOUND}
    assert len(seen) >= 0.95 * len(there), sorted(there - seen)


@pytest.mark.parametrize("name", LABELS)
def test_what_is_left_to_an_annex_that_is_not_there_is_told(name: str, statuses: dict[str, dict[str, str]]) -> None:
    for ident in LABELS[name].annex.split():
        assert statuses[name][ident] == ANNEX_MISSING


@pytest.mark.parametrize("name", LABELS)
def test_a_contract_that_denies_each_of_its_sentences_gives_nothing(
    name: str, evidence: dict[str, Evidence], library: Library
) -> None:
    lines = (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    denied = [
        ". ".join(f"Le prestataire n'est tenu à rien de ceci, que {one}" for one in line.split(". ")) for line in lines
    ]
    judged = judge(passages_of(docx("\n".join(denied))), evidence, library)
    assert [one.requirement for one in judged if one.status == FOUND] == []
