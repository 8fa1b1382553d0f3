"""A fault for each check: a change of one part of the contract of the larger example, which the check must tell.

Each is (check, part, pattern, replacement); the first match is replaced. A check that no fault trips could as well be left out.
"""

from __future__ import annotations

import io
import re
import zipfile

from points.reading import Docx

_BODY, _STYLES, _NUMBERS, _FONTS = "word/document.xml", "word/styles.xml", "word/numbering.xml", "word/fontTable.xml"
_HEADER, _FOOTER, _CORE, _OWN = "word/header1.xml", "word/footer2.xml", "docProps/core.xml", "customXml/item1.xml"
_ITEM = r'<w:p><w:pPr><w:pStyle w:val="Corps"/></w:pPr><w:r><w:t>'
_TEXT = r"Le Contrat est conclu entre les deux Parties suivantes\."
_SHOWN = re.escape("Le Prestataire reste solidairement tenu avec le cessionnaire")


def _says(text: str) -> tuple[str, str, str]:
    """The first sentence of Article 1 becomes this one."""
    return (_BODY, _TEXT, text)


PLANTED: tuple[tuple[str, str, str, str], ...] = (
    ("types", "[Content_Types].xml", r'<Override PartName="/word/theme/theme1.xml"[^>]*/>', ""),
    ("relations", "word/_rels/document.xml.rels", "theme/theme1.xml", "theme/theme9.xml"),
    ("order", _STYLES, r"<w:b/><w:bCs/>", "<w:bCs/><w:b/>"),
    ("empties", _STYLES, r"<w:pPr><w:widowControl/></w:pPr>", "<w:pPr/>"),
    ("properties", _CORE, "<dc:creator>.*</dc:creator>", "<dc:creator>python-docx</dc:creator>"),
    ("settings", "word/settings.xml", 'w:val="15"', 'w:val="12"'),
    ("language", _BODY, r"<w:r><w:t>Le Contrat", '<w:r><w:rPr><w:lang w:val="en-US"/></w:rPr><w:t>Le Contrat'),
    ("fonts", _FONTS, "<w:altName[^>]*/>", ""),
    ("page", _BODY, 'w:w="11906"', 'w:w="12240"'),
    ("header", _HEADER, "Contrat de prestation", "Document"),
    ("header-line", _HEADER, "Contrat de prestation", "Contrat de prestation " * 6),
    ("footer", _FOOTER, "NUMPAGES", "SECTIONPAGES"),
    ("footer", _FOOTER, "Paraphes", "bibliotheque 1.0.0 – paraphes"),
    ("property-dates", _CORE, "<dcterms:modified[^>]*>[^<]*", '<dcterms:modified xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z'),
    ("draft", _HEADER, "Contrat de prestation", "PROJET Contrat de prestation"),
    ("undefined-styles", _BODY, '"Corps"', '"Corpse"'),
    ("unused-styles", _STYLES, 'w:styleId="Corps"', 'w:styleId="Corpus"'),
    ("paragraph-styles", _BODY, '<w:pPr><w:pStyle w:val="Corps"/></w:pPr>', ""),
    ("formatting", _BODY, r"<w:r><w:t>Le Contrat", "<w:r><w:rPr><w:b/></w:rPr><w:t>Le Contrat"),
    ("blank-paragraphs", _BODY, r'(<w:p><w:pPr><w:pStyle w:val="Corps"/></w:pPr>)', r"\1</w:p>\1"),
    ("blanks", *_says("Le  Contrat.")),
    ("levels", _STYLES, '<w:outlineLvl w:val="1"/>', '<w:outlineLvl w:val="2"/>'),
    ("keep-titles", _STYLES, r'(w:styleId="Titre1">.*?)<w:keepNext/>', r"\1"),
    ("page-breaks", _STYLES, r'(w:styleId="Titre1">.*?<w:keepNext/><w:keepLines/>)', r"\1<w:pageBreakBefore/>"),
    ("keep-lead-ins", *_says("Le Contrat :</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val=\"Puce\"/></w:pPr><w:r><w:t>une ;")),
    ("heading-list", _NUMBERS, '<w:pStyle w:val="Titre2"/>', ""),
    ("item-list", _NUMBERS, '<w:pStyle w:val="LettreAnnexe"/>', ""),
    ("lists", _BODY, 'w:numId w:val="5"', 'w:numId w:val="999"'),
    ("restarts", _BODY, r'(<w:numId w:val="5"/>(?:(?!</w:p>).)*</w:p><w:p>)<w:pPr>(?:(?!</w:pPr>).)*</w:pPr>', r'\1<w:pPr><w:pStyle w:val="Corps"/></w:pPr>'),
    ("numbers", _NUMBERS, r'(<w:lvl w:ilvl="0"><w:start w:val=")1', r"\g<1>3"),
    ("references", _BODY, r"(REF _Ref_\w+ \\r \\h </w:instrText></w:r><w:r><w:fldChar [^>]*/></w:r><w:r><w:t>)[^<]*", r"\1Article 99"),
    ("fields", _BODY, r" REF _Ref", " INCLUDETEXT _Ref"),
    ("contents", _BODY, "Parties et représentants", "Parties"),
    ("bookmarks", _BODY, r'<w:bookmarkEnd w:id="3"/>', ""),
    ("controls", _BODY, 'w:tag w:val="objet-fonctions', 'w:tag w:val="parties'),
    ("hidden", _BODY, r"<w:r><w:t>Le Contrat est", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Le Contrat est"),
    ("table-rows", _BODY, "<w:tblHeader/>", ""),
    ("table-widths", _BODY, r'<w:gridCol w:w="\d+"/>', '<w:gridCol w:w="9999"/>'),
    ("table-balance", _BODY, r'(<w:gridCol w:w=")\d+("/><w:gridCol w:w=")\d+("/>)', r"\g<1>300\g<2>8770\3"),
    ("figures", _BODY, '"CelluleNombreSuivie"', '"CelluleSuivie"'),
    ("cells", _BODY, r"(<w:t>)Mensuelle(</w:t>)", r"\1\2"),
    ("units", _BODY, r"(<w:t>)Comptabilité(</w:t>.*?<w:t>)Paie(</w:t>)", "\\g<1>2\u00a0mois\\g<2>3\u00a0mois\\3"),
    ("dead-columns", _BODY, "(<w:t>)1\u202f400(</w:t>.*?<w:t>)70(</w:t>)", r"\1—\2—\3"),
    ("capitals", _BODY, "<w:t>Paie</w:t>", "<w:t>paie</w:t>"),
    ("high-punctuation", *_says("Le Contrat ; la suite.")),
    ("colons", *_says("Le Contrat : la suite.")),
    ("guillemets", *_says("Le « Contrat ».")),
    ("low-punctuation", *_says("Le Contrat , la suite.")),
    ("brackets", *_says("Le Contrat (la suite.")),
    ("quotes", *_says("L'accord.")),
    ("answers", _OWN, r'(<a id="hors_perimetre\[1\]">)[^<]*', r"\1l'ancien"),
    ("ellipses", *_says("Le Contrat...")),
    ("dashes", *_says("Le Contrat - la suite.")),
    ("thousands", *_says("Le prix de 12 000\u00a0€.")),
    ("stuck-units", *_says("Le taux de 12%.")),
    ("loose-units", *_says("Le prix de 12 €.")),
    ("loose-durations", *_says("Un délai de neuf (9) mois.")),
    ("numbers-sign", *_says("La loi n° 3.")),
    ("loose-articles", *_says("Selon l’article 77 du code civil.")),
    ("codes-of-law", *_says("Selon l’article\u00a0L.777-1 du code.")),
    ("dates", *_says("Le 3 mars 2027.")),
    ("decimals", *_says("Un taux de 1.5\u00a0%.")),
    ("accents", *_says("A défaut, rien.")),
    ("ligatures", *_says("La main d’oeuvre.")),
    ("doubled-words", *_says("Le Contrat est est conclu.")),
    ("zero-widths", *_says("Le Con\u200btrat.")),
    ("elision", *_says("Le siège de Établissements Bréval, que il dirige.")),
    ("contraction", *_says("Le siège de le Client.")),
    ("durations", *_says("Un délai de trois (4) mois.")),
    ("agreement", *_says("Un délai de un (1) jours.")),
    ("amounts", *_says("Le prix de deux mille euros (2\u202f100\u00a0€).")),
    ("cover", _BODY, "Prestataire", "Fournisseur"),
    ("parties", _BODY, "Dénomination", "Nom"),
    ("annex-list", _BODY, r"(<w:t>)Volumes et prix(</w:t></w:r></w:p></w:tc>)", r"\1Volumes\2"),
    ("annexes-called", _BODY, r'(<w:pStyle w:val="TitreAnnexe"/>.{0,400}?<w:t>)', r'\1Autre</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="TitreAnnexe"/></w:pPr><w:r><w:t>'),
    ("signatures", _BODY, r"(?:Lieu\u00a0:)(.*?)Lieu\u00a0:", r"Ville\1Ville"),
    ("typed-references", *_says("Selon l’Article\u00a012.")),
    ("reference-wording", _BODY, r"L’(</w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> REF _Ref_annexe)", r"Le \1"),
    ("definitions", _BODY, r"(<w:t[^>]*>)Heure de service", r"\1Gabarit de quai"),
    ("undefined-terms", *_says("Le présent Marché est conclu.")),
    ("lowered-terms", *_says("Ce que doit le client.")),
    ("leftovers", *_says("Le Contrat de {{ nom }}.")),
    ("raw-codes", *_says("La duree du Contrat.")),
    ("open-points", *_says("Le Contrat de [à compléter].")),
    ("repeated-paragraphs", _BODY, rf"({_ITEM}[^<]{{120,}}</w:t></w:r></w:p>)", r"\1\1"),
    ("repeated-titles", _BODY, r"(_Toc\d+\"/>.{0,200}?<w:t>)Objet et fonctions confiées(</w:t></w:r><w:bookmarkEnd)", r"\1Parties et représentants\2"),
    ("sentence-ends", *_says("Le Contrat est conclu")),
    ("item-ends", _BODY, r"( ;)(</w:t></w:r></w:p>)".replace(" ", "\u202f"), r"\2"),
    ("item-capitals", _BODY, r'("Lettre"/>(?:(?!</w:p>).)*<w:t>)la ', r"\1La "),
    ("digest", _OWN, "conclu entre", "conclu enfin entre"),
    ("sums", _OWN, "conclu entre", "conclu enfin entre"),
    ("recorded-texts", _OWN, "conclu entre", "conclu enfin entre"),
    ("tags", _BODY, 'w:tag w:val="parties@1.0.0"', 'w:tag w:val="parties@1.0.1"'),
    ("recorded-margins", _HEADER, "Contrat de prestation", "Contrat"),
    ("nothing-more", _OWN, "conclu entre", "conclu secrètement entre"),
)  # fmt: skip

# These have no fault here: absent things that are known to be absent, or another kind of document.
ABSENT = ("version", "captions", "table-alternative", "cover-bare", "cover-reference", "signature-whole", "signing-room",
          "members", "provenance", "single-items")  # fmt: skip


def altered(docx: Docx, part: str, pattern: str, replacement: str) -> Docx:
    """The file with the first match of the pattern in a part replaced."""
    text, count = re.subn(pattern, replacement, docx.parts[part].decode(), count=1, flags=re.DOTALL)
    assert count, f"{pattern} is not in {part}"
    return Docx(zipped({**docx.parts, part: text.encode()}), docx.document, docx.draft, docx.electronic)


def zipped(parts: dict[str, bytes], date: tuple[int, int, int, int, int, int] = (1980, 1, 1, 0, 0, 0)) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, date), content)
    return out.getvalue()
