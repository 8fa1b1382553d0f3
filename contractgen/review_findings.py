"""What a review found, told worst first: one finding each, with its place, what it says and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from contractgen.model import Finding, Library
from contractgen.review_answers import AnswerChange
from contractgen.review_characters import visible
from contractgen.review_cuts import cut_or_joined, paragraphs_recut
from contractgen.review_recut import JOINED, SPLIT
from contractgen.review_terms import terms_changed
from contractgen.review_text import changed_words, derogates, normal, risks_of
from contractgen.reviewed import Change, Review, ReviewedClause

_SEVERITIES = ("error", "warning", "info")
_GRAVITY = (
    "requirement-lost", "provenance-altered", "text-concealed", "rule-broken", "legal-value-changed", "clause-deleted",
    "reference-redirected", "text-new",
    "answer-inconsistent", "answer-changed", "clause-reworded", "paragraphs-recut",
)  # fmt: skip
_SHORT = 160
_TOLD = 3  # changes of a clause that are told
_USES = 8  # clauses named of those that use a term
_ALIKE = 0.8
_SENTENCE = re.compile(r"\n|(?<=[.;:])\s+")


def findings_of(review: Review, rejected: tuple[AnswerChange, ...], library: Library) -> tuple[Finding, ...]:
    """All the findings; `rejected`: the answers changed in the rejected view, hence in silence."""
    titles = {clause.id: _place(clause) for clause in review.clauses}
    found = [
        *_base(review, library),
        *_requirements(review, library),
        *_rules(review, library),
        *_answers(review, {one.id for one in rejected}),
        *_legal(review),
        *(finding for clause in (*review.clauses, *review.frames) for finding in _clause(clause, titles, library)),
        *(one for clause in (*review.clauses, *review.frames) for one in paragraphs_recut(clause, _place(clause))),
        *_terms(review, library),
        *_dangling(review),
        *_unseen(review),
        *(_unread(problem) for problem in review.problems),
    ]
    return tuple(sorted(dict.fromkeys(found), key=_gravity))


def _gravity(finding: Finding) -> tuple[int, int]:
    rank = _GRAVITY.index(finding.code) if finding.code in _GRAVITY else len(_GRAVITY)
    return _SEVERITIES.index(finding.severity), rank


def _views(in_accepted: bool, in_rejected: bool) -> str:
    if in_accepted and in_rejected:
        return "que les modifications suivies soient acceptées ou refusées"
    return (
        "si les modifications suivies sont acceptées" if in_accepted else "si les modifications suivies sont refusées"
    )


def _requirements(review: Review, library: Library) -> Iterator[Finding]:
    """requirement-lost and requirement-doubtful."""
    places = {clause.id: _place(clause) for clause in (*review.clauses, *review.frames)}
    accepted, rejected = ({one.id: one for one in losses.missing} for losses in (review.accepted, review.rejected))
    for ident in dict.fromkeys((*accepted, *rejected)):
        one = accepted.get(ident) or rejected[ident]
        requirement = library.requirements.get(ident)
        severity = "warning" if requirement and requirement.severity != "mandatory" else "error"
        where = f" ({places[one.entry]})" if one.entry in places else ""
        same = review.accepted == review.rejected
        views = "" if same else f", {_views(ident in accepted, ident in rejected)}"
        yield Finding("requirement-lost", severity, ident, f"Exigence perdue{views} : {_text(ident, library)} ; {one.reason}{where}.",
                      "Rétablissez ce passage, ou faites accepter un texte qui porte la même protection.")  # fmt: skip
    doubtful = {one.id: one for losses in (review.accepted, review.rejected) for one in losses.doubtful}
    for ident, one in doubtful.items():
        if ident not in accepted and ident not in rejected:
            where = f" ({places[one.entry]})" if one.entry in places else ""
            yield Finding("requirement-doubtful", "warning", ident, f"À relire : {_text(ident, library)} ; {one.reason}{where}.",
                          "Vérifiez que le passage dit encore la même chose.")  # fmt: skip


def _text(ident: str, library: Library) -> str:
    requirement = library.requirements.get(ident)
    return f"{ident}, {requirement.text.rstrip('.')} ({requirement.source})" if requirement else ident


def _rules(review: Review, library: Library) -> Iterator[Finding]:
    """rule-broken."""
    for rule in library.rules:
        in_views = rule.id in review.accepted.rules, rule.id in review.rejected.rules
        if any(in_views):
            severity = "error" if rule.severity == "blocking" else "warning"
            source = f" ({rule.source})" if rule.source else ""
            yield Finding("rule-broken", severity, rule.id, f"Une valeur changée enfreint {rule.id} : {rule.message}{source}.",
                          "Refusez cette valeur, ou proposez-en une que la règle admet.", rule.id)  # fmt: skip


def _answers(review: Review, silent: set[str]) -> Iterator[Finding]:
    """answer-changed and answer-inconsistent."""
    for one in review.answers:
        quiet = ", sans suivi des modifications" if one.id in silent else ""
        doubt = f" ; {one.confidence}" + (f" : {one.problem}" if one.problem else "")
        message = f"{one.label} : {one.base_text} → {_now(one)}{quiet} ({one.id}{doubt})."
        severity = "error" if one.id in silent else "warning"
        yield Finding("answer-changed", severity, one.id, message, "À accepter (la réponse change) ou à refuser.")
        if one.elsewhere:
            message = f"{one.label} : changé à un endroit du document et non à tous ; il dit maintenant deux choses."
            yield Finding("answer-inconsistent", "error", one.id, message, "Faites écrire partout la même valeur.")


def _now(one: AnswerChange) -> str:
    return "ligne retirée" if one.removed else visible(one.proposed_text) or "effacé"


def _clause(clause: ReviewedClause, titles: Mapping[str, str], library: Library) -> Iterator[Finding]:
    """clause-deleted, clause-reworded, clause-moved and text-new."""
    quiet = ", sans suivi des modifications" if clause.silent else ""
    severity = "error" if clause.silent else "warning"
    sure = f" ({clause.confidence})" if clause.changes else ""
    if _is_trap(clause):
        code = "clause-deleted" if clause.status == "deleted" else "clause-reworded"
        other = "elle disparaît" if not clause.rejected.strip() else "elle dit autre chose"
        message = f"{_place(clause)} : du texte y est marqué comme une modification qui n'en est pas une ; si les modifications suivies sont refusées, {other}."
        yield Finding(code, "error", clause.id, message, "Acceptez ces modifications : elles rendent le texte livré.")
        return
    if clause.status == "deleted":
        known = library.clauses.get(clause.id)
        core = " C'est une clause du socle : sans elle aucun contrat n'est livré." if known and known.core else ""
        yield Finding("clause-deleted", severity, clause.id, f"{_place(clause)} : supprimée{quiet}.{core}",
                      "Rétablissez-la, ou acceptez sa suppression en connaissance de cause.")  # fmt: skip
    elif clause.status == "reworded":
        count = len(clause.changes) - len(cut_or_joined(clause.changes))
        plural = "s" if count > 1 else ""
        message = f"{_place(clause)} : {count} paragraphe{plural} modifié{plural}{quiet}{sure}. {_told(clause)}{_attention(clause)}"
        yield Finding(
            "clause-reworded", severity, clause.id, message, "Lisez le texte proposé en regard du texte de base."
        )
    elif clause.status == "new":
        place = f", après « {titles.get(clause.after, clause.after)} »" if clause.after else ""
        over = " Il dit l'emporter sur d'autres clauses." if derogates(clause.accepted or clause.rejected) else ""
        if clause.holder:
            place = f", près de « {titles.get(clause.after, clause.after)} »" if clause.after else ""
        where = f"dans une {clause.holder}" if clause.holder else "hors de toute clause"
        text = clause.accepted or clause.rejected
        message = f"Texte nouveau {where}{place}{quiet} : « {_cited(text)} ».{over}"
        yield Finding("text-new", severity, clause.id, message, "À accepter, à refuser ou à rattacher à une clause.")
    if clause.moved and clause.status in ("moved", "reworded"):
        yield Finding("clause-moved", "warning", clause.id, f"{_place(clause)} : déplacée, en tout ou partie{quiet}.{_strayed(clause, titles)}",
                      "Vérifiez l'ordre et les renvois.")  # fmt: skip


def _strayed(clause: ReviewedClause, titles: Mapping[str, str]) -> str:
    """The passages of a clause that stand in another one."""
    told = [f" « {_short(text)} » est maintenant dans « {titles.get(host, host)} »." for text, host in clause.strays]
    left = len(told) - _TOLD
    return "".join(told[:_TOLD]) + (f" Et {left} autre{'s' if left > 1 else ''}." if left > 0 else "")


def _is_trap(clause: ReviewedClause) -> bool:
    """Whether a clause is as delivered when all is accepted, and another when all is refused: delivered text marked as
    inserted, or text that never was there marked as deleted."""
    accepted, rejected, base = (normal(text) for text in (clause.accepted, clause.rejected, clause.base))
    return bool(base) and accepted == base != rejected


def _attention(clause: ReviewedClause) -> str:
    """What its rewordings may do, besides what their words are."""
    risks = dict.fromkeys(
        risk for change in clause.changes if change.kind == "reworded" for risk in risks_of(change.base, change.found)
    )
    if any(change.kind == "added" and derogates(change.found) for change in clause.changes):
        risks["un texte ajouté dit l'emporter sur d'autres clauses"] = None
    return f" Attention : {' ; '.join(risks)}." if risks else ""


def _terms(review: Review, library: Library) -> Iterator[Finding]:
    """definition-changed."""
    for clause in review.clauses:
        for term, again, uses in terms_changed(clause, review.base, library):
            told = f"{', '.join(uses[:_USES])}{'…' if len(uses) > _USES else ''}"
            where = f" {len(uses)} autre{'s' if len(uses) > 1 else ''} clause{'s' if len(uses) > 1 else ''} : {told}"
            yield Finding("definition-changed", "warning", clause.id,
                          f"{f'« {term} » est défini ici une seconde fois' if again else f'La définition de « {term} » a changé'} ; ce terme sert dans{where if uses else ' aucune autre clause'}.",
                          "Relisez ces clauses avec la nouvelle définition.")  # fmt: skip


def _unseen(review: Review) -> Iterator[Finding]:
    """text-concealed and reference-redirected."""
    for how, text in review.concealed:
        yield Finding("text-concealed", "error", "document", f"Texte que la page ne montre pas comme il se lit ({how}) : « {_short(text)} ».",
                      "Sélectionnez tout le texte dans Word, et remettez police, taille, couleur et numérotation d'origine.")  # fmt: skip
    for shown, leads in review.redirected:
        yield Finding("reference-redirected", "error", "document",
                      f"Un renvoi affiche « {shown} » et mène à {f'« {leads} »' if leads else 'un autre passage'} : il changera à la prochaine mise à jour des champs.",
                      "Refaites ce renvoi, ou tapez son numéro, après l'avoir vérifié.")  # fmt: skip


def _legal(review: Review) -> Iterator[Finding]:
    """legal-value-changed."""
    places = {clause.id: _place(clause) for clause in review.clauses}
    for one in review.legal:
        if normal(one.base) == normal(one.found or ""):
            continue
        where = places.get(one.place.entry, one.place.entry)
        yield Finding("legal-value-changed", "error", one.answer, f"Valeur fixée par un texte, changée : {one.base} → {one.found or 'effacée'} ({where}).",
                      "Rétablissez-la : les parties n'en disposent pas sans vérification.")  # fmt: skip


def _dangling(review: Review) -> Iterator[Finding]:
    """reference-lost."""
    places = {clause.id: _place(clause) for clause in review.clauses}
    for clause, entries in review.dangling.items():
        told = ", ".join(places.get(entry, entry) for entry in entries)
        yield Finding("reference-lost", "warning", clause, f"{places[clause]} est supprimée, et l'on y renvoie encore : {told}.",
                      "Corrigez ces renvois, ou rétablissez la clause.")  # fmt: skip


def _place(clause: ReviewedClause) -> str:
    return " – ".join(filter(None, (clause.number, clause.title))) or clause.id


def _told(clause: ReviewedClause) -> str:
    """The changes of a clause, those made in silence and those that may do the most first; the report has them all."""
    changes = [change for change in clause.changes if change.kind not in (SPLIT, JOINED)]
    told = [_said(change) for change in sorted(changes, key=_weight)[:_TOLD]]
    left = len(changes) - len(told)
    more = f" Et {left} autre{'s' if left > 1 else ''}." if left else ""
    return f"{' '.join(told)}{more}"


def _weight(change: Change) -> tuple[bool, int]:
    if change.kind == "added":
        return change.tracked, -2 if derogates(change.found) else -1
    risks = len(risks_of(change.base, change.found)) if change.kind == "reworded" else len(change.ties)
    return change.tracked, -risks


def _said(change: Change) -> str:
    if change.kind == "deleted":
        return f"« {_short(change.base)} » supprimé."
    if change.kind == "added":
        return f"« {_cited(change.found)} » ajouté."
    return f"{_short(changed_words(change.base, change.found), 2 * _SHORT)}."


def _cited(text: str) -> str:
    """A new text, cut, with the sentence by which it says that it prevails, when the cut leaves it out."""
    sentence = next((one for one in _SENTENCE.split(text) if derogates(one)), "")
    short = _short(text)
    return short if not sentence or _short(sentence)[:40] in short else f"{short} » et « {_short(sentence)}"


def _short(text: str, most: int = _SHORT) -> str:
    text = visible(" ".join(text.split()))
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _base(review: Review, library: Library) -> Iterator[Finding]:
    """base-rebuilt, provenance-altered, anchors-lost and library-differs."""
    base, known = review.base, review.known
    if known.rebuilt:
        share = f"{known.alike:.0%}".replace("%", " %")
        yield Finding("base-rebuilt", "warning" if known.alike >= _ALIKE else "error", "provenance",
                      f"Le texte de base n'est plus dans le fichier, ou y a été touché : il a été reconstruit du dossier, dont {share} des paragraphes se retrouvent ici. En-têtes et pieds de page n'ont pu être comparés.",
                      "Vérifiez que les réponses et la bibliothèque sont celles de l'envoi ; rien ici n'est plus sûr qu'elles.")  # fmt: skip
    else:
        for problem in base.problems:
            yield Finding("provenance-altered", "error", "provenance", f"{problem} La comparaison n'est pas fiable.",
                          "Recommencez avec --dossier REPONSES.yaml, qui reconstruit le texte de base.")  # fmt: skip
    if known.unlike:
        numbers = {entry.id: normal(entry.number) or entry.title for entry in base.entries}
        told = ", ".join(numbers.get(ident, ident) for ident in known.unlike[:_USES])
        more = "…" if len(known.unlike) > _USES else ""
        yield Finding("provenance-altered", "warning", "provenance",
                      f"Le texte de base inscrit dans le fichier n'est pas celui que donne ce dossier ({told}{more}) : le dossier a changé depuis l'envoi, ou ce texte a été récrit.",
                      "Si le dossier n'a pas changé, ne vous y fiez pas : comparez avec le fichier envoyé, « contractgen compare ENVOYÉ REÇU ».")  # fmt: skip
    if not known.controls and any(entry.tag for entry in base.entries):
        yield Finding("anchors-lost", "info", "provenance", "Les repères des clauses ont été perdus (LibreOffice, Google Docs) : elles ont été retrouvées par leur texte.",
                      "Voyez le degré de certitude de chaque clause modifiée.")  # fmt: skip
    if (base.version, base.digest) != (library.version, library.digest):
        same = " (autre contenu sous le même numéro)" if base.version == library.version else ""
        yield Finding("library-differs", "warning", "bibliotheque", f"Le fichier vient de {base.library} {base.version} ; exigences et règles sont celles de {library.name} {library.version}{same}.",
                      "Donnez la version d'origine avec --library ou --release.")  # fmt: skip


def _unread(problem: str) -> Finding:
    return Finding("not-compared", "warning", "document", f"À voir dans le fichier lui-même : {visible(problem)}.",
                   "Regardez-le dans Word : ce n'est pas dans le texte comparé.")  # fmt: skip
