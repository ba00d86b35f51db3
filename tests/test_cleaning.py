"""Show that pages lose their furniture, keep their article, and that nothing vanishes unsaid."""

import json
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.cleaning import clean
from knowledge.model import Article
from knowledge.reading import plain
from knowledge.reading.article import read_article

FOLDER = Path(__file__).parent / "fixtures" / "scraped"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text("utf-8"))
PAGES = sorted(EXPECTED)

# What the rules do not know yet; a remainder is better than a lost paragraph.
REMAINS = {
    "rye-bread-recipe.txt": [
        "Did you make this recipe? Tag @henkbakes on Instagram and hashtag it #henkbakes"
    ]
}


@lru_cache
def article_of(page: str) -> Article:
    return read_article((FOLDER / page).read_bytes(), page)


def paragraphs_of(article: Article) -> list[str]:
    return [article.text[paragraph.start : paragraph.end] for paragraph in article.paragraphs]


def words(*texts: str) -> Counter[str]:
    return Counter(word for text in texts for word in re.findall(r"\w+", text))


def visible(page: str) -> str:
    """Return the lines of a page as a reader sees them, without its front matter."""
    source = (FOLDER / page).read_text("utf-8")
    body = source.split("---\n", 2)[2] if source.startswith("---\n") else source
    return re.sub(r"\]\([^)]*\)", "]", body) if page.endswith(".md") else body


def test_every_page_in_the_folder_is_expected() -> None:
    assert sorted(path.name for path in FOLDER.iterdir() if path.suffix != ".json") == PAGES


@pytest.mark.parametrize("page", PAGES)
def test_title_headings_and_credit_are_found(page: str) -> None:
    article, expected = article_of(page), EXPECTED[page]
    assert article.title == expected["title"]
    assert list(article.sections) == expected["headings"]
    assert article.credit == expected["credit"]


@pytest.mark.parametrize("page", PAGES)
def test_every_paragraph_stays_and_no_furniture_does(page: str) -> None:
    found = [text for text in paragraphs_of(article_of(page)) if text not in REMAINS.get(page, [])]
    assert found == EXPECTED[page]["paragraphs"]


def test_the_known_remainder_is_there_once() -> None:
    for page, remains in REMAINS.items():
        assert [text for text in paragraphs_of(article_of(page)) if text in remains] == remains


@pytest.mark.parametrize("page", [page for page in PAGES if page.endswith(".txt")])
def test_what_was_dropped_is_what_a_reader_calls_furniture(page: str) -> None:
    dropped = Counter(dropped.text for dropped in article_of(page).dropped)
    remains = " ".join(REMAINS.get(page, []))
    expected = Counter(line for line in EXPECTED[page]["dropped"] if line not in remains)
    assert dropped == expected


@pytest.mark.parametrize("page", PAGES)
def test_every_word_of_a_page_is_in_the_text_or_said_to_be_dropped(page: str) -> None:
    article, source = article_of(page), visible(page)
    text = article.text if article.title in source else article.text[len(article.title) :]
    dropped = [dropped.text for dropped in article.dropped]
    assert words(text, article.credit or "", *dropped) == words(source)


@pytest.mark.parametrize("page", PAGES)
def test_every_drop_names_its_rule(page: str) -> None:
    assert all(dropped.rule for dropped in article_of(page).dropped)


LOOK_ALIKES = (
    "Views on the project remain divided.",
    "Share prices of the tram builder rose 3.2 percent.",
    "Comments on the draft can be handed in until May.",
    "Follow the weights and not the cups.",
    "Like most of her neighbours she stayed.",
    "By March 2020 the bridge was open again.",
    "Print the date on a strip of tape.",
    "Posted to the north in 1914, he never came home.",
    "About 900 people had lined the quay.",
    "The source of the river lies in the hills.",
    "The author of the report, Jo Doe, writes about ships.",
    "He asked readers to share this story with their families.",
    "A film of the journey has 1,204 views.",
    "Sign the form and send it to the town hall.",
    "Subscribe to nothing, trust nobody, my uncle used to say.",
    "Related problems were found in the second engine.",
    "Email was invented before most of its users were born.",
    "Home is where the heart is, she said.",
    "Tags are sewn into the collar by hand.",
)


@pytest.mark.parametrize("sentence", LOOK_ALIKES)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_sentence_that_looks_like_furniture_stays(sentence: str, place: int) -> None:
    prose = [f"In the year {year} the harbour froze, and ships waited." for year in (1801, 1802)]
    prose.insert(place, sentence)
    article = read_article("\n\n".join(["A title", *prose]).encode(), "page.txt")
    assert paragraphs_of(article) == prose
    assert article.dropped == ()


def test_a_share_line_at_both_ends_of_the_article_goes_twice() -> None:
    prose = "In the year 1801 the harbour froze, and ships waited."
    page = f"A title\n\nSpread the love\n\n{prose}\n\nSpread the love\n"
    article = read_article(page.encode(), "page.txt")
    assert article.text == f"A title\n\n{prose}"
    assert [dropped.text for dropped in article.dropped] == ["Spread the love"] * 2


def test_a_site_s_name_at_both_ends_of_the_page_is_not_the_title() -> None:
    prose = "In the year 1801 the harbour froze, and ships waited."
    page = f"The Harbour Herald\n\nA title\n\n{prose}\n\nThe Harbour Herald\n"
    article = read_article(page.encode(), "page.txt")
    assert article.text == f"A title\n\n{prose}"
    assert [dropped.rule for dropped in article.dropped] == ["repeated line"] * 2


def test_a_credit_below_the_article_is_kept_as_credit() -> None:
    prose = "In the year 1801 the harbour froze, and ships waited for the thaw until May."
    page = f"A title\n\n{prose}\n\nAbout the author\n\nJo Doe is a writer.\n\nPhoto: Jo Doe\n"
    article = read_article(page.encode(), "page.txt")
    assert article.text == f"A title\n\n{prose}"
    assert article.credit == "Photo: Jo Doe"


LINES = st.sampled_from(
    [
        *LOOK_ALIKES,
        "Spread the love",
        "Views:12 1",
        "By Jo Doe | March 3, 2024 | 12 shares",
        "Photo: Jo Doe",
        "SOURCE: The Harbour Museum",
        "About the author",
        "Related posts",
        "3 Comments",
        "Share",
        "Comments",
        "A heading",
        "Jo Doe is a writer who covers ships.",
    ]
)


@given(st.lists(LINES | st.just("") | st.text(max_size=30), max_size=30).map("\n".join))
@settings(deadline=None)
def test_no_line_vanishes_or_is_doubled(page: str) -> None:
    blocks = plain.blocks(page)
    cleaned = clean(blocks)
    kept = [line for block in cleaned.blocks for line in block.lines]
    dropped = [dropped.text for dropped in cleaned.dropped]
    before = words(*(line for block in blocks for line in block.lines))
    assert words(*kept, *dropped, cleaned.credit or "") == before
