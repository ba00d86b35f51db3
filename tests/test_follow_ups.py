"""Show which questions are taken to lean on the one before, and how they are completed."""

import json
from pathlib import Path

import pytest

from knowledge.follow_ups import leans, thread
from knowledge.library import Library
from knowledge.model import Verdict

PAIRS = [
    json.loads(line)
    for line in Path("tests/fixtures/follow_ups.jsonl").read_text("utf-8").splitlines()
]


def test_nearly_all_questions_lean_or_stand_alone_as_their_authors_say() -> None:
    wrong = [pair["question"] for pair in PAIRS if leans(pair["question"]) is not pair["leans"]]
    assert len(wrong) <= len(PAIRS) * 0.04, wrong


@pytest.mark.parametrize(
    "question",
    [
        *(
            "and when?",
            "What about Kim?",
            "who was he",
            "how many of them?",
            "why not?",
            "Who else?",
        ),
        *("And in 1985?", "what percentage", "subs too?", "any downsides?", "what happened there?"),
        *("is that true?", "why would that matter", "when did the queen open it?", "for how long"),
    ],
)
def test_these_lean(question: str) -> None:
    assert leans(question)


@pytest.mark.parametrize(
    "question",
    [
        *(
            "Who was Rollo?",
            "Is it true that steam engines explode?",
            "how long does it take to boil",
        ),
        *("When Isaac surrendered, what was he confined with?", "Are there parks in Warsaw?"),
        *("And when did the rebellion start?", "was it harvard that had the first press"),
        *("What about the plan is useful for Russia?", "how many troops were there in one tumen"),
    ],
)
def test_these_stand_alone(question: str) -> None:
    assert not leans(question)


@pytest.mark.parametrize("question", ["and when?", "why", "for how long?", "what about Kim?"])
def test_a_follow_up_is_answered_from_the_question_before(library: Library, question: str) -> None:
    alone = library.ask(question)
    completed = library.ask(question, "Did the Russian defense minister visit North Korea?")
    assert alone.verdict is not Verdict.ANSWERED
    assert completed.confidence > alone.confidence
    assert completed.citations
    assert completed.question == question


def test_and_when_finds_the_time_of_what_was_asked_before(library: Library) -> None:
    answer = library.ask("and when?", "Did the Russian defense minister visit North Korea?")
    assert "in July" in answer.citations[0].quote


def test_a_question_that_stands_alone_is_not_disturbed(library: Library) -> None:
    question = "What technology is North Korea after?"
    alone, after = library.ask(question), library.ask(question, "Who guided Shoigu?")
    assert after.citations == alone.citations
    assert after.confidence == alone.confidence


def test_words_of_the_question_before_are_not_said_to_be_missing(library: Library) -> None:
    answer = library.ask("and in Tokyo?", "Who won the marathon?")
    assert answer.missing == ("Tokyo",)


def test_a_thread_is_what_the_next_question_may_lean_on() -> None:
    assert thread("", "Who is Putin?") == "Who is Putin?"
    assert thread("Who is Putin?", "and Kim?") == "Who is Putin? and Kim?"
    assert thread("Who is Putin? and Kim?", "Who visited in July?") == "Who visited in July?"
