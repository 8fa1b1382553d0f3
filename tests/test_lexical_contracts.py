"""How whole contracts are read: parties by their own names, titles, tables and lists as context, words by family; soon, on any text."""

from __future__ import annotations

import io
import random
import time
from pathlib import Path

import pytest
from docx import Document
from test_third_party import EVIDENCE, docx, in_its_kind, judged

from contractgen.errors import ContentError, ReturnedFileError
from contractgen.lexical.case import DOUBTFUL, FOUND, NOT_FOUND
from contractgen.lexical.contradictions import contradictions
from contractgen.lexical.evidence import Evidence, folded, pattern
from contractgen.lexical.evidence_file import evidence_of
from contractgen.lexical.judging import judge
from contractgen.lexical.parties import named
from contractgen.lexical.passages import Passage, _heads, passages_of
from contractgen.model import Library

PHRASES = [
    line.split(" ", 2)
    for line in (Path(__file__).parent / "third_party" / "phrases.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.fixture(scope="module")
def evidence(library: Library) -> dict[str, Evidence]:
    return dict(evidence_of(EVIDENCE, library))


@pytest.mark.parametrize(("sign", "ident", "text"), PHRASES)
def test_a_sentence_says_it_or_says_less(
    sign: str, ident: str, text: str, evidence: dict[str, Evidence], library: Library
) -> None:
    (one,) = judge(
        passages_of(docx(in_its_kind(ident, text))),
        evidence,
        library._replace(requirements={ident: library.requirements[ident]}),
    )
    assert one.status in ((FOUND,) if sign == "+" else (DOUBTFUL, NOT_FOUND))


def test_there_are_sentences_of_both_kinds() -> None:
    assert min(sum(sign == kind for sign, _, _ in PHRASES) for kind in "+-") > 100


NAMES = {
    "La société DURAND, ci-après dénommée « ALPHA », et la société MARTIN, ci-après dénommée « BÊTA ».|ALPHA confie à BÊTA la tenue de sa paie."
    "|BÊTA s’engage à fournir les bulletins.": "le client confie au prestataire la tenue de sa paie.",
    "Orion SAS, ci-après « ORION » ou « le Prestataire », et Les Tilleuls, ci-après « l’Association ».|L’Association doit payer ORION.": "le client doit payer le prestataire.",
    "Entre Acme (ci-après « la Société ») et Zeta (ci-après « le Consultant »).|La Société peut résilier.": "le client peut resilier.",
    "Paye Nord, ci-après dénommée PN, et ses clients, ci-après dénommés le client.|PN assure la paie.": "le prestataire assure la paie.",
    "ALPHA (ci-après le Client) et BÊTA.|ALPHA reste propriétaire.": "le client reste proprietaire.",
    "Les logiciels, ci-après « la Solution ».|La Solution reste disponible.": "la solution reste disponible.",
    "Deux sociétés, ci-après « ALPHA » et « BÊTA ».|ALPHA peut résilier, BÊTA peut résilier.": "alpha peut resilier, beta peut resilier.",
}  # fmt: skip


@pytest.mark.parametrize("text", NAMES)
def test_a_defined_name_is_read_as_its_side_where_that_is_told(text: str) -> None:
    texts = text.split("|")
    assert named(texts, [folded(one) for one in texts])[1] == NAMES[text]


def test_a_duty_under_the_provider_s_own_name_is_his_and_under_the_client_s_is_not(
    evidence: dict[str, Evidence], library: Library
) -> None:
    parties = "Entre ALPHA, ci-après le Client, et la société BÊTA (ci-après « BÊTA » ou « le Prestataire »).\n"
    said = "{} s’engage à signaler tout incident dans l’heure à son cocontractant."
    assert judged(parties + said.format("BÊTA"), evidence, library)["BP-08"].status == FOUND
    assert judged(parties + said.format("ALPHA"), evidence, library)["BP-08"].status == DOUBTFUL


def test_the_titles_above_give_their_words_and_no_title_is_evidence(
    evidence: dict[str, Evidence], library: Library
) -> None:
    lines = [
        "Annexe 3 — Accord de sous-traitance (RGPD, art. 28)",
        "1. Durée",
        "Pour la durée du contrat de maintenance.",
    ]
    assert judged("\n".join(lines), evidence, library)["RGPD-03"].status == FOUND
    lines = ["5. Transferts hors UE", "Encadrés par des clauses contractuelles types et une information du Client."]
    assert judged("\n".join(lines), evidence, library)["RGPD-25"].status == FOUND
    assert judged(lines[0], evidence, library)["RGPD-25"].status == NOT_FOUND


def test_a_sub_title_ends_what_its_neighbours_say(evidence: dict[str, Evidence], library: Library) -> None:
    lines = ["4. Résiliation", "4.1 Suspension pour impayé", "En cas de défaut de paiement, le Prestataire suspend le service quinze jours après mise en demeure.",
             "4.2 Fin par le Prestataire", "Le Prestataire peut résilier le contrat."]  # fmt: skip
    assert judged("\n".join(lines), evidence, library)["COM-13"].status != FOUND


def test_each_row_of_a_table_is_read_under_the_names_of_its_columns(
    evidence: dict[str, Evidence], library: Library
) -> None:
    rows = [
        "Criticité | Délai de prise en charge | Délai de résolution",
        "Critique | 15 minutes | 1 heure",
        "Mineure | 4 heures | 2 jours",
    ]
    found = judged("\n".join(rows), evidence, library)["BP-05"]
    assert found.status == FOUND
    assert found.quote == rows[1]
    assert judged(rows[0], evidence, library)["BP-05"].status != FOUND


def test_duties_listed_without_bullets_are_those_of_whom_the_list_names(
    evidence: dict[str, Evidence], library: Library
) -> None:
    items = [
        "{} s’engage à :",
        "Tenir un registre",
        "Signaler sans délai et par courriel tout incident",
        "Régler les factures",
    ]
    for party, status in (("Le Prestataire", FOUND), ("Le Client", DOUBTFUL)):
        found = judged("\n".join(items).format(party), evidence, library)["BP-08"]
        assert found.status == status
        assert found.place == "paragraphe 1"


def test_what_is_quoted_of_a_long_list_has_the_place_of_its_item(
    evidence: dict[str, Evidence], library: Library
) -> None:
    items = ["Le Prestataire s’engage à :", *[f"- suivre la procédure n° {rank} de son manuel ;" for rank in range(9)], "- signaler sous deux heures tout incident au Client."]  # fmt: skip
    found = judged("\n".join(items), evidence, library)["BP-08"]
    assert (found.status, found.place) == (FOUND, "paragraphe 11")


def test_an_independent_s_terms_are_read_under_the_names_they_define(
    evidence: dict[str, Evidence], library: Library
) -> None:
    text = (Path(__file__).parent / "third_party" / "secretariat-independant.txt").read_text(encoding="utf-8")
    found = {ident for ident, one in judged(text, evidence, library).items() if one.status == FOUND}
    there = {"TRAV-11", "BP-13", "BP-26", "COM-01", "COM-03", "COM-04", "COM-13", "BP-30"}
    partly = {"BP-09", "BP-11", "RGPD-18", "BP-20", "TRAV-07"}
    assert there <= found <= there | partly


WORDS = {
    "# jours": ("sous 30 jours", "sous trente jours", "en sous jours"),
    "remet .. fin du contrat": ("remet les fichiers à la fin du contrat", "remettra tout en fin du contrat", "remet. Fin du contrat"),
    "taux .. %": ("au taux annuel de 12 %", "taux de 12,5 %", "taux ; 12 %"),
}  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_a_word_may_hold_a_number_or_a_gap(word: str) -> None:
    assert [bool(pattern(word).search(folded(text))) for text in WORDS[word]] == [True, True, False]


def test_families_stand_for_their_words_and_a_wrong_one_is_told_with_its_line(library: Library) -> None:
    data = b"families:\n  fin: [resili, rompre]\nevidence:\n  - {requirement: BP-11, all: [[$fin, cesser]], other: [audit]}"
    one = evidence_of(data, library)["BP-11"]
    assert one.groups == (("resili", "rompre", "cesser"),)
    assert one.other == ("audit",)
    for wrong in (
        data.replace(b"$fin", b"$faim"),
        data.replace(b"[resili, rompre]", b"3"),
        data.replace(b"[audit]", b"[]"),
    ):
        with pytest.raises(ContentError, match=r"evidence\.yaml:\d+: "):
            evidence_of(wrong, library)


def test_words_in_several_places_are_found_with_less_certainty(evidence: dict[str, Evidence], library: Library) -> None:
    text = "Convention d’honoraires\nLes honoraires de l’avocat sont fixés à 200 euros de l’heure.\n2. Secret\nIl est tenu au secret professionnel et garde son indépendance."
    found = judged(text, evidence, library)["PROF-06"]
    assert found.status == FOUND
    assert found.sure.startswith("possible")


TWICE = {
    "Tout litige relève du tribunal de commerce de Lyon.|Les différends sont portés devant le tribunal de commerce de Paris.": "tribunal compétent",
    "La responsabilité du Prestataire est limitée à 50 000 euros.|La responsabilité du Prestataire ne peut excéder 100 000 €.": "plafond de responsabilité",
    "En cas de retard, des pénalités au taux de trois fois le taux légal sont dues.|Tout retard entraîne des intérêts au taux de la Banque centrale européenne majoré de 10 points.": "taux des intérêts de retard",
    "Les intérêts de retard sont dus au taux de 12 % l’an.|Tout retard de paiement porte intérêt au taux de 10 %.": "taux des intérêts de retard",
    "Le contrat est soumis au droit français.|La convention est régie par le droit belge.": "droit applicable",
    "Les données sont hébergées en France.|Les données du Client sont stockées exclusivement en Irlande.": "lieu des données",
    "Le taux de disponibilité est de 99,5 %.|La disponibilité garantie est de 99,9 %.": "taux de disponibilité",
    "Les pénalités sont plafonnées à 10 % du prix.|Le total des pénalités ne peut excéder 15 % du prix.": "plafond des pénalités",
    "ALPHA (ci-après le Client)|ALPHA peut résilier avec un préavis de 2 mois.|Le Client peut résilier avec un préavis de 4 mois.": "préavis",
    "Le contrat est conclu pour une durée de 3 ans.|Les données sont conservées pendant une durée de 5 ans.": "",
    "Le tribunal de commerce de Lyon est compétent.|Le tribunal des activités économiques de Lyon est seul compétent.": "",
    "La responsabilité du Client est limitée à 20 000 euros.|La responsabilité du Prestataire est limitée à 50 000 euros.": "",
    "La responsabilité du Prestataire est limitée à 50 000 euros.|Il est assuré pour sa responsabilité dans la limite de 2 000 000 euros.": "",
    "Le taux est celui de la BCE majoré de 10 points, sans être inférieur à trois fois le taux légal, en cas de retard.|Tout retard entraîne des intérêts de trois fois le taux légal.": "",
    "Les données sont hébergées en France.|Les données sont hébergées dans l’Union européenne.": "",
    "Préavis de 3 mois pour la résiliation.|En cas de manquement, un préavis de 15 jours suffit.": "",
}  # fmt: skip


@pytest.mark.parametrize("said", TWICE)
def test_one_thing_said_in_two_ways_is_told_and_two_things_are_not(said: str) -> None:
    found = [one.subject for one in contradictions(tuple(Passage(text, "") for text in said.split("|")))]
    assert found == ([TWICE[said]] if TWICE[said] else [])


def test_a_text_of_thousands_of_pages_is_refused_in_one_line() -> None:
    chance = random.Random(1)  # noqa: S311 — a text of no secret, the same each time
    with pytest.raises(ReturnedFileError, match="lettres : ce n'est pas un contrat"):
        passages_of(docx("\n".join(" ".join(str(chance.random()) for _ in range(250)) for _ in range(400))))


@pytest.mark.parametrize(
    "lines",
    [
        [f"1.{rank} Titre" for rank in range(12_000)],
        [f"ci-après dénommée « A{rank} » et A{rank} s’engage." for rank in range(8_000)],
        [f"a{rank} | b | c" for rank in range(12_000)],
        ["Le Prestataire s’engage à :", *[f"- notifier sous {rank} heures toute violation de données" for rank in range(8_000)]],
    ],
    ids=["titles", "names", "cells", "items"],
)  # fmt: skip
def test_a_hostile_text_is_read_in_ten_seconds(
    lines: list[str], evidence: dict[str, Evidence], library: Library
) -> None:
    passages = tuple(Passage(line, "page 1") for line in lines)
    begun = time.process_time()
    judge(passages, evidence, library)
    list(contradictions(passages))
    assert time.process_time() - begun < 10


def _word(*lines: tuple[str, str]) -> bytes:
    document, stream = Document(), io.BytesIO()
    for style, text in lines:
        document.add_paragraph(text, style=style)
    document.save(stream)
    return stream.getvalue()


def test_items_that_word_marks_are_items_of_the_list_that_announces_them() -> None:
    (title, whole) = passages_of(
        _word(
            ("Heading 1", "Article 8 - Sécurité"),
            ("Normal", "Le Prestataire met en œuvre :"),
            ("List Bullet", "Chiffrement : AES-256"),
            ("List Bullet", "Sauvegardes quotidiennes"),
        )
    )
    assert whole.text == "Le Prestataire met en œuvre : • Chiffrement : AES-256 • Sauvegardes quotidiennes"
    assert (title.place, whole.place) == ("paragraphe 1", "Article 8 - Sécurité, paragraphe 2")
    assert whole.place_at(len(whole.text)) == "Article 8 - Sécurité, paragraphe 4"


def test_what_one_item_says_does_not_complete_another(evidence: dict[str, Evidence], library: Library) -> None:
    items = ("Traiter les données sur instruction du Client", "Notifier toute violation de données sous 48 heures")
    data = _word(("Normal", "L’Éditeur s’engage à :"), *(("List Bullet", item) for item in items))
    found = {one.requirement: one for one in judge(passages_of(data), evidence, library)}
    assert found["RGPD-21"].status != FOUND
    assert found["RGPD-22"].status == FOUND


def test_a_short_line_with_nothing_under_it_is_no_title(evidence: dict[str, Evidence], library: Library) -> None:
    data = _word(
        ("Heading 2", "15.5 Intérêts de retard de paiement"),
        ("Normal", "Taux BCE + 10 points, de plein droit"),
        ("Heading 2", "15.6 Changement"),
    )
    found = {one.requirement: one for one in judge(passages_of(data), evidence, library)}
    assert (found["COM-03"].status, found["COM-03"].quote) == (FOUND, "Taux BCE + 10 points, de plein droit")


@pytest.mark.parametrize(
    ("line", "heads"),
    [("30 jours ouvrés à compter de la réception", False), ("1334 du 31 décembre 1975 relative", False), ("12.1 Durée", True), ("Article 3", True)],
)  # fmt: skip
def test_a_line_of_a_page_that_begins_with_a_figure_is_no_title(line: str, heads: bool) -> None:
    assert _heads(line) is heads


SAID_TWICE = {
    "préavis": ("Le contrat prend fin moyennant un préavis de rupture de un (1) mois.", "Un préavis de trois (3) mois est dû."),
    "notification d'une violation": (
        "Informer le Responsable de tout accès accidentel ou non autorisé aux données, dans les meilleurs délais et, si possible, 48 heures au plus tard.",
        "Toute violation est notifiée dans un délai maximum de 72 heures.",
    ),
    "règlement des litiges": ("Chaque partie désignera un arbitre.", "Les litiges seront soumis aux tribunaux compétents."),
}  # fmt: skip


@pytest.mark.parametrize("subject", SAID_TWICE)
def test_one_thing_said_twice_is_told_with_the_words_that_say_it(subject: str) -> None:
    before = "Les parties se tiennent informées de la bonne marche du contrat. " * 5
    (one,) = contradictions(passages_of(docx("\n".join(before + said for said in SAID_TWICE[subject]))))
    assert one.subject == subject
    assert all(said[-20:] in quote for said, quote in zip(SAID_TWICE[subject], one.quotes, strict=True))
