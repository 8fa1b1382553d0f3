"""`amend`, whole: the bytes of a signed contract and new answers in, the avenant and the consolidated contract out.

No disk and no clock: the new contract is made by the line, in memory; both files are read back before they are given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from contractgen.amendment import Amendment, AmendmentError, amend
from contractgen.amendment_base import Signed, read_signed
from contractgen.amendment_documents import amendment_document, consolidated_document
from contractgen.amendment_signing import Parties, parties_of
from contractgen.errors import AnswersError, ReturnedFileError
from contractgen.frames import with_pages
from contractgen.french import NBSP
from contractgen.lots import typed_lots
from contractgen.model import Answers, Finding, Library, Provenance, Questionnaire
from contractgen.pipeline import build
from contractgen.results import LotResult
from contractgen.review_base import known_base
from contractgen.verification import verify
from contractgen.view import CONTRACT_DATE, view_of
from contractgen.word.embedded import Base
from contractgen.word.opening import open_package
from contractgen.word.read import read_document
from contractgen.word.write import write

AVENANT, CONSOLIDATED = "avenant.docx", "contrat-consolide.docx"
_PARTIES, _SIREN = "parties", re.compile(r"SIREN\s((?:\d\s?){9})")
_EARLIER = re.compile(r"Version consolidée après l’avenant n°.(\d+)")


class Amended(NamedTuple):
    """What `amend` gives. `files`: name → bytes, none when the new answers are refused or nothing changes; `findings`:
    those of the new contract that refuse it; `notices`: French lines on what a reader must know."""

    amendment: Amendment | None
    files: dict[str, bytes]
    findings: tuple[Finding, ...]
    notices: tuple[str, ...]


def amended(
    data: bytes, library: Library, questionnaire: Questionnaire, answers: Answers,
    number: int | None = None, effect: date | None = None, lot: str | None = None, before: Answers | None = None,
    pages: Sequence[int] = (),
) -> Amended:  # fmt: skip
    """The avenant from a signed contract to new answers. `number`: its own, the next one without it; `effect`: the day it
    takes effect, that of the last signature without it; `lot`: which lot the contract is of, when there are several;
    `before`: the answers that gave the signed contract, for a file that has lost its base text; `pages`: those of the
    contents of the consolidated contract, which has none without it.

    Raises ReturnedFileError when the file cannot be amended, AnswersError when the answers do not fit.
    """
    signed = read_signed(data, _rebuilt(data, library, questionnaire, before))
    plan = next((one for one in library.plans if one.id == signed.origin.document and one.numbering == "article"), None)
    if plan is None:
        raise ReturnedFileError(
            "ce fichier n'est pas un contrat (un avenant ne modifie que le contrat et ses annexes)."
        )
    pack = build(library, questionnaire, answers)
    if pack.status == "refused":
        return Amended(None, {}, tuple(one for one in pack.findings if one.severity == "error"), ())
    result = _lot(pack.lots, lot)
    values = next(one.values for one in typed_lots(questionnaire, answers) if one.id == result.id)
    _same_parties(signed, values)
    clauses = next(one.clauses for one in result.documents if one.id == plan.id)
    found = amend(signed, plan, clauses, number or _next(signed))
    notices = (*_notices(signed, library), *found.kept)
    if not found.operations:
        return Amended(found, {}, (), notices)
    parties = parties_of(view_of(library, questionnaire, result.id, values).values, questionnaire)
    files = _files(found, library, result, parties, values.get(CONTRACT_DATE), effect, pages)
    return Amended(found, files, (), notices)


def _rebuilt(data: bytes, library: Library, questionnaire: Questionnaire, before: Answers | None) -> Base | None:
    if before is None:
        return None
    parts = open_package(data)
    return known_base(parts, read_document(parts), library, questionnaire, before).base


def _lot(lots: tuple[LotResult, ...], wanted: str | None) -> LotResult:
    found = [one for one in lots if wanted in (None, one.id)]
    if len(found) != 1:
        names = ", ".join(one.id for one in lots)
        raise AnswersError(f"Ces réponses ont plusieurs lots ({names}) : dites duquel est le contrat, --lot NOM.")
    return found[0]


def _same_parties(signed: Signed, values: Mapping[str, object]) -> None:
    """Refuses the answers of another client, or of another provider: an avenant changes a contract, not its parties."""
    text = "\n".join(line.text for entry in signed.entries if entry.id == _PARTIES for line in entry.lines)
    held = ["".join(found[1].split()) for found in _SIREN.finditer(text)]
    for rank, (name, role) in enumerate((("client.siren", "client"), ("prestataire.siren", "prestataire"))):
        wanted = "".join(str(values.get(name) or "").split())
        if wanted and rank < len(held) and wanted not in held:
            raise ReturnedFileError(
                f"ces réponses ont pour {role} le SIREN {wanted}, et le contrat signé {' et '.join(held)} : donnez les"
                " réponses du même dossier, ou le bon --lot."
            )


def _next(signed: Signed) -> int:
    """One more than the avenant that the file says it is consolidated with."""
    earlier = [int(found[1]) for line in signed.cover if (found := _EARLIER.match(line.text))]
    return max(earlier, default=0) + 1


def _notices(signed: Signed, library: Library) -> list[str]:
    found = [signed.told] if signed.told else []
    if signed.origin.digest != library.digest:
        same = " (autre contenu sous le même numéro)" if signed.origin.version == library.version else ""
        found.append(
            f"Le contrat signé vient de la bibliothèque {signed.origin.library} {signed.origin.version}, l'avenant de"
            f" {library.name} {library.version}{same} : il reprend aussi ce que la bibliothèque a changé. Sinon : --release."
        )
    return found


def _files(
    found: Amendment,
    library: Library,
    lot: LotResult,
    parties: Parties,
    start: object,
    effect: date | None,
    pages: Sequence[int],
) -> dict[str, bytes]:
    applying = tuple(one.id for one in lot.requirements if one.status != "not_applicable")
    agreed = tuple((clause, tuple((line.style, line.text) for line in lines)) for clause, lines in found.agreed.items())
    provenance = Provenance(library.name, library.version, library.digest, applying, agreed)
    origin = found.signed.origin
    whole = consolidated_document(found, origin.header, origin.footer, parties.client.name)
    whole = whole._replace(compact=any(one.compact for one in lot.documents if one.id == origin.document))
    whole = with_pages(whole, pages)
    avenant = amendment_document(found, parties, start if isinstance(start, date) else None, effect)
    files = {}
    for name, document, its in ((AVENANT, avenant, None), (CONSOLIDATED, whole, provenance)):
        files[name] = write(document, its, library.house)
        wrong = verify(document, files[name], bare=its is None).findings
        if wrong:
            raise AmendmentError(f"{name} : {wrong[0].message} Rien n'est écrit.")
    again = read_signed(files[CONSOLIDATED])
    if [(one.id, one.number, one.lines) for one in again.entries] != [
        (one.id, one.number, one.lines) for one in found.consolidated
    ]:
        raise AmendmentError(f"Le contrat consolidé relu{NBSP}n'est pas celui que l'avenant donne : rien n'est écrit.")
    return files
