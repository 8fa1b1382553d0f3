"""Paragraphs of a contract cut in two or joined to the next one, as Word does it: in silence, or tracked."""

from __future__ import annotations

import copy
import random
from typing import Any

from faults import on_tree, paragraphs, q
from lxml import etree
from review_faults import AUTHOR, DATE, Fault, paragraph_with, text_of

PLAIN = ("Corps", "Puce", "Lettre")


def cut(clause: str, words: str, after: str, *, tracked: bool = False) -> Fault:
    """The paragraph of these words cut in two after other words of it, the space between them gone, unless it is tracked."""
    return on_tree(lambda root: cut_paragraph(paragraph_with(root, clause, words), after, tracked=tracked))


def joined(clause: str, words: str, *, tracked: bool = False) -> Fault:
    """The paragraph of these words joined to the next one."""
    return on_tree(lambda root: join_paragraph(paragraph_with(root, clause, words), tracked=tracked))


def cut_paragraph(paragraph: Any, after: str, *, tracked: bool = False) -> None:
    run = next(run for run in paragraph.findall(q("r")) if after in text_of(run))
    piece = next(piece for piece in run.iter(q("t")) if after in (piece.text or ""))
    at = piece.text.index(after) + len(after)
    second, rest = etree.Element(q("p")), copy.deepcopy(run)
    properties = paragraph.find(q("pPr"))
    if properties is not None:
        second.append(copy.deepcopy(properties))
    following = list(run.itersiblings())
    next(one for one in rest.iter(q("t")) if one.text == piece.text).text = piece.text[at:].lstrip()
    piece.text = f"{piece.text[:at]}{' ' if tracked else ''}"  # refused, the words are parted as they were
    piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    second.extend([rest, *following])
    paragraph.addnext(second)
    if tracked:
        _mark(paragraph, "ins")


def join_paragraph(paragraph: Any, *, tracked: bool = False) -> None:
    after = paragraph.getnext()
    space = etree.Element(q("r"))
    etree.SubElement(space, q("t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}).text = " "
    if tracked:
        inserted = etree.SubElement(paragraph, q("ins"), _who())
        inserted.append(space)
        _mark(paragraph, "del")
        return
    paragraph.append(space)
    paragraph.extend([child for child in after if child.tag != q("pPr")])
    after.getparent().remove(after)


def _mark(paragraph: Any, kind: str) -> None:
    properties = paragraph.find(q("pPr"))
    run = properties.find(q("rPr"))
    if run is None:
        run = etree.SubElement(properties, q("rPr"))
    run.insert(0, etree.Element(q(kind), _who()))


def _who() -> dict[str, str]:
    return {q("id"): "9301", q("author"): AUTHOR, q("date"): DATE}


def style_of(paragraph: Any) -> str:
    return str(paragraph.find(f"{q('pPr')}/{q('pStyle')}").get(q("val")))


def drawn(root: Any, chance: random.Random, clauses: list[str]) -> tuple[str, str]:
    """Cuts or joins a paragraph drawn among those of these clauses: what was done, and the clause."""
    every = [(clause, one) for clause in clauses for one in paragraphs(root, clause)[1:] if style_of(one) in PLAIN]
    chance.shuffle(every)
    tracked = chance.random() < 0.5
    for clause, one in every:
        after = one.getnext()
        places = sentences(one)
        if chance.random() < 0.5 and places:
            cut_paragraph(one, chance.choice(places), tracked=tracked)
            return "cut", clause
        if after is not None and after.tag == q("p") and style_of(after) == style_of(one):
            join_paragraph(one, tracked=tracked)
            return "joined", clause
    raise AssertionError(clauses)


def sentences(paragraph: Any) -> list[str]:
    """The ends of sentences, or of other words, after which a paragraph may be cut: out of its fields."""
    found, depth = [], 0
    for run in paragraph.findall(q("r")):
        marks = [mark.get(q("fldCharType")) for mark in run.iter(q("fldChar"))]
        depth += marks.count("begin") - marks.count("end")
        text = text_of(run)
        words = text.split(" ")
        for rank in range(2, len(words) - 2) if not (depth or marks) else ():
            head = " ".join(words[:rank])
            if text.count(head) == 1 and words[rank]:
                found.append(head)
    return found
