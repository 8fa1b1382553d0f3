"""The end of an interview, and the views on the way: summary, what is left to settle, documents."""

from __future__ import annotations

from contractgen.answers import RELEASE
from contractgen.delivery import deliver
from contractgen.errors import ContractgenError
from contractgen.interview import screen
from contractgen.interview.dossier import Dossier
from contractgen.interview.entry import raw_of, shown
from contractgen.interview.state import Interview, entry_of, question_of, sections
from contractgen.interview.wording import tr
from contractgen.model import Column
from contractgen.pipeline import build
from contractgen.reading import day
from contractgen.reporting import as_text

OUT = "livraison"
_DAY = Column("jour", "jour", "date", False)
_STATES = {"given": "", "default": "par défaut", "unanswered": "à répondre"}


def summary(interview: Interview) -> None:
    """Every question that is asked, its answer, and whether it is a default."""
    for (section, lot), inside in sections(interview):
        name = section.title if lot is None else f"{section.title} · {interview.views[lot].lot}"
        screen.title(name)
        rows = []
        for step in inside:
            entry, question = entry_of(interview, step), question_of(interview, step)
            rows.append(
                (question.label, shown(question, entry.value), tr(_STATES[entry.state]) if _STATES[entry.state] else "")
            )
        screen.table((tr("Question"), tr("Réponse"), tr("État")), rows)
    for point in interview.answers.open_points:
        label = interview.questionnaire.questions[point["question"]].label
        due = f" · {tr('pour le')} {point['echeance']}" if "echeance" in point else ""
        screen.say(f"{tr('Point ouvert')} : {label} · {point.get('responsable', tr('à désigner'))}{due}")


def findings(interview: Interview) -> None:
    """What a build would find, the worst first; nothing is written."""
    pack = build(interview.library, interview.questionnaire, interview.answers)
    screen.say(as_text(pack, None))


def documents(interview: Interview, dossier: Dossier, draft: bool) -> None:
    """Builds, delivers beside the answers, records the release they were built with, and says what comes next."""
    from contractgen.publishing import numbered  # it reads PDF, which no question needs

    pack = numbered(interview.library, interview.questionnaire, interview.answers, draft=draft)
    out = dossier.folder / OUT
    if pack.status == "refused":
        screen.say(as_text(pack, None))
        screen.say(tr("Aucun document n'est produit : réglez ce qui bloque, ou produisez un projet."))
        return
    files = {one.path: one.content for lot in pack.lots for one in lot.documents if one.path}
    try:
        notices = deliver(str(out), files)
    except ContractgenError as error:
        screen.say(*error.lines)
        return
    screen.say(as_text(pack, str(out)), *notices)
    if dossier.release is not None and not draft:
        dossier.save(RELEASE, dossier.release)
    screen.say(
        tr(
            "Ensuite : relisez le contrat avec un juriste, envoyez-le à l'autre partie, puis vérifiez ce qui revient avec"
        )
        + " contractgen inspect."
    )


def not_a_day(text: str) -> str:
    """Why a text is no date, « » when it is one or nothing."""
    return "" if not text.strip() or iso_day(text) else tr("une date s'écrit jj/mm/aaaa")


def iso_day(text: str) -> str:
    """The date typed as AAAA-MM-JJ, « » when it is none."""
    found = day(str(raw_of(_DAY, text) or ""))
    return found.isoformat() if found is not None else ""
