"""The house rules for drafting (clause_library/README.md), held over every text of the library and the questionnaire."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contractgen import french
from contractgen.body_names import every_block, spans_of
from contractgen.errors import ContentError
from contractgen.library import parse_library
from contractgen.model import Clause, Library, Paragraph, Questionnaire, Run, Slot, Table
from contractgen.source import read_source
from contractgen.values import is_placeholder

ROOT = Path(__file__).parent.parent
ACCEPTED = Path(__file__).parent / "accepted_words.txt"

_BANNED = {
    "et/ou": r"\bet/ou\b",
    "a list that is emptied": r"\bnotamment\b|\betc\.|sans que cette liste|à titre d.exemple non limitatif",
    "no delay": r"plus brefs délais|dès que possible|dans un délai raisonnable|meilleurs efforts",
    "a future for an obligation": r"\bdevra(?:it|ient)?\b|\bdevront\b|\bs.engagent? à (?!ce)",
    "whose knowledge": r"\bde sa connaissance\b",
    "a law without its mention « n° »": r"\b(?:[Ll]oi|[Oo]rdonnance|[Dd]écret) \d",
    "words of another age": r"\bnonobstant\b|\bl(?:e|a)dit(?:e)?s?\b|\bsusvisée?s?\b|\baux présentes\b",
}  # fmt: skip


def _text(spans: Any) -> str:
    """A paragraph or cell as it reads, « § » for a value and « Article 0 » for a reference."""
    parts = []
    for span in spans:
        if isinstance(span, Run):
            parts.append(span.text)
        else:
            parts.append(f"§{span.format}§" if isinstance(span, Slot) else "Article 0")
    return "".join(parts)


def _printed(clause: Clause) -> Iterator[str]:
    """Each paragraph and each cell of a clause."""
    for block in every_block(clause.blocks):
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            yield from (cell.text for row in (block.header, *block.rows) for cell in row)
        elif hasattr(block, "rows") and hasattr(block, "header"):
            yield from (_text(cell) for row in (block.header, *block.rows) for cell in row)
        else:
            yield _text(spans_of(block))


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for cell in value.values() for text in _leaves(cell))
    elif isinstance(value, tuple):
        yield from (text for item in value for text in _leaves(item))


def _defaults(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """The texts of the defaults that are written, not chosen."""
    for question in questionnaire.questions.values():
        chosen = {choice.value for one in (question, *question.columns) for choice in one.choices}
        for value in (question.default, *(other.value for other in question.default_when)):
            yield from ((question.id, text) for text in _leaves(value) if text not in chosen)


def _every_text(library: Library, questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    for clause in library.clauses.values():
        yield from ((clause.id, text) for text in (clause.title, clause.note, *_printed(clause)))
    yield from ((one.id, one.meaning) for one in library.definitions)
    yield from ((one.id, one.text) for one in library.requirements.values())
    yield from ((rule.id, rule.message) for rule in library.rules)
    yield from ((i.id, text) for i in library.indicators.values() for text in (i.name, i.formula, i.source, i.penalty))
    for question in questionnaire.questions.values():
        yield from ((question.id, text) for text in (question.label, question.help, question.why))
    yield from _defaults(questionnaire)


@pytest.mark.parametrize("rule", _BANNED)
def test_no_word_that_empties_or_blurs_an_obligation(rule: str, library: Library, questionnaire: Questionnaire) -> None:
    found = [(where, text) for where, text in _every_text(library, questionnaire) if re.search(_BANNED[rule], text)]
    assert not found


_UNIT = r"(?:jours?(?: ouvr\w+)?|Jours? ouvrés?|heures?|mois|ans?|semaines?)"
_LENGTH = rf"(?:[\w-]+ \(\d+\)[\u00a0 ]{_UNIT}|§(?:jours\w*|heures|h|mois|ans|semaines)§)"
_DELAY = re.compile(rf"(?:dans (?:les|un délai de)|\bsous|(?<=\W)en|au plus tard) {_LENGTH}")
_START = re.compile(
    r"[\u00a0 ](?:de\b|du\b|d’|des\b|à compter|suiv|qui |après|avant|fin de mois|comptés? )|[\u00a0 ]?\("
    r"|, (?:compté|à compter)"
)


def _without_start(text: str) -> list[str]:
    return [
        text[max(0, m.start() - 40) : m.end() + 40] for m in _DELAY.finditer(text) if not _START.match(text, m.end())
    ]


def test_a_delay_says_from_when_it_runs(library: Library) -> None:
    found = [(c.id, one) for c in library.clauses.values() for text in _printed(c) for one in _without_start(text)]
    assert not found
    assert _without_start("Il répond dans les dix (10) Jours ouvrés, par écrit.")
    assert _without_start("Il répond sous §heures§.")
    assert not _without_start("Il répond dans les dix (10)\u00a0Jours ouvrés de la demande.")


_NOTICE = re.compile(rf"(.{{0,30}}){_LENGTH} (?:avant|à l’avance)")


def _exact(text: str) -> list[str]:
    return [m[0] for m in _NOTICE.finditer(text) if not re.search(r"[Aa]u (?:moins|plus)", m[1] + m[0])]


def test_a_notice_is_a_minimum_and_not_one_day_only(library: Library) -> None:
    """« Dix jours avant » is read as the tenth day; the milestones of the exit are dates, and are such days."""
    dates = {"annexe-reversibilite"}
    found = [(c.id, one) for c in library.clauses.values() for text in _printed(c) for one in _exact(text)]
    assert {slug for slug, _ in found} <= dates
    assert _exact("Il l’annonce dix (10)\u00a0Jours ouvrés avant sa date.")
    assert not _exact("Il l’annonce au moins dix (10)\u00a0Jours ouvrés avant sa date.")


def test_a_number_in_words_is_its_number_in_figures(library: Library) -> None:
    for clause in library.clauses.values():
        for text in _printed(clause):
            for said, figure in re.findall(r"([\w’-]+(?:[- ][\w’-]+)?) \((\d+)\)[\u00a0 ]\w", text):
                words = re.sub(r"\bune$", "un", said.rpartition("’")[2].lower())
                assert words.endswith(french.cardinal(int(figure))), (clause.id, said, figure)


_NAMES = re.compile(
    r"(?:Union|États?|France|Ordre|Urssaf|Commission|Autorité|Banque|Espace|Bruxelles|Articles?|Annexes?|Client|Prestataire|Parties?)$"
)


def _undefined(text: str, stems: set[str]) -> list[str]:
    words = re.findall(r"(?<=[a-zà-ÿ,][ \u00a0])(?:[ldLD]’)?([A-ZÀ-Ý][a-zà-ÿœ-]{2,})", text)
    return [word for word in words if not _NAMES.match(word) and re.sub("[sx]$", "", word).lower() not in stems]


def test_a_capital_inside_a_sentence_is_of_a_defined_term_or_a_name(library: Library) -> None:
    stems = {re.sub("[sx]$", "", w).lower() for one in library.definitions for form in one.forms for w in form.split()}
    contract = [slug for plan in library.plans if plan.numbering == "article" for p in plan.parts for slug in p.clauses]
    found = {
        (slug, w) for slug in contract for text in _printed(library.clauses[slug]) for w in _undefined(text, stems)
    }
    assert not found
    assert _undefined("Il remet le Dossier au client.", stems) == ["Dossier"]


def test_the_specification_writes_the_parties_without_a_capital(library: Library) -> None:
    plan = next(plan for plan in library.plans if plan.numbering == "section")
    texts = [(slug, text) for part in plan.parts for slug in part.clauses for text in _printed(library.clauses[slug])]
    assert not [one for one in texts if re.search(r"\b(?:le|du|au|Le|Du|Au) (?:Client|Prestataire)\b", one[1])]


def test_a_message_of_a_rule_says_what_to_change_and_no_rule_says_another_one(library: Library) -> None:
    for rule in library.rules:
        what, _, change = rule.message.partition(" : ")
        assert what[:1].isupper(), rule.id
        assert change[:1].islower() or change[:1].isdigit(), rule.id
        assert not rule.message.endswith("."), rule.id
    said = Counter((rule.when, rule.must) for rule in library.rules if rule.must)
    assert not [one for one, count in said.items() if count > 1]
    assert not [m for m, count in Counter(rule.message for rule in library.rules).items() if count > 1]


def test_no_sentence_is_written_twice_in_a_document(library: Library) -> None:
    """Two blocks that exclude each other may say the same; two clauses would be two places to amend."""
    for plan in library.plans:
        owners: dict[str, set[str]] = {}
        for slug in (slug for part in plan.parts for slug in part.clauses):
            for text in _printed(library.clauses[slug]):
                for sentence in re.split(r"(?<=[.;]) ", text):
                    if len(sentence) > 140:
                        owners.setdefault(sentence, set()).add(slug)
        assert not {sentence: slugs for sentence, slugs in owners.items() if len(slugs) > 1}


_TWICE = (  # what a clause fixes and an annex repeats: the figure is the group
    (r"\((\d+)\)[\u00a0 ]Jours ouvrés après la fin de l’Incident", "alerte-incident", "annexe-gouvernance-rapports"),
    (r"intervenant .*?\((\d+)\)[\u00a0 ]heures (?:de|après) son départ", "transfert-acces", "annexe-acces"),
    (r"(?:met à jour dans les|registre à jour au plus tard) deux \((\d+)\)", "transfert-acces", "annexe-acces"),
    (r"\((\d+)\)[\u00a0 ]Jours ouvrés (?:de|après) sa remise", "reversibilite", "annexe-reversibilite"),
    (r"\((\d+)\)[\u00a0 ]Jours ouvrés (?:des réserves|après la réserve)", "reversibilite", "annexe-reversibilite"),
    (r"\((\d+)\)[\u00a0 ]Jours ouvrés (?:suivant|après) le test", "continuite-repli", "annexe-repli-continuite"),
    (r"\((\d+)\)[\u00a0 ]jours suivant la réception de la lettre", "vigilance-sociale", "resiliation-manquement"),
)


@pytest.mark.parametrize(("pattern", "clause", "annex"), _TWICE)
def test_a_figure_that_an_annex_repeats_is_the_clause_s(
    pattern: str, clause: str, annex: str, library: Library
) -> None:
    said = [set(re.findall(pattern, "\n".join(_printed(library.clauses[slug])))) for slug in (clause, annex)]
    assert said[0] == said[1]
    assert len(said[0]) == 1


_ALIKE = (  # what several clauses say of one thing, and each of them says whole
    ("dont il est responsable, seul ou avec le Client", ("documentation-operationnelle", "annexe-perimetre-processus")),
    ("retards de paiement envers des tiers", ("revue-signaux-faibles", "annexe-gouvernance-rapports")),
    (
        "(?:le|son) test, la restitution",
        ("reversibilite", "annexe-reversibilite", "annexe-volumes-prix", "cdc-reversibilite-repli"),
    ),
)


@pytest.mark.parametrize(("pattern", "clauses"), _ALIKE)
def test_what_several_clauses_say_of_one_thing_is_the_same(
    pattern: str, clauses: tuple[str, ...], library: Library
) -> None:
    assert not [slug for slug in clauses if not re.search(pattern, "\n".join(_printed(library.clauses[slug])))]


def test_a_sentence_is_short_enough_to_hold_one_obligation(library: Library) -> None:
    sentences = [
        (clause.id, sentence)
        for clause in library.clauses.values()
        for text in _printed(clause)
        for sentence in re.split(r"(?<=\.) (?=[A-ZÀÉ])", text)
    ]
    assert not [one for one in sentences if len(one[1].split()) > 55]


# ---------------------------------------------------------------- defaults


def test_no_default_is_a_blank(questionnaire: Questionnaire) -> None:
    assert not [one for one in _defaults(questionnaire) if is_placeholder(one[1]) or "à désigner" in one[1]]


def test_a_default_names_no_annex_and_prints_as_a_contract_does(questionnaire: Questionnaire) -> None:
    for where, text in _defaults(questionnaire):
        shown = french.dressed(text)
        assert where == "ordre_documents" or "annexe" not in text, (where, text)
        assert not re.search(r"\b(?:le|du|au|chez le) (?:client|prestataire)\b", text), (where, text)
        assert not re.search(r"\b(?:C\. \w+|CGI|CSS|CSP|LPF)\b|\b[LRD]\.\d|\d{1,2}h|lun-ven", text), (where, text)
        assert not re.search(r"\d (?:h|jours|mois|heures)\b|\b[LRD]\. \d|\.$", shown), (where, shown)


def test_the_report_that_carries_the_monthly_closing_comes_after_it(questionnaire: Questionnaire) -> None:
    """A report handed over before the closing that it measures has nothing to say of it."""
    reports = [row for row in questionnaire.questions["rapports"].default if "CPT-01" in row["indicateurs"]]
    assert reports
    for report in reports:
        assert report["jour_remise"] >= questionnaire.questions["delai_cloture_jours"].default


# ---------------------------------------------------------------- what the library says of itself


def test_no_lawyer_has_confirmed_a_text_and_each_one_says_so(library: Library) -> None:
    assert not [one.id for one in (*library.clauses.values(), *library.definitions) if one.verified]
    assert library.version == "1.0.0"


@pytest.mark.parametrize("line", ["language: en", "jurisdiction: France", "licenc: MIT"])
def test_a_wrong_word_in_the_head_of_a_library_is_refused(line: str) -> None:
    source = read_source(ROOT / "clause_library")
    head = b"name: x\nversion: 1.0.0\n" + line.encode() + b"\n"
    with pytest.raises(ContentError, match=r"library\.yaml"):
        parse_library(source._replace(files={**source.files, "library.yaml": head}))


# ---------------------------------------------------------------- spelling


def _misspelt(text: str) -> list[str]:
    done = subprocess.run(
        ["hunspell", "-d", "fr_FR", "-i", "utf-8", "-l"], input=text, capture_output=True, text=True, check=True, timeout=60
    )  # fmt: skip
    return sorted({word.strip("'.") for word in done.stdout.split()} - {""})


@pytest.fixture(scope="module")
def speller() -> None:
    if (
        shutil.which("hunspell") is None
        or "fr_FR"
        not in subprocess.run(
            ["hunspell", "-D"], input="", capture_output=True, text=True, check=False, timeout=60
        ).stderr
    ):
        pytest.skip("hunspell and its French dictionary are needed: apt-get install hunspell hunspell-fr")


@pytest.mark.usefixtures("speller")
def test_the_texts_are_spelt_as_the_dictionary_says(library: Library, questionnaire: Questionnaire) -> None:
    accepted = set(ACCEPTED.read_text(encoding="utf-8").split())
    lines = [re.sub(r"§\w*§|\S+_\S+|\S*\.example\S*", " ", text) for _, text in _every_text(library, questionnaire)]
    text = "\n".join(lines).replace("’", "'")
    unknown = [
        word for word in _misspelt(text) if word not in accepted and not re.fullmatch(r"\W*|[A-Z\d-]+\.?|'+", word)
    ]
    assert not unknown
    assert _misspelt("Le prestatère remai le raport.") == ["prestatère", "raport", "remai"]
