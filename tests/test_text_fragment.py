"""Links that lead to the sentence on its page."""

from dataclasses import replace
from urllib.parse import unquote

import pytest

from bot.text_fragment import link_to
from knowledge.chunking import passages
from knowledge.model import Passage
from knowledge.reading.article import read_article

URL = "https://site.example/bees"


def passage_of(text: str, url: str | None = URL) -> Passage:
    """Return the only passage of an article with this text."""
    article = replace(read_article(f"# T\n\n{text}\n".encode(), "a.md"), url=url)
    [passage] = passages([article])
    return passage


def linked(text: str, quote: str = "", url: str | None = URL) -> str | None:
    passage = passage_of(text, url)
    start = passage.article.text.index(quote or passage.text)
    return link_to(passage, start, start + len(quote or passage.text))


def test_a_short_sentence_is_named_whole() -> None:
    assert linked("A hive has one queen. Bees dance.", "A hive has one queen.") == (
        f"{URL}#:~:text=A%20hive%20has%20one%20queen."
    )


def test_a_long_one_is_named_by_its_first_and_last_words() -> None:
    link = linked("One two three four five six seven eight nine ten eleven.")
    words = "One%20two%20three%20four%20five,seven%20eight%20nine%20ten%20eleven."
    assert link == f"{URL}#:~:text={words}"


@pytest.mark.parametrize("mark", ["-", ",", "&", "(", ")", "<", ">", "#", "%", "’", "[", "]"])
def test_marks_that_mean_something_in_a_link_are_encoded(mark: str) -> None:
    link = linked(f"A queen{mark}bee dances in the hive.")
    assert link
    text = link.partition("#:~:text=")[2]
    assert mark not in text.replace("%", "" if mark != "%" else "%") or mark == "%"
    assert mark in unquote(text)


def test_marks_of_a_list_are_not_looked_for_on_the_page() -> None:
    link = linked("- one queen and more\n- many drones and more")
    assert link == f"{URL}#:~:text=one%20queen%20and%20more,many%20drones%20and%20more"


def test_cells_of_a_table_are_looked_for_one_by_one() -> None:
    link = linked("| Rank | Name |\n|---|---|\n| first of all | Ada Bee |")
    assert link == f"{URL}#:~:text=Rank,Ada%20Bee"


def test_a_link_that_has_a_fragment_keeps_it() -> None:
    link = linked("Bees dance.", url=f"{URL}#dance")
    assert link == f"{URL}#dance:~:text=Bees%20dance."


def test_a_printed_page_is_named_by_its_number() -> None:
    passage = passage_of("Bees dance.", f"{URL}.pdf#x")
    printed = replace(passage, paragraph=replace(passage.paragraph, page=3))
    assert link_to(printed, passage.start, passage.end) == f"{URL}.pdf#page=3"


def test_an_article_without_a_link_has_none() -> None:
    assert linked("Bees dance.", url=None) is None


def test_the_longest_link_leaves_room_on_a_card() -> None:
    for text in ("蜂" * 500, " ".join(["é" * 60] * 30)):
        link = linked(text)
        assert link
        assert len(link) < 1200
