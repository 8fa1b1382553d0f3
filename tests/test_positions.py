"""The twelve clauses in three texts: exactly one is printed, each is whole, and the position itself stays at home."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import pytest
from conftest import EXAMPLES
from faults import unzipped
from plain_text import POSITIONS as FOLDER
from plain_text import position_texts

from contractgen import Answers, build, read_answers
from contractgen.condition import parse
from contractgen.explain import explain
from contractgen.model import AssembledClause, Library, Questionnaire, Unknown
from contractgen.positions import BY_CLAUSE, GENERAL, POSITIONS, position_of
from contractgen.results import Pack
from contractgen.view import view_of
from contractgen.word.opening import open_package
from contractgen.word.read import read_document

CLAUSES = (
    "duree-reconduction", "prix-facturation", "engagements-prestataire", "penalites-performance", "audit-controle",
    "revision-prix", "propriete-intellectuelle", "sous-traitance", "responsabilite-plafond", "imprevision",
    "reversibilite", "changement-controle",
)  # fmt: skip
EXAMPLE_NAMES = ("pme-compta-paie", "micro-assistanat")
FUNCTIONS = ("comptabilite", "paie", "assistanat", "rh", "juridique")
NO_SUBCONTRACTOR = {"sous_traitance_ulterieure": False, "sous_traitants": []}
CHOICES: tuple[dict[str, Any], ...] = (  # each answer that chooses another passage of one of the twelve
    {"reconduction": "aucune"},
    {"reconduction": "expresse"},
    {"modele_prix": "forfait"},
    {"modele_prix": "unites_oeuvre"},
    {"nature_obligation": []},
    {"penalite_liberatoire": True},
    {"audit_frequence": 0},
    {"cession_pi": False},
    {"autorisation_st": "specifique"},
    {"autorisation_st": "interdite", **NO_SUBCONTRACTOR},
    {"plafond_responsabilite_mode": "montant", "plafond_responsabilite_montant": 100000},
    {"imprevision_mode": "legal"},
    {"imprevision_mode": "risque_accepte"},
    {"reversibilite_prix_mode": "inclus"},
    {"reversibilite_prix_mode": "devis"},
    {"cession_envisagee": False},
    {"prestataire.independant": True},
    {"donnees_personnelles": False},
)


def key(slug: str) -> str:
    return slug.replace("-", "_")


def one_of(slug: str, position: str) -> dict[str, Any]:
    """The answers that give one clause a position of its own."""
    return {BY_CLAUSE: rows(slug, position)}


def rows(slug: str, position: str) -> tuple[dict[str, str], ...]:
    return ({"clause": slug, "variante": position},)


def clauses_of(pack: Pack) -> dict[str, AssembledClause]:
    return {clause.id: clause for document in pack.lots[0].documents for clause in document.clauses}


def text_of(clause: AssembledClause) -> list[str]:
    return [block.text if hasattr(block, "text") else str(block) for block in clause.blocks]


def satisfied(pack: Pack) -> set[str]:
    return {s.id for s in pack.lots[0].requirements if s.severity == "mandatory" and s.status == "satisfied"}


def errors(pack: Pack) -> set[tuple[str, str]]:
    return {(finding.code, finding.where) for finding in pack.findings if finding.severity == "error"}


class Builder:
    """Packs by what is answered otherwise than in an example, each built once."""

    def __init__(self, library: Library, questionnaire: Questionnaire) -> None:
        self.library, self.questionnaire = library, questionnaire
        self.packs: dict[str, Pack] = {}

    def __call__(self, position: str, example: str = "pme-compta-paie", draft: bool = False, **other: Any) -> Pack:
        values = {**read_answers(EXAMPLES / f"{example}.yaml").values, GENERAL: position}
        for name, value in other.items():
            table, _, column = name.partition(".")
            values[table] = {**values.get(table, {}), column: value} if column else value
        said = repr((example, draft, values))
        if said not in self.packs:
            self.packs[said] = build(self.library, self.questionnaire, Answers(values), draft=draft)
        return self.packs[said]


@pytest.fixture(scope="module")
def built(library: Library, questionnaire: Questionnaire) -> Builder:
    return Builder(library, questionnaire)


# ---------------------------------------------------------------- which text


def test_there_are_twelve(library: Library, questionnaire: Questionnaire) -> None:
    view = view_of(library, questionnaire, "lot", {})
    assert {slug for slug in library.clauses if position_of(slug, view)} == set(CLAUSES)


@pytest.mark.parametrize("slug", CLAUSES)
def test_exactly_one_text_is_chosen_whatever_the_answers(
    slug: str, library: Library, questionnaire: Questionnaire
) -> None:
    """The facts read two answers and nothing else: the general position, and what is chosen for the clause."""
    facts = [f"position_{position}_{key(slug)}" for position in POSITIONS]
    read = {name for fact in facts for name in parse(library.facts[fact].condition).names} - set(facts)
    assert read == {GENERAL, BY_CLAUSE}
    for general, own, other in product((None, *POSITIONS), (None, *POSITIONS), (None, *POSITIONS)):
        rows = [{"clause": "une-autre", "variante": other}, {"clause": slug, "variante": own}]
        answers = {GENERAL: general, BY_CLAUSE: tuple(row for row in rows if row["variante"])}
        view = view_of(library, questionnaire, "lot", {k: v for k, v in answers.items() if v is not None})
        values = [view(fact) for fact in facts]
        assert not any(isinstance(value, Unknown) for value in values)
        assert [p for p, value in zip(POSITIONS, values, strict=True) if value] == [own or general or "equilibre"]


@pytest.mark.parametrize(("slug", "position"), list(product(CLAUSES, POSITIONS)))
def test_a_clause_alone_takes_its_text_and_satisfies_the_same(slug: str, position: str, built: Builder) -> None:
    untouched, pack = built("equilibre"), built("equilibre", **one_of(slug, position))
    assert pack.status == "delivered"
    assert errors(pack) == errors(untouched) == set()
    assert satisfied(pack) == satisfied(untouched)
    before, after = clauses_of(untouched), clauses_of(pack)
    assert before.keys() == after.keys()
    changed = {one for one in before if text_of(before[one]) != text_of(after[one])}
    assert changed == ({slug} if position != "equilibre" else set())
    assert set(after[slug].ties) == set(before[slug].ties)
    assert text_of(after[slug]) == text_of(clauses_of(built(position))[slug])


@pytest.mark.parametrize("position", POSITIONS)
def test_an_unanswered_clause_follows_the_general_position(position: str, built: Builder) -> None:
    chosen = clauses_of(built(position, **{BY_CLAUSE: ()}))
    assert {slug: text_of(clause) for slug, clause in chosen.items()} == {
        slug: text_of(clause) for slug, clause in clauses_of(built(position)).items()
    }


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_the_three_texts_differ_whatever_else_is_chosen(choice: dict[str, Any], built: Builder) -> None:
    """In both profiles; and whatever is chosen, each carries the same requirements."""
    for example, profile in product(EXAMPLE_NAMES, ("simplifie", "complet")):
        packs = [clauses_of(built(position, example, True, profil=profile, **choice)) for position in POSITIONS]
        assert len(set(map(frozenset, packs))) == 1
        for slug in CLAUSES:
            texts = [text_of(pack[slug]) for pack in packs if slug in pack]
            assert all(one != other for one, other in combinations(texts, 2)), (slug, example, profile)
            assert len({frozenset(pack[slug].ties) for pack in packs if slug in pack}) <= 1, (slug, example, profile)


# ---------------------------------------------------------------- the whole pack


def test_too_much_for_the_provider_is_refused_until_two_sensitive_clauses_change(built: Builder) -> None:
    """COH-24, on which COM-09 depends: at most three of the five sensitive clauses are for the provider."""
    for example in EXAMPLE_NAMES:
        assert errors(built("prestataire", example)) == {("requirement-missing", "COM-09")}
        assert satisfied(built("equilibre", example)) - satisfied(built("prestataire", example)) == {"COM-09"}
    having = ("responsabilite-plafond", "penalites-performance", "audit-controle", "reversibilite")
    for first, second in combinations(having, 2):
        assert built("prestataire", **one_of(first, "equilibre")).status == "refused"
        pack = built("prestataire", **{BY_CLAUSE: (*rows(first, "equilibre"), *rows(second, "client"))})
        assert pack.status == "delivered"
        assert satisfied(pack) == satisfied(built("equilibre"))
    assert (
        built(
            "prestataire", **{BY_CLAUSE: (*rows("imprevision", "client"), *rows("prix-facturation", "client"))}
        ).status
        == "refused"
    )


def test_each_position_of_the_smaller_example_has_the_same_clauses(built: Builder) -> None:
    for position in ("client", "equilibre"):
        assert built(position, "micro-assistanat").status == "delivered"
    assert len({frozenset(clauses_of(built(position, "micro-assistanat"))) for position in POSITIONS}) == 1


@pytest.mark.parametrize(
    "broken",
    [{"clause": "imprevision"}, {"variante": "client"}, {"clause": "imprevisions", "variante": "client"}],
    ids=str,
)
def test_a_row_without_clause_or_variant_chooses_nothing(
    broken: dict[str, str], built: Builder, library: Library, questionnaire: Questionnaire
) -> None:
    """It is told, and a draft still prints every text, by the general position."""
    pack = built("prestataire", draft=True, **{BY_CLAUSE: (broken,)})
    codes = {finding.code for finding in pack.findings if finding.where.startswith(BY_CLAUSE)}
    assert codes == ({"variant-idle"} if len(broken) == 2 else {"cell-missing"})
    assert {slug: text_of(clause) for slug, clause in clauses_of(pack).items()} == {
        slug: text_of(clause) for slug, clause in clauses_of(built("prestataire")).items()
    }
    assert "choisie pour cette clause" not in explain(library, questionnaire, Answers({BY_CLAUSE: (broken,)}))


def test_a_clause_chosen_twice_takes_one_text_and_is_told(built: Builder) -> None:
    twice = (*rows("imprevision", "prestataire"), *rows("imprevision", "client"))
    for chosen in (twice, twice[::-1]):
        pack = built("equilibre", **{BY_CLAUSE: chosen})
        assert [f.where for f in pack.findings if f.code == "variant-idle"] == [f"{BY_CLAUSE}[2].clause"]
        assert text_of(clauses_of(pack)["imprevision"]) == text_of(clauses_of(built("client"))["imprevision"])


@pytest.mark.parametrize(("example", "function"), list(product(EXAMPLE_NAMES, FUNCTIONS)))
def test_each_position_builds_for_each_function(example: str, function: str, built: Builder) -> None:
    packs = {position: built(position, example, True, fonctions=[function]) for position in POSITIONS}
    expected = errors(packs["equilibre"])
    assert errors(packs["client"]) == expected
    assert errors(packs["prestataire"]) - expected <= {("requirement-missing", "COM-09")}
    for pack in packs.values():
        assert clauses_of(pack).keys() == clauses_of(packs["equilibre"]).keys()


# ---------------------------------------------------------------- who is told


def test_explain_and_the_clause_table_tell_the_position(
    built: Builder, library: Library, questionnaire: Questionnaire
) -> None:
    own = one_of("imprevision", "prestataire")
    values = {**read_answers(EXAMPLES / "pme-compta-paie.yaml").values, **own}
    told = explain(library, questionnaire, Answers(values), "imprevision")
    assert "Position de rédaction : Prestataire, choisie pour cette clause." in told
    assert "Position de rédaction : Client." in explain(library, questionnaire, Answers(values), "reversibilite")
    assert "Position" not in explain(library, questionnaire, Answers(values), "assurances")
    table = next(d for d in built("client", **own).lots[0].documents if d.id == "tableau-des-clauses")
    shown = "\n".join(line.text for line in read_document(open_package(table.content)).lines)
    assert shown.count("Position de rédaction\u00a0: Client.") == 11
    assert shown.count("Position de rédaction\u00a0: Prestataire, choisie pour cette clause.") == 1


def test_the_documents_say_nothing_of_the_position_but_the_text(built: Builder) -> None:
    """The same text gives the same bytes, whether it was chosen generally or clause by clause."""
    every = {BY_CLAUSE: tuple({"clause": slug, "variante": "client"} for slug in CLAUSES)}
    general, apart = built("client"), built("prestataire", **every)
    for one, other in zip(general.lots[0].documents[:2], apart.lots[0].documents[:2], strict=True):
        assert one.content == other.content != b""
        for name, content in unzipped(one.content).items():
            for word in (*(f"position_{one}" for one in POSITIONS), BY_CLAUSE, GENERAL, "Position de rédaction"):
                assert word.encode() not in content, (one.id, name)


def test_the_texts_of_the_positions_are_those_expected() -> None:
    found = position_texts()
    assert {path.name for path in FOLDER.iterdir()} == set(found)
    for name, text in found.items():
        assert text == (FOLDER / name).read_text(encoding="utf-8"), f"{name}: python tests/plain_text.py"
