"""The commands on an answers file: the file to fill in, and its schema for editors. Texts out; `commands` prints them."""

from __future__ import annotations

import json
from pathlib import Path

from contractgen.errors import AnswersError, DeliveryError
from contractgen.model import Questionnaire
from contractgen.questionnaire import load_questionnaire
from contractgen.replacing import replace_file


def write_template(
    out: str | None,
    schema: str,
    functions: str | None,
    questionnaire: str | None,
    library: tuple[str | None, str | None],
) -> str:
    """The answers file to fill in, or a line that says where it was written; `functions` is separated by commas.

    Raises DeliveryError rather than replace a file, which may hold answers.
    """
    from contractgen.answers_template import askable, template
    from contractgen.library import load_library

    asked_of = load_questionnaire(questionnaire)
    if functions is None:
        text = template(asked_of, schema)
    else:
        chosen = _functions(asked_of, functions)
        asked = askable(load_library(*library, asked_of), asked_of, chosen)
        text = template(asked_of, schema, asked, chosen)
    if out is not None and Path(out).exists():
        raise DeliveryError(
            f"« {out} » existe déjà et peut contenir des réponses ; donnez un autre nom. Rien n'a été écrit."
        )
    return _delivered(text, out)


def write_schema(out: str | None, questionnaire: str | None) -> str:
    """The JSON Schema of an answers file, or a line that says where it was written.

    Raises DeliveryError rather than replace a file that is no JSON.
    """
    from contractgen.answers_schema import schema

    text = json.dumps(schema(load_questionnaire(questionnaire)), ensure_ascii=False, indent=1) + "\n"
    if out is not None and Path(out).is_file() and Path(out).stat().st_size and not _is_schema(Path(out)):
        raise DeliveryError(
            f"« {out} » existe déjà et n'est pas un schéma JSON ; donnez un autre nom. Rien n'a été écrit."
        )
    return _delivered(text, out)


def _is_schema(file: Path) -> bool:
    try:
        with file.open("rb") as stream:
            return b'"$schema"' in stream.read(400)
    except OSError:
        return False


def _functions(questionnaire: Questionnaire, text: str) -> tuple[str, ...]:
    from contractgen.typed_values import type_value
    from contractgen.view import FUNCTIONS

    question = questionnaire.questions.get(FUNCTIONS)
    if question is None:
        raise AnswersError(f"Ce questionnaire n'a pas de question « {FUNCTIONS} » : retirez --functions.")
    typed = type_value(question, [name.strip() for name in text.split(",") if name.strip()])
    if typed.refusals:
        raise AnswersError(*(f"--functions : {refusal.message}" for refusal in typed.refusals))
    if not typed.value:
        raise AnswersError("--functions : donnez une fonction au moins, comme « comptabilite,paie ».")
    return tuple(typed.value)


def _delivered(text: str, out: str | None) -> str:
    if out is None:
        return text.removesuffix("\n")
    replace_file(Path(out), text.encode())
    return f"Écrit : {out}"
