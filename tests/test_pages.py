"""Show that pages of many layouts keep all their article and none of the page around it."""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.model import Article
from knowledge.reading.article import read_article

PAGES = Path(__file__).parent / "fixtures" / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))


DATE_IN_TEXT_ONLY = {"blog-handmade-1998", "news-hidden-text"}  # a guess would be needed
# What no rule tells from the article's own lines. Take a line out when it goes, add none.
KNOWN = {
    "blog-letter-maps": ["Petra Lund · October 2, 2022"],
    "forum-answers-sqlite": ["2 Answers"],
    "forum-threads-soup": ["Wholesome true story"],
}


@pytest.fixture(scope="module", params=NAMES)
def page(request: pytest.FixtureRequest) -> tuple[Article, dict[str, Any]]:
    name = f"{request.param}.html"
    expected: dict[str, Any] = json.loads((PAGES / f"{request.param}.json").read_text("utf-8"))
    return read_article((PAGES / name).read_bytes(), name), expected


def pieces(texts: list[str | list[str]]) -> list[str]:
    """Return the texts, each cell of a table's row on its own."""
    rows = ([one] if isinstance(one, str) else one for one in texts)
    return [on_one_line(cell) for row in rows for cell in row]


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def test_there_are_twenty_pages_of_five_kinds() -> None:
    assert len(NAMES) == 20
    assert {name.partition("-")[0] for name in NAMES} == {"blog", "docs", "forum", "news", "wiki"}


@pytest.mark.threat("F6")
def test_a_page_keeps_all_its_article_in_order(page: tuple[Article, dict[str, Any]]) -> None:
    article, expected = page
    text, place, missing = on_one_line(article.text), 0, []
    for piece in pieces(expected["text"]):
        found = text.find(piece, place)
        if found < 0:
            missing.append(piece)
        else:
            place = found + len(piece)
    assert missing == []


@pytest.mark.threat("F6")
def test_a_page_keeps_none_of_its_furniture_but_what_is_known(
    page: tuple[Article, dict[str, Any]],
) -> None:
    article, expected = page
    text = on_one_line(article.text)
    kept = [piece for piece in pieces(expected["furniture"]) if piece in text]
    assert kept == KNOWN.get(article.name.removesuffix(".html"), [])


def test_a_page_has_its_headings_title_and_date(page: tuple[Article, dict[str, Any]]) -> None:
    article, expected = page
    assert [one for one in expected["headings"] if one not in article.sections] == []
    assert article.title == expected["title"]
    shown_only = article.name.removesuffix(".html") in DATE_IN_TEXT_ONLY
    assert article.date == (None if shown_only else expected["date"])
