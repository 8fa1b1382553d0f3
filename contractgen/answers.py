"""Answers: a YAML file in, `Answers` out, and written back without losing comments or order.

Dotted ids nest; `lots:` holds one mapping a provider. Nothing is typed here: a scalar stays the text that was
written until `lots` types it against the questionnaire.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from contractgen.errors import AnswersError, reason
from contractgen.model import Answers, Mark
from contractgen.strict_yaml import MAX_BYTES, Node, YamlError, read

OPEN_POINTS = "points_ouverts"
POINT_KEYS = ("question", "lot", "responsable", "echeance")
DEVIATIONS = "derogations_negociees"
RELEASE = "release"
DEVIATION_KEYS = ("clause", "version", "lot", "titre", "texte", "par", "le")
_WIDTH = 160
_ITEM = re.compile(r"([\w.]+)\[(\d+)\]")
_CELL = re.compile(r"([\w.]+)\[(\d+)\]\.(\w+)")
_VERSION = re.compile(r"\d+\.\d+\.\d+")
_FLOAT = "tag:yaml.org,2002:float"


def read_answers(path: str | Path) -> Answers:
    """The answers of a YAML file.

    Raises AnswersError, one line with file, line and column, when the file is absent, is a folder, is no YAML,
    has a duplicate key, or is no mapping.
    """
    file = Path(path)
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)  # one more, and it is refused: the file may have no end
    except IsADirectoryError as error:
        raise AnswersError(f"« {file} » est un dossier ; donnez le fichier de réponses (.yaml).") from error
    except FileNotFoundError as error:
        raise AnswersError(f"Fichier de réponses « {file} » introuvable.") from error
    except OSError as error:
        raise AnswersError(f"Fichier de réponses « {file} » illisible : {reason(error)}.") from error
    return answers_from(data, str(file))


def answers_from(data: bytes, origin: str) -> Answers:
    """The answers of the bytes of a YAML file; `origin` names it in messages."""
    try:
        root = read(data)
    except YamlError as error:
        raise AnswersError(f"{origin}:{error.line}:{error.column}: {error}") from error
    if not isinstance(root.value, dict):
        raise AnswersError(f"{origin}:{root.line}:{root.column}: une suite « question: réponse » est attendue")
    marks: dict[tuple[str | int, ...], Mark] = {}
    values = _plain(root, (), marks)
    lots = values.pop("lots", None)
    points = values.pop(OPEN_POINTS, None)
    deviations = _deviations(values.pop(DEVIATIONS, None), origin, marks)
    release = _release(values.pop(RELEASE, None), origin, marks)
    return Answers(
        values, _lots(lots, origin, marks), origin, marks, _points(points, origin, marks), deviations, release
    )


def _release(found: Any, origin: str, marks: Mapping[tuple[str | int, ...], Mark]) -> str | None:
    if found is not None and not (isinstance(found, str) and _VERSION.fullmatch(found)):
        mark = marks[(RELEASE,)]
        raise AnswersError(
            f"{origin}:{mark.line}:{mark.column}: « {RELEASE} » doit être une version publiée de la bibliothèque, X.Y.Z"
        )
    return found


def _deviations(found: Any, origin: str, marks: Mapping[tuple[str | int, ...], Mark]) -> tuple[Mapping[str, Any], ...]:
    """The agreed texts: each names its clause and holds its paragraphs, texts, and its rows of tables, lists of texts."""
    if found is None:
        return ()
    for rank, one in enumerate(found if isinstance(found, list) else ("",)):
        lines = (one.get("texte") or []) if isinstance(one, dict) else None
        known = isinstance(one, dict) and set(one) <= set(DEVIATION_KEYS) and isinstance(one.get("clause"), str)
        if not known or not isinstance(lines, list) or not all(_is_line(line) for line in lines):
            mark = marks.get((DEVIATIONS, rank), marks[(DEVIATIONS,)])
            raise AnswersError(
                f"{origin}:{mark.line}:{mark.column}: « {DEVIATIONS} » doit être une liste de textes négociés, chacun avec"
                f" sa « clause » et son « texte », une liste de paragraphes (et au besoin {', '.join(DEVIATION_KEYS)})"
            )
    return tuple(
        {key: [] if value is None else value for key, value in one.items()} | {"texte": one.get("texte") or []}
        for one in found
    )


def _is_line(line: Any) -> bool:
    """A paragraph, or a row of a table: the texts of its cells, which may be empty."""
    return isinstance(line, str) or (
        isinstance(line, list) and all(cell is None or isinstance(cell, str) for cell in line)
    )


def _points(points: Any, origin: str, marks: Mapping[tuple[str | int, ...], Mark]) -> tuple[Mapping[str, Any], ...]:
    """The open points: mappings whose values are texts."""
    if points is None:
        return ()
    if not isinstance(points, list) or not all(
        isinstance(point, dict) and set(point) <= set(POINT_KEYS) and "question" in point for point in points
    ):
        mark = marks[(OPEN_POINTS,)]
        raise AnswersError(
            f"{origin}:{mark.line}:{mark.column}: « {OPEN_POINTS} » doit être une liste de points ouverts, chacun avec"
            f" sa « question » (et au besoin {', '.join(POINT_KEYS[1:])})"
        )
    return tuple({key: str(value) for key, value in point.items() if value is not None} for point in points)


def _plain(node: Node, path: tuple[str | int, ...], marks: dict[tuple[str | int, ...], Mark]) -> Any:
    """The node as plain values; the place of each is kept."""
    marks[path] = Mark(node.line, node.column)
    if isinstance(node.value, dict):
        return {key: _plain(item, (*path, key), marks) for key, item in node.value.items()}
    if isinstance(node.value, list):
        return [_plain(item, (*path, index), marks) for index, item in enumerate(node.value)]
    return node.value


def _lots(lots: Any, origin: str, marks: Mapping[tuple[str | int, ...], Mark]) -> tuple[Mapping[str, Any], ...] | None:
    if lots is None:
        return None
    if not isinstance(lots, list) or not lots or not all(isinstance(lot, dict) for lot in lots):
        mark = marks[("lots",)]
        raise AnswersError(
            f"{origin}:{mark.line}:{mark.column}: « lots » doit être une liste de lots, chacun avec son id"
        )
    return tuple(lots)


def write_answers(path: str | Path, changes: Mapping[str, Any], lot: int | None = None) -> None:
    """Writes answers into the file, by question id, keeping its comments, its order and its other answers.

    `lot`: the rank of the lot that they belong to, from 0; None for the common part. A value is text, int, Decimal, bool, date, or lists and mappings of them; None removes the answer. The file is
    replaced at once or not at all. Raises AnswersError when the file is no answers file, DeliveryError when it cannot
    be written.
    """
    from contractgen.replacing import replace_file

    file = Path(path)
    if file.exists():
        read_answers(file)
    text = file.read_text(encoding="utf-8-sig") if file.exists() else ""
    replace_file(file, rewritten(text, {lot: changes}, origin=str(file)))


def rewritten(
    text: str,
    changes: Mapping[int | None, Mapping[str, Any]],
    deviations: Sequence[Mapping[str, Any]] = (),
    origin: str = "réponses",
) -> bytes:
    """The bytes of an answers file of that text with changes made, by rank of their lot (None: the common part), and
    agreed texts recorded, each in the place of the one of its clause and lot; all else stays as it was written.

    A question id may name a cell of a table, « indicateurs[2].cible », its rows counted from 1, or with no value a row to
    take out, « indicateurs[2] »: rows to take out go last, from the last one up. Raises AnswersError.
    """
    from ruamel.yaml.comments import CommentedMap
    from ruamel.yaml.error import YAMLError

    yaml = _round_trip(text)
    try:
        root = yaml.load(text) or CommentedMap()
        for lot, wanted in changes.items():
            place = root if lot is None else root["lots"][lot]
            for question, value in wanted.items():
                _set(place, question.split("."), value)
        for deviation in deviations:
            _record(root, deviation)
        stream = io.BytesIO()
        yaml.dump(root, stream)
    except YAMLError as error:
        raise AnswersError(f"« {origin} » ne peut pas être complété ici : son YAML est trop particulier.") from error
    return stream.getvalue()


def _record(root: Any, deviation: Mapping[str, Any]) -> None:
    """One more agreed text, or a new one of the same clause and lot."""
    if root.get(DEVIATIONS) is None:
        root[DEVIATIONS] = []
    known = root[DEVIATIONS]
    same = [
        i
        for i, one in enumerate(known)
        if (one["clause"], one.get("lot")) == (deviation["clause"], deviation.get("lot"))
    ]
    if same:
        known[same[0]] = _written(deviation)
    else:
        known.append(_written(deviation))


def _round_trip(text: str) -> Any:
    """A reader and writer of YAML that keeps comments, and the indentation of lists of the text."""
    from ruamel.yaml import YAML
    from ruamel.yaml.representer import RoundTripRepresenter

    class Representer(RoundTripRepresenter):
        pass

    Representer.add_representer(Decimal, lambda to, value: to.represent_scalar(_FLOAT, f"{value:f}"))
    yaml = YAML()
    yaml.Representer = Representer
    yaml.preserve_quotes = True
    yaml.width = _WIDTH
    if re.search(r"^ +- ", text, re.MULTILINE):
        yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _set(root: Any, keys: list[str], value: Any) -> None:
    item = _ITEM.fullmatch(".".join(keys)) if value is None else None
    if item is not None:
        _take_out(root, item[1].split("."), int(item[2]) - 1)
        return
    cell = _CELL.fullmatch(".".join(keys))
    if cell is not None:
        root, keys = _row(root, cell[1].split("."), int(cell[2]) - 1), [cell[3]]
    if not isinstance(root, dict):
        raise AnswersError(f"« {'.'.join(keys)} » ne peut pas être complété : sa place est tenue par autre chose.")
    if len(keys) > 1:
        dotted = ".".join(keys)
        if dotted in root:
            keys = [dotted]
        else:
            if root.get(keys[0]) is None:
                if value is None:
                    return
                root[keys[0]] = {}
            _set(root[keys[0]], keys[1:], value)
            return
    if value is None:
        root.pop(keys[0], None)
    else:
        root[keys[0]] = _written(value)


def _take_out(root: Any, keys: list[str], rank: int) -> None:
    """Takes a row out of a table, or a value out of a list, if it is there."""
    for key in [".".join(keys)] if ".".join(keys) in root else keys:
        root = root.get(key) if isinstance(root, dict) else None
    if isinstance(root, list) and 0 <= rank < len(root):
        del root[rank]


def _row(root: Any, keys: list[str], rank: int) -> Any:
    """A row of a table as it was written; None when there is no such row."""
    found = root.get(".".join(keys)) if isinstance(root, dict) else None
    for key in keys if found is None else ():
        root = root.get(key) if isinstance(root, dict) else None
        found = root
    return found[rank] if isinstance(found, list) and 0 <= rank < len(found) else None


def _written(value: Any) -> Any:
    """A value as YAML writes it: whole decimals as integers, texts with odd characters between quotes."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(value, Mapping):
        return {key: _written(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_written(item) for item in value]
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    if isinstance(value, str) and (value.strip() != value or not value.isprintable()):
        return DoubleQuotedScalarString(value)
    return value
