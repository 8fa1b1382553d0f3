"""What the file says of itself: the digest, the sums, the texts, the tags; and that it says nothing that is not shown."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from lxml import etree

from points.reading import NS, Docx, Element, Paragraph, text_of, w

_PART = "customXml/item1.xml"


def _p(name: str) -> str:
    return f"{{{NS['p']}}}{name}"


def present(docx: Docx) -> list[str]:
    if docx.internal:
        return []
    return [f"{name} is absent" for name in (_PART, "customXml/itemProps1.xml") if name not in docx.parts]


def digest(docx: Docx) -> list[str]:
    """sha256 over the exclusive canonical form of the contract."""
    if _PART not in docx.parts:
        return []
    root = docx.tree(_PART)
    found = hashlib.sha256(etree.tostring(root[0], method="c14n", exclusive=True)).hexdigest()
    return [] if found == root.get("digest") else [f"digest {root.get('digest')} for {found}"]


def _lines(entry: Element) -> Iterator[str]:
    for block in entry:
        if block.tag == _p("tbl"):
            for row in block:
                yield "\x1f".join("".join(cell.itertext()) for cell in row)
        else:
            yield "".join(block.itertext())


def _entries(docx: Docx) -> list[Element]:
    return [one for one in docx.tree(_PART)[0] if one.tag in (_p("clause"), _p("frame"))] if _PART in docx.parts else []


def sums(docx: Docx) -> list[str]:
    """The sum of each clause is that of its texts."""
    return [
        f"sum of {one.get('id')}"
        for one in _entries(docx)
        if one.tag == _p("clause")
        and hashlib.sha256("\x1e".join(_lines(one)).encode()).hexdigest() != one.get("sha256")
    ]


def _shown(docx: Docx) -> list[str]:
    """The lines of the body as the page shows them, cells of a row together."""
    found = []
    for element in docx.body.iter(w("p"), w("tr")):
        if element.tag == w("tr"):
            found.append("\x1f".join(text_of(cell) for cell in element.findall("w:tc", NS)))
        elif not any(True for _ in element.iterancestors(w("tbl"))):
            found.append(text_of(element))
    return found


def texts(docx: Docx) -> list[str]:
    """What is recorded is what is shown, line by line; a page number of the contents is of the layout."""
    if _PART not in docx.parts:
        return []
    recorded = [line for entry in _entries(docx) for line in _lines(entry)]
    shown = [line.rpartition("\t")[0] if line.count("\t") > 1 else line for line in _shown(docx)]
    return [f"recorded « {a[:60]} », shown « {b[:60]} »" for a, b in zip(recorded, shown, strict=False) if a != b][
        :5
    ] + ([] if len(recorded) == len(shown) else [f"{len(recorded)} lines recorded, {len(shown)} shown"])


def tags(docx: Docx) -> list[str]:
    """One content control a clause, in order, with its version, its bookmark, and its number."""
    if _PART not in docx.parts:
        return []
    clauses = [one for one in _entries(docx) if one.tag == _p("clause")]
    wanted = [f"{one.get('id')}@{one.get('version')}" for one in clauses]
    found = [one.get(w("val"), "") for one in docx.body.findall("w:sdt/w:sdtPr/w:tag", NS)]
    faults = [] if wanted == found else ["tags and entries differ"]
    names = {one.get(w("name")) for one in docx.body.iter(w("bookmarkStart"))}
    faults += [
        f"no bookmark for {one.get('id')}"
        for one in clauses
        if f"_cg_{one.get('id', '').replace('-', '_')}" not in names
    ]
    first = [_first(docx, one) for one in docx.body.findall("w:sdt/w:sdtContent/w:p[1]", NS)]
    return faults + [
        f"{a.get('id')}: {a.get('number')} shown as {b.number}"
        for a, b in zip(clauses, first, strict=False)
        if a.get("number") != b.number
    ]


def _first(docx: Docx, element: Element) -> Paragraph:
    return next(p for p in docx.paragraphs if p.element is element)


def margins(docx: Docx) -> list[str]:
    """The header and footer recorded are those shown."""
    if _PART not in docx.parts:
        return []
    shown = {
        kind: "".join(text_of(docx.tree(name)) for name in docx.margins if kind in name)
        for kind in ("header", "footer")
    }
    return [
        f"{kind} « {said} » is not in « {shown[kind]} »"
        for kind in shown
        if (said := docx.tree(_PART)[0].findtext(f"p:{kind}", "", NS)) not in shown[kind]
    ]


def nothing_more(docx: Docx) -> list[str]:
    """No text of any part but identifiers, sums and what the page shows."""
    shown = "\x1e".join([*_shown(docx), *docx.lines])
    faults = []
    for name in docx.parts:
        if name.startswith("customXml/") and name.endswith(".xml"):
            for block in docx.tree(name).iter(_p("p"), _p("tc"), _p("header"), _p("footer")):
                text = "".join(block.itertext())
                faults += [f"{name}: {text[:60]}"] if text not in shown else []
    for one in docx.body.iter(w("alias")):
        faults += [f"name of a control: {one.get(w('val'))}"] if (one.get(w("val")) or "") not in shown else []
    return faults
