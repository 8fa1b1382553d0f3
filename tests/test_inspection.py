"""`inspect`: forty planted faults are all found, each with its place; the untouched file has none."""

from __future__ import annotations

import pytest
from faults import DOCUMENT, FAULTS, PROVENANCE, on_text, unzipped, zipped

from contractgen.inspection import Difference, inspect_file
from contractgen.results import Pack


@pytest.fixture(scope="module")
def contract(sme_pack: Pack) -> bytes:
    return next(document.content for document in sme_pack.lots[0].documents if document.id == "contrat")


def differences(content: bytes) -> tuple[Difference, ...]:
    return inspect_file(content).differences


def test_there_are_at_least_forty_faults() -> None:
    assert len(FAULTS) >= 40


def test_no_untouched_file_has_a_difference(sme_pack: Pack, micro_pack: Pack) -> None:
    documents = [document for pack in (sme_pack, micro_pack) for document in pack.lots[0].documents]
    assert len(documents) == 6
    for document in documents:
        assert differences(document.content) == ()


def test_a_file_zipped_anew_is_still_untouched(contract: bytes) -> None:
    assert differences(zipped(unzipped(contract))) == ()


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str, contract: bytes) -> None:
    parts = unzipped(contract)
    altered = FAULTS[name](dict(parts))
    assert altered != parts
    assert differences(zipped(altered))


def test_a_changed_digit_is_told_with_its_clause_and_paragraph(contract: bytes) -> None:
    altered = FAULTS["digit changed"](unzipped(contract))
    (found,) = differences(zipped(altered))
    assert (found.kind, found.clause) == ("altered", "delai-paiement")
    assert found.paragraph == 1
    assert "« 40\u00a0€ » → « 41\u00a0€ »" in found.message


def test_a_removed_paragraph_is_one_difference(contract: bytes) -> None:
    (found,) = differences(zipped(FAULTS["paragraph removed"](unzipped(contract))))
    assert (found.kind, found.clause, found.paragraph) == ("removed", "reversibilite", 3)


def test_a_missing_table_row_is_one_difference(contract: bytes) -> None:
    (found,) = differences(zipped(FAULTS["table row gone"](unzipped(contract))))
    assert (found.kind, found.clause) == ("removed", "annexe-acces")


def test_a_new_digest_over_altered_base_texts_does_not_hide_the_alteration(contract: bytes) -> None:
    """Whoever also computes the digest of the part anew is still caught by the sum of the clause."""
    import hashlib

    from lxml import etree

    parts = on_text(PROVENANCE, "quatre \\(4\\)\u00a0mois", "deux (2) mois")(unzipped(contract))
    root = etree.fromstring(parts[PROVENANCE])
    root.set("digest", hashlib.sha256(etree.tostring(root[0], method="c14n", exclusive=True)).hexdigest())
    found = differences(zipped({**parts, PROVENANCE: etree.tostring(root)}))
    assert any(one.kind == "provenance" for one in found)


def test_a_serialisation_that_means_the_same_is_no_tampering(contract: bytes) -> None:
    from lxml import etree

    parts = unzipped(contract)
    for name in (PROVENANCE, DOCUMENT):
        parts[name] = etree.tostring(etree.fromstring(parts[name]), xml_declaration=True, encoding="UTF-8")
    parts[PROVENANCE] = parts[PROVENANCE].replace(b"></document>", b" />")
    assert differences(zipped(parts)) == ()
