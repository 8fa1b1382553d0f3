"""YAML read strictly: texts with their places, and nothing that surprises or exhausts."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from contractgen.strict_yaml import MAX_BYTES, Node, YamlError, read


def plain(node: Node) -> Any:
    if isinstance(node.value, dict):
        return {key: plain(item) for key, item in node.items()}
    return [plain(item) for item in node.value] if isinstance(node.value, list) else node.value


def refused(data: bytes) -> tuple[int, int, str]:
    with pytest.raises(YamlError) as error:
        read(data)
    return error.value.line, error.value.column, str(error.value)


@pytest.mark.parametrize(
    "text",
    ["no", "yes", "01000", "1.10", "1_000", "0x1F", "1e3", "12:30", "2027-01-04", "true", "<<", "=", ".inf", "NO"],
)
def test_a_scalar_stays_the_text_that_was_written(text: str) -> None:
    assert plain(read(f"a: {text}".encode())) == {"a": text}


def test_an_empty_value_and_a_plain_null_are_no_answer() -> None:
    assert plain(read(b"a:\nb: ~\nc: null\nd: ''\ne: 'null'\nf: \"~\"")) == {
        "a": None, "b": None, "c": None, "d": "", "e": "null", "f": "~",
    }  # fmt: skip


@pytest.mark.parametrize("data", [b"", b"# rien\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_an_empty_mapping(data: bytes) -> None:
    assert read(data) == Node({}, 1, 1)


def test_every_value_has_its_line_and_column() -> None:
    root = read("été:\n  - un\n  - {b: deux}\nc: |\n  trois\n".encode())
    first, second = root.value["été"].value
    assert (first.line, first.column) == (2, 5)
    assert (second.value["b"].line, second.value["b"].column) == (3, 9)
    assert (root.value["c"].line, root.value["c"].column) == (4, 4)


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert plain(read("\ufeffa: 1".encode())) == {"a": "1"}


@pytest.mark.parametrize(
    ("data", "line", "column", "message"),
    [
        (b"a: 1\nb: 2\na: 3", 3, 1, "« a » en double"),
        (b"x:\n  a: 1\n  'a': 3", 3, 3, "« a » en double"),
        (b"a: &x 1\nb: 2", 1, 4, "ancres"),
        (b"a: 1\nb: *x", 2, 4, "ancres"),
        (b"a: &x\n  b: 1\n", 1, 4, "ancres"),
        (b"a: !!python/object:os.system x", 1, 4, "étiquettes"),
        (b"a: !important x", 1, 4, "étiquettes"),
        (b"a: !!int 5", 1, 4, "étiquettes"),
        (b"a: 1\n---\nb: 2", 2, 1, "un seul document"),
        (b"a: 1\n[b]: 2", 2, 1, "clé doit être un texte"),
        (b"a: 1\n  b: 2", 2, 4, "illisible"),
        (b"a: [1, 2\nb: 3", 2, 2, "illisible"),
        (b"a: 'x\n", 2, 1, "illisible"),
        (b"a: 1\n\tb: 2", 2, 1, "illisible"),
        (b"a: 1\nb: \xe9t\xe9", 2, 4, "UTF-8"),
        (b"a: 1\nb: x\x01y", 2, 5, "caractère interdit U+0001"),
        ("a: 1\nb: \ufffe".encode(), 2, 4, "caractère interdit U+FFFE"),
    ],
)
def test_what_is_not_admitted_is_refused_in_its_place(data: bytes, line: int, column: int, message: str) -> None:
    found = refused(data)
    assert found[:2] == (line, column)
    assert message in found[2]


@pytest.mark.parametrize("pasted", ["\x07", "\x0b", "\x0c", "\x1e", "\x1f"])
def test_what_word_pastes_comes_through_for_the_text_gate_to_judge(pasted: str) -> None:
    assert plain(read(f"a: x{pasted}y".encode())) == {"a": f"x{pasted}y"}


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 200_000,
        b"{a: " * 100_000,
        b"? " * 200_000 + b"a",
        b"- ? " * 100_000 + b"a",
        b"a:\r" + b"? - " * 100_000,
        b"- " * 100_000,
        b"\n".join(b" " * depth + b"a:" for depth in range(60)),
        b"\n".join(b" " * depth + b"-" for depth in range(60)),
    ],
    ids=[
        "flow lists",
        "flow mappings",
        "keys",
        "keys in lists",
        "keys after a bare return",
        "lists",
        "mappings",
        "steps",
    ],
)
def test_a_file_that_nests_too_deep_is_refused_and_does_not_crash(data: bytes) -> None:
    assert refused(data)[2]


def test_forty_levels_are_admitted_and_one_more_is_not() -> None:
    assert read(b"[" * 40 + b"]" * 40).value
    assert "40 niveaux" in refused(b"[" * 41 + b"]" * 41)[2]


def test_a_file_of_blank_lines_is_read_at_once() -> None:
    assert plain(read(b"a: 1\n" + b"\n" * 400_000 + b"b: 2")) == {"a": "1", "b": "2"}


def test_a_file_that_is_too_large_is_refused() -> None:
    assert "Mo" in refused(b"#" * (MAX_BYTES + 1))[2]
    assert read(b"#" * MAX_BYTES).value == {}


_TREES = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=20),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text("abcdé", min_size=1), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=80, deadline=None, database=None)
@given(tree=st.dictionaries(st.text("abcdé", min_size=1), _TREES, max_size=4))
def test_what_another_writer_wrote_is_read_as_it_was(tree: dict[str, Any]) -> None:
    data = yaml.safe_dump(tree, allow_unicode=True).encode()
    assert plain(read(data)) == tree


@settings(max_examples=150, deadline=None, database=None)
@given(data=st.one_of(st.binary(max_size=60), st.text("ab:-?[]{}&*!|>'\"#,% \n\t", max_size=40).map(str.encode)))
def test_whatever_the_bytes_they_are_read_or_refused_in_a_place(data: bytes) -> None:
    try:
        read(data)
    except YamlError as error:
        assert error.line >= 1
        assert error.column >= 1
