"""The answers whose value was changed in the text: base text and text that came back in, proposed answers out.

Each stretch that an answer printed is followed through the words of its paragraph. An answer that is printed in several
places and changed in some of them only is told: the file then says two things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from contractgen.model import Column, Question, Questionnaire
from contractgen.names import COMPLETED
from contractgen.review_matching import DOUBTFUL, LIKELY, SURE, Place
from contractgen.review_text import normal, without_bullet
from contractgen.review_values import Read, read_value
from contractgen.review_view import GONE, REWORDED, View
from contractgen.word.origins import Origin

_PIECES = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|\s+|.", re.DOTALL)
_BLANK = "[à compléter"
_COMPLETED = {COMPLETED: "indicateurs"}
_CELL = re.compile(r"(?P<table>[\w.]+)\[(?P<row>\d+)\](?:\.(?P<column>\w+))?\Z")


class Mention(NamedTuple):
    """A place where an answer is printed: the text at first, the text now (None: gone with its paragraph)."""

    answer: str
    place: Place
    base: str
    found: str | None
    confidence: str


class AnswerChange(NamedTuple):
    """An answer whose value was changed. `base` and `proposed`: typed, None when the text says no value of the
    question; `elsewhere`: it still has its old value, or a third one, in other places; `problem`: why it is not sure; `removed`: it is a row of a table, or a value of a list, that is gone."""

    id: str
    label: str
    base: Any
    proposed: Any
    base_text: str
    proposed_text: str
    entry: str
    confidence: str
    elsewhere: bool
    problem: str
    removed: bool = False


def mentions(places: Sequence[Place], view: View) -> list[Mention]:
    """Each printed answer with what now stands there."""
    found = []
    for place, matched, text, state in zip(places, view.matches, view.texts, view.states, strict=True):
        own = [origin for origin in place.origins if origin.kind in ("answer", "blank")]
        if not own:
            continue
        same = state not in (GONE, REWORDED)
        if text is not None and without_bullet(place.text) == place.text:
            text = without_bullet(text)
        now = {} if text is None or same else follow(place.text, text, own)
        for origin in own:
            base = place.text[origin.start : origin.end]
            if text is None:
                found.append(Mention(_answer(origin), place, base, None, SURE))
            elif same:
                found.append(Mention(_answer(origin), place, base, base, SURE))
            else:
                where = now[origin]
                confidence = matched.confidence if where.held else DOUBTFUL
                found.append(Mention(_answer(origin), place, base, text[where.start : where.end], confidence))
    return found


class Followed(NamedTuple):
    """Where a span stands in the text that was found; `held`: the words on both sides of it are still there."""

    start: int
    end: int
    held: bool


def follow(base: str, found: str, origins: Iterable[Origin]) -> dict[Origin, Followed]:
    """Each span of a text followed into what the text became."""
    old, new = _PIECES.findall(base), _PIECES.findall(found)
    starts, ends = _starts(old), _starts(new)
    blocks = SequenceMatcher(None, list(map(_same, old)), list(map(_same, new)), autojunk=False).get_matching_blocks()
    at = {b.a + step: b.b + step for b in blocks for step in range(b.size)}
    result = {}
    for origin in origins:
        first = next(i for i, start in enumerate(starts) if start >= origin.start)
        last = next(i for i, start in enumerate(starts) if start >= origin.end)
        before = next((at[i] + 1 for i in range(first - 1, -1, -1) if i in at), 0)
        after = max(next((at[i] for i in range(last, len(old)) if i in at), len(new)), before)
        held = _holds(old, range(first - 1, -1, -1), at) and _holds(old, range(last, len(old)), at)
        stands = found[ends[before] : ends[after]]
        lead = len(stands) - len(stands.lstrip())
        result[origin] = Followed(ends[before] + lead, ends[before] + max(len(stands.rstrip()), lead), held)
    return result


def _starts(pieces: list[str]) -> list[int]:
    """Where each piece starts, and where the last one ends."""
    found = [0]
    for piece in pieces:
        found.append(found[-1] + len(piece))
    return found


def _answer(origin: Origin) -> str:
    """The answer that a span comes from; a table completed from the catalogue is the one that was answered."""
    table, bracket, rest = origin.source.partition("[")
    return f"{_COMPLETED[table]}{bracket}{rest}" if table in _COMPLETED else origin.source


def _same(piece: str) -> str:
    return " " if piece.isspace() else normal(piece).casefold() or piece


def _holds(pieces: list[str], outward: range, at: Mapping[int, int]) -> bool:
    """Whether the nearest word on a side of a span is still there, or the paragraph ends there."""
    for index in outward:
        if any(character.isalnum() for character in pieces[index]):
            return index in at
    return True


# ---------------------------------------------------------------- what the answers become


def question_of(questionnaire: Questionnaire, source: str) -> Question | Column | None:
    """The question or the column of its table that an origin names; None for what nobody answers (a legal value)."""
    if source in questionnaire.questions:
        return questionnaire.questions[source]
    cell = _CELL.match(source)
    question = questionnaire.questions.get(cell["table"]) if cell else None
    if cell is None or question is None:
        return None
    if cell["column"] is None:
        return Column(question.id, question.label, "choice" if question.choices else "text", True, "", question.choices)
    return next((column for column in question.columns if column.id == cell["column"]), None)


def label_of(questionnaire: Questionnaire, source: str) -> str:
    """What a reader calls the answer: its question, and for a cell its column and row."""
    found, cell = question_of(questionnaire, source), _CELL.match(source)
    if found is None:
        return source
    if cell is None or source in questionnaire.questions:
        return found.label.rstrip(" ?")
    table = questionnaire.questions[cell["table"]].label.rstrip(" ?")
    return f"{table}, ligne {cell['row']}" + (f", {found.label}" if cell["column"] else "")


def changed_answers(
    questionnaire: Questionnaire, found: Sequence[Mention], known: Mapping[str, Any]
) -> tuple[AnswerChange, ...]:
    """The answers whose value differs now, in the order of the text; `known`: the typed values of the dossier, if at hand."""
    by_answer: dict[str, list[Mention]] = {}
    for mention in found:
        by_answer.setdefault(mention.answer, []).append(mention)
    changes = []
    for source, all_mentions in by_answer.items():
        column = question_of(questionnaire, source)
        there = [mention for mention in all_mentions if mention.found is not None]
        changed = [mention for mention in there if normal(mention.found or "") != normal(mention.base)]
        if column is not None and changed:
            changes.append(_change(questionnaire, source, column, changed, there, known))
    return tuple(changes)


def _change(
    questionnaire: Questionnaire,
    source: str,
    column: Question | Column,
    changed: list[Mention],
    there: list[Mention],
    known: Mapping[str, Any],
) -> AnswerChange:
    read = [read_value(mention.found or "", column, mention.base) for mention in changed]
    best = next((index for index, one in enumerate(read) if one.value is not None), 0)
    mention, chosen = changed[best], read[best]
    said = None if mention.base.startswith(_BLANK) else read_value(mention.base, column).value
    base = known.get(source) if said is None else said
    others = {str(one.value) for one in read if one.value is not None}
    elsewhere = len(changed) < len(there) or len(others) > 1
    return AnswerChange(
        source, label_of(questionnaire, source), base, chosen.value, mention.base, mention.found or "",
        mention.place.entry, _confidence(mention, chosen), elsewhere, chosen.problem,
    )  # fmt: skip


def _confidence(mention: Mention, read: Read) -> str:
    if read.value is None or mention.confidence == DOUBTFUL:
        return DOUBTFUL
    return SURE if read.exact and mention.confidence == SURE else LIKELY


def values_said(questionnaire: Questionnaire, found: Sequence[Mention], now: bool) -> dict[str, Any]:
    """The typed value of each question that is printed in the file, at first or `now`; rows of tables are left out."""
    values: dict[str, Any] = {}
    for mention in found:
        question = questionnaire.questions.get(mention.answer)
        text = mention.found if now else mention.base
        if question is None or not text or text.startswith(_BLANK):
            continue
        if mention.answer not in values or (now and mention.found != mention.base):
            value = read_value(text, question, mention.base).value
            if value is not None:
                values[mention.answer] = value
    return values
