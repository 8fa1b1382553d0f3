"""The wording of what is left: nothing of the machine, no blank, no repetition; sentences and items that end as they should."""

from __future__ import annotations

import re
from collections import Counter

from points.content import ITEMS
from points.reading import Docx, Paragraph, w

_LEFT = re.compile(
    r"\bNone\b|\bTrue\b|\bFalse\b|\bnan\b|\{\{|\}\}|\[\[|\]\]|\{%|\bTODO\b|\bXXX|\bFIXME\b|\blorem\b|undefined|\bnull\b|"
    r"Decimal\(|datetime|frozenset|<[a-zA-Z/][^>]*>|\*\*|^#|^\||:::|&(?:amp|lt|gt|quot|nbsp|#\d+);|Ã.|â€|\\[nu]|__|\bslug\b|_[a-z]+_",
    re.IGNORECASE | re.MULTILINE,
)  # fmt: skip


def leftovers(docx: Docx) -> list[str]:
    """Nothing of the machine, of Markdown or of a wrong encoding; what an answer itself says in angle brackets stays."""
    if docx.internal:
        return []
    answers = [one for one in _answer_texts(docx) if _LEFT.search(one)]
    kept = []
    for line in docx.lines:
        for one in answers:
            line = line.replace(one, "")
        kept.append(line)
    return [f"« {found[0]} » in {line[:80]}" for line in kept if (found := _LEFT.search(line))]


def _answer_texts(docx: Docx) -> list[str]:
    if "customXml/item1.xml" not in docx.parts:
        return []
    return ["".join(one.itertext()) for one in docx.tree("customXml/item1.xml").iter("{*}a")]


_UNACCENTED = re.compile(
    r"\b(?:pieces?|identite|telephone|sante|duree|delais?|qualite|securite|activite|comptabilite|cles?|regle|numero|reponse|etranger)\b"
)


def raw_codes(docx: Docx) -> list[str]:
    """The code of a choice or unit instead of its label: words without their accents, or with an underscore."""
    if docx.internal:
        return []
    lines = [re.sub(r"\S+@\S+", "", line) for line in docx.lines]
    return [
        f"« {found[0]} » in {line[:80]}"
        for line in lines
        if (found := _UNACCENTED.search(line) or re.search(r"\b[a-zé]+_[a-z_]+\b", line))
    ]


def blanks(docx: Docx) -> list[str]:
    """« [à compléter » and « à désigner » stand in drafts only, and there with the mark of a blank."""
    found = [p for p in docx.paragraphs if "[à compléter" in p.text or "à désigner" in p.text]
    if docx.draft and not docx.internal:
        marked = [p for p in found if any(one.get(w("val")) == "Blanc" for one in p.element.iter(w("rStyle")))]
        return [f"a blank without its mark: {p.text[:60]}" for p in found if p not in marked and p.style != "SousTitre"]
    return [f"a blank: {p.text[:80]}" for p in found if not docx.internal]


def repeated_paragraphs(docx: Docx) -> list[str]:
    """The same long paragraph twice is a clause copied, and two places to amend."""
    texts = Counter(p.text for p in docx.paragraphs if len(p.text) > 110 and not p.in_table)
    return [f"{n} times: {text[:90]}" for text, n in texts.items() if n > 1]


def repeated_titles(docx: Docx) -> list[str]:
    texts = Counter(p.text for p in docx.paragraphs if p.style in ("Titre1", "TitreAnnexe"))
    return [f"{n} titles « {text} »" for text, n in texts.items() if n > 1]


def sentence_ends(docx: Docx) -> list[str]:
    """A paragraph of the body begins with a capital and ends with a full stop, a colon or a semicolon; an item too."""
    faults = []
    for p in docx.paragraphs:
        if p.in_table or p.style not in ("Corps", *ITEMS):
            continue
        if not re.search(r"(?:[.:;!?]|[.!?]\u00a0»)$", p.text) and p.style == "Corps":
            faults.append(f"no stop: …{p.text[-60:]}")
        if p.style == "Corps" and not re.match(r"[A-ZÀ-ÝŒ«\d(]", p.text):
            faults.append(f"no capital: {p.text[:60]}")
    return faults


def item_ends(docx: Docx) -> list[str]:
    """The items of a list end alike: semicolons and a last full stop, or full stops."""
    faults: list[str] = []
    for group in _lists(docx):
        ends = [
            p.text[-1:] for p in group if p is group[-1] or p.text[-1:] != ":"
        ]  # a colon announces a list in the item
        right = (ends[-1] == "." and set(ends[:-1]) in (set(), {";"}, {"."})) or set(ends) == {"»"}
        faults += [] if right else [f"items end with {ends[:4]}…{ends[-1]}: {group[0].text[:60]}"]
    return faults


def item_capitals(docx: Docx) -> list[str]:
    """The items of a list begin alike."""
    faults = []
    for group in _lists(docx):
        firsts = [p.text[0] for p in group if p.text[:1].isalpha() and not p.text[1:2].isupper()]
        if len({one.isupper() for one in firsts}) > 1:
            faults.append(f"capitals differ: {group[0].text[:60]}")
    return faults


def _lists(docx: Docx) -> list[list[Paragraph]]:
    """The paragraphs of each list; those of a list in an item are a list of their own, and do not end that around."""
    groups: list[list[Paragraph]] = []
    open_at: dict[int, list[Paragraph]] = {}
    for p in docx.paragraphs:
        depth = (2 if p.style.startswith(("Puce2", "Lettre2")) else 1) if p.style in ITEMS and not p.in_table else 0
        open_at = {
            at: group for at, group in open_at.items() if at <= depth and (at < depth or _kind(group[0]) == _kind(p))
        }
        if depth and depth not in open_at:
            open_at[depth] = []
            groups.append(open_at[depth])
        if depth:
            open_at[depth].append(p)
    return groups


def _kind(p: Paragraph) -> str:
    """The list that a paragraph is in: an item that announces the list in it is one of the list around."""
    return p.style.removesuffix("Annonce")


def single_items(docx: Docx) -> list[str]:
    """A list of one item is no list, unless it is a blank or holds a list."""
    lists = [g for g in _lists(docx) if len(g) == 1 and not g[0].style.endswith("Annonce")]
    return [f"one item: {g[0].text[:60]}" for g in lists if not g[0].text.startswith("[à compléter")]
