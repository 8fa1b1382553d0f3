"""The contracts of a folder on disk, and the table of them as text, JSON, CSV and XLSX."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path

from contractgen.errors import InputError, ReturnedFileError, reason
from contractgen.portfolio import Contract, contract_of
from contractgen.spreadsheet import workbook
from contractgen.word.opening import read_file

_HEAD = ("Fichier", "État", "Document", "Bibliothèque", "Version", "Client", "Prestataire", "Effet", "Fin", "Préavis au plus tard",
         "Reconduction", "Écarts", "Dérogations", "Clauses")  # fmt: skip
_STATES = {"ours": "", "foreign": "étranger", "unreadable": "illisible"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute a text that begins so


def contracts_in(folder: str) -> tuple[Contract, ...]:
    """Each .docx of a folder and of those in it, by path. Raises InputError when the folder cannot be read."""
    root = Path(folder)
    try:
        if not root.is_dir():
            raise InputError(f"« {folder} » n'est pas un dossier.")
        files = sorted(path for path in root.rglob("*.docx") if not path.name.startswith((".", "~$")))
    except OSError as error:
        raise InputError(f"« {folder} » illisible : {reason(error)}.") from error
    return tuple(_contract(path, path.relative_to(root).as_posix()) for path in files)


def _contract(path: Path, name: str) -> Contract:
    try:
        return contract_of(name, read_file(str(path)))
    except ReturnedFileError as error:
        return Contract(name, "unreadable", str(error))


def _cells(one: Contract) -> tuple[str, ...]:
    clauses = " ".join(f"{slug}@{version}" for slug, version in one.clauses.items())
    return (one.file, _STATES[one.state] or "lu", one.document, one.library, one.version, one.client, one.provider, one.begins, one.ends,
            one.notice_by, one.renewal, str(one.changed), " ".join(one.deviations), clauses)  # fmt: skip


def as_text(contracts: Iterable[Contract]) -> str:
    """For a terminal."""
    lines = []
    for one in contracts:
        if one.state != "ours":
            lines.append(f"{one.file} : {_STATES[one.state]}, {one.message}")
            continue
        lines.append(f"{one.file} : {one.client} – {one.provider} ; {one.library} {one.version}")
        told = f"effet {one.begins}, fin {one.ends}, préavis au plus tard {one.notice_by}, reconduction {one.renewal}"
        lines.append(f"    {told} ; {one.changed} écarts, {len(one.deviations)} dérogations")
    return "\n".join(lines) or "Aucun contrat."


def as_json(contracts: Iterable[Contract]) -> str:
    """One object: each contract."""
    return json.dumps({"contracts": [one._asdict() for one in contracts]}, ensure_ascii=False, indent=1)


def as_csv(contracts: Iterable[Contract]) -> bytes:
    """For a French spreadsheet: semicolons, UTF-8 with its mark; a text that would be computed is put behind an apostrophe."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(_HEAD)
    for one in contracts:
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in _cells(one)])
    return stream.getvalue().encode("utf-8-sig")


def as_xlsx(contracts: Iterable[Contract]) -> bytes:
    """A workbook whose cells are all texts, whatever they begin with."""
    return workbook("Contrats", (_HEAD, *map(_cells, contracts)))
