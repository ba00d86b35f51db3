"""Files that are made to take all time or memory: small on the disk, huge or endless inside."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator

MEGABYTE = 1_000_000
LARGEST = 5 * MEGABYTE  # of an upload

_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" '
    b'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    b'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    b'<?xml version="1.0"?><Relationships '
    b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    b'Target="word/document.xml"/></Relationships>'
)
_WORD = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
)
_END = b"</w:body></w:document>"


def docx(body: bytes, more: dict[str, bytes] | None = None, head: bytes = b"") -> bytes:
    """Return a Word file with this body."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", head + _WORD + body + _END)
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return file.getvalue()


def pdf(objects: list[bytes], root: int = 1) -> bytes:
    """Return a PDF of some objects, numbered from 1."""
    parts, offsets, size = [b"%PDF-1.7\n"], [], 9
    for number, one in enumerate(objects, start=1):
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, one))
        offsets.append(size)
        size += len(parts[-1])
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        root,
        size,
    )
    return b"".join([*parts, head, rows, tail])


def _stream(data: bytes, layers: int = 1) -> bytes:
    for _ in range(layers):
        data = zlib.compress(data, 9)
    filters = b" ".join([b"/FlateDecode"] * layers)
    return b"<< /Length %d /Filter [%b] >>\nstream\n%b\nendstream" % (len(data), filters, data)


_FORM = (
    b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >> "
    b"/Length 5 >>\nstream\n/X Do\nendstream"
)


def _one_page(content: bytes, kids: bytes = b"3 0 R", count: int = 1) -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << "
    page += b"/Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >>"
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count),
            page,
            content,
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            _FORM,
        ]
    )


def _many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + number) for number in range(count))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    tree = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count)
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", tree, *([page] * count)])


def _billion_laughs(name: bytes) -> bytes:
    lines = [b'<!ENTITY a0 "laugh ">']
    lines += [b'<!ENTITY a%d "%b">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)]
    return b"<!DOCTYPE %b [%b]>" % (name, b"".join(lines))


def _nested(depth: int) -> bytes:
    table, end = b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"
    return table * depth + end * depth


def _zips_in_zips() -> bytes:
    data = b"\0" * 10 * MEGABYTE
    for _ in range(5):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in "abcdefghij":
                archive.writestr(name, data)
        data = file.getvalue()
    return docx(b"", {"inner.zip": data})


def _many_entries(count: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number}", b"")
    return file.getvalue()


def _lying_zip() -> bytes:
    """Return a Word file whose directory says that its document is small."""
    data = bytearray(docx(b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 3 * MEGABYTE))
    place = data.find(b"word/document.xml", data.find(b"PK\x01\x02") + 200)
    place = data.rfind(b"PK\x01\x02", 0, place)
    data[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


PARAGRAPH = b"<w:p><w:r><w:t>word </w:t></w:r></w:p>"

BOMBS: dict[str, Callable[[], bytes]] = {
    "one huge part.docx": lambda: docx(PARAGRAPH * 5 * MEGABYTE),
    "huge text.docx": lambda: docx(
        b"<w:p><w:r><w:t>" + b"a" * 200 * MEGABYTE + b"</w:t></w:r></w:p>"
    ),
    "huge picture.docx": lambda: docx(PARAGRAPH, {"word/media/a.png": b"\0" * 300 * MEGABYTE}),
    "many entries.docx": lambda: _many_entries(30_000),
    "zips in zips.docx": _zips_in_zips,
    "lying directory.docx": _lying_zip,
    "laughs.docx": lambda: docx(
        b"<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", head=_billion_laughs(b"w:document")
    ),
    "deep tables.docx": lambda: docx(_nested(100_000)),
    "wide table.docx": lambda: docx(
        b"<w:tbl><w:tr>" + b"<w:tc><w:p/></w:tc>" * 1_000_000 + b"</w:tr></w:tbl>"
    ),
    "huge styles.docx": lambda: docx(PARAGRAPH, {"word/styles.xml": b" " * 200 * MEGABYTE}),
    "stream.pdf": lambda: _one_page(_stream(b"0 0 m " * 30 * MEGABYTE)),
    "stream in stream.pdf": lambda: _one_page(_stream(b"\0" * 300 * MEGABYTE, layers=2)),
    "text.pdf": lambda: _one_page(_stream(b"BT /F 9 Tf " + b"(word) Tj " * 3 * MEGABYTE + b"ET")),
    "many pages.pdf": lambda: _many_pages(60_000),
    "tree that loops.pdf": lambda: _one_page(b"null", kids=b"2 0 R " * 50, count=50),
    "form that calls itself.pdf": lambda: _one_page(_stream(b"/X Do")),
    "no objects.pdf": lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 500_000,
    "deep array.pdf": lambda: _one_page(_stream(b"[" * 3 * MEGABYTE)),
    "same page ten thousand times.pdf": lambda: _one_page(
        _stream(b"BT /F 9 Tf " + b"(word) Tj " * 20_000 + b"ET"),
        kids=b"3 0 R " * 10_000,
        count=10_000,
    ),
    "paragraphs.html": lambda: b"<html><body>" + b"<p>A word." * (LARGEST // 11),
    "unclosed items.html": lambda: b"<html><body>" + b"<li>A word." * 100_000,
    "deep.html": lambda: b"<html><body>" + b"<div>" * 1_000_000 + b"A word.",
    "deep inline.html": lambda: b"<html><body><p>" + b"<b><i>" * 400_000 + b"A word.",
    "tables in tables.html": lambda: b"<html><body>" + b"<table><tr><td>" * 200_000 + b"A word.",
    "attributes.html": lambda: b"<html><body><p " + b"a=b " * 1_200_000 + b">A word.",
    "laughs.html": lambda: _billion_laughs(b"html") + b"<html><body><p>&a9;</p></body></html>",
    "comments.html": lambda: b"<html><body>" + b"<!--" * 1_200_000,
    "styles.html": lambda: b"<style>" + b".a{display:none}" * 300_000 + b"</style><p>A word.",
    "entities.html": lambda: b"<html><body><p>" + b"&#x1F600;" * 550_000,
    "one sentence.md": lambda: b"[" * LARGEST,
    "marks.txt": lambda: ("a" + "\u0316\u0301" * 800_000).encode(),
}


def made() -> Iterator[tuple[str, bytes]]:
    """Yield each bomb with its name."""
    for name, make in BOMBS.items():
        yield name, make()
