"""The import rules of the design, held by a test: stages meet in `model`, one door a library, nothing imports the cli."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "contractgen"
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


def imports_of(path: Path) -> set[str]:
    """The modules that a file imports, wherever the import stands in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names if f"{node.module}.{alias.name}" in MODULES}
    return found


IMPORTS = {name: imports_of(path) for name, path in MODULES.items()}
CORE = ("model", "condition", "condition_types", "text", "french", "values", "names", "view", "lots", "selection",
        "filling", "assembly", "definitions", "clause_table", "pipeline", "verification", "typed_values",
        "notes", "comment_check", "table_import", "spreadsheet_cells", "spreadsheet", "answers_template", "answers_schema")  # fmt: skip


def importers(*targets: str) -> set[str]:
    return {
        name.removeprefix("contractgen.")
        for name, imported in IMPORTS.items()
        for target in targets
        if any(one == target or one.startswith(f"{target}.") for one in imported)
    }


def test_there_are_modules_to_check() -> None:
    assert len(MODULES) > 30


def test_nothing_imports_the_command_line() -> None:
    assert importers("contractgen.cli") <= {"__main__"}
    assert {name for name in importers("contractgen.commands") if not name.startswith("commands.")} == {"cli"}


def test_only_the_pipeline_knows_the_order_of_the_stages() -> None:
    stages = {f"contractgen.{name}" for name in ("selection", "assembly", "word.write", "verification")}
    assert [name for name, imported in IMPORTS.items() if stages <= imported] == ["contractgen.pipeline"]


def test_only_the_word_package_knows_wordprocessingml() -> None:
    knowing = {name for name, path in MODULES.items() if "wordprocessingml" in path.read_text(encoding="utf-8")}
    assert knowing
    assert {name for name in knowing if not name.startswith("contractgen.word.")} == set()


def test_the_reader_shares_no_code_with_the_writer() -> None:
    writing = {
        f"contractgen.word.{name}"
        for name in (
            "write",
            "blocks",
            "columns",
            "parts",
            "provenance",
            "package",
            "known",
            "escaping",
            "styling",
            "comments",
        )
    } | {name for name in IMPORTS if name.startswith("contractgen.word.house")}
    reading = [
        f"contractgen.word.{name}"
        for name in ("read", "opening", "embedded", "numbers", "stretches", "problems", "annotations", "layout")
    ]
    for name in reading:
        assert IMPORTS[name] & writing == set()
    for name in writing:
        assert IMPORTS[name] & set(reading) == set()


def test_docxtpl_has_one_door() -> None:
    assert importers("docxtpl", "docx") <= {"word.template"}


@pytest.mark.parametrize(
    "library",
    ["yaml", "ruamel", "markdown_it", "deflate", "pypdf", "openpyxl", "questionary", "rich", "z3", "cryptography"],
)
def test_each_library_has_one_door(library: str) -> None:
    assert len(importers(library)) == 1


def test_other_programs_are_run_by_two_modules_only() -> None:
    assert importers("subprocess") == {"pdf", "evolution.revision"}  # LibreOffice and git


def test_the_model_imports_no_other_module() -> None:
    assert {name for name in IMPORTS["contractgen.model"] if name.startswith("contractgen")} == set()


@pytest.mark.parametrize("name", CORE)
def test_the_core_has_no_clock_no_environment_and_no_disk(name: str) -> None:
    imported = IMPORTS[f"contractgen.{name}"]
    assert imported & {"os", "time", "locale", "random", "tempfile", "subprocess", "pathlib", "shutil"} == set()


def test_content_never_executes() -> None:
    for name, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("eval", "exec", "compile", "__import__"), name
    assert importers("pickle", "marshal", "jinja2") == set()


def test_files_and_functions_keep_their_size() -> None:
    for name, path in MODULES.items():
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= (580 if name == "contractgen.model" else 330), name
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 60, f"{name}.{node.name}"
