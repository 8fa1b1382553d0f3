"""The points that a legal secretary and a Word engineer look at, on packs of every kind; none of it uses contractgen's reader.

A point that is known to fail stands in KNOWN with the reason. It must then fail: mend it, and the entry must go.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from points import pages
from points.catalogue import CHECKS, Check
from points.package import members
from points.planted import ABSENT, PLANTED, altered, zipped
from points.reading import Docx
from points.variants import VARIANTS

from contractgen import build
from contractgen.model import Library, Questionnaire
from contractgen.pagination import Files, paged
from contractgen.pdf import find_office
from contractgen.pipeline import Pages

CONTRACT, SPECIFICATION, INTERNAL = "contrat", "cahier-des-charges", "tableau-des-clauses"
DOCUMENTS = (CONTRACT, SPECIFICATION, INTERNAL)
_INTERNAL_SHOWN = ("pme", "lots", "projet", "tout")  # the internal documents differ little: these four are looked at

# Why a point fails today, and in which documents: c contract, s specification, i internal table. Mended: take the letter away.
_KINDS = {"c": CONTRACT, "s": SPECIFICATION, "i": INTERNAL}
_KNOWN: dict[str, tuple[str, str]] = {}
KNOWN = {(ident, _KINDS[letter]): reason for ident, (letters, reason) in _KNOWN.items() for letter in letters}

_LOT = "lot"  # what the only one is called
PRINTED = ("pme", "longs", "noms", "micro")
KNOWN_PAGES: dict[tuple[str, str], str] = {}

Looked = dict[str, list[tuple[str, Docx]]]


def _documents(library: Library, questionnaire: Questionnaire) -> Iterator[tuple[str, Docx]]:
    for name, variant in VARIANTS.items():
        pack = build(library, questionnaire, variant.answers(), draft=variant.draft)
        assert pack.status == ("draft" if variant.draft else "delivered"), (
            name,
            [f.message for f in pack.findings if f.severity == "error"],
        )
        for lot in pack.lots:
            for document in lot.documents:
                if document.id != INTERNAL or name in _INTERNAL_SHOWN:
                    yield f"{name}.{lot.id}", Docx(document.content, document.id, variant.draft, variant.electronic)


@pytest.fixture(scope="module")
def looked(library: Library, questionnaire: Questionnaire) -> Looked:
    """The documents of every variant, by kind."""
    found: Looked = {kind: [] for kind in DOCUMENTS}
    for name, docx in _documents(library, questionnaire):
        found[docx.document].append((name, docx))
    return found


def _points() -> Iterator[object]:
    for check in CHECKS:
        for kind in DOCUMENTS:
            reason = KNOWN.get((check.id, kind))
            marks = [pytest.mark.xfail(strict=True, reason=reason, raises=AssertionError)] if reason else []
            yield pytest.param(check, kind, id=f"{check.id}-{kind}", marks=marks)


@pytest.mark.parametrize(("check", "kind"), list(_points()))
def test_point(check: Check, kind: str, looked: Looked) -> None:
    faults = {f"{name}: {fault}" for name, docx in looked[kind] for fault in check.look(docx)}
    assert not faults, f"{check.about}: {len(faults)} faults\n" + "\n".join(sorted(faults)[:40])


def test_the_known_points_exist() -> None:
    assert {ident for ident, _ in KNOWN} <= {check.id for check in CHECKS}
    assert len({check.id for check in CHECKS}) == len(CHECKS) >= 50


# ---------------------------------------------------------------- pages

Printed = dict[str, tuple[Docx, list[pages.Page]]]


@pytest.fixture(scope="module")
def printed(library: Library, questionnaire: Questionnaire, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """The contract and specification of some variants, their contents numbered, as LibreOffice prints them."""
    if not pages.available():
        pytest.skip("LibreOffice and poppler are needed")
    answers = {name: VARIANTS[name].answers() for name in PRINTED}

    def make(found: Pages) -> tuple[None, Files]:
        """The documents of all variants, each as one of its name, so that they are laid out in one run."""
        files = {}
        for name, its in answers.items():
            own = {(_LOT, kind): numbers for (one, kind), numbers in found.items() if one == name}
            documents = build(library, questionnaire, its, pages=own).lots[0].documents
            files.update({(name, one.id): one.content for one in documents if one.id != INTERNAL})
        return None, files

    done = paged(find_office(), make, every=False)
    assert done.settled
    folder: Path = tmp_path_factory.mktemp("pages")
    for (name, kind), content in done.files.items():
        (folder / f"{name}.{kind}.docx").write_bytes(content)
    made = pages.convert([folder / f"{name}.{kind}.docx" for name, kind in done.files], folder)
    return {
        f"{name}.{kind}": (Docx(content, kind), pages.pages_of(pdf))
        for ((name, kind), content), pdf in zip(done.files.items(), made, strict=True)
    }


def _page_points() -> Iterator[object]:
    for ident, look in pages.CHECKS:
        for kind in (CONTRACT, SPECIFICATION):
            reason = KNOWN_PAGES.get((ident, kind))
            marks = [pytest.mark.xfail(strict=True, reason=reason, raises=AssertionError)] if reason else []
            yield pytest.param(look, kind, id=f"{ident}-{kind}", marks=marks)


@pytest.mark.parametrize(("look", "kind"), list(_page_points()))
def test_printed_point(look: pages.Look, kind: str, printed: Printed) -> None:
    faults = [
        f"{name}: {fault}"
        for name, (docx, made) in printed.items()
        if docx.document == kind
        for fault in look(docx, made)
    ]
    assert not faults, "\n".join(faults[:40])


def test_the_contract_of_a_micro_company_has_eight_pages_at_most(printed: Printed) -> None:
    """Cover, contents and annexes included."""
    counts = [len(made) for name, (docx, made) in printed.items() if name.startswith("micro.") and docx.contract]
    assert counts
    assert max(counts) <= 8


# ---------------------------------------------------------------- the checks themselves


def test_a_page_that_the_contents_show_wrong_is_told(printed: Printed) -> None:
    docx, made = printed["pme.contrat"]
    wrong = altered(docx, "word/document.xml", r"(PAGEREF _Toc000009 .*?<w:t>)\d+", r"\g<1>40")
    assert len(pages.contents_pages(wrong, made)) == 1


@pytest.mark.parametrize(("ident", "part", "pattern", "replacement"), PLANTED, ids=[one[0] for one in PLANTED])
def test_a_check_tells_a_planted_fault(ident: str, part: str, pattern: str, replacement: str, contract: Docx) -> None:
    look = next(check.look for check in CHECKS if check.id == ident)
    assert set(look(altered(contract, part, pattern, replacement))) - set(look(contract))


@pytest.fixture(scope="module")
def contract(looked: Looked) -> Docx:
    return next(docx for name, docx in looked[CONTRACT] if name.startswith("pme"))


def test_every_check_has_a_planted_fault_or_none_to_plant() -> None:
    assert {one[0] for one in PLANTED} | set(ABSENT) == {check.id for check in CHECKS}


def test_a_zip_with_a_date_or_a_member_twice_is_told(contract: Docx) -> None:
    assert members(Docx(zipped(contract.parts, (2026, 5, 1, 0, 0, 0)), CONTRACT))
    assert not members(Docx(zipped(contract.parts), CONTRACT))
