"""Ordinary Word files keep each of their sentences and facts, and say them rightly."""

from __future__ import annotations

import tracemalloc

import pytest
from docx_files import (
    cell,
    item,
    lying_zip,
    paragraph,
    raw_paragraph,
    run,
    styled,
    table,
    word,
    zipped,
)

from knowledge.errors import BROKEN_FILE, ReadError
from knowledge.reading.docx.reader import parse

STYLES = (
    '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="character" w:styleId="Up"><w:name w:val="Up"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
SENTENCE = "The club meets in the old boathouse."
BOLD = "<w:b/>"
UP, DOWN = (f'<w:vertAlign w:val="{where}script"/>' for where in ("super", "sub"))


def kinds(*body: str) -> list[tuple[str, str]]:
    parsed = parse(word("".join(body), styles=STYLES, numbering=NUMBERING), "a.docx")
    return [(block.kind.value, block.text) for block in parsed.blocks]


def row(*texts: str, properties: str = "") -> str:
    return "".join(cell(paragraph(text), properties) for text in texts)


def bold(text: str) -> str:
    return raw_paragraph(run(text, BOLD))


@pytest.mark.threat("F6")
def test_an_empty_cell_leaves_the_others_below_their_own_heads() -> None:
    grid = table(row("Day", "Morning", "Evening"), row("Monday", "", "rowing"), row("", "", ""))
    assert kinds(grid) == [("paragraph", "Day | Morning | Evening\nMonday | – | rowing")]


@pytest.mark.threat("F6")
def test_a_cell_that_spans_rows_stands_in_each_of_them() -> None:
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    grid = table(
        row("Day", "Hour", "Course"),
        row("Monday", properties=begins) + row("9", "rowing"),
        row("not shown", properties=goes_on) + row("10", "sailing"),
        row("", properties=goes_on) + row("", ""),
        row("Friday", "", "rest"),
    )
    assert kinds(grid)[0][1].split("\n")[1:] == [
        "Monday | 9 | rowing",
        "Monday | 10 | sailing",
        "Friday | – | rest",
    ]


def test_a_cell_below_a_wide_one_takes_the_text_of_its_own_column() -> None:
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = '<w:gridSpan w:val="2"/>'
    grid = table(
        row("wide", properties=wide) + row("tall", properties=begins),
        row("a", "b") + row("", properties=goes_on),
    )
    assert kinds(grid) == [("paragraph", "wide | tall\na | b | tall")]


@pytest.mark.threat("F1")
def test_a_long_text_that_spans_many_rows_stands_once() -> None:
    long = "word " * 100 + "end."
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [row("", properties=goes_on) + row(f"{place}", "b") for place in range(500)]
    grid = table(row(long, properties=begins) + row("a", "b"), *rows)
    found = kinds(grid)[0][1]
    assert found.count(long) == 1
    assert found.endswith("\n– | 499 | b")


@pytest.mark.threat("F6")
@pytest.mark.parametrize("is_row", [True, False], ids=["one row", "one column"])
def test_headings_and_paragraphs_in_a_table_that_lays_out_text_stay_such(is_row: bool) -> None:
    first = cell(styled("Fees", "H2") + paragraph("Adults pay 40 euros."))
    second = cell(paragraph("Pay by March.") + item("in cash", 1) + item("by card", 1))
    grid = table(first + second) if is_row else table(first, second)
    assert kinds(paragraph(SENTENCE), grid)[1:] == [
        ("heading", "Fees"),
        ("paragraph", "Adults pay 40 euros."),
        ("paragraph", "Pay by March."),
        ("paragraph", "- in cash\n- by card"),
    ]


def test_columns_and_rows_that_are_empty_make_no_table_of_a_text() -> None:
    grid = table(row("", ""), row("") + cell(styled("Fees", "H2") + paragraph("40 euros.")))
    assert kinds(paragraph(SENTENCE), grid)[1:] == [("heading", "Fees"), ("paragraph", "40 euros.")]


def test_a_heading_that_is_all_of_a_cell_lays_out_text() -> None:
    grid = table(cell(styled("Fees", "H2")), row("Adults pay 40 euros."))
    assert kinds(paragraph(SENTENCE), grid)[1:] == [
        ("heading", "Fees"),
        ("paragraph", "Adults pay 40 euros."),
    ]


@pytest.mark.parametrize("name", [bold("Adults"), paragraph("Adults")])
def test_a_single_row_of_short_cells_is_a_table(name: str) -> None:
    grid = table(cell(name) + row("40 euros"))
    assert kinds(grid) == [("paragraph", "Adults | 40 euros")]


def test_several_paragraphs_in_a_cell_of_a_larger_table_stay_in_its_row() -> None:
    grid = table(row("Day", "Courses"), row("Monday") + cell(paragraph("a") + paragraph("b")))
    assert kinds(grid) == [("paragraph", "Day | Courses\nMonday | a b")]


@pytest.mark.threat("F6")
@pytest.mark.parametrize(
    ("inner", "text"),
    [
        pytest.param(run("10") + run("6", UP) + run(" cells"), "10⁶ cells", id="an exponent"),
        pytest.param(run("CO") + run("2", DOWN), "CO₂", id="an index"),
        pytest.param(run("10") + run("−", UP) + run("6", UP), "10⁻⁶", id="in two runs"),
        pytest.param(run("SO") + run("4", DOWN) + run("2-", UP), "SO₄²⁻", id="one after another"),
        pytest.param(run("m") + run("2", '<w:rStyle w:val="Up"/>'), "m²", id="by a style"),
        pytest.param(
            run("10") + run("6", '<w:rStyle w:val="Up"/><w:vertAlign w:val="baseline"/>'),
            "106",
            id="a style undone",
        ),
        pytest.param(run("10") + f"<w:ins>{run('6', UP)}</w:ins>", "10⁶", id="inserted"),
        pytest.param(run("the 5") + run("th", UP), "the 5th", id="letters"),
        pytest.param(run("see ") + run("2 and 3", UP), "see 2 and 3", id="words"),
        pytest.param(run("see ") + run("20241", UP), "see 20241", id="a long number"),
        pytest.param(
            "<m:oMath><m:r><m:t>10</m:t></m:r><m:sup><m:r><m:t>6</m:t></m:r></m:sup></m:oMath>",
            "10⁶",
            id="in a formula",
        ),
    ],
)
def test_raised_and_lowered_digits_do_not_run_into_others(inner: str, text: str) -> None:
    assert kinds(raw_paragraph(inner)) == [("paragraph", text)]


@pytest.mark.threat("F6")
def test_the_bold_lines_of_a_flyer_can_be_quoted() -> None:
    flyer = ["Summer party", "Saturday, 8 June, 7 pm", "Town hall, Main Street 5", "Free for all"]
    assert kinds(*map(bold, flyer)) == [("paragraph", line) for line in flyer]


@pytest.mark.threat("F6")
@pytest.mark.parametrize(
    "line",
    [
        "Meeting on 8 June 2026",
        "Meeting on June 8th",
        "Sitzung am 8. März",
        "Sitzung am 8.3.",
        "Réunion le 1er août",
        "Reunión el 8 de mayo",
        "2026-06-08 in the town hall",
        "08.06.2026 Town hall",
        "06/08/26 Town hall",
        "Town hall, 19:30",
        "Town hall, 7 p.m. (doors open earlier)",
        "Rathaus, 19.30 Uhr",
        "Rathaus, 19 Uhr",
        "Mairie, 19h30",
        "Every Monday at noon",
        "Come and see us!",
        "Do you row?",
        "Members only;",
        "Members only.",
        "They said “no.”",
    ],
)
def test_a_bold_line_that_states_something_is_a_paragraph(line: str) -> None:
    assert kinds(bold(line), paragraph(SENTENCE))[0] == ("paragraph", line)


@pytest.mark.parametrize(
    "line",
    ["Opening hours", "1.10 Fees", "1.2.3 Fees", "Report 2026", "5 Decisions", "Part 3", "May"],
)
def test_a_bold_line_above_text_is_a_heading(line: str) -> None:
    assert kinds(paragraph(SENTENCE), bold(line), paragraph(SENTENCE))[1] == ("heading", line)


def test_only_the_last_of_several_bold_lines_heads_the_text_below_it() -> None:
    found = kinds(bold("Rowing club"), bold("Opening hours"), paragraph(SENTENCE))
    assert [kind for kind, _ in found] == ["paragraph", "heading", "paragraph"]


def test_a_heading_by_its_style_stays_one_whatever_it_says() -> None:
    lines = ["Meeting on 8 June 2026", "Who came?", "Agreed"]
    assert kinds(bold("Minutes"), *(styled(line, "H2") for line in lines)) == [
        ("heading", line) for line in ["Minutes", *lines]
    ]


ODF = "application/vnd.oasis.opendocument."


@pytest.mark.parametrize(
    ("entries", "kind", "cure"),
    [
        ({"[Content_Types].xml": "", "xl/workbook.xml": ""}, "Excel", "as .pdf"),
        ({"[Content_Types].xml": "", "xl/workbook.bin": ""}, "Excel", "as .pdf"),
        ({"[Content_Types].xml": "", "ppt/presentation.xml": ""}, "PowerPoint", "as .pdf"),
        ({"mimetype": f"{ODF}text", "content.xml": ""}, "OpenDocument text", "as .docx"),
        ({"mimetype": f"{ODF}text-template"}, "OpenDocument text", "as .docx"),
        ({"mimetype": f"{ODF}spreadsheet"}, "OpenDocument spreadsheet", "as .pdf"),
        ({"mimetype": f"{ODF}presentation\n"}, "OpenDocument presentation", "as .pdf"),
        ({"mimetype": "application/epub+zip"}, "e-book", "as .docx"),
    ],
)
def test_another_kind_of_office_file_is_told_what_it_is_and_what_to_do(
    entries: dict[str, str], kind: str, cure: str
) -> None:
    with pytest.raises(ReadError) as caught:
        parse(zipped(entries), "a.xlsx")
    assert kind in caught.value.reason
    assert cure in caught.value.reason


@pytest.mark.parametrize(
    "entries", [{"mimetype": ODF}, {"mimetype": "text"}, {"mimetype": b"\xff" * 200}, {"xls": ""}]
)
def test_a_zip_file_of_no_known_kind_is_damaged(entries: dict[str, str]) -> None:
    with pytest.raises(ReadError, match=BROKEN_FILE):
        parse(zipped(entries), "a.docx")


def test_a_word_file_is_read_whatever_else_is_in_it() -> None:
    beside: dict[str, bytes | str] = {"xl/workbook.xml": "", "mimetype": f"{ODF}text"}
    parsed = parse(word(paragraph(SENTENCE), entries=beside), "a.docx")
    assert [block.text for block in parsed.blocks] == [SENTENCE]


@pytest.mark.threat("F1")
def test_no_more_of_the_stated_kind_is_unpacked_than_a_name_takes() -> None:
    bomb = lying_zip("mimetype", f"{ODF}text".encode() + b" " * 40_000_000, 40_000_100)
    tracemalloc.start()
    with pytest.raises(ReadError, match="OpenDocument text"):
        parse(bomb, "a.odt")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000
