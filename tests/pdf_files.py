"""Make PDF files for tests: good ones with fpdf2, and hostile ones object by object."""

import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime

from fpdf import FPDF

HEIGHT = 6  # millimetres, of a line


def document(title: str | None = None, created: datetime | None = None) -> FPDF:
    """Return an A4 document that has one page and writes in Times of 11 points."""
    pdf = FPDF()
    pdf.set_title(title or "")
    if created:
        pdf.set_creation_date(created)
    pdf.add_page()
    pdf.set_font("Times", size=11)
    return pdf


def finished(pdf: FPDF) -> bytes:
    return bytes(pdf.output())


def paragraph(pdf: FPDF, text: str, gap: float = 3, align: str = "L") -> None:
    """Write a paragraph, broken where the page ends, and a gap of millimetres below it."""
    pdf.multi_cell(0, HEIGHT, text, align=align, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(gap)


def lines(pdf: FPDF, texts: Iterable[str]) -> None:
    """Write one line below the other."""
    for text in texts:
        pdf.cell(0, HEIGHT, text, new_x="LMARGIN", new_y="NEXT")


def heading(pdf: FPDF, text: str, size: float = 16, style: str = "B") -> None:
    pdf.set_font("Times", style=style, size=size)
    paragraph(pdf, text)
    pdf.set_font("Times", size=11)


def pages(texts: Iterable[Iterable[str]]) -> bytes:
    """Return a document with a page for each group of paragraphs."""
    pdf = FPDF()
    pdf.set_font("Times", size=11)
    for page in texts:
        pdf.add_page()
        for text in page:
            paragraph(pdf, text)
    return finished(pdf)


def raw(objects: Mapping[int, bytes], root: int = 1) -> bytes:
    """Return a file of these objects with a right table of where they stand."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places.get(number, 0)
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
    if packed:
        data, entries = zlib.compress(data, 9), entries + b"/Filter/FlateDecode"
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(data), entries, data)


def one_page(contents: bytes, extra: Mapping[int, bytes] | None = None, page: bytes = b"") -> bytes:
    """Return a file with one page, whose contents are object 4 and whose font is /F, object 5."""
    resources = b"" if b"/Resources" in page else b"/Resources<</Font<</F 5 0 R>>>>"
    return raw(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R%b%b>>"
            % (resources, page),
            4: contents,
            5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            **(extra or {}),
        }
    )
