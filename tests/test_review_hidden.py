"""Changes that hide: text beside joined paragraphs, passages out of their order or clause, text in the style of contents."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from commands import run, unusable
from conftest import EXAMPLES
from faults import W, add_paragraph_after, on_tree, paragraphs, q, unzipped, zipped
from lxml import etree
from review_faults import (
    Fault,
    deletion,
    dressed,
    led_elsewhere,
    move,
    new_paragraph,
    paragraph_in,
    paragraph_with,
    rewording,
    text_of,
)

from contractgen import read_answers
from contractgen.amending import amended
from contractgen.model import Library, Questionnaire
from contractgen.results import Pack
from contractgen.review import review
from contractgen.reviewed import Review
from contractgen.upgrading import upgraded
from contractgen.word.embedded import read_base
from contractgen.word.opening import open_package
from contractgen.word.read import read_document

CLAUSE, OTHER, PENALTIES = "responsabilite-plafond", "confidentialite", "penalites-performance"
LAST = "dpa-obligations-responsable"
HIDDEN = "Toutefois, aucune somme n’est due la première année."


@pytest.fixture(scope="module")
def contract(sme_pack: Pack) -> bytes:
    return next(one.content for one in sme_pack.lots[0].documents if one.id == "contrat")


@pytest.fixture(scope="module")
def micro_contract(micro_pack: Pack) -> bytes:
    return next(one.content for one in micro_pack.lots[0].documents if one.id == "contrat")


def statuses(found: Review) -> dict[str, str]:
    return {one.id: one.status for one in found.clauses if one.status != "unchanged"}


def bodies(root: Any, clause: str) -> list[Any]:
    """The paragraphs of a clause that are plain text."""
    return [one for one in paragraphs(root, clause) if one.find(f"{q('pPr')}/{q('pStyle')}").get(q("val")) == "Corps"]


def joined(before: str, between: str, after: str) -> Fault:
    """Two paragraphs made one, in silence, with more words."""

    def fault(root: Any) -> None:
        first = paragraph_with(root, PENALTIES, "Les pénalités sont forfaitaires")
        second = paragraph_with(root, PENALTIES, "La pénalité n’est pas libératoire")
        text = f"{before}{text_of(first)} {between}{text_of(second)}{after}"
        for child in [child for child in first if child.tag != q("pPr")]:
            first.remove(child)
        etree.SubElement(etree.SubElement(first, q("r")), q("t")).text = text
        second.getparent().remove(second)

    return on_tree(fault)


@pytest.mark.parametrize("words", [("", f"{HIDDEN} ", ""), (f"{HIDDEN} ", "", ""), ("", "", f" {HIDDEN}")])
def test_text_added_where_paragraphs_are_joined_is_told(
    words: tuple[str, str, str], contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    found = review(zipped(joined(*words)(unzipped(contract))), library, questionnaire)
    assert statuses(found) == {PENALTIES: "reworded"}


def test_paragraphs_that_were_only_joined_are_unchanged(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    assert statuses(review(zipped(joined("", "", "")(unzipped(contract))), library, questionnaire)) == {}


def exchanged(root: Any) -> None:
    first, second = bodies(root, CLAUSE)[:2]
    second.addnext(first)


def elsewhere(root: Any) -> None:
    paragraphs(root, OTHER)[-1].addnext(bodies(root, CLAUSE)[-1])


@pytest.mark.parametrize("change", [exchanged, elsewhere])
def test_a_passage_out_of_its_place_is_told(
    change: Any, contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    found = review(zipped(on_tree(change)(unzipped(contract))), library, questionnaire)
    assert statuses(found)[CLAUSE] == "moved"
    assert "clause-moved" in {finding.code for finding in found.findings}


def test_text_in_the_style_of_the_contents_is_told_inside_a_clause(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    def styled(root: Any) -> None:
        added = paragraphs(root, CLAUSE)[-1]
        properties = etree.Element(q("pPr"))
        etree.SubElement(properties, q("pStyle")).set(q("val"), "TM1")
        added.insert(0, properties)

    parts = on_tree(styled)(paragraph_in(CLAUSE, HIDDEN)(unzipped(contract)))
    assert statuses(review(zipped(parts), library, questionnaire)) == {CLAUSE: "reworded"}


def test_a_paragraph_after_the_last_clause_is_amended_and_upgraded(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    data = zipped(new_paragraph(LAST, HIDDEN)(unzipped(contract)))
    answers = read_answers(EXAMPLES / "pme-compta-paie.yaml")
    values = {**answers.values, "preavis_mois": 4}
    assert amended(data, library, questionnaire, answers._replace(values=values)).files
    kept = read_document(open_package(upgraded(data, library, questionnaire, answers).content)).lines
    assert HIDDEN in [line.text for line in kept]


def test_a_pipe_and_a_document_of_too_many_paragraphs_are_one_line(
    contract: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("tube.docx")
    assert "fichier ordinaire" in unusable(run("review", "tube.docx"))
    assert "illisible" in unusable(run("review", f"{'long' * 100}.docx"))
    parts = unzipped(contract)
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:sectPr", b"<w:p/>" * 60_000 + b"<w:sectPr", 1)
    Path("long.docx").write_bytes(zipped(parts))
    for command in (("review", "long.docx"), ("compare", "long.docx", "long.docx", "--out", "r.docx")):
        assert "50 000 paragraphes" in unusable(run(*command))


# ---------------------------------------------------------------- pages and references


@pytest.mark.parametrize("part", ["word/header1.xml", "word/footer2.xml"])
def test_words_added_to_a_header_or_footer_are_told(
    part: str, contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    parts = unzipped(contract)
    end = parts[part].rindex(b"</w:p>") + len(b"</w:p>")
    added = f"<w:p><w:r><w:t>{HIDDEN}</w:t></w:r></w:p>".encode()
    parts[part] = parts[part][:end] + added + parts[part][end:]
    found = review(zipped(parts), library, questionnaire)
    assert any("modifié" in finding.message and "aucune somme" in finding.message for finding in found.findings)


def test_a_reference_led_elsewhere_is_told_and_one_that_follows_its_clause_is_not(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    parts = unzipped(contract)
    found = review(zipped(led_elsewhere("reversibilite", "force-majeure")(parts)), library, questionnaire)
    numbers = {clause.id: clause.number for clause in found.clauses}
    assert (numbers["reversibilite"], numbers["force-majeure"]) in found.redirected
    assert not review(zipped(move("force-majeure", "reversibilite")(parts)), library, questionnaire).redirected


def test_a_bookmark_put_on_another_clause_is_told(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    def exchange(parts: dict[str, bytes]) -> dict[str, bytes]:
        body = parts["word/document.xml"]
        one, other = b'w:name="_Ref_reversibilite"', b'w:name="_Ref_force_majeure"'
        body = body.replace(one, b"#").replace(other, one).replace(b"#", other)
        return {**parts, "word/document.xml": body}

    assert review(zipped(exchange(unzipped(contract))), library, questionnaire).redirected


# ---------------------------------------------------------------- what a rewording does


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("comme les siennes propres", "comme les siennes propres, dans la mesure du possible", "affaiblie"),
        ("Chaque Partie réserve l’accès", "Chaque Partie s’efforce de réserver l’accès", "affaiblie"),
        ("Chaque Partie réserve l’accès", "Sauf urgence, chaque Partie réserve l’accès", "une exception"),
        ("Chaque Partie réserve l’accès", "Chaque Partie ne réserve pas l’accès", "une négation y a été ajoutée"),
        (" et ", " ou ", "« ou »"),
        ("cinq (5) ans", "deux (5) ans", "en lettres et en chiffres"),
    ],
)
def test_a_duty_made_weaker_is_told(
    old: str, new: str, told: str, contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    found = review(zipped(rewording(OTHER, old, new)(unzipped(contract))), library, questionnaire)
    assert any(finding.code == "clause-reworded" and told in finding.message for finding in found.findings)


def test_a_definition_that_changed_names_the_clauses_that_use_it(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    fault = rewording("definitions-interpretation", "l’accord conclu", "l’accord passé")
    found = review(zipped(fault(unzipped(contract))), library, questionnaire)
    told = [finding.message for finding in found.findings if finding.code == "definition-changed"]
    assert len(told) == 1
    assert "« Contrat »" in told[0]
    assert "Article" in told[0]


def test_a_legal_value_spaced_otherwise_is_no_change(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    parts = unzipped(contract)
    body = parts["word/document.xml"].decode()
    parts["word/document.xml"] = re.sub("(soixante-douze) (\\(72\\))\u00a0(heures)", "\\1 \\2 \\3 ", body).encode()
    found = review(zipped(parts), library, questionnaire)
    assert "legal-value-changed" not in {finding.code for finding in found.findings}


def test_a_numbering_that_starts_elsewhere_is_told(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    parts = unzipped(contract)
    parts["word/numbering.xml"] = parts["word/numbering.xml"].replace(b'<w:start w:val="1"/>', b'<w:start w:val="3"/>')
    told = [one for one in review(zipped(parts), library, questionnaire).problems if one.startswith("numérotation")]
    assert len(told) == 1
    assert "« Article 1 » s'imprime « Article 3 »" in told[0]


def test_a_tracked_change_of_format_is_told(contract: bytes, library: Library, questionnaire: Questionnaire) -> None:
    change = '<w:b/><w:rPrChange w:id="9301" w:author="A" w:date="2026-11-20T10:00:00Z"><w:rPr/></w:rPrChange>'
    found = review(zipped(dressed(CLAUSE, "200", change)(unzipped(contract))), library, questionnaire)
    assert [one for one in found.problems if one.startswith("mise en forme modifiée")]
    assert statuses(found) == {}


# ---------------------------------------------------------------- what a converter does


def renumbered(most: int) -> Fault:
    """What the references to the first `most` clauses cited show, changed as a converter that counts otherwise does."""

    def fault(parts: dict[str, bytes]) -> dict[str, bytes]:
        shown = re.compile(rb"(REF (_Ref_\w+) (?:(?!fldCharType=\"end\").)*?<w:t[^>]*>)([^<]*?)(\d+)(</w:t>)", re.S)
        cited = {found[2] for found in shown.finditer(parts["word/document.xml"]) if b"__" not in found[2]}
        changed = set(sorted(cited)[:most])

        def other(found: re.Match[bytes]) -> bytes:
            number = int(found[4]) + (100 if found[2] in changed else 0)
            return b"%s%s%d%s" % (found[1], found[3], number, found[5])

        return {**parts, "word/document.xml": shown.sub(other, parts["word/document.xml"])}

    return fault


def test_references_that_a_converter_renumbered_are_one_thing_to_tell(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    found = review(zipped(renumbered(10_000)(unzipped(contract))), library, questionnaire)
    assert statuses(found) == {}
    assert [one for one in found.problems if one.startswith("numéros de tous les renvois refaits")]


def test_a_reference_renumbered_among_others_is_told(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    found = review(zipped(renumbered(1)(unzipped(contract))), library, questionnaire)
    assert set(statuses(found).values()) == {"reworded"}
    assert not [one for one in found.problems if one.startswith("numéros")]


# ---------------------------------------------------------------- the table of contents


@pytest.mark.parametrize("clause", ["parties", "objet-fonctions", "force-majeure"])
def test_a_clause_that_is_gone_is_not_found_in_the_table_of_contents(
    clause: str, micro_contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    found = review(zipped(deletion(clause)(unzipped(micro_contract))), library, questionnaire)
    assert statuses(found) == {clause: "deleted"}
    assert found.problems == ()


def test_a_title_that_changed_is_not_found_in_the_table_of_contents(
    micro_contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    parts = rewording(OTHER, "Confidentialité", "Discrétion souhaitable")(unzipped(micro_contract))
    assert statuses(review(zipped(parts), library, questionnaire)) == {OTHER: "reworded"}


def test_words_that_are_no_title_are_told_in_the_table_of_contents(
    micro_contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    def said(root: Any) -> None:
        entry = next(one for one in root.iter(q("p")) if one.find(f"{q('pPr')}/{q('pStyle')}").get(q("val")) == "TM1")
        list(entry.iter(q("t")))[-1].text += ", sans aucune obligation du Prestataire"

    found = review(zipped(on_tree(said)(unzipped(micro_contract))), library, questionnaire)
    assert statuses(found) == {"nouveau-1": "new"}


def test_a_value_after_its_label_is_followed_when_it_is_all_another(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    name = "Cabinet Orval & Lamy"
    found = review(zipped(rewording("parties", name, "Société Écran")(unzipped(contract))), library, questionnaire)
    (answer,) = [one for one in found.answers if one.id == "prestataire.raison_sociale"]
    assert (answer.proposed, answer.elsewhere) == ("Société Écran", True)


def test_a_passage_made_weaker_is_told_though_another_carries_the_requirement(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    def weaker(root: Any) -> None:
        """A passage of a requirement that two carry."""
        paragraph = paragraph_with(root, *_carried(contract))
        piece = list(paragraph.iter(q("t")))[-1]
        piece.text = f"{(piece.text or '').rstrip('.')}, dans la mesure du possible."

    found = review(zipped(on_tree(weaker)(unzipped(contract))), library, questionnaire)
    assert any("elle tient aussi par" in one.reason for one in found.accepted.doubtful)


def _carried(contract: bytes) -> tuple[str, str]:
    """The clause and the first words of such a passage."""
    base = read_base(open_package(contract))
    assert base is not None
    lines = [(entry.id, line) for entry in base.entries for line in entry.lines if line.style == "Corps"]
    count = Counter(tie for _, line in lines for tie in line.ties)
    return next((clause, line.text[:40]) for clause, line in lines if any(count[tie] > 1 for tie in line.ties))


def test_a_paragraph_added_to_a_clause_that_prevails_over_others_is_told(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    added = paragraph_in(CLAUSE, "Par dérogation aux autres articles, le Prestataire choisit.")
    found = review(zipped(added(unzipped(contract))), library, questionnaire)
    assert "l'emporter" in next(one.message for one in found.findings if one.code == "clause-reworded")


def test_what_still_carries_a_requirement_is_named_as_the_contract_names_it(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    gone = deletion("cession-contrat")(unzipped(contract))
    reasons = [one.reason for one in review(zipped(gone), library, questionnaire).accepted.doubtful]
    assert any("ne tient plus que par « Article" in reason for reason in reasons)


def test_references_that_follow_a_tracked_article_are_no_change_in_either_view(
    micro_contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    """Word counts an article that a tracked change adds, and brings the references to those after it up to date."""
    mark = 'w:id="9501" w:author="A" w:date="2026-11-20T10:00:00Z"'
    style = '<w:pStyle w:val="Titre1"/>'
    added = f'<w:p xmlns:w="{W}"><w:pPr>{style}<w:rPr><w:ins {mark}/></w:rPr></w:pPr><w:ins {mark}><w:r><w:t>Clause balai</w:t></w:r></w:ins></w:p>'
    shown = re.compile(rb"(REF _Ref_\w+ (?:(?!fldCharType=\"end\").)*?<w:t[^>]*>Article\xc2\xa0)(\d+)(</w:t>)", re.S)
    parts = on_tree(lambda root: paragraphs(root, "parties")[0].getparent().getparent().addprevious(etree.fromstring(added)))(
        unzipped(micro_contract)
    )  # fmt: skip
    body, count = shown.subn(
        lambda found: b"%s%d%s" % (found[1], int(found[2]) + 1, found[3]), parts["word/document.xml"]
    )
    found = review(zipped({**parts, "word/document.xml": body}), library, questionnaire)
    assert count > 5
    assert statuses(found) == {"nouveau-1": "new"}


def test_delivered_text_marked_as_inserted_is_told_as_what_a_refusal_would_lose(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    mark = {q("id"): "9601", q("author"): "A", q("date"): "2026-11-20T10:00:00Z"}

    def inserted(root: Any) -> None:
        for paragraph in paragraphs(root, "force-majeure"):
            for run_ in list(paragraph.findall(q("r"))):
                wrapper = etree.Element(q("ins"), mark)
                run_.addprevious(wrapper)
                wrapper.append(run_)
            etree.SubElement(etree.SubElement(paragraph.find(q("pPr")), q("rPr")), q("ins"), mark)

    def never_there(root: Any) -> None:
        gone = (
            f'<w:del xmlns:w="{W}" w:id="9602" w:author="A"><w:r><w:delText> et sans limite</w:delText></w:r></w:del>'
        )
        bodies(root, OTHER)[0].append(etree.fromstring(gone))

    for fault, told in ((inserted, "elle disparaît"), (never_there, "elle dit autre chose")):
        found = review(zipped(on_tree(fault)(unzipped(contract))), library, questionnaire)
        messages = [one.message for one in found.findings if one.code in ("clause-deleted", "clause-reworded")]
        assert len(messages) == 1
        assert told in messages[0]


def test_a_clause_all_of_whose_words_are_others_is_reworded_and_its_words_are_told(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    def replaced(root: Any) -> None:
        own = paragraphs(root, "force-majeure")[1:]
        for paragraph in own[1:]:
            paragraph.getparent().remove(paragraph)
        for child in [child for child in own[0] if child.tag != q("pPr")]:
            own[0].remove(child)
        etree.SubElement(etree.SubElement(own[0], q("r")), q("t")).text = HIDDEN

    found = review(zipped(on_tree(replaced)(unzipped(contract))), library, questionnaire)
    assert statuses(found) == {"force-majeure": "reworded"}
    (clause,) = [one for one in found.clauses if one.id == "force-majeure"]
    assert HIDDEN in [change.found for change in clause.changes]


def test_what_may_do_the_most_is_told_first_of_a_clause_and_the_others_are_counted(
    contract: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    def many(root: Any) -> None:
        for paragraph in bodies(root, OTHER)[:3]:
            piece = next(paragraph.iter(q("t")))
            piece.text = f"Ainsi, {piece.text}"

    def buried(root: Any) -> None:
        add_paragraph_after(paragraphs(root, OTHER)[-1], "Par dérogation, le Prestataire communique ce qu’il veut.")

    parts = on_tree(buried)(on_tree(many)(unzipped(contract)))
    found = review(zipped(parts), library, questionnaire)
    (message,) = [one.message for one in found.findings if one.code == "clause-reworded"]
    assert message.index("Par dérogation") < message.index("Ainsi,")
    assert "Et 1 autre." in message
