"""Answers: a YAML file in, `Answers` out, and written back without losing comments or order.

Dotted ids nest; `lots:` holds one mapping a provider. Nothing is typed here: a scalar stays the text that was
written until `lots` types it against the questionnaire.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from contractgen.errors import AnswersError
from contractgen.model import Answers, Mark
from contractgen.strict_yaml import Node, YamlError, read


def read_answers(path: str | Path) -> Answers:
    """The answers of a YAML file.

    Raises AnswersError, one line with file, line and column, when the file is absent, is a folder, is no YAML,
    has a duplicate key, or is no mapping.
    """
    file = Path(path)
    try:
        data = file.read_bytes()
    except IsADirectoryError as error:
        raise AnswersError(f"« {file} » est un dossier ; donnez le fichier de réponses (.yaml).") from error
    except FileNotFoundError as error:
        raise AnswersError(f"Fichier de réponses « {file} » introuvable.") from error
    except OSError as error:
        raise AnswersError(f"Fichier de réponses « {file} » illisible : {error.strerror}.") from error
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
    return Answers(values, _lots(lots, origin, marks), origin, marks)


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


def write_answers(path: str | Path, changes: Mapping[str, Any]) -> None:
    """Writes answers into the file, by question id, leaving comments, order and all else as they are.

    A value is text, int, Decimal, bool, date, or lists and mappings of them; None removes the answer. The file is
    replaced at once or not at all. Raises DeliveryError when it cannot be.
    """
    import io

    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap

    from contractgen.delivery import replace_file

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 120
    file = Path(path)
    root = (yaml.load(file.read_bytes()) if file.exists() else None) or CommentedMap()
    for question, value in changes.items():
        _set(root, question.split("."), value)
    stream = io.BytesIO()
    yaml.dump(root, stream)
    replace_file(file, stream.getvalue())


def _set(root: Any, keys: list[str], value: Any) -> None:
    if len(keys) > 1:
        dotted = ".".join(keys)
        if dotted in root:
            keys = [dotted]
        else:
            if keys[0] not in root:
                if value is None:
                    return
                root[keys[0]] = {}
            _set(root[keys[0]], keys[1:], value)
            return
    if value is None:
        root.pop(keys[0], None)
    else:
        root[keys[0]] = _written(value)


def _written(value: Any) -> Any:
    """A value as YAML writes it: decimals as plain numbers, never floats."""
    from decimal import Decimal

    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(value, Mapping):
        return {key: _written(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_written(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else _decimal_scalar(value)
    if isinstance(value, str) and (value.strip() != value or not value.isprintable()):
        return DoubleQuotedScalarString(value)
    return value


def _decimal_scalar(value: Any) -> Any:
    from ruamel.yaml.scalarfloat import ScalarFloat

    text = f"{value.normalize():f}"
    whole, _, _ = text.partition(".")
    return ScalarFloat(float(value), width=len(text), prec=len(whole), m_sign=False, e_width=0)
