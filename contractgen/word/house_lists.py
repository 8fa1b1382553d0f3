"""The lists of a firm's template: that titles are numbered as contractgen counts them, and where letters begin anew.

In: the numbering part and the styles found. Out: what is wrong; the part made so that each title is tied to its level
from both sides (ECMA-376 17.9.23), whatever tool wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from contractgen.model import Finding
from contractgen.word.house_package import VAL, W, value
from contractgen.word.house_styles import ROLES

PART = "word/numbering.xml"
ARTICLE = "{{ article }}%1"
_LITERAL = "Article %1"
_TEXTS = {
    "article1": ARTICLE, "article2": "%1.%2", "article3": "%1.%2.%3",
    "annex1": "Annexe\u00a0%1", "annex2": "A%1.%2", "annex3": "A%1.%2.%3",
}  # fmt: skip
_LETTERS = {"item": ("0", "lowerLetter"), "item2": ("1", "lowerRoman")}
_LISTED = (*_TEXTS, "bullet", "bullet2", *_LETTERS)
_AFTER_TIE = ("isLgl", "suff", "lvlText", "lvlPicBulletId", "legacy", "lvlJc", "pPr", "rPr")
_SIDES = {"start": "left", "end": "right"}
_ADVICE = "Liste à plusieurs niveaux > Définir > « Lier le niveau au style »."


class Letters(NamedTuple):
    """The abstract list of lettered items, and a number under which no instance of a list stands."""

    abstract: str
    last: int


def arrange(root: Any, styles: Any, found: Mapping[str, Any]) -> tuple[Letters, list[Finding]]:
    """Ties the lists of the part to the styles found, under their new ids; says what cannot be."""
    nums = {num.get(f"{W}numId", ""): num for num in root.iter(f"{W}num")}
    abstracts = {a.get(f"{W}abstractNumId", ""): a for a in root.iter(f"{W}abstractNum")}
    by_id = {style.get(f"{W}styleId", ""): style for style in styles.iter(f"{W}style")}
    findings: list[Finding] = []
    ties: dict[str, Any] = {}
    lists: dict[str, str] = {}
    for key in _LISTED:
        if key not in found:
            continue
        number = _numbering_of(found[key], by_id)
        num = nums.get(number[0]) if number else None
        abstract = _abstract_of(num, abstracts, nums, by_id)
        level = _level(abstract, found[key].get(f"{W}styleId"), number[1] if number else "0")
        if num is None or level is None:
            findings.append(_fault(key, "n'est relié à aucun niveau de liste"))
            continue
        ties[key], lists[key] = level, abstract.get(f"{W}abstractNumId", "")
        findings += _level_faults(key, num, level)
        _set_abstract(num, lists[key])
    findings += [*_families(lists), *_tag_faults(root)]
    _tie(root, ties)
    last = max((int(n) for n in nums if n and n.isdecimal() and len(n) < 9), default=0)
    return Letters(lists.get("item", "0"), last), findings


def _numbering_of(style: Any, by_id: Mapping[str, Any]) -> tuple[str, str] | None:
    """The list instance and level of a style, its own or that of the style it is based on."""
    level = None
    for _ in range(12):
        if style is None:
            return None
        level = level or value(style, "pPr/numPr/ilvl")
        number = value(style, "pPr/numPr/numId")
        if number is not None:
            return number, level or "0"
        style = by_id.get(value(style, "basedOn") or "")
    return None


def _abstract_of(num: Any, abstracts: Mapping[Any, Any], nums: Mapping[Any, Any], by_id: Mapping[str, Any]) -> Any:
    """The list that an instance shows, through the list style that it may name (17.9.21)."""
    for _ in range(4):
        abstract = abstracts.get(value(num, "abstractNumId") or "") if num is not None else None
        link = value(abstract, "numStyleLink") if abstract is not None else None
        if link is None:
            return abstract
        style = by_id.get(link)
        num = nums.get(value(style, "pPr/numPr/numId")) if style is not None else None
    return None


def _level(abstract: Any, ident: str, depth: str) -> Any:
    if abstract is None:
        return None
    levels = abstract.findall(f"{W}lvl")
    tied = [level for level in levels if value(level, "pStyle") == ident]
    return next(iter(tied or [level for level in levels if level.get(f"{W}ilvl") == depth]), None)


def _fault(key: str, what: str, advice: str = _ADVICE) -> Finding:
    name = ROLES[key].name
    return Finding("house-numbering", "error", f"{PART}, style « {name} »", f"« {name} » {what}.", advice)


def _level_faults(key: str, num: Any, level: Any) -> list[Finding]:
    """Titles are counted from 1 and printed as references print them; nothing overrides their level."""
    if key in _LETTERS:
        return _letter_faults(key, level)
    wanted = _TEXTS.get(key)
    if wanted is None:
        return []
    found = []
    text = value(level, "lvlText") or ""
    if text.strip() == _LITERAL and key == "article1":
        level.find(f"{W}lvlText").set(VAL, ARTICLE)
        text = ARTICLE
    if text == wanted.replace("\u00a0", " "):  # typed with an ordinary space, at which the line could break
        level.find(f"{W}lvlText").set(VAL, wanted)
        text = wanted
    if text != wanted or value(level, "numFmt") != "decimal":
        found.append(
            _fault(
                key,
                f"est numéroté « {text} » ; il faut « {wanted} », en chiffres",
                "Définir la liste > mise en forme du numéro.",
            )
        )
    if (value(level, "start") or "1") != "1" or level.get(f"{W}ilvl") != str(int(key[-1]) - 1):
        found.append(_fault(key, "ne commence pas à 1, ou n'est pas au niveau de liste de son rang"))
    if any(override.find(f"{W}lvl") is not None for override in num.iter(f"{W}lvlOverride")):
        found.append(_fault(key, "est dans une liste dont une instance change les niveaux"))
    return found


def _letter_faults(key: str, level: Any) -> list[Finding]:
    """Items are lettered on the first level of their list, and in small roman figures on the second."""
    depth, form = _LETTERS[key]
    if level.get(f"{W}ilvl") == depth and value(level, "numFmt") == form:
        return []
    rank = "premier niveau, en lettres : (a)" if key == "item" else "deuxième niveau, en petits chiffres romains : (i)"
    return [_fault(key, f"n'est pas au {rank}")]


def _families(lists: Mapping[str, str]) -> list[Finding]:
    """The three titles of a family count in one list, articles and annexes in two."""
    found = []
    for family in ("article", "annex"):
        for rank in "23":
            if lists.get(f"{family}{rank}", lists.get(f"{family}1")) != lists.get(f"{family}1"):
                found.append(_fault(f"{family}{rank}", f"n'est pas dans la liste de « {ROLES[f'{family}1'].name} »"))
    if lists.get("item2", lists.get("item")) != lists.get("item"):
        found.append(_fault("item2", f"n'est pas dans la liste de « {ROLES['item'].name} »"))
    if "article1" in lists and lists["article1"] == lists.get("annex1"):
        found.append(_fault("annex1", "est dans la même liste que « heading 1 » ; il lui faut la sienne"))
    return found


def _tag_faults(root: Any) -> list[Finding]:
    """A number may hold no tag but that of articles."""
    texts = (text.get(VAL, "") for text in root.iter(f"{W}lvlText"))
    return [
        Finding(
            "house-tag-unknown", "error", PART, f"Le numéro « {text[:60]} » porte une balise inconnue, ou des accolades.",
            "Balise admise dans un numéro : {{ article }}, seule devant %1.",
        )
        for text in texts
        if "{{" in text and text != ARTICLE
    ]  # fmt: skip


def _set_abstract(num: Any, ident: str) -> None:
    num.find(f"{W}abstractNumId").set(VAL, ident)
    for override in num.findall(f"{W}lvlOverride"):
        num.remove(override)


def _tie(root: Any, ties: Mapping[str, Any]) -> None:
    """Leaves no tie but those of the roles, and nothing that refers to what is not carried."""
    names = ("pStyle", "styleLink", "numStyleLink", "lvlPicBulletId", "numPicBullet", "numIdMacAtCleanup", "rStyle")
    for element in list(root.iter(*(f"{W}{name}" for name in names))):
        element.getparent().remove(element)
    for side in root.iter(f"{W}lvlJc"):  # LibreOffice writes a value of the other edition of the standard
        side.set(VAL, _SIDES.get(side.get(VAL, ""), side.get(VAL, "")))
    for key, level in ties.items():
        if key in _LETTERS:
            continue
        before = next((child for child in level if child.tag in {f"{W}{name}" for name in _AFTER_TIE}), None)
        tie = level.makeelement(f"{W}pStyle", {VAL: ROLES[key].ident})
        if before is None:
            level.append(tie)
        else:
            before.addprevious(tie)
