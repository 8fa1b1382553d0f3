"""Typed answers of each lot: `Answers` and a questionnaire in, one `LotAnswers` a lot out.

A lot is the common answers overridden by its own, by dotted id. Problems of form (unknown question, wrong type, a
dossier answer inside a lot) are raised together; nothing is computed from the answers here.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from contractgen.errors import AnswersError
from contractgen.model import Answers, Finding, Questionnaire
from contractgen.text import RefusedTextError, admit
from contractgen.typed_values import type_value

Path = tuple[str | int, ...]
ONLY_LOT, DEVIATIONS = "lot", "derogations_negociees"
_MAX_LOT_ID = 60


class LotAnswers(NamedTuple):
    """The typed answers of one lot by question id, what the text gate changed, the answers common to all lots, and the
    open points and agreed texts of the lot or of all."""

    id: str
    values: Mapping[str, Any]
    notices: tuple[Finding, ...]
    common: Mapping[str, Any]
    open_points: tuple[Mapping[str, str], ...] = ()
    deviations: tuple[Mapping[str, Any], ...] = ()


def typed_lots(questionnaire: Questionnaire, answers: Answers) -> tuple[LotAnswers, ...]:
    """The answers of each lot, typed; without `lots:` the one lot is « lot ».

    Raises AnswersError, one line a problem: unknown question (with the nearest name), wrong type, unknown choice,
    refused text, answer of scope dossier inside a lot, lot without an id or with another's.
    """
    typist = _Typist(questionnaire, answers)
    if answers.lots is not None and not (answers.lots and all(isinstance(lot, Mapping) for lot in answers.lots)):
        raise AnswersError(f"{answers.origin}: « lots » doit être une liste de lots, chacun avec son id")
    common = typist.typed(answers.values, ())
    if answers.lots is None:
        lots = [LotAnswers(ONLY_LOT, common, tuple(typist.notices), common)]
    else:
        lots = [typist.lot(lot, index, common) for index, lot in enumerate(answers.lots)]
        typist.check_ids([lot.id for lot in lots])
    typist.check_points()
    typist.check_deviations()
    if typist.problems:
        raise AnswersError(*typist.problems)
    return tuple(
        lot._replace(open_points=_of_lot(lot.id, answers.open_points), deviations=_of_lot(lot.id, answers.deviations))
        for lot in lots
    )


def _of_lot(lot: str, entries: tuple[Mapping[str, Any], ...]) -> tuple[Mapping[str, Any], ...]:
    return tuple(entry for entry in entries if entry.get("lot", lot) == lot)


class _Typist:
    def __init__(self, questionnaire: Questionnaire, answers: Answers) -> None:
        self.questionnaire, self.answers = questionnaire, answers
        self.problems: list[str] = []
        self.notices: list[Finding] = []
        self.prefixes = {ident.partition(".")[0] for ident in questionnaire.questions if "." in ident}

    def problem(self, path: Path, message: str) -> None:
        while path and path not in self.answers.marks:
            path = path[:-1]
        mark = self.answers.marks.get(path)
        place = f":{mark.line}:{mark.column}" if mark else ""
        self.problems.append(f"{self.answers.origin}{place}: {message}")

    def lot(self, raw: Mapping[str, Any], index: int, common: Mapping[str, Any]) -> LotAnswers:
        path: Path = ("lots", index)
        of_common, self.notices = self.notices, []
        own = self.typed({key: value for key, value in raw.items() if key != "id"}, path)
        for ident in own:
            if self.questionnaire.questions[ident].scope == "dossier":
                question = self.questionnaire.questions[ident]
                self.problem((*path, *_key(ident, raw)), f"« {question.label} » ({ident}) vaut pour tout le dossier :"
                             " à répondre dans le tronc commun, hors de « lots »")  # fmt: skip
        notices, self.notices = (*of_common, *self.notices), of_common
        return LotAnswers(self._id(raw, path), {**common, **own}, notices, common)

    def _id(self, raw: Mapping[str, Any], path: Path) -> str:
        ident = raw.get("id")
        try:
            clean = admit(str(ident)).text if isinstance(ident, (str, int)) and not isinstance(ident, bool) else ""
        except RefusedTextError as error:
            self.problem((*path, "id"), f"id de lot : {error}")
            return ""
        if not clean or "\n" in clean or len(clean) > _MAX_LOT_ID:
            self.problem(path, f"chaque lot a un « id », un texte court ({_MAX_LOT_ID} caractères au plus)")
        return clean

    def check_points(self) -> None:
        for rank, point in enumerate(self.answers.open_points):
            if point["question"] not in self.questionnaire.questions:
                self._unknown(point["question"], ("points_ouverts", rank, "question"))

    def check_deviations(self) -> None:
        """Each agreed text passes the gate that every text from outside passes."""
        for rank, deviation in enumerate(self.answers.deviations):
            cells = [cell for line in deviation["texte"] for cell in ([line] if isinstance(line, str) else line)]
            for text in (*cells, deviation.get("titre", "")):
                try:
                    admit(text)
                except RefusedTextError as error:
                    self.problem((DEVIATIONS, rank, "texte"), f"texte négocié de « {deviation['clause']} » : {error}")

    def check_ids(self, ids: list[str]) -> None:
        for ident in sorted({ident for ident in ids if ident and ids.count(ident) > 1}):
            self.problem(("lots",), f"deux lots ont le même id « {ident} »")

    def typed(self, raw: Mapping[str, Any], base: Path) -> dict[str, Any]:
        """The typed values of a mapping, nested or dotted."""
        found: dict[str, Any] = {}
        for key, value in raw.items():
            if key in self.questionnaire.questions:
                self._answer(key, value, (*base, key), found)
            elif key in self.prefixes and isinstance(value, Mapping):
                for inner, item in value.items():
                    ident = f"{key}.{inner}"
                    if ident in self.questionnaire.questions:
                        self._answer(ident, item, (*base, key, inner), found)
                    else:
                        self._unknown(ident, (*base, key, inner))
            elif not (key in self.prefixes and value is None):
                self._unknown(str(key), (*base, key))
        return found

    def _unknown(self, ident: str, path: Path) -> None:
        near = get_close_matches(ident, self.questionnaire.questions, 1)
        hint = f" ; vouliez-vous « {near[0]} » ?" if near else " ; retirez-la du fichier"
        self.problem(path, f"question « {ident} » inconnue{hint}")

    def _answer(self, ident: str, raw: Any, path: Path, found: dict[str, Any]) -> None:
        question = self.questionnaire.questions[ident]
        if ident in found:
            self.problem(path, f"question « {ident} » répondue deux fois (écrite imbriquée et pointée)")
        typed = type_value(question, raw)
        for refusal in typed.refusals:
            self.problem((*path, *refusal.path), f"« {question.label} » ({ident}) : {refusal.message}")
        for notice in typed.notices:
            where = ident + "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in notice.path)
            self.notices.append(Finding("text-normalised", "info", where,
                                        f"« {question.label} » : {', '.join(notice.changes)}."))  # fmt: skip
        if typed.value is not None:
            found[ident] = typed.value


def _key(ident: str, raw: Mapping[str, Any]) -> Path:
    return (ident,) if ident in raw else tuple(ident.split("."))
