"""Ordinary pages, with and without helpful markup, keep each of their sentences and facts."""

from __future__ import annotations

import pytest

from knowledge.model import Article
from knowledge.reading.article import read_article

LONG = (
    "The members row from the old boathouse to the weir and back again every morning before the "
    "town is awake. "
)


def page(body: str, title: str = "Club") -> Article:
    head = f"<html><head><title>{title}</title></head>"
    return read_article(f"{head}<body>{body}</body></html>".encode(), "page.html")


@pytest.mark.threat("F6")
@pytest.mark.parametrize(
    ("body", "kept"),
    [
        pytest.param(
            f"<h1>Club</h1><p>{LONG * 10}</p><p>The boathouse is open to guests on Sundays.</p>",
            ["The boathouse is open to guests on Sundays."],
            id="one long paragraph",
        ),
        pytest.param(
            f"<h1>Club</h1><p>{LONG}</p>"
            + "".join(f"<p>Item {n} costs {n} euros.</p>" for n in range(20)),
            [f"Item {n} costs {n} euros." for n in range(20)],
            id="many short sentences",
        ),
        pytest.param(
            f"<h1>Light</h1><p>Short intro to it.</p><h2>History</h2><p>{LONG}</p><h2>Prices</h2>"
            "<ul><li>Adults: 5 euros</li><li>Children: free</li></ul>",
            ["Short intro to it.", "- Adults: 5 euros", "- Children: free"],
            id="a list at the end",
        ),
        pytest.param(
            "<h2>Opening hours</h2><p>We are open from Monday to Friday, nine to five.</p>"
            "<p>On holidays we are closed.</p>",
            ["On holidays we are closed."],
            id="two sentences",
        ),
        pytest.param(
            f"<main><h1>Club</h1><p>{LONG}</p><p>{LONG}</p><h2>Forms</h2><ul>"
            "<li><a href=a>Form for new members</a></li><li><a href=b>Form for guests</a></li></ul>"
            "<h2>Fees</h2><table><tr><th>Adult</th><td>40</td></tr></table>"
            "<p>Pay by March.</p></main>",
            ["Adult | 40", "Pay by March."],
            id="a list of links within",
        ),
        pytest.param(
            f"<h1>Help</h1><p>{LONG}</p><h3><button aria-expanded=false aria-controls=a>How do I "
            "return an item?</button></h3><div id=a hidden><p>Print the label and bring the parcel "
            "to any post office.</p></div>",
            ["Print the label and bring the parcel to any post office."],
            id="an answer behind a button",
        ),
        pytest.param(
            "<style>.panel{display:none}</style>"
            f"<h1>Help</h1><p>{LONG}</p><button class=accordion>What does it cost?</button>"
            "<div class=panel><p>It is free for members, and costs guests five euros.</p></div>",
            ["What does it cost?", "It is free for members, and costs guests five euros."],
            id="an accordion",
        ),
        pytest.param(
            f'<h1>Club</h1><section style="opacity:0;transform:translateY(20px)"><p>{LONG}</p>'
            "<p>The club was founded by eleven bakers in the spring of 1921.</p></section>",
            ["The club was founded by eleven bakers in the spring of 1921."],
            id="a section that fades in",
        ),
        pytest.param(
            f"<main><h1>Inn</h1><p>{LONG}</p><section class=menu><h2>Dishes</h2><p>The soup of the "
            f"day is made from what the garden gives.</p></section><p>{LONG}</p></main>",
            ["The soup of the day is made from what the garden gives."],
            id="a class that means something else",
        ),
        pytest.param(
            f"<h1>Facts</h1><p>{LONG}</p><p>Founded: 1921<br>Member since: 1987<br>Boats: 12</p>",
            ["Founded: 1921", "Member since: 1987", "Boats: 12"],
            id="a group of facts",
        ),
    ],
)
def test_an_ordinary_page_keeps_all_its_text(body: str, kept: list[str]) -> None:
    lines = page(body).text.split("\n")
    assert [one for one in kept if one not in lines] == []


@pytest.mark.parametrize("tag", ["main", "article", "section"])
def test_a_page_without_head_and_body_tags_is_read(tag: str) -> None:
    html = (
        "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Boats | Club</title>"
        f"<{tag}><h1>Boats</h1><p>{LONG}</p></{tag}></html>"
    )
    article = read_article(html.encode(), "page.html")
    assert (article.title, LONG.strip() in article.text) == ("Boats", True)


def test_raised_and_lowered_digits_are_not_glued_to_a_number() -> None:
    text = page(
        f"<h1>Sea</h1><p>{LONG}</p><p>It covers 10<sup>6</sup> km<sup>2</sup> and holds much "
        "CO<sub>2</sub>, which the 2<sup>nd</sup> report says.</p>"
    ).text
    assert "It covers 10⁶ km² and holds much CO₂, which the 2nd report says." in text


def test_the_number_of_a_note_is_not_glued_to_a_sentence() -> None:
    text = page(
        f'<h1>Sea</h1><p>{LONG}</p><p>It cost a million euros.<a href="#note-1">1</a> Most of it '
        "was paid by the town.</p>"
    ).text
    assert "It cost a million euros. Most of it was paid by the town." in text


def test_an_empty_cell_keeps_the_columns_in_their_places() -> None:
    table = (
        "<table><tr><th>Boat</th><th>Adults</th><th>Children</th></tr>"
        "<tr><td>Canoe</td><td></td><td>free</td></tr></table>"
    )
    assert "Canoe | – | free" in page(f"<h1>Hire</h1><p>{LONG}</p>{table}").text.split("\n")


def test_what_was_left_out_lists_neither_the_title_nor_what_became_a_heading() -> None:
    article = page(f"<h1>Club</h1><p>{LONG}</p><p><b>A new start</b></p><p>{LONG}</p>")
    assert article.sections == ("A new start",)
    assert article.dropped == ()


def test_an_article_that_is_named_like_furniture_shields_none() -> None:
    article = page(
        f'<article class="newsletter-post post"><h1>Bridge</h1><div class="subscription-widget">'
        f"<p>This publication is paid by its readers. Become a subscriber now.</p></div><p>{LONG}"
        f"</p><p>{LONG}</p></article>"
    )
    assert "subscriber" not in article.text
    assert LONG.strip() in article.text
