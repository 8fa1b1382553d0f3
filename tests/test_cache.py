"""The cache: what is kept is given back equal, and nothing but that is ever believed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from contractgen import cache
from contractgen.model import Answers, Finding, Library, Mark, Questionnaire, Unknown

VALUE = Answers(
    {
        "a": ("x", ("y", ())),
        "b": {"c": Decimal("1.50"), "d": date(2027, 1, 4)},
        "e": None,
        "f": True,
        "g": 3,
        "h": b"\x00\xff",
    },
    None,
    "é « » 😀\n",
    {},
)
OTHER = Answers({"autre": "valeur"})


class Kitchen:
    """Makes a value and counts how often it was asked to."""

    def __init__(self, value: Answers) -> None:
        self.value, self.made = value, 0

    def __call__(self) -> Answers:
        self.made += 1
        return self.value


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONTRACTGEN_CACHE", str(tmp_path))
    return tmp_path


def kept(folder: Path) -> Path:
    (file,) = folder.glob("*.json")
    return file


def sealed(head: str, body: bytes) -> bytes:
    """A file whose sum is right, whatever it holds."""
    return f"{head.split(maxsplit=1)[0]} {hashlib.sha256(body).hexdigest()}\n".encode() + body


def test_what_is_kept_is_made_once_and_given_back_equal(folder: Path) -> None:
    kitchen = Kitchen(VALUE)
    first, second = (cache.through("k", Answers, kitchen) for _ in range(2))
    assert first == second == VALUE
    assert isinstance(second, Answers)
    assert kitchen.made == 1


def test_the_types_inside_come_back_too(folder: Path) -> None:
    value = Unknown(frozenset({"a", "b"}), True)
    assert cache.through("u", Unknown, lambda: value) == cache.through(
        "u", Unknown, lambda: value._replace(undecided=False)
    )


def test_another_key_is_another_value(folder: Path) -> None:
    cache.through("k", Answers, lambda: VALUE)
    assert cache.through("l", Answers, lambda: OTHER) == OTHER


def test_a_value_of_another_kind_is_not_believed(folder: Path) -> None:
    cache.through("k", Mark, lambda: Mark(1, 2))
    assert cache.through("k", Answers, lambda: VALUE) == VALUE


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data[: len(data) // 2],
        lambda data: data + b" ",
        lambda data: data.partition(b"\n")[2],
        lambda data: data.replace(b"1.50", b"1.51"),
        lambda data: b"\xff" + data[1:],
        lambda data: data.partition(b"\n")[0] + b"\n",
        lambda data: b"\n" + data.partition(b"\n")[2],
        lambda data: sealed(data.decode("utf-8"), b"[]"),
        lambda data: sealed(data.decode("utf-8"), b"{}"),
        lambda data: sealed(data.decode("utf-8"), b"null"),
        lambda data: sealed(data.decode("utf-8"), b"[99]"),
        lambda data: sealed(data.decode("utf-8"), b"[" * 100_000),
        lambda data: sealed(data.decode("utf-8"), b'["d","x"]'),
        lambda data: sealed("0" * 64, data.partition(b"\n")[2]),
    ],
)
def test_what_is_damaged_or_foreign_is_never_believed_and_is_made_anew(
    damage: Callable[[bytes], bytes], folder: Path
) -> None:
    cache.through("k", Answers, lambda: VALUE)
    file = kept(folder)
    data = file.read_bytes()
    file.write_bytes(damage(data))
    assert file.read_bytes() != data
    kitchen = Kitchen(OTHER)
    assert cache.through("k", Answers, kitchen) == OTHER
    assert cache.through("k", Answers, kitchen) == OTHER
    assert kitchen.made == 1


def test_a_file_put_in_the_place_of_another_is_not_believed(folder: Path) -> None:
    cache.through("k", Answers, lambda: VALUE)
    first = kept(folder)
    cache.through("l", Answers, lambda: OTHER)
    (second,) = [file for file in folder.glob("*.json") if file != first]
    second.write_bytes(first.read_bytes())
    assert cache.through("l", Answers, lambda: OTHER) == OTHER


def test_a_value_kept_by_another_version_of_the_program_is_not_looked_at(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.through("k", Answers, lambda: VALUE)
    monkeypatch.setattr(cache, "_program", lambda: "another")
    assert cache.through("k", Answers, lambda: OTHER) == OTHER


def test_off_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("CONTRACTGEN_CACHE", "off")
    kitchen = Kitchen(VALUE)
    assert [cache.through("k", Answers, kitchen) for _ in range(2)] == [VALUE, VALUE]
    assert kitchen.made == 2
    assert list(tmp_path.iterdir()) == []


def test_without_a_choice_the_users_cache_folder_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONTRACTGEN_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    cache.through("k", Answers, lambda: VALUE)
    assert kept(tmp_path / "contractgen").is_file()


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("CONTRACTGEN_CACHE", str(tmp_path / "file"))
    assert cache.through("k", Answers, lambda: VALUE) == VALUE
    assert (tmp_path / "file").read_text() == "x"


def test_what_cannot_be_made_is_not_kept(folder: Path) -> None:
    def fails() -> Finding:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        cache.through("k", Finding, fails)
    assert list(folder.iterdir()) == []


def test_the_shipped_library_and_questionnaire_come_back_equal(
    folder: Path, library: Library, questionnaire: Questionnaire
) -> None:
    for value in (library, questionnaire):
        cache.through("whole", type(value), lambda value=value: value)  # type: ignore[misc]
        again = cache.through("whole", type(value), lambda: OTHER)  # type: ignore[arg-type,return-value]
        assert again == value
        kept(folder).unlink()
