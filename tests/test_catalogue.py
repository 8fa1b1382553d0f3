"""The catalogue: the card of each entry, and pages that lead nowhere wrong and carry nothing that runs."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest
from commands import run, unusable
from conftest import ROOT

from contractgen.catalogue.finding import card, names
from contractgen.catalogue.site import site
from contractgen.evolution.edition import Edition, edition


@pytest.fixture(scope="module")
def shipped() -> Edition:
    return edition(str(ROOT / "clause_library"), None, None)


@pytest.fixture(scope="module")
def pages(shipped: Edition) -> dict[str, bytes]:
    return site(shipped)


def test_a_clause_is_shown_with_all_that_it_has_to_do_with() -> None:
    ran = run("library", "show", "annexe-penalites")
    assert ran.code == 0
    for told in ("Barème de pénalités", "Présente : penalites", "HDS-06", "penalites-performance", "Citée par"):
        assert told in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_the_card_of_a_clause_as_json_agrees_with_the_library(shipped: Edition) -> None:
    told = json.loads(run("library", "show", "reversibilite", "--json").out)
    clause = shipped.library.clauses["reversibilite"]
    assert [one["id"] for one in told["lines"]["Porte les exigences"]] == list(clause.satisfies)
    assert told["facts"]["Version"] == clause.version
    assert "::: when" in told["body"]


@pytest.mark.parametrize(
    ("option", "name", "told"),
    [("--answer", "penalites", "penalites-performance"), ("--answer", "nb_prestataires", "coordination-prestataires"),
     ("--answer", "seuil_vigilance_ht", "vigilance-sociale"), ("--requirement", "BP-11", "reversibilite"),
     ("--term", "reversibilite", "Réversibilité"), ("--clause", "annexe-sla", "niveaux-service")],
)  # fmt: skip
def test_where_says_what_has_to_do_with_it(option: str, name: str, told: str) -> None:
    ran = run("library", "where", option, name)
    assert ran.code == 0
    assert told in ran.out


@pytest.mark.parametrize(
    "arguments", [("show", "reversibilte"), ("where", "--answer", "penalite"), ("where", "--requirement", "BP-99"), ("where", "--term", "incidents")]
)  # fmt: skip
def test_a_name_that_is_none_is_told_with_the_nearest(arguments: tuple[str, ...]) -> None:
    assert "Vouliez-vous" in unusable(run("library", *arguments))


def test_every_entry_has_a_card(shipped: Edition) -> None:
    counted = 0
    for kind in ("clause", "requirement", "answer", "term"):
        for name in names(kind, shipped):
            found = card(kind, name, shipped)
            assert found.title or kind == "answer", name
            counted += 1
    assert counted > 500


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.headings: list[int] = []
        self.open: list[str] = []
        self.lang = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a":
            self.links.append(found.get("href") or "")
        if tag == "html":
            self.lang = found.get("lang") or ""
        if re.fullmatch(r"h\d", tag):
            self.headings.append(int(tag[1]))
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_link_leads_to_a_page_and_every_page_is_well_formed(pages: dict[str, bytes]) -> None:
    assert len(pages) > 500
    for path, data in pages.items():
        parser = _Links()
        parser.feed(data.decode())
        assert parser.open == [], path
        assert parser.lang == "fr"
        assert parser.headings[0] == 1
        assert all(after - before <= 1 for before, after in zip(parser.headings, parser.headings[1:], strict=False))
        for link in parser.links:
            target = link.partition("#")[0]
            if target:
                parts: list[str] = []
                for part in (PurePosixPath(path).parent / target).parts:
                    parts = parts[:-1] if part == ".." else [*parts, part]
                assert "/".join(parts) in pages, (path, link)


def test_every_entry_has_its_own_page(pages: dict[str, bytes], shipped: Edition) -> None:
    assert len(pages) == 1 + sum(len(names(kind, shipped)) for kind in ("clause", "requirement", "answer", "term"))


def test_the_same_library_gives_the_same_pages(pages: dict[str, bytes], shipped: Edition) -> None:
    assert site(shipped) == pages


def test_what_the_library_holds_is_escaped(shipped: Edition) -> None:
    clause = shipped.library.clauses["parties"]._replace(title="<script>alert(1)</script>", note='"><img src=x>')
    library = shipped.library._replace(clauses={**shipped.library.clauses, "parties": clause})
    for data in site(shipped._replace(library=library)).values():
        text = data.decode()
        assert text.count("<script>") <= 1
        assert "<img" not in text


def test_the_pages_are_written(tmp_path: Path) -> None:
    ran = run("library", "site", "--out", tmp_path / "pages")
    assert ran.code == 0
    assert (tmp_path / "pages" / "index.html").is_file()
    assert (tmp_path / "pages" / "clause" / "reversibilite.html").is_file()
