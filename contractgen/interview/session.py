"""The interview at the terminal: asks what the state says is to be asked, saves each answer, shows what it changes.

It decides nothing of the contract: `state` says which question comes, `dossier` keeps the answers.
"""

from __future__ import annotations

from typing import Any

from contractgen.errors import AnswersError
from contractgen.interview import ending, prompts, screen, tables
from contractgen.interview.dossier import Dossier
from contractgen.interview.entry import shown, unit
from contractgen.interview.prompts import Option, Reply
from contractgen.interview.state import (
    Interview,
    Step,
    alerts,
    answered,
    effects,
    entry_of,
    following,
    found_by,
    interview_of,
    needed,
    preceding,
    progress,
    question_of,
    sections,
    steps,
)
from contractgen.interview.wording import tr
from contractgen.model import Library, Questionnaire, Unknown

_INDICATORS = "indicateurs"
_MOST = 6  # titles of clauses shown after an answer


class Session:
    """One sitting on a dossier. `run` returns when the consultant leaves, everything being saved."""

    def __init__(self, dossier: Dossier, library: Library, questionnaire: Questionnaire) -> None:
        self.dossier = dossier
        self.state: Interview = interview_of(library, questionnaire, dossier.answers())
        self.quick = True
        self._section: tuple[str, int | None] | None = None
        self._left = False
        self._ticked: tuple[Step, Any] | None = None  # what was ticked when help was asked for

    def run(self) -> None:
        screen.title(tr("Dossier") + f" {self.dossier.folder}")
        step = self._start()
        while not self._left:
            step = self._turn(step) if step is not None else self._end()

    # ------------------------------------------------ where to begin

    def _start(self) -> Step | None:
        place = self._placed(self.dossier.place())
        if place is not None:
            screen.say(tr("Reprise là où vous en étiez ; toutes vos réponses sont là."))
            self.quick = place in needed(self.state)
            return place
        count = len(needed(self.state))
        screen.say(tr("Chaque réponse est enregistrée aussitôt. Vous pouvez arrêter et reprendre à tout moment."))
        self.quick = count > 0 and prompts.choose(
            tr("Par où commencer ?"),
            [
                Option(
                    tr("Un premier jet : les {} réponses sans lesquelles rien ne peut être livré").format(count), True
                ),
                Option(tr("Tout le questionnaire, section par section"), False),
            ],
        )
        return following(self.state, None, self._among())

    def _placed(self, place: str) -> Step | None:
        name, _, lot = place.partition("@")
        step = Step(name, int(lot) if lot.isdigit() else None)
        return step if step in steps(self.state) else None

    def _among(self) -> tuple[Step, ...]:
        """The questions to go through: in a first draft those that are needed and not marked as open points."""
        open_ = {(point["question"], point.get("lot", "")) for point in self.state.answers.open_points}
        if not self.quick:
            return steps(self.state)
        return tuple(step for step in needed(self.state) if (step.question, self._lot_id(step)) not in open_)

    def _lot_id(self, step: Step) -> str:
        return "" if step.lot is None else self.state.views[step.lot].lot

    # ------------------------------------------------ one question

    def _turn(self, step: Step) -> Step | None:
        """Asks one question; returns the next one."""
        self.dossier.remember(step.question + ("" if step.lot is None else f"@{step.lot}"))
        self._head(step)
        reply = self._ask(step)
        if reply.kind == prompts.HELP:
            self._help(step)
            self._ticked = (step, tuple(reply.value)) if isinstance(reply.value, list) else None
            return step
        if reply.kind == prompts.BACK:
            return preceding(self.state, step) or step
        if reply.kind == prompts.MENU:
            return self._menu(step)
        if reply.kind == prompts.LATER:
            self._later(step)
        elif reply.kind == prompts.ANSWER and not self._take(step, reply.value):
            return step
        return self._next(step)

    def _next(self, step: Step) -> Step | None:
        among = self._among()
        found = following(self.state, step, among)
        return found if found or not self.quick else next(iter(among), None)

    def _head(self, step: Step) -> None:
        """The section, how far it is, and the question."""
        far = progress(self.state, step)
        if (far.section.id, far.lot) != self._section:
            self._section = (far.section.id, far.lot)
            lot = f" · {tr('lot')} {self._lot_id(step)}" if far.lot is not None else ""
            screen.title(f"{far.section.title}{lot}")
        lacking = len(needed(self.state))
        missing = tr("il manque {} réponses obligatoires") if lacking > 1 else tr("il manque {} réponse obligatoire")
        state = missing.format(lacking) if lacking else tr("rien d'obligatoire ne manque")
        place = f"{tr('Section')} {far.rank} {tr('sur')} {far.sections} — {far.section.title}"
        count = f"{far.answered} {tr('réponses sur') if far.answered > 1 else tr('réponse sur')} {far.asked}"
        screen.say("", f"{place} · {count} · {state}")
        question = question_of(self.state, step)
        screen.say(f"{question.label}{f' ({unit(question)})' if unit(question) else ''}")
        entry = entry_of(self.state, step)
        if entry.state == "given":
            screen.say(f"  {tr('Réponse actuelle')} : {shown(question, entry.value)}")
        elif entry.state == "default":
            screen.say(f"  {tr('Valeur par défaut (à confirmer)')} : {shown(question, entry.value)}")
        elif not question.required:
            screen.say(f"  ({tr('facultatif')})")

    def _ask(self, step: Step) -> Reply:
        question, entry = question_of(self.state, step), entry_of(self.state, step)
        current = None if isinstance(entry.value, Unknown) else entry.value
        if question.type == "table":
            return tables.edit(question, current, self._catalogue(step), lambda rows: self._take(step, rows))
        if self._ticked is not None and self._ticked[0] == step:
            current, self._ticked = self._ticked[1], None
        return prompts.ask(question, current)

    def _catalogue(self, step: Step) -> tuple[Any, ...]:
        if step.question != _INDICATORS:
            return ()
        functions = self.state.views[step.lot or 0].values.get("fonctions", ())
        return tables.catalogue_of(self.state.library.indicators, () if isinstance(functions, Unknown) else functions)

    def _help(self, step: Step) -> None:
        question = question_of(self.state, step)
        screen.say(question.help or tr("Pas d'aide pour cette question."))
        if question.why:
            screen.say(f"{tr('Pourquoi')} : {question.why}")
        screen.say(f"{tr('Identifiant')} : {question.id}")

    def _take(self, step: Step, value: Any) -> bool:
        """Takes an answer: typed, saved, and what it changes shown. False when it is refused."""
        before = self.state
        try:
            after = answered(before, step, value)
        except AnswersError as error:
            screen.say(*error.lines)
            return False
        self.dossier.save(step.question, value, step.lot)
        self.state = after
        self._close_point(step)
        self._changed(before, after)
        told = {alert.rule for alert in alerts(before)}
        for alert in alerts(after):
            if alert.rule not in told:
                label = tr("Incohérence") if alert.blocking else tr("Attention")
                names = ", ".join(
                    f"« {after.questionnaire.questions[n].label} »"
                    for n in alert.names
                    if n in after.questionnaire.questions
                )
                screen.say(f"{label} ({alert.rule}) : {alert.message}. {tr('À revoir')} : {names}.")
        return True

    def _changed(self, before: Interview, after: Interview) -> None:
        """« ajoute la clause Personnel transféré et 6 questions »."""
        found = effects(before, after)
        for verb, clauses, asked in (
            (tr("Cette réponse ajoute"), found.clauses_in, found.steps_in),
            (tr("Cette réponse retire"), found.clauses_out, found.steps_out),
        ):
            parts = [f"{tr('la clause')} « {title} »" for title in clauses[:_MOST]]
            if len(clauses) > _MOST:
                parts.append(tr("et {} autres clauses").format(len(clauses) - _MOST))
            if asked:
                parts.append(f"{len(asked)} {tr('questions') if len(asked) > 1 else tr('question')}")
            if parts:
                screen.say(f"  {verb} : {', '.join(parts)}.")

    # ------------------------------------------------ open points

    def _later(self, step: Step) -> None:
        """« Je ne sais pas encore »: who will answer, and until when."""
        owner = prompts.line(tr("Qui doit répondre ?"))
        due = prompts.line(tr("Pour quand ? (jj/mm/aaaa, vide si non fixé)"), refused=ending.not_a_day)
        lot = self._lot_id(step)
        point = {"question": step.question, "lot": lot, "responsable": owner, "echeance": ending.iso_day(due)}
        points = [
            p for p in self.state.answers.open_points if (p["question"], p.get("lot", "")) != (step.question, lot)
        ]
        self._keep_points((*points, {key: value for key, value in point.items() if value}))

    def _close_point(self, step: Step) -> None:
        """An answered question is no open point any more."""
        points = self.state.answers.open_points
        left = tuple(p for p in points if (p["question"], p.get("lot", "")) != (step.question, self._lot_id(step)))
        if left != points:
            self._keep_points(left)

    def _keep_points(self, points: tuple[Any, ...]) -> None:
        self.dossier.save_open_points(points)
        self.state = self.state._replace(answers=self.state.answers._replace(open_points=points))

    # ------------------------------------------------ menu

    def _menu(self, step: Step | None) -> Step | None:
        """Everything else than answering the next question."""
        acts = [
            Option(tr("Continuer"), lambda: step),
            Option(tr("Aller à une section"), self._jump),
            Option(tr("Chercher une question"), lambda: self._search(step)),
            Option(tr("Résumé des réponses"), lambda: self._summary(step)),
            Option(tr("Contrôler le dossier"), lambda: self._check(step)),
            Option(tr("Lots : un contrat par prestataire"), lambda: self._lots(step)),
            Option(tr("Finir : contrôler et produire les documents"), lambda: None),
            Option(tr("Quitter (tout est enregistré)"), self._leave),
        ]
        found: Step | None = prompts.choose(tr("Menu"), acts)()
        self._section = None
        return found

    def _jump(self) -> Step | None:
        self.quick = False
        options = []
        for (section, lot), inside in sections(self.state):
            far = progress(self.state, inside[0])
            name = section.title if lot is None else f"{section.title} · {self.state.views[lot].lot}"
            missing = f" · {tr('il manque')} {len(far.lacking)}" if far.lacking else ""
            options.append(Option(f"{name} ({far.answered}/{far.asked}{missing})", inside[0]))
        found: Step = prompts.choose(tr("Quelle section ?"), options)
        return found

    def _search(self, step: Step | None) -> Step | None:
        found = found_by(self.state, prompts.line(tr("Mots à chercher")))
        if not found:
            screen.say(tr("Aucune question posée ne contient ces mots."))
            return step
        options = [Option(self._titled(one), one) for one in found[:30]]
        chosen: Step | None = prompts.choose(tr("Quelle question ?"), [*options, Option(tr("Aucune"), step)])
        self.quick = self.quick and chosen == step
        return chosen

    def _titled(self, step: Step) -> str:
        lot = "" if step.lot is None else f" · {self._lot_id(step)}"
        return f"{question_of(self.state, step).label}{lot}"

    def _summary(self, step: Step | None) -> Step | None:
        ending.summary(self.state)
        return step

    def _check(self, step: Step | None) -> Step | None:
        ending.findings(self.state)
        return step

    def _lots(self, step: Step | None) -> Step | None:
        from contractgen.interview.lots_editing import edited

        lots = edited(self.state.answers.lots)
        if lots == self.state.answers.lots:
            return step
        self.dossier.save_lots(lots)
        self.state = interview_of(self.state.library, self.state.questionnaire, self.dossier.answers())
        return step if step in steps(self.state) else following(self.state, None, self._among())

    def _leave(self) -> Step | None:
        self._left = True
        screen.say(tr("Tout est enregistré. Pour reprendre : contractgen new {}").format(self.dossier.folder))
        return None

    # ------------------------------------------------ the end

    def _end(self) -> Step | None:
        """Every question of the way was asked: summary, findings, documents, or on to what is left."""
        self.dossier.remember("")
        lacking = len(needed(self.state))
        screen.title(tr("Fin du parcours"))
        screen.say(
            tr("Il manque {} réponses obligatoires.").format(lacking)
            if lacking
            else tr("Rien d'obligatoire ne manque.")
        )
        acts = [
            Option(tr("Produire les documents"), lambda: ending.documents(self.state, self.dossier, False)),
            Option(tr("Produire un projet (marqué PROJET)"), lambda: ending.documents(self.state, self.dossier, True)),
            Option(tr("Voir ce qui reste à régler"), lambda: ending.findings(self.state)),
            Option(tr("Résumé des réponses"), lambda: ending.summary(self.state)),
            Option(tr("Affiner section par section"), self._jump),
            Option(tr("Chercher une question"), lambda: self._search(None)),
            Option(tr("Quitter (tout est enregistré)"), self._leave),
        ]
        found = prompts.choose(tr("Et maintenant ?"), acts)()
        return found if isinstance(found, Step) else None
