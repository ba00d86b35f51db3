"""Which format a source is in: what its content shows counts before what its name says."""

import time

import pytest

from knowledge.errors import ReadError
from knowledge.model import Origin
from knowledge.reading.kinds import ENDINGS, Kind, kind_of

PDF = b"%PDF-1.7\n"
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXT = b"A tram stops here."
HTML = b"\n <!DOCTYPE html>\n<p>A tram stops here."


@pytest.mark.parametrize(("ending", "kind"), ENDINGS.items())
def test_the_ending_says_the_format_of_a_file(ending: str, kind: Kind) -> None:
    data = {Kind.PDF: PDF, Kind.DOCX: ZIP}.get(kind, TEXT)
    assert kind_of(data, f"a{ending.upper()}") is kind


@pytest.mark.threat("F8")
@pytest.mark.parametrize(
    ("data", "kind"), [(PDF, Kind.PDF), (b"\xef\xbb\xbf\n" + PDF, Kind.PDF), (ZIP, Kind.DOCX)]
)
def test_content_that_cannot_be_mistaken_counts_before_the_name(data: bytes, kind: Kind) -> None:
    for name in ("a.txt", "a.md", "a", "a.html"):
        assert kind_of(data, name) is kind


def test_a_text_that_speaks_of_pdf_is_a_text() -> None:
    assert kind_of(b"# Formats\n\nA file begins with %PDF-1.7 there.\n", "a.md") is Kind.MARKDOWN
    assert kind_of(b"junk\n%PDF-1.7\n", "a.pdf") is Kind.PDF


@pytest.mark.threat("F8")
@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
def test_a_name_that_promises_what_the_content_is_not_is_refused(name: str) -> None:
    for data in (TEXT, b"", b"MZ\x90\x00", b"\x7fELF"):
        with pytest.raises(ReadError, match="save it again in that format"):
            kind_of(data, name)


def test_an_old_word_file_is_told_what_to_do() -> None:
    with pytest.raises(ReadError, match=r"save it as \.docx"):
        kind_of(OLE, "report.doc")
    assert kind_of(OLE, "report.docx") is Kind.DOCX, "its reader tells why"


def test_an_unknown_ending_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ReadError, match=r"kind \.exe are not read; use \.txt, .*\.docx"):
        kind_of(TEXT, "a.exe")


@pytest.mark.parametrize(
    ("media_type", "data", "kind"),
    [
        ("text/html; charset=utf-8", TEXT, Kind.HTML),
        ("TEXT/HTML", TEXT, Kind.HTML),
        ("application/xhtml+xml", TEXT, Kind.HTML),
        ("text/markdown", TEXT, Kind.MARKDOWN),
        ("text/plain", TEXT, Kind.PLAIN),
        ("", TEXT, Kind.PLAIN),
        ("", HTML, Kind.HTML),
        ("text/plain", PDF, Kind.PDF),
        ("text/html", ZIP, Kind.DOCX),
    ],
)
def test_the_media_type_says_the_format_of_a_page(media_type: str, data: bytes, kind: Kind) -> None:
    assert kind_of(data, "site.example/a.exe", Origin("https://site.example", media_type)) is kind


@pytest.mark.parametrize(
    "media_type", ["text/plain; charset=utf-8", "application/octet-stream", "text/x-unknown", ""]
)
def test_a_page_whose_address_ends_in_md_is_markdown(media_type: str) -> None:
    for path in ("/raw/README.md", "/a.MARKDOWN", "/a.md?raw=true#top"):
        origin = Origin(f"https://site.example{path}", media_type)
        assert kind_of(TEXT, "site.example/a", origin) is Kind.MARKDOWN
    origin = Origin("https://site.example/raw", media_type)
    assert kind_of(TEXT, "site.example/a.md", origin) is Kind.MARKDOWN
    assert kind_of(TEXT, "site.example/a", origin) is Kind.PLAIN
    assert kind_of(HTML, "site.example/a.md", origin) is Kind.HTML


@pytest.mark.parametrize("address", ["moldova.md", "moldova.md/", "moldova.md/a?b=/c.md"])
def test_the_country_of_a_site_is_no_ending_of_its_pages(address: str) -> None:
    assert kind_of(TEXT, address, Origin(f"https://{address}", "text/plain")) is Kind.PLAIN


def test_a_page_that_says_that_it_is_html_is_so_whatever_its_address() -> None:
    origin = Origin("https://site.example/README.md", "text/html")
    assert kind_of(TEXT, "site.example/README.md", origin) is Kind.HTML


@pytest.mark.threat("F8")
@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<!DOCTYPE html><p>A tram", Kind.HTML),
        (b"<!doctype  HTML PUBLIC '-//W3C//DTD'>", Kind.HTML),
        (b"\xef\xbb\xbf\r\n<html lang=en>", Kind.HTML),
        (b"<?xml version='1.0'?>\n<!-- saved -->\n<!-- twice --><html>", Kind.HTML),
        (b"<!--" + b" a license" * 500 + b"--><html>", Kind.HTML),
        (b"<HEAD><title>Trams</title>", Kind.HTML),
        (b"<body\nclass=a>", Kind.HTML),
        (b"Put <html> at the top and <body> below.", Kind.PLAIN),
        (b"<headline>Trams</headline>", Kind.PLAIN),
        (b"<?xml version='1.0'?><rss>", Kind.PLAIN),
        (b"<!-- <html> -->A tram stops here.", Kind.PLAIN),
        (b"<!-- <html>", Kind.PLAIN),
        (b"", Kind.PLAIN),
    ],
)
def test_only_a_text_that_begins_like_html_is_html(data: bytes, kind: Kind) -> None:
    assert kind_of(data, "site.example", Origin("https://site.example", "text/plain")) is kind


@pytest.mark.threat("F8")
@pytest.mark.parametrize("piece", [b"<!--", b"<!-- -->", b"<?xml", b"<?xml?>", b" ", b"<!-"])
def test_the_search_for_the_beginning_of_html_is_linear(piece: bytes) -> None:
    begun = time.process_time()
    kind_of(piece * 600_000, "site.example", Origin("https://site.example", "text/plain"))
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("media_type", "charset"),
    [
        ("text/html; charset=UTF-8", "UTF-8"),
        ('text/html; charset = "koi8-r"', "koi8-r"),
        ("text/html;charset=x;boundary=y", "x"),
        ("text/html", None),
        ("text/html; charset=", None),
    ],
)
def test_the_media_type_says_the_encoding(media_type: str, charset: str | None) -> None:
    assert Origin("https://site.example", media_type).charset == charset
