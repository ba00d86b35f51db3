"""Show what becomes of a sentence that stands in several articles."""

from pathlib import Path

from bot.cards import answer_card
from knowledge.library import Library
from knowledge.model import Verdict

SENTENCE = "Tickets are sold at the gate by the old lighthouse keeper."
QUESTION = "Where are tickets sold by the old lighthouse keeper?"


def library(folder: Path, count: int) -> Library:
    for number in range(count):
        text = f"Guide {number}\n\nThe town of Ab{number} lies on a river. {SENTENCE}\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return Library.open(folder)


def test_it_is_cited_once_with_both_articles(tmp_path: Path) -> None:
    answer = library(tmp_path, 2).ask(QUESTION)
    best = answer.citations[0]
    assert best.quote == SENTENCE
    assert [passage.article.title for passage in (best.passage, *best.also)] == [
        "Guide 0",
        "Guide 1",
    ]
    assert [citation.quote for citation in answer.citations].count(SENTENCE) == 1


def test_it_is_answered_as_surely_as_if_one_article_said_it(tmp_path: Path) -> None:
    assert library(tmp_path, 9).ask(QUESTION).verdict is Verdict.ANSWERED


def test_its_card_names_three_articles_and_counts_the_others(tmp_path: Path) -> None:
    small = answer_card(library(tmp_path, 9).ask(QUESTION)).small
    line = "".join(span.text for span in small[0])
    assert line.endswith("Guide 0, ¶1; also Guide 1, ¶1; also Guide 2, ¶1; and 6 more")


def test_a_sentence_that_begins_with_a_pronoun_speaks_of_its_own_article(tmp_path: Path) -> None:
    for name in ("Mirra", "Selka"):
        text = f"{name}\n\n{name} is a trader. She asks for forty gold pieces.\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    answer = Library.open(tmp_path).ask("Who asks for forty gold pieces?")
    assert all(not citation.also for citation in answer.citations)
