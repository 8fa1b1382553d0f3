"""What many tests need once: the shipped library and questionnaire, and the packs of the two examples."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

_CACHE = tempfile.TemporaryDirectory(prefix="contractgen-tests-")
os.environ["CONTRACTGEN_CACHE"] = _CACHE.name  # before contractgen is used: the user's cache is not touched

from contractgen import build, load_library, load_questionnaire, publishing, read_answers  # noqa: E402  # after the environment
from contractgen.errors import ConversionError  # noqa: E402
from contractgen.model import Library, Questionnaire  # noqa: E402
from contractgen.results import Pack  # noqa: E402

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"


_SHARING = ("test_evolution.py", "test_pdf.py", "test_points.py", "test_proof.py")  # whose fixtures take many seconds


class _Scheduling(LoadScopeScheduling):
    """Tests of a module that shares what takes long to make run in one process; any other wherever one is free."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0].rpartition("/")[2]
        return module if module in _SHARING else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _Scheduling:
    return _Scheduling(config, log)


@pytest.fixture(scope="session", autouse=True)
def _cache() -> Iterator[None]:
    yield
    _CACHE.cleanup()


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """No LibreOffice to be found, which takes seconds to number the contents of what an interview delivers."""

    def absent() -> str:
        raise ConversionError("LibreOffice est introuvable")

    monkeypatch.setattr(publishing, "find_office", absent)


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    return load_questionnaire()


@pytest.fixture(scope="session")
def library(questionnaire: Questionnaire) -> Library:
    return load_library(questionnaire=questionnaire)


@pytest.fixture(scope="session")
def sme_pack(library: Library, questionnaire: Questionnaire) -> Pack:
    return build(library, questionnaire, read_answers(EXAMPLES / "pme-compta-paie.yaml"))


@pytest.fixture(scope="session")
def micro_pack(library: Library, questionnaire: Questionnaire) -> Pack:
    return build(library, questionnaire, read_answers(EXAMPLES / "micro-assistanat.yaml"))


@pytest.fixture(scope="session")
def sme_answers() -> dict[str, Any]:
    """The answers of the larger example by dotted id, to change one and build anew."""
    values = read_answers(EXAMPLES / "pme-compta-paie.yaml").values
    nested = {
        f"{key}.{inner}": v for key, value in values.items() if isinstance(value, dict) for inner, v in value.items()
    }
    return {**{key: value for key, value in values.items() if not isinstance(value, dict)}, **nested}


def office(folder: Path, script: str) -> Path:
    """A stand-in for LibreOffice, alone on the path."""
    folder.mkdir(exist_ok=True)
    file = folder / "soffice"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(stat.S_IRWXU)
    return file
