"""Each kind of tracked change, by hand: what is written, what accepting leaves, what rejecting leaves.

Elements are written without prefix, attributes with `w:`. `A` stands for the attributes that every change bears.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from faults import W, zipped

_HEAD = (
    f'<document xmlns="{W}" xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><body>'
)
_TAIL = "</body></document>"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
    ' ContentType="application/xml"/><Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)


class Specimen(NamedTuple):
    written: str
    accepted: str
    rejected: str
    kinds: tuple[str, ...]


def body(text: str) -> bytes:
    """The document part whose body is the text; the changes are numbered."""
    count = iter(range(1, 1000))
    dated = re.sub(r"(?<=[ ])A(?=[ />])", 'w:author="Maître Léa" w:date="2026-03-01T10:00:00Z" w:id="#"', text)
    numbered = re.sub(r'w:id="#"', lambda _: f'w:id="{next(count)}"', dated)
    return f"{_HEAD}{numbered}{_TAIL}".encode()


def file(text: str, **parts: bytes) -> bytes:
    """A .docx with that body."""
    base = {"[Content_Types].xml": _TYPES.encode(), "_rels/.rels": _RELATIONS.encode(), "word/document.xml": body(text)}
    return zipped({**base, **parts})


def t(text: str) -> str:
    return f'<r><t xml:space="preserve">{text}</t></r>'


def d(text: str) -> str:
    return f'<r><delText xml:space="preserve">{text}</delText></r>'


def p(inner: str, mark: str = "", style: str = "") -> str:
    """A paragraph: its runs, the change of its mark, its style."""
    properties = (f'<pStyle w:val="{style}"/>' if style else "") + (f"<rPr><{mark} A/></rPr>" if mark else "")
    return f"<p>{f'<pPr>{properties}</pPr>' if properties else ''}{inner}</p>"


def row(*cells: str, properties: str = "") -> str:
    return f"<tr>{properties}{''.join(f'<tc>{cell}</tc>' for cell in cells)}</tr>"


def table(*rows: str) -> str:
    return f"<tbl><tblPr/><tblGrid/>{''.join(rows)}</tbl>"


def control(inner: str) -> str:
    return f'<sdt><sdtPr><tag w:val="x"/></sdtPr><sdtContent>{inner}</sdtContent></sdt>'


def ranged(kind: str, inner: str) -> str:
    """A content control whose two tags are in ranges, as Word writes one that was put or taken off."""
    first, last = f"<{kind}RangeStart A/>", f'<{kind}RangeEnd w:id="%s"/>'
    opened = first.replace(" A/", ' w:id="801" w:author="X"/')
    closed = first.replace(" A/", ' w:id="802" w:author="X"/')
    return f"{opened}{control(last % 801 + inner + closed)}{last % 802}"


SPECIMENS: dict[str, Specimen] = {
    "insertion": Specimen(p(t("a ") + f"<ins A>{t('b')}</ins>" + t(" c")), p(t("a ") + t("b") + t(" c")), p(t("a ") + t(" c")), ("insertion",)),
    "deletion": Specimen(p(t("a ") + f"<del A>{d('b')}</del>" + t(" c")), p(t("a ") + t(" c")), p(t("a ") + t("b") + t(" c")), ("deletion",)),
    "insertion deleted by another": Specimen(p(f"<ins A>{t('a')}<del A>{d('b')}</del></ins>"), p(t("a")), p(""), ("insertion", "deletion")),
    "move inside a text": Specimen(
        p(f'<moveFromRangeStart A w:name="m1"/><moveFrom A>{t("a")}</moveFrom><moveFromRangeEnd w:id="1"/>' + t("b")
          + f'<moveToRangeStart A w:name="m1"/><moveTo A>{t("a")}</moveTo><moveToRangeEnd w:id="3"/>'),
        p(t("b") + t("a")), p(t("a") + t("b")), ("move_from", "move_to")),
    "paragraph moved": Specimen(
        p(f"<moveFrom A>{t('a')}</moveFrom>", "moveFrom", "S") + p(t("b")) + p(f"<moveTo A>{t('a')}</moveTo>", "moveTo", "S") + p(t("z")),
        p(t("b")) + p(t("a"), style="S") + p(t("z")), p(t("a"), style="S") + p(t("b")) + p(t("z")),
        ("paragraph_moved_from", "move_from", "paragraph_moved_to", "move_to")),
    "paragraph inserted": Specimen(p(t("a")) + p(f"<ins A>{t('b')}</ins>", "ins", "S") + p(t("c")), p(t("a")) + p(t("b"), style="S") + p(t("c")), p(t("a")) + p(t("c")), ("paragraph_inserted", "insertion")),
    "paragraph deleted": Specimen(p(t("a")) + p(f"<del A>{d('b')}</del>", "del", "S") + p(t("c"), style="T"), p(t("a")) + p(t("c"), style="T"), p(t("a")) + p(t("b"), style="S") + p(t("c"), style="T"), ("paragraph_deleted", "deletion")),
    "mark deleted: joined, the properties of the second": Specimen(p(t("a"), "del", "S") + p(t("b"), style="T"), p(t("a") + t("b"), style="T"), p(t("a"), style="S") + p(t("b"), style="T"), ("paragraph_deleted",)),
    "mark inserted: cut in two": Specimen(p(t("a"), "ins") + p(t("b"), style="T"), p(t("a")) + p(t("b"), style="T"), p(t("a") + t("b"), style="T"), ("paragraph_inserted",)),
    "three marks deleted": Specimen(p(t("a"), "del") + p(t("b"), "del") + p(t("c"), "del") + p(t("d")), p(t("a") + t("b") + t("c") + t("d")), p(t("a")) + p(t("b")) + p(t("c")) + p(t("d")), ("paragraph_deleted",) * 3),
    "mark inserted, then deleted": Specimen(p(t("a")).replace("<p>", "<p><pPr><rPr><ins A/><del A/></rPr></pPr>") + p(t("b")), p(t("a") + t("b")), p(t("a") + t("b")), ("paragraph_inserted", "paragraph_deleted")),
    "paragraph deleted before a table": Specimen(p(f"<del A>{d('b')}</del>", "del") + table(row(p(t("c")))) + p(""), table(row(p(t("c")))) + p(""), p(t("b")) + table(row(p(t("c")))) + p(""), ("paragraph_deleted", "deletion")),
    "last paragraph of a cell deleted": Specimen(table(row(p(t("a")) + p(f"<del A>{d('b')}</del>", "del"))) + p(""), table(row(p(t("a")) + p(""))) + p(""), table(row(p(t("a")) + p(t("b")))) + p(""), ("paragraph_deleted", "deletion")),
    "row inserted": Specimen(table(row(p(t("a"))), row(p(t("b")), properties="<trPr><ins A/></trPr>")) + p(""), table(row(p(t("a"))), row(p(t("b")))) + p(""), table(row(p(t("a")))) + p(""), ("row_inserted",)),
    "row deleted": Specimen(table(row(p(t("a"))), row(p(t("b")), properties="<trPr><cantSplit/><del A/></trPr>")) + p(""), table(row(p(t("a")))) + p(""), table(row(p(t("a"))), row(p(t("b")), properties="<trPr><cantSplit/></trPr>")) + p(""), ("row_deleted",)),
    "all rows deleted": Specimen(p(t("x")) + table(row(p(t("b")), properties="<trPr><del A/></trPr>")) + p(""), p(t("x")) + p(""), p(t("x")) + table(row(p(t("b")))) + p(""), ("row_deleted",)),
    "cell inserted": Specimen(table(row(p(t("a")), "<tcPr><cellIns A/></tcPr>" + p(t("b")))) + p(""), table(row(p(t("a")), p(t("b")))) + p(""), table(row(p(t("a")))) + p(""), ("cell_inserted",)),
    "cell deleted": Specimen(table(row(p(t("a")), "<tcPr><cellDel A/></tcPr>" + p(t("b")))) + p(""), table(row(p(t("a")))) + p(""), table(row(p(t("a")), p(t("b")))) + p(""), ("cell_deleted",)),
    "cells merged": Specimen(
        table(row('<tcPr><cellMerge A w:vMerge="rest"/></tcPr>' + p(t("a")))) + p(""),
        table(row('<tcPr><vMerge w:val="restart"/></tcPr>' + p(t("a")))) + p(""), table(row("<tcPr/>" + p(t("a")))) + p(""), ("cell_merged",)),
    "run made bold": Specimen(
        '<p><r><rPr><b/><rPrChange A><rPr><i/></rPr></rPrChange></rPr><t>a</t></r></p>',
        "<p><r><rPr><b/></rPr><t>a</t></r></p>", "<p><r><rPr><i/></rPr><t>a</t></r></p>", ("format_rPr",)),
    "style changed": Specimen(
        '<p><pPr><pStyle w:val="B"/><rPr><ins A/></rPr><pPrChange A><pPr><pStyle w:val="A"/></pPr></pPrChange></pPr><r><t>a</t></r></p><p/>',
        '<p><pPr><pStyle w:val="B"/></pPr><r><t>a</t></r></p><p/>', "<p><r><t>a</t></r></p>", ("paragraph_inserted", "format_pPr")),
    "list put on": Specimen(
        '<p><pPr><numPr><ilvl w:val="0"/><numId w:val="3"/><ins A/></numPr></pPr></p>',
        '<p><pPr><numPr><ilvl w:val="0"/><numId w:val="3"/></numPr></pPr></p>', "<p><pPr/></p>", ("numbering_inserted",)),
    "page turned": Specimen(
        '<p/><sectPr><headerReference r:id="h"/><pgSz w:w="2"/><sectPrChange A><sectPr><pgSz w:w="1"/></sectPr></sectPrChange></sectPr>',
        '<p/><sectPr><headerReference r:id="h"/><pgSz w:w="2"/></sectPr>', '<p/><sectPr><headerReference r:id="h"/><pgSz w:w="1"/></sectPr>', ("format_sectPr",)),
    "table, row, cell and grid changed": Specimen(
        '<tbl><tblPr><jc w:val="b"/><tblPrChange A><tblPr><jc w:val="a"/></tblPr></tblPrChange></tblPr><tblGrid><gridCol w:w="2"/><tblGridChange w:id="#"><tblGrid><gridCol w:w="1"/></tblGrid></tblGridChange></tblGrid>'
        '<tr><trPr><tblHeader/><trPrChange A><trPr><cantSplit/></trPr></trPrChange></trPr><tc><tcPr><noWrap/><tcPrChange A><tcPr/></tcPrChange></tcPr><p/></tc></tr></tbl><p/>',
        '<tbl><tblPr><jc w:val="b"/></tblPr><tblGrid><gridCol w:w="2"/></tblGrid><tr><trPr><tblHeader/></trPr><tc><tcPr><noWrap/></tcPr><p/></tc></tr></tbl><p/>',
        '<tbl><tblPr><jc w:val="a"/></tblPr><tblGrid><gridCol w:w="1"/></tblGrid><tr><trPr><cantSplit/></trPr><tc><tcPr/><p/></tc></tr></tbl><p/>',
        ("format_tblPr", "format_tblGrid", "format_trPr", "format_tcPr")),
    "field deleted": Specimen(
        p(t("a") + '<del A><r><fldChar w:fldCharType="begin"/></r><r><delInstrText> REF x </delInstrText></r><r><fldChar w:fldCharType="end"/></r></del>'),
        p(t("a")), p(t("a") + '<r><fldChar w:fldCharType="begin"/></r><r><instrText> REF x </instrText></r><r><fldChar w:fldCharType="end"/></r>'), ("deletion",)),
    "link emptied": Specimen(p(t("a") + f'<hyperlink w:anchor="x"><del A>{d("b")}</del></hyperlink>'), p(t("a")), p(t("a") + f'<hyperlink w:anchor="x">{t("b")}</hyperlink>'), ("deletion",)),
    "control inserted around a text": Specimen(ranged("customXmlIns", p(t("a"))) + p(""), control(p(t("a"))) + p(""), p(t("a")) + p(""), ("control_inserted",)),
    "control deleted with its text": Specimen(ranged("customXmlDel", p(f"<del A>{d('a')}</del>", "del")) + p(t("z")), p(t("z")), control(p(t("a"))) + p(t("z")), ("control_deleted", "paragraph_deleted", "deletion")),
    "control in an insertion": Specimen(p(f"<ins A>{control(t('a'))}</ins>" + t("b")), p(control(t("a")) + t("b")), p(t("b")), ("insertion",)),
    "changes inside a control": Specimen(control(p(f"<del A>{d('a')}</del><ins A>{t('b')}</ins>")) + p(""), control(p(t("b"))) + p(""), control(p(t("a"))) + p(""), ("deletion", "insertion")),
    "bookmark that goes on outside the deletion": Specimen(
        p(f'<del A><bookmarkStart w:id="90" w:name="x"/>{d("a")}</del>' + t("b") + '<bookmarkEnd w:id="90"/>'),
        p('<bookmarkStart w:id="90" w:name="x"/>' + t("b") + '<bookmarkEnd w:id="90"/>'),
        p('<bookmarkStart w:id="90" w:name="x"/>' + t("a") + t("b") + '<bookmarkEnd w:id="90"/>'), ("deletion",)),
    "text box": Specimen(
        f"<p><r><pict><txbxContent>{p(t('a') + '<ins A>' + t('b') + '</ins>')}</txbxContent></pict></r></p>",
        f"<p><r><pict><txbxContent>{p(t('a') + t('b'))}</txbxContent></pict></r></p>", f"<p><r><pict><txbxContent>{p(t('a'))}</txbxContent></pict></r></p>", ("insertion",)),
    "formula inserted": Specimen(p("<m:oMath><ins A><m:r><m:t>x</m:t></m:r></ins></m:oMath>"), p("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"), p("<m:oMath/>"), ("insertion",)),
}  # fmt: skip
