"""A produced file has the styles that it uses, and no others; those of the house style can be read by all."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT
from faults import W, unzipped
from lxml import etree

from contractgen.results import Pack
from contractgen.word.house_styles import ROLES
from contractgen.word.styling import cut_styles, styles_part, untied, with_needed

_NAMING = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")


def produced(*packs: Pack) -> list[bytes]:
    return [document.content for pack in packs for document in pack.lots[0].documents]


def styles_of(content: bytes) -> tuple[set[str], set[str], set[str]]:
    """The styles defined in a file, its defaults, and those that something names."""
    defined, defaults, named = set(), set(), set()
    for name, part in unzipped(content).items():
        if name.startswith("word/") and name.endswith(".xml"):
            root = etree.fromstring(part)
            named |= {e.get(f"{{{W}}}val") for kind in _NAMING for e in root.iter(f"{{{W}}}{kind}")}
            defined |= {style.get(f"{{{W}}}styleId") for style in root.iter(f"{{{W}}}style")}
            defaults |= {s.get(f"{{{W}}}styleId") for s in root.iter(f"{{{W}}}style") if s.get(f"{{{W}}}default")}
    return defined, defaults, named


def test_a_produced_file_has_no_unused_and_no_undefined_style(sme_pack: Pack, micro_pack: Pack) -> None:
    sizes = set()
    for content in produced(sme_pack, micro_pack):
        defined, defaults, named = styles_of(content)
        assert named - defined == set()
        assert defined - named - defaults == set()
        sizes.add(len(defined))
    assert len(sizes) > 1


def test_a_style_takes_with_it_what_it_needs() -> None:
    sheet = cut_styles(
        "<w:styles><w:latentStyles><w:lsdException/></w:latentStyles>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"></w:style>'
        '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:styleId="B"><w:next w:val="A"/><w:link w:val="absent"/></w:style>'
        '<w:style w:styleId="C"><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    assert with_needed(sheet, ["A"]) == {"N", "A", "B"}
    assert with_needed(sheet, []) == {"N"}
    part = styles_part(sheet, frozenset({"N", "C"}))
    assert part.startswith("<w:styles><w:style ")
    assert re.findall('styleId="(.)"', part) == ["N", "C"]


def test_a_level_is_tied_to_no_style_that_is_left_out() -> None:
    level = '<w:lvl><w:pStyle w:val="{}"/><w:lvlText w:val="%1"/></w:lvl>'
    assert untied(level.format("A") + level.format("B"), frozenset({"A"})) == (
        level.format("A") + '<w:lvl><w:lvlText w:val="%1"/></w:lvl>'
    )


def luminance(colour: str) -> float:
    """The relative luminance of RRGGBB (WCAG 2.1, 1.4.3)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


HOUSES = [ROOT / "clause_library" / "house.docx", *sorted((ROOT / "examples" / "house").glob("*.docx"))]


@pytest.mark.parametrize("house", HOUSES, ids=lambda path: path.stem)
def test_every_text_of_a_house_style_is_dark_enough_on_every_ground(house: object) -> None:
    root = etree.fromstring(unzipped(house.read_bytes())["word/styles.xml"])  # type: ignore[attr-defined]
    inks = {e.get(f"{{{W}}}val") for e in root.iter(f"{{{W}}}color")}
    grounds = {"FFFFFF"} | {e.get(f"{{{W}}}fill") for e in root.iter(f"{{{W}}}shd")}
    assert len(inks) > 2
    assert len(grounds) > 1
    assert [(ink, ground) for ink in inks for ground in grounds if contrast(ink, ground) < 4.5] == []


def test_the_shipped_house_style_has_every_style() -> None:
    defined, _, _ = styles_of(HOUSES[0].read_bytes())
    assert {role.ident for role in ROLES.values()} - defined == set()
