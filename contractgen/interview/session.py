"""The interview at the terminal: asks what the state says is to be asked, saves each answer, shows what it changes.

It decides nothing of the contract: `state` says which question comes, `dossier` keeps the answers.
"""

from __future__ import annotations

from typing import Any

from contractgen.errors import AnswersError
from contractgen.interview import ending, prompts, screen, tables, telling
from contractgen.interview.dossier import Dossier
from contractgen.interview.prompts import Option, Reply
from contractgen.interview.state import (
    Interview,
    Step,
    answered,
    entry_of,
    following,
    found_by,
    interview_of,
    is_lacking,
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
_DRAFT = "premier-jet"  # beside the place: only what a first draft needs is asked
_FOUND = 15  # questions shown after a search: a terminal has 24 lines


class Session:
    """One sitting on a dossier. `run` returns when the consultant leaves, everything being saved."""

    def __init__(self, dossier: Dossier, library: Library, questionnaire: Questionnaire) -> None:
        self.dossier = dossier
        self.state: Interview = interview_of(library, questionnaire, dossier.answers())
        self.quick = True
        self._section: tuple[str, int | None] | None = None
        self._trail: list[Step] = []  # the questions answered or passed over, the last one last
        self._errand: tuple[Step, Step | None] | None = None  # a question looked up, and where it was left for it
        self._left = False
        self._ticked: tuple[Step, Any] | None = None  # what was ticked when help was asked for

    def run(self) -> None:
        screen.title(tr("Dossier") + f" {self.dossier.folder}")
        step = self._start()
        while not self._left:
            step = self._turn(step) if step is not None else self._end()

    # ------------------------------------------------ where to begin

    def _start(self) -> Step | None:
        place, _, way = self.dossier.place().partition(" ")
        step = self._placed(place)
        if step is not None:
            screen.say(tr("Reprise là où vous en étiez ; toutes vos réponses sont là."))
            self.quick = way == _DRAFT
            return step
        screen.say(tr("Chaque réponse est enregistrée aussitôt. Ctrl-C arrête ; la même commande reprend."))
        ways = [
            Option(tr("Un premier jet : une quinzaine de réponses, le reste par défaut"), self._first),
            Option(tr("Tout le questionnaire, section par section"), self._whole),
        ]
        if not needed(self.state):  # a dossier that was taken to its end
            ways = [Option(tr("Finir : contrôler et produire les documents"), lambda: None), ways[1]]
        ways.append(Option(tr("Aller à une section"), lambda: self._jump(None)))
        found: Step | None = prompts.choose(tr("Par où commencer ?"), ways)()
        return found

    def _first(self) -> Step | None:
        self.quick = True
        return following(self.state, None, self._among())

    def _whole(self) -> Step | None:
        self.quick = False
        return following(self.state, None)

    def _placed(self, place: str) -> Step | None:
        name, _, lot = place.partition("@")
        step = Step(name, int(lot) if lot.isdigit() else None)
        return step if step in steps(self.state) else None

    def _among(self) -> tuple[Step, ...]:
        """The questions to go through: in a first draft those that are needed and not marked as open points."""
        if not self.quick:
            return steps(self.state)
        open_ = self._open()
        return tuple(step for step in needed(self.state) if step not in open_)

    # ------------------------------------------------ one question

    def _turn(self, step: Step) -> Step | None:
        """Asks one question; returns the next one."""
        place = step.question + ("" if step.lot is None else f"@{step.lot}")
        self.dossier.remember(f"{place} {_DRAFT}" if self.quick else place)
        section = (question_of(self.state, step).section, step.lot)
        if section != self._section:
            self._section = section
            telling.section(self.state, step)
        telling.head(self.state, step)
        reply = self._ask(step)
        if reply.kind == prompts.HELP:
            telling.help_on(self.state, step)
            self._ticked = (step, tuple(reply.value)) if isinstance(reply.value, list) else None
            return step
        if reply.kind == prompts.BACK:
            return self._back(step)
        if reply.kind == prompts.MENU:
            return self._menu(step)
        if reply.kind == prompts.LATER and not self._later(step):
            return step
        if reply.kind == prompts.ANSWER and not self._take(step, reply.value):
            return step
        if reply.kind == prompts.KEEP and is_lacking(self.state, step):
            screen.say(f"  {tr('Sans réponse pour l’instant ; la question reviendra.')}")
        return self._next(step)

    def _next(self, step: Step) -> Step | None:
        if self._errand and self._errand[0] == step:
            return self._home()
        self._trail.append(step)
        among = self._among()
        found = following(self.state, step, among)
        return found if found or not self.quick else next(iter(among), None)

    def _home(self) -> Step | None:
        """Where the errand was begun: a question, or the end."""
        (_, left), self._errand, self._section = self._errand or (None, None), None, None
        if left is None or left in steps(self.state):
            return left
        return following(self.state, left, self._among())

    def _back(self, step: Step) -> Step | None:
        """The question asked before, or the one before it in the questionnaire when none was asked yet."""
        if self._errand:
            return self._home()
        asked = steps(self.state)
        while self._trail:
            before = self._trail.pop()
            if before != step and before in asked:
                return before
        return preceding(self.state, step) or step

    def _ask(self, step: Step) -> Reply:
        question, entry = question_of(self.state, step), entry_of(self.state, step)
        current = None if isinstance(entry.value, Unknown) else entry.value
        if question.type == "table":
            return tables.edit(question, current, self._catalogue(step), lambda rows: self._take(step, rows))
        if self._ticked is not None and self._ticked[0] == step:
            current, self._ticked = self._ticked[1], None
        return prompts.ask(question, current, telling.label(self.state, step))

    def _catalogue(self, step: Step) -> tuple[Any, ...]:
        if step.question != _INDICATORS:
            return ()
        functions = self.state.views[step.lot or 0].values.get("fonctions", ())
        return tables.catalogue_of(self.state.library.indicators, () if isinstance(functions, Unknown) else functions)

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
        telling.changed(before, after)
        return True

    # ------------------------------------------------ open points

    def _open(self) -> tuple[Step, ...]:
        """The questions that are open points, asked now."""
        open_ = {(point["question"], point.get("lot", "")) for point in self.state.answers.open_points}
        return tuple(s for s in steps(self.state) if (s.question, telling.lot_of(self.state, s)) in open_)

    def _later(self, step: Step) -> bool:
        """« Je ne sais pas encore »: who will answer, and until when. False when it is given up."""
        owner = prompts.asked(tr("Qui doit répondre ?"))
        due = (
            None
            if owner is None
            else prompts.asked(tr("Pour quand ? (jj/mm/aaaa, vide si non fixé)"), ending.not_a_day)
        )
        if owner is None or due is None:
            return False
        lot = telling.lot_of(self.state, step)
        point = {"question": step.question, "lot": lot, "responsable": owner, "echeance": ending.iso_day(due)}
        points = [
            p for p in self.state.answers.open_points if (p["question"], p.get("lot", "")) != (step.question, lot)
        ]
        self._keep_points((*points, {key: value for key, value in point.items() if value}))
        screen.say(f"  {tr('Noté comme point ouvert ; le menu en donne la liste.')}")
        return True

    def _close_point(self, step: Step) -> None:
        """An answered question is no open point any more."""
        points = self.state.answers.open_points
        left = tuple(
            p for p in points if (p["question"], p.get("lot", "")) != (step.question, telling.lot_of(self.state, step))
        )
        if left != points:
            self._keep_points(left)

    def _keep_points(self, points: tuple[Any, ...]) -> None:
        self.dossier.save_open_points(points)
        self.state = self.state._replace(answers=self.state.answers._replace(open_points=points))

    # ------------------------------------------------ menu

    def _menu(self, step: Step | None) -> Step | None:
        """Everything else than answering the next question."""
        self._errand = None
        acts = [
            Option(tr("Continuer"), lambda: step),
            *self._finding(step),
            Option(tr("Contrôler le dossier"), lambda: self._check(step)),
            Option(tr("Lots : un contrat par prestataire"), lambda: self._lots(step)),
            Option(tr("Finir : contrôler et produire les documents"), lambda: None),
            Option(tr("Quitter (tout est enregistré)"), self._leave),
        ]
        found: Step | None = prompts.choose(tr("Menu"), acts)()
        self._section = None
        return found

    def _finding(self, step: Step | None) -> list[Option]:
        """The ways to another question, and to what was answered; `step`: where giving up leads."""
        acts = [
            Option(tr("Aller à une section"), lambda: self._jump(step)),
            Option(tr("Chercher une question"), lambda: self._search(step)),
            Option(tr("Résumé des réponses"), lambda: self._summary(step)),
        ]
        if self._open():
            count = len(self._open())
            acts.append(Option(f"{tr('Points ouverts')} ({count})", lambda: self._points(step)))
        return acts

    def _jump(self, step: Step | None) -> Step | None:
        options = []
        for (section, lot), inside in sections(self.state):
            far = progress(self.state, inside[0])
            name = section.title if lot is None else f"{section.title} · {self.state.views[lot].lot}"
            missing = f" · {tr('il manque')} {len(far.lacking)}" if far.lacking else ""
            options.append(Option(f"{name} ({far.answered}/{far.asked}{missing})", inside[0]))
        here = step and next((inside[0] for _, inside in sections(self.state) if step in inside), None)
        chosen = self._chosen(tr("Quelle section ?"), options, here)
        self.quick = self.quick and chosen is None
        return chosen or step

    def _search(self, step: Step | None) -> Step | None:
        found = found_by(self.state, prompts.asked(tr("Mots à chercher")) or "")
        if not found:
            screen.say(tr("Aucune question posée ne contient ces mots."))
            return step
        if len(found) > _FOUND:
            screen.say(
                tr("{} questions trouvées ; voici les premières. Un mot de plus en trouve moins.").format(len(found))
            )
        return self._looked_up(found[:_FOUND], step)

    def _points(self, step: Step | None) -> Step | None:
        return self._looked_up(self._open(), step)

    def _looked_up(self, found: tuple[Step, ...], step: Step | None) -> Step | None:
        """The question chosen; once it is answered, on from `step`."""
        options = [Option(telling.named(self.state, one), one) for one in found]
        chosen = self._chosen(tr("Quelle question ?"), options)
        if chosen is not None and chosen != step:
            self._errand = (chosen, step)
        return chosen or step

    def _chosen(self, message: str, options: list[Option], start: Step | None = None) -> Step | None:
        """The step chosen, None when it is given up."""
        chosen: Step | None = prompts.choose(message, [*options, Option(f"— {tr('Revenir')}", None)], start)
        return chosen

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
        self._trail = []
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
        self._section = None
        screen.title(tr("Fin du parcours"))
        screen.say(telling.lacking(self.state).capitalize() + ".")
        acts = [
            Option(tr("Produire les documents"), lambda: ending.documents(self.state, self.dossier, False)),
            Option(tr("Produire un projet (marqué PROJET)"), lambda: ending.documents(self.state, self.dossier, True)),
            Option(tr("Voir ce qui reste à régler"), lambda: ending.findings(self.state)),
            *self._finding(None),
            Option(tr("Quitter (tout est enregistré)"), self._leave),
        ]
        found = prompts.choose(tr("Et maintenant ?"), acts)()
        return found if isinstance(found, Step) else None
