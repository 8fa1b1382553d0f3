"""`contractgen new`: opens the dossier, leads the interview, and says where the answers are."""

from __future__ import annotations

import argparse

from contractgen.interview import screen, wording
from contractgen.interview.dossier import Dossier, start_from
from contractgen.interview.session import Session
from contractgen.interview.wording import tr
from contractgen.library import opened, released_as


def interview(options: argparse.Namespace) -> str:
    """Leads the interview; the text to show at the end. Raises KeyboardInterrupt when it is interrupted: each answer
    given before is saved."""
    wording.use(options.lang)
    if options.origin:
        start_from(options.folder, options.origin)
    with Dossier(options.folder) as dossier:
        answers = dossier.answers()
        library, questionnaire = opened(options.library, options.release, options.questionnaire, answers)
        if answers.release is not None and library.version == answers.release:
            screen.say(tr("Ce dossier suit la version publiée {} de la bibliothèque.").format(library.version))
        dossier.release = released_as(options.library, library)
        try:
            Session(dossier, library, questionnaire).run()
        except EOFError:  # the terminal was closed, or Ctrl-D
            return tr("Entretien arrêté ; toutes les réponses données sont enregistrées.")
        except KeyboardInterrupt:
            screen.say(tr("Tout est enregistré. Pour reprendre : contractgen new {}").format(dossier.folder))
            raise
        return f"{tr('Réponses')} : {dossier.file}"
