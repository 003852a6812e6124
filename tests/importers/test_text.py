"""What counts as a character: the quick ways say the same as looking at each."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.text import clean_text, count, may_be_forbidden, one_line, shows, visible

ODD = "\t\n\r\x0b\x0c\x1c\x85\xa0\xad\u034f\u200b\u200d\u2028\u202e\u2060\u2066\u3000\u3164\ufe0f\ufdd0\ufeff\ufffe\x00\x7f\x9f\U000e0041"
texts = st.text(st.one_of(st.sampled_from(f"{ODD}  ab膝。é"), st.characters(codec="utf-8")), max_size=40)


@given(texts)
def test_visible_is_what_is_left_when_each_character_is_asked(text: str) -> None:
    assert visible(text) == "".join(visible(char) for char in text)
    assert shows(text) == bool(visible(text)) and count(text) == len(visible(text))


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("膝 の\u3000裏", "膝の裏"),
        ("a b", "ab"),
        ("a\nb\tc", "abc"),
        ("a\u200bb\ufe0f", "ab"),
        ("\u202eab\x00", "ab"),
        ("\x00a", "a"),
        ("e\u0301①", "e\u0301①"),
    ],
)
def test_spaces_and_characters_without_a_shape_do_not_count(text: str, seen: str) -> None:
    assert visible(text) == seen


@given(texts)
def test_runs_of_white_space_become_one_space(text: str) -> None:
    assert one_line(text) == re.sub(r"\s\s+|\n", " ", text.strip())


@given(texts)
def test_bytes_that_may_hold_something_forbidden_are_told(text: str) -> None:
    assert may_be_forbidden(text.encode("utf-8", "surrogatepass")) >= (clean_text(text)[1] > 0)
    assert not may_be_forbidden("膝が痛い、\tと\r\n(“quoted”)…".encode())
