"""What the library answers: verbatim quotes, honest doubt, and a helpful line for the rest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.answering import LONGEST_QUESTION, AnswerSettings
from knowledge.context import excerpt, neighbours
from knowledge.library import Library
from knowledge.model import Answer, Note, Verdict
from knowledge.reading.article import read_article
from knowledge.snapshot import build_snapshot

LINES = Path("tests/fixtures/article_questions.jsonl").read_text(encoding="utf-8").splitlines()
QUESTIONS = [json.loads(line) for line in LINES]
QUESTION = "When did Shoigu visit North Korea?"

FURNITURE = (
    *("Spread the love", "Views", "Website", "posts", "Whether writing", "my writing", "passion"),
    *("article writer", "Radio Free Europe"),
)


def library_of(*texts: str) -> Library:
    """Return a library of some plain texts."""
    articles = [read_article(text.encode(), f"{n}.txt") for n, text in enumerate(texts)]
    return Library(build_snapshot(articles), AnswerSettings())


def assert_verbatim(answer: Answer) -> None:
    """Each quote is a slice of its article and stands inside its passage."""
    for citation in answer.citations:
        assert citation.article.text[citation.start : citation.end] == citation.quote
        assert citation.passage.start <= citation.start < citation.end <= citation.passage.end
        assert citation.quote in citation.passage.text


def test_the_sentence_about_the_visit_is_quoted_with_its_place(library: Library) -> None:
    answer = library.ask(QUESTION)
    best = answer.citations[0]
    assert answer.verdict is Verdict.ANSWERED
    assert "visited North Korea in July" in best.quote
    assert best.quote.startswith("In a surprising move")
    assert best.passage.paragraph.section == "Signs of Military Cooperation"
    assert best.passage.paragraph.number == 3


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: str(asked["question"]))
def test_no_quote_differs_from_its_slice(library: Library, asked: dict[str, str]) -> None:
    assert_verbatim(library.ask(asked["question"]))


@pytest.mark.threat("F6")
@pytest.mark.parametrize(
    "question",
    [
        *("Who wrote the article?", "Spread the love", "views", "Views 1021", "Website posts"),
        *("my writing is clear and concise", "passion for storytelling", "Radio Free Europe"),
    ],
)
def test_the_furniture_of_the_page_is_never_quoted(library: Library, question: str) -> None:
    answer = library.ask(question)
    assert answer.verdict is not Verdict.ANSWERED
    for citation in answer.citations:
        assert not any(word in citation.passage.text for word in FURNITURE)


@pytest.mark.threat("I6")
@pytest.mark.parametrize(
    ("question", "note"),
    [
        *((text, Note.NOTHING_TO_SEARCH) for text in ("", "  ", "?!", "👋", "what is it?", "\x00")),
        *((text, Note.GREETING) for text in ("hello", "Hi!", "Good morning")),
        *((text, Note.THANKS) for text in ("thanks!", "Thank you very much.")),
        ("a" * (LONGEST_QUESTION + 1), Note.TOO_LONG),
    ],
)
def test_what_is_not_searched_for_gets_a_note_and_no_citation(
    library: Library, question: str, note: Note
) -> None:
    answer = library.ask(question)
    assert answer.note is note
    assert (answer.verdict, answer.confidence) == (Verdict.NOT_FOUND, 0.0)
    assert not answer.citations


def test_words_that_no_passage_contains_are_named_as_they_were_typed(library: Library) -> None:
    answer = library.ask("Which Recipe has KIMCHI for Putin, kimchi?")
    assert answer.missing == ("Recipe", "KIMCHI")


@pytest.mark.threat("O14")
def test_a_library_without_articles_says_so() -> None:
    answer = library_of().ask(QUESTION)
    assert answer.note is Note.NO_ARTICLES


@pytest.mark.threat("O14")
def test_one_passage_answers_what_it_says_and_nothing_else() -> None:
    library = library_of("A queen bee lays two thousand eggs a day.")
    assert library.ask("How many eggs does a queen bee lay?").verdict is Verdict.ANSWERED
    assert library.ask("Who won the election in Ukraine?").verdict is Verdict.NOT_FOUND


def test_the_article_that_speaks_of_it_is_cited_first() -> None:
    library = library_of(
        "Bees\n\nA queen bee lays two thousand eggs a day.",
        "Wasps\n\nA wasp queen sleeps in the roof all winter long.",
    )
    assert library.ask("Where does the wasp sleep?").citations[0].article.title == "Wasps"


def test_the_same_content_is_the_same_version_and_another_content_another() -> None:
    first, second = library_of("Bees lay eggs all day long."), library_of("Bees lay eggs all day.")
    assert first.snapshot.version == library_of("Bees lay eggs all day long.").snapshot.version
    assert first.snapshot.version != second.snapshot.version


@pytest.mark.threat("O13")
def test_a_passage_of_another_version_or_number_is_not_given(library: Library) -> None:
    version = library.snapshot.version
    assert library.passage(version, 2) is library.snapshot.passages[2]
    assert library.passage("0" * 12, 2) is None
    assert library.passage(version, 6) is None
    assert library.passage(version, -1) is None


def test_an_excerpt_takes_whole_neighbour_sentences_as_far_as_they_fit(library: Library) -> None:
    [citation, *_] = library.ask("Who guided Shoigu through the exhibition?").citations
    text = citation.article.text
    start, end = excerpt(citation, limit=1000)
    assert text[start:end] == citation.passage.text
    assert excerpt(citation, limit=10) == (citation.start, citation.end)


def test_the_first_and_the_last_paragraph_have_one_neighbour(library: Library) -> None:
    first = library.ask("isolation of both leaders").citations[0]
    last = library.ask("geopolitical landscape").citations[0]
    assert neighbours(first)[0] is None
    assert neighbours(first)[1] is not None
    assert neighbours(last)[1] is None


@given(text=st.text(max_size=600))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_question_makes_the_library_fail(library: Library, text: str) -> None:
    assert_verbatim(library.ask(text))
    assert_verbatim(library.ask(f"Shoigu {text[:480]}"))
