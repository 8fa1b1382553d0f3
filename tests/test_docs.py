"""What the documents say is so: files, modules, tests and commands that they name exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT

import contractgen
from contractgen.cli import _parser

ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_architecture_names_only_tests_that_are_there() -> None:
    named = set(re.findall(r"`(test_[a-z_]+)`", ARCHITECTURE))
    assert len(named) > 10
    assert [name for name in named if not (ROOT / "tests" / f"{name}.py").is_file()] == []


def test_the_architecture_names_every_module_and_none_that_is_not() -> None:
    modules = {
        path.relative_to(ROOT / "contractgen").with_suffix("").as_posix()
        for path in (ROOT / "contractgen").rglob("*.py")
        if path.name not in ("__init__.py", "__main__.py")
    }
    missing = [
        name
        for name in modules
        if not re.search(rf"`{name.removeprefix('checks/').removeprefix('interview/')}`|`{name}`", ARCHITECTURE)
    ]
    assert missing == []


def test_the_architecture_can_be_read_at_one_sitting() -> None:
    assert ARCHITECTURE.count("\n") <= 120


def test_the_readme_begins_with_the_two_commands() -> None:
    commands = re.findall(r"^    (bin/\w+)", README, re.MULTILINE)[:2]
    assert commands == ["bin/example", "bin/check"]
    assert all((ROOT / command).is_file() for command in commands)
    assert "bin/check" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_commands_of_the_readme_are_those_of_the_program() -> None:
    told = set(re.findall(r"^    contractgen (\w+) ", README, re.MULTILINE))
    (commands,) = [action for action in _parser()._actions if action.choices]
    assert commands.choices is not None
    assert told == set(commands.choices)


def test_the_changelog_speaks_of_this_version() -> None:
    assert f"## {contractgen.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "docs/findings.md", "docs/inside.md"])
def test_every_link_to_a_file_leads_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    paths = re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.(?:md|py|yaml|docx)|[A-Z]+\.md)`", text)
    assert [
        path for path in paths if not any((base / path).exists() for base in (ROOT, Path(ROOT, "contractgen")))
    ] == []
