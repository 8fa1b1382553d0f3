"""A `Document` in, the bytes of a .docx out: native Word, its provenance anchored three ways.

Each clause stands in a block content control tagged `slug@version`, inside a bookmark, and in the custom XML part.
References are REF fields on bookmarks with their number cached; the table of contents is a TOC field with its entries
cached. Ids are counted, never drawn; the same document gives the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial

from contractgen.kept import Kept
from contractgen.model import AssembledClause, Comment, Document, Frame, Paragraph, Printed, Provenance, Run, Table
from contractgen.word.blocks import (
    BEGIN,
    END,
    ITEMS,
    OPEN,
    SEPARATE,
    item_style,
    run_xml,
    runs_xml,
    styles_used,
    table_xml,
)
from contractgen.word.compact import compact_house
from contractgen.word.escaping import quoted
from contractgen.word.house import STYLES, House, compile_house, dress, filled
from contractgen.word.house_letters import DEPTH
from contractgen.word.house_styles import ROLES
from contractgen.word.known import Owned, joined
from contractgen.word.lettering import Lists, Title, first_title, in_annex, places
from contractgen.word.package import package, packed
from contractgen.word.parts import XML, R, core_properties, fixed_parts, tag_values, tagged_parts
from contractgen.word.provenance import provenance_part

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_TITLES = frozenset({"part", "article1", "annex1", "article1_written", "annex1_written"})  # what the contents lead to
_CONTENTS = "sommaire"
_Counts = tuple[int, int, int, Lists]


def write(
    document: Document, provenance: Provenance | None, house: bytes, comments: Sequence[Comment] | None = None
) -> bytes:
    """The .docx of a document, in a house style. Without `provenance` the file says nothing of its origin (--bare).

    With `comments`, even none, it is a review copy, and says so on each page.
    """
    if document.compact:
        house = compact_house(house)
    compiled = compile_house(house)
    writer = _Writer(document, provenance is not None, compiled, _marking(comments) if comments else None)
    body = writer.body()
    values = tag_values(document, comments is not None)
    worn = dress(house, frozenset(writer.styles), values["mention"] != "")
    members = [packed("word/document.xml", body), *compiled.static, worn.styles]
    members += tagged_parts(document, compiled, worn, writer.lists, comments is not None)
    members += fixed_parts(compiled.related, compiled.images, provenance is not None)
    members.append(packed("docProps/core.xml", core_properties(document)))
    if provenance is not None:
        pages = tuple(filled(pieces, values) for pieces in compiled.shown)
        members.append(packed("customXml/item1.xml", provenance_part(document, provenance, pages, compiled.pictures)))
    if comments:
        from contractgen.word.comments import with_comments

        members = with_comments(members, comments)
    return package(members)


_Marking = Callable[[str, int, str], str]


def _marking(comments: Sequence[Comment]) -> _Marking:
    from contractgen.word.comments import Anchors

    return Anchors(comments).marked


class _Writer:
    """The body of one document: counters for bookmarks, controls and lists, and nothing else."""

    def __init__(self, document: Document, anchored: bool, house: House, marking: _Marking | None) -> None:
        self.document, self.anchored, self.house, self.marking = document, anchored, house, marking
        self._letters, self._width = house.letters.last, house.width
        self._kept = _kept_for(house.width)
        self.bookmarks = self.titles = self.controls = 0
        self.lists: Lists = ()
        self._places: Iterator[str] = iter(())  # of the lists of the entry that are not begun yet
        self._annexed = False
        self.styles: set[str] = set()
        self._target = self._clause = ""

    def body(self) -> bytes:
        entries = b"".join(list(map(self._entry, self.document.body, _titles_after(self.document))))
        section = f"<w:sectPr>{self.house.section}</w:sectPr>"
        if self.document.internal:  # it has no cover
            section = section.replace("<w:titlePg/>", "")
        names = f'xmlns:w="{_W}" xmlns:r="{R}" xmlns:mc="{_MC}" xmlns:w15="{_W15}" mc:Ignorable="w15"'
        head, tail = f"{XML}<w:document {names}><w:body>", f"{section}</w:body></w:document>"
        return b"".join((head.encode(), entries, tail.encode()))

    def _entry(self, entry: Frame | AssembledClause, after: Title | None) -> bytes:
        """The XML of an entry: that of the last document if it is the very same there, with the same counts before it."""
        if self.marking is not None:
            text, _, styles = self._made(entry, after)
            self.styles |= styles
            return text
        counts = self._counts()
        text, then, styles = _kept_entries.made(
            (self.document.id, entry.id),
            (entry, self.house),
            partial(self._made, entry, after),
            (self.anchored, counts, after),
        )
        self.bookmarks, self.titles, self.controls, self.lists = then
        self.styles |= styles
        return text

    def _counts(self) -> _Counts:
        return self.bookmarks, self.titles, self.controls, self.lists

    def _made(self, entry: Frame | AssembledClause, after: Title | None) -> tuple[bytes, _Counts, frozenset[str]]:
        self._places, self._annexed = iter(places(entry.blocks, after)), in_annex(entry)
        text = self._xml(entry)
        return text.encode(), self._counts(), styles_used(entry, text)

    def _xml(self, entry: Frame | AssembledClause) -> str:
        if entry.id == _CONTENTS:
            return self._contents(entry)
        self._target = self._clause = entry.id if isinstance(entry, AssembledClause) else ""
        blocks = self._blocks(entry)
        if not isinstance(entry, AssembledClause) or not self.anchored:
            return blocks
        start, end = self._bookmark(f"_cg_{entry.id}")
        self.controls += 1
        return (
            f'{start}<w:sdt><w:sdtPr><w:alias w:val="{quoted(entry.title[:64])}"/><w:tag w:val="{entry.id}@{entry.version}"/>'
            f'<w:id w:val="{self.controls}"/><w15:appearance w15:val="hidden"/></w:sdtPr>'
            f"<w:sdtContent>{blocks}</w:sdtContent></w:sdt>{end}"
        )

    def _blocks(self, entry: Frame | AssembledClause) -> str:
        if self.marking is None:
            return joined(entry.blocks, self._kept, self._block, _is_fixed)
        pieces = [joined((block,), self._kept, self._block, _is_fixed) for block in entry.blocks]
        return "".join([self.marking(entry.id, index, piece) for index, piece in enumerate(pieces)])

    def _bookmark(self, name: str) -> tuple[str, str]:
        self.bookmarks += 1
        ident = self.bookmarks
        safe = name.replace("-", "_")
        return f'<w:bookmarkStart w:id="{ident}" w:name="{safe}"/>', f'<w:bookmarkEnd w:id="{ident}"/>'

    def _block(self, block: Printed) -> str:
        """A paragraph or table that is not kept."""
        if isinstance(block, Table):
            return table_xml(block, self._width)
        if block.style in ITEMS:
            return self._item(block)
        if block.style == "caption":
            return self._caption(block)
        if self._target or block.anchor or block.style in _TITLES:
            return self._title(block)
        return f"{OPEN[block.style]}{runs_xml(block.runs, block.text)}</w:p>"

    def _item(self, block: Paragraph) -> str:
        """An item of a lettered list, or of the list in one; the first of a list begins a new numbering."""
        if block.first:
            self.lists = (*self.lists, next(self._places))
        level = ITEMS.index(block.style) + (0 if self.lists[-1:] == ("alone",) else DEPTH)
        number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{self._letters + len(self.lists)}"/></w:numPr>'
        properties = f'<w:pPr><w:pStyle w:val="{STYLES[item_style(block, self._annexed)]}"/>{number}</w:pPr>'
        return f"<w:p>{properties}{runs_xml(block.runs, block.text)}</w:p>"

    def _caption(self, block: Paragraph) -> str:
        """The caption of a table; its number is a SEQ field, in a bookmark when references may lead to it."""
        label, number, text = block.runs
        start, end = self._bookmark(f"_Tab_{number.source}") if number.source else ("", "")
        return f"{OPEN['caption']}{run_xml(label)}{start}{run_xml(number)}{end}{run_xml(text)}</w:p>"

    def _title(self, block: Paragraph) -> str:
        """A title, with the bookmark of its entry in the contents and of the references to it."""
        start = end = ""
        if block.style in _TITLES:
            self.titles += 1
            start, end = self._bookmark(f"_Toc{self.titles:06d}")
        if self._target:
            ref_start, ref_end = self._bookmark(f"_Ref_{self._target}")
            start, end = start + ref_start, ref_end + end
            self._target = ""
        if block.anchor:
            ref_start, ref_end = self._bookmark(f"_Ref_{self._clause}__{block.anchor}")
            start, end = start + ref_start, ref_end + end
        return f"{OPEN[block.style]}{start}{runs_xml(block.runs, block.text)}{end}</w:p>"

    def _contents(self, entry: Frame | AssembledClause) -> str:
        """The table of contents: a field that spans from its first entry to its last, each a link to its title."""
        head, *entries = [block for block in entry.blocks if isinstance(block, Paragraph)]
        pieces = [f"{OPEN[head.style]}{runs_xml(head.runs, head.text)}</w:p>"]
        for index, block in enumerate(entries):
            target = f"_Toc{int(block.runs[0].source):06d}"
            runs = "".join([_page(run, target) if run.kind == "page" else run_xml(run) for run in block.runs])
            link = f'<w:hyperlink w:anchor="{target}" w:history="1">{runs}</w:hyperlink>'
            before, after = _toc(entries) if index == 0 else "", END if index == len(entries) - 1 else ""
            pieces.append(f"{OPEN[block.style]}{before}{link}{after}</w:p>")
        return "".join(pieces)


def _titles_after(document: Document) -> list[Title | None]:
    """For each entry of the body, the first title after it that Word counts."""
    found: list[Title | None] = []
    after: Title | None = None
    for entry in reversed(document.body):
        found.append(after)
        after = first_title(entry.blocks) or after
    return found[::-1]


def _toc(entries: Sequence[Paragraph]) -> str:
    """The beginning of the field: titles of the first level of the outline, those of parts as entries of the second rank
    (ECMA-376 17.16.5.68; the list separator is that of the settings, 17.15.1.56)."""
    parts = f' \\t "{ROLES["part"].name};2"' if any(block.style == "toc2" for block in entries) else ""
    code = f'TOC \\o "1-1" \\h \\z{parts} \\u'
    return f'{BEGIN}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>{SEPARATE}'


def _page(run: Run, target: str) -> str:
    """The page of a title, as a field with its result (ECMA-376 17.16.5.45)."""
    code = f'<w:r><w:instrText xml:space="preserve"> PAGEREF {target} \\h </w:instrText></w:r>'
    return f"{BEGIN}{code}{SEPARATE}{run_xml(run)}{END}"


_kept_entries: Kept[tuple[bytes, _Counts, frozenset[str]]] = Kept()


@lru_cache(maxsize=8)
def _kept_for(width: int) -> Owned:
    """What is kept for pages whose text is so wide, since tables are."""
    return {}


def _is_fixed(block: Printed) -> bool:
    return block.fixed


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
