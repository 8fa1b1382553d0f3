"""What can be made again from the same content, kept between runs: made once, then read back by its key.

A kept value is believed only when its format, the program's own sources, its key and the sum over its bytes are all
those expected; anything else is made anew. It holds only data, written as JSON; a cache that cannot be written
is no error.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from contractgen import model

_FORMAT = 1
_MOST_FILES = 20
_CLASSES: tuple[type[Any], ...] = tuple(
    kind for _, kind in sorted(vars(model).items()) if isinstance(kind, type) and hasattr(kind, "_fields")
)
_CODES = {kind: index for index, kind in enumerate(_CLASSES)}
T = TypeVar("T")


def folder() -> Path | None:
    """The folder of the cache, or None when the environment names none (CONTRACTGEN_CACHE=off)."""
    chosen = os.environ.get("CONTRACTGEN_CACHE", "")
    if chosen == "off":
        return None
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(chosen) if chosen else Path(base) / "contractgen"


def through(key: str, kind: type[T], make: Callable[[], T]) -> T:
    """The value kept under `key`, else the one that `make` gives, which is then kept."""
    base = folder()
    if base is None:
        return make()
    name = hashlib.sha256(f"{_FORMAT}:{_program()}:{key}".encode()).hexdigest()
    path = base / f"{name}.json"
    found = _read(path, name)
    if isinstance(found, kind):
        return found
    made = make()
    _write(path, name, made)
    return made


@lru_cache(maxsize=1)
def _program() -> str:
    """The sum over the program's own sources: a kept value of another version is never believed."""
    total = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        total.update(file.read_bytes())
    return total.hexdigest()


def _read(path: Path, name: str) -> Any:
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        if head.decode("ascii") != f"{name} {hashlib.sha256(body).hexdigest()}":
            return None
        return _decoded(json.loads(body))
    except (OSError, ValueError, LookupError, TypeError, ArithmeticError, RecursionError):
        return None


def _write(path: Path, name: str, value: Any) -> None:
    body = json.dumps(_encoded(value), ensure_ascii=False, separators=(",", ":")).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent)
        with open(descriptor, "wb") as file:
            file.write(f"{name} {hashlib.sha256(body).hexdigest()}\n".encode() + body)
        os.replace(temporary, path)
        _prune(path.parent)
    except OSError:
        return


def _prune(base: Path) -> None:
    """Keeps the newest files only: each edit of a library leaves one behind."""
    files = sorted(base.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[_MOST_FILES:]:
        file.unlink(missing_ok=True)


def _encoded(value: Any) -> Any:
    """Plain JSON; what JSON lacks is a list whose first item says what it is."""
    code = _CODES.get(type(value))
    if code is not None:
        return [code, *map(_encoded, value)]
    if isinstance(value, tuple):
        return ["t", *map(_encoded, value)]
    if isinstance(value, dict):
        return {key: _encoded(item) for key, item in value.items()}
    if isinstance(value, Decimal):
        return ["d", str(value)]
    if isinstance(value, date):
        return ["j", value.isoformat()]
    if isinstance(value, bytes):
        return ["b", value.hex()]
    if isinstance(value, frozenset):
        return ["s", *sorted(value)]
    return value


def _decoded(value: Any) -> Any:
    if isinstance(value, list):
        code = value[0]
        if type(code) is int:
            return _CLASSES[code](*[_decoded(v) if type(v) in (list, dict) else v for v in value[1:]])
        if code == "t":
            return tuple([_decoded(v) if type(v) in (list, dict) else v for v in value[1:]])
        return _SCALARS[code](value)
    if isinstance(value, dict):
        return {key: _decoded(item) for key, item in value.items()}
    return value


_SCALARS: dict[str, Callable[[list[Any]], Any]] = {
    "d": lambda value: Decimal(value[1]),
    "j": lambda value: date.fromisoformat(value[1]),
    "b": lambda value: bytes.fromhex(value[1]),
    "s": lambda value: frozenset(value[1:]),
}
