"""Lint: the shipped content has no error and no warning; each kind of malformed file and each planted fault gets its
line, all at once, quickly, and never a traceback."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import pytest
from commands import run, unusable
from conftest import ROOT
from small_library import within

from contractgen.lint.linting import lint
from contractgen.model import Finding
from contractgen.source import Source, read_source

ASKED = (ROOT / "questionnaires" / "externalisation.yaml").read_bytes()
SHIPPED = read_source(ROOT / "clause_library")
CLAUSE = "clauses/contrat/parties.md"
PENALTIES = "clauses/contrat/annexe-penalites.md"
RULES, FACTS, REQUIREMENTS, PLAN = "rules.yaml", "facts.yaml", "requirements/travail.yaml", "documents/contrat.yaml"
QUESTIONS = "questionnaire"
Edit = Callable[[bytes], bytes]


def linted(changes: Mapping[str, Edit | None]) -> tuple[Finding, ...]:
    """The findings of the shipped content with some files changed, or removed."""
    files = dict(SHIPPED.files)
    asked = ASKED
    for path, edit in changes.items():
        if path == QUESTIONS:
            asked = edit(asked) if edit else b""
        elif edit is None:
            del files[path]
        else:
            files[path] = edit(files.get(path, b""))
    source = Source.of("essai", files)  # a second more than the shipped content takes
    return within(1 + _usual(), lambda: lint(source, asked, "questionnaire.yaml"))


@lru_cache
def _usual() -> float:
    begun = time.process_time()
    lint(Source.of("essai", SHIPPED.files), ASKED, "questionnaire.yaml")
    return time.process_time() - begun


def sub(old: str, new: str) -> Edit:
    def edit(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode(), 1)

    return edit


def end(text: str) -> Edit:
    return lambda data: data.rstrip(b"\n") + b"\n\n" + text.encode() + b"\n"


def set_to(data: bytes) -> Edit:
    return lambda _: data


def head(data: bytes) -> Edit:
    return lambda rest: data + rest


MALFORMED: dict[str, tuple[str, Edit | None]] = {
    "empty": (CLAUSE, set_to(b"")),
    "not utf-8": (CLAUSE, lambda data: data.replace("é".encode(), b"\xe9", 1)),
    "not utf-8 yaml": (RULES, lambda data: data.replace("é".encode(), b"\xe9", 1)),
    "utf-16": (RULES, lambda data: data.decode().encode("utf-16")),
    "utf-16 clause": (CLAUSE, lambda data: data.decode().encode("utf-16")),
    "nul": (CLAUSE, end("a\x00b")),
    "control": (CLAUSE, end("a\x07b")),
    "bidi": (CLAUSE, end("a\u202eb")),
    "bidi yaml": (RULES, sub("message:", "message: \u202e")),
    "lone surrogate": (CLAUSE, lambda data: data + b"\xed\xa0\x80"),
    "tabs": (RULES, sub("  - id: COH-01", "\t- id: COH-01")),
    "yaml bomb": (RULES, set_to(b"a: &a [x,x]\nb: &b [*a,*a]\nversion: *b\n")),
    "anchor": (FACTS, sub("version: '1'", "version: &v '1'")),
    "tag": (FACTS, sub("version: '1'", "version: !!python/object:os.system '1'")),
    "two documents": (FACTS, end("---\nfacts: []")),
    "ten megabytes": (RULES, end("# " + "x" * 10_000_000)),
    "deep nesting": (RULES, end("x: " + "[" * 200 + "]" * 200)),
    "very deep nesting": (RULES, end("x: " + "[" * 100_000)),
    "duplicate key": (FACTS, sub("version: '1'", "version: '1'\nversion: '2'")),
    "duplicate key of a clause": (CLAUSE, sub("kind: clause", "kind: clause\nkind: annex")),
    "unknown key": (CLAUSE, sub("kind: clause", "kind: clause\nkidn: clause")),
    "unknown key of a rule": (RULES, sub("    severity: blocking", "    severite: blocking")),
    "norway": (REQUIREMENTS, sub("severity: mandatory", "severity: no")),
    "a list where a text": (CLAUSE, sub("kind: clause", "kind: [clause]")),
    "a text where a list": (CLAUSE, sub("basis: [", "basis: x # [")),
    "a mapping where a text": (RULES, sub("message: ", "message: {a: 1} # ")),
    "a number where a table": (PLAN, sub("parts:", "parts: 3\nx:")),
    "no front matter": (CLAUSE, sub("---", "")),
    "unclosed front matter": (CLAUSE, lambda data: data.replace(b"\n---\n", b"\n", 1)),
    "front matter that is no mapping": (CLAUSE, lambda data: b"---\n- x\n---\nTexte.\n"),
    "broken yaml in front matter": (CLAUSE, sub("title: ", "title: [")),
    "unclosed quote": (FACTS, sub("version: '1'", "version: '1")),
    "unclosed block": (PENALTIES, end("::: when penalites\n\nTexte.")),
    "block closed twice": (PENALTIES, end(":::")),
    "unknown block": (PENALTIES, end("::: whent penalites\n\nTexte.\n\n:::")),
    "html": (CLAUSE, end("<script>alert(1)</script>")),
    "html inline": (CLAUSE, end("Un <b>mot</b>.")),
    "link": (CLAUSE, end("[ici](http://exemple.fr)")),
    "image": (CLAUSE, end("![x](x.png)")),
    "code": (CLAUSE, end("    code()")),
    "quotation": (CLAUSE, end("> citation")),
    "jinja": (CLAUSE, end("{% if x %}oui{% endif %}")),
    "slot that is code": (CLAUSE, end("{{ __import__('os') }}")),
    "slot unclosed": (CLAUSE, end("Voir {{ preavis_mois | mois")),
    "link unclosed": (CLAUSE, end("Voir [[annexe-sla.")),
    "empty link": (CLAUSE, end("Voir [[]].")),
    "malformed version": (CLAUSE, sub("version: 1", "version: v1")),
    "version of two numbers": ("library.yaml", sub("name:", "nom:")),
    "id that is not the file's": (CLAUSE, sub("id: parties", "id: partis")),
    "id with a path": (CLAUSE, sub("id: parties", "id: ../parties")),
    "severity that is none": (RULES, sub("severity: blocking", "severity: bloquante")),
    "must and check": (RULES, sub("    must: ", "    check: les deux\n    must: ")),
    "date that is none": ("parameters.yaml", sub("since: 2009-01-01", "since: 2009-13-01")),
    "number that is none": ("parameters.yaml", sub("value: 60", "value: soixante")),
    "octal number": ("parameters.yaml", sub("value: 60", "value: 0o60")),
    "infinity": ("parameters.yaml", sub("value: 60", "value: .inf")),
    "table of uneven rows": (CLAUSE, end("Table: Essai\n\n| a | b |\n|---|---|\n| {{ preavis_mois }} |")),
    "table without a caption": (CLAUSE, end("| a | b |\n|---|---|\n| c | d |")),
    "title without text": (CLAUSE, lambda data: data.split(b"\n---\n", 1)[0] + b"\n---\n\n# Titre\n"),
    "definition under another name": ("definitions/incident.md", sub("id: incident", "id: incidents")),
    "version of other digits": (CLAUSE, sub("version: 1", "version: \u0661")),
    "definition without a meaning": ("definitions/incident.md", lambda data: data.split(b"\n---\n", 1)[0] + b"\n---\n"),
    "house style absent": ("house.docx", None),
    "rules absent": (RULES, None),
    "library.yaml absent": ("library.yaml", None),
    "questionnaire empty": (QUESTIONS, None),
    "questionnaire that is a list": (QUESTIONS, set_to(b"- a\n")),
    "question twice": (QUESTIONS, sub("- id: client.siren", "- id: client.raison_sociale")),
    "type that is none": (QUESTIONS, sub("type: boolean", "type: booleen")),
    "default that is no choice": (QUESTIONS, sub("default: equilibre", "default: equilibré")),
    "postcode with a zero": (QUESTIONS, sub("default: equilibre", "default: 01000")),
    "regular expression that is none": (QUESTIONS, sub("pattern: ^[A-Z]{2}$", "pattern: '^[A-Z{2}$'")),
    "clause of ten megabytes": (CLAUSE, end("mot " * 2_500_000)),
    "questionnaire of ten megabytes": (QUESTIONS, end("# " + "x" * 10_000_000)),
    "condition unreadable": (QUESTIONS, sub("when: donnees_personnelles", "when: donnees_personnelles and")),
}  # fmt: skip

FAULTS: dict[str, tuple[str, Edit | None]] = {
    "clause file deleted": (CLAUSE, None),
    "requirement file deleted": (REQUIREMENTS, None),
    "misspelt value": (PENALTIES, end("{{ plafond_penalite_pct | pct }}")),
    "misspelt format": (PENALTIES, end("{{ plafond_penalites_pct | pc }}")),
    "format that does not suit": (PENALTIES, end("{{ plafond_penalites_pct | date }}")),
    "misspelt name in a condition": (PENALTIES, sub('when: "penalites"', 'when: "penalite"')),
    "constant that is no choice": (PENALTIES, sub('when: "penalites"', "when: \"niveau_equilibre == 'cliente'\"")),
    "constant that is no choice, in a list": (PENALTIES, sub('when: "penalites"', "when: \"'compta' in fonctions\"")),
    "number compared with a text": (PENALTIES, sub('when: "penalites"', "when: \"preavis_mois == 'un'\"")),
    "condition that is a number": (PENALTIES, sub('when: "penalites"', 'when: "preavis_mois"')),
    "condition that executes": (PENALTIES, sub('when: "penalites"', "when: \"__import__('os')\"")),
    "condition too deep": (PENALTIES, sub('when: "penalites"', f'when: "{"(" * 500}penalites{")" * 500}"')),
    "condition too long": (PENALTIES, sub('when: "penalites"', f'when: "{" or ".join(["penalites"] * 900)}"')),
    "dangling reference": (PENALTIES, end("Voir l'[[annexe-inconnue]].")),
    "reference to another document": (PENALTIES, end("Voir la [[cdc-volumes]].")),
    "dangling reference to a table": (CLAUSE, end("Voir le [[tableau:confidentialite]].")),
    "requirement that does not exist": (PENALTIES, sub("satisfies: [", "satisfies: [BP-99, ")),
    "tie not announced": (PENALTIES, end('Texte. {satisfies="BP-30"}')),
    "tie that no paragraph carries": (CLAUSE, sub("kind: clause", "kind: clause\nsatisfies: [BP-30]")),
    "circular facts": (FACTS, sub("is: nb_prestataires > 1", "is: plusieurs_prestataires and nb_prestataires > 1")),
    "circular questions": (QUESTIONS, sub("        when: donnees_personnelles", "        when: donnees_personnelles and role_rgpd == 'sous_traitant'")),
    "fact with a question's name": (FACTS, sub("id: plusieurs_prestataires", "id: penalites")),
    "clause in no plan": (PLAN, sub("annexe-penalites", "annexe-sla")),
    "clause that is not written": (PLAN, sub("annexe-penalites", "annexe-absente")),
    "rule twice": (RULES, sub("id: COH-02", "id: COH-01")),
    "requirement twice": (REQUIREMENTS, sub("id: TRAV-02", "id: TRAV-01")),
    "rule of a requirement that does not exist": ("requirements/data_act.yaml", sub("rules: [COH-42]", "rules: [COH-142]")),
    "answer of a requirement that does not exist": ("requirements/data_act.yaml", sub("answers: [frais_changement]", "answers: [frais]")),
    "rows of what is no table": (PENALTIES, end("::: rows preavis_mois as p\n\nTexte.\n\n:::")),
    "a variable that hides a name": (PENALTIES, end("::: rows acces as penalites\n\n{{ penalites.systeme }}\n\n:::")),
    "a column that does not exist": (PENALTIES, end("::: rows acces as a\n\n{{ a.sisteme }}\n\n:::")),
    "form defined twice": ("definitions/incident.md", sub("forms: [", "forms: [Indicateur, ")),
    "check that nobody programmed": (RULES, end("  - id: COH-99\n    message: Essai\n    check: un essai\n    severity: warning")),
    "XXX left": (PENALTIES, end("Voir XXX.")),
    "brackets left": (PENALTIES, end("Voir [ ].")),
}  # fmt: skip

WARNED: dict[str, tuple[str, Edit | None, str]] = {
    "et/ou": (PENALTIES, end("Le Client et/ou le Prestataire paie."), "and-or"),
    "double space": (PENALTIES, end("Le  Client paie."), "double-space"),
    "straight quotes": (PENALTIES, end('Le "Client" paie.'), "straight-quotes"),
    "a delay from nowhere": (PENALTIES, end("Le Client paie dans les dix (10) jours."), "delay-without-start"),
    "a delay from nowhere, of an answer": (PENALTIES, end("Le Client paie sous {{ delai_paiement_jours | jours }}."), "delay-without-start"),
    "notamment": (PENALTIES, end("Il remet notamment ses codes."), "notably"),
    "etc.": (PENALTIES, end("Il remet ses codes, etc."), "etc"),
    "a delay that cannot be measured": (PENALTIES, end("Le Client paie dans les meilleurs délais."), "vague-delay"),
    "an old word": (PENALTIES, end("Le Client paie ladite somme."), "archaic"),
    "a word twice": (PENALTIES, end("Le Client paie le le prix."), "repeated-word"),
    "a tabulation": (PENALTIES, end("Le Client\tpaie."), "tab"),
    "an accent apart": (PENALTIES, end("Le Client paie l'e\u0301cot."), "apart"),
    "a parenthesis left open": (PENALTIES, end("Le Client paie (le prix."), "unpaired"),
    "a parenthesis closed twice": (PENALTIES, end("Le Client paie (le prix))."), "unpaired"),
    "bold left open": (PENALTIES, end("Le Client **paie."), "unpaired"),
    "words that differ from figures": (PENALTIES, end("Le Client paie dix (15) euros."), "words-and-figures"),
    "no sign at the end": (PENALTIES, end("Le Client paie au Prestataire toutes les sommes que la présente annexe fixe"), "no-stop"),
    "a capital that nothing defines": (PENALTIES, end("Le Client paie selon le Barème."), "term-undefined"),
    "a definition that is idle": ("definitions/zebre.md", set_to("---\nid: zebre\nversion: 1.0.0\nterm: Zèbre\nforms: [Zèbre]\nverified: false\n---\nUn animal.\n".encode()), "idle"),
    "a fact that is idle": (FACTS, end("  - id: oisif\n    label: Oisif\n    is: penalites"), "idle"),
    "a question that nobody uses": (QUESTIONS, sub("      - id: client.siren", "      - id: oisive\n        label: Oisive\n        type: boolean\n        required: false\n      - id: client.siren"), "idle"),
    "a block without text": (PENALTIES, end("::: when penalites\n\n:::"), "idle"),
    "a block that nothing reaches": (PENALTIES, end("::: when not penalites\n\nTexte.\n\n:::"), "unreachable"),
    "a block in its contrary": (CLAUSE, end(":::: when penalites\n\n::: when not penalites\n\nTexte.\n\n:::\n\n::::"), "unreachable"),
}  # fmt: skip


def test_the_shipped_content_is_clean() -> None:
    found = linted({})
    assert [one for one in found if one.severity != "info"] == []
    assert any(one.code == "unverified" for one in found)


@pytest.mark.parametrize("name", [*MALFORMED, *FAULTS])
def test_each_fault_is_an_error_with_its_place(name: str) -> None:
    path, edit = (MALFORMED | FAULTS)[name]
    errors = [one for one in linted({path: edit}) if one.severity == "error"]
    assert errors
    assert len(errors) < 20, [one.message for one in errors]
    for one in errors:
        file, line, column = one.where.rsplit(":", 2)
        assert file
        assert int(line) >= 1
        assert int(column) >= 1
        assert one.advice
        assert "Traceback" not in one.message


def test_there_are_many_kinds_of_malformed_files() -> None:
    assert len(MALFORMED) + len(FAULTS) + len(WARNED) >= 99


@pytest.mark.parametrize("name", WARNED)
def test_each_habit_and_each_idle_thing_is_a_warning(name: str) -> None:
    path, edit, code = WARNED[name]
    found = linted({path: edit})
    assert [one.code for one in found if one.severity == "error"] == []
    assert code in {one.code for one in found if one.severity == "warning"}


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault() -> None:
    found = linted({CLAUSE: lambda data: data.replace(b"\n", b"\r\n"), RULES: head(b"\xef\xbb\xbf")})
    assert [one.message for one in found if one.severity == "error"] == []


@pytest.mark.parametrize("path", [PENALTIES, RULES])
def test_thousands_of_misspelt_names_are_told_quickly(path: str) -> None:
    """Near names are looked for among all those of the questionnaire, which is slow: of the first only."""
    entry = (
        "  - {{id: R{0}, message: m, must: penalitez{0}, severity: blocking}}"
        if path == RULES
        else "{{{{ penalitez{0} }}}}\n"
    )
    found = linted({path: end("\n".join(entry.format(rank) for rank in range(3_000 if path == RULES else 1_000)))})
    errors = [one for one in found if one.severity == "error"]
    assert "(« penalites » ?)" in errors[1].message
    assert len(errors) == 101


def test_all_faults_of_all_files_are_told_at_once() -> None:
    faults = dict([FAULTS["misspelt format"], FAULTS["rule twice"], MALFORMED["anchor"]])  # fmt: skip
    paths = {one.where.split(":")[0] for one in linted(faults) if one.severity == "error"}
    assert paths >= {RULES, FACTS, PENALTIES}


def test_a_broken_file_is_told_once_and_hides_no_other() -> None:
    found = linted({CLAUSE: MALFORMED["broken yaml in front matter"][1], PENALTIES: FAULTS["misspelt format"][1]})
    errors = [one.where.split(":")[0] for one in found if one.severity == "error"]
    assert errors == sorted([CLAUSE, PENALTIES], key=errors.index)


def test_the_column_is_that_of_the_name() -> None:
    (one,) = [one for one in linted({PENALTIES: FAULTS["misspelt value"][1]}) if one.severity == "error"]
    line = (SHIPPED.files[PENALTIES].rstrip(b"\n") + b"\n\n").count(b"\n") + 1
    assert one.where == f"{PENALTIES}:{line}:4"


PLACED = {  # words of the line on which the fault is told
    "unknown severity": (RULES, sub("severity: blocking", "severity: fatale"), "severity: fatale"),
    "number that is none": ("parameters.yaml", sub("value: 60", "value: soixante"), "value: soixante"),
    "malformed version": (CLAUSE, sub("version: 1.0.0", "version: 1.0"), "version: 1.0"),
    "unknown requirement": (PENALTIES, sub("satisfies: [", "satisfies: [BP-99, "), "BP-99"),
    "condition of a clause": (PENALTIES, sub('when: "penalites"', 'when: "penalite"'), 'when: "penalite"'),
    "XXX": (PENALTIES, end("Voir XXX."), "Voir XXX"),
    "unknown answer of a requirement": ("requirements/data_act.yaml", sub("answers: [frais_changement]", "answers: [frais]"), "answers: [frais]"),
    "clause twice in a plan": (PLAN, sub("annexe-penalites", "annexe-sla"), "annexe-sla"),
    "parameter that is idle": ("parameters.yaml", lambda data: data.rstrip() + b"\n  - {id: oisif, value: 1, unit: x, since: null, source: x, verified: true}\n", "oisif"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLACED)
def test_a_fault_is_told_on_its_line(name: str) -> None:
    path, edit, words = PLACED[name]
    lines = edit(SHIPPED.files[path]).decode().split("\n")
    places = {one.where.rsplit(":", 1)[0] for one in linted({path: edit}) if one.severity != "info"}
    assert places & {f"{path}:{number}" for number, line in enumerate(lines, 1) if words in line}


def test_the_command_says_it_as_text_json_and_sarif(tmp_path: Path) -> None:
    log = tmp_path / "lint.sarif"
    ran = run("library", "lint", "--json", "--sarif", log)
    assert ran.code == 0
    assert all(set(one) == {"code", "severity", "file", "line", "column", "message", "advice"} for one in json.loads(ran.out)["findings"])  # fmt: skip
    sarif = json.loads(log.read_text(encoding="utf-8"))
    (told,) = sarif["runs"]
    assert sarif["version"] == "2.1.0"
    assert {result["level"] for result in told["results"]} == {"note"}
    assert all(told["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"] for one in told["results"])
    assert "0 erreurs" in run("library", "lint").out


def test_a_fault_makes_the_command_fail_and_strict_refuses_habits(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(ROOT / "clause_library", tmp_path / "library")
    file = tmp_path / "library" / PENALTIES
    file.write_bytes(end("Le Client et/ou le Prestataire paie.")(file.read_bytes()))
    assert run("library", "lint", "--library", tmp_path / "library").code == 0
    assert run("library", "lint", "--strict", "--library", tmp_path / "library").code == 1
    file.write_bytes(end("{{ inconnue }}")(file.read_bytes()))
    ran = run("library", "lint", "--library", tmp_path / "library")
    assert ran.code == 1
    assert f"{PENALTIES}:" in ran.out


def test_a_folder_that_is_not_there_is_told_in_one_line() -> None:
    assert "absente" in unusable(run("library", "lint", "--library", "absente"))
