"""Show what a card lets its reader see around a quote, and of the question."""

import json
import math
from pathlib import Path

from bot.card import Card
from bot.cards import Offers, answer_card
from knowledge.library import Library
from knowledge.model import Verdict

TABLE = "| Role | Who gets it |\n| --- | --- |\n| Owl | Moderators only |\n| Wren | Everyone |"


def text_of(card: Card) -> str:
    return "\n".join("".join(span.text for span in line) for line in card.body)


def library(folder: Path, text: str) -> Library:
    (folder / "roles.md").write_text(f"# Roles\n\n{text}\n", encoding="utf-8")
    return Library.open(folder)


def test_a_row_of_a_table_is_shown_with_its_head(tmp_path: Path) -> None:
    answer = library(tmp_path, TABLE).ask("Who gets the Wren?")
    assert answer.citations[0].quote == "Wren | Everyone"
    assert "Role | Who gets it\nOwl | Moderators only [2]\nWren | Everyone [1]" in text_of(
        answer_card(answer)
    )


def test_a_long_question_leaves_less_room_around_the_quote(tmp_path: Path) -> None:
    text = " ".join(f"The heron number {number} eats a fish of {number} grams." for number in "123")
    answer = library(tmp_path, text).ask("What does heron number 2 eat?")
    assert "heron number 3" in text_of(answer_card(answer, "Short?"))
    card = answer_card(answer, "Why " + "so long " * 60)
    assert text_of(card) == "The heron number 2 eats a fish of 2 grams. [1]"
    assert len(card.question) > 400


def test_an_answer_names_the_words_that_no_article_contains(tmp_path: Path) -> None:
    text = "The mayor Jane Doe opened the new harbour bridge in May 1951."
    answer = library(tmp_path, text).ask("Which mayor opened the new harbour bridge ceremoniously?")
    assert answer.verdict is Verdict.ANSWERED
    assert text_of(answer_card(answer)).startswith("The articles do not contain: “ceremoniously”.")


def test_no_answer_to_the_development_questions_is_longer_than_twelve_lines() -> None:
    shipped = Library.open(Path("knowledge/articles"))
    lines = Path("tests/fixtures/article_questions.jsonl").read_text("utf-8").splitlines()
    for question in (json.loads(line)["question"] for line in lines):
        card = answer_card(shipped.ask(question), question, Offers(asker=1, follows=True))
        assert lines_of(card) <= 12, question


def lines_of(card: Card) -> int:
    """Return about how many lines a card has on a desktop, above its buttons."""
    texts = ["".join(span.text for span in line) for line in card.body]
    small = ["".join(span.text for span in line) for line in card.small]
    wrapped = sum(math.ceil(len(text) / 72) for text in texts)
    return wrapped + sum(math.ceil(len(text) / 80) for text in (card.question, *small))
