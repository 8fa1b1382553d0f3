"""What a contract says, read as statements: quantities, what they apply to, whose they are; which two of them contradict."""

from __future__ import annotations

import pytest
from conftest import ROOT

from contractgen.lexical.clauses import clauses_of
from contractgen.lexical.contradictions import contradictions, statements
from contractgen.lexical.evidence import folded
from contractgen.lexical.outline import text_of
from contractgen.lexical.passages import Passage
from contractgen.lexical.quantities import lifted, value_of
from contractgen.lexical.scopes import names_of, scope_of

OUR_OWN = sorted(path for kind in ("cases", "positions") for path in (ROOT / "tests" / kind).rglob("*.txt") if ".notes." not in path.name)  # fmt: skip


def passages(*texts: str) -> tuple[Passage, ...]:
    return tuple(Passage(text, "") for text in texts)


def told(*texts: str) -> list[tuple[str, tuple[str, str]]]:
    return [(one.subject, one.figures) for one in contradictions(passages(*texts))]


def said(*texts: str) -> list[tuple[str, str, str, frozenset[str]]]:
    return [(one.subject, one.figure, one.whose, one.of) for one in statements(passages(*texts))]


@pytest.mark.parametrize(
    ("number", "value"),
    [("quatre-vingt-dix", 90), ("cent vingt", 120), ("soixante-quinze", 75), ("vingt et un", 21), ("deux cents", 200), ("quatre-vingts", 80),
     ("deux cent cinquante", 250), ("dix mille", 10_000), ("1 000 000", 1_000_000), ("99,95", 99.95)],
)  # fmt: skip
def test_a_number_is_read_in_figures_and_in_letters(number: str, value: float) -> None:
    assert value_of(number) == value


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("sous trente (30) jours ouvrés", ["30 jours ouvrés"]),
        ("pour une durée d'un an irrévocable", ["1 an"]),
        ("dans l'heure, de 8h à 18h, 7j/7 et 24 heures sur 24", ["1 heure"]),
        ("payable à réception", ["à réception"]),
        ("30 jours à compter de la réception", ["30 jours"]),
        ("au cours des six derniers mois", ["6 mois"]),
        ("une fois par an, au taux de 3 fois", ["3 fois"]),
    ],
)
def test_quantities_are_lifted_out_and_hours_of_opening_are_none(sentence: str, figures: list[str]) -> None:
    assert [one.figure for one in lifted(folded(sentence)).quantities] == figures


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("3 mois", "90 jours", False),
        ("1 an", "12 mois", False),
        ("15 jours", "deux semaines", False),
        ("30 jours", "30 jours ouvrés", False),
        ("8 heures ouvrées", "un jour ouvré", False),
        ("48 heures", "deux jours", False),
        ("au moins 3 mois", "6 mois", False),
        ("au moins 3 mois", "15 jours", True),
        ("délai maximal de 45 jours", "30 jours", True),
        ("4 heures", "8 heures ouvrées", True),
        ("2 mois", "90 jours", True),
        ("12 mois", "13 mois", True),
        ("99,9 %", "99,5 %", True),
    ],
)
def test_two_quantities_are_apart_when_they_cannot_both_hold(one: str, other: str, apart: bool) -> None:
    (first,), (second,) = (lifted(folded(text)).quantities for text in (one, other))
    assert first.apart(second) is apart
    assert second.apart(first) is apart


def test_a_cell_is_a_clause_with_its_row_and_its_column() -> None:
    table = passages("Gravité | Prise en charge | Résolution", "Critique | 1 h | 4 h")
    assert [clause.words for clause in clauses_of(text_of(table)) if clause.row[1]] == [
        "critique, prise en charge : 1 h",
        "critique, resolution : 4 h",
    ]


def test_a_clause_applies_to_the_option_the_hours_and_the_case_that_it_names() -> None:
    texts = passages(
        "La formule Sérénité est décrite ci-dessous.",
        "Formule Sérénité : intervention sous 4 heures.",
        "Pendant l'astreinte, l'intervention a lieu sous 6 heures.",
        "En cas de fusion, le préavis de résiliation est de deux mois.",
        "Par dérogation, le préavis de résiliation est d'un mois.",
    )
    clauses = list(clauses_of(text_of(texts)))
    scopes = [scope_of(clause, names_of(texts, clauses)) for clause in clauses]
    assert scopes[1].of == {"serenite"}
    assert scopes[2].of == {"hors heures"}
    assert scopes[3].cases == {"cas fusion"}
    assert [scope.exception for scope in scopes] == [False, False, False, False, True]


def test_a_notice_is_that_of_the_party_that_has_it() -> None:
    text = "Le Client peut résilier le contrat, en prévenant le Prestataire, avec un préavis de deux mois."
    assert said(text) == [("préavis", "2 mois", "client", frozenset())]
    table = ("Acte | Préavis", "Résiliation par le Prestataire | 6 mois")
    assert said(*table) == [("préavis", "6 mois", "provider", frozenset())]


def test_a_general_rule_that_agrees_with_one_of_the_particular_ones_contradicts_none() -> None:
    client = "Le Client peut résilier avec un préavis de deux mois."
    provider = "Le Prestataire peut résilier avec un préavis de six mois."
    assert told(client, provider, "Préavis de résiliation : 2 mois") == []
    assert told(client, "Préavis de résiliation : 3 mois") == [("préavis", ("2 mois", "3 mois"))]


def test_many_values_of_one_thing_are_of_several_that_the_words_do_not_tell_apart() -> None:
    texts = [f"Les factures sont payables à {days} jours." for days in (10, 20, 30, 45)]
    assert told(*texts) == []
    assert told(*texts[:2]) == [("délai de paiement", ("10 jours", "20 jours"))]


def test_what_follows_in_the_same_paragraph_makes_precise_and_does_not_contradict() -> None:
    first, then = (
        "Le Prestataire peut sous-traiter tout ou partie des prestations.",
        "Toute sous-traitance suppose l'accord du Client.",
    )
    assert told(f"{first} {then}") == []
    assert told(first, then) == [("sous-traitance", ("libre", "avec l'accord du client"))]


def test_a_figure_of_a_title_is_not_that_of_what_is_under_it() -> None:
    assert (
        told(
            "Article 4 - Préavis de trois mois",
            "La convention d'assistance dure un an.",
            "Préavis de résiliation : 90 jours",
        )
        == []
    )


@pytest.mark.parametrize("path", OUR_OWN, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_our_own_contracts_say_nothing_in_two_ways(path) -> None:  # type: ignore[no-untyped-def]
    lines = path.read_text(encoding="utf-8").splitlines()
    assert told(*(line.strip() for line in lines if line.strip())) == []


def test_a_delay_is_told_with_the_option_or_severity_and_the_act() -> None:
    texts = ("Les incidents majeurs sont résolus sous 4 heures.", "Gravité | Résolution", "Majeure | 8 h")
    assert told(*texts) == [
        (
            "délais d'intervention et de rétablissement",
            ("gravité majeur, résolution : 4 heures", "gravité majeur, résolution : 8 heures"),
        )
    ]


AT_THE_END = "À la fin du contrat, le Prestataire "
CAP = "la responsabilité du Prestataire "
COURT = "tout litige est porté devant le tribunal de commerce de "
CALLS = "Le Prestataire décroche "


@pytest.mark.parametrize(
    ("subject", "one", "other"),
    [
        ("destruction des données", f"{AT_THE_END}restitue ou efface les données dans un délai de soixante jours.", f"{AT_THE_END}supprime les données dans un délai de 15 jours."),
        ("restitution des données", f"{AT_THE_END}restitue ou détruit les données sous 60 jours.", "En cas de restitution, les données sont remises au Client dans un délai de 15 jours après la fin du contrat."),
        ("tribunal compétent", f"À défaut d’accord, {COURT}Rennes.", "En cas d’échec de la conciliation, le différend relève du tribunal de commerce de Lille."),
        ("plafond des pénalités", "Le total des pénalités ne peut dépasser 15 % (quinze pour cent) du prix des prestations concernées du mois.", "Les pénalités que prévoit l’annexe des niveaux de service et que doit le Prestataire ne peuvent dépasser 10 % de la facture du mois."),
        ("plafond de responsabilité", "Sa responsabilité est exclue pour les dommages indirects ; elle est limitée à trois fois le montant annuel des redevances.", f"Article 9. {CAP.capitalize()}est limitée au montant des redevances facturées au titre de l’année en cours."),
        ("durée du contrat", "Engagement initial de 4 mois (période d’essai incluse), puis tacite reconduction.", "Engagement : 8 mois à compter du démarrage."),
        ("taux de décroché", f"{CALLS}95 % des appels entrants sont décrochés.", "Taux de décroché : 80 %"),
    ],
)  # fmt: skip
def test_one_thing_said_in_two_ways_is_told(subject: str, one: str, other: str) -> None:
    assert [name for name, _ in told(one, other)] == [subject]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{AT_THE_END}restitue les données sous 8 jours ou supprime les données sous 30 jours.", f"{AT_THE_END}restitue les données sous 8 jours."),
        (f"{AT_THE_END}restitue les données sous 8 jours.", f"{AT_THE_END}supprime les données sous 30 jours."),
        (f"{AT_THE_END}restitue ou supprime les données sous 30 jours.", f"{AT_THE_END}supprime les copies de sauvegarde des données sous 90 jours."),
        (f"À défaut d’accord, {COURT}Rennes.", "En cas de litige sur une marque, le différend relève du tribunal judiciaire de Paris."),
        ("Les pénalités ne peuvent dépasser 15 % de la facture du mois.", "Les pénalités ne peuvent dépasser 10 % du prix annuel."),
        ("Les pénalités ne peuvent dépasser 15 % du prix.", "Pour la fonction concernée, les pénalités ne peuvent dépasser 10 % du prix."),
        (f"{CAP}est limitée au montant des redevances de l’année.", f"{CAP}est limitée à une fois le montant annuel des redevances."),
        ("La garantie est exclue pour les consommables ; elle est limitée à deux fois le montant annuel du prix.", f"{CAP}est limitée au montant annuel des redevances."),
        (f"{CAP}est exclue pour les dommages indirects ; il est limité à deux fois le montant annuel du prix.", f"{CAP}est limitée au montant annuel des redevances."),
        ("Variante support : engagement initial de 3 mois.", "Variante médical : engagement initial de 6 mois."),
        ("Pendant la période d’essai, engagement de 1 mois.", "Engagement : 8 mois à compter du démarrage."),
        ("Taux de décroché : 90 %", "90 % des appels sont décrochés en moins de 20 secondes, et 80 % des appels sont décrochés en moins de 10 secondes."),
        ("Taux de décroché : 90 %", "Si le taux de décroché est inférieur à 80 %, un avoir est dû."),
        ("Taux de décroché : 90 %", "10 % des appels décrochés sont écoutés par un superviseur."),
        (f"{CAP}est limitée au montant annuel des redevances.", f"{CAP}est limitée, en cas de violation de données, à deux fois le montant annuel des redevances."),
        ("La durée du contrat est de 12 mois.", "Support critique : engagement de 4 heures"),
        ("La durée du contrat est de 12 mois.", "Article 9 : engagement de 3 mois de stock."),
        ("- Support : taux de décroché ≥ 85 %", "- Médical : taux de décroché ≥ 95 %"),
    ],
)  # fmt: skip
def test_two_things_are_not_one_said_in_two_ways(one: str, other: str) -> None:
    assert told(one, other) == []


def test_a_deletion_of_all_copies_under_the_title_that_names_the_data_is_one_of_the_data() -> None:
    texts = (
        *passages(f"{AT_THE_END}efface les données dans un délai de soixante jours."),
        Passage("Article 9 - Les données à la fin du contrat", "", title=True),
        Passage("En cas de suppression : suppression de toutes les copies, dans un délai de 15 jours.", ""),
    )
    assert [one.figures for one in contradictions(texts)] == [("60 jours", "15 jours")]


def test_the_quote_holds_the_figure_though_a_party_has_another_name_and_a_number_is_in_brackets_too() -> None:
    text = "La responsabilité de l’Éditeur, lorsqu’elle est engagée, est limitée aux dommages directs et plafonnée, tous préjudices confondus, au montant des sommes effectivement versées par le Cabinet au titre du Service au cours des douze (12) mois précédant le fait générateur."
    (one,) = (one for one in statements(passages(text)) if one.subject == "plafond de responsabilité")
    renamed = one._replace(words="client au titre du service au cours des douze mois")
    assert "douze (12) mois" in one.quote
    assert "douze (12) mois" in renamed.quote
