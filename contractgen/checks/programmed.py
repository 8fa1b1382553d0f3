"""The coherence rules that the condition language cannot say, one function a rule, by the rule's id.

Each takes the context and yields what is wrong; nothing means that the rule is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from contractgen import french
from contractgen.assembly import printed_texts
from contractgen.checks.context import Context
from contractgen.definitions import used_definitions
from contractgen.headings import anchored_numbers
from contractgen.model import TABLE_TARGET, Run, Unknown
from contractgen.positions import BY_CLAUSE, GENERAL
from contractgen.values import FORMATS, printed, suits

_SENSITIVE = ("responsabilite-plafond", "penalites-performance", "audit-controle", "sortie-sans-motif", "reversibilite")


class Problem(NamedTuple):
    text: str
    lacking: tuple[str, ...] = ()


def vigilance_in_document(context: Context) -> Iterator[Problem]:
    """COH-22: the vigilance clause and its annex are in the contract, with text under their title."""
    present = {clause.id for document in context.documents for clause in document.clauses() if len(clause.blocks) > 1}
    for slug in ("vigilance-sociale", "annexe-vigilance"):
        if slug not in present:
            yield Problem(f"« {slug} » absente du contrat")


def provider_variants(context: Context) -> Iterator[Problem]:
    """COH-24: at most three of the five sensitive clauses are in the provider's variant."""
    stance = context.view.values.get(GENERAL)
    rows = context.view.values.get(BY_CLAUSE, ())
    chosen = {} if isinstance(rows, Unknown) else {row.get("clause"): row.get("variante") for row in rows}
    for_provider = [slug for slug in _SENSITIVE if chosen.get(slug, stance) == "prestataire"]
    if len(for_provider) > 3:
        names = ", ".join(for_provider)
        yield Problem(
            f"{len(for_provider)} clauses en variante prestataire, {names} : donnez à l'une une autre variante (« variantes_clauses »)"
        )


def references_lead_somewhere(context: Context) -> Iterator[Problem]:
    """COH-53: each reference names a clause of its document and shows its number."""
    for document in context.documents:
        numbers = {clause.id: clause.number for clause in document.clauses()}
        runs = context.runs[document.id]
        numbers |= {
            target: number for clause in document.clauses() for target, number in anchored_numbers(clause).items()
        }
        numbers |= {f"{TABLE_TARGET}{run.source}": run.text for run in runs if run.kind == "sequence"}
        for run in runs:
            if run.kind == "reference" and numbers.get(run.source) != run.text:
                yield Problem(f"renvoi « {run.text} » à « {run.source} » dans « {document.title} »")
    for finding in context.assembled:
        if finding.code == "reference-dangling":
            yield Problem(finding.message)


def defined_terms(context: Context) -> Iterator[Problem]:
    """COH-54: the terms defined are used, and those used are defined, the user's own too."""
    for document in context.documents:
        if document.numbering != "article":
            continue
        runs = context.runs[document.id]
        printed_terms = {run.text for run in runs if run.source.startswith("definitions_retenues[")}
        for definition in used_definitions(context.library.definitions, document.clauses()):
            if definition.term not in printed_terms:
                yield Problem(f"« {definition.term} » employé sans être défini")
        own = [r.text for r in runs if r.source.startswith("definitions[") and r.source.endswith(".terme")]
        texts = [text for entry in document.clauses() for text in printed_texts(entry.blocks)] if own else []
        for term in own:
            if sum(text.count(term) for text in texts) < 2:
                yield Problem(f"« {term} » défini sans être employé")


def nothing_left_to_fill(context: Context) -> Iterator[Problem]:
    """COH-55: no blank (that no clause holds a trace of a template is seen when the library is loaded)."""
    lacking: dict[str, tuple[str, ...]] = {
        where: finding.lacking
        for finding in context.assembled
        if finding.code in ("blank", "value-not-asked", "table-lacking", "block-undecided")
        for where in (finding.lacking if finding.code == "block-undecided" else (finding.where,))
    }
    for document in context.documents:
        for run in context.runs[document.id]:
            if run.kind == "blank":
                yield Problem(f"« {run.text} »", lacking.get(run.source, ()))


def same_value_everywhere(context: Context) -> Iterator[Problem]:
    """COH-56: each answer is printed everywhere as its one value, whatever the format."""
    for document in context.documents:
        for source, texts in _texts_by_answer(context.runs[document.id]).items():
            column = context.printing.descriptions.get(source)
            value = context.view.values.get(source)
            if len(texts) < 2 or column is None or isinstance(value, Unknown):
                continue
            names = ["", *(name for name in FORMATS if suits(name, column))]
            allowed = {printed(value, column, name, capital) for name in names for capital in (True, False)}
            for text in sorted(texts - allowed):
                yield Problem(f"« {context.label(source)} » imprimé « {text} »")


def _texts_by_answer(runs: tuple[Run, ...]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for run in runs:
        if run.kind == "answer":
            found.setdefault(run.source, set()).add(run.text)
    return found


def lots_and_providers(context: Context) -> Iterator[Problem]:
    """COH-64: as many lots as providers announced, and each function of the dossier in a lot."""
    if not context.several:
        return
    announced = context.view.values.get("nb_prestataires")
    if not isinstance(announced, Unknown) and announced != len(context.lots):
        yield Problem(f"{len(context.lots)} lots pour {announced} prestataires annoncés")
    providers = context.view.values.get("prestataires", ())
    wanted = {f for row in (() if isinstance(providers, Unknown) else providers) for f in row.get("fonctions", ())}
    wanted |= set(context.answers.common.get("fonctions", ()))
    covered = {f for lot in context.lots for f in _functions(lot.values.get("fonctions"))}
    for function in sorted(wanted - covered):
        yield Problem(f"la fonction « {function} » n'est dans aucun lot")


def _functions(value: object) -> tuple[str, ...]:
    return () if isinstance(value, Unknown) or not isinstance(value, tuple) else value


def amount_of_the_year(context: Context) -> Iterator[Problem]:
    """COH-82: where every volume has its price, the amount of the year is theirs for twelve months, within a tenth."""
    values = context.view.values
    amount, volumes, prices = (values.get(name) for name in ("montant_annuel_ht", "volumes", "prix_unitaires"))
    if values.get("modele_prix") != "unites_oeuvre" or not isinstance(amount, Decimal):
        return
    if isinstance(volumes, Unknown) or isinstance(prices, Unknown):  # a tuple too
        return
    if not isinstance(volumes, tuple) or not isinstance(prices, tuple):
        return
    by_unit = {(row.get("fonction"), row.get("unite")): row.get("prix_ht") for row in prices}
    months = [
        (row.get("volume_mensuel"), by_unit.get((row.get("fonction"), row.get("unite_oeuvre")))) for row in volumes
    ]
    if not months or any(volume is None or price is None for volume, price in months):
        return
    year = 12 * sum(volume * price for volume, price in months)
    if abs(year - amount) * 10 > amount:
        yield Problem(f"{french.euros(year)} aux volumes et prix unitaires, {french.euros(amount)} au montant annuel")


PROGRAMMED: dict[str, Callable[[Context], Iterator[Problem]]] = {
    "COH-22": vigilance_in_document,
    "COH-24": provider_variants,
    "COH-53": references_lead_somewhere,
    "COH-54": defined_terms,
    "COH-55": nothing_left_to_fill,
    "COH-56": same_value_everywhere,
    "COH-64": lots_and_providers,
    "COH-82": amount_of_the_year,
}
