"""What a review met beside the text of the clauses: headers and footers, numbers, formats; each a phrase in French."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from contractgen.inspection import page_differences
from contractgen.review_base import Known
from contractgen.review_text import normal
from contractgen.review_view import View
from contractgen.word.leads import outward_links
from contractgen.word.pages import file_title
from contractgen.word.pictures import page_pictures
from contractgen.word.revisions import Change

_CITED, _WORDS, _TOLD = 120, 60, 3


def problems_of(
    known: Known,
    parts: Mapping[str, bytes],
    view: View,
    misnumbered: Sequence[tuple[str, str]],
    changes: Sequence[Change],
) -> tuple[str, ...]:
    """The phrases, to be told as what was not compared. `misnumbered`: the titles whose number is counted and printed
    otherwise; `changes`: the tracked changes."""
    return (
        *_pages(known, parts),
        *_pictures(known, parts),
        *_named(known, parts),
        *_renumbered(view),
        *_misnumbered(misnumbered),
        *_dressed(changes),
    )


def _pages(known: Known, parts: Mapping[str, bytes]) -> Iterator[str]:
    """Headers and footers that no longer have their text; a base built again does not know it."""
    if known.rebuilt:
        return
    for one in page_differences(known.base, dict(parts)):
        if one.kind == "altered":
            yield f"{one.message[0].lower()}{one.message[1:]}".rstrip(".")


def _pictures(known: Known, parts: Mapping[str, bytes]) -> Iterator[str]:
    """Images of headers and footers that are not those sent, or are gone; nothing is known of those of a base built again."""
    shown, sent = page_pictures(parts), set(known.base.pictures)
    other = sum(one not in sent for one in shown)
    if other and known.rebuilt:
        yield f"images des en-têtes et pieds de page ({other}), à comparer à celles de l'envoi : aucune n'est lue"
    elif other:
        yield f"images d'en-tête ou de pied de page qui ne sont pas celles de l'envoi ({other}), dont aucun texte n'est lu"
    gone = sent - set(shown)
    if gone and not known.rebuilt:
        yield f"images d'en-tête ou de pied de page de l'envoi, retirées ou remplacées ({len(gone)})"


def _named(known: Known, parts: Mapping[str, bytes]) -> Iterator[str]:
    """The title among the properties of the file, which a list of files or a tab of a reader shows."""
    title = normal(file_title(parts))
    if title and title != normal(known.base.title):
        yield f"titre dans les propriétés du fichier, « {title[:_CITED]} » au lieu de « {known.base.title} »"


def _renumbered(view: View) -> Iterator[str]:
    if view.renumbered:
        yield f"numéros de tous les renvois refaits par une conversion ({len(view.renumbered)} clauses citées)"


def _misnumbered(titles: Sequence[tuple[str, str]]) -> Iterator[str]:
    if titles:
        counted, printed = titles[0]
        others = len(titles) - 1
        more = f", et {others} autre{'s' if others > 1 else ''}" if others else ""
        yield f"numérotation modifiée, « {counted} » s'imprime « {printed} »{more}"


def leading_out(parts: Mapping[str, bytes]) -> Iterator[str]:
    """The links out of the file: what they lead to may be read as part of the contract."""
    links = outward_links(parts)
    if links:
        told = ", ".join(f"« {link.text[:_WORDS]} » mène à « {link.address[:_CITED]} »" for link in links[:_TOLD])
        yield f"liens vers l'extérieur ({len(links)}) : {told}{'…' if len(links) > _TOLD else ''}"


def _dressed(changes: Sequence[Change]) -> Iterator[str]:
    count = sum(change.kind.startswith("format_") for change in changes)
    if count:
        yield f"mise en forme modifiée, avec suivi ({count})"
