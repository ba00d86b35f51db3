"""Show how PDF files become headings and paragraphs, and which ones are refused."""

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pdf_files
import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission, EncryptionMethod
from PIL import Image

from knowledge.errors import (
    BOMB,
    BROKEN_FILE,
    EMPTY,
    ENCRYPTED,
    NO_TEXT,
    RIGHT_TO_LEFT,
    TOO_MANY_PAGES,
    ReadError,
)
from knowledge.model import Block, BlockKind
from knowledge.reading.parsed import Parsed
from knowledge.reading.pdf.reader import MAX_PAGES, MAX_UNPACKED, parse

FIXTURES = Path(__file__).parent / "fixtures" / "pdf"
LONG = (
    "The first tram left the harbour with forty guests on board, and the office of the line found "
    "that the fine weather had brought more people than the two cars could take. It ran every ten "
    "minutes until the evening, when the guests went home on foot."
)
SHOWN = b"BT /F 12 Tf 50 700 Td (The tram stops here.) Tj ET"
FONT = b"/Font<</F 5 0 R>>"


def form(shown: bytes, called: int) -> bytes:
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%b/XObject<</X %d 0 R>>>>"
    return pdf_files.stream(shown, entries % (FONT, called))


CALLING = b"/Resources<<%b/XObject<</X 6 0 R>>>>" % FONT


def read(data: bytes) -> Parsed:
    return parse(data, "a.pdf")


def read_written(write: Callable[[FPDF], None]) -> Parsed:
    pdf = pdf_files.document()
    write(pdf)
    return read(pdf_files.finished(pdf))


def reason_for(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read(data)
    assert caught.value.source == "a.pdf"
    return caught.value.reason


def texts(parsed: Parsed) -> list[str]:
    return [block.text for block in parsed.blocks]


def headings(parsed: Parsed) -> list[str]:
    return [block.text for block in parsed.blocks if block.kind is BlockKind.HEADING]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_the_lines_of_a_paragraph_are_one_line() -> None:
    def write(pdf: FPDF) -> None:
        pdf_files.paragraph(pdf, LONG)
        pdf_files.paragraph(pdf, LONG)

    parsed = read_written(write)
    assert parsed.blocks == (Block(BlockKind.PARAGRAPH, (LONG,), 1),) * 2


def test_paragraphs_without_a_gap_end_with_a_short_line() -> None:
    def write(pdf: FPDF) -> None:
        for place in ("north", "south"):
            pdf_files.paragraph(pdf, f"In the {place}: {LONG}", gap=0, align="J")

    assert texts(read_written(write)) == [f"In the north: {LONG}", f"In the south: {LONG}"]


def test_paragraphs_without_a_gap_begin_with_an_indent() -> None:
    line = "The tram stops at the northern quay and at the market square in the evening too."
    shown = b"BT /F 10 Tf 50 700 Td 12 TL "
    for _ in range(2):
        shown += b"15 0 Td (%b) Tj -15 0 Td T* (%b) Tj T* " % ((line.encode(),) * 2)
    parsed = read(pdf_files.one_page(pdf_files.stream(shown + b"ET")))
    assert texts(parsed) == [f"{line} {line}"] * 2


@pytest.mark.parametrize(
    ("broken", "elsewhere", "joined"),
    [
        ("inter-\nnational", "", "international"),
        ("Straßen-\nbahn", "", "Straßenbahn"),
        ("well-\nknown", "", "well-known"),
        ("rail-\nway", "", "railway"),
        ("type-\nset", " It is type-set.", "type-set"),
        ("rope-\nway", " A ropeway.", "ropeway"),
        ("Anglo-\nSaxon", "", "Anglo-Saxon"),
        ("COVID-\n19", "", "COVID-19"),
        ("pre-\nand postwar", "", "pre- and postwar"),
        ("rail\xad\nway", "", "railway"),
        ("rail\xadway", "", "railway"),
    ],
)
def test_words_broken_at_a_lines_end_are_whole(broken: str, elsewhere: str, joined: str) -> None:
    first, _, second = broken.partition("\n")
    written = [f"They came with {first}", f"{second} trams.{elsewhere}"]
    if not second:
        written = [f"They came with {first} trams.{elsewhere}"]
    parsed = read_written(lambda pdf: pdf_files.lines(pdf, written))
    assert texts(parsed) == [f"They came with {joined} trams.{elsewhere}"]


def test_headings_are_larger_or_bold_or_numbered() -> None:
    def write(pdf: FPDF) -> None:
        pdf_files.heading(pdf, "The harbour trams", size=20)
        pdf_files.paragraph(pdf, LONG)
        pdf_files.heading(pdf, "Rolling stock", size=14, style="")
        pdf_files.paragraph(pdf, LONG)
        pdf_files.heading(pdf, "Fares", size=11)
        pdf_files.paragraph(pdf, LONG)
        pdf_files.paragraph(pdf, "2.1 Methods")
        pdf_files.paragraph(pdf, LONG)
        pdf_files.heading(pdf, "A bold sentence is a paragraph.", size=11)

    parsed = read_written(write)
    assert parsed.title == "The harbour trams"
    assert headings(parsed) == ["Rolling stock", "Fares", "2.1 Methods"]
    assert texts(parsed)[-1] == "A bold sentence is a paragraph."


@pytest.mark.parametrize("bullet", ["\x95", "-", "\x96"])
def test_items_of_a_list_are_lines_of_one_block(bullet: str) -> None:
    pdf = pdf_files.document()
    pdf_files.paragraph(pdf, "They bought:")
    for item in ("open cars", LONG, "salt cars"):
        mark = bullet.encode("latin-1").decode("cp1252")
        pdf.core_fonts_encoding = "cp1252"
        pdf.cell(5, pdf_files.HEIGHT, mark)
        pdf_files.paragraph(pdf, item, gap=0)
    parsed = read(pdf_files.finished(pdf))
    assert [block.lines for block in parsed.blocks] == [
        ("They bought:",),
        ("- open cars", f"- {LONG}", "- salt cars"),
    ]


def test_a_numbered_list_keeps_its_numbers() -> None:
    written = ["1) Pull the brake", "2) Ring the bell", "3) Count to ten"]
    parsed = read_written(lambda pdf: pdf_files.lines(pdf, written))
    assert [block.lines for block in parsed.blocks] == [
        ("1. Pull the brake", "2. Ring the bell", "3. Count to ten")
    ]


def test_a_line_that_only_begins_with_a_number_is_no_item() -> None:
    full = "The tram stops at the northern quay and at the market square on the day of the"
    parsed = read_written(lambda pdf: pdf_files.lines(pdf, [full, "12. regiment, and at night."]))
    assert texts(parsed) == [f"{full} 12. regiment, and at night."]


def test_rows_of_a_table_are_lines_of_one_block() -> None:
    def write(pdf: FPDF) -> None:
        pdf_files.paragraph(pdf, LONG)
        rows = [("Year", "Cars", "Remarks"), ("1901", "12", LONG), ("1902", "18", "none")]
        with pdf.table(rows, line_height=6, col_widths=(1, 1, 4)):
            pass

    parsed = read_written(write)
    assert [block.lines for block in parsed.blocks] == [
        (LONG,),
        ("Year | Cars | Remarks", f"1901 | 12 | {LONG}", "1902 | 18 | none"),
    ]


def test_wide_spaces_in_one_line_make_no_table() -> None:
    def write(pdf: FPDF) -> None:
        pdf.cell(100, pdf_files.HEIGHT, "The harbour office")
        pdf.cell(0, pdf_files.HEIGHT, "3 May 1901")

    assert texts(read_written(write)) == ["The harbour office 3 May 1901"]


def numbered(page: int, header: str, footer: str) -> list[str]:
    return [header, f"On page {'abcd'[page - 1]}: {LONG}", footer]


@pytest.mark.parametrize("footer", ["{}", "Page {} of 4", "- {} -", "Seite {}"])
def test_running_headers_and_numbers_of_pages_are_left_out(footer: str) -> None:
    made = [numbered(page, "The harbour trams", footer.format(page)) for page in range(1, 5)]
    assert texts(read(pdf_files.pages(made))) == [f"On page {one}: {LONG}" for one in "abcd"]


def test_a_running_header_that_changes_goes_with_its_number() -> None:
    chapters = ["Rails", "Rails", "Cars", "Fares"]
    made = [
        [f"{chapter} | {page + 6}", LONG, "The end of it."]
        for page, chapter in enumerate(chapters, start=1)
    ]
    assert texts(read(pdf_files.pages(made))) == [LONG, "The end of it."] * 4


def test_what_stands_on_two_pages_only_is_text() -> None:
    made = [numbered(page, "The harbour trams.", "") for page in (1, 2)]
    assert texts(read(pdf_files.pages(made))).count("The harbour trams.") == 2


def test_the_headings_on_top_of_pages_stay() -> None:
    pdf = FPDF()
    for number in range(1, 5):
        pdf.add_page()
        pdf_files.heading(pdf, f"Chapter {number}")
        pdf_files.paragraph(pdf, LONG)
    parsed = read(pdf_files.finished(pdf))
    assert [parsed.title, *headings(parsed)] == [f"Chapter {number}" for number in range(1, 5)]


def test_a_paragraph_that_goes_on_over_a_pages_end_is_one() -> None:
    def write(pdf: FPDF) -> None:
        pdf.set_y(-50)
        pdf_files.paragraph(pdf, f"{LONG} {LONG}", align="J")
        pdf_files.paragraph(pdf, "The next one.")

    parsed = read_written(write)
    assert parsed.blocks == (
        Block(BlockKind.PARAGRAPH, (f"{LONG} {LONG}",), 1),
        Block(BlockKind.PARAGRAPH, ("The next one.",), 2),
    )


def test_a_footnote_does_not_cut_a_paragraph() -> None:
    pdf = FPDF()
    pdf.set_auto_page_break(auto=False)
    pdf.set_font("Times", size=11)
    pdf.add_page()
    pdf_files.lines(pdf, ["The first tram left the harbour with forty guests", "on board, and the"])
    pdf.set_font("Times", size=8)
    pdf_files.lines(pdf, ["Those are the figures of the harbour office."])
    pdf.add_page()
    pdf.set_font("Times", size=11)
    pdf_files.lines(pdf, ["office was pleased."])
    assert texts(read(pdf_files.finished(pdf))) == [
        "The first tram left the harbour with forty guests on board, and the \foffice was pleased.",
        "Those are the figures of the harbour office.",
    ]


def test_two_columns_are_read_one_after_the_other() -> None:
    left, right = f"Left: {LONG} {LONG}", f"Right: {LONG} {LONG}"

    def write(pdf: FPDF) -> None:
        with pdf.text_columns(ncols=2, gutter=10, text_align="J") as columns:
            columns.write(left)
            columns.new_column()
            columns.write(right)

    assert texts(read_written(write)) == [left, right]


def test_two_columns_written_line_by_line_are_read_one_after_the_other() -> None:
    left = [f"the left column has its line {one}" for one in "abcdef"]
    right = [f"the right column has its line {one}" for one in "abcdef"]

    def write(pdf: FPDF) -> None:
        for pair in zip(left, right, strict=True):
            pdf.cell(100, pdf_files.HEIGHT, pair[0])
            pdf.cell(0, pdf_files.HEIGHT, pair[1], new_x="LMARGIN", new_y="NEXT")

    assert " ".join(texts(read_written(write))) == " ".join(left + right)


def test_code_keeps_its_lines_and_indents() -> None:
    def write(pdf: FPDF) -> None:
        pdf_files.paragraph(pdf, LONG)
        pdf.set_font("Courier", size=10)
        pdf_files.lines(pdf, ["def tram():", "    return 1"])

    assert read_written(write).blocks[-1].lines == ("def tram():", "    return 1")


def test_a_poem_keeps_its_lines() -> None:
    def write(pdf: FPDF) -> None:
        pdf_files.paragraph(pdf, LONG)
        pdf_files.lines(pdf, ["The tram goes by", "And so do I", "Beneath the sky"])

    assert read_written(write).blocks[-1].lines == (
        *("The tram goes by", "And so do I", "Beneath the sky"),
    )


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("The harbour trams", "The harbour trams"),
        ("Microsoft Word - trams.doc", None),
        ("untitled", None),
        ("trams-final.docx", None),
        ("https://a.example/trams", None),
        ("", None),
    ],
)
def test_without_a_large_line_the_metadata_have_the_title(given: str, title: str | None) -> None:
    pdf = pdf_files.document(title=given)
    pdf_files.paragraph(pdf, LONG)
    assert read(pdf_files.finished(pdf)).title == title


@pytest.mark.parametrize(
    ("created", "date"),
    [(datetime(2024, 2, 29, tzinfo=UTC), "2024-02-29"), (datetime(1970, 1, 1, tzinfo=UTC), None)],
)
def test_the_date_is_that_of_the_metadata(created: datetime, date: str | None) -> None:
    pdf = pdf_files.document(created=created)
    pdf_files.paragraph(pdf, LONG)
    assert read(pdf_files.finished(pdf)).date == date


def test_a_malformed_date_is_none() -> None:
    pdf = pdf_files.document(created=datetime(2024, 2, 29, tzinfo=UTC))
    pdf_files.paragraph(pdf, LONG)
    data = pdf_files.finished(pdf)
    assert b"D:20240229" in data
    assert read(data.replace(b"D:20240229", b"D:2024xx29")).date is None


def test_text_painted_twice_is_read_once() -> None:
    shown = SHOWN + b" 1 0 0 1 0.3 0 cm " + SHOWN
    assert texts(read(pdf_files.one_page(pdf_files.stream(shown)))) == ["The tram stops here."]


def test_text_in_forms_is_read_where_it_is_painted() -> None:
    inner = form(SHOWN, 9)
    shown = b"BT /F 12 Tf 50 750 Td (Before.) Tj ET /X Do BT /F 12 Tf 50 650 Td (After.) Tj ET"
    data = pdf_files.one_page(pdf_files.stream(shown), {6: inner}, CALLING)
    assert texts(read(data)) == ["Before.", "The tram stops here.", "After."]


def test_invisible_text_over_a_scanned_page_is_read() -> None:
    shown = SHOWN.replace(b"BT", b"BT 3 Tr")
    assert texts(read(pdf_files.one_page(pdf_files.stream(shown)))) == ["The tram stops here."]


def test_a_page_that_a_browser_printed() -> None:
    parsed = read((FIXTURES / "printed-article.pdf").read_bytes())
    assert parsed.title == "The Harbour Trams"
    assert headings(parsed) == ["Rolling stock", "Numbers by year", "What became of it"]
    lines = [block.lines for block in parsed.blocks]
    assert lines[4][1:] == ("- closed cars", "- one salt car")
    assert lines[5] == ("1. Pull the brake.", "2. Ring the bell.", "3. Count to ten.")
    assert lines[7][0] == "Year | Cars | Passengers | Remarks"
    assert lines[7][2:] == ("1902 | 18 | 540,000 | none", "1903 | 21 | 602,500 | strike in June")
    assert [line[0][:12] for line in lines[9:11]] == ["The company ", "After the fl"]
    assert lines[11:] == [
        ("def tram():", '    return "bell"'),
        ("The end of it came in 1958.",),
    ]


@pytest.mark.parametrize("name", ["printed-article", "report"])
def test_no_word_of_a_page_is_lost_doubled_or_moved(name: str) -> None:
    source = (FIXTURES / f"{name}.html").read_text("utf-8")
    before, _, numbered = source[source.index("<body>") :].partition("<ol>")
    for number in (1, 2, 3):  # which the browser writes before the items of the only such list
        numbered = numbered.replace("<li>", f" {number} ", 1)
    body = re.sub(r"<[^>]+>", " ", before + numbered)
    parsed = read((FIXTURES / f"{name}.pdf").read_bytes())
    assert words(f"{parsed.title} " + " ".join(texts(parsed))) == words(body)


def test_a_long_report_has_neither_headers_nor_numbers_and_its_pages() -> None:
    parsed = read((FIXTURES / "report.pdf").read_bytes())
    assert parsed.title == "Report on the Northern Quay"
    assert headings(parsed) == [
        *("1 Introduction", "2 Findings", "2.1 The piles", "2.2 The wall", "3 Costs"),
        "4 Recommendations",
    ]
    assert sum(text.startswith("In section") for text in texts(parsed)) == 24
    assert {block.page for block in parsed.blocks} == {1, 2, 3, 4, 5}


def encrypted(user: str, method: EncryptionMethod) -> bytes:
    pdf = pdf_files.document()
    pdf_files.paragraph(pdf, LONG)
    pdf.set_encryption("owner", user, encryption_method=method, permissions=AccessPermission.none())
    return pdf_files.finished(pdf)


@pytest.mark.threat("F2")
@pytest.mark.parametrize("method", [EncryptionMethod.RC4, EncryptionMethod.AES_128])
def test_a_password_is_asked_for_only_if_it_is_needed(method: EncryptionMethod) -> None:
    assert reason_for(encrypted("secret", method)) == ENCRYPTED
    assert texts(read(encrypted("", method))) == [LONG]


@pytest.mark.threat("F2")
def test_pictures_of_pages_are_refused_with_the_cure() -> None:
    pdf = FPDF()
    for _ in range(3):
        pdf.add_page()
        pdf.image(Image.new("RGB", (60, 80), "gray"), x=0, y=0, w=200)
    assert reason_for(pdf_files.finished(pdf)) == NO_TEXT


@pytest.mark.parametrize("letters", ["שלום", "سلام"])
def test_what_is_written_from_right_to_left_is_refused_rather_than_read_backwards(
    letters: str,
) -> None:
    named = b"".join(
        b"<%04x> <%04x>" % (number, ord(letter)) for number, letter in enumerate(letters, start=1)
    )
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]"
    font += b"/ToUnicode 7 0 R>>"
    descendant = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<<>>>>"
    names = b"%d beginbfchar %b endbfchar" % (len(letters), named)
    shown = b"BT /F 12 Tf 50 700 Td <0001000200030004> Tj ET"
    extra = {5: font, 6: descendant, 7: pdf_files.stream(names)}
    assert reason_for(pdf_files.one_page(pdf_files.stream(shown), extra)) == RIGHT_TO_LEFT


def test_letters_that_a_font_does_not_name_are_no_text() -> None:
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]>>"
    descendant = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<<>>>>"
    data = pdf_files.one_page(pdf_files.stream(SHOWN), {5: font, 6: descendant})
    assert reason_for(data) == NO_TEXT


def test_an_empty_file_is_refused() -> None:
    assert reason_for(b"") == EMPTY


@pytest.mark.threat("F2")
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99, 0.9995])
@pytest.mark.parametrize("name", ["printed-article", "report"])
def test_a_file_that_was_cut_off_is_refused(name: str, share: float) -> None:
    data = (FIXTURES / f"{name}.pdf").read_bytes()
    assert reason_for(data[: int(share * len(data))]) == BROKEN_FILE


@pytest.mark.threat("F2")
def test_a_file_whose_later_version_was_cut_off_is_refused() -> None:
    earlier = pdf_files.one_page(pdf_files.stream(SHOWN))
    later = b"4 0 obj\n" + pdf_files.stream(SHOWN.replace(b"stops", b"leaves") + b" " * 2_000)
    assert reason_for(earlier + later) == BROKEN_FILE


def tree(*nodes: bytes) -> bytes:
    found = {number: b"<<%b>>" % node for number, node in enumerate(nodes, start=2)}
    return pdf_files.raw({1: b"<</Type/Catalog/Pages 2 0 R>>", **found})


def many_pages(count: int, declared: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    pages = [b"/Type/Page/Parent 2 0 R"] * count
    return tree(b"/Type/Pages/Count %d/Kids[%b]" % (declared, kids), *pages)


BROKEN = {
    "no PDF at all": b"%PDF-1.7\n" + bytes(range(256)) * 50 + b"\n%%EOF",
    "a loop in the tree": tree(b"/Type/Pages/Kids[3 0 R]", b"/Type/Pages/Kids[2 0 R]"),
    "a tree that is its own branch": tree(b"/Type/Pages/Kids[2 0 R]"),
    "a very deep tree": tree(
        *(b"/Type/Pages/Kids[%d 0 R]" % number for number in range(3, 500)), b"/Type/Page"
    ),
    "a page 90,000 times": tree(
        b"/Type/Pages/Count 1/Kids[%b]" % (b"3 0 R " * 90_000), b"/Type/Page"
    ),
    "no tree": pdf_files.raw({1: b"<</Type/Catalog>>"}),
    "no root": pdf_files.raw({2: b"<<>>"}),
    "a table that is its own previous one": b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \n"
    b"trailer<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF",
    "deep brackets": pdf_files.one_page(pdf_files.stream(b"[" * 50_000 + SHOWN)),
    "text that is nowhere": pdf_files.one_page(
        pdf_files.stream(b"%b 0 0 1 0 0 cm " % (b"9" * 30) * 20 + SHOWN)
    ),
    "a word for a size": pdf_files.one_page(pdf_files.stream(b"BT /F /G Tf ET " + SHOWN)),
}


@pytest.mark.threat("F2")
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused(name: str) -> None:
    assert reason_for(BROKEN[name]) == BROKEN_FILE


@pytest.mark.threat("F2")
@pytest.mark.parametrize(
    ("count", "declared", "reason"),
    [
        (MAX_PAGES + 1, MAX_PAGES + 1, TOO_MANY_PAGES.format(limit=MAX_PAGES)),
        (MAX_PAGES + 1, 1, TOO_MANY_PAGES.format(limit=MAX_PAGES)),
        (100_000, 100_000, TOO_MANY_PAGES.format(limit=MAX_PAGES)),
        (100_000, 1, BROKEN_FILE),
    ],
)
def test_more_pages_than_a_book_has_are_refused(count: int, declared: int, reason: str) -> None:
    assert reason_for(many_pages(count, declared)) == reason


BOMBS = {
    "a stream of 108 MB": pdf_files.one_page(
        pdf_files.stream(b" " * 108_000_000 + SHOWN, packed=True)
    ),
    "a million operators": pdf_files.one_page(pdf_files.stream(b"q " * 1_100_000, packed=True)),
    "a form that paints itself": pdf_files.one_page(
        pdf_files.stream(b"/X Do"), {6: form(SHOWN + b" /X Do", 6)}, CALLING
    ),
    "ten forms in each of ten forms": pdf_files.one_page(
        pdf_files.stream(b"/X Do"),
        {number: form(b"/X Do " * 10, number + 1) for number in range(6, 20)},
        CALLING,
    ),
}


@pytest.mark.threat("F2")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused(name: str) -> None:
    assert len(BOMBS[name]) < 300_000
    assert reason_for(BOMBS[name]) == BOMB.format(limit=MAX_UNPACKED)


@pytest.mark.threat("F2")
def test_scripts_attachments_notes_and_form_fields_are_not_text() -> None:
    data = pdf_files.raw(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert('SECRET'))>>"
            b"/Names<</EmbeddedFiles<</Names[(SECRET) 7 0 R]>>>>/AcroForm<</Fields[6 0 R]>>>>",
            2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            3: b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<%b>>/Annots[6 0 R 9 0 R]>>"
            % FONT,
            4: pdf_files.stream(SHOWN),
            5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            6: b"<</Type/Annot/Subtype/Widget/FT/Tx/T(SECRET)/V(SECRET)/Rect[0 0 9 9]>>",
            7: b"<</Type/Filespec/F(SECRET.txt)/EF<</F 8 0 R>>>>",
            8: pdf_files.stream(b"SECRET", b"/Type/EmbeddedFile"),
            9: b"<</Type/Annot/Subtype/Text/Contents(SECRET)/Rect[0 0 9 9]>>",
        }
    )
    parsed = read(data)
    assert texts(parsed) == ["The tram stops here."]
    assert "SECRET" not in str(parsed)


WRONG_PLACES = re.sub(
    rb"startxref\n\d+", b"startxref\n5", pdf_files.one_page(pdf_files.stream(SHOWN))
)


def test_a_table_of_places_that_is_wrong_is_made_anew() -> None:
    assert texts(read(WRONG_PLACES)) == ["The tram stops here."]


def test_nothing_is_said_of_the_flaws_of_a_file(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="root"):
        read(WRONG_PLACES)
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []
