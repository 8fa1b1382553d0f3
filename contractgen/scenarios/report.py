"""What the scenarios of a library come to, told: as text, as JSON, as a page with the coverage of every condition."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from contractgen.scenarios.conditions import Place
from contractgen.scenarios.coverage import Coverage
from contractgen.scenarios.mutation import Mutant

_KINDS = {"clause": "clauses", "block": "blocs", "requirement": "exigences", "rule": "règles", "rule when": "conditions de règles",
          "question": "questions", "section": "sections"}  # fmt: skip


class Trial(NamedTuple):
    """`counts`: scenarios written by hand, and recorded; `problems`: what does not come of them as it must; `mutants`:
    those that nothing catches, and how many there were, or None when none were tried."""

    counts: tuple[int, int]
    problems: tuple[str, ...]
    coverage: Coverage
    mutants: tuple[tuple[Mutant, ...], int] | None


def as_text(trial: Trial) -> str:
    """For a terminal."""
    return "\n".join(_lines(trial))


def _lines(trial: Trial) -> Iterator[str]:
    yield from trial.problems
    written, recorded = trial.counts
    yield f"{written} scénarios écrits, {recorded} dossiers enregistrés : {_verdict(trial)}."
    for kind, (outcomes, reached) in _counts(trial.coverage).items():
        yield f"    {_KINDS[kind]:<22} {reached} issues atteintes sur {outcomes}"
    for place in trial.coverage.places:
        true, false = trial.coverage.of(place)
        if not (true and false):
            never = "jamais atteinte" if not (true or false) else "jamais vraie" if not true else "jamais fausse"
            yield f"    {place.at} : « {place.source} » ({place.owner}) {never}"
    if trial.mutants is not None:
        survivors, made = trial.mutants
        yield f"{made - len(survivors)} mutants attrapés sur {made}."
        yield from (f"    {one.place.at} : « {one.place.source} » {one.change}, rien ne le voit" for one in survivors)


def _verdict(trial: Trial) -> str:
    return "tout est conforme" if not trial.problems else f"{len(trial.problems)} écarts"


def _counts(coverage: Coverage) -> dict[str, tuple[int, int]]:
    outcomes: Counter[str] = Counter()
    reached: Counter[str] = Counter()
    for place in coverage.places:
        outcomes[place.kind] += 2
        reached[place.kind] += sum(coverage.of(place))
    return {kind: (outcomes[kind], reached[kind]) for kind in _KINDS if outcomes[kind]}


def as_json(trial: Trial) -> str:
    """One object: problems, coverage, mutants that survive."""
    places = [
        {"kind": one.kind, "owner": one.owner, "at": one.at, "condition": one.source,
         "true": trial.coverage.of(one)[0], "false": trial.coverage.of(one)[1]}
        for one in trial.coverage.places
    ]  # fmt: skip
    survivors = None if trial.mutants is None else [
        {"at": one.place.at, "condition": one.place.source, "change": one.change} for one in trial.mutants[0]
    ]  # fmt: skip
    told = {"scenarios": trial.counts[0], "recorded": trial.counts[1], "problems": list(trial.problems), "coverage": places,
            "mutants": None if trial.mutants is None else {"made": trial.mutants[1], "survivors": survivors}}  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1)


_STYLE = """body{font:1rem/1.5 sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}table{border-collapse:collapse;width:100%}
td,th{border:1px solid #767676;padding:.2rem .6rem;text-align:left;vertical-align:top}code{white-space:pre-wrap}.no{background:#fde2e1;color:#7a1410;font-weight:bold}"""


def as_html(trial: Trial) -> str:
    """A page that stands alone: each condition, and whether it was true and false; words say it, not colour alone."""
    rows = "\n".join(_row(place, trial.coverage.of(place)) for place in trial.coverage.places)
    counts = "".join(f"<tr><th scope=row>{_KINDS[kind]}</th><td>{reached}</td><td>{outcomes}</td></tr>" for kind, (outcomes, reached) in _counts(trial.coverage).items())  # fmt: skip
    problems = "".join(f"<li>{escape(problem)}</li>" for problem in trial.problems)
    mutants = "" if trial.mutants is None else _mutants(*trial.mutants)
    return f"""<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Couverture de la bibliothèque</title><style>{_STYLE}</style></head>
<body><main><h1>Couverture de la bibliothèque</h1>
<p>{trial.counts[0]} scénarios écrits, {trial.counts[1]} dossiers enregistrés : {_verdict(trial)}.</p>
{f"<ul>{problems}</ul>" if problems else ""}
<h2>En bref</h2><table><thead><tr><th>Conditions</th><th>Issues atteintes</th><th>Issues</th></tr></thead><tbody>{counts}</tbody></table>
{mutants}<h2>Chaque condition</h2>
<table><thead><tr><th>Où</th><th>Condition</th><th>Vraie</th><th>Fausse</th></tr></thead><tbody>
{rows}
</tbody></table></main></body></html>
"""


def _row(place: Place, reached: tuple[bool, bool]) -> str:
    cells = "".join("<td>oui</td>" if one else '<td class="no">jamais</td>' for one in reached)
    return f"<tr><td>{escape(place.owner)}<br>{escape(place.at)}</td><td><code>{escape(place.source)}</code></td>{cells}</tr>"


def _mutants(survivors: tuple[Mutant, ...], made: int) -> str:
    items = "".join(f"<li>{escape(one.place.at)} : <code>{escape(one.place.source)}</code> {one.change}</li>" for one in survivors)  # fmt: skip
    return (
        f"<h2>Mutants</h2><p>{made - len(survivors)} attrapés sur {made}. Rien ne voit ceux-ci :</p><ul>{items}</ul>\n"
    )
