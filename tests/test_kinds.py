"""Which format a source is in: what its content shows counts before what its name says."""

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
