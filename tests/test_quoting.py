"""Show what is quoted together, and that each quote stands once and word for word."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering import AnswerSettings
from knowledge.library import Library
from knowledge.model import Citation
from knowledge.query import understand
from knowledge.quoting import LED_IN_LENGTH, citations
from knowledge.ranking import rank
from knowledge.reading.article import read_article
from knowledge.snapshot import Snapshot, build_snapshot
from knowledge.synonyms import Synonyms
from knowledge.weights import shipped

FAQ = "How long is the ride? The tram takes two hours. Bring a coat."
LIST = "Bring these things for the ride:\n\n- a ticket\n- a coat\n- an umbrella"
TABLE = "| Line | Colour |\n| --- | --- |\n| One | red |\n| Two | blue |"
STOP = "The tram stops at noon."


def snapshot_of(*texts: str) -> Snapshot:
    named = enumerate(texts)
    return build_snapshot(read_article(f"# Day\n\n{text}".encode(), f"{n}.md") for n, text in named)


def cited(question: str, *texts: str, limit: int = 3) -> tuple[Citation, ...]:
    snapshot = snapshot_of(*texts)
    query = understand(question, snapshot, Synonyms({}))
    return citations(rank(query, snapshot, shipped()), snapshot, limit=limit)


def quotes(question: str, *texts: str, limit: int = 3) -> list[str]:
    return [citation.quote for citation in cited(question, *texts, limit=limit)]


@pytest.mark.parametrize(
    ("question", "text", "quote"),
    [
        ("How long is the ride?", FAQ, "How long is the ride? The tram takes two hours."),
        ("Is it cold?", "It snows. Is it cold?", "Is it cold?"),
        ("Is it cold?", "Is it cold?\n\nIt snows.", "Is it cold?\nIt snows."),
        ("What to bring for the ride?", LIST, LIST.replace("\n\n", "\n")),
        ("What to bring for the ride?", "Bring things for the ride:", "Bring things for the ride:"),
        ("What is the colour of a line?", TABLE, "Line | Colour\nOne | red\nTwo | blue"),
        ("Which one is blue?", TABLE, "Two | blue"),
        ("When does the tram stop?", f"It snows. {STOP} It rings.", STOP),
    ],
)
def test_a_quote_is_a_sentence_with_what_completes_it(question: str, text: str, quote: str) -> None:
    assert quotes(question, text)[0] == quote


@pytest.mark.parametrize("size", [10, 74, 128, LED_IN_LENGTH])
def test_a_list_is_quoted_item_by_item_as_far_as_it_fits(size: int) -> None:
    items = [f"- {letter * size}" for letter in "abcdefgh"]
    [quote, *_] = quotes("What to bring?", "\n".join(["Bring this:\n", *items]))
    lead_in, *quoted = quote.split("\n")
    assert lead_in == "Bring this:"
    assert quoted == items[: len(quoted)] != []
    assert len(quote) <= LED_IN_LENGTH or len(quoted) == 1
    assert len(quoted) == len(items) or len(quote) + size + len("\n- ") > LED_IN_LENGTH


def test_what_is_quoted_already_is_not_quoted_again() -> None:
    question_and_answer = FAQ.removesuffix(" Bring a coat.")
    assert quotes("Is the tram ride long?", question_and_answer) == [question_and_answer]
    assert quotes("What to bring for the ride: a coat?", LIST) == [LIST.replace("\n\n", "\n")]


def test_a_sentence_in_several_articles_is_one_citation_that_names_them_all() -> None:
    texts = f"{STOP} It is red.", "It snows.", f"It rings. {STOP}", STOP
    [citation] = [one for one in cited("When does the tram stop?", *texts) if one.quote == STOP]
    places = (citation.passage, *citation.also)
    assert sorted(passage.article.name for passage in places) == ["0.md", "2.md", "3.md"]
    assert all(STOP in passage.text for passage in places)


def test_the_other_articles_are_named_beyond_the_greatest_number_of_quotes() -> None:
    [citation] = cited("When does the tram stop?", STOP, STOP, f"{STOP}\n\n{STOP}", limit=1)
    assert [passage.article.name for passage in citation.also] == ["1.md", "2.md"]


def test_a_sentence_that_one_article_repeats_names_no_other() -> None:
    assert all(one.also == () for one in cited("When does the tram stop?", f"{STOP}\n\n{STOP}"))


@pytest.mark.parametrize(("limit", "number"), [(0, 0), (1, 1), (2, 2), (4, 4), (9, 5)])
def test_there_are_no_more_quotes_than_asked_for(limit: int, number: int) -> None:
    text = "\n\n".join(f"Tram {name} stops." for name in "one two three four five".split())
    assert len(quotes("Which tram stops?", text, limit=limit)) == number


def test_where_no_word_is_known_nothing_is_quoted() -> None:
    assert quotes("Does the moon shine?", FAQ, LIST, TABLE) == []


@given(st.lists(st.sampled_from("how long tram ride bring coat line two red noon ?".split())))
def test_quotes_are_slices_of_their_articles_best_first(words: list[str]) -> None:
    found = cited(" ".join(words), FAQ, LIST, TABLE, STOP, limit=4)
    assert all(one.score >= other.score for one, other in pairwise(found))
    for one in found:
        assert one.quote == one.article.text[one.start : one.end] != ""
        assert one.passage.start <= one.start < one.end <= one.passage.end


def test_of_a_run_of_questions_one_is_quoted_with_the_next() -> None:
    article = read_article(f"# T\n\nOx {'? ' * 900}\n\nThe end.".encode(), "a.md")
    answer = Library(build_snapshot([article]), AnswerSettings(related_at=0)).ask("ox")
    assert all(len(one.quote) < 10 for one in answer.citations)
