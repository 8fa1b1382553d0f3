"""A picture is not read: one that was put, taken out or replaced in silence is told, and one that was sent is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES
from faults import DOCUMENT, on_text, on_tree, paragraphs, q, unzipped, zipped
from libreoffice_views import saved
from lxml import etree

from contractgen.answers import read_answers
from contractgen.inspection import inspect_file
from contractgen.model import Library, Questionnaire
from contractgen.pipeline import build
from contractgen.results import Pack
from contractgen.review import review
from contractgen.word.embedded import read_base
from contractgen.word.opening import open_package

LOGO = "pied de page qui ne sont pas celles de l'envoi (1)"
GONE = "retirées ou remplacées (1)"
IMAGE = '<w:drawing xmlns:w="{w}"><a:blip xmlns:a="urn:a"/></w:drawing>'


@pytest.fixture(scope="module")
def headed(library: Library, questionnaire: Questionnaire) -> bytes:
    """A contract with a logo in its header."""
    house = (EXAMPLES / "house/cabinet.docx").read_bytes()
    pack = build(library._replace(house=house), questionnaire, read_answers(EXAMPLES / "micro-assistanat.yaml"))
    return next(one.content for one in pack.lots[0].documents if one.id == "contrat")


@pytest.fixture
def told(library: Library, questionnaire: Questionnaire) -> Any:
    """What a review says of pictures and properties of a file."""

    def of(data: bytes) -> list[str]:
        return [one.message for one in review(data, library, questionnaire).findings]

    return of


def picture(parts: dict[str, bytes]) -> str:
    return next(name for name in parts if name.startswith("word/media/"))


def test_the_logo_that_was_sent_is_known_and_not_told(headed: bytes, told: Any) -> None:
    base = read_base(open_package(headed))
    assert base is not None
    assert len(base.pictures) == 1
    assert base.problems == ()
    assert told(headed) == []
    assert inspect_file(headed).differences == ()


def test_a_contract_without_a_logo_says_nothing_of_pictures(sme_pack: Pack) -> None:
    parts = unzipped(next(one.content for one in sme_pack.lots[0].documents if one.id == "contrat"))
    assert b"<picture" not in parts["customXml/item1.xml"]


def test_other_bytes_of_the_same_size_under_the_same_name_are_told(headed: bytes, told: Any) -> None:
    parts = unzipped(headed)
    name = picture(parts)
    other = parts[name][:-4] + bytes(one ^ 1 for one in parts[name][-4:])
    assert len(other) == len(parts[name])
    said = " ".join(told(zipped({**parts, name: other})))
    assert LOGO in said
    assert GONE in said


def test_a_logo_that_is_gone_is_told(headed: bytes, told: Any) -> None:
    parts = unzipped(headed)
    header = next(name for name in parts if name.startswith("word/header") and b"<w:drawing" in parts[name])
    root = etree.fromstring(parts[header])
    for drawing in list(root.iter(q("drawing"))):
        drawing.getparent().remove(drawing)
    said = told(zipped({**parts, header: etree.tostring(root)}))
    assert len(said) == 1
    assert GONE in said[0]


def test_a_logo_saved_by_libreoffice_is_the_same(headed: bytes, told: Any, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(headed)
    found = saved(tmp_path, tmp_path / "profile")["a"]
    assert not [one for one in told(found) if "image" in one]


def test_an_image_in_the_text_is_told_with_its_place(headed: bytes, told: Any) -> None:
    def put(root: Any) -> None:
        run = etree.SubElement(paragraphs(root, "force-majeure")[1], q("r"))
        run.append(etree.fromstring(IMAGE.format(w=q("")[1:-1])))

    said = told(zipped(on_tree(put)(unzipped(headed))))
    assert len(said) == 1
    assert "image ou dessin (1)" in said[0]
    assert "près de « Il y a force majeure" in said[0]


def test_another_title_among_the_properties_is_told(headed: bytes, told: Any) -> None:
    parts = on_text("docProps/core.xml", "<dc:title>[^<]*", "<dc:title>Contrat résilié")(unzipped(headed))
    assert [one for one in told(zipped(parts)) if "titre dans les propriétés du fichier, « Contrat résilié »" in one]
    assert told(zipped(on_text("docProps/core.xml", "<dc:title>[^<]*", "<dc:title>")(unzipped(headed)))) == []


def test_pictures_of_a_file_without_its_base_are_to_be_compared(
    headed: bytes, library: Library, questionnaire: Questionnaire
) -> None:
    dossier = read_answers(EXAMPLES / "micro-assistanat.yaml")
    parts = {name: content for name, content in unzipped(headed).items() if "customXml/" not in name}
    assert DOCUMENT in parts
    found = review(zipped(parts), library, questionnaire, dossier)
    assert any("à comparer à celles de l'envoi" in one.message for one in found.findings)
    assert any("En-têtes et pieds de page n'ont pu être comparés" in one.message for one in found.findings)
