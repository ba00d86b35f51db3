"""Show what a source may say of itself above its text, and how mistakes there are told."""

import pytest

from knowledge.errors import ReadError
from knowledge.model import Article
from knowledge.reading.article import read_article

BODY = "A heading\n\nThe tram stops here.\n"


def read(front: str, body: str = BODY) -> Article:
    return read_article(f"---\n{front}\n---\n{body}".encode(), "note.txt")


def fault_of(front: str) -> str:
    with pytest.raises(ReadError) as caught:
        read(front)
    return str(caught.value)


def test_title_url_date_and_credit_are_taken_and_left_out_of_the_text() -> None:
    article = read(
        "title: The tram\nurl: https://a.example/tram?x=1\ndate: 2023-02-17\n"
        "credit: 'Photo: Jo'\nauthor: left alone"
    )
    assert article.title == "The tram"
    assert article.url == "https://a.example/tram?x=1"
    assert article.date == "2023-02-17"
    assert article.credit == "Photo: Jo"
    assert article.text == "The tram\n\nA heading\n\nThe tram stops here."
    assert article.sections == ("A heading",)


def test_a_title_that_the_text_repeats_is_there_once() -> None:
    article = read("title: The Tram", "THE TRAM\n\nThe tram stops here.\n")
    assert article.text == "The Tram\n\nThe tram stops here."


@pytest.mark.parametrize(
    ("value", "title"), [("1984", "1984"), ("2.50", "2.5"), ("2001-09-09", "2001-09-09")]
)
def test_numbers_and_dates_are_titles_too(value: str, title: str) -> None:
    assert read(f"title: {value}").title == title


@pytest.mark.parametrize("value", ["", "''", "' '", "~"])
def test_an_empty_value_counts_as_none(value: str) -> None:
    article = read(f"title: {value}\nurl: {value}")
    assert article.title == "A heading"
    assert article.url is None


def test_a_value_loses_what_could_disturb_its_line() -> None:
    assert read('title: "The \\u202e tram\\n  line"').title == "The tram line"


@pytest.mark.parametrize("end", ["---", "..."])
def test_front_matter_ends_with_dashes_or_dots(end: str) -> None:
    article = read_article(f"---\ntitle: The tram\n{end}\n{BODY}".encode(), "note.txt")
    assert article.title == "The tram"


@pytest.mark.parametrize(
    ("front", "fault"),
    [
        ("title: [a, b]", "front matter, title: expected text, found list"),
        ("credit: {a: b}", "front matter, credit: expected text, found dict"),
        ("date: true", "front matter, date: expected text, found bool"),
        ("date: 2023-02-30", "front matter, line 1: day is out of range for month"),
        ('title: "open', "front matter, line 2: found unexpected end of stream"),
        ("title: a\ntitle: b", "front matter, line 2: 'title' is set twice (first on line 1)"),
        ("a: &x 1\nb: *x", "front matter, line 2: aliases (*name) are not allowed"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_place(front: str, fault: str) -> None:
    assert fault_of(front) == f"note.txt: {fault}"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "a.example", "https://", "https://a b", "https://a/)x", "12"]
)
def test_only_web_addresses_are_links(url: str) -> None:
    assert fault_of(f"url: '{url}'") == (
        "note.txt: front matter, url: expected an address that begins with https:// or http://"
    )


def test_python_objects_are_refused() -> None:
    assert "could not determine a constructor" in fault_of("title: !!python/name:os.system")


def test_a_rule_of_dashes_above_ordinary_text_is_no_front_matter() -> None:
    article = read_article(b"---\nA title\n---\n\nThe tram stops here.\n", "note.md")
    assert article.text == "A title\n\nThe tram stops here."
