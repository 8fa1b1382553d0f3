"""An avenant and the consolidated contract as documents: an `Amendment` in, `Document`s that the writer takes out.

The avenant follows the model that the contract annexes: parties, contract amended, object, texts in force and new,
effect, what stays in force, signatures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from contractgen import french
from contractgen.amendment import DELETE, INSERT, LINES, WHOLE, WORDS, Amendment, Operation
from contractgen.amendment_base import CONTENTS, COVER, Entry
from contractgen.amendment_fields import with_fields, with_runs
from contractgen.amendment_numbers import blocks_of
from contractgen.amendment_signing import Parties, signatures
from contractgen.amendment_wording import deletions, named, sentence
from contractgen.frames import INITIALS, plain_paragraph, with_end
from contractgen.french import NBSP
from contractgen.merging import Line
from contractgen.model import AssembledClause, Document, Frame, Paragraph, Printed, Run

ID = "avenant"
_IN_CONTENTS = ("part", "article1", "annex1", "article1_written", "annex1_written")
_AUTOMATIC = ("article1", "article2", "article3", "annex1", "annex2", "annex3", "part",
              "article1_written", "annex1_written", "annex2_written")  # fmt: skip


def consolidated_document(amendment: Amendment, header: str, footer: str, author: str) -> Document:
    """The contract as amended; its id is that of the signed file, so that a later avenant finds its plan."""
    origin = amendment.signed.origin
    note = f"Version consolidée après l’avenant n°{NBSP}{amendment.number}"
    cover = [one for one in amendment.signed.cover if not one.text.startswith("Version consolidée")]
    first = Frame(COVER, tuple(plain_paragraph(one.style, one.text) for one in (*cover, Line("cover_detail", note))))
    body: list[Frame | AssembledClause] = with_fields(
        [_entry(one, amendment.blocks[one.id]) for one in amendment.consolidated]
    )
    last = body[-1].blocks[-1]
    ended = body if isinstance(last, Paragraph) else with_end(body, "Fin du document")
    return Document(
        origin.document, origin.title, author, "article", header, footer, False, False,
        (first, _contents(body), *ended),
    )  # fmt: skip


def _entry(entry: Entry, blocks: tuple[Printed, ...]) -> Frame | AssembledClause:
    if not entry.version:
        return Frame(entry.id, blocks)
    kind = "annex" if entry.number.startswith(("Annexe", "A")) and not entry.number.startswith("Article") else "clause"
    level = 1 if entry.number.startswith(("Article", "Annexe")) else 2
    number, title = ("", entry.lines[0].text) if entry.literal else (entry.number, entry.lines[0].text)
    return AssembledClause(entry.id, entry.version, kind, level, number, title, "", blocks)


def _contents(body: Sequence[Frame | AssembledClause]) -> Frame:
    titles = []
    for entry in body:
        for block in entry.blocks[:1]:
            if isinstance(block, Paragraph) and block.style in _IN_CONTENTS:
                number = entry.number if isinstance(entry, AssembledClause) else ""
                text = (
                    block.text.replace(" – ", "\t", 1)
                    if isinstance(entry, AssembledClause) and not number
                    else block.text
                )
                titles.append(f"{number}\t{text}" if number else text)
    entries = [
        Paragraph("toc1" if "\t" in text else "toc2", text, (Run(text, "toc", str(rank)),))
        for rank, text in enumerate(titles, 1)
    ]
    return Frame(CONTENTS, (plain_paragraph("toc_heading", "Sommaire"), *entries))


# ---------------------------------------------------------------- the avenant


def amendment_document(amendment: Amendment, parties: Parties, signed_on: date | None, effect: date | None) -> Document:
    """The avenant, to be signed. `signed_on`: the date of effect of the contract it amends; `effect`: its own, left to be
    written in when None."""
    origin = amendment.signed.origin
    title = f"Avenant n°{NBSP}{amendment.number} au {origin.title[0].lower()}{origin.title[1:]}"
    frames: list[Frame | AssembledClause] = [Frame("avenant", _head(amendment, title, parties, signed_on))]
    groups = list(_groups(amendment))
    for rank, group in enumerate(groups, 1):
        frames.append(
            _article(f"modification-{rank}", rank, _subject(group, amendment), list(_ordered(group, amendment)))
        )
    frames += _closing(len(groups), effect)
    frames.append(Frame("signatures", tuple(signatures(parties))))
    return Document(
        ID,
        title,
        parties.client.name,
        "article",
        title,
        INITIALS,
        False,
        False,
        with_end(frames, "Fin de l’avenant"),
        compact=True,  # a title above the text, on the same page, not in the middle of a cover
        day=effect,
    )


def _head(amendment: Amendment, title: str, parties: Parties, signed_on: date | None) -> tuple[Printed, ...]:
    since = f", qui a pris effet le {french.day(signed_on)}" if signed_on else ""
    before = amendment.number - 1
    earlier = (
        f" et modifié par {'l’avenant n° 1' if before == 1 else f'les avenants n° 1 à {before}'}" if before else ""
    )
    lines = [
        ("lead", "Entre les Parties suivantes :"),
        ("party", f"{parties.client.described}, ci-après « le Client » ;"),
        ("party", f"{parties.provider.described}, ci-après « le Prestataire »."),
        ("body", f"Les Parties ont conclu le contrat intitulé « {amendment.signed.origin.title} »{since}{earlier}"
         " (le « Contrat »). Elles conviennent de le modifier comme suit."),
        ("body", "Les articles, alinéas et tableaux cités sont ceux du Contrat tel qu’il est en vigueur avant le présent avenant. Un article nouveau prend le numéro de celui qui le"
         " précède, suivi de bis, ter ou quater ; le numéro d’un article supprimé n’est pas réattribué. Chaque paragraphe"
         " et chaque élément d’une liste compte pour un alinéa ; les titres, les légendes et les tableaux ne comptent pas."),
    ]  # fmt: skip
    return plain_paragraph("title", title), *(plain_paragraph(style, french.typography(text)) for style, text in lines)


def _groups(amendment: Amendment) -> Iterator[list[Operation]]:
    """The operations of each article together, and deletions that follow each other."""
    for _, found in groupby(amendment.operations, lambda one: "" if one.kind == DELETE else one.entry):
        yield list(found)


def _subject(group: Sequence[Operation], amendment: Amendment) -> str:
    entries = {one.id: one for one in (*amendment.consolidated, *amendment.signed.entries)}
    names = [named(entries[one.entry]) if entries[one.entry].number else "titre de partie" for one in group]
    verb = {DELETE: "Suppression", INSERT: "Insertion"}.get(group[0].kind, "Modification")
    first = entries[group[0].entry]
    if len(set(names)) > 1:
        return f"{verb} de {len(names)} articles"
    name = names[0].removeprefix("l’")
    return f"{verb} de l’{name} – {first.title}" if first.number else f"{verb} d’un titre de partie"


def _ordered(group: Sequence[Operation], amendment: Amendment) -> Iterator[Printed]:
    signed = {one.id: one for one in amendment.signed.entries}
    final = {one.id: one for one in amendment.consolidated}
    if group[0].kind == DELETE and len(group) > 1:
        yield plain_paragraph("body", deletions([signed[one.entry] for one in group]))
        return
    for one in group:
        text = sentence(one, signed, final)
        quoted = quoted_blocks(one, amendment) if text.endswith(":") else ()
        yield plain_paragraph("lead" if quoted else "body", french.typography(text))
        yield from quoted


def quoted_blocks(one: Operation, amendment: Amendment) -> tuple[Printed, ...]:
    """The new text that an operation quotes, between French quotes; titles with their number, which Word must not count."""
    if one.kind == WORDS or one.kind == DELETE:
        return ()
    entry = one.made or next(entry for entry in amendment.consolidated if entry.id == one.entry)
    lines = entry.lines if one.kind in (INSERT, WHOLE) else one.lines
    blocks = []
    for rank, block in enumerate(blocks_of(lines, amendment.blocks[one.entry])):
        if isinstance(block, Paragraph):
            block = _flat(block, entry if rank == 0 and one.kind != LINES else None)
        else:
            block = with_runs(block, _plain)
        blocks.append(block)
    return _in_quotes(blocks)


def _flat(block: Paragraph, entry: Entry | None) -> Paragraph:
    """A paragraph without what Word counts, and without fields, which would lead nowhere here."""
    runs = tuple(map(_plain, block.runs))
    if block.style not in _AUTOMATIC:
        return block._replace(runs=runs, fixed=False)
    numbered = entry is not None and entry.number and not entry.literal
    text = f"{entry.number} – {block.text}" if numbered and entry else block.text
    return Paragraph("lead", text, (Run(text, strong=True),))


def _plain(run: Run) -> Run:
    return Run(run.text, "plain", "", run.strong)


def _in_quotes(blocks: list[Printed]) -> tuple[Printed, ...]:
    """The blocks with « before the first paragraph and » after the last; a table alone needs none."""
    ranks = [rank for rank, block in enumerate(blocks) if isinstance(block, Paragraph) and block.style != "caption"]
    for rank in ranks[:1]:
        blocks[rank] = _with_runs(blocks[rank], f"«{NBSP}", "")
    for rank in ranks[-1:]:
        blocks[rank] = _with_runs(blocks[rank], "", f"{NBSP}»")
    return tuple(blocks)


def _with_runs(block: Printed, before: str, after: str) -> Printed:
    if not isinstance(block, Paragraph):
        return block
    runs = (*((Run(before),) if before else ()), *block.runs, *((Run(after),) if after else ()))
    return block._replace(text=f"{before}{block.text}{after}", runs=runs, fixed=False)


def _closing(count: int, effect: date | None) -> Iterator[AssembledClause]:
    when = f"le {french.day(effect)}" if effect else "à la date de la dernière signature"
    texts = [
        ("maintien", "Stipulations inchangées", (
            "Toutes les stipulations du Contrat et de ses annexes que le présent avenant ne modifie pas expressément"
            " demeurent inchangées et applicables.",
            "En cas de contradiction, le présent avenant l’emporte sur le texte qu’il modifie. Il n’emporte pas novation.",
            "Le contrat consolidé joint est établi pour la lecture ; l’avenant fait foi.",
        )),
        ("effet", "Prise d’effet", (f"Le présent avenant prend effet {when}.",)),
    ]  # fmt: skip
    for rank, (ident, title, paragraphs) in enumerate(texts, count + 1):
        yield _article(ident, rank, title, [plain_paragraph("body", french.typography(text)) for text in paragraphs])


def _article(ident: str, rank: int, title: str, blocks: Sequence[Printed]) -> AssembledClause:
    heading = plain_paragraph("article1", french.typography(title))
    return AssembledClause(ident, "1.0.0", "clause", 1, f"Article{NBSP}{rank}", heading.text, "", (heading, *blocks))
