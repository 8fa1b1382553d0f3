"""A `Document` in, the bytes of a .docx out: native Word, its provenance anchored three ways.

Each clause stands in a block content control tagged `slug@version`, inside a bookmark, and in the custom XML part.
References are REF fields on bookmarks with their number cached; the table of contents is a TOC field with its entries
cached. Ids are counted, never drawn; the same document gives the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from contractgen.model import AssembledClause, Cell, Document, Frame, Paragraph, Printed, Provenance, Run, Table
from contractgen.word.escaping import escape, quoted
from contractgen.word.house import LETTERS, STYLES, House, compile_house, filled
from contractgen.word.known import Kept, joined
from contractgen.word.package import Member, package, packed
from contractgen.word.provenance import provenance_part

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
_SEPARATE = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
_TOC = f'{_BEGIN}<w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\z \\n \\u </w:instrText></w:r>{_SEPARATE}'
_TITLES = frozenset({"part", "article1", "annex1"})  # what the contents lead to
_CONTENTS = "sommaire"
_TEXT_WIDTH = 9070  # twentieths of a point: A4 less the margins of the house style
_ITEM_ID = "{7C0E1D4A-52A3-4B8E-9D61-3F2B8C5A9E10}"  # names our part for Word; the same in every file
MENTIONS = {"draft": "PROJET – ne pas signer", "internal": "Document interne au client – ne pas transmettre"}


def write(document: Document, provenance: Provenance | None, house: bytes) -> bytes:
    """The .docx of a document, in a house style. Without `provenance` the file says nothing of its origin (--bare)."""
    compiled = compile_house(house)
    writer = _Writer(document, anchored=provenance is not None)
    body = writer.body(compiled)
    members = [packed("word/document.xml", body), *compiled.static, *_tagged(document, compiled, writer.lists)]
    members += _fixed(provenance is not None)
    members.append(packed("docProps/core.xml", _core(document)))
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
        names = f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="{_MC}" xmlns:w15="{_W15}" mc:Ignorable="w15"'
        return f"{_XML}<w:document {names}><w:body>{entries}{section}</w:body></w:document>".encode()

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
            return _table(block)
        if block.style == "item":
            return self._item(block)
        if self._target or block.style in _TITLES:
            return self._title(block)
        return f"{_OPEN[block.style]}{_runs(block.runs, block.text)}</w:p>"

    def _item(self, block: Paragraph) -> str:
        """An item of a lettered list; the first of a list begins a new numbering."""
        if block.first:
            self.lists += 1
        number = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{LETTERS + self.lists}"/></w:numPr>'
        return f'<w:p><w:pPr><w:pStyle w:val="{STYLES["item"]}"/>{number}</w:pPr>{_runs(block.runs, block.text)}</w:p>'

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
        return f"{_OPEN[block.style]}{start}{_runs(block.runs, block.text)}{end}</w:p>"

    def _contents(self, entry: Frame | AssembledClause) -> str:
        """The table of contents: a field that spans from its first entry to its last, each a link to its title."""
        head, *entries = [block for block in entry.blocks if isinstance(block, Paragraph)]
        pieces = [f"{_OPEN[head.style]}{_runs(head.runs, head.text)}</w:p>"]
        for index, block in enumerate(entries):
            run = block.runs[0]
            link = f'<w:hyperlink w:anchor="_Toc{int(run.source):06d}" w:history="1">{_run(run)}</w:hyperlink>'
            before, after = _TOC if index == 0 else "", _END if index == len(entries) - 1 else ""
            pieces.append(f"{_OPEN[block.style]}{before}{link}{after}</w:p>")
        return "".join(pieces)


_kept_blocks: Kept = {}
_OPEN = {name: f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>' for name, style in STYLES.items()}
_PROPERTIES = {name: f'<w:rPr><w:rStyle w:val="{STYLES[name]}"/></w:rPr>' for name in ("strong", "blank")}


def _is_fixed(block: Printed) -> bool:
    return block.fixed


def _runs(runs: tuple[Run, ...], text: str) -> str:
    """The runs of a paragraph whose whole text is `text`: one, unless something in it is not plain."""
    for run in runs:
        if run.strong or run.kind in _MARKED:
            return "".join([_run(run) for run in _together(runs)])
    return f"<w:r>{_plain(text) if _SPECIAL(text) is None else _text(text)}</w:r>"


_MARKED = ("reference", "blank")


def _together(runs: tuple[Run, ...]) -> list[Run]:
    """Neighbours of the same appearance joined, as one would type them."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if last and last.strong == run.strong and last.kind not in _MARKED and run.kind not in _MARKED:
            found[-1] = Run(last.text + run.text, "plain", "", run.strong)
        else:
            found.append(run)
    return found


def _run(run: Run) -> str:
    text, kind, source, strong = run
    piece = _plain(text) if _SPECIAL(text) is None else _text(text)
    if kind == "blank" or strong:
        return f"<w:r>{_PROPERTIES['blank' if kind == 'blank' else 'strong']}{piece}</w:r>"
    if kind != "reference":
        return f"<w:r>{piece}</w:r>"
    name = f"_Ref_{source}".replace("-", "_")
    code = f'<w:r><w:instrText xml:space="preserve"> REF {name} \\r \\h </w:instrText></w:r>'
    return f"{_BEGIN}{code}{_SEPARATE}<w:r>{piece}</w:r>{_END}"


_SPECIAL = re.compile("[&<>\n\t]").search


def _plain(text: str) -> str:
    if text[:1] == " " or text[-1:] == " ":
        return f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:t>{text}</w:t>"


def _text(text: str) -> str:
    """The text of a run; a line end is a break and a tab a tab, as Word has them (ECMA-376 17.3.3)."""
    return "<w:br/>".join(
        "<w:tab/>".join(_plain(cell) if cell else "" for cell in line.split("\t")) for line in escape(text).split("\n")
    )


# ---------------------------------------------------------------- tables


def _table(table: Table) -> str:
    widths = _widths(table)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    properties = (
        f'<w:tblPr><w:tblStyle w:val="{STYLES["table"]}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr>'
    )
    cells = [_CELL_OPEN["cell_number" if align == "right" else "cell"] for align in table.align]
    first = _row(table.header, [_CELL_OPEN["cell_head"]] * len(cells), "<w:cantSplit/><w:tblHeader/>")
    rows = "".join([_row(row, cells, "<w:cantSplit/>") for row in table.rows])
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{first}{rows}</w:tbl>"


_CELL_OPEN = {name: f"<w:tc>{_OPEN[name]}" for name in ("cell", "cell_number", "cell_head")}


def _row(row: tuple[Cell, ...], opens: list[str], properties: str) -> str:
    """A row; the width of its cells is that of the grid, the layout being fixed."""
    cells = "".join(
        [f"{start}{_runs(cell.runs, cell.text)}</w:p></w:tc>" for start, cell in zip(opens, row, strict=True)]
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


def _widths(table: Table) -> tuple[int, ...]:
    """Columns by what they hold: the longest word must fit, the rest is shared by the square root of the length."""
    columns = [[row[index].text for row in (table.header, *table.rows)] for index in range(len(table.header))]
    least = [min(2600, 260 + 105 * max(map(_longest_word, column))) for column in columns]
    wanted = [max(4, *map(len, column)) ** 0.5 for column in columns]
    if sum(least) > _TEXT_WIDTH:
        least = [_TEXT_WIDTH * width // sum(least) for width in least]
    free = _TEXT_WIDTH - sum(least)
    widths = [width + int(free * share / sum(wanted)) for width, share in zip(least, wanted, strict=True)]
    widths[-1] += _TEXT_WIDTH - sum(widths)
    return tuple(widths)


def _longest_word(text: str) -> int:
    return len(text) if " " not in text else max(map(len, text.split(" ")))


# ---------------------------------------------------------------- the other parts


def _tagged(document: Document, house: House, lists: int) -> list[Member]:
    mention = MENTIONS["draft"] if document.draft else MENTIONS["internal"] if document.internal else ""
    values = {
        "entete": document.header,
        "mention": mention,
        "pied": document.footer,
        "article": "Article " if document.numbering == "article" else "",
    }
    members = []
    for name, pieces in house.tagged:
        text = filled(pieces, values)
        if name == "word/numbering.xml":
            text = text.replace("</w:numbering>", _restarts(lists) + "</w:numbering>")
        members.append(packed(name, text.encode()))
    return members


@lru_cache(maxsize=256)
def _restarts(lists: int) -> str:
    """One numbering instance a lettered list, so that none continues another (ECMA-376 17.9.27)."""
    return "".join(
        f'<w:num w:numId="{LETTERS + index}"><w:abstractNumId w:val="{LETTERS}"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for index in range(1, lists + 1)
    )


def _core(document: Document) -> bytes:
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(document.title)}</dc:title><dc:creator>{escape(document.author)}</dc:creator>"
        "<dc:language>fr-FR</dc:language></cp:coreProperties>"
    ).encode()


_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = (("rId1", "styles"), ("rId2", "numbering"), ("rId3", "settings"), ("rId4", "header"), ("rId5", "footer"),
          ("rId6", "fontTable"), ("rId7", "theme"))  # fmt: skip
_FILES = {"header": "header1.xml", "footer": "footer1.xml", "theme": "theme/theme1.xml"}
_THEME = "application/vnd.openxmlformats-officedocument.theme"


def _file(kind: str) -> str:
    return _FILES.get(kind, f"{kind}.xml")


@lru_cache(maxsize=2)
def _fixed(anchored: bool) -> tuple[Member, ...]:
    """The parts that are the same in every document, packed once."""
    overrides = f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>' + "".join(
        f'<Override PartName="/word/{_file(kind)}" ContentType="{_THEME if kind == "theme" else f"{_TYPE}.{kind}"}+xml"/>'
        for _, kind in _PARTS
    )
    relations = "".join(f'<Relationship Id="{i}" Type="{_R}/{kind}" Target="{_file(kind)}"/>' for i, kind in _PARTS)
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides += f'<Override PartName="/docProps/core.xml" ContentType="{core}"/>'
    found = []
    if anchored:
        kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
        overrides += f'<Override PartName="/customXml/itemProps1.xml" ContentType="{kind}"/>'
        relations += f'<Relationship Id="rId8" Type="{_R}/customXml" Target="../customXml/item1.xml"/>'
        found += _custom_parts()
    types = (
        f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    root = (
        f'{_XML}<Relationships xmlns="{_REL}"><Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>'
    )
    found += [
        packed("[Content_Types].xml", types.encode()),
        packed("_rels/.rels", root.encode()),
        packed(
            "word/_rels/document.xml.rels", f'{_XML}<Relationships xmlns="{_REL}">{relations}</Relationships>'.encode()
        ),
    ]
    return tuple(found)


def _custom_parts() -> list[Member]:
    properties = (
        f'{_XML}<ds:datastoreItem ds:itemID="{_ITEM_ID}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
        '<ds:schemaRefs><ds:schemaRef ds:uri="urn:contractgen:provenance:1"/></ds:schemaRefs></ds:datastoreItem>'
    )
    relations = (
        f'{_XML}<Relationships xmlns="{_REL}"><Relationship Id="rId1" Type="{_R}/customXmlProps" Target="itemProps1.xml"/>'
        "</Relationships>"
    )
    return [
        packed("customXml/itemProps1.xml", properties.encode()),
        packed("customXml/_rels/item1.xml.rels", relations.encode()),
    ]


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
