"""Show what the articles say to a question: verbatim quotes, honest verdicts, no furniture."""

import json
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answering import LONGEST_QUESTION, AnswerSettings
from knowledge.library import Library
from knowledge.model import Answer, Note, Verdict

ARTICLES = Path(__file__).parent.parent / "knowledge" / "articles"
QUESTIONS = [
    json.loads(line)["question"]
    for line in (Path(__file__).parent / "fixtures" / "article_questions.jsonl")
    .read_text("utf-8")
    .splitlines()
]
SHOIGU = "When did Shoigu visit North Korea?"
FURNITURE_QUESTIONS = [
    "Who wrote the article?",
    "Spread the love",
    "views",
    "Website posts",
    "passion for storytelling",
]
FURNITURE = ["spread the love", "views:", "1021", "website", "storytelling", "article writer"]
FURNITURE += ["ref image", "radio free europe", "concise"]


@lru_cache
def shipped() -> Library:
    return Library.open(ARTICLES)


def library_of(folder: Path, *texts: str, settings: AnswerSettings | None = None) -> Library:
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return Library.open(folder, settings)


def assert_sound(answer: Answer) -> None:
    """Assert what holds for every answer, whatever was asked."""
    snapshot = shipped().snapshot
    assert answer.version == snapshot.version
    assert 0 <= answer.confidence <= 1
    assert len(answer.citations) <= AnswerSettings().citations
    assert (answer.verdict is Verdict.NOT_FOUND) == (not answer.citations)
    for citation in answer.citations:
        passage = citation.passage
        assert snapshot.passages[passage.number] is passage
        assert passage.start <= citation.start < citation.end <= passage.end
        assert citation.quote == citation.article.text[citation.start : citation.end]
        assert citation.quote == citation.quote.strip()
        assert not any(words in citation.quote.casefold() for words in FURNITURE)
    if answer.note:
        assert (answer.verdict, answer.confidence) == (Verdict.NOT_FOUND, 0)


def test_the_question_of_shoigu_s_visit_is_answered_word_for_word() -> None:
    answer = shipped().ask(SHOIGU)
    best = answer.citations[0]
    assert answer.verdict is Verdict.ANSWERED
    assert "visited North Korea in July" in best.quote
    assert best.passage.paragraph.section == "Signs of Military Cooperation"
    assert best.passage.paragraph.number == 3
    assert answer.missing == ()


def test_citations_come_best_first_each_from_another_passage() -> None:
    citations = shipped().ask(SHOIGU).citations
    scores = [citation.score for citation in citations]
    assert scores == sorted(scores, reverse=True)
    assert len({citation.passage.number for citation in citations}) == len(citations)


@pytest.mark.parametrize("question", [*QUESTIONS, *FURNITURE_QUESTIONS])
def test_every_quote_is_its_slice_and_holds_no_furniture(question: str) -> None:
    assert_sound(shipped().ask(question))


@pytest.mark.parametrize("question", FURNITURE_QUESTIONS)
def test_questions_that_only_the_furniture_answers_find_nothing(question: str) -> None:
    answer = shipped().ask(question)
    assert answer.verdict is Verdict.NOT_FOUND
    assert answer.missing


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("", Note.NOTHING_TO_SEARCH),
        (" \n\t", Note.NOTHING_TO_SEARCH),
        ("what is the", Note.NOTHING_TO_SEARCH),
        ("Who are you?", Note.NOTHING_TO_SEARCH),
        ("😀🎉", Note.NOTHING_TO_SEARCH),
        ("?!…", Note.NOTHING_TO_SEARCH),
        ("\u202e\u200b", Note.NOTHING_TO_SEARCH),
        ("Hi!", Note.GREETING),
        ("Good morning 👋", Note.GREETING),
        ("what's up?", Note.GREETING),
        ("Thanks!!", Note.THANKS),
        ("thank  you so much", Note.THANKS),
        ("Shoigu " * 100, Note.TOO_LONG),
        ("x" * (LONGEST_QUESTION + 1), Note.TOO_LONG),
    ],
)
def test_what_asks_nothing_gets_a_note_and_no_search(question: str, note: Note) -> None:
    answer = shipped().ask(question)
    assert answer.note is note
    assert_sound(answer)
    assert answer.missing == ()
    assert answer.nearest == ()
    assert len(answer.question) <= LONGEST_QUESTION


@pytest.mark.parametrize("question", ["Thanks to whom did Shoigu visit?", "Hi, who is Shoigu?"])
def test_a_polite_question_is_still_a_question(question: str) -> None:
    assert shipped().ask(question).note is None


def test_a_question_of_the_greatest_length_is_searched_for() -> None:
    question = SHOIGU + "?" * (LONGEST_QUESTION - len(SHOIGU))
    assert shipped().ask(question).citations


def test_the_question_comes_back_on_one_safe_line() -> None:
    answer = shipped().ask("  When did\u202e Shoigu\n\nvisit\x00?  ")
    assert answer.question == "When did Shoigu visit?"


def test_missing_words_are_told_once_as_they_were_typed() -> None:
    answer = shipped().ask("Did RUSSIA’s Wombats meet the U.K.'s Café, wombats, Café?")
    assert answer.missing == ("Wombats", "meet", "U.K.", "Café", "wombats")


def test_nothing_found_points_to_the_nearest_passages() -> None:
    answer = shipped().ask("Which wombats, quokkas and numbats live in Russia?")
    assert answer.verdict is Verdict.NOT_FOUND
    assert answer.citations == ()
    assert answer.nearest
    assert all("Russia" in passage.text for passage in answer.nearest)


def test_a_library_of_nothing_says_so(tmp_path: Path) -> None:
    library = library_of(tmp_path)
    answer = library.ask(SHOIGU)
    assert (answer.verdict, answer.note) == (Verdict.NOT_FOUND, Note.NO_ARTICLES)
    assert library.ask("hello").note is Note.GREETING
    assert library.ask("the").note is Note.NOTHING_TO_SEARCH
    assert library.passage(answer.version, 0) is None


def test_a_broken_file_is_told_and_the_others_answer(tmp_path: Path) -> None:
    library = library_of(tmp_path, "Trams\n\nThe tram stops at noon.", "")
    assert [fault.source for fault in library.faults] == ["1.txt"]
    assert library.ask("When does the tram stop?").verdict is Verdict.ANSWERED


def test_settings_bound_the_citations_and_move_the_verdict(tmp_path: Path) -> None:
    text = "Trams\n\nThe tram stops at noon.\n\nThe tram is red.\n\nThe tram rings."
    strict = AnswerSettings(citations=2, answered_at=1.0, related_at=0.3)
    library = library_of(tmp_path, text, settings=strict)
    assert len(library.ask("tram").citations) == 2
    assert library.ask("When does the tram stop?").verdict is Verdict.ANSWERED
    assert library.ask("Does the tram stop on Sunday?").verdict is Verdict.RELATED
    assert library.ask("Do tram wheels squeak loudly?").verdict is Verdict.NOT_FOUND


def test_the_best_sentence_of_a_passage_is_quoted(tmp_path: Path) -> None:
    text = "Trams\n\nThe day was cold. The tram stopped at noon. Nobody got out."
    answer = library_of(tmp_path, text).ask("When did the tram stop?")
    assert [citation.quote for citation in answer.citations] == ["The tram stopped at noon."]


def test_the_elapsed_time_is_told() -> None:
    assert 0 < shipped().ask(SHOIGU).elapsed_ms < 1000


WORDS = st.sampled_from([*" ".join(QUESTIONS).split(), "U.S.", "@everyone", "<@1>", "`", "\u202e"])
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=600)


@given(st.lists(WORDS | ANYTHING, max_size=12).map(" ".join))
@settings(deadline=None, max_examples=300)
def test_any_text_gets_an_answer(question: str) -> None:
    assert_sound(shipped().ask(question))


def test_the_same_question_gets_the_same_answer() -> None:
    one, other = shipped().ask(SHOIGU), Library.open(ARTICLES).ask(SHOIGU)
    assert [citation.quote for citation in one.citations] == [
        citation.quote for citation in other.citations
    ]
