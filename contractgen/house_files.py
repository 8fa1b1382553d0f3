"""A firm's house style on disk: read and checked before it is used, reported, or begun from the one that is shipped."""

from __future__ import annotations

import json
from pathlib import Path

from contractgen.content import shipped
from contractgen.errors import ContentError, DeliveryError, reason
from contractgen.model import Finding
from contractgen.word.house import compile_house
from contractgen.word.house_check import check_house
from contractgen.word.house_guide import with_guide
from contractgen.word.house_package import MAX_FILE


def read_house(path: str | Path) -> bytes:
    """The bytes of a house style that can be written with. Raises ContentError: absent, unreadable, or with errors."""
    data = _read(path)
    compile_house(data)
    return data


def _read(path: str | Path) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(MAX_FILE + 1)  # never more: the file may have no end
    except OSError as error:
        raise ContentError(f"Style maison « {path} » : {reason(error)}.") from error


def checked(path: str | Path) -> tuple[Finding, ...]:
    """All that is wrong in the house style of a file. Raises ContentError when it cannot be read."""
    return check_house(_read(path))


def new_house(path: str | Path) -> None:
    """Writes the shipped house style, with its commented body, to a new file. Raises DeliveryError."""
    content = with_guide((shipped("clause_library") / "house.docx").read_bytes())
    try:
        with Path(path).open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise DeliveryError(f"« {path} » existe déjà : il n'est pas remplacé. Donnez un autre nom.") from error
    except OSError as error:
        raise DeliveryError(f"Impossible d'écrire « {path} » : {reason(error)}.") from error


def as_json(findings: tuple[Finding, ...]) -> str:
    """One JSON object: status (usable or refused) and findings."""
    keys = ("code", "severity", "where", "message", "advice")
    told = [{key: getattr(finding, key) for key in keys} for finding in findings]
    return json.dumps({"status": "refused" if findings else "usable", "findings": told}, ensure_ascii=False, indent=1)


def as_text(findings: tuple[Finding, ...], path: str) -> str:
    """A line a problem, then the result in a line."""
    lines = [f"✗ {finding.where} : {finding.message} {finding.advice}" for finding in findings]
    count = len(findings)
    if not count:
        return f"{path} : utilisable, tous les styles, listes, balises et pages y sont."
    return "\n".join([*lines, f"{path} : refusé, {count} point{'s' if count > 1 else ''} à régler."])
