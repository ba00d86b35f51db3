"""Show how a Word file becomes headings and paragraphs, and which files are refused."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from urllib.error import HTTPError
from urllib.request import urlopen

import docx
import pytest
from docx_files import (
    OFFICE,
    cell,
    document_xml,
    item,
    paragraph,
    raw_paragraph,
    relationships,
    run,
    saved,
    styled,
    table,
    text_box,
    word,
    zipped,
)

from knowledge.errors import (
    BOMB,
    BROKEN_FILE,
    EMPTY,
    ENCRYPTED,
    OLD_WORD,
    TOO_MUCH_MEMORY,
    WRONG_KIND,
    ReadError,
)
from knowledge.model import Block, BlockKind
from knowledge.reading.docx.reader import MOST_NODES, parse
from knowledge.reading.docx.zip_check import LARGEST_TOTAL, LARGEST_XML
from knowledge.reading.parsed import Parsed

STYLES = "".join(
    f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{name}"/>{rest}</w:style>'
    for kind, key, name, rest in [
        ("paragraph", "Titel", "Title", ""),
        ("paragraph", "Untertitel", "Subtitle", '<w:basedOn w:val="Titel"/>'),
        ("paragraph", "berschrift1", "heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
        ("paragraph", "berschrift2", "heading 2", ""),
        ("paragraph", "Kapitel", "Kapitel", '<w:basedOn w:val="berschrift2"/>'),
        ("paragraph", "Unterkapitel", "Unterkapitel", '<w:basedOn w:val="Kapitel"/>'),
        ("paragraph", "Umriss", "Umriss", '<w:pPr><w:outlineLvl w:val="3"/></w:pPr>'),
        (
            "paragraph",
            "Zitat",
            "Zitat",
            '<w:basedOn w:val="berschrift1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>',
        ),
        ("paragraph", "Kreis", "Kreis", '<w:basedOn w:val="Kreis"/>'),
        ("paragraph", "Fett", "Fett", "<w:rPr><w:b/></w:rPr>"),
        ("character", "Strong", "Strong", "<w:rPr><w:b/></w:rPr>"),
        ("character", "Geheim", "Geheim", "<w:rPr><w:vanish/></w:rPr>"),
        ("paragraph", "Verzeichnis1", "toc 1", ""),
        ("paragraph", "Punkte", "List Bullet", ""),
        ("paragraph", "Zahlen2", "List Number 2", ""),
        ("paragraph", "Liste", "Liste", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
    ]
)
LEVELS = "".join(
    f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/></w:lvl>'
    for depth, start, kind in [(0, 1, "decimal"), (1, 1, "lowerLetter"), (2, 5, "decimal")]
)
RESTART = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{LEVELS}</w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="none"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="L"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="7"/><w:numFmt w:val="upperRoman"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="3"><w:numStyleLink w:val="L"/></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    f'<w:num w:numId="4"><w:abstractNumId w:val="0"/>{RESTART}</w:num>'
    '<w:num w:numId="5"><w:abstractNumId w:val="3"/></w:num>'
)
SENTENCE = "The tram stops here."
LOW = "It is of no use to anybody"


def read(*body: str, core: str = "") -> Parsed:
    return parse(word("".join(body), styles=STYLES, numbering=NUMBERING, core=core), "a.docx")


def texts(blocks: Sequence[Block]) -> list[str]:
    return [block.text for block in blocks]


def lines(*body: str) -> list[str]:
    """The text of what is read, a paragraph of it all in one."""
    return texts(read(*body).blocks)


def kinds(*body: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in read(*body).blocks]


def shown(inner: str) -> str:
    """What is shown of the XML inside one paragraph, "" if nothing is."""
    return "\n\n".join(lines(raw_paragraph(inner), paragraph("End.")))[: -len("End.")].rstrip("\n")


def reason_for(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        parse(data, "a.docx")
    assert caught.value.source == "a.docx"
    return caught.value.reason


def field(code: str, result: str) -> str:
    turns = {
        turn: f'<w:r><w:fldChar w:fldCharType="{turn}"/></w:r>'
        for turn in ("begin", "separate", "end")
    }
    return f"{turns['begin']}{code}{turns['separate']}{result}{turns['end']}"


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def test_a_document_of_python_docx_is_read_in_order_and_nothing_of_it_twice() -> None:
    document = docx.Document()
    document.core_properties.modified = datetime(2024, 5, 6)  # noqa: DTZ001  # as Word writes it
    document.add_heading("Trams", 0)
    document.add_paragraph("They are back.")
    document.add_heading("Lines", 1)
    for text in ("to the harbour", "to the hills"):
        document.add_paragraph(text, style="List Bullet")
    document.add_paragraph("Two of them:")
    for text in ("the red one", "the blue one"):
        document.add_paragraph(text, style="List Number")
    grid = document.add_table(3, 3)
    for place, one in enumerate(("Line", "Stops", "Length", "1", "12", "5 km")):
        grid.cell(place // 3, place % 3).text = one
    grid.cell(2, 0).merge(grid.cell(2, 2)).text = "All lines"
    document.add_heading("Tickets", 2)
    document.add_paragraph("Sold on board.").add_run(" Cash only.").italic = True
    document.sections[0].header.paragraphs[0].text = "A header"
    document.sections[0].footer.paragraphs[0].text = "A footer"
    document.add_comment(document.paragraphs[1].runs, "A comment", "Somebody")
    assert parse(saved(document), "a.docx") == Parsed(
        (
            Block(BlockKind.PARAGRAPH, ("They are back.",)),
            Block(BlockKind.HEADING, ("Lines",)),
            Block(BlockKind.PARAGRAPH, ("- to the harbour", "- to the hills")),
            Block(BlockKind.PARAGRAPH, ("Two of them:",)),
            Block(BlockKind.PARAGRAPH, ("1. the red one", "2. the blue one")),
            Block(BlockKind.PARAGRAPH, ("Line | Stops | Length", "1 | 12 | 5 km", "All lines")),
            Block(BlockKind.HEADING, ("Tickets",)),
            Block(BlockKind.PARAGRAPH, ("Sold on board. Cash only.",)),
        ),
        title="Trams",
        date="2024-05-06",
    )


def test_every_paragraph_of_a_rich_document_is_there_once_and_in_order() -> None:
    def number(place: int) -> str:
        return paragraph(f"Paragraph {place:02}.")

    wrapped = f"<w:sdt><w:sdtPr/><w:sdtContent>{number(1)}<w:customXml>{number(2)}</w:customXml>"
    wrapped += f"<w:sdt><w:sdtContent>{number(3)}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>"
    inner = table(cell(number(7)) + cell(number(8)))
    outer = table(
        cell(number(4)) + f"<w:sdt><w:sdtContent>{cell(number(5))}</w:sdtContent></w:sdt>",
        cell(number(6) + inner) + cell(number(9)),
    )
    boxed = raw_paragraph(
        run("Paragraph 10.") + text_box(number(11) + table(cell(number(12)) + cell(number(13))))
    )
    listed = item("Paragraph 14.", 1) + item("Paragraph 15.", 2) + item("Paragraph 16.", 1, 1)
    either = (
        f'<mc:AlternateContent><mc:Choice Requires="a">{number(17)}</mc:Choice>'
        f"<mc:Fallback>{number(17)}</mc:Fallback></mc:AlternateContent>"
    )
    found = "\n".join(
        lines(number(0), wrapped, outer, boxed, listed, either, styled("Paragraph 18.", "Kreis"))
    )
    places = [found.find(f"Paragraph {place:02}.") for place in range(19)]
    assert places == sorted(places)
    assert min(places) >= 0
    assert found.count("Paragraph") == 19


def test_headings_are_told_by_their_style_in_any_language_or_by_their_outline() -> None:
    body = [
        styled("One", "berschrift1"),
        styled("Two", "berschrift2"),
        styled("Three", "Kapitel"),
        styled("Four", "Unterkapitel"),
        styled("Five", "Umriss"),
        paragraph("Six", '<w:outlineLvl w:val="0"/>'),
        styled("Seven", "Zitat"),
        paragraph("Eight", '<w:pStyle w:val="berschrift1"/><w:outlineLvl w:val="9"/>'),
        styled("Nine", "Kreis"),
        styled("Ten", "Nobody knows it"),
    ]
    found = kinds(paragraph(SENTENCE), *body)[1:]
    assert [
        text for kind, text in found if kind == "heading"
    ] == "One Two Three Four Five Six".split()
    assert [text for kind, text in found if kind == "paragraph"] == "Seven Eight Nine Ten".split()


def test_a_whole_paragraph_in_a_heading_style_stays_text_that_can_be_quoted() -> None:
    assert kinds(styled("word " * 50 + "end.", "berschrift2"), paragraph("x"))[0][0] == "paragraph"


@pytest.mark.parametrize(
    ("inner", "kind"),
    [
        (run("On the way", "<w:b/>"), "heading"),
        (run("On ", "<w:b/>") + run(" ") + run("the way", '<w:b w:val="1"/>'), "heading"),
        (run("On the way", '<w:rStyle w:val="Strong"/>'), "heading"),
        (run("On the way"), "paragraph"),
        (run("On ", "<w:b/>") + run("the way"), "paragraph"),
        (run("On the way", '<w:b w:val="0"/>'), "paragraph"),
        (run("On the way.", "<w:b/>"), "paragraph"),
        (run("On the way:", "<w:b/>"), "paragraph"),
        (run("word " * 30, "<w:b/>"), "paragraph"),
        ("<m:oMath><m:r><m:t>E=mc</m:t></m:r></m:oMath>", "paragraph"),
    ],
)
def test_a_short_line_all_in_bold_is_a_heading(inner: str, kind: str) -> None:
    below = paragraph(SENTENCE)
    assert kinds(paragraph(SENTENCE), raw_paragraph(inner), below)[1][0] == kind


def test_a_style_can_make_a_line_bold() -> None:
    found = kinds(paragraph(SENTENCE), styled("On the way", "Fett"), paragraph(SENTENCE))
    assert found[1] == ("heading", "On the way")


def test_the_title_is_the_first_paragraph_that_is_styled_as_one() -> None:
    body = [
        paragraph("News of today"),
        styled("Trams", "Titel"),
        styled(LOW, "Untertitel"),
        styled("Trams", "berschrift1"),
        styled("Another", "Titel"),
    ]
    parsed = read(*body, core="<dc:title>Not this one</dc:title>")
    assert parsed.title == "Trams"
    assert [(block.kind, block.text) for block in parsed.blocks] == [
        (BlockKind.PARAGRAPH, "News of today"),
        (BlockKind.PARAGRAPH, LOW),
        (BlockKind.HEADING, "Trams"),
        (BlockKind.HEADING, "Another"),
    ]


@pytest.mark.parametrize("first", [styled("TRAMS", "berschrift1"), paragraph("trams")])
def test_what_the_file_says_is_the_title_next_and_is_not_repeated(first: str) -> None:
    parsed = read(first, paragraph(SENTENCE), core="<dc:title> Trams </dc:title>")
    assert parsed.title == "Trams"
    assert texts(parsed.blocks) == [SENTENCE]


@pytest.mark.parametrize(
    "stated",
    ["", " ", "Document1", "Untitled", "Microsoft Word - x", "report.docx", "2024", "w " * 150],
)
def test_a_title_that_no_person_wrote_is_not_believed(stated: str) -> None:
    parsed = read(
        styled("Trams", "berschrift1"), paragraph(SENTENCE), core=f"<dc:title>{stated}</dc:title>"
    )
    assert parsed.title == "Trams"
    assert texts(parsed.blocks) == [SENTENCE]


def test_a_title_that_stands_in_the_outline_is_still_the_title() -> None:
    title = paragraph("Trams", '<w:pStyle w:val="Titel"/><w:outlineLvl w:val="1"/>')
    assert read(paragraph(SENTENCE), title).title == "Trams"


def test_a_heading_below_text_is_no_title() -> None:
    parsed = read(paragraph(SENTENCE), styled("Trams", "berschrift1"))
    assert parsed.title is None
    assert texts(parsed.blocks) == [SENTENCE, "Trams"]


def test_a_paragraph_that_says_the_same_as_the_title_further_down_stays() -> None:
    parsed = read(
        styled("Trams", "Titel"), *(paragraph(text) for text in ("One.", "Trams", "Two."))
    )
    assert texts(parsed.blocks) == ["One.", "Trams", "Two."]


@pytest.mark.parametrize(
    ("modified", "created", "date"),
    [
        ("2024-05-06T23:30:00Z", "2020-01-01T00:00:00Z", "2024-05-06"),
        ("", "2020-01-01", "2020-01-01"),
        ("soon", "2020-01-01T00:00:00+02:00", "2020-01-01"),
        ("1601-01-01T00:00:00Z", "", None),
        ("2024-13-01T00:00:00Z", "2024-02-40", None),
        ("2013-12-23T23:15:00Z", "2013-12-23T23:15:00Z", None),
        ("2024-05", "", None),
    ],
)
def test_the_date_is_that_of_the_last_change_or_else_of_the_making(
    modified: str, created: str, date: str | None
) -> None:
    core = f"<dcterms:modified>{modified}</dcterms:modified>"
    core += f"<dcterms:created>{created}</dcterms:created>"
    assert read(paragraph(SENTENCE), core=core).date == date


def test_items_are_counted_by_list_and_level_and_begin_again_where_word_does() -> None:
    assert lines(
        item("one", 1),
        item("one", 1, 1),
        item("two", 1, 1),
        item("five", 1, 2),
        item("two", 1),
        item("one again", 1, 1),
        item("a point", 2),
        paragraph("Between."),
        item("three, as in the same family", 3),
        item("restarted", 4),
        item("two", 4),
        paragraph("Between."),
        item("seven, of a list style", 5),
        styled("three, by its style", "Liste"),
    ) == [
        "1. one\n1. one\n2. two\n5. five\n2. two\n1. one again\n- a point",
        "Between.",
        "3. three, as in the same family\n1. restarted\n2. two",
        "Between.",
        "7. seven, of a list style\n3. three, by its style",
    ]


def test_lists_without_a_numbering_are_marked_by_the_name_of_their_style() -> None:
    number, bullet = "Zahlen2", "Punkte"
    assert lines(
        styled("a", bullet),
        styled("b", number),
        paragraph("Between."),
        styled("c", number),
        styled("d", number),
    ) == ["- a\n2. b", "Between.", "1. c\n2. d"]


def test_what_only_looks_like_a_list_is_a_paragraph() -> None:
    removed = paragraph(
        "removed", '<w:pStyle w:val="Liste"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    assert lines(removed, item("unknown", 99), item("no sign", 2, 1), item("too deep", 1, 8)) == [
        "removed",
        "unknown",
        "no sign",
        "too deep",
    ]


def test_a_numbered_heading_is_a_heading_without_its_number() -> None:
    heading = '<w:pStyle w:val="berschrift2"/><w:numPr><w:numId w:val="1"/></w:numPr>'
    assert kinds(paragraph("Text."), paragraph("Trams", heading), item("two", 1))[1:] == [
        ("heading", "Trams"),
        ("paragraph", "2. two"),
    ]


def test_merged_cells_stand_in_each_of_their_rows_and_empty_rows_not_at_all() -> None:
    tall = '<w:vMerge w:val="restart"/>'
    assert lines(
        table(
            cell(paragraph("wide"), '<w:gridSpan w:val="2"/>') + cell(paragraph("x")),
            cell(paragraph("tall"), tall) + cell(paragraph("a")) + cell(paragraph("")),
            cell(paragraph("unseen"), "<w:vMerge/>") + cell(paragraph("b") + paragraph("c")),
            cell(paragraph("")) + cell(paragraph(" ")),
            "<w:trPr><w:del/></w:trPr>" + cell(paragraph("a deleted row")),
        )
    ) == ["wide | x\ntall | a | –\ntall | b c"]


def test_a_table_in_a_table_is_part_of_its_line() -> None:
    inner = table(cell(paragraph("1")) + cell(paragraph("2")), cell(paragraph("3")))
    assert lines(table(cell(paragraph("a")) + cell(inner))) == ["a | 1 | 2 3"]


def test_a_frame_round_a_text_is_no_table() -> None:
    framed = table(cell(styled("Part", "berschrift1") + paragraph("One.") + paragraph("Two.")))
    assert kinds(paragraph("Text."), framed)[1:] == [
        ("heading", "Part"),
        ("paragraph", "One."),
        ("paragraph", "Two."),
    ]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t> c  d </w:t></w:r>", "a\nb\nc d"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b\nc</w:t></w:r>", "a b c"),
        ("<w:r><w:t>a<!-- not this -->b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r>", "ab-c"),
        (run("to ") + f'<w:hyperlink r:id="x">{run("our page")}</w:hyperlink>', "to our page"),
        (f"a<w:smartTag>{run('a')}</w:smartTag><w:bdo>{run('b')}</w:bdo>", "ab"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('a')}</w:sdtContent></w:sdt>{run('b')}", "ab"),
        (f"<w:ins>{run('in')}</w:ins><w:moveTo>{run('to')}</w:moveTo>", "into"),
        ("a<w:del><w:r><w:delText>out</w:delText></w:r></w:del>" + run("left"), "left"),
        (f"<w:moveFrom>{run('away')}</w:moveFrom><w:del>{run('out')}</w:del>" + run("b"), "b"),
        (f"<w:ins>{run('a')}<w:del>{run('b')}</w:del></w:ins>", "a"),
        (run("a", "<w:vanish/>") + run("b", '<w:vanish w:val="false"/>'), "b"),
        (run("a", '<w:rStyle w:val="Geheim"/>') + run("b"), "b"),
        (run("a") + "<w:r><w:footnoteReference w:id='1'/></w:r>" + run("b"), "ab"),
        (run("a") + "<w:commentRangeStart w:id='1'/>" + run("b"), "ab"),
        (f"<w:fldSimple w:instr='PAGE'>{run('7')}</w:fldSimple>", "7"),
        (field(code("PAGE"), run("7")) + run(" pages"), "7 pages"),
        (field(code("IF") + field(code("PAGE"), run("7")) + code("=1"), run("yes")), "yes"),
        (field(code("A"), run("a ") + field(code("B"), run("b"))) + run(" c"), "a b c"),
        (field(code("A") + run("not shown"), ""), ""),
        ('<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run("a"), "a"),
        (
            "<m:oMath><m:r><m:t>E=mc</m:t></m:r><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:oMath>",
            "E=mc²",
        ),
        (
            "<w:r><w:ruby><w:rt>"
            + run("kan")
            + "</w:rt><w:rubyBase>"
            + run("漢")
            + "</w:rubyBase></w:ruby></w:r>",
            "漢",
        ),
        (run("a") + text_box(paragraph("in a box"), paragraph("in another form")), "a\n\nin a box"),
        (f"<w:del>{text_box(paragraph('gone'))}</w:del>{run('a')}", "a"),
        (text_box(raw_paragraph(run("one") + text_box(paragraph("two")))), "one\n\ntwo"),
        (
            "<w:r><w:pict><v:textbox><w:txbxContent>"
            + paragraph("an old box")
            + "</w:txbxContent></v:textbox></w:pict></w:r>",
            "an old box",
        ),
        (run("the tr\u202eam\u200b"), "the tram"),
    ],
)
def test_a_paragraph_is_what_a_reader_sees_when_all_changes_are_accepted(
    inner: str, text: str
) -> None:
    assert shown(inner) == text


def test_a_field_that_is_never_ended_hides_no_other_paragraph() -> None:
    begun = raw_paragraph(run("a") + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>')
    assert lines(begun, paragraph("b")) == ["a", "b"]


def test_the_table_of_contents_is_left_out() -> None:
    assert lines(styled("Trams 3", "Verzeichnis1"), paragraph(SENTENCE)) == [SENTENCE]


def test_a_strict_file_and_one_without_styles_or_properties_are_read() -> None:
    body = document_xml(paragraph(SENTENCE)).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert texts(parse(word(entries={"word/document.xml": body}), "a.docx").blocks) == [SENTENCE]
    kind = f'Type="{OFFICE}/officeDocument"'
    bare = {
        "_rels/.rels": f'<R><Relationship {kind} Target="/x/text.xml"/></R>',
        "x/text.xml": document_xml(paragraph(SENTENCE)),
    }
    assert parse(zipped(bare), "a.docx") == Parsed((Block(BlockKind.PARAGRAPH, (SENTENCE,)),))


def test_a_part_outside_of_the_file_does_not_stand_in_for_one_inside() -> None:
    relations = relationships(
        f'<Relationship Type="{OFFICE}/styles" Target="http://a" TargetMode="External"/>'
        f'<Relationship Type="{OFFICE}/styles" Target="styles.xml"/>'
    )
    entries = {"word/_rels/document.xml.rels": relations}
    data = word(styled("Trams", "Titel") + paragraph(SENTENCE), styles=STYLES, entries=entries)
    assert parse(data, "a.docx").title == "Trams"


def test_a_damaged_picture_or_a_part_that_is_missing_does_no_harm() -> None:
    relations = f'<Relationship Id="p" Type="{OFFICE}/image" Target="NULL"/>'
    data = word(paragraph(SENTENCE), relations=relations, entries={"word/media/a.png": b"\x89"})
    assert texts(parse(data, "a.docx").blocks) == [SENTENCE]


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(OLE, OLD_WORD, id="an old Word file"),
        pytest.param(OLE + "EncryptedPackage".encode("utf-16-le"), ENCRYPTED, id="a password"),
        pytest.param(b"", BROKEN_FILE, id="nothing"),
        pytest.param(b"<html>", BROKEN_FILE, id="no zip file"),
        pytest.param(word(paragraph("x"))[:-40], BROKEN_FILE, id="cut off"),
        pytest.param(zipped({"a.txt": "x"}), BROKEN_FILE, id="no part at all"),
        pytest.param(
            word(entries={"_rels/.rels": "<a/>"}), BROKEN_FILE, id="no part is the document"
        ),
        pytest.param(
            word(entries={"word/document.xml": "<w:document>"}), BROKEN_FILE, id="broken XML"
        ),
        pytest.param(word(entries={"word/document.xml": b""}), BROKEN_FILE, id="no XML"),
        pytest.param(word(entries={"word/styles.xml": "<a>"}), BROKEN_FILE, id="broken styles"),
        pytest.param(
            word(entries={"word/document.xml": "<workbook/>"}),
            WRONG_KIND.format(kind=".docx"),
            id="a spreadsheet",
        ),
        pytest.param(word(), EMPTY, id="no paragraph"),
        pytest.param(word(paragraph(" ") + table(cell(paragraph("")))), EMPTY, id="no text"),
        pytest.param(
            word("<w:p/>" * (LARGEST_TOTAL // 6)),
            BOMB.format(limit=LARGEST_TOTAL),
            id="a bomb",
            marks=pytest.mark.threat("F1"),
        ),
        pytest.param(
            word(" " * LARGEST_XML),
            TOO_MUCH_MEMORY,
            id="a part that is too large",
            marks=pytest.mark.threat("F1"),
        ),
        pytest.param(
            word("<w:p/>" * MOST_NODES),
            TOO_MUCH_MEMORY,
            id="too many elements",
            marks=pytest.mark.threat("F1"),
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    assert reason_for(data) == reason


@pytest.mark.threat("F1")
@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:p><w:r><w:drawing><w:txbxContent>", "</w:txbxContent></w:drawing></w:r></w:p>"),
        ("<w:ins>", "</w:ins>"),
    ],
)
@pytest.mark.parametrize("depth", [40, 300, 100_000])
def test_nesting_is_read_or_refused_but_breaks_nothing(
    opening: str, closing: str, depth: int
) -> None:
    data = word(opening * depth + paragraph(SENTENCE) + closing * depth)
    if depth == 40:
        assert texts(parse(data, "a.docx").blocks) == [SENTENCE]
    else:
        assert reason_for(data) in {BROKEN_FILE, TOO_MUCH_MEMORY}


@pytest.fixture
def requests() -> Iterator[list[str]]:
    """The paths that are asked for of a server on this machine; the first is its address."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that http.server looks for
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        asked.append(f"http://127.0.0.1:{server.server_port}")
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield asked
        server.shutdown()
        thread.join()


class Canary:
    """A file that tells whether anybody opens it: a pipe, which can be written to only then."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.path = path
        self.was_read = Event()
        self._writer = Thread(target=self._write)
        self._writer.start()

    def _write(self) -> None:
        with self.path.open("w") as pipe:
            self.was_read.set()
            pipe.write("canary")

    def read(self) -> str:
        text = self.path.read_text()
        self._writer.join()
        return text


def everywhere(address: str) -> bytes:
    """A file that names an address in each way in which Word would load from there."""
    kinds = ("image", "aFChunk", "attachedTemplate", "oleObject", "subDocument", "styles")
    outside = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" TargetMode="External" '
        f'Target="{address}/{kind}"/>'
        for kind in kinds
    )
    body = (
        f'{paragraph(SENTENCE)}<w:altChunk r:id="aFChunk"/><w:subDoc r:id="subDocument"/>'
        '<w:p><w:r><w:drawing><a:blip r:link="image"/></w:drawing></w:r></w:p>'
        f"{raw_paragraph(field(code(f'INCLUDETEXT {address}/field'), run('A result.')))}"
    )
    return word(
        body,
        relations=outside,
        entries={
            "word/_rels/settings.xml.rels": relationships(outside),
            "word/vbaProject.bin": OLE,
            "word/document.xml": document_xml(body).replace(
                "<w:document ",
                f'<w:document xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
                f'xsi:schemaLocation="{address}/schema" ',
            ),
        },
    )


@pytest.mark.threat("F4")
def test_nothing_outside_of_the_file_is_loaded_and_no_macro_is_run(requests: list[str]) -> None:
    parsed = parse(everywhere(requests[0]), "a.docx")
    assert texts(parsed.blocks) == [SENTENCE, "A result."]
    assert requests[1:] == []
    with pytest.raises(HTTPError):
        urlopen(f"{requests[0]}/seen")  # noqa: S310  # shows that a request would be seen
    assert requests[1:] == ["/seen"]


@pytest.mark.threat("F4")
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the canary is a named pipe")
@pytest.mark.parametrize(
    "part",
    [
        "word/document.xml",
        "word/styles.xml",
        "word/numbering.xml",
        "docProps/core.xml",
        "_rels/.rels",
        "word/_rels/document.xml.rels",
    ],
)
def test_no_entity_is_read_from_anywhere(part: str, requests: list[str], tmp_path: Path) -> None:
    canary = Canary(tmp_path / "canary")
    try:
        for address in (canary.path.as_uri(), f"{requests[0]}/entity"):
            for doctype in (
                f'<!DOCTYPE a SYSTEM "{address}">',
                f'<!DOCTYPE a [<!ENTITY x SYSTEM "{address}">]>',
                f'<!DOCTYPE a [<!ENTITY % x SYSTEM "{address}"> %x;]>',
            ):
                data = word(entries={part: document_xml(paragraph("&x;"), doctype)})
                assert reason_for(data) == BROKEN_FILE
        assert requests[1:] == []
        assert not canary.was_read.is_set()
    finally:
        assert canary.read() == "canary"
    assert canary.was_read.is_set()


@pytest.mark.threat("F4")
def test_entities_made_of_entities_are_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{place} "{f"&l{place - 1};" * 10}">' for place in range(1, 10))
    doctype = f'<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]>'
    began = time.perf_counter()
    data = word(entries={"word/document.xml": document_xml(paragraph("&l9;"), doctype)})
    assert reason_for(data) == BROKEN_FILE
    assert reason_for(word(paragraph("&unknown;"))) == BROKEN_FILE
    assert time.perf_counter() - began < 1


WATCHED = """
import sys
from knowledge.reading.docx.reader import parse
parse(sys.stdin.buffer.read(), "a.docx")
print(*(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.threat("F1")
@pytest.mark.skipif(sys.platform != "linux", reason="the memory is told by /proc")
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(paragraph("\U0001f600" + "ab " * (LARGEST_XML // 3 - 500)), id="words"),
        pytest.param(table(cell(paragraph("a")) + "<w:tc/>" * (MOST_NODES - 500)), id="cells"),
        pytest.param("<w:p>a</w:p>" * (MOST_NODES // 2 - 500) + paragraph("a"), id="elements"),
    ],
)
def test_the_most_that_is_read_takes_less_than_300_mb_and_ten_seconds(body: str) -> None:
    began = time.perf_counter()
    watched = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", WATCHED], input=word(body), capture_output=True, check=True
    )
    assert time.perf_counter() - began < 10
    assert int(watched.stdout) < 300_000  # KiB
