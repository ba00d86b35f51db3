"""Show how saved questions are read, measured and reported."""

import json
from pathlib import Path

import pytest

from bot.evaluate import report
from knowledge.errors import QuestionsError
from knowledge.evaluation import SavedQuestion, evaluate, read_questions
from knowledge.library import Library

RIGHT = SavedQuestion("Who visited North Korea in July?", ("Shoigu",))
WRONG = SavedQuestion("Who visited North Korea in July?", ("the mayor of Kursk",))
NO_ANSWER = SavedQuestion("What is the recipe for kimchi?", ())
CLAIMED = SavedQuestion("Who visited North Korea in July?", ())


def test_questions_are_read_from_lines_and_empty_lines_skipped() -> None:
    lines = ['{"question": "Who?", "gold": ["A", "B"]}\n', "\n", '{"question": "Why?", "gold": []}']
    assert list(read_questions(lines)) == [
        SavedQuestion("Who?", ("A", "B")),
        SavedQuestion("Why?", ()),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Who?",
        "[]",
        "3",
        '{"question": "Who?"}',
        '{"question": 3, "gold": []}',
        '{"question": "Who?", "gold": "Shoigu"}',
        '{"question": "Who?", "gold": [""]}',
        '{"question": "Who?", "gold": [1]}',
        "[" * 100_000,
    ],
)
def test_a_malformed_line_is_named(line: str) -> None:
    good = json.dumps({"question": "Who?", "gold": []})
    with pytest.raises(QuestionsError, match=r"^line 2: expected an object such as"):
        list(read_questions([good, line]))


@pytest.mark.parametrize(
    ("question", "is_missed"), [(RIGHT, False), (WRONG, True), (NO_ANSWER, False), (CLAIMED, True)]
)
def test_a_wrong_quote_and_a_false_claim_are_misses(
    library: Library, question: SavedQuestion, is_missed: bool
) -> None:
    [outcome] = evaluate(library, [question])
    assert outcome.is_missed is is_missed


def test_the_report_counts_and_lists_the_misses(library: Library) -> None:
    lines = list(report(evaluate(library, [RIGHT, WRONG, NO_ANSWER, CLAIMED])))
    assert lines[0] == "right sentence quoted first: 1 of 2; among the citations: 1"
    assert lines[1] == "called answered: 2 of 2 that the articles answer, 1 of 2 others"
    assert lines[2] == "verdict accuracy: 0.75 (3 of 4)"
    assert "not “the mayor of Kursk”" in lines[3]
    assert "the articles do not answer" in lines[4]
    assert len(lines) == 5


def test_the_report_says_when_nothing_was_missed(library: Library) -> None:
    assert list(report(evaluate(library, [RIGHT, NO_ANSWER])))[-1] == "No misses."


def test_the_shipped_article_is_quoted_right_and_never_called_to_answer_what_it_does_not() -> None:
    library = Library.open(Path("knowledge/articles"))
    with Path("tests/fixtures/article_questions.jsonl").open(encoding="utf-8") as lines:
        outcomes = evaluate(library, read_questions(lines))
    answerable = [one for one in outcomes if one.question.gold]
    assert sum(one.is_quoted(3) for one in answerable) >= 21
    assert not any(one.is_answered for one in outcomes if not one.question.gold)
