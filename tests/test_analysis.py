"""Show which terms a text is searched by, and that each knows its place in the text."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.analysis import MAX_WORD, STOP_WORDS, terms, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Russia's", "russia"),
        ("Russia’s", "RUSSIA"),
        ("the countries' ships", "country ship"),
        ("James'", "james"),
        ("nuclear-powered", "nuclear powered"),
        ("nuclear–powered", "nuclear powered"),
        ("Café", "cafe"),
        ("e\u0301te\u0301", "été"),
        ("1,000", "1000"),
        ("1,234,567", "1234567"),
        ("O’Neill", "O'Neill"),
        ("ＮＡＴＯ", "nato"),
        ("ﬁsh", "fish"),
        ("STRASSE", "straße"),
        ("U.S. Army", "u.s. army"),
        ("visited", "visits"),
        ("dissolution", "dissolutions"),
        ("snake_case", "snake case"),
    ],
)
def test_spellings_of_a_word_are_one_term(one: str, other: str) -> None:
    assert terms(one) == terms(other) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [("U.S.", "us"), ("3.14", "314"), ("1.000", "1000"), ("it.", "i.t."), ("Russia", "Rus")],
)
def test_words_that_differ_are_different_terms(one: str, other: str) -> None:
    assert terms(one) != terms(other)


@pytest.mark.parametrize(
    "text",
    ["what is the", "Us", "don't", "can’t", "It's", "Who", "", " ", "!?…", "😀", "_", "'"],
)
def test_stop_words_and_signs_are_not_searched_for(text: str) -> None:
    assert terms(text) == []


def test_no_stop_word_gets_through_in_any_spelling() -> None:
    for word in STOP_WORDS:
        shouted = "" if word in {"us", "who", "it"} else word.upper()
        for spelling in (word, shouted, word.replace("'", "’")):
            assert terms(spelling) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("US President", terms("U.S. President")),
        ("tell us", []),
        ("Kim Jong Un", ["kim", "jong", "un"]),
        ("the UN", terms("the U.N.")),
        ("the WHO and IT", ["who.", "it."]),
        ("who was it", []),
        ("WHO VISITED US IN MAY", ["visit"]),
        ("in May", ["may."]),
        ("May I ask?", ["ask"]),
        ("the UK and the USA", terms("the U.K. and the U.S.A.")),
    ],
)
def test_capitals_tell_a_name_from_a_stop_word(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("defence", "defense"),
        ("colours", "colors"),
        ("neighbourhood", "neighborhoods"),
        ("organised", "organized"),
        ("organisations", "organizations"),
        ("analysing", "analyzing"),
        ("centre", "centers"),
        ("travelled", "traveled"),
        ("catalogues", "catalogs"),
        ("paediatric", "pediatric"),
        ("judgements", "judgment"),
        ("grey", "gray"),
    ],
)
def test_british_and_american_spellings_are_one_term(british: str, american: str) -> None:
    assert terms(british) == terms(american)


@pytest.mark.parametrize(
    ("one", "other"),
    [("hours", "hour"), ("rising", "rise"), ("called", "call"), ("acres", "acre")],
)
def test_words_that_only_look_british_keep_their_forms_together(one: str, other: str) -> None:
    assert terms(one) == terms(other)


def test_terms_come_in_order_with_repeats() -> None:
    assert terms("Ships and boats, and more ships!") == ["ship", "boat", "ship"]


def test_a_token_knows_its_place() -> None:
    text = "When did the U.S. visit “Russia’s” café?"
    assert [text[token.start : token.end] for token in tokens(text)] == [
        "U.S.",
        "visit",
        "Russia’s",
        "café",
    ]


def test_words_that_differ_only_beyond_the_greatest_length_are_one() -> None:
    long = "x" * MAX_WORD
    assert terms(long + "a") == terms(long + "b")
    assert [(token.start, token.end) for token in tokens(f"{long}a bee")] == [(0, 65), (66, 69)]


@given(st.text(max_size=200) | st.text("aB.'’-1,\u0301 é_", max_size=60))
@settings(deadline=None)
def test_tokens_are_slices_in_order_that_say_the_same_alone(text: str) -> None:
    found = list(tokens(text))
    assert all(one.end <= other.start for one, other in pairwise(found))
    for token in found:
        assert 0 <= token.start < token.end <= len(text)
        assert token.term
        assert terms(text[token.start : token.end]) == [token.term]


@pytest.mark.threat("I4")
@pytest.mark.parametrize("marks", ["\u0301\u0316", "\u0316\u0301", "\u093c\u094d", "\u05bf\u05c1"])
def test_runs_of_marks_take_no_longer_than_letters_would(marks: str) -> None:
    started = time.perf_counter()
    list(tokens("z" + marks * 500_000 + " ship"))
    assert time.perf_counter() - started < 2  # normalised whole, half an hour
