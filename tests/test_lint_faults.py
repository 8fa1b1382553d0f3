"""Lint on a library of a few lines: each planted fault is told under its code, at its line, and at its column where the words
at fault are known; bytes that are no content are told within a second; good drafting is not told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from commands import run
from lint_faults import FAULTS, Planted
from small_library import CLAUSE, FACTS, FILES, OTHER, PLAN, QUESTIONS, RULES, line_of, linted, planted, within

from contractgen import Answers, build, load_library, load_questionnaire
from contractgen.errors import ContentError
from contractgen.library_files import MAX_TEXT
from contractgen.lint.drafting import HABITS
from contractgen.lint.files import ADVICE
from contractgen.model import Finding, Library, Questionnaire
from contractgen.strict_yaml import MAX_CONTENT

QUICK = 1.0  # seconds of this process: others may be at work


def told(found: tuple[Finding, ...], path: str) -> list[tuple[str, int, int]]:
    """The code, line and column of what was found in a file."""
    places = [(one.code, *one.where.rsplit(":", 2)) for one in found]
    return [(code, int(line), int(column)) for code, file, line, column in places if file == path]


def test_the_small_library_is_clean() -> None:
    assert linted(dict(FILES)) == ()


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_told_at_its_place(fault: Planted) -> None:
    files = planted(fault.path, fault.old, fault.new)
    found = within(QUICK, lambda: linted(files))
    text = files[fault.path]
    assert isinstance(text, str)
    blank = len(fault.words) - len(fault.words.lstrip("\n"))
    line, begin = line_of(fault.path, fault.words, files) + blank, text.index(fault.words)
    places = told(found, fault.path)
    assert (fault.code, line) in [place[:2] for place in places]
    if fault.exact:
        assert (fault.code, line, begin - text.rfind("\n", 0, begin)) in places


def test_there_are_many_kinds_and_each_habit_has_one() -> None:
    assert len(FAULTS) + len(BYTES) >= 168
    codes = {fault.code for fault in FAULTS.values()} | {code for _, _, code, _ in BYTES.values()}
    assert codes >= {habit.code for habit in HABITS} | set(ADVICE)


_ROOM = MAX_TEXT - len(FILES[OTHER].encode())  # for what is added to a clause
BYTES: dict[str, tuple[str, bytes, str, int]] = {
    "latin-1 in a clause": (OTHER, FILES[OTHER].encode("latin-1"), "format", 10),
    "latin-1 in YAML": (RULES, FILES[RULES].encode("latin-1"), "format", 4),
    "UTF-16": (RULES, FILES[RULES].encode("utf-16"), "format", 1),
    "UTF-16 clause": (OTHER, FILES[OTHER].encode("utf-16"), "format", 1),
    "NUL": (OTHER, FILES[OTHER].replace("rend", "re\0nd").encode(), "format", 10),
    "NUL in YAML": (RULES, FILES[RULES].replace("trop", "tr\0op").encode(), "format", 4),
    "lone surrogate": (OTHER, FILES[OTHER].encode() + b"\xed\xa0\x80\n", "format", 11),
    "truncated character": (OTHER, FILES[OTHER].rstrip().encode() + b"\xc3", "format", 10),
    "BOM in a clause": (OTHER, b"\xef\xbb\xbf" + FILES[OTHER].encode(), "bom", 1),
    "BOM in YAML": (RULES, b"\xef\xbb\xbf" + FILES[RULES].encode(), "bom", 1),
    "CRLF in a clause": (CLAUSE, FILES[CLAUSE].replace("\n", "\r\n").encode(), "line-ends", 1),
    "CRLF in YAML": (RULES, FILES[RULES].replace("\n", "\r\n").encode(), "line-ends", 1),
    "old Macintosh": (OTHER, FILES[OTHER].replace("\n", "\r").encode(), "format", 1),
    "empty clause": (OTHER, b"", "format", 1),
    "empty YAML": (RULES, b"", "format", 1),
    "only blanks": (OTHER, b"\n" * 50, "format", 1),
    "10 MB of YAML": (RULES, b"a: b\n" * 2_000_000, "format", 1),
    "10 MB of text": (OTHER, FILES[OTHER].encode() + b"Le client paie. " * 650_000, "format", 1),
    "10 MB questionnaire": (QUESTIONS, FILES[QUESTIONS].encode() + b"# x\n" * 2_500_000, "format", 1),
    "binary": (RULES, bytes(range(256)) * 400, "format", 2),
    "a zip for a clause": (OTHER, b"PK\x03\x04" + bytes(2000), "format", 1),
    "a thousand levels": (RULES, b"rules: " + b"[" * 1000, "format", 1),
    "a billion laughs": (RULES, b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "format", 1),
    "all brackets": (OTHER, FILES[OTHER].encode() + b"[" * (_ROOM), "reference", 11),
    "all keys unknown": (RULES, b"".join(b"k%d: v\n" % n for n in range(20_000)), "format", 1),
    "fifty thousand keys": (RULES, b"".join(b"k%d: v\n" % n for n in range(50_000)), "format", 1),
    "as many near ones": (RULES, FILES[RULES].encode() + b"".join(b"rule%d: v\n" % n for n in range(20_000)), "format", 10),
    "all blocks open": (OTHER, FILES[OTHER].encode() + b"\n::: when grande\n" * (_ROOM // 18), "format", 12),
    "all names unknown": (OTHER, FILES[OTHER].encode() + b"\nLe {{ rien }}.\n" * (_ROOM // 17), "reference", 12),
    "all delays": (OTHER, FILES[OTHER].encode() + b"\nIl paie sous dix (10) jours.\n" * (_ROOM // 31), "delay-without-start", 12),
    "facts in a long chain": (FACTS, (FILES[FACTS] + "".join(f"  - {{id: f{n}, label: F, is: f{n + 1}}}\n" for n in range(5_000))).encode(), "reference", 5_005),
    "facts that read two others each": (FACTS, (FILES[FACTS].replace("effectif >= seuil", "f0 and g0\n  - {id: oisif, label: O, is: grande}") + "".join(f"  - {{id: f{n}, label: F, is: f{n + 1} and g{n + 1}}}\n  - {{id: g{n}, label: G, is: g{n + 1} and f{n + 1}}}\n" for n in range(60))
                                                + "  - {id: f60, label: F, is: effectif >= seuil}\n  - {id: g60, label: G, is: effectif > seuil}\n").encode(), "idle", 6),
    "a circle behind as many": (FACTS, (FILES[FACTS] + "".join(f"  - {{id: f{n}, label: F, is: f{n + 1} and g{n + 1}}}\n  - {{id: g{n}, label: G, is: f{n + 1} or g{n + 1}}}\n" for n in range(60))
                                        + "  - {id: f60, label: F, is: g60}\n  - {id: g60, label: G, is: f60}\n").encode(), "reference", 126),
    "rules of names that are not": (RULES, (FILES[RULES] + "".join(f"  - {{id: R{n}, message: m, must: n{n}, severity: blocking}}\n" for n in range(4_000))).encode(), "reference", 8),
    "a plan of clauses that are not": (PLAN, (FILES[PLAN] + "".join(f"      - c{n}\n" for n in range(20_000))).encode(), "reference", 10),
    "one long condition": (OTHER, FILES[OTHER].replace("when: grande", f"when: grande {'and grande ' * (_ROOM // 11)}").encode(), "reference", 6),
}  # fmt: skip


@pytest.mark.parametrize(("path", "data", "code", "line"), BYTES.values(), ids=BYTES)
def test_bytes_that_are_no_content_are_told_within_a_second(path: str, data: bytes, code: str, line: int) -> None:
    found = within(QUICK, lambda: linted({**FILES, path: data}))
    assert (code, line) in [place[:2] for place in told(found, path)]
    assert all("\n" not in one.message and len(one.message) < 500 for one in found)
    assert len(found) <= 250


def test_a_clause_of_no_plan_is_told_in_its_own_file() -> None:
    found = linted(planted("documents/contrat.yaml", "      - sortie\n", ""))
    assert ("reference", 2, 5) in told(found, OTHER)


def test_every_missing_file_is_told() -> None:
    for path in FILES:
        if path.endswith(".yaml") and path != QUESTIONS:
            without: dict[str, str | bytes] = {name: text for name, text in FILES.items() if name != path}
            assert [one for one in linted(without) if one.severity == "error"], path


def test_all_faults_of_all_files_are_told_at_once_and_a_broken_file_hides_only_itself() -> None:
    files = {
        **planted(RULES, "must: preavis", "must: preavisse"),
        OTHER: FILES[OTHER].replace('title: "', "title: '"),
        CLAUSE: FILES[CLAUSE].replace("[[sortie]]", "[[depart]] et/ou la [[sortie]]").replace("c.nom", "c.age"),
    }
    found = linted(files)
    assert {path: {place[0] for place in told(found, path)} for path in (RULES, OTHER, CLAUSE)} == {
        RULES: {"reference"},
        OTHER: {"format"},
        CLAUSE: {"reference", "and-or"},
    }
    assert len(told(found, CLAUSE)) == 3


def test_what_a_broken_questionnaire_leaves_unchecked_is_said_once() -> None:
    found = linted({**FILES, QUESTIONS: "a: [\n", CLAUSE: FILES[CLAUSE].replace("c.nom", "c.age")})
    assert [(one.code, one.severity) for one in found] == [("format", "error"), ("unchecked", "warning")]


def test_an_exception_with_its_reason_takes_one_warning_away() -> None:
    body = FILES[OTHER].replace("rend les Données.", "rend et/ou détruit les Données.\n\nIl paie et/ou rend l'acompte.")
    marked = body.replace("when: grande", "# lint: and-or « détruit » : repris de la loi\nwhen: grande")
    found = told(linted({**FILES, OTHER: marked}), OTHER)
    assert [line for _, line, _ in found] == [line_of(OTHER, "Il paie", {OTHER: marked})]


@pytest.mark.parametrize(
    "text",
    [
        "Le client paie dans les dix (10) jours de la réception.",
        "Le client paie sous dix (10) jours à compter de sa demande.",
        "En cas de retard, le client paie dans les dix (10) jours.",
        "Le client paie au plus tard deux (2) heures après l'incident.",
        "Le client paie dans les meilleurs délais et au plus tard deux (2) jours après l'incident.",
        "Le client paie selon l'article 12 du code civil.",
        "Le client remet a) les clés, b) les codes.",
        "Le client signe « Bon pour accord » et rend les Données.",
        "Le client paie vingt et une (21) factures, soit 1 000 euros.",
        "Nous nous engageons, dit le client.",
        "**Titre.** Le client paie. Il rend les Données et la TVA.",
        "Le client paie : Il rend la « Garantie » et la Garantie dure un an.",
        "- le prix\n- la durée",
        "À compter de la demande, le client remet :\n\n- les clés, sous deux (2) jours ;\n- les codes.",
        "::: when mode == 'inclus' or effectif > 3\n\nLe client paie.\n\n:::",
    ],
)
def test_good_drafting_is_not_told(text: str) -> None:
    assert linted(planted(CLAUSE, "---\n\nLe prestataire", f"---\n\n{text}\n\nLe prestataire")) == ()


def test_a_file_that_nobody_reads_is_told(tmp_path: Path) -> None:
    folder = written(tmp_path, FILES)
    (folder / "clauses" / "contrat" / "note.MD").write_text("x", encoding="utf-8")
    (folder / "clauses" / "contrat" / "perdue.md").symlink_to("nulle-part.md")
    ran = run("library", "lint", "--library", folder, "--questionnaire", tmp_path / QUESTIONS, "--json")
    found = [one for one in json.loads(ran.out)["findings"] if one["code"] == "file-unread"]
    assert [one["file"] for one in found] == ["clauses/contrat/note.MD", "clauses/contrat/perdue.md"]


def test_a_rule_whose_check_nobody_programmed_is_refused_on_load_and_never_a_key_error(
    tmp_path: Path, questionnaire: Questionnaire, sme_answers: dict[str, Any], library: Library
) -> None:
    folder = written(tmp_path, planted(RULES, "must: preavis <= 12", "check: à la main"))
    with pytest.raises(ContentError, match=r"rules\.yaml:3: règle « COH-1 » : aucun contrôle programmé"):
        load_library(folder, questionnaire=load_questionnaire(tmp_path / QUESTIONS))
    rule = library.rules[0]._replace(id="COH-X", when=None, must=None, check="à la main")
    with pytest.raises(ContentError, match="COH-X"):
        build(library._replace(rules=(rule,)), questionnaire, Answers(sme_answers))


def written(base: Path, files: Mapping[str, str | bytes]) -> Path:
    """The files in a folder, as a library; the questionnaire beside it."""
    folder = base / "bibliothèque"
    for path, text in {**files, "house.docx": "x"}.items():
        file = base / path if path == QUESTIONS else folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def test_octal_and_norway_stay_what_was_written() -> None:
    files = planted(QUESTIONS, "{value: inclus, label: Inclus}", "{value: no, label: 01000}")
    assert linted({**files, QUESTIONS: str(files[QUESTIONS]).replace("default: inclus", "default: no")}) == ()


LONG = {
    "unknown keys": (RULES, "cle{}: 1\n"), "rules without an id": (RULES, "  - message: m{}\n"), "spaces": (OTHER, " "), "items": (OTHER, "- a\n"),
    "unclosed blocks": (OTHER, "::: when x\n\n"), "unclosed links": (OTHER, "[["), "unclosed values": (OTHER, "{{{{ "), "unclosed ties": (OTHER, '{{satisfies="'),
    "unknown values": (OTHER, "{{{{ a }}}}"), "delays": (OTHER, "sous dix (10) jours "), "quotation marks": (OTHER, "« "), "capitals": (OTHER, "du Mot "),
    "cells": (OTHER, "| a "), "stars": (OTHER, "**"), "colons": (OTHER, ":"), "tabs": (OTHER, "\t"), "figures": (OTHER, "(1"), "same words": (OTHER, "le "),
    "vague delays": (OTHER, "rapidement "), "exceptions": (OTHER, "# lint: and-or « a » : b\n"), "typed numbers": (OTHER, "article 1. "),
}  # fmt: skip


@pytest.mark.parametrize("name", LONG)
def test_the_longest_files_are_told_within_a_second_and_shortly(name: str) -> None:
    path, piece = LONG[name]
    text = str(FILES[path])
    room = (MAX_TEXT if path == OTHER else MAX_CONTENT) - len(text.encode())
    most = room // len(piece.format(99_999).encode())
    longest = {**FILES, path: text + "".join(piece.format(rank) for rank in range(most))}
    found = within(QUICK, lambda: linted(longest))
    assert 0 < len([one for one in found if one.severity == "error"]) <= 101 or path == OTHER
    assert len(found) <= 250
