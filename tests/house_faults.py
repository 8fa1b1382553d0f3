"""What is wrong in a firm's template: for each finding code, small changes that bring it, each with the place it names."""

from __future__ import annotations

import re
from collections.abc import Callable

from faults import Parts

STYLES, NUMBERING, DOCUMENT = "word/styles.xml", "word/numbering.xml", "word/document.xml"
HEADER, FOOTER, RELATIONS = "word/header1.xml", "word/footer1.xml", "word/_rels/document.xml.rels"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Change = Callable[[Parts], Parts]


def replaced(name: str, pattern: str, new: str) -> Change:
    """A part with the first match of a pattern replaced; it must be there."""

    def change(parts: Parts) -> Parts:
        text, count = re.subn(pattern, lambda _: new, parts[name].decode(), count=1, flags=re.DOTALL)
        assert count == 1, pattern
        return {**parts, name: text.encode()}

    return change


def added(name: str, content: bytes) -> Change:
    return lambda parts: {**parts, name: content}


def without(name: str) -> Change:
    return lambda parts: {part: content for part, content in parts.items() if part != name}


def related(kind: str, target: str, outside: bool = True, name: str = RELATIONS) -> Change:
    mode = ' TargetMode="External"' if outside else ""
    relation = f'<Relationship Id="x1" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    return replaced(name, "</Relationships>", relation)


def field(code: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in code)
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


_HEADER_RELS = "word/_rels/header1.xml.rels"
_EMPTY_RELS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'


def in_header(kind: str, target: str, outside: bool) -> Change:
    return lambda parts: related(kind, target, outside, _HEADER_RELS)({**parts, _HEADER_RELS: _EMPTY_RELS})


FAULTS: dict[str, dict[str, tuple[Change, str]]] = {
    "house-unsafe": {
        "macro": (added("word/vbaProject.bin", b"x"), "vbaProject"),
        "macro by its type": (replaced("[Content_Types].xml", "</Types>", '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'), "[Content_Types]"),
        "attached template": (related("attachedTemplate", "https://exemple.fr/x.dotm"), "document.xml.rels"),
        "external image": (in_header("image", "https://exemple.fr/x.png", True), "header1.xml.rels"),
        "local link": (related("hyperlink", "file:///etc/passwd"), "document.xml.rels"),
        "included text": (related("aFChunk", "x.html", False), "document.xml.rels"),
        "DTD": (added("word/comments.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'), "comments"),
        "DTD in UTF-16": (added("word/comments.xml", "<x/>".encode("utf-16")), "comments"),
        "another main document": (replaced("_rels/.rels", "word/document.xml", "word/other.xml"), "_rels/.rels"),
        "path out of the file": (added("word/../../x.xml", b"<x/>"), "x.xml"),
        "object in the header": (replaced(HEADER, "</w:p>", "<w:r><w:object/></w:r></w:p>"), "header1.xml"),
        "part of an unknown kind": (in_header("chart", "chart.xml", False), "header1.xml"),
        "names that differ by case": (added("WORD/styles.xml", b"<x/>"), "fichier"),
        "too many parts": (lambda parts: {**parts, **{f"x{n}": b"" for n in range(1001)}}, "fichier"),
        "part that inflates": (added("word/x.xml", bytes(9_000_000)), "x.xml"),
        "file that inflates": (lambda parts: {**parts, **{f"m{n}.png": bytes(20_000_000) for n in range(4)}}, "fichier"),
    },
    "house-unreadable": {
        "malformed": (added(STYLES, b"<w:styles"), STYLES),
        "deep": (added(NUMBERING, b"<a>" * 100_000), NUMBERING),
        "absent": (without(NUMBERING), NUMBERING),
        "strict": (replaced(STYLES, "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"), STYLES),
    },
    "house-produced": {"provenance": (added("customXml/item1.xml", b'<p xmlns="urn:contractgen:provenance:1"/>'), "customXml")},
    "house-style-missing": {
        "named": (replaced(STYLES, '<w:style [^>]*w:styleId="Titre2">.*?</w:style>', ""), STYLES),
        "all": (replaced(STYLES, "<w:style .*</w:style>", ""), STYLES),
    },
    "house-style-kind": {
        "paragraph": (replaced(STYLES, 'w:type="character" w:styleId="Fort"', 'w:type="paragraph" w:styleId="Fort"'), "« Strong »"),
        "table": (replaced(STYLES, 'w:type="table" w:styleId="Grille"', 'w:type="character" w:styleId="Grille"'), "« Table Grid »"),
        "two of one id": (replaced(STYLES, 'w:styleId="Lettre"', 'w:styleId="Puce"'), STYLES),
        "hidden": (replaced(STYLES, '(?<=w:val="Strong"/>)<w:qFormat/><w:rPr>', "<w:qFormat/><w:rPr><w:vanish/>"), "« Strong »"),
    },
    "house-outline": {
        "absent": (replaced(STYLES, '<w:outlineLvl w:val="1"/>', ""), "« heading 2 »"),
        "other": (replaced(STYLES, '<w:outlineLvl w:val="0"/>', '<w:outlineLvl w:val="3"/>'), "« Titre partie »"),
    },
    "house-numbering": {
        "no list": (replaced(STYLES, "<w:numPr>.*?</w:numPr>", ""), "« heading 1 »"),
        "no such list": (replaced(NUMBERING, '<w:num w:numId="1">.*?</w:num>', ""), "« heading 1 »"),
        "other text": (replaced(NUMBERING, "%1.%2", "§ %1.%2"), "« heading 2 »"),
        "other digits": (replaced(NUMBERING, '"decimal"', '"upperRoman"'), "« heading 1 »"),
        "other start": (replaced(NUMBERING, '<w:start w:val="1"/>', '<w:start w:val="5"/>'), "« heading 1 »"),
        "letters in figures": (replaced(NUMBERING, '"lowerLetter"', '"decimal"'), "« List Number »"),
        "second letters in letters": (replaced(NUMBERING, '"lowerRoman"', '"lowerLetter"'), "« List Number 2 »"),
        "second letters on the first level": (replaced(STYLES, '<w:ilvl w:val="1"/><w:numId w:val="4"/>', '<w:numId w:val="4"/>'), "« List Number 2 »"),
        "letters that count titles": (replaced(NUMBERING, r'"\(%1\)"', '"%2(%1)"'), "« List Number »"),
        "letters on the level of a title": (replaced(STYLES, '(?<=w:val="List Number"/>)(.*?)<w:numId w:val="4"/>', '<w:basedOn w:val="Corps"/><w:pPr><w:numPr><w:numId w:val="1"/>'), "« List Number »"),
        "letters apart from the second ones": (replaced(STYLES, '<w:ilvl w:val="1"/><w:numId w:val="4"/>', '<w:ilvl w:val="1"/><w:numId w:val="3"/>'), "« List Number 2 »"),
        "annexes among articles": (replaced(NUMBERING, '<w:num w:numId="2"><w:abstractNumId w:val="2"/>', '<w:num w:numId="2"><w:abstractNumId w:val="1"/>'), "« Titre annexe »"),
    },
    "house-tag-unknown": {
        "unknown": (replaced(HEADER, r"\{\{ mention \}\}", "{{ mention }} {{ cabinet }}"), "header1.xml), paragraphe 1"),
        "out of its place": (replaced(FOOTER, r"\{\{ pied \}\}", "{{ pied }} {{ article }}"), "footer1.xml), paragraphe 1"),
        "never closed": (replaced(HEADER, r"\{\{ mention \}\}", "{{ mention }} {{ x"), "header1.xml), paragraphe 1"),
        "in the description of an image": (replaced(HEADER, "</w:p>", '<w:r><w:drawing><x xmlns="y" descr="{{ entete }}"/></w:drawing></w:r></w:p>'), "header1.xml"),
        "in a number": (replaced(NUMBERING, "%1.%2", "{{ pied }}%1.%2"), NUMBERING),
        "expression": (replaced(HEADER, r"\{\{ entete \}\}", "{{ entete }}{{ x.y|z }}"), "header1.xml), paragraphe 1"),
    },
    "house-tag-missing": {
        "title": (replaced(HEADER, r"\{\{ entete \}\}", "Contrat"), "en-tête"),
        "version": (replaced(FOOTER, r"\{\{ pied \}\}", ""), "pied de page"),
        "draft": (replaced(HEADER, r"\{\{ mention \}\}", ""), "en-tête"),
        "draft on the first page": (replaced("word/header2.xml", r"\{\{ mention \}\}", ""), "première page"),
        "header that is none": (replaced(RELATIONS, "header1.xml", "styles.xml"), "en-tête"),
        "header by another relation": (replaced(RELATIONS, "relationships/header", "relationships/comments"), "en-tête"),
        "no header": (replaced(DOCUMENT, "<w:headerReference[^>]*/>", ""), "en-tête"),
    },
    "house-field": {
        "included": (replaced(HEADER, "</w:p>", field("INCLUDETEXT c:/x")), "header1.xml"),
        "in pieces": (replaced(HEADER, "</w:p>", field(" DDEAUTO x")), "header1.xml"),
        "button": (replaced(FOOTER, "</w:p>", '<w:fldSimple w:instr="MACROBUTTON x"/></w:p>'), "footer1.xml"),
        "day": (replaced(FOOTER, "</w:p>", field("DATE")), "footer1.xml"),
        "never closed": (replaced(HEADER, "</w:p>", '<w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>'), "header1.xml"),
    },
    "house-image": {
        "absent": (in_header("image", "media/x.png", False), "header1.xml"),
        "no relation": (replaced(HEADER, "</w:p>", '<w:hyperlink r:id="rId77"/></w:p>'), "header1.xml"),
        "not an image": (lambda parts: in_header("image", "media/x.png", False)({**parts, "word/media/x.png": b"<svg/>"}), "header1.xml"),
    },
    "house-page": {
        "letter": (replaced(DOCUMENT, 'w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"'), "mise en page"),
        "landscape": (replaced(DOCUMENT, 'w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906" w:orient="landscape"'), "mise en page"),
        "margins": (replaced(DOCUMENT, 'w:right="1418"', 'w:right="5000"'), "mise en page"),
        "not a number": (replaced(DOCUMENT, 'w:w="11906"', 'w:w="large"'), "mise en page"),
        "no section": (replaced(DOCUMENT, "<w:sectPr>.*</w:sectPr>", ""), DOCUMENT),
    },
}  # fmt: skip
