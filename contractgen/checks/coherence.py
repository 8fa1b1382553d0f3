"""The coherence rules of the library: expressions evaluated here, the others programmed in `programmed`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from contractgen.checks.context import Context
from contractgen.checks.programmed import PROGRAMMED
from contractgen.condition import parse
from contractgen.errors import ContentError
from contractgen.model import Finding, Rule, Unknown
from contractgen.view import settled

_SEVERITIES = {"blocking": "error", "warning": "warning"}


class RuleResult(NamedTuple):
    """`state`: kept, violated, undecided or not_applicable; `details`: what was found, in French."""

    rule: Rule
    state: str
    details: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


def rule_results(context: Context) -> tuple[RuleResult, ...]:
    """The result of every rule for this lot."""
    return tuple(_result(rule, context) for rule in context.library.rules)


def _result(rule: Rule, context: Context) -> RuleResult:
    applies = settled(parse(rule.when)(context.view.lookup)) if rule.when else True
    if isinstance(applies, Unknown):
        return RuleResult(rule, "undecided", lacking=tuple(sorted(applies.lacking)))
    if not applies:
        return RuleResult(rule, "not_applicable")
    if rule.must is None:
        return _programmed(rule, context)
    value = parse(rule.must)(context.view.lookup)
    if isinstance(value, Unknown):
        state = "undecided" if value.lacking else "kept"
        return RuleResult(rule, state, lacking=tuple(sorted(value.lacking)))
    return RuleResult(rule, "kept" if value else "violated")


def _programmed(rule: Rule, context: Context) -> RuleResult:
    programmed = PROGRAMMED.get(rule.id)
    if programmed is None:
        raise ContentError(f"{rule.path}: règle « {rule.id} » : aucun contrôle programmé ne porte ce nom")
    problems = tuple(programmed(context))
    lacking = tuple(sorted({name for problem in problems for name in problem.lacking}))
    return RuleResult(
        rule, "violated" if problems else "kept", tuple(dict.fromkeys(problem.text for problem in problems)), lacking
    )


def rule_findings(context: Context, results: tuple[RuleResult, ...]) -> Iterator[Finding]:
    """rule-violated and rule-undecided."""
    for result in results:
        rule = result.rule
        source = f" ({rule.source})" if rule.source else ""
        if result.state == "violated":
            details = f" : {' ; '.join(result.details)}" if result.details else ""
            yield Finding("rule-violated", _SEVERITIES[rule.severity], rule.id, f"{rule.id} : {rule.message}{source}{details}.",
                          f"À revoir : {_names(rule, context)}.", rule.id, result.lacking)  # fmt: skip
        elif result.state == "undecided" and rule.severity == "blocking":
            labels = ", ".join(f"« {context.label(name)} »" for name in result.lacking)
            yield Finding("rule-undecided", "error", rule.id, f"{rule.id} ne peut être contrôlée ({rule.message}) : il manque {labels}.",
                          "Répondez à ces questions.", None, result.lacking)  # fmt: skip


def _names(rule: Rule, context: Context) -> str:
    """What a user can change of what a rule reads: a parameter of the library is no answer."""
    read = [name for source in (rule.when, rule.must) if source for name in parse(source).names]
    names = [name for name in read if name not in context.library.parameters]
    return ", ".join(f"« {context.label(name)} »" for name in dict.fromkeys(names)) or "le document"
