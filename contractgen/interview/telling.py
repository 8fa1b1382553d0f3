"""What is told around a question: the section, how far it is, the help, what an answer added, removed or contradicts."""

from __future__ import annotations

from contractgen.interview import screen
from contractgen.interview.entry import shown, unit
from contractgen.interview.state import Interview, Step, alerts, effects, entry_of, needed, progress, question_of
from contractgen.interview.wording import tr

_MOST = 6  # titles of clauses shown after an answer


def label(interview: Interview, step: Step) -> str:
    """A question as it is asked, with its unit."""
    question = question_of(interview, step)
    return f"{question.label} ({unit(question)})" if unit(question) else question.label


def named(interview: Interview, step: Step) -> str:
    """A question as it stands in a list, with its lot."""
    return question_of(interview, step).label + ("" if step.lot is None else f" · {lot_of(interview, step)}")


def lot_of(interview: Interview, step: Step) -> str:
    """The id of the lot of a step, « » in the common part."""
    return "" if step.lot is None else interview.views[step.lot].lot


def section(interview: Interview, step: Step) -> None:
    """The title of the section of a step."""
    far = progress(interview, step)
    lot = f" · {tr('lot')} {lot_of(interview, step)}" if far.lot is not None else ""
    screen.title(f"{tr('Section')} {far.rank} {tr('sur')} {far.sections} — {far.section.title}{lot}")


def head(interview: Interview, step: Step) -> None:
    """How far the section and the dossier are, and the answer that the question has."""
    far, question, entry = progress(interview, step), question_of(interview, step), entry_of(interview, step)
    count = f"{far.answered} {tr('réponses sur') if far.answered > 1 else tr('réponse sur')} {far.asked}"
    screen.say("", f"{count} {tr('ici')} · {lacking(interview)}")
    if entry.state == "given":
        screen.say(f"  {tr('Réponse actuelle')} : {shown(question, entry.value)}")
    elif entry.state == "default":
        screen.say(f"  {tr('Valeur par défaut (à confirmer)')} : {shown(question, entry.value)}")
    elif not question.required:
        screen.say(f"  ({tr('facultatif')})")


def lacking(interview: Interview) -> str:
    """How many mandatory answers the dossier lacks."""
    count = len(needed(interview))
    if not count:
        return tr("rien d'obligatoire ne manque au dossier")
    text = tr("il manque {} réponses obligatoires au dossier")
    return (text if count > 1 else tr("il manque {} réponse obligatoire au dossier")).format(count)


def help_on(interview: Interview, step: Step) -> None:
    """The help of a question, why it is asked, and its name in the answers file."""
    question = question_of(interview, step)
    screen.say(question.help or tr("Pas d'aide pour cette question."))
    if question.why:
        screen.say(f"{tr('Pourquoi')} : {question.why}")
    screen.say(f"{tr('Identifiant')} : {question.id}")


def changed(before: Interview, after: Interview) -> None:
    """« ajoute la clause Personnel transféré et 6 questions », and the rules that are broken since."""
    found = effects(before, after)
    for verb, clauses, asked in (
        (tr("Cette réponse ajoute"), found.clauses_in, found.steps_in),
        (tr("Cette réponse retire"), found.clauses_out, found.steps_out),
    ):
        parts = [f"{tr('la clause')} « {title} »" for title in clauses[:_MOST]]
        if len(clauses) > _MOST:
            more = len(clauses) - _MOST
            parts.append((tr("{} autres clauses") if more > 1 else tr("{} autre clause")).format(more))
        if asked:
            parts.append(f"{len(asked)} {tr('questions') if len(asked) > 1 else tr('question')}")
        if parts:
            most = ", ".join(parts[:-1])
            screen.say(f"  {verb} : {most} {tr('et')} {parts[-1]}." if most else f"  {verb} : {parts[-1]}.")
    _contradictions(before, after)


def _contradictions(before: Interview, after: Interview) -> None:
    told = {(alert.rule, alert.lot) for alert in alerts(before)}
    for alert in alerts(after):
        if (alert.rule, alert.lot) in told:
            continue
        questions = after.questionnaire.questions
        names = ", ".join(f"« {questions[name].label} »" for name in dict.fromkeys(alert.names) if name in questions)
        verdict = tr("Incohérence") if alert.blocking else tr("Attention")
        screen.say(f"  {verdict} ({alert.rule}) : {alert.message}. {tr('À revoir')} : {names}.")
