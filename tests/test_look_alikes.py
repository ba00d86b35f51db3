"""Article text that looks like page furniture stays, and furniture in disguise goes."""

from __future__ import annotations

import contextlib

import pytest

from knowledge.errors import ReadError
from knowledge.reading.article import read_article
from knowledge.sentences import sentences
from knowledge.snapshot import version_of

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
        "Powered by steam, the boat crossed the lake in an hour.",
        "Retrieved from the wreck in 1962, the bell hangs in the church.",
        "Last updated by hand in 1920, the map shows no road.",
        "Follow us into the cave, said the guide.",
        "Read more about ships in winter.",
        "By clicking the lid she opened the tin of cookies.",
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


@pytest.mark.threat("I3")
def test_a_line_of_dots_is_split_in_one_pass() -> None:
    text = "One. " + "." * 200_000 + " Two."
    assert len(list(sentences(text))) <= 3


@pytest.mark.parametrize(
    "value", ["!!bool maybe", '!!int ""', "!!timestamp never", "[" * 30, "0x" + "f" * 5000]
)
def test_front_matter_of_any_value_is_read_or_refused(value: str) -> None:
    with contextlib.suppress(ReadError):
        read_article(f"---\ntitle: {value}\n---\n{LAST}\n".encode(), "a.md")


def test_a_heading_and_a_paragraph_of_the_same_words_are_two_versions() -> None:
    heading = read_article(b"# T\n\n## Foo bar\n\nIs it so? Yes.", "a.md")
    paragraph = read_article(b"# T\n\nFoo bar\n\nIs it so? Yes.", "a.md")
    assert heading.text == paragraph.text
    assert version_of([heading]) != version_of([paragraph])


def test_an_empty_heading_is_no_section() -> None:
    assert read_article(f"# T\n\n## \n\n{LAST}".encode(), "a.md").sections == ()
