"""Checks on the answers themselves: what is lacking, defaulted, parked, or still a placeholder."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from contractgen.checks.context import Context
from contractgen.french import day_of_year, dressed
from contractgen.model import Entry, Finding, Unknown
from contractgen.positions import BY_CLAUSE, position_of
from contractgen.selection import shown
from contractgen.values import is_placeholder


def missing_answers(context: Context) -> Iterator[Finding]:
    """answer-missing: a required question that is asked and has no answer, nor default, or only an empty list."""
    for entry in context.view.entries.values():
        question = context.questionnaire.questions[entry.question]
        if question.required and (entry.state == "unanswered" or entry.value == ()):
            yield Finding("answer-missing", "error", question.id, f"« {question.label} » ({question.id}) est sans réponse.",
                          question.help or "Répondez à cette question.", lacking=(question.id,))  # fmt: skip


def missing_cells(context: Context) -> Iterator[Finding]:
    """cell-missing: a required cell of a table that is empty."""
    for entry in context.view.entries.values():
        columns = context.questionnaire.questions[entry.question].columns
        if not columns or isinstance(entry.value, Unknown):
            continue
        required = [column for column in columns if column.required]
        for index, row in enumerate(entry.value, 1):
            for column in required:
                if row.get(column.id, ()) == ():
                    where = f"{entry.question}[{index}].{column.id}"
                    yield Finding("cell-missing", "error", where, f"« {context.label(entry.question)} », ligne {index} : « {column.label} » est vide.",
                                  "Remplissez la cellule.", lacking=(entry.question,))  # fmt: skip


def applied_defaults(context: Context) -> Iterator[Finding]:
    """default-applied: a question that is asked, not answered, and takes its default."""
    for entry in _in_state(context, "default"):
        value = day_of_year(shown(entry.value, entry.question, context.printing))
        yield Finding("default-applied", "info", entry.question, f"« {context.label(entry.question)} » : valeur par défaut, {value}.",
                      "Confirmez-la ou répondez.")  # fmt: skip


def parked_answers(context: Context) -> Iterator[Finding]:
    """answer-not-asked: an answer to a question that is asked in no lot; it drives nothing."""
    for entry in _in_state(context, "parked"):
        if any(lot.entries[entry.question].state == "given" for lot in context.lots):
            continue
        yield Finding("answer-not-asked", "warning", entry.question,
                      f"« {context.label(entry.question)} » ({entry.question}) n'est pas demandé dans ce dossier : la réponse est gardée, sans effet.",
                      "Retirez-la, ou changez la réponse dont la question dépend.")  # fmt: skip


def _in_state(context: Context, state: str) -> Iterator[Entry]:
    return (entry for entry in context.view.entries.values() if entry.state == state)


def normalised_texts(context: Context) -> Iterator[Finding]:
    """text-normalised: what the text gate changed in an answer."""
    yield from context.answers.notices


def dressed_texts(context: Context) -> Iterator[Finding]:
    """typography: how many answers are printed with other spaces or apostrophes than they were typed with."""
    count = sum(_texts_to_dress(entry.value) for entry in _in_state(context, "given"))
    if count:
        some = f"{count} textes de vos réponses sont imprimés" if count > 1 else "un texte de vos réponses est imprimé"
        yield Finding("typography", "info", "typographie",
                      f"Typographie : {some} avec des espaces insécables et des apostrophes typographiques ; vos réponses ne sont pas modifiées.")  # fmt: skip


def _texts_to_dress(value: object) -> int:
    if isinstance(value, str):
        return int(dressed(value) != value)
    if isinstance(value, Unknown):
        return 0
    if isinstance(value, dict):
        return sum(map(_texts_to_dress, value.values()))
    return sum(map(_texts_to_dress, value)) if isinstance(value, tuple) else 0


def open_points(context: Context) -> Iterator[Finding]:
    """open-point: a question that somebody is to answer."""
    for point in context.answers.open_points:
        owner = point.get("responsable", "une personne à désigner")
        due = f" pour le {point['echeance']}" if "echeance" in point else ""
        yield Finding("open-point", "warning", point["question"],
                      f"« {context.label(point['question'])} » : réponse attendue de {owner}{due}.",
                      "Obtenez la réponse et saisissez-la, puis retirez le point ouvert.")  # fmt: skip


def unnamed_fallback(context: Context) -> Iterator[Finding]:
    """fallback-unnamed: a fallback for which neither a person nor a means is named; a second provider may still be
    named before the signature, which is a warning."""
    for index, kind in _unnamed(context):
        to_come = kind == _SECOND
        yield Finding("fallback-unnamed", "warning" if to_come else "error", f"plan_b[{index}].repreneur",
                      f"Plan de repli, ligne {index} : {'le second prestataire' if to_come else 'aucun repreneur ni moyen'} n'est {'pas ' if to_come else ''}nommé.",
                      "Nommez-le avant la signature : un plan sans nom ne s'active pas.", lacking=() if to_come else ("plan_b",))  # fmt: skip


def _unnamed(context: Context) -> list[tuple[int, str]]:
    plans = context.view.values.get("plan_b", ())
    rows = () if isinstance(plans, Unknown) else plans
    return [(index, row.get("type", "")) for index, row in enumerate(rows, 1) if not row.get("repreneur")]


_SECOND = "second_prestataire"
_IDENTITY = ("prestataire.forme", "prestataire.siege", "prestataire.representant")


def unidentified_provider(context: Context) -> Iterator[Finding]:
    """party-unidentified: a fact that identifies the provider in the contract and that nobody gave."""
    for name in _IDENTITY:
        entry = context.view.entries.get(name)
        if entry is not None and entry.state == "unanswered":
            yield Finding("party-unidentified", "warning", name,
                          f"« {context.label(name)} » ({name}) n'est pas indiqué : le contrat renvoie à l'extrait d'immatriculation.",
                          "Recopiez-le de cet extrait avant la signature.")  # fmt: skip


def idle_variants(context: Context) -> Iterator[Finding]:
    """variant-idle: a variant chosen for a clause that has one text for all, or that does not exist, or twice."""
    rows = context.view.values.get(BY_CLAUSE, ())
    having = [slug for slug in context.library.clauses if position_of(slug, context.view)]
    seen: set[str] = set()
    for index, row in enumerate(() if isinstance(rows, Unknown) else rows, 1):
        slug = row.get("clause")
        place = f"{BY_CLAUSE}[{index}].clause"
        if slug in seen:
            yield Finding("variant-idle", "warning", place, f"La clause « {slug} » est choisie deux fois : une seule variante s'applique.",
                          "Gardez une seule ligne par clause.")  # fmt: skip
        elif slug is not None and slug not in having:
            near = get_close_matches(slug, having, 1)
            yield Finding("variant-idle", "warning", place, f"La clause « {slug} » n'a pas de variantes : ce choix est sans effet.",
                          f"Écrivez « {near[0]} »." if near else f"Clauses à variantes : {', '.join(having)}.")  # fmt: skip
        seen |= {slug} if slug else set()


def vigilance_after_renewal(context: Context) -> Iterator[Finding]:
    """vigilance-after-renewal: tacit renewal takes the operation over the threshold (C. trav. R.8222-1)."""
    view = context.view
    names = (
        "montant_annuel_ht",
        "duree_initiale_mois",
        "duree_reconduction_mois",
        "seuil_vigilance_ht",
        "reconduction",
        "vigilance_due",
    )
    values = [view.values.get(name, Unknown(frozenset())) for name in names]
    if any(isinstance(value, Unknown) for value in values):
        return
    amount, first, renewal, threshold, mode, due = values
    if not due and mode == "tacite" and amount * (first + renewal) / 12 >= threshold:
        yield Finding("vigilance-after-renewal", "warning", "reconduction",
                      "Avec la reconduction tacite, l'opération dépasse le seuil de l'obligation de vigilance (C. trav. R.8222-1).",
                      "Demandez les pièces sociales dès la signature, ou au plus tard à la reconduction.")  # fmt: skip


def placeholders(context: Context) -> dict[str, list[str]]:
    """For each question, the places whose text is a placeholder (« à désigner ») or that name nobody, by question id."""
    found: dict[str, list[str]] = {}
    for ident, entry in context.view.entries.items():
        if is_placeholder(entry.value):
            found[ident] = [ident]
        elif isinstance(entry.value, tuple) and entry.value and isinstance(entry.value[0], dict):
            cells = [
                f"{ident}[{i}].{key}"
                for i, row in enumerate(entry.value, 1)
                for key, v in row.items()
                if is_placeholder(v)
            ]
            if cells:
                found[ident] = cells
    unnamed = [f"plan_b[{index}].repreneur" for index, kind in _unnamed(context) if kind != _SECOND]
    return {**found, "plan_b": [*found.get("plan_b", ()), *unnamed]} if unnamed else found
