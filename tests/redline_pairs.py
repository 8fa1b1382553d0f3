"""Pairs of documents to compare: stretches of a produced contract, and what a hurried negotiator makes of them."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

from faults import DOCUMENT, Parts, W, q, remove, swap, unzipped, zipped
from lxml import etree

WORDS = ["délai", "Client", "trente", "jours", "ouvrés", "L’un", "«\u00a0repli\u00a0»", "40\u00a0€", "–", "sauf accord"]


def stretch(data: bytes, seed: int, clauses: int = 6) -> bytes:
    """The document with its cover, a few of its clauses, and its last section."""
    chance = random.Random(seed)  # noqa: S311  # edits, not keys
    parts = unzipped(data)
    root = etree.fromstring(parts[DOCUMENT])
    controls = list(root.iter(q("sdt")))
    kept = set(chance.sample(range(len(controls)), min(clauses, len(controls))))
    for rank, control in enumerate(controls):
        if rank not in kept:
            remove(control)
    names = {start.get(q("name")) for start in root.iter(q("bookmarkStart"))}
    for link in [one for one in root.iter(q("hyperlink")) if one.get(q("anchor")) not in names]:
        paragraph = link.getparent()
        if paragraph.find(f".//{q('fldChar')}") is None:
            remove(paragraph)
    return _with_tree(parts, root)


def edited(data: bytes, seed: int, times: int = 6) -> bytes:
    """The document after some edits, drawn by the seed, made without tracking."""
    chance = random.Random(seed)  # noqa: S311  # edits, not keys
    parts = unzipped(data)
    root = etree.fromstring(parts[DOCUMENT])
    for _ in range(chance.randint(1, times)):
        chance.choice(EDITS)(root, chance)
    return _with_tree(parts, root)


def _with_tree(parts: Parts, root: Any) -> bytes:
    return zipped({**parts, DOCUMENT: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)})


# ---------------------------------------------------------------- edits


def _texts(root: Any) -> list[Any]:
    return [one for one in root.iter(q("t")) if one.text and next(one.iterancestors(q("hyperlink")), None) is None]


def _paragraphs(root: Any) -> list[Any]:
    """Those that can be taken out: not alone in their cell, and with no half of a field."""
    return [
        one for one in root.iter(q("p")) if one.find(f".//{q('fldChar')}") is None and one.getparent().tag != q("tc")
    ]


def _rows(root: Any) -> list[Any]:
    return [row for row in root.iter(q("tr")) if len(row.getparent().findall(q("tr"))) > 2]


def _words(change: Callable[[list[str], int, random.Random], None]) -> Callable[[Any, random.Random], None]:
    def edit(root: Any, chance: random.Random) -> None:
        text = chance.choice(_texts(root))
        words = text.text.split(" ")
        change(words, chance.randrange(len(words)), chance)
        text.text = " ".join(words)
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    return edit


def _replace(words: list[str], at: int, chance: random.Random) -> None:
    words[at] = chance.choice(WORDS)


def _insert(words: list[str], at: int, chance: random.Random) -> None:
    words[at:at] = chance.choices(WORDS, k=chance.randint(1, 4))


def _delete(words: list[str], at: int, chance: random.Random) -> None:
    del words[at : at + chance.randint(1, 3)]


def _paragraph_gone(root: Any, chance: random.Random) -> None:
    paragraphs = _paragraphs(root)
    if len(paragraphs) > 3:
        remove(chance.choice(paragraphs))


def _last_paragraph_gone(root: Any, chance: random.Random) -> None:
    last = _paragraphs(root)[-1]
    if last.getprevious() is not None and last.getprevious().tag == q("p"):
        remove(last)


def _new_paragraph(root: Any, chance: random.Random) -> Any:
    new = copy.deepcopy(chance.choice(_paragraphs(root)))
    for mark in list(new.iter(q("bookmarkStart"), q("bookmarkEnd"))):
        remove(mark)
    for text in new.iter(q("t")):
        text.text = " ".join(chance.choices(WORDS, k=6))
    return new


def _paragraph_come(root: Any, chance: random.Random) -> None:
    chance.choice(_paragraphs(root)).addnext(_new_paragraph(root, chance))


def _last_paragraph_come(root: Any, chance: random.Random) -> None:
    _paragraphs(root)[-1].addnext(_new_paragraph(root, chance))


def _paragraph_moved(root: Any, chance: random.Random) -> None:
    one, other = chance.sample(_paragraphs(root), 2)
    swap(one, other)


def _paragraph_cut(root: Any, chance: random.Random) -> None:
    paragraph = chance.choice([one for one in _paragraphs(root) if len(one) > 1])
    half = copy.deepcopy(paragraph)
    for mark in list(half.iter(q("bookmarkStart"), q("bookmarkEnd"))):
        remove(mark)
    paragraph.addnext(half)
    for text in half.iter(q("t")):
        text.text = (text.text or "")[len(text.text or "") // 2 :]
    for text in paragraph.iter(q("t")):
        text.text = (text.text or "")[: len(text.text or "") // 2]


def _row_gone(root: Any, chance: random.Random) -> None:
    if _rows(root):
        remove(chance.choice(_rows(root)))


def _row_come(root: Any, chance: random.Random) -> None:
    if _rows(root):
        row = chance.choice(_rows(root))
        new = copy.deepcopy(row)
        for mark in list(new.iter(q("bookmarkStart"), q("bookmarkEnd"))):
            remove(mark)
        for text in new.iter(q("t")):
            text.text = chance.choice(WORDS)
        row.addnext(new)


def _cell_filled(root: Any, chance: random.Random) -> None:
    cells = list(root.iter(q("tc")))
    if cells:
        chance.choice(cells).append(_new_paragraph(root, chance))


def _table_gone(root: Any, chance: random.Random) -> None:
    tables = [one for one in root.iter(q("tbl")) if one.getnext() is not None and one.getnext().tag == q("p")]
    if tables:
        remove(chance.choice(tables))


def _table_come(root: Any, chance: random.Random) -> None:
    tables = list(root.iter(q("tbl")))
    if tables:
        new = copy.deepcopy(chance.choice(tables))
        for mark in list(new.iter(q("bookmarkStart"), q("bookmarkEnd"))):
            remove(mark)
        chance.choice(_paragraphs(root)).addprevious(new)


def _style_changed(root: Any, chance: random.Random) -> None:
    style = chance.choice(_paragraphs(root)).find(f"{q('pPr')}/{q('pStyle')}")
    style.set(q("val"), chance.choice(["Corps", "Puce", "CorpsAnnonce"]))


def _format_changed(root: Any, chance: random.Random) -> None:
    run = chance.choice(_texts(root)).getparent()
    properties = run.find(q("rPr"))
    if properties is None:
        properties = etree.Element(q("rPr"))
        run.insert(0, properties)
    for name in ("b", "i"):
        if properties.find(q(name)) is None and chance.random() < 0.5:
            properties.append(etree.Element(q(name)))


def _list_come(root: Any, chance: random.Random) -> None:
    numbers = list(root.iter(q("numPr")))
    if numbers:
        properties = chance.choice(_paragraphs(root)).find(q("pPr"))
        if properties.find(q("numPr")) is None:
            properties.insert(1, copy.deepcopy(chance.choice(numbers)))


def _clause_gone(root: Any, chance: random.Random) -> None:
    controls = list(root.iter(q("sdt")))
    if len(controls) > 2:
        remove(chance.choice(controls))


def _clauses_moved(root: Any, chance: random.Random) -> None:
    controls = list(root.iter(q("sdt")))
    if len(controls) > 2:
        swap(*chance.sample(controls, 2))


def _clause_come(root: Any, chance: random.Random) -> None:
    controls = list(root.iter(q("sdt")))
    if not controls:
        return
    new = copy.deepcopy(chance.choice(controls))
    for text in new.iter(q("t")):
        text.text = (text.text or "").replace("Client", "Bénéficiaire")
    for mark in new.iter(q("bookmarkStart")):
        mark.set(q("name"), f"{mark.get(q('name'))}_{chance.randrange(10**6)}")
    for number, mark in enumerate(new.iter(q("bookmarkStart")), chance.randrange(5000, 10**6)):
        ident = mark.get(q("id"))
        for end in new.iter(q("bookmarkEnd")):
            if end.get(q("id")) == ident:
                end.set(q("id"), str(number))
        mark.set(q("id"), str(number))
    new.find(f"{q('sdtPr')}/{q('tag')}").set(q("val"), "clause-ajoutee@1")
    new.find(f"{q('sdtPr')}/{q('id')}").set(q("val"), str(chance.randrange(10**6, 10**7)))
    chance.choice(controls).addnext(new)


def controls_lost(root: Any, chance: random.Random | None) -> None:
    """What LibreOffice makes of content controls."""
    for control in list(root.iter(q("sdt"))):
        for child in list(control.find(q("sdtContent"))):
            control.addprevious(child)
        remove(control)


def _field_gone(root: Any, chance: random.Random) -> None:
    fields = [one for one in root.iter(q("fldChar")) if one.get(q("fldCharType")) == "begin" and "REF" in _after(one)]
    if fields:
        run = chance.choice(fields).getparent()
        while run is not None:
            after, end = run.getnext(), run.find(f"{q('fldChar')}[@{{{W}}}fldCharType='end']")
            remove(run)
            run = None if end is not None else after


def _after(begin: Any) -> str:
    return "".join(begin.getparent().getnext().itertext())


EDITS: tuple[Callable[[Any, random.Random], None], ...] = (
    _words(_replace), _words(_replace), _words(_insert), _words(_insert), _words(_delete), _words(_delete),
    _paragraph_gone, _last_paragraph_gone, _paragraph_come, _last_paragraph_come, _paragraph_moved, _paragraph_cut,
    _row_gone, _row_come, _cell_filled, _table_gone, _table_come, _style_changed, _format_changed, _list_come,
    _clause_gone, _clauses_moved, _clause_come, controls_lost, _field_gone,
)  # fmt: skip


def spoilt(data: bytes, seed: int) -> bytes:
    """The document with some elements and attributes gone, doubled, altered or unwrapped: well-formed, not meant so."""
    chance = random.Random(seed)  # noqa: S311  # faults, not keys
    parts = unzipped(data)
    for name in (DOCUMENT, "word/numbering.xml", "word/styles.xml", "word/_rels/document.xml.rels"):
        if name in parts:
            root = etree.fromstring(parts[name])
            for _ in range(chance.randint(0, 6)):
                _spoil(chance.choice(list(root.iter(etree.Element))), root, chance)
            parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return zipped(parts)


def _spoil(element: Any, root: Any, chance: random.Random) -> None:
    way = chance.randrange(5)
    if element is root:
        return
    if way == 0:
        remove(element)
    elif way == 1 and element.attrib:
        name = chance.choice(sorted(element.attrib))
        element.set(name, chance.choice(["", "-1", "abc", "99999999999", "é"]))
    elif way == 2 and element.attrib:
        del element.attrib[chance.choice(sorted(element.attrib))]
    elif way == 3:
        chance.choice(list(root.iter(etree.Element))).append(copy.deepcopy(element))
    else:
        for child in list(element):
            element.addnext(child)
