"""The body as Word structures: styles, formatting, titles, lists, references, contents, bookmarks, content controls."""

from __future__ import annotations

import re
from itertools import pairwise

from points.content import ITEMS
from points.reading import NS, Docx, roman, w

_STYLE_USES = ("pStyle", "rStyle", "tblStyle")
_BUILT_IN = {"Normal", "Policepardfaut", "TableauNormal"}


def _used_styles(docx: Docx) -> set[str]:
    used = set()
    for name in ("word/document.xml", "word/numbering.xml", *docx.margins):
        for kind in _STYLE_USES:
            used |= {one.get(w("val"), "") for one in docx.tree(name).iter(w(kind))}
    return used


def undefined_styles(docx: Docx) -> list[str]:
    used = _used_styles(docx)
    for style in docx.styles.values():
        used |= {
            one.get(w("val"), "") for kind in ("basedOn", "next", "link") for one in style.findall(f"w:{kind}", NS)
        }
    return [f"style {one} is not defined" for one in sorted(used - set(docx.styles))]


def unused_styles(docx: Docx) -> list[str]:
    """A list definition names the styles of its levels: that alone is no use of them."""
    used: set[str] = set()
    for name in ("word/document.xml", *docx.margins):
        for kind in _STYLE_USES:
            used |= {one.get(w("val"), "") for one in docx.tree(name).iter(w(kind))}
    bases = {style.get(w("styleId"), "") for one in used for style in docx.chain(one)}
    return [f"style {one} is not used" for one in docx.styles if one not in used | bases | _BUILT_IN]


def paragraph_styles(docx: Docx) -> list[str]:
    return [f"no style: {p.text[:60]}" for p in docx.paragraphs if p.element.find("w:pPr/w:pStyle", NS) is None]


def direct_formatting(docx: Docx) -> list[str]:
    faults = []
    for name in ("word/document.xml", *docx.margins):
        for properties in docx.tree(name).iter(w("rPr")):
            faults += [f"{name}: run with {one.tag.rpartition('}')[2]}" for one in properties if one.tag != w("rStyle")]
        for properties in docx.tree(name).iter(w("pPr")):
            faults += [f"{name}: paragraph with {one.tag.rpartition('}')[2]}" for one in properties
                       if one.tag not in (w("pStyle"), w("keepNext"), w("numPr"), w("sectPr"))]  # fmt: skip
        for properties in docx.tree(name).iter(w("tcPr")):
            faults += [f"{name}: cell with {one.tag.rpartition('}')[2]}" for one in properties
                       if one.tag not in (w("tcW"), w("gridSpan"), w("vMerge"))]  # fmt: skip
    return faults


def blank_paragraphs(docx: Docx) -> list[str]:
    """Empty, or of blanks only; an empty cell is another matter."""
    shown = [p for p in docx.paragraphs if not p.in_table and not p.text.strip(" \t\n\u00a0\u202f\u2003")]
    before = [
        "" if p.element.getprevious() is None else "".join(p.element.getprevious().itertext())[-60:] for p in shown
    ]
    return [f"empty paragraph after « {text} »" for text in before]


def alignment_by_blanks(docx: Docx) -> list[str]:
    """No run of two spaces, no tab but in the contents, no space at an end."""
    faults = [f"two spaces: {line[:80]!r}" for line in docx.lines if re.search(r"[ \u00a0\u202f]{2}", line)]
    for p in docx.paragraphs:
        if "\t" in p.text and not p.style.startswith("TM"):
            faults.append(f"tab: {p.text[:80]!r}")
        if p.text != p.text.strip():
            faults.append(f"space at an end: {p.text[:80]!r}")
    return faults


def heading_levels(docx: Docx) -> list[str]:
    """Every titled style has its outline level, and no title is of a level two below the one before."""
    faults = [f"{one} has no outline level" for one in ("Titre1", "Titre2", "Titre3", "TitreAnnexe", "TitreAnnexe2", "TitreAnnexe3")
              if one in docx.styles and docx.outline(one) is None]  # fmt: skip
    last = -1
    for title in docx.titles:
        level = docx.outline(title.style) or 0
        if level > last + 1:
            faults.append(f"from level {last + 1} to level {level + 1}: {title.text[:60]}")
        last = level
    return faults


def titles_keep(docx: Docx) -> list[str]:
    """A title is never the last line of a page, nor is a caption or a header row."""
    wanted = {p.style for p in docx.titles} | ({"Legende", "CelluleTete"} & {p.style for p in docx.paragraphs})
    return [
        f"{one} is not kept with what follows"
        for one in sorted(wanted)
        if docx.inherited(one, "w:pPr/w:keepNext") is None
    ]


def page_breaks(docx: Docx) -> list[str]:
    """Two titles in a row do not both begin a page: the first would stand alone on its own."""
    faults = []
    for before, after in pairwise(docx.paragraphs):
        breaks = [docx.inherited(p.style, "w:pPr/w:pageBreakBefore") is not None for p in (before, after)]
        if all(breaks) and docx.outline(before.style) is not None:
            faults.append(f"alone on its page: {before.text}")
    return faults


def lead_ins_keep(docx: Docx) -> list[str]:
    """A line that announces a list or a table stays on its page: it ends with a colon, or a table follows it."""
    faults = []
    for p in docx.paragraphs:
        following = p.element.getnext()
        if p.in_table or following is None or docx.outline(p.style) is not None:
            continue
        item = following.tag == w("p") and _is_item(docx, following)
        announced = following.tag == w("tbl") or (item and p.text.rstrip().endswith(":"))
        own = p.element.find("w:pPr/w:keepNext", NS)
        if announced and own is None and docx.inherited(p.style, "w:pPr/w:keepNext") is None:
            faults.append(f"may part from what it announces: {p.text[:70]}")
    return faults


def _is_item(docx: Docx, element) -> bool:  # type: ignore[no-untyped-def]
    found = element.find("w:pPr/w:pStyle", NS)
    return found is not None and found.get(w("val")) in ITEMS


def one_heading_list(docx: Docx) -> list[str]:
    """The titles of a family are the levels of one multilevel list, tied to their styles both ways."""
    root = docx.tree("word/numbering.xml")
    abstract = {n.get(w("numId")): n.find("w:abstractNumId", NS).get(w("val")) for n in root.findall("w:num", NS)}  # type: ignore[union-attr]
    levels = {
        (one.getparent().get(w("abstractNumId")), one.get(w("ilvl"))): one
        for one in root.iter(w("lvl"))
        if one.getparent().tag == w("abstractNum")
    }  # type: ignore[union-attr]
    faults = []
    for family in (("Titre1", "Titre2", "Titre3"), ("TitreAnnexe", "TitreAnnexe2", "TitreAnnexe3")):
        lists = set()
        used = {title.style for title in docx.titles}
        for depth, style in enumerate(family):
            if style not in used:  # a file holds the styles that it uses, and no others
                continue
            num = docx.inherited(style, "w:pPr/w:numPr/w:numId")
            place = docx.inherited(style, "w:pPr/w:numPr/w:ilvl")
            level = "0" if place is None else place.get(w("val"), "")
            where = abstract.get("" if num is None else num.get(w("val")))
            lists.add(where)
            tied = levels.get((where, level))
            back = None if tied is None else tied.find("w:pStyle", NS)
            if level != str(depth) or back is None or back.get(w("val")) != style:
                faults.append(f"{style} is not tied to level {depth + 1} of its list")
        faults += [f"{family} are of several lists"] if len(lists) > 1 else []
    kinds = [one.find("w:multiLevelType", NS) for one in root.findall("w:abstractNum", NS)]
    return faults + ["a list is not multilevel" for one in kinds if one is None or one.get(w("val")) != "multilevel"]


def one_item_list(docx: Docx) -> list[str]:
    """Lettered items are the fourth and fifth levels of the list of their titles, tied to their styles both ways."""
    root = docx.tree("word/numbering.xml")
    abstract = {n.get(w("numId")): n.find("w:abstractNumId", NS).get(w("val")) for n in root.findall("w:num", NS)}  # type: ignore[union-attr]
    lists = {one.get(w("abstractNumId")): one for one in root.findall("w:abstractNum", NS)}
    faults = []
    for p in docx.paragraphs:
        base = p.style.removesuffix("Annonce")
        if base not in _ITEM_LEVELS:
            continue
        title, depth = _ITEM_LEVELS[base]
        for element in (p.element.find("w:pPr/w:numPr", NS), docx.inherited(p.style, "w:pPr/w:numPr")):
            number, level = (element.find(f"w:{name}", NS).get(w("val")) for name in ("numId", "ilvl"))  # type: ignore[union-attr]
            ties = {
                one.get(w("ilvl")): "" if one.find("w:pStyle", NS) is None else one.find("w:pStyle", NS).get(w("val"))  # type: ignore[union-attr]
                for one in lists[abstract[number]].findall("w:lvl", NS)
            }
            if level != depth or ties.get("0") != title or ties.get(depth) != base:
                faults.append(f"{p.style} is not level {depth} of the list of {title}: {p.text[:50]}")
    return faults


_ITEM_LEVELS = {
    "Lettre": ("Titre1", "3"), "Lettre2": ("Titre1", "4"),
    "LettreAnnexe": ("TitreAnnexe", "3"), "Lettre2Annexe": ("TitreAnnexe", "4"),
}  # fmt: skip


def lists_used(docx: Docx) -> list[str]:
    """Every list that is used exists, and every one that exists is used."""
    root = docx.tree("word/numbering.xml")
    nums = {one.get(w("numId")): one.find("w:abstractNumId", NS).get(w("val")) for one in root.findall("w:num", NS)}  # type: ignore[union-attr]
    abstracts = {one.get(w("abstractNumId")) for one in root.findall("w:abstractNum", NS)}
    in_body = {one.get(w("val")) for one in docx.body.iter(w("numId"))}
    by_style = {one.get(w("val")) for style in docx.styles.values() for one in style.iter(w("numId"))}
    faults = [f"numId {one} does not exist" for one in (in_body | by_style) - set(nums)]
    faults += [f"abstractNum {one} does not exist" for one in set(nums.values()) - abstracts]
    faults += [f"abstractNum {one} has no instance" for one in abstracts - set(nums.values())]
    return faults + [f"numId {one} is not used" for one in sorted(set(nums) - in_body - by_style, key=str)]


def lists_restart(docx: Docx) -> list[str]:
    """A lettered list begins at (a) and goes on letter by letter, the list in an item at (i); one list never continues
    another."""
    faults, last, before, inner = [], 0, None, 0
    for p in docx.paragraphs:
        if p.style in ("Lettre2", "Lettre2Annexe"):
            inner += 1
            faults += [] if p.number == f"({roman(inner)})" else [f"{p.number} for item {inner}: {p.text[:60]}"]
            continue
        inner = 0
        if not re.fullmatch(r"\([a-z]\)", p.number):
            before = before if p.style == "Puce2" else None
            continue
        rank = ord(p.number[1]) - 96
        own = p.element.find("w:pPr/w:numPr/w:numId", NS)
        ident = None if own is None else own.get(w("val"))
        wanted = last + 1 if before == ident else 1
        if rank != wanted:
            faults.append(f"{p.number} for item {wanted}: {p.text[:60]}")
        last, before = rank, ident
    return faults


def title_numbers(docx: Docx) -> list[str]:
    """Articles run from 1 without a gap; so do annexes, and the articles of each annex start again at 1."""
    faults: list[str] = []
    last: dict[str, int] = {}
    for title in docx.titles:
        if title.style == "TitrePartie":
            continue
        if not (found := re.search(r"^(.*?)(\d+)$", title.number)):
            faults.append(f"no number: {title.text[:60]}")
            continue
        family = found[1]
        if int(found[2]) != last.get(family, 0) + 1:
            faults.append(f"{title.number} after {family}{last.get(family, 0)}: {title.text[:50]}")
        last[family] = int(found[2])
    return faults
