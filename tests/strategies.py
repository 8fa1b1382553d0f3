"""Random dossiers: for each question, a valid answer of its type or none, hostile texts among them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any

from hypothesis import strategies as st

from contractgen.model import Column, Question, Questionnaire

HOSTILE = (
    "Dupont & Fils <SARL>", "</w:t></w:r><w:r><w:instrText>DDEAUTO cmd</w:instrText>", "{{ 7 * 7 }} {% raw %}", "]]>",
    "= SOMME(A1)", "l'été : 12 € ; n° 5 !", "ligne 1\nligne 2", "tabulé\tici", "à désigner", "« guillemets »", "ﬁ ½ ²", "😀 ｗｉｄｅ",
    "[[annexe-sla]]", "TOC \\o \"1-3\"", "a" * 300, "é" * 40, "0", "non", "null",
)  # fmt: skip
_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Co", "Cn")), min_size=1, max_size=40
)
TEXTS = st.one_of(st.sampled_from(HOSTILE), _WORDS)
SIRENS = ("999999006", "999999014", "999999022", "999999030")


def _number(question: Question | Column) -> st.SearchStrategy[Any]:
    low = ceil(getattr(question, "minimum", None) or 0)
    high = int(getattr(question, "maximum", None) or 200)
    whole = st.integers(
        low + (getattr(question, "minimum", None) is not None and low == 0 and question.type == "money"), high
    )
    if question.type == "integer":
        return whole
    return st.one_of(
        whole.map(Decimal), whole.map(lambda n: Decimal(n) + Decimal("0.5") if n + 1 <= high else Decimal(n))
    )


def _value(question: Question | Column) -> st.SearchStrategy[Any]:
    kind = question.type
    if kind in ("integer", "decimal", "money", "percent"):
        return _number(question)
    values = [choice.value for choice in question.choices]
    if kind == "choice":
        return st.sampled_from(values)
    if kind == "choices":
        return st.lists(st.sampled_from(values), max_size=len(values), unique=True)
    if kind == "boolean":
        return st.booleans()
    if kind == "date":
        return st.dates(date(2025, 1, 1), date(2035, 12, 31))
    if kind == "siren":
        return st.sampled_from(SIRENS)
    if kind == "email":
        return st.just("contact@exemple.fr")
    if kind == "list":
        return st.lists(_text(question), max_size=3)
    return _text(question)


def _text(question: Question | Column) -> st.SearchStrategy[Any]:
    pattern = getattr(question, "pattern", None)
    known = {
        r"^[A-Z]{2}$": ("MA", "US", "FR"),
        r"^[0-9]{4}$": ("3248", "1486"),
        r"^[0-3][0-9]/[01][0-9]$": ("31/12", "30/06"),
    }
    if pattern:
        return st.sampled_from(known[pattern])
    if question.id in ("pays", "pays_hebergement"):
        return st.sampled_from(("FR", "MA", "DE"))
    return TEXTS


@st.composite
def _row(draw: st.DrawFn, question: Question) -> dict[str, Any]:
    row = {}
    for column in question.columns:
        if column.required or draw(st.booleans()):
            row[column.id] = draw(_value(column))
    return row


@st.composite
def dossiers(draw: st.DrawFn, questionnaire: Questionnaire) -> dict[str, Any]:
    """Answers by question id. Most questions are answered half of the time; the texts of the parties nearly always."""
    answers: dict[str, Any] = {}
    answered = draw(st.sets(st.sampled_from(sorted(questionnaire.questions)), max_size=len(questionnaire.questions)))
    for ident, question in questionnaire.questions.items():
        if ident in answered or (question.required and question.default is None and draw(st.integers(0, 9)) > 0):
            answers[ident] = draw(
                st.lists(_row(question), max_size=3) if question.type == "table" else _value(question)
            )
    return answers


@st.composite
def changed(draw: st.DrawFn, questionnaire: Questionnaire, answers: dict[str, Any]) -> dict[str, Any]:
    """A complete dossier with a few answers changed or taken out: most of these can be delivered."""
    names = draw(st.lists(st.sampled_from(sorted(questionnaire.questions)), min_size=1, max_size=8, unique=True))
    found = dict(answers)
    for name in names:
        question = questionnaire.questions[name]
        if draw(st.integers(0, 7)) == 0:
            found.pop(name, None)
        else:
            found[name] = draw(st.lists(_row(question), max_size=3) if question.type == "table" else _value(question))
    return found
