"""Who makes an avenant and who signs it: the answers of a lot in, its parties and the frames to sign in out.

It is signed as the contract is: by whoever the answers name, else by the representative of each party; by hand or
electronically. A name that nobody gave is left to be written in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from contractgen import french
from contractgen.frames import plain_paragraph
from contractgen.french import NBSP
from contractgen.model import Cell, Printed, Questionnaire, Run, Table
from contractgen.values import describe, plain

_OTHER_FORM = "autre"
_OF_A_PARTY = ("raison_sociale", "forme", "capital", "siege", "siren", "representant")
_MODE, _LEVEL, _SIGNING = "mode_signature", "niveau_signature", "signataires"
_BY_HAND, _ELECTRONIC = "manuscrite", "electronique"
_NAMELESS = "Nom et qualité : …"


class Party(NamedTuple):
    """What the avenant prints of a party: its name, « name, form, seat… », its representative, « » when it is not known,
    and those who sign for it, « name, quality », none when the answers name nobody."""

    name: str
    described: str
    represented: str
    signing: tuple[str, ...] = ()


class Parties(NamedTuple):
    """The two parties. `mode`: how they sign, « » when it is not known; `level`: that of an electronic signature."""

    client: Party
    provider: Party
    mode: str = ""
    level: str = ""


def parties_of(values: Mapping[str, Any], questionnaire: Questionnaire) -> Parties:
    """The parties, from the effective values of the questions."""
    rows = values.get(_SIGNING, ())
    signing = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, tuple) else []
    roles = ("client", "prestataire")
    client, provider = (
        _party(role, values, questionnaire, [one for one in signing if one.get("partie") == role]) for role in roles
    )
    mode = values.get(_MODE) if values.get(_MODE) in (_BY_HAND, _ELECTRONIC) else ""
    level = values.get(_LEVEL) if mode == _ELECTRONIC else ""
    known = questionnaire.questions.get(_LEVEL)
    said = french.lowered(plain(level, describe(_LEVEL, known))) if isinstance(level, str) and level and known else ""
    return Parties(client, provider, str(mode), said)


def _party(
    role: str, values: Mapping[str, Any], questionnaire: Questionnaire, signing: list[Mapping[str, Any]]
) -> Party:
    """A party as contracts name it: form, capital, seat, SIREN and representative, as far as they are answered."""
    given = {name: values.get(f"{role}.{name}") for name in _OF_A_PARTY}
    said = {
        name: plain(value, describe(name, questionnaire.questions[f"{role}.{name}"])) if _is_given(value) else ""
        for name, value in given.items()
    }
    form = "" if given["forme"] == _OTHER_FORM else french.lowered(said["forme"])
    held = f" au capital de {said['capital']}" if form and isinstance(given["capital"], (int, Decimal)) else ""
    told = [
        said["raison_sociale"],
        form and f"{form}{held}",
        said["siege"] and f"dont le siège est situé {said['siege']}",
        said["siren"] and f"SIREN {said['siren']}",
        said["representant"] and f"ayant pour représentant {said['representant']}",
    ]
    names = tuple(f"{french.dressed(one['nom'])}, {french.lowered(french.dressed(one['qualite']))}" for one in signing)
    return Party(said["raison_sociale"], ", ".join(filter(None, told)), said["representant"], names)


def _is_given(value: Any) -> bool:
    return isinstance(value, (str, int, Decimal)) and bool(value)


# ---------------------------------------------------------------- the frames


def signatures(parties: Parties) -> Iterator[Printed]:
    """What the parties say of their signature, and the frames: one a party when the answers name who signs."""
    yield plain_paragraph("lead", french.typography(_said(parties)))  # a page of signatures alone proves nothing
    if not (parties.client.signing or parties.provider.signing):
        yield _together(parties)
        return
    for role, party in (("Client", parties.client), ("Prestataire", parties.provider)):
        yield plain_paragraph("lead", f"Pour le {role}, {party.name}{NBSP}:")
        yield _own(party, parties.mode)


def _said(parties: Parties) -> str:
    if parties.mode == _ELECTRONIC:
        how = (
            f", en un seul fichier, au moyen d’une signature électronique {parties.level}"
            if parties.level
            else ", en un seul fichier"
        )
        return (
            f"Les Parties signent le présent avenant par voie électronique{how}. Chacune en reçoit un exemplaire, avec le"
            " dossier de preuve."
        )
    if parties.mode == _BY_HAND:
        return (
            "Les Parties signent le présent avenant à la main, en deux (2) originaux, un pour chaque Partie. Elles en"
            " paraphent chaque page."
        )
    return "Fait en autant d’exemplaires que de Parties, ou par voie électronique en un seul fichier."


def _together(parties: Parties) -> Table:
    """Both parties side by side, each signed for by its representative."""
    electronic = parties.mode == _ELECTRONIC
    when = "Date : celle que porte la signature électronique" if electronic else "Date :"
    rows = [
        ("Pour le Client", "Pour le Prestataire"),
        (parties.client.name, parties.provider.name),
        tuple(f"Nom et qualité : {one.represented}".strip() for one in (parties.client, parties.provider)),
        ("Lieu :", "Lieu :"),
        (when, when),
        ("Signature électronique :",) * 2 if electronic else ("Signature :",) * 2,
    ]
    return _frame([tuple(map(french.typography, row)) for row in rows])


def _own(party: Party, mode: str) -> Table:
    """Those who sign for a party, each with the room to; a party that names nobody is signed for by its representative."""
    electronic = mode == _ELECTRONIC
    room = "Fait à …, à la date que porte la signature électronique" if electronic else "Fait à …, le …"
    head = ("Nom et qualité", "Lieu, date et signature électronique" if electronic else "Lieu, date et signature")
    names = party.signing or (party.represented or french.typography(_NAMELESS),)
    return _frame([head, *((name, room) for name in names)])


def _frame(rows: list[tuple[str, ...]]) -> Table:
    head, *body = (tuple(Cell(text, (Run(text),)) for text in row) for row in rows)
    return Table(head, tuple(body), ("left", "left"), look="signature")
