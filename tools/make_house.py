"""Makes clause_library/house.docx, the house style that is shipped: run it after a change here.

The file is an ordinary Word document: its styles, numbering, header, footer and page are those of every document
that contractgen writes. Open it in Word to see the styles; a firm makes its own the same way.
"""

from __future__ import annotations

import sys
from pathlib import Path

from contractgen.word.package import package, packed

_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_INK, _BLUE, _GREY = "1A1A1A", "1F3864", "595959"


def _style(
    ident: str,
    name: str,
    based: str = "Normal",
    ppr: str = "",
    rpr: str = "",
    after: str = "",
    extra: str = "<w:qFormat/>",
) -> str:
    follow = f'<w:next w:val="{after}"/>' if after else ""
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    ppr = f"<w:pPr>{ppr}</w:pPr>" if ppr else ""
    rpr = f"<w:rPr>{rpr}</w:rPr>" if rpr else ""
    return f'<w:style w:type="paragraph" w:styleId="{ident}"><w:name w:val="{name}"/>{base}{follow}{extra}{ppr}{rpr}</w:style>'


def _heading(ident: str, name: str, num: int, level: int, size: int, extra: str = "", before: int = 240) -> str:
    ilvl = f'<w:ilvl w:val="{level}"/>' if level else ""
    return _style(
        ident, name, after="Corps",
        ppr=f'<w:keepNext/><w:keepLines/>{extra}<w:numPr>{ilvl}<w:numId w:val="{num}"/></w:numPr>'
            f'<w:spacing w:before="{before}" w:after="100"/><w:outlineLvl w:val="{level}"/>',
        rpr=f'<w:b/><w:bCs/><w:color w:val="{_BLUE}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>',
    )  # fmt: skip


def styles() -> str:
    defaults = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Carlito" w:hAnsi="Carlito" w:eastAsia="Carlito" w:cs="Carlito"/>'
        f'<w:color w:val="{_INK}"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    parts = [
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl/></w:pPr></w:style>',
        '<w:style w:type="character" w:default="1" w:styleId="Policepardfaut"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableauNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
        _style("Corps", "Body Text", ppr='<w:spacing w:before="60" w:after="100" w:line="264" w:lineRule="auto"/><w:jc w:val="both"/>'),
        _style("Titre", "Title", ppr='<w:keepNext/><w:spacing w:before="3600" w:after="480"/><w:jc w:val="center"/>',
               rpr=f'<w:b/><w:bCs/><w:color w:val="{_BLUE}"/><w:sz w:val="52"/><w:szCs w:val="52"/>'),
        _style("SousTitre", "Subtitle", ppr='<w:spacing w:after="160"/><w:jc w:val="center"/>', rpr='<w:sz w:val="26"/><w:szCs w:val="26"/>'),
        _style("TitreSommaire", "TOC Heading", ppr='<w:keepNext/><w:pageBreakBefore/><w:spacing w:after="240"/>',
               rpr=f'<w:b/><w:bCs/><w:color w:val="{_BLUE}"/><w:sz w:val="32"/><w:szCs w:val="32"/>'),
        _style("TitrePartie", "Titre partie", after="Corps",
               ppr='<w:keepNext/><w:pageBreakBefore/><w:pBdr><w:bottom w:val="single" w:sz="8" w:space="4" w:color="1F3864"/></w:pBdr><w:spacing w:after="240"/><w:outlineLvl w:val="0"/>',
               rpr=f'<w:b/><w:bCs/><w:caps/><w:color w:val="{_BLUE}"/><w:sz w:val="32"/><w:szCs w:val="32"/>'),
        _heading("Titre1", "heading 1", 1, 0, 26, before=320),
        _heading("Titre2", "heading 2", 1, 1, 22),
        _heading("Titre3", "heading 3", 1, 2, 21),
        _heading("TitreAnnexe", "Titre annexe", 2, 0, 30, "<w:pageBreakBefore/>", 0),
        _heading("TitreAnnexe2", "Titre annexe 2", 2, 1, 22),
        _heading("TitreAnnexe3", "Titre annexe 3", 2, 2, 21),
        _style("Puce", "List Bullet", "Corps", ppr='<w:numPr><w:numId w:val="3"/></w:numPr><w:spacing w:before="0" w:after="60"/>'),
        _style("Puce2", "List Bullet 2", "Corps", ppr='<w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr><w:spacing w:before="0" w:after="40"/>'),
        _style("Lettre", "List Number", "Corps", ppr='<w:spacing w:before="0" w:after="60"/>'),
        _style("Cellule", "Cellule", ppr='<w:spacing w:before="40" w:after="40"/>', rpr='<w:sz w:val="18"/><w:szCs w:val="18"/>'),
        _style("CelluleNombre", "Cellule nombre", "Cellule", ppr='<w:jc w:val="right"/>'),
        _style("CelluleTete", "Cellule en-tête", "Cellule", ppr="<w:keepNext/>", rpr="<w:b/><w:bCs/>"),
        _style("Fin", "Fin", ppr='<w:spacing w:before="240"/><w:jc w:val="center"/>', rpr=f'<w:color w:val="{_GREY}"/><w:sz w:val="18"/><w:szCs w:val="18"/>'),
        _style("TM1", "toc 1", ppr='<w:tabs><w:tab w:val="left" w:pos="1304"/><w:tab w:val="right" w:leader="dot" w:pos="9070"/></w:tabs><w:spacing w:before="60" w:after="20"/><w:ind w:left="1304" w:hanging="1304"/>', extra='<w:uiPriority w:val="39"/>'),
        _style("TM2", "toc 2", ppr='<w:keepNext/><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9070"/></w:tabs><w:spacing w:before="160" w:after="40"/>', rpr='<w:b/><w:bCs/>', extra='<w:uiPriority w:val="39"/>'),
        _style("Entete", "header", ppr=f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="{_GREY}"/></w:pBdr><w:tabs><w:tab w:val="right" w:pos="9070"/></w:tabs>',
               rpr=f'<w:color w:val="{_GREY}"/><w:sz w:val="16"/><w:szCs w:val="16"/>', extra=""),
        _style("PiedPage", "footer", ppr='<w:tabs><w:tab w:val="right" w:pos="9070"/></w:tabs>', rpr=f'<w:color w:val="{_GREY}"/><w:sz w:val="16"/><w:szCs w:val="16"/>', extra=""),
        '<w:style w:type="character" w:styleId="Fort"><w:name w:val="Strong"/><w:qFormat/><w:rPr><w:b/><w:bCs/></w:rPr></w:style>',
        '<w:style w:type="character" w:styleId="Blanc"><w:name w:val="Blanc à compléter"/><w:qFormat/><w:rPr><w:shd w:val="clear" w:color="auto" w:fill="FFE699"/></w:rPr></w:style>',
        '<w:style w:type="character" w:styleId="Projet"><w:name w:val="Projet"/><w:qFormat/><w:rPr><w:b/><w:bCs/><w:color w:val="C00000"/></w:rPr></w:style>',
        '<w:style w:type="table" w:styleId="Grille"><w:name w:val="Table Grid"/><w:basedOn w:val="TableauNormal"/><w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblBorders>'
        + "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
        + '</w:tblBorders></w:tblPr><w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="DEE6F0"/></w:tcPr></w:tblStylePr></w:style>',
    ]  # fmt: skip
    return f"{_HEAD}<w:styles {_NS}>{defaults}{''.join(parts)}</w:styles>"


def _level(index: int, fmt: str, text: str, style: str = "", left: int = 0, hanging: int = 0, suffix: str = "") -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    suff = f'<w:suff w:val="{suffix}"/>' if suffix else ""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/>{linked}{suff}<w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
    )


def numbering() -> str:
    article = "".join(
        (
            _level(0, "decimal", "{{ article }}%1", "Titre1", 1304, 1304),
            _level(1, "decimal", "%1.%2", "Titre2", 680, 680),
            _level(2, "decimal", "%1.%2.%3", "Titre3", 794, 794),
        )
    )
    annex = "".join(
        (
            _level(0, "decimal", "Annexe %1", "TitreAnnexe", 1588, 1588),
            _level(1, "decimal", "A%1.%2", "TitreAnnexe2", 794, 794),
            _level(2, "decimal", "A%1.%2.%3", "TitreAnnexe3", 964, 964),
        )
    )
    bullets = _level(0, "bullet", "•", "Puce", 454, 284) + _level(1, "bullet", "–", "Puce2", 850, 284)
    letters = _level(0, "lowerLetter", "(%1)", "", 510, 397)
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{index}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        for index, levels in enumerate((article, annex, bullets, letters), 1)
    )
    nums = "".join(f'<w:num w:numId="{i}"><w:abstractNumId w:val="{i}"/></w:num>' for i in (1, 2, 3, 4))
    return f"{_HEAD}<w:numbering {_NS}>{abstract}{nums}</w:numbering>"


def _field(code: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _text(text: str, style: str = "") -> str:
    rpr = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{text}</w:t></w:r>'


def header() -> str:
    body = _text("{{ entete }}") + "<w:r><w:tab/></w:r>" + _text("{{ mention }}", "Projet")
    return f'{_HEAD}<w:hdr {_NS}><w:p><w:pPr><w:pStyle w:val="Entete"/></w:pPr>{body}</w:p></w:hdr>'


def footer() -> str:
    body = (
        _text("{{ pied }}  –  paraphes : ")
        + "<w:r><w:tab/></w:r>"
        + _text("page ")
        + _field("PAGE")
        + _text(" sur ")
        + _field("NUMPAGES")
    )
    return f'{_HEAD}<w:ftr {_NS}><w:p><w:pPr><w:pStyle w:val="PiedPage"/></w:pPr>{body}</w:p></w:ftr>'


def settings() -> str:
    return (
        f'{_HEAD}<w:settings {_NS}><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/><w:hyphenationZone w:val="425"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )


def fonts() -> str:
    return (
        f'{_HEAD}<w:fonts {_NS}><w:font w:name="Carlito"><w:altName w:val="Calibri"/><w:panose1 w:val="020F0502020204030204"/>'
        '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def theme() -> str:
    """A theme of the colours and font of the styles; no style refers to it, Word wants one to be there."""
    colours = (("dk1", _INK), ("lt1", "FFFFFF"), ("dk2", _BLUE), ("lt2", "DEE6F0"), ("accent1", _BLUE), ("accent2", "7F6000"),
               ("accent3", "385723"), ("accent4", "833C0B"), ("accent5", _GREY), ("accent6", "C00000"), ("hlink", _BLUE), ("folHlink", _GREY))  # fmt: skip
    scheme = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in colours)
    font = '<a:latin typeface="Carlito"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{_HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Contrat"><a:themeElements>'
        f'<a:clrScheme name="Contrat">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="Contrat"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="Contrat"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


def document() -> str:
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1418" w:right="1418" w:bottom="1304" w:left="1418" w:header="680" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    text = (
        "Style maison : modifiez les styles, la numérotation, l’en-tête et le pied de page ; ce texte n’est pas repris."
    )
    return f'{_HEAD}<w:document {_NS}><w:body><w:p><w:pPr><w:pStyle w:val="Corps"/></w:pPr>{_text(text)}</w:p>{section}</w:body></w:document>'


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


def house() -> bytes:
    """The bytes of the house style; the same at each call."""
    overrides = f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    relations = ""
    members = []
    for ident, kind, make in _PARTS:
        file = {"header": "header1.xml", "footer": "footer1.xml", "theme": "theme/theme1.xml"}.get(kind, f"{kind}.xml")
        family = _TYPE.replace("wordprocessingml", "theme") if kind == "theme" else f"{_TYPE}.{kind}"
        overrides += f'<Override PartName="/word/{file}" ContentType="{family}+xml"/>'
        relations += f'<Relationship Id="{ident}" Type="{_REL}/{kind}" Target="{file}"/>'
        members.append(packed(f"word/{file}", make().encode()))
    types = (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    root = f'{_HEAD}{rels}<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="word/document.xml"/></Relationships>'
    members += [
        packed("[Content_Types].xml", types.encode()),
        packed("_rels/.rels", root.encode()),
        packed("word/document.xml", document().encode()),
        packed("word/_rels/document.xml.rels", f"{_HEAD}{rels}{relations}</Relationships>".encode()),
    ]
    return package(members)


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent / "clause_library" / "house.docx")
    target.write_bytes(house())
    print(target)
