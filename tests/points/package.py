"""The package: its parts, relationships and zip; core properties, settings, theme, fonts, language; the page, header and footer."""

from __future__ import annotations

import posixpath
import re
from collections import Counter

from points.reading import NBSP, NS, Docx, w

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_DC, _TERMS = "{http://purl.org/dc/elements/1.1/}", "{http://purl.org/dc/terms/}"
_LIBRARIES = re.compile(r"python|docx|contractgen|libreoffice|openxml|generator|admin|user", re.IGNORECASE)
_FALLBACKS = {
    "Carlito": "Calibri",
    "Caladea": "Cambria",
    "Liberation Sans": "Arial",
    "Liberation Serif": "Times New Roman",
}


def content_types(docx: Docx) -> list[str]:
    root = docx.tree("[Content_Types].xml")
    defaults = {one.get("Extension", "").lower() for one in root.iter(f"{_CT}Default")}
    overrides = [one.get("PartName", "").lstrip("/") for one in root.iter(f"{_CT}Override")]
    named = {name for name in docx.parts if name != "[Content_Types].xml"}
    typed = [name for name in named if name not in overrides and name.rpartition(".")[2].lower() not in defaults]
    absent = [name for name in overrides if name not in named]
    plain = [n for n in named if n not in overrides and re.fullmatch(r"(word|docProps)/[^/]*\.xml|word/theme/.*", n)]
    return (
        [f"no type: {n}" for n in typed] + [f"type of no part: {n}" for n in absent] + [f"only xml: {n}" for n in plain]
    )


def _relations(docx: Docx) -> list[tuple[str, str, str, str]]:
    """(part the relationship starts from, id, target, mode) of every relationship."""
    found = []
    for name in docx.parts:
        if name.endswith(".rels"):
            folder, _, file = name.rpartition("_rels/")
            for one in docx.tree(name).iter(f"{_REL}Relationship"):
                target, mode = one.get("Target", ""), one.get("TargetMode", "Internal")
                if mode == "Internal":
                    target = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
                found.append((folder + file.removesuffix(".rels"), one.get("Id", ""), target, mode))
    return found


def relationships(docx: Docx) -> list[str]:
    relations = _relations(docx)
    faults = [f"{source or '/'}: {target} is absent" for source, _, target, _ in relations if target not in docx.parts]
    reached = {target for _, _, target, _ in relations}
    parts = [n for n in docx.parts if n != "[Content_Types].xml" and not n.endswith(".rels")]
    faults += [f"nothing leads to {name}" for name in parts if name not in reached]
    for source in {source for source, *_ in relations if source}:
        ids = {ident for start, ident, _, _ in relations if start == source}
        if source in docx.parts:
            asked = set(re.findall(rb'\br:(?:id|embed|link)="([^"]+)"', docx.parts[source]))
            faults += [f"{source}: relationship {one.decode()} is absent" for one in asked if one.decode() not in ids]
    return faults + [f"{source}: id {ident} twice" for (source, ident), n in _twice(relations) if n > 1]


def _twice(relations: list[tuple[str, str, str, str]]) -> list[tuple[tuple[str, str], int]]:
    return list(Counter((source, ident) for source, ident, _, _ in relations).items())


def members(docx: Docx) -> list[str]:
    names = [info.filename for info in docx.infos]
    faults = [f"{name} twice" for name, n in Counter(name.lower() for name in names).items() if n > 1]
    faults += [f"{info.filename}: dated {info.date_time}" for info in docx.infos if info.date_time[:3] != (1980, 1, 1)]
    faults += [f"{i.filename}: extra field or comment" for i in docx.infos if i.extra or i.comment]
    return faults + ([] if names[0] == "[Content_Types].xml" else ["content types are not first"])


def core_properties(docx: Docx) -> list[str]:
    root = docx.tree("docProps/core.xml")
    found = {one: (root.findtext(f"{_DC}{one}") or "").strip() for one in ("title", "creator", "language")}
    faults = [f"{name} is empty" for name, value in found.items() if not value]
    faults += [f"empty property {one.tag}" for one in root if not (one.text or "").strip()]
    if _LIBRARIES.search(found["creator"]):
        faults.append(f"creator is {found['creator']}")
    return faults + ([] if found["language"] == "fr-FR" else [f"language is {found['language']}"])


def dates(docx: Docx) -> list[str]:
    """The document is dated from the day that it takes effect, and has no date when it has no such day."""
    root = docx.tree("docProps/core.xml")
    kinds = {one.get("{http://www.w3.org/2001/XMLSchema-instance}type") for one in root.iter(f"{_TERMS}*")}
    found = [root.findtext(f"{_TERMS}{one}") for one in ("created", "modified")]
    printed = [one for line in docx.lines for one in re.findall(rf"\bDate d’effet{NBSP}: [^–]*\d{{4}}\b", line)]
    if not printed:
        known = docx.internal or found == [None, None]
        return [] if known else ["a date in the properties and none on the cover"]
    if (
        kinds != {"dcterms:W3CDTF"}
        or found[0] != found[1]
        or not re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", str(found[0]))
    ):
        return [f"created and modified are {found}"]
    year, _, day = str(found[0])[:10].split("-")
    return [] if re.search(rf"[ {NBSP}]{int(day)}(er)?\D.*{year}$", printed[0]) else [f"{found[0]} is not {printed[0]}"]


def settings(docx: Docx) -> list[str]:
    root = docx.tree("word/settings.xml")
    mode = [one.get(w("val")) for one in root.iter(w("compatSetting")) if one.get(w("name")) == "compatibilityMode"]
    faults = [] if mode == ["15"] else [f"compatibility mode {mode}"]
    faults += [f"{name} in the settings" for name in ("trackRevisions", "documentProtection", "rsids", "attachedTemplate",
                                                      "mailMerge", "removePersonalInformation") if root.find(f"w:{name}", NS) is not None]  # fmt: skip
    symbol = root.find("w:decimalSymbol", NS)
    faults += [] if symbol is not None and symbol.get(w("val")) == "," else ["the decimal symbol is not a comma"]
    theme = docx.tree("word/theme/theme1.xml")
    wanted = {
        "clrScheme": 12,
        "majorFont": 3,
        "fillStyleLst": 3,
        "lnStyleLst": 3,
        "effectStyleLst": 3,
        "bgFillStyleLst": 3,
    }
    return faults + [
        f"theme: {name} is short"
        for name, n in wanted.items()
        if (one := theme.find(f".//a:{name}", NS)) is None or len(one) < n
    ]


def language(docx: Docx) -> list[str]:
    default = docx.tree("word/styles.xml").find("w:docDefaults/w:rPrDefault/w:rPr/w:lang", NS)
    faults = [] if default is not None and default.get(w("val")) == "fr-FR" else ["the default language is not fr-FR"]
    for name in ("word/document.xml", "word/styles.xml", "word/numbering.xml", *docx.margins):
        faults += [f"{name}: lang {one.get(w('val'))}" for one in docx.tree(name).iter(w("lang")) if one is not default]
    return faults


def fonts(docx: Docx) -> list[str]:
    used = set()
    for name in ("word/document.xml", "word/styles.xml", "word/numbering.xml", *docx.margins):
        for one in docx.tree(name).iter(w("rFonts")):
            used |= {value for key, value in one.attrib.items() if key != w("hint")}
    table = {one.get(w("name"), ""): one for one in docx.tree("word/fontTable.xml").iter(w("font"))}
    faults = [f"{len(used)} fonts: {sorted(used)}"] if len(used) > 3 else []
    for font in sorted(used):
        alternative = table[font].find("w:altName", NS) if font in table else None
        if alternative is None:
            faults.append(f"{font}: no fallback of the same metrics is named")
        elif font in _FALLBACKS and alternative.get(w("val")) != _FALLBACKS[font]:
            faults.append(f"{font}: {alternative.get(w('val'))} has not its metrics")
    return faults + [f"{font} is in the font table and unused" for font in table if font not in used]


def page(docx: Docx) -> list[str]:
    faults = []
    for section in docx.body.iter(w("sectPr")):
        size, margin = section.find("w:pgSz", NS), section.find("w:pgMar", NS)
        if size is None or margin is None:
            return ["no page size or margins"]
        sides = sorted((int(size.get(w("w"), "0")), int(size.get(w("h"), "0"))))
        faults += [] if sides == [11906, 16838] else [f"page {sides} is not A4"]
        for side in ("top", "right", "bottom", "left"):
            value = int(margin.get(w(side), "0"))
            faults += [] if 850 <= value <= 1701 else [f"{side} margin {value} is not between 15 and 30 mm"]
    return faults


def _margin_text(docx: Docx, kind: str) -> tuple[str, str]:
    """The text of the headers or footers, and the instructions of their fields."""
    trees = [docx.tree(name) for name in docx.margins if kind in name]
    return "\n".join(_margin_texts(docx, kind)), " ".join(
        one.text or "" for tree in trees for one in tree.iter(w("instrText"))
    )


def _margin_texts(docx: Docx, kind: str) -> list[str]:
    """The text of each header or footer, the default one first."""
    relations = {one.get("Id"): one.get("Target") for one in docx.tree("word/_rels/document.xml.rels")}
    shown = [
        (one.get(w("type")) != "default", f"word/{relations[one.get(_RELATION)]}")
        for one in docx.body.iter(w(f"{kind}Reference"))
    ]
    return ["".join(one.text or "" for one in docx.tree(name).iter(w("t"))) for _, name in sorted(shown)]


def header(docx: Docx) -> list[str]:
    text, _ = _margin_text(docx, "header")
    title = docx.tree("docProps/core.xml").findtext(f"{_DC}title") or "?"
    faults = [] if title in text else [f"the header does not hold the title: {text}"]
    return faults + (
        [] if docx.document != "contrat" or re.search(r"[Rr]éf", text) else [f"no reference in the header: {text}"]
    )


def header_line(docx: Docx) -> list[str]:
    """The header is one line, mention included, however long the names are (8 points, some 135 letters)."""
    text = _margin_texts(docx, "header")[0]
    return [f"{len(text)} letters do not fit on one line: {text}"] if len(text) > 135 else []


def header_version(docx: Docx) -> list[str]:
    text = "".join(_margin_text(docx, kind)[0] for kind in ("header", "footer"))
    return [] if re.search(r"\b[Vv]ersion\b|\bv\.? ?\d", text) else [f"no version in the header or footer: {text}"]


def footer(docx: Docx) -> list[str]:
    text, codes = _margin_text(docx, "footer")
    faults = [
        f"no {one} field in the footer" for one in ("PAGE", "NUMPAGES") if not re.search(rf"(^| ){one}( |$)", codes)
    ]
    initials = "paraphes" in text.lower()
    if not docx.internal and re.search(r"\d+\.\d+\.\d+", text):
        faults.append(f"the version of the library in the footer: {text}")
    if docx.contract and not initials:
        faults.append("no room for initials in the footer")
    return faults + (["room for initials in what nobody signs"] if initials and not docx.contract else [])


def draft_mark(docx: Docx) -> list[str]:
    marked = all("PROJET" in text for text in _margin_texts(docx, "header"))
    words = any("PROJET" in line for line in docx.lines)
    if docx.draft and not docx.internal:
        return [] if marked else ["a draft is not marked PROJET on every page"]
    return ["PROJET in what is no draft"] if words and not docx.draft else []
