"""A `Document` in, the bytes of a .docx out: native Word, its provenance anchored three ways.

Each clause stands in a block content control tagged `slug@version`, inside a bookmark, and in the custom XML part.
References are REF fields on bookmarks with their number cached; the table of contents is a TOC field with its entries
cached. Ids are counted, never drawn; the same document gives the same bytes.
"""

from __future__ import annotations

import hashlib

from contractgen.model import AssembledClause, Document, Frame, Paragraph, Printed, Provenance, Run, Table
from contractgen.word.blocks import BEGIN, END, OPEN, SEPARATE, run_xml, runs_xml, table_xml
from contractgen.word.escaping import quoted
from contractgen.word.house import LETTERS, STYLES, House, compile_house
from contractgen.word.known import Kept, joined
from contractgen.word.package import package, packed
from contractgen.word.parts import XML, R, core_properties, fixed_parts, tagged_parts
from contractgen.word.provenance import provenance_part

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_TOC = f'{BEGIN}<w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\z \\u </w:instrText></w:r>{SEPARATE}'
_TITLES = frozenset({"part", "article1", "annex1"})  # what the contents lead to
_CONTENTS = "sommaire"


def write(document: Document, provenance: Provenance | None, house: bytes) -> bytes:
    """The .docx of a document, in a house style. Without `provenance` the file says nothing of its origin (--bare)."""
    compiled = compile_house(house)
    writer = _Writer(document, anchored=provenance is not None)
    body = writer.body(compiled)
    members = [packed("word/document.xml", body), *compiled.static, *tagged_parts(document, compiled, writer.lists)]
    members += fixed_parts(provenance is not None)
    members.append(packed("docProps/core.xml", core_properties(document)))
    if provenance is not None:
        members.append(packed("customXml/item1.xml", provenance_part(document, provenance)))
    return package(members)


class _Writer:
    """The body of one document: counters for bookmarks, controls and lists, and nothing else."""

    def __init__(self, document: Document, anchored: bool) -> None:
        self.document, self.anchored = document, anchored
        self.bookmarks = self.titles = self.controls = self.lists = 0
        self._target = ""

    def body(self, house: House) -> bytes:
        entries = "".join([self._entry(entry) for entry in self.document.body])
        section = (
            '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>'
            f"{house.section}</w:sectPr>"
        )
        names = f'xmlns:w="{_W}" xmlns:r="{R}" xmlns:mc="{_MC}" xmlns:w15="{_W15}" mc:Ignorable="w15"'
        return f"{XML}<w:document {names}><w:body>{entries}{section}</w:body></w:document>".encode()

    def _entry(self, entry: Frame | AssembledClause) -> str:
        if entry.id == _CONTENTS:
            return self._contents(entry)
        self._target = entry.id if isinstance(entry, AssembledClause) else ""
        blocks = joined(entry.blocks, _kept_blocks, self._block, _is_fixed)
        if isinstance(entry, Frame):
            return blocks
        if not self.anchored:
            return blocks
        start, end = self._bookmark(f"_cg_{entry.id}")
        self.controls += 1
        return (
            f'{start}<w:sdt><w:sdtPr><w:alias w:val="{quoted(entry.title[:64])}"/><w:tag w:val="{entry.id}@{entry.version}"/>'
            f'<w:id w:val="{self.controls}"/><w15:appearance w15:val="hidden"/></w:sdtPr>'
            f"<w:sdtContent>{blocks}</w:sdtContent></w:sdt>{end}"
        )

    def _bookmark(self, name: str) -> tuple[str, str]:
        self.bookmarks += 1
        ident = self.bookmarks
        safe = name.replace("-", "_")
        return f'<w:bookmarkStart w:id="{ident}" w:name="{safe}"/>', f'<w:bookmarkEnd w:id="{ident}"/>'

    def _block(self, block: Printed) -> str:
        """A paragraph or table that is not kept."""
        if isinstance(block, Table):
            return table_xml(block)
        if block.style == "item":
            return self._item(block)
        if self._target or block.style in _TITLES:
            return self._title(block)
        return f"{OPEN[block.style]}{runs_xml(block.runs, block.text)}</w:p>"

    def _item(self, block: Paragraph) -> str:
        """An item of a lettered list; the first of a list begins a new numbering."""
        if block.first:
            self.lists += 1
        number = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{LETTERS + self.lists}"/></w:numPr>'
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{STYLES["item"]}"/>{number}</w:pPr>{runs_xml(block.runs, block.text)}</w:p>'
        )

    def _title(self, block: Paragraph) -> str:
        """A title, with the bookmark of its entry in the contents and, for the title of a clause, of its references."""
        start = end = ""
        if block.style in _TITLES:
            self.titles += 1
            start, end = self._bookmark(f"_Toc{self.titles:06d}")
        if self._target:
            ref_start, ref_end = self._bookmark(f"_Ref_{self._target}")
            start, end = start + ref_start, ref_end + end
            self._target = ""
        return f"{OPEN[block.style]}{start}{runs_xml(block.runs, block.text)}{end}</w:p>"

    def _contents(self, entry: Frame | AssembledClause) -> str:
        """The table of contents: a field that spans from its first entry to its last, each a link to its title."""
        head, *entries = [block for block in entry.blocks if isinstance(block, Paragraph)]
        pieces = [f"{OPEN[head.style]}{runs_xml(head.runs, head.text)}</w:p>"]
        for index, block in enumerate(entries):
            target = f"_Toc{int(block.runs[0].source):06d}"
            runs = "".join([_page(run, target) if run.kind == "page" else run_xml(run) for run in block.runs])
            link = f'<w:hyperlink w:anchor="{target}" w:history="1">{runs}</w:hyperlink>'
            before, after = _TOC if index == 0 else "", END if index == len(entries) - 1 else ""
            pieces.append(f"{OPEN[block.style]}{before}{link}{after}</w:p>")
        return "".join(pieces)


def _page(run: Run, target: str) -> str:
    """The page of a title, as a field with its result (ECMA-376 17.16.5.45)."""
    code = f'<w:r><w:instrText xml:space="preserve"> PAGEREF {target} \\h </w:instrText></w:r>'
    return f"{BEGIN}{code}{SEPARATE}{run_xml(run)}{END}"


_kept_blocks: Kept = {}


def _is_fixed(block: Printed) -> bool:
    return block.fixed


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
