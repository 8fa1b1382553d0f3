"""The styles and numbering of a house style, drawn from a `Look`: what differs from one firm to another, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PAGE_WIDTH = 11906  # A4, in twentieths of a point


class Font(NamedTuple):
    """A free font; `other`: the font of the same widths that Word takes where it is lacking."""

    name: str
    other: str
    panose: str
    family: str


CARLITO = Font("Carlito", "Calibri", "020F0502020204030204", "swiss")
SERIF = Font("Liberation Serif", "Times New Roman", "02020603050405020304", "roman")
SANS = Font("Liberation Sans", "Arial", "020B0604020202020204", "swiss")


class Look(NamedTuple):
    """A house style. Lengths in twentieths of a point, sizes in half-points, colours RRGGBB on white.

    `indent`: where the title stands after « Article 12 »; `caps`: how the
    titles of articles are set, « », caps or smallCaps; `light`: the number of an article is lighter than its title; `logo`: an image stands in the header.
    """

    body: Font = CARLITO
    headings: Font = CARLITO
    size: int = 21
    ink: str = "1A1A1A"
    accent: str = "1F3864"
    rule: str = "8496B0"
    grey: str = "595959"
    fill: str = "E9EEF5"
    grid: str = "BFC7D5"
    left: int = 1418
    right: int = 1418
    indent: int = 1247
    caps: str = ""
    centred: bool = False
    line: int = 264
    light: bool = False
    logo: bool = False

    @property
    def width(self) -> int:
        """The width of the text."""
        return PAGE_WIDTH - self.left - self.right


def _style(
    ident: str, name: str, based: str = "Normal", ppr: str = "", rpr: str = "", after: str = "",
    extra: str = "<w:qFormat/>",
) -> str:  # fmt: skip
    follow = f'<w:next w:val="{after}"/>' if after else ""
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    ppr = f"<w:pPr>{ppr}</w:pPr>" if ppr else ""
    rpr = f"<w:rPr>{rpr}</w:rPr>" if rpr else ""
    return f'<w:style w:type="paragraph" w:styleId="{ident}"><w:name w:val="{name}"/>{base}{follow}{extra}{ppr}{rpr}</w:style>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _colour(colour: str) -> str:
    return f'<w:color w:val="{colour}"/>'


def _font(font: Font) -> str:
    return f'<w:rFonts w:ascii="{font.name}" w:hAnsi="{font.name}" w:eastAsia="{font.name}" w:cs="{font.name}"/>'


def _space(before: int, after: int, line: int = 0) -> str:
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{lines}/>'


_BOLD = "<w:b/><w:bCs/>"


def styles(look: Look) -> str:
    """The styles part."""
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_font(look.body)}{_colour(look.ink)}{_size(look.size)}"
        '<w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    )
    parts = "".join(
        [*_defaults(), *_frame(look), *_titles(look), *_texts(look), *_pages(look), *_runs(), *_tables(look)]
    )
    return f"{HEAD}<w:styles {NS}>{defaults}{parts}</w:styles>"


def _defaults() -> Iterator[str]:
    yield '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl/></w:pPr></w:style>'
    yield '<w:style w:type="character" w:default="1" w:styleId="Policepardfaut"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    yield (
        '<w:style w:type="table" w:default="1" w:styleId="TableauNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="100" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )


def _frame(look: Look) -> Iterator[str]:
    """Cover, contents, titles of parts."""
    side = '<w:jc w:val="center"/>' if look.centred else '<w:jc w:val="left"/>'
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="10" w:color="{look.accent}"/></w:pBdr>'
    heading = f"{_font(look.headings)}{_BOLD}"
    yield _style("Titre", "Title", ppr=f"<w:keepNext/>{rule}{_space(3400, 560)}{side}",
                 rpr=f"{heading}{_colour(look.accent)}{_size(56)}", after="SousTitre")  # fmt: skip
    yield _style("SousTitre", "Subtitle", ppr=f"{_space(0, 140)}{side}", rpr=f"{_font(look.headings)}{_size(26)}")
    yield _style(
        "CouvertureMention",
        "Couverture mention",
        ppr=f"{_space(0, 180)}{side}",
        rpr=f"{_font(look.headings)}{_size(26)}",
    )
    yield _style(
        "CouvertureDetail", "Couverture détail", ppr=f"{_space(0, 60)}{side}", rpr=f"{_colour(look.grey)}{_size(20)}"
    )
    yield _style("TitreSommaire", "TOC Heading", ppr=f"<w:keepNext/><w:pageBreakBefore/>{_space(0, 280)}{side}",
                 rpr=f"{heading}{_colour(look.accent)}{_size(34)}")  # fmt: skip
    # no right indent: LibreOffice drops what follows a right tab that stands beyond one
    page = f'<w:tab w:val="right" w:leader="dot" w:pos="{look.width}"/>'
    yield _style("TM1", "toc 1", extra='<w:uiPriority w:val="39"/>',
                 ppr=f'<w:tabs><w:tab w:val="left" w:pos="1304"/>{page}</w:tabs>{_space(60, 20)}<w:ind w:left="1304" w:hanging="1304"/>')  # fmt: skip
    yield _style("TM2", "toc 2", extra='<w:uiPriority w:val="39"/>', rpr=_BOLD,
                 ppr=f"<w:keepNext/><w:tabs>{page}</w:tabs>{_space(160, 40)}")  # fmt: skip
    part = f'<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="4" w:color="{look.rule}"/></w:pBdr>'
    yield _style("TitrePartie", "Titre partie", after="Corps",
                 ppr=f'<w:keepNext/><w:pageBreakBefore/>{part}{_space(0, 280)}{side}<w:outlineLvl w:val="0"/>',
                 rpr=f'{heading}<w:caps/>{_colour(look.accent)}<w:spacing w:val="20"/>{_size(30)}')  # fmt: skip


def _titles(look: Look) -> Iterator[str]:
    """Titles of articles and annexes, tied to their lists."""
    set_in = f"<w:{look.caps}/>" if look.caps else ""
    yield _heading(look, "Titre1", "heading 1", 1, 0, look.size + 5, (380, 120), set_in)
    yield _heading(look, "Titre2", "heading 2", 1, 1, look.size + 1, (220, 80))
    yield _heading(look, "Titre3", "heading 3", 1, 2, look.size, (180, 80))
    yield _heading(look, "TitreAnnexe", "Titre annexe", 2, 0, look.size + 9, (0, 240), page="<w:pageBreakBefore/>")
    yield _heading(look, "TitreAnnexe2", "Titre annexe 2", 2, 1, look.size + 1, (280, 100))
    yield _heading(look, "TitreAnnexe3", "Titre annexe 3", 2, 2, look.size, (200, 80))


def _heading(
    look: Look, ident: str, name: str, num: int, level: int, size: int, around: tuple[int, int], set_in: str = "", page: str = "",
) -> str:  # fmt: skip
    depth = f'<w:ilvl w:val="{level}"/>' if level else ""
    return _style(
        ident, name, after="Corps",
        ppr=f'<w:keepNext/><w:keepLines/>{page}<w:numPr>{depth}<w:numId w:val="{num}"/></w:numPr>'
            f'{_space(*around)}<w:outlineLvl w:val="{level}"/>',
        rpr=f"{_font(look.headings)}{_BOLD}{set_in}{_colour(look.accent)}{_size(size)}",
    )  # fmt: skip


def _texts(look: Look) -> Iterator[str]:
    """What clauses, the parties and the signatures are made of."""
    yield _style("Corps", "Body Text", ppr=f'{_space(110, 50, look.line)}<w:jc w:val="both"/>')
    yield _style("CorpsAnnonce", "Corps annonce", "Corps", ppr=f"<w:keepNext/>{_space(110, 90, look.line)}")
    bar = f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="10" w:color="{look.accent}"/></w:pBdr>'
    yield _style("Partie", "Partie", "Corps",
                 ppr=f'<w:keepLines/>{bar}{_space(140, 140, look.line)}<w:ind w:left="397"/><w:contextualSpacing/><w:jc w:val="left"/>')  # fmt: skip
    yield _style("Puce", "List Bullet", "Corps", ppr=f'<w:numPr><w:numId w:val="3"/></w:numPr>{_space(0, 60)}')
    yield _style(
        "Puce2",
        "List Bullet 2",
        "Corps",
        ppr=f'<w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr>{_space(0, 40)}',
    )
    yield _style("Lettre", "List Number", "Corps", ppr=f'<w:numPr><w:numId w:val="4"/></w:numPr>{_space(0, 60)}')
    yield _style(
        "Lettre2",
        "List Number 2",
        "Corps",
        ppr=f'<w:numPr><w:ilvl w:val="1"/><w:numId w:val="4"/></w:numPr>{_space(0, 40)}',
    )
    yield _style("Legende", "caption", "Corps", after="Corps", ppr=f'<w:keepNext/>{_space(160, 80)}<w:jc w:val="left"/>',
                 rpr=f"{_BOLD}<w:i/><w:iCs/>{_colour(look.accent)}{_size(look.size - 2)}")  # fmt: skip
    yield _style("Fin", "Fin", ppr=f'{_space(320, 0)}<w:jc w:val="center"/>', rpr=f"{_colour(look.grey)}{_size(18)}")
    yield _style("SignatureTete", "Signature tête", ppr=f"<w:keepNext/><w:keepLines/>{_space(60, 60)}",
                 rpr=f"{_BOLD}{_colour(look.accent)}")  # fmt: skip
    yield _style("SignatureLigne", "Signature ligne", ppr=f"<w:keepNext/><w:keepLines/>{_space(60, 100)}")
    yield _style("Cellule", "Cellule", ppr=_space(50, 50), rpr=_size(18))
    yield _style("CelluleNombre", "Cellule nombre", "Cellule", ppr='<w:jc w:val="right"/>')
    yield _style("CelluleTete", "Cellule en-tête", "Cellule", ppr="<w:keepNext/>", rpr=f"{_BOLD}{_colour(look.accent)}")
    yield _style("CelluleTeteNombre", "Cellule en-tête nombre", "CelluleTete", ppr='<w:jc w:val="right"/>')


def _pages(look: Look) -> Iterator[str]:
    right = f'<w:tabs><w:tab w:val="right" w:pos="{look.width}"/></w:tabs>'
    small = f"{_colour(look.grey)}{_size(16)}"
    border = '<w:pBdr><w:{} w:val="single" w:sz="4" w:space="6" w:color="' + look.rule + '"/></w:pBdr>'
    yield _style("Entete", "header", ppr=border.format("bottom") + right, rpr=small, extra="")
    yield _style("EnteteCouverture", "En-tête couverture", ppr='<w:jc w:val="right"/>', rpr=small, extra="")
    yield _style("PiedPage", "footer", ppr=border.format("top") + right, rpr=small, extra="")


def _runs() -> Iterator[str]:
    for ident, name, rpr in (
        ("Fort", "Strong", _BOLD),
        ("Blanc", "Blanc à compléter", '<w:shd w:val="clear" w:color="auto" w:fill="FFE699"/>'),
        ("Projet", "Projet", f"{_BOLD}{_colour('C00000')}"),
    ):
        yield f'<w:style w:type="character" w:styleId="{ident}"><w:name w:val="{name}"/><w:qFormat/><w:rPr>{rpr}</w:rPr></w:style>'


def _tables(look: Look) -> Iterator[str]:
    lines = {"top": (8, look.accent), "left": (4, look.grid), "bottom": (8, look.accent), "right": (4, look.grid),
             "insideH": (4, look.grid), "insideV": (4, look.grid)}  # fmt: skip
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'
        for side, (size, colour) in lines.items()
    )
    yield (
        '<w:style w:type="table" w:styleId="Grille"><w:name w:val="Table Grid"/><w:basedOn w:val="TableauNormal"/><w:tblPr>'
        f'<w:tblStyleRowBandSize w:val="1"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblStylePr w:type="firstRow">'
        f'<w:tblPr/><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{look.fill}"/></w:tcPr></w:tblStylePr></w:style>'
    )
    frame = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{look.grid}"/>'
        for side in ("top", "left", "bottom", "right", "insideV")
    )
    yield (
        '<w:style w:type="table" w:styleId="Signatures"><w:name w:val="Signatures"/><w:basedOn w:val="TableauNormal"/>'
        f"<w:tblPr><w:tblBorders>{frame}</w:tblBorders></w:tblPr></w:style>"
    )


def numbering(look: Look) -> str:
    """The numbering part: articles, annexes, bullets and letters."""
    light = f'<w:rPr><w:b w:val="0"/><w:bCs w:val="0"/>{_colour(look.grey)}</w:rPr>' if look.light else ""
    article = (
        _level(0, "decimal", "{{ article }}%1", "Titre1", look.indent, look.indent, light)
        + _level(1, "decimal", "%1.%2", "Titre2", 624, 624)
        + _level(2, "decimal", "%1.%2.%3", "Titre3", 794, 794)
    )
    annex = (
        _level(0, "decimal", "Annexe\u00a0%1", "TitreAnnexe", 1701, 1701)
        + _level(1, "decimal", "A%1.%2", "TitreAnnexe2", 794, 794)
        + _level(2, "decimal", "A%1.%2.%3", "TitreAnnexe3", 964, 964)
    )
    bullets = _level(0, "bullet", "•", "Puce", 454, 284) + _level(1, "bullet", "–", "Puce2", 850, 284)
    letters = _level(0, "lowerLetter", "(%1)", "", 510, 397) + _level(1, "lowerRoman", "(%2)", "", 964, 454)
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{index}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        for index, levels in enumerate((article, annex, bullets, letters), 1)
    )
    nums = "".join(f'<w:num w:numId="{i}"><w:abstractNumId w:val="{i}"/></w:num>' for i in (1, 2, 3, 4))
    return f"{HEAD}<w:numbering {NS}>{abstract}{nums}</w:numbering>"


def _level(index: int, fmt: str, text: str, style: str = "", left: int = 0, hanging: int = 0, runs: str = "") -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/>{linked}<w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>{runs}</w:lvl>'
    )
