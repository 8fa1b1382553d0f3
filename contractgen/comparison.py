"""Two Word files on disk compared into a third, for the command line: paths in, the file and its summary out."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

from contractgen.errors import InputError, ReturnedFileError
from contractgen.replacing import replace_file
from contractgen.word.opening import read_file
from contractgen.word.redline import DATE, Formats, Redline, opened, redline

_DAY = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?")
_AUTHOR = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]{1,255}")
_COUNTS = {
    "changed": ("paragraphe modifié", "paragraphes modifiés"),
    "inserted": ("paragraphe ajouté", "paragraphes ajoutés"),
    "deleted": ("paragraphe supprimé", "paragraphes supprimés"),
    "moved": ("paragraphe déplacé", "paragraphes déplacés"),
    "rows_inserted": ("ligne de tableau ajoutée", "lignes de tableau ajoutées"),
    "rows_deleted": ("ligne de tableau supprimée", "lignes de tableau supprimées"),
    "tables_inserted": ("tableau ajouté", "tableaux ajoutés"),
    "tables_deleted": ("tableau supprimé", "tableaux supprimés"),
}


def compare_files(
    first: str, second: str, out: str, author: str, date: str | None, formats: Formats = "auto"
) -> Redline:
    """Writes to `out` the first file with the tracked changes that lead to the second; `formats`: those shown. Raises ContractgenError: a file
    that cannot be read, a date or author that cannot be one, an output that cannot be written."""
    when = DATE if date is None else _dated(date)
    if not _AUTHOR.fullmatch(author) or not author.strip():
        raise InputError("--author : donnez un nom, sur une ligne, de 255 caractères au plus.")
    if Path(out).resolve() in (Path(first).resolve(), Path(second).resolve()):
        raise InputError(f"--out : « {out} » est l'un des fichiers comparés ; donnez un autre nom.")
    files = [_read(first), _read(second)]
    compared = redline(files[0], files[1], author, when, formats=formats)
    replace_file(Path(out), compared.content)
    return compared


def _dated(text: str) -> str:
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        datetime.date.fromisoformat(text[:10])
    except ValueError as error:
        raise InputError(f"--date : « {text} » n'est pas une date ; écrivez AAAA-MM-JJ.") from error
    return text if "T" in text else f"{text}T00:00:00Z"


def _read(path: str) -> bytes:
    data = read_file(path)
    try:
        opened(data)
    except ReturnedFileError as error:
        raise ReturnedFileError(f"« {path} » : {error}") from error
    return data


def as_text(compared: Redline, out: str) -> str:
    """The summary in French, and each thing that differs without being a tracked change."""
    told = [f"{number} {_COUNTS[name][number > 1]}" for name, number in _ordered(compared)]
    lines = [f"{out} : {', '.join(told) if told else 'aucune différence suivie'}."]
    if compared.unshown:
        lines.append(_unshown(compared.unshown))
    if compared.left_behind:
        lines.append(_left_behind(compared.left_behind))
    if compared.notices:
        lines += ["Ce qui diffère sans être suivi :", *(f"  {notice}" for notice in compared.notices)]
    return "\n".join(lines)


def _unshown(number: int) -> str:
    plural = "s" if number > 1 else ""
    return (
        f"{number} différence{plural} de mise en forme non montrée{plural} (espacements, retraits, polices, bordures, largeurs) : elle"
        f"{plural} ne change{'nt' if plural else ''} rien à ce qui se lit, et la mise en forme reste celle du premier fichier. Gras, italique,"
        " souligné, barré, masqué, exposant, style et numérotation sont montrés. --formats all montre tout."
    )


def _left_behind(number: int) -> str:
    plural = "s" if number > 1 else ""
    return (
        f"{number} renvoi{plural} mène{'nt' if plural else ''} à un passage déplacé : une fois le déplacement accepté, refaites-le"
        f"{plural}, car le signet du passage reste à son ancienne place et le numéro affiché changerait à la mise à jour des champs."
    )


def as_json(compared: Redline, out: str) -> str:
    """The summary as JSON."""
    count = compared.counted
    data: dict[str, Any] = {
        "path": out,
        "paragraphs": {name: count.get(name, 0) for name in ("inserted", "deleted", "changed", "moved")},
        "rows": {name: count.get(f"rows_{name}", 0) for name in ("inserted", "deleted")},
        "tables": {name: count.get(f"tables_{name}", 0) for name in ("inserted", "deleted")},
        "formats": {"unshown": compared.unshown},
        "references": {"left_behind": compared.left_behind},
        "notices": list(compared.notices),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _ordered(compared: Redline) -> list[tuple[str, int]]:
    return [(name, compared.counted[name]) for name in _COUNTS if name in compared.counted]
