"""The lots of a dossier: one a provider. Added, copied, renamed, removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contractgen.interview import prompts, screen
from contractgen.interview.prompts import Option
from contractgen.interview.wording import tr

Lots = tuple[Mapping[str, Any], ...]


def edited(lots: Lots | None) -> Lots | None:
    """The lots as the consultant leaves them; None for a dossier of one contract. What is common stays in common."""
    while True:
        names = [str(lot.get("id", "")) for lot in lots or ()]
        screen.say(tr("Lots") + " : " + (", ".join(names) or tr("aucun ; le dossier fait un seul contrat")))
        acts = [Option(tr("Terminer"), "done"), Option(tr("Ajouter un lot"), "add")]
        if names:
            acts += [Option(tr("Copier un lot"), "copy"), Option(tr("Supprimer un lot"), "remove")]
        act = prompts.choose(tr("Que faire des lots ?"), acts)
        if act == "done":
            return lots
        lots = _ACTS[act](lots or ())


def _add(lots: Lots) -> Lots:
    name = _named(lots)
    return lots if name is None else (*lots, {"id": name})


def _copy(lots: Lots) -> Lots:
    lot = lots[_which(lots)]
    name = _named(lots)
    return lots if name is None else (*lots, {**lot, "id": name})


def _remove(lots: Lots) -> Lots | None:
    rank = _which(lots)
    return tuple(lot for index, lot in enumerate(lots) if index != rank) or None


_ACTS = {"add": _add, "copy": _copy, "remove": _remove}


def _which(lots: Lots) -> int:
    return int(prompts.choose(tr("Quel lot ?"), [Option(str(lot.get("id")), rank) for rank, lot in enumerate(lots)]))


def _named(lots: Lots) -> str | None:
    """A name that no other lot has; None when it is given up."""
    taken = {str(lot.get("id")) for lot in lots}

    def refused(name: str) -> str:
        if not name.strip() or len(name) > 60:
            return tr("un nom court est attendu")
        return tr("un autre lot a déjà ce nom") if name.strip() in taken else ""

    return prompts.asked(tr("Nom du lot (par exemple : comptabilite)"), refused)
