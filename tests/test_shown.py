"""Show what a card lets its reader see around a quote, and of the question."""

from pathlib import Path

from bot.card import Card
from bot.cards import answer_card
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
