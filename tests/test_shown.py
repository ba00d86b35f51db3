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


def test_an_answer_names_the_words_that_no_article_contains(tmp_path: Path) -> None:
    text = "The mayor Jane Doe opened the new harbour bridge in May 1951."
    answer = library(tmp_path, text).ask("Which mayor opened the new harbour bridge ceremoniously?")
    assert answer.verdict is Verdict.ANSWERED
    assert text_of(answer_card(answer)).startswith("The articles do not contain: “ceremoniously”.")
