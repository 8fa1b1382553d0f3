"""The order of elements where the schema has one (ECMA-376 Part 1, annex A): Word refuses or repairs a file that breaks it."""

from __future__ import annotations

from points.reading import Docx, w

ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens "
    "kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing "
    "mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden "
    "color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders "
    "shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p tbl",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal "
    "personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "num": "abstractNumId lvlOverride",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "numPr": "ilvl numId",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols "
    "formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    "settings": "writeProtection view zoom removePersonalInformation mirrorMargins trackRevisions documentProtection autoFormatOverride "
    "defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps evenAndOddHeaders "
    "characterSpacingControl updateFields hdrShapeDefaults footnotePr endnotePr compat docVars rsids themeFontLang clrSchemeMapping "
    "doNotIncludeSubdocsInStats decimalSymbol listSeparator",
    "sdt": "sdtPr sdtEndPr sdtContent",
    "font": "altName panose1 charset family notTrueType pitch sig",
}  # fmt: skip
_RANKS = {w(name): {w(one): rank for rank, one in enumerate(order.split())} for name, order in ORDERS.items()}
_RANKS[w("sectPr")][w("footerReference")] = 0  # they stand in any order among headers (EG_HdrFtrReferences)


def element_order(docx: Docx) -> list[str]:
    """The children of each element stand in the order of the schema, and it knows them all."""
    faults = []
    for name in docx.parts:
        if name.startswith("word/") and name.endswith(".xml"):
            for element in docx.tree(name).iter(*_RANKS):
                ranks = _RANKS[element.tag]
                places = [
                    ranks.get(child.tag, -1) for child in element if child.tag in ranks or child.tag.startswith(w(""))
                ]
                if places != sorted(places) or (-1 in places and element.tag not in (w("tc"), w("settings"))):
                    faults.append(
                        f"{name}: {[child.tag.rpartition('}')[2] for child in element]} in {element.tag.rpartition('}')[2]}"
                    )
    return faults


_NEVER_EMPTY = ("rPr", "pPr", "tcPr", "trPr", "r", "t", "instrText", "sdtContent", "hyperlink", "numPr", "tabs")


def empty_elements(docx: Docx) -> list[str]:
    """Nothing is written to say nothing."""
    return [
        f"{name}: empty {one.tag.rpartition('}')[2]}"
        for name in ("word/document.xml", "word/styles.xml", "word/numbering.xml", *docx.margins)
        for one in docx.tree(name).iter(*map(w, _NEVER_EMPTY))
        if not len(one) and not one.text
    ]
