"""Makes clause_library/house.docx, the house style that is shipped: run it after a change here.

The file is an ordinary Word document: its styles, numbering, header, footer and page are those of every document
that contractgen writes. Open it in Word to see the styles; a firm makes its own the same way.
"""

from __future__ import annotations

import sys
from pathlib import Path

from house_styles import HEAD, NS, Look, numbering, styles

from contractgen.word.package import package, packed

SHIPPED = Look()


def _field(code: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _text(text: str, style: str = "") -> str:
    rpr = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{text}</w:t></w:r>'


def header(look: Look) -> str:
    body = _text("{{ entete }}") + "<w:r><w:tab/></w:r>" + _text("{{ mention }}", "Projet")
    return f'{HEAD}<w:hdr {NS}><w:p><w:pPr><w:pStyle w:val="Entete"/></w:pPr>{body}</w:p></w:hdr>'


def footer(look: Look) -> str:
    body = (
        _text("{{ pied }}  –  paraphes : ")
        + "<w:r><w:tab/></w:r>"
        + _text("page ")
        + _field("PAGE")
        + _text(" sur ")
        + _field("NUMPAGES")
    )
    return f'{HEAD}<w:ftr {NS}><w:p><w:pPr><w:pStyle w:val="PiedPage"/></w:pPr>{body}</w:p></w:ftr>'


def settings(look: Look) -> str:
    return (
        f'{HEAD}<w:settings {NS}><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/><w:hyphenationZone w:val="425"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )


def fonts(look: Look) -> str:
    used = dict.fromkeys((look.body, look.headings))
    entries = "".join(
        f'<w:font w:name="{font.name}"><w:altName w:val="{font.other}"/><w:panose1 w:val="{font.panose}"/>'
        f'<w:charset w:val="00"/><w:family w:val="{font.family}"/><w:pitch w:val="variable"/></w:font>'
        for font in used
    )
    return f"{HEAD}<w:fonts {NS}>{entries}</w:fonts>"


def theme(look: Look) -> str:
    """A theme of the colours and font of the styles; no style refers to it, Word wants one to be there."""
    colours = (("dk1", look.ink), ("lt1", "FFFFFF"), ("dk2", look.accent), ("lt2", look.fill), ("accent1", look.accent), ("accent2", "7F6000"),
               ("accent3", "385723"), ("accent4", "833C0B"), ("accent5", look.grey), ("accent6", "C00000"), ("hlink", look.accent), ("folHlink", look.grey))  # fmt: skip
    scheme = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in colours)
    major, minor = (
        f'<a:latin typeface="{font.name}"/><a:ea typeface=""/><a:cs typeface=""/>'
        for font in (look.headings, look.body)
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Contrat"><a:themeElements>'
        f'<a:clrScheme name="Contrat">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="Contrat"><a:majorFont>{major}</a:majorFont><a:minorFont>{minor}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="Contrat"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


def document(look: Look) -> str:
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="1418" w:right="{look.right}" w:bottom="1304" w:left="{look.left}" w:header="680" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    text = (
        "Style maison : modifiez les styles, la numérotation, l’en-tête et le pied de page ; ce texte n’est pas repris."
    )
    return f'{HEAD}<w:document {NS}><w:body><w:p><w:pPr><w:pStyle w:val="Corps"/></w:pPr>{_text(text)}</w:p>{section}</w:body></w:document>'


_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = (
    ("rId1", "styles", styles),
    ("rId2", "numbering", numbering),
    ("rId3", "settings", settings),
    ("rId4", "header", header),
    ("rId5", "footer", footer),
    ("rId6", "fontTable", fonts),
    ("rId7", "theme", theme),
)


def house(look: Look = SHIPPED) -> bytes:
    """The bytes of a house style; the same at each call."""
    overrides = f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    relations = ""
    members = []
    for ident, kind, make in _PARTS:
        file = {"header": "header1.xml", "footer": "footer1.xml", "theme": "theme/theme1.xml"}.get(kind, f"{kind}.xml")
        family = _TYPE.replace("wordprocessingml", "theme") if kind == "theme" else f"{_TYPE}.{kind}"
        overrides += f'<Override PartName="/word/{file}" ContentType="{family}+xml"/>'
        relations += f'<Relationship Id="{ident}" Type="{_REL}/{kind}" Target="{file}"/>'
        members.append(packed(f"word/{file}", make(look).encode()))
    types = (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    root = (
        f'{HEAD}{rels}<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    members += [
        packed("[Content_Types].xml", types.encode()),
        packed("_rels/.rels", root.encode()),
        packed("word/document.xml", document(look).encode()),
        packed("word/_rels/document.xml.rels", f"{HEAD}{rels}{relations}</Relationships>".encode()),
    ]
    return package(members)


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent / "clause_library" / "house.docx")
    target.write_bytes(house())
    print(target)
