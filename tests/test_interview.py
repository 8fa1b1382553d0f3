"""The interview: which question comes, what an answer changes, what is kept, and the prompts typed through a pipe."""

from __future__ import annotations

import ast
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from commands import run
from conftest import EXAMPLES, ROOT
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from typist import DOWN, LEAVE, PRODUCE, sitting

from contractgen import build, read_answers
from contractgen.errors import AnswersError
from contractgen.interview import ending, entry, prompts, tables, telling
from contractgen.interview.dossier import Dossier, start_from
from contractgen.interview.english import ENGLISH
from contractgen.interview.entry import editable, raw_of, shown, typed
from contractgen.interview.session import Session
from contractgen.interview.state import (
    Interview,
    Step,
    alerts,
    answered,
    effects,
    entry_of,
    following,
    found_by,
    interview_of,
    needed,
    preceding,
    progress,
    steps,
)
from contractgen.library import released_as
from contractgen.lots import typed_lots
from contractgen.model import Answers, Library, Questionnaire
from contractgen.reading import day


@pytest.fixture
def empty(library: Library, questionnaire: Questionnaire) -> Interview:
    return interview_of(library, questionnaire, Answers({}))


# ---------------------------------------------------------------- state


def test_about_fifteen_answers_are_needed_for_a_first_draft(empty: Interview) -> None:
    state = answered(empty, Step("fonctions"), ["comptabilite", "paie"])
    assert 10 <= len(needed(state)) <= 18


def test_a_conditional_question_comes_and_goes_at_once(empty: Interview) -> None:
    abroad = answered(empty, Step("prestataire.etabli_france"), False)
    assert Step("prestataire.pays") not in steps(empty)
    assert Step("prestataire.pays") in steps(abroad)
    assert effects(empty, abroad).steps_in == (Step("prestataire.pays"),)
    assert effects(abroad, empty).steps_out == (Step("prestataire.pays"),)


def test_an_answer_tells_the_clauses_that_it_brings(empty: Interview) -> None:
    one = answered(empty, Step("fonctions"), ["assistanat"])
    two = answered(one, Step("fonctions"), ["assistanat", "paie"])
    assert any("Paie" in title for title in effects(one, two).clauses_in)
    assert any("Paie" in title for title in effects(two, one).clauses_out)


def test_the_steps_go_forward_and_back_in_order(empty: Interview) -> None:
    order = steps(empty)
    for before, after in pairwise(order):
        assert following(empty, before) == after
        assert preceding(empty, after) == before
    assert following(empty, order[-1]) is None
    assert preceding(empty, order[0]) is None


def test_progress_counts_what_is_answered_and_what_is_lacking(empty: Interview) -> None:
    step = Step("client.raison_sociale")
    before, after = progress(empty, step), progress(answered(empty, step, "Atelier"), step)
    assert (after.answered, len(after.lacking)) == (before.answered + 1, len(before.lacking) - 1)
    assert before.rank <= before.sections


def test_a_question_is_found_whatever_the_case_and_accents(empty: Interview) -> None:
    assert Step("client.siege") in found_by(empty, "ADRESSE siege")
    assert found_by(empty, "introuvable") == ()


def test_a_broken_rule_is_told_at_once_and_a_kept_one_is_not(library: Library, questionnaire: Questionnaire) -> None:
    sound = interview_of(library, questionnaire, read_answers(EXAMPLES / "pme-compta-paie.yaml"))
    assert not [alert for alert in alerts(sound) if alert.blocking]
    broken = answered(sound, Step("delai_paiement_jours"), 90)
    assert [alert for alert in alerts(broken) if alert.blocking and "delai_paiement_jours" in alert.names]


def test_an_answer_that_does_not_fit_is_refused(empty: Interview) -> None:
    with pytest.raises(AnswersError, match="SIREN"):
        answered(empty, Step("client.siren"), "123")


def test_lots_have_common_answers_once_and_their_own(library: Library, questionnaire: Questionnaire) -> None:
    state = interview_of(library, questionnaire, Answers({}, lots=({"id": "a"}, {"id": "b"})))
    assert Step("client.siren") in steps(state)
    assert {step.lot for step in steps(state) if step.question == "fonctions"} == {0, 1}
    state = answered(state, Step("fonctions", 1), ["paie"])
    assert (entry_of(state, Step("fonctions", 1)).state, entry_of(state, Step("fonctions", 0)).state)[0] == "given"
    assert state.answers.lots == ({"id": "a"}, {"id": "b", "fonctions": ["paie"]})


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [("montant_annuel_ht", "12 000,50 €", "12000.50"), ("date_effet", "1/2/2027", "2027-02-01"), ("client.siren", "999 999 006", "999 999 006")],
)  # fmt: skip
def test_what_is_typed_in_french_is_read(question: str, text: str, value: str, questionnaire: Questionnaire) -> None:
    asked = questionnaire.questions[question]
    assert raw_of(asked, text) == value
    found = typed(asked, text)
    assert not found.refusals
    assert raw_of(asked, editable(asked, found.value)) is not None
    assert shown(asked, found.value)


# ---------------------------------------------------------------- dossier


def test_two_people_do_not_write_the_same_dossier(tmp_path: Path) -> None:
    with Dossier(tmp_path / "d") as one:
        one.save("client.raison_sociale", "Atelier")
        with pytest.raises(AnswersError, match="déjà ouvert"), Dossier(tmp_path / "d"):
            pass
    with Dossier(tmp_path / "d") as again:
        assert again.answers().values == {"client": {"raison_sociale": "Atelier"}}


def test_what_somebody_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    with Dossier(tmp_path / "d") as one:
        one.answers()
        one.file.write_text("profil: simplifie\n", encoding="utf-8")
        with pytest.raises(AnswersError, match="modifié ailleurs"):
            one.save("client.raison_sociale", "Atelier")
        assert one.file.read_text(encoding="utf-8") == "profil: simplifie\n"


def test_a_dossier_starts_from_another_one(tmp_path: Path) -> None:
    start_from(tmp_path / "d", EXAMPLES / "micro-assistanat.yaml")
    assert (tmp_path / "d" / "reponses.yaml").read_bytes() == (EXAMPLES / "micro-assistanat.yaml").read_bytes()
    with pytest.raises(AnswersError, match="existe déjà"):
        start_from(tmp_path / "d", EXAMPLES / "micro-assistanat.yaml")


def test_without_a_terminal_it_says_so(tmp_path: Path) -> None:
    ran = run("new", tmp_path / "d")
    assert (ran.code, ran.out) == (2, "")
    assert "contractgen build" in ran.err
    assert not (tmp_path / "d").exists()


# ---------------------------------------------------------------- prompts, through a pipe


STOP = "\x03"


@pytest.fixture(autouse=True)
def labels(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions asked, as they are asked: what a prompt shows is not captured."""
    asked: list[str] = []

    def label(state: Interview, step: Step) -> str:
        asked.append(found := telling_label(state, step))
        return found

    telling_label = telling.label
    monkeypatch.setattr(telling, "label", label)
    return asked


@contextmanager
def typing(keys: str) -> Iterator[None]:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys + STOP)  # so that a test of keys that lead elsewhere ends too
        yield


def session(folder: Path, library: Library, questionnaire: Questionnaire, keys: str) -> Dossier:
    """A sitting in which these keys are typed; it ends with them."""
    with Dossier(folder) as dossier, typing(keys), pytest.raises((EOFError, KeyboardInterrupt)):
        Session(dossier, library, questionnaire).run()
    return dossier


def test_a_sitting_saves_each_answer_and_resumes_at_the_same_question(
    tmp_path: Path,
    library: Library,
    questionnaire: Questionnaire,
    capsys: pytest.CaptureFixture[str],
    labels: list[str],
) -> None:
    folder = tmp_path / "d"
    session(folder, library, questionnaire, f"\rAtelier Bréval\r{DOWN}\r999999007\r\x15999999006\r\x03")
    values: dict[str, Any] = dict(read_answers(folder / "reponses.yaml").values)
    assert values == {"client": {"raison_sociale": "Atelier Bréval", "forme": "EURL", "siren": "999999006"}}
    capsys.readouterr()
    labels.clear()
    session(folder, library, questionnaire, "<\x03")
    assert "Reprise" in capsys.readouterr().out
    assert labels[0] == "Adresse du siège"


def test_back_help_and_later(
    tmp_path: Path,
    library: Library,
    questionnaire: Questionnaire,
    capsys: pytest.CaptureFixture[str],
    labels: list[str],
) -> None:
    folder = tmp_path / "d"
    session(folder, library, questionnaire, f"\rAtelier\r{DOWN}\r?\r<\r{DOWN}\r!\rMaud\r01/12/2026\r\x03")
    answers = read_answers(folder / "reponses.yaml")
    assert answers.open_points == ({"question": "client.siren", "responsable": "Maud", "echeance": "2026-12-01"},)
    assert day("2026-12-01") is not None
    out = capsys.readouterr().out
    assert "Identifiant : client.siren" in out
    assert labels == [
        "Raison sociale",
        "Forme juridique",
        "SIREN",
        "SIREN",
        "Forme juridique",
        "SIREN",
        "Adresse du siège",
    ]


def test_a_whole_dossier_can_be_finished_at_once(
    tmp_path: Path, library: Library, questionnaire: Questionnaire, capsys: pytest.CaptureFixture[str]
) -> None:
    start_from(tmp_path / "d", str(EXAMPLES / "micro-assistanat.yaml"))
    session(tmp_path / "d", library, questionnaire, "\r\x03")
    out = capsys.readouterr().out
    assert "Fin du parcours" in out
    assert "Rien d'obligatoire ne manque" in out


@pytest.mark.usefixtures("no_office")
def test_what_is_delivered_records_its_release_and_a_draft_does_not(
    tmp_path: Path, library: Library, questionnaire: Questionnaire
) -> None:
    start_from(tmp_path / "d", str(EXAMPLES / "micro-assistanat.yaml"))
    with Dossier(tmp_path / "d") as dossier:
        state = interview_of(library, questionnaire, dossier.answers())
        dossier.release = released_as(None, library)
        ending.documents(state, dossier, True)
        assert dossier.answers().release is None
        ending.documents(state, dossier, False)
        assert dossier.answers().release == library.version
        dossier.release = released_as(None, library._replace(digest="autre"))
        assert dossier.release is None


def test_help_keeps_what_is_ticked_and_a_table_keeps_each_change(
    tmp_path: Path, library: Library, questionnaire: Questionnaire
) -> None:
    folder = tmp_path / "d"
    with Dossier(folder) as dossier:
        dossier.remember("fonctions")
    ticks = f"{DOWN}\r{DOWN}\r"  # assistance, payroll; then help, and « Valider cette liste »
    session(folder, library, questionnaire, f"{ticks}{DOWN * 5}\r{DOWN * 5}\r\x03")
    assert read_answers(folder / "reponses.yaml").values["fonctions"] == ["assistanat", "paie"]
    with Dossier(folder) as dossier:
        dossier.remember("processus")
    session(folder, library, questionnaire, f"{DOWN * 4}\r\r\x03")  # the first row taken out, then the terminal closed
    kept = read_answers(folder / "reponses.yaml").values["processus"]
    assert [row["fonction"] for row in kept] == ["assistanat"]


# ---------------------------------------------------------------- a real terminal


def read_until(master: int, text: str, seconds: float = 20.0) -> str:
    seen, end = "", time.monotonic() + seconds
    while text not in seen and time.monotonic() < end:
        if select.select([master], [], [], 0.2)[0]:
            try:
                seen += os.read(master, 65536).decode("utf-8", "replace")
            except OSError:
                break
    return seen


def test_in_a_real_terminal_an_answer_survives_a_kill(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "contractgen", "new", str(folder)],
        stdin=slave, stdout=slave, stderr=slave, cwd=ROOT, start_new_session=True, env={**os.environ, "TERM": "vt100"},
    )  # fmt: skip
    try:
        assert "Par où commencer" in read_until(master, "Par où commencer")
        os.write(master, b"\r")
        read_until(master, "Raison sociale")
        os.write(master, b"Atelier\r")
        assert "Forme juridique" in read_until(master, "Forme juridique")
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(slave)
        os.close(master)
    assert read_answers(folder / "reponses.yaml").values == {"client": {"raison_sociale": "Atelier"}}
    with Dossier(folder) as again:
        assert again.place() == "client.forme premier-jet"


# ---------------------------------------------------------------- words


def test_every_word_of_the_interview_is_in_the_english_catalogue() -> None:
    said: set[str] = set()
    for path in sorted((ROOT / "contractgen" / "interview").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
                said |= {one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)}
    said |= {label for label, _ in prompts._WAYS} | {label for label, _ in tables._ON_ROWS}
    said |= set(filter(None, ending._STATES.values())) | set(entry._WANTED.values()) | {prompts.HINT, prompts.GIVE_UP}
    assert said == set(ENGLISH)
    assert {text for text in ENGLISH if text.count("{}") != ENGLISH[text].count("{}")} == set()


def test_no_acknowledged_answer_is_lost_whenever_the_process_is_killed(tmp_path: Path) -> None:
    """Two hundred processes save answer after answer and are killed, each at another moment."""
    folder = tmp_path / "d"
    for moment in range(200):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            with Dossier(folder) as dossier:
                dossier.answers()
                for number in range(10_000):
                    dossier.save("client.raison_sociale", f"Atelier {moment}-{number}")
                    os.write(writer, f"{number}\n".encode())
        os.close(writer)
        time.sleep(0.004 + (moment * 37 % 100) / 2_000)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        told = b"".join(iter(lambda end=reader: os.read(end, 65536), b"")).split()  # type: ignore[misc]
        os.close(reader)
        if told:
            kept = str(read_answers(folder / "reponses.yaml").values["client"]["raison_sociale"])
            of, _, number = kept.removeprefix("Atelier ").partition("-")
            assert int(of) == moment
            assert int(number) >= int(told[-1])
    with Dossier(folder) as again:
        assert again.answers().values
    assert not list(folder.glob(".reponses.yaml.contractgen-*"))


# ---------------------------------------------------------------- a whole dossier, key by key


MISTAKES = {  # typed first: a wrong number, help, a step back and on again, a search that leads nowhere
    "client.siren": "999999007\r\x15",
    "client.siege": "?\r<\r\r",
    "date_effet": "31/02/2027\r\x15:\r" + DOWN * 2 + "\rxyzzy\r",
}


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize("example", ["micro-assistanat", "pme-compta-paie"])
def test_a_dossier_typed_key_by_key_builds_the_pack_of_the_example(
    example: str, tmp_path: Path, library: Library, questionnaire: Questionnaire, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every question that is asked, in its order, answered as the example does, the default kept where it says nothing."""
    answers = read_answers(EXAMPLES / f"{example}.yaml")
    (lot,) = typed_lots(questionnaire, answers)
    empty = interview_of(library, questionnaire, Answers({}))
    keys = "".join(sitting(empty, lot.values, MISTAKES)) + PRODUCE + LEAVE
    with Dossier(tmp_path / "d") as dossier, typing(keys):
        Session(dossier, library, questionnaire).run()
    out = capsys.readouterr().out
    assert "Aucune question posée ne contient ces mots." in out
    kept = read_answers(tmp_path / "d" / "reponses.yaml")
    (typed,) = typed_lots(questionnaire, kept)
    assert {ident: typed.values[ident] for ident in lot.values} == lot.values
    wanted = build(library, questionnaire, answers).files()
    for name in ("contrat.docx", "cahier-des-charges.docx"):  # the table of clauses says what is a default
        assert (tmp_path / "d" / "livraison" / name).read_bytes() == wanted[name]
