"""Show where sentences end, and that they lose nothing of their text."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.sentences import sentences

FIXTURE = Path(__file__).parent / "fixtures" / "sentences.json"
CASES: list[dict[str, Any]] = json.loads(FIXTURE.read_text("utf-8"))

# Texts of the pieces that decide about borders, and texts of anything.
PIECES = st.sampled_from(
    'U.S. Mr. e.g. 3.14 “Yes!” she (It 1. a) ... … ?! I. J. He The a.m. etc. don’t .) " \n\n'.split(
        " "
    )
)
TEXTS = st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=200)


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_sentences_end_where_a_reader_ends_them(case: dict[str, Any]) -> None:
    text = case["text"]
    assert [text[start:end] for start, end in sentences(text)] == case["sentences"]


@given(TEXTS)
@settings(deadline=None)
def test_sentences_stand_in_order_and_apart_without_space_around_them(text: str) -> None:
    spans = list(sentences(text))
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()


@given(TEXTS)
@settings(deadline=None)
def test_sentences_cover_every_character_but_space(text: str) -> None:
    rest = list(text)
    for start, end in sentences(text):
        rest[start:end] = " " * (end - start)
    assert not "".join(rest).strip()


def test_a_text_of_nothing_has_no_sentence() -> None:
    assert list(sentences("")) == []
    assert list(sentences(" \n\t\u00a0 ")) == []


def test_a_line_s_end_is_always_a_border() -> None:
    text = "- one egg\n- two spoons"
    assert [text[start:end] for start, end in sentences(text)] == text.split("\n")
