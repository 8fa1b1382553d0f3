"""The interview as a value: which questions remain, how far it is, what an answer changes. Pure: it asks nothing.

In: the answers so far. Out: the steps that are asked now, in order, the progress of each section, and what changed
between two states. The terminal only asks; whatever it shows is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from contractgen.condition import parse
from contractgen.lots import typed_lots
from contractgen.model import Answers, Entry, Library, Question, Questionnaire, Section, Unknown, View
from contractgen.names import printing_of
from contractgen.selection import select
from contractgen.view import settled, view_of


class Step(NamedTuple):
    """A question to ask; `lot`: the rank of the lot from 0, None in the common part."""

    question: str
    lot: int | None = None


class Interview(NamedTuple):
    """All that the interview is made of. `views`: one a lot; `owners`: the open points."""

    library: Library
    questionnaire: Questionnaire
    answers: Answers
    views: tuple[View, ...]


class Progress(NamedTuple):
    """How far a section is; `lacking`: questions that need an answer before the contract can be delivered."""

    section: Section
    lot: int | None
    rank: int
    sections: int
    answered: int
    asked: int
    lacking: tuple[Step, ...]


class Effects(NamedTuple):
    """What an answer changed: titles of clauses and steps that came or went."""

    clauses_in: tuple[str, ...]
    clauses_out: tuple[str, ...]
    steps_in: tuple[Step, ...]
    steps_out: tuple[Step, ...]


_ASKED = ("given", "default", "unanswered")


def interview_of(library: Library, questionnaire: Questionnaire, answers: Answers) -> Interview:
    """The state of an interview. Raises AnswersError when the answers do not fit the questionnaire."""
    typed = typed_lots(questionnaire, answers)
    views = tuple(view_of(library, questionnaire, lot.id, lot.values) for lot in typed)
    return Interview(library, questionnaire, answers, views)


def entry_of(interview: Interview, step: Step) -> Entry:
    """The state of a question where it is asked."""
    return interview.views[step.lot or 0].entries[step.question]


def steps(interview: Interview) -> tuple[Step, ...]:
    """The questions that are asked now, in the order of the questionnaire: the dossier's, then lot by lot."""
    return tuple(step for _, inside in sections(interview) for step in inside)


def sections(interview: Interview) -> tuple[tuple[tuple[Section, int | None], tuple[Step, ...]], ...]:
    """The sections that have a question to ask, with their questions."""
    several = interview.answers.lots is not None
    found = []
    for lot in (None, *(range(len(interview.views)) if several else ())):
        for section in interview.questionnaire.sections.values():
            if (section.scope == "dossier" or not several) == (lot is None):
                inside = [Step(name, lot) for name in section.questions]
                asked = tuple(step for step in inside if entry_of(interview, step).state in _ASKED)
                if asked:
                    found.append(((section, lot), asked))
    return tuple(found)


def needed(interview: Interview) -> tuple[Step, ...]:
    """The questions without which nothing can be delivered: required, asked, with neither answer nor default."""
    return tuple(step for step in steps(interview) if is_lacking(interview, step))


def is_lacking(interview: Interview, step: Step) -> bool:
    question = interview.questionnaire.questions[step.question]
    return question.required and entry_of(interview, step).state == "unanswered"


def progress(interview: Interview, step: Step) -> Progress:
    """How far the section of a step is."""
    every = sections(interview)
    name = interview.questionnaire.questions[step.question].section
    rank = next((i for i, ((section, lot), _) in enumerate(every) if (section.id, lot) == (name, step.lot)), 0)
    (section, lot), inside = every[rank]
    answered = sum(entry_of(interview, one).state == "given" for one in inside)
    lacking = tuple(one for one in inside if is_lacking(interview, one))
    return Progress(section, lot, rank + 1, len(every), answered, len(inside), lacking)


def following(interview: Interview, step: Step | None, among: tuple[Step, ...] | None = None) -> Step | None:
    """The step after `step` in the order of the questionnaire, of those `among`; the first one without `step`."""
    order = {one: rank for rank, one in enumerate(_every(interview))}
    wanted = steps(interview) if among is None else among
    place = -1 if step is None else order.get(step, -1)
    return next((one for one in wanted if order[one] > place), None)


def preceding(interview: Interview, step: Step | None) -> Step | None:
    """The step asked before `step`; the last one without `step`."""
    order = {one: rank for rank, one in enumerate(_every(interview))}
    place = len(order) if step is None else order.get(step, len(order))
    return next((one for one in reversed(steps(interview)) if order[one] < place), None)


def _every(interview: Interview) -> list[Step]:
    """All the steps, asked or not, in order."""
    several = interview.answers.lots is not None
    every = interview.questionnaire.sections.values()
    found = []
    for lot in (None, *(range(len(interview.views)) if several else ())):
        for section in every:
            if (section.scope == "dossier" or not several) == (lot is None):
                found += [Step(name, lot) for name in section.questions]
    return found


def found_by(interview: Interview, words: str) -> tuple[Step, ...]:
    """The steps asked now whose label, help or id holds every word, whatever its case and accents."""
    wanted = folded(words).split()
    return tuple(step for step in steps(interview) if all(w in _text_of(interview, step) for w in wanted) and wanted)


def _text_of(interview: Interview, step: Step) -> str:
    question = interview.questionnaire.questions[step.question]
    return folded(f"{question.label} {question.help} {question.id}")


def folded(text: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


# ---------------------------------------------------------------- answering


def answered(interview: Interview, step: Step, value: Any) -> Interview:
    """The interview with one answer more, or changed, or taken back (None)."""
    answers = interview.answers
    if step.lot is None:
        answers = answers._replace(values=_put(answers.values, step.question, value))
    else:
        lots = list(answers.lots or ())
        lots[step.lot] = _put(lots[step.lot], step.question, value)
        answers = answers._replace(lots=tuple(lots))
    return interview_of(interview.library, interview.questionnaire, answers)


def _put(values: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
    """The mapping with the value under its name, nested as it already is."""
    copy = dict(values)
    head, _, rest = name.partition(".")
    if rest and name not in copy:
        inner = dict(copy.get(head) or {})
        inner.pop(rest, None)
        copy[head] = inner if value is None else {**inner, rest: value}
    elif value is None:
        copy.pop(name, None)
    else:
        copy[name] = value
    return copy


def effects(before: Interview, after: Interview) -> Effects:
    """What changed between two states of the same dossier."""
    clauses = [_clauses(one) for one in (before, after)]
    asked = [steps(one) for one in (before, after)]
    return Effects(
        tuple(title for slug, title in clauses[1].items() if slug not in clauses[0]),
        tuple(title for slug, title in clauses[0].items() if slug not in clauses[1]),
        tuple(step for step in asked[1] if step not in asked[0]),
        tuple(step for step in asked[0] if step not in asked[1]),
    )


def _clauses(interview: Interview) -> dict[tuple[int, str], str]:
    """The clauses of all lots, by rank of the lot and id."""
    library = interview.library
    printing = printing_of(interview.questionnaire, library)
    found: dict[tuple[int, str], str] = {}
    for rank, view in enumerate(interview.views):
        selection = select(library, view, printing)
        found |= {(rank, slug): library.clauses[slug].title for slug in selection.decisions if selection.has(slug)}
    return found


class Alert(NamedTuple):
    """A coherence rule that the answers already break; `names`: the questions it reads."""

    rule: str
    message: str
    blocking: bool
    names: tuple[str, ...]
    lot: int


def alerts(interview: Interview) -> tuple[Alert, ...]:
    """The rules that can already be decided and are broken, blocking ones first."""
    found = []
    for rank, view in enumerate(interview.views):
        for rule in interview.library.rules:
            if rule.must is None:
                continue
            applies = settled(parse(rule.when)(view.lookup)) if rule.when else True
            if applies is not True:
                continue
            kept = parse(rule.must)(view.lookup)
            if not isinstance(kept, Unknown) and not kept:
                names = tuple(name for source in (rule.when, rule.must) if source for name in parse(source).names)
                found.append(Alert(rule.id, rule.message, rule.severity == "blocking", names, rank))
    return tuple(sorted(found, key=lambda alert: not alert.blocking))


def question_of(interview: Interview, step: Step) -> Question:
    return interview.questionnaire.questions[step.question]
