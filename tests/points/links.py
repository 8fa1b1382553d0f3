"""References, contents, bookmarks and content controls; and nothing hidden."""

from __future__ import annotations

import re
from collections import Counter

from points.reading import NS, Docx, Paragraph, w


def _bookmarks(docx: Docx) -> dict[str, Paragraph]:
    holders = {p.element: p for p in docx.paragraphs}
    found = {}
    for mark in docx.body.iter(w("bookmarkStart")):
        parent = mark.getparent()
        if parent in holders:
            found[mark.get(w("name"), "")] = holders[parent]
    return found


def references(docx: Docx) -> list[str]:
    """A REF field leads to one bookmark, and shows the number of what it marks."""
    marks = _bookmarks(docx)
    names = Counter(one.get(w("name")) for one in docx.body.iter(w("bookmarkStart")))
    faults = []
    for p in docx.paragraphs:
        for field in p.fields:
            if not (found := re.match(r"REF (\S+)(.*)", field.code)):
                continue
            target = marks.get(found[1])
            if target is None or names[found[1]] != 1:
                faults.append(f"REF {found[1]}: {names[found[1]]} bookmarks")
            elif re.search(r"\\[rn]\b", found[2]) and field.result != target.number:
                faults.append(f"REF {found[1]} shows {field.result}, its target is {target.number}")
    return faults


_KNOWN_FIELDS = re.compile(r"(REF|TOC|PAGEREF|SEQ|PAGE|NUMPAGES)\b")


def fields(docx: Docx) -> list[str]:
    """Only fields that cannot reach outside, each opened, separated and closed."""
    faults = [f"field {f.code}" for p in docx.paragraphs for f in p.fields if not _KNOWN_FIELDS.match(f.code)]
    for name in ("word/document.xml", *docx.margins):
        depth, counts = 0, Counter()  # type: Counter[str]
        for mark in docx.tree(name).iter(w("fldChar")):
            kind = mark.get(w("fldCharType"), "")
            counts[kind] += 1
            depth += {"begin": 1, "end": -1}.get(kind, 0)
            faults += ["a field ends that never began"] if depth < 0 else []
        faults += [f"{name}: fields {dict(counts)}"] if len(set(counts.values())) > 1 else []
        faults += [f"{name}: field shown dirty" for one in docx.tree(name).iter(w("fldChar")) if one.get(w("dirty"))]
    return faults


def contents(docx: Docx) -> list[str]:
    """The table of contents is a field whose entries are the titles of the first level, number and words, in order."""
    if docx.internal:
        return []
    entries = [p for p in docx.paragraphs if p.style in ("TM1", "TM2")]
    codes = [one.text or "" for one in docx.body.iter(w("instrText")) if (one.text or "").lstrip().startswith("TOC")]
    faults = [] if len(codes) == 1 else [f"{len(codes)} TOC fields"]
    marks, shown = _bookmarks(docx), []
    for p in entries:
        link = p.element.find("w:hyperlink", NS)
        anchor = "" if link is None else link.get(w("anchor"), "")
        target = marks.get(anchor)
        words = re.sub(r"\t\d+$", "", p.text)
        if target is None:
            faults.append(f"entry that leads nowhere: {p.text}")
        elif words != "\t".join(filter(None, (target.number, target.text))):
            faults.append(f"entry « {words} » leads to « {target.number} {target.text} »")
        shown.append(words)
    parts = {p.style for p in docx.titles if p.style == "TitrePartie"} and ' \\t "Titre partie;2"'
    faults += (
        [] if codes and codes[0].strip() == f'TOC \\o "1-1" \\h \\z{parts or ""} \\u' else [f"contents made by {codes}"]
    )
    ranks = {"TM1": 1, "TM2": 2}
    faults += [f"rank of « {p.text} »" for p, t in zip(entries, (t for t in docx.titles if docx.outline(t.style) == 0), strict=False)
               if ranks[p.style] != 1 + (t.style == "TitrePartie")]  # fmt: skip
    titles = ["\t".join(filter(None, (t.number, t.text))) for t in docx.titles if docx.outline(t.style) == 0]
    return faults + ([] if shown == titles else [f"{len(shown)} entries for {len(titles)} titles, or another order"])


def bookmarks(docx: Docx) -> list[str]:
    starts, ends = list(docx.body.iter(w("bookmarkStart"))), list(docx.body.iter(w("bookmarkEnd")))
    ids, names = [one.get(w("id")) for one in starts], [one.get(w("name"), "") for one in starts]
    faults = [f"id {one} {n} times" for one, n in Counter(ids).items() if n > 1]
    faults += [f"name {one} {n} times" for one, n in Counter(map(str.lower, names)).items() if n > 1]
    faults += [f"name too long or not allowed: {one}" for one in names if not re.fullmatch(r"[^\W\d]\w{0,39}", one)]
    return faults + (
        []
        if sorted(ids, key=str) == sorted((one.get(w("id")) for one in ends), key=str)
        else ["starts and ends differ"]
    )


def content_controls(docx: Docx) -> list[str]:
    controls = list(docx.body.iter(w("sdt")))
    faults, ids, tags = [], [], []
    for one in controls:
        ident, tag, alias = (one.find(f"w:sdtPr/w:{name}", NS) for name in ("id", "tag", "alias"))
        ids.append("" if ident is None else ident.get(w("val")))
        tags.append("" if tag is None else tag.get(w("val"), ""))
        faults += [f"tag {tags[-1]!r} is too long or empty"] if not 0 < len(tags[-1]) <= 64 else []
        faults += [f"no title: {tags[-1]}"] if alias is None or not 0 < len(alias.get(w("val"), "")) <= 64 else []
        faults += [f"{tags[-1]}: the control is seen"] if one.find("w:sdtPr/w15:appearance", NS) is None else []
    return faults + [f"control {one!r} {n} times" for one, n in Counter([*ids, *tags]).items() if n > 1]


_REVISIONS = ("ins", "del", "moveFrom", "moveTo", "pPrChange", "rPrChange", "commentRangeStart", "commentReference",
              "vanish", "webHidden", "proofErr", "lastRenderedPageBreak", "altChunk", "object", "pict", "footnoteReference")  # fmt: skip


def nothing_hidden(docx: Docx) -> list[str]:
    """No tracked change, comment or hidden text; nothing that was left by an editor."""
    faults = []
    for name in ("word/document.xml", "word/styles.xml", *docx.margins):
        faults += [f"{name}: {kind}" for kind in _REVISIONS if next(docx.tree(name).iter(w(kind)), None) is not None]
    return faults + [
        f"part {n}" for n in docx.parts if re.search(r"comments|footnotes|people|vbaProject|glossary|media/", n)
    ]
