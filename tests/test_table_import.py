"""Rows of a table question out of a spreadsheet: read as any answer, every cell that cannot be read told."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import TEXTS

from contractgen.errors import InputError
from contractgen.model import Choice, Column, Question, Questionnaire
from contractgen.table_import import CellProblem, Grid, Preview, csv_grid, pasted_grid, preview
from contractgen.text import admit
from contractgen.typed_values import type_value

COLUMNS = (
    Column("nom", "Nom de l'œuvre", "text", True),
    Column("nature", "Nature", "choice", False, choices=(Choice("livre", "Livre relié"), Choice("cd", "Disque"))),
    Column("quantite", "Quantité", "integer", False),
    Column("prix", "Prix unitaire (HT)", "money", False, "EUR"),
    Column("taux", "Taux", "percent", False),
    Column("jour", "Jour", "date", False),
    Column("pret", "Prêt ?", "boolean", False),
    Column("themes", "Thèmes", "list", False),
    Column("supports", "Supports", "choices", False, choices=(Choice("a", "Papier"), Choice("b", "Fichier"))),
)
HEADER = tuple(column.label for column in COLUMNS)


def table(*columns: Column) -> Question:
    return Question("t", "Tableau", "table", True, "s", "lot", 1, columns=columns or COLUMNS)


def pasted(*rows: tuple[str, ...], columns: tuple[Column, ...] = COLUMNS) -> Preview:
    return preview(table(*columns), pasted_grid("\r\n".join("\t".join(row) for row in rows)))


def one(column: str, text: str) -> Preview:
    return pasted(("nom", column), ("un", text))


def test_a_french_table_as_it_is_copied() -> None:
    found = pasted(
        HEADER,
        ("Contes", "Livre relié", "1 200", "1 234,5 €", "12 %", "01/02/2027", "oui", "mer ; forêt", "Papier;b"),
        ("Airs", "cd", "-3", "12.50", "5,5", "2027-02-01", "x", "", "Fichier"),
        ("Rien", "", "", "1\u202f200", "", "", "non", "", ""),
    )
    assert found.problems == ()
    assert found.columns == tuple(column.id for column in COLUMNS)
    assert found.rows == (
        {"nom": "Contes", "nature": "livre", "quantite": 1200, "prix": Decimal("1234.5"), "taux": 12,
         "jour": date(2027, 2, 1), "pret": True, "themes": ("mer", "forêt"), "supports": ("a", "b")},
        {"nom": "Airs", "nature": "cd", "quantite": -3, "prix": Decimal("12.5"), "taux": Decimal("5.5"),
         "jour": date(2027, 2, 1), "pret": True, "supports": ("b",)},
        {"nom": "Rien", "prix": 1200, "pret": False},
    )  # fmt: skip


def test_quoted_cells_hold_line_ends_tabs_and_quotes() -> None:
    grid = pasted_grid('nom\tthemes\r\n"Contes\r\n""bis""\tvrai"\t"mer\nforêt"\r\n')
    assert preview(table(), grid).rows == ({"nom": 'Contes\n"bis"\tvrai', "themes": ("mer", "forêt")},)


@pytest.mark.parametrize("text", ['"foo" bar', 'écran 12"', '"sans fin', '"', 'a"b"c'])
def test_a_quote_that_closes_no_cell_is_kept(text: str) -> None:
    assert preview(table(), pasted_grid(f"nom\tnature\n{text}\tcd\n")).rows == ({"nom": text, "nature": "cd"},)


@pytest.mark.parametrize(
    "header", ["NOM DE L'OEUVRE\tprix unitaire", " nom \tPrix_Unitaire_HT", "Nom de l’œuvre*\tPRIX"]
)
def test_columns_are_matched_whatever_case_accents_and_spaces(header: str) -> None:
    assert preview(table(), pasted_grid(header + "\nA\t5")).rows == ({"nom": "A", "prix": 5},)


def test_without_a_header_columns_are_matched_by_position() -> None:
    found = pasted(("Contes", "Disque", "4"), ("Airs", "", "5"))
    assert found.columns == ("nom", "nature", "quantite")
    assert found.rows == ({"nom": "Contes", "nature": "cd", "quantite": 4}, {"nom": "Airs", "quantite": 5})


def test_the_caller_may_say_whether_there_is_a_header() -> None:
    grid = pasted_grid("Nom de l'œuvre\tdisque\nA\tcd")
    assert len(preview(table(), grid, header=False).rows) == 2
    assert preview(table(), grid, header=True).columns == ("nom", "")


def test_a_title_above_the_header_and_blank_rows_do_not_shift_the_row_numbers() -> None:
    found = pasted(("Nos œuvres 2027",), ("",), ("nom", "quantite"), ("", ""), ("A", "1"), ("B", "deux"))
    assert found.rows == ({"nom": "A", "quantite": 1},)
    assert [(problem.row, problem.text) for problem in found.problems] == [(1, "Nos œuvres 2027"), (6, "deux")]


def test_unknown_double_and_missing_columns_are_told() -> None:
    found = pasted(("quantite", "Couleur", "Quantité"), ("1", "bleu", "2"))
    assert [(p.row, p.column) for p in found.problems] == [(1, "Couleur"), (1, "Quantité"), (1, "nom")]
    assert "absente" in found.problems[2].message
    assert found.rows == ({"quantite": 1},)


def test_a_row_that_is_not_whole_is_left_out_and_told() -> None:
    found = pasted(
        ("nom", "quantite", "nature"), ("", "1", "cd"), ("A", "1,5", "dique"), ("B", "2", "cd", "plus"), ("C", "1", "")
    )
    assert found.rows == ({"nom": "C", "quantite": 1},)
    assert found.problems == (
        CellProblem(2, "nom", "", "« Nom de l'œuvre » est obligatoire"),
        CellProblem(3, "quantite", "1,5", "« 1,5 » : un nombre entier est attendu, comme « 1 200 »"),
        CellProblem(3, "nature", "dique", "« dique » n'est pas un choix admis (Livre relié, Disque) ; vouliez-vous « Disque » ?"),
        CellProblem(4, "", "plus", "case en trop, en colonne 4"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("prix", "1.234,5"), ("prix", "1 23,5"), ("prix", "12 %"), ("prix", "0,1234567"), ("prix", "NaN"), ("prix", "1e3"),
        ("taux", "12 €"), ("quantite", "3,2"), ("quantite", "١٢"), ("jour", "31/02/2027"), ("jour", "01/02/27"), ("jour", "hier"),
        ("pret", "peut-être"), ("nature", "Livres"), ("supports", "Papier ; Marbre"), ("themes", "#N/A"), ("nature", "#REF!"),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_refused(column: str, text: str) -> None:
    found = one(column, text)
    assert found.rows == ()
    assert [(problem.row, problem.column, problem.text) for problem in found.problems][:1] == [(2, column, text)]


def test_a_forbidden_character_is_told_and_a_pasted_one_noticed() -> None:
    assert "U+202E" in one("themes", "a\u202eb").problems[0].message
    assert [notice.column for notice in one("nature", "cd").notices] == []
    assert [n.message for n in pasted(("nom", "taux"), ("e\u0301t\u00e9", "1")).notices] == ["accents composés (NFC)"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_in_any_usual_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(
        [("Nom de l'œuvre", "Prix unitaire"), ("L'été ; à Évry", "1 234,5 €")]
    )
    found = preview(table(), csv_grid(table(), out.getvalue().encode(encoding)))
    assert (found.rows, found.problems) == (({"nom": "L'été ; à Évry", "prix": Decimal("1234.5")},), ())


def test_csv_without_a_header_takes_the_delimiter_that_gives_all_columns() -> None:
    question = table(COLUMNS[0], COLUMNS[3])
    assert preview(question, csv_grid(question, b"A;1,5\nB;2,5\n")).rows == (
        {"nom": "A", "prix": Decimal("1.5")}, {"nom": "B", "prix": Decimal("2.5")},
    )  # fmt: skip


@pytest.mark.parametrize("data", [b"\x81\x8d\x8f", b"\xff\xfea", b"x" * 4_000_001])
def test_bytes_that_are_no_csv_are_refused_in_a_line(data: bytes) -> None:
    with pytest.raises(InputError) as refused:
        csv_grid(table(), data)
    assert len(refused.value.lines) == 1


def test_too_many_rows_or_a_question_that_is_no_table() -> None:
    with pytest.raises(InputError, match="5000 lignes"):
        preview(table(), [["A"]] * 5_001)
    with pytest.raises(InputError, match="200 colonnes"):
        preview(table(), [["A"] * 201])
    with pytest.raises(InputError, match="pas un tableau"):
        preview(table()._replace(type="text"), [])


def test_nothing_gives_nothing() -> None:
    assert preview(table(), pasted_grid("")) == preview(table(), pasted_grid("\n \t\n")) == Preview((), (), ())


# ---------------------------------------------------------------- what is written out comes back

_TEXT = TEXTS.map(lambda text: admit(text).text).filter(lambda text: bool(text) and not text.startswith("#"))
_ITEM = _TEXT.map(lambda text: text.replace(";", ",").replace("\n", " "))
_ROWS = st.lists(
    st.fixed_dictionaries(
        {"nom": _TEXT},
        optional={
            "nature": st.sampled_from(("livre", "cd")),
            "quantite": st.integers(-(10**9), 10**9),
            "prix": st.decimals(-(10**9), 10**9, places=3),
            "taux": st.decimals(0, 100, places=2),
            "jour": st.dates(),
            "pret": st.booleans(),
            "themes": st.lists(_ITEM, min_size=1, max_size=3).map(tuple),
            "supports": st.lists(st.sampled_from("ab"), min_size=1, unique=True).map(tuple),
        },
    ),
    max_size=5,
)


def french(column: Column, value: Any) -> str:
    """A value as a French spreadsheet writes it."""
    labels = {choice.value: choice.label for choice in column.choices}
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    if isinstance(value, tuple):
        return "\n".join(labels.get(item, item) for item in value)
    if isinstance(value, (int, Decimal)):
        return f"{value:,f}".replace(",", "\u202f").replace(".", ",") + {"money": " €", "percent": " %"}.get(
            column.type, ""
        )
    return labels.get(value, value)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_ROWS, st.booleans(), st.sampled_from("\t;,"))
def test_a_table_written_out_comes_back_the_same(rows: list[dict[str, Any]], labels: bool, delimiter: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow([column.label if labels else column.id for column in COLUMNS])
    writer.writerows([[french(column, row.get(column.id)) for column in COLUMNS] for row in rows])
    text = out.getvalue()
    grid: Grid = pasted_grid(text) if delimiter == "\t" else csv_grid(table(), text.encode())
    found = preview(table(), grid)
    assert found.problems == ()
    assert found.rows == (type_value(table(), rows).value or ())


_CELLS = st.lists(
    st.lists(st.one_of(TEXTS, st.text(max_size=8), st.sampled_from(("", "nom", "Prix", "12", "cd"))), max_size=11),
    max_size=6,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_CELLS, st.booleans())
def test_whatever_the_cells_each_row_is_taken_or_told(cells: list[list[str]], header: bool) -> None:
    found = preview(table(), cells, header)
    filled = [number for number, row in enumerate(cells, 1) if any(cell.strip() for cell in row)]
    data = set(filled[1:] if header else filled)
    told = {problem.row for problem in found.problems} & data
    assert len(found.rows) + len(told) == len(data)
    typed = type_value(table(), list(found.rows))
    assert (typed.refusals, typed.value) == ((), found.rows)


@settings(max_examples=200)
@given(st.text(alphabet='a"\t\r\n;é', max_size=40))
def test_no_character_of_a_pasted_text_is_lost(text: str) -> None:
    kept = "".join(str(cell) for row in pasted_grid(text) for cell in row)
    for character in "aé;":
        assert kept.count(character) == text.count(character)


def test_every_table_of_the_questionnaire_comes_back_from_its_default(questionnaire: Questionnaire) -> None:
    seen = 0
    for question in questionnaire.questions.values():
        if question.type == "table" and question.default:
            out = io.StringIO()
            writer = csv.writer(out, delimiter="\t")
            writer.writerow([column.label for column in question.columns])
            writer.writerows([[french(c, row.get(c.id)) for c in question.columns] for row in question.default])
            found = preview(question, pasted_grid(out.getvalue()))
            assert (found.rows, found.problems) == (question.default, ()), question.id
            seen += 1
    assert seen > 10
