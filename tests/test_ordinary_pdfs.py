"""Ordinary PDF files keep their text, and a quote of them names the page on which it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pdf_files
import pytest
from fpdf import FPDF

from bot.cards import context_card
from bot.cleaning_card import cleaning_card
from bot.terminal import as_json
from bot.text_fragment import link_to
from knowledge.chunking import passages
from knowledge.lines import NO_RULES, LineRules
from knowledge.model import Answer, Article, Citation, Passage, Verdict
from knowledge.reading.article import read_article
from knowledge.snapshot import version_of
from knowledge.store.documents import article_hash, decode, encode

HASH = "eab8e15f09087680d23181015bd21cfc9794eebfed130a4ff821344a40764a3b"
VERSION = "6688b8ce5ada"
URL = "https://site.example/trams.pdf"
LONG = (
    "The first tram left the harbour with forty guests on board, and the office of the line found "
    "that the fine weather had brought more people than the two cars could take."
)


def written(write: Callable[[FPDF], None]) -> Article:
    pdf = pdf_files.document()
    write(pdf)
    return replace(read_article(pdf_files.finished(pdf), "trams.pdf"), url=URL)


def over_pages(rows: list[str], low: float = 3.5) -> Article:
    """Return an article with these rows, the first few of them at the end of page 1."""

    def write(pdf: FPDF) -> None:
        pdf_files.paragraph(pdf, LONG)
        pdf.set_y(-20 - low * pdf_files.HEIGHT)
        pdf_files.lines(pdf, rows)

    return written(write)


def cited(article: Article, quote: str) -> Citation:
    start = article.text.index(quote)
    end = start + len(quote)
    [passage] = [one for one in passages([article]) if one.start <= start and end <= one.end]
    return Citation(passage, start, end, 1.0)


def page_shown(citation: Citation) -> int | None:
    """Return the page that card, link and JSON name, which is one."""
    answer = Answer("?", "0", Verdict.ANSWERED, 1.0, (citation,))
    page = as_json(answer)["citations"][0].get("page")
    where = "".join(span.text for line in context_card(citation).small for span in line)
    assert f", p. {page}," in where
    link = link_to(citation.passage, citation.start, citation.end)
    assert link == f"{URL}#page={page}"
    return int(page)


def paragraph_over_pages() -> Article:
    early = " ".join(f"In {year} the cars were counted." for year in range(1901, 1920))
    late = " ".join(f"In {year} the guests were counted." for year in range(1920, 1940))

    def write(pdf: FPDF) -> None:
        pdf.set_y(-40)
        pdf_files.paragraph(pdf, f"{early} {late}", align="J")

    return written(write)


@pytest.mark.parametrize(
    ("quote", "page"),
    [("In 1901 the cars were counted.", 1), ("In 1939 the guests were counted.", 2)],
)
def test_a_quote_of_a_paragraph_over_two_pages_names_its_own(quote: str, page: int) -> None:
    article = paragraph_over_pages()
    assert len(article.paragraphs) == 1
    assert page_shown(cited(article, quote)) == page


def test_items_of_a_list_over_three_pages_name_their_own() -> None:
    items = [f"{number}. The car has {number} seats" for number in range(1, 60)]
    article = over_pages(items)
    pages = [page_shown(cited(article, f"{item}\n")) for item in items[:-1]]
    assert pages == [1] * 3 + [2] * 44 + [3] * 11
    assert article.dropped == ()


def test_rows_of_a_table_over_two_pages_name_their_own() -> None:
    def write(pdf: FPDF) -> None:
        pdf_files.paragraph(pdf, LONG)
        pdf.set_y(-42)
        with pdf.table(
            [("Year", "Cars"), *((f"{year}", "12") for year in range(1901, 1910))], line_height=6
        ):
            pass

    article = written(write)
    assert page_shown(cited(article, "1901 | 12")) == 1
    assert page_shown(cited(article, "1909 | 12")) == 2


def test_a_list_on_the_page_after_the_line_that_leads_it_in_names_its_own() -> None:
    article = over_pages(["They bought:", "- open cars", "- salt cars"], low=1)
    assert len(article.paragraphs) == 2
    assert page_shown(cited(article, "They bought:")) == 1
    assert page_shown(cited(article, "- open cars")) == 2


def test_no_form_feed_is_left_where_the_page_turns() -> None:
    article = paragraph_over_pages()
    assert "\f" not in article.text
    assert article.paragraphs[0].turns != ()


def test_where_pages_turn_is_stored_and_part_of_the_version() -> None:
    article = paragraph_over_pages()
    stored = decode(encode(article), article.name, article_hash(article))
    assert stored == article
    [paragraph] = article.paragraphs
    moved = replace(article, paragraphs=(replace(paragraph, turns=(3,)),))
    assert article_hash(moved) != article_hash(article)
    assert version_of([moved]) != version_of([article])


def test_an_article_without_turns_is_hashed_as_before() -> None:
    article = read_article(b"# Bees\n\nBees dance.\n", "bees.md")
    assert article_hash(article) == HASH
    assert version_of([article]) == VERSION


def test_a_page_is_known_only_of_what_is_printed() -> None:
    [passage] = passages([read_article(b"# Bees\n\nBees dance.\n", "bees.md")])
    assert isinstance(passage, Passage)
    assert passage.paragraph.page_at(passage.start) is None


def test_items_of_one_length_with_dashes_are_items() -> None:
    items = [f"- Car {number} has {number} seats" for number in range(10, 60)]
    assert over_pages(items).text.endswith("\n".join(items))


def test_the_page_is_right_after_a_moderator_dropped_the_line_where_it_turns() -> None:
    def write(pdf: FPDF) -> None:
        pdf.set_y(-20 - 2.5 * pdf_files.HEIGHT)
        pdf_files.lines(pdf, [f"{number}. The car is new" for number in range(1, 7)])

    pdf = pdf_files.document()
    write(pdf)
    rules = LineRules(dropped=frozenset({"1. the car is new", "3. the car is new"}))
    article = replace(read_article(pdf_files.finished(pdf), "trams.pdf", rules=rules), url=URL)
    lines = ["2. The car is new", *(f"{number}. The car is new" for number in (4, 5, 6))]
    assert [page_shown(cited(article, line)) for line in lines] == [1, 2, 2, 2]


def test_a_word_broken_over_two_pages_is_whole() -> None:
    def write(pdf: FPDF) -> None:
        full = "The tram stops at the northern quay and at the market square, which is known inter-"
        pdf.set_y(-20 - 1.5 * pdf_files.HEIGHT)
        pdf_files.lines(pdf, [full, "nationally. Then it goes back."])

    article = written(write)
    assert "known internationally. Then" in article.text
    assert page_shown(cited(article, "Then it goes back.")) == 2


def edged(
    tops: list[str], bottoms: list[str], bottom_size: float = 11, rules: LineRules = NO_RULES
) -> Article:
    """Return an article of pages with a line apart on top of the text, and one at the bottom."""
    pdf = FPDF()
    pdf.set_auto_page_break(auto=False)
    for number, (top, bottom) in enumerate(zip(tops, bottoms, strict=True), start=1):
        pdf.add_page()
        pdf.set_font("Times", size=11)
        spread(pdf, top)
        pdf.set_y(30)
        pdf_files.paragraph(pdf, f"On sheet {number}: {LONG} {LONG} {LONG}")
        pdf.set_y(-20)
        pdf.set_font("Times", size=bottom_size)
        spread(pdf, bottom)
    return read_article(pdf_files.finished(pdf), "trams.pdf", rules=rules)


def spread(pdf: FPDF, text: str) -> None:
    """Write what stands left and right of a tab at both ends of a line."""
    left, _, right = text.partition("\t")
    pdf.cell(100, pdf_files.HEIGHT, left)
    pdf.cell(0, pdf_files.HEIGHT, right, align="R", new_x="LMARGIN", new_y="NEXT")


NOTHING = [""] * 6
RUNNING, NUMBER = "running header or footer", "page number"


@pytest.mark.threat("F6")
@pytest.mark.parametrize(
    "tops",
    [
        pytest.param([f"Day {number}" for number in range(1, 7)], id="days"),
        pytest.param(
            [f"{n}. Rules for {what}" for n, what in enumerate("abcdef", 1)], id="numbered rules"
        ),
        pytest.param([f"Total members in season {n}" for n in range(3, 9)], id="seasons"),
        pytest.param(
            [f"{n} See the report of 190{n}, page {n}7." for n in range(1, 7)], id="notes"
        ),
        pytest.param(["Ask the keeper before you row."] * 3 + [""] * 3, id="a sentence"),
        pytest.param([f"Boat {n}\tAda" for n in "abcdef"], id="names"),
        pytest.param([f"{1921 + 9 * n}" for n in range(6)], id="years"),
    ],
)
def test_own_lines_at_the_edge_of_pages_stay(tops: list[str]) -> None:
    for article in (edged(tops, NOTHING), edged(NOTHING, tops), edged(NOTHING, tops, 9)):
        said = " ".join(article.text.split())
        assert [one for one in tops if " ".join(one.split()) not in said] == []
        assert article.dropped == ()


@pytest.mark.parametrize(
    ("tops", "listed"),
    [
        pytest.param(["The harbour trams"] * 6, ["The harbour trams"], id="the same words"),
        pytest.param(["The harbour trams", ""] * 3, ["The harbour trams"], id="every other page"),
        pytest.param(["All rights are reserved."] * 6, ["All rights are reserved."], id="a claim"),
        pytest.param([f"Trams\t{n}" for n in range(7, 13)], ["Trams 7"], id="a number apart"),
        pytest.param([f"Trams | {n}" for n in range(7, 13)], ["Trams | 7"], id="a bar"),
        pytest.param([f"Trams, page {n}" for n in range(1, 7)], ["Trams, page 1"], id="page"),
        pytest.param(
            [f"{chapter}\t{n}" for n, chapter in enumerate("RailsC", 7)],
            [f"{chapter} {n}" for n, chapter in enumerate("RailsC", 7)],
            id="chapters with a number apart",
        ),
    ],
)
def test_running_lines_go_and_are_listed_once(tops: list[str], listed: list[str]) -> None:
    article = edged(tops, NOTHING)
    assert [(one.rule, one.text) for one in article.dropped] == [(RUNNING, one) for one in listed]
    assert [article.text[one.start :][:9] for one in article.paragraphs] == ["On sheet "] * 6


def test_numbers_of_pages_are_listed_by_their_first() -> None:
    article = edged(["Trams"] * 6, [f"- {number} -" for number in range(1, 7)])
    assert [(one.rule, one.text) for one in article.dropped] == [
        (RUNNING, "Trams"),
        (NUMBER, "- 1 -"),
    ]


def test_what_ran_through_the_pages_is_on_the_card_and_can_be_kept() -> None:
    article = edged(["The harbour trams"] * 6, NOTHING)
    said = [span.text for line in cleaning_card(article, NO_RULES).body for span in line]
    assert said[1:] == [RUNNING, "The harbour trams"]
    kept = LineRules(kept=frozenset({"the harbour trams"}))
    again = edged(["The harbour trams"] * 6, NOTHING, rules=kept)
    assert again.text.endswith("\n\nThe harbour trams")
    assert again.dropped == ()


@pytest.mark.threat("F6")
def test_a_row_of_numbers_at_a_pages_end_stays() -> None:
    def write(pdf: FPDF) -> None:
        pdf.set_y(-42)
        with pdf.table(
            [(f"{year}", "12") for year in range(1901, 1910)], first_row_as_headings=False
        ):
            pass

    rows = [f"{year} | 12" for year in range(1901, 1910)]
    assert written(write).text.splitlines()[2:] == rows


def raised(*shown: tuple[str, float, float]) -> str:
    """Return the text of runs, each with its size and how high it stands, in one paragraph."""

    def write(pdf: FPDF) -> None:
        pdf.set_font("Helvetica", size=12)
        pdf_files.paragraph(pdf, LONG)
        x, y = pdf.l_margin, pdf.get_y()
        for text, size, rise in shown:
            pdf.set_font("Helvetica", size=size)
            pdf.text(x, y + 5 - rise, text)
            x += pdf.get_string_width(text)

    return written(write).text.rpartition("\n")[2]


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ([("It has 10", 12, 0), ("6", 7, 1.5), (" km", 12, 0), ("2", 7, 1.5)], "It has 10⁶ km²"),
        ([("It is 10", 12, 0), ("-", 7, 1.5), ("6", 7, 1.5), (" m.", 12, 0)], "It is 10⁻⁶ m."),
        ([("Much CO", 12, 0), ("2", 7, -0.8), (" is there.", 12, 0)], "Much CO₂ is there."),
        ([("In the 2", 12, 0), ("nd", 7, 1.5), (" report.", 12, 0)], "In the 2nd report."),
        ([("It costs $4", 12, 0), ("99", 7, 1.5)], "It costs $4⁹⁹"),
        ([("It costs $4.", 12, 0), ("99", 7, 1.5)], "It costs $4.⁹⁹"),
        (
            [("It ran in winter.", 12, 0), ("3", 7, 1.5), (" It ran well.", 12, 0)],
            "It ran in winter. It ran well.",
        ),
        (
            [("It ran in 1901,", 12, 0), ("12", 7, 1.5), (" and well.", 12, 0)],
            "It ran in 1901, and well.",
        ),
        ([("It ran in winter", 12, 0), ("3", 7, 1.5), (" too.", 12, 0)], "It ran in winter too."),
        ([("It ran in May", 12, 0), ("3", 7, 1.5), (" too.", 12, 0)], "It ran in May³ too."),
        ([("It has 10", 12, 0), ("6", 9, 0), (" seats.", 12, 0)], "It has 106 seats."),
        ([("3", 7, 1.5), ("See the report.", 12, 0)], "³See the report."),
    ],
)
def test_raised_and_lowered_digits_are_not_glued_to_a_number(
    shown: list[tuple[str, float, float]], text: str
) -> None:
    assert raised(*shown) == text


def styled(*shown: tuple[str, float]) -> Article:
    """Return an article of paragraphs, each with its size; the larger ones are bold."""

    def write(pdf: FPDF) -> None:
        for text, size in shown:
            pdf.set_font("Times", style="B" if size > 11 else "", size=size)
            pdf_files.paragraph(pdf, text, gap=10)

    return written(write)


def paragraphs(article: Article) -> list[str]:
    return [article.text[one.start : one.end] for one in article.paragraphs]


def test_dates_and_places_on_a_flyer_can_be_quoted() -> None:
    facts = ["Saturday 12 May 2026", "From 3 pm to 8 pm", "Old boathouse", "Entrance is free!"]
    article = styled(("Summer fair", 30), *((fact, 18) for fact in facts), (LONG, 11))
    assert article.title == "Summer fair"
    assert article.sections == ()
    assert paragraphs(article) == [*facts, LONG]


@pytest.mark.parametrize(
    "text",
    [
        *("12 May 2026", "May 12th", "Sunday, 3 June", "19:30", "7 pm", "12.05.2026", "2026-05-12"),
        *("5/12/26", "Am 12. Mai", "Bring a friend!", "Where do we meet?", "We meet here."),
        *("Boats; bring your own;", "Every Friday", "18 h 30", "20 Uhr"),
    ],
)
def test_a_large_line_with_a_date_or_a_closing_mark_is_a_paragraph(text: str) -> None:
    article = styled(("Summer fair", 30), (text, 16), (LONG, 11))
    assert article.sections == ()
    assert text in article.text.replace("\n", " ")
    assert "".join(paragraphs(article)).startswith(text)


@pytest.mark.parametrize(
    "text", ["Numbers of 1901", "The March on the quay", "May we row", "Rule 12", "Boats 3 to 5"]
)
def test_a_large_line_above_prose_is_a_heading(text: str) -> None:
    assert styled(("Summer fair", 30), (text, 16), (LONG, 11)).sections == (text,)


def test_a_heading_above_one_of_a_lower_level_stays() -> None:
    shown = [("The club", 30), ("Rules", 18), ("Boats", 14), (LONG, 11), ("2. Fees", 14)]
    article = styled(*shown, ("2.1 Adults", 14), (LONG, 11))
    assert article.sections == ("Rules", "Boats", "2. Fees", "2.1 Adults")


def test_a_large_line_with_nothing_below_can_be_quoted() -> None:
    article = styled(("Summer fair", 30), (LONG, 11), ("Old boathouse", 18))
    assert paragraphs(article) == [LONG, "Old boathouse"]


def test_a_flyer_of_large_lines_is_an_article() -> None:
    article = styled(("Summer fair", 30), ("Old boathouse", 18))
    assert (article.title, paragraphs(article)) == ("Summer fair", ["Old boathouse"])
