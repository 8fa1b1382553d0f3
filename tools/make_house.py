"""Makes the house styles: the one that is shipped and the examples. Run it after a change here.

A house style is an ordinary Word document: its styles, numbering, header, footer and page are those of every document
that contractgen writes. Open it in Word to see the styles; a firm makes its own the same way.
"""

from __future__ import annotations

from pathlib import Path

from house_logo import logo
from house_styles import CARLITO, HEAD, NS, SANS, SERIF, Look, numbering, styles

from contractgen.word.package import package, packed

SHIPPED = Look()
LOOKS = {
    "clause_library/house.docx": SHIPPED,
    "examples/house/sobre.docx": Look(
        body=SERIF, headings=SERIF, size=22, ink="000000", accent="1A1A1A", rule="7F7F7F", grey="4D4D4D", fill="EFEFEF",
        grid="A6A6A6", left=1588, right=1588, indent=1418, light=True, caps="smallCaps", centred=True, line=259,
    ),
    "examples/house/cabinet.docx": Look(
        body=CARLITO, headings=SANS, accent="5B1A2B", rule="B08D57", grey="59524C", fill="F5EFE6", grid="D9CDBB",
        left=1701, right=1304, indent=1361, logo=True,
    ),
}  # fmt: skip


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


def first_header(look: Look) -> str:
    """The header of the cover: a logo where there is one, and the mention of a draft."""
    mention = _text("{{ mention }}", "Projet")
    body = f"{_drawing(540_000, 540_000)}<w:r><w:tab/></w:r>{mention}" if look.logo else mention
    style = "Entete" if look.logo else "EnteteCouverture"
    return f'{HEAD}<w:hdr {NS}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{body}</w:p></w:hdr>'


def _drawing(width: int, height: int) -> str:
    """The logo in the line of text; lengths in English Metric Units, 360 000 a centimetre (ECMA-376 20.4)."""
    a = "http://schemas.openxmlformats.org/drawingml/2006"
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{a}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="1" name="Logo" descr="Logo du cabinet"/>'
        f'<a:graphic xmlns:a="{a}/main"><a:graphicData uri="{a}/picture"><pic:pic xmlns:pic="{a}/picture"><pic:nvPicPr>'
        '<pic:cNvPr id="0" name="logo.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId1"/>'
        '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def footer(look: Look) -> str:
    body = (
        _text("{{ pied }}")
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
        '<w:headerReference w:type="first" r:id="rId8"/><w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="1418" w:right="{look.right}" w:bottom="1304" w:left="{look.left}" w:header="680" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr>'
    )
    text = (
        "Style maison : modifiez les styles, la numérotation, l’en-tête et le pied de page ; ce texte n’est pas repris."
    )
    return f'{HEAD}<w:document {NS}><w:body><w:p><w:pPr><w:pStyle w:val="Corps"/></w:pPr>{_text(text)}</w:p>{section}</w:body></w:document>'


_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = (
    ("rId1", "styles", "styles.xml", styles),
    ("rId2", "numbering", "numbering.xml", numbering),
    ("rId3", "settings", "settings.xml", settings),
    ("rId4", "header", "header1.xml", header),
    ("rId5", "footer", "footer1.xml", footer),
    ("rId6", "fontTable", "fontTable.xml", fonts),
    ("rId7", "theme", "theme/theme1.xml", theme),
    ("rId8", "header", "header2.xml", first_header),
)
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'


def house(look: Look = SHIPPED) -> bytes:
    """The bytes of a house style; the same at each call."""
    overrides = f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    relations = ""
    members = []
    for ident, kind, file, make in _PARTS:
        family = _TYPE.replace("wordprocessingml", "theme") if kind == "theme" else f"{_TYPE}.{kind}"
        overrides += f'<Override PartName="/word/{file}" ContentType="{family}+xml"/>'
        relations += f'<Relationship Id="{ident}" Type="{_REL}/{kind}" Target="{file}"/>'
        members.append(packed(f"word/{file}", make(look).encode()))
    pictures = '<Default Extension="png" ContentType="image/png"/>' if look.logo else ""
    types = (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{pictures}{overrides}</Types>'
    )
    root = f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="word/document.xml"/>'
    if look.logo:
        image = f'<Relationship Id="rId1" Type="{_REL}/image" Target="media/logo.png"/>'
        members += [
            packed("word/media/logo.png", logo(look.accent, look.rule)),
            packed("word/_rels/header2.xml.rels", f"{HEAD}{_RELATIONS}{image}</Relationships>".encode()),
        ]
    members += [
        packed("[Content_Types].xml", types.encode()),
        packed("_rels/.rels", f"{HEAD}{_RELATIONS}{root}</Relationships>".encode()),
        packed("word/document.xml", document(look).encode()),
        packed("word/_rels/document.xml.rels", f"{HEAD}{_RELATIONS}{relations}</Relationships>".encode()),
    ]
    return package(members)


if __name__ == "__main__":
    for name, look in LOOKS.items():
        target = Path(__file__).parent.parent / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(house(look))
        print(target)
