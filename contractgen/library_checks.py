"""The cross-references of a library, checked when it is loaded: every problem with file and line.

In: the parsed library and the questionnaire. Out: lines of problems. A clause that is cited but not written,
a value that no question gives, a condition of the wrong type, a requirement that does not exist: all are found
here, none while a contract is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from contractgen.checks.programmed import PROGRAMMED
from contractgen.clause_checks import ClauseChecker, check_condition
from contractgen.condition import ConditionError, parse
from contractgen.model import Library, Questionnaire
from contractgen.names import Names, names_of
from contractgen.questionnaire import default_conditions
from contractgen.reading import MOST_NEAR, Problems


def check_library(library: Library, questionnaire: Questionnaire) -> None:
    """Raises ContentError with every broken cross-reference of the library and of the questionnaire."""
    library_problems(library, questionnaire).raise_if_any()


def library_problems(library: Library, questionnaire: Questionnaire) -> Problems:
    """Every broken cross-reference of the library and of the questionnaire."""
    problems = Problems()
    names = names_of(questionnaire, library.facts, library.parameters)
    for fact, error in names.problems:
        message = f"fait « {fact.id} » : {problems.said(error)}"
        problems.at(fact.path, message, fact.condition, error.column - 1)
    _check_names(library, questionnaire, problems)
    _check_questions(questionnaire, names, problems)
    _check_circles(library, questionnaire, problems)
    _check_requirements(library, questionnaire, names, problems)
    _check_rules(library, names, problems)
    _check_plans(library, names, problems)
    _check_definitions(library, problems)
    for clause in library.clauses.values():
        ClauseChecker(library, names, clause, problems).run()
    return problems


def _check_names(library: Library, questionnaire: Questionnaire, problems: Problems) -> None:
    """A name has one meaning: question, fact or parameter."""
    for fact in library.facts.values():
        if fact.id in questionnaire.questions or fact.id in library.parameters:
            message = f"fait « {fact.id} » : ce nom est pris par une question ou un paramètre"
            problems.at(fact.path, message, fact.id)
    for ident in library.parameters:
        if ident in questionnaire.questions:
            problems.add("parameters.yaml", 1, f"paramètre « {ident} » : ce nom est pris par une question", ident)


def _check_questions(questionnaire: Questionnaire, names: Names, problems: Problems) -> None:
    for section in questionnaire.sections.values():
        if section.when:
            check_condition(section.when, names, f"{questionnaire.path}:{section.line}", problems)
    for question in questionnaire.questions.values():
        for when in filter(None, (question.when, *default_conditions(question))):
            check_condition(when, names, f"{questionnaire.path}:{question.line}", problems)


def dependencies(library: Library, questionnaire: Questionnaire) -> dict[str, tuple[str, ...]]:
    """For each question and fact, the names that its asking or its value depends on."""
    found: dict[str, tuple[str, ...]] = {}
    for ident, question in questionnaire.questions.items():
        whens = [w for w in (questionnaire.sections[question.section].when, question.when) if w]
        whens += default_conditions(question)
        by_function = any(column.id == "fonction" for column in question.columns) and question.default
        found[ident] = (*_names_in(whens), *(("fonctions",) if by_function else ()))
    found.update({ident: _names_in([fact.condition]) for ident, fact in library.facts.items()})
    return found


def _names_in(sources: Iterable[str]) -> tuple[str, ...]:
    names: list[str] = []
    for source in sources:
        try:
            names += parse(source).names
        except ConditionError:
            continue
    return tuple(dict.fromkeys(names))


def _check_circles(library: Library, questionnaire: Questionnaire, problems: Problems) -> None:
    """The first circle of questions and facts that depend on one another."""
    graph = dependencies(library, questionnaire)
    done: set[str] = set()
    for start in graph:
        trail, stack = {start: None}, [iter(graph[start])]
        while stack:
            after = next(stack[-1], None)
            if after is None:
                stack.pop()
                done.add(trail.popitem()[0])
            elif after in trail:
                names = list(trail)
                circle = " → ".join([*names[names.index(after) :], after])
                fact, question = library.facts.get(after), questionnaire.questions.get(after)
                place = fact.path if fact else f"{questionnaire.path}:{question.line if question else 1}"
                problems.at(place, f"conditions en cercle : {circle}")
                return
            elif after in graph and after not in done:
                trail[after] = None
                stack.append(iter(graph[after]))


def _check_requirements(library: Library, questionnaire: Questionnaire, names: Names, problems: Problems) -> None:
    rules = {rule.id for rule in library.rules}
    satisfied = {ident for clause in library.clauses.values() for ident in clause.satisfies}
    for requirement in library.requirements.values():
        if requirement.when:
            check_condition(requirement.when, names, requirement.path, problems)
        for ident in requirement.answers:
            if ident not in questionnaire.questions:
                problems.at(requirement.path, f"réponse « {ident} » inconnue du questionnaire", ident)
        for ident in requirement.rules:
            if ident not in rules:
                problems.at(requirement.path, f"règle « {ident} » absente de rules.yaml", ident)
        if requirement.severity == "mandatory" and requirement.id not in satisfied:
            message = f"aucune clause ne satisfait l'exigence {requirement.id}"
            problems.at(requirement.path, message, requirement.id)


def _check_rules(library: Library, names: Names, problems: Problems) -> None:
    seen: set[str] = set()
    for rule in library.rules:
        if rule.id in seen:
            problems.at(rule.path, f"règle « {rule.id} » en double", rule.id)
        seen.add(rule.id)
        for source in filter(None, (rule.when, rule.must)):
            check_condition(source, names, rule.path, problems)
        if rule.check and not rule.must and rule.id not in PROGRAMMED:
            message = f"règle « {rule.id} » : aucun contrôle programmé ne porte ce nom ({', '.join(PROGRAMMED)}) ; écrivez-la avec « must »"
            problems.at(rule.path, message, rule.id)


def _check_plans(library: Library, names: Names, problems: Problems) -> None:
    places: dict[str, str] = {}
    for plan in library.plans:
        if plan.compact:
            path = plan.parts[0].path.rpartition(":")[0] if plan.parts else plan.id
            check_condition(plan.compact, names, f"{path}:1", problems)
        for part in plan.parts:
            for slug in part.clauses:
                if slug not in library.clauses:
                    problems.at(
                        part.path,
                        f"clause « {slug} » citée au plan et non écrite{_near(slug, library, problems)}",
                        slug,
                    )
                if slug in places:
                    problems.at(part.path, f"clause « {slug} » déjà au plan {places[slug]}", slug)
                places[slug] = plan.id
    for clause in library.clauses.values():
        if clause.id not in places:
            problems.add(clause.path, 1, "la clause n'est dans aucun plan de document", clause.id)


def _near(slug: str, library: Library, problems: Problems) -> str:
    near = get_close_matches(slug, library.clauses, 1) if len(problems.found) < MOST_NEAR else ()
    return f" (« {near[0]} » ?)" if near else ""


def _check_definitions(library: Library, problems: Problems) -> None:
    owners: dict[str, str] = {}
    for definition in library.definitions:
        for form in definition.forms:
            if form in owners:
                message = f"« {form} » déjà défini par {owners[form]}"
                problems.add(f"definitions/{definition.id}.md", 1, message, form)
            owners[form] = definition.id
