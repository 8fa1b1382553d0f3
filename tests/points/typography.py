"""French typography of what is shown: spaces, quotes, numbers, units, dates, dashes, elision, agreement, amounts in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from num2words import num2words  # type: ignore[import-untyped]

from points.reading import Docx

_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_UNITS = "€|%|h|min|jours?|mois|ans?|heures?|semaines?|points?|euros?|salariés|Jours? ouvrés?"
_VOWEL = "aeiouyàâäéèêëîïôöùûüœæAEIOUÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆ"
# Words before which French does not elide (aspirated h, numerals, borrowed sounds).
_NO_ELISION = r"(?:ou\b|onze|onzième|oui|y\b|yaourt)"


def _found(pattern: str, lines: Iterable[str], flags: int = 0) -> list[str]:
    """Each place where the pattern is, with what stands around it."""
    compiled = re.compile(pattern, flags)
    return [
        f"…{line[max(0, found.start() - 30) : found.end() + 30]!r}…"
        for line in lines
        for found in compiled.finditer(line)
    ]


_MADE = re.compile(
    r"[\w -]+ \([\d\u202f]+\)[ \u00a0][\w ]+|.*euros?.* \([\d\u202f,]+\u00a0€\)|[\d\u202f,]+\u00a0(?:€|%|h|jours?|mois)"
)


def _own_lines(docx: Docx) -> list[str]:
    """What is shown, without what users wrote, which `answers` looks at; what the generator made of a number stays."""
    if docx.own is None:
        blocks = list(docx.tree(_PART).iter("{*}p", "{*}tc")) if _PART in docx.parts else []
        known = {"".join(block.itertext()): block for block in blocks}
        docx.own = [
            "".join(map(_masked, known[line].xpath("node()"))) if line in known else line for line in docx.lines
        ]
    return docx.own


def _masked(node: Any) -> str:
    """A piece of a recorded line; of an answer the ends are kept: what joins it to the text around is the generator's."""
    if not hasattr(node, "tag"):
        return str(node)
    text = "".join(node.itertext())
    if not node.tag.endswith("}a") or _MADE.fullmatch(text) or len(text) < 3:
        return text
    return text[0] + "\ufffc" * (len(text) - 2) + text[-1]


_PART = "customXml/item1.xml"


def _looking_for(pattern: str, flags: int = 0) -> Callable[[Docx], list[str]]:
    _PATTERNS.append((pattern, flags))

    def look(docx: Docx) -> list[str]:
        return _found(pattern, _own_lines(docx), flags)

    return look


_PATTERNS: list[tuple[str, int]] = []


def answers_of(docx: Docx) -> set[str]:
    """The spans of text that came from answers or their defaults, as the provenance says."""
    if _PART not in docx.parts:
        return set()
    root = docx.tree(_PART)
    return {text for one in root.iter("{*}a") if (text := "".join(one.itertext()))}


# ---------------------------------------------------------------- spaces and signs

high_punctuation = _looking_for(r"(?<!\u202f)[;!?](?=[\s»)]|$)")
colons = _looking_for(r"(?<!\u00a0):(?=\s|$)")
guillemets = _looking_for(r"«(?!\u00a0)|(?<!\u00a0)»")
low_punctuation = _looking_for(r"[ \u00a0\u202f][,.](?=\s|$)|,(?=[^\W\d])|\( | \)|(?<![\w-])[‚„“”]")
quotes = _looking_for(r"['\"‘´`]")
ellipses = _looking_for(r"\.\.|…\.")
dashes = _looking_for(r" - | -- |—\w|\w—|(?<=[^\W\d]) –(?=\w)|(?<=\w)– (?=\w)")
thousands = _looking_for(
    r"(?<![\w.,/-])\d{1,3}(?: \d{3})+(?![\d-])|(?<![\w.,/°-])\d{4,}(?=[\u00a0 ](?:€|%|unités|pièces|heures|jours))|^\d{5,}$"
)
stuck_units = _looking_for(r"\d(?:€|%)|\b\d{1,2}h(?:\d\d)?\b")
loose_units = _looking_for(rf"\d (?=(?:{_UNITS})(?![\w’-]))")
loose_durations = _looking_for(rf"\(\d+\) (?=(?:{_UNITS})(?![\w’-]))")
numbers_sign = _looking_for(r"[nN]° |[nN]°\d|\bno? \d|[Nn]os \d")
loose_articles = _looking_for(
    r"\b(?:art\.|[Aa]rticles?|[Aa]nnexes?|[Ss]ections?|[LRDA]\.) (?!\d+\t)(?=[LRDA]?\.?\d|[LRDA]\.)"
)
codes_of_law = _looking_for(r"\b[LRDA]\.\d")
dates = _looking_for(
    rf"\b(?:1er|\d{{1,2}}) (?={_MONTHS})|\b1[ \u00a0](?={_MONTHS})|\b0\d[ \u00a0](?={_MONTHS})|\b\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?\b|\b\d{{4}}-\d\d-\d\d\b"
)
decimals = _looking_for(r"(?<![\w./-])\d+\.\d+(?=[\u00a0 ]?(?:%|€|h\b|jours?|mois|points?)|$)")
capitals = _looking_for(
    r"(?:^|[.] )A (?=défaut|compter|la |l’|chaque|titre|cette|ce |ces |tout)|\bEtats?\b|\bEvolution|\bEquipe|\bEcart|\bEtape|\bEcheance"
)
ligatures = _looking_for(r"\b(?:main d’|main-d’)?(?:oeuvre|oeil|coeur|soeur|voeu|noeud|manoeuvre)", re.IGNORECASE)
doubled_words = _looking_for(r"\b([^\W\d]{2,}) \1\b(?<!nous nous)(?<!vous vous)")
zero_widths = _looking_for(r"[\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\ufeff\ufffd\u00ad]")


def brackets(docx: Docx) -> list[str]:
    """Brackets and guillemets are closed where they are opened, in each paragraph."""
    pairs = ("()", "«»", "[]")
    closed = [(line, re.sub(r"(?<=point )[a-z]\)", "", line)) for line in docx.lines]
    return [f"{a} {b}: {line[:80]}" for line, less in closed for a, b in pairs
            if line.count(a) != line.count(b) and less.count(a) != less.count(b)]  # fmt: skip


def answers(docx: Docx) -> list[str]:
    """The same points in what answers and their defaults print: a document has one typography."""
    given = sorted(answers_of(docx))
    given = [one for one in given if not _MADE.fullmatch(one)]
    return [one for pattern, flags in _PATTERNS for one in _found(pattern, given, flags)]


# ---------------------------------------------------------------- elision and contraction


def elision(docx: Docx) -> list[str]:
    small = r"[Dd]e|[Ll]e|[Ll]a|[Qq]ue|[Ss]e|[Nn]e|[Jj]e|[Jj]usque|[Ll]orsque|[Pp]uisque"
    faults = _found(rf"(?<![\w’-])(?:{small})[ \u00a0](?!{_NO_ELISION})(?=[{_VOWEL}][a-zàâäéèêëîïôöùûüœ’])", docx.lines)
    faults += _found(
        r"(?<![\w’-])(?:[Ss]i ils?\b|[Cc]e (?=(?:article|avenant|accord|écrit|acte|audit|engagement|indicateur|incident|outil)\b))",
        docx.lines,
    )
    faults += _found(r"(?<![\w’])(?:[Ll]|[Dd]|[Qq]u)’(?=[bcdfgjklmnpqrstvwxzBCDFGJKLMNPQRSTVWXZ][a-zé])", docx.lines)
    return faults + _found(r"[ld]’ ", docx.lines)


def contraction(docx: Docx) -> list[str]:
    """« de le », « à les » are right only before a verb: « de le remplacer »."""
    faults = _found(r"(?<![\w’-])(?:[Dd]e|[Àà]) les? (?!\w+(?:er|ir|re|oir)\b)", docx.lines)
    return faults + _found(r"(?<![\w’-])(?:[Dd]u|[Dd]es|[Aa]ux?) (?:les?|la|l’)(?=\W|\w)(?!\w)", docx.lines)


# ---------------------------------------------------------------- numbers in words


def _words(value: int, feminine: bool = False) -> str:
    text = str(num2words(value, lang="fr"))
    return re.sub(r"\bun$", "une", text) if feminine else text


def _same(said: str, wanted: str) -> bool:
    """The words stand at the end of what precedes, hyphens or spaces between them."""
    tail = re.sub(r"[\u00a0-]", " ", said.rstrip()).lower()
    return bool(
        re.search(rf"(?<![\w’]){re.escape(wanted.replace('-', ' '))}$|’{re.escape(wanted.replace('-', ' '))}$", tail)
    )


def durations(docx: Docx) -> list[str]:
    """« trois (3) mois »: the words are those of the figure, and the unit agrees with it."""
    faults = []
    for line in docx.lines:
        for found in re.finditer(r"(?<=\w[ \u00a0])\((\d[\d\u202f]*)\)[ \u00a0](\w+)", line):
            value, unit = int(found[1].replace("\u202f", "")), found[2]
            feminine = unit.rstrip("s") in ("heure", "semaine", "année", "fois")
            if not _same(line[: found.start()], _words(value, feminine)):
                faults.append(f"{line[max(0, found.start() - 30) : found.end()]} for {_words(value, feminine)}")
    return faults


def agreement(docx: Docx) -> list[str]:
    """A unit is plural from two on, and only then."""
    faults = []
    for line in docx.lines:
        for found in re.finditer(
            r"(?<![\d\u202f,.-])(\d[\d\u202f]*(?:,\d+)?)\)?[ \u00a0](jours?|heures?|ans?|semaines?|années?|points?|euros?|Jours?|prestataires?|lots?)\b",
            line,
        ):
            value = float(found[1].replace("\u202f", "").replace(",", "."))
            if found[2].endswith("s") != (value >= 2):
                faults.append(line[max(0, found.start() - 20) : found.end() + 10])
    faults += _found(r"\b(?:un|une) \(1\)[ \u00a0]\w+s\b(?<!mois)", docx.lines)
    return faults + _found(r"\b(?:[Ll]es|[Dd]es|[Aa]ux|[Cc]es) une? \(1\)", docx.lines)


def amounts(docx: Docx) -> list[str]:
    """« douze mille euros (12 000 €) »: the words are those of the figures, cents included."""
    faults = []
    for line in docx.lines:
        for found in re.finditer(r"(?:euros?|centimes?) \((\d[\d\u202f]*)(?:,(\d\d))?\u00a0€\)", line):
            whole, cents = int(found[1].replace("\u202f", "")), int(found[2] or 0)
            of = "d’" if whole >= 1_000_000 and whole % 1_000_000 == 0 else ""
            wanted = f"{_words(whole)} {of}euro{'s' if whole >= 2 else ''}"
            if cents:
                wanted += f" et {_words(cents)} centime{'s' if cents >= 2 else ''}"
            said = line[: found.start()] + found[0].partition(" (")[0]
            if not _same(said, wanted):
                faults.append(f"{said[-80:]} for {wanted}")
    return faults
