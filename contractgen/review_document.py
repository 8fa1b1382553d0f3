"""A review as a document for the lawyer and the client: a `Review` in, an internal `Document` out, the worst first.

It is written as every document is; it is for the client's side only, and says so on each page.
"""

from __future__ import annotations

from collections.abc import Sequence

from contractgen import french
from contractgen.captions import caption
from contractgen.frames import plain_paragraph, with_end
from contractgen.model import Cell, Document, Frame, Library, Paragraph, Printed, Run, Table
from contractgen.review_characters import visible
from contractgen.review_recut import JOINED, SPLIT
from contractgen.review_report import said_by, summary
from contractgen.review_text import marked_words
from contractgen.reviewed import Change, Review, ReviewedClause

ID, TITLE = "rapport-de-relecture", "Rapport de relecture"
_SEVERITIES = {"error": "à régler", "warning": "à examiner", "info": "pour information"}
_STATUSES = {"reworded": "reformulée", "moved": "déplacée", "deleted": "supprimée", "new": "texte nouveau"}
_RECUT = {SPLIT: "paragraphe coupé", JOINED: "paragraphes joints"}
_LONGEST, _ALONE = 1200, 500


def review_document(review: Review, library: Library, name: str) -> Document:
    """The report on a file of that name."""
    of = f"{library.name} {library.version}"
    sections = [
        ("points", "Points à régler ou à examiner", _points(review)),
        ("valeurs", "Valeurs changées dans le texte", _values(review)),
        ("clauses", "Clauses modifiées, en regard", _clauses(review)),
        ("exigences", "Exigences touchées", _requirements(review, library)),
        ("commentaires", "Commentaires", _comments(review)),
    ]
    body = [Frame("rapport", _head(review, name))]
    number = 0
    for ident, title, (header, rows) in sections:
        number += bool(rows)
        body.append(Frame(ident, _section(title, number, header, rows)))
    return Document(
        ID, TITLE, "", "section", f"{TITLE} – {review.base.title}", of, False, True, with_end(body, "Fin du rapport")
    )


def _head(review: Review, name: str) -> tuple[Printed, ...]:
    base = review.base
    lines = [
        f"Fichier relu : {name}. Document d'origine : « {base.title} », bibliothèque {base.library} {base.version}.",
        summary(review),
        "Deux lectures du fichier ont été comparées au texte livré : toutes les modifications suivies acceptées, puis"
        " toutes refusées. Ce qui diffère dans la seconde a été changé sans suivi. Le programme ne juge pas le droit :"
        " chaque rapprochement dit s'il est sûr, probable ou à vérifier.",
    ]
    if review.authors:
        told = ", ".join(f"{one.name or 'sans nom'} ({one.changes})" for one in review.authors)
        lines.append(f"Auteurs des modifications suivies : {told}.")
    title = (
        plain_paragraph("title", TITLE),
        plain_paragraph("subtitle", "Pour le client et son conseil, côté client seulement"),
    )
    return (*title, *(plain_paragraph("body", french.typography(line)) for line in lines))


_Row = tuple[Cell, ...]
_Rows = tuple[tuple[str, ...], list[_Row]]


def _points(review: Review) -> _Rows:
    rows: list[_Row] = [
        (_cell(_SEVERITIES[one.severity]), _cell(one.message), _cell(one.advice or "—"))
        for one in review.findings
        if one.severity != "info"
    ]
    return ("Degré", "Quoi", "Que faire"), rows


def _values(review: Review) -> _Rows:
    rows: list[_Row] = [
        (_cell(one.label), _cell(one.base_text), _cell("ligne retirée" if one.removed else one.proposed_text or "effacé"),
         _cell(f"{one.confidence} : {one.problem}" if one.problem else one.confidence))
        for one in review.answers
    ]  # fmt: skip
    return ("Réponse", "Texte livré", "Texte reçu", "Certitude"), rows


def _clauses(review: Review) -> _Rows:
    rows: list[_Row] = []
    changed = [one for one in (*review.clauses, *review.frames) if one.status != "unchanged" or one.changes]
    for clause in sorted(changed, key=_gravity):
        for number, change in enumerate(_told(clause)):
            name = " – ".join(filter(None, (clause.holder, clause.number, clause.title)))
            left, right = _sides(change)
            rows.append((_cell(name if not number else "″"), _cell(_how(clause, change)), left, right))
    return ("Clause", "Comment", "Texte livré", "Texte reçu"), rows


def _told(clause: ReviewedClause) -> tuple[Change | None, ...]:
    """The changes of a clause, a row each; a clause that is gone whole is one."""
    if clause.status == "deleted" and all(change.kind == "deleted" for change in clause.changes):
        tracked, ties = all(change.tracked for change in clause.changes), ()
        return (Change("deleted", tracked, clause.base, "", clause.confidence, ties),)
    return clause.changes or (None,)


def _gravity(clause: ReviewedClause) -> tuple[bool, int]:
    return not clause.silent, ("deleted", "new", "reworded", "moved", "unchanged").index(clause.status)


def _how(clause: ReviewedClause, change: Change | None) -> str:
    tracked = "suivie" if (change.tracked if change else not clause.silent) else "SANS SUIVI"
    confidence = f", {change.confidence}" if change else ""
    how = _RECUT[change.kind] if change and change.kind in _RECUT else _STATUSES[clause.status]
    moved = ", déplacée" if clause.moved and how != _STATUSES["moved"] else ""
    return f"{how}{moved} ; modification {tracked}{confidence}"


def _sides(change: Change | None) -> tuple[Cell, Cell]:
    """The texts face to face, the words that differ in bold."""
    if change is None:
        return _cell("—"), _cell("même texte, ailleurs")
    if not change.base or not change.found:
        return _cell(_short(change.base, _ALONE) or "—"), _cell(_short(change.found, _ALONE) or "supprimé")
    left, right = marked_words(*(_short(side.replace("\n", " ¶ ")) for side in (change.base, change.found)))
    return _marked(left), _marked(right)


def _short(text: str, most: int = _LONGEST) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _marked(side: Sequence[tuple[str, bool]]) -> Cell:
    runs = tuple(Run(text, "plain", "", changed) for text, changed in side)
    return Cell("".join(run.text for run in runs), runs)


def _requirements(review: Review, library: Library) -> _Rows:
    states: dict[str, list[str]] = {}
    for index, losses in enumerate((review.accepted, review.rejected)):
        for word, found in (("perdue", losses.missing), ("à relire", losses.doubtful)):
            for one in found:
                states.setdefault(one.id, ["tenue", "tenue"])[index] = word
    rows: list[_Row] = []
    for ident, (accepted, rejected) in sorted(states.items(), key=lambda item: ("perdue" not in item[1], item[0])):
        requirement = library.requirements.get(ident)
        degree = "recommandée" if requirement and requirement.severity != "mandatory" else "obligatoire"
        text = f"{ident} – {requirement.text} ({requirement.source})" if requirement else ident
        rows.append((_cell(text), _cell(degree), _cell(accepted), _cell(rejected)))
    return ("Exigence", "Degré", "Si tout est accepté", "Si tout est refusé"), rows


def _comments(review: Review) -> _Rows:
    titles = {clause.id: clause.title for clause in review.clauses}
    rows: list[_Row] = [
        (_cell(said_by(one)), _cell(titles.get(one.clause, "—")), _cell(one.anchor or "—"), _cell(one.text))
        for one in review.comments
    ]
    return ("Auteur", "Clause", "Sur", "Commentaire"), rows


def _section(title: str, number: int, header: tuple[str, ...], rows: list[_Row]) -> tuple[Printed, ...]:
    heading = Paragraph("article1", title, (Run(title),))
    if not rows:
        return heading, plain_paragraph("body", "Rien à signaler.")
    table = Table(tuple(map(_cell, header)), tuple(rows), ("left",) * len(header), caption=title)
    return heading, caption(number, table), table


def _cell(text: str) -> Cell:
    printed = french.typography(visible(text))
    return Cell(printed, (Run(printed),))
