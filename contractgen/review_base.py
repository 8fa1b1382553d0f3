"""The base text of a file that came back: its own, or built again from the dossier when it was lost or touched.

In: the parts of the file, and the answers of its dossier if they are at hand. Out: the base text with the origin of its
values, how sure it is, and the typed answers that go with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from contractgen.errors import ReturnedFileError
from contractgen.lots import typed_lots
from contractgen.model import Answers, Library, Questionnaire
from contractgen.pipeline import build
from contractgen.review_text import key
from contractgen.word.embedded import Base, read_base
from contractgen.word.opening import open_package
from contractgen.word.origins import Origin, read_origins
from contractgen.word.read import Reading

_ALIKE = 0.3  # the share of its paragraphs that a file has in common with the document it came from


class Known(NamedTuple):
    """What is known of the file as it was delivered. `rebuilt`: from the dossier; `values`: the typed answers of its lot,
    none without a dossier; `lot`: its id; `controls`: whether the file still had its content controls; `alike`: the
    share of the rebuilt paragraphs that the file has; `unlike`: the clauses whose base text in the file is not the one
    that the dossier gives with the same library."""

    base: Base
    origins: dict[str, tuple[tuple[Origin, ...], ...]]
    rebuilt: bool
    lot: str
    values: Mapping[str, Any]
    controls: bool
    alike: float = 1.0
    unlike: tuple[str, ...] = ()


def known_base(
    parts: Mapping[str, bytes],
    reading: Reading,
    library: Library,
    questionnaire: Questionnaire,
    dossier: Answers | None,
) -> Known:
    """The base of a file. Raises ReturnedFileError when neither the file nor a dossier gives one."""
    base = read_base(parts)
    controls = bool(reading.tags)
    if base is not None and dossier is None:
        return Known(base, read_origins(parts), False, "", {}, controls)
    if dossier is None:
        raise ReturnedFileError(
            "Ce fichier n'a pas (ou n'a plus) le texte de base que contractgen y inscrit : donnez son dossier,"
            " --dossier REPONSES.yaml, pour qu'il soit reconstruit."
        )
    alike, lot, content = _nearest(reading, library, questionnaire, dossier)
    values = next((one.values for one in typed_lots(questionnaire, dossier) if one.id == lot), {})
    rebuilt = open_package(content) if content else {}
    own = read_base(rebuilt) if rebuilt else None
    if base is not None and not base.problems:
        return Known(base, read_origins(parts), False, lot, values, controls, unlike=_unlike(base, own))
    if own is None:
        raise ReturnedFileError(
            "Aucun document de ce dossier ne ressemble à ce fichier : vérifiez --dossier, --library et --release."
        )
    return Known(own, read_origins(rebuilt), True, lot, values, controls, alike)


def _unlike(base: Base, own: Base | None) -> tuple[str, ...]:
    """The clauses whose base text is not that of the dossier. Sums prove nothing against who writes them anew; what an
    avenant has worded, and another library, are told elsewhere."""
    if own is None or base.agreed or (base.digest, base.document) != (own.digest, own.document):
        return ()
    given = {entry.id: [key(line.text) for line in entry.lines] for entry in own.entries if entry.tag}
    said = {entry.id: [key(line.text) for line in entry.lines] for entry in base.entries if entry.tag}
    return tuple(ident for ident in dict.fromkeys((*said, *given)) if said.get(ident) != given.get(ident))


def _nearest(
    reading: Reading, library: Library, questionnaire: Questionnaire, dossier: Answers
) -> tuple[float, str, bytes]:
    """The document of the dossier that has the most paragraphs of the file, its lot, and their share; no bytes when none
    has enough."""
    pack = build(library, questionnaire, dossier)
    if pack.status == "refused":
        pack = build(library, questionnaire, dossier, draft=True)
    seen = {key(line.text) for line in reading.lines if len(line.text) > 20}
    best: tuple[float, str, bytes] = (_ALIKE, pack.lots[0].id, b"")
    for lot in pack.lots:
        for document in lot.documents:
            if document.content and (base := read_base(open_package(document.content))) is not None:
                own = {key(line.text) for entry in base.entries for line in entry.lines if len(line.text) > 20}
                best = max(best, (len(own & seen) / max(len(own), 1), lot.id, document.content))
    return best
