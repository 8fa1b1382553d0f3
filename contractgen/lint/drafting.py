"""Drafting habits that make a text doubtful: said as warnings, with their place, never refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from contractgen.french import cardinal
from contractgen.library_files import MAX_TEXT
from contractgen.model import Finding


class Habit(NamedTuple):
    """What a sentence should not hold: `pattern`; unless it also holds `saved`."""

    code: str
    pattern: re.Pattern[str]
    message: str
    advice: str
    saved: re.Pattern[str] | None = None


_DELAY = re.compile(
    r"(?:dans (?:un délai de|les)|sous|au plus tard dans les) (?:\{\{ *[\w.]+ *\| *(?:jours\w*|heures|h|j|mois|semaines) *\}\}|[\w-]+ \(\d+\) (?:jours?|heures?|mois|semaines?))",
    re.IGNORECASE,
)
_START = re.compile(
    r"à compter|à partir|suiv|après|avant|dès|qui précède|depuis|de la (?:réception|demande|notification|fin|date|mise|connaissance|constatation|découverte|signature)"
    r"|(?:prévoit|prévue?s?|exige|fixe|impose) (?:par )?(?:l['’]|la |le )(?:article|directive|règlement|loi)|\(article"
    r"|que prévoit|de (?:sa|son|leur|cette|chaque|toute|l['’])|du (?:jour|constat|début|refus|dépôt)|des |par (?:an|mois|semaine)|pendant|tous les|chaque",
    re.IGNORECASE,
)
HABITS = (
    Habit("and-or", re.compile(r"\bet\s*/\s*ou\b", re.IGNORECASE), "« et/ou » laisse le choix à celui qui lit",
          "Écrivez « et », « ou », ou les deux cas."),
    Habit("double-space", re.compile(r"[^\s|](  +)(?=[^\s|])"), "deux espaces à la suite", "N'en laissez qu'une."),
    Habit("straight-quotes", re.compile(r'"[^"\n]+"'), "guillemets droits", "Écrivez « … »."),
    Habit("delay-without-start", _DELAY, "ce délai n'a pas de point de départ",
          "Dites ce qui le fait courir : « à compter de… », « qui suivent… ».", _START),
    Habit("etc", re.compile(r"\betc\b\.?|\.\.\.", re.IGNORECASE), "une liste laissée ouverte n'oblige à rien de précis", "Finissez la liste."),
    Habit("vague-delay", re.compile(r"dans les meilleurs délais|dans un (?:bref délai|délai raisonnable)|dès que possible|rapidement", re.IGNORECASE),
          "ce délai ne se mesure pas", "Donnez un chiffre, une unité et un point de départ.", re.compile(r"au plus tard|\(\d+\)|\{\{")),
    Habit("archaic", re.compile(r"\b(?:l[ea]dite?|l[ea]sdite?s|dudit|susdite?s?|susvisée?s?|susmentionnée?s?|nonobstant|es-qualités)\b", re.IGNORECASE),
          "ce mot n'est plus du français d'aujourd'hui", "Écrivez « ce », « cette », ou nommez la chose."),
    Habit("repeated-word", re.compile(r"\b(?!nous |vous )(\w{2,}) \1\b", re.IGNORECASE), "le même mot deux fois", "N'en gardez qu'un."),
    Habit("tab", re.compile(r"\t"), "tabulation dans le texte", "Remplacez-la par une espace."),
    Habit("apart", re.compile("[a-zA-Z][\u0300-\u036f]"), "accent séparé de sa lettre", "Tapez de nouveau la lettre avec son accent."),
    Habit("notably", re.compile(r"\bnotamment\b", re.IGNORECASE), "« notamment » vide la liste qu'il annonce",
          "Énoncez la règle, puis donnez les cas « au moins »."),
)  # fmt: skip
_NOT_PROSE = re.compile(r"^\s*(?:::+.*|\|[\s|:-]+\||Table:.*)$")
_TIES = re.compile(r"\s?\{satisfies=\"[^\"]*\"\}|^\s*:::+.*$")
_SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?!\d)|$)")


def drafting(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """The habits found in the bodies of clauses and definitions, sentence by sentence."""
    for path in sorted(files):
        prose = path.startswith(("clauses/", "definitions/")) and path.endswith(".md")
        if prose and len(files[path]) <= MAX_TEXT:
            lines = files[path].decode("utf-8-sig", "replace").splitlines()
            for number, line in enumerate(lines[_body(lines) :], _body(lines) + 1):
                if not _NOT_PROSE.match(line):
                    yield from _in_line(path, number, _TIES.sub("", line))
                    yield from _in_paragraph(path, number, _TIES.sub("", line))


def _body(lines: list[str]) -> int:
    """The rank of the first line after the front matter."""
    ends = [rank for rank, line in enumerate(lines) if line.strip() == "---"]
    return ends[1] + 1 if len(ends) > 1 else 0


def _in_line(path: str, number: int, line: str) -> Iterator[Finding]:
    for sentence in _SENTENCE.finditer(line):
        for habit in HABITS:
            if habit.pattern.search(sentence.group()) and not (habit.saved and habit.saved.search(sentence.group())):
                for found in habit.pattern.finditer(sentence.group()):
                    start = found.start(1) if habit.pattern.groups else found.start()
                    column = sentence.start() + start + 1
                    said = f"« {found.group().strip()[:60]} » : " if habit.code != "double-space" else ""
                    yield Finding(
                        habit.code, "warning", f"{path}:{number}:{column}", f"{said}{habit.message}", habit.advice
                    )


def _in_paragraph(path: str, number: int, line: str) -> Iterator[Finding]:
    """What a paragraph leaves open, and a number whose words and figures differ."""

    def found(code: str, rank: int, message: str, advice: str) -> Finding:
        return Finding(code, "warning", f"{path}:{number}:{rank + 1}", message, advice)

    rank = _unpaired(line)
    if rank is not None:
        yield found(
            "unpaired", rank, f"« {line[rank : rank + 40]} » : parenthèse sans sa paire", "Ouvrez-la ou fermez-la."
        )
    if line.count("**") % 2:
        yield found("unpaired", line.rindex("**"), "« ** » ouvert et jamais fermé", "Fermez-le.")
    if len(line) > _LONG and line[:1].isupper() and line[-1:].islower() and ":" not in line:
        yield found("no-stop", len(line) - 1, "ce paragraphe ne finit par aucun signe", "Ajoutez un point.")
    for figures in _FIGURES.finditer(line):
        before = line[: figures.start()].lower().rstrip()
        words = cardinal(int(figures[1]))
        if before.rpartition(" ")[2] in _NUMBERS and not before.endswith((words, f"{words}e")):
            message = f"« {before.rpartition(' ')[2]} {figures[0]} » : les lettres et les chiffres diffèrent"
            yield found(
                "words-and-figures",
                figures.start(),
                message,
                f"Écrivez « {words} {figures[0]} », ou corrigez le chiffre.",
            )


def _unpaired(line: str) -> int | None:
    """The rank of the first parenthesis without the other, None when each has its own."""
    opened: list[int] = []
    for found in _PARENTHESIS.finditer(line):
        if found[0] == "(":
            opened.append(found.start())
        elif opened:
            opened.pop()
        elif not _LETTERED.search(line[: found.end()]):
            return found.start()
    return opened[0] if opened else None


_PARENTHESIS, _FIGURES = re.compile(r"[()]"), re.compile(r"\((\d{1,4})\)")
_NUMBERS = frozenset(cardinal(value).rpartition(" ")[2] for value in range(1, 101)) | {"une", "mille"}
_LETTERED = re.compile(r"(?<!\w)[a-z0-9]\)\Z")  # « clause 9, a) »
_LONG = 60  # letters: what is shorter may be a label
