"""Article text that looks like page furniture stays, and furniture in disguise goes."""

from __future__ import annotations

import pytest

from knowledge.reading.article import read_article

BODY = "\n\n".join(
    f"Paragraph number {number} tells of the long war in the north and of the people there."
    for number in range(5)
)
LAST = "The last paragraph stays where it is, as it should do."


@pytest.mark.threat("F6")
@pytest.mark.parametrize(
    "text",
    [
        "More from the north arrived in July, the ministry said.",
        "Don't miss the point, he told them.",
        "Up next is the election in May.",
        "Images from the satellite showed new construction at the site.",
        "Photos by the dozen were found in the old house.",
        "Video: the leaders met on Monday and signed a pact.",
        "Copyright 2020 rules changed this for good in France.",
        "Join the army and receive weekly updates.",
        "Related topics in physics",
        "Comments",
        "Author",
        "30 minutes",
        "The Story",
    ],
)
def test_article_text_that_looks_like_furniture_stays(text: str) -> None:
    article = read_article(f"A title\n\n{BODY}\n\n{text}\n\n{LAST}\n".encode(), "a.txt")
    assert not article.dropped
    assert article.credit is None
    assert f"\n\n{text}\n\n{LAST}" in article.text


def test_a_title_right_below_a_share_line_is_kept() -> None:
    article = read_article(f"Spread the love\nA title\n\n{BODY}".encode(), "a.txt")
    assert article.title == "A title"


def test_a_note_that_introduces_the_writer_goes_when_the_page_has_furniture() -> None:
    note = "Jane Doe is a freelance journalist who covers Asia."
    page = f"A title\n\n{BODY}\n\n{note}\n"
    assert note in read_article(page.encode(), "a.txt").text
    page = f"A title\n\n{BODY}\n\nShare this article\n\n{note}\n"
    assert note not in read_article(page.encode(), "a.txt").text


def test_a_rule_of_dashes_above_ordinary_text_is_no_front_matter() -> None:
    article = read_article(b"---\nNote: this: is a sentence of the text.\n\n---\nMore.", "a.md")
    assert "Note: this: is a sentence of the text." in article.text
