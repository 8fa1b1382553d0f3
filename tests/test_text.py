"""The text gate: verbatim, normalised with a notice, or refused; never altered in silence."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractgen.text import MAX_LENGTH, RefusedTextError, admit

XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@pytest.mark.parametrize(
    "text",
    ["Dupont & Fils <SARL>", "l'été", "12 € ; ½ ﬁ ² ｗ", "a\tb\nc", "😀", "e\u0301".encode().decode()[:1], "{{ x }}"],
)
def test_an_ordinary_text_is_kept_as_it_is(text: str) -> None:
    assert admit(text) == (text, ())


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x0bb\x0cc\u2028d\u2029e\x85f", "a\nb\nc\nd\ne\nf"),
        ("a\x07b\x1ec\x1fd\u200be\ufefff", "a b\u2011cdef"),
        ("e\u0301te\u0301", "été"),
        ("  a \u00a0", "a"),
    ],
)
def test_what_word_pastes_is_normalised_with_a_notice(text: str, clean: str) -> None:
    admission = admit(text)
    assert admission.text == clean
    assert admission.changes


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x01", "\x08", "\x1b", "\x7f", "\ud800", "\ufffe", "\uffff", "\u202e", "\u2066", "\u200f"],
)
def test_what_cannot_be_carried_is_refused_with_its_position(character: str) -> None:
    with pytest.raises(RefusedTextError, match=r"U\+[0-9A-F]{4} à la position 3"):
        admit(f"ab{character}c")


def test_a_text_that_is_too_long_is_refused() -> None:
    assert admit("a" * MAX_LENGTH).changes == ()
    with pytest.raises(RefusedTextError, match="20001"):
        admit("a" * (MAX_LENGTH + 1))


@settings(max_examples=400, deadline=None, database=None)
@given(st.text(st.characters(), max_size=60))
def test_whatever_the_text_it_is_kept_or_reported_or_refused(text: str) -> None:
    try:
        admission = admit(text)
    except RefusedTextError:
        return
    assert (admission.text == text) == (not admission.changes)
    assert not XML.search(admission.text)
    assert admit(admission.text) == (admission.text, ())
