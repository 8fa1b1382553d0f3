"""The lists of a firm's template: that titles are numbered as contractgen counts them, and letters as its levels say.

In: the numbering part and the styles found. Out: what is wrong; the part made so that each title is tied to its level
from both sides (ECMA-376 17.9.23), whatever tool wrote it, and its letters the levels below those of the titles.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from contractgen.model import Finding
from contractgen.word.house_letters import Letters, lettered, tie
from contractgen.word.house_package import VAL, W, value
from contractgen.word.house_styles import ROLES

PART = "word/numbering.xml"
ARTICLE = "{{ article }}%1"
_LITERAL = "Article %1"
_TEXTS = {
    "article1": ARTICLE, "article2": "%1.%2", "article3": "%1.%2.%3",
    "annex1": "Annexe\u00a0%1", "annex2": "A%1.%2", "annex3": "A%1.%2.%3",
}  # fmt: skip
_LETTERS = {"item": ("lowerLetter", "0", "3"), "item2": ("lowerRoman", "1", "4")}
_LISTED = (*_TEXTS, "bullet", "bullet2", *_LETTERS)
_SIDES = {"start": "left", "end": "right"}
_ADVICE = "Liste à plusieurs niveaux > Définir > « Lier le niveau au style »."


def arrange(root: Any, styles: Any, found: Mapping[str, Any]) -> tuple[Letters | None, list[Finding]]:
    """Ties the lists of the part to the styles found, under their new ids; says what cannot be, and then gives no letters."""
    nums = {num.get(f"{W}numId", ""): num for num in root.iter(f"{W}num")}
    abstracts = {a.get(f"{W}abstractNumId", ""): a for a in root.iter(f"{W}abstractNum")}
    by_id = {style.get(f"{W}styleId", ""): style for style in styles.iter(f"{W}style")}
    findings: list[Finding] = []
    ties: dict[str, Any] = {}
    lists: dict[str, str] = {}
    numbers: dict[str, str] = {}
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
        ties[key], lists[key], numbers[key] = level, abstract.get(f"{W}abstractNumId", ""), num.get(f"{W}numId", "")
        findings += _level_faults(key, num, level)
        _set_abstract(num, lists[key])
    findings += [*_families(lists, ties), *_tag_faults(root)]
    _tie(root, ties)
    if findings or len(ties) < len(_LISTED):
        return None, findings
    last = max((int(n) for n in nums if n and n.isdecimal() and len(n) < 9), default=0)
    return lettered(root, ties, found, numbers, last), findings


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
    """Items are lettered on the first level of their list, or on the fourth of that of the titles, and in small roman
    figures on the next one."""
    form, *depths = _LETTERS[key]
    depth = level.get(f"{W}ilvl")
    if depth in depths and value(level, "numFmt") == form:
        own, text = int(depth) + 1, value(level, "lvlText") or ""
        counted = set(re.findall(r"%([1-9])", text)) - ({str(own - 1)} if key == "item2" else set())
        return [] if counted == {str(own)} else [_fault(key, f"est numéroté « {text} » ; il faut « (%{own}) »")]
    what, first, fourth = ("lettres : (a)", "premier", "quatrième") if key == "item" else (
        "petits chiffres romains : (i)", "deuxième", "cinquième",
    )  # fmt: skip
    return [_fault(key, f"n'est pas au {first} niveau d'une liste, ou au {fourth} de celle des titres, en {what}")]


def _families(lists: Mapping[str, str], ties: Mapping[str, Any]) -> list[Finding]:
    """The three titles of a family count in one list, articles and annexes in two."""
    found = []
    for family in ("article", "annex"):
        for rank in "23":
            if lists.get(f"{family}{rank}", lists.get(f"{family}1")) != lists.get(f"{family}1"):
                found.append(_fault(f"{family}{rank}", f"n'est pas dans la liste de « {ROLES[f'{family}1'].name} »"))
    found += _letter_families(lists, ties)
    if "article1" in lists and lists["article1"] == lists.get("annex1"):
        found.append(_fault("annex1", "est dans la même liste que « heading 1 » ; il lui faut la sienne"))
    return found


def _letter_families(lists: Mapping[str, str], ties: Mapping[str, Any]) -> list[Finding]:
    """The two levels of items follow each other in one list; only the fourth is of the list of the titles."""
    if not {"item", "item2"} <= ties.keys():
        return []
    first, second = (int(ties[key].get(f"{W}ilvl", "0")) for key in ("item", "item2"))
    if lists["item"] != lists["item2"] or second != first + 1:
        return [_fault("item2", f"n'est pas au niveau suivant de la liste de « {ROLES['item'].name} »")]
    titled = lists["item"] in (lists.get("article1"), lists.get("annex1"))
    if titled != (first > 0):
        where = "est au niveau d'un titre" if titled else "est au quatrième niveau d'une liste sans titres"
        return [_fault("item", f"{where} ; il lui faut une liste à elle, ou le quatrième niveau de celle des titres")]
    return []


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
        if key not in _LETTERS:
            tie(level, ROLES[key].ident)
