"""Each finding code is documented, and has a case that trips it and one that does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import lint_faults
import pytest
from conftest import ROOT
from house_faults import FAULTS
from review_faults import CASES

from contractgen import Answers, build
from contractgen.checks.programmed import PROGRAMMED
from contractgen.markup import parse_body
from contractgen.model import Finding, Library, Paragraph, Questionnaire
from contractgen.results import Pack
from contractgen.word import write as writing

Maker = Callable[[Library, Questionnaire, dict[str, Any]], Pack]


def answered(**changes: Any) -> Maker:
    """The larger example with some answers changed; None takes one out."""

    def make(library: Library, questionnaire: Questionnaire, answers: dict[str, Any]) -> Pack:
        wanted = {**answers, **{name.replace("__", "."): value for name, value in changes.items()}}
        return build(library, questionnaire, Answers({k: v for k, v in wanted.items() if v is not None}))

    return make


def written(body: str, slug: str = "force-majeure") -> Maker:
    """The larger example with another body for a clause."""

    def make(library: Library, questionnaire: Questionnaire, answers: dict[str, Any]) -> Pack:
        parsed = parse_body(body)
        assert not parsed.errors
        clause = library.clauses[slug]._replace(blocks=parsed.blocks)
        return build(library._replace(clauses={**library.clauses, slug: clause}), questionnaire, Answers(answers))

    return make


def deviating(clause: str, texte: list[str], version: str = "1.0.0") -> Maker:
    """The larger example with a text agreed in place of a clause."""

    def make(library: Library, questionnaire: Questionnaire, answers: dict[str, Any]) -> Pack:
        agreed = ({"clause": clause, "texte": texte, "version": version},)
        return build(library, questionnaire, Answers(answers, deviations=agreed))

    return make


TABLE = "Table: T\n\n| A | B |\n|---|---|\n| x | y |\n"
TRIPS: dict[str, tuple[Maker, str]] = {
    "answer-missing": (answered(competence_a_garder=None), "competence_a_garder"),
    "cell-missing": (answered(acces=[{"systeme": "banque"}]), "acces[1].compte"),
    "answer-not-asked": (answered(canaux=["courrier"]), "canaux"),
    "default-applied": (answered(audit_preavis_jours=None), "audit_preavis_jours"),
    "text-normalised": (answered(indice_base=" Syntec\u200b "), "indice_base"),
    "open-point": (
        lambda library, questionnaire, answers: build(library, questionnaire, Answers(answers, open_points=(
            {"question": "indice_base", "responsable": "Maud", "echeance": "2026-12-01"},
        ))),
        "indice_base",
    ),
    "typography": (answered(indice_base="l'indice : 12 %"), "typographie"),
    "variant-idle": (answered(variantes_clauses=[{"clause": "parties", "variante": "client"}]), "variantes_clauses[1].clause"),
    "fallback-unnamed": (answered(plan_b=[{"fonction": "paie", "type": "reprise_interne", "delai_activation_h": 4}]), "plan_b[1].repreneur"),
    "party-unidentified": (answered(prestataire__siege=None), "prestataire.siege"),
    "vigilance-after-renewal": (answered(montant_annuel_ht=2000), "reconduction"),
    "clause-undecided": (answered(fonctions=None), "paie-mandat-dsn"),
    "source-unverified": (answered(), "clauses"),
    "blank": (answered(prestataire__raison_sociale="à désigner"), "prestataire.raison_sociale"),
    "block-undecided": (answered(plateforme_agreee=None, role_facturation=None, fonctions=None), "annexe-perimetre-processus"),
    "table-lacking": (answered(fonctions=None, processus=None), "processus"),
    "value-not-asked": (written("Le taux est {{ decroche_cible }}."), "decroche_cible"),
    "clause-empty": (written("::: when 'rh' in fonctions\n\nTexte.\n\n:::\n"), "force-majeure"),
    "tables-adjacent": (written(f"::: when penalites\n\n{TABLE}\n:::\n\n{TABLE}"), "force-majeure"),
    "reference-dangling": (written("Voir [[non-sollicitation]]."), "force-majeure"),
    "rule-violated": (answered(delai_paiement_jours=90), "COH-15"),
    "rule-undecided": (answered(reversibilite_mois=None, client__effectif=None), "COH-34"),
    "requirement-missing": (written("Sans lien.", "reversibilite"), "DORA-06"),
    "requirement-unknown": (answered(fonctions=None), "PROF-08"),
    "deviation": (deviating("force-majeure", ["Texte négocié."]), "force-majeure"),
    "deviation-core": (deviating("reversibilite", []), "reversibilite"),
    "deviation-outdated": (deviating("force-majeure", ["Texte négocié."], "0.9.0"), "force-majeure"),
    "deviation-unused": (deviating("annexe-dora", ["Texte négocié."]), "annexe-dora"),
}  # fmt: skip
KEEPS: dict[str, Maker] = {
    "typography": lambda library, questionnaire, answers: build(
        library, questionnaire, Answers({k: v for k, v in answers.items() if k in ("profil", "date_effet", "fonctions")})
    ),
    "default-applied": answered(audit_preavis_jours=15),
    "variant-idle": answered(variantes_clauses=[{"clause": "imprevision", "variante": "client"}]),
    "source-unverified": lambda library, questionnaire, answers: build(
        library._replace(clauses={slug: clause._replace(verified=True) for slug, clause in library.clauses.items()}),
        questionnaire,
        Answers(answers),
    ),
}  # fmt: skip


def found(pack: Pack, code: str) -> list[Finding]:
    return [finding for finding in pack.findings if finding.code == code]


def documented() -> set[str]:
    text = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE))


def in_code() -> set[str]:
    codes: set[str] = set()
    for path in (ROOT / "contractgen").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        codes |= set(re.findall(r"Finding\(\s*\"([a-z-]+)\"", text)) | set(re.findall(r"_find\(\s*\"([a-z-]+)\"", text))
    return codes


def test_every_code_is_documented_and_every_documented_one_is_real() -> None:
    assert in_code() == documented()
    assert len(documented()) > 15


def test_every_code_has_a_case() -> None:
    assert (
        set(TRIPS)
        | set(FAULTS)
        | set(CASES)
        | {"base-rebuilt", "readback-altered", "pdf-altered", "pdf-font", "contents-pages", "file-unread", "unchecked"}
        | ({fault.code for fault in lint_faults.FAULTS.values()} & documented())
        == documented()
    )  # in test_review, below, in test_pdf and test_pages, and those of lint in test_lint_faults


@pytest.mark.parametrize("code", [c for c in TRIPS if c != "requirement-missing"])
def test_a_case_trips_the_code_at_its_place(
    code: str, library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    make, where = TRIPS[code]
    findings = found(make(library, questionnaire, sme_answers), code)
    assert where in [finding.where for finding in findings], [f.where for f in findings]
    assert all(finding.message.strip() for finding in findings)


@pytest.mark.parametrize("code", sorted(TRIPS))
def test_another_case_does_not_trip_it(
    code: str, library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any], sme_pack: Pack
) -> None:
    where = TRIPS[code][1]
    pack = KEEPS[code](library, questionnaire, sme_answers) if code in KEEPS else sme_pack
    assert where not in [finding.where for finding in found(pack, code)]


def test_a_missing_protection_refuses_the_contract(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    clauses = {
        slug: clause._replace(blocks=(Paragraph("body", "…", ()),)) if "BP-11" in clause.satisfies else clause
        for slug, clause in library.clauses.items()
    }
    pack = build(library._replace(clauses=clauses), questionnaire, Answers(sme_answers))
    assert pack.status == "refused"
    assert "BP-11" in [finding.where for finding in found(pack, "requirement-missing")]
    assert all(document.path is None and document.sha256 is None for document in pack.lots[0].documents)


def test_a_file_that_is_not_its_document_is_not_delivered(
    monkeypatch: pytest.MonkeyPatch, library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    """A writer that loses a paragraph is caught by the reader."""
    whole = writing._Writer.body

    def lossy(self: Any) -> bytes:
        body = whole(self)
        cut = body.index(b"<w:p>", len(body) // 2)
        return body[:cut] + body[body.index(b"</w:p>", cut) + len(b"</w:p>") :]

    monkeypatch.setattr(writing._Writer, "body", lossy)
    pack = build(library, questionnaire, Answers(sme_answers))
    assert pack.status == "refused"
    assert found(pack, "readback-altered")
    assert all(not document.content for document in pack.lots[0].documents)


def test_a_draft_has_open_points_but_breaks_no_rule(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    without = {k: v for k, v in sme_answers.items() if k != "competence_a_garder"}
    assert build(library, questionnaire, Answers(without)).status == "refused"
    assert build(library, questionnaire, Answers(without), draft=True).status == "draft"
    broken = {**without, "delai_paiement_jours": 90}
    assert build(library, questionnaire, Answers(broken), draft=True).status == "refused"


def test_every_rule_that_the_language_cannot_say_is_programmed(library: Library) -> None:
    assert {rule.id for rule in library.rules if rule.must is None} == set(PROGRAMMED)


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("COH-24", {"niveau_equilibre": "prestataire"}),
        ("COH-55", {"prestataire__raison_sociale": "à désigner"}),
        ("COH-54", {"definitions": [{"terme": "Zèbre comptable", "sens": "animal"}]}),
        ("COH-19", {"indexation": "smic"}),
        ("COH-34", {"echeance_dsn": "15"}),
        ("COH-52", {"profil": "simplifie"}),
        ("COH-26", {"autorisation_st": "interdite"}),
        ("COH-67", {"plan_b": [{"fonction": "paie", "type": "mode_degrade", "delai_activation_h": 1}]}),
    ],
)
def test_a_broken_rule_is_named(
    rule: str, changes: dict[str, Any], library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any],
    sme_pack: Pack,
) -> None:  # fmt: skip
    pack = answered(**changes)(library, questionnaire, sme_answers)
    assert rule in [finding.rule for finding in pack.findings]
    assert rule not in [finding.rule for finding in sme_pack.findings]


def test_lots_are_as_many_as_the_providers_announced(
    library: Library, questionnaire: Questionnaire, sme_answers: dict[str, Any]
) -> None:
    common = {k: v for k, v in sme_answers.items() if k not in ("fonctions", "nb_prestataires")}
    lots = ({"id": "Lot A", "fonctions": ["comptabilite"]}, {"id": "../B", "fonctions": ["paie"]})
    one = build(library, questionnaire, Answers({**common, "nb_prestataires": 3}, lots))
    assert "COH-64" in [finding.rule for finding in one.findings]
    two = build(library, questionnaire, Answers({**common, "nb_prestataires": 2}, lots), draft=True)
    assert "COH-64" not in [finding.rule for finding in two.findings]
    assert [lot.id for lot in two.lots] == ["Lot A", "../B"]
    assert {d.path for lot in two.lots for d in lot.documents if d.path} <= {
        f"lot-{n}/{name}.docx" for n in (1, 2) for name in ("contrat", "cahier-des-charges", "tableau-des-clauses")
    }
