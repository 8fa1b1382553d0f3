"""From one version of the library to the next: what changed, what it does, the versions it asks for, and releases that
nobody can alter unseen."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from commands import run, unusable
from conftest import EXAMPLES, ROOT
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from small_library import CLAUSE, FILES, OTHER, QUESTIONS

from contractgen.errors import ContentError
from contractgen.evolution.changes import changes
from contractgen.evolution.edition import Edition, edition
from contractgen.evolution.raises import MAJOR, MINOR, PATCH, raised
from contractgen.evolution.release import INDEX, SIGNATURE
from contractgen.evolution.report import Evolution, as_html, as_json, as_text, evolution
from contractgen.model import Library, Questionnaire
from contractgen.proof.prover import Proof, prove
from contractgen.word.opening import open_package
from contractgen.word.read import read_document
from contractgen.word.revisions import accept_all, reject_all

PENALTIES = "clauses/contrat/annexe-penalites.md"
REFERENCES = "clauses/contrat/references-commerciales.md"


def copied(folder: Path) -> Path:
    """The content without its releases, copied: the path of its library."""
    shutil.copytree(ROOT / "clause_library", folder / "clause_library", ignore=shutil.ignore_patterns("releases"))
    shutil.copytree(ROOT / "questionnaires", folder / "questionnaires")
    return folder / "clause_library"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the content that a test may change."""
    return copied(tmp_path)


@pytest.fixture(scope="module")
def shipped() -> Edition:
    return edition(str(ROOT / "clause_library"), None, None)


def changed(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def evolved(content: Path, shipped: Edition) -> Evolution:
    return evolution(shipped, edition(str(content), None, None))


def needed(found: Evolution) -> dict[str, int]:
    return {one.entry: one.needed for one in found.raises}


def test_the_same_content_has_no_difference(content: Path, shipped: Edition) -> None:
    found = evolved(content, shipped)
    assert (found.changes, found.effects) == ((), ())
    assert "aucune différence" in as_text(found)


def test_a_text_moved_by_a_line_is_no_change(content: Path, shipped: Edition) -> None:
    changed(content / "rules.yaml", "rules:", "# une remarque\nrules:")
    assert changes(shipped, edition(str(content), None, None)) == ()


def test_a_word_changed_is_wording(content: Path, shipped: Edition) -> None:
    changed(content / PENALTIES, "Une pénalité est due quand", "Une pénalité est due lorsque")
    found = evolved(content, shipped)
    (change,) = found.changes
    assert ("delete", "quand") in change.words
    assert ("insert", "lorsque") in change.words
    assert found.effects == ()
    assert needed(found) == {"annexe-penalites": PATCH, "bibliothèque": PATCH}
    assert "[-quand-]{+lorsque+}" in as_text(found)


def test_a_narrower_condition_is_found_with_an_example(content: Path, shipped: Edition) -> None:
    changed(content / PENALTIES, 'when: "penalites"', 'when: "penalites and client.effectif > 10"')
    found = evolved(content, shipped)
    (effect,) = [one for one in found.effects if one.subject == "annexe-penalites"]
    assert effect.kind == "out"
    assert effect.example["client.effectif"] <= 10
    assert needed(found)["annexe-penalites"] == MAJOR


def test_a_wider_condition_is_minor_when_it_reads_nothing_new(content: Path, shipped: Edition) -> None:
    changed(content / PENALTIES, 'when: "penalites"', 'when: "penalites or not penalites"')
    found = evolved(content, shipped)
    assert [(one.kind, one.subject) for one in found.effects] == [("in", "annexe-penalites")]
    assert needed(found)["annexe-penalites"] == MINOR


def test_a_requirement_that_applies_more_is_found_with_an_example(content: Path, shipped: Edition) -> None:
    changed(content / "requirements" / "data_act.yaml", "when: service_cloud", "when: service_cloud or usage_ia")
    found = evolved(content, shipped)
    required = {one.subject: one for one in found.effects if one.kind == "required"}
    assert "DACT-01" in required
    assert required["DACT-01"].example["usage_ia"] is True
    assert needed(found)["bibliothèque"] == MAJOR


def test_an_effect_through_a_fact_is_found(content: Path, shipped: Edition) -> None:
    changed(content / "facts.yaml", "is: nb_prestataires > 1", "is: nb_prestataires > 2")
    found = evolved(content, shipped)
    assert ("out", "coordination-prestataires") in [(one.kind, one.subject) for one in found.effects]
    assert any(one.example.get("nb_prestataires") == 2 for one in found.effects)


def test_a_dossier_that_is_no_longer_complete_is_found(content: Path, shipped: Edition) -> None:
    question = "      - id: essai\n        label: Essai\n        type: integer\n        required: true\n"
    changed(content.parent / "questionnaires" / "externalisation.yaml", "      - id: frais_changement\n", f"{question}      - id: frais_changement\n")  # fmt: skip
    found = evolved(content, shipped)
    assert ("incomplete", "essai") in [(one.kind, one.subject) for one in found.effects]
    assert needed(found)["bibliothèque"] == MAJOR


def test_a_protection_lost_is_major(content: Path, shipped: Edition) -> None:
    file = content / "clauses" / "contrat" / "duree-reconduction.md"
    ident = next(one for one in shipped.library.clauses["duree-reconduction"].satisfies if one == "COM-10")
    text = file.read_text(encoding="utf-8").replace(f", {ident}]", "]").replace(f"[{ident}, ", "[").replace(f' {{satisfies="{ident}"}}', "")  # fmt: skip
    file.write_text(text.replace(f'satisfies="{ident} ', 'satisfies="').replace(f' {ident}"', '"'), encoding="utf-8")
    found = evolved(content, shipped)
    (one,) = [one for one in found.raises if one.entry == "duree-reconduction"]
    assert (one.needed, one.enough) == (MAJOR, False)
    assert "COM-10" in one.reasons[0]


@pytest.mark.parametrize(
    ("old", "new", "level"),
    [("1.0.0", "1.0.0", 0), ("1.0.0", "1.0.1", PATCH), ("1.0.9", "1.1.0", MINOR), ("1.9.9", "2.0.0", MAJOR),
     ("1.10.0", "1.9.0", -1), ("2.0.0", "1.9.9", -1)],
)  # fmt: skip
def test_how_much_a_version_is_raised(old: str, new: str, level: int) -> None:
    assert raised(old, new) == level


def test_the_page_and_the_json_hold_the_same(content: Path, shipped: Edition) -> None:
    changed(content / PENALTIES, "Une pénalité est due quand", "Une <pénalité> & est due quand")
    found = evolved(content, shipped)
    page = as_html(found)
    assert "&lt;" in page
    assert "<pénalité>" not in page
    told = json.loads(as_json(found))
    assert [one["id"] for one in told["changes"]] == ["annexe-penalites"]
    assert {one["entry"] for one in told["versions"]} == {"annexe-penalites", "bibliothèque"}


def test_the_redline_reads_as_the_old_texts_and_as_the_new(content: Path, shipped: Edition, tmp_path: Path) -> None:
    changed(content / PENALTIES, "Une pénalité est due quand", "Une pénalité est due lorsque")
    changed(content / REFERENCES, "---\n\n", "---\n\nUn alinéa de plus.\n\n")
    out = tmp_path / "textes.docx"
    assert run("library", "diff", ROOT / "clause_library", content, "--docx", out).code == 0
    accepted, rejected = (read_document(open_package(view(out.read_bytes()))) for view in (accept_all, reject_all))
    after, before = ("\n".join(line.text for line in one.lines) for one in (accepted, rejected))
    assert "due lorsque" in after
    assert "Un alinéa de plus." in after
    assert "due quand" in before
    assert "Un alinéa de plus." not in before


def test_a_git_revision_is_an_edition(content: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@y.z", *arguments], cwd=content.parent, check=True, capture_output=True)  # fmt: skip

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "une")
    changed(content / PENALTIES, "Une pénalité est due quand", "Une pénalité est due lorsque")
    asked = content.parent / "questionnaires" / "externalisation.yaml"
    ran = run("library", "diff", "HEAD", content, "--library", content, "--questionnaire", asked)
    assert ran.code == 0
    assert "annexe-penalites" in ran.out


@pytest.mark.parametrize("name", ["absente", "--version", "9.9.9", "HEAD~999999"])
def test_what_is_no_edition_is_told_in_one_line(name: str, content: Path) -> None:
    with pytest.raises(ContentError) as error:
        edition(name, str(content), None)
    assert len(error.value.lines) == 1


# ---------------------------------------------------------------- releases


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped library with two releases, of the same texts: made once, and proved once."""
    content = copied(tmp_path_factory.mktemp("released"))
    version = json.loads(run("library", "diff", content, content, "--json").out)["new"]["version"]
    proofs: list[tuple[Proof, ...]] = []

    def proved(library: Library, questionnaire: Questionnaire) -> tuple[Proof, ...]:
        proofs[:] = proofs or [prove(library, questionnaire)]
        return proofs[0]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("contractgen.proof.prover.prove", proved)
        assert run("library", "release", version, "--library", content).code == 0
        raise_to(content, "7.0.0")
        assert run("library", "release", "7.0.0", "--library", content).code == 0
    return content


@pytest.fixture
def small(tmp_path: Path) -> tuple[str, ...]:
    """A library of a few lines, which takes no time to prove and of which nothing is refuted: the arguments that name it
    and its questionnaire."""
    files = {**FILES, CLAUSE: FILES[CLAUSE].replace(", selon la [[sortie]]", "").replace(" aux Données", "")}
    files[OTHER] = FILES[OTHER].replace("Données", "fichiers")
    folder = tmp_path / "small" / "clause_library"
    for path, text in files.items():
        file = folder.parent / path if path == QUESTIONS else folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "clause_library" / "house.docx", folder)
    return "--library", str(folder), "--questionnaire", str(folder.parent / QUESTIONS)


@pytest.fixture
def released(made: Path, tmp_path: Path) -> Path:
    """A copy of it, that a test may change."""
    shutil.copytree(made.parent, tmp_path / "released")
    return tmp_path / "released" / "clause_library"


def raise_to(content: Path, version: str) -> None:
    file = content / "library.yaml"
    lines = [f"version: {version}" if line.startswith("version:") else line for line in file.read_text(encoding="utf-8").splitlines()]  # fmt: skip
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_release_is_the_same_bytes_twice_and_opens_as_the_library(small: tuple[str, ...]) -> None:
    content = Path(small[1])
    assert run("library", "release", "1.0.0", *small).code == 0
    first = (content / "releases" / "1.0.0.zip").read_bytes()
    shutil.rmtree(content / "releases")
    for file in content.rglob("*"):
        file.touch()
    assert run("library", "release", "1.0.0", *small).code == 0
    assert (content / "releases" / "1.0.0.zip").read_bytes() == first
    assert edition("1.0.0", small[1], small[3]).library == edition(small[1], None, small[3]).library
    assert run("library", "verify", "--library", content).code == 0


def test_a_release_of_the_shipped_library_opens_as_it(made: Path) -> None:
    assert edition("7.0.0", str(made), None).library == edition(str(made), None, None).library
    assert run("library", "verify", "--library", made).code == 0


def test_a_contract_of_a_release_is_the_same_bytes_after_the_library_has_moved_on(
    released: Path, tmp_path: Path
) -> None:
    answers = EXAMPLES / "micro-assistanat.yaml"
    arguments = ("build", answers, "--library", released, "--release", "7.0.0", "--out")
    assert run(*arguments, tmp_path / "before").code == 0
    changed(released / PENALTIES, "Une pénalité est due quand", "Une pénalité est due lorsque")
    changed(released / "clauses" / "contrat" / "parties.md", "Le Client", "Le cher Client")
    assert run(*arguments, tmp_path / "after").code == 0
    names = sorted(path.name for path in (tmp_path / "before").glob("*.docx"))
    assert len(names) == 3
    for name in names:
        assert (tmp_path / "before" / name).read_bytes() == (tmp_path / "after" / name).read_bytes()


def test_answers_that_say_their_release_are_built_with_it_unless_another_is_named(
    released: Path, tmp_path: Path
) -> None:
    recorded = tmp_path / "reponses.yaml"
    recorded.write_text(
        (EXAMPLES / "micro-assistanat.yaml").read_text(encoding="utf-8") + "\nrelease: 7.0.0\n", encoding="utf-8"
    )
    raise_to(released, "8.0.0")
    changed(released / "clauses" / "contrat" / "parties.md", "Le Contrat est conclu entre", "Le Contrat lie")
    arguments = ("--library", released, "--json")
    for more, expected in (((), "7.0.0"), (("--release", released_before(released)), released_before(released))):
        assert json.loads(run("check", recorded, *arguments, *more).out)["library"]["version"] == expected
    plain = EXAMPLES / "micro-assistanat.yaml"
    assert json.loads(run("check", plain, *arguments).out)["library"]["version"] == "8.0.0"
    assert run("build", recorded, "--library", released, "--out", tmp_path / "a").code == 0
    assert run("build", plain, "--library", released, "--release", "7.0.0", "--out", tmp_path / "b").code == 0
    for file in (tmp_path / "a").glob("*.docx"):
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()
    ran = run("review", tmp_path / "a" / "contrat.docx", "--dossier", recorded, "--library", released)
    assert (ran.code, "7.0.0" in ran.out) == (0, True)


def released_before(released: Path) -> str:
    """The release before 7.0.0."""
    return next(path.stem for path in (released / "releases").glob("*.zip") if path.stem != "7.0.0")


def test_a_release_is_refused_when_a_version_was_not_raised(small: tuple[str, ...]) -> None:
    content = Path(small[1])
    assert run("library", "release", "1.0.0", *small).code == 0
    changed(content / OTHER, "when: grande", "when: grande and effectif > 60")
    raise_to(content, "1.0.1")
    ran = run("library", "release", "1.0.1", *small)
    assert ran.code == 1
    assert "sortie" in ran.out
    assert "MAJOR" in ran.out
    assert not (content / "releases" / "1.0.1.zip").exists()


def test_a_release_is_refused_when_something_is_not_proved(small: tuple[str, ...]) -> None:
    content = Path(small[1])
    changed(content / CLAUSE, "kind: clause", 'kind: clause\nwhen: "preavis > 3"')
    ran = run("library", "release", "1.0.0", *small)
    assert ran.code == 1
    assert "requirement:EX-1" in ran.out
    assert not (content / "releases").exists()


@pytest.mark.parametrize("version", ["7.0.0", "6.9.9"])
def test_a_released_version_never_changes(version: str, released: Path) -> None:
    raise_to(released, version)
    assert "suit pas" in unusable(run("library", "release", version, "--library", released))


def test_a_release_is_of_the_version_that_the_library_says(content: Path) -> None:
    assert "library.yaml dit" in unusable(run("library", "release", "8.0.0", "--library", content))


def _first(released: Path) -> str:
    return min(path.name for path in (released / "releases").glob("*.zip"))


def _alter(released: Path, kind: str) -> None:
    folder = released / "releases"
    first, last = folder / _first(released), folder / "7.0.0.zip"
    index: dict[str, Any] = json.loads((folder / INDEX).read_bytes())
    if kind == "a byte":
        data = bytearray(last.read_bytes())
        data[len(data) // 2] ^= 1
        last.write_bytes(bytes(data))
    elif kind == "a member added":
        with zipfile.ZipFile(last, "a") as archive:
            archive.writestr("clauses/contrat/x.md", "x")
    elif kind == "removed":
        first.unlink()
    elif kind == "renamed":
        last.rename(folder / "7.0.1.zip")
    elif kind == "swapped":
        one, other = first.read_bytes(), last.read_bytes()
        first.write_bytes(other)
        last.write_bytes(one)
    elif kind == "swapped with the index":
        one, other = first.read_bytes(), last.read_bytes()
        first.write_bytes(other)
        last.write_bytes(one)
        sums = [entry["sha256"] for entry in index["releases"]]
        for entry, total in zip(index["releases"], reversed(sums), strict=True):
            entry["sha256"] = total
    elif kind == "rolled back":
        last.unlink()
        index["releases"].pop()
    elif kind == "a file more":
        (folder / "note.txt").write_text("x", encoding="utf-8")
    elif kind == "a zip more":
        shutil.copy(last, folder / "7.0.1.zip")
    elif kind == "the index gone":
        (folder / INDEX).unlink()
        return
    (folder / INDEX).write_text(json.dumps(index, indent=1) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    "kind",
    ["a byte", "a member added", "removed", "renamed", "swapped", "swapped with the index", "rolled back", "a file more",
     "a zip more", "the index gone"],
)  # fmt: skip
def test_whatever_was_altered_is_refused(kind: str, released: Path) -> None:
    assert run("library", "verify", "--library", released).code == 0
    _alter(released, kind)
    ran = run("library", "verify", "--library", released)
    assert ran.code == 1
    assert "releases/" in ran.out or "library.yaml" in ran.out


def test_an_index_is_signed_and_another_key_or_content_is_refused(small: tuple[str, ...], tmp_path: Path) -> None:
    key, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    private = tmp_path / "cle.pem"
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    publics = []
    for rank, one in enumerate((key, other)):
        publics.append(tmp_path / f"publique-{rank}.pem")
        publics[-1].write_bytes(one.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    content = Path(small[1])
    assert run("library", "release", "1.0.0", *small, "--sign", private).code == 0
    verify = ("library", "verify", "--library", content, "--key")
    assert run(*verify, publics[0]).code == 0
    assert run(*verify, publics[1]).code == 1
    (content / "releases" / SIGNATURE).unlink()
    assert "signé" in run(*verify, publics[0]).out


def test_the_shipped_releases_are_intact() -> None:
    assert run("library", "verify").code == (0 if (ROOT / "clause_library" / "releases").exists() else 1)
