"""Show how a source's bytes become an article: plain text, Markdown, and text that is unsafe."""

from pathlib import Path

import pytest

from knowledge.errors import ReadError
from knowledge.model import Article
from knowledge.reading.article import read_article

SHIPPED = Path(__file__).parent.parent / "knowledge" / "articles" / "putin-and-kim.txt"
SENTENCE = "The tram stops here."


def read(text: str, name: str = "note.txt") -> Article:
    return read_article(text.encode(), name)


def paragraphs_of(article: Article) -> list[str]:
    return [article.text[paragraph.start : paragraph.end] for paragraph in article.paragraphs]


def fault_of(data: bytes, name: str = "note.txt") -> str:
    with pytest.raises(ReadError) as caught:
        read_article(data, name)
    return str(caught.value)


@pytest.fixture(scope="module")
def shipped() -> Article:
    return read_article(SHIPPED.read_bytes(), SHIPPED.name)


def test_the_shipped_article_has_its_title_sections_and_paragraphs(shipped: Article) -> None:
    assert shipped.title == "Putin and Kim Jong Un: Unlikely Partners in a Changing World"
    assert shipped.sections == (
        "Common Ground Amid Isolation",
        "A Pragmatic Relationship",
        "Signs of Military Cooperation",
        "Shifting Alliances in Pursuit of Power",
        "North Korea’s Aspirations and Mutual Benefits",
    )
    assert [(one.number, one.section) for one in shipped.paragraphs] == [
        *enumerate(shipped.sections, start=1),
        (6, shipped.sections[-1]),
    ]


def test_the_shipped_article_keeps_every_word_of_its_paragraphs(shipped: Article) -> None:
    source = SHIPPED.read_text(encoding="utf-8")
    paragraphs = paragraphs_of(shipped)
    assert all(f"\n\n{paragraph}\n" in source for paragraph in paragraphs)
    assert paragraphs[0].startswith("Vladimir Putin and Kim Jong Un, leaders of Russia")
    assert paragraphs[5].endswith("opportunities for these unlikely partners.")


def test_the_shipped_article_loses_its_furniture_and_nothing_else(shipped: Article) -> None:
    assert [dropped.text[:40] for dropped in shipped.dropped].count("Spread the love") == 2
    assert {dropped.text[:40] for dropped in shipped.dropped} == {
        "Spread the love",
        "Views:1021 1",
        "Website | + posts",
        "Whether writing about complex technical ",
    }
    assert shipped.credit == "SOURCE: Ref Image from Radio Free Europe"
    for furniture in ("Spread", "1021", "Website", "storytelling", "Radio Free Europe"):
        assert furniture not in shipped.text


def test_the_text_is_title_headings_and_paragraphs_with_an_empty_line_between() -> None:
    article = read("A title\n\n\nA heading\n\nThe first one.\n\nThe second one.\n")
    assert article.text == "A title\n\nA heading\n\nThe first one.\n\nThe second one."
    assert paragraphs_of(article) == ["The first one.", "The second one."]
    assert [paragraph.section for paragraph in article.paragraphs] == ["A heading"] * 2


def test_a_first_line_is_the_title_only_when_an_empty_line_follows() -> None:
    assert read(f"A title\n\n{SENTENCE}").title == "A title"
    glued = read(f"It rained again.\n{SENTENCE}", "annual_report-2024.txt")
    assert glued.title == "Annual report 2024"
    assert paragraphs_of(glued) == ["It rained again.", SENTENCE]


@pytest.mark.parametrize("line", ["It was over.", "They were:", "So it “was.”"])
def test_a_short_line_with_closing_punctuation_is_a_paragraph(line: str) -> None:
    article = read(f"A title\n\n{line}\n\n{SENTENCE}")
    assert article.sections == ()
    assert paragraphs_of(article) == [line, SENTENCE]


def test_a_question_is_one_paragraph_with_its_answer() -> None:
    article = read(f"A title\n\nWas it over?\n\n{SENTENCE}\n\nThe end.")
    assert paragraphs_of(article) == [f"Was it over?\n{SENTENCE}", "The end."]


@pytest.mark.parametrize("listed", ["- one\n- two", "1. one\n2. two", "* one\n* two"])
def test_a_list_is_one_paragraph_with_the_line_that_announces_it(listed: str) -> None:
    article = read(f"A title\n\nBring the following:\n\n{listed}\n\nThe end.")
    assert paragraphs_of(article) == [f"Bring the following:\n{listed}", "The end."]


def test_a_long_line_without_closing_punctuation_is_a_paragraph() -> None:
    line = "word " * 30 + "end"
    assert paragraphs_of(read(f"A title\n\n{line}\n\n{SENTENCE}")) == [line, SENTENCE]


def test_lines_wrapped_by_hand_are_one_paragraph_and_list_items_stay_lines() -> None:
    article = read("A title\n\nThe tram went\nover the bridge.\n\n- one egg\n- two\n  spoons\n")
    assert paragraphs_of(article) == ["The tram went over the bridge.", "- one egg\n- two spoons"]


def test_markdown_is_read_as_the_text_a_reader_sees() -> None:
    source = (
        "# A *title*\n\nSome **bold** text with a [link](https://a.example), `code`\nand a wrap.\n"
        "\n## Part\n\n- one\n- two\n\n3. three\n4. four\n\n> Quoted here.\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx = 1\n```\n\n"
        "<b>raw</b>\n\n![picture](p.png)\n"
    )
    article = read(source, "note.md")
    assert article.title == "A title"
    assert article.sections == ("Part",)
    assert paragraphs_of(article) == [
        "Some bold text with a link, code and a wrap.",
        "- one\n- two",
        "3. three\n4. four",
        "Quoted here.",
        "a | b\n1 | 2",
        "x = 1",
        "raw",
    ]


def test_markdown_without_a_heading_takes_its_title_from_the_file() -> None:
    assert read(SENTENCE, "tram_lines.MD").title == "Tram lines"


@pytest.mark.parametrize("data", [b"\xef\xbb\xbfTitle \xe2\x28", "Title\n\nÄ".encode() + b"\xc3"])
def test_an_encoding_that_nobody_can_tell_is_refused_with_the_file(data: bytes) -> None:
    reason = "its characters are in an unknown encoding; save it as UTF-8"
    assert fault_of(data, "sub/old.txt") == f"sub/old.txt: {reason}"


def test_an_encoding_that_was_guessed_is_told() -> None:
    text = "Straßen\n\nÜber die Brücke fährt täglich eine grüne Straßenbahn bis zum Südtor.\n"
    article = read_article(text.encode("cp1252"), "a.txt")
    assert (article.title, article.guess) == ("Straßen", "windows-1252")
    assert read(text).guess is None


@pytest.mark.parametrize(
    ("data", "offset"), [(b"Title\n\nA\x00b.", 8), (b"\xef\xbb\xbfA\x00b.", 4)]
)
def test_a_nul_byte_is_refused_with_its_offset(data: bytes, offset: int) -> None:
    assert fault_of(data).startswith(f"note.txt: a NUL byte at offset {offset},")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028"])
def test_line_ends_and_a_byte_order_mark_make_no_difference(end: str) -> None:
    source = f"A title\n\nA heading\n\n{SENTENCE}\n"
    assert read("\ufeff" + source.replace("\n", end)) == read(source)


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"---\ntitle: T\n---\n"])
def test_an_empty_file_is_one_clear_error(data: bytes) -> None:
    assert fault_of(data).startswith("note.txt: the file is empty;")


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"Only a title\n", "note.txt"), (b"# Only\n\n## Headings\n", "note.md")],
)
def test_a_file_without_paragraphs_is_one_clear_error(data: bytes, name: str) -> None:
    assert fault_of(data, name).startswith(f"{name}: no paragraph in it;")


def test_a_page_that_is_nothing_but_furniture_has_no_paragraph() -> None:
    assert fault_of(b"Spread the love\n\nViews:12 1\n").startswith("note.txt: no paragraph in it;")


@pytest.mark.parametrize(("name", "kind"), [("a.exe", ".exe"), ("README", "(no ending)")])
def test_an_unknown_ending_is_refused_with_the_known_ones(name: str, kind: str) -> None:
    fault = fault_of(b"A title\n\nText.", name)
    known = ".txt, .text, .md, .markdown, .html, .htm, .xhtml, .pdf, .docx"
    assert fault == f"{name}: files of the kind {kind} are not read; use {known}"


def test_bidi_controls_and_invisible_characters_are_gone_from_the_text() -> None:
    hidden = "\u202e\u2066\u2069\u200b\u2060\ufeff\xad\x07\x7f\U000e0041"
    article = read(f"A ti{hidden}tle\n\nThe tr{hidden}am stops here.\n")
    assert article.text == f"A title\n\n{SENTENCE}"


def test_characters_that_languages_need_stay() -> None:
    text = "שלום\u200f, می\u200cخواهم, 👩\u200d👩\u200d👧, e\u0301, ก็ํ, हिन्दी."
    assert paragraphs_of(read(f"A title\n\n{text}")) == [text]


def test_stacked_marks_are_cut_to_four() -> None:
    zalgo = "z" + "\u0301\u0316" * 500
    assert paragraphs_of(read(f"A title\n\nThe {zalgo} comes.")) == [
        "The z\u0301\u0316\u0301\u0316 comes."
    ]
