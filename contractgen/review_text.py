"""Two texts of a paragraph compared as a reader of contracts would: what is only layout, what is wording, what it says.

Pure functions on texts. Spaces, no-break spaces, quotes, dashes and the number that a list prints are layout; the numbers
of articles and annexes are found apart, so that a clause that was only renumbered is not taken for another.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from contractgen.differences import word_stretches
from contractgen.french import cardinal
from contractgen.review_characters import oddities

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SIGNS = str.maketrans({
    "’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "\u2010": "-", "\u2011": "-", "–": "-", "—": "-", "−": "-", "…": "...", "•": "-", "·": "-", "▪": "-", "●": "-", "○": "-", "◦": "-", "■": "-",
})  # fmt: skip
_AROUND = re.compile(r"\s+(?=[;:!?%€,.)\]])|(?<=[(\[])\s+|(?<=\d) (?=\d{3}(?!\d))")
_QUOTED = re.compile(r'"\s*([^"]*?)\s*"')
_NUMBER = re.compile(
    r"(?:(?:article|annexe|section)\s+\d[\d.]*|A\d+(?:\.\d+)+|\d+(?:\.\d+)+|\d+[.)]|[a-z][.)]|\([a-z]{1,4}\)|-)\s*[.:-]?\s+(?=\S)",
    re.I,
)
_CITED = re.compile(r"\b(articles?|annexes?|sections?|tableaux?) (A?\d+(?:\.\d+)*)(?![\d-])", re.I)
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|\S")
_DENIALS = frozenset({"ne", "n", "pas", "aucun", "aucune", "jamais", "nul", "nulle", "ni", "non"})
_EXCEPTIONS = frozenset(
    {
        "sauf",
        "excepté",
        "hormis",
        "hors",
        "dérogation",
        "nonobstant",
        "facultatif",
        "facultative",
        "exclusion",
        "exclu",
        "exclue",
        "exclus",
        "exclues",
    }
)
_DUTIES = frozenset({"doit", "doivent", "devra", "devront", "peut", "peuvent", "pourra", "pourront"})
_ROLES = frozenset({"client", "prestataire"})
_IN_WORDS = frozenset({
    "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize",
    "vingt", "vingts", "trente", "quarante", "cinquante", "soixante", "cent", "cents", "mille", "zéro",
})  # fmt: skip
_BOTH = re.compile(r"([^\W\d_][^()\d]{0,60}) \((\d{1,4})\)")  # a number in words, then in figures
_UNITS = frozenset({
    "heure", "heures", "jour", "jours", "semaine", "semaines", "mois", "trimestre", "trimestres", "an", "ans", "année", "années",
    "ouvré", "ouvrés", "ouvrable", "ouvrables", "calendaire", "calendaires", "franc", "francs", "euro", "euros", "ht", "ttc",
})  # fmt: skip
_EMPTY = frozenset({
    "le", "la", "les", "l", "un", "une", "des", "du", "de", "d", "à", "au", "aux", "et", "ou", "en", "dans", "par", "pour",
    "sur", "avec", "sans", "ce", "cet", "cette", "ces", "son", "sa", "ses", "leur", "leurs", "il", "elle", "ils", "elles",
    "qui", "que", "qu", "dont", "où", "se", "s", "y", "est", "sont", "a", "ont", "être", "avoir",
})  # fmt: skip
MOST = 0.6  # the share of its content words that a passage keeps when it still says most of what it said


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """The text without what is only layout: kinds and runs of spaces, of quotes, of dashes, invisible characters."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).replace("\x1f", " | ").translate(_SIGNS)
    text = _AROUND.sub("", " ".join(text.split()))
    return _QUOTED.sub(r'"\1"', text)


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """What two printings of one paragraph have in common: its words, less its own number and those it refers to."""
    return _CITED.sub(
        r"\1 #", _NUMBER.sub("", normal(text), count=1) if _NUMBER.match(normal(text)) else normal(text)
    ).casefold()


def unnumbered(text: str) -> str:
    """The normal text without the number that a list, typed or converted, puts before it."""
    text = normal(text)
    found = _NUMBER.match(text)
    return text[found.end() :] if found else text


def typed_number(text: str) -> str:
    """The number, letter or dash that stands, typed, before a text, as it is compared; « » for none."""
    found = _NUMBER.match(normal(text))
    return found[0].strip(" .:").casefold() if found else ""


def without_number(title: str) -> str:
    """A title, as it stands, without the number that was typed or converted before it."""
    return _TITLE_NUMBER.sub("", title, count=1)


_TITLE_NUMBER = re.compile(r"\A\s*(?:(?:article|annexe|section)\s+\d+|A?\d+(?:\.\d+)*)\s*[.:–—-]?\s+(?=\S)", re.I)


def without_bullet(text: str) -> str:
    """The text, as it stands, without the bullet or letter that was typed or converted before it."""
    return _BULLET.sub("", text, count=1)


_BULLET = re.compile(r"\A\s*(?:[-–—•·▪●○◦■]|\(?[a-z0-9]{1,2}[.)])\s+", re.I)


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """The words, numbers and signs of a text, in order."""
    return tuple(_TOKEN.findall(normal(text)))


@lru_cache(maxsize=8192)
def _lowered(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words(text) if word[0].isalnum())


def likeness(one: str, other: str) -> float:
    """How much of their words two texts have in common and in order, from 0 to 1."""
    left, right = _lowered(one), _lowered(other)
    total = len(left) + len(right)
    if not total:
        return 0.0
    shared = sum((Counter(left) & Counter(right)).values())
    if 2 * shared / total < 0.35:
        return 2 * shared / total
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def label(text: str) -> str:
    """What stands before the colon of a line that names a value (« Dénomination : … »), « » for none."""
    name, colon, value = unnumbered(text).partition(": ")
    return name.casefold() if colon and value and len(_lowered(name)) <= _LABEL else ""


_LABEL = 6  # words of the name of a value


class Judgement(NamedTuple):
    """What a passage that was reworded still says. `kept`: the share of its content words that remain; `lost`: why it
    no longer says it, « » when it may; `risks`: what a reader must look at, in French."""

    kept: float
    lost: str
    risks: tuple[str, ...]


def judge(base: str, found: str) -> Judgement:
    """Whether a passage can still be taken to say what it said: most of its content words remain, and it was neither
    denied nor is a denial gone from it. What it really says, a reader judges."""
    before, after = Counter(_lowered(base)), Counter(_lowered(found))
    content = Counter({word: n for word, n in before.items() if word not in _EMPTY})
    kept = sum((content & after).values()) / max(sum(content.values()), 1)
    lost = ""
    if kept < MOST:
        lost = f"il n'y reste que {kept:.0%} de ses mots".replace("%", " %")
    elif denial := _denial(before, after):
        lost = denial
    return Judgement(kept, lost, risks_of(base, found))


def _denial(before: Counter[str], after: Counter[str]) -> str:
    """What became of the denials of a passage, « » when it has as many."""
    change = sum(after[word] - before[word] for word in _DENIALS)
    return "" if not change else "une négation y a été ajoutée" if change > 0 else "une négation en a été retirée"


def _risks(before: Counter[str], after: Counter[str]) -> list[str]:
    come, gone = after - before, before - after
    denial = _denial(before, after)
    found = [denial] if denial else []
    if any(word[0].isdigit() or word in _IN_WORDS for word in (*come, *gone)):
        found.append("un chiffre y a changé")
    if _EXCEPTIONS & set(come):
        found.append("une exception y a été ajoutée")
    if _DUTIES & (set(come) | set(gone)):
        found.append("une obligation est devenue une faculté, ou l'inverse")
    if (_ROLES & set(come)) and (_ROLES & set(gone)):
        found.append("le Client et le Prestataire y ont été échangés")
    if _UNITS & {*come, *gone} and _UNITS & set(before):
        found.append("une unité y a changé")
    if ("et" in gone and "ou" in come) or ("ou" in gone and "et" in come):
        found.append("« et » y est devenu « ou », ou l'inverse")
    return found


def risks_of(base: str, found: str) -> tuple[str, ...]:
    """What a reader must look at in a passage that was reworded, in French: figures, exceptions, duties made weaker."""
    before, after = normal(base).casefold(), normal(found).casefold()
    weaker = [one[0] for one in _WEAKENING.finditer(after) if one[0] not in before]
    told = _risks(Counter(_lowered(base)), Counter(_lowered(found)))
    if weaker:
        told.append(f"une obligation y est affaiblie (« {weaker[0]} »)")
    firm = [one[0] for one in _FIRM.finditer(before) if one[0] not in after]
    if firm:
        told.append(f"« {firm[0]} » en a été retiré")
    if _disagree(found) and not _disagree(base):
        told.append("un nombre n'y est plus le même en lettres et en chiffres")
    return (*told, *oddities(base, found))


def _disagree(text: str) -> bool:
    """Whether a number written in words, then in figures, is not the same in both."""
    for words_, figures in _BOTH.findall(normal(text).casefold()):
        said, meant = words_.replace("-", " "), cardinal(int(figures)).replace("-", " ")
        feminine = f"{meant}e" if meant.endswith("un") else meant
        if set(said.split()) & (_IN_WORDS | {"un", "une"}) and not said.endswith((meant, feminine)):
            return True
    return False


_WEAKENING = re.compile(
    r"\b(?:s'efforce\w*|(?:dans la mesure|autant que|si|lorsque cela est|quand c'est) (?:du )?possible|dans la mesure du raisonnable"
    r"|(?:ses |leurs |les )?meilleurs efforts|efforts raisonnables|raisonnablement|en principe|à titre (?:indicatif|non contraignant)"
    r"|de manière indicative|sous réserve|à sa (?:seule )?(?:discrétion|convenance)|de son choix|envisage\w*|tente\w* de|cherche\w* à"
    r"|obligation de moyens|si (?:le prestataire|le client) le juge utile|le cas échéant|éventuel\w*|susceptibles? d)"
)
_FIRM = re.compile(
    r"\b(?:obligation de résultat|au plus tard|sans délai|sans frais|gratuitement|en toutes circonstances|dans tous les cas"
    r"|à première demande|par écrit|seule?s?|exclusivement|intégralement|immédiatement|au moins)\b"
)


def changed_words(base: str, found: str) -> str:
    """The words that changed, each stretch with what it became, in French: « trois (3) » → « un (1) »."""
    old, new = base.split(), found.split()
    told = []
    for stretch in word_stretches(list(map(normal, old)), list(map(normal, new))):
        if not stretch.same:
            gone, come = " ".join(old[stretch.a1 : stretch.a2]), " ".join(new[stretch.b1 : stretch.b2])
            both = f"« {gone} » → « {come} »" if gone and come else ""
            told.append(both or (f"« {gone} » supprimé" if gone else f"« {come} » ajouté"))
    return " ; ".join(told)


Marked = tuple[tuple[str, bool], ...]


def marked_words(base: str, found: str) -> tuple[Marked, Marked]:
    """Both texts as stretches, each with whether it differs from the other text."""
    old, new = base.split(" "), found.split(" ")
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for stretch in word_stretches(list(map(normal, old)), list(map(normal, new))):
        for side, words_ in ((left, old[stretch.a1 : stretch.a2]), (right, new[stretch.b1 : stretch.b2])):
            if words_:
                side.append((f"{' ' if side else ''}{' '.join(words_)}", not stretch.same))
    return tuple(left), tuple(right)


def derogates(text: str) -> bool:
    """Whether a new text says that it prevails over others."""
    return bool(_DEROGATING.search(normal(text).casefold()))


_DEROGATING = re.compile(
    r"dérog|nonobstant|ne s'appliquent? pas|prévaut|prévalent|par exception|annule et remplace|sans effet"
)
