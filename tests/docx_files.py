"""Word files for the tests: written part by part, so that they can hold what Word would not."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx.document import Document

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:r="{OFFICE}"'
)
CONTENT_TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def saved(document: Document) -> bytes:
    """Return a document of python-docx as the bytes of its file."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def zipped(entries: Mapping[str, bytes | str]) -> bytes:
    """Return a zip file of these entries."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def word(
    body: str = "",
    *,
    styles: str = "",
    numbering: str = "",
    core: str = "",
    relations: str = "",
    entries: Mapping[str, bytes | str] | None = None,
) -> bytes:
    """Return a Word file with this XML in its parts; `entries` adds others or replaces them."""
    return zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": relationships(
                f'<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
                f'<Relationship Id="b" Type="{PACKAGE}/relationships/metadata/core-properties" '
                'Target="docProps/core.xml"/>'
            ),
            "word/_rels/document.xml.rels": relationships(
                f'<Relationship Id="c" Type="{OFFICE}/styles" Target="styles.xml"/>'
                f'<Relationship Id="d" Type="{OFFICE}/numbering" Target="/word/numbering.xml"/>'
                f"{relations}"
            ),
            "word/document.xml": document_xml(body),
            "word/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>",
            "word/numbering.xml": f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>",
            "docProps/core.xml": (
                f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
                'xmlns:dc="http://purl.org/dc/elements/1.1/" '
                f'xmlns:dcterms="http://purl.org/dc/terms/">{core}</cp:coreProperties>'
            ),
        }
        | dict(entries or {})
    )


def document_xml(body: str, before: str = "") -> str:
    """Return the main part; `before` stands between the declaration and the root."""
    root = f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    return f"{DECLARATION}{before}{root}"


def relationships(inner: str) -> str:
    """Return a part that names other parts."""
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def run(text: str, properties: str = "") -> str:
    """Return a run of text with these properties."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str, properties: str = "") -> str:
    """Return a paragraph with these properties."""
    return raw_paragraph(run(text), properties)


def raw_paragraph(inner: str, properties: str = "") -> str:
    """Return a paragraph of this XML."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def styled(text: str, style: str) -> str:
    """Return a paragraph of a style."""
    return paragraph(text, f'<w:pStyle w:val="{style}"/>')


def item(text: str, number: int, depth: int = 0) -> str:
    """Return an item of a list."""
    return paragraph(
        text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    )


def table(*rows: str) -> str:
    """Return a table of these rows."""
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(inner: str, properties: str = "") -> str:
    """Return a cell of this XML."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def text_box(inner: str, other: str = "") -> str:
    """Return a run with a text box, in the two forms in which Word writes it."""
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><a:graphic>'
        f"<w:txbxContent>{inner}</w:txbxContent></a:graphic></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{other or inner}</w:txbxContent>"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def lying_zip(name: str, content: bytes, declared: int) -> bytes:
    """Return a zip file whose one entry is said to have `declared` bytes, checksum and all."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    checksum = zlib.crc32(content[:declared])
    sizes = struct.pack("<IIIHH", checksum, len(packed), declared, len(name), 0)
    common = struct.pack("<HHHHH", 20, 0, 8, 0, 33) + sizes
    local = b"PK\x03\x04" + common + name.encode() + packed
    directory = b"PK\x01\x02\x14\x00" + common + struct.pack("<HHHII", 0, 0, 0, 0, 0)
    directory += name.encode()
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(directory), len(local), 0)
    return local + directory + end
