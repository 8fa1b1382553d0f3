"""Operations of an avenant in French drafting style, with the article numbers of the signed file.

In: an `Operation` and the signed entry. Out: the sentence that orders the change, and the lines that it quotes. Alinéas
are counted as the Conseil d'État counts them: each paragraph and each item of a list is one; titles, captions and
tables are not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contractgen.amendment import DELETE, INSERT, WHOLE, WORDS, Operation
from contractgen.amendment_base import Entry
from contractgen.french import NBSP, enumeration
from contractgen.merging import Line

_NOT_COUNTED = ("row", "caption", "article1", "article2", "article3", "annex1", "annex2", "annex3", "part",
                "article1_written", "annex1_written", "annex2_written")  # fmt: skip
_RANKS = (
    "premier",
    "deuxième",
    "troisième",
    "quatrième",
    "cinquième",
    "sixième",
    "septième",
    "huitième",
    "neuvième",
    "dixième",
)
_SUBTITLES = ("article2", "article3", "annex2", "annex3")


def named(entry: Entry, capital: bool = False) -> str:
    """« l’article 7 », « l’annexe 2 », « l’article A3.2 », with the number as the contract prints it."""
    number = entry.number[:1].lower() + entry.number[1:] if entry.number[:2] in ("Ar", "An") else entry.number
    text = f"l’{number}" if not number.startswith("A") else f"l’article {number}"
    return text[0].upper() + text[1:] if capital else text


def sentence(one: Operation, signed: Mapping[str, Entry], final: Mapping[str, Entry]) -> str:
    """The sentence of an operation; what it quotes follows (`quoted`)."""
    entry = one.made or signed[one.entry]
    ending = "e" if entry.number.startswith("Annexe") else ""
    if one.kind == INSERT:
        if not entry.number:
            return f"Après {_place(one.after, final)}, il est inséré une partie intitulée :"
        what = f"une {_bare(entry)} ainsi rédigée" if ending else f"un {_bare(entry)} ainsi rédigé"
        return f"Après {_place(one.after, final)}, il est inséré {what} :"
    if one.kind == DELETE:
        return f"{named(entry, capital=True)} est supprimé{ending}. Son numéro n’est pas réattribué."
    if one.kind == WHOLE:
        how = "rétabli" if entry.deleted else "remplacé"
        by = "dans la rédaction suivante" if entry.deleted else "par les dispositions suivantes"
        return f"{named(entry, capital=True)} est {how}{ending} {by} :"
    if one.kind == WORDS:
        return _words(one, entry)
    return _lines(one, entry)


def deletions(entries: Sequence[Entry]) -> str:
    """Several articles deleted at once, in one sentence."""
    names = enumeration(tuple(named(entry) for entry in entries))
    return f"{names[0].upper()}{names[1:]} sont supprimés. Leurs numéros ne sont pas réattribués."


def _bare(entry: Entry) -> str:
    name = named(entry)
    return name.removeprefix("l’")


def _place(ident: str, final: Mapping[str, Entry]) -> str:
    entry = final[ident]
    return named(entry) if entry.number else f"le titre « {entry.title} »"


def _words(one: Operation, entry: Entry) -> str:
    line = entry.lines[one.start]
    if line.style in _SUBTITLES:
        where = f"À l’intertitre « {line.text} » de {named(entry)}"
    else:
        where = f"Au {_rank(entry.lines, one.start)} alinéa de {named(entry)}"
    old, new = one.old.strip(), one.new.strip()
    if one.new.startswith(one.old):
        return (
            f"{where}, après les mots {_quote(old)}, sont insérés les mots {_quote(one.new[len(one.old) :].strip())}."
        )
    if not new:
        return f"{where}, les mots {_quote(old)} sont supprimés."
    return f"{where}, les mots {_quote(old)} sont remplacés par les mots {_quote(new)}."


def _lines(one: Operation, entry: Entry) -> str:
    gone, come = entry.lines[one.start : one.end], one.lines
    if not gone:
        return f"{_after(entry, one.start)}, {_inserted(come)} :"
    what, plural, feminine = _what(entry, one.start, one.end)
    verb = "sont" if plural else "est"
    agreed = ("e" if feminine else "") + ("s" if plural else "")
    if not come:
        return f"{what} {verb} supprimé{agreed}."
    if come[0].style == "row" and len(_kinds(come)) == 1:
        return f"{what} {verb} remplacé{agreed} par le tableau suivant :"
    if (
        gone[0].style in ("article1", "annex1", "article1_written", "annex1_written", "part", "caption", *_SUBTITLES)
        and len(gone) == len(come) == 1
    ):
        return f"{what} {verb} remplacé{agreed} par {_quote(come[0].text)}."
    return f"{what} {verb} remplacé{agreed} par les dispositions suivantes :"


def _what(entry: Entry, start: int, end: int) -> tuple[str, bool, bool]:
    """What lines are called, whether it is a plural, and whether it is feminine."""
    lines, of = entry.lines[start:end], f"de {named(entry)}"
    if start == 0 and len(lines) == 1:
        return f"Le titre {of}", False, False
    kinds = _kinds(lines)
    if kinds == ["row"]:
        return f"{_table(entry, start)} {of}", False, False
    if kinds == ["caption"] and len(lines) == 1:
        return f"La légende « {lines[0].text} » {of}", False, True
    if len(lines) == 1 and lines[0].style in _SUBTITLES:
        return f"L’intertitre « {lines[0].text} » {of}", False, False
    counted = [rank for rank in range(start, end) if entry.lines[rank].style not in _NOT_COUNTED]
    if len(counted) == len(lines):
        if len(lines) == 1:
            return f"Le {_rank(entry.lines, start)} alinéa {of}", False, False
        to = "et" if len(lines) == 2 else "à"
        return f"Les {_rank(entry.lines, counted[0])} {to} {_rank(entry.lines, counted[-1])} alinéas {of}", True, False
    return f"Les passages {of} qui vont de {_quote(_short(lines[0]))} à {_quote(_short(lines[-1]))}", True, False


def _after(entry: Entry, start: int) -> str:
    before = entry.lines[start - 1] if start else entry.lines[0]
    if before.style == "row":
        name = _table(entry, start - 1)
        return f"Après {name[0].lower()}{name[1:]} de {named(entry)}"
    if before.style in _NOT_COUNTED:
        return f"Après le titre {_quote(before.text)} de {named(entry)}"
    return f"Après le {_rank(entry.lines, start - 1)} alinéa de {named(entry)}"


def _inserted(lines: Sequence[Line]) -> str:
    if len(lines) == 1 and lines[0].style not in _NOT_COUNTED:
        return "il est inséré un alinéa ainsi rédigé"
    return "sont insérées les dispositions suivantes"


def _table(entry: Entry, rank: int) -> str:
    """« Le tableau 9 », by its caption; one without a caption is named by its first cell."""
    while entry.lines[rank].style == "row":
        rank -= 1
    caption = entry.lines[rank]
    if caption.style == "caption":
        return "Le t" + caption.text.partition(" – ")[0][1:]
    first, _, _ = entry.lines[rank + 1].text.partition("\x1f")
    return f"Le tableau qui commence par {_quote(first)}"


def _kinds(lines: Sequence[Line]) -> list[str]:
    return list(dict.fromkeys(line.style for line in lines))


def _rank(lines: Sequence[Line], rank: int) -> str:
    count = sum(line.style not in _NOT_COUNTED for line in lines[: rank + 1])
    return _RANKS[count - 1] if 0 < count <= len(_RANKS) else f"{count}e"


def _short(line: Line) -> str:
    text = line.text.replace("\x1f", " | ")
    return text if len(text) <= 60 else f"{text[:60]}…"


def _quote(text: str) -> str:
    return f"«{NBSP}{text}{NBSP}»"
